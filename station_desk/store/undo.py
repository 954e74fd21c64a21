"""Undo and redo: an act is taken back by a further act, so that the journal only grows.

An act is what one run wrote (one or many transactions). It can be taken back where every field it wrote still holds its
value and nothing made later rests on its records (DESIGN 4, decision 6). Offices, accounts, sheets and erasures cannot:
a slip of paper that was printed stays printed.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from station_desk.domain.journal import SALT_BYTES, Clock, Op, Value
from station_desk.domain.trouble import Trouble
from station_desk.store import tables
from station_desk.store.archive import archive_named, is_marker
from station_desk.store.bulk import chunks
from station_desk.store.current import Current, read_current
from station_desk.store.lineage import REDO as REDO
from station_desk.store.lineage import UNDO as UNDO
from station_desk.store.lineage import Lineage
from station_desk.store.log import closed_among
from station_desk.store.unit_of_work import UnitOfWork

_NOTE = "pack_use"
"""A note beside the records of an act, which nobody counts."""
UNDOABLE = frozenset(
    {
        *("person", "term", "term_village", "village", "village_alias", "settlement", "log_entry"),
        *("batch", "batch_post", "candidate", "stage_result", "ballot", "ballot_count", "publicity", "objection"),
        _NOTE,
    }
)
_STAYS = "pack_file"
"""The text of a policy that an act brought along to rest on stays when the act goes: later acts may rest on it too."""
_PACK_ACTS = "pack_"
"""Acts on the packs themselves begin so; they are taken back by their own command."""
_LOOK_BACK = 500
_ALSO_RESTS = {"sheet": {"person_id": "person"}, "attachment": {"about_id": "person"}}
"""What rests on a record without being its child: paper that was printed about a person, their photo."""
_TOLD_BY = (
    ("term_village", "term_id", "term"),
    ("term", "person_id", "person"),
    ("sheet", "person_id", "person"),
    ("attachment", "about_id", "person"),
    ("log_entry", "person_id", "person"),
)
"""Records without a name of their own, and what they are told by."""

Record = tuple[str, str]
"""(ent, rid)"""


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What was taken back: the action that the act was called, its run, who did it and when (ms); the new run."""

    action: str
    undone: str
    actor: str
    hlc: int
    run: str
    records: int


@dataclass(frozen=True, slots=True)
class _Act:
    run: str
    action: str
    actor: str
    hlc: int


@dataclass(frozen=True, slots=True)
class _Touched:
    """One change of the act: what it wrote to which fields, and the clock of the write that each replaced."""

    ent: str
    rid: str
    op: Op
    clock: Clock
    fields: dict[str, Clock]


def undoable(conn: Connection, rep: int, actor: str | None = None) -> str | None:
    """The run of the newest act (of this person) that `undo` would take back; None when there is none."""
    done, _ = _stacks(conn, rep, actor)
    return done[-1] if done else None


def redoable(conn: Connection, rep: int, actor: str | None = None) -> str | None:
    """The run of the undoing that `redo` would take back; None once something else was done."""
    _, undone = _stacks(conn, rep, actor)
    return undone[-1] if undone else None


def _stacks(conn: Connection, rep: int, actor: str | None) -> tuple[list[str], list[str]]:
    """Runs that can be undone, and runs of undoings that can be redone, the newest last."""
    txn, change = tables.txn, tables.change
    other = select(change.c.txh).where(
        change.c.txh == txn.c.hash,
        change.c.ent.not_in(sorted(UNDOABLE | {_STAYS}))
        | (change.c.op == "x")
        | (func.length(change.c.salt) < SALT_BYTES),
    )
    query = (
        select(txn.c.run, txn.c.action, other.exists().label("fixed"))
        .where(txn.c.rep == rep, txn.c.run.is_not(None))
        .order_by(txn.c.n.desc())
        .limit(_LOOK_BACK)
    )
    rows = conn.execute(query if actor is None else query.where(txn.c.actor == actor)).all()
    fixed = {row.run for row in rows if row.fixed}
    actions = {row.run: row.action for row in reversed(rows)}
    done: list[str] = []
    undone: list[str] = []
    for run, action in actions.items():
        if action.startswith(UNDO):
            _take(done, action.removeprefix(UNDO))
            undone.append(run)
        elif action.startswith(REDO):
            _take(undone, action.removeprefix(REDO))
            done.append(run)
        elif run not in fixed and not action.startswith(_PACK_ACTS):
            done.append(run)
            undone.clear()
    return done, undone


def _take(runs: list[str], run: str) -> None:
    if run in runs:
        runs.remove(run)


def take_back(work: UnitOfWork, run: str) -> UndoReport:
    """Write into `work` what takes back the act of `run`.

    Troubles: `undo_archived` (file: it, or what stood there before, is in an archive), `undo_nothing` (no such act), `undo_impossible` (it erased something, or made what cannot be unmade),
    `undo_rests` (records: names of what was changed since, count), `log_month_closed` (month: its counts stand).
    """
    act = _act(work.conn, run)
    touched = [one for one in _touched(work.conn, run) if one.ent != _STAYS]
    if act.action.startswith(_PACK_ACTS) or any(one.ent not in UNDOABLE or one.op == "x" for one in touched):
        raise Trouble("undo_impossible", action=act.action)
    closed = closed_among(work.conn, work.scope, [one.rid for one in touched if one.ent == "log_entry"])
    if closed is not None:
        raise Trouble("log_month_closed", month=closed)
    current = _current(work, touched)
    rests = _changed_since(work.conn, touched, current) | _children_since(work, touched)
    if rests:
        raise Trouble("undo_rests", records=_names(work, rests)[:20], count=len(rests))
    old = _old_values(work.conn, touched)
    for one in reversed(touched):
        if one.op == "c":
            work.update(one.ent, one.rid, {"deleted": 1})
        else:
            work.update(
                one.ent, one.rid, {name: old.get((one.rid, name, base[2])) for name, base in one.fields.items()}
            )
    return UndoReport(
        act.action, run, act.actor, act.hlc, work.run, len({one.rid for one in touched if one.ent != _NOTE})
    )


def scope_of(conn: Connection, run: str) -> str | None:
    """The scope that the act belongs to; None where there is no such act."""
    return conn.execute(select(tables.txn.c.scope).where(tables.txn.c.run == run).limit(1)).scalar()


def _act(conn: Connection, run: str) -> _Act:
    row = conn.execute(
        select(tables.txn.c.action, tables.txn.c.actor, tables.txn.c.hlc)
        .where(tables.txn.c.run == run)
        .order_by(tables.txn.c.hlc)
        .limit(1)
    ).first()
    if row is None:
        raise Trouble("undo_nothing")
    return _Act(run, row.action, row.actor, row.hlc)


def _touched(conn: Connection, run: str) -> list[_Touched]:
    """The changes of the act in their order."""
    txn, change = tables.txn, tables.change
    rows = conn.execute(
        select(change.c.ent, change.c.rid, change.c.op, change.c.body, change.c.salt, txn.c.hlc, txn.c.rep, txn.c.hash)
        .join(txn, txn.c.hash == change.c.txh)
        .where(txn.c.run == run)
        .order_by(txn.c.hlc, change.c.i)
    )
    touched = []
    for ent, rid, op, body, salt, hlc, rep, txh in rows:
        if body is None and is_marker(salt):
            raise Trouble("undo_archived", file=archive_named(conn, salt))
        if body is None and op != "x":
            raise Trouble("undo_impossible", action="")
        bases = json.loads(body) if op == "u" else {}
        fields = {name: (base[1], base[2], bytes.fromhex(base[3])) for name, base in bases.items()}
        touched.append(_Touched(ent, rid, op, (hlc, rep, txh), fields))
    return touched


def _current(work: UnitOfWork, touched: list[_Touched]) -> dict[Record, Current]:
    wanted: dict[str, list[str]] = {}
    for one in touched:
        wanted.setdefault(one.ent, []).append(one.rid)
    return {
        (ent, rid): state
        for ent, rids in wanted.items()
        for rid, state in read_current(work.conn, work.scope, ent, rids).items()
    }


def _changed_since(conn: Connection, touched: list[_Touched], current: dict[Record, Current]) -> set[Record]:
    """Records with a field that the act wrote and something later, which still holds, wrote again."""
    own: dict[Record, set[bytes]] = {}
    for one in touched:
        own.setdefault((one.ent, one.rid), set()).add(one.clock[2])
    rests: set[Record] = set()
    doubtful: list[tuple[Record, str, bytes]] = []
    for one in touched:
        record = (one.ent, one.rid)
        state = current.get(record)
        if state is None or state.erased:
            rests.add(record)
            continue
        names: Iterable[str] = one.fields if one.op == "u" else state.later
        writers = ((name, state.clock(name)[2]) for name in names)
        doubtful += [(record, name, txh) for name, txh in writers if txh not in own[record]]
    lineage = Lineage(conn, (record for record, _, _ in doubtful))
    for record, name, txh in doubtful:
        written = (*record, name)
        if lineage.origin(written, txh) not in {lineage.origin(written, ours) for ours in own[record]}:
            rests.add(record)
    return rests


def _children_since(work: UnitOfWork, touched: list[_Touched]) -> set[Record]:
    """Records made by other acts that point to one that this act made."""
    made: dict[str, set[str]] = {}
    for one in touched:
        if one.op == "c":
            made.setdefault(one.ent, set()).add(one.rid)
    rests: set[Record] = set()
    for ent, entity in tables.ENTITIES.items():
        for name, parent in (*entity.parents.items(), *_ALSO_RESTS.get(ent, {}).items()):
            column = entity.table.c[name]
            for part in chunks(made.get(parent, ())):
                found = work.conn.scalars(
                    select(entity.table.c.id).where(
                        entity.table.c.scope == work.scope, column.in_(part), entity.table.c.deleted == 0
                    )
                )
                rests.update((ent, rid) for rid in found if rid not in made.get(ent, ()))
    return rests


def _old_values(conn: Connection, touched: list[_Touched]) -> dict[tuple[str, str, bytes], Value]:
    """What the replaced writes had written: {(rid, field, transaction): value}. A field not named there was empty.

    Trouble `undo_archived` (file).
    """
    bases = {base[2] for one in touched for base in one.fields.values() if base[2]}
    rids = {one.rid for one in touched if one.fields}
    found: dict[tuple[str, str, bytes], Value] = {}
    change = tables.change
    for part in chunks(rids):
        rows = conn.execute(
            select(change.c.txh, change.c.rid, change.c.op, change.c.body, change.c.salt).where(change.c.rid.in_(part))
        )
        for txh, rid, op, body, salt in rows:
            if txh not in bases:
                continue
            if body is None and is_marker(salt):
                raise Trouble("undo_archived", file=archive_named(conn, salt))
            if body is not None:
                for name, written in json.loads(body).items():
                    found[rid, name, txh] = written if op == "c" else written[0]
    for one in touched:
        if "deleted" in one.fields:
            found.setdefault((one.rid, "deleted", one.fields["deleted"][2]), 0)
    return found


def _names(work: UnitOfWork, records: Iterable[Record]) -> list[str]:
    """What a person calls these records: names of people and villages; of a term or a sheet, the person's."""
    wanted: dict[str, set[str]] = {ent: set() for ent in tables.ENTITIES}
    for ent, rid in records:
        wanted[ent].add(rid)
    for ent, name, target in _TOLD_BY:
        wanted[target].update(_column(work, ent, name, wanted[ent]))
    return sorted({told for ent in ("person", "village") for told in _column(work, ent, "name", wanted[ent])})


def _column(work: UnitOfWork, ent: str, name: str, rids: Iterable[str]) -> Iterator[str]:
    """The values of one field of some records."""
    table = tables.ENTITIES[ent].table
    for part in chunks(rids):
        query = select(table.c[name]).where(table.c.scope == work.scope, table.c.id.in_(part))
        yield from (value for value in work.conn.scalars(query) if value)
