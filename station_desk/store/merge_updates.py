"""Updates that came: collected, then merged with what stands in the rows, many records at a time (EXCHANGE 7.2).

For each field the candidates are what came and what stands in the row. The one with the highest clock (hlc, rep, txn
hash) stands from now on. A candidate that loses is a conflict, unless another write names it as the one it replaced:
then somebody had seen it. A conflict that a later arrival names so is one no more.
"""

from collections.abc import Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import attrgetter
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta
from sqlalchemy import Connection

from station_desk.domain.journal import Change, Clock, Txn, Value
from station_desk.domain.trouble import Trouble
from station_desk.store import tables
from station_desk.store.bulk import blob, chunks
from station_desk.store.merge_creates import Parked
from station_desk.store.merge_values import Number, fields_of, names_fit

_Hash = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?$")]
_body = msgspec.json.Decoder(dict[str, tuple[str | Number | None, Number, Number, _Hash]])

_TOUCHED = "CREATE TEMPORARY TABLE touched (ent TEXT NOT NULL, rid TEXT NOT NULL, PRIMARY KEY (ent, rid)) WITHOUT ROWID"

_TOUCH = "INSERT INTO touched VALUES (?, ?) ON CONFLICT DO NOTHING"
_CLOCKS = (
    "INSERT INTO fclock (scope, ent, rid, field, hlc, rep, txh) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (scope, ent, rid, field) DO UPDATE SET hlc = excluded.hlc, rep = excluded.rep, txh = excluded.txh"
)
_LOSE = (
    "INSERT INTO conflict (scope, ent, rid, field, hlc, rep, txh, val)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, json_quote(?)) ON CONFLICT DO NOTHING"
)
_FORGET = (
    "DELETE FROM conflict WHERE scope = ? AND ent = ? AND rid = ? AND field = ? AND hlc = ? AND rep = ? AND txh = ?"
)

_PART = 24_000
"""So many collected writes are much."""

_TEXT = 500
"""So many characters of what is written count as much as a write."""

_RECORDS = 500
"""So many records are settled together: their pages are still at hand when they are written."""


class _Write(NamedTuple):
    """One write to one field: its clock, its change's place in the transaction, who wrote, the clock of what it replaced,
    what it wrote."""

    rid: str
    field: str
    clock: Clock
    i: int
    office: str
    base: Clock
    value: Value


_ByField = dict[str, dict[Clock, _Write]]
_ByRecord = dict[str, _ByField]


def newest(standing: Clock, came: Iterable[Clock]) -> Clock:
    """The write that stands from now on: the order of clocks is total, so that every desk finds the same."""
    return max(standing, *came)


def unseen(candidates: Iterable[Clock], winner: Clock, replaced: AbstractSet[Clock]) -> list[Clock]:
    """The writes that lost though nobody had seen them: `replaced` are those that another write names."""
    return [clock for clock in candidates if clock != winner and clock not in replaced]


def replaced_by(came: Mapping[Clock, _Write]) -> set[Clock]:
    """The writes that those that came name as the ones they replaced: somebody had seen them."""
    return {write.base for write in came.values()}


def _by_field(writes: Iterable[_Write]) -> _ByField:
    """The writes to one record; of two to one field in one transaction the first counts."""
    found: _ByField = {}
    for write in writes:
        found.setdefault(write.field, {}).setdefault(write.clock, write)
    return found


@dataclass(slots=True)
class _Row:
    """A record as it stands: who made it, with which clock, the fields that are written to, the clocks of the fields
    written after the creation, and the clocks of those writes that are conflicts already."""

    office: str
    made: Clock
    values: dict[str, Value]
    later: dict[str, Clock] = field(default_factory=dict)
    lost: dict[str, set[Clock]] = field(default_factory=dict)

    def clock(self, name: str) -> Clock:
        return self.later.get(name, self.made)


@dataclass(slots=True)
class _Out:
    """What settling some records wants written."""

    fields: dict[tuple[str, ...], list[tuple[object, ...]]] = field(default_factory=dict)
    clocks: list[tuple[object, ...]] = field(default_factory=list)
    lost: list[tuple[object, ...]] = field(default_factory=list)
    settled: list[tuple[object, ...]] = field(default_factory=list)
    touched: list[tuple[object, ...]] = field(default_factory=list)


class Updates:
    """Collects updates of known kinds. `arrived` are the transactions that came with the same bundle. `changed` counts
    the records changed by kind, after `settle`: those that were here before."""

    def __init__(self, conn: Connection, parked: list[Parked], arrived: Container[bytes] = ()) -> None:
        self._conn = conn
        self._driver: Any = conn.connection.driver_connection  # many rows, without SQLAlchemy's look at each
        self._parked = parked
        self._arrived = arrived
        self._collected: dict[tuple[str, str], list[_Write]] = {}
        self._count = 0
        self._any = False
        self._new: set[tuple[object, ...]] = set()
        self.changed: dict[str, int] = {}

    def take(self, txn: Txn, i: int, c: Change) -> None:
        """One update of a known kind, with a body."""
        fields = fields_of(c.ent)
        try:
            writes = _body.decode(c.body or "")
        except (msgspec.MsgspecError, ValueError):
            writes = None
        if writes is None or not names_fit(writes):
            self._parked.append((txn.hash, i, c.ent, "", "bad_value"))
            return
        collected = self._collected.setdefault((txn.scope, c.ent), [])
        clock, named, base = txn.clock, (0, 0, ""), (0, 0, b"")
        for name, (value, hlc, rep, txh) in writes.items():
            if name not in fields.known:
                self._parked.append((txn.hash, i, c.ent, name, "unknown_field"))
            elif not fields.fits(name, value):
                self._parked.append((txn.hash, i, c.ent, name, "bad_value"))
            else:
                if (hlc, rep, txh) != named:
                    named, base = (hlc, rep, txh), (hlc, rep, bytes.fromhex(txh))
                if base >= clock:  # no writer's clock lets it replace what is later than its own write
                    self._parked.append((txn.hash, i, c.ent, name, "bad_value"))
                    continue
                collected.append(_Write(c.rid, name, clock, i, txn.office, base, value))
                self._count += 1 + (len(value) // _TEXT if isinstance(value, str) else 0)

    def settle_part(self) -> None:
        """`settle` what was collected so far, if that is much: a bundle of a million changes must not fill the memory.

        Only while transactions come parents first: what a write replaced is then in the same part or in one before.
        """
        if self._count >= _PART:
            self._settle_collected()

    def settle(self) -> int:
        """Merge what was collected into rows, clocks and conflicts. The number of new conflicts, of all parts.

        Raises Trouble bundle_rejected for a write over one that is not known here.
        """
        self._settle_collected()
        if self._any:
            counted = self._conn.exec_driver_sql("SELECT ent, count(*) FROM touched GROUP BY ent")
            self.changed = {ent: int(count) for ent, count in counted}
            self._conn.exec_driver_sql("DROP TABLE temp.touched")
        return len(self._new)

    def _settle_collected(self) -> None:
        for (scope, ent), writes in self._collected.items():
            writes.sort(key=attrgetter("rid"))  # within a record, they stay in the order in which they came
            of_records = groupby(writes, key=attrgetter("rid"))
            while records := {rid: _by_field(of_record) for rid, of_record in islice(of_records, _RECORDS)}:
                self._settle_records(scope, ent, records)
        self._collected.clear()
        self._count = 0

    def _settle_records(self, scope: str, ent: str, records: _ByRecord) -> None:
        names = sorted({name for fields in records.values() for name in fields})
        rows = self._rows(scope, ent, names, list(records))
        self._check_bases(scope, records, rows)
        self._refuse(scope, ent, records, rows)
        out = _Out()
        for rid, fields in records.items():
            row = rows.get(rid)
            if row is None or not fields:
                continue
            if row.made[2] not in self._arrived:
                out.touched.append((ent, rid))
            new = {}
            for name, came in fields.items():
                clock = self._settle_field((scope, ent, rid, name), row, came, out)
                if clock in came:
                    new[name] = came[clock].value
                    out.clocks.append((scope, ent, rid, name, clock[0], clock[1], blob(clock[2])))
            if new:
                out.fields.setdefault(tuple(new), []).append((*new.values(), scope, rid))
        self._write(ent, out)

    def _settle_field(
        self, key: tuple[str, str, str, str], row: _Row, came: Mapping[Clock, _Write], out: _Out
    ) -> Clock:
        """The clock of the write that stands in the field from now on; the losers that nobody had seen are kept, and
        conflicts that somebody had are forgotten."""
        name = key[3]
        standing = row.clock(name)
        winner = newest(standing, came)
        replaced = replaced_by(came)
        there = row.lost.get(name, set())
        for clock in unseen({standing, *came}, winner, replaced):
            if clock not in there:
                value = came[clock].value if clock in came else row.values[name]
                out.lost.append((*key, *clock, value))
                self._new.add((*key, clock[2]))
        for clock in there & replaced:
            out.settled.append((*key, *clock))
            self._new.discard((*key, clock[2]))
        return winner

    def _rows(self, scope: str, ent: str, names: list[str], rids: list[str]) -> dict[str, _Row]:
        """The records that exist, of those named."""
        run, marks = self._driver.execute, ", ".join("?" * len(rids))
        columns = ", ".join(f'"{name}"' for name in names)
        rows: dict[str, _Row] = {}
        for rid, office, hlc, rep, txh, *values in run(
            f"SELECT id, office, hlc, rep, txh, {columns}"  # noqa: S608 - our own names
            f' FROM "{tables.ENTITIES[ent].table.name}" WHERE scope = ? AND id IN ({marks})',
            (scope, *rids),
        ):
            rows[rid] = _Row(office, (hlc, rep, txh), dict(zip(names, values, strict=True)))
        of_them = f"scope = ? AND ent = ? AND rid IN ({marks})"
        for rid, name, *clock in run(
            f"SELECT rid, field, hlc, rep, txh FROM fclock WHERE {of_them}",  # noqa: S608 - our own text
            (scope, ent, *rids),
        ):
            if rid in rows:
                rows[rid].later[name] = (clock[0], clock[1], clock[2])
        for rid, name, *clock in run(
            f"SELECT rid, field, hlc, rep, txh FROM conflict WHERE {of_them}",  # noqa: S608 - our own text
            (scope, ent, *rids),
        ):
            if rid in rows:
                rows[rid].lost.setdefault(name, set()).add((clock[0], clock[1], clock[2]))
        return rows

    def _check_bases(self, scope: str, records: _ByRecord, rows: dict[str, _Row]) -> None:
        """What a write replaced must be in the journal: it is an ancestor of the write. What stands in the row is."""
        named: set[bytes] = set()
        for rid, fields in records.items():
            row = rows.get(rid)
            for name, came in fields.items():
                for write in came.values():
                    base = write.base[2]
                    if row is None or (base != row.made[2] and base != row.clock(name)[2]):
                        named.add(base)
        named.discard(b"")
        for part in chunks(named):
            marks = ", ".join("?" * len(part))
            found = self._driver.execute(
                f"SELECT count(*) FROM txn WHERE +scope = ? AND hash IN ({marks})",  # noqa: S608 - by the hash, not a scan of the scope
                (scope, *part),
            ).fetchone()[0]
            if found != len(part):
                raise Trouble("bundle_rejected", reason="base")

    def _refuse(self, scope: str, ent: str, records: _ByRecord, rows: dict[str, _Row]) -> None:
        """Take out what was not the writer's to write, or has no record to stand in; it is listed as parked."""
        known = {name: self._known(scope, of, records, name) for name, of in tables.ENTITIES[ent].parents.items()}
        for rid, fields in records.items():
            row = rows.get(rid)
            for name, came in fields.items():
                refused: dict[Clock, str] = {}
                for clock, write in came.items():
                    if row is None:
                        refused[clock] = "dangling"
                    elif row.office != write.office:
                        refused[clock] = "not_owner"
                    elif name in known and write.value is not None and write.value not in known[name]:
                        refused[clock] = "dangling"
                for clock, why in refused.items():
                    self._parked.append((clock[2], came.pop(clock).i, ent, name, why))
            for name in [name for name, came in fields.items() if not came]:
                del fields[name]

    def _known(self, scope: str, parent: str, records: _ByRecord, name: str) -> set[Value]:
        """Those records that the writes to a pointing field name and that exist."""
        named = {write.value for fields in records.values() for write in fields.get(name, {}).values()} - {None}
        found: set[Value] = set()
        for part in chunks(named):
            marks = ", ".join("?" * len(part))
            rows = self._driver.execute(
                f'SELECT id FROM "{tables.ENTITIES[parent].table.name}" WHERE scope = ? AND id IN ({marks})',  # noqa: S608
                (scope, *part),
            )
            found.update(rid for (rid,) in rows)
        return found

    def _write(self, ent: str, out: _Out) -> None:
        if out.touched and not self._any:
            self._conn.exec_driver_sql("DROP TABLE IF EXISTS temp.touched")
            self._conn.exec_driver_sql(_TOUCHED)
            self._any = True
        todo: list[tuple[str, list[tuple[object, ...]]]] = [(_TOUCH, out.touched)]
        for names, rows in out.fields.items():
            sets = ", ".join(f'"{name}" = ?' for name in names)
            todo.append((f'UPDATE "{tables.ENTITIES[ent].table.name}" SET {sets} WHERE scope = ? AND id = ?', rows))  # noqa: S608
        for sql, rows in (*todo, (_CLOCKS, out.clocks), (_LOSE, out.lost), (_FORGET, out.settled)):
            if rows:
                self._driver.executemany(sql, rows)
