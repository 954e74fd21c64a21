"""What imports of sheets leave at this desk: rows held back for correction, and which import came last."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from station_desk.store.bulk import chunks, insert_many
from station_desk.store.settings import put_settings
from station_desk.store.tables import held_row, setting, txn, village
from station_desk.store.undo import REDO, UNDO

_SETTLED = "held_settled_by:"
_COLUMNS = ("id", "run", "file", "sheet", "row", "at", "cells", "reasons", "done")


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row of a file that waits: where it stood, when it was held (UTC ISO), its cells as read and the reasons."""

    id: str
    run: str
    file: str
    sheet: str
    row: int
    at: str
    cells: Mapping[str, str]
    reasons: tuple[str, ...]


KIND = "kind"
"""The cell that says of what import a row is; rows of the roster have none."""


def load_held(conn: Connection, file: str | None = None, kind: str = "") -> list[HeldRow]:
    """The rows that wait (of one file) of a kind of import ("" the roster), the newest first, in the sheet's order."""
    query = select(*(held_row.c[name] for name in _COLUMNS)).where(held_row.c.done.is_(False))
    if file is not None:
        query = query.where(held_row.c.file == file)
    rows = conn.execute(query.order_by(held_row.c.at.desc(), held_row.c.sheet, held_row.c.row, held_row.c.id))
    found = (
        HeldRow(r.id, r.run, r.file, r.sheet, r.row, r.at, json.loads(r.cells), tuple(json.loads(r.reasons)))
        for r in rows
    )
    return [one for one in found if one.cells.get(KIND, "") == kind]


def put_held(conn: Connection, rows: Iterable[HeldRow]) -> None:
    """Keep rows that wait for correction."""
    insert_many(
        conn,
        held_row,
        _COLUMNS,
        [
            (
                r.id,
                r.run,
                r.file,
                r.sheet,
                r.row,
                r.at,
                json.dumps(dict(r.cells), ensure_ascii=False),
                json.dumps(list(r.reasons)),
                0,
            )
            for r in rows
        ],
    )


def drop_held(conn: Connection, *, file: str | None = None, run: str | None = None, row: str | None = None) -> None:
    """Forget held rows: of a file that came again, of an import that was taken back, or one row by its id."""
    wanted = {held_row.c.file: file, held_row.c.run: run, held_row.c.id: row}
    conditions = [column == value for column, value in wanted.items() if value is not None]
    if not conditions:
        raise ValueError("which rows?")
    conn.execute(delete(held_row).where(*conditions))


def settle_by(conn: Connection, run: str, rows: Sequence[str]) -> None:
    """Mark held rows as done by an import, so that they wait again when it is taken back."""
    for part in chunks(rows):
        conn.execute(update(held_row).where(held_row.c.id.in_(part)).values(done=True))
    if rows:
        put_settings(conn, {_SETTLED + run: json.dumps(list(rows))})


def reopen(conn: Connection, run: str) -> None:
    """What an import settled waits again; what it held back is forgotten."""
    drop_held(conn, run=run)
    kept = conn.scalar(select(setting.c.value).where(setting.c.key == _SETTLED + run))
    for part in chunks(json.loads(kept) if kept else ()):
        conn.execute(update(held_row).where(held_row.c.id.in_(part)).values(done=False))
    conn.execute(delete(setting).where(setting.c.key == _SETTLED + run))


def settle_held(conn: Connection, row: str) -> None:
    """Mark a held row as done: the clerk has entered the person by hand."""
    conn.execute(update(held_row).where(held_row.c.id == row).values(done=True))


def last_run(conn: Connection, rep: int, action: str) -> str | None:
    """The run of the newest act called `action` at this desk that has not been taken back; None for none."""
    rows = conn.execute(select(txn.c.run, txn.c.action).where(txn.c.rep == rep).order_by(txn.c.n.desc()))
    taken_back: set[str] = set()
    for run, called in rows:
        if run in taken_back:
            continue
        if called.startswith((UNDO, REDO)):
            taken_back.add(called.partition(":")[2])
        elif called == action:
            return str(run)
    return None


def own_villages(conn: Connection, scope: str, office: str) -> frozenset[str]:
    """The ids of the villages of a scope whose records `office` made, and may change."""
    query = select(village.c.id).where(village.c.scope == scope, village.c.office == office, village.c.deleted == 0)
    return frozenset(conn.scalars(query))
