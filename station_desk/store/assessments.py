"""Assessment: rows <-> dataclasses. Struck-out and erased records are left out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from station_desk.domain.assessment import Assessment, Entry, Step
from station_desk.domain.journal import Value
from station_desk.store.assess_tables import assessment, assessment_item, assessment_step, rubric_file
from station_desk.store.bulk import chunks

_OF = (
    *("scope", "id", "kind", "period", "subject_kind", "subject_id"),
    *("rubric_hash", "pack", "pack_hash", "program", "days", "days_due"),
)


@dataclass(frozen=True, slots=True)
class RubricFile:
    """A rubric that an office put in use: its text word for word, and who decided it."""

    id: str
    scope: str
    kind: str
    sha256: str
    body: str
    decided_by: str
    doc_no: str
    decided_on: str
    hlc: int
    version: str


def load_assessments(
    conn: Connection, scope: str | None, period: str, kind: str = "month", subject_kind: str | None = None
) -> list[Assessment]:
    """The sheets of a period (of one scope), by subject."""
    query = select(*(assessment.c[name] for name in _OF)).where(
        assessment.c.deleted == 0, assessment.c.period == period, assessment.c.kind == kind
    )
    if scope is not None:
        query = query.where(assessment.c.scope == scope)
    if subject_kind is not None:
        query = query.where(assessment.c.subject_kind == subject_kind)
    return [_of(row) for row in conn.execute(query.order_by(assessment.c.subject_id, assessment.c.id))]


def assessment_by_id(conn: Connection, record: str) -> Assessment | None:
    """One sheet; None where there is none."""
    query = select(*(assessment.c[name] for name in _OF)).where(assessment.c.deleted == 0, assessment.c.id == record)
    row = conn.execute(query).first()
    return None if row is None else _of(row)


def sheets_about(conn: Connection, subject_id: str, kind: str = "month") -> list[Assessment]:
    """The sheets of one person or room, by period."""
    query = select(*(assessment.c[name] for name in _OF)).where(
        assessment.c.deleted == 0, assessment.c.subject_id == subject_id, assessment.c.kind == kind
    )
    return [_of(row) for row in conn.execute(query.order_by(assessment.c.period, assessment.c.id))]


def load_entries(conn: Connection, ids: Iterable[str]) -> dict[str, list[Entry]]:
    """{sheet: its lines}."""
    c = assessment_item.c
    found: dict[str, list[Entry]] = defaultdict(list)
    for part in chunks(ids):
        rows = conn.execute(select(assessment_item).where(c.deleted == 0, c.assessment_id.in_(part)).order_by(c.id))
        for row in rows:
            found[row.assessment_id].append(
                Entry(
                    row.id,
                    row.code or "",
                    row.points,
                    row.machine_points,
                    row._mapping["count"],  # a row is a sequence: its own `count` counts values
                    row.evidence or "",
                    row.reason or "",
                    row.words or "",
                )
            )
    return found


def load_steps(conn: Connection, ids: Iterable[str]) -> dict[str, list[Step]]:
    """{sheet: its steps}, oldest first."""
    c = assessment_step.c
    found: dict[str, list[Step]] = defaultdict(list)
    for part in chunks(ids):
        rows = conn.execute(
            select(assessment_step).where(c.deleted == 0, c.assessment_id.in_(part)).order_by(c.hlc, c.id)
        )
        for row in rows:
            found[row.assessment_id].append(
                Step(
                    row.id,
                    row.step or "",
                    row.day or "",
                    row.by_name or "",
                    row.result or "",
                    row.witness or "",
                    row.doc_no or "",
                    row.reason or "",
                    row.words or "",
                    row.hlc,
                )
            )
    return found


def load_rubrics(conn: Connection) -> list[RubricFile]:
    """Every rubric that was put in use, the newest first."""
    c = rubric_file.c
    rows = conn.execute(select(rubric_file).where(c.deleted == 0, c.body.is_not(None)).order_by(c.hlc.desc(), c.id))
    return [
        RubricFile(
            row.id,
            row.scope,
            row.rubric or "",
            row.sha256 or "",
            row.body,
            row.decided_by or "",
            row.doc_no or "",
            row.decided_on or "",
            row.hlc,
            row.version or "",
        )
        for row in rows
    ]


def assessment_fields(of: Assessment) -> dict[str, Value]:
    """The sheet's fields as the journal holds them."""
    fields: dict[str, Value] = {name: getattr(of, name) for name in _OF if name not in {"scope", "id"}}
    return fields


def entry_fields(sheet: str, of: Entry) -> dict[str, Value]:
    """A line's fields as the journal holds them; empty text is no value."""
    return {
        "assessment_id": sheet,
        "code": of.code,
        "points": of.points,
        "machine_points": of.machine,
        "count": of.count,
        "evidence": of.evidence or None,
        "reason": of.reason or None,
        "words": of.words or None,
    }


def step_fields(sheet: str, of: Step) -> dict[str, Value]:
    """A step's fields as the journal holds them; empty text is no value."""
    texts: Mapping[str, str] = {
        "step": of.step,
        "day": of.day,
        "by_name": of.by_name,
        "result": of.result,
        "witness": of.witness,
        "doc_no": of.doc_no,
        "reason": of.reason,
        "words": of.words,
    }
    fields: dict[str, Value] = {name: text or None for name, text in texts.items()}
    return fields | {"assessment_id": sheet}


def _of(row: Any) -> Assessment:
    return Assessment(
        *(row.scope, row.id, row.kind or "", row.period or "", row.subject_kind or "", row.subject_id or ""),
        *(row.rubric_hash or "", row.pack or "", row.pack_hash or "", row.program or ""),
        *(row.days or 0, row.days_due or 0),
    )
