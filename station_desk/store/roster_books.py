"""The whole roster read at once, and kept up to date record by record; also as it was recorded on an earlier day."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Connection, select

from station_desk.domain.records import OfficeKind, Person, Term, Village
from station_desk.domain.roster_book import RosterBook
from station_desk.store.asof import roster_as_of
from station_desk.store.bulk import chunks
from station_desk.store.office import load_offices
from station_desk.store.people import load_people, load_terms, person_of
from station_desk.store.posts import load_posts, load_units
from station_desk.store.tables import person, term, term_village
from station_desk.store.villages import load_village, load_villages


def load_book(conn: Connection) -> RosterBook:
    """The roster of every scope known here as it is."""
    return _book(conn, load_people(conn), load_terms(conn), load_villages(conn))


def book_recorded(conn: Connection, day: date) -> RosterBook:
    """What the journal held at the end of `day`."""
    then = roster_as_of(conn, day)
    return _book(conn, then.people, then.terms, then.villages)


def _book(conn: Connection, people: list[Person], terms: list[Term], villages: list[Village]) -> RosterBook:
    by_person: dict[str, list[Term]] = {}
    for one in terms:
        by_person.setdefault(one.person_id, []).append(one)
    stations = {office.scope: office.name for office in load_offices(conn) if office.kind is OfficeKind.STATION}
    known = {v.id: v for v in villages}
    return RosterBook({p.id: p for p in people}, by_person, known, stations, load_units(conn), load_posts(conn))


def refresh_people(conn: Connection, book: RosterBook, ids: Collection[str], own: str) -> set[str]:
    """Bring into `book` what the changed records `ids` (people, terms, their villages) say now; the people concerned.

    `own` is the own office's scope. Keys begin with the scope, so the look-ups name the scopes that are known.
    """
    scopes = sorted({own, *book.stations, *(one.scope for one in book.people.values())})
    concerned = _concerned(conn, ids, scopes)
    present = _people(conn, concerned, scopes)
    for person_id in concerned:
        found = present.get(person_id)
        if found is not None:
            book.people[person_id] = found
            book.terms[person_id] = load_terms(conn, found.scope, person_id)
        else:
            book.people.pop(person_id, None)
            book.terms.pop(person_id, None)
    return concerned


def _people(conn: Connection, ids: Iterable[str], scopes: list[str]) -> dict[str, Person]:
    query = select(*person.columns).where(person.c.deleted == 0, person.c.scope.in_(scopes))
    return {row.id: person_of(row) for part in chunks(ids) for row in conn.execute(query.where(person.c.id.in_(part)))}


def _concerned(conn: Connection, ids: Iterable[str], scopes: list[str]) -> set[str]:
    """The persons whose own record, term or village of a term is among `ids`, struck-out records included."""
    found: set[str | None] = set()
    own = select(person.c.id).where(person.c.scope.in_(scopes))
    terms = select(term.c.person_id).where(term.c.scope.in_(scopes))
    joined = (
        select(term.c.person_id)
        .join_from(term_village, term, (term.c.scope == term_village.c.scope) & (term.c.id == term_village.c.term_id))
        .where(term_village.c.scope.in_(scopes))
    )
    for part in chunks(ids):
        found.update(conn.scalars(own.where(person.c.id.in_(part))))
        found.update(conn.scalars(terms.where(term.c.id.in_(part))))
        found.update(conn.scalars(joined.where(term_village.c.id.in_(part))))
    return {one for one in found if one}


def refresh_villages(conn: Connection, book: RosterBook, ids: Iterable[str]) -> set[str]:
    """Bring changed villages among `ids` into `book`; those concerned."""
    concerned = set()
    for village_id in ids:
        found = load_village(conn, village_id)
        if found is not None:
            book.villages[village_id] = found
        elif book.villages.pop(village_id, None) is None:
            continue
        concerned.add(village_id)
    return concerned


def village_links(conn: Connection, term_ids: Iterable[str]) -> list[str]:
    """The records that join or once joined villages to these terms, struck-out ones included."""
    return [
        link
        for part in chunks(term_ids)
        for link in conn.scalars(select(term_village.c.id).where(term_village.c.term_id.in_(part)))
    ]
