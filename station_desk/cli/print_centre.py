"""`forms set|sets` and `paper`: print sets, and paper checked back in by its serials."""

import time
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.cli.paper import forms
from station_desk.domain.months import months_of
from station_desk.domain.paper import read_serial
from station_desk.domain.trouble import Trouble
from station_desk.services import print_centre, print_sets, sheet_days
from station_desk.services.desk import Desk
from station_desk.services.sheet_days import Reminder
from station_desk.wording import t
from station_desk.wording.troubles import tell

paper = typer.Typer(help="printed sheets and where they are", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(paper, name="paper")


@forms.command()
def sets(ctx: typer.Context) -> None:
    """The print sets, the one of this week first."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = print_sets.sets_now(desk)
        month = print_sets.month_at_hand(desk)
        wrong = [tell(trouble) for trouble in print_sets.set_troubles(desk)]
    session.answer = {
        "period": month,
        "problems": [said.what for said in wrong],
        "sets": [{"set": one.key, "name": one.name, "forms": list(one.papers)} for one in found],
    }
    session.say(table([t("成套"), t("名称"), t("包含")], [[f.key, f.name, " ".join(f.papers)] for f in found]))
    session.say(*(said.what for said in wrong))


@forms.command("set")
def set_(
    ctx: typer.Context,
    name: str,
    out: Annotated[Path, typer.Option(help="the folder for the PDF files")],
    person: Annotated[list[str] | None, typer.Option(help="id of a person; may be given several times")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="everyone whom the papers concern (the default)")] = False,
    period: Annotated[str, typer.Option(help="the month of the sheets, YYYY-MM")] = "",
    reveal: Annotated[bool, typer.Option("--reveal", help="whole ID numbers and phones; recorded")] = False,
) -> None:
    """Print all papers of an event into FOLDER, one PDF a form, numbered in order; all serials or none."""
    session: Session = ctx.obj
    began = time.monotonic()
    if period and months_of(period) != [period]:
        raise Trouble("period_wrong", text=period)
    chosen = tuple(person) if person and not everyone else None
    with session.desk(write=True) as desk:
        asked = print_sets.SetOrder(name, chosen, chosen is None, period, reveal)
        key = print_sets.print_set(desk, name).key
        printed = print_sets.make_set(desk, asked)
        files = print_sets.save_set(desk, printed, out)
    session.answer = {
        "set": key,
        "forms": [
            {"form": one.form, "pages": one.pages, "serials": list(one.serials), "file": str(file.resolve())}
            for one, file in zip(printed, files, strict=True)
        ],
        "seconds": round(time.monotonic() - began, 3),
    }
    session.say(
        *(t("{n} 页写到 {file}", n=one.pages, file=str(file)) for one, file in zip(printed, files, strict=True))
    )


@paper.command("return")
def return_(ctx: typer.Context, serials: list[str]) -> None:
    """Check sheets back in by their serials, typed or from a hand scanner."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        told = print_centre.mark(desk, serials, "returned")
        back = [*told.changed, *told.before]
        lacking = print_centre.still_out(desk, back)
        before = _since(desk, told.before)
    session.answer = {
        "returned": back,
        "missing": lacking,
        "unread": told.unread,
        "foreign": [*told.foreign, *told.refused],
        "before": before,
    }
    session.say(t("收回 {n} 张，还缺 {m} 张", n=len(back), m=len(lacking)))
    trouble = told.trouble()
    if trouble is not None:
        raise trouble


@paper.command()
def missing(ctx: typer.Context, period: Annotated[str, typer.Option(help="2026-10, 2026-Q3, 2026-H1 or 2026")]) -> None:
    """The sheets for a period that have not come back."""
    session: Session = ctx.obj
    with session.desk() as desk:
        months = set(months_of(period))
        lines = print_centre.sheet_lines(desk)
        lacking = print_centre.missing(desk, period)
        reminded = sheet_days.reminders(desk, [line.sheet for line in lacking])
    here = ("returned", "entered")
    back = [line.sheet.serial for line in lines if line.sheet.period in months and line.sheet.state in here]
    session.answer = {
        "returned": sorted(back),
        "missing": [line.sheet.serial for line in lacking],
        "unread": [],
        "foreign": [],
        "sheets": [
            {"serial": line.sheet.serial, "form": line.sheet.form, "person": line.person, "state": line.sheet.state}
            | _reminded(reminded.get(line.sheet.serial))
            for line in lacking
        ],
    }
    rows = [
        [line.sheet.serial, line.person, line.sheet.period, *_reminded(reminded.get(line.sheet.serial)).values()]
        for line in lacking
    ]
    heads = [t("编号"), t("姓名"), t("月份"), t("催交"), t("方式"), t("谁催的"), t("次")]
    session.say(table(heads, rows), t("缺 {m} 张", m=len(lacking)))


def _reminded(one: Reminder | None) -> dict[str, object]:
    """The last reminder of a sheet: its day, how, by whom, and how often."""
    if one is None:
        return {"reminded_on": None, "reminded_how": None, "reminded_by": None, "reminded_times": 0}
    told: dict[str, object] = {"reminded_on": one.day.isoformat(), "reminded_how": one.way, "reminded_by": one.by}
    return told | {"reminded_times": one.times}


def _since(desk: Desk, serials: list[str]) -> dict[str, str]:
    """The day on which each of these sheets came back before."""
    sheets = [line.sheet for line in print_centre.sheet_lines(desk) if line.sheet.serial in serials]
    return {serial: day.isoformat() for serial, day in sheet_days.came_back(desk, sheets).items()}


@paper.command()
def remind(
    ctx: typer.Context,
    period: Annotated[str, typer.Option(help="2026-10, 2026-Q3, 2026-H1 or 2026")],
    how: Annotated[str, typer.Option(help="|".join(sheet_days.WAYS))],
    serials: Annotated[list[str] | None, typer.Argument(help="all that lack otherwise")] = None,
) -> None:
    """Note that those who have not returned their sheets were reminded today."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        lacking = [line.sheet.serial for line in print_centre.missing(desk, period)]
        wanted = [str(read_serial(text)) for text in serials] if serials else lacking
        count = sheet_days.remind(desk, wanted, how)
    session.answer = {"reminded": wanted, "how": how}
    session.say(t("记了催交 {n} 张", n=count))
