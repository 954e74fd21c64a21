"""Villages named in foreign cells."""

import pytest

from station_desk.domain.intake_villages import VillageFinder
from tests.domain.intake_support import TOWNSHIP, VILLAGES, village

FINDER = VillageFinder(VILLAGES)


@pytest.mark.parametrize(
    "text",
    [
        "宋黑村",
        "宋黑",
        "宋黑村委会",
        "宋黑村村民委员会",
        "宋黑行政村",
        "宋黑村委",
        "宋 黑 村",
        "宋黑村（原前进大队）",
        "梁才街道宋黑村",
        "梁才宋黑村",
        "滨城区梁才街道办事处宋黑村委会",
        "宋黑社区",
    ],
)
def test_a_village_is_found_by_its_stem_inside_the_township(text: str) -> None:
    match = FINDER.match(text, TOWNSHIP)
    assert match.outcome == "found"
    assert match.villages == (VILLAGES[0],)


def test_the_same_name_in_another_township_is_not_taken() -> None:
    assert FINDER.match("东孙村", "371602106").outcome == "unmatched"
    assert FINDER.match("宋黑村", "371602106").villages == (VILLAGES[5],)


def test_without_a_township_two_of_a_name_are_ambiguous() -> None:
    assert FINDER.match("宋黑村", None).outcome == "ambiguous"
    assert FINDER.match("东孙村", None).villages == (VILLAGES[2],)


def test_a_bare_stem_of_two_units_is_ambiguous_and_a_full_name_is_not() -> None:
    assert FINDER.match("逍遥", TOWNSHIP).outcome == "ambiguous"
    assert FINDER.match("逍遥村", TOWNSHIP).villages == (VILLAGES[3],)
    assert FINDER.match("逍遥社区", TOWNSHIP).villages == (VILLAGES[4],)


def test_several_villages_in_one_cell_are_all_found_or_none() -> None:
    assert FINDER.match("宋黑村、东孙村", TOWNSHIP).villages == (VILLAGES[0], VILLAGES[2])
    assert FINDER.match("宋黑村、没有村", TOWNSHIP).outcome == "unmatched"


def test_a_village_named_like_its_township_is_found() -> None:
    finder = VillageFinder([village(7, "梁才村委会"), *VILLAGES])
    assert [v.name for v in finder.match("梁才村", TOWNSHIP).villages] == ["梁才村委会"]


@pytest.mark.parametrize("text", ["梁才街道", "梁才街道办事处", "梁才办", "梁才", TOWNSHIP, "滨城区梁才街道办"])
def test_a_township_is_known_by_any_of_its_names(text: str) -> None:
    assert FINDER.townships_named(text) == (TOWNSHIP,)


def test_a_township_of_someone_else_is_not_ours() -> None:
    assert FINDER.townships_named("滨北街道") == ()


def test_two_townships_of_one_name_are_told_apart_by_their_villages() -> None:
    other = village(8, "西王村委会", "梁才街道办事处", "371603001")
    finder = VillageFinder([*VILLAGES, other])
    codes = finder.townships_named("梁才街道办事处")
    assert sorted(codes) == [TOWNSHIP, "371603001"]
    assert finder.match_in("西王村", codes).villages == (other,)
    assert finder.match_in("没有村", codes).outcome == "unmatched"


def test_a_note_in_brackets_is_dropped_at_the_end_only() -> None:
    north, south = village(8, "十里铺（北）马庄村委会"), village(9, "十里铺（北）李庄村委会")
    finder = VillageFinder([north, south])
    assert finder.match("十里铺（北）马庄村", TOWNSHIP).villages == (north,)
    assert finder.match("十里铺（北）马庄村（新）", TOWNSHIP).villages == (north,)


def test_a_list_that_says_the_township_first_is_found_without_it_too() -> None:
    listed = village(1, "相衙镇万庄村委会", "相衙镇", "371425108")
    finder = VillageFinder([listed, village(2, "相衙镇街村委会", "相衙镇", "371425108")])
    for text in ("万庄村", "相衙镇万庄", "万庄"):
        assert finder.match(text, "371425108").villages == (listed,)
    assert finder.match("街村", "371425108").outcome == "unmatched"
