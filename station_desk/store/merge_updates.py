"""Updates that came: staged in temporary tables and merged set-wise (EXCHANGE 7.2).

For each field the candidates are what was staged and what stands in the row. The one with the highest clock (hlc, rep,
txn hash) stands from now on. A candidate that loses is a conflict, unless another write names it as the one it replaced:
then somebody had seen it. A conflict that a later arrival names so is one no more.
"""

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import Connection

from station_desk.domain.journal import Change, Txn
from station_desk.domain.trouble import Trouble
from station_desk.store import tables
from station_desk.store.merge_creates import Parked
from station_desk.store.merge_values import Number, fields_of

_Hash = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?$")]
_body = msgspec.json.Decoder(dict[str, tuple[str | Number | None, Number, Number, _Hash]])

_STAGED = """
CREATE TEMPORARY TABLE staged (
    ent TEXT NOT NULL, rid TEXT NOT NULL, field TEXT NOT NULL, hlc INTEGER NOT NULL, rep INTEGER NOT NULL,
    txh BLOB NOT NULL, scope TEXT NOT NULL, office TEXT NOT NULL, i INTEGER NOT NULL,
    base_hlc INTEGER NOT NULL, base_rep INTEGER NOT NULL, base_txh BLOB NOT NULL, val, refused TEXT,
    PRIMARY KEY (scope, ent, rid, field, hlc, rep, txh)
) WITHOUT ROWID
"""
_CANDIDATE = """
CREATE TEMPORARY TABLE candidate (
    ent TEXT NOT NULL, rid TEXT NOT NULL, field TEXT NOT NULL, hlc INTEGER NOT NULL, rep INTEGER NOT NULL,
    txh BLOB NOT NULL, staged INTEGER NOT NULL, val
)
"""
_WINNER = """
CREATE TEMPORARY TABLE winner (
    ent TEXT NOT NULL, field TEXT NOT NULL, rid TEXT NOT NULL, hlc INTEGER NOT NULL, rep INTEGER NOT NULL,
    txh BLOB NOT NULL, staged INTEGER NOT NULL, val, PRIMARY KEY (ent, field, rid)
) WITHOUT ROWID
"""
_TOUCHED = "CREATE TEMPORARY TABLE touched (ent TEXT NOT NULL, rid TEXT NOT NULL, PRIMARY KEY (ent, rid)) WITHOUT ROWID"
_TEMPORARY = {"staged": _STAGED, "candidate": _CANDIDATE, "winner": _WINNER, "touched": _TOUCHED}

_PART = 40_000
"""So many staged writes are much."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of one kind of record that was written, in one scope."""

    scope: str
    ent: str
    name: str


class Updates:
    """Collects updates of known kinds. `changed` counts the records changed by kind, after `settle`."""

    def __init__(self, conn: Connection, parked: list[Parked]) -> None:
        self._conn = conn
        self._driver: Any = conn.connection.driver_connection  # many rows, without SQLAlchemy's look at each
        self._parked = parked
        self._rows: list[tuple[object, ...]] = []
        self._any = False
        self._staged = 0
        self._new: set[tuple[object, ...]] = set()
        self.changed: dict[str, int] = {}

    def take(self, txn: Txn, i: int, c: Change) -> None:
        """One update of a known kind, with a body."""
        fields = fields_of(c.ent)
        try:
            writes = _body.decode(c.body or "")
        except (msgspec.MsgspecError, ValueError):
            self._parked.append((txn.hash, i, c.ent, "", "bad_value"))
            return
        for name, (value, hlc, rep, txh) in writes.items():
            if name not in fields.known:
                self._parked.append((txn.hash, i, c.ent, name, "unknown_field"))
            elif not fields.fits(name, value):
                self._parked.append((txn.hash, i, c.ent, name, "bad_value"))
            else:
                own = (c.ent, c.rid, name, txn.hlc, txn.rep, txn.hash, txn.scope, txn.office, i)
                self._rows.append((*own, hlc, rep, bytes.fromhex(txh), value))

    def flush(self) -> None:
        """Stage what was collected."""
        if not self._rows:
            return
        if not self._any:
            for name, statement in _TEMPORARY.items():
                self._conn.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{name}")
                self._conn.exec_driver_sql(statement)
            self._any = True
        self._driver.executemany(
            "INSERT INTO staged (ent, rid, field, hlc, rep, txh, scope, office, i, base_hlc, base_rep, base_txh, val)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            self._rows,
        )
        self._staged += len(self._rows)
        self._rows = []

    def settle_part(self, import_id: str) -> None:
        """`settle` what was staged so far, if that is much: a bundle of a million changes must not fill the memory.

        Only while transactions come parents first: what a write replaced is then in the same part or in one before.
        """
        if self._staged >= _PART:
            self._settle_staged(import_id)

    def settle(self, import_id: str) -> int:
        """Merge what was staged into rows, clocks and conflicts. The number of new conflicts, of all parts.

        Raises Trouble bundle_rejected for a write over one that is not known here.
        """
        if not self._any:
            return 0
        self._settle_staged(import_id)
        counted = self._conn.exec_driver_sql("SELECT ent, count(*) FROM touched GROUP BY ent")
        self.changed = {ent: int(count) for ent, count in counted}
        for name in _TEMPORARY:
            self._conn.exec_driver_sql(f"DROP TABLE temp.{name}")
        return len(self._new)

    def _settle_staged(self, import_id: str) -> None:
        self._check_bases()
        self._refuse()
        written = [
            _Field(*row)
            for row in self._conn.exec_driver_sql("SELECT DISTINCT scope, ent, field FROM staged ORDER BY scope, ent")
        ]
        self._note_touched({one.ent for one in written}, import_id)
        for scope in sorted({one.scope for one in written}):
            self._settle_scope(scope, [one for one in written if one.scope == scope])
        self._conn.exec_driver_sql("DELETE FROM staged")
        self._staged = 0

    def _check_bases(self) -> None:
        """What a write replaced must be in the journal: it is an ancestor of the write."""
        stray = self._conn.exec_driver_sql(
            "SELECT count(*) FROM staged AS s WHERE length(base_txh) > 0"
            " AND NOT EXISTS (SELECT 1 FROM txn AS t WHERE t.hash = s.base_txh AND t.scope = s.scope)"
        ).scalar_one()
        if stray:
            raise Trouble("bundle_rejected", reason="base")

    def _refuse(self) -> None:
        """Take out what was not the writer's to write, or has no record to stand in; it is listed as parked."""
        run = self._conn.exec_driver_sql
        for ent in run("SELECT DISTINCT ent FROM staged").scalars().all():
            entity = tables.ENTITIES[ent]
            row = f'SELECT 1 FROM "{entity.table.name}" AS r WHERE r.scope = s.scope AND r.id = s.rid'  # noqa: S608
            refuse = "UPDATE staged AS s SET refused = ? WHERE ent = ?"
            run(f"{refuse} AND NOT EXISTS ({row})", ("dangling", ent))
            run(f"{refuse} AND EXISTS ({row} AND r.office <> s.office)", ("not_owner", ent))
            for name, parent in entity.parents.items():
                of = tables.ENTITIES[parent].table.name
                there = f'SELECT 1 FROM "{of}" AS p WHERE p.scope = s.scope AND p.id = s.val'  # noqa: S608
                run(
                    f"{refuse} AND field = ? AND refused IS NULL AND val IS NOT NULL AND NOT EXISTS ({there})",
                    ("dangling", ent, name),
                )
        self._parked += [
            (txh, i, ent, name, why)
            for txh, i, ent, name, why in run(
                "SELECT txh, i, ent, field, refused FROM staged WHERE refused IS NOT NULL"
            )
        ]
        run("DELETE FROM staged WHERE refused IS NOT NULL")

    def _note_touched(self, ents: set[str], import_id: str) -> None:
        """Records that were here before and are changed now."""
        for ent in ents:
            self._conn.exec_driver_sql(
                "INSERT INTO touched SELECT DISTINCT s.ent, s.rid FROM staged AS s"  # noqa: S608 - our own names
                f' JOIN "{tables.ENTITIES[ent].table.name}" AS r ON r.scope = s.scope AND r.id = s.rid'
                " JOIN txn AS t ON t.hash = r.txh WHERE s.ent = ? AND t.import_id IS NOT ? ON CONFLICT DO NOTHING",
                (ent, import_id),
            )

    def _settle_scope(self, scope: str, written: list[_Field]) -> None:
        run = self._conn.exec_driver_sql
        run("DELETE FROM candidate")
        run("DELETE FROM winner")
        run("INSERT INTO candidate SELECT ent, rid, field, hlc, rep, txh, 1, val FROM staged WHERE scope = ?", (scope,))
        for one in written:
            self._add_standing(one)
        run(
            "INSERT INTO winner SELECT ent, field, rid, hlc, rep, txh, staged, val FROM (SELECT *, row_number() OVER"
            " (PARTITION BY ent, rid, field ORDER BY hlc DESC, rep DESC, txh DESC, staged DESC) AS place"
            " FROM candidate) WHERE place = 1"
        )
        self._write_conflicts(scope)
        run(
            "INSERT INTO fclock (scope, ent, rid, field, hlc, rep, txh)"
            " SELECT ?, ent, rid, field, hlc, rep, txh FROM winner WHERE staged"
            " ON CONFLICT (scope, ent, rid, field)"
            " DO UPDATE SET hlc = excluded.hlc, rep = excluded.rep, txh = excluded.txh",
            (scope,),
        )
        for one in written:
            run(
                f'UPDATE "{tables.ENTITIES[one.ent].table.name}" SET "{one.name}" = w.val FROM winner AS w'  # noqa: S608
                " WHERE w.ent = ? AND w.field = ? AND w.staged AND scope = ? AND id = w.rid",
                (one.ent, one.name, scope),
            )

    def _add_standing(self, one: _Field) -> None:
        """What stands in the row now, with its clock: the field's own, or that of the creation."""
        self._conn.exec_driver_sql(
            "INSERT INTO candidate SELECT k.ent, k.rid, k.field, coalesce(f.hlc, r.hlc), coalesce(f.rep, r.rep),"  # noqa: S608
            f' coalesce(f.txh, r.txh), 0, r."{one.name}" FROM'
            " (SELECT DISTINCT ent, rid, field FROM staged WHERE scope = ? AND ent = ? AND field = ?) AS k"
            f' JOIN "{tables.ENTITIES[one.ent].table.name}" AS r ON r.scope = ? AND r.id = k.rid'
            " LEFT JOIN fclock AS f ON f.scope = r.scope AND f.ent = k.ent AND f.rid = k.rid AND f.field = k.field",
            (one.scope, one.ent, one.name, one.scope),
        )

    def _write_conflicts(self, scope: str) -> None:
        """Keep the losers that nobody had seen, and forget conflicts that somebody had."""
        run = self._conn.exec_driver_sql
        new = run(
            "INSERT INTO conflict (scope, ent, rid, field, hlc, rep, txh, val)"  # noqa: S608 - fixed text
            " SELECT ?, c.ent, c.rid, c.field, c.hlc, c.rep, c.txh, json_quote(c.val) FROM candidate AS c"
            " JOIN winner AS w ON w.ent = c.ent AND w.rid = c.rid AND w.field = c.field"
            f" WHERE (c.hlc, c.rep, c.txh) <> (w.hlc, w.rep, w.txh) AND NOT {_seen('c')} ON CONFLICT DO NOTHING"
            " RETURNING scope, ent, rid, field, txh",
            (scope, scope),
        )
        self._new.update(map(tuple, new))
        gone = run(
            f"DELETE FROM conflict AS c WHERE scope = ? AND {_seen('c')} RETURNING scope, ent, rid, field, txh",  # noqa: S608
            (scope, scope),
        )
        self._new.difference_update(map(tuple, gone))


def _seen(name: str) -> str:
    """SQL: a staged write names the write `name` as the one it replaced. Takes the scope."""
    return (
        f"EXISTS (SELECT 1 FROM staged AS s WHERE s.scope = ? AND s.ent = {name}.ent AND s.rid = {name}.rid"  # noqa: S608
        f" AND s.field = {name}.field AND s.base_hlc = {name}.hlc AND s.base_rep = {name}.rep"
        f" AND s.base_txh = {name}.txh)"
    )
