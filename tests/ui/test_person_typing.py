"""What is typed into the fields of a person."""

from datetime import date

import pytest

from station_desk.ui.person_typing import grouped, half_width, stepped_day, typed_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20240503", "2024-05-03"),
        ("2024.5.3", "2024-05-03"),
        ("2024。5。3", "2024-05-03"),
        ("2024、5、3", "2024-05-03"),
        ("２０２４０５０３", "2024-05-03"),
        ("2024年5月3日", "2024-05-03"),
        ("二〇二四年五月十三日", "2024-05-13"),
        ("五月三日", "2026-05-03"),
        ("十二月二十一日", "2026-12-21"),
        ("24-5-3", "2024-05-03"),
        ("5.3", "2026-05-03"),
        ("202405", "2024-05"),
        ("2024.5", "2024-05"),
        ("2024年5月", "2024-05"),
        ("2024", "2024"),
        ("t", "2026-11-23"),
        ("T", "2026-11-23"),
        ("今天", "2026-11-23"),
        ("+", "2026-11-24"),
        ("-3", "2026-11-20"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_day_is_read_as_clerks_type_it(typed: str, day: str) -> None:
    assert typed_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed", ["2024-13-01", "20240231", "abc", "5", "2024-5-3-1", "123", "0024-05-03", "十十月三日"]
)
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert typed_day(typed, TODAY) is None


def test_a_whole_day_is_stepped_and_a_month_is_not() -> None:
    assert stepped_day("2024-02-28", 1) == "2024-02-29"
    assert stepped_day("2024-03-01", -1) == "2024-02-29"
    assert stepped_day("2024-03", 1) is None
    assert stepped_day("no day 10!", 1) is None


def test_full_width_signs_become_plain() -> None:
    assert half_width("１３８（ａ）。、") == "138(a)./"


def test_numbers_stand_in_groups_masked_or_whole() -> None:
    assert grouped("phone", "13800001234") == "138 0000 1234"
    assert grouped("phone2", "138****1234") == "138 **** 1234"
    assert grouped("phone", "0543-3210010") == "0543-3210010"
    assert grouped("id_no", "371***********9971") == "371*** ******** 9971"
    assert grouped("id_no", "") == ""
    assert grouped("bank_card", "6217000000001234") == "6217 0000 0000 1234"
