"""Erasure: a tombstone beats a body for ever (DESIGN 4, decision 7). The hashes stay, so the chain still verifies."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from station_desk.store import tables
from station_desk.store.archive import is_marker, must_purge
from station_desk.store.bulk import chunks, delete_many, insert_many, update_many

Record = tuple[str, str]
"""(ent, rid)"""


def erase_records(conn: Connection, scope: str, records: Iterable[tuple[str, str, bytes]]) -> None:
    """Erase (ent, rid, hash of the transaction that says so): bodies go, the row goes blank and deleted.

    A tombstone that is there already keeps its transaction. The record's later bodies are the importer's matter: it
    asks `tombstones` before it keeps one.
    """
    wanted = list(records)
    insert_many(
        conn,
        tables.tombstone,
        ("scope", "ent", "rid", "txh"),
        [(scope, ent, rid, txh) for ent, rid, txh in wanted],
        "ignore",
    )
    forget_bodies(conn, scope, [(ent, rid) for ent, rid, _ in wanted])
    _forget_parked(conn, scope, {(ent, rid) for ent, rid, _ in wanted})
    keys = [(scope, ent, rid) for ent, rid, _ in wanted]
    delete_many(conn, tables.fclock, ("scope", "ent", "rid"), keys)
    delete_many(conn, tables.conflict, ("scope", "ent", "rid"), keys)
    for name, entity in tables.ENTITIES.items():
        blanks = [(*_blank(entity), scope, rid) for ent, rid, _ in wanted if ent == name]
        update_many(conn, entity.table, entity.fields, ("scope", "id"), blanks)


def forget_bodies(conn: Connection, scope: str, records: Iterable[tuple[str, str]]) -> None:
    """Remove the bodies and salts of every create and update of these records; what lies in an archive is noted there."""
    change, txn = tables.change, tables.txn
    for part in chunks(records, 500):
        ents = {rid: ent for ent, rid in part}
        found = conn.execute(
            select(change.c.txh, change.c.i, change.c.ent, change.c.rid, change.c.body, change.c.salt)
            .join(txn, txn.c.hash == change.c.txh)
            .where(change.c.rid.in_(list(ents)), txn.c.scope == scope, change.c.op != "x", change.c.salt.is_not(None))
        ).all()
        must_purge(
            conn, {row.salt for row in found if row.body is None and is_marker(row.salt) and ents[row.rid] == row.ent}
        )
        rows = [(None, None, row.txh, row.i) for row in found if ents[row.rid] == row.ent]
        update_many(conn, change, ("body", "salt"), ("txh", "i"), rows)


def _forget_parked(conn: Connection, scope: str, records: set[Record]) -> None:
    """What was set aside of these records is no more, as at a desk that met the tombstone first. A creation that was set
    aside as a whole stays so: it has no row."""
    change, txn, parked = tables.change, tables.txn, tables.parked
    query = (
        select(parked.c.txh, parked.c.i, parked.c.field, change.c.ent, change.c.rid)
        .join(change, (change.c.txh == parked.c.txh) & (change.c.i == parked.c.i))
        .join(txn, txn.c.hash == parked.c.txh)
        .where(txn.c.scope == scope, (change.c.op == "u") | (parked.c.field != ""))
    )
    gone = [(txh, i, name) for txh, i, name, ent, rid in conn.execute(query) if (ent, rid) in records]
    delete_many(conn, parked, ("txh", "i", "field"), gone)


def tombstones(conn: Connection, scope: str, ent: str, rids: Iterable[str]) -> set[str]:
    """Those of the records that were erased."""
    found: set[str] = set()
    stone = tables.tombstone
    for part in chunks(rids):
        found.update(
            conn.scalars(select(stone.c.rid).where(stone.c.scope == scope, stone.c.ent == ent, stone.c.rid.in_(part)))
        )
    return found


def _blank(entity: tables.Entity) -> tuple[object, ...]:
    return tuple(1 if name == "deleted" else None for name in entity.fields)


# --- what hangs on a record ------------------------------------------------------------------------------------------
_HANGS = (
    ("term", "person_id", "person"),
    ("term_village", "term_id", "term"),
    ("sheet", "person_id", "person"),
    ("remark", "reply_to", "remark"),
)
"""Records that say something of the one they point to: (kind, field, kind that is pointed to)."""

_ID_DIGITS = 15
_ABOUT = ("attachment", "remark", "settlement")
"""Records about any other record: `about_ent` and `about_id`."""


def hanging(conn: Connection, scope: str, office: str, roots: Iterable[Record]) -> list[Record]:
    """The records of `office` in `scope` that hang on `roots` (ent, rid), at whatever remove, and are not erased yet."""
    found: dict[Record, None] = {}
    front = set(roots)
    while front:
        near: set[Record] = set()
        for ent, name, parent in _HANGS:
            table = tables.ENTITIES[ent].table
            for part in chunks(rid for of, rid in front if of == parent):
                query = select(table.c.id, table.c.office).where(table.c.scope == scope, table.c[name].in_(part))
                near.update((ent, rid) for rid, made_by in conn.execute(query) if made_by == office)
        for ent in _ABOUT:
            near.update(_about(conn, scope, office, ent, front))
        front = near - found.keys()
        found.update(dict.fromkeys(sorted(front)))
    return list(found)


def _about(conn: Connection, scope: str, office: str, ent: str, records: set[Record]) -> Iterator[Record]:
    """The records of one kind that are about others."""
    c = tables.ENTITIES[ent].table.c
    for part in chunks(rid for _, rid in records):
        query = select(c["id"], c["about_ent"], c["about_id"])
        for row in conn.execute(query.where(c["scope"] == scope, c["office"] == office, c["about_id"].in_(part))):
            if (row.about_ent, row.about_id) in records:
                yield ent, row.id


def left_hanging(conn: Connection, office: str) -> dict[str, list[Record]]:
    """The records of `office` that still hang on something erased, by scope: what its owner has to erase as well."""
    stones: dict[str, set[Record]] = {}
    for scope, ent, rid in conn.execute(
        select(tables.tombstone.c.scope, tables.tombstone.c.ent, tables.tombstone.c.rid)
    ):
        stones.setdefault(scope, set()).add((ent, rid))
    found = {scope: hanging(conn, scope, office, roots) for scope, roots in stones.items()}
    return {scope: records for scope, records in found.items() if records}


# --- what only this desk holds ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Traces:
    """By what an erased person is known in drafts and held rows. `shared`: somebody else bears the name."""

    rid: str
    name: str
    numbers: tuple[str, ...]
    shared: bool


def traces_of(conn: Connection, scope: str, rid: str) -> Traces | None:
    """The traces to look for, read before the person is erased; None for nobody."""
    person = tables.person
    row = conn.execute(select(person).where(person.c.scope == scope, person.c.id == rid)).first()
    if row is None or row.name is None:
        return None
    numbers = tuple(value for value in (row.id_no, row.phone, row.phone2, row.bank_card) if value)
    query = select(person.c.id).where(person.c.name == row.name, person.c.id != rid, person.c.deleted == 0)
    return Traces(rid, row.name, numbers, conn.execute(query.limit(1)).first() is not None)


def forget_traces(conn: Connection, of: Traces) -> tuple[int, int]:
    """Remove the person from rows held back and from drafts; how many of each were touched."""
    held = tables.held_row
    gone = [
        (row.id,)
        for row in conn.execute(select(held.c.id, held.c.cells))
        if _speaks_of(of, [str(value) for value in json.loads(row.cells).values()])
    ]
    delete_many(conn, held, ("id",), gone)
    draft = tables.draft
    changed = []
    for row in conn.execute(select(draft.c.account, draft.c.place, draft.c.body)):
        kept = _without(of, json.loads(row.body))
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        if text != json.dumps(json.loads(row.body), ensure_ascii=False, separators=(",", ":")):
            changed.append((text, row.account, row.place))
    update_many(conn, draft, ("body",), ("account", "place"), changed)
    return len(gone), len(changed)


def _speaks_of(of: Traces, cells: Iterable[str]) -> bool:
    """Whether a row of a sheet is about the person: a number of theirs, or the name beside no other ID number."""
    texts = [_plain(cell) for cell in cells]
    if any(number in text for number in map(_plain, of.numbers) for text in texts):
        return True
    others = any(len(text) >= _ID_DIGITS and text[:_ID_DIGITS].isdigit() for text in texts)
    return _plain(of.name) in texts and not others


def _plain(text: str) -> str:
    return "".join(text.split()).upper()


def _without(of: Traces, value: Any) -> Any:
    """A draft's value without the person: what is kept under the record's id, their numbers, their name."""
    if isinstance(value, dict):
        return {key: _without(of, inner) for key, inner in value.items() if key != of.rid}
    if isinstance(value, list):
        return [_without(of, inner) for inner in value if inner != of.rid]
    if isinstance(value, str):
        plain = _plain(value)
        if plain == _plain(of.rid) or any(_plain(number) in plain for number in of.numbers):
            return ""
        return "" if not of.shared and of.name in value else value
    return value
