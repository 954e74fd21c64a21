"""Tidy workbooks of the trade, made by our own writer or as CSV."""

from collections.abc import Sequence
from pathlib import Path

from station_desk.sheets.door import write_table
from station_desk.sheets.table import SheetColumn, Table

HEADER = ("序号", "姓名", "性别", "身份证号", "联系电话", "所在村", "文化程度", "政治面貌", "现任职务", "任职时间")


def workbook(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    """An xlsx file with one sheet, 花名册."""
    path.write_bytes(write_table(Table("花名册", [SheetColumn(word) for word in header], rows)))
    return path


def csv_file(path: Path, rows: Sequence[Sequence[str]], encoding: str, header: Sequence[str] = HEADER) -> Path:
    """The same as CSV."""
    path.write_bytes("".join(",".join(row) + "\r\n" for row in (header, *rows)).encode(encoding))
    return path
