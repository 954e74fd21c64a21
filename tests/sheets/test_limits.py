"""Hostile files against the caps: how they end, and how much memory the child ever had (measured, not believed)."""

import os
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.sheets import limits
from station_desk.sheets.reading import read_book

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the child's peak is read from /proc")
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>村</t></is></c></row>'
)
Pieces = Iterator[str]


def package(path: Path, sheet: Pieces, strings: Pieces | None = None) -> Path:
    """A workbook whose sheet is written piece by piece; nothing of it is held in memory."""
    relation = f'<Relationship Id="r1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    if strings is not None:
        relation += f'<Relationship Id="r2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_REL}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, pieces in (("worksheets/sheet1.xml", sheet), ("sharedStrings.xml", strings)):
            if pieces is not None:
                with archive.open(f"xl/{name}", "w") as stream:
                    for piece in pieces:
                        stream.write(piece.encode())
    return path


def sheet(rows: Pieces, end: str = "</sheetData></worksheet>") -> Pieces:
    yield f"<worksheet {_MAIN}><sheetData>{_HEAD}"
    yield from rows
    yield end


def many_strings() -> Pieces:
    """More than four million different shared strings, within the limits of size and ratio."""
    chance = random.Random(1)
    yield f"<sst {_MAIN}>"
    for _ in range(430):
        yield "".join(f"<si><t>{chance.randrange(10**6)}</t></si>" for _ in range(10_000))
    yield "</sst>"


def rows_of_strings() -> Pieces:
    for first in range(2, 40_002, 1_000):
        yield "".join(
            f'<row r="{row}"><c r="A{row}" t="s"><v>{row * 97}</v></c></row>' for row in range(first, first + 1_000)
        )


def deep(levels: int) -> Pieces:
    yield '<row r="2"><c r="A2">'
    for _ in range(levels // 1_000):
        yield "<a>" * 1_000


def endless(rows: int) -> Pieces:
    for first in range(2, rows, 10_000):
        yield "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(first, first + 10_000))


def wide(cells: int, characters: int) -> Pieces:
    chance = random.Random(2)
    for row in range(2, cells + 2):
        text = "".join(chance.choices("海山河川林森", k=characters))
        yield f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def text_of(file: Path) -> str:
    """What stands there; nothing once the thread or the child is gone."""
    try:
        return file.read_text()
    except OSError:
        return ""


def peak_of_child(file: Path) -> tuple[int, str]:
    """The most memory the child ever had, in MB, and how it ended: "" or the code of the Trouble."""
    most = 0

    def look() -> None:
        nonlocal most
        for task in Path(f"/proc/{os.getpid()}/task").iterdir():
            for child in text_of(task / "children").split():
                status = text_of(Path(f"/proc/{child}/status"))
                peaks = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
                most = max([most, *peaks])

    try:
        read_book(file, look)
    except Trouble as trouble:
        return most // 1024, trouble.code
    return most // 1024, ""


def commas(path: Path) -> Path:
    path.write_text("," * 8_000_000, encoding="utf-8")
    return path


SHORT: dict[str, tuple[Callable[[Path], Path], str]] = {
    "deep": (lambda path: package(path, sheet(deep(1_000_000))), "sheet_damaged"),
    "rows": (lambda path: package(path, sheet(endless(200_000))), "sheet_too_large"),
    "commas": (commas, "sheet_too_large"),
    "long cells": (lambda path: package(path, sheet(wide(40, 32_000))), ""),
}
LONG: dict[str, tuple[Callable[[Path], Path], str]] = {
    "strings": (lambda path: package(path, sheet(rows_of_strings()), many_strings()), ""),
    "deep": (lambda path: package(path, sheet(deep(3_000_000))), "sheet_damaged"),
    "million rows": (lambda path: package(path, sheet(endless(1_000_000))), "sheet_too_large"),
    "wide text": (lambda path: package(path, sheet(wide(1_300, 30_000))), ""),
}


@pytest.mark.parametrize("name", SHORT)
def test_the_memory_of_the_child_stays_below_its_cap(tmp_path: Path, name: str) -> None:
    make, code = SHORT[name]
    most, ended = peak_of_child(make(tmp_path / "a.xlsx"))
    assert ended == code
    assert 0 < most <= limits.MEMORY_MB


@pytest.mark.long
@pytest.mark.parametrize("name", LONG)
def test_the_memory_of_the_child_stays_below_its_cap_with_the_largest_files(tmp_path: Path, name: str) -> None:
    make, code = LONG[name]
    most, ended = peak_of_child(make(tmp_path / "a.xlsx"))
    assert ended in {code, "sheet_too_slow", "sheet_too_much_memory"}
    assert 0 < most <= limits.MEMORY_MB


def test_cells_longer_than_any_fact_are_cut_and_that_is_told(tmp_path: Path) -> None:
    book = read_book(package(tmp_path / "a.xlsx", sheet(wide(2, 2_500))))
    assert [len(str(cells[0])) for cells in book.sheets[0].rows.values()] == [2, 2_000, 2_000]
    assert book.sheets[0].notes == ("long_cells_cut",)
