"""A list form as a grid of cells: for a workbook with the same heads, the same rows and the same foot as the paper."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from station_desk.domain.paper_fields import yuan


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell that reaches over `across` columns and `down` rows. A whole number is a number, anything else text.

    `money`: the number is an amount in fen.
    """

    value: str | int
    across: int = 1
    down: int = 1
    align: Literal["左", "中", "右"] = "中"
    strong: bool = False
    money: bool = False

    @property
    def said(self) -> str | int:
        """The value as it is read: an amount in yuan with two decimals."""
        return yuan(self.value) if self.money and isinstance(self.value, int) else self.value


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row; `lined`: its cells have lines around them."""

    cells: tuple[GridCell, ...]
    lined: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """The title, the lines between it and the table, column widths in millimetres, the head's rows and all others."""

    title: str
    above: tuple[str, ...]
    widths: tuple[float, ...]
    head: tuple[GridRow, ...]
    body: tuple[GridRow, ...]
    landscape: bool
    paper: Literal["A3", "A4"]


def placed(rows: tuple[GridRow, ...], columns: int) -> Iterator[tuple[int, int, GridRow, GridCell]]:
    """Every cell with its row and column from 0; cells that reach down from above keep their columns."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (at, column) in taken:
                column += 1
            yield at, column, row, cell
            taken |= {(at + d, column + a) for d in range(cell.down) for a in range(cell.across)}
            column += cell.across
        if column > columns:
            raise ValueError("a row wider than its table")


def as_text(grid: Grid) -> str:
    """The table as lines with tabs, for pasting into chat or a text: nothing in it can be read as a formula."""
    rows = (*grid.head, *grid.body)
    lines = [["" for _ in grid.widths] for _ in rows]
    for at, column, _row, cell in placed(rows, len(grid.widths)):
        lines[at][column] = _harmless(cell.said, text=isinstance(cell.value, str))
    return "\n".join("\t".join(line).rstrip("\t") for line in lines)


def as_html(grid: Grid) -> str:
    """The table for the clipboard of WPS and Excel, each text marked as text so that a long number stays whole."""
    made = [f'<caption style="font-weight:bold">{html.escape(grid.title)}</caption>']
    for row in (*grid.head, *grid.body):
        cells = []
        for cell in row.cells:
            span = f' colspan="{cell.across}"' * (cell.across > 1) + f' rowspan="{cell.down}"' * (cell.down > 1)
            look = "" if isinstance(cell.value, int) else " style=\"mso-number-format:'\\@'\""
            tag = "th" if cell.strong else "td"
            cells.append(f"<{tag}{span}{look}>{html.escape(_flat(cell.said))}</{tag}>")
        made.append(f"<tr>{''.join(cells)}</tr>")
    return f'<html><meta charset="utf-8"><table border="1">{"".join(made)}</table></html>'


def _flat(value: str | int) -> str:
    """A value on one line."""
    return " ".join(str(value).split("\n")).replace("\t", " ")


def _harmless(value: str | int, *, text: bool) -> str:
    """A value on one line; a text that a sheet could take for a formula is led by an apostrophe."""
    line = _flat(value)
    return f"'{line}" if text and line.startswith(_LIVE) else line


_LIVE = tuple("=+-@＝＋－＠")
