"""Erasure: a tombstone beats a body for ever (DESIGN 4, decision 7). The hashes stay, so the chain still verifies."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from station_desk.store import tables
from station_desk.store.bulk import chunks, delete_many, insert_many, update_many


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
    keys = [(scope, ent, rid) for ent, rid, _ in wanted]
    delete_many(conn, tables.fclock, ("scope", "ent", "rid"), keys)
    delete_many(conn, tables.conflict, ("scope", "ent", "rid"), keys)
    for name, entity in tables.ENTITIES.items():
        blanks = [(*_blank(entity), scope, rid) for ent, rid, _ in wanted if ent == name]
        update_many(conn, entity.table, entity.fields, ("scope", "id"), blanks)


def forget_bodies(conn: Connection, scope: str, records: Iterable[tuple[str, str]]) -> None:
    """Remove the bodies and salts of every create and update of these records."""
    change, txn = tables.change, tables.txn
    for part in chunks(records, 500):
        ents = {rid: ent for ent, rid in part}
        found = conn.execute(
            select(change.c.txh, change.c.i, change.c.ent, change.c.rid)
            .join(txn, txn.c.hash == change.c.txh)
            .where(change.c.rid.in_(list(ents)), txn.c.scope == scope, change.c.op != "x", change.c.body.is_not(None))
        )
        rows = [(None, None, txh, i) for txh, i, ent, rid in found if ents[rid] == ent]
        update_many(conn, change, ("body", "salt"), ("txh", "i"), rows)


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
