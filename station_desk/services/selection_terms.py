"""After the appointment: a term renewed by a further term that is linked, suspended, resumed, ended (DOMAIN 2.3)."""

from collections.abc import Callable, Sequence
from datetime import date

from station_desk.domain.dates import add_days, add_months, first_day, last_day
from station_desk.domain.ids import new_id
from station_desk.domain.policy import stated
from station_desk.domain.records import SERVING, Person, Term, TermState
from station_desk.domain.terms import PAUSE_REASONS, counting_term, left_on, state_on, with_pause, without_pause
from station_desk.domain.trouble import Trouble
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.pack_use import rest_on
from station_desk.services.roster_memory import memory_of
from station_desk.services.selection import past_day, station_only, whole_day
from station_desk.services.selection_appoint import numbers_from

RENEW, SUSPEND, RESUME, DISMISS = "term_renew", "term_suspend", "term_resume", "term_dismiss"
MOST_DOC = 60
"""Characters of a paper's number."""


def find_person(desk: Desk, wanted: str) -> Person:
    """A person of this station by id or name. Troubles `person_missing`, `candidate_two` (name)."""
    people = memory_of(desk).book(desk).people.values()
    found = [one for one in people if wanted in (one.id, one.name) and one.scope == desk.office.scope]
    if not found:
        raise Trouble("person_missing")
    if len(found) > 1:
        raise Trouble("candidate_two", name=wanted)
    return found[0]


def renew(desk: Desk, people: Sequence[str], end: str = "", number: str = "") -> list[str]:
    """A further term for each, from the day after the present one, in the same villages; the new terms' ids.

    `end` "" is by the pack's length. Troubles `station_only`, `person_missing`, `term_not_active` (name), `term_open_end`
    (name), `term_renewed` (name), `rule_missing` (key) where neither the pack nor the clerk says how long, `day_wrong`,
    those of `Store.write`.
    """
    station_only(desk)
    whole_day(end, may_lack=True)
    numbers = numbers_from(number, len(people))
    made: list[tuple[Person, Term, date, str]] = []
    for wanted in people:
        person = find_person(desk, wanted)
        term = _in_office(desk, person)
        last = left_on(term)
        if last is None:
            raise Trouble("term_open_end", name=person.name)
        if any(one.prior_id == term.id for one in memory_of(desk).book(desk).terms.get(person.id, ())):
            raise Trouble("term_renewed", name=person.name)
        start = add_days(last, 1)
        until = end or _by_pack(desk, start)
        if until < start.isoformat():
            raise Trouble("day_wrong", text=until)
        made.append((person, term, start, until))
    terms: list[str] = []
    with desk.store.write(desk.account.id, RENEW) as work:
        for (person, term, start, until), own in zip(made, numbers, strict=True):
            terms.append(new_id())
            values = {
                "person_id": person.id,
                "state": TermState.ACTIVE.value,
                "start_date": start.isoformat(),
                "end_date": until,
            }
            work.create("term", terms[-1], {**values, "number": own or None, "prior_id": term.id})
            rest_on(work, desk, [("term", terms[-1])])
            for village_id in term.villages:
                work.create("term_village", new_id(), {"term_id": terms[-1], "village_id": village_id})
    return terms


def suspend(desk: Desk, wanted: str, on: str = "", reason: str = "other", doc_no: str = "") -> None:
    """Suspend a term from a day on (default today; an earlier one is paid no more); the post stays filled. `reason` is
    one of `PAUSE_REASONS`, `doc_no` the number of the paper.

    Troubles `station_only`, `person_missing`, `term_not_active` (name), `reason_needed` (name, known), `day_wrong` (text),
    `day_to_come` (text), `day_before_term` (name, start).
    """
    day = _day(desk, on)
    if reason not in PAUSE_REASONS:
        raise Trouble("reason_needed", name=wanted, known="、".join(PAUSE_REASONS))
    if len(doc_no) > MOST_DOC:
        raise Trouble("doc_too_long", most=MOST_DOC)

    def paused(term: Term) -> str:
        _after_start(desk, term, day)
        return with_pause(term.pauses, day, reason, doc_no)

    _turn(desk, wanted, SUSPEND, TermState.SUSPENDED, paused)


def resume(desk: Desk, wanted: str, on: str = "") -> None:
    """Let a suspended term go on, from a day (default today) that is the first in office again. Troubles as `suspend`."""
    day = _day(desk, on)
    _turn(desk, wanted, RESUME, TermState.ACTIVE, lambda term: without_pause(term.pauses, day))


def dismiss(desk: Desk, wanted: str, on: str, reason: str) -> None:
    """End a term before its time: `on` (default today) is the last day in office, `reason` the words that are kept. The
    post is vacant from the day after; a further term that was to follow ends with it.

    Troubles `station_only`, `person_missing`, `term_not_active` (name), `day_wrong` (text), `day_to_come` (text),
    `day_before_term` (name, start), those of `Store.write`.
    """
    station_only(desk)
    day = _day(desk, on)
    person = find_person(desk, wanted)
    term = _in_office(desk, person, lambda state: state in SERVING)
    _after_start(desk, term, day)
    today = desk.clock.today()
    to_come = [one for one in memory_of(desk).book(desk).terms[person.id] if state_on(one, today) is TermState.PENDING]
    with desk.store.write(desk.account.id, DISMISS) as work:
        for one in (term, *to_come):
            left = {"state": TermState.EXITED.value, "exit_date": day.isoformat(), "exit_reason": reason}
            work.update("term", one.id, left)


def _day(desk: Desk, on: str) -> date:
    past_day(desk, on, may_lack=True)
    return date.fromisoformat(on) if on else desk.clock.today()


def _after_start(desk: Desk, term: Term, day: date) -> None:
    """Nobody is suspended or dismissed before the term began."""
    if term.start_date and day < first_day(term.start_date):
        name = memory_of(desk).book(desk).people[term.person_id].name
        raise Trouble("day_before_term", name=name, start=term.start_date)


def _turn(desk: Desk, wanted: str, action: str, after: TermState, pauses: Callable[[Term], str]) -> None:
    station_only(desk)
    before = TermState.ACTIVE if after is TermState.SUSPENDED else TermState.SUSPENDED
    person = find_person(desk, wanted)
    term = _in_office(desk, person, lambda state: state is before)
    with desk.store.write(desk.account.id, action) as work:
        work.update("term", term.id, {"state": after.value, "pauses": pauses(term) or None})


def _in_office(
    desk: Desk, person: Person, fits: Callable[[TermState], bool] = lambda state: state is TermState.ACTIVE
) -> Term:
    """The term that counts today, in the state that is asked for. Trouble `term_not_active` (name)."""
    counting = counting_term(memory_of(desk).book(desk).terms.get(person.id, ()), desk.clock.today())
    if counting is None or not fits(counting[1]):
        raise Trouble("term_not_active", name=person.name)
    return counting[0]


def _by_pack(desk: Desk, start: date) -> str:
    months = stated(reference.policy(desk).term_months, 0)
    if not months:
        raise Trouble("rule_missing", key="person.term_months")
    return last_day(add_days(add_months(start, months), -1).isoformat()).isoformat()
