"""`assess year` and `assess year-step`: the year out of its months, its sheets and their steps (DOMAIN 2.4)."""

from typing import Annotated

import typer

from station_desk.cli.assess_differing import differing_answer, differing_lines
from station_desk.cli.context import Session, table
from station_desk.domain.annual import BEST, NOTES
from station_desk.domain.assessment import STEPS, Step
from station_desk.domain.points import points_text
from station_desk.domain.trouble import Trouble
from station_desk.services import annual, year_sheets
from station_desk.services.annual import Year
from station_desk.services.year_sheets import YearSheets, YearView
from station_desk.wording import t
from station_desk.wording.assess import STATES, ungraded_why

Period = Annotated[str, typer.Option(help="the year, 2026")]


def year(
    ctx: typer.Context,
    period: Period,
    best: Annotated[int, typer.Option(help="how many may be recommended")] = BEST,
    draft: Annotated[bool, typer.Option("--draft", help="open the year's sheets, or draft the open ones anew")] = False,
) -> None:
    """The year out of its settled months: mean, rank, grade, who may be recommended, and where each sheet stands."""
    session: Session = ctx.obj
    with session.desk(write=draft) as desk:
        sheets = year_sheets.open_year(desk, period) if draft else year_sheets.look(desk, period)
        _tell(session, annual.year(desk, period, best), sheets)


def year_step(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="|".join([*NOTES, *STEPS]))],
    period: Period,
    on: Annotated[str, typer.Option("--on", help="its day")],
    person: Annotated[
        list[str] | None, typer.Option(help="name or record id; all sheets of the year otherwise")
    ] = None,
    grade: Annotated[str, typer.Option(help="of suggest, confirm, correct")] = "",
    result: Annotated[str, typer.Option(help="changed|unchanged, of an answer")] = "",
    by: Annotated[str, typer.Option("--by", help="who signed; the person at this desk otherwise")] = "",
    witness: Annotated[str, typer.Option(help="of a refused signature")] = "",
    doc: Annotated[str, typer.Option("--doc", help="number of the document")] = "",
    reason: Annotated[str, typer.Option(help="at most 60 characters; it stays at this desk")] = "",
) -> None:
    """Take the year's sheets one step further, propose a grade, or recommend for the ten best."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        known = year_sheets.look(desk, period).sheets
        wanted = [one for one in known if not person or one.name in person or one.standing.of.subject_id in person]
        missing = {*(person or ())} - {word for one in wanted for word in (one.name, one.standing.of.subject_id)}
        if missing or not wanted:
            raise Trouble("sheet_missing_for", person="、".join(sorted(missing)), month=period)
        made = Step("", name, on, by, grade or result, witness, doc, "", reason)
        sheets = year_sheets.step(desk, period, [one.id for one in wanted], made)
        _tell(session, annual.year(desk, period), sheets)


def _tell(session: Session, found: Year, stored: YearSheets) -> None:
    session.answer = {
        "period": found.year,
        "points_unit": "tenths",
        "results": [
            {
                "person": found.names[one.subject],
                "id": one.subject,
                "months": {month: {"total": told.total, "grade": told.grade} for month, told in one.months.items()},
                "mean": one.mean,
                "failed": one.failed,
                "held": one.held or None,
                "rank": one.rank,
                "grade": one.grade or None,
            }
            for one in found.results
        ],
        "best": [found.names[one.subject] for one in found.best],
        "sheets": [_sheet(one, stored) for one in stored.sheets],
        "ungraded": [one.name for one in stored.ungraded],
        "top_places": stored.places,
        "tops": stored.tops,
    }
    by_subject = {one.standing.of.subject_id: one for one in stored.sheets}
    rows = [
        [
            found.names[one.subject],
            len(one.months),
            points_text(one.mean) if one.mean is not None else "",
            _grade(by_subject[one.subject]) if one.subject in by_subject else one.grade,
            t(STATES[by_subject[one.subject].standing.state.value]) if one.subject in by_subject else "",
        ]
        for one in found.results
    ]
    session.say(table([t("姓名"), t("月数"), t("平均分"), t("等次"), t("到哪一步")], rows))
    session.say(*differing_lines((one.name, one.standing.steps) for one in stored.sheets))
    if found.results and not stored.sheets:
        session.say(t("这一年的考核表还没有起草：加上 --draft 起草，然后才能提等次、定等次。"))
    if stored.ungraded:
        session.say(*_ask_grades(stored))


def _grade(view: YearView) -> str:
    """The grade of a sheet; of one that has none yet what the station proposed."""
    if view.standing.grade or not view.proposed:
        return view.standing.grade
    return t("建议 {grade}", grade=view.proposed)


def _ask_grades(stored: YearSheets) -> list[str]:
    """Whose grade nobody has named, why it is not reckoned, and the commands that name it."""
    names = t("、").join(one.name for one in stored.ungraded)
    grades = "|".join(stored.rubric.grades.names)
    return [
        t(
            "{n} 张没有等次：{names}。{why}",
            n=len(stored.ungraded),
            names=names,
            why=ungraded_why(stored.rubric.grades.rule),
        ),
        t(
            "派出所提等次：assess year-step suggest --period {year} --on 日期 --person 姓名 --grade {grades}",
            year=stored.year,
            grades=grades,
        ),
        t(
            "照县局的文定等次：assess year-step confirm --period {year} --on 日期 --person 姓名 --grade {grades} --doc 文号",
            year=stored.year,
            grades=grades,
        ),
    ]


def _sheet(one: YearView, stored: YearSheets) -> dict[str, object]:
    at = one.standing
    return {
        "id": one.id,
        ("room" if at.of.subject_kind == "room" else "person"): one.name,
        "station": one.station or None,
        "months": {month: {"total": told.total, "grade": told.grade} for month, told in one.result.months.items()},
        "days": at.of.days,
        "days_due": at.of.days_due,
        "mean": at.total,
        "rank": at.rank,
        "held": one.result.held or None,
        "veto": [*at.veto],
        "proposed": one.proposed or None,
        "grade": at.grade or None,
        "state": at.state.value,
        "recommended": one.recommended,
        "may_be_recommended": one.id in stored.best,
        "differing": differing_answer(at.steps),
        "steps": [{"step": made.step, "day": made.day, "by": made.by_name, "grade": made.result} for made in at.steps],
    }
