"""Foreign cells as they come from a workbook: plain values with their place, before anything is read into them.

Rows and columns are counted from 1, as on the screen of the program the file came from. Nothing here is stored; the
cells are gone when the page is left (DESIGN 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

Cell = str | int | float | bool | date | None
"""Text, a number, a tick, a date (or instant) that the workbook held as a date, or nothing."""

Box = tuple[int, int, int, int]
"""A merged area: first row, first column, last row, last column."""


@dataclass(frozen=True)
class RawSheet:
    """One sheet. `rows` holds only rows with a value: {row number: its cells from column A on, without an empty tail}.

    `notes` are codes of what the reader left out (`far_cells_ignored`, `long_cells_cut`).
    """

    name: str
    rows: Mapping[int, tuple[Cell, ...]]
    visible: bool = True
    merges: tuple[Box, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()

    @cached_property
    def last_row(self) -> int:
        """The number of the last row with a value, 0 for an empty sheet."""
        return max(self.rows, default=0)

    @cached_property
    def width(self) -> int:
        """How many columns have a value somewhere."""
        return max((len(cells) for cells in self.rows.values()), default=0)

    @cached_property
    def merges_at(self) -> Mapping[int, tuple[Box, ...]]:
        """The merged areas by their first row."""
        found: dict[int, list[Box]] = {}
        for box in self.merges:
            found.setdefault(box[0], []).append(box)
        return {row: tuple(boxes) for row, boxes in found.items()}

    def at(self, row: int, column: int) -> Cell:
        """The value at a place, None where there is none."""
        cells = self.rows.get(row, ())
        return cells[column - 1] if column <= len(cells) else None


@dataclass(frozen=True)
class RawBook:
    """A workbook or CSV file as it was read. `kind` is xlsx, xls or csv; `encoding` is given for csv.

    `notes` are codes of what is to be told of the file: `open_elsewhere` (another program has it open; what was read is
    what it saved last), `mixed_encoding` (some lines are in another encoding than the others).
    """

    kind: str
    sheets: tuple[RawSheet, ...]
    encoding: str = ""
    notes: tuple[str, ...] = ()


OPEN_ELSEWHERE = "open_elsewhere"
NO_BOOK = RawBook("", ())
"""A book without sheets."""


def text_of(cell: Cell) -> str:
    """What a cell says, as text: whole numbers without ".0", dates as ISO text, ticks as 是 and 否, nothing as ""."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F))


def visible_text(cell: Cell) -> str:
    """`text_of` without zero-width characters and without white space at both ends."""
    if cell is None:
        return ""
    text = (cell if isinstance(cell, str) else text_of(cell)).strip()
    return text if text.isprintable() else text.translate(_INVISIBLE).strip()


def is_blank(cell: Cell) -> bool:
    """Whether nothing is to be seen in a cell."""
    return cell is None or (isinstance(cell, str) and not visible_text(cell))


def column_letters(column: int) -> str:
    """A column number from 1 as letters: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27; 0 for what is no column."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number
