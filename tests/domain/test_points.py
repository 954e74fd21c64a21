"""Points and shares as whole numbers."""

from fractions import Fraction

from station_desk.domain.points import mean, plain, points_text, rounded


def test_a_mean_of_tenths_goes_up_at_the_half_and_there_is_none_of_nothing() -> None:
    assert mean([925, 920]) == 923
    assert mean([925, 925, 920]) == 923
    assert mean([]) is None


def test_a_share_becomes_whole_sheets_by_the_rule_that_is_named() -> None:
    half = Fraction(5, 2)
    assert [rounded(half, rule) for rule in ("floor", "half_up", "ceil")] == [2, 3, 3]
    assert [rounded(Fraction(12, 5), rule) for rule in ("floor", "half_up", "ceil")] == [2, 2, 3]


def test_tenths_are_told_without_a_nought_behind_the_point() -> None:
    assert [points_text(one) for one in (945, 80, -5)] == ["94.5", "8", "-0.5"]
    assert [str(plain(one)) for one in (45, 60)] == ["4.5", "6"]
