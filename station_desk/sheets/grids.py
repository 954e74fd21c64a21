"""A grid of cells as a workbook: title, heads, merged cells, lines, print titles and the paper's own fit."""

import io
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from station_desk.domain.paper_grid import Grid, GridCell, placed
from station_desk.sheets.writer import fit, sheet_title, steady

_THIN = Side(style="thin", color="FF000000")
_LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFEDEDED")
_ALIGN = {"左": "left", "中": "center", "右": "right"}
_PAPERS = {"A3": 8, "A4": 9}
_TEXT = "@"
_MM_PER_CHARACTER = 2.1
"""Width of a column of one character in the face that workbooks begin with."""


def write_grid(grid: Grid) -> bytes:
    """The xlsx file of a grid. Texts are stored as texts, so that no number loses digits and nothing is a formula.

    The same grid gives the same bytes.
    """
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has one sheet")
    sheet.title = sheet_title(grid.title)
    columns = len(grid.widths)
    for number, width in enumerate(grid.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = round(max(width / _MM_PER_CHARACTER, 4), 1)
    _wide(sheet, 1, columns, grid.title, size=18.0, centred=True)
    for offset, line in enumerate(grid.above, 2):
        _wide(sheet, offset, columns, line, size=10.5, centred=False)
    first = len(grid.above) + 2
    for at, column, row, cell in placed((*grid.head, *grid.body), columns):
        head = at < len(grid.head)
        _put(sheet, first + at, column + 1, cell, lined=row.lined, head=head)
    _page(sheet, grid, first)
    raw = io.BytesIO()
    book.save(raw)
    return steady(raw.getvalue())


def _wide(sheet: Worksheet, row: int, columns: int, text: str, *, size: float, centred: bool) -> None:
    cell = sheet.cell(row, 1)
    _fill(cell, text)
    cell.font = Font(bold=centred, size=size)
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center")
    if columns > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)


def _put(sheet: Worksheet, row: int, column: int, of: GridCell, *, lined: bool, head: bool) -> None:
    cell = sheet.cell(row, column)
    _fill(cell, of.value)
    if of.money and isinstance(of.value, int):
        cell.value = Decimal(of.value) / 100
        cell.number_format = "0.00"
    cell.font = Font(bold=of.strong or head)
    cell.alignment = Alignment(horizontal=_ALIGN[of.align], vertical="center", wrap_text=True)
    if head:
        cell.fill = _HEAD
    if lined:
        for r in range(row, row + of.down):
            for c in range(column, column + of.across):
                sheet.cell(r, c).border = _LINES
    if of.across > 1 or of.down > 1:
        last_row, last_column = row + of.down - 1, column + of.across - 1
        sheet.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)


def _fill(cell: Any, value: str | int) -> None:
    """The value with its type set after it: openpyxl makes a formula of a text that begins with "="."""
    if isinstance(value, int):
        cell.value = value
        return
    cell.value = fit(value) or None
    cell.number_format = _TEXT
    if value:
        cell.data_type = "s"


def _page(sheet: Worksheet, grid: Grid, first: int) -> None:
    last = first + len(grid.head) - 1
    if grid.head:
        sheet.freeze_panes = f"A{last + 1}"
        sheet.print_title_rows = f"{first}:{last}"
    sheet.page_setup.paperSize = _PAPERS[grid.paper]
    sheet.page_setup.orientation = "landscape" if grid.landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
