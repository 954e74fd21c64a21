"""`forms`: paper."""

import re
import time
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.trouble import Trouble
from station_desk.services import paper_twins, paperwork
from station_desk.wording import t
from station_desk.wording.forms import tell_problem

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

forms = typer.Typer(help="the paper forms", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(forms, name="forms")


@forms.command("list")
def list_(ctx: typer.Context) -> None:
    """The forms that can be printed."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = paperwork.list_forms(desk)
    session.answer = {
        "forms": [{"form": f.code, "name": f.name, "subject": f.subject, "file": str(f.file)} for f in found]
    }
    session.say(table([t("代码"), t("名称"), t("对象")], [[f.code, f.name, f.subject] for f in found]))


@forms.command()
def check(ctx: typer.Context, file: Annotated[Path | None, typer.Argument()] = None) -> None:
    """Check one form file, or all: line, what is wrong, what was probably meant."""
    session: Session = ctx.obj
    problems = paperwork.check_forms(file)
    session.answer = {
        "ok": not problems,
        "problems": [
            {"file": str(p.file), "line": p.line, "code": p.code, "message": tell_problem(p), "meant": p.meant}
            for p in problems
        ],
    }
    session.say(*(f"{p.file}:{p.line}: {tell_problem(p)}" for p in problems))
    if problems:
        raise Trouble("form_faulty", file=str(problems[0].file), count=len(problems))
    session.say(t("表单没有问题。"))


def _month(text: str) -> str:
    """`YYYY-MM` as it is, "" for none. Trouble period_wrong(text)."""
    if text and not _MONTH.fullmatch(text):
        raise Trouble("period_wrong", text=text)
    return text


@forms.command("print")
def print_(
    ctx: typer.Context,
    form: str,
    out: Annotated[Path, typer.Option(help="the PDF file to write")],
    person: Annotated[str | None, typer.Option(help="id of one person")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="everyone the form concerns")] = False,
    blank: Annotated[int, typer.Option(help="blank copies")] = 0,
    period: Annotated[str, typer.Option(help="the month of the sheets, YYYY-MM")] = "",
    reveal: Annotated[bool, typer.Option("--reveal", help="whole ID numbers and phones; recorded")] = False,
    boxes: Annotated[bool, typer.Option("--boxes", help="where codes and boxes lie, in mm from the top left")] = False,
) -> None:
    """Print a form to FILE.pdf; a form about one person starts a new page for each."""
    session: Session = ctx.obj
    began = time.monotonic()
    with session.desk(write=True) as desk:
        printed = paperwork.make(
            desk,
            form,
            person_ids=[person] if person else None,
            everyone=everyone,
            blank=blank,
            boxes=boxes,
            period=_month(period),
            reveal=reveal,
        )
        paperwork.save(desk, printed, out)
    session.answer = {
        "form": printed.form,
        "pages": printed.pages,
        "serials": list(printed.serials),
        "file": str(out.resolve()),
        "seconds": round(time.monotonic() - began, 3),
        "pages_detail": [page.as_dict() for page in printed.pages_detail],
    }
    session.say(t("{n} 页写到 {file}", n=printed.pages, file=str(out)))


@forms.command()
def sheet(
    ctx: typer.Context,
    form: str,
    out: Annotated[Path, typer.Option(help="the XLSX file to write")],
    blank: Annotated[int, typer.Option(help="an empty sheet instead")] = 0,
    period: Annotated[str, typer.Option(help="the month of the sheet, YYYY-MM")] = "",
    reveal: Annotated[bool, typer.Option("--reveal", help="whole ID numbers and phones; recorded")] = False,
) -> None:
    """The same list as a workbook: heads, rows and foot of the paper, every text as text."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        grid = paper_twins.twin(
            desk, form, everyone=not blank, blank=min(blank, 1), period=_month(period), reveal=reveal
        )
        paper_twins.save_twin(desk, grid, form, out)
    session.answer = {"form": form, "rows": len(grid.body), "file": str(out.resolve())}
    session.say(t("表格写到 {file}", file=str(out)))
