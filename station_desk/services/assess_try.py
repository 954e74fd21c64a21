"""A rubric tried on the facts of a folder: nothing is read from a home, nothing is stored (DESIGN 6, `assess try`)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from station_desk.domain.grade_runs import Runs, runs
from station_desk.domain.pay import PayLine, PayRule, pay_line
from station_desk.domain.rubric import Attendance, PerFinding, Rubric
from station_desk.domain.rubric_read import read_rubric
from station_desk.domain.rubric_score import (
    COMPLAINT,
    SECRECY,
    Claim,
    LogReturn,
    PersonFacts,
    Sheet,
    graded,
    score,
)
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_days import DayCalendar, last_day_of
from station_desk.services.fact_tables import FactFolder, Row, day_of, table_of, whole_of

_BY_DEDUCTION = {COMPLAINT: "complaint", SECRECY: "secrecy"}


@dataclass(frozen=True, slots=True)
class Period:
    """The month tried: its name, its days (both counted), the one before it."""

    id: str
    previous: str
    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True)
class Person:
    """One of the list: village, span of service, days in the period."""

    name: str
    village: str
    size_class: str
    joined: date | None
    left: date | None
    days: int
    suspended: bool


@dataclass(frozen=True, slots=True)
class Appeal:
    """An objection: whether it came in time, when its answer is due, the total after it (tenths)."""

    person: str
    in_time: bool
    answer_due: date
    total_after: int


@dataclass(frozen=True, slots=True)
class Tried:
    """The answer. `lines` is None where the rule says nothing of money; `left_out`: facts of days outside the period."""

    period: Period
    rubric: Rubric
    people: Mapping[str, Person]
    sheets: Sequence[Sheet]
    lines: Mapping[str, PayLine] | None
    counters: Mapping[str, Runs] = field(default_factory=dict)
    last_day_to_object: date | None = None
    appeals: Sequence[Appeal] = ()
    ranks_after: Mapping[str, int | None] = field(default_factory=dict)
    left_out: Sequence[tuple[str, int]] = ()


def is_room_folder(folder: Path) -> bool:
    """Whether the folder is about police rooms."""
    return FactFolder(folder).has("rooms")


def try_person_month(folder: Path) -> Tried:
    """Score every person of the folder, rank, grade and pay them by its rule.

    Trouble fact_file_missing, fact_wrong, toml_wrong, rubric_shape, rubric_sum, rubric_leads, person_twice,
    fact_person_unknown, sheet_twice, sheet_other_month, points_missing, points_above, claim_unknown, veto_reason,
    payable_negative, rule_unknown.
    """
    tables = FactFolder(folder)
    rules = tables.rules()
    rubric, period = read_rubric(rules), _period(rules)
    people = _people(tables, period)
    left_out: list[tuple[str, int]] = []
    facts = _facts(tables, rubric, period, people, left_out)
    scored = [score(rubric, one, period.days) for one in facts.values()]
    sheets = graded(scored, rubric.grades)
    lines = _lines(tables, rules, period, people, {sheet.person: sheet.grade for sheet in sheets}, rubric)
    tried = Tried(period, rubric, people, sheets, lines, _counters(tables, rules, rubric), left_out=left_out)
    return _appealed(tables, rules, rubric, facts, tried) if tables.has("appeals") else tried


# --- facts -------------------------------------------------------------------------------------------------------------
def _period(rules: Mapping[str, object]) -> Period:
    table = table_of(rules, "period")
    first, last = day_of(table, "from", "period"), day_of(table, "to", "period")
    days = whole_of(table, "days", "period", (last - first).days + 1)
    if last < first or days <= 0:
        raise Trouble("rubric_shape", at="period.to")
    return Period(str(table.get("id", f"{last:%Y-%m}")), str(table.get("previous", "")), first, last, days)


def _people(tables: FactFolder, period: Period) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for row in tables.table("people", needed=True):
        name = row.text("name")
        if name in people:
            raise Trouble("person_twice", person=name, file=row.file, row=row.number)
        joined, left = row.day("joined"), row.day("left")
        start, end = max(joined or period.first, period.first), min(left or period.last, period.last)
        days = row.whole("days_in_service", max(0, (end - start).days + 1))
        people[name] = Person(
            name, row.text("village"), row.text("size_class"), joined, left, days, bool(row.whole("suspended"))
        )
    return people


def _facts(
    tables: FactFolder,
    rubric: Rubric,
    period: Period,
    people: Mapping[str, Person],
    left_out: list[tuple[str, int]],
) -> dict[str, PersonFacts]:
    """The facts of everybody who gets a sheet: in service in the period, not suspended for all of it."""
    counts = _single(tables, "logs", people, period)
    officer = _single(tables, "officer", people, period)
    returns: dict[tuple[str, str], LogReturn] = {}
    for row in _known(tables.table("returns"), people):
        returns[row.text("period"), row.text("name")] = LogReturn(bool(row.text("returned")), row.whole("days_late"))
    attendance, findings = _dated(tables, people, period, left_out)
    claims: dict[str, list[Claim]] = {}
    for row in _known(tables.table("adds"), people):
        claim = Claim(row.text("code"), row.whole("count", 1), row.text("text"))
        claims.setdefault(row.text("name"), []).append(claim)
    codes = {item.code for item in rubric.items}
    return {
        name: PersonFacts(
            name,
            person.days,
            person.size_class,
            _counts(counts.get(name)),
            returns.get((period.id, name), LogReturn(False)),
            returns.get((period.previous, name)),
            attendance.get(name, Counter()),
            findings.get(name, Counter()),
            _points(officer.get(name), codes),
            tuple(claims.get(name, ())),
        )
        for name, person in people.items()
        if person.days >= max(1, rubric.min_days) and not person.suspended
    }


def _counts(row: Row | None) -> dict[str, int | None]:
    """The numbers of a row of the log; None where the cell is blank."""
    return (
        {}
        if row is None
        else {code: row.whole(code) if row.text(code) else None for code in row.cells if code != "name"}
    )


def _points(row: Row | None, codes: set[str]) -> dict[str, int]:
    found = {} if row is None else {code: row.tenths(code) for code in codes}
    return {code: points for code, points in found.items() if points is not None}


def _known(rows: Iterable[Row], people: Mapping[str, Person]) -> Iterable[Row]:
    """The rows, each about somebody of the list. Trouble person_unknown (person, file, row)."""
    for row in rows:
        if row.text("name") not in people:
            raise Trouble("fact_person_unknown", person=row.text("name"), file=row.file, row=row.number)
        yield row


def _single(tables: FactFolder, name: str, people: Mapping[str, Person], period: Period) -> dict[str, Row]:
    """{person: row} of a table that has one row a person, of this month only."""
    found: dict[str, Row] = {}
    for row in _known(tables.table(name), people):
        month = row.text("period") or row.text("month")
        if month and month != period.id:
            raise Trouble("sheet_other_month", person=row.text("name"), month=month, period=period.id)
        if row.text("name") in found:
            raise Trouble("sheet_twice", person=row.text("name"), file=row.file, row=row.number)
        found[row.text("name")] = row
    return found


def _dated(
    tables: FactFolder, people: Mapping[str, Person], period: Period, left_out: list[tuple[str, int]]
) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """Attendance and findings by person, as far as their day lies in the period."""
    found: tuple[dict[str, Counter[str]], dict[str, Counter[str]]] = ({}, {})
    for (table, kind, blank), counters in zip(
        (("attendance", "status", 1), ("findings", "kind", 1)), found, strict=True
    ):
        for row in _known(tables.table(table), people):
            day = row.day("date")
            if day is not None and not period.first <= day <= period.last:
                left_out.append((row.file, row.number))
                continue
            counters.setdefault(row.text("name"), Counter())[row.text(kind)] += row.whole("count", blank)
    return found


# --- money -------------------------------------------------------------------------------------------------------------
def _lines(
    tables: FactFolder,
    rules: Mapping[str, object],
    period: Period,
    people: Mapping[str, Person],
    grades: Mapping[str, str],
    rubric: Rubric,
) -> dict[str, PayLine] | None:
    """A line for everybody who was in service on a day of the calendar month, or has an adjustment."""
    money = table_of(rules, "money")
    if "base_fen" not in money:
        return None
    rule = PayRule(
        whole_of(money, "base_fen", "money"),
        whole_of(money, "top_extra_fen", "money", 0),
        whole_of(money, "fail_percent", "money", 100),
        str(money.get("partial", "by_day")),
    )
    adjust: Counter[str] = Counter()
    for row in _known(tables.table("adjustments"), people):
        if not row.text("reason"):
            raise Trouble("adjust_reason", person=row.text("name"))
        adjust[row.text("name")] += row.whole("fen")
    found: dict[str, PayLine] = {}
    for name, person in people.items():
        unpaid = person.suspended and str(money.get("suspended", "none")) == "none"
        if unpaid:
            line = PayLine(name, 0, 0, 0, 0, adjust[name])
        else:
            place = {rubric.grades.names[0]: 0, rubric.grades.failed: -1}.get(grades.get(name, ""))
            line = pay_line(rule, period.id, name, (person.joined, person.left), place, adjust[name])
        if line.payable < 0:
            raise Trouble("payable_negative", person=name)
        if unpaid or line.days or line.adjust:
            found[name] = line
    return found


# --- history and objections ----------------------------------------------------------------------------------------------
def _counters(tables: FactFolder, rules: Mapping[str, object], rubric: Rubric) -> dict[str, Runs]:
    """How often everybody of the history failed."""
    breaks = table_of(rules, "consecutive").get("missing_month", "skip") == "break"
    history: dict[str, dict[str, str]] = {}
    for row in tables.table("history"):
        history.setdefault(row.text("name"), {})[row.text("period")] = row.text("grade")
    periods = sorted({period for grades in history.values() for period in grades})
    return {
        name: runs([grades.get(one) or None for one in periods], {rubric.grades.failed}, missing_breaks=breaks)
        for name, grades in history.items()
    }


def _appealed(
    tables: FactFolder,
    rules: Mapping[str, object],
    rubric: Rubric,
    facts: Mapping[str, PersonFacts],
    tried: Tried,
) -> Tried:
    """The same with the objections: a changed decision withdraws the findings of its item."""
    table = table_of(rules, "appeal")
    calendar = DayCalendar(off=_days(table, "holidays"), worked=_days(table, "workdays"))
    last = _after(day_of(table, "notified", "appeal"), whole_of(table, "object_workdays", "appeal"), calendar)
    answer = whole_of(table, "answer_workdays", "appeal")
    after, found = dict(facts), list[Appeal]()
    totals = {sheet.person: sheet.total for sheet in tried.sheets}
    for row in tables.table("appeals"):
        name, filed = row.text("person") or row.text("name"), row.day("filed")
        if name not in after:
            raise Trouble("fact_person_unknown", person=name, file=row.file, row=row.number)
        if filed is None:
            raise row.wrong("filed")
        if row.text("decision") == "changed":
            after[name] = _without(rubric, after[name], row.text("item"))
            totals[name] = score(rubric, after[name], tried.period.days).total
        found.append(Appeal(name, filed <= last, _after(filed, answer, calendar), totals[name]))
    sheets = graded([score(rubric, one, tried.period.days) for one in after.values()], rubric.grades)
    return replace(
        tried, last_day_to_object=last, appeals=found, ranks_after={sheet.person: sheet.rank for sheet in sheets}
    )


def _after(day: date, count: int, calendar: DayCalendar) -> date:
    """The last of so many working days. Trouble rubric_shape (at)."""
    last = last_day_of(day, count, "work", calendar).last if count > 0 else None
    if last is None:
        raise Trouble("rubric_shape", at="appeal")
    return last


def _days(table: Mapping[str, object], key: str) -> frozenset[date]:
    found = table.get(key, [])
    if not isinstance(found, list):
        raise Trouble("rubric_shape", at=f"appeal.{key}")
    return frozenset(day_of({key: one}, key, "appeal") for one in found)


def _without(rubric: Rubric, facts: PersonFacts, code: str) -> PersonFacts:
    """The facts without what was found against one item."""
    kind = _BY_DEDUCTION.get(code, "")
    for item in rubric.items:
        if item.code == code and isinstance(item.mode, Attendance):
            return replace(facts, attendance={})
        if item.code == code and isinstance(item.mode, PerFinding):
            kind = item.mode.finding
    return replace(facts, findings={key: count for key, count in facts.findings.items() if key != kind})
