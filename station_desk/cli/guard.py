"""`guard`: the guard against residents' data, tried on texts."""

from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.services import guard as errands
from station_desk.services.desk import peek
from station_desk.wording import t

guard = typer.Typer(help="the guard against residents' data in free words", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(guard, name="guard")


@guard.command()
def check(
    ctx: typer.Context, file: Annotated[Path, typer.Argument(help="a JSON list of {id, text}; nothing of it is kept")]
) -> None:
    """Say of each text whether the guard would warn. Where there is a home, its roster's own numbers pass."""
    session: Session = ctx.obj
    if peek(session.home) is None:
        found = errands.check_file(file, None)
    else:
        with session.desk() as desk:
            found = errands.check_file(file, desk)
    session.answer = {
        "results": [{"id": one.id, "verdict": "warn" if one.kinds else "pass", "kinds": [*one.kinds]} for one in found]
    }
    words = {
        "id_no": t("身份证号"),
        "phone": t("电话"),
        "plate": t("车牌"),
        "bank_card": t("银行卡"),
        "passport": t("证件号"),
        "account": t("网络账号"),
        "name": t("姓名连着不该记的事"),
        "address": t("住址"),
    }
    session.say(
        table(
            ["id", t("结果"), t("像是")],
            [
                [one.id, t("提醒") if one.kinds else t("通过"), "、".join(words[kind] for kind in one.kinds)]
                for one in found
            ],
        )
    )
