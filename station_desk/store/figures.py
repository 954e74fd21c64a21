"""Figures out of the sums of the log, numbers of the station, targets and added metrics: rows <-> dataclasses.

Whole months are read from the sums that the entries keep; only the months that a period cuts are read entry by entry.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, func, literal, or_, select

from station_desk.domain.figure_periods import FigurePeriod
from station_desk.domain.figures import Amount
from station_desk.domain.journal import Value
from station_desk.domain.metric_sets import OwnMetric
from station_desk.domain.months import is_month, span_of
from station_desk.domain.targets import Target
from station_desk.domain.work_log import COUNTING
from station_desk.store.month_tables import figure, log_entry, log_sum, log_total, metric, target

Rows = Connection
"""What figures are read from: a snapshot of the store."""

SumKey = Literal["none", "scope", "county", "person_id", "village_id", "month"]
COUNTY_DIGITS = 6
"""So many digits of a station's code are those of its county."""


@dataclass(frozen=True, slots=True)
class StationFigure:
    """One number of a station for a month; `village_id` "" where it is of the whole station."""

    scope: str
    id: str
    code: str
    month: str
    village_id: str
    value: int


def sums(
    conn: Connection, period: FigurePeriod, by: SumKey, scope: str | None = None
) -> Iterator[tuple[str, str, Amount]]:
    """(key, code, amount) of a period (of one scope): "none" has the key "", "county" the first six digits of the scope.

    What is known only for a month counts with the last day of its month. A key and code may come more than once.
    """
    if period.months:
        c: Any = log_sum.c if by in ("person_id", "village_id") else log_total.c
        query = _grouped(c, by, func.sum(c.count), func.sum(c.entries), scope)
        yield from _amounts(conn, query.where(c.month.in_(period.months)))
    for month in period.cut:
        last = span_of(month, period.last_day)[1]
        inside = period.first <= last <= period.last
        e = log_entry.c
        days: ColumnElement[bool] = e.day.between(period.first.isoformat(), period.last.isoformat())
        query = _grouped(e, by, func.sum(e.count), func.count(), scope)
        query = query.where(e.month == month, or_(days, e.day.is_(None)) if inside else days)
        query = query.where(and_(e.deleted == 0, e.count.is_not(None), e.state.in_(sorted(COUNTING))))
        yield from _amounts(conn, query)


def _grouped(c: Any, by: SumKey, total: Any, entries: Any, scope: str | None) -> Select[Any]:
    match by:
        case "none":
            key: ColumnElement[Any] = literal("")
        case "county":
            key = func.substr(c.scope, 1, COUNTY_DIGITS)
        case _:
            key = func.coalesce(c[by], "")
    query = select(key.label("key"), c.code, total.cast(Integer).label("total"), entries.label("entries"))
    query = query.group_by(c.code) if by == "none" else query.group_by(key, c.code)
    return query if scope is None else query.where(c.scope == scope)


def _amounts(conn: Connection, query: Select[Any]) -> Iterator[tuple[str, str, Amount]]:
    for key, code, total, entries in conn.execute(query):
        yield str(key), str(code), Amount(int(total or 0), int(entries or 0))


def entered_places(conn: Connection, months: Collection[str], codes: Collection[str]) -> set[tuple[str, str, str]]:
    """(scope, code, month) for which there is an entry."""
    c = log_total.c
    query = select(c.scope, c.code, c.month).where(c.month.in_(sorted(months)), c.code.in_(sorted(codes)))
    return {(row.scope, row.code, row.month) for row in conn.execute(query)}


def load_figures(
    conn: Connection, scope: str | None = None, months: Sequence[str] | None = None
) -> list[StationFigure]:
    """Numbers of stations (of one scope, of some months) by month and code."""
    c = figure.c
    query = select(c.scope, c.id, c.code, c.month, c.village_id, c.value).where(c.deleted == 0, c.value.is_not(None))
    query = query.where(c.code.is_not(None), c.month.is_not(None))
    if scope is not None:
        query = query.where(c.scope == scope)
    if months is not None:
        query = query.where(c.month.in_(months))
    return [
        StationFigure(row.scope, row.id, row.code, row.month, row.village_id or "", row.value)
        for row in conn.execute(query.order_by(c.month, c.code, c.scope, c.id))
        if is_month(row.month)
    ]


def load_own_metrics(conn: Connection) -> list[OwnMetric]:
    """The metrics that offices added, by code; of two with one code the county's, then the older."""
    c = metric.c
    query = select(*(c[name] for name in ("scope", "id", "code", "name", "unit", "keep_class", "category")))
    query = query.add_columns(c.decided_by, c.doc_no, c.decided_on).where(c.deleted == 0, c.code.is_not(None))
    found: dict[str, OwnMetric] = {}
    for row in conn.execute(query.order_by(c.scope.desc(), c.id)):  # "all" comes before the digits of a station
        if row.keep_class in ("A", "B", "C"):
            words = (row.category or "", row.decided_by or "", row.doc_no or "", row.decided_on or "")
            made = OwnMetric(row.scope, row.id, row.code, row.name or row.code, row.unit or "", row.keep_class, *words)
            found.setdefault(row.code, made)
    return sorted(found.values(), key=lambda one: one.code)


def own_metric_fields(of: OwnMetric) -> dict[str, Value]:
    """The metric's fields as the journal holds them."""
    return {
        "code": of.code,
        "name": of.name,
        "unit": of.unit,
        "keep_class": of.kind,
        "category": of.category or None,
        "decided_by": of.by,
        "doc_no": of.number,
        "decided_on": of.on,
    }


def load_targets(conn: Connection) -> list[Target]:
    """What is expected of villages in a month, by code."""
    c = target.c
    names = ("scope", "id", "code", "size_class", "village_id", "households_from", "households_to", "value")
    query = select(*(c[name] for name in (*names, "valid_from", "valid_to", "decided_by", "doc_no", "decided_on")))
    rows = conn.execute(query.where(c.deleted == 0, c.value.is_not(None), c.code.is_not(None)).order_by(c.code, c.id))
    return [
        Target(
            scope=row.scope,
            id=row.id,
            code=row.code,
            size_class=row.size_class or "",
            village_id=row.village_id or "",
            households_from=row.households_from,
            households_to=row.households_to,
            value=row.value,
            valid_from=row.valid_from or "",
            valid_to=row.valid_to or "",
            by=row.decided_by or "",
            number=row.doc_no or "",
            on=row.decided_on or "",
        )
        for row in rows
    ]


def target_fields(of: Target) -> dict[str, Value]:
    """The target's fields as the journal holds them."""
    return {
        "code": of.code,
        "size_class": of.size_class or None,
        "village_id": of.village_id or None,
        "households_from": of.households_from,
        "households_to": of.households_to,
        "value": of.value,
        "valid_from": of.valid_from or None,
        "valid_to": of.valid_to or None,
        "decided_by": of.by,
        "doc_no": of.number,
        "decided_on": of.on,
    }
