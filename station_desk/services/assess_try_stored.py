"""A rubric that is being edited, tried on a stored month and looked at on paper; nothing is stored (DESIGN 6, UX 4.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station_desk.domain import assessment as rules
from station_desk.domain.assessment import Assessment, Entry, Standing
from station_desk.domain.paper import Printed
from station_desk.domain.records import OfficeKind
from station_desk.domain.rubric import Rubric
from station_desk.domain.rubric_paper import sheet_scope
from station_desk.domain.rubric_read import read_rubric
from station_desk.services import assessment, rubrics
from station_desk.services.assess_facts import MonthFacts, facts_of
from station_desk.services.assessment import SheetView
from station_desk.services.desk import Desk
from station_desk.services.paper_orders import order_for
from station_desk.services.paper_press import try_out
from station_desk.services.roster_memory import memory_of


@dataclass(frozen=True, slots=True)
class TriedLine:
    """Somebody's month by the rubric in force (None: no whole sheet) and by the one that is tried, in tenths.

    `guessed`: items for which nobody has given points yet, counted as full.
    """

    name: str
    village: str
    before: int | None
    before_grade: str
    total: int
    grade: str
    rank: int | None
    guessed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriedMonth:
    """The answer: everybody of the month, the best first."""

    period: str
    lines: Sequence[TriedLine]


def try_stored(desk: Desk, document: Mapping[str, object], period: str) -> TriedMonth:
    """What a rubric would make of a month that lies here: the machine's points from the log, the officer's from the
    month's sheets as far as an item of the same code has them. Troubles of `read_rubric`, log_month_wrong (text).
    """
    rubric = read_rubric(document)
    known = {one.standing.of.subject_id: one for one in assessment.month(desk, period).sheets}
    facts = _facts(desk, period, rubric)
    subjects = {who: one for who, one in known.items() if one.standing.of.subject_kind == rubric.kind}
    served = {
        person
        for of_station in facts.values()
        for person, one in of_station.people.items()
        if one.days >= rubric.min_days
    }
    listed = [row.id for row in memory_of(desk).rows(desk)]
    of_month = {*served, *subjects}
    wanted = list(subjects) if rubric.kind == "room" else [one for one in listed if one in of_month]
    told, guessed = [], {}
    for subject in wanted:
        view = subjects.get(subject)
        mine = next((one for one in facts.values() if subject in one.people), None)
        made, missing = _sheet(rubric, subject, view.standing if view else None, mine, period)
        told.append(made)
        guessed[subject] = missing
    lines = [_line(desk, one, subjects.get(one.of.subject_id), guessed) for one in rules.with_grades(rubric, told)]
    return TriedMonth(period, sorted(lines, key=lambda one: (one.rank is None, one.rank or 0)))


def _facts(desk: Desk, period: str, rubric: Rubric) -> dict[str, MonthFacts]:
    """{station: its month}; a room is scored by persons alone."""
    if rubric.kind == "room":
        return {}
    if desk.office.kind is OfficeKind.STATION:
        return {desk.office.code: facts_of(desk, period, rubric)}
    scopes = sorted({person.scope for person in memory_of(desk).book(desk).people.values()})
    return {scope: facts_of(desk, period, rubric, scope) for scope in scopes}


def _sheet(
    rubric: Rubric, subject: str, stored: Standing | None, facts: MonthFacts | None, period: str
) -> tuple[Standing, tuple[str, ...]]:
    """The sheet by the rubric that is tried, and the items that nobody gave points."""
    drafted = assessment.draft(rubric, facts, subject) if facts else {}
    entries, missing = {}, []
    for item in rubric.items:
        machine, evidence = drafted.get(item.code, (None, None))
        before = stored.entries.get(item.code) if stored else None
        points = before.points if before and before.points is not None and before.points <= item.most else None
        if machine is None and points is None:
            missing.append(item.code)
            points = item.most
        entries[item.code] = Entry(item.code, item.code, points, machine, evidence=evidence or "")
    for code in (*rubric.adds, *rubric.deducts, *rubric.vetoes):
        if stored and code in stored.entries:
            entries[code] = stored.entries[code]
    days, due = (facts.people[subject].days, facts.days_due) if facts else (1, 1)
    of = Assessment("", subject, "month", period, rubric.kind, subject, "", "", "", "", days, due)
    return rules.standing(rubric, of, entries.values(), ()), tuple(missing)


def _line(desk: Desk, made: Standing, view: SheetView | None, guessed: Mapping[str, tuple[str, ...]]) -> TriedLine:
    subject = made.of.subject_id
    row = memory_of(desk).rows_by_person(desk).get(subject)
    name, village = (view.name, view.village) if view else (row.name, row.village) if row else (subject, "")
    before, grade = (view.standing.total, view.standing.grade) if view else (None, "")
    return TriedLine(name, village, before, grade, made.total or 0, made.grade, made.rank, guessed[subject])


def preview(desk: Desk, document: Mapping[str, object]) -> Printed:
    """The blank sheet as it would be printed by this rubric, without a serial; nothing is given out.

    Troubles of `read_rubric` and of printing.
    """
    rubric = read_rubric(document)
    form = "F26" if rubric.kind == "room" else "F25"
    order = order_for(desk, form, blank=1)
    return try_out(desk, order, sheet_scope(rubric, {}))


def in_force(desk: Desk) -> rubrics.RubricInUse:
    """The rubric that the office's programme is scored by now."""
    return rubrics.in_use(desk, assessment.subject_kind(desk))
