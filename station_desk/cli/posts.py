"""`villages`, second part: posts by decision, villages that an auxiliary covers, rooms and stations."""

from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session
from station_desk.cli.villages import villages
from station_desk.domain.posts import PostChange, PostUnit, UnitKind
from station_desk.services import post_lists
from station_desk.services import posts as errands
from station_desk.services.roster_memory import memory_of
from station_desk.wording import t
from station_desk.wording.posts import UNIT_KINDS, held_words


def register(app: typer.Typer) -> None:
    """More commands of `villages`, which `cli.villages` has registered with `app`."""
    for name, command in (("posts", posts), ("except", except_), ("cover", cover), ("as-ruled", as_ruled)):
        villages.command(name)(command)
    villages.command("unit-add")(unit_add)
    villages.command("unit-end")(unit_end)
    villages.command("unit-import")(unit_import)


def posts(ctx: typer.Context) -> None:
    """What differs from the rule: exceptions, covered villages, rooms and stations."""
    session: Session = ctx.obj
    with session.desk() as desk:
        changes, units = errands.changes(desk), errands.units(desk)
        known = memory_of(desk).book(desk).villages
    names = {one.id: one.name for one in known.values()}
    codes = {one.id: one.code for one in known.values()}
    names_of = {one.id: one.name for one in units}
    session.answer = {
        "changes": [_change(one, codes, names) for one in changes],
        "units": [_unit(one, codes, names_of) for one in units],
    }
    for one in changes:
        village = names.get(one.village_id, "")
        if one.kind == "covered":
            session.say(
                t("{village}：由{by}负责，不另配（{day} 起）", village=village, by=one.covered_by, day=one.valid_from)
            )
        else:
            told = {"n": one.seats, "reason": one.reason, "number": one.doc_no}
            session.say(t("{village}：共 {n} 名，{reason}（{number}）", village=village, **told))
    for place in units:
        there = t("、").join(names.get(village, "") for village in place.villages)
        told = {"kind": t(UNIT_KINDS[place.kind]), "name": place.name, "villages": there}
        above = names_of.get(place.parent_id)
        session.say(
            t("{kind} {name}（{room}）：{villages}", room=above, **told)
            if above
            else t("{kind} {name}：{villages}", **told)
        )


def except_(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="the village's code")],
    seats: Annotated[int, typer.Argument(help="posts in all")],
    reason: Annotated[str, typer.Option(help="why")],
    doc: Annotated[str, typer.Option(help="number of the document")],
    on: Annotated[str, typer.Option(help="the day of the decision, YYYY-MM-DD")],
    valid_from: Annotated[str, typer.Option("--from", help="counts from this day on")] = "",
    valid_to: Annotated[str, typer.Option("--to", help="to this day")] = "",
) -> None:
    """So many posts in all for one village, with reason and document."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        made = errands.set_exception(desk, code, seats, reason, doc, on, valid_from, valid_to)
    session.answer = {"village_code": code, "seats": made.seats, "reason": made.reason}
    session.say(t("记下了：{code} 共 {n} 名。", code=code, n=made.seats))


def cover(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="the village's code")],
    by: Annotated[str, typer.Option(help="the auxiliary who serves there")],
    valid_from: Annotated[str, typer.Option("--from", help="from this day on, YYYY-MM-DD")],
    valid_to: Annotated[str, typer.Option("--to", help="to this day")] = "",
) -> None:
    """An auxiliary serves in this village: no assistant is needed."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        made = errands.set_covered(desk, code, by, valid_from, valid_to)
    session.answer = {"village_code": code, "covered_by": made.covered_by}
    session.say(t("记下了：{code} 由{by}负责，不另配。", code=code, by=made.covered_by))


def as_ruled(ctx: typer.Context, code: Annotated[str, typer.Argument(help="the village's code")]) -> None:
    """The policy's rule alone holds for a village again."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        count = errands.clear(desk, code)
    session.answer = {"village_code": code, "taken_away": count}
    session.say(t("{code} 又按方案算了。", code=code))


def unit_add(
    ctx: typer.Context,
    name: str,
    village: Annotated[list[str], typer.Option(help="a village's code; may be repeated, the first bears the post")],
    kind: Annotated[str, typer.Option(help="station or room")] = "station",
    code: Annotated[str, typer.Option(help="the office's own code for it")] = "",
    officer: Annotated[str, typer.Option(help="the officer")] = "",
    valid_from: Annotated[str, typer.Option("--from", help="from this day on")] = "",
    room: Annotated[str, typer.Option(help="the police room that a work station belongs to: name, code or id")] = "",
) -> None:
    """A police room or work station with its villages."""
    session: Session = ctx.obj
    if kind not in UNIT_KINDS:
        raise typer.BadParameter("station, room")
    with session.desk(write=True) as desk:
        unit_kind: UnitKind = "room" if kind == "room" else "station"
        made = errands.add_unit(desk, unit_kind, name, village, code, officer, valid_from, room)
        names_of = {one.id: one.name for one in errands.units(desk)}
        codes = {one.id: one.code for one in memory_of(desk).book(desk).villages.values()}
    session.answer = _unit(made, codes, names_of)
    session.say(t("记下了：{kind} {name}。", kind=t(UNIT_KINDS[made.kind]), name=made.name))


def unit_import(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="a workbook or CSV: name, villages, room, officer, days")],
) -> None:
    """Take over a whole list of work stations and police rooms; what cannot be taken is told by its row."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        taken = post_lists.import_units(desk, file)
        count = len(errands.units(desk))
    held = [{"row": one.row, "column": one.column, "text": one.text} for one in taken.held]
    session.answer = {"new": taken.new, "changed": taken.changed, "same": taken.same, "units": count, "held": held}
    session.say(
        t("新增 {new} 个，更新 {changed} 个，没有变 {same} 个。", new=taken.new, changed=taken.changed, same=taken.same)
    )
    session.say(*(held_words(one) for one in taken.held))


def unit_end(ctx: typer.Context, name: str, on: Annotated[str, typer.Option(help="its last day, YYYY-MM-DD")]) -> None:
    """A room or station is there for the last time on this day."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        ended = errands.end_unit(desk, name, on)
    session.answer = {"name": ended.name, "valid_to": ended.valid_to}
    session.say(t("记下了：{name} 到 {day} 为止。", name=ended.name, day=ended.valid_to))


def _change(one: PostChange, codes: dict[str, str], names: dict[str, str]) -> dict[str, object]:
    return {
        "village_code": codes.get(one.village_id, ""),
        "village": names.get(one.village_id, ""),
        "kind": one.kind,
        "seats": one.seats if one.kind == "exception" else None,
        "reason": one.reason,
        "covered_by": one.covered_by,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "number": one.doc_no,
        "decided_on": one.decided_on,
    }


def _unit(one: PostUnit, codes: dict[str, str], rooms: dict[str, str]) -> dict[str, object]:
    return {
        "name": one.name,
        "kind": one.kind,
        "code": one.code,
        "room": rooms.get(one.parent_id, ""),
        "officer": one.officer,
        "villages": [codes.get(village, "") for village in one.villages],
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }
