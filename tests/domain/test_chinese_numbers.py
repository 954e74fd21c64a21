"""Chinese numerals of chat read back to the number that was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.chinese_numbers import by_number, whole_number

DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """A number below 10,000 in words, by its places, written for this test alone."""
    if number < 10:
        return DIGITS[number]
    words, gap = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            words += ("零" if gap else "") + DIGITS[digit] + sign
            gap = False
        elif words:
            gap = True
    return words.removeprefix("一") if 10 <= number < 20 else words


@given(st.integers(0, 9999))
def test_spoken_numbers_are_read_back(number: int) -> None:
    assert whole_number(spoken(number)) == number
    assert whole_number(f"{number:,}") == whole_number(str(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两", 2),
        ("俩", 2),
        ("廿", 20),
        ("廿三", 23),
        ("卅", 30),
        ("一百二", 120),
        ("一千二", 1200),
        ("一千零二", 1002),
        ("一百零三", 103),
        ("两百五十", 250),
        ("1千2百", 1200),
        ("3千", 3000),
        ("1.2万", 12000),
        ("三万六千", 36000),
        ("一万二", 12000),
        ("一二〇", 120),
        ("贰拾", 20),
    ],
)
def test_short_and_mixed_forms(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["两三", "十二三", "三五", "一二", "1.5", "百百", "", "十千"])
def test_what_names_no_single_number_is_none(text: str) -> None:
    assert whole_number(text) is None


def test_numbered_names_are_sorted_by_their_numbers() -> None:
    names = ["第十二警务室", "第二警务室", "城关警务室", "第十警务室", "3号", "12号", "第一警务室"]
    assert sorted(names, key=by_number) == [
        *("3号", "12号", "城关警务室", "第一警务室", "第二警务室", "第十警务室", "第十二警务室")
    ]
