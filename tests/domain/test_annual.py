"""A year out of its months: mean, rank, who cannot be top, who is recommended."""

from fractions import Fraction

import pytest

from station_desk.domain.annual import MonthResult, best, year_results
from station_desk.domain.rubric import AnnualRule, GradeRule, Grades

GRADES = Grades(("优秀", "合格", "不合格"), (900, 700), Fraction(1, 2))


def months(*totals: int) -> dict[str, MonthResult]:
    return {
        f"2026-{n:02d}": MonthResult(total, "合格" if total >= 700 else "不合格") for n, total in enumerate(totals, 1)
    }


def test_the_mean_is_rounded_half_up_and_equals_share_a_rank() -> None:
    told = year_results({"甲": months(950, 945), "乙": months(948), "丙": months(600), "丁": {}}, GRADES, AnnualRule())
    assert [(one.subject, one.mean, one.rank, one.grade) for one in told] == [
        ("乙", 948, 1, "合格"),
        ("甲", 948, 1, "合格"),
        ("丙", 600, 3, "不合格"),
        ("丁", None, None, ""),
    ], "a half of three is one: no room for both"
    assert {one.subject for one in told if one.held == "share_edge"} == {"甲", "乙"}


@pytest.mark.parametrize(
    ("share", "shared", "tops"),
    [
        ("1/5", True, ["甲"]),
        ("2/5", True, ["甲"]),
        ("3/5", True, ["丙", "乙", "甲"]),
        ("1", True, ["丁", "丙", "乙", "甲"]),
        ("1/5", False, ["丁", "丙", "乙", "甲"]),
    ],
)
def test_the_share_of_the_highest_grade_is_never_passed(share: str, shared: bool, tops: list[str]) -> None:
    year = {"甲": months(990), "乙": months(950), "丙": months(950), "丁": months(900), "戊": months(800)}
    told = year_results(year, GRADES, AnnualRule(top_share=Fraction(share)), shared=shared)
    assert sorted(one.subject for one in told if one.grade == "优秀") == sorted(tops)


@pytest.mark.parametrize(
    ("rule", "shared", "grades"),
    [
        ("share", True, ["优秀", "合格", "合格", "不合格"]),
        ("share", False, ["", "", "", "不合格"]),
        ("manual", True, ["", "", "", "不合格"]),
        ("manual", False, ["", "", "", "不合格"]),
    ],
)
def test_grades_by_share_or_by_hand_are_reckoned_only_where_they_can_be(
    rule: GradeRule, shared: bool, grades: list[str]
) -> None:
    year = {"甲": months(990), "乙": months(950), "丙": months(900), "丁": months(800)}
    by = Grades(GRADES.names, (), None, rule, (Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)))
    told = year_results(year, by, AnnualRule(), frozenset({"丁"}), shared=shared)
    assert [(one.subject, one.rank) for one in told] == [("甲", 1), ("乙", 2), ("丙", 3), ("丁", 4)]
    assert [one.grade for one in told] == grades, "the lowest by a veto is known everywhere"


def test_a_held_or_vetoed_year_takes_no_place_of_the_share() -> None:
    year = {"甲": months(990), "乙": months(980, 980), "丙": months(950, 950), "丁": months(900, 900)}
    told = year_results(year, GRADES, AnnualRule(min_months=2, top_share=Fraction(1, 4)), frozenset({"乙"}))
    assert {one.subject: (one.rank, one.grade) for one in told} == {
        "甲": (1, "合格"),
        "乙": (2, "不合格"),
        "丙": (3, "优秀"),
        "丁": (4, "合格"),
    }


def test_who_is_left_out_for_too_few_months_counts_for_nothing() -> None:
    year = {"甲": months(990), "乙": months(980, 980)}
    told = year_results(year, GRADES, AnnualRule(min_months=2, leave_out=True, top_share=Fraction(1, 2)))
    assert [(one.subject, one.rank, one.grade, one.held) for one in told] == [
        ("乙", 1, "合格", ""),
        ("甲", None, "", "left_out"),
    ], "half of one is none"


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
    first, *_others = year_results({"甲": months(950, 950), "乙": months(800, 800)}, GRADES, rule)
    assert (first.grade, first.held) == (grade, held)


def test_who_failed_too_often_has_the_lowest_grade_and_is_not_recommended() -> None:
    years = year_results({"甲": months(980, 980, 650), "乙": months(850)}, GRADES, AnnualRule(fail_months=1))
    assert [(one.subject, one.grade) for one in years] == [("甲", "不合格"), ("乙", "合格")]
    assert [one.subject for one in best(years, 10)] == ["乙"]


def test_equals_at_the_edge_of_the_ten_all_stand_on_the_list() -> None:
    years = year_results({name: months(900) for name in "甲乙丙"} | {"丁": months(950)}, GRADES, AnnualRule())
    assert [one.subject for one in best(years, 2)] == ["丁", "丙", "乙", "甲"]
    assert [one.subject for one in best(years, 1)] == ["丁"]
