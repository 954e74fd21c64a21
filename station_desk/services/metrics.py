"""What an office counts: the pack's metrics and its own; targets; numbers of the station for a month (DOMAIN 1.7)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from station_desk.domain.dates import is_date
from station_desk.domain.figure_periods import figure_period
from station_desk.domain.ids import new_id
from station_desk.domain.metric_sets import MOST_FIGURE, MetricSet, OwnMetric, is_figure, metric_set, own_fault, refused
from station_desk.domain.months import is_month, span_of
from station_desk.domain.policy_entries import UNITS
from station_desk.domain.records import SCOPE_ALL, OfficeKind
from station_desk.domain.targets import Target, target_fault
from station_desk.domain.trouble import Trouble
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.store import figures as rows
from station_desk.store.figures import StationFigure
from station_desk.store.log import closed_months


def metrics_of(desk: Desk) -> MetricSet:
    """The metrics of the office's pack and those that offices added."""
    with desk.store.read() as conn:
        return metric_set(reference.policy(desk), rows.load_own_metrics(conn))


def own_metrics(desk: Desk) -> list[OwnMetric]:
    """The metrics that offices added, by code."""
    with desk.store.read() as conn:
        return rows.load_own_metrics(conn)


def add_metric(desk: Desk, wanted: OwnMetric) -> OwnMetric:
    """Add a metric; a county's goes to all its stations. `scope` and `id` of `wanted` are set here.

    Troubles metric_refused(name, why), metric_fault(fault, units), those of `Store.write`.
    """
    known = metrics_of(desk)
    made = replace(wanted, scope=_scope(desk), id=new_id(desk.clock.wall_ms()))
    why = refused(made.name)
    if why is not None:
        raise Trouble("metric_refused", name=made.name, why=why)
    fault = own_fault(known, made)
    if fault is None and not _is_day(made.on):
        fault = "decided"
    if fault is not None:
        raise Trouble("metric_fault", fault=fault, units="、".join(unit for unit in UNITS if unit != "%"))
    with desk.store.write(desk.account.id, "metric_add", scope=made.scope) as work:
        work.create("metric", made.id, rows.own_metric_fields(made))
    return made


def drop_metric(desk: Desk, code: str) -> None:
    """Strike out a metric that this office added; what was counted for it stays. Trouble metric_unknown(metric)."""
    found = next((one for one in own_metrics(desk) if one.code == code and one.scope == _scope(desk)), None)
    if found is None:
        raise Trouble("metric_unknown", metric=code)
    with desk.store.write(desk.account.id, "metric_drop", scope=found.scope) as work:
        work.delete("metric", found.id)


# --- targets -------------------------------------------------------------------------------------------------------
def targets(desk: Desk) -> list[Target]:
    """What is expected of villages, by code."""
    with desk.store.read() as conn:
        return rows.load_targets(conn)


def set_target(desk: Desk, wanted: Target) -> Target:
    """Set what is expected of a village or of villages of a size; a county's holds for all its stations.

    Troubles metric_unknown(metric), target_fault(fault), those of `Store.write`.
    """
    known = metrics_of(desk)
    code = known.find(wanted.code) or wanted.code
    made = replace(wanted, scope=_scope(desk), id=new_id(desk.clock.wall_ms()), code=code)
    fault = target_fault(known, made)
    if fault == "code":
        raise Trouble("metric_unknown", metric=wanted.code)
    days = (made.on, *(day for day in (made.valid_from, made.valid_to) if day))
    if fault is None and not all(_is_day(day) for day in days):
        fault = "day"
    if fault is not None:
        raise Trouble("target_fault", fault=fault)
    with desk.store.write(desk.account.id, "target_set", scope=made.scope) as work:
        work.create("target", made.id, rows.target_fields(made))
    return made


# --- numbers of the station ----------------------------------------------------------------------------------------
def figures(desk: Desk, period: str | None = None) -> list[StationFigure]:
    """The numbers of the station (at the county: of every station), of all months or of those inside a period.

    Trouble period_wrong(text).
    """
    scope = desk.office.code if desk.office.kind is OfficeKind.STATION else None
    with desk.store.read() as conn:
        found = rows.load_figures(conn, scope)
    if period is None:
        return found
    span = figure_period(period, reference.policy(desk).month_days()[1])
    return [one for one in found if span.first <= span_of(one.month, span.last_day)[1] <= span.last]


def figure_code(known: MetricSet, text: str) -> str:
    """The code of a metric that may have a number of the station: an outcome of the police, money, or a metric whose
    entries of former months are not in the log. Troubles metric_refused(name, why), metric_unknown(metric),
    figure_worked_out(name).
    """
    why = refused(text)
    if why is not None:
        raise Trouble("metric_refused", name=text, why=why)
    code = known.find(text)
    metric = known.by_code.get(code or "")
    if code is None or (metric is None and code not in known.counted()):
        raise Trouble("metric_unknown", metric=text)
    if metric is not None and (metric.derived or metric.roster):
        raise Trouble("figure_worked_out", name=metric.name)
    return code


def set_figure(desk: Desk, metric: str, month: str, value: int | None) -> StationFigure | None:
    """Set the station's number of a metric for a month; None takes it away.

    A metric of class A or B has one only for months without an entry in the log. A number that is there stands once its
    month is closed. Troubles station_only(office),
    figure_month_wrong(text), figure_month_ahead(month), log_month_closed(month), figure_wrong(most),
    figure_counted(name, month), those of `figure_code` and `Store.write`.
    """
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
    known = metrics_of(desk)
    code = figure_code(known, metric)
    if not is_month(month):
        raise Trouble("figure_month_wrong", text=month)
    if span_of(month, reference.policy(desk).month_days()[1])[0] > desk.clock.today():
        raise Trouble("figure_month_ahead", month=month)
    if value is not None and not 0 <= value <= MOST_FIGURE:
        raise Trouble("figure_wrong", most=MOST_FIGURE)
    scope = desk.office.code
    with desk.store.write(desk.account.id, "figure_set") as work:
        plain = code in known.by_code and is_figure(known.by_code[code])
        if not plain and rows.entered_places(work.conn, [month], [code]) & {(scope, code, month)}:
            raise Trouble("figure_counted", name=known.name(code), month=month)
        there = [one for one in rows.load_figures(work.conn, scope, [month]) if one.code == code and not one.village_id]
        if there and month in closed_months(work.conn, scope):
            raise Trouble("log_month_closed", month=month)
        if value is None:
            for one in there:
                work.delete("figure", one.id)
            return None
        if there:
            work.update("figure", there[0].id, {"value": value})
            return replace(there[0], value=value)
        made = StationFigure(scope, new_id(desk.clock.wall_ms()), code, month, "", value)
        work.create("figure", made.id, {"code": code, "month": month, "value": value})
    return made


def may_be_figure(known: MetricSet, code: str) -> bool:
    """Whether a code is one number of the station (class C, money) and never a count of a person."""
    return code in known.by_code and is_figure(known.by_code[code])


def put_figures(
    desk: Desk, values: Mapping[tuple[str, str], int], run: str | None = None
) -> dict[tuple[str, str], str]:
    """Set numbers of the station, {(code, month): value}, in one act (of `run`); those that cannot be set with the code
    of their trouble. The codes are such as `may_be_figure` knows. Troubles station_only(office), those of `Store.write`.
    """
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
    last_day, today = reference.policy(desk).month_days()[1], desk.clock.today()
    refused: dict[tuple[str, str], str] = {}
    with desk.store.write(desk.account.id, "figure_set", run=run) as work:
        closed = closed_months(work.conn, work.scope)
        there = {
            (one.code, one.month): one
            for one in rows.load_figures(work.conn, work.scope, sorted({month for _code, month in values}))
            if not one.village_id
        }
        for (code, month), value in values.items():
            known = there.get((code, month))
            if span_of(month, last_day)[0] > today:
                refused[code, month] = "figure_month_ahead"
            elif not 0 <= value <= MOST_FIGURE:
                refused[code, month] = "figure_wrong"
            elif known is None:
                work.create("figure", new_id(desk.clock.wall_ms()), {"code": code, "month": month, "value": value})
            elif known.value != value and month in closed:
                refused[code, month] = "log_month_closed"
            else:
                work.update("figure", known.id, {"value": value})
    return refused


def _scope(desk: Desk) -> str:
    return SCOPE_ALL if desk.office.kind is OfficeKind.COUNTY else desk.office.code


def _is_day(text: str) -> bool:
    return is_date(text) and len(text) == 10 and date.fromisoformat(text).year > 1900
