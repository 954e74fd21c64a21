"""After an upgrade: what an older version could not understand, and kept word for word in the journal, becomes rows.

Kinds of records and fields that were listed as unknown go through the same checks as a bundle that comes in today, so
that the rows are those which a desk of this version would have made in the first place (EXCHANGE 7.5).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from station_desk.domain.journal import Change, Txn, encode_body
from station_desk.domain.records import OfficeKind
from station_desk.store import tables
from station_desk.store.bulk import chunks, delete_many, insert_many
from station_desk.store.journal_rows import read_txns
from station_desk.store.merge_creates import Creates, Parked
from station_desk.store.merge_updates import Updates
from station_desk.store.merge_values import fields_of
from station_desk.store.peers import load_peers
from station_desk.store.settings import KIND, OFFICE, get_settings

UNKNOWN = ("unknown_field", "unknown_kind")
"""Reasons for parking that a later version cures."""

_PARKED = ("txh", "i", "ent", "field", "reason")


@dataclass(frozen=True, slots=True)
class UnknownKind:
    """What is kept but not understood yet: kind, field ("" for the whole record), in how many changes."""

    ent: str
    field: str
    changes: int


def unknown(conn: Connection) -> list[UnknownKind]:
    """Everything that waits for a newer version, by kind and field."""
    rows = conn.exec_driver_sql(
        "SELECT ent, field, count(*) FROM parked WHERE reason IN (?, ?) GROUP BY ent, field ORDER BY ent, field",
        UNKNOWN,
    )
    return [UnknownKind(ent, field, int(count)) for ent, field, count in rows]


def refold(conn: Connection) -> int:
    """Apply what is understood now, in the running transaction. How many entries of the list went."""
    known: dict[tuple[bytes, int], list[str]] = {}
    for txh, i, ent, name, reason in conn.execute(select(*(tables.parked.c[column] for column in _PARKED))):
        if reason in UNKNOWN and ent in tables.ENTITIES and (not name or name in fields_of(ent).known):
            known.setdefault((txh, i), []).append(name)
    if not known:
        return 0
    gone = [(txh, i, name) for (txh, i), names in known.items() for name in names]
    delete_many(conn, tables.parked, ("txh", "i", "field"), gone)
    parked: list[Parked] = []
    creates, updates = Creates(conn, _kinds(conn), parked), Updates(conn, parked)
    later: list[tuple[Txn, int, Change]] = []
    for txn in _oldest_first(conn, {txh for txh, _ in known}):
        for i, c in enumerate(txn.changes):
            names = known.get((txn.hash, i))
            if names is None:
                continue
            if c.op == "c" and "" in names:
                creates.take(txn, i, c)
            else:
                later.append((txn, i, _only(c, names)))
    creates.flush()
    for txn, i, c in later:
        if c.op == "c":
            _fill(conn, txn, i, c, parked)
        elif c.op == "u" and c.body is not None:
            updates.take(txn, i, c)
    updates.settle()
    insert_many(conn, tables.parked, _PARKED, parked, "ignore")
    return len(gone)


def _kinds(conn: Connection) -> dict[str, OfficeKind]:
    """The kind of every office that is known here, the own one too."""
    kinds = {peer.office: peer.kind for peer in load_peers(conn)}
    own = get_settings(conn, OFFICE, KIND)
    return kinds | ({own[OFFICE]: OfficeKind(own[KIND])} if OFFICE in own and KIND in own else {})


def _oldest_first(conn: Connection, hashes: set[bytes]) -> Iterator[Txn]:
    """The transactions in the order of their clocks. (Creations go before updates, whatever the clocks say.)"""
    clocks: list[tuple[int, int, bytes]] = []
    for part in chunks(hashes):
        query = select(tables.txn.c.hlc, tables.txn.c.rep, tables.txn.c.hash).where(tables.txn.c.hash.in_(part))
        clocks += [(hlc, rep, digest) for hlc, rep, digest in conn.execute(query)]
    for some in chunks(sorted(clocks), 500):
        found = {txn.hash: txn for txn in read_txns(conn, [digest for *_, digest in some])}
        yield from (found[digest] for *_, digest in some)


def _only(c: Change, names: list[str]) -> Change:
    """The change with nothing but the fields that were not understood; "" stands for all of them."""
    if c.body is None or "" in names:
        return c
    fields = msgspec.json.decode(c.body)
    body = encode_body({name: fields[name] for name in names if name in fields})
    return Change(c.ent, c.rid, c.op, body, c.salt, c.body_hash, c.local)


def _fill(conn: Connection, txn: Txn, i: int, c: Change, parked: list[Parked]) -> None:
    """What a creation said in fields that are columns now. They were empty here: nobody could have written to them."""
    if c.body is None:
        return
    entity, fields = tables.ENTITIES[c.ent], fields_of(c.ent)
    for name, value in msgspec.json.decode(c.body).items():
        if not fields.fits(name, value):
            parked.append((txn.hash, i, c.ent, name, "bad_value"))
            continue
        conn.execute(
            entity.table.update()
            .where(entity.table.c.scope == txn.scope, entity.table.c.id == c.rid, entity.table.c.txh == txn.hash)
            .values({name: value})
        )
