"""A year out of its months: mean, rank, who cannot be top, who is recommended."""

from fractions import Fraction

import pytest

from station_desk.domain.annual import MonthResult, best, year_results
from station_desk.domain.rubric import AnnualRule, Grades

GRADES = Grades(("优秀", "合格", "不合格"), (900, 700), Fraction(1, 2))


def months(*totals: int) -> dict[str, MonthResult]:
    return {
        f"2026-{n:02d}": MonthResult(total, "合格" if total >= 700 else "不合格") for n, total in enumerate(totals, 1)
    }


def test_the_mean_is_rounded_half_up_and_equals_share_a_rank() -> None:
    told = year_results({"甲": months(950, 945), "乙": months(948), "丙": months(600), "丁": {}}, GRADES, AnnualRule())
    assert [(one.subject, one.mean, one.rank, one.grade) for one in told] == [
        ("乙", 948, 1, "优秀"),
        ("甲", 948, 1, "优秀"),
        ("丙", 600, 3, "不合格"),
        ("丁", None, None, ""),
    ]


@pytest.mark.parametrize(
    ("rule", "grade", "held"),
    [
        (AnnualRule(), "优秀", ""),
        (AnnualRule(min_months=3), "合格", "few_months"),
        (AnnualRule(fail_months=1), "优秀", ""),
    ],
)
def test_what_a_county_asks_for_holds_back_and_what_it_does_not_ask_for_does_not(
    rule: AnnualRule, grade: str, held: str
) -> None:
    first, _second = year_results({"甲": months(950, 950), "乙": months(800, 800)}, GRADES, rule)
    assert (first.grade, first.held) == (grade, held)


def test_who_failed_too_often_has_the_lowest_grade_and_is_not_recommended() -> None:
    years = year_results({"甲": months(980, 980, 650), "乙": months(850)}, GRADES, AnnualRule(fail_months=1))
    assert [(one.subject, one.grade) for one in years] == [("甲", "不合格"), ("乙", "合格")]
    assert [one.subject for one in best(years, 10)] == ["乙"]


def test_equals_at_the_edge_of_the_ten_all_stand_on_the_list() -> None:
    years = year_results({name: months(900) for name in "甲乙丙"} | {"丁": months(950)}, GRADES, AnnualRule())
    assert [one.subject for one in best(years, 2)] == ["丁", "丙", "乙", "甲"]
    assert [one.subject for one in best(years, 1)] == ["丁"]
