"""New records that came: their bodies read, their values checked, their rows inserted in bulk."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from station_desk.domain.journal import Change, Txn, Value
from station_desk.domain.records import OfficeKind
from station_desk.store import tables
from station_desk.store.merge_values import Fields, fields_of
from station_desk.store.tables import Entity
from station_desk.store.written import OWN_COLUMNS

Parked = tuple[bytes, int, str, str, str]
"""(txh, i, ent, field, reason): kept in the journal, listed, not applied. Field "" stands for the whole change."""


class Creates:
    """Collects creations and inserts their rows. `made` counts the rows by kind."""

    def __init__(self, conn: Connection, kinds: Mapping[str, OfficeKind], parked: list[Parked]) -> None:
        self._conn = conn
        self._parked = parked
        self._makers = {
            name: frozenset(code for code, kind in kinds.items() if entity.owner in ("any", kind.value))
            for name, entity in tables.ENTITIES.items()
        }
        self._rows: dict[str, list[tuple[object, ...]]] = {}
        self._sources: dict[str, list[tuple[bytes, int]]] = {}
        self.made: dict[str, int] = {}

    def take(self, txn: Txn, i: int, c: Change) -> None:
        """One creation of a known kind."""
        if txn.office not in self._makers[c.ent]:
            self._parked.append((txn.hash, i, c.ent, "", "not_owner"))
            return
        row = self._row(txn.hash, i, c)
        if row is not None:
            own = (txn.scope, c.rid, txn.office, txn.hlc, txn.rep, txn.hash)
            self._rows.setdefault(c.ent, []).append(own + row)
            self._sources.setdefault(c.ent, []).append((txn.hash, i))

    def _row(self, txh: bytes, i: int, c: Change) -> tuple[Value, ...] | None:
        """The values in the order of the fields; None for a body that is none."""
        fields = fields_of(c.ent)
        if c.body is None:
            return tuple(1 if name == "deleted" else None for name in fields.names)
        return fields.row(c.body) or self._odd_row(fields, txh, i, c)

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
        for ent, entity in tables.ENTITIES.items():
            rows = self._rows.pop(ent, [])
            sources = self._sources.pop(ent, [])
            if not rows:
                continue
            names = (*OWN_COLUMNS, *entity.fields)
            sql = (
                f'INSERT INTO "{entity.table.name}" ({", ".join(names)})'  # noqa: S608 - our own names
                f" VALUES ({', '.join('?' * len(names))}) ON CONFLICT DO NOTHING"
            )
            inserted = self._conn.exec_driver_sql(sql, rows).rowcount
            if inserted != len(rows):
                self._park_doubles(ent, entity, rows, sources)
            self.made[ent] = self.made.get(ent, 0) + inserted

    def _park_doubles(
        self, ent: str, entity: Entity, rows: list[tuple[object, ...]], sources: list[tuple[bytes, int]]
    ) -> None:
        """List the creations of records that another transaction had made before."""
        for row, (txh, i) in zip(rows, sources, strict=True):
            there = self._conn.exec_driver_sql(
                f'SELECT txh FROM "{entity.table.name}" WHERE scope = ? AND id = ?',  # noqa: S608 - our own names
                (row[0], row[1]),
            ).scalar()
            if there != txh:
                self._parked.append((txh, i, ent, "", "bad_value"))

    def drop_dangling(self, scopes: Iterable[str]) -> None:
        """Empty the fields of new records that point to nobody; it is listed as parked."""
        for ent in self.made:
            entity = tables.ENTITIES[ent]
            for name, parent in entity.parents.items():
                for scope in scopes:
                    self._drop_field(scope, entity, name, tables.ENTITIES[parent])

    def _drop_field(self, scope: str, entity: Entity, name: str, parent: Entity) -> None:
        run = self._conn.exec_driver_sql
        stray = run(
            f'SELECT r.id, r.txh, c.i FROM "{entity.table.name}" AS r'  # noqa: S608 - our own names
            " JOIN change AS c ON c.txh = r.txh AND c.rid = r.id AND c.op = 'c'"
            f' WHERE r.scope = ? AND r."{name}" IS NOT NULL AND NOT EXISTS'
            f' (SELECT 1 FROM "{parent.table.name}" AS p WHERE p.scope = r.scope AND p.id = r."{name}")',
            (scope,),
        ).fetchall()
        for rid, txh, i in stray:
            sql = f'UPDATE "{entity.table.name}" SET "{name}" = NULL WHERE scope = ? AND id = ?'  # noqa: S608
            run(sql, (scope, rid))
            self._parked.append((txh, i, entity.name, name, "dangling"))
