"""The roster as the window and the command line ask for it: list, counts, card, reveal, undo (UX 4.2, DESIGN 6).

Adding and changing stand in `roster_write`, the checks in `roster_check`, the history in `roster_history`.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from station_desk.domain.phones import mask_card, mask_phone
from station_desk.domain.records import Person, Term
from station_desk.domain.roster import (
    SENSITIVE,
    PersonCard,
    RosterRow,
    RosterSummary,
    SensitiveField,
    Show,
    TermView,
    Undone,
    Vacancy,
)
from station_desk.domain.roster_book import RosterBook, shown
from station_desk.domain.search_query import read_query
from station_desk.domain.terms import counting_term, state_on
from station_desk.domain.trouble import Trouble
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.find import index_of, index_on, people_answering
from station_desk.services.roster_check import check_draft
from station_desk.services.roster_history import person_history
from station_desk.services.roster_memory import memory_of
from station_desk.services.roster_write import add_person, edit_person
from station_desk.store import imports
from station_desk.store.engine import iso
from station_desk.store.people import load_people, load_person
from station_desk.store.undo import UndoReport

__all__ = [
    "add_person",
    "card",
    "check_draft",
    "edit_person",
    "list_people",
    "redo_last",
    "reveal",
    "summary",
    "undo_last",
    "vacancies",
]


def list_people(
    desk: Desk, search: str = "", as_of: date | None = None, scope: str | None = None, show: Show = "all"
) -> list[RosterRow]:
    """People sorted by village code, then name. Of several words in `search` each must be found in the name, the tail
    of a number, or the name of a village of the person.

    `as_of`: the roster as it stood on that day. `scope`: one station's people (a county sees all).
    """
    book, day, rows = _rows(desk, as_of)
    if scope is not None:
        rows = [row for row in rows if row.scope == scope]
    rows = shown(rows, show, day)
    if read_query(search):
        index = index_of(desk).current(desk) if day >= desk.clock.today() else index_on(book)
        passing = people_answering(index.keys(search), book)
        rows = [row for row in rows if row.id in passing]
    return rows


def summary(desk: Desk, as_of: date | None = None, scope: str | None = None) -> RosterSummary:
    """Posts, people in office, vacant posts and what comes due, on a day (default today)."""
    book, day, rows = _rows(desk, as_of)
    rows = [row for row in rows if scope is None or row.scope == scope]
    return book.summary(reference.policy(desk, day), rows, day, scope)


def vacancies(desk: Desk, as_of: date | None = None, scope: str | None = None) -> list[Vacancy]:
    """Villages with an open post, by code."""
    book, day = _book(desk, as_of)
    return book.vacancies(reference.policy(desk, day), day, scope)


def card(desk: Desk, person_id: str, as_of: date | None = None) -> PersonCard:
    """A person with terms (newest first) and history. Trouble `person_missing`."""
    book, day = _book(desk, as_of)
    person = book.people.get(person_id)
    if person is None:
        raise Trouble("person_missing")
    terms = book.terms.get(person_id, [])
    counting = counting_term(terms, day)
    term = counting[0] if counting else None
    history = person_history(desk, person_id, terms, book.villages)
    if as_of is not None:
        history = tuple(line for line in history if line.day <= as_of.isoformat())
    return PersonCard(
        **asdict(book.row(person, day)),
        phone2_masked=mask_phone(person.phone2),
        bank_card_masked=mask_card(person.bank_card),
        number=term.number if term else "",
        term_id=term.id if term else None,
        village_ids=tuple(village.id for village in book.villages_of(term)) if term else (),
        exact_birth=len(person.birth or "") == 10,
        ours=_ours(desk, person),
        terms=tuple(_term_view(one, book, day) for one in sorted(terms, key=_begin, reverse=True)),
        history=history,
    )


def _begin(term: Term) -> tuple[str, str]:
    return (term.start_date or "", term.id)


def _term_view(term: Term, book: RosterBook, day: date) -> TermView:
    villages = book.villages_of(term)
    return TermView(
        id=term.id,
        state=state_on(term, day),
        start_date=term.start_date,
        end_date=term.end_date,
        exit_date=term.exit_date,
        exit_reason=term.exit_reason,
        number=term.number,
        prior_id=term.prior_id,
        village_ids=tuple(village.id for village in villages),
        village_codes=tuple(village.code for village in villages),
        villages=tuple(village.name for village in villages),
    )


def _ours(desk: Desk, person: Person) -> bool:
    """Whether this desk may change the person: its own office made the record."""
    return person.scope == desk.office.code and desk.office.kind == "station"


def reveal(desk: Desk, person_id: str, field: SensitiveField) -> str | None:
    """One number in full, None where there is none. The look is recorded before the number is read.

    Troubles: `person_missing`; `read_only` where nothing can be recorded.
    """
    if field not in SENSITIVE:
        raise ValueError(f"{field} is not a masked field")
    if desk.read_only:
        raise Trouble("read_only")
    desk.store.access(desk.account.id, "reveal", person_id, field)
    with desk.store.read() as conn:
        person = load_person(conn, person_id)
    if person is None:
        raise Trouble("person_missing")
    value: str | None = getattr(person, field)
    return value


def reveal_many(
    desk: Desk, person_ids: Sequence[str], fields: Sequence[SensitiveField]
) -> dict[str, dict[SensitiveField, str | None]]:
    """Several numbers of several people in full: {person id: {field: number}}. Every look is recorded first, in one save.

    Troubles as `reveal`.
    """
    if not set(fields) <= set(SENSITIVE):
        raise ValueError(f"not all of {fields} are masked fields")
    if desk.read_only:
        raise Trouble("read_only")
    with desk.store.transaction():
        for person_id in person_ids:
            desk.store.access(desk.account.id, "reveal", person_id, ",".join(fields))
    with desk.store.read() as conn:
        people = {person.id: person for person in load_people(conn)}
    missing = [person_id for person_id in person_ids if person_id not in people]
    if missing:
        raise Trouble("person_missing")
    return {one: {field: getattr(people[one], field) for field in fields} for one in person_ids}


def undo_last(desk: Desk) -> Undone | None:
    """Take back the last act of this person at this desk; None when there is none. With an import go the rows that it
    held back, and those that it settled wait again.

    Troubles `undo_impossible`, `undo_rests` (records, count).
    """
    return _taken_back(desk, redo=False)


def redo_last(desk: Desk) -> Undone | None:
    """Do again what was taken back last; None when there is nothing. Troubles as `undo_last`."""
    return _taken_back(desk, redo=True)


def _taken_back(desk: Desk, *, redo: bool) -> Undone | None:
    report: UndoReport | None = None
    try:
        if redo:
            report = desk.store.redo(desk.account.id)
        else:
            with desk.store.transaction() as conn:
                report = desk.store.undo(desk.account.id)
                imports.reopen(conn, report.undone)
    except Trouble as trouble:
        if trouble.code != "undo_nothing":
            raise
    return Undone(report.action, iso(report.hlc), report.records, report.run) if report else None


def _now(desk: Desk, as_of: date | None) -> bool:
    return as_of is None or as_of == desk.clock.today()


def _book(desk: Desk, as_of: date | None) -> tuple[RosterBook, date]:
    """The roster of a day (default today), and that day."""
    day = as_of or desk.clock.today()
    return memory_of(desk).book_on(desk, day), day


def _rows(desk: Desk, as_of: date | None) -> tuple[RosterBook, date, list[RosterRow]]:
    book, day = _book(desk, as_of)
    return book, day, (memory_of(desk).rows(desk) if _now(desk, as_of) else book.rows(day))
