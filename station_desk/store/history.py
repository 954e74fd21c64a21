"""What happened to records, told from the journal: who changed which field from what to what, and when."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, select

from station_desk.domain.journal import Op, Value
from station_desk.store import tables
from station_desk.store.archive import archive_named, is_marker
from station_desk.store.bulk import chunks

Key = tuple[str, str, str, bytes]
"""(ent, rid, field, hash of the transaction that wrote it)"""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: what it was and what it became. `unknown`: what it was stands in an archive that is not at hand."""

    field: str
    old: Value
    new: Value
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """What one transaction did to one record. `hlc` is its instant in milliseconds since 1970.

    `archive` names the file that tells which fields, where that is not at hand.
    """

    txn: bytes
    hlc: int
    office: str
    actor: str
    action: str
    run: str | None
    ent: str
    rid: str
    op: Op
    fields: tuple[FieldChange, ...]
    archive: str | None = None

    @property
    def day(self) -> date:
        """The day on which it happened, by this computer's clock."""
        return datetime.fromtimestamp(self.hlc / 1000, UTC).astimezone().date()


def history(conn: Connection, records: Iterable[str]) -> list[Happening]:
    """Everything that happened to the records of these ids, oldest first."""
    change, txn = tables.change, tables.txn
    rows: list[Any] = []
    for part in chunks(records):
        rows += conn.execute(
            select(
                *(txn.c.hash, txn.c.hlc, txn.c.rep, txn.c.office, txn.c.actor, txn.c.action, txn.c.run),
                *(change.c.i, change.c.ent, change.c.rid, change.c.op, change.c.body, change.c.salt),
            )
            .join(txn, txn.c.hash == change.c.txh)
            .where(change.c.rid.in_(part))
        ).all()
    rows.sort(key=lambda row: (row.hlc, row.rep, row.hash, row.i))
    values: dict[Key, Value] = {}
    away = {(row.rid, row.hash): archive_named(conn, row.salt) for row in rows if _is_away(row)}
    return [_happening(row, values, away) for row in rows]


_Away = dict[tuple[str, bytes], str]
"""Writes that stand in an archive which is not at hand: {(rid, hash of the transaction): file}."""


def _is_away(row: Any) -> bool:
    return row.body is None and is_marker(row.salt)


def _happening(row: Any, values: dict[Key, Value], away: _Away) -> Happening:
    head = (row.hash, row.hlc, row.office, row.actor, row.action, row.run, row.ent, row.rid, row.op)
    file = away[row.rid, row.hash] if _is_away(row) else None
    return Happening(*head, fields=tuple(_fields(row, values, away)), archive=file)


def _fields(row: Any, values: dict[Key, Value], away: _Away) -> list[FieldChange]:
    """The fields of one change; `values` remembers each written value for the changes that follow."""
    if row.body is None or row.op == "x":
        return []
    told: list[FieldChange] = []
    for name, written in json.loads(row.body).items():
        unknown = False
        if row.op == "c":
            new, old = written, None
        else:
            base = bytes.fromhex(written[3])
            new, old = written[0], values.get((row.ent, row.rid, name, base))
            unknown = old is None and (row.rid, base) in away
        values[row.ent, row.rid, name, row.hash] = new
        told.append(FieldChange(name, old, new, unknown))
    return told
