"""The unit of work: one act of one person. Rows and journal are written together, in one commit, when the act ends.

Changes are collected and written set-wise: ten thousand records cost a few statements, not ten thousand.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from station_desk.domain.journal import (
    MAX_CHANGES,
    SALT_BYTES,
    Change,
    Clock,
    Op,
    Txn,
    Value,
    body_hash,
    encode_body,
    next_hlc,
    txn_hash,
)
from station_desk.domain.trouble import Trouble
from station_desk.store import tables
from station_desk.store.access import append_access
from station_desk.store.blobs import ENT, drop_unnamed
from station_desk.store.current import Current, read_current
from station_desk.store.erase import erase_records
from station_desk.store.journal_rows import append_txns, heads, set_heads
from station_desk.store.settings import HLC, SEQUENCE, get_settings, put_settings
from station_desk.store.written import write_creates, write_updates

Record = tuple[str, str]
"""(ent, rid)"""

WordsCheck = Callable[[str, Mapping[str, Value]], None]
"""Looks at the fields of a record (ent, fields) before they are taken."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: the office, the installation, the person, what the act is called and its instant (UTC ISO, ms)."""

    office: str
    rep: int
    actor: str
    action: str
    at: str
    wall_ms: int


@dataclass(slots=True)
class _Pending:
    """What the act does to one record so far."""

    op: Op
    fields: dict[str, Value] = field(default_factory=dict)
    affirmed: set[str] = field(default_factory=set)


class UnitOfWork:
    """Collects the changes of one act; `Store.write` opens it and calls `flush` at the end."""

    def __init__(self, conn: Connection, author: Author, scope: str, run: str, words: WordsCheck | None = None) -> None:
        """`words` is shown the fields that are written, and refuses them by a Trouble."""
        self._words = words
        self.conn = conn
        self.scope = scope
        self.run = run
        self._author = author
        self._pending: dict[Record, _Pending] = {}
        self._replaced = 0
        self.kinds: set[str] = set()
        self.txns: list[Txn] = []

    @property
    def ids(self) -> set[str]:
        """The records touched so far."""
        return {rid for _, rid in self._pending}

    def create(self, ent: str, rid: str, fields: Mapping[str, Value]) -> None:
        """A new record. Fields that are not named, or None, stay empty."""
        _check_fields(ent, fields)
        if self._words is not None:
            self._words(ent, fields)
        if (ent, rid) in self._pending:
            raise ValueError(f"{ent} {rid} is touched twice")
        self._pending[ent, rid] = _Pending("c", {k: v for k, v in fields.items() if v is not None})

    def update(self, ent: str, rid: str, fields: Mapping[str, Value]) -> None:
        """New values for some fields; only real differences are journaled.

        When the act ends: Trouble `record_missing` (never made, or erased), `not_ours` (another office made it).
        """
        _check_fields(ent, fields)
        if self._words is not None:
            self._words(ent, fields)
        self._update(ent, rid, fields)

    def _update(self, ent: str, rid: str, fields: Mapping[str, Value]) -> None:
        pending = self._pending.setdefault((ent, rid), _Pending("u"))
        if pending.op == "x":
            raise Trouble("record_missing", kind=ent)
        pending.fields.update(fields)

    def affirm(self, ent: str, rid: str, fields: Mapping[str, Value]) -> None:
        """As `update`, but journaled even where the value stands there already: somebody has looked and chosen it."""
        _check_fields(ent, fields)
        self._update(ent, rid, fields)
        self._pending[ent, rid].affirmed.update(fields)

    def delete(self, ent: str, rid: str) -> None:
        """Strike the record out: it stays in the journal and can come back by undo."""
        self.update(ent, rid, {"deleted": 1})

    def erase(self, ent: str, rid: str) -> None:
        """Erase the record for ever: bodies go, a tombstone stays. There is no undo. Troubles as `update`."""
        pending = self._pending.get((ent, rid))
        if pending is not None and pending.op == "c":
            del self._pending[ent, rid]
        else:
            self._pending[ent, rid] = _Pending("x")

    def access(self, act: str, object: str, detail: str = "") -> None:  # noqa: A002
        """An entry of the access log in the same commit."""
        append_access(self.conn, self._author.at, self._author.actor, act, object, detail)
        self.kinds.add("access_log")

    def flush(self) -> None:
        """Write what was collected: journal, rows, clocks, heads. Called once, by `Store.write`."""
        current = self._read_current()
        units = [unit for unit in (self._changes(*item, current) for item in self._pending.items()) if unit]
        if not units:
            return
        self.txns = self._chain(units)
        append_txns(self.conn, self.txns)
        set_heads(self.conn, self.scope, [self.txns[-1].hash])
        write_creates(self.conn, self.txns)
        write_updates(self.conn, self.txns)
        for txn in self.txns:
            gone = [(c.ent, c.rid, txn.hash) for c in txn.changes if c.op == "x"]
            if gone:
                erase_records(self.conn, self.scope, gone)
        self.kinds.update(c.ent for txn in self.txns for c in txn.changes)
        if ENT in self.kinds:
            drop_unnamed(self.conn)

    def _read_current(self) -> dict[Record, Current]:
        """The stored state of every record that is updated or erased; troubles where that may not be."""
        wanted: dict[str, list[str]] = {}
        for (ent, rid), pending in self._pending.items():
            if pending.op != "c":
                wanted.setdefault(ent, []).append(rid)
        found: dict[Record, Current] = {}
        for ent, rids in wanted.items():
            for rid, state in read_current(self.conn, self.scope, ent, rids).items():
                found[ent, rid] = state
            for rid in rids:
                present = found.get((ent, rid))
                if present is None or present.erased:
                    raise Trouble("record_missing", kind=ent)
                if present.office != self._author.office:
                    raise Trouble("not_ours", kind=ent, office=present.office)
        return found

    def _changes(self, record: Record, pending: _Pending, current: dict[Record, Current]) -> list[Change]:
        """The changes that one record needs: none, one, or two where a local field is touched."""
        ent, rid = record
        local = tables.ENTITIES[ent].local
        if pending.op == "x":
            return [_change(ent, rid, "x", {})]
        if pending.op == "c":
            home = {k: [v, 0, 0, ""] for k, v in pending.fields.items() if k in local}
            made = [_change(ent, rid, "c", {k: v for k, v in pending.fields.items() if k not in local})]
            return made + ([_change(ent, rid, "u", home, local=True)] if home else [])
        state = current[record]
        differing = {
            k: _over(v, state.clock(k))
            for k, v in pending.fields.items()
            if state.fields[k] != v or k in pending.affirmed
        }
        self._replaced = max(self._replaced, *(state.clock(k)[0] for k in differing), 0)
        travels = {k: v for k, v in differing.items() if k not in local}
        home = {k: v for k, v in differing.items() if k in local}
        made = [_change(ent, rid, "u", travels)] if travels else []
        return made + ([_change(ent, rid, "u", home, local=True)] if home else [])

    def _chain(self, units: list[list[Change]]) -> list[Txn]:
        """The act as transactions of at most `MAX_CHANGES`, each the parent of the next.

        What an act replaces can bear the clock of a desk whose date ran ahead. The act's own clock is above it all the
        same, so that the correction holds everywhere; this desk's clock is not dragged along.
        """
        seen = get_settings(self.conn, HLC, SEQUENCE)
        hlc, n = int(seen.get(HLC, "0")), int(seen.get(SEQUENCE, "0"))
        parents = tuple(heads(self.conn, self.scope).get(self.scope, []))
        chain: list[Txn] = []
        for changes in _batches(units):
            hlc, n = next_hlc(hlc, self._author.wall_ms), n + 1
            chain.append(self._txn(max(hlc, self._replaced + 1), n, parents, changes))
            parents = (chain[-1].hash,)
        put_settings(self.conn, {HLC: str(hlc), SEQUENCE: str(n)})
        return chain

    def _txn(self, hlc: int, n: int, parents: tuple[bytes, ...], changes: list[Change]) -> Txn:
        a = self._author
        head = (self.scope, a.office, a.rep, n, hlc, a.actor, a.action, self.run, tables.SCHEMA_VERSION)
        return Txn(txn_hash(*head, parents, changes), *head, parents=parents, changes=tuple(changes))


def _check_fields(ent: str, fields: Mapping[str, Value]) -> None:
    """A field that the record does not have, or a value of another kind, is a bug of the caller."""
    known = tables.ENTITIES[ent].fields
    for name, value in fields.items():
        if name not in known:
            raise ValueError(f"{ent} has no field {name!r}")
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            raise TypeError(f"{ent}.{name} cannot hold {type(value).__name__}")


def _change(ent: str, rid: str, op: Op, fields: Mapping[str, object], *, local: bool = False) -> Change:
    salt, body = os.urandom(SALT_BYTES), encode_body(fields)
    return Change(ent, rid, op, body, salt, body_hash(salt, body), local)


def _over(value: Value, clock: Clock) -> list[Value]:
    """A new value and the clock of the write that it replaces."""
    return [value, clock[0], clock[1], clock[2].hex()]


def _batches(units: list[list[Change]]) -> list[list[Change]]:
    """Changes in batches of at most `MAX_CHANGES`; what belongs to one record stays together."""
    batches: list[list[Change]] = [[]]
    for unit in units:
        if len(batches[-1]) + len(unit) > MAX_CHANGES:
            batches.append([])
        batches[-1].extend(unit)
    return batches
