"""`assess`: a rubric tried on a month of a folder (DESIGN 6; the format by example in the docs of `assess try`)."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.assessment import STEPS, SheetState, Step
from station_desk.domain.money import money_words
from station_desk.domain.pay import total
from station_desk.domain.points import points_text
from station_desk.domain.room_rubric import CLASSES
from station_desk.domain.trouble import Trouble
from station_desk.services import assessment, rubrics, score_book
from station_desk.services.assess_try import Tried, is_room_folder, try_person_month
from station_desk.services.assess_try_room import RoomLine, TriedRooms, Wage, answerable, try_room_months
from station_desk.services.assessment import MonthSheets, SheetView
from station_desk.wording import N, t

STATES = {
    SheetState.DRAFT: N("草稿"),
    SheetState.SCORED: N("评完"),
    SheetState.SIGNED: N("本人已签"),
    SheetState.REFUSED: N("本人拒签"),
    SheetState.AGREED: N("乡镇同意"),
    SheetState.VETOED: N("乡镇否决"),
    SheetState.CONFIRMED: N("县局已定"),
    SheetState.NOTIFIED: N("已告知本人"),
    SheetState.APPEALED: N("有异议"),
    SheetState.FINAL: N("已定案"),
}

assess = typer.Typer(help="the month's assessment", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(assess, name="assess")


@assess.command(name="try")
def try_(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="folder with pack.toml and the facts of a month as CSV")],
) -> None:
    """Score, rank, grade and pay a month by the rule in FOLDER. Stores nothing, needs no home."""
    session: Session = ctx.obj
    if is_room_folder(folder):
        rooms = try_room_months(folder)
        session.answer = _rooms_answer(rooms)
        for month, lines in rooms.months.items():
            session.say(t("{month}：", month=month))
            session.say(*(_room_text(line) for line in lines))
        for alert in rooms.alerts:
            names = "、".join(answerable(rooms, alert.room))
            session.say(t("{room} 连续评为末等，应看的是：{names}。", room=alert.room, names=names))
        return
    tried = try_person_month(folder)
    session.answer = _answer(tried)
    for sheet in tried.sheets:
        rank = t("第 {n} 名", n=sheet.rank) if sheet.rank else t("不排名")
        session.say(
            t(
                "{name}：{points} 分，{rank}，{grade}",
                name=sheet.person,
                points=points_text(sheet.total),
                rank=rank,
                grade=sheet.grade,
            )
        )
    if tried.lines is not None:
        session.say(t("合计：{words}", words=money_words(total(tried.lines))))
    if tried.left_out:
        session.say(t("有 {n} 行不在本期的日子里，没有算。", n=len(tried.left_out)))


Period = Annotated[str, typer.Option(help="the month, 2026-10")]


@assess.command(name="open")
def open_(ctx: typer.Context, period: Period) -> None:
    """Open the month's sheets, or draft the open ones anew from the log."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        _tell(session, assessment.open_month(desk, period))


@assess.command()
def score(
    ctx: typer.Context,
    period: Period,
    file: Annotated[Path, typer.Argument(help="workbook or CSV: one row a person, one column an item")],
) -> None:
    """Put the officer's points of a workbook on the month's sheets."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        given = score_book.read_scores(desk, period, file)
        _tell(session, assessment.score(desk, period, given))


@assess.command()
def show(
    ctx: typer.Context,
    period: Period,
    station: Annotated[str | None, typer.Option(help="code of a station (county)")] = None,
) -> None:
    """The month's sheets with points, evidence, total, rank, grade and where each stands."""
    session: Session = ctx.obj
    with session.desk() as desk:
        _tell(session, assessment.month(desk, period, station))


@assess.command()
def step(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="|".join(STEPS))],
    period: Period,
    on: Annotated[str, typer.Option("--on", help="its day")],
    person: Annotated[
        list[str] | None, typer.Option(help="name or record id; all sheets of the month otherwise")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="who signed; the person at this desk otherwise")] = "",
    witness: Annotated[str, typer.Option(help="of a refused signature")] = "",
    result: Annotated[str, typer.Option(help="changed|unchanged, of an answer")] = "",
    doc: Annotated[str, typer.Option("--doc", help="number of the document")] = "",
    reason: Annotated[str, typer.Option(help="at most 60 characters; it stays at this desk")] = "",
    station: Annotated[str | None, typer.Option(help="code of a station (county)")] = None,
) -> None:
    """Take sheets one step further: what stands on the signed paper, or the county's decision."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        sheets = assessment.month(desk, period, station).sheets
        wanted = [one for one in sheets if not person or one.name in person or one.standing.of.subject_id in person]
        if not wanted:
            raise Trouble("sheet_missing_for", person="、".join(person or []), month=period)
        made = Step("", name, on, by, result, witness, doc, "", reason)
        assessment.step(desk, [one.id for one in wanted], made)
        _tell(session, assessment.month(desk, period, station))


@assess.command()
def rubric(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="TOML; without it: the rubric in use")] = None,
    kind: Annotated[str, typer.Option(help="person|room")] = "person",
    by: Annotated[str, typer.Option("--by", help="who decided it")] = "",
    doc: Annotated[str, typer.Option("--doc", help="number of the document")] = "",
    on: Annotated[str, typer.Option("--on", help="day of the decision")] = "",
) -> None:
    """The rubric in use; with FILE, who, number and day: put another one in use."""
    session: Session = ctx.obj
    with session.desk(write=file is not None) as desk:
        used = rubrics.adopt(desk, file, by, doc, on) if file else rubrics.in_use(desk, kind)
    session.answer = {
        "title": used.rubric.title,
        "kind": used.rubric.kind,
        "example": used.rubric.example,
        "hash": used.hash,
        "decided_by": used.decided_by or None,
        "doc_no": used.doc_no or None,
        "decided_on": used.decided_on or None,
        "items": [{"code": item.code, "name": item.name, "max": item.most} for item in used.rubric.items],
    }
    session.say(used.body)


def _tell(session: Session, found: MonthSheets) -> None:
    """The document of stored sheets, and a line for each."""
    session.answer = {
        "period": found.period,
        "points_unit": "tenths",
        "rubric": {"title": found.rubric.title, "example": found.example},
        "log_closed": found.closed,
        "sheets": [_sheet(one, found.rubric.kind) for one in found.sheets],
    }
    rows = [
        [
            one.name,
            one.village,
            points_text(one.standing.total) if one.standing.total is not None else t("未评完"),
            one.standing.grade,
            t(STATES[one.standing.state]),
        ]
        for one in found.sheets
    ]
    session.say(table([t("姓名"), t("村"), t("总分"), t("等次"), t("到哪一步")], rows))
    if found.example:
        session.say(t("评分标准是样例，没有人定过：可以试评，不能报县局确认。"))


def _sheet(one: SheetView, kind: str) -> dict[str, object]:
    at = one.standing
    return {
        "id": one.id,
        ("room" if kind == "room" else "person"): one.name,
        "village": one.village or None,
        "items": [
            {
                "code": entry.code,
                "points": entry.counts,
                "machine": entry.machine,
                "officer": entry.points,
                "count": entry.count,
                "evidence": json.loads(entry.evidence) if entry.evidence else None,
            }
            for entry in at.entries.values()
        ],
        "missing": [*at.missing],
        "sections": {**at.sections},
        "add": at.add,
        "deduct": at.deduct,
        "total": at.total,
        "veto": [*at.veto],
        "prorated": at.of.days < at.of.days_due,
        "rank": at.rank,
        "grade": at.grade or None,
        "state": at.state.value,
        "steps": [{"step": made.step, "day": made.day, "by": made.by_name} for made in at.steps],
    }


def _answer(tried: Tried) -> dict[str, object]:
    """The document of a person's month, as DESIGN 6 and the example name its keys."""
    answer: dict[str, object] = {
        "period": tried.period.id,
        "points_unit": "tenths",
        "sheets": [
            {
                "person": sheet.person,
                "village": tried.people[sheet.person].village,
                "items": {code: item.points for code, item in sheet.items.items()},
                "evidence": {code: {**item.evidence, "by": item.by} for code, item in sheet.items.items()},
                "sections": {**sheet.sections},
                "add": sheet.add,
                "deduct": sheet.deduct,
                "total": sheet.total,
                "veto": [*sheet.veto],
                "prorated": sheet.prorated,
                "rank": sheet.rank,
                "grade": sheet.grade,
            }
            for sheet in tried.sheets
        ],
    }
    if tried.lines is not None:
        paid = total(tried.lines)
        answer["stipend"] = {
            "lines": [
                {"person": name, "payable_fen": line.payable, "adjust_fen": line.adjust, "days": line.days}
                for name, line in tried.lines.items()
            ],
            "total_fen": paid,
            "total_words": money_words(paid),
        }
    if tried.counters:
        answer["counters"] = {
            name: {"fails": run.fails, "longest_run": run.longest, "open_run": run.still}
            for name, run in tried.counters.items()
        }
    if tried.last_day_to_object:
        answer["last_day_to_object"] = tried.last_day_to_object.isoformat()
        answer["ranks_after_appeals"] = {**tried.ranks_after}
        answer["appeals"] = [
            {
                "person": one.person,
                "in_time": one.in_time,
                "answer_due": one.answer_due.isoformat(),
                "total_after": one.total_after,
            }
            for one in tried.appeals
        ]
    if tried.left_out:
        answer["left_out"] = [{"file": file, "row": row} for file, row in tried.left_out]
    return answer


def _rooms_answer(tried: TriedRooms) -> dict[str, object]:
    return {
        "points_unit": "tenths",
        "months": {month: _month(lines, tried.wages.get(month, ())) for month, lines in tried.months.items()},
        "alerts": [
            {
                "month": alert.month,
                "room": alert.room,
                "targets": answerable(tried, alert.room),
                "seen_from": alert.seen_from.isoformat(),
            }
            for alert in tried.alerts
        ],
        "year": [_year(tried, room) for room in tried.rooms],
    }


def _month(lines: Sequence[RoomLine], wages: Sequence[Wage]) -> dict[str, object]:
    awards, paid = sum(line.award for line in lines), sum(wage.payable for wage in wages)
    return {
        "rooms": [_room(line) for line in lines],
        "class_counts": _classes(lines),
        "award_total_fen": awards,
        "award_total_words": money_words(awards),
        "wages": [
            {"person": one.person, "base_fen": one.base, "adjust_fen": one.adjust, "payable_fen": one.payable}
            for one in wages
        ],
        "wage_total_fen": paid,
        "wage_total_words": money_words(paid),
    }


def _room(line: RoomLine) -> dict[str, object]:
    sheet = line.sheet
    return {
        "room": sheet.room,
        "state": sheet.state or None,
        "final_on": sheet.final_on.isoformat() if sheet.final_on else None,
        "items": {**sheet.items},
        "sections": {**sheet.sections},
        "add": sheet.add,
        "total": sheet.total,
        "class": sheet.label,
        "announced_total": sheet.announced,
        "announced_class": sheet.announced_label,
        "rank": sheet.rank,
        "class_fen": line.class_fen,
        "adjust_fen": line.adjust,
        "award_payable_fen": line.award,
        "fund_fen": line.fund,
    }


def _classes(lines: Sequence[RoomLine]) -> dict[str, int]:
    counts = Counter(line.sheet.label for line in lines)
    return {name: counts[name] for name in CLASSES}


def _year(tried: TriedRooms, room: str) -> dict[str, object]:
    lines = [line for month in tried.months.values() for line in month if line.sheet.room == room]
    totals = [line.sheet.total for line in lines if line.sheet.total is not None]
    return {
        "room": room,
        "sum_tenths": sum(totals),
        "months_assessed": len(totals),
        "classes": _classes(lines),
        "award_fen": sum(line.award for line in lines),
    }


def _room_text(line: RoomLine) -> str:
    sheet = line.sheet
    if sheet.total is None:
        return t("{room}：没有考评", room=sheet.room)
    return t("{room}：{points} 分，{label}", room=sheet.room, points=points_text(sheet.total), label=sheet.label)
