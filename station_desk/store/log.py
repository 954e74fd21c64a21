"""The log of the month: rows <-> dataclasses, its sums, and which months are closed. Struck-out entries are left out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from station_desk.domain.journal import Value
from station_desk.domain.policy_entries import Metric
from station_desk.domain.work_log import EntryState, LogEntry, MonthStage, MonthState
from station_desk.store.bulk import chunks
from station_desk.store.month_tables import log_entry, log_sum, metric, month_state
from station_desk.store.record_tables import sheet

_ENTRY = tuple(
    log_entry.c[name]
    for name in (
        *("scope", "id", "person_id", "village_id", "code", "month", "day", "count", "source", "state"),
        *("paper", "corrects", "reason", "words", "hlc"),
    )
)
_STATE = next(n for n, column in enumerate(_ENTRY) if column.name == "state")
_STATES = {state.value: state for state in EntryState}
_MONTH = tuple(
    month_state.c[name] for name in ("scope", "id", "month", "first_day", "last_day", "state", "closed_on", "closed_by")
)


@dataclass(frozen=True, slots=True)
class LogSum:
    """What the entries of one person come to in a month; `village_id` "" where none is named."""

    scope: str
    month: str
    code: str
    person_id: str
    village_id: str
    count: int
    entries: int


def load_entries(
    conn: Connection,
    scope: str | None = None,
    *,
    months: Collection[str] | None = None,
    people: Collection[str] | None = None,
) -> list[LogEntry]:
    """Entries (of one scope, of some months, of some people) by month, person, code, day; those of the month first."""
    query = select(*_ENTRY).where(log_entry.c.deleted == 0, log_entry.c.count.is_not(None))
    query = query.where(log_entry.c.person_id.is_not(None), log_entry.c.code.is_not(None))
    if scope is not None:
        query = query.where(log_entry.c.scope == scope)
    if months is not None:
        query = query.where(log_entry.c.month.in_(sorted(months)))
    if people is not None:
        query = query.where(log_entry.c.person_id.in_(sorted(people)))
    rows: list[Any] = [tuple(row) for row in conn.execute(query).fetchall()]
    found = [LogEntry(*(*row[:_STATE], _STATES[row[_STATE]], *row[_STATE + 1 :])) for row in rows]
    return sorted(found, key=lambda one: (one.month, one.person_id, one.code, one.day or "", one.id))


def entries_by_id(conn: Connection, ids: Iterable[str]) -> dict[str, LogEntry]:
    """The entries of `ids` that exist, by id."""
    found: dict[str, LogEntry] = {}
    for part in chunks(ids):
        rows = conn.execute(select(*_ENTRY).where(log_entry.c.deleted == 0, log_entry.c.id.in_(part)))
        found.update((row.id, entry_of(row)) for row in rows)
    return found


def corrections_of(conn: Connection, scope: str, ids: Iterable[str]) -> list[LogEntry]:
    """The entries that put right those of `ids` (entries, or closings of a month), oldest first."""
    query = select(*_ENTRY).where(log_entry.c.deleted == 0, log_entry.c.scope == scope)
    found = [entry_of(row) for part in chunks(ids) for row in conn.execute(query.where(log_entry.c.corrects.in_(part)))]
    return sorted(found, key=lambda one: (one.hlc, one.id))


def load_sums(conn: Connection, scope: str | None = None, *, months: Collection[str] | None = None) -> list[LogSum]:
    """The sums (of one scope, of some months)."""
    query: Select[Any] = select(log_sum)
    if scope is not None:
        query = query.where(log_sum.c.scope == scope)
    if months is not None:
        query = query.where(log_sum.c.month.in_(sorted(months)))
    return [LogSum(*row) for row in conn.execute(query)]


def counts_by_month(conn: Connection, scope: str, months: Collection[str]) -> dict[str, dict[tuple[str, str], int]]:
    """What each person has of each code in some months, all villages together: {month: {(person, code): count}}.

    One row a code brings all its people: six thousand rows cost more than to take the lists apart here.
    """
    marks = ", ".join("?" * len(months))
    rows = conn.exec_driver_sql(
        "SELECT month, code, group_concat(person_id), group_concat(count) FROM log_sum"  # noqa: S608 - marks only
        f" WHERE scope = ? AND month IN ({marks}) GROUP BY month, code",
        (scope, *sorted(months)),
    )
    found: dict[str, dict[tuple[str, str], int]] = {}
    for month, code, people, counts in rows.fetchall():
        by = found.setdefault(month, {})
        for person, count in zip(people.split(","), counts.split(","), strict=True):
            by[person, code] = by.get((person, code), 0) + int(count)
    return found


def sheets_of_month(
    conn: Connection, scope: str, month: str, forms: Collection[str]
) -> dict[str, list[tuple[str, str]]]:
    """The sheets of these forms for a month: {person: [(serial, state)]}, in the order of the serials; spoiled ones not."""
    c = sheet.c
    query = select(c.person_id, c.serial, c.state).where(
        c.deleted == 0, c.scope == scope, c.period == month, c.form.in_(sorted(forms)), c.state != "spoiled"
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for row in conn.execute(query.order_by(c.serial)):
        if row.person_id:
            found.setdefault(row.person_id, []).append((row.serial or "", row.state or ""))
    return found


def first_month(conn: Connection, scope: str) -> str | None:
    """The earliest month that has an entry; None for an empty log."""
    found = conn.execute(select(func.min(log_sum.c.month)).where(log_sum.c.scope == scope, log_sum.c.month != ""))
    return found.scalar()


def load_months(conn: Connection, scope: str | None = None) -> list[MonthState]:
    """Every month with a state of its own (of one scope), in order. A month that no record tells of is open."""
    query = select(*_MONTH).where(month_state.c.deleted == 0, month_state.c.month.is_not(None))
    if scope is not None:
        query = query.where(month_state.c.scope == scope)
    return [_month_of(row) for row in conn.execute(query.order_by(month_state.c.month, month_state.c.id))]


def closed_months(conn: Connection, scope: str) -> set[str]:
    """The months of a station that are closed."""
    return {one.month for one in load_months(conn, scope) if one.stage is MonthStage.CLOSED}


def closed_among(conn: Connection, scope: str, ids: Iterable[str]) -> str | None:
    """The first closed month that an entry of `ids` belongs to; None for none."""
    closed = closed_months(conn, scope)
    found = {
        month
        for part in (chunks(ids) if closed else ())
        for month in conn.scalars(select(log_entry.c.month).where(log_entry.c.scope == scope, log_entry.c.id.in_(part)))
    }
    return min(found & closed, default=None)


def load_metrics(conn: Connection) -> list[Metric]:
    """The metrics that the county added, by code. What is of no known class is left out."""
    c = metric.c
    query = select(c.code, c.name, c.keep_class, c.unit).where(c.deleted == 0, c.keep_class.in_(("A", "B", "C")))
    rows = conn.execute(query.where(c.code.is_not(None)).order_by(c.code, c.id))
    return [Metric(row.code, row.name or row.code, row.keep_class, row.unit or "") for row in rows]


def entry_fields(of: LogEntry) -> dict[str, Value]:
    """The entry's fields as the journal holds them."""
    return {
        "person_id": of.person_id,
        "village_id": of.village_id,
        "code": of.code,
        "month": of.month,
        "day": of.day,
        "count": of.count,
        "source": of.source,
        "paper": of.paper,
        "state": of.state.value,
        "corrects": of.corrects,
        "reason": of.reason,
        "words": of.words,
    }


def month_fields(of: MonthState) -> dict[str, Value]:
    """The month's fields as the journal holds them, without the pack."""
    return {
        "month": of.month,
        "first_day": of.first_day,
        "last_day": of.last_day,
        "state": of.stage.value,
        "closed_on": of.closed_on,
        "closed_by": of.closed_by,
    }


def entry_of(row: Any) -> LogEntry:
    """An entry from anything with the columns as attributes."""
    return LogEntry(
        scope=row.scope,
        id=row.id,
        person_id=row.person_id or "",
        village_id=row.village_id,
        code=row.code or "",
        month=row.month or "",
        day=row.day,
        count=row.count,
        source=row.source or "",
        state=EntryState(row.state),
        paper=row.paper,
        corrects=row.corrects,
        reason=row.reason,
        words=row.words,
        hlc=row.hlc,
    )


def _month_of(row: Any) -> MonthState:
    return MonthState(
        scope=row.scope,
        id=row.id,
        month=row.month,
        first_day=row.first_day or "",
        last_day=row.last_day or "",
        stage=MonthStage(row.state),
        closed_on=row.closed_on,
        closed_by=row.closed_by,
    )
