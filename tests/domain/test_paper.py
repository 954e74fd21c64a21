"""Serials, codes, dates and names as they stand on paper."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.paper import (
    Serial,
    check_digit,
    code_text,
    is_ours,
    life_letters,
    office_tail,
    read_code,
    read_serial,
)
from station_desk.domain.paper_fields import (
    BLANK,
    FIELDS,
    Kind,
    blank_scope,
    clean,
    date_text,
    spaced_name,
    village_name,
)
from station_desk.domain.paper_people import Letter, RosterData, RosterGroup, RosterLine
from station_desk.domain.trouble import Trouble

KEY = b"k" * 32
serials = st.builds(
    Serial,
    st.text(string.digits, min_size=1, max_size=6),
    st.sampled_from(["F15", "F18", "F25A"]),
    st.integers(2000, 2099),
    st.integers(1, 99_999),
    st.sampled_from(["", "ABC", "XYZ"]),
)


@given(serials)
def test_a_serial_can_be_read_back_as_it_was_printed(serial: Serial) -> None:
    assert read_serial(str(serial)) == serial
    assert read_serial(f" {str(serial).lower()} ") == serial


@given(serials, st.data())
def test_one_wrong_digit_is_always_found(serial: Serial, data: st.DataObject) -> None:
    text = str(serial)
    at = data.draw(st.sampled_from([i for i, mark in enumerate(text) if mark.isdigit()]))
    other = data.draw(st.sampled_from([d for d in string.digits if d != text[at]]))
    wrong = text[:at] + other + text[at + 1 :]
    with pytest.raises(Trouble) as caught:
        read_serial(wrong)
    assert caught.value.code == "serial_wrong"


@given(st.text(string.digits, min_size=2, max_size=20), st.data())
def test_two_neighbours_swapped_are_always_found(digits: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    assert (check_digit(swapped) == check_digit(digits)) == (swapped == digits)


def test_a_serial_typed_with_full_width_marks_is_read() -> None:
    serial = Serial("2009", "F15", 2026, 37)
    wide = "".join(chr(ord(mark) + 0xFEE0) for mark in str(serial))
    assert read_serial(wide) == serial


def test_an_office_is_named_by_the_end_of_its_code() -> None:
    assert office_tail("371602009") == "2009"
    assert office_tail("371602009000") == "2009"
    assert office_tail("371602") == "1602"


def test_a_restored_home_has_letters_of_its_own() -> None:
    assert life_letters(1) != life_letters(2)
    assert read_serial(str(Serial("2009", "F15", 2026, 1, life_letters(7)))).life == life_letters(7)


@given(serials, st.integers(1, 999))
def test_a_code_says_serial_and_page_and_nobody_else_can_make_it(serial: Serial, page: int) -> None:
    text = code_text(str(serial), page, KEY)
    code = read_code(text)
    assert (code.serial, code.page) == (str(serial), page)
    assert is_ours(code, KEY)
    assert not is_ours(code, b"j" * 32)
    assert not is_ours(read_code(text.replace(f":{page}:", f":{page + 1}:")), KEY)
    assert set(text) <= set(string.digits + string.ascii_uppercase + " $%*+-./:")


@pytest.mark.parametrize("text", ["", "SD1", "http://example.org", "SD2:2009-F15-2026-0001-5:1:AAAAAAAA", "SD1:x:1:A"])
def test_other_codes_are_foreign(text: str) -> None:
    with pytest.raises(Trouble) as caught:
        read_code(text)
    assert caught.value.code == "code_foreign"


@pytest.mark.parametrize(
    ("iso", "way", "text"),
    [
        ("2026-11-22", "年月日", "2026年11月22日"),
        ("2026-01-02", "年月日", "2026年1月2日"),
        ("2026-11-22", "汉字", "二〇二六年十一月二十二日"),
        ("2030-10-01", "汉字", "二〇三〇年十月一日"),
        ("2026-12-30", "汉字", "二〇二六年十二月三十日"),
        ("1986-05", "年月日", "1986年5月"),
        ("1986-05-03", "年月", "1986年5月"),
        ("1986", "点", "1986"),
        ("2026-11-02", "点", "2026.11.02"),
        ("2026-11-02", "横线", "2026-11-02"),
        ("去年", "年月日", "去年"),
    ],
)
def test_a_date_is_written_as_the_form_wants_it(iso: str, way: str, text: str) -> None:
    assert date_text(iso, way) == text


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("东牛王村委会", "东牛王村"),
        ("王村村委会", "王村"),
        ("石门村民委员会", "石门村"),
        ("东村村民委员会", "东村"),
        ("新城社区村委会", "新城社区"),
        ("壁子社区居民委员会", "壁子社区"),
        ("彭家社区居委会", "彭家社区"),
        ("周庄居委会", "周庄居委会"),
        ("甲村", "甲村"),
        ("村委会", "村委会"),
    ],
)
def test_a_village_is_called_by_its_short_name(name: str, called: str) -> None:
    assert village_name(name) == called


def test_a_name_of_two_characters_is_spaced() -> None:
    assert [spaced_name(name) for name in ("王芳", "王小芳", "王")] == ["王\u3000芳", "王小芳", "王"]


def test_invisible_characters_go_and_full_width_blanks_stay() -> None:
    assert clean("张\u200b三\ufe00\u3000李\t四\n") == "张三\u3000李 四 "


@pytest.mark.parametrize("subject", ["person", "roster", "blank"])
def test_a_blank_form_leaves_every_field_to_the_hand(subject: str) -> None:
    scope = blank_scope(subject, 单位="所")  # type: ignore[arg-type]
    assert (scope["单位"], scope["称谓"]) == ("所", "警务助理"), (
        "what the office is and how it calls its people is known"
    )
    for field in FIELDS[subject]:  # type: ignore[index]
        if field.kind is not Kind.ROWS and field.name not in {"单位", "称谓"}:
            assert scope[field.name] == ("" if field.optional else BLANK)


def test_the_data_of_letter_and_roster_have_exactly_the_fields_that_forms_may_name() -> None:
    letter = Letter("王芳", "女", "", (), "", "", "", "", "", "", "", "2026-11-22").scope()
    assert set(letter) == {f.name for f in FIELDS["person"]}
    line = RosterLine("王芳", "女", "", "", "", "", "", "", "", "", "", "", "", "")
    roster = RosterData("所", "2026-11-22", (RosterGroup("", (line,)),)).scope()
    assert set(roster) == {f.name for f in FIELDS["roster"]}
    (groups,) = [f for f in FIELDS["roster"] if f.kind is Kind.ROWS]
    (group,) = roster["组"]  # type: ignore[misc]
    assert set(group) == {f.name for f in groups.rows}
    (people,) = [f for f in groups.rows if f.kind is Kind.ROWS]
    assert set(group["人员"][0]) == {f.name for f in people.rows}


def test_villages_are_counted_once_and_lines_numbered_through() -> None:
    def line(name: str, sex: str, village: str) -> RosterLine:
        return RosterLine(name, sex, "", "", "", "", "", "", "", "", "", "", "", "", villages=(village,))

    groups = (
        RosterGroup("甲", (line("一", "男", "v1"), line("二", "女", "v1"))),
        RosterGroup("乙", (line("三", "男", "v2"),)),
    )
    scope = RosterData("所", "2026-11-22", groups).scope()
    assert (scope["人数"], scope["男"], scope["女"], scope["村数"]) == (3, 2, 1, 2)
    second = scope["组"][1]["人员"][0]  # type: ignore[index]
    assert second["序号"] == 3
