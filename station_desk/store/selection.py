"""The records of a selection: rows <-> dataclasses. Struck-out records are left out; steps come in the order of their
clocks, which is the same on all sides.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from station_desk.domain.journal import Value
from station_desk.domain.policy_entries import Stage
from station_desk.domain.selection import Step
from station_desk.domain.vote import Ballot
from station_desk.domain.work_days import DayKind
from station_desk.store import selection_tables as tables
from station_desk.store.bulk import chunks


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """A batch with the stages as they were when it was opened. `state`: open, archived or cancelled; the rest follows."""

    scope: str
    id: str
    name: str
    state: str
    opened_on: str
    closes_on: str
    deadline: str
    reference_day: str
    pack: str
    pack_hash: str
    program: str
    stages: tuple[Stage, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoredPost:
    """The seats of one village in a batch."""

    scope: str
    id: str
    batch_id: str
    village_id: str
    seats: int


@dataclass(frozen=True, slots=True)
class StoredCandidate:
    """Somebody who stands for a post. `person_id`: the roster's record, once appointed or known before."""

    scope: str
    id: str
    batch_id: str
    post_id: str
    name: str
    person_id: str = ""
    sex: str = ""
    birth: str = ""
    id_no: str = ""
    phone: str = ""
    education: str = ""
    political: str = ""
    post: str = ""
    residence: str = ""
    relaxed: str = ""


@dataclass(frozen=True, slots=True)
class StoredPublicity:
    """A notice that hangs out. `days` of `day_kind` from `starts_on`; the end follows, because objections stop it."""

    scope: str
    id: str
    batch_id: str
    starts_on: str
    day_kind: DayKind
    days: int
    place: str


@dataclass(frozen=True, slots=True)
class StoredObjection:
    """An objection; what was objected stands on paper only. `result`: "" open, dismissed, upheld."""

    scope: str
    id: str
    publicity_id: str
    candidate_id: str
    received_on: str
    answered_on: str = ""
    result: str = ""
    doc_no: str = ""


@dataclass(frozen=True, slots=True)
class StoredVote:
    """One vote of a village: figures, the rule it was judged by (JSON) and the verdict."""

    scope: str
    id: str
    batch_id: str
    village_id: str
    day: str
    rule: str
    verdict: str
    round: int
    ballot: Ballot
    due: int
    present: int
    issued: int
    returned: int
    invalid: int
    abstain: int


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """One span of a year's notice of days off: `kind` off or worked; `day` as YYYY-MM-DD or first..last."""

    year: str
    day: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class StoredTransfer:
    """The county moves a person to another station. In the old scope it names the term that ends on `day`; in the new one
    it brings along who the person is.
    """

    scope: str
    id: str
    person_id: str
    term_id: str
    from_scope: str
    to_scope: str
    day: str
    doc_no: str
    name: str
    sex: str = ""
    birth: str = ""
    id_no: str = ""
    phone: str = ""
    education: str = ""
    political: str = ""
    post: str = ""


def load_transfers(conn: Connection) -> list[StoredTransfer]:
    """Every transfer, in the order in which they were written."""
    names = [name for name in StoredTransfer.__dataclass_fields__ if name not in ("scope", "id")]
    query = _rows(tables.transfer).order_by(tables.transfer.c.hlc, tables.transfer.c.rep, tables.transfer.c.id)
    return [
        StoredTransfer(row.scope, row.id, **{name: getattr(row, name) or "" for name in names})
        for row in conn.execute(query)
    ]


def load_batches(conn: Connection) -> list[StoredBatch]:
    """Every batch, the newest first."""
    query = _rows(tables.batch).order_by(tables.batch.c.opened_on.desc(), tables.batch.c.id.desc())
    return [_batch(row) for row in conn.execute(query)]


def load_posts(conn: Connection, batch_ids: Iterable[str]) -> list[StoredPost]:
    """The posts of some batches."""
    return [
        StoredPost(row.scope, row.id, row.batch_id, row.village_id or "", row.seats or 0)
        for row in _of(conn, tables.batch_post, "batch_id", batch_ids)
    ]


def load_candidates(conn: Connection, batch_ids: Iterable[str]) -> list[StoredCandidate]:
    """The candidates of some batches, in the order in which they came."""
    return [_candidate(row) for row in _of(conn, tables.candidate, "batch_id", batch_ids)]


def candidates_by_id(conn: Connection, ids: Iterable[str]) -> dict[str, StoredCandidate]:
    """The candidates with these ids."""
    return {row.id: _candidate(row) for row in _of(conn, tables.candidate, "id", ids)}


def candidates_of(conn: Connection, person_id: str) -> list[str]:
    """The candidates that became this person, the newest first."""
    mine = _rows(tables.candidate).where(tables.candidate.c.person_id == person_id)
    return [row.id for row in conn.execute(mine.order_by(tables.candidate.c.hlc.desc()))]


def load_steps(conn: Connection, candidate_ids: Iterable[str]) -> dict[str, list[Step]]:
    """The steps of each candidate in their order."""
    found: dict[str, list[Step]] = {}
    for row in _of(conn, tables.stage_result, "candidate_id", candidate_ids):
        step = Step(
            stage=row.stage or "",
            result=row.result or "",
            day=row.day or "",
            by_name=row.by_name or "",
            second_by=row.second_by or "",
            doc_no=row.doc_no or "",
            reason=row.reason or "",
            score=row.score,
            about=row.about_id or "",
            office=row.office,
            id=row.id,
        )
        found.setdefault(row.candidate_id, []).append(step)
    return found


def load_publicities(conn: Connection, batch_ids: Iterable[str]) -> list[StoredPublicity]:
    """The notices of some batches."""
    return [
        StoredPublicity(
            row.scope,
            row.id,
            row.batch_id,
            row.starts_on,
            "work" if row.day_kind == "work" else "calendar",
            row.days or 0,
            row.place or "",
        )
        for row in _of(conn, tables.publicity, "batch_id", batch_ids)
    ]


def load_objections(conn: Connection, candidate_ids: Iterable[str]) -> list[StoredObjection]:
    """The objections against some candidates."""
    return [
        StoredObjection(
            row.scope,
            row.id,
            row.publicity_id,
            row.candidate_id,
            row.received_on,
            row.answered_on or "",
            row.result or "",
            row.doc_no or "",
        )
        for row in _of(conn, tables.objection, "candidate_id", candidate_ids)
    ]


def load_votes(conn: Connection, batch_ids: Iterable[str]) -> list[StoredVote]:
    """The votes of some batches in their order."""
    found = []
    for row in _of(conn, tables.ballot, "batch_id", batch_ids):
        rule = json.loads(row.rule or "{}")
        figures = (row.due, row.present, row.issued, row.returned, row.invalid, row.abstain)
        found.append(
            StoredVote(
                *(row.scope, row.id, row.batch_id, row.village_id, row.day or "", row.rule or "{}", row.verdict or ""),
                row.round or 1,
                "choose" if rule.get("ballot") == "choose" else "each",
                *(figure or 0 for figure in figures),
            )
        )
    return found


def load_notices(conn: Connection) -> list[StoredNotice]:
    """The days off that an office took in."""
    return [
        StoredNotice(row.year, row.day, row.kind, row.source or "")
        for row in conn.execute(_rows(tables.holiday).order_by(tables.holiday.c.hlc, tables.holiday.c.id))
    ]


def fields_of(record: object, *leave: str) -> dict[str, Value]:
    """A record's fields as the journal holds them; empty text is no value."""
    names: Mapping[str, object] = type(record).__dataclass_fields__  # type: ignore[attr-defined]
    kept = [name for name in names if name not in ("scope", "id", *leave)]
    return {name: value for name in kept if (value := getattr(record, name)) not in ("", None)}


def batch_fields(of: StoredBatch) -> dict[str, Value]:
    """A batch's fields as the journal holds them."""
    stages = json.dumps([[one.code, one.name, one.by] for one in of.stages], ensure_ascii=False)
    return {**fields_of(of, "stages"), "stages": stages}


def step_fields(step: Step, candidate_id: str) -> dict[str, Value]:
    """A step's fields as the journal holds them."""
    fields = fields_of(step, "about", "office")
    return {**fields, "candidate_id": candidate_id, **({"about_id": step.about} if step.about else {})}


def _candidate(row: Any) -> StoredCandidate:
    names = [name for name in StoredCandidate.__dataclass_fields__ if name not in ("scope", "id")]
    return StoredCandidate(row.scope, row.id, **{name: getattr(row, name) or "" for name in names})


def _batch(row: Any) -> StoredBatch:
    names = [name for name in StoredBatch.__dataclass_fields__ if name not in ("scope", "id", "stages")]
    stages = tuple(Stage(code, name, by) for code, name, by in json.loads(row.stages or "[]"))
    return StoredBatch(row.scope, row.id, stages=stages, **{name: getattr(row, name) or "" for name in names})


def _rows(table: Table[Any]) -> Any:
    return select(table).where(table.c.deleted == 0)


def _of(conn: Connection, table: Table[Any], column: str, ids: Iterable[str]) -> list[Any]:
    """The rows of some parents, in the order of their clocks."""
    rows = [row for part in chunks(ids) for row in conn.execute(_rows(table).where(table.c[column].in_(part)))]
    return sorted(rows, key=lambda row: (row.hlc, row.rep, row.id))
