"""Names in one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.names import HAN, name_key, read_name


@pytest.mark.parametrize("typed", ["张三", "张　三", " 张 三 ", "张\u200b三", "张三\ufe00", "张三\U000e0100"])
def test_blanks_and_invisible_characters_go(typed: str) -> None:
    assert read_name(typed).name == "张三"
    assert read_name(typed).warnings == ()


@pytest.mark.parametrize("typed", ["1.王建国", "12、王建国", "（3）王建国", "④王建国", "5） 王 建国"])
def test_the_number_of_a_list_before_a_name_goes(typed: str) -> None:
    assert read_name(typed).name == "王建国"


@pytest.mark.parametrize("dot", "·•・‧∙⋅･．")
def test_every_dot_becomes_the_one_dot(dot: str) -> None:
    assert read_name(f"买买提{dot}吐尔逊").name == "买买提·吐尔逊"
    assert read_name(f"买买提 {dot} 吐尔逊").name == "买买提·吐尔逊"


def test_a_plain_full_stop_between_han_is_a_dot_too() -> None:
    assert read_name("买买提.吐尔逊").name == "买买提·吐尔逊"


def test_radicals_from_a_pdf_become_characters_with_a_warning() -> None:
    reading = read_name("⻩⽂⾼")
    assert (reading.name, reading.warnings) == ("黄文高", ("name_radical_fixed",))
    assert read_name("⺠⻓⻢").name == "民长马"


@pytest.mark.parametrize(
    ("typed", "sex"), [("李红（女）", "女"), ("李红 (女)", "女"), ("李强【男】", "男"), ("李红(女).", "女")]
)
def test_a_sex_in_brackets_is_taken_off_and_told(typed: str, sex: str) -> None:
    reading = read_name(typed)
    assert reading.name in ("李红", "李强")
    assert (reading.sex, reading.warnings) == (sex, ("name_suffix_removed",))


def test_rare_characters_stay_as_they_are() -> None:
    for name in ("崔䶮", "欧阳𬀩", "莫𡐓", "𠮷田", "\ufa0e英"):
        assert read_name(name).name == name
        assert read_name(name).warnings == ()


def test_private_use_characters_stay_with_a_warning() -> None:
    assert read_name("高\ue170").warnings == ("name_private_use_char",)
    assert read_name("高\ue170").name == "高\ue170"


def test_compatibility_ideographs_are_not_changed() -> None:
    assert read_name("\uf900").name == "\uf900"


def test_a_latin_name_keeps_single_blanks() -> None:
    assert read_name(" John   Li ").name == "John Li"


def test_the_key_for_comparing_forgets_dots_and_blanks() -> None:
    assert name_key("买买提·吐 尔逊") == name_key("买买提吐尔逊")
    assert name_key("张三") != name_key("张山")


def test_han_is_known_by_code_range() -> None:
    assert all(HAN.match(c) for c in "张䶮𬀩〇\ue170\U00031350")
    assert not any(HAN.match(c) for c in "a1·，")


@given(st.one_of(st.text(max_size=20), st.text("张三 ·.(男)（女）0\r⾼", max_size=12)))
def test_reading_twice_changes_nothing_more(text: str) -> None:
    once = read_name(text).name
    assert read_name(once).name == once
