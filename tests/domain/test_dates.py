"""Dates at the precision they are known, and ages that are never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.dates import age_on, days_until, first_day, is_date, last_day, same_date, within

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("text", ["1985", "1985-03", "1985-03-12", "2000-02-29"])
def test_three_precisions_are_dates(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text", ["", "85", "1985-3", "1985-13", "2001-02-29", "1899", "2200", "1985-03-12x", "１９８５"]
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_date(text)


def test_a_month_reaches_from_its_first_day_to_its_last() -> None:
    assert (first_day("2024-02"), last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (first_day("2024"), last_day("2024")) == (date(2024, 1, 1), date(2024, 12, 31))
    with pytest.raises(ValueError, match="soon"):
        first_day("soon")
    with pytest.raises(ValueError, match="soon"):
        last_day("soon")


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        ("1966-11-22", 60),
        ("1966-11-23", 59),
        ("1966", None),
        ("1966-10", 60),
        ("1966-11", None),
        (None, None),
        ("", None),
        ("2030-01-01", None),
    ],
)
def test_an_age_is_full_years_or_nothing(birth: str | None, age: int | None) -> None:
    assert age_on(birth, DAY) == age


def test_who_is_born_on_a_leap_day_is_older_on_the_first_of_march() -> None:
    assert age_on("2004-02-29", date(2026, 2, 28)) == 21
    assert age_on("2004-02-29", date(2026, 3, 1)) == 22


def test_dates_agree_as_far_as_both_are_known() -> None:
    assert same_date("1985-03", "1985-03-12")
    assert same_date("1985", "1985")
    assert not same_date("1985-03", "1985-04-12")


def test_both_ends_of_a_span_belong_to_it_and_an_open_end_is_open() -> None:
    assert within(DAY, "2026-11-22", "2026-11-22")
    assert within(DAY, "2026-11", "2026")
    assert within(DAY, None, None)
    assert not within(DAY, "2026-12", None)
    assert not within(DAY, None, "2026-10")


def test_days_are_counted_to_the_last_day_meant() -> None:
    assert days_until("2026-11", DAY) == 8
    assert days_until("2026-11-21", DAY) == -1
    assert days_until(None, DAY) is None


@given(st.dates(date(1900, 1, 1), date(2190, 1, 1)))
def test_every_day_is_its_own_first_and_last(day: date) -> None:
    assert first_day(day.isoformat()) == last_day(day.isoformat()) == day
