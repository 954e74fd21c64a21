"""From transactions of our own to rows: creates, updates and the clocks of the fields, set-wise."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection

from station_desk.domain.journal import Txn
from station_desk.store import tables
from station_desk.store.bulk import insert_many, update_many

OWN_COLUMNS = ("scope", "id", "office", "hlc", "rep", "txh")
_CLOCK = ("scope", "ent", "rid", "field", "hlc", "rep", "txh")


def write_creates(conn: Connection, txns: Sequence[Txn]) -> None:
    """Insert the rows that the transactions create, parents first."""
    rows: dict[str, list[tuple[object, ...]]] = {}
    for txn in txns:
        for change in txn.changes:
            if change.op == "c" and change.body is not None:
                values = json.loads(change.body)
                own = (txn.scope, change.rid, txn.office, txn.hlc, txn.rep, txn.hash)
                fields = tables.ENTITIES[change.ent].fields
                row = (values.get(name, 0 if name == "deleted" else None) for name in fields)
                rows.setdefault(change.ent, []).append((*own, *row))
    for ent, entity in tables.ENTITIES.items():
        insert_many(conn, entity.table, (*OWN_COLUMNS, *entity.fields), rows.get(ent, []))


def write_updates(conn: Connection, txns: Sequence[Txn]) -> None:
    """Set the fields that the transactions update, and their clocks. The caller knows that these writes are newest."""
    rows: dict[tuple[str, tuple[str, ...]], list[tuple[object, ...]]] = {}
    clocks: list[tuple[object, ...]] = []
    for txn in txns:
        for change in txn.changes:
            if change.op == "u" and change.body is not None:
                values = json.loads(change.body)
                sets = tuple(values)
                news = (values[name][0] for name in sets)
                rows.setdefault((change.ent, sets), []).append((*news, txn.scope, change.rid))
                clocks += [(txn.scope, change.ent, change.rid, name, *txn.clock) for name in sets]
    for (ent, sets), found in rows.items():
        update_many(conn, tables.ENTITIES[ent].table, sets, ("scope", "id"), found)
    insert_many(conn, tables.fclock, _CLOCK, clocks, "replace")
