"""Rooms and stations as places of posts, and what differs from the quota: rows <-> dataclasses."""

from sqlalchemy import Connection, select

from station_desk.domain.journal import Value
from station_desk.domain.posts import PostChange, PostUnit
from station_desk.store.pack_tables import post, unit, unit_village

_UNIT = ("scope", "id", "kind", "name", "code", "parent_id", "officer", "valid_from", "valid_to")
_POST = (
    *("scope", "id", "village_id", "kind", "seats", "reason", "covered_by"),
    *("valid_from", "valid_to", "doc_no", "decided_on"),
)


def load_units(conn: Connection) -> list[PostUnit]:
    """Every room and station, by code and name, with its villages in the order in which they were given."""
    links: dict[tuple[str, str], list[str]] = {}
    joined = select(unit_village.c.scope, unit_village.c.unit_id, unit_village.c.village_id)
    for scope, unit_id, village_id in conn.execute(
        joined.where(unit_village.c.deleted == 0).order_by(unit_village.c.id)
    ):
        links.setdefault((scope, unit_id), []).append(village_id)
    query = select(*(unit.c[name] for name in _UNIT)).where(unit.c.deleted == 0)
    return [
        PostUnit(
            scope=row.scope,
            id=row.id,
            kind="room" if row.kind == "room" else "station",
            name=row.name or "",
            code=row.code or "",
            parent_id=row.parent_id or "",
            officer=row.officer or "",
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            villages=tuple(links.get((row.scope, row.id), ())),
        )
        for row in conn.execute(query.order_by(unit.c.code, unit.c.name, unit.c.id))
    ]


def village_links(conn: Connection, scope: str, unit_id: str) -> list[str]:
    """The records that join a unit with its villages."""
    query = select(unit_village.c.id).where(
        unit_village.c.scope == scope, unit_village.c.unit_id == unit_id, unit_village.c.deleted == 0
    )
    return list(conn.scalars(query))


def unit_fields(of: PostUnit) -> dict[str, Value]:
    """A unit's fields as the journal holds them."""
    return {name: getattr(of, name) or None for name in _UNIT if name not in ("scope", "id")}


def load_posts(conn: Connection) -> dict[str, list[PostChange]]:
    """What differs from the quota, by village, the older first."""
    found: dict[str, list[PostChange]] = {}
    query = select(*(post.c[name] for name in _POST)).where(post.c.deleted == 0)
    for row in conn.execute(query.order_by(post.c.valid_from, post.c.id)):
        told = {name: getattr(row, name) or (None if name.startswith("valid") else "") for name in _POST}
        one = PostChange(**told | {"seats": row.seats or 0})
        found.setdefault(one.village_id, []).append(one)
    return found


def post_fields(of: PostChange) -> dict[str, Value]:
    """A change's fields as the journal holds them; the seats of a covered village are not told."""
    fields: dict[str, Value] = {
        name: getattr(of, name) or None for name in _POST if name not in ("scope", "id", "seats")
    }
    return fields | {"seats": of.seats if of.kind == "exception" else None}
