"""`assess try`: a rubric tried on a month of a folder (DESIGN 6); stores nothing, needs no home."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session
from station_desk.domain.money import money_words
from station_desk.domain.pay import total
from station_desk.domain.points import points_text
from station_desk.domain.room_rubric import CLASSES
from station_desk.services.assess_try import Tried, is_room_folder, try_person_month
from station_desk.services.assess_try_room import RoomLine, TriedRooms, Wage, answerable, try_room_months
from station_desk.wording import t


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
