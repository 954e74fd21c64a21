"""What Home and the status strip show: duties in the order of urgency, safety of the data, how far the others have come.

Codes and facts only; the sentences are the window's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from station_desk.domain.county_month import CountyMonth
from station_desk.domain.month_guide import MonthGuide
from station_desk.domain.roster import RosterSummary

DutyKind = Literal[
    "backup_none",
    "backup_old",
    "check_failed",
    "receipt_overdue",
    "bundle_lost",
    "bundle_missing",
    "conflicts_open",
    "rows_held",
    "log_held",
    "terms_over",
    "terms_ending",
    "villages_vacant",
    "stations_silent",
    "remarks_open",
    "remarks_answered",
    "hand_out_due",
    "sheets_missing",
    "logs_to_enter",
    "month_open",
    "month_unsent",
    "months_missing",
    "selection_due",
    "selection_late",
    "selection_decide",
    "stipends_waiting",
    "transfers_waiting",
    "transfers_open",
]
DutyGroup = Literal["overdue", "soon", "later"]
"""Overdue; today and tomorrow; within 60 days (UX 4.1)."""

DutyTone = Literal["bad", "warn", "wait"]
StepKind = Literal["people", "print", "county", "stations", "receive", "backup", "rules"]

MOST_DUTIES = 9
"""So many lines Home shows; the rest is counted (UX 4.1)."""

BACKUP_WARN_HOURS = 24
BACKUP_BAD_DAYS = 7
RECEIPT_WARN_DAYS = 5
"""Ages at which the status strip changes its mark (UX 3)."""

SILENT_DAYS = 35
"""A station that was not heard for so long has missed its monthly round."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that needs a person. `page`, `act` and `subject` say where it is done; `facts` fill the sentences."""

    kind: DutyKind
    group: DutyGroup
    tone: DutyTone
    page: str
    act: str = ""
    subject: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the first day."""

    kind: StepKind
    done: bool


@dataclass(frozen=True, slots=True)
class BackupState:
    """The last backup that was read back: instant (UTC ISO) and age in hours; both None when there is none."""

    at: str | None = None
    hours: float | None = None

    @property
    def tone(self) -> Literal["ok", "warn", "bad"]:
        """Amber after 24 hours, red after seven days or without any."""
        if self.hours is None or self.hours > BACKUP_BAD_DAYS * 24:
            return "bad"
        return "warn" if self.hours > BACKUP_WARN_HOURS else "ok"


@dataclass(frozen=True, slots=True)
class CheckState:
    """The last check of the database: instant (UTC ISO) and how many findings."""

    at: str
    findings: int


@dataclass(frozen=True, slots=True)
class PeerState:
    """How far another office has heard of us: the last bundle it confirmed, when, and what it has not.

    `lost` are our bundles that it does not have though it has a later one; `missing` its bundles that we lack.
    """

    office: str
    name: str
    kind: str
    confirmed: int | None
    confirmed_at: str | None
    unconfirmed: int
    overdue_days: int
    lost: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()

    @property
    def tone(self) -> Literal["ok", "warn", "bad"]:
        """Amber with anything unconfirmed for five days, red with a gap."""
        if self.lost or self.missing:
            return "bad"
        return "warn" if self.overdue_days >= RECEIPT_WARN_DAYS else "ok"


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of the desk on `day`. `more` counts duties beyond the nine; `waiting` changes that no bundle carries.
    `month` is the month's work at a station, `stations_month` that of all stations at the county.
    """

    day: date
    duties: tuple[Duty, ...]
    more: int
    steps: tuple[Step, ...]
    backup: BackupState
    peers: tuple[PeerState, ...]
    waiting: int
    roster: RosterSummary
    stations: int = 0
    checked: CheckState | None = None
    month: MonthGuide | None = None
    stations_month: CountyMonth | None = None

    @property
    def first_day(self) -> bool:
        """Whether a step of the first day is still to be done."""
        return any(not step.done for step in self.steps)
