"""`villages`: the units the office covers."""

from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.intake_cells import OPEN_ELSEWHERE
from station_desk.services import village_spellings
from station_desk.services import villages as errands
from station_desk.services.desk import Desk
from station_desk.wording import t

villages = typer.Typer(help="villages with quota, posts and vacancy", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(villages, name="villages")


@villages.command("list")
def list_(ctx: typer.Context) -> None:
    """The villages with quota, filled and vacant posts."""
    session: Session = ctx.obj
    with session.desk() as desk:
        _tell(session, desk)


@villages.command("import")
def import_(
    ctx: typer.Context, file: Annotated[Path, typer.Argument(help="CSV or xlsx; code and name are needed")]
) -> None:
    """Take over a village list: new ones are added, known codes brought up to date."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = errands.propose_villages(desk, file)
        errands.import_villages(desk, found.rows, found.aliases)
        _tell(session, desk)
    if OPEN_ELSEWHERE in found.notes:
        session.note(t("“{file}”正在别的程序里开着，读的是它上一次存盘的样子。", file=file.name))
    session.answer["held"] = [
        {"sheet": fault.sheet, "row": fault.row, "column": fault.column, "text": fault.text} for fault in found.faults
    ]
    for fault in found.faults:
        session.say(t("第 {row} 行的“{text}”没有收（{column}）。", row=fault.row, text=fault.text, column=fault.column))


@villages.command()
def spellings(ctx: typer.Context) -> None:
    """Other names of villages that were put right in an import and are remembered."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = village_spellings.remembered(desk)
    session.answer = {"spellings": [{"spelling": one.text, "code": one.code, "name": one.village} for one in found]}
    session.say(table([t("写法"), t("村"), t("代码")], [[one.text, one.village, one.code] for one in found]))


@villages.command()
def forget(ctx: typer.Context, spelling: str) -> None:
    """Forget a spelling; what was written by it stays as it is."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        session.answer = {"forgotten": village_spellings.forget(desk, spelling)}
    session.say(t("已忘掉“{spelling}”。", spelling=spelling))


def _tell(session: Session, desk: Desk) -> None:
    views = errands.list_villages(desk)
    session.answer = {
        "villages": [
            {
                "code": view.village.code,
                "name": view.village.name,
                "kind": view.village.kind,
                "households": view.village.households,
                "quota": view.quota,
                "filled": view.filled,
                "vacant": view.vacant,
            }
            for view in views
        ]
    }
    session.say(
        table(
            [t("代码"), t("村"), t("类别"), t("户数"), t("应配"), t("在聘"), t("空缺")],
            [
                [v.village.code, v.village.name, v.village.kind, v.village.households, v.quota, v.filled, v.vacant]
                for v in views
            ],
        )
    )
