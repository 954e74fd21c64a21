"""Workbooks of our own: a header row for each sheet, every text stored as text; sums of columns are formulas of ours.

Nothing a person typed can become a formula: each cell is forced to the type of a string and formatted as text, so that
it stays one after it was edited (RELIABILITY 0.7, I2). The same rows give the same bytes on every computer.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.numbers import FORMAT_NUMBER, FORMAT_TEXT
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from station_desk.sheets.table import SheetColumn, Table

LONGEST = 32_767
"""Characters a cell may hold (the limit of the file format)."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_x(?=[0-9A-Fa-f]{4}_)")
_TITLE = re.compile(r"[\[\]:*?/\\']")
_MOMENT = "1980-01-01T00:00:00Z"
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_INSTANTS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_THIN = Side(style="thin", color="FFB8C2CC")


def plain_text(text: str) -> str:
    """`text` as a cell can hold it: without control characters; line ends become "\\n". Raises ValueError if too long."""
    clean = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(clean) > LONGEST:
        raise ValueError(f"a cell of {len(clean)} characters")
    return clean


def write_tables(tables: Sequence[Table]) -> bytes:
    """The xlsx file of several tables, one a sheet, in their order: frozen header, filter, print titles, A4 fit to width."""
    fitted = [[[fit(value) for value in row] for row in table.rows] for table in tables]  # a text may be refused
    book = Workbook(write_only=True)
    for table, rows in zip(tables, fitted, strict=True):
        sheet = book.create_sheet(sheet_title(table.title))
        _lay_out(sheet, table)
        sheet.append(_header(sheet, table.columns))
        cells = [_text_cell(sheet) for _ in table.columns]
        for row in rows:
            sheet.append([_filled(cell, value) for cell, value in zip(cells, row, strict=True)])
        if table.sums:
            sheet.append([_summed(sheet, table, number) for number in range(len(table.columns))])
    raw = io.BytesIO()
    book.save(raw)
    return steady(raw.getvalue(), [_known_sums(table) for table in tables])


def _numbers_of(table: Table, column: int) -> list[int | Decimal]:
    return [value for row in table.rows if isinstance(value := row[column], int | Decimal)]


def _formula(table: Table, column: int) -> str:
    """The sum of a column, "" for one that has no number."""
    letter = get_column_letter(column + 1)
    return f"SUM({letter}2:{letter}{len(table.rows) + 1})" if _numbers_of(table, column) else ""


def _summed(sheet: WriteOnlyWorksheet, table: Table, column: int) -> Cell:
    cell = _text_cell(sheet)
    cell.font = Font(bold=True)
    if column == 0:
        return _filled(cell, fit(table.sums))
    formula = _formula(table, column)
    if formula:
        cell.number_format = FORMAT_NUMBER
        cell.value, cell.data_type = f"={formula}", "f"
    return cell


def _known_sums(table: Table) -> dict[str, int | Decimal]:
    """What each formula comes to, for readers that do not work formulas out."""
    columns = range(1, len(table.columns)) if table.sums else range(0)
    return {formula: sum(_numbers_of(table, n)) for n in columns if (formula := _formula(table, n))}


def sheet_title(title: str) -> str:
    """`title` as a sheet may be called: without the marks that the format forbids, at most 31 characters."""
    return _TITLE.sub(" ", plain_text(title))[:31] or "1"


def _lay_out(written: WriteOnlyWorksheet, table: Table) -> None:
    sheet = cast("Worksheet", written)  # it has the lay-out of a Worksheet, which its type does not say
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if table.landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = table.footer
    for number, column in enumerate(table.columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width or _width(column.header, (row[number - 1] for row in table.rows[:200]))
        dimension.hidden = column.hidden


def _width(header: str, values: Iterable[object]) -> float:
    """Characters, Han counted twice, between 6 and 40."""
    longest = max((_columns_of(str(value)) for value in values if value is not None), default=0)
    return float(min(max(longest, _columns_of(header) + 3, 6) + 2, 40))


def _columns_of(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _text_cell(sheet: WriteOnlyWorksheet) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.number_format = FORMAT_TEXT
    cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    cell.alignment = Alignment(vertical="center")
    return cell


def _header(sheet: WriteOnlyWorksheet, columns: Sequence[SheetColumn]) -> list[Cell]:
    cells = []
    for column in columns:
        cell = _text_cell(sheet)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE8EEF4")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cells.append(_filled(cell, fit(column.header)))
    return cells


def fit(value: str | int | Decimal | None) -> str | int | Decimal | None:
    """A text as the file format writes it; _x0041_ would be read as the letter A."""
    return _ESCAPE.sub("_x005F_x", plain_text(value)) if isinstance(value, str) else value


def _filled(cell: Cell, value: str | int | Decimal | None) -> Cell:
    """The same cell object with another value; openpyxl has written the old one by then.

    The type is set after the value, because openpyxl makes a formula of a text that begins with "=".
    """
    cell.value = value or None if isinstance(value, str) else value
    cell.data_type = "s" if isinstance(value, str) and value else "n"
    return cell


def _valued(body: bytes, formula: str, value: int | Decimal) -> bytes:
    """The sheet with the value of a formula beside it, which openpyxl leaves out."""
    written = f"<f>{formula}</f>".encode()
    for empty in (b"<v></v>", b"<v />", b"<v/>"):
        body = body.replace(written + empty, written + b"<v>%d</v>" % value)
    return body


def steady(data: bytes, sums: Sequence[Mapping[str, int | Decimal]] = ()) -> bytes:
    """The same package without the moment of its making: entry dates and the two instants of its properties. `sums` are
    the values of the formulas of each sheet.
    """
    known = {f"xl/worksheets/sheet{number}.xml": values for number, values in enumerate(sums, 1)}
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == _CORE:
                body = _INSTANTS.sub(rb"\g<1>" + _MOMENT.encode() + rb"\g<2>", body)
            for formula, value in known.get(name, {}).items():
                body = _valued(body, formula, value)
            entry = zipfile.ZipInfo(name, _ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, body)
    return packed.getvalue()
