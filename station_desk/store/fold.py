"""The journal folded into records: what the rows must be, or what they were up to an instant.

For each field, a write that another one names as the value it replaced is superseded; of the rest the one with the
highest clock (hlc, rep, hash) stands (the rule of `merge_updates`), and the others have lost unseen: they are the field's
conflict. A record's creation writes every field. Bodies that are gone (erased, or of a field that stayed at home elsewhere)
and parked fields count for nothing.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from station_desk.domain.journal import Clock, Value
from station_desk.store import tables
from station_desk.store.archive import is_marker

_BATCH = 5_000
_RID, _ENT, _SCOPE, _OFFICE, _HLC, _REP, _TXH, _I, _OP, _BODY, _SALT = range(11)

WHOLE = ""
"""A parked row with this field parks the whole change."""


@dataclass(slots=True)
class Folded:
    """One record as the journal tells it; `archived` where that stands in an archive that is not at hand: then nothing
    else of it is known. `later` holds the clocks of fields written after the creation, `lost` for each
    field the writes that lost though nobody had seen them: {field: {clock: value}}."""

    scope: str
    ent: str
    rid: str
    office: str
    made: Clock
    fields: dict[str, Value]
    later: dict[str, Clock] = field(default_factory=dict)
    erased: bool = False
    archived: bool = False
    lost: dict[str, dict[Clock, Value]] = field(default_factory=dict)


def fold(
    conn: Connection, *, ents: Collection[str] = (), scope: str | None = None, until_ms: int | None = None
) -> Iterator[Folded]:
    """Every record of the kinds `ents` (default: all known) in the order of its id, erased ones included.

    `until_ms`: only transactions whose clock is not later.
    """
    change, txn = tables.change, tables.txn
    query = (
        select(
            *(change.c.rid, change.c.ent, txn.c.scope, txn.c.office, txn.c.hlc, txn.c.rep, txn.c.hash),
            *(change.c.i, change.c.op, change.c.body, change.c.salt),
        )
        .join(txn, txn.c.hash == change.c.txh)
        .where(change.c.ent.in_(list(ents or tables.ENTITIES)))
        .order_by(change.c.rid)
    )
    if scope is not None:
        query = query.where(txn.c.scope == scope)
    if until_ms is not None:
        query = query.where(txn.c.hlc <= until_ms)
    parked = _parked(conn)
    rows = conn.execution_options(yield_per=_BATCH).execute(query)
    for _rid, of_rid in groupby(rows, key=itemgetter(_RID)):
        yield from _fold_records(list(of_rid), parked)


def _parked(conn: Connection) -> dict[tuple[bytes, int], set[str]]:
    """Which fields of which changes are listed but not applied."""
    found: dict[tuple[bytes, int], set[str]] = {}
    for txh, i, name in conn.execute(select(tables.parked.c.txh, tables.parked.c.i, tables.parked.c.field)):
        found.setdefault((txh, i), set()).add(name)
    return found


def _fold_records(rows: list[Any], parked: dict[tuple[bytes, int], set[str]]) -> Iterator[Folded]:
    """The records that share one id: nearly always one."""
    kinds: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        kinds.setdefault((row[_ENT], row[_SCOPE]), []).append(row)
    for (ent, scope), of_record in kinds.items():
        record = _fold_one(ent, scope, of_record, parked)
        if record is not None:
            yield record


def _fold_one(ent: str, scope: str, rows: list[Any], parked: dict[tuple[bytes, int], set[str]]) -> Folded | None:
    names = tables.ENTITIES[ent].fields
    rows = [row for row in rows if WHOLE not in parked.get((row[_TXH], row[_I]), ())]
    made = min((row for row in rows if row[_OP] == "c"), key=itemgetter(_HLC, _REP, _TXH), default=None)
    if made is None:
        return None
    marked = next((row[_SALT] for row in rows if row[_BODY] is None and is_marker(row[_SALT])), None)
    if marked is not None:
        return Folded(scope, ent, made[_RID], made[_OFFICE], (made[_HLC], made[_REP], made[_TXH]), {}, archived=True)
    first = json.loads(made[_BODY]) if made[_BODY] is not None else {}
    fields: dict[str, Value] = {name: first.get(name, 0 if name == "deleted" else None) for name in names}
    for name in parked.get((made[_TXH], made[_I]), ()):
        if name in fields:
            fields[name] = None
    record = Folded(scope, ent, made[_RID], made[_OFFICE], (made[_HLC], made[_REP], made[_TXH]), fields)
    if made[_BODY] is None or any(row[_OP] == "x" for row in rows):
        record.fields = {name: 1 if name == "deleted" else None for name in names}
        record.erased = True
        return record
    writes: dict[str, list[_Write]] = {}
    for row in rows:
        if row[_OP] == "u" and row[_BODY] is not None:
            for name, (value, hlc, rep, txh) in json.loads(row[_BODY]).items():
                if name in fields and name not in parked.get((row[_TXH], row[_I]), ()):
                    write = ((row[_HLC], row[_REP], row[_TXH]), value, (hlc, rep, bytes.fromhex(txh)))
                    writes.setdefault(name, []).append(write)
    for name, of_field in writes.items():
        _settle(record, name, of_field)
    return record


_Write = tuple[Clock, Value, Clock]
"""(its clock, what it wrote, the clock of what it replaced)"""


def _settle(record: Folded, name: str, writes: list[_Write]) -> None:
    """Put the write that stands into the record, unless the creation does; the rest of what nobody had seen is lost."""
    superseded = {base for _, _, base in writes}
    standing = {clock: value for clock, value, _ in writes if clock not in superseded}
    newest = max(standing)
    if record.made not in superseded:
        standing.setdefault(record.made, record.fields[name])
        newest = max(standing)
    if newest != record.made or any(clock == newest for clock, _, _ in writes):
        record.fields[name] = standing[newest]
        record.later[name] = newest
    del standing[newest]
    if standing:
        record.lost[name] = standing
