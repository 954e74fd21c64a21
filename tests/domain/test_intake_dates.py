"""Dates of foreign sheets."""

from datetime import date, datetime

import pytest

from station_desk.domain.intake_dates import read_date, read_span


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1985.3", "1985-03"),
        ("1985.03", "1985-03"),
        ("1985.1", "1985-01"),
        ("1985-10", "1985-10"),
        (1985.3, "1985-03"),
        (1985.12, "1985-12"),
        ("85年3月", "1985-03"),
        ("15年7月", "2015-07"),
        ("一九八五年三月", "1985-03"),
        ("一九八五年十二月二十三日", "1985-12-23"),
        ("二〇一五年十月", "2015-10"),
        ("1985/3/1", "1985-03-01"),
        ("19850301", "1985-03-01"),
        (19850301, "1985-03-01"),
        (198503.0, "1985-03"),
        (31107, "1985-03-01"),
        (date(1985, 3, 1), "1985-03-01"),
        (datetime(1985, 3, 1, 8), "1985-03-01"),
        ("1985-03-12 00:00:00", "1985-03-12"),
        ("１９８５年３月", "1985-03"),
        ("1985年", "1985"),
        (1985, "1985"),
        ("2020年5月起", "2020-05"),
        ("2015年 7 月", "2015-07"),
    ],
)
def test_a_date_is_read_at_the_precision_it_was_stated(cell: object, value: str) -> None:
    assert read_date(cell, 2026).value == value  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["不详", "1985.13", "1985-02-30", "三年", True, 12.5, "1885.3", "19851301"])
def test_what_is_no_date_is_told_and_not_guessed(cell: object) -> None:
    reading = read_date(cell, 2026)  # type: ignore[arg-type]
    assert (reading.value, reading.problem) == (None, "date_unparsed")


def test_the_number_1985_1_may_be_january_or_october() -> None:
    reading = read_date(1985.1, 2026)
    assert reading.value is None
    assert reading.problem == "date_ambiguous"
    assert reading.choices == ("1985-01", "1985-10")


def test_a_blank_cell_is_no_trouble() -> None:
    assert read_date(None, 2026).problem == ""
    assert read_date("  ", 2026).problem == ""


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020.5—2023.5", "2020-05", "2023-05"),
        ("2020.5-2023.5", "2020-05", "2023-05"),
        ("2020年5月至2023年4月", "2020-05", "2023-04"),
        ("2020-05-01至2023-04-30", "2020-05-01", "2023-04-30"),
        ("2020年5月至今", "2020-05", None),
        ("2020.5", "2020-05", None),
    ],
)
def test_one_cell_may_say_start_and_end(text: str, start: str, end: str | None) -> None:
    first, last = read_span(text, 2026)
    assert (first.value, last.value) == (start, end)
