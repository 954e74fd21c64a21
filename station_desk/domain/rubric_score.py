"""A person's month by a rubric: points with the evidence behind each, rank and grade (DOMAIN 4.1, 4.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

from station_desk.domain.points import plain
from station_desk.domain.rubric import (
    Attendance,
    ByOfficer,
    Extra,
    Grades,
    Item,
    MinCount,
    PerFinding,
    Ratio,
    Reported,
    Returned,
    Rubric,
    ZeroOrOfficer,
)
from station_desk.domain.trouble import Trouble

Evidence = Mapping[str, int | str | bool | None]

LATE, COMPLAINT, SECRECY = "M1", "M2", "M3"
"""Deductions that facts bring by themselves where a rubric has them (DOMAIN 4.1: 迟交 costs points in the month after;
未交 is another word there, it costs all of B1 in its own month)."""


@dataclass(frozen=True, slots=True)
class LogReturn:
    """The month's log sheet: whether it came back, how many days late."""

    returned: bool
    days_late: int = 0

    @property
    def late(self) -> bool:
        """Late, or never back."""
        return not self.returned or self.days_late > 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A bonus (P..), a deduction (M..) or a veto (V..) that somebody entered, with the words that carry it."""

    code: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person's month. `counts`: None or absent = not reported, 0 = zero report. `officer`: tenths."""

    name: str
    days: int
    size_class: str = ""
    counts: Mapping[str, int | None] = field(default_factory=dict)
    log: LogReturn = LogReturn(False)
    before: LogReturn | None = None
    attendance: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)
    officer: Mapping[str, int] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """An item's points in tenths and what they rest on; `by` is `facts` or `officer`."""

    points: int
    evidence: Evidence
    by: str = "facts"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A scored sheet. All points in tenths; `deduct` is positive; `rank` None for a sheet under a veto."""

    person: str
    items: Mapping[str, Scored]
    sections: Mapping[str, int]
    add: int
    deduct: int
    total: int
    veto: tuple[str, ...]
    prorated: bool
    rank: int | None = None
    grade: str = ""


def score(rubric: Rubric, facts: PersonFacts, days_due: int) -> Sheet:
    """One person's sheet without rank and grade; `days_due`: days of the period, both ends counted.

    Trouble points_missing, points_above (person, item, ...), claim_unknown (person, code), veto_reason (person, code).
    """
    part = rubric.part(facts.days, days_due)
    items = {item.code: item_points(item, facts, part) for item in rubric.items}
    sections: dict[str, int] = {}
    for item in rubric.items:
        sections[item.section] = sections.get(item.section, 0) + items[item.code].points
    add = min(_claimed(rubric.adds, facts, {}), rubric.add_cap)
    deduct = _claimed(rubric.deducts, facts, _brought(facts))
    veto = _vetoes(rubric, facts)
    total = max(0, min(rubric.full + rubric.add_cap, sum(sections.values()) + add - deduct))
    return Sheet(facts.name, items, sections, add, deduct, total, veto, prorated=part < 1)


def graded(sheets: Sequence[Sheet], grades: Grades) -> list[Sheet]:
    """The sheets with rank (equals share the better one: 1,2,2,4) and grade; a veto takes the rank and brings the lowest."""
    totals = sorted((sheet.total for sheet in sheets if not sheet.veto), reverse=True)
    top = None if grades.top_share is None else (grades.top_share * len(sheets)).__floor__()
    found = []
    for sheet in sheets:
        rank = None if sheet.veto else totals.index(sheet.total) + 1
        found.append(replace(sheet, rank=rank, grade=_grade(sheet.total, rank, grades, top, len(sheets))))
    return found


def _grade(total: int, rank: int | None, grades: Grades, top: int | None, sheets: int) -> str:
    """The grade by the rubric's rule; "" where the county names it."""
    if rank is None:
        return grades.failed
    if grades.rule == "manual":
        return ""
    if grades.rule == "share":
        return grades.by_share(rank, sheets)
    grade = grades.by_cut(total)
    return grades.names[1] if grade == grades.names[0] and top is not None and rank > top else grade


def item_points(item: Item, facts: PersonFacts, part: Fraction) -> Scored:
    """The points of one item and what they rest on; `part`: how much of the period the person was in service."""
    mode = item.mode
    if isinstance(mode, ByOfficer):
        return _by_officer(item, facts, tick=mode.tick)
    if isinstance(mode, Attendance):
        absent, excused = facts.attendance.get("absent", 0), facts.attendance.get("excused", 0)
        lost = absent * mode.absent + excused * mode.excused
        return Scored(max(mode.floor, item.most - lost), {"absent": absent, "excused": excused})
    if isinstance(mode, Returned):
        if not facts.log.returned:
            return Scored(min(mode.missing, item.most), {"returned": False})
        late = facts.log.days_late
        return Scored(max(0, item.most - late * mode.each_day), {"returned": True, "days_late": late})
    if isinstance(mode, PerFinding):
        return _findings(item, mode, facts)
    return _counted(item, mode, facts, part)


def _counted(
    item: Item, mode: Ratio | MinCount | Reported | ZeroOrOfficer, facts: PersonFacts, part: Fraction
) -> Scored:
    """An item that looks at a number of the log."""
    count = facts.counts.get(mode.metric)
    seen: dict[str, int | str | bool | None] = {"metric": mode.metric, "count": count}
    if isinstance(mode, Reported):
        return Scored(item.most if facts.log.returned and count is not None else 0, seen)
    if isinstance(mode, ZeroOrOfficer):
        if facts.log.returned and count == 0:
            return Scored(item.most, {**seen, "zero_report": True})
        return _by_officer(item, facts)
    if mode.zero_full and count == 0 and not facts.log.late:
        return Scored(item.most, {**seen, "zero_report": True})
    if isinstance(mode, MinCount):
        needed = ceil(mode.n * part)
        lost = max(0, needed - (count or 0)) * mode.each
        return Scored(max(0, item.most - lost), {**seen, "needed": needed})
    target = mode.target.get(facts.size_class, mode.target.get(""))
    if target is None:
        raise Trouble("size_class_missing", person=facts.name, item=item.code)
    aim = target * part
    ratio = Fraction(count or 0) / aim if aim else Fraction(0)
    points = next((points for least, points in mode.bands if ratio >= least), 0)
    return Scored(points, {**seen, "target": _plain(aim), "ratio": f"{float(ratio):.3f}"})


def _plain(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else f"{float(number):.2f}"


def _findings(item: Item, mode: PerFinding, facts: PersonFacts) -> Scored:
    count = facts.findings.get(mode.finding, 0)
    steps = mode.escalate
    lost = sum(steps[min(n, len(steps) - 1)] for n in range(count)) if steps else count * mode.each
    return Scored(max(mode.floor, item.most - lost), {"finding": mode.finding, "count": count})


def _by_officer(item: Item, facts: PersonFacts, *, tick: bool = False) -> Scored:
    points = facts.officer.get(item.code)
    if points is None:
        raise Trouble("points_missing", person=facts.name, item=item.code)
    if not 0 <= points <= item.most or (tick and points not in (0, item.most)):
        raise Trouble("points_above", person=facts.name, item=item.code, points=plain(points), most=plain(item.most))
    return Scored(points, {}, "officer")


def _brought(facts: PersonFacts) -> dict[str, int]:
    """{deduction: how often}, as far as the facts themselves bring it."""
    return {
        LATE: int(facts.before is not None and facts.before.returned and facts.before.days_late > 0),
        COMPLAINT: facts.findings.get("complaint", 0),
        SECRECY: facts.findings.get("secrecy", 0),
    }


def _claimed(extras: Mapping[str, Extra], facts: PersonFacts, brought: Mapping[str, int]) -> int:
    """What the bonuses or the deductions come to, in tenths."""
    total = 0
    for code, extra in extras.items():
        times = brought.get(code, 0) + sum(claim.count for claim in facts.claims if claim.code == code)
        points = times * extra.points
        total += points if extra.cap is None else min(points, extra.cap)
    return total


def _vetoes(rubric: Rubric, facts: PersonFacts) -> tuple[str, ...]:
    """The vetoes that stand, each with its reason; every claim must be one that the rubric has."""
    found = []
    for claim in facts.claims:
        if claim.count < 0:
            raise Trouble("claim_negative", person=facts.name, claim=claim.code)
        if claim.code in rubric.vetoes:
            if not claim.words.strip():
                raise Trouble("veto_reason", person=facts.name, claim=claim.code)
            if claim.count:
                found.append(claim.code)
        elif claim.code not in rubric.adds and claim.code not in rubric.deducts:
            raise Trouble("claim_unknown", person=facts.name, claim=claim.code)
    return tuple(sorted(set(found)))
