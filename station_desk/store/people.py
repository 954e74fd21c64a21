"""People and their terms of office: rows <-> dataclasses. Struck-out and erased records are left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from station_desk.domain.journal import Value
from station_desk.domain.records import Person, Term, TermState
from station_desk.store.bulk import chunks
from station_desk.store.tables import person, term, term_village

_PERSON = tuple(
    person.c[name]
    for name in (
        *("scope", "id", "name", "sex", "birth", "id_no", "phone", "phone2"),
        *("education", "political", "post", "bank_card"),
    )
)
_TERM = tuple(
    term.c[name]
    for name in (
        *("scope", "id", "person_id", "state", "start_date", "end_date"),
        *("exit_date", "exit_reason", "number", "prior_id", "pauses"),
    )
)


@dataclass(frozen=True, slots=True)
class TermVillage:
    """The record that joins a term to one of its villages."""

    scope: str
    id: str
    term_id: str
    village_id: str


def load_people(conn: Connection, scope: str | None = None) -> list[Person]:
    """Every person (of one scope)."""
    query = select(*_PERSON).where(person.c.deleted == 0)
    return [person_of(row) for row in conn.execute(_within(query, scope))]


def people_by_id(conn: Connection, ids: Iterable[str]) -> dict[str, Person]:
    """The persons of `ids` that exist, by id."""
    found: dict[str, Person] = {}
    for part in chunks(ids):
        rows = conn.execute(select(*_PERSON).where(person.c.deleted == 0, person.c.id.in_(part)))
        found.update((row.id, person_of(row)) for row in rows)
    return found


def load_person(conn: Connection, person_id: str) -> Person | None:
    """One person, None where there is none."""
    return people_by_id(conn, [person_id]).get(person_id)


def load_terms(conn: Connection, scope: str | None = None, person_id: str | None = None) -> list[Term]:
    """Terms with their villages (of one scope, of one person), in the order of their start; unknown starts first."""
    query = select(*_TERM).where(term.c.deleted == 0)
    if person_id is not None:
        query = query.where(term.c.person_id == person_id)
    rows = conn.execute(_within(query, scope).order_by(term.c.start_date, term.c.id)).all()
    one = [row.id for row in rows] if person_id is not None else None
    villages: dict[str, list[str]] = {}
    for link in load_term_villages(conn, scope, one):
        villages.setdefault(link.term_id, []).append(link.village_id)
    return [term_of(row, tuple(villages.get(row.id, ()))) for row in rows]


def load_term_villages(
    conn: Connection, scope: str | None = None, term_ids: Iterable[str] | None = None
) -> list[TermVillage]:
    """The joining records (of one scope, of some terms), in the order in which they were made."""
    columns = (term_village.c.scope, term_village.c.id, term_village.c.term_id, term_village.c.village_id)
    query = select(*columns).where(term_village.c.deleted == 0)
    if scope is not None:
        query = query.where(term_village.c.scope == scope)
    if term_ids is None:
        return [TermVillage(*row) for row in conn.execute(query.order_by(term_village.c.id))]
    return [
        TermVillage(*row)
        for part in chunks(term_ids)
        for row in conn.execute(query.where(term_village.c.term_id.in_(part)).order_by(term_village.c.id))
    ]


def person_fields(of: Person) -> dict[str, Value]:
    """The person's fields as the journal holds them; empty text is no value."""
    return {
        "name": of.name,
        "sex": of.sex or None,
        "birth": of.birth,
        "id_no": of.id_no,
        "phone": of.phone,
        "phone2": of.phone2,
        "education": of.education or None,
        "political": of.political or None,
        "post": of.post or None,
        "bank_card": of.bank_card,
    }


def term_fields(of: Term) -> dict[str, Value]:
    """The term's own fields; its villages are `term_village` records."""
    return {
        "person_id": of.person_id,
        "state": of.state.value,
        "start_date": of.start_date,
        "end_date": of.end_date,
        "exit_date": of.exit_date,
        "exit_reason": of.exit_reason or None,
        "number": of.number or None,
        "prior_id": of.prior_id,
        "pauses": of.pauses or None,
    }


def _within(query: Select[Any], scope: str | None) -> Select[Any]:
    return query if scope is None else query.where(query.selected_columns["scope"] == scope)


def person_of(row: Any) -> Person:
    """A person from anything with the columns as attributes."""
    return Person(
        scope=row.scope,
        id=row.id,
        name=row.name or "",
        sex=row.sex or "",
        birth=row.birth,
        id_no=row.id_no,
        phone=row.phone,
        phone2=row.phone2,
        education=row.education or "",
        political=row.political or "",
        post=row.post or "",
        bank_card=row.bank_card,
    )


def term_of(row: Any, villages: tuple[str, ...]) -> Term:
    """A term from anything with the columns as attributes, and its villages."""
    return Term(
        scope=row.scope,
        id=row.id,
        person_id=row.person_id,
        state=TermState(row.state),
        start_date=row.start_date,
        end_date=row.end_date,
        exit_date=row.exit_date,
        exit_reason=row.exit_reason or "",
        number=row.number or "",
        prior_id=row.prior_id,
        villages=villages,
        pauses=row.pauses or "",
    )
