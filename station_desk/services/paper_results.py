"""Papers of assessment and pay filled from the stored sheets and the month's list of amounts (DOMAIN 2.4, 2.6)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from station_desk.domain.annual import decided
from station_desk.domain.assessment import Standing
from station_desk.domain.debrief import CLASS
from station_desk.domain.paper_fields import Scope, Value, village_name
from station_desk.domain.paper_people import Amounts
from station_desk.domain.paper_results import (
    Adjustment,
    Appeal,
    Circular,
    PersonResults,
    Ranked,
    Result,
    RoomPaper,
)
from station_desk.domain.paper_results_fields import SHEET_NAMES
from station_desk.domain.records import TermState
from station_desk.domain.roster_book import row_order
from station_desk.domain.rubric import Rubric
from station_desk.domain.rubric_paper import SCORE_FORMS, sheet_scope
from station_desk.domain.stipend import Line
from station_desk.domain.trouble import Trouble
from station_desk.services import assessment, debrief, reference, rubrics, stipend, work_log, year_sheets
from station_desk.services.desk import Desk
from station_desk.services.rooms import people_of
from station_desk.services.rooms import rooms as room_list
from station_desk.services.roster_memory import memory_of
from station_desk.store.assessments import load_assessments
from station_desk.store.paper import load_sheets
from station_desk.store.stipends import load_adjustments

YEAR_FIELDS = frozenset({"年度", "全年平均", "全年月数", "全年等次", "建议等次", *(f"{m}月得分" for m in range(1, 13))})
MONTH_FIELDS = frozenset({"得分", "等次", "等次理由", "总分"})
AMOUNT_FIELDS = frozenset({"基本补助", "绩效津贴", "实发", "合计实发"})
R = TypeVar("R")


def results_of(desk: Desk, period: str, names: frozenset[str]) -> tuple[dict[str, PersonResults], PersonResults]:
    """({person: what is known of the assessment}, what is known of anybody else) for a month (YYYY-MM), as far as a form
    names it; its year with it.
    """
    blank = known_of_rubric(desk, "person", period) if names & SHEET_NAMES else {}
    nothing = PersonResults(year=period[:4], sheet=blank)
    if not period:
        return {}, nothing
    year, by_month = period[:4], {}
    if names & YEAR_FIELDS:
        by_month = {month: _month_results(desk, f"{year}-{month:02d}") for month in range(1, 13)}
    elif names & MONTH_FIELDS:
        by_month = {int(period[5:7]): _month_results(desk, period)}
    adjusted = _adjustments(desk, period) if "调整" in names else {}
    years = _year_results(desk, year) if names & YEAR_FIELDS else {}
    shown = _sheets(desk, period) if names & SHEET_NAMES else {}
    people = {*adjusted, *years, *shown, *(person for results in by_month.values() for person in results)}
    now = by_month.get(int(period[5:7]), {}) if len(period) > len(year) else {}
    found = {
        person: PersonResults(
            month=now.get(person, Result()),
            year=year,
            months={month: results[person] for month, results in by_month.items() if person in results},
            whole_year=years.get(person, (Result(), ""))[0],
            proposed=years.get(person, (Result(), ""))[1],
            adjustments=adjusted.get(person, ()),
            sheet=shown.get(person, blank),
        )
        for person in people
    }
    return found, nothing


def _month_results(desk: Desk, period: str) -> dict[str, Result]:
    """{person: score and grade} of the sheets of a month that are whole; a room's are those of everybody in it
    ([X 狠抓评讲通报] 考核成绩计入社区民警、辅警业务档案).
    """
    with desk.store.read() as conn:
        if not load_assessments(conn, None, period):
            return {}
    month = assessment.month(desk, period)
    sheets = [one for one in month.sheets if one.standing.total is not None]
    found = {
        one.standing.of.subject_id: replace(
            _result(one.standing, month.rubric), appeal=_appeal(desk, month.rubric, one.standing)
        )
        for one in sheets
        if one.standing.of.subject_kind == "person"
    }
    rooms = {
        (one.standing.of.scope, one.standing.of.subject_id): _result(one.standing)
        for one in sheets
        if one.standing.of.subject_kind == "room"
    }
    return found | _of_rooms(desk, rooms, work_log.month_days(desk, period)[1])


def _appeal(desk: Desk, rubric: Rubric, standing: Standing) -> Appeal:
    """Until when somebody may object, as far as the rubric says and the person was told."""
    until = assessment.object_until(desk, rubric, standing)
    return Appeal(rubric.object_workdays, rubric.answer_workdays, until.isoformat() if until else "")


def _of_rooms(desk: Desk, rooms: Mapping[tuple[str, str], R], day: date) -> dict[str, R]:
    """{person: what is known of the room} of those who served in it on a day."""
    if not rooms:
        return {}
    book = memory_of(desk).book(desk)
    homes = people_of(desk, room_list(desk, day, stations=assessment.stations_too(desk)), day)
    found: dict[str, R] = {}
    for person, names in homes.items():
        known = [rooms[key] for name in names if (key := (book.people[person].scope, name)) in rooms]
        if known:
            found[person] = known[0]
    return found


def _year_results(desk: Desk, year: str) -> dict[str, tuple[Result, str]]:
    """{person: (the grade of the year as it was decided, the grade that the station proposed)}."""
    stored = year_sheets.look(desk, year)
    names = stored.rubric.grades.names
    people: dict[str, tuple[Result, str]] = {}
    rooms: dict[tuple[str, str], tuple[Result, str]] = {}
    for one in stored.sheets:
        at = one.standing
        told = Result(at.total, decided(at.steps, names), vetoed=bool(at.veto)), one.proposed
        if at.of.subject_kind == "room":
            rooms[at.of.scope, at.of.subject_id] = told
        else:
            people[at.of.subject_id] = told
    return people | _of_rooms(desk, rooms, date(int(year), 12, 31))


def _result(standing: Standing, rubric: Rubric | None = None) -> Result:
    if standing.total is None:
        return Result()
    points = {code: entry.counts for code, entry in standing.entries.items() if entry.counts is not None}
    points |= {"加": standing.add, "减": abs(standing.deduct)}
    reason = _why_vetoed(standing, rubric) if rubric else ""
    return Result(standing.total, standing.grade, reason, points=points, vetoed=bool(standing.veto))


def _why_vetoed(standing: Standing, rubric: Rubric) -> str:
    """Which vetoes stand, each with the words that carry it: the paper says why (DOMAIN 4.5, vector 2)."""
    told = []
    for code in standing.veto:
        entry = standing.entries.get(code)
        if entry is not None:
            told.append(f"{rubric.vetoes.get(code, code)}" + (f"（{entry.words}）" if entry.words else ""))
        else:
            step = next((one for one in reversed(standing.steps) if one.step == "veto"), None)
            told.append("乡镇（街道）一票否决" + (f"（{step.words}）" if step and step.words else ""))
    return "；".join(told)


def _adjustments(desk: Desk, period: str) -> dict[str, tuple[Adjustment, ...]]:
    with desk.store.read() as conn:
        found = load_adjustments(conn, desk.office.scope, period)
    made: dict[str, tuple[Adjustment, ...]] = {}
    for one in found:
        told = Adjustment(
            one.for_period or one.period, one.amount, one.words or one.reason, one.signed_by, one.signed_on
        )
        made[one.person_id] = (*made.get(one.person_id, ()), told)
    return made


def adjusted_people(desk: Desk, period: str) -> tuple[str, ...]:
    """Whose pay of a month was adjusted and who is in office, so that the explanation can be printed."""
    return _in_office(desk, _adjustments(desk, period))


def recommended_people(desk: Desk, year: str) -> tuple[str, ...]:
    """Who is recommended for the ten best of a year, else who may be; of rooms, the people in them."""
    sheets = year_sheets.look(desk, year)
    chosen = [one for one in sheets.sheets if one.recommended] or [
        one for one in sheets.sheets if one.id in sheets.best
    ]
    subjects = {one.standing.of.subject_id for one in chosen}
    rooms = {(one.standing.of.scope, one.standing.of.subject_id): "" for one in chosen}
    return _in_office(desk, subjects | _of_rooms(desk, rooms, date(int(year), 12, 31)).keys())


def _in_office(desk: Desk, people: Collection[str]) -> tuple[str, ...]:
    book, today = memory_of(desk).book(desk), desk.clock.today()
    rows = [book.row(book.people[one], today) for one in people if one in book.people]
    return tuple(row.id for row in sorted(rows, key=row_order) if row.status in (TermState.ACTIVE, TermState.PENDING))


def amounts_of(desk: Desk, period: str) -> Mapping[str, Amounts]:
    """{person: what the stored list of a month says}; nobody where none was computed."""
    return _amounts(desk, period, lambda line: line.person_id)


def room_amounts_of(desk: Desk, period: str) -> Mapping[str, Amounts]:
    """{room: what the stored list of a month says}, fund and the township's addition together."""
    return _amounts(desk, period, lambda line: line.unit)


def _amounts(desk: Desk, period: str, subject: Callable[[Line], str]) -> dict[str, Amounts]:
    pay = stipend.look(desk, period) if period else None
    found: dict[str, Amounts] = {}
    for line in pay.lines if pay else ():
        if subject(line):
            before = found.get(subject(line), Amounts(0, 0, 0, 0))
            found[subject(line)] = Amounts(
                before.base + line.base,
                before.allowance + line.allowance,
                before.adjust + line.adjust,
                before.payable + line.payable,
            )
    return found


def has_sheets(desk: Desk, period: str) -> bool:
    """Whether a month has sheets that are scored."""
    return bool(period) and any(one.standing.total is not None for one in assessment.month(desk, period).sheets)


def sheet_serials(desk: Desk, period: str) -> dict[str, list[str]]:
    """{person or room: serials of the month's assessment sheets that were printed for them}."""
    with desk.store.read() as conn:
        sheets = [
            one for one in load_sheets(conn, desk.office.scope) if one.form in SCORE_FORMS and one.period == period
        ]
    found: dict[str, list[str]] = {}
    for one in sheets:
        if one.person_id:
            found.setdefault(one.person_id, []).append(one.serial)
    return found


def has_rooms(desk: Desk) -> bool:
    """Whether there is any police room or work station that is assessed."""
    return bool(room_list(desk, desk.clock.today(), stations=assessment.stations_too(desk)))


# --- the circular --------------------------------------------------------------------------------------------------
def circular_document(desk: Desk, period: str, issued: str) -> tuple[Scope, int]:
    """The circular of a month and how many names are on it. Trouble paper_no_results(month) before it was scored."""
    month = assessment.month(desk, period) if period else None
    sheets = [one for one in month.sheets if one.standing.total is not None] if month else []
    if month is None or not sheets:
        raise Trouble("paper_no_results", month=period)
    book = memory_of(desk).book(desk)
    title = reference.policy(desk).person_word
    about_rooms = any(one.standing.of.subject_kind == "room" for one in sheets)
    said = debrief.look(desk, period)
    ranked = (
        sheets
        if said.listing == CLASS
        else sorted(  # a list by class tells no order of merit
            sheets, key=lambda one: (one.standing.rank is None, one.standing.rank or 0, one.village_code, one.name)
        )
    )
    there = room_list(desk, work_log.month_days(desk, period)[1], stations=True) if about_rooms else []
    places = {(room.scope, room.name): tuple(village.name for village in room.villages) for room in there}
    lines = tuple(
        Ranked(
            one.standing.rank,
            one.name,
            "、".join(map(village_name, places.get((one.standing.of.scope, one.name), (one.village,)))),
            book.stations.get(one.standing.of.scope, desk.office.name),
            _result(one.standing),
            _remark(month.rubric, one.standing),
        )
        for one in ranked
    )
    stations = any(room.kind == "station" for room in there)
    subject = ("警务室（站）" if stations and assessment.stations_too(desk) else "警务室") if about_rooms else title
    paper = Circular(
        *(desk.office.name, title, issued, period, subject, lines, said),
        month.rubric.grades.names,
        month.rubric.object_workdays,
    )
    return paper.scope(), len(lines)


def _remark(rubric: Rubric, standing: Standing) -> str:
    """Why somebody has no place, or targets were smaller."""
    if standing.veto:
        return "一票否决"
    return "折算" if rubric.part(standing.of.days, standing.of.days_due) < 1 else ""


# --- rooms ---------------------------------------------------------------------------------------------------------
def room_documents(
    desk: Desk, period: str, issued: str, whose: Collection[str] | None = None
) -> list[tuple[str, Scope, int]]:
    """(room, its sheet, how many people are on it) for each police room and work station (of `whose`: names of rooms, or
    people who serve in them), with what was scored in the month. Empty without rooms.
    """
    book, day = memory_of(desk).book(desk), desk.clock.today()
    graded: dict[tuple[str, str], Standing] = {}
    if period and assessment.subject_kind(desk) == "room":
        sheets = assessment.month(desk, period).sheets
        graded = {(one.standing.of.scope, one.standing.of.subject_id): one.standing for one in sheets}
    by_hash = rubrics.by_hash(desk, {one.of.rubric_hash for one in graded.values()})
    usual = sheet_rubric(desk, period, "room")
    found = room_list(desk, day, stations=assessment.stations_too(desk))
    homes = people_of(desk, found, day)
    wanted = None if whose is None else {name for one in whose for name in homes.get(one, (one,))}
    made = []
    for room in found:
        if wanted is not None and room.name not in wanted:
            continue
        people = sorted(book.people[one].name for one, names in homes.items() if room.name in names)
        standing = graded.get((room.scope, room.name))
        rubric = by_hash[standing.of.rubric_hash] if standing else usual
        paper = RoomPaper(
            issuer=desk.office.name,
            title=reference.policy(desk).person_word,
            issued=issued,
            period=period,
            room=room.name,
            station=book.stations.get(room.scope, desk.office.name),
            officer="、".join(room.officers),
            people=tuple(people),
            villages=tuple(village_name(village.name) for village in room.villages),
            sheet=sheet_scope(rubric, standing.entries if standing else {}, standing.grade if standing else ""),
            result=_result(standing, rubric) if standing else Result(),
        )
        made.append((room.name, paper.scope(), len(people)))
    return made


# --- the rubric on paper -------------------------------------------------------------------------------------------
def sheet_rubric(desk: Desk, period: str, kind: str) -> Rubric:
    """The rubric that the sheets of a month were opened by; of a month without sheets (or none) the one in use."""
    if period and assessment.subject_kind(desk) == kind:
        return assessment.month(desk, period).rubric
    return rubrics.in_use(desk, kind).rubric


def known_of_rubric(desk: Desk, subject: str, period: str) -> dict[str, Value]:
    """What even a blank sheet of a person or a room knows: what is judged, by the rubric of the month."""
    return sheet_scope(sheet_rubric(desk, period, subject), {})


def _sheets(desk: Desk, period: str) -> dict[str, dict[str, Value]]:
    """{person: the lines of the month's sheet}, each by the rubric that it was opened by."""
    if assessment.subject_kind(desk) != "person":
        return {}
    sheets = [one.standing for one in assessment.month(desk, period).sheets]
    by_hash = rubrics.by_hash(desk, {one.of.rubric_hash for one in sheets})
    return {one.of.subject_id: sheet_scope(by_hash[one.of.rubric_hash], one.entries, one.grade) for one in sheets}
