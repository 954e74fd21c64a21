"""Terms of office on a day: in which state a term is, and which of a person's terms counts (DOMAIN 2.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from station_desk.domain.dates import add_days, first_day, is_date, last_day
from station_desk.domain.records import SERVING, Term, TermState

_WHOLE_DAY = len("2026-01-01")


def state_on(term: Term, day: date) -> TermState:
    """The state on `day`, by the term's own dates first: not begun is pending, past its end expired, past its exit
    exited. The first and the last day belong to the term; an unknown start has begun, an unknown end has not come.
    Where it is known from when to when a term was suspended, that counts for each day.
    """
    state = _by_dates(term, day)
    if not term.pauses or state not in SERVING:
        return state
    goes_on = term.state is not TermState.ACTIVE  # who was called active again by another way is so
    for first, last in pauses_of(term.pauses):
        if first <= day and (goes_on if last is None else day <= last):
            return TermState.SUSPENDED
    return TermState.ACTIVE if state is TermState.SUSPENDED else state


class Pause(NamedTuple):
    """A suspension: first and last day, both included (None: it goes on), why (`PAUSE_REASONS`) and on which paper."""

    first: date
    last: date | None
    reason: str = ""
    doc_no: str = ""


PAUSE_REASONS = ("sick", "leave", "away", "inquiry", "discipline", "other")
"""Why somebody is suspended: the code alone is kept, the words stand on the paper."""


def suspensions(text: str) -> list[Pause]:
    """Each suspension of a term, in the order of their days. What cannot be read is passed over."""
    found = []
    for part in text.split():
        first, last, reason, doc_no = [*part.split("/", 3), "", "", ""][:4]
        if _whole_day(first) and (not last or _whole_day(last)):
            ended = date.fromisoformat(last) if last else None
            found.append(Pause(date.fromisoformat(first), ended, reason, doc_no))
    return sorted(found, key=lambda one: one.first)


def pauses_of(text: str) -> list[tuple[date, date | None]]:
    """First and last day of each suspension, both included; None: it goes on."""
    return [(one.first, one.last) for one in suspensions(text)]


def with_pause(text: str, first: date, reason: str = "", doc_no: str = "") -> str:
    """Suspended from a day on. What goes on already stays."""
    kept = suspensions(text)
    if any(one.last is None for one in kept):
        return _told(kept)
    return _told([*kept, Pause(first, None, reason, "".join(doc_no.split()))])


def without_pause(text: str, day: date) -> str:
    """In office again from a day on: what goes on ends on the day before; a suspension that never began is gone."""
    ended = [one._replace(last=add_days(day, -1)) if one.last is None else one for one in suspensions(text)]
    return _told([one for one in ended if one.last is not None and one.first <= one.last])


def _whole_day(text: str) -> bool:
    return len(text) == _WHOLE_DAY and is_date(text)


def _told(pauses: Iterable[Pause]) -> str:
    """`2026-10-10/2026-10-20/sick/梁公〔2026〕3号`, set apart by blanks; reason and paper only where there is one."""
    kept = sorted(pauses, key=lambda one: one.first)
    more = [f"/{one.reason}/{one.doc_no}" if one.reason or one.doc_no else "" for one in kept]
    return " ".join(f"{one.first}/{one.last or ''}{tail}" for one, tail in zip(kept, more, strict=True))


def _by_dates(term: Term, day: date) -> TermState:
    """The state by the dates of begin, end and exit alone. What ended before it began is over."""
    if _never_began(term):
        return TermState.EXITED
    if term.state is TermState.PENDING or (term.start_date and first_day(term.start_date) > day):
        return TermState.PENDING
    if term.exit_date and last_day(term.exit_date) < day:
        return TermState.EXITED
    if term.state is TermState.EXITED:
        return TermState.ACTIVE if term.exit_date else TermState.EXITED
    if term.end_date and last_day(term.end_date) < day:
        return TermState.EXPIRED
    if term.state is TermState.EXPIRED:
        return TermState.ACTIVE if term.end_date else TermState.EXPIRED
    return term.state


def _never_began(term: Term) -> bool:
    ended = term.exit_date if term.state is TermState.EXITED else None
    return bool(ended and term.start_date and last_day(ended) < first_day(term.start_date))


_PRECEDENCE = {
    TermState.ACTIVE: 0,
    TermState.SUSPENDED: 0,
    TermState.EXITING: 0,
    TermState.PENDING: 1,
    TermState.EXPIRED: 2,
    TermState.EXITED: 3,
}


def counting_term(terms: Iterable[Term], day: date) -> tuple[Term, TermState] | None:
    """The term that counts on `day` with its state: one in office, else one to come, else the last that ended, and only
    after these one that ended before it began.
    """
    known = [(term, state_on(term, day)) for term in terms]
    if len(known) < 2:
        return known[0] if known else None
    newest = sorted(known, key=lambda one: (one[0].start_date or "", one[0].id), reverse=True)
    return min(newest, key=lambda one: (_PRECEDENCE[one[1]], _never_began(one[0])))


def serves(term: Term, day: date) -> bool:
    """Whether the term fills its post on `day`."""
    return state_on(term, day) in SERVING


PAID = frozenset({TermState.ACTIVE, TermState.EXITING})
"""In office and not suspended: days that count for the assessment and for pay."""


def days_paid(terms: Sequence[Term], days: Sequence[date]) -> list[date]:
    """On which of the days, one after the other, somebody was in office and not suspended."""
    if any(not term.pauses and state_on(term, days[0]) in PAID and state_on(term, days[-1]) in PAID for term in terms):
        return list(days)  # a term without a pause has no gap between two of its days
    return [day for day in days if any(state_on(term, day) in PAID for term in terms)]


def left_on(term: Term) -> date | None:
    """The last day in office as far as it is known: of the exit, else of the end."""
    ended = term.exit_date or term.end_date
    return last_day(ended) if ended else None


def begun_by(term: Term, day: date) -> bool:
    """Whether the term is known to have begun on or before `day`."""
    return bool(term.start_date) and first_day(term.start_date or "") <= day


def as_known_then(then: Term, now: Term) -> Term:
    """A term as it stood on an earlier day, with the dates as they are known today: dates that were entered late or
    mended count for the day they speak of, everything else stands as it was recorded then.
    """
    state = then.state
    if state is TermState.PENDING and now.state is not TermState.PENDING:
        state = TermState.ACTIVE if now.start_date else state
    dates = {name: getattr(now, name) for name in ("start_date", "end_date", "exit_date", "pauses")}
    return replace(then, state=state, **dates)
