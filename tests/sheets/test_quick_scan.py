"""The quick look at a sheet tells what the full one tells, or leaves it to that one."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from station_desk.domain.trouble import Trouble
from station_desk.sheets import package, quick_scan
from tests.sheets.clerks import ClerkSheet, write


def ordinary(path: Path) -> Path:
    """A sheet with merges, hidden rows and columns, dates shown as months, long numbers and errors of formulas."""
    rows = [
        ["花名册", None, None, None],
        ["姓名", "号", "日", None],
        ["王海", 371602199001019965, date(1985, 3, 1), None],
        ["李江", 3.71602e17, date(1990, 1, 1), None],
    ]
    formats = {(3, 3): 'yyyy"年"m"月"', (4, 3): "yyyy"}
    table = ClerkSheet("S", rows, [(1, 1, 1, 3)], hidden_rows=[4], hidden_columns=[2], formats=formats)
    write(path, table)
    book = openpyxl.load_workbook(path)
    sheet = book["S"]
    sheet["D3"] = "#REF!"
    sheet["D3"].data_type = "e"
    sheet["D9"].fill = PatternFill("solid", fgColor="FFFFFF00")
    book.save(path)
    return rewritten(path, lambda text: re.sub(r'(<c r="B3"[^>]*><v>)[^<]*', r"\g<1>371602199001019965", text))


def looked(path: Path, how: Callable[..., package.Extent | None]) -> package.Extent | None:
    with zipfile.ZipFile(path) as archive:
        return how(archive, package.parts(archive)[0], package.coarse_styles(archive))


def rewritten(path: Path, change: Callable[[str], str]) -> Path:
    """The workbook with the text of its first sheet changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body.decode()) if name.endswith("sheet1.xml") else body)
    path.write_bytes(packed.getvalue())
    return path


def test_an_ordinary_sheet_is_told_alike_by_both_looks(tmp_path: Path) -> None:
    path = ordinary(tmp_path / "a.xlsx")
    quick, full = looked(path, quick_scan.extent), looked(path, package.extent)
    assert quick is not None
    assert full is not None
    told = ("last_row", "last_column", "hidden_rows", "hidden_columns", "merges", "coarse", "errors", "exact", "stray")
    assert {name: getattr(quick, name) for name in told} == {name: getattr(full, name) for name in told}
    assert (quick.last_row, quick.errors, quick.merges) == (9, {(3, 4): "#REF!"}, [(1, 1, 1, 3)])
    assert quick.exact == {(3, 2): 371602199001019965}
    assert quick.coarse == {(3, 3): "month", (4, 3): "year"}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("<sheetData>", "<!-- <c r='XFD1048576'/> --><sheetData>"),
        lambda text: text.replace('<row r="3"', "<row"),
        lambda text: text.replace('<c r="A3"', "<c"),
        lambda text: text.replace('<c r="A3"', "<c r='A3'"),
        lambda text: text.replace('r="A4"', 'r="A50001"'),
        lambda text: text.replace('r="A4"', 'r="XFD4"'),
        lambda text: text.replace('<row r="4"', '<row r="1048576"'),
        lambda text: text.replace('<mergeCell ref="A1:C1"', '<mergeCell x="1" ref="A1:C1"'),
        lambda text: text.replace("<c ", "<x:c ").replace("</c>", "</x:c>").replace("<worksheet", '<worksheet xmlns:x="y"'),
    ],
    ids=["comment", "row", "place", "quotes", "far row", "far column", "far row by itself", "merge", "prefix"],
)  # fmt: skip
def test_what_is_written_otherwise_is_left_to_the_full_look(tmp_path: Path, change: Callable[[str], str]) -> None:
    path = ordinary(tmp_path / "a.xlsx")
    before = path.read_bytes()
    assert rewritten(path, change).read_bytes() != before
    assert looked(path, quick_scan.extent) is None


def test_a_sheet_that_is_no_whole_document_is_damaged(tmp_path: Path) -> None:
    path = rewritten(ordinary(tmp_path / "a.xlsx"), lambda text: text[: text.index("</sheetData>")])
    with pytest.raises(Trouble) as caught:
        looked(path, quick_scan.extent)
    assert caught.value.code == "sheet_damaged"
