"""A list form taken apart into cells, for its twin as a workbook: what the paper says, the workbook says."""

from collections.abc import Iterable, Sequence
from typing import Literal

from station_desk.domain.paper_fields import BLANK, USUAL_TITLE, Kind, Scope
from station_desk.domain.paper_grid import Grid, GridCell, GridRow
from station_desk.printing.geometry import MM
from station_desk.printing.model import Cell, Form, Node, Page, Paragraph, Placed, Row, Table, Text
from station_desk.printing.template import Slot, fill
from station_desk.printing.totals import overall
from station_desk.printing.unrolling import unroll

_BOLD = ("黑", "粗黑", "粗宋")
_A3_MM = 400.0
_NUMBERS = (Kind.NUMBER, Kind.MONEY)


def grid_of(form: Form, scope: Scope) -> Grid | None:
    """The first table of a form with the words above it; None where the form has no table."""
    for page in form.pages:
        for node, inner in unroll(page.flow, scope):
            if isinstance(node, Table):
                return _grid(form, page, node, inner)
    return None


def _grid(form: Form, page: Page, table: Table, scope: Scope) -> Grid:
    lines = [text for text in _above(page, scope) if text]
    called = scope.get("称谓")
    name = form.name.replace(USUAL_TITLE, called) if isinstance(called, str) else form.name
    title = next((line for line in lines if line.replace("\u3000", "") == name), name)
    scope = {**scope, **overall(table, scope)}
    rows = [_row(node, inner) for node, inner in unroll(table.body, scope) if isinstance(node, Row)]
    longest = max(page.width, page.height) / MM
    paper: Literal["A3", "A4"] = "A3" if longest > _A3_MM else "A4"
    return Grid(
        title,
        tuple(line for line in lines if line != title),
        tuple(width / MM for width in table.widths),
        tuple(_row(row, scope) for row in table.head),
        tuple(rows),
        landscape=page.width > page.height,
        paper=paper,
    )


def _above(page: Page, scope: Scope) -> Iterable[str]:
    """The words at fixed places, from top to bottom, then those that flow before the table."""
    fixed = sorted((edge for edge in page.edges if isinstance(edge, Placed)), key=lambda edge: (edge.top, edge.x))
    bodies: list[Sequence[Node]] = [edge.body for edge in fixed if edge.top < page.height / 2]
    for nodes in (*bodies, page.flow):
        for node, inner in unroll(nodes, scope):
            if isinstance(node, Table):
                return
            if isinstance(node, Paragraph):
                yield str(_value(node.text, inner))


def _row(row: Row, scope: Scope) -> GridRow:
    return GridRow(tuple(_cell(cell, scope) for cell in row.cells), lined=not row.bare)


def _cell(cell: Cell, scope: Scope) -> GridCell:
    strong = bool(cell.text.spans) and cell.text.spans[0].role in _BOLD and cell.text.static
    align = "左" if cell.align == "两端" else cell.align
    value = _value(cell.text, scope)
    return GridCell(value, cell.across, cell.down, align, strong, money=isinstance(value, int) and _money(cell.text))


def _money(text: Text) -> bool:
    """Whether a text is one amount and nothing else."""
    return [part.field.kind for span in text.spans for part in span.parts if isinstance(part, Slot)] == [Kind.MONEY]


def _value(text: Text, scope: Scope) -> str | int:
    """What a text says; a number that stands alone stays a number, a place for the hand is empty."""
    parts = [part for span in text.spans for part in span.parts]
    if len(parts) == 1 and isinstance(parts[0], Slot) and parts[0].field.kind in _NUMBERS and not parts[0].way:
        number = scope[parts[0].field.name]
        return number if isinstance(number, int) else ""
    return "".join(_said(part, scope) for part in parts if isinstance(part, str | Slot)).strip("\n")


def _said(part: str | Slot, scope: Scope) -> str:
    if isinstance(part, str):
        return part
    if scope[part.field.name] is BLANK and part.field.kind is not Kind.DATE:
        return ""
    return fill(Slot(part.field, "" if part.field.kind is Kind.NAME else part.way), scope).text
