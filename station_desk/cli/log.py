"""`log`: the work of the month; from here, counts proposed from chat text."""

import datetime
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.chat_words import CATEGORIES
from station_desk.services import chat_log
from station_desk.wording import t
from station_desk.wording.chat import WHY

log = typer.Typer(help="the log of the assistants' work", no_args_is_help=True)


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
        session.say(*(t("待问：{text}（{why}）", text=doubt.text, why=t(WHY[doubt.why])) for doubt in one.doubts))
        session.say(*(t("另注：{text}（{why}）", text=note.text, why=t(WHY[note.why])) for note in one.notes))
