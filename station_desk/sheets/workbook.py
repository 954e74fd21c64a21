"""Cells of xlsx and xls files by calamine, and by openpyxl row by row where a sheet reaches too far for calamine.

Runs in the child process: calamine ends the whole process on a sheet it cannot lay out (DATA 4).
"""

import io
import os
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from station_desk.domain.intake_cells import Cell, RawBook, RawSheet
from station_desk.domain.intake_words import ERRORS
from station_desk.domain.trouble import Trouble
from station_desk.sheets import biff, limits, package, quick_scan

_DAYS_TO_1904 = 1462
Rows = dict[int, tuple[Cell, ...]]
Bounded = tuple[Rows, tuple[str, ...]]
"""Rows within the limits, and codes of what was left out."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    struct.error,
)
"""What the standard library raises on a damaged package."""

_FAR = "far_cells_ignored"
_LONG = "long_cells_cut"
_TURNS = 3


def read_xlsx(data: bytes) -> RawBook:
    """The sheets of an xlsx file. Troubles sheet_bomb, sheet_too_large, sheet_damaged, sheet_unknown_kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package.weigh(archive, len(data))
            found = package.parts(archive)
            coarse = package.coarse_styles(archive)
            extents = [
                quick_scan.extent(archive, part, coarse) or package.extent(archive, part, coarse) for part in found
            ]
            late = package.is_1904(archive)
    except _BROKEN as error:
        raise Trouble("sheet_damaged") from error
    near = {part.name for part, extent in zip(found, extents, strict=True) if extent.dense_cells <= limits.DENSE_CELLS}
    cells = _by_calamine(data, near)
    sheets = []
    for part, extent in zip(found, extents, strict=True):
        rows, notes = cells[part.name] if part.name in near else _row_by_row(data, part.name, extent)
        notes = tuple(dict.fromkeys((*((_FAR,) if extent.stray else ()), *notes)))
        sheets.append(
            RawSheet(
                part.name,
                _as_told(_from_1904(rows) if late else rows, extent),
                part.visible,
                tuple(extent.merges),
                frozenset(extent.hidden_rows),
                frozenset(extent.hidden_columns),
                notes,
            )
        )
    return RawBook("xlsx", tuple(sheets))


def _as_told(rows: Rows, extent: package.Extent) -> Rows:
    """`rows` with what the libraries do not tell: whole numbers, dates as they are shown, the errors of formulas."""
    return _with_errors(_as_shown(_exactly(rows, extent.exact), extent.coarse), extent.errors)


def _with_errors(rows: Rows, errors: Mapping[tuple[int, int], str]) -> Rows:
    """`rows` with #REF! and the like where a formula could not be computed."""
    for (row, column), text in errors.items():
        cells = rows.get(row, ())
        if text.strip() in ERRORS:
            filled = (*cells, *[None] * (column - len(cells)))
            rows[row] = (*filled[: column - 1], text.strip(), *filled[column:])
    return dict(sorted(rows.items())) if errors else rows


def _exactly(rows: Rows, numbers: Mapping[tuple[int, int], int]) -> Rows:
    """`rows` with numbers of 16 and more digits as the file writes them: a float would round their first 14 digits."""
    for (row, column), number in numbers.items():
        cells = rows.get(row, ())
        if column <= len(cells) and isinstance(cells[column - 1], int | float):
            rows[row] = (*cells[: column - 1], number, *cells[column:])
    return rows


def _from_1904(rows: Rows) -> Rows:
    """`rows` of a workbook that counts days from 1904, with plain numbers that may be days counted from 1900."""
    for row, cells in rows.items():
        if any(_is_serial(cell) for cell in cells):
            rows[row] = tuple(cell + _DAYS_TO_1904 if _is_serial(cell) else cell for cell in cells)  # type: ignore[operator]
    return rows


def _is_serial(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and 8_000 <= cell < 60_000 and cell == int(cell)


def _as_shown(rows: Rows, coarse: Mapping[tuple[int, int], package.Precision]) -> Rows:
    """`rows` with the dates that the sheet shows as a month or a year only brought to that precision, as text."""
    for (row, column), precision in coarse.items():
        cells = rows.get(row, ())
        day = _day(cells[column - 1]) if column <= len(cells) else None
        if day is not None:
            shown = day.isoformat()[: 7 if precision == "month" else 4]
            rows[row] = (*cells[: column - 1], shown, *cells[column:])
    return rows


def _day(cell: Cell) -> date | None:
    """The day of a date or of a serial number of days between 1927 and 2118."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 10_000 <= cell < 80_000:
        return date(1899, 12, 30) + timedelta(days=int(cell))
    return None


def read_xls(data: bytes) -> RawBook:
    """The sheets of an xls file (BIFF). Troubles sheet_password, sheet_damaged, sheet_too_large."""
    found = biff.look(data)
    sheets = []
    with _open(found.data) as book:
        named = [s.name for s in book.sheets_metadata if s.typ == python_calamine.SheetTypeEnum.WorkSheet]
        if len(named) > limits.SHEETS:
            raise Trouble("sheet_too_large", rows=limits.ROWS, columns=limits.COLUMNS)
        known = found.extents if len(found.extents) == len(named) else [package.Extent() for _ in named]
        shown = {s.name for s in book.sheets_metadata if s.visible == python_calamine.SheetVisibleEnum.Visible}
        for name, extent in zip(named, known, strict=True):
            sheet = book.get_sheet_by_name(name)
            rows, notes = _bounded(sheet.to_python(skip_empty_area=False))
            areas = [(a, b) for a, b in sheet.merged_cell_ranges or () if a != b]
            merges = tuple((a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in areas)
            hidden = frozenset(extent.hidden_rows), frozenset(extent.hidden_columns)
            notes = tuple(dict.fromkeys((*((_FAR,) if extent.stray else ()), *notes)))
            rows = _from_1904(rows) if found.is_1904 else rows
            sheets.append(RawSheet(name, _as_told(rows, extent), name in shown, merges, *hidden, notes))
    return RawBook("xls", tuple(sheets))


def _open(data: bytes) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise Trouble("sheet_password") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Trouble("sheet_damaged") from error


def _by_calamine(data: bytes, names: set[str]) -> dict[str, Bounded]:
    if not names:
        return {}
    with _open(data) as book:
        try:
            return {name: _bounded(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names}
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise Trouble("sheet_damaged") from error


def _row_by_row(data: bytes, name: str, extent: package.Extent) -> Bounded:
    """A sheet that reaches far, within the limits; openpyxl keeps one row in memory at a time."""
    import openpyxl

    if not extent.near_row:
        return {}, ()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            values = book[name].iter_rows(
                min_row=1, max_row=extent.near_row, min_col=1, max_col=extent.near_column, values_only=True
            )
            return _bounded(values)
        finally:
            book.close()


def _bounded(values: Iterable[Iterable[object]]) -> Bounded:
    """Rows with a value, without empty tails, within the limits; and the note where something lay beyond."""
    rows: Rows = {}
    stray, longest, cut = 0, limits.CELL_CHARACTERS, False
    for number, line in enumerate(values, 1):
        cells = [
            value if type(value) is float or (type(value) is str and 0 < len(value) <= longest) else _cell(value)
            for value in line
        ]
        cut = cut or any(isinstance(value, str) and len(value) > longest for value in line)
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        if number > limits.ROWS:
            stray += sum(cell is not None for cell in cells)
        else:
            stray += sum(cell is not None for cell in cells[limits.COLUMNS :])
            kept = cells[: limits.COLUMNS]
            while kept and kept[-1] is None:
                kept.pop()
            if kept:
                rows[number] = tuple(kept)
        if stray > limits.STRAY_CELLS:
            raise Trouble("sheet_too_large", rows=limits.ROWS, columns=limits.COLUMNS)
    return rows, ((_FAR,) if stray else ()) + ((_LONG,) if cut else ())


def _cell(value: object) -> Cell:
    """A value of either library as a plain cell."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value[: limits.CELL_CHARACTERS]
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value
    if isinstance(value, bool | int | float | date):
        return value
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def read_file(path: Path) -> bytes:
    """The whole file, at most the limit and one byte; what is being saved meanwhile is read again.

    Trouble sheet_locked where another program keeps it to itself, or is not done saving.
    """
    try:
        for _ in range(_TURNS):
            with path.open("rb") as stream:
                before = os.fstat(stream.fileno())
                data = stream.read(limits.FILE_BYTES + 1)
                after = os.fstat(stream.fileno())
            if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
                return data
    except PermissionError as error:
        raise Trouble("sheet_locked") from error
    raise Trouble("sheet_locked")
