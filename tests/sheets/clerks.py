"""Workbooks as clerks make them, the same cells as .xlsx (openpyxl) and as true .xls (xlwt)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from station_desk.domain.intake_cells import Box, Cell


@dataclass(frozen=True)
class ClerkSheet:
    """A sheet: rows from row 1 on, merged areas, what is hidden, number formats by (row, column)."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[Box] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    hidden: bool = False
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)


def write(path: Path, *sheets: ClerkSheet, from_1904: bool = False) -> Path:
    """The workbook at `path`; .xls and .et are written in the old format, everything else in the new one."""
    old = path.suffix in {".xls", ".et"}
    (_write_xls if old else _write_xlsx)(path, sheets, from_1904)
    return path


def _write_xlsx(path: Path, sheets: Sequence[ClerkSheet], from_1904: bool) -> None:
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    book.remove(book.worksheets[0])
    for one in sheets:
        sheet = book.create_sheet(one.name)
        for row, cells in enumerate(one.rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    sheet.cell(row, column, value)
                if (row, column) in one.formats:
                    sheet.cell(row, column).number_format = one.formats[row, column]
        for top, left, bottom, right in one.merges:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row in one.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in one.hidden_columns:
            sheet.column_dimensions[get_column_letter(column)].hidden = True
        sheet.sheet_state = "hidden" if one.hidden else "visible"
    book.save(path)


def _write_xls(path: Path, sheets: Sequence[ClerkSheet], from_1904: bool) -> None:
    book: Any = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = from_1904
    styles: dict[str, Any] = {}

    def style(code: str) -> Any:
        if code not in styles:
            styles[code] = xlwt.XFStyle()
            styles[code].num_format_str = code
        return styles[code]

    for one in sheets:
        sheet = book.add_sheet(one.name)
        areas = {(top, left): (bottom, right) for top, left, bottom, right in one.merges}
        for row, cells in enumerate(one.rows, 1):
            for column, value in enumerate(cells, 1):
                if value is None:
                    continue
                code = one.formats.get((row, column), "yyyy-mm-dd" if isinstance(value, date) else "General")
                if (row, column) in areas:
                    bottom, right = areas[row, column]
                    sheet.write_merge(row - 1, bottom - 1, column - 1, right - 1, value, style(code))
                else:
                    sheet.write(row - 1, column - 1, value, style(code))
        for row in one.hidden_rows:
            sheet.row(row - 1).hidden = True
        for column in one.hidden_columns:
            sheet.col(column - 1).hidden = True
        sheet.visibility = 1 if one.hidden else 0
    book.save(str(path))
