"""The records of the desk as frozen dataclasses: what a row means, apart from where it is stored.

A record belongs to the office that made it (EXCHANGE 2). `scope` is the code of the station it is about, or "all".
"""

from dataclasses import dataclass
from enum import StrEnum

from station_desk.domain.ids import RECORD_ID

SCOPE_ALL = "all"


class OfficeKind(StrEnum):
    STATION = "station"
    COUNTY = "county"


class Role(StrEnum):
    """What a person at this PC may do (RELIABILITY 3, roles)."""

    CLERK = "clerk"
    CHIEF = "chief"
    ADMIN = "admin"


class TermState(StrEnum):
    """States of one term of office (DOMAIN 2.3)."""

    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXITING = "exiting"
    EXITED = "exited"
    EXPIRED = "expired"


SERVING = (TermState.ACTIVE, TermState.SUSPENDED, TermState.EXITING)
"""States in which the post is filled."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office as it presents itself: `kind`, name, code (administrative digits) and the policy pack it follows."""

    scope: str
    id: str
    kind: OfficeKind
    name: str
    code: str
    pack: str


@dataclass(frozen=True, slots=True)
class Account:
    """A person who unlocks this desk; every transaction bears the id (DESIGN 4, decision 1)."""

    scope: str
    id: str
    name: str
    role: Role
    active: bool = True


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community the station covers. Codes are re-used over the years, so `id` is the key.

    `kind` is 村, 居 or 类似 (farms and zones; no post). `officer`, `room` and `area` (片区) belong to the station and
    order every list and print.
    """

    scope: str
    id: str
    code: str
    name: str
    kind: str = "村"
    township_code: str = ""
    township: str = ""
    households: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    merged_into: str | None = None
    officer: str = ""
    room: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A village police assistant. Dates are ISO text at the stated precision (YYYY, YYYY-MM, YYYY-MM-DD).

    `post` is the post held in the village (网格员, 治保主任 …). `bank_card` stays at home (decision 3).
    """

    scope: str
    id: str
    name: str
    sex: str = ""
    birth: str | None = None
    id_no: str | None = None
    phone: str | None = None
    phone2: str | None = None
    education: str = ""
    political: str = ""
    post: str = ""
    bank_card: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One term of office of one person, in one or several villages (DESIGN 4). `number` is the appointment's number.

    `pauses`: when it was suspended, first and last day, why and on which paper, `2026-10-10/2026-10-20 2026-12-01//sick/3号`;
    see `domain.terms`.
    """

    scope: str
    id: str
    person_id: str
    state: TermState
    start_date: str | None = None
    end_date: str | None = None
    exit_date: str | None = None
    exit_reason: str = ""
    number: str = ""
    prior_id: str | None = None
    villages: tuple[str, ...] = ()
    pauses: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed sheet with its serial: which form, about whom, for which period, and where it is now (DOMAIN 2.8).

    `person_id` of a police room's sheet is the room's name, as of its assessment.
    """

    scope: str
    id: str
    serial: str
    form: str
    person_id: str | None
    period: str
    page: int
    pages: int
    printed_at: str
    state: str = "printed"

    @property
    def room(self) -> str:
        """The police room or work station that it is about, "" for any other sheet."""
        about = self.person_id or ""
        return "" if RECORD_ID.fullmatch(about) else about
