"""The one search: what finds whom, what does not, and in which order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_desk.domain.search import Entry, SearchIndex
from station_desk.domain.search_patched import PatchedIndex
from station_desk.domain.search_query import read_query
from station_desk.domain.search_trace import trace
from tests.domain.test_pinyin import ISSUE_297
from tests.support.tables import readings

PEOPLE = [
    "张军",
    "周建",
    "曾军",
    "欧阳辉",
    "李伟",
    "李志",
    "刘林波",
    "先文",
    "单曾",
    "单丽",
    "但志",
    "党丽",
    "吕律",
    "路明",
    "张建军",
    "王张军",
    "买买提·吐尔逊",
    "崔䶮",
    "安娜",
    "西安",
    "先",
    "尚安",
]
VILLAGES = ["邢桥居委会", "大范村村委会", "前王村委会", "家和社区居委会"]
_STEMS = {"邢桥居委会": 2, "大范村村委会": 2, "前王村委会": 2, "家和社区居委会": 2}


def person(name: str, *numbers: str) -> Entry:
    return Entry(f"p:{name}", name, True, len(name), numbers)


def index(*more: Entry) -> SearchIndex:
    villages = [Entry(f"v:{name}", name, False, _STEMS[name]) for name in VILLAGES]
    return SearchIndex([*(person(name) for name in PEOPLE), *villages, *more], readings())


@pytest.fixture(scope="module")
def everyone() -> SearchIndex:
    return index()


def names(found: SearchIndex | PatchedIndex, text: str, *, fuzzy: bool = False) -> list[str]:
    return [match.entry.text for match in found.find(text, 100, fuzzy)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zhangjun", "张军"),
        ("zj", "张军"),
        ("zjun", "张军"),
        ("zhangj", "张军"),
        ("zhj", "张军"),
        ("ZhangJun", "张军"),
        ("ｚｊ", "张军"),
        ("zhāngjūn", "张军"),
        ("张j", "张军"),
        ("z军", "张军"),
        ("军", "张军"),
        ("ouyh", "欧阳辉"),
        ("oyh", "欧阳辉"),
        ("ouyanghui", "欧阳辉"),
        ("llb", "刘林波"),
        ("lvlv", "吕律"),
        ("lulu", "吕律"),
        ("lülü", "吕律"),
        ("lǚlǜ", "吕律"),
        ("ll", "吕律"),
        ("maimaititu", "买买提·吐尔逊"),
        ("mmttex", "买买提·吐尔逊"),
        ("买买提吐", "买买提·吐尔逊"),
        ("买买提·吐", "买买提·吐尔逊"),
        ("cuiyan", "崔䶮"),
        ("䶮", "崔䶮"),
        ("xingqiao", "邢桥居委会"),
        ("xq", "邢桥居委会"),
        ("xqjwh", "邢桥居委会"),
        ("邢桥", "邢桥居委会"),
        ("桥", "邢桥居委会"),
        ("dafancun", "大范村村委会"),
        ("邢居", "邢桥居委会"),
        ("张军王", ""),
        ("张", "王张军"),
        ("张军", "张建军"),
    ],
)
def test_what_is_typed_finds_who_is_meant(everyone: SearchIndex, typed: str, name: str) -> None:
    assert (name in names(everyone, typed)) if name else (names(everyone, typed) == [])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ang", "张军"),
        ("un", "张军"),
        ("hang", "张军"),
        ("yang", "党丽"),
        ("an", "单丽"),
        ("zhangun", "张军"),
        ("zun", "张军"),
        ("jz", "张军"),
        ("gjun", "张军"),
        ("zj", "周军"),
    ],
)
def test_nothing_is_found_from_the_middle_of_a_syllable(everyone: SearchIndex, typed: str, name: str) -> None:
    assert name not in names(everyone, typed)


def test_committee_words_do_not_begin_a_match(everyone: SearchIndex) -> None:
    for typed in ("jwh", "cwh", "weihui", "cun"):
        assert names(everyone, typed) == []


def test_xian_finds_both_the_town_and_the_one_syllable(everyone: SearchIndex) -> None:
    found = names(everyone, "xian")
    assert found[:2] == ["先", "西安"]
    assert "先文" in found
    assert names(everyone, "xi'an") == ["西安"]
    assert names(everyone, "xi’an") == ["西安"]


@pytest.mark.parametrize("first", ["shan", "dan", "chan"])
@pytest.mark.parametrize("second", ["ceng", "zeng"])
def test_crossed_readings_of_two_characters_find_the_person(everyone: SearchIndex, first: str, second: str) -> None:
    for typed in (first + second, first[0] + second[0], first + second[0], first[0] + second, first[:-1] + second):
        assert "单曾" in names(everyone, typed)


def test_the_right_reading_ranks_before_another_one(everyone: SearchIndex) -> None:
    assert names(everyone, "dan")[0] == "但志"
    assert names(everyone, "shan")[0] in ("单丽", "单曾")
    assert names(everyone, "dan").index("党丽") > names(everyone, "dan").index("但志")
    assert "单丽" in names(everyone, "dan")


@pytest.mark.parametrize(("surname", "said"), ISSUE_297, ids=[surname for surname, _ in ISSUE_297])
def test_every_surname_of_the_list_is_found_first_by_its_right_reading(surname: str, said: list[str]) -> None:
    usual = [sound.right[0] for sound in readings().of_text(surname) if sound]
    others = [person("文" + surname), person("魏" + surname + "文"), person("卫国" + surname)]
    found = SearchIndex([person(surname + "伟国"), *others], readings())
    for typed in ("".join(said), "".join(said) + "wei", "".join(s[0] for s in said) + "wg"):
        assert names(found, typed)[0] == surname + "伟国"
    assert surname + "伟国" in names(found, "".join(usual))


def test_a_whole_syllable_ranks_before_the_beginning_of_one() -> None:
    found = SearchIndex([person("梁明"), person("林明"), person("李明月")], readings())
    assert names(found, "li")[0] == "李明月"
    assert names(found, "lm") == ["梁明", "林明", "李明月"]


def test_from_the_first_character_ranks_before_inside_and_short_before_long() -> None:
    found = SearchIndex([person("王张军"), person("张军民"), person("张军")], readings())
    assert names(found, "zhangj") == ["张军", "张军民", "王张军"]
    assert names(found, "张军") == ["张军", "张军民", "王张军"]


def test_characters_with_gaps_come_last() -> None:
    found = SearchIndex([person("张军"), person("张建军"), person("王张军")], readings())
    assert names(found, "张军") == ["张军", "王张军", "张建军"]
    assert names(found, "军张") == []


def test_fuzzy_sounds_are_off_unless_asked() -> None:
    found = SearchIndex([person("张军"), person("赞军")], readings())
    assert names(found, "zan") == ["赞军"]
    assert names(found, "zan", fuzzy=True) == ["赞军", "张军"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1234", True),
        ("234", True),
        ("13800001234", True),
        ("9969", True),
        ("371602198503159969", True),
        ("５６７８", True),
        ("012X", True),
        ("12x", True),
        ("138 0000 1234", True),
        ("138-0000-1234", True),
        (" 371602 19850315 9969", True),
        ("110105 19491231 012x", True),
        ("138 0000 1235", False),
        ("1234 9969", True),
        ("1380000", False),
        ("0000", False),
        ("371602", False),
        ("19850315", False),
        ("34", False),
        ("13800001235", False),
    ],
)
def test_numbers_are_found_by_their_tail_or_whole_and_never_from_the_middle(typed: str, found: bool) -> None:
    entry = person("张军", "13800001234", "15900005678", "371602198503159969", "11010519491231012X")
    assert (names(SearchIndex([entry], readings()), typed) == ["张军"]) is found


def test_several_words_must_all_be_found(everyone: SearchIndex) -> None:
    assert names(everyone, "zhang jun") == ["张军", "王张军", "张建军"]
    assert names(everyone, "zhang nobody") == []


@pytest.mark.parametrize("typed", ["", "  ", "·", "，。", "'"])
def test_nothing_typed_finds_nothing(everyone: SearchIndex, typed: str) -> None:
    assert everyone.find(typed) == []
    assert everyone.keys(typed) == []


def test_the_limit_holds(everyone: SearchIndex) -> None:
    assert len(everyone.find("l", 2)) == 2
    assert everyone.find("l", 0) == []


@pytest.mark.parametrize(
    ("typed", "name", "places"),
    [
        ("zjun", "张军", (0, 1)),
        ("jun", "张军", (1,)),
        ("xian", "西安", (0, 1)),
        ("mmttex", "买买提·吐尔逊", (0, 1, 2, 4, 5, 6)),
        ("张军", "张建军", (0, 2)),
        ("军 张", "张建军", (0, 2)),
        ("xqj", "邢桥居委会", (0, 1, 2)),
        ("yang", "欧阳辉", (1,)),
    ],
)
def test_the_matched_characters_are_told(everyone: SearchIndex, typed: str, name: str, places: tuple[int, ...]) -> None:
    assert {m.entry.text: m.places for m in everyone.find(typed, 100)}[name] == places


def test_a_number_marks_no_character_of_the_name() -> None:
    found = SearchIndex([person("张军", "13800001234")], readings())
    assert found.find("1234")[0].places == ()


def test_an_empty_index_answers() -> None:
    empty = SearchIndex([], readings())
    assert empty.find("zhang") == []
    assert empty.keys("zhang") == [set()]
    assert len(empty) == 0


_LETTERS = st.text("zhangjuliweoxqds", min_size=1, max_size=7)


@settings(max_examples=300, deadline=None)
@given(st.one_of(_LETTERS, st.text("张军李伟单曾邢桥z", min_size=1, max_size=4)), st.booleans())
def test_the_index_finds_exactly_what_reading_each_name_finds(typed: str, fuzzy: bool) -> None:
    found = index()
    token = read_query(typed)[0]
    expected = set()
    for name in PEOPLE:
        if trace(token, readings().of_name(name), len(name), fuzzy):
            expected.add(name)
    for name in VILLAGES:
        if trace(token, readings().of_text(name), _STEMS[name], fuzzy):
            expected.add(name)
    assert set(names(found, typed, fuzzy=fuzzy)) == expected
    assert found.keys(typed, fuzzy) == [{("p:" if name in PEOPLE else "v:") + name for name in expected}]


# --- an index that follows changes ------------------------------------------------------------------------------------
def test_a_patched_index_forgets_the_old_and_finds_the_new() -> None:
    found = PatchedIndex([person("张军"), person("张建"), person("李伟")], readings())
    found.patch({"p:张军"}, [Entry("p:张军", "周军", True, 2)])
    assert names(found, "zhang") == ["张建"]
    assert names(found, "zj") == ["张建", "周军"]
    assert found.keys("zj") == [{"p:张军", "p:张建"}]
    found.patch({"p:李伟"}, [])
    assert names(found, "liwei") == []
    assert len(found) == 2


def test_a_patched_index_keeps_the_order_of_a_new_one() -> None:
    people = [person(name) for name in PEOPLE]
    patched = PatchedIndex(people[::2], readings())
    patched.patch((), people[1::2])
    fresh = SearchIndex(people, readings())
    for typed in ("l", "z", "zj", "an", "张"):
        assert names(patched, typed) == names(fresh, typed)


def test_many_changes_make_the_index_anew() -> None:
    found = PatchedIndex([], readings())
    for number in range(450):
        found.patch((), [Entry(str(number), "张军", True, 2)])
    assert len(names(found, "zj")) == 100
    assert len(found) == 450
