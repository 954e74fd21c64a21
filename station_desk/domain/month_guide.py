"""The month at a station, step by step, as its records tell it: paper out, back, entered, closed, assessed, paid, sent
(DOMAIN 6.2, UX 4.1). Nothing is ticked by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from station_desk.domain.records import Sheet

StageKind = Literal["hand_out", "returns", "entry", "close", "assess", "pay", "send", "receipt"]
StageState = Literal["done", "doing", "todo", "skip"]
"""Done; begun or to be done now; not yet; left out this month."""

LOG_FORM = "F20"
"""The log sheet, with its variants (F20, F20A …)."""
LINGER_DAYS = 10
"""So long after its last day a month that is not sent is still shown."""
URGENT_DAYS = 3
"""From so many days before the deadline on it is told as a warning."""
CHASE_DAYS, LATE_DAYS = 10, 5
"""Paper is asked after from so many days before the deadline (the 15th), and late so many days before it (the 20th)."""
FIRST_NAMES = 3
"""So many are named in a line."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: how many of how many, and where it is done."""

    kind: StageKind
    state: StageState
    done: int
    total: int
    page: str
    act: str = ""
    subject: str = ""

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        if self.state == "done":
            return 1.0
        return min(1.0, self.done / self.total) if self.total else 0.0


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What the records tell of a month. People are ids; `printed_on` the day of the first log sheet (ISO, "" none);
    `scored` and `settled` of `assessed` sheets of assessment; `pay` the state of the stipend ("" none); `sent_on` and
    `acked_on` of the first bundle after the close (ISO, "" none); `county` whether anybody receives bundles.
    """

    month: str
    first: date
    last: date
    due: date
    people: frozenset[str]
    out: frozenset[str]
    back: frozenset[str]
    entered: frozenset[str]
    printed_on: str = ""
    closed: bool = False
    assessed: int = 0
    scored: int = 0
    settled: int = 0
    pay: str = ""
    sent_on: str = ""
    acked_on: str = ""
    county: bool = True

    @property
    def missing(self) -> frozenset[str]:
        """Whose sheet is out and has not come back."""
        return self.out - self.back

    @property
    def to_enter(self) -> frozenset[str]:
        """Whose sheet came back and who has no number yet."""
        return self.back - self.entered


@dataclass(frozen=True, slots=True)
class MonthGuide:
    """A month with its stages in order. `left`: days to the deadline, negative when it is over."""

    facts: MonthFacts
    stages: tuple[Stage, ...]
    left: int

    @property
    def now(self) -> Stage | None:
        """The step that is to be done next; None when everything is done."""
        return next((stage for stage in self.stages if stage.state in ("doing", "todo")), None)

    @property
    def begun(self) -> bool:
        """Whether paper is out or something was entered."""
        return bool(self.facts.out or self.facts.entered)

    def stage(self, kind: StageKind) -> Stage:
        """The step of a kind."""
        return next(stage for stage in self.stages if stage.kind == kind)


PAID = frozenset({"paid", "closed"})


def guide_of(facts: MonthFacts, today: date) -> MonthGuide:
    """The steps of a month. Paper is left out where counts were entered without any."""
    paper = bool(facts.out)
    skipped = not paper and bool(facts.entered)
    people, out = len(facts.people), len(facts.out)
    stages = [
        _stage(
            "hand_out", out, people, "print", "form", "month-start", skip=skipped, full=people > 0 and out >= people
        ),
        _stage("returns", len(facts.back), out, "returns", skip=skipped, full=paper and not facts.missing),
        _stage("entry", len(facts.entered), people, "month", "month", facts.month, full=facts.closed),
        _stage("close", int(facts.closed), 1, "month", "close", facts.month, full=facts.closed),
        _stage(
            "assess",
            facts.scored,
            facts.assessed,
            "assess",
            full=facts.assessed > 0 and facts.settled == facts.assessed,
        ),
        _stage("pay", int(bool(facts.pay)), 1, "stipend", full=facts.pay in PAID),
        _stage("send", int(bool(facts.sent_on)), 1, "exchange", "export", full=bool(facts.sent_on)),
        _stage("receipt", int(bool(facts.acked_on)), 1, "exchange", "receipts", full=bool(facts.acked_on)),
    ]
    return MonthGuide(facts, tuple(stages), (facts.due - today).days)


def _stage(
    kind: StageKind,
    done: int,
    total: int,
    page: str,
    act: str = "",
    subject: str = "",
    *,
    full: bool,
    skip: bool = False,
) -> Stage:
    state: StageState = "skip" if skip else "done" if full else "doing" if done else "todo"
    return Stage(kind, state, done, total, page, act, subject)


def holders(sheets: Iterable[Sheet], month: str, replaced: Iterable[str] = ()) -> tuple[set[str], set[str], str]:
    """Who has a log sheet of the month, whose came back, and the day of the first one (ISO). A spoiled sheet and one
    that another took the place of do not count.
    """
    gone = set(replaced)
    out: set[str] = set()
    back: set[str] = set()
    days = []
    for sheet in sheets:
        if sheet.period != month or not sheet.form.startswith(LOG_FORM) or not sheet.person_id:
            continue
        days.append(sheet.printed_at[:10])
        if sheet.state == "spoiled" or sheet.id in gone:
            continue
        out.add(sheet.person_id)
        if sheet.state in ("returned", "entered"):
            back.add(sheet.person_id)
    return out, back, min(days, default="")


def first_of_month(last: date) -> date:
    """The first of the calendar month in which a month of work ends: by then its paper is handed out (DOMAIN 6.2)."""
    return last.replace(day=1)
