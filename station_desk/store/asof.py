"""The roster as it stood: people, terms and villages with the values they had at the end of a day.

What was entered later is not there; what was struck out later is. Values are those of the journal, so a day before the
first entry is empty.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

from sqlalchemy import Connection, func, select

from station_desk.domain.records import Person, Term, Village
from station_desk.domain.trouble import Trouble
from station_desk.store.archive import out_of_reach
from station_desk.store.fold import Folded, fold
from station_desk.store.people import person_of, term_of
from station_desk.store.tables import txn
from station_desk.store.villages import village_of


@dataclass(frozen=True, slots=True)
class RosterThen:
    """The records as they stood: villages by code, terms with their villages by start."""

    people: list[Person]
    terms: list[Term]
    villages: list[Village]


def end_of_day_ms(day: date) -> int:
    """The last millisecond of a day on the wall, in milliseconds since 1970."""
    midnight = datetime.combine(day + timedelta(days=1), time()).astimezone()
    return int(midnight.timestamp() * 1000) - 1


def roster_as_of(conn: Connection, day: date, scope: str | None = None) -> RosterThen:
    """The roster (of one scope) at the end of `day`. Trouble as `roster_at`."""
    return roster_at(conn, end_of_day_ms(day), scope)


def newest_clock(conn: Connection, scope: str) -> int:
    """The clock of the newest transaction of a scope in ms since 1970, 0 where there is none: the moment of a copy."""
    return conn.scalar(select(func.max(txn.c.hlc)).where(txn.c.scope == scope)) or 0


def roster_at(conn: Connection, moment: int, scope: str | None = None) -> RosterThen:
    """The roster (of one scope) at a moment of the journal, in ms since 1970.

    Trouble `archive_needed` (file) where that stands in an archive which is not at hand.
    """
    kinds: dict[str, list[Folded]] = {"person": [], "term": [], "village": [], "term_village": []}
    for record in fold(conn, ents=tuple(kinds), scope=scope, until_ms=moment):
        if record.archived:
            raise Trouble("archive_needed", file="、".join(out_of_reach(conn)))
        if not record.erased and record.fields["deleted"] == 0:
            kinds[record.ent].append(record)
    links: dict[object, list[str]] = {}
    for link in kinds["term_village"]:
        links.setdefault(link.fields["term_id"], []).append(str(link.fields["village_id"]))
    terms = [term_of(_row(record), tuple(links.get(record.rid, ()))) for record in kinds["term"]]
    villages = [village_of(_row(record)) for record in kinds["village"]]
    return RosterThen(
        people=[person_of(_row(record)) for record in kinds["person"]],
        terms=sorted(terms, key=lambda of: (of.start_date or "", of.id)),
        villages=sorted(villages, key=lambda of: (of.code, of.id)),
    )


def _row(record: Folded) -> SimpleNamespace:
    return SimpleNamespace(scope=record.scope, id=record.rid, **record.fields)
