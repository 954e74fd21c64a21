"""The month grid: one row an assistant, one column a category; what is asked about a value; what a key means (UX 4.4).

A value is asked about, never refused: own history first, else villages of the same size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Literal

from station_desk.domain.work_columns import Column
from station_desk.domain.work_log import MOST_COUNT, EntryState

SheetPlace = Literal["", "outside", "back"]
"""No sheet was printed for the month, it is not back, it is back."""

Why = Literal["", "over_last", "over_peers", "over_all", "fell"]

ASKED_FROM = 10
"""Values below it are never asked about for being high."""

TIMES = 3
"""So many times the own month before is asked about (UX 4.4)."""

ALL_MONTH = 600
"""More than a whole station's visits of a month, were they one person's (DOMAIN 1.7: 66.7 a station-month in Xihua)."""

SIZE_CLASSES = (200, 500, 1000)
"""Households at which a village counts as the next size."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """What one person has of one column in the month: the total, whether it was reported as nothing, how many of it stand
    under single days, the entries' ids and their state (the least far of them)."""

    count: int
    zero_report: bool = False
    by_day: int = 0
    state: EntryState = EntryState.ENTERED
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One person of the month: the place in the pile (from 1), the village and what orders it, the sheet."""

    number: int
    person_id: str
    name: str
    village: str
    village_code: str = ""
    officer: str = ""
    room: str = ""
    size_class: int | None = None
    sheet: SheetPlace = ""
    serials: tuple[str, ...] = ()
    cells: dict[str, GridCell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The grid of a month. `history` holds of each (person, code) the counts of the months before that were reported,
    the newest first; `year_before` those of the same month of last year; `peers` what villages of a size class (None: all)
    had of a code in the month before; `corrections` what this month puts right of others by (person, code)."""

    month: str
    first: date
    last: date
    closed: bool
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    history: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    before: dict[tuple[str, str], int] = field(default_factory=dict)
    year_before: dict[tuple[str, str], int] = field(default_factory=dict)
    peers: dict[tuple[str, int | None], tuple[int, ...]] = field(default_factory=dict)
    corrections: dict[tuple[str, str], int] = field(default_factory=dict)
    mended: dict[tuple[str, str], int] = field(default_factory=dict)
    day: str | None = None
    idle: frozenset[str] = frozenset()

    def asked(self, row: GridRow, code: str, count: int) -> Why:
        """Whether a value is to be asked about, and why."""
        peers = self.peers.get((code, row.size_class), ()) if row.size_class is not None else ()
        return unusual(count, self.history.get((row.person_id, code), ()), peers or self.peers.get((code, None), ()))

    def median_of(self, code: str) -> int | None:
        """The middle of what people of this station had in the month before; None where nobody reported."""
        found = self.peers.get((code, None), ())
        return int(median(found)) if found else None


def unusual(count: int, history: Sequence[int], peers: Sequence[int]) -> Why:
    """Whether a count is to be asked about. `history`: own months before, newest first; `peers`: others' month before."""
    if count > ALL_MONTH:
        return "over_all"
    if count < ASKED_FROM and (count > 0 or len(history) < 3):
        return ""
    if history:
        usual = max(history[0], median(history))
        if count > TIMES * usual and count >= ASKED_FROM:
            return "over_last"
        return "fell" if count == 0 and len(history) >= 3 and min(history[:3]) >= ASKED_FROM else ""
    if len(peers) >= 5 and count >= ASKED_FROM and count > TIMES * sorted(peers)[(len(peers) * 9) // 10]:
        return "over_peers"
    return ""


def size_class_of(households: Iterable[int | None]) -> int | None:
    """The size class of one or several villages by their households together; None where one is not known."""
    known = list(households)
    total = sum(one or 0 for one in known)
    return None if not known or None in known else sum(total >= limit for limit in SIZE_CLASSES)


# --- typing --------------------------------------------------------------------------------------------------------
def read_typed(text: str) -> int | None:
    """What was typed into a cell: `12`, or `3+2+4`. None where it is no count yet, or one that is too large."""
    parts = text.split("+")
    if not all(part.isdigit() and part.isascii() for part in parts if part) or not any(parts):
        return None
    total = sum(int(part) for part in parts if part)
    return total if total <= MOST_COUNT else None
