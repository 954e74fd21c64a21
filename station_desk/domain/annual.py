"""A year of assessment out of its months: mean, rank, grade, who cannot be top, who is among the ten best (DOMAIN 2.4).

What a year asks for is the county's: a least number of months, a number of failed months that brings the lowest grade,
how much of all may bear the highest. Where a rubric says nothing, nobody is held back and nobody falls.

A year's sheet takes the steps of a month's sheet. Beside them stand notes that move nothing: the station's proposal
(`suggest`, with a grade) and its recommendation for the ten best (`recommend`, `unrecommend`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from station_desk.domain.assessment import SheetState, Step
from station_desk.domain.points import mean
from station_desk.domain.rubric import AnnualRule, Grades
from station_desk.domain.trouble import Trouble

S = SheetState
NOTES: Mapping[str, frozenset[SheetState]] = {
    "suggest": frozenset({S.SCORED, S.SIGNED, S.REFUSED}),
    "recommend": frozenset(S) - {S.DRAFT, S.VETOED},
    "unrecommend": frozenset(S) - {S.DRAFT},
}
"""{note: the states in which it may be made}; it leaves the state as it is."""
DECIDES = frozenset({"confirm", "correct"})
"""Steps that give the year its grade."""
BEST = 10
"""[X 狠抓奖惩兑现] “十佳社区民警”、“十佳辅警”."""
FEW, FAILED, EDGE, LEFT_OUT = "few_months", "failed_months", "share_edge", "left_out"
"""Why the top grade is closed: too few months; too many failed ones; equals that the share has no room for together;
too few months for any grade."""


@dataclass(frozen=True, slots=True)
class MonthResult:
    """A month that is final: its total in tenths and its grade."""

    total: int
    grade: str


@dataclass(frozen=True, slots=True)
class YearResult:
    """A person's or room's year. `mean` in tenths, half up; None without a month. `held`: why the top grade is closed."""

    subject: str
    months: Mapping[str, MonthResult]
    mean: int | None
    failed: int
    held: str = ""
    rank: int | None = None
    grade: str = ""


def year_results(
    months: Mapping[str, Mapping[str, MonthResult]],
    grades: Grades,
    rule: AnnualRule,
    vetoed: frozenset[str] = frozenset(),
    *,
    shared: bool = True,
) -> list[YearResult]:
    """{subject: {month: result}} as years with rank (1,2,2,4) and grade, best first.

    The top grade needs the cut, enough months, and a place within the share, which is never passed: equals for whom there
    is no room together all wait for the county's word. Who failed too often or was `vetoed` has the lowest. Who is left
    out has neither rank nor grade and does not count for the share. Without `shared` nobody is held back by the share:
    it is taken over more subjects than these, and grades by share are not known here.
    """
    found = [_year(subject, results, grades, rule) for subject, results in months.items()]
    counted = [one for one in found if _counts(one)]
    means = sorted((one.mean or 0 for one in counted), reverse=True)
    able = [one for one in counted if _may_be_top(one, grades) and one.subject not in vetoed]
    places = top_places(len(counted), grades, rule) if shared else None
    told = []
    for one in found:
        if not _counts(one):
            told.append(one)
            continue
        ranked = replace(one, rank=means.index(one.mean or 0) + 1)
        if one.subject in vetoed or one.held == FAILED:
            told.append(replace(ranked, grade=grades.failed))
        else:
            told.append(_graded(ranked, able, grades, places, len(counted), shared=shared))
    return sorted(told, key=lambda one: (one.rank is None, one.rank or 0, one.subject))


def by_others(grades: Grades, *, shared: bool) -> bool:
    """Whether the year's grade is not reckoned here: the rubric leaves it to the hand, or it goes by rank among more
    subjects than these.
    """
    return grades.rule == "manual" or (grades.rule == "share" and not shared)


def mean_of(months: Mapping[str, MonthResult]) -> int | None:
    """The mean of the months in tenths, half up; None without a month."""
    return mean([one.total for one in months.values()])


def top_places(count: int, grades: Grades, rule: AnnualRule) -> int | None:
    """How many of `count` may bear the highest grade; None where nobody set a share."""
    part = rule.top_share if rule.top_share is not None else grades.top_share
    return None if part is None else (part * count).__floor__()


def best(years: Sequence[YearResult], count: int = BEST) -> list[YearResult]:
    """The `count` best whom nothing holds back; equals at the edge all stand on the list."""
    able = [one for one in years if one.rank is not None and one.held in ("", EDGE)]
    if len(able) <= count:
        return able
    edge = able[count - 1].mean
    return [one for one in able if one.mean is not None and edge is not None and one.mean >= edge]


def _year(subject: str, months: Mapping[str, MonthResult], grades: Grades, rule: AnnualRule) -> YearResult:
    failed = sum(one.grade == grades.failed for one in months.values())
    held = ""
    few = rule.min_months is not None and len(months) < rule.min_months
    if few and rule.leave_out:
        held = LEFT_OUT
    elif rule.fail_months is not None and failed >= rule.fail_months:
        held = FAILED
    elif few:
        held = FEW
    return YearResult(subject, months, mean_of(months), failed, held)


def _counts(one: YearResult) -> bool:
    """Whether somebody has a rank and counts for the share."""
    return one.mean is not None and one.held != LEFT_OUT


def _may_be_top(one: YearResult, grades: Grades) -> bool:
    if grades.rule != "cutoff" or one.mean is None or one.held:
        return False
    return grades.by_cut(one.mean) == grades.names[0]


def _graded(
    one: YearResult, able: Sequence[YearResult], grades: Grades, places: int | None, counted: int, *, shared: bool
) -> YearResult:
    """The grade by the rubric's rule; "" where it is not reckoned here."""
    if by_others(grades, shared=shared):
        return one
    top, second, reached = grades.names[0], grades.names[1], one.mean or 0
    by_share = grades.rule == "share"
    grade = grades.by_share(one.rank or counted, counted) if by_share else grades.by_cut(reached)
    if grade != top:
        return replace(one, grade=grade)
    if one.held:
        return replace(one, grade=second)
    before = sum((other.mean or 0) > reached for other in able)
    equal = sum(other.mean == reached for other in able)
    if by_share or places is None or before + equal <= places:
        return replace(one, grade=top)
    return replace(one, held=EDGE if before < places else "", grade=second)


# --- the sheet of a year -------------------------------------------------------------------------------------------
def check_note(state: SheetState, note: str, grade: str, names: Sequence[str]) -> None:
    """Whether a note may be made. Troubles sheet_step_early (step, state), year_grade_unknown (grade, names)."""
    if state not in NOTES[note]:
        raise Trouble("sheet_step_early", step=note, state=state.value)
    if note == "suggest" and grade not in names:
        raise Trouble("year_grade_unknown", grade=grade, names="、".join(names))


def proposed(steps: Iterable[Step]) -> str:
    """The grade that the station proposed last, "" for none."""
    return next((one.result for one in reversed([*steps]) if one.step == "suggest"), "")


def recommended(steps: Iterable[Step]) -> bool:
    """Whether the recommendation for the ten best stands."""
    last = [one.step for one in steps if one.step in {"recommend", "unrecommend"}]
    return bool(last) and last[-1] == "recommend"


def decided(steps: Iterable[Step], names: Sequence[str]) -> str:
    """The grade that the county gave last, "" before it decided."""
    given = [one.result for one in steps if one.step in DECIDES and one.result in names]
    return given[-1] if given else ""
