"""The stipend: rows <-> dataclasses. Struck-out and erased records are left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from station_desk.domain.journal import Value
from station_desk.domain.records import SCOPE_ALL
from station_desk.domain.stipend import APPROVED, Adjustment, Line, RunState, RunStep, Topup, run_state
from station_desk.store.assess_tables import room_topup, stipend_adjust, stipend_line, stipend_run, stipend_step
from station_desk.store.bulk import chunks
from station_desk.store.history import history
from station_desk.store.tables import change, txn


@dataclass(frozen=True, slots=True)
class Run:
    """A month's computation as it was stored."""

    id: str
    scope: str
    period: str
    pack: str
    pack_hash: str
    program: str
    computed_on: str
    computed_by: str


def load_runs(conn: Connection, scope: str | None = None) -> list[Run]:
    """Every run (of one scope) by month."""
    c = stipend_run.c
    query = select(stipend_run).where(c.deleted == 0, c.period.is_not(None))
    if scope is not None:
        query = query.where(c.scope == scope)
    return [
        Run(
            *(row.id, row.scope, row.period, row.pack or "", row.pack_hash or ""),
            *(row.program or "", row.computed_on or "", row.computed_by or ""),
        )
        for row in conn.execute(query.order_by(c.period, c.id))
    ]


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """What the pay list of a station for a month comes to, in fen, of how many lines, and where it stands."""

    scope: str
    month: str
    fen: int
    lines: int
    state: RunState

    @property
    def approved(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.state in APPROVED


def paid_months(conn: Connection, scope: str | None, months: Sequence[str]) -> list[PaidMonth]:
    """The stored pay lists (of one station) for these months; of two for one month the later."""
    runs = {(one.scope, one.period): one for one in load_runs(conn, scope) if one.period in months}
    c = stipend_line.c
    payable = func.sum(func.coalesce(c.base, 0) + func.coalesce(c.allowance, 0) + func.coalesce(c.adjust, 0))
    states = run_states(conn, runs.values())
    totals: dict[str, tuple[int, int]] = {}
    for part in chunks(run.id for run in runs.values()):
        query = select(c.run_id, payable, func.count()).where(c.deleted == 0, c.run_id.in_(part)).group_by(c.run_id)
        totals.update({row[0]: (int(row[1] or 0), row[2]) for row in conn.execute(query)})
    return [
        PaidMonth(run.scope, run.period, *totals[run.id], states[run.id]) for run in runs.values() if run.id in totals
    ]


def run_states(conn: Connection, runs: Iterable[Run]) -> dict[str, RunState]:
    """Where each of these runs stands, by its record."""
    steps: dict[str, list[RunStep]] = {run.id: [] for run in runs}
    c = stipend_step.c
    for part in chunks(steps):
        for row in conn.execute(select(stipend_step).where(c.deleted == 0, c.run_id.in_(part))):
            steps[row.run_id].append(_step(row))
    return {run: run_state(taken) for run, taken in steps.items()}


def load_lines(conn: Connection, run_id: str) -> list[Line]:
    """The lines of a run in the order in which they were made."""
    c = stipend_line.c
    rows = conn.execute(select(stipend_line).where(c.deleted == 0, c.run_id == run_id).order_by(c.id))
    return [
        Line(
            *(row.id, row.person_id or "", row.unit_id or "", row.kind or "", row.base or 0, row.allowance or 0),
            *(row.adjust or 0, row.days or 0, row.days_due or 0, row.grade or "", row.rule or ""),
        )
        for row in rows
    ]


def load_run_steps(conn: Connection, run_id: str) -> list[RunStep]:
    """The steps of a run, oldest first."""
    c = stipend_step.c
    rows = conn.execute(select(stipend_step).where(c.deleted == 0, c.run_id == run_id).order_by(c.hlc, c.id))
    return [_step(row) for row in rows]


def _step(row: Row[Any]) -> RunStep:
    words = (row.step or "", row.day or "", row.by_name or "", row.doc_no or "", row.reason or "")
    return RunStep(row.id, *words, row.hlc)


def load_adjustments(conn: Connection, scope: str, period: str = "", about: str = "") -> list[Adjustment]:
    """The adjustments that are paid with a month (`period`), or that speak of one (`about`)."""
    c = stipend_adjust.c
    query = select(stipend_adjust).where(c.deleted == 0, c.scope == scope).order_by(c.id)
    if period:
        query = query.where(c.period == period)
    if about:
        query = query.where(c.for_period == about)
    rows = conn.execute(query)
    return [
        Adjustment(
            *(row.id, row.person_id or "", row.period or "", row.for_period or "", row.amount or 0, row.reason or ""),
            *(row.signed_by or "", row.signed_on or "", row.words or "", row.unit_id or ""),
        )
        for row in rows
    ]


def load_topups(conn: Connection, scope: str) -> list[Topup]:
    """What a township adds for rooms: the station's own records and its county's."""
    c = room_topup.c
    rows = conn.execute(select(room_topup).where(c.deleted == 0, c.scope.in_((scope, SCOPE_ALL))).order_by(c.id))
    return [
        Topup(
            *(row.id, row.unit_id or "", row.amount or 0, row.valid_from or "", row.decided_by or ""),
            *(row.doc_no or "", row.decided_on or "", row.office != scope),
        )
        for row in rows
    ]


def cards_changed_since(conn: Connection, people: Iterable[str], hlc: int) -> set[str]:
    """Of these people, whose bank card became another one at or after a clock (ms); a first card is no change."""
    written: set[str] = set()
    for part in chunks(people):
        rows = conn.execute(
            select(change.c.rid)
            .join(txn, txn.c.hash == change.c.txh)
            .where(
                change.c.rid.in_(part),
                change.c.ent == "person",
                change.c.op == "u",
                txn.c.hlc >= hlc,
                change.c.body.contains('"bank_card":'),
            )
        )
        written.update(row.rid for row in rows)
    return {
        one.rid
        for one in history(conn, written)
        if one.hlc >= hlc and any(told.field == "bank_card" and (told.old or told.unknown) for told in one.fields)
    }


def line_fields(run_id: str, of: Line) -> dict[str, Value]:
    """A line's fields as the journal holds them."""
    return {
        "run_id": run_id,
        "person_id": of.person_id or None,
        "unit_id": of.unit or None,
        "kind": of.kind,
        "base": of.base,
        "allowance": of.allowance,
        "adjust": of.adjust,
        "payable": of.payable,
        "days": of.days,
        "days_due": of.days_due,
        "grade": of.grade or None,
        "rule": of.rule,
    }


def adjust_fields(of: Adjustment) -> dict[str, Value]:
    """An adjustment's fields as the journal holds them."""
    return {
        "person_id": of.person_id or None,
        "unit_id": of.unit or None,
        "period": of.period,
        "for_period": of.for_period or None,
        "amount": of.amount,
        "reason": of.reason,
        "signed_by": of.signed_by,
        "signed_on": of.signed_on,
        "words": of.words or None,
    }


def topup_fields(of: Topup) -> dict[str, Value]:
    """The fields of a township's addition as the journal holds them."""
    return {
        "unit_id": of.unit or None,
        "amount": of.amount,
        "valid_from": of.valid_from,
        "decided_by": of.decided_by,
        "doc_no": of.doc_no,
        "decided_on": of.decided_on,
    }
