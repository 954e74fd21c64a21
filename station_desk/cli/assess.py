"""`assess`: the month's sheets, their points and steps, the rubric in use, counters, the circular (DESIGN 6)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.assess_differing import differing_answer, differing_lines
from station_desk.cli.assess_try import try_
from station_desk.cli.assess_year import year, year_step
from station_desk.cli.context import Session, table
from station_desk.domain.assessment import STEPS, Correction, Entry, Step, corrected_numbers
from station_desk.domain.debrief import Debrief
from station_desk.domain.points import points_text
from station_desk.domain.rubric import Rubric
from station_desk.domain.trouble import Trouble
from station_desk.services import annual, assessment, debrief, rubrics, score_book
from station_desk.services.assessment import MonthSheets, SheetView
from station_desk.services.desk import Desk
from station_desk.wording import t
from station_desk.wording.assess import STATES

assess = typer.Typer(help="the month's assessment", no_args_is_help=True)
assess.command(name="try")(try_)
assess.command(name="year")(year)
assess.command(name="year-step")(year_step)


def register(app: typer.Typer) -> None:
    app.add_typer(assess, name="assess")


Period = Annotated[str, typer.Option(help="the month, 2026-10")]


@assess.command(name="open")
def open_(ctx: typer.Context, period: Period) -> None:
    """Open the month's sheets, or draft the open ones anew from the log."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        _tell(session, desk, assessment.open_month(desk, period))


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
        _tell(session, desk, assessment.score(desk, period, given))


@assess.command()
def show(
    ctx: typer.Context,
    period: Period,
    station: Annotated[str | None, typer.Option(help="code of a station (county)")] = None,
) -> None:
    """The month's sheets with points, evidence, total, rank, grade and where each stands."""
    session: Session = ctx.obj
    with session.desk() as desk:
        _tell(session, desk, assessment.month(desk, period, station))


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
    result: Annotated[
        str, typer.Option(help="changed|unchanged of an answer; the grade of a correction, or of confirm by hand")
    ] = "",
    points: Annotated[
        list[str] | None, typer.Option(help="CODE=NUMBER of a correction: points of an item, else how often")
    ] = None,
    doc: Annotated[str, typer.Option("--doc", help="number of the document")] = "",
    reason: Annotated[str, typer.Option(help="at most 60 characters; it stays at this desk")] = "",
    station: Annotated[str | None, typer.Option(help="code of a station (county)")] = None,
) -> None:
    """Take sheets one step further: what stands on the signed paper, or the county's decision."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        month = assessment.month(desk, period, station)
        wanted = _wanted(month.sheets, person, period)
        told = Correction(corrected_numbers(month.rubric, points), result).text() if points else result
        made = Step("", name, on, by, told, witness, doc, "", reason)
        assessment.step(desk, [one.id for one in wanted], made)
        _tell(session, desk, assessment.month(desk, period, station))


def _wanted(sheets: Sequence[SheetView], asked: list[str] | None, period: str) -> list[SheetView]:
    """The sheets that were named, or all. Troubles sheet_missing_for (person, month), sheet_name_twice (person)."""
    found = []
    for who in asked or []:
        fits = [one for one in sheets if who in (one.name, one.standing.of.subject_id, one.id)]
        if not fits:
            raise Trouble("sheet_missing_for", person=who, month=period)
        if len(fits) > 1:
            raise Trouble("sheet_name_twice", person=who)
        found += fits
    if not (found or sheets):
        raise Trouble("sheet_missing_for", person="", month=period)
    return found if asked else list(sheets)


@assess.command(name="debrief")
def debrief_(
    ctx: typer.Context,
    period: Period,
    problem: Annotated[list[str] | None, typer.Option(help="a problem, at most 60 characters; repeat it")] = None,
    next_: Annotated[list[str] | None, typer.Option("--next", help="a next step; repeat it")] = None,
    to: Annotated[str | None, typer.Option(help="to whom the circular goes")] = None,
    doc: Annotated[str | None, typer.Option("--doc", help="number of the circular")] = None,
    listing: Annotated[str | None, typer.Option("--list", help="rank|class")] = None,
) -> None:
    """The clerk's part of the month's circular (F29); what is named replaces what was there."""
    session: Session = ctx.obj
    changed = any(one is not None for one in (problem, next_, to, doc, listing))
    with session.desk(write=changed) as desk:
        found = debrief.look(desk, period)
        if changed:
            found = debrief.keep(
                desk,
                period,
                Debrief(
                    found.problems if problem is None else tuple(problem),
                    found.next if next_ is None else tuple(next_),
                    found.doc_no if doc is None else doc,
                    found.to if to is None else to,
                    found.listing if listing is None else listing,
                ),
            )
    session.answer = {
        "period": period,
        "problems": [*found.problems],
        "next": [*found.next],
        "doc_no": found.doc_no or None,
        "to": found.to or None,
        "list": found.listing,
    }
    session.say(*found.problems, *found.next)


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


@assess.command()
def counters(ctx: typer.Context, period: Period) -> None:
    """Who was in the lowest grade in the twelve months up to PERIOD, and at whom the rule points."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = annual.counters(desk, period)
    session.answer = {
        "period": period,
        "counters": [
            {
                "subject": one.name,
                "fails": one.runs.fails,
                "longest_run": one.runs.longest,
                "open_run": one.runs.still,
                "months": [*one.months],
                "asked": one.asked,
                "asked_in_all": one.asked_in_all,
                "reached": one.reached,
                "targets": [*one.targets],
                "rule": one.rule or None,
            }
            for one in found
        ],
    }
    rows = [[one.name, one.runs.fails, one.runs.still, "、".join(one.targets), one.rule] for one in found]
    session.say(table([t("姓名"), t("末等次数"), t("连续"), t("应看的人"), t("规则")], rows))


def _tell(session: Session, desk: Desk, found: MonthSheets) -> None:
    """The document of stored sheets, and a line for each."""
    session.answer = {
        "period": found.period,
        "points_unit": "tenths",
        "rubric": {"title": found.rubric.title, "example": found.example},
        "log_closed": found.closed,
        "sheets": [_sheet(desk, one, found.rubric) for one in found.sheets],
    }
    rows = [
        [
            one.name,
            one.village,
            points_text(one.standing.total) if one.standing.total is not None else t("未评完"),
            one.standing.grade,
            t(STATES[one.standing.state.value]),
        ]
        for one in found.sheets
    ]
    session.say(table([t("姓名"), t("村"), t("总分"), t("等次"), t("到哪一步")], rows))
    session.say(*differing_lines((one.name, one.standing.steps) for one in found.sheets))
    if found.example:
        session.say(t("评分标准是样例，没有人定过：可以试评，不能报县局确认。"))


def _line(entry: Entry) -> dict[str, object]:
    return {
        "code": entry.code,
        "points": entry.counts,
        "machine": entry.machine,
        "officer": entry.points,
        "differs": entry.differs,
        "reason": entry.words or None,
        "count": entry.count,
        "evidence": json.loads(entry.evidence) if entry.evidence else None,
    }


def _sheet(desk: Desk, one: SheetView, rubric: Rubric) -> dict[str, object]:
    at = one.standing
    items = [item.code for item in rubric.items]
    until = assessment.deadlines(desk, rubric, at)
    codes = items + [code for code in at.entries if code not in items]
    return {
        "id": one.id,
        ("room" if rubric.kind == "room" else "person"): one.name,
        "village": one.village or None,
        "items": [_line(at.entries.get(code, Entry("", code))) for code in codes],
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
        "corrected": {**at.corrected},
        "object_until": until.object.isoformat() if until.object else None,
        "answer_until": until.answer.isoformat() if until.answer else None,
        "differing": differing_answer(at.steps),
        "steps": [
            {
                "step": made.step,
                "day": made.day,
                "by": made.by_name,
                "result": made.result or None,
                "witness": made.witness or None,
                "doc_no": made.doc_no or None,
                "reason": made.words or None,
            }
            for made in at.steps
        ],
    }
