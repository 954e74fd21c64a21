"""`forms`: paper."""

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.paper import Printed
from station_desk.domain.trouble import Trouble
from station_desk.services import agreement, form_places, letter_faces, paper_twins, paperwork, print_sets
from station_desk.wording import N, t
from station_desk.wording.forms import tell_problem

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

_ORIGINS = {"bundled": N("程序自带"), "county": N("县局发来"), "own": N("本单位改过")}

forms = typer.Typer(help="the paper forms", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(forms, name="forms")


@forms.command("list")
def list_(ctx: typer.Context) -> None:
    """The forms that can be printed."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = paperwork.list_forms(desk)
        sent = form_places.published(desk)
        month = print_sets.month_at_hand(desk)
        ready = {f.code for f in found if paperwork.can_fill(desk, f, month)}
    session.answer = {
        "forms": [
            {
                "form": f.code,
                "name": f.name,
                "called": f.called or f.name,
                "subject": f.subject,
                "file": str(f.file),
                "origin": f.origin,
                "sent": f.code in sent,
                "filled": f.code in ready,
            }
            for f in found
        ]
    }
    rows = [
        [f.code, t(f.name), f.subject, t(_ORIGINS[f.origin]), t("能填好") if f.code in ready else t("现在只有空白的")]
        for f in found
    ]
    session.say(table([t("代码"), t("名称"), t("对象"), t("谁的版本"), t("数据")], rows))


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
    """`YYYY-MM` as it is, of a year (for papers of the year) its last month, "" for none. Trouble period_wrong(text)."""
    if len(text) == len("2026") and text.isascii() and text.isdecimal():
        return f"{text}-12"
    if text and not _MONTH.fullmatch(text):
        raise Trouble("period_wrong", text=text)
    return text


@forms.command("print")
def print_(
    ctx: typer.Context,
    form: str,
    out: Annotated[Path, typer.Option(help="the PDF file to write")],
    person: Annotated[str | None, typer.Option(help="id of one person, or the name of a room")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="everyone the form concerns")] = False,
    blank: Annotated[int, typer.Option(help="blank copies")] = 0,
    period: Annotated[str, typer.Option(help="the month of the sheets, YYYY-MM")] = "",
    batch: Annotated[str, typer.Option(help="the selection that the form is about, by name or id")] = "",
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
            batch=batch,
            reveal=reveal,
        )
        paperwork.save(desk, printed, out)
    tell_printed(session, printed, out, began)
    session.answer["pages_detail"] = [page.as_dict() for page in printed.pages_detail]


def tell_printed(session: Session, printed: Printed, out: Path, began: float) -> None:
    """The answer for a print that lies in `out`; `began` as `time.monotonic` told it."""
    session.answer = {
        "form": printed.form,
        "pages": printed.pages,
        "serials": list(printed.serials),
        "file": str(out.resolve()),
        "seconds": round(time.monotonic() - began, 3),
        "faces": dict(printed.faces),
    }
    session.say(t("{n} 页写到 {file}", n=printed.pages, file=str(out)))
    if printed.faces:
        session.say(t("用了本机字体：{faces}", faces=said_faces(dict(printed.faces))))


def said_faces(faces: Mapping[str, str]) -> str:
    """Roles with the families that were used for them."""
    return t("、").join(f"{role} {family}" for role, family in faces.items())


@forms.command()
def faces(
    ctx: typer.Context,
    installed: Annotated[
        bool | None, typer.Option("--installed/--bundled", help="official letters in this computer's faces, or not")
    ] = None,
) -> None:
    """Which faces official letters are set in; the bundled ones look the same on every computer."""
    session: Session = ctx.obj
    with session.desk(write=installed is not None) as desk:
        told = letter_faces.letter_faces(desk)
        if installed is not None:
            told = letter_faces.choose_faces(desk, installed=installed)
    session.answer = {"chosen": "installed" if told.chosen else "bundled", "there": dict(told.there)}
    session.say(t("公文用本机的字体。") if told.chosen else t("公文用程序自带的字体。"))
    session.say(t("本机有：{faces}", faces=said_faces(told.there)) if told.there else t("本机没有找到公文用的字体。"))


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


@forms.command("copy")
def copy_(ctx: typer.Context, form: str) -> None:
    """A version of one's own, to be changed in the folder of the office's forms."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        file = form_places.begin_own(desk, form)
    session.answer = {"form": form, "file": str(file)}
    session.say(t("已拷到 {file}，改好后再检查、预览。", file=str(file)))


@forms.command()
def compare(ctx: typer.Context, form: str) -> None:
    """How the office's own version differs from the original."""
    session: Session = ctx.obj
    with session.desk() as desk:
        lines = form_places.compare(desk, form)
    session.answer = {"form": form, "lines": lines}
    session.say(*(lines or [t("和原来的一样。")]))


@forms.command("return")
def return_(ctx: typer.Context, form: str) -> None:
    """Put the office's own version away and use the original again."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        away = form_places.return_to_original(desk, form)
    session.answer = {"form": form, "kept": str(away)}
    session.say(t("又用原来的了；自己的那份挪到 {file}", file=str(away)))


@forms.command()
def publish(ctx: typer.Context, form: str) -> None:
    """County: send the own version to every station with the next bundle (协议: the clauses in 协议.txt)."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        code = agreement.publish(desk) if form == agreement.CODE else form_places.publish(desk, form)
    session.answer = {"form": code, "sent": True}
    session.say(t("{form} 会随下一个包发到各所。", form=code))


@forms.command()
def withdraw(ctx: typer.Context, form: str) -> None:
    """County: the stations go back to their bundled form with the next bundle."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        form_places.withdraw(desk, form)
    session.answer = {"form": form.upper(), "sent": False}
    session.say(t("下一个包到了以后，各所又用程序自带的 {form}。", form=form.upper()))
