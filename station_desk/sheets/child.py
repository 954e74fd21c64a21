"""What runs in the capped child: one foreign file to plain cells, as JSON-ready lists (RELIABILITY 0.6, I1).

The answer is {"book": {...}} or {"refused": code, "facts": {...}}. Dates travel as ["D", "2026-11-22"] and instants as
["T", "2026-11-22 08:00:00"].
"""

import csv
from datetime import date, datetime
from pathlib import Path

from station_desk.domain.intake_cells import Cell, RawBook, RawSheet
from station_desk.sheets import csv_text, limits, sniff, workbook
from station_desk.sheets.package import Refused

Packed = dict[str, object]


def read(path: str) -> Packed:
    """Read the file at `path`, whatever its suffix says."""
    try:
        return {"book": pack(_read(Path(path)))}
    except Refused as refused:
        return {"refused": refused.code, "facts": refused.facts}
    except MemoryError:
        return {"refused": "too_much", "facts": {}}


def _read(path: Path) -> RawBook:
    data = workbook.read_file(path)
    if len(data) > limits.FILE_BYTES:
        raise Refused("file_too_large", limit_mb=limits.FILE_BYTES // 1024 // 1024)
    kind = sniff.sniff(data[: sniff.HEAD_BYTES])
    if kind == "zip":
        return workbook.read_xlsx(data)
    if kind == "ole":
        return workbook.read_xls(data)
    if kind == "text":
        return _read_csv(data, path.stem)
    raise Refused("html" if kind == "html" else "not_a_workbook")


def _read_csv(data: bytes, name: str) -> RawBook:
    try:
        text, encoding = csv_text.decode(data)
    except UnicodeDecodeError as error:
        raise Refused("not_a_workbook") from error
    if "\x00" in text:
        raise Refused("not_a_workbook")
    try:
        lines = csv_text.rows(text, limits.ROWS)
    except csv.Error as error:
        raise Refused("damaged") from error
    rows: dict[int, tuple[Cell, ...]] = {}
    for number, line in enumerate(lines, 1):
        if number > limits.ROWS or len(line) > limits.COLUMNS:
            raise Refused("too_large", rows=limits.ROWS, columns=limits.COLUMNS)
        cells = [cell or None for cell in line]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows[number] = tuple(cells)
    return RawBook("csv", (RawSheet(name, rows),), encoding)


def pack(book: RawBook) -> Packed:
    """A book as JSON-ready lists."""
    return {"kind": book.kind, "encoding": book.encoding, "sheets": [_pack_sheet(sheet) for sheet in book.sheets]}


def _pack_sheet(sheet: RawSheet) -> Packed:
    return {
        "name": sheet.name,
        "visible": sheet.visible,
        "rows": [[number, [_pack_cell(cell) for cell in cells]] for number, cells in sheet.rows.items()],
        "merges": [list(box) for box in sheet.merges],
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "notes": list(sheet.notes),
    }


def _pack_cell(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return ["T", cell.isoformat(" ")]
    return ["D", cell.isoformat()] if isinstance(cell, date) else cell
