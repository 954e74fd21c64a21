"""`metric`, `figure`, `target`: what is counted, numbers of the station, what is expected of a village."""

from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.metric_sets import LOG_NAMES, OwnMetric
from station_desk.domain.targets import Target
from station_desk.domain.trouble import Trouble
from station_desk.services import metrics as errands
from station_desk.wording import t
from station_desk.wording.metrics import CLASSES, fault_of_metric, refused_words
from station_desk.wording.reports import target_fault_words

metric = typer.Typer(help="what is counted", no_args_is_help=True)
figure = typer.Typer(help="numbers of the station for a month", no_args_is_help=True)
target = typer.Typer(help="what is expected of a village in a month", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    for room, name in ((metric, "metric"), (figure, "figure"), (target, "target")):
        app.add_typer(room, name=name)


@metric.command("list")
def list_metrics(ctx: typer.Context) -> None:
    """The categories, the metrics of the pack and those that the office added."""
    session: Session = ctx.obj
    with session.desk() as desk:
        known, own = errands.metrics_of(desk), {one.code: one for one in errands.own_metrics(desk)}
    found = [one.value for one in known.metrics]
    session.answer = {
        "categories": [{"code": c, "metric": known.name(c), "unit": known.unit(c)} for c in LOG_NAMES],
        "metrics": [
            {
                "code": one.code,
                "metric": one.name,
                "unit": one.unit,
                "class": one.kind,
                "category": one.category,
                "net": one.net,
                "published": one.figure,
                "own": one.code in own,
            }
            for one in found
        ],
    }
    rows = [[one.code, one.name, one.unit, t(CLASSES[one.kind]), one.category] for one in found]
    session.say(table([t("代码"), t("项目"), t("单位"), t("是什么数"), t("归到")], rows))


@metric.command()
def add(
    ctx: typer.Context,
    code: str,
    name: str,
    unit: Annotated[str, typer.Option(help="e.g. 次; a percentage is worked out and cannot be added")],
    kind: Annotated[str, typer.Option("--class", help="A own work, B count, C outcome of the police")],
    by: Annotated[str, typer.Option(help="who decided it")],
    number: Annotated[str, typer.Option(help="number of the document")],
    on: Annotated[str, typer.Option(help="the day, YYYY-MM-DD")],
    category: Annotated[str, typer.Option(help="L01 … L16 that it counts into")] = "",
) -> None:
    """Add a metric; a county's goes to all its stations. What would be a register of people is refused by name."""
    session: Session = ctx.obj
    if kind.upper() not in ("A", "B", "C"):
        raise Trouble("option_unknown", option=kind, known="A、B、C")
    wanted = OwnMetric("", "", code.upper(), name, unit, kind.upper(), category.upper(), by, number, on)  # type: ignore[arg-type]
    with session.desk(write=True) as desk:
        try:
            made = errands.add_metric(desk, wanted)
        except Trouble as trouble:
            if trouble.code == "metric_refused":
                session.note(refused_words(name, trouble.facts["why"]))  # type: ignore[arg-type]
            elif trouble.code == "metric_fault":
                session.note(fault_of_metric(trouble.facts["fault"], str(trouble.facts["units"])))  # type: ignore[arg-type]
            raise
    session.answer = {"code": made.code, "metric": made.name, "unit": made.unit, "class": made.kind}
    session.say(t("已加上 {code} {name}。", code=made.code, name=made.name))


@metric.command()
def drop(ctx: typer.Context, code: str) -> None:
    """Strike out a metric that this office added; what was counted for it stays."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        errands.drop_metric(desk, code.upper())
    session.answer = {"code": code.upper()}
    session.say(t("已划去 {code}。", code=code.upper()))


@figure.command("set")
def set_figure(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="code or name of the metric")],
    value: Annotated[int | None, typer.Argument(help="left out: take the number away")] = None,
    month: Annotated[str, typer.Option(help="YYYY-MM, a month of work")] = "",
) -> None:
    """The station's number for a month: an outcome of the police, or what was counted before the log began."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        known = errands.metrics_of(desk)
        code = errands.figure_code(known, name)
        errands.set_figure(desk, name, month, value)
    session.answer = {"code": code, "metric": known.name(code), "month": month, "value": value}
    said = t("没有数") if value is None else f"{value}{known.unit(code)}"
    session.say(t("{month}{name}：{value}", month=month, name=known.name(code), value=said))


@figure.command("list")
def list_figures(ctx: typer.Context, period: Annotated[str, typer.Option(help="a period; default all")] = "") -> None:
    """The numbers of the station."""
    session: Session = ctx.obj
    with session.desk() as desk:
        known = errands.metrics_of(desk)
        found = errands.figures(desk, period or None)
    session.answer = {
        "figures": [
            {
                "code": one.code,
                "metric": known.name(one.code),
                "month": one.month,
                "value": one.value,
                "office": one.scope,
            }
            for one in found
        ]
    }
    rows = [[one.month, one.code, known.name(one.code), one.value, known.unit(one.code)] for one in found]
    session.say(table([t("月份"), t("代码"), t("项目"), t("数量"), t("单位")], rows))


@target.command("set")
def set_target(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="code or name of the metric")],
    value: Annotated[int, typer.Argument(help="how many a month")],
    by: Annotated[str, typer.Option(help="who decided it")],
    number: Annotated[str, typer.Option(help="number of the document")],
    on: Annotated[str, typer.Option(help="the day, YYYY-MM-DD")],
    size: Annotated[str, typer.Option(help="what villages of this size are called, e.g. 大村")] = "",
    households_from: Annotated[int | None, typer.Option(help="from so many households")] = None,
    households_to: Annotated[int | None, typer.Option(help="up to so many households")] = None,
    valid_from: Annotated[str, typer.Option(help="the first day, YYYY-MM-DD")] = "",
    valid_to: Annotated[str, typer.Option(help="the last day, YYYY-MM-DD")] = "",
) -> None:
    """What is expected of villages of a size in a month. None on leads and on outcomes of the police."""
    session: Session = ctx.obj
    wanted = Target("", "", name, size, "", households_from, households_to, value, valid_from, valid_to, by, number, on)
    with session.desk(write=True) as desk:
        try:
            made = errands.set_target(desk, wanted)
        except Trouble as trouble:
            if trouble.code == "target_fault":
                session.note(target_fault_words(trouble.facts["fault"]))  # type: ignore[arg-type]
            raise
    session.answer = {"code": made.code, "value": made.value, "size": made.size_class}
    session.say(t("{name}每月 {n}。", name=name, n=made.value))


@target.command("list")
def list_targets(ctx: typer.Context) -> None:
    """What is expected of villages."""
    session: Session = ctx.obj
    with session.desk() as desk:
        known, found = errands.metrics_of(desk), errands.targets(desk)
    session.answer = {
        "targets": [
            {
                "code": one.code,
                "metric": known.name(one.code),
                "value": one.value,
                "size": one.size_class,
                "households_from": one.households_from,
                "households_to": one.households_to,
                "valid_from": one.valid_from,
                "valid_to": one.valid_to,
                "decided_by": one.by,
                "number": one.number,
                "on": one.on,
            }
            for one in found
        ]
    }
    rows = [[known.name(o.code), o.size_class, o.households_from, o.households_to, o.value, o.number] for o in found]
    session.say(table([t("项目"), t("大小"), t("户数从"), t("到"), t("每月"), t("文号")], rows))
