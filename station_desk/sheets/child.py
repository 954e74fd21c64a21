"""What runs in the capped child: one foreign file to plain cells (RELIABILITY 0.6, I1)."""

import csv
from pathlib import Path

from station_desk.domain.intake_cells import Cell, RawBook, RawSheet
from station_desk.domain.trouble import Trouble
from station_desk.sheets import csv_text, limits, sniff, workbook

_REFUSED = {"html": "sheet_html", "xml": "sheet_xml", "empty": "sheet_empty"}


def read(name: str) -> RawBook:
    """The cells of the file `name`, whatever its suffix says.

    Troubles sheet_unknown_kind, sheet_html, sheet_xml, sheet_empty, sheet_password, sheet_damaged, sheet_bomb, sheet_too_large(rows, columns),
    sheet_locked, sheet_file_too_large(limit_mb).
    """
    path = Path(name)
    data = workbook.read_file(path)
    if len(data) > limits.FILE_BYTES:
        raise Trouble("sheet_file_too_large", limit_mb=limits.FILE_BYTES // 1024 // 1024)
    kind = sniff.sniff(data[: sniff.HEAD_BYTES])
    if kind == "zip":
        return workbook.read_xlsx(data)
    if kind == "ole":
        return workbook.read_xls(data)
    if kind == "text":
        return _read_csv(data, path.stem)
    raise Trouble(_REFUSED.get(kind, "sheet_unknown_kind"))


def _read_csv(data: bytes, name: str) -> RawBook:
    try:
        text, encoding = csv_text.decode(data)
    except UnicodeDecodeError as error:
        raise Trouble("sheet_unknown_kind") from error
    if "\x00" in text:
        raise Trouble("sheet_unknown_kind")
    try:
        lines = csv_text.rows(text, limits.ROWS)
    except csv.Error as error:
        raise Trouble("sheet_damaged") from error
    if len(lines) > limits.ROWS or any(len(line) > limits.COLUMNS for line in lines):
        raise Trouble("sheet_too_large", rows=limits.ROWS, columns=limits.COLUMNS)
    rows: dict[int, tuple[Cell, ...]] = {}
    for number, line in enumerate(lines, 1):
        cells: list[Cell] = [cell[: limits.CELL_CHARACTERS] or None for cell in line]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows[number] = tuple(cells)
    return RawBook("csv", (RawSheet(name, rows),), encoding, (csv_text.MIXED,) if encoding == csv_text.MIXED else ())
