"""`conflict`: fields with two versions, a person's choice, and the copies that wrote them (beside DESIGN 6)."""

from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.conflict import Conflict, Version
from station_desk.domain.trouble import Trouble
from station_desk.services import conflicts
from station_desk.wording import t

conflict = typer.Typer(help="what two copies wrote against each other", no_args_is_help=True)
Reveal = Annotated[bool, typer.Option("--reveal", help="whole numbers; the look is recorded")]


def register(app: typer.Typer) -> None:
    app.add_typer(conflict, name="conflict")


@conflict.command("list")
def list_(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="those that were settled too")] = False,
    reveal: Reveal = False,
) -> None:
    """The fields that have two versions: each value with its author, copy and time."""
    session: Session = ctx.obj
    with session.desk(write=reveal) as desk:
        found = conflicts.list_conflicts(desk, reveal=reveal)
    shown = [one for one in found if everything or one.settled is None]
    waiting = sum(one.settled is None for one in found)
    session.answer = {
        "conflicts": [one.as_dict() for one in shown],
        "open": waiting,
        "settled": len(found) - waiting,
    }
    heads = [t("人或村"), t("项目"), "", t("值"), t("谁写的"), t("哪一份"), t("时间"), t("结论")]
    session.say(
        table(heads, [line for one in shown for line in _lines(one)]),
        t("待选定 {n} 处，已选定 {m} 处", n=waiting, m=len(found) - waiting),
        *(f"{one.subject} {one.field}: {one.id}" for one in shown if one.settled is None),
    )


def _lines(one: Conflict) -> list[list[object]]:
    done = one.settled
    told = "" if done is None else t("{who} {day} 选定：{value}", who=done.actor, day=done.day, value=done.shown)
    return [
        [
            one.subject if i == 0 else "",
            one.field if i == 0 else "",
            i + 1,
            version.shown,
            version.actor,
            _copy(version),
            version.at,
            told if i == 0 else "",
        ]
        for i, version in enumerate(one.versions)
    ]


def _copy(version: Version) -> str:
    return t("本机") if version.copy_here else t("第 {n} 份", n=version.copy)


@conflict.command()
def settle(
    ctx: typer.Context,
    conflict_id: Annotated[str, typer.Argument(metavar="ID")],
    take: Annotated[int | None, typer.Option(help="the number of the version, as `conflict list` shows it")] = None,
    value: Annotated[str | None, typer.Option(help="a value of one's own instead")] = None,
) -> None:
    """Choose one version, or give a value of one's own; the mark stays."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = conflicts.find_conflict(desk, conflict_id)
        if (take is None) == (value is None) or (take is not None and not 1 <= take <= len(found.versions)):
            raise Trouble("conflict_choice", most=len(found.versions))
        txn = found.versions[take - 1].txn if take is not None else ""
        conflicts.settle(desk, conflict_id, take=txn, value=value)
        done = next(one for one in conflicts.list_conflicts(desk) if one.id.startswith(f"{conflict_id}@"))
        left = len(conflicts.open_conflicts(desk))
    session.answer = {"conflict": done.as_dict(), "open": left}
    session.say(t("已选定，还有 {n} 处。两个版本和这次选定都留在经过里。", n=left))


@conflict.command()
def copies(
    ctx: typer.Context,
    scope: Annotated[str | None, typer.Option("--station", help="code of a station (county)")] = None,
) -> None:
    """The copies of an office's database that have written: since when, how many acts, and where they parted."""
    session: Session = ctx.obj
    with session.desk() as desk:
        lines = conflicts.copy_lines(desk, scope)
    session.answer = {"copies": [one.as_dict() for one in lines]}
    heads = [t("第几份"), t("本机"), t("自"), t("至"), t("笔数"), t("改动"), t("从哪天的旧副本分出"), t("还回的改动")]
    rows = [
        [one.number, "*" if one.here else "", one.since, one.until, one.acts, one.changes, one.left, one.returned or ""]
        for one in lines
    ]
    session.say(table(heads, rows))


@conflict.command("unknown")
def unknown_(ctx: typer.Context) -> None:
    """Kinds of records and fields of a newer version: kept as they came, shown after the upgrade."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = conflicts.unknown_kinds(desk)
    session.answer = {"unknown": [{"kind": one.ent, "field": one.field, "changes": one.changes} for one in found]}
    session.say(
        table([t("种类"), t("项目"), t("改动")], [[one.ent, one.field or t("整条记录"), one.changes] for one in found]),
        t("这些内容原样留着，升级以后自己出来。") if found else t("没有看不懂的内容。"),
    )
