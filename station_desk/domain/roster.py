"""The roster as a person reads it: rows, cards, drafts and the counts over them (UX 4.2, DOMAIN 2.3).

ID numbers, phones and bank cards stand here masked only; a whole number comes from `services.roster.reveal` alone.
Dates are ISO text at the stated precision (YYYY, YYYY-MM, YYYY-MM-DD).
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from station_desk.domain.records import TermState

SensitiveField = Literal["id_no", "phone", "phone2", "bank_card"]
SENSITIVE: tuple[SensitiveField, ...] = ("id_no", "phone", "phone2", "bank_card")
"""Fields that are shown masked and whose reveal is recorded (RELIABILITY 3)."""

PERSON_FIELDS = (
    "name",
    "id_no",
    "sex",
    "birth",
    "phone",
    "phone2",
    "education",
    "political",
    "post",
    "bank_card",
)
TERM_FIELDS = ("village_ids", "start_date", "end_date", "state", "number", "exit_date", "exit_reason")

Show = Literal["all", "active", "ending", "pending", "vacant"]
"""Filters of the list: everyone, serving, ending within 60 days, waiting for appointment, vacant villages only."""

ENDING_DAYS = 60
"""A term that ends within so many days is told of (DOMAIN 2.3, alerts)."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of the roster with the term that counts on the day asked for.

    `station` is the station's name; `age` in full years on the day, None when the birth date is not exact enough;
    `village` and `village_code` are of the first village in code order, `villages` all names. `status` is None for a
    person without a term.
    """

    id: str
    scope: str
    station: str
    name: str
    sex: str
    birth: str | None
    age: int | None
    id_no_masked: str
    phone_masked: str
    village_code: str
    village: str
    villages: tuple[str, ...]
    status: TermState | None
    term_start: str | None
    term_end: str | None
    post: str
    education: str
    political: str
    officer: str
    room: str
    area: str
    township: str


@dataclass(frozen=True, slots=True)
class TermView:
    """One term of a person, newest first on a card. `village_ids`, `village_codes` and `villages` go side by side."""

    id: str
    state: TermState
    start_date: str | None
    end_date: str | None
    exit_date: str | None
    exit_reason: str
    number: str
    prior_id: str | None
    village_ids: tuple[str, ...]
    village_codes: tuple[str, ...]
    villages: tuple[str, ...]


class FieldChange(NamedTuple):
    """One field as it was and as it became; villages are given as names, ID and phone masked, nothing as ""."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act on a person: instant (UTC), local day, who (name), action code, what changed, and how it was sent.

    `sent` is "" while the change waits for a bundle, "waiting" while the receipt is out, "confirmed" after it, and None
    where nothing is sent (no other office yet, or the change came from elsewhere). `archive` is the file that tells what
    changed, where that is not at hand.
    """

    at: str
    day: str
    actor: str
    action: str
    fields: tuple[FieldChange, ...]
    sent: str | None = None
    archive: str | None = None


@dataclass(frozen=True, slots=True)
class PersonCard(RosterRow):
    """A person with everything the card shows. `number` is the number of the current appointment."""

    phone2_masked: str
    bank_card_masked: str
    number: str
    term_id: str | None
    village_ids: tuple[str, ...]
    exact_birth: bool
    ours: bool
    terms: tuple[TermView, ...]
    history: tuple[HistoryLine, ...]

    @property
    def row(self) -> RosterRow:
        """The card's person as the list shows it."""
        return self


@dataclass(frozen=True, slots=True)
class RosterSummary:
    """Heads of the roster on a day. `quota` counts posts, `serving` persons in office, `vacant` posts without one."""

    quota: int
    serving: int
    vacant: int
    pending: int
    suspended: int
    ending_60: int
    people: int


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A village with an open post; `days` since the last holder left, None when nobody ever served there."""

    village_id: str
    code: str
    village: str
    days: int | None


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person as typed, before it is checked. Texts as entered; `village_ids` are record ids of villages."""

    name: str = ""
    id_no: str = ""
    sex: str = ""
    birth: str = ""
    phone: str = ""
    phone2: str = ""
    education: str = ""
    political: str = ""
    post: str = ""
    village_ids: tuple[str, ...] = ()
    start_date: str = ""
    end_date: str = ""
    state: str = "active"
    number: str = ""


NoteKind = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class DraftNote:
    """What a check says of one field of a draft: "bad" stops the save, "warn" is shown, "ok" tells what was read."""

    field: str
    kind: NoteKind
    code: str
    facts: Mapping[str, str | int] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or a redo did: the act's code, its instant and how many records went back."""

    action: str
    at: str
    records: int
    run: str
