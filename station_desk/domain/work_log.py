"""The log of the month: entries, their states, what may stand in one (DOMAIN 1.5, 1.9, 2.5).

A count of 0 is a zero report; no entry is no report. An entry has no free text: only a correction bears up to 60
characters of words, which stay at this desk.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from station_desk.domain.dates import first_day
from station_desk.domain.records import Term
from station_desk.domain.terms import serves

MOST_COUNT = 999_999
"""More in one entry is a slip of the hand."""

LONGEST_WORDS = 60

Source = Literal["typed", "grid", "paste", "import", "scan"]
SOURCES: tuple[Source, ...] = ("typed", "grid", "paste", "import", "scan")

REASONS = ("miscounted", "miswritten", "late_sheet", "counted_twice", "other_person", "other")
"""Why an entry of a closed month is put right."""

RETURN_REASONS = ("too_high", "too_low", "unlikely", "unreadable", "other")
"""Why the officer gives an entry back, or strikes it out."""


class EntryState(StrEnum):
    """States of an entry (DOMAIN 2.5). `counted` is what entered and checked become when their month is closed: it is
    told by the month and is not written into each entry."""

    ENTERED = "entered"
    CHECKED = "checked"
    RETURNED = "returned"
    VOID = "void"
    COUNTED = "counted"


COUNTING = frozenset({EntryState.ENTERED, EntryState.CHECKED, EntryState.COUNTED})
"""States in which an entry is part of the sums."""


class MonthStage(StrEnum):
    """A month takes entries until it is closed."""

    OPEN = "open"
    CLOSED = "closed"


Step = Literal["check", "give_back", "void"]

STEPS: dict[Step, tuple[frozenset[EntryState], EntryState]] = {
    "check": (frozenset({EntryState.ENTERED}), EntryState.CHECKED),
    "give_back": (frozenset({EntryState.ENTERED, EntryState.CHECKED}), EntryState.RETURNED),
    "void": (frozenset({EntryState.ENTERED, EntryState.CHECKED, EntryState.RETURNED}), EntryState.VOID),
}
"""What the officer may do to an entry of an open month: from which states, and the state after it."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry. `day` is None where only the month's count is known, `village_id` where none is named; `corrects` is the
    id of the entry (or, where there was none, of the closing of the month) that this one puts right."""

    scope: str
    id: str
    person_id: str
    village_id: str | None
    code: str
    month: str
    day: str | None
    count: int
    source: str
    state: EntryState
    paper: str | None = None
    corrects: str | None = None
    reason: str | None = None
    words: str | None = None
    hlc: int = 0

    @property
    def zero_report(self) -> bool:
        """Whether it reports that nothing was done."""
        return self.count == 0 and self.reason == ZERO_REPORT

    @property
    def stands(self) -> bool:
        """Whether it is a count of its place: neither void nor the correction of another one."""
        return self.state is not EntryState.VOID and self.corrects is None


@dataclass(frozen=True, slots=True)
class Count:
    """A count to be entered: for a month as a whole (`day` None), or for a day of it. None empties the place.

    Without `village_id` it is the person's only village, or none where there are several. A month's count is the total of
    the month: what days of it have of their own is part of it. `zero_report`: a 0 that was reported as such.
    """

    person_id: str
    code: str
    month: str
    count: int | None
    day: str | None = None
    village_id: str | None = None
    paper: str | None = None
    zero_report: bool = False


ZERO_REPORT = "zero_report"
"""The reason of an entry of 0 that somebody reported as nothing done, apart from a 0 that is only a figure."""


@dataclass(frozen=True, slots=True)
class MonthState:
    """Where a month stands; `closed_on` is the instant (UTC ISO), `closed_by` an account id."""

    scope: str
    id: str
    month: str
    first_day: str
    last_day: str
    stage: MonthStage
    closed_on: str | None = None
    closed_by: str | None = None


def counts_by_place(entries: Iterable[LogEntry]) -> dict[tuple[str, str, str, str | None], int]:
    """What stands at each place (person, code, month, day); at the month as a whole (None) with what its days have."""
    found: dict[tuple[str, str, str, str | None], int] = {}
    for one in entries:
        for day in {None, one.day} if one.stands else ():
            place = (one.person_id, one.code, one.month, day)
            found[place] = found.get(place, 0) + one.count
    return found


def served_in(terms: Iterable[Term], first: date, last: date) -> tuple[str, ...] | None:
    """The villages in which somebody served on any day from `first` to `last`, in the order of the terms; None for who did
    not serve. Who serves in the span serves on its first day or begins within it."""
    known = list(terms)
    begins = {first_day(term.start_date) for term in known if term.start_date}
    found: dict[str, None] = {}
    did = False
    for day in (first, *sorted(day for day in begins if first < day <= last)):
        for term in known:
            if serves(term, day):
                did = True
                found.update(dict.fromkeys(term.villages))
    return tuple(found) if did else None
