"""Results of checks of eligibility: rows <-> dataclasses. Of all disqualifiers together there is one result."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from station_desk.domain.journal import Value
from station_desk.store.bulk import chunks
from station_desk.store.pack_tables import eligibility_check

_NAMES = (
    *("scope", "id", "about_ent", "about_id", "result", "checker", "checked_on", "doc_no", "ask_from"),
    *("reference_day", "relaxed", "relaxed_reason", "pack", "pack_hash", "program", "meets"),
)


@dataclass(frozen=True, slots=True)
class StoredCheck:
    """What is kept of a check. `result`: none, not_eligible or open, of all disqualifiers together, with who checked, on
    which day and by which document; `ask_from`: the day (ISO) from which somebody may be asked again. `meets`: the
    conditions are met (None: not known yet); `relaxed`: the reason by the code of each condition that was relaxed.
    """

    scope: str
    id: str
    about_ent: str
    about_id: str
    result: str
    checker: str
    checked_on: str
    doc_no: str
    ask_from: str
    reference_day: str
    pack: str
    pack_hash: str
    program: str
    meets: bool | None
    relaxed: dict[str, str] = field(default_factory=dict)


def load_checks(conn: Connection, about: Iterable[str] | None = None) -> list[StoredCheck]:
    """The checks (about some records), the oldest first."""
    query = select(*(eligibility_check.c[name] for name in _NAMES)).where(eligibility_check.c.deleted == 0)
    query = query.order_by(eligibility_check.c.hlc, eligibility_check.c.id)
    if about is None:
        return [_check(row) for row in conn.execute(query)]
    found = (query.where(eligibility_check.c.about_id.in_(part)) for part in chunks(about))
    return [_check(row) for part in found for row in conn.execute(part)]


def check_fields(of: StoredCheck) -> dict[str, Value]:
    """A check's fields as the journal holds them; empty text is no value."""
    fields: dict[str, Value] = {
        "about_ent": of.about_ent,
        "about_id": of.about_id,
        "result": of.result,
        "checker": of.checker or None,
        "checked_on": of.checked_on or None,
        "doc_no": of.doc_no or None,
        "ask_from": of.ask_from or None,
        "reference_day": of.reference_day,
        "pack": of.pack,
        "pack_hash": of.pack_hash,
        "program": of.program,
        "meets": None if of.meets is None else int(of.meets),
    }
    if of.relaxed:
        fields["relaxed"] = json.dumps(sorted(of.relaxed), ensure_ascii=False)
        fields["relaxed_reason"] = json.dumps(of.relaxed, ensure_ascii=False, sort_keys=True)
    return fields


def _check(row: Any) -> StoredCheck:
    return StoredCheck(
        **{name: getattr(row, name) or "" for name in _NAMES if name not in ("meets", "relaxed", "relaxed_reason")},
        meets=None if row.meets is None else bool(row.meets),
        relaxed=json.loads(row.relaxed_reason or "{}"),
    )
