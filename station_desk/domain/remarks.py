"""The county's word on a station's record: comment or request for correction, the answer, and how it stands.

The county never edits a station's field (EXCHANGE 2): it writes a remark, the station answers with a code, the county
closes. Every step is a record of its own, so nothing of it is ever overwritten and the state follows from the steps.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from station_desk.domain.phones import digits_of, read_phone

MOST_WORDS = 60
"""Characters; the office's words are short and never indexed for search (DESIGN 1)."""

RemarkKind = Literal["comment", "correction"]
RemarkState = Literal["open", "answered", "closed"]
AnswerCode = Literal["done", "as_is", "seen"]
"""Mended; right as it stands; read (a comment asks for nothing else)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason: of which kind, the field it is usually about ("" for the whole person), whether it needs words."""

    code: str
    kind: RemarkKind
    field: str = ""
    needs_words: bool = False


REASONS: tuple[Reason, ...] = (
    Reason("id_no_wrong", "correction", "id_no"),
    Reason("not_as_approved", "correction", "name"),
    Reason("term_dates_wrong", "correction", "start_date"),
    Reason("papers_missing", "correction"),
    Reason("other", "correction", needs_words=True),
    Reason("comment", "comment", needs_words=True),
)
PERSON_PARTS: frozenset[str] = frozenset(
    {"name", "id_no", "sex", "birth", "phone", "phone2", "education", "political", "post"}
)
TERM_PARTS: frozenset[str] = frozenset({"state", "start_date", "end_date", "exit_date", "exit_reason", "number"})
FIELDS: tuple[str, ...] = (
    *("", "name", "id_no", "sex", "birth", "phone", "education", "post"),
    *("village_ids", "start_date", "end_date", "state", "number"),
)
"""What a remark may point to; "" is the whole person."""

ANSWERS: dict[RemarkKind, tuple[AnswerCode, ...]] = {"correction": ("done", "as_is"), "comment": ("seen",)}


@dataclass(frozen=True, slots=True)
class RemarkStep:
    """One record of a thread. `clock` orders the steps on all sides alike: (hlc, rep, txh); `at` is its instant."""

    id: str
    scope: str
    office: str
    about_ent: str
    about_id: str
    field: str
    kind: str
    reason: str
    words: str
    reply_to: str
    clock: tuple[int, int, bytes]
    at: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with what became of it. `answer` is the last answer's code, "" while there is none."""

    first: RemarkStep
    state: RemarkState
    answer: str = ""
    answered_at: str | None = None
    closed_at: str | None = None


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A remark as the pages and the command line show it.

    `office` made it, `name` is that office's name; `person` the person's name. `changed`: the named field was changed
    after the remark was written, so "mended" is the likely answer.
    """

    id: str
    scope: str
    station: str
    office: str
    name: str
    person_id: str
    person: str
    field: str
    kind: str
    reason: str
    words: str
    at: str
    state: RemarkState
    answer: str = ""
    answered_at: str | None = None
    changed: bool = False

    def as_dict(self) -> dict[str, object]:
        """The entry of `remark list`."""
        names = ("id", "station", "office", "person_id", "person", "field", "kind", "reason", "words", "at")
        told: dict[str, object] = {name: getattr(self, name) for name in names}
        return told | {
            "state": self.state,
            "answer": self.answer or None,
            "answered_at": self.answered_at,
            "changed": self.changed,
        }


def reason_of(code: str) -> Reason | None:
    """The reason of a code, None for one that this version does not know."""
    return next((one for one in REASONS if one.code == code), None)


def threads(steps: Iterable[RemarkStep]) -> list[Thread]:
    """The remarks among `steps` with their state, oldest first.

    A remark is another office's word on the station's scope; only the station answers it, only its maker closes or
    reopens it. What somebody else claims counts for nothing.
    """
    ordered = sorted(steps, key=lambda one: one.clock)
    replies: dict[str, list[RemarkStep]] = {}
    for one in ordered:
        if one.reply_to:
            replies.setdefault(one.reply_to, []).append(one)
    first = [one for one in ordered if one.kind in ANSWERS and not one.reply_to and one.office != one.scope]
    return [_thread(one, replies.get(one.id, ())) for one in first]


def _thread(first: RemarkStep, replies: Sequence[RemarkStep]) -> Thread:
    state: RemarkState = "open"
    answer, answered_at, closed_at = "", None, None
    for one in replies:
        if one.scope != first.scope:
            continue
        if one.kind == "answer" and one.office == first.scope:
            answer, answered_at = one.reason, one.at
            state = "answered" if state == "open" else state
        elif one.kind == "closed" and one.office == first.office:
            state, closed_at = "closed", one.at
        elif one.kind == "reopened" and one.office == first.office:
            state, answer, answered_at, closed_at = "open", "", None, None
    return Thread(first, state, answer, answered_at, closed_at)


# --- the guard -----------------------------------------------------------------------------------------------------
_RUN = re.compile(r"\d(?:[\s.\-‐-―]?\d)*(?:[\s\-]?[Xx](?![A-Za-z]))?")
_ID_LENGTHS = (15, 18)
_CARD = 16


def clean_words(text: str) -> str:
    """One line, blanks trimmed, without invisible characters."""
    plain = "".join(one for one in text if unicodedata.category(one) not in ("Cf", "Cc") or one in "\t\n\r")
    return " ".join(plain.split())


def names_a_number(text: str) -> bool:
    """Whether the words hold what may be an ID number, a telephone number or a bank card.

    Days such as 2026-11-22 and numbers of documents pass; full-width digits and digits set apart do not help.
    """
    plain = unicodedata.normalize("NFKC", clean_words(text))
    return any(_private(run.group()) for run in _RUN.finditer(plain))


def _private(run: str) -> bool:
    digits = digits_of(run)
    length = len(digits) + (run[-1] in "Xx")
    if length in _ID_LENGTHS or length >= _CARD:
        return True
    return read_phone(digits) is not None and not _is_day(digits)


def _is_day(digits: str) -> bool:
    if len(digits) != 8 or not digits.startswith(("19", "20")):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
