"""Telephone numbers by their form, and their masks."""

import pytest

from station_desk.domain.phones import digits_of, mask_card, mask_phone, read_phone, read_phones


@pytest.mark.parametrize(
    "typed",
    [
        "13800001234",
        "138 0000 1234",
        "138-0000-1234",
        "１３８００００１２３４",
        "+86 13800001234",
        "8613800001234",
        "008613800001234",
        "13800001234.0",
        "\u202d13800001234"[1:],
        "138\u200b00001234",
    ],
)
def test_a_mobile_number_is_read_from_every_usual_writing(typed: str) -> None:
    assert read_phone(typed) == "13800001234"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0543-3210010", "0543-3210010"),
        ("05433210010", "0543-3210010"),
        ("（0543）3210010", "0543-3210010"),
        ("010 8888 6666", "010-88886666"),
        ("02088886666", "020-88886666"),
        ("+86 543 3210010", "0543-3210010"),
        ("400-123-4567", "4001234567"),
        ("95588", "95588"),
        ("3210010", "3210010"),
    ],
)
def test_landlines_are_written_with_a_hyphen_behind_the_area(typed: str, read: str) -> None:
    assert read_phone(typed) == read


@pytest.mark.parametrize("typed", ["1380000123", "138000012345", "12800001234", "无", "138O0001234", "13800001", "1"])
def test_a_wrong_length_or_a_letter_is_no_number(typed: str) -> None:
    assert read_phone(typed) is None
    assert read_phones(typed).warnings == ("phone_invalid",)


@pytest.mark.parametrize("between", ["/", "、", "，", ";", " / ", "\n", "或", " "])
def test_two_numbers_in_one_cell_are_two(between: str) -> None:
    reading = read_phones(f"13800001234{between}15900005678")
    assert (reading.phone, reading.phone2) == ("13800001234", "15900005678")
    assert reading.warnings == ("phone_multiple",)


def test_of_a_good_and_a_bad_number_the_good_one_counts() -> None:
    reading = read_phones("1380000/15900005678")
    assert (reading.phone, reading.phone2) == ("15900005678", None)
    assert reading.warnings == ("phone_multiple", "phone_invalid")


def test_blank_is_no_number_and_no_warning() -> None:
    assert read_phones("  ").warnings == ()
    assert read_phones("").phone is None


def test_masks_leave_first_three_and_last_four() -> None:
    assert mask_phone("13800005678") == "138****5678"
    assert mask_phone("0543-3210010") == "054*****0010"
    assert mask_phone("95588") == "***88"
    assert mask_phone(None) == mask_phone("") == ""


def test_of_a_bank_card_only_the_last_four_are_left() -> None:
    assert mask_card("6228480000001234567") == "*" * 15 + "4567"
    assert mask_card(None) == ""
    assert digits_of("0543-3210010") == "05433210010"
