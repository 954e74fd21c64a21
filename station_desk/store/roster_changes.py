"""Which people of the roster a set of changed records concerns, and their terms: for refreshing what is in memory."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from station_desk.domain.records import Term
from station_desk.store.bulk import chunks
from station_desk.store.people import load_terms
from station_desk.store.tables import person, term, term_village


def people_concerned(conn: Connection, ids: Iterable[str]) -> set[str]:
    """The persons whose own record, term or village of a term is among the record ids; struck-out ones included."""
    found: set[str] = set()
    for part in chunks(ids):
        found.update(conn.scalars(select(person.c.id).where(person.c.id.in_(part))))
        found.update(conn.scalars(select(term.c.person_id).where(term.c.id.in_(part))))
        joined = select(term.c.person_id).join_from(
            term_village, term, (term.c.scope == term_village.c.scope) & (term.c.id == term_village.c.term_id)
        )
        found.update(conn.scalars(joined.where(term_village.c.id.in_(part))))
    return {one for one in found if one}


def terms_of(conn: Connection, person_ids: Iterable[str]) -> dict[str, list[Term]]:
    """The terms of some people, by person."""
    return {person_id: load_terms(conn, person_id=person_id) for person_id in person_ids}
