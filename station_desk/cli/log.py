"""`log`: the work of the month; from here, counts proposed from chat text."""

import datetime
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.chat_words import CATEGORIES
from station_desk.services import chat_log
from station_desk.wording import N, t

log = typer.Typer(help="the log of the assistants' work", no_args_is_help=True)

_WHY = {
    "person_unknown": N("没有说是哪一个人"),
    "person_unclear": N("认不准是哪一个人"),
    "shared": N("几个人一起做的，不知道怎么分"),
    "date_unclear": N("日子没有说清"),
    "date_ahead": N("日子还没有到"),
    "span_of_days": N("说的是一段日子"),
    "not_one_day": N("不是一天的数"),
    "not_a_report": N("不像是汇报"),
    "no_number": N("没有说数目"),
    "number_unclear": N("数目认不准"),
    "about": N("是约数"),
    "range": N("是一个范围"),
    "which_work": N("数目后面不知道是哪一项"),
    "no_work": N("没有说是哪一项"),
    "unit_unlikely": N("量词和这一项不相称"),
    "negated": N("说没有做，又有数目"),
    "total_differs": N("合计和分项对不上"),
    "part_of_total": N("其中的数认不准"),
    "leaflets": N("传单和宣传场次分开记"),
    "corrected_later": N("这条后来更正了"),
    "nothing_to_correct": N("要更正的那一条没有找到"),
    "correction_unclear": N("不知道更正成什么"),
    "change_unclear": N("增减的话要人来看"),
    "zero_report": N("说是零报告，请确认"),
}


def register(app: typer.Typer) -> None:
    app.add_typer(log, name="log")


@log.command()
def paste(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="chat text as copied; nothing of it is kept")],
    today: Annotated[
        datetime.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="the day of messages without a date")
    ] = None,
) -> None:
    """Propose counts from chat text, message by message; what is not sure is a doubt. Stores nothing.

    `index` counts messages from 0; a sum of one person, day and category is one line.
    """
    session: Session = ctx.obj
    text = chat_log.read_chat(file)
    with session.desk() as desk:
        found = chat_log.propose(desk, text, today.date() if today else desk.clock.today())
    session.answer = {
        "messages": [
            {
                "index": index,
                "lines": [
                    {"person": line.person, "date": line.day.isoformat(), "code": line.code, "count": line.count}
                    for line in one.lines
                ],
                "doubts": [{"text": doubt.text, "why": doubt.why} for doubt in one.doubts],
            }
            for index, one in enumerate(found)
        ]
    }
    for index, one in enumerate(found, 1):
        rows = [[line.person, line.day.isoformat(), CATEGORIES[line.code], line.count] for line in one.lines]
        session.say(t("第 {n} 条", n=index), table([t("姓名"), t("日期"), t("项"), t("数量")], rows))
        session.say(*(t("待问：{text}（{why}）", text=doubt.text, why=t(_WHY[doubt.why])) for doubt in one.doubts))
