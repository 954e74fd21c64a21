"""The month's assessment: sheets opened from the log, scored, taken through their steps (DOMAIN 2.4, 4)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from station_desk import __version__
from station_desk.domain import assessment as rules
from station_desk.domain.assessment import OPEN_STATES, Assessment, Entry, SheetState, Standing, Step
from station_desk.domain.chinese_numbers import by_number
from station_desk.domain.dates import is_whole_day
from station_desk.domain.ids import new_id
from station_desk.domain.months import check_month
from station_desk.domain.policy import Stated, stated
from station_desk.domain.records import OfficeKind
from station_desk.domain.rubric import MinCount, Ratio, Reported, Returned, Rubric
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_days import last_day_of
from station_desk.domain.work_log import LONGEST_WORDS
from station_desk.services import reference, rubrics
from station_desk.services.assess_facts import MonthFacts, facts_of
from station_desk.services.desk import Desk
from station_desk.services.rooms import rooms
from station_desk.services.roster_memory import memory_of
from station_desk.services.rubrics import RubricInUse
from station_desk.services.selection_days import calendar_of
from station_desk.store import assessments, log
from station_desk.store.unit_of_work import UnitOfWork

OPEN, SCORE, STEP = "assess_open", "assess_score", "assess_step"
ROOM_WORDS = ("警务室", "警务工作站")
"""[X] grades the police room and the station; every other pack the person."""


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet with the name of its subject, its village and officer, for lists and paper."""

    name: str
    village_code: str
    village: str
    officer: str
    station: str
    standing: Standing

    @property
    def id(self) -> str:
        """The sheet's record."""
        return self.standing.of.id


@dataclass(frozen=True, slots=True)
class MonthSheets:
    """All sheets of a month. `example`: scored by example values that nobody has decided; `closed`: the log is closed."""

    period: str
    rubric: Rubric
    example: bool
    closed: bool
    sheets: Sequence[SheetView]


@dataclass(frozen=True, slots=True)
class Given:
    """Points of one subject: tenths by item, None takes the officer's number back; counts by code of bonus, deduction, veto.

    `reasons`: {code: words of at most 60 characters}, which stay at this desk.
    """

    subject: str
    points: Mapping[str, int | None]
    counts: Mapping[str, int]
    reasons: Mapping[str, str]


def subject_kind(desk: Desk) -> str:
    """`room` where the office's pack grades rooms, else `person`."""
    return "room" if any(word in ROOM_WORDS for word in _assessed(desk)) else "person"


def stations_too(desk: Desk) -> bool:
    """Whether the pack has work stations assessed beside the rooms [X 狠抓评讲通报]."""
    return ROOM_WORDS[1] in _assessed(desk)


def _assessed(desk: Desk) -> Sequence[object]:
    """What the pack has assessed, in its words."""
    named = stated(reference.policy(desk).rules["assess.subject"], ())
    return named if isinstance(named, tuple | list) else (named,)


def township_needed(desk: Desk) -> bool:
    """Whether the pack gives the township a veto, so that nothing is confirmed without its opinion [W 三（三）（2）]."""
    return isinstance(reference.policy(desk).rules["assess.veto"], Stated)


def open_month(desk: Desk, period: str) -> MonthSheets:
    """Open a sheet for everybody who served in the month (or every room) and put the machine's points on it.

    A sheet that is open is drafted anew from the log, by the rubric in use; the officer's numbers stay. Troubles
    log_month_wrong (text), station_only, nobody_served (month), rooms_missing.
    """
    check_month(period)
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
    kind = subject_kind(desk)
    used = rubrics.in_use(desk, kind)
    facts = facts_of(desk, period, used.rubric)
    subjects = _rooms(desk, facts) if kind == "room" else _people(facts, used.rubric.min_days)
    if not subjects:
        raise Trouble("rooms_missing") if kind == "room" else Trouble("nobody_served", month=period)
    known = {one.standing.of.subject_id: one for one in month(desk, period).sheets}
    policy = reference.policy(desk)
    with desk.store.write(desk.account.id, OPEN) as work:
        for subject, days in subjects.items():
            drafted = draft(used.rubric, facts, subject)
            if subject in known:
                now = known[subject].standing
                if now.state in OPEN_STATES:
                    if now.of.rubric_hash != used.hash:
                        _change_rubric(work, now, used)
                    _redraft(work, now, drafted)
                continue
            of = Assessment(
                *(work.scope, new_id(), "month", period, kind, subject, used.hash),
                *(policy.id, policy.digest, __version__, days, facts.days_due),
            )
            work.create("assessment", of.id, assessments.assessment_fields(of))
            for code, (points, evidence) in drafted.items():
                _put_machine(work, of.id, code, points, evidence)
    return month(desk, period)


def month(desk: Desk, period: str, scope: str | None = None) -> MonthSheets:
    """The sheets of a month with rank and grade (of one station; at a station its own). Trouble log_month_wrong."""
    check_month(period)
    if scope is None and desk.office.kind is OfficeKind.STATION:
        scope = desk.office.code
    kind = subject_kind(desk)
    with desk.store.read() as conn:
        found = assessments.load_assessments(conn, scope, period)
        ids = [one.id for one in found]
        entries, steps = assessments.load_entries(conn, ids), assessments.load_steps(conn, ids)
        closed = scope is not None and period in log.closed_months(conn, scope)
    by_hash = rubrics.by_hash(desk, {one.rubric_hash for one in found})
    used = rubrics.in_use(desk, kind)
    told: list[Standing] = []
    for hash_, rubric in by_hash.items():
        mine = [
            rules.standing(rubric, one, entries.get(one.id, ()), steps.get(one.id, ()))
            for one in found
            if one.rubric_hash == hash_
        ]
        told += rules.with_grades(rubric, mine)
    rubric = next(iter(by_hash.values())) if len(by_hash) == 1 else used.rubric
    views = sorted(
        (_view(desk, one) for one in told),
        key=lambda one: (
            one.station,
            one.officer,
            one.village_code,
            in_order(one.name, one.standing.of.subject_kind),
            one.id,
        ),
    )
    return MonthSheets(period, rubric, rubric.example, closed, views)


def in_order(name: str, kind: str) -> str:
    """What names of the same place are sorted by: rooms by their number, people as in the roster."""
    return by_number(name) if kind == "room" else name


def score(desk: Desk, period: str, given: Iterable[Given]) -> MonthSheets:
    """Put points on sheets of the month, all in one act or none.

    Troubles sheet_missing_for (person, month), assess_locked (person, state), item_unknown, points_above, claim_unknown,
    claim_negative, veto_reason, words_long (most).
    """
    now = {one.standing.of.subject_id: one for one in month(desk, period).sheets}
    by_hash = rubrics.by_hash(desk, {one.standing.of.rubric_hash for one in now.values()})
    with desk.store.write(desk.account.id, SCORE) as work:
        for one in given:
            view = now.get(one.subject)
            if view is None:
                raise Trouble("sheet_missing_for", person=subject_name(desk, one.subject), month=period)
            at = view.standing
            if at.state not in OPEN_STATES:
                raise Trouble("assess_locked", person=view.name, state=at.state.value)
            _check(by_hash[at.of.rubric_hash], view.name, one)
            for code, fields in _fields(one).items():
                if code in at.entries:
                    work.update("assessment_item", at.entries[code].id, fields)
                else:
                    work.create("assessment_item", new_id(), {"assessment_id": at.of.id, "code": code} | fields)
    return month(desk, period)


def step(desk: Desk, sheets: Sequence[str], made: Step) -> list[Standing]:
    """Take sheets one step further, all in one act or none: at the station what is on paper, at the county its decision.

    `confirm` gives each sheet the grade that it has now (by a rubric that leaves it to the hand: `result`); a station
    confirms by the county's paper alone, so that its number is asked for. `correct` takes a `Correction.text` as result.

    Troubles assess_unknown, rubric_is_example, confirm_paper, step_day_wrong (text), step_day_future (text), words_long,
    objection_late, objection_open, those of `domain.assessment.check_step` and `checked_correction`.
    """
    check_paper(desk, made)
    found = [_by_id(desk, record) for record in sheets]
    periods = {(one.of.scope, one.of.period) for one in found}
    views = {view.id: view.standing for scope, period in periods for view in month(desk, period, scope).sheets}
    by_hash = rubrics.by_hash(desk, {one.of.rubric_hash for one in found})
    township = township_needed(desk)
    for one in found:
        rubric = by_hash[one.of.rubric_hash]
        rules.check_step(views[one.of.id], made, township=township)
        check_days(desk, rubric, views[one.of.id], made)
        if made.step == "confirm":
            _may_confirm(rubric, views[one.of.id], made)
        if made.step == "correct":
            rules.checked_correction(rubric, subject_name(desk, one.of.subject_id), rules.correction_of(made.result))
    for scope in {one.of.scope for one in found}:
        with desk.store.write(desk.account.id, STEP, scope=scope) as work:
            for one in found:
                if one.of.scope != scope:
                    continue
                result = (views[one.of.id].grade or made.result) if made.step == "confirm" else made.result
                told = replace(made, id=new_id(), result=result, by_name=made.by_name or desk.account.name)
                work.create("assessment_step", told.id, assessments.step_fields(one.of.id, told))
    return [_by_id(desk, record) for record in sheets]


def check_paper(desk: Desk, made: Step) -> None:
    """Whether day, words and document of a step can be, of a month's sheet or a year's.

    Troubles step_day_wrong (text), step_day_future (text), words_long (most), confirm_paper.
    """
    if not is_whole_day(made.day):
        raise Trouble("step_day_wrong", text=made.day)
    if made.step == "close" and date.fromisoformat(made.day) > desk.clock.today():
        raise Trouble("step_day_future", text=made.day)
    if len(made.words) > LONGEST_WORDS:
        raise Trouble("words_long", most=LONGEST_WORDS)
    if made.step == "confirm" and desk.office.kind is OfficeKind.STATION and not made.doc_no.strip():
        raise Trouble("confirm_paper")


def _may_confirm(rubric: Rubric, now: Standing, made: Step) -> None:
    """Troubles rubric_is_example, sheet_grade_missing (names): the rubric leaves the grade to the hand and none is named."""
    if rubric.example:
        raise Trouble("rubric_is_example")
    if not now.grade and made.result not in rubric.grades.names:
        raise Trouble("sheet_grade_missing", names="、".join(rubric.grades.names))


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Days of a sheet that was told (None: not told yet, or nobody said how many): the last one to object, and the last
    one to answer an objection that is open.
    """

    object: date | None = None
    answer: date | None = None


def deadlines(desk: Desk, rubric: Rubric, standing: Standing) -> Deadlines:
    """Until when somebody may object, and until when an open objection is to be answered."""
    asked = [made.day for made in standing.steps if made.step == "object"]
    answer = None
    if standing.state is SheetState.APPEALED and asked and rubric.answer_workdays is not None:
        answer = last_day_of(date.fromisoformat(asked[-1]), rubric.answer_workdays, "work", calendar_of(desk)).last
    return Deadlines(object_until(desk, rubric, standing), answer)


def rubric_of(desk: Desk, of: Assessment) -> Rubric:
    """The rubric that a sheet was opened by. Trouble rubric_gone."""
    return rubrics.by_hash(desk, {of.rubric_hash})[of.rubric_hash]


def object_until(desk: Desk, rubric: Rubric, standing: Standing) -> date | None:
    """The last day on which the person may object; None before the notification, or where the rubric names no number."""
    told = [made.day for made in standing.steps if made.step == "notify"]
    if not told or rubric.object_workdays is None:
        return None
    return last_day_of(date.fromisoformat(told[-1]), rubric.object_workdays, "work", calendar_of(desk)).last


def check_days(desk: Desk, rubric: Rubric, standing: Standing, made: Step) -> None:
    """Whether an objection comes in its days, and a sheet is closed after them.

    Troubles objection_late (person, day), objection_open (person, day): closed before the days to object are over.
    """
    until = object_until(desk, rubric, standing)
    if until is None:
        return
    day, name = date.fromisoformat(made.day), subject_name(desk, standing.of.subject_id)
    if made.step == "object" and day > until:
        raise Trouble("objection_late", person=name, day=until.isoformat())
    if made.step == "close" and day <= until and not any(one.step == "answer" for one in standing.steps):
        raise Trouble("objection_open", person=name, day=until.isoformat())


# --- the parts -----------------------------------------------------------------------------------------------------
def _rooms(desk: Desk, facts: MonthFacts) -> dict[str, int]:
    """{name of a police room or work station of the month's last day: days of the month}."""
    found = rooms(desk, facts.last, stations=stations_too(desk))
    return {one.name: facts.days_due for one in found if one.scope == desk.office.code}


def _people(facts: MonthFacts, min_days: int) -> dict[str, int]:
    """{person: days in office}, of those with as many days as the rubric asks for."""
    return {person: one.days for person, one in facts.people.items() if one.days >= min_days}


def draft(rubric: Rubric, facts: MonthFacts, subject: str) -> dict[str, tuple[int | None, str | None]]:
    """{item: (the machine's tenths, evidence as JSON)}; None where a person must look."""
    person = facts.people.get(subject)
    found: dict[str, tuple[int | None, str | None]] = {item.code: (None, None) for item in rubric.items}
    if person is None:
        return found
    part = rubric.part(person.days, facts.days_due)
    for item in rubric.items:
        if isinstance(item.mode, Returned) and subject not in facts.sheets:
            continue  # no sheet was printed here: whether it came back is not known
        told = rules.suggestion(rubric, item.code, person, part)
        if told is not None:
            found[item.code] = (told.points, json.dumps(told.evidence, ensure_ascii=False))
        elif rules.lacks_size(rubric, item.code, person):
            found[item.code] = (None, json.dumps({"households_missing": True}))
        elif isinstance(item.mode, Ratio | MinCount | Reported):
            found[item.code] = (None, json.dumps({"metric": item.mode.metric, "count": None}))
    return found


def _redraft(work: UnitOfWork, now: Standing, drafted: Mapping[str, tuple[int | None, str | None]]) -> None:
    """Bring the machine's side of an open sheet to what the log says now; the officer's numbers stay."""
    for code, (points, evidence) in drafted.items():
        entry = now.entries.get(code)
        if entry is None:
            _put_machine(work, now.of.id, code, points, evidence)
        else:
            work.update("assessment_item", entry.id, {"machine_points": points, "evidence": evidence})


def _change_rubric(work: UnitOfWork, now: Standing, used: RubricInUse) -> None:
    """An open sheet goes over to the rubric in use; officer's numbers that do not fit it are taken off."""
    work.update("assessment", now.of.id, {"rubric_hash": used.hash})
    for entry in now.entries.values():
        item = used.rubric.item(entry.code)
        if entry.points is not None and (item is None or entry.points > item.most):
            work.update("assessment_item", entry.id, {"points": None})


def _put_machine(work: UnitOfWork, sheet: str, code: str, points: int | None, evidence: str | None) -> None:
    """A line with the machine's points; one of which the log says nothing comes about when somebody scores it."""
    if evidence is not None:
        entry = Entry(new_id(), code, machine=points, evidence=evidence)
        work.create("assessment_item", entry.id, assessments.entry_fields(sheet, entry))


def _check(rubric: Rubric, name: str, given: Given) -> None:
    for code, points in given.points.items():
        if points is None and rubric.item(code) is None:
            raise Trouble("item_unknown", room=name, item=code)
        if points is not None:
            rules.checked_points(rubric, name, code, points)
    for code, count in given.counts.items():
        if code not in {*rubric.adds, *rubric.deducts, *rubric.vetoes}:
            raise Trouble("claim_unknown", person=name, claim=code)
        if count < 0:
            raise Trouble("claim_negative", person=name, claim=code)
        if code in rubric.vetoes and count and not given.reasons.get(code, "").strip():
            raise Trouble("veto_reason", person=name, claim=code)
    if any(len(words) > LONGEST_WORDS for words in given.reasons.values()):
        raise Trouble("words_long", most=LONGEST_WORDS)


def _fields(given: Given) -> dict[str, dict[str, int | str | None]]:
    """{code: the fields that change}."""
    found: dict[str, dict[str, int | str | None]] = {code: {"points": points} for code, points in given.points.items()}
    for code, count in given.counts.items():
        found.setdefault(code, {})["count"] = count
    for code, words in given.reasons.items():
        if code in found:
            found[code]["words"] = words.strip() or None
    return found


def _by_id(desk: Desk, record: str) -> Standing:
    """One sheet without its rank. Trouble assess_unknown."""
    with desk.store.read() as conn:
        of = assessments.assessment_by_id(conn, record)
        if of is None:
            raise Trouble("assess_unknown")
        entries, steps = assessments.load_entries(conn, [record]), assessments.load_steps(conn, [record])
    return rules.standing(rubric_of(desk, of), of, entries.get(record, ()), steps.get(record, ()))


def subject_name(desk: Desk, subject: str) -> str:
    """The name of a person; a room is kept under its own."""
    person = memory_of(desk).book(desk).people.get(subject)
    return person.name if person else subject


def _view(desk: Desk, standing: Standing) -> SheetView:
    row = memory_of(desk).rows_by_person(desk).get(standing.of.subject_id)
    if row is None:
        station = memory_of(desk).book(desk).stations.get(standing.of.scope, "")
        return SheetView(subject_name(desk, standing.of.subject_id), "", "", "", station, standing)
    return SheetView(row.name, row.village_code, row.village, row.officer, row.station, standing)


def whole(sheets: Iterable[SheetView]) -> bool:
    """Whether every sheet has all its points."""
    return all(one.standing.state is not SheetState.DRAFT for one in sheets)
