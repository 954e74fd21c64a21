"""ID numbers: read from whatever was typed, judged with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.idno import check_digit, mask_id, normal_id, parse_regions, province, read_id
from tests.support.tables import id_number, regions

GOOD = id_number()


def test_a_good_number_tells_birth_sex_and_province() -> None:
    reading = read_id(GOOD, regions())
    assert (reading.id_no, reading.birth, reading.sex, reading.province) == (GOOD, "1985-03-12", "男", "山东省")
    assert (reading.problem, reading.warnings) == ("", ())
    assert read_id(id_number(serial=996)).sex == "女"


def test_the_check_digit_of_the_standards_own_example() -> None:
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


def _x_number() -> str:
    return next(n for day in range(1, 29) if (n := id_number(f"1985-03-{day:02d}"))[-1] == "X")


@pytest.mark.parametrize(
    "typed",
    [
        "{0}",
        " {0} ",
        "'{0}",
        "{1} {2}",
        "{1}-{2}",
        "{1}－{2}",
        "{1}—{2}",
        "＇{0}",
        "\u200b{0}\ufeff",
    ],
)
def test_blanks_hyphens_and_apostrophes_do_not_matter(typed: str) -> None:
    assert read_id(typed.format(GOOD, GOOD[:6], GOOD[6:])).id_no == GOOD


def test_full_width_digits_and_every_kind_of_x_are_read() -> None:
    number = _x_number()
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    for typed in (wide, number.lower(), number[:-1] + "х", number[:-1] + "Х", number[:-1] + "×", number[:-1] + "ｘ"):
        assert read_id(typed).id_no == number


def test_fifteen_digits_become_eighteen_with_a_note() -> None:
    old = GOOD[:6] + GOOD[8:17]
    reading = read_id(old)
    assert (reading.id_no, reading.warnings) == (GOOD, ("id15_upgraded",))


@pytest.mark.parametrize("typed", ["123", GOOD[:17], GOOD[:16], GOOD + "1", "无", "待补"])
def test_another_length_is_refused(typed: str) -> None:
    assert (read_id(typed).problem, read_id(typed).id_no) == ("id_bad_length", None)


@pytest.mark.parametrize("birth", ["19851312", "19850230", "18850312", "20990101", "00000000"])
def test_an_impossible_birth_date_is_refused(birth: str) -> None:
    from datetime import date

    first = GOOD[:6] + birth + "997"
    assert read_id(first + check_digit(first), today=date(2026, 11, 22)).problem == "id_bad_date"


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place: int, step: int) -> None:
    wrong = str((int(GOOD[place]) + step) % 10)
    reading = read_id(GOOD[:place] + wrong + GOOD[place + 1 :])
    assert reading.problem in ("id_check_digit", "id_bad_date")
    assert reading.id_no is None


def test_a_refused_number_still_tells_the_birth_it_names() -> None:
    wrong = GOOD[:17] + ("0" if GOOD[17] != "0" else "1")
    assert read_id(wrong).birth == "1985-03-12"


def test_letters_inside_the_number_are_refused_not_read() -> None:
    assert read_id("3716021985A3129979").problem == "id_check_digit"
    assert read_id("٣٧١٦٠٢١٩٨٥٠٣١٢٩٩٧٩").problem == "id_check_digit"


def test_nothing_typed_is_missing_and_no_problem() -> None:
    assert read_id("  ").warnings == ("id_missing",)
    assert read_id("").problem == ""


def test_an_unknown_region_is_a_warning_and_never_a_refusal() -> None:
    odd = id_number(region="379999")
    assert read_id(odd, regions()).warnings == ("id_region_unknown",)
    assert read_id(odd, regions()).id_no == odd
    assert read_id(odd).warnings == ()


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_a_residence_permit_is_told_as_such(region: str) -> None:
    assert read_id(id_number(region=region), regions()).warnings == ("id_hmt_resident",)


def test_retired_and_provincial_codes_are_known() -> None:
    assert {"110103", "370000", "371602", "371072", "512301"} <= regions()
    assert len(regions()) > 7000


def test_a_foreigners_card_is_taken_with_a_warning() -> None:
    assert read_id(id_number(region="900011"), regions()).warnings == ("id_region_unknown",)


def test_the_mask_leaves_three_and_four() -> None:
    assert mask_id(GOOD) == f"371***********{GOOD[-4:]}"
    assert len(mask_id(GOOD)) == 18
    assert mask_id(None) == mask_id("") == ""
    assert mask_id("12345678") == "********"


def test_a_province_is_all_that_is_read_from_the_region() -> None:
    assert province("35") == "福建省"
    assert province("99") == ""


def test_the_list_of_regions_is_read_line_by_line() -> None:
    assert parse_regions(["# remark", "", "3716 00 02 # more"]) == {"371600", "371602"}


@given(st.text(max_size=30))
def test_nothing_typed_breaks_the_reader(text: str) -> None:
    reading = read_id(text, regions())
    assert reading.id_no is None or len(reading.id_no) == 18
    assert normal_id(normal_id(text)) == normal_id(text)
