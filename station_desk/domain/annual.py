"""A year of assessment out of its months: mean, rank, grade, who cannot be top, who is among the ten best (DOMAIN 2.4).

What a year asks for is the county's: a least number of months for the top grade, a number of failed months that brings
the lowest. Where a rubric says neither, nobody is held back and nobody falls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from station_desk.domain.points import half_up
from station_desk.domain.rubric import AnnualRule, Grades


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


def year_results(months: Mapping[str, Mapping[str, MonthResult]], grades: Grades, rule: AnnualRule) -> list[YearResult]:
    """{subject: {month: result}} as years with rank (1,2,2,4) and grade, best first.

    The top grade needs the cut, the share, and enough months; whoever failed too often has the lowest.
    """
    found = [_year(subject, results, grades, rule) for subject, results in months.items()]
    means = sorted((one.mean for one in found if one.mean is not None), reverse=True)
    top = None if grades.top_share is None else (grades.top_share * len(means)).__floor__()
    told = [_graded(one, means, grades, top) for one in found]
    return sorted(told, key=lambda one: (one.rank is None, one.rank or 0, one.subject))


def best(years: Sequence[YearResult], count: int) -> list[YearResult]:
    """The `count` best whom nothing holds back; equals at the edge all stand on the list."""
    able = [one for one in years if one.rank is not None and not one.held]
    if len(able) <= count:
        return able
    edge = able[count - 1].mean
    return [one for one in able if one.mean is not None and edge is not None and one.mean >= edge]


def _year(subject: str, months: Mapping[str, MonthResult], grades: Grades, rule: AnnualRule) -> YearResult:
    failed = sum(one.grade == grades.failed for one in months.values())
    mean = half_up(Fraction(sum(one.total for one in months.values()), len(months))) if months else None
    held = ""
    if rule.fail_months is not None and failed >= rule.fail_months:
        held = "failed_months"
    elif rule.min_months is not None and len(months) < rule.min_months:
        held = "few_months"
    return YearResult(subject, months, mean, failed, held)


def _graded(one: YearResult, means: Sequence[int], grades: Grades, top: int | None) -> YearResult:
    if one.mean is None:
        return one
    rank = means.index(one.mean) + 1
    if one.held == "failed_months":
        return replace(one, rank=rank, grade=grades.failed)
    able = one.mean >= grades.cuts[0] and not one.held and (top is None or rank <= top)
    grade = grades.names[0] if able else grades.names[1] if one.mean >= grades.cuts[1] else grades.failed
    return replace(one, rank=rank, grade=grade)
