"""Remarks: rows <-> dataclasses, and whether what they speak of was changed since."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Select, select

from station_desk.domain.journal import Value
from station_desk.domain.remarks import PERSON_PARTS, TERM_PARTS, RemarkStep
from station_desk.store.bulk import chunks
from station_desk.store.engine import iso
from station_desk.store.tables import fclock, remark, term, term_village

_COLUMNS = tuple(
    remark.c[name]
    for name in (
        *("id", "scope", "office", "about_ent", "about_id", "about_field", "kind"),
        *("reason", "words", "reply_to", "hlc", "rep", "txh"),
    )
)


def load_remarks(conn: Connection, scope: str | None = None, about: Iterable[str] | None = None) -> list[RemarkStep]:
    """Every step (of one scope, about some records). Struck-out and erased ones are left out."""
    query = select(*_COLUMNS).where(remark.c.deleted == 0)
    if scope is not None:
        query = query.where(remark.c.scope == scope)
    if about is None:
        return [_step(row) for row in conn.execute(query)]
    return [_step(row) for part in chunks(about) for row in conn.execute(query.where(remark.c.about_id.in_(part)))]


def remark_fields(of: RemarkStep) -> dict[str, Value]:
    """The step's fields as the journal holds them; empty text is no value."""
    return {
        "about_ent": of.about_ent,
        "about_id": of.about_id,
        "about_field": of.field or None,
        "kind": of.kind,
        "reason": of.reason or None,
        "words": of.words or None,
        "reply_to": of.reply_to or None,
    }


def newest_change(conn: Connection, scope: str, person_id: str, field: str) -> int:
    """The clock (ms) of the newest change of a field of a person, of the terms, or of their villages; 0 for none.

    `field` "" asks for the newest change of anything that belongs to the person.
    """
    found = [0]
    if not field or field in PERSON_PARTS:
        found += _clocks(conn, scope, "person", [person_id], {field} if field else PERSON_PARTS)
    terms = select(term.c.id, term.c.hlc).where(term.c.scope == scope, term.c.person_id == person_id)
    if not field or field in TERM_PARTS:
        held = conn.execute(terms).all()
        found += [row.hlc for row in held]
        found += _clocks(conn, scope, "term", [row.id for row in held], {field} if field else TERM_PARTS)
    if not field or field == "village_ids":
        links = select(term_village.c.id, term_village.c.hlc).where(
            term_village.c.scope == scope, term_village.c.term_id.in_(_ids(terms))
        )
        joined = conn.execute(links).all()
        found += [row.hlc for row in joined]
        found += _clocks(conn, scope, "term_village", [row.id for row in joined], {"deleted"})
    return max(found)


def _ids(query: Select[Any]) -> Select[Any]:
    return query.with_only_columns(term.c.id)


def _clocks(conn: Connection, scope: str, ent: str, rids: Collection[str], fields: Collection[str]) -> list[int]:
    rows = select(fclock.c.hlc).where(
        fclock.c.scope == scope, fclock.c.ent == ent, fclock.c.rid.in_(list(rids)), fclock.c.field.in_(list(fields))
    )
    return [int(row.hlc) for row in conn.execute(rows)]


def _step(row: Any) -> RemarkStep:
    return RemarkStep(
        id=row.id,
        scope=row.scope,
        office=row.office,
        about_ent=row.about_ent or "",
        about_id=row.about_id or "",
        field=row.about_field or "",
        kind=row.kind or "",
        reason=row.reason or "",
        words=row.words or "",
        reply_to=row.reply_to or "",
        clock=(row.hlc, row.rep, row.txh),
        at=iso(row.hlc),
    )
