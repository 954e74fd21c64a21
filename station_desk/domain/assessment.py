"""A sheet of assessment: its items, its steps, where it stands, what it comes to (DOMAIN 2.4).

Where a sheet stands follows from its steps, so that a step of the county in a bundle and one typed from paper are the
same. The machine's number stands beside the officer's; the officer's wins and the difference stays to be seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from station_desk.domain.points import plain, tenths
from station_desk.domain.rubric import (
    Attendance,
    ByOfficer,
    Extra,
    MinCount,
    PerFinding,
    Ratio,
    Reported,
    Returned,
    Rubric,
)
from station_desk.domain.rubric_score import PersonFacts, Scored, Sheet, graded, item_points
from station_desk.domain.trouble import Trouble


class SheetState(StrEnum):
    """States of a sheet (DOMAIN 2.4)."""

    DRAFT = "draft"
    SCORED = "scored"
    SIGNED = "signed"
    REFUSED = "refused"
    AGREED = "agreed"
    VETOED = "vetoed"
    CONFIRMED = "confirmed"
    NOTIFIED = "notified"
    APPEALED = "appealed"
    FINAL = "final"


S = SheetState
STEPS: Mapping[str, tuple[frozenset[SheetState], SheetState]] = {
    "sign": (frozenset({S.SCORED}), S.SIGNED),
    "refuse": (frozenset({S.SCORED}), S.REFUSED),
    "agree": (frozenset({S.SCORED, S.SIGNED, S.REFUSED}), S.AGREED),
    "veto": (frozenset({S.SCORED, S.SIGNED, S.REFUSED, S.AGREED}), S.VETOED),
    "reopen": (frozenset({S.SIGNED, S.REFUSED, S.AGREED, S.VETOED}), S.SCORED),
    "confirm": (frozenset({S.SCORED, S.SIGNED, S.REFUSED, S.AGREED, S.VETOED}), S.CONFIRMED),
    "notify": (frozenset({S.CONFIRMED}), S.NOTIFIED),
    "object": (frozenset({S.NOTIFIED}), S.APPEALED),
    "answer": (frozenset({S.APPEALED}), S.NOTIFIED),
    "close": (frozenset({S.NOTIFIED}), S.FINAL),
    "correct": (frozenset({S.NOTIFIED, S.APPEALED, S.FINAL}), S.NOTIFIED),
}
"""{step: (from which states, to which)}. `correct` is the dated record that changes a locked sheet."""

OPEN_STATES = frozenset({S.DRAFT, S.SCORED})
"""States in which points are entered; later they change by `reopen`, and after confirmation by `correct` only."""
NEEDS_REASON = frozenset({"veto", "reopen", "object", "correct"})
TOWNSHIP_DONE = frozenset({S.AGREED, S.VETOED})


@dataclass(frozen=True, slots=True)
class Assessment:
    """A sheet as it was opened. `days` of `days_due`: how much of the period the subject was in service."""

    scope: str
    id: str
    kind: str
    period: str
    subject_kind: str
    subject_id: str
    rubric_hash: str
    pack: str
    pack_hash: str
    program: str
    days: int
    days_due: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a sheet. Points in tenths, None where nobody gave any; `count` is of bonus, deduction and veto."""

    id: str
    code: str
    points: int | None = None
    machine: int | None = None
    count: int | None = None
    evidence: str = ""
    reason: str = ""
    words: str = ""

    @property
    def counts(self) -> int | None:
        """What counts: the officer's number, else the machine's."""
        return self.machine if self.points is None else self.points

    @property
    def differs(self) -> bool:
        """Whether the officer's number is not the machine's."""
        return self.points is not None and self.machine is not None and self.points != self.machine


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a sheet, with its day (ISO) and who; `at` is the journal's clock."""

    id: str
    step: str
    day: str
    by_name: str = ""
    result: str = ""
    witness: str = ""
    doc_no: str = ""
    reason: str = ""
    words: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A sheet with everything that is known of it. `total` None: an item has no points yet."""

    of: Assessment
    entries: Mapping[str, Entry]
    steps: tuple[Step, ...]
    state: SheetState
    sections: Mapping[str, int]
    add: int
    deduct: int
    total: int | None
    veto: tuple[str, ...]
    missing: tuple[str, ...]
    rank: int | None = None
    grade: str = ""
    corrected: Mapping[str, int] = field(default_factory=dict)
    """{code: what stood before a dated record corrected it}"""


def standing(rubric: Rubric, of: Assessment, entries: Iterable[Entry], steps: Iterable[Step]) -> Standing:
    """What a sheet comes to and where it stands, without rank and grade among the others."""
    known = {entry.code: entry for entry in entries}
    ordered = tuple(sorted(steps, key=lambda step: (step.at, step.id)))
    missing = tuple(item.code for item in rubric.items if _points(known, item.code) is None)
    state, taken = _walked(ordered, complete=not missing)
    before = _correct(rubric, known, taken)
    sections: dict[str, int] = {}
    for item in rubric.items:
        sections[item.section] = sections.get(item.section, 0) + (_points(known, item.code) or 0)
    add = min(sum(_extra(known, extra) for extra in rubric.adds.values()), rubric.add_cap)
    deduct = sum(_extra(known, extra) for extra in rubric.deducts.values())
    total = max(0, min(rubric.full + rubric.add_cap, sum(sections.values()) + add - deduct))
    veto = tuple(code for code in rubric.vetoes if code in known and known[code].count)
    if _vetoed(taken):
        veto = (*veto, "township")
    whole = None if missing else total
    return Standing(of, known, ordered, state, sections, add, deduct, whole, veto, missing, corrected=before)


def as_if(rubric: Rubric, now: Standing, typed: Mapping[str, int | None]) -> Standing:
    """What a sheet would come to with numbers that were typed and not saved; its rank and grade are the old ones."""
    items = {item.code for item in rubric.items}
    entries = dict(now.entries)
    for code, number in typed.items():
        entry = entries.get(code, Entry("", code))
        entries[code] = replace(entry, points=number) if code in items else replace(entry, count=number)
    return replace(standing(rubric, now.of, entries.values(), now.steps), rank=now.rank, grade=now.grade)


def with_grades(rubric: Rubric, sheets: Sequence[Standing]) -> list[Standing]:
    """The sheets with rank and grade among those that are whole; a confirmed sheet keeps the grade it was given."""
    whole = [one for one in sheets if one.total is not None]
    as_sheets = [
        Sheet(one.of.id, {}, {}, 0, 0, one.total or 0, one.veto, prorated=rubric.part(one.of.days, one.of.days_due) < 1)
        for one in whole
    ]
    told = {sheet.person: sheet for sheet in graded(as_sheets, rubric.grades)}
    found = []
    for one in sheets:
        sheet = told.get(one.of.id)
        given = _given(one.steps, rubric.grades.names)
        grade = given if given else sheet.grade if sheet else ""
        found.append(replace(one, rank=sheet.rank if sheet else None, grade=grade))
    return found


def _given(steps: Sequence[Step], names: Sequence[str]) -> str:
    """The grade that the newest decision gave; "" where points were corrected and the rubric tells anew."""
    for step in reversed(steps):
        if step.step == "confirm" and step.result in names:
            return step.result
        if step.step == "correct":
            told = correction_of(step.result)
            if told.grade in names or told.numbers:
                return told.grade if told.grade in names else ""
    return ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a dated record changes on a locked sheet: tenths of items and counts of the rest by code, or the grade."""

    numbers: Mapping[str, int]
    grade: str = ""

    def text(self) -> str:
        """As the step keeps it: `A1=45,M2=1,合格`."""
        return ",".join(
            [*(f"{code}={number}" for code, number in self.numbers.items()), *([self.grade] * bool(self.grade))]
        )


def correction_of(text: str) -> Correction:
    """The opposite of `Correction.text`; what is no number is the grade."""
    numbers: dict[str, int] = {}
    grade = ""
    for part in filter(None, text.split(",")):
        code, sign, number = part.partition("=")
        if sign and number.isascii() and number.isdecimal():
            numbers[code] = int(number)
        else:
            grade = part
    return Correction(numbers, grade)


def corrected_numbers(rubric: Rubric, texts: Iterable[str]) -> dict[str, int]:
    """`A1=4.5 M2=1` as tenths of items and counts of the rest. Trouble points_wrong (text)."""
    counted = {*rubric.adds, *rubric.deducts, *rubric.vetoes}
    numbers = {}
    for text in texts:
        named, _, number = text.partition("=")
        code, whole = named.strip().upper(), tenths(number)
        if code in counted and whole % 10:
            raise Trouble("points_wrong", text=text)
        numbers[code] = whole // 10 if code in counted else whole
    return numbers


def checked_correction(rubric: Rubric, who: str, told: Correction) -> None:
    """Troubles sheet_correction_empty (person), sheet_grade_unknown (grade, names), item_unknown, points_above."""
    if not told.numbers and not told.grade:
        raise Trouble("sheet_correction_empty", person=who)
    if told.grade and told.grade not in rubric.grades.names:
        raise Trouble("sheet_grade_unknown", grade=told.grade, names="、".join(rubric.grades.names))
    for code, number in told.numbers.items():
        if code not in {*rubric.adds, *rubric.deducts, *rubric.vetoes}:
            checked_points(rubric, who, code, number)


def _correct(rubric: Rubric, known: dict[str, Entry], taken: Iterable[Step]) -> dict[str, int]:
    """Put the corrected numbers on the lines; what stood there before."""
    before: dict[str, int] = {}
    items = {item.code for item in rubric.items}
    for step in taken:
        if step.step == "correct":
            for code, number in correction_of(step.result).numbers.items():
                entry = known.get(code, Entry("", code))
                stood = entry.counts if code in items else entry.count
                before.setdefault(code, stood or 0)
                known[code] = replace(entry, points=number) if code in items else replace(entry, count=number)
    return before


def check_step(now: Standing, step: Step, *, township: bool) -> None:
    """Whether the step may follow. `township`: nothing is confirmed without the township's opinion.

    Troubles: sheet_step_unknown (step), sheet_step_early (step, state), sheet_reason_missing (step), witness_missing,
    township_missing, township_no_veto, sheet_result_missing.
    """
    if step.step not in STEPS:
        raise Trouble("sheet_step_unknown", step=step.step)
    if now.state not in STEPS[step.step][0]:
        raise Trouble("sheet_step_early", step=step.step, state=now.state.value)
    if step.step == "confirm" and township and now.state not in TOWNSHIP_DONE:
        raise Trouble("township_missing")
    if step.step == "veto" and not township:
        raise Trouble("township_no_veto")
    if step.step in NEEDS_REASON and not (step.reason or step.words or step.doc_no):
        raise Trouble("sheet_reason_missing", step=step.step)
    if step.step == "refuse" and not step.witness:
        raise Trouble("witness_missing")
    if step.step == "answer" and step.result not in {"changed", "unchanged"}:
        raise Trouble("sheet_result_missing")


def suggestion(rubric: Rubric, code: str, facts: PersonFacts, part: Fraction) -> Scored | None:
    """The machine's points for an item, as far as the log can tell; None where a person must look."""
    item = rubric.item(code)
    if item is None or isinstance(item.mode, ByOfficer | Attendance | PerFinding):
        return None
    if isinstance(item.mode, Returned):
        return item_points(item, facts, part)
    if facts.counts.get(item.mode.metric) is None or lacks_size(rubric, code, facts):
        return None
    if isinstance(item.mode, Ratio | MinCount | Reported):
        return item_points(item, facts, part)
    return item_points(item, facts, part) if facts.counts[item.mode.metric] == 0 and facts.log.returned else None


def lacks_size(rubric: Rubric, code: str, facts: PersonFacts) -> bool:
    """Whether the target of an item is not known because the village's households are not."""
    item = rubric.item(code)
    return item is not None and isinstance(item.mode, Ratio) and not ({facts.size_class, ""} & item.mode.target.keys())


def checked_points(rubric: Rubric, who: str, code: str, points: int) -> None:
    """Trouble item_unknown (room, item), points_above (person, item, points, most)."""
    item = rubric.item(code)
    if item is None:
        raise Trouble("item_unknown", room=who, item=code)
    tick = isinstance(item.mode, ByOfficer) and item.mode.tick
    if not 0 <= points <= item.most or (tick and points not in (0, item.most)):
        raise Trouble("points_above", person=who, item=code, points=plain(points), most=plain(item.most))


def spread(sheets: Iterable[Standing]) -> bool:
    """Whether the totals are so close together that somebody should ask: less than 3 points apart, or all full."""
    totals = [one.total for one in sheets if one.total is not None]
    return len(totals) >= _MANY and max(totals) - min(totals) < _CLOSE


_MANY, _CLOSE = 5, 30


def _points(known: Mapping[str, Entry], code: str) -> int | None:
    return known[code].counts if code in known else None


def _extra(known: Mapping[str, Entry], extra: Extra) -> int:
    """What a bonus or a deduction comes to, in tenths."""
    entry = known.get(extra.code)
    points = (entry.count or 0) * extra.points if entry else 0
    return points if extra.cap is None else min(points, extra.cap)


def _walked(steps: Sequence[Step], *, complete: bool) -> tuple[SheetState, list[Step]]:
    """The state that the steps lead to, and those that led there; a step that may not follow is passed over (two offices
    may act at once).
    """
    if not complete:
        return S.DRAFT, []
    state, taken = S.SCORED, []
    for step in steps:
        ways = STEPS.get(step.step)
        if ways and state in ways[0]:
            state = ways[1]
            taken.append(step)
    return state, taken


def _vetoed(taken: Sequence[Step]) -> bool:
    """Whether the township's veto stands: it came, and the sheet was not opened again since."""
    last = [step.step for step in taken if step.step in {"veto", "reopen"}]
    return bool(last) and last[-1] == "veto"


# --- two desks at once -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Differing:
    """Decisions of one hand that do not say the same, oldest first, and the one that counts."""

    steps: tuple[Step, ...]
    counts: Step


def differing(steps: Sequence[Step]) -> list[Differing]:
    """Where two desks decided one sheet in two ways before either saw the other's step (`steps` in the journal's order).

    Of the county's confirmations the last one counts, until a dated record corrects the sheet; of the township's agreement
    and veto the veto does, until the sheet is opened again.
    """
    confirmed: list[Step] = []
    opinions: list[Step] = []
    for step in steps:
        if step.step == "confirm" and step.result:
            confirmed.append(step)
        elif step.step == "correct":
            confirmed.clear()
        elif step.step in {"agree", "veto"}:
            opinions.append(step)
        elif step.step == "reopen":
            opinions.clear()
    found = []
    if len({step.result for step in confirmed}) > 1:
        found.append(Differing(tuple(confirmed), confirmed[-1]))
    if len({step.step for step in opinions}) > 1:
        found.append(Differing(tuple(opinions), next(step for step in reversed(opinions) if step.step == "veto")))
    return found
