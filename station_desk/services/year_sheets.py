"""The year's sheets: opened from the months that are settled, taken through the steps of a month's sheet (DOMAIN 2.4).

A sheet keeps its twelve months as lines, as they were when it was drafted; while it is open it is drafted anew, and
afterwards nothing changes it but a dated step. The grade of the year is the county's (DOMAIN 1.4).
"""

import calendar
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from station_desk import __version__
from station_desk.domain import annual as years
from station_desk.domain import assessment as rules
from station_desk.domain.annual import DECIDES, NOTES, MonthResult, YearResult
from station_desk.domain.assessment import OPEN_STATES, Assessment, Entry, SheetState, Standing, Step
from station_desk.domain.ids import new_id
from station_desk.domain.policy import stated
from station_desk.domain.records import OfficeKind
from station_desk.domain.rubric import Rubric
from station_desk.domain.trouble import Trouble
from station_desk.services import annual, assessment, reference, rubrics
from station_desk.services.assess_facts import days_served
from station_desk.services.desk import Desk
from station_desk.services.pack_use import rest_on
from station_desk.services.roster_memory import memory_of
from station_desk.store import assessments
from station_desk.store.unit_of_work import UnitOfWork

OPEN, STEP = "assess_year_open", "assess_year_step"
KIND = "year"


@dataclass(frozen=True, slots=True)
class YearView:
    """A year's sheet with the name of its subject, its villages and station; `standing.total` is the mean in tenths.

    `proposed`: the grade that the station proposed; `recommended`: for the ten best.
    """

    name: str
    village: str
    station: str
    standing: Standing
    result: YearResult
    proposed: str
    recommended: bool

    @property
    def id(self) -> str:
        """The sheet's record."""
        return self.standing.of.id


@dataclass(frozen=True, slots=True)
class YearSheets:
    """All sheets of a year, best first. `places`: how many may bear the highest grade, None where nobody set a share or
    this office does not see all who share them. `best`: ids of the sheets that may be recommended.
    """

    year: str
    rubric: Rubric
    sheets: Sequence[YearView]
    places: int | None
    best: frozenset[str]

    @property
    def tops(self) -> int:
        """How many bear the highest grade by decision."""
        names = self.rubric.grades.names
        return sum(years.decided(one.standing.steps, names) == names[0] for one in self.sheets)

    @property
    def ungraded(self) -> list[YearView]:
        """The sheets for which nobody has named a grade and none is reckoned here; who is left out of the year is none
        of them.
        """
        return [
            one
            for one in self.sheets
            if one.standing.total is not None and not one.standing.grade and one.result.held != years.LEFT_OUT
        ]


def open_year(desk: Desk, year: str) -> YearSheets:
    """Open a sheet for everybody (or every room) who has a sheet in a month of the year; open ones are drafted anew.

    Troubles year_wrong (text), station_only, year_nobody (year).
    """
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
    found = annual.year(desk, year)
    if not found.results:
        raise Trouble("year_nobody", year=year)
    kind = assessment.subject_kind(desk)
    used = rubrics.in_use(desk, kind)
    first, last = date(int(year), 1, 1), date(int(year), 12, 31)
    days = days_served(memory_of(desk).book(desk), desk.office.code, first, last) if kind == "person" else {}
    due = 365 + calendar.isleap(int(year))
    known = {one.of.subject_id: one for one in _standings(desk, year, desk.office.code)}
    with desk.store.write(desk.account.id, OPEN) as work:
        for one in found.results:
            now = known.get(one.subject)
            if now is not None and now.state not in OPEN_STATES:
                continue
            sheet = now.of.id if now else new_id()
            policy = rest_on(work, desk, [("assessment", sheet)])
            if now is None:
                of = Assessment(
                    *(work.scope, sheet, KIND, year, kind, one.subject, used.hash),
                    *(policy.id, policy.digest, __version__, days.get(one.subject, due), due),
                )
                work.create("assessment", sheet, assessments.assessment_fields(of))
            else:
                work.update("assessment", sheet, {"rubric_hash": used.hash})
            _put_months(work, sheet, now.entries if now else {}, one.months)
    return look(desk, year)


def look(desk: Desk, year: str, scope: str | None = None) -> YearSheets:
    """The stored sheets of a year (of one station; at a county of all of them). Trouble year_wrong (text)."""
    annual.check_year(year)
    station = desk.office.kind is OfficeKind.STATION
    kind = assessment.subject_kind(desk)
    found = [
        one for one in _standings(desk, year, desk.office.code if station else None) if one.of.subject_kind == kind
    ]
    hashes = {one.of.rubric_hash for one in found}
    rubric = rubrics.by_hash(desk, hashes)[hashes.pop()] if len(hashes) == 1 else rubrics.in_use(desk, kind).rubric
    whole = rubric.annual.share_of == "county" and not station
    groups = [found] if whole or station else [[one for one in found if one.of.scope == of] for of in _scopes(found)]
    shared = whole or rubric.annual.share_of != "county"
    views: list[YearView] = []
    best: set[str] = set()
    for group in groups:
        made = _judged(group, rubric, shared=shared)
        best |= {one.subject for one in years.best(list(made.values()))}
        views += [_view(desk, one, made[one.of.id], rubric) for one in group]
    views = [one for one in views if scope in (None, one.standing.of.scope)]
    views.sort(key=lambda one: (one.standing.rank is None, one.standing.rank or 0, *_as_listed(desk, one)))
    counted = sum(one.standing.rank is not None for one in views)
    places = years.top_places(counted, rubric.grades, rubric.annual) if shared and len(groups) == 1 else None
    return YearSheets(year, rubric, views, places, frozenset(best))


def step(desk: Desk, year: str, sheets: Sequence[str], made: Step) -> YearSheets:
    """Take sheets one step further, or note a proposal or a recommendation on them, all in one act or none.

    `made.result` of `suggest`, `confirm`, `correct` is a grade; without one the proposed grade, else the reckoned one is
    confirmed. A station confirms by the county's paper alone, as a month. Troubles assess_unknown, those of
    `assessment.check_paper`, `check_step` and `check_note`, rubric_is_example, year_grade_unknown (grade, names),
    year_no_grade (person), year_held (person), year_over_share (most, wanted), best_too_many (most), objection_late and
    objection_open (person, day).
    """
    assessment.check_paper(desk, made)
    now = look(desk, year)
    by_id = {one.id: one for one in now.sheets}
    if not sheets or any(one not in by_id for one in sheets):
        raise Trouble("assess_unknown")
    grades = {one: _checked(desk, now.rubric, by_id[one], made) for one in sheets}
    if made.step in DECIDES:
        _within_share(now, grades)
    if made.step == "recommend":
        _ten(now, sheets)
    for scope in sorted({by_id[one].standing.of.scope for one in sheets}):
        with desk.store.write(desk.account.id, STEP, scope=scope) as work:
            for one in sheets:
                if by_id[one].standing.of.scope == scope:
                    by_name = made.by_name or desk.account.name
                    told = replace(made, id=new_id(), result=grades[one], by_name=by_name)
                    work.create("assessment_step", told.id, assessments.step_fields(one, told))
    return look(desk, year)


def township_asked(desk: Desk) -> bool:
    """Whether a year is confirmed only after the township's opinion: it has the veto [W], or takes part in the year [F]."""
    by = str(stated(reference.policy(desk).rules["assess.annual_by"], ""))
    return assessment.township_needed(desk) or any(word in by for word in ("乡", "镇", "街道", "办事处"))


# --- the parts -----------------------------------------------------------------------------------------------------
def _standings(desk: Desk, year: str, scope: str | None) -> list[Standing]:
    """The sheets with their state and mean; rank and grade come later."""
    with desk.store.read() as conn:
        found = assessments.load_assessments(conn, scope, year, KIND)
        ids = [one.id for one in found]
        entries, steps = assessments.load_entries(conn, ids), assessments.load_steps(conn, ids)
    kinds = rubrics.by_hash(desk, {one.rubric_hash for one in found})
    told = []
    for one in found:
        bare = replace(kinds[one.rubric_hash], items=(), adds={}, deducts={}, vetoes={})
        at = rules.standing(bare, one, entries.get(one.id, ()), steps.get(one.id, ()))
        months = _months(at.entries)
        mean = years.mean_of(months)
        told.append(replace(at, total=mean, state=at.state if months else SheetState.DRAFT))
    return told


def _scopes(found: Sequence[Standing]) -> list[str]:
    return sorted({one.of.scope for one in found})


def _months(entries: Mapping[str, Entry]) -> dict[str, MonthResult]:
    """The months that a sheet keeps."""
    return {
        code: MonthResult(entry.machine, str(json.loads(entry.evidence or "{}").get("grade", "")))
        for code, entry in sorted(entries.items())
        if entry.machine is not None
    }


def _judged(group: Sequence[Standing], rubric: Rubric, *, shared: bool) -> dict[str, YearResult]:
    """{sheet: the year's result} among those who share the places of the highest grade."""
    months = {one.of.id: _months(one.entries) for one in group}
    vetoed = frozenset(one.of.id for one in group if one.veto)
    found = years.year_results(months, rubric.grades, rubric.annual, vetoed, shared=shared)
    return {one.subject: one for one in found}


def _view(desk: Desk, at: Standing, result: YearResult, rubric: Rubric) -> YearView:
    book, day = memory_of(desk).book(desk), desk.clock.today()
    person = book.people.get(at.of.subject_id)
    station = book.stations.get(at.of.scope, desk.office.name if at.of.scope == desk.office.code else "")
    given = years.decided(at.steps, rubric.grades.names)
    whole = replace(at, rank=result.rank, grade=given or result.grade)
    village = "、".join(book.row(person, day).villages) if person else ""
    name = assessment.subject_name(desk, at.of.subject_id)
    return YearView(name, village, station, whole, result, years.proposed(at.steps), years.recommended(at.steps))


def _as_listed(desk: Desk, view: YearView) -> tuple[str, str, str, str]:
    """The order of those who share a rank or have none: as in the roster, by village."""
    of = view.standing.of
    row = memory_of(desk).rows_by_person(desk).get(of.subject_id)
    name = assessment.in_order(view.name, of.subject_kind)
    return view.station, row.village_code if row else "", name, view.id


def _put_months(work: UnitOfWork, sheet: str, before: Mapping[str, Entry], months: Mapping[str, MonthResult]) -> None:
    """Bring the lines of an open sheet to the settled months; a month that is none any more is emptied."""
    for month in sorted(before.keys() | months.keys()):
        told = months.get(month)
        evidence = json.dumps({"grade": told.grade}, ensure_ascii=False) if told else None
        points = told.total if told else None
        entry = before.get(month)
        if entry is None:
            made = Entry(new_id(), month, machine=points, evidence=evidence or "")
            work.create("assessment_item", made.id, assessments.entry_fields(sheet, made))
        elif (entry.machine, entry.evidence or None) != (points, evidence):
            work.update("assessment_item", entry.id, {"machine_points": points, "evidence": evidence})


def _checked(desk: Desk, rubric: Rubric, view: YearView, made: Step) -> str:
    """The grade that the step gives this sheet; "" where it gives none."""
    at, names = view.standing, rubric.grades.names
    if made.step in NOTES:
        grade = made.result or view.result.grade
        years.check_note(at.state, made.step, grade, names)
        return grade if made.step == "suggest" else ""
    rules.check_step(at, made, township=township_asked(desk))
    assessment.check_days(desk, rubric, at, made)
    if made.step not in DECIDES:
        return made.result
    if rubric.example:
        raise Trouble("rubric_is_example")
    grade = made.result or (rubric.grades.failed if at.veto else view.proposed or view.result.grade)
    if made.result and made.result not in names:
        raise Trouble("year_grade_unknown", grade=made.result, names="、".join(names))
    if not grade:
        raise Trouble("year_no_grade", person=view.name)
    if grade == names[0] and (view.result.held not in ("", years.EDGE) or at.veto):
        raise Trouble("year_held", person=view.name)
    return grade


def _within_share(now: YearSheets, given: Mapping[str, str]) -> None:
    """Trouble year_over_share (most, wanted): the highest grade goes to no more than its share."""
    names = now.rubric.grades.names
    if now.places is None:
        return
    wanted = sum(given.get(one.id, years.decided(one.standing.steps, names)) == names[0] for one in now.sheets)
    if wanted > now.places:
        raise Trouble("year_over_share", most=now.places, wanted=wanted)


def _ten(now: YearSheets, sheets: Sequence[str]) -> None:
    """Trouble best_too_many (most)."""
    wanted = {one.id for one in now.sheets if one.recommended} | set(sheets)
    if len(wanted) > years.BEST:
        raise Trouble("best_too_many", most=years.BEST)
