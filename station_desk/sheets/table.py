"""What a workbook of our own holds, before openpyxl is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet: its header, its width in characters (None: by the longest of the first rows)."""

    header: str
    width: float | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Table:
    """What is to be written: a sheet title, columns and rows of texts and numbers (None: an empty cell). `sums`
    names the row below in which each column that has numbers is summed by a formula; "" for none.
    """

    title: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[str | int | Decimal | None]]
    landscape: bool = True
    footer: str = "第 &P 页，共 &N 页"
    sums: str = ""
