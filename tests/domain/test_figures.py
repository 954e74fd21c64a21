"""Figures: periods, blanks, percentages that are worked out, places, and the numbers of the news."""

from datetime import date
from decimal import Decimal

import pytest

from station_desk.domain.figure_periods import after, before, figure_period, year_before
from station_desk.domain.figures import (
    Amount,
    Figure,
    Row,
    Tally,
    Three,
    growth,
    percent_text,
    ranks,
    ratio,
    ratios_of,
    row_of,
    value_of,
)
from station_desk.domain.metric_sets import MetricSet
from station_desk.domain.news_numbers import news_number
from station_desk.domain.policy import Decided
from station_desk.domain.policy_entries import Metric
from station_desk.domain.targets import Target, expected, target_fault
from station_desk.domain.trouble import Trouble

METRICS = MetricSet(
    "cn.test",
    tuple(
        Decided(one, "县局", "1号", "2026-01-01")
        for one in (
            Metric("M01", "走访", "A", "户", category="L02", whole=True),
            Metric("M02", "办证", "A", "件", category="L07"),
            Metric("M03", "好事", "A", "件", category="L07"),
            Metric("M04", "被盗", "C", "起"),
            Metric("M05", "破案", "C", "起"),
            Metric("M06", "破案率", "C", "%", numerator="M05", denominator="M04"),
            Metric("M07", "被盗同比", "C", "%", change="M04"),
            Metric("M08", "满意度", "C", "位"),
            Metric("M09", "人数", "A", "名", roster="serving"),
            Metric("M10", "线索", "A", "条", category="L08"),
        )
    ),
)


def tally(**counts: int | None) -> Tally:
    made = Tally()
    for code, count in counts.items():
        if count is not None:
            made.add(code, Amount(count, 1))
    return made


# --- periods -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "first", "last", "back", "year"),
    [
        ("2026-10", date(2026, 9, 26), date(2026, 10, 25), "2026-09", "2025-10"),
        ("2026-01", date(2025, 12, 26), date(2026, 1, 25), "2025-12", "2025-01"),
        ("2026-Q1", date(2025, 12, 26), date(2026, 3, 25), "2025-Q4", "2025-Q1"),
        ("2026-h2", date(2026, 6, 26), date(2026, 12, 25), "2026-H1", "2025-H2"),
        ("2026", date(2025, 12, 26), date(2026, 12, 25), "2025", "2025"),
        (
            "2026-07-01..2026-10-08",
            date(2026, 7, 1),
            date(2026, 10, 8),
            "2026-03-23..2026-06-30",
            "2025-07-01..2025-10-08",
        ),
        (
            "2026-02-01..2026-02-28",
            date(2026, 2, 1),
            date(2026, 2, 28),
            "2026-01-01..2026-01-31",
            "2025-02-01..2025-02-28",
        ),
        (
            "2024-02-01..2024-02-29",
            date(2024, 2, 1),
            date(2024, 2, 29),
            "2024-01-01..2024-01-31",
            "2023-02-01..2023-02-28",
        ),
        (
            "2026-06-26..2026-09-25",
            date(2026, 6, 26),
            date(2026, 9, 25),
            "2026-03-26..2026-06-25",
            "2025-06-26..2025-09-25",
        ),
    ],
)
def test_a_period_has_its_days_the_one_before_and_the_one_of_last_year(
    text: str, first: date, last: date, back: str, year: str
) -> None:
    period = figure_period(text, 25)
    assert (period.first, period.last) == (first, last)
    assert (before(period).text, year_before(period).text) == (back, year)
    assert (before(period).last - first).days == -1
    assert after(before(period)) == period or ".." in text
    assert (after(period).first - last).days == 1


def test_the_months_of_a_period_cover_it_once_and_a_cut_month_is_not_whole() -> None:
    period = figure_period("2026-07-01..2026-10-08", 25)
    assert (period.months, period.cut) == (("2026-08", "2026-09"), ("2026-07", "2026-10"))
    assert figure_period("2026-10-01..2026-10-31", 31).months == ("2026-10",)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-Q5", "0001-01", "2026-10-08..2026-07-01", "2026-07-01..9999-01-01"]
)
def test_what_is_no_period_is_told(text: str) -> None:
    with pytest.raises(Trouble, match="period_wrong"):
        figure_period(text, 25)


# --- adding up -----------------------------------------------------------------------------------------------------
def test_nothing_reported_is_no_zero() -> None:
    assert value_of(METRICS, "L02", Tally()).value is None
    assert value_of(METRICS, "M01", tally(M01=0)).value == 0


def test_a_category_is_its_own_entries_and_those_of_its_metrics() -> None:
    assert value_of(METRICS, "L07", tally(L07=1, M02=10, M03=100, M01=1000)).value == 111


def test_a_whole_metric_has_what_names_only_its_category_and_says_how_much() -> None:
    found = value_of(METRICS, "M01", tally(L02=5, M01=20))
    assert (found.value, found.of_category) == (25, 5)
    assert value_of(METRICS, "M02", tally(L07=5, M02=20)).value == 20


def test_an_outcome_of_the_police_is_the_sum_of_the_months_and_a_place_the_last() -> None:
    known = Tally(roster={"serving": 71})
    for month, value in (("2026-09", 4), ("2026-10", 3)):
        known.put(Figure("M04", month, value))
        known.put(Figure("M08", month, value))
    assert (value_of(METRICS, "M04", known).value, value_of(METRICS, "M08", known).value) == (7, 3)
    assert value_of(METRICS, "M09", known).value == 71


# --- percentages ---------------------------------------------------------------------------------------------------
def row(value: int | None, base: int | None) -> Row:
    return Row("M04", "被盗", "起", value, base, None)


def test_xihuas_thefts_went_down_by_a_quarter_and_not_by_39_percent() -> None:
    found = growth("M04", "被盗同比", row(225, 305))
    assert found is not None
    assert (found.percent, found.numerator, found.denominator) == (-26.2, -80, 305)
    assert percent_text(found.tenths) == "-26.2%"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(432, 450, "96%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (1, 2000, "0.1%"), (0, 5, "0%"), (-1, 2000, "-0.1%")],
)
def test_a_share_is_rounded_to_one_place(part: int, whole: int, text: str) -> None:
    found = ratio("x", "率", part, whole)
    assert found is not None
    assert percent_text(found.tenths) == text


def test_there_is_no_percentage_of_nothing() -> None:
    assert growth("M04", "同比", row(5, 0)) is None
    assert growth("M04", "同比", row(5, None)) is None
    assert growth("M04", "同比", row(None, 5)) is None
    assert ratio("x", "率", 3, 0) is None


def test_percentages_that_the_pack_names_bear_its_names_and_are_not_told_twice() -> None:
    now, then = Tally(), Tally()
    now.put(Figure("M04", "2026-10", 225))
    now.put(Figure("M05", "2026-10", 173))
    then.put(Figure("M04", "2025-10", 305))
    rows = [row_of(METRICS, code, Three(now, Tally(), then)) for code in ("M04", "M05")]
    found = {one.name: (one.percent, one.numerator, one.denominator) for one in ratios_of(METRICS, rows)}
    assert found == {"破案率": (76.9, 173, 225), "被盗同比": (-26.2, -80, 305)}


def test_equals_share_a_place_and_the_next_is_left_out() -> None:
    assert ranks([10, 8, 8, 5]) == [1, 2, 2, 4]
    assert ranks([5, 8, 10, 8]) == [4, 2, 1, 2]
    assert ranks([3, 3, 3]) == [1, 1, 1]
    assert ranks([]) == []


# --- the news ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("count", "words"),
    [
        (2347, "2300余"),
        (98, "98"),
        (0, "0"),
        (750, "750"),
        (7500, "7500"),
        (1001, "1000余"),
        (827, "820余"),
        (298, "近300"),
        (36123, "3.6万余"),
        (10000, "1万"),
        (362016, "36万余"),
        (2600826, "260万余"),
        (123456789, "1.2亿余"),
        (-45, "-45"),
        (Decimal("99.5"), "99.5"),
        (Decimal("120.5"), "120余"),
        (Decimal("36123.25"), "3.6万余"),
        (Decimal("999.5"), "近1000"),
        (Decimal("-999.5"), "-近1000"),
    ],
)
def test_numbers_are_written_as_the_news_writes_them(count: int | Decimal, words: str) -> None:
    assert news_number(count) == words


# --- targets -------------------------------------------------------------------------------------------------------
def target(value: int = 10, **more: object) -> Target:
    told: dict[str, object] = {
        "scope": "all", "id": str(value), "code": "M01", "size_class": "", "village_id": "",
        "households_from": None, "households_to": None, "by": "县局", "number": "2号", "on": "2026-01-01",
    }  # fmt: skip
    return Target(value=value, **(told | more))  # type: ignore[arg-type]


def test_a_village_has_its_own_target_before_that_of_its_size_before_that_of_all() -> None:
    known = [
        target(10),
        target(20, households_from=300, households_to=999),
        target(40, households_from=1000),
        target(99, village_id="v9"),
    ]
    months = ("2026-10", "2026-11")

    def of(village: str, households: int | None) -> int | None:
        return expected(known, "M01", village, households, months, 25)

    assert (of("v1", 100), of("v1", 300), of("v1", 1000), of("v9", 1000), of("v1", None)) == (20, 40, 80, 198, 20)
    assert expected(known, "M02", "v1", 100, months, 25) is None


def test_a_target_holds_from_its_day_on_and_a_later_one_takes_its_place() -> None:
    known = [target(10, valid_to="2026-10-25"), target(15, valid_from="2026-10-26")]
    assert expected(known, "M01", "v", 1, ("2026-10", "2026-11"), 25) == 25
    assert expected([target(10, valid_from="2026-11-01")], "M01", "v", 1, ("2026-10",), 25) is None


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"code": "L02"}, None),
        ({"code": "M77"}, "code"),
        ({"code": "L08"}, "leads"),
        ({"code": "M10"}, "leads"),
        ({"code": "M04"}, "police"),
        ({"code": "M06"}, "police"),
        ({"value": 0}, "value"),
        ({"households_from": 9, "households_to": 3}, "range"),
        ({"by": " "}, "decided"),
    ],
)
def test_no_target_hangs_on_leads_or_on_outcomes_of_the_police(changes: dict[str, object], fault: str | None) -> None:
    told = {"value": 10} | changes
    assert target_fault(METRICS, target(**told)) == fault  # type: ignore[arg-type]
