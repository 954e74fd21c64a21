"""What the title of a sheet says of its month, and that nobody's wish overrules it."""

from datetime import date

import pytest

from station_desk.domain.log_month_said import month_said


def month_of(day: date) -> str:
    """Months that end on the 25th."""
    later = day.day > 25
    return f"{day.year + (later and day.month == 12)}-{(day.month - 1 + later) % 12 + 1:02d}"


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("2026年10月工作量", "2026-10"),
        ("二〇二六年十月工作量", "2026-10"),
        ("2026年度10月份工作量", "2026-10"),
        ("统计时间：2026.9.26-2026.10.25", "2026-10"),
        ("2026年12月26日至1月25日", "2027-01"),
        ("2026年10月工作量 填表日期：2026年11月1日", "2026-10"),
    ],
)
def test_a_month_is_understood_however_it_is_written(title: str, month: str) -> None:
    assert month_said([*title.split()], "", month_of) == (month, "")
    assert month_said([*title.split()], month, month_of) == (month, "")
    assert month_said([*title.split()], "2026-08", month_of) == ("2026-08", "month_differs")


@pytest.mark.parametrize("title", ["10月", "10月份警务助理工作量", "十月"])
def test_a_month_without_its_year_takes_that_of_the_month_asked_for(title: str) -> None:
    assert month_said([title], "2026-10", month_of) == ("2026-10", "")
    assert month_said([title], "2026-11", month_of) == ("2026-11", "month_differs")
    assert month_said([title], "", month_of) == ("", ""), "nobody knows which year"


@pytest.mark.parametrize("title", ["2026年三季度工作量", "2026年1-10月工作量", "2026年上半年", "本年累计"])
def test_a_longer_time_is_no_month(title: str) -> None:
    assert month_said([title], "2026-09", month_of) == ("2026-09", "period_longer")
    assert month_said([title], "", month_of) == ("", "period_longer")


@pytest.mark.parametrize("title", ["Sheet1", "每月走访情况", "三个月内走访", "警务助理工作量统计表"])
def test_where_nothing_is_said_the_month_asked_for_stands(title: str) -> None:
    assert month_said([title], "2026-10", month_of) == ("2026-10", "")
    assert month_said([title], "", month_of) == ("", "")
