"""New records that came: their bodies read, their values checked, their rows inserted in bulk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from station_desk.domain.journal import Change, Txn, Value
from station_desk.domain.records import OfficeKind
from station_desk.store import tables
from station_desk.store.bulk import blob, chunks
from station_desk.store.merge_values import Fields, fields_of
from station_desk.store.tables import Entity
from station_desk.store.written import OWN_COLUMNS

Parked = tuple[bytes, int, str, str, str]
"""(txh, i, ent, field, reason): kept in the journal, listed, not applied. Field "" stands for the whole change."""

_SCOPE, _RID, _OFFICE, _TXH, _OWN = 0, 1, 2, 5, len(OWN_COLUMNS)
_MOST_SEEN = 20_000
"""Parents that are remembered as there; beyond that many they are looked up again."""

_Row = tuple[Value | bytes | bytearray, ...]


@dataclass(slots=True)
class _Kind:
    """One kind of record: what it holds, who may make one, and the rows that wait to be inserted."""

    entity: Entity
    fields: Fields
    makers: frozenset[str]
    rows: list[_Row] = field(default_factory=list)
    seen: set[tuple[Any, Any]] = field(default_factory=set)
    """(scope, id) of records that are in the table for certain."""

    def remember(self, keys: Iterable[tuple[Any, ...]]) -> None:
        """These are in the table."""
        if len(self.seen) > _MOST_SEEN:
            self.seen.clear()
        self.seen.update(keys)

    def insert(self, driver: Any) -> int:
        """Insert the rows that wait; how many were new. Columns that are empty in all of them are left out."""
        names = (*OWN_COLUMNS, *self.entity.fields)
        empty = len(self.rows)
        used = [place for place, column in enumerate(zip(*self.rows, strict=True)) if column.count(None) < empty]
        rows = self.rows if len(used) == len(names) else map(itemgetter(*used), self.rows)
        columns = ", ".join([names[place] for place in used])
        sql = f'INSERT INTO "{self.entity.table.name}" ({columns}) VALUES ({", ".join("?" * len(used))})'  # noqa: S608
        return int(driver.executemany(sql + " ON CONFLICT DO NOTHING", rows).rowcount)


class Creates:
    """Collects creations and inserts their rows. `made` counts the rows by kind."""

    def __init__(self, conn: Connection, kinds: Mapping[str, OfficeKind], parked: list[Parked]) -> None:
        self._conn = conn
        self._driver: Any = conn.connection.driver_connection  # many rows, without SQLAlchemy's look at each
        self._parked = parked
        self._kinds = {
            name: _Kind(
                entity,
                fields_of(name),
                frozenset(code for code, kind in kinds.items() if entity.owner in ("any", kind.value)),
            )
            for name, entity in tables.ENTITIES.items()
        }
        self._parents = {parent for entity in tables.ENTITIES.values() for parent in entity.parents.values()}
        self._txh = blob()
        self.made: dict[str, int] = {}

    def take(self, txn: Txn, i: int, c: Change) -> None:
        """One creation of a known kind."""
        ent, rid, body = c[0], c[1], c[3]  # by place: a million of them come at once
        kind = self._kinds[ent]
        if txn.office not in kind.makers:
            self._parked.append((txn.hash, i, ent, "", "not_owner"))
            return
        row = kind.fields.blank if body is None else kind.fields.row(body)
        if row is None:
            row = self._odd_row(kind.fields, txn.hash, i, c)
        if row is not None:
            if self._txh != txn.hash:
                self._txh = blob(txn.hash)
            kind.rows.append((txn.scope, rid, txn.office, txn.hlc, txn.rep, self._txh, *row))

    def _odd_row(self, fields: Fields, txh: bytes, i: int, c: Change) -> tuple[Value, ...] | None:
        """The values of a body with something in it that is not known or does not fit; that is listed as parked."""
        values = fields.values(c.body or "")
        if values is None or not all(fields.fits(name, values.get(name)) for name in fields.required):
            self._parked.append((txh, i, c.ent, "", "bad_value"))
            return None
        self._parked += [(txh, i, c.ent, name, "unknown_field") for name in sorted(values.keys() - fields.known)]
        bad = {name for name in fields.names if not fields.fits(name, values.get(name))}
        self._parked += [(txh, i, c.ent, name, "bad_value") for name in sorted(bad)]
        return tuple(None if name in bad else values.get(name) for name in fields.names)

    def flush(self) -> None:
        """Insert what was collected, parents first. A record that is there already stays as it is."""
        for ent, kind in self._kinds.items():
            if not kind.rows:
                continue
            for name, parent in kind.entity.parents.items():
                self._empty_dangling(kind, name, self._kinds[parent])
            inserted = kind.insert(self._driver)
            if inserted != len(kind.rows):
                self._park_doubles(kind)
            self.made[ent] = self.made.get(ent, 0) + inserted
            if ent in self._parents:
                kind.remember([row[:_OFFICE] for row in kind.rows])
            kind.rows = []

    def _empty_dangling(self, kind: _Kind, name: str, parent: _Kind) -> None:
        """Empty a field that points to nobody; it is listed as parked. The parents are in their table by now.

        (Left to the database's own check, one stray pointer makes each later parent search for its children.)
        """
        place = _OWN + kind.fields.names.index(name)
        stray = {(row[_SCOPE], row[place]) for row in kind.rows if row[place] is not None} - parent.seen
        for scope in {scope for scope, _ in stray}:
            for part in chunks(sorted([str(value) for of, value in stray if of == scope])):
                marks = ", ".join("?" * len(part))
                there = self._driver.execute(
                    f'SELECT scope, id FROM "{parent.entity.table.name}" WHERE scope = ? AND id IN ({marks})',  # noqa: S608
                    (scope, *part),
                ).fetchall()
                stray.difference_update(there)
                parent.remember(there)
        if stray:
            kind.rows = [self._emptied(kind, row, place) if (row[0], row[place]) in stray else row for row in kind.rows]

    def _emptied(self, kind: _Kind, row: _Row, place: int) -> _Row:
        self._park(kind, row, kind.fields.names[place - _OWN], "dangling")
        return (*row[:place], None, *row[place + 1 :])

    def _park_doubles(self, kind: _Kind) -> None:
        """List the creations of records that another transaction, or an earlier change of the same, had made before."""
        seen: set[tuple[Any, Any]] = set()
        for row in kind.rows:
            key = (row[_SCOPE], row[_RID])
            there = self._conn.exec_driver_sql(
                f'SELECT txh FROM "{kind.entity.table.name}" WHERE scope = ? AND id = ?',  # noqa: S608 - our own names
                key,
            ).scalar()
            if there != row[_TXH] or key in seen:
                self._park(kind, row, "", "bad_value", last=key in seen)
            seen.add(key)

    def _park(self, kind: _Kind, row: _Row, name: str, reason: str, *, last: bool = False) -> None:
        """List the change that made the row; `last`: the later of two in one transaction."""
        i = self._conn.exec_driver_sql(
            f"SELECT {'max' if last else 'min'}(i) FROM change WHERE txh = ? AND rid = ? AND ent = ? AND op = 'c'",  # noqa: S608
            (row[_TXH], row[_RID], kind.entity.name),
        ).scalar_one()
        self._parked.append((bytes(row[_TXH]), int(i), kind.entity.name, name, reason))  # type: ignore[arg-type]
