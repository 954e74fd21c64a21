"""Assessment sheets scored on paper and read from scans: shown beside the cut-outs, confirmed, entered as the officer's.

Values go by the box of the form: items in tenths (`A1` 45 is 4.5 points), `P3` or `M1` how often, a veto's code with its
words, `合计` the sum on the paper in tenths, `签认` `签字` or `拒签` with `签认.日期` and `签认.见证人`. What the paper sums
up itself (加分, 减分, 合计) is held against what is entered, and the grade is the rubric's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from station_desk.domain import assessment as rules
from station_desk.domain.assessment import OPEN_STATES, Standing, Step
from station_desk.domain.dates import is_date
from station_desk.domain.points import points_text
from station_desk.domain.records import Sheet
from station_desk.domain.rubric import Rubric
from station_desk.domain.scanned import MarkRead
from station_desk.domain.trouble import Trouble
from station_desk.services import assessment, rubrics
from station_desk.services.assessment import Given, SheetView
from station_desk.services.desk import Desk
from station_desk.services.scan_log import Values, whole_number

ADDS, DEDUCTS, SUM, VETO = "加分", "减分", "合计", "一票否决"
GRADE, SIGNED = "等次", "签认"
SIGN_STEPS = {"签字": "sign", "拒签": "refuse"}
SIGN_DAY, SIGN_WITNESS = "签认.日期", "签认.见证人"
_PAPER = (ADDS, DEDUCTS, SUM, VETO)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """An item: what was read, what it is worth at most, the officer's and the machine's number so far (all in tenths)."""

    code: str
    name: str
    most: int
    mark: MarkRead | None
    officer: int | None
    machine: int | None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A bonus, a deduction or a veto of the rubric: points in tenths for each (0 for a veto), what was read where the
    paper has a box for it, and how often so far."""

    code: str
    name: str
    points: int
    mark: MarkRead | None
    count: int


@dataclass(frozen=True, slots=True)
class ScorePaper:
    """An assessment sheet to be confirmed. `elsewhere`: the office's pack grades rooms and this is a
    person's sheet, or the other way round; `view` None: the month has no sheet of this person or room; `open` False: it
    is past scoring. `marks`: what was read beside the items, by box (加分, 减分, 合计, 一票否决, 等次.优秀, 签认.签字)."""

    sheet: Sheet
    elsewhere: bool
    rubric: Rubric
    view: SheetView | None
    open: bool
    lines: tuple[ScoreLine, ...]
    adds: tuple[ClaimLine, ...]
    deducts: tuple[ClaimLine, ...]
    vetoes: tuple[ClaimLine, ...]
    marks: Mapping[str, MarkRead]
    strange: tuple[str, ...]

    @property
    def seen(self) -> dict[str, int]:
        """The officer's numbers that the person at the desk sees."""
        told = {line.code: line.officer for line in self.lines}
        told |= {one.code: one.count or None for one in (*self.adds, *self.deducts, *self.vetoes)}
        return {code: number for code, number in told.items() if number is not None}


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of a sheet: how many numbers were entered, its total in tenths (None: items lack) and its grade, the
    step that the signature made ("" for none)."""

    entered: int
    total: int | None
    grade: str
    step: str = ""


def paper(desk: Desk, sheet: Sheet, marks: Mapping[str, MarkRead]) -> ScorePaper:
    """What was read from an assessment sheet, beside what the assessment has. Trouble log_month_wrong (text)."""
    view, rubric = _view(desk, sheet)
    entries = view.standing.entries if view else {}
    lines = []
    for item in rubric.items:
        entry = entries.get(item.code)
        officer, machine = (entry.points, entry.machine) if entry else (None, None)
        lines.append(ScoreLine(item.code, item.name, item.most, marks.get(item.code), officer, machine))

    def claims(of: Mapping[str, tuple[str, int]]) -> tuple[ClaimLine, ...]:
        return tuple(
            ClaimLine(code, name, points, marks.get(code), (entries[code].count or 0) if code in entries else 0)
            for code, (name, points) in of.items()
        )

    known = {*(item.code for item in rubric.items), *rubric.adds, *rubric.deducts}
    beside = {box: mark for box, mark in marks.items() if box not in known and _of_paper(box)}
    return ScorePaper(
        sheet=sheet,
        elsewhere=(assessment.subject_kind(desk) == "room") is not bool(sheet.room),
        rubric=rubric,
        view=view,
        open=view is not None and view.standing.state in OPEN_STATES,
        lines=tuple(lines),
        adds=claims({code: (one.name, one.points) for code, one in rubric.adds.items()}),
        deducts=claims({code: (one.name, one.points) for code, one in rubric.deducts.items()}),
        vetoes=claims({code: (name, 0) for code, name in rubric.vetoes.items()}),
        marks=beside,
        strange=tuple(sorted(set(marks) - known - set(beside))),
    )


def _of_paper(box: str) -> bool:
    return box in _PAPER or box.split(".")[0] in (GRADE, SIGNED)


def _view(desk: Desk, sheet: Sheet) -> tuple[SheetView | None, Rubric]:
    """The month's sheet of the person or room, and the rubric that it is scored by."""
    month = assessment.month(desk, sheet.period)
    whose = (sheet.scope, sheet.person_id)
    view = next((one for one in month.sheets if (one.standing.of.scope, one.standing.of.subject_id) == whose), None)
    if view is None:
        return None, month.rubric
    of = view.standing.of.rubric_hash
    return view, rubrics.by_hash(desk, {of})[of]


# --- confirmed -----------------------------------------------------------------------------------------------------
def keep(desk: Desk, sheet: Sheet, values: Values, seen: Mapping[str, int] | None) -> Scored:
    """Enter what a person confirmed as the officer's numbers, and the signature as the sheet's next step.

    Everything is judged before anything is written. `seen`: the officer's numbers when the person looked; None asks for
    nothing. Troubles sheet_missing_for (person, month), assess_locked (person, state), mark_meanwhile (serial, boxes),
    those of `_given`, score_claims (person, box, points, entered, codes), score_sum (person, sum, written),
    score_unsigned (person, items), step_day_wrong (text), those of `assessment.score` and `domain.assessment.check_step`.
    """
    view, rubric = _view(desk, sheet)
    if view is None:
        raise Trouble(
            "sheet_missing_for", person=assessment.subject_name(desk, sheet.person_id or ""), month=sheet.period
        )
    now = view.standing
    if now.state not in OPEN_STATES:
        raise Trouble("assess_locked", person=view.name, state=now.state.value)
    given = _given(rubric, view, values)
    if seen is not None:
        _nobody_else(sheet, now, given, seen)
    typed: dict[str, int | None] = {**given.points, **given.counts}
    after = rules.as_if(rubric, now, typed)
    _adds_up(rubric, view.name, after, values)
    made = _signature(view.name, after, values, desk.clock.today().isoformat())
    if typed:
        assessment.score(desk, sheet.period, [given])
    if made is not None:
        assessment.step(desk, [view.id], made)
    told = _view(desk, sheet)[0]
    standing = told.standing if told else after
    return Scored(len(typed), standing.total, standing.grade, made.step if made else "")


def _given(rubric: Rubric, view: SheetView, values: Values) -> Given:
    """The values as points and counts. Troubles item_unknown, points_above, mark_unfit, veto_reason, score_veto."""
    claims = {*rubric.adds, *rubric.deducts}
    points: dict[str, int | None] = {}
    counts: dict[str, int] = {}
    reasons: dict[str, str] = {}
    for box, value in values.items():
        if value is None or value is False or _of_paper(box):
            continue
        if box in rubric.vetoes:
            if not isinstance(value, str) or not value.strip():
                raise Trouble("veto_reason", person=view.name, claim=rubric.vetoes[box])
            counts[box], reasons[box] = 1, value.strip()
        elif not isinstance(value, int) or isinstance(value, bool):
            raise Trouble("mark_unfit", box=box)
        elif box in claims:
            counts[box] = value
        else:
            rules.checked_points(rubric, view.name, box, value)
            points[box] = value
    if values.get(VETO) is True and not any(code in counts for code in rubric.vetoes):
        raise Trouble("score_veto", person=view.name)
    return Given(view.standing.of.subject_id, points, counts, reasons)


def _nobody_else(sheet: Sheet, now: Standing, given: Given, seen: Mapping[str, int]) -> None:
    """Whether the officer's numbers are those that the person saw. Trouble mark_meanwhile (serial, boxes)."""
    stands = {code: entry.points for code, entry in now.entries.items()}
    stands |= {code: now.entries[code].count or None for code in given.counts if code in now.entries}
    other = [
        code
        for code, number in {**given.points, **given.counts}.items()
        if stands.get(code) not in (seen.get(code), number)
    ]
    if other:
        raise Trouble("mark_meanwhile", serial=sheet.serial, boxes="、".join(other))


def _adds_up(rubric: Rubric, person: str, after: Standing, values: Values) -> None:
    """The paper's own sums against what would be entered. Troubles score_claims, score_sum."""
    for box, codes, came in ((ADDS, rubric.adds, after.add), (DEDUCTS, rubric.deducts, after.deduct)):
        written = whole_number(values, box)
        if written is not None and written != came:
            raise Trouble(
                "score_claims",
                person=person,
                box=box,
                points=points_text(written),
                entered=points_text(came),
                codes="、".join(f"{code} {one.name}" for code, one in codes.items()),
            )
    written = whole_number(values, SUM)
    if written is not None and after.total is not None and written != after.total:
        raise Trouble("score_sum", person=person, sum=points_text(after.total), written=points_text(written))


def _signature(person: str, after: Standing, values: Values, today: str) -> Step | None:
    """The step that the person's signature makes; None where none was confirmed."""
    ticked = [word for word in SIGN_STEPS if values.get(f"{SIGNED}.{word}") is True]
    if not ticked:
        return None
    if len(ticked) > 1:
        raise Trouble("mark_unfit", box=SIGNED)
    if after.missing:
        raise Trouble("score_unsigned", person=person, items="、".join(after.missing))
    day = str(values.get(SIGN_DAY) or today)
    if not is_date(day) or len(day) != len(today):
        raise Trouble("step_day_wrong", text=day)
    made = Step("", SIGN_STEPS[ticked[0]], day, person, witness=str(values.get(SIGN_WITNESS) or "").strip())
    rules.check_step(after, made, township=False)
    return made
