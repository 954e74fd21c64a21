"""What two copies wrote against each other: the values that lost unseen (`conflict`), and which a person has settled.

A loser is settled once a `settlement` of its field, made by the office that owns the record, names its transaction as
seen. Settling always writes the field anew, so that a choice made elsewhere, or a late write, is met as a new conflict
and never passed over. The rows of `conflict` are the journal's (`fold`); the marks are records and travel.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from station_desk.domain.journal import Clock, Value
from station_desk.store import tables
from station_desk.store.bulk import chunks
from station_desk.store.erase import tombstones

Written = tuple[str, str, str, str]
"""(scope, ent, rid, field): one field of one record."""

_HEX = re.compile(r"[0-9a-f]{64}")
MOST_SEEN = 50
"""Hashes in one settlement: its text stays below what a field may hold."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A mark: on which field, by which transaction, which writes were seen, which was chosen ("" for a third value).

    `deleted` when the settling was taken back later.
    """

    field: Written
    txh: bytes
    office: str
    seen: tuple[str, ...]
    chosen: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class Wrote:
    """Who wrote a transaction: office, installation, its number there, clock (ms), account, and whether it was written
    at this desk (`here`) or came in a bundle."""

    office: str
    rep: int
    n: int
    hlc: int
    actor: str
    here: bool


def conflict_id(field: Written) -> str:
    """How a conflict is called in a command."""
    return ".".join(field)


def lost_by_field(conn: Connection, rids: Iterable[str] | None = None) -> dict[Written, dict[Clock, Value]]:
    """Every value that lost unseen, by field (on some records)."""
    table = tables.conflict
    query = select(table).order_by(table.c.scope, table.c.ent, table.c.rid, table.c.field)
    parts = [query] if rids is None else [query.where(table.c.rid.in_(part)) for part in chunks(rids)]
    found: dict[Written, dict[Clock, Value]] = {}
    for one in parts:
        for row in conn.execute(one):
            lost = found.setdefault((row.scope, row.ent, row.rid, row.field), {})
            lost[row.hlc, row.rep, row.txh] = json.loads(row.val)
    return found


def lost_values(
    conn: Connection, scope: str, ent: str, rids: Iterable[str]
) -> dict[str, dict[str, dict[Clock, Value]]]:
    """The values that lost unseen on some records: {record: {field: {clock: value}}}."""
    table = tables.conflict
    found: dict[str, dict[str, dict[Clock, Value]]] = {}
    for part in chunks(rids):
        query = select(table).where(table.c.scope == scope, table.c.ent == ent, table.c.rid.in_(part))
        for row in conn.execute(query):
            lost = found.setdefault(row.rid, {}).setdefault(row.field, {})
            lost[row.hlc, row.rep, row.txh] = json.loads(row.val)
    return found


def settlements(conn: Connection, rids: Iterable[str] | None = None) -> list[Settlement]:
    """The marks (about some records), oldest first; those of erased records and of strangers left out."""
    table = tables.settlement
    query = select(table).order_by(table.c.hlc, table.c.rep, table.c.txh, table.c.id)
    rows: list[Any] = []
    if rids is None:
        rows += conn.execute(query).all()
    else:
        for part in chunks(rids):
            rows += conn.execute(query.where(table.c.about_id.in_(part))).all()
    gone = {
        (scope, ent): tombstones(conn, scope, ent, [r.about_id for r in rows if (r.scope, r.about_ent) == (scope, ent)])
        for scope, ent in {(row.scope, row.about_ent) for row in rows}
    }
    found = []
    for row in rows:
        seen = _hashes(row.seen)
        if seen and row.about_ent in tables.ENTITIES and row.about_id not in gone[row.scope, row.about_ent]:
            field = (row.scope, row.about_ent, row.about_id, row.about_field)
            found.append(Settlement(field, row.txh, row.office, seen, row.chosen or "", bool(row.deleted)))
    return found


def settled_hashes(marks: Iterable[Settlement], owners: Mapping[Written, str]) -> dict[Written, set[str]]:
    """Which writes of which fields were seen by a person of the record's own office; `owners` name that office."""
    found: dict[Written, set[str]] = {}
    for mark in marks:
        if not mark.deleted and owners.get(mark.field) == mark.office:
            found.setdefault(mark.field, set()).update(mark.seen)
    return found


def wrote(conn: Connection, hashes: Iterable[bytes]) -> dict[bytes, Wrote]:
    """The authors of some transactions."""
    txn = tables.txn
    found: dict[bytes, Wrote] = {}
    for part in chunks(hashes):
        query = select(txn.c.hash, txn.c.office, txn.c.rep, txn.c.n, txn.c.hlc, txn.c.actor, txn.c.import_id)
        for row in conn.execute(query.where(txn.c.hash.in_(part))):
            found[row.hash] = Wrote(row.office, row.rep, row.n, row.hlc, row.actor, row.import_id is None)
    return found


def written_value(conn: Connection, field: Written, txh: bytes) -> Value:
    """What a transaction wrote into a field, None also where its body is gone."""
    change = tables.change
    _scope, ent, rid, name = field
    query = select(change.c.op, change.c.body).where(
        change.c.txh == txh, change.c.ent == ent, change.c.rid == rid, change.c.body.is_not(None), change.c.op != "x"
    )
    value: Value = None
    for op, body in conn.execute(query.order_by(change.c.i)):
        fields = json.loads(body)
        if name in fields:
            value = fields[name] if op == "c" else fields[name][0]
    return value


def mark_fields(field: Written, seen: Sequence[bytes], chosen: bytes | None) -> list[dict[str, Value]]:
    """The fields of the settlement records of one choice: nearly always one record."""
    _scope, ent, rid, name = field
    return [
        {
            "about_ent": ent,
            "about_id": rid,
            "about_field": name,
            "seen": json.dumps([digest.hex() for digest in part]),
            "chosen": chosen.hex() if chosen is not None else "",
        }
        for part in chunks(seen, MOST_SEEN)
    ]


def _hashes(text: str | None) -> tuple[str, ...]:
    """The hashes a mark names; none where it holds something else (it may come from another office)."""
    try:
        read = json.loads(text or "")
    except ValueError:
        return ()
    return tuple(one for one in read if isinstance(one, str) and _HEX.fullmatch(one)) if isinstance(read, list) else ()
