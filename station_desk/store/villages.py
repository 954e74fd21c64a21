"""Villages: rows <-> dataclasses. Struck-out records are left out."""

from typing import Any

from sqlalchemy import Connection, select

from station_desk.domain.journal import Value
from station_desk.domain.records import Village
from station_desk.store.tables import village

_COLUMNS = tuple(
    village.c[name]
    for name in (
        *("scope", "id", "code", "name", "kind", "township_code", "township", "households"),
        *("valid_from", "valid_to", "merged_into", "officer", "room", "area"),
    )
)


def load_villages(conn: Connection, scope: str | None = None) -> list[Village]:
    """Villages (of one scope), in the order of their codes."""
    query = select(*_COLUMNS).where(village.c.deleted == 0)
    if scope is not None:
        query = query.where(village.c.scope == scope)
    return [village_of(row) for row in conn.execute(query.order_by(village.c.code, village.c.id))]


def load_village(conn: Connection, village_id: str) -> Village | None:
    """One village, None where there is none."""
    row = conn.execute(select(*_COLUMNS).where(village.c.deleted == 0, village.c.id == village_id)).first()
    return village_of(row) if row else None


def village_fields(of: Village) -> dict[str, Value]:
    """The village's fields as the journal holds them; empty text is no value."""
    return {
        "code": of.code,
        "name": of.name,
        "kind": of.kind,
        "township_code": of.township_code or None,
        "township": of.township or None,
        "households": of.households,
        "valid_from": of.valid_from,
        "valid_to": of.valid_to,
        "merged_into": of.merged_into,
        "officer": of.officer or None,
        "room": of.room or None,
        "area": of.area or None,
    }


def village_of(row: Any) -> Village:
    """A village from anything with the columns as attributes."""
    return Village(
        scope=row.scope,
        id=row.id,
        code=row.code or "",
        name=row.name or "",
        kind=row.kind or "村",
        township_code=row.township_code or "",
        township=row.township or "",
        households=row.households,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        merged_into=row.merged_into,
        officer=row.officer or "",
        room=row.room or "",
        area=row.area or "",
    )
