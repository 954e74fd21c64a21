"""How a county pays a part of a month: a key that came after counties had written packs, its words, its edges."""

from datetime import date
from fractions import Fraction

import pytest

from station_desk.domain.pay import part_of
from station_desk.domain.policy import Decided, NotStated
from station_desk.domain.policy_keys import PARTIAL
from station_desk.domain.policy_prose import prose, sentence
from station_desk.domain.policy_values import read_value
from station_desk.domain.trouble import Trouble
from station_desk.packs.load import load_pack, load_texts
from station_desk.packs.reading import PackFile, parse_pack
from station_desk.packs.sheet_in import read_sheets
from station_desk.packs.sheet_out import copied_sheets
from station_desk.wording.policy import value_words, what_of
from station_desk.wording.troubles import tell
from tests.packs.test_agreement_clauses import DECIDED
from tests.packs.test_sixth_county import PACKS
from tests.support.pack_texts import pack_text

KEY = "money.partial"


def county_pack(value: str) -> PackFile:
    head = 'id = "cn.linshui"\ntitle = "临水县"\nsummary = "随省里。"\nversion = 1\neffective_from = "2026-01-01"\n'
    return parse_pack("cn.linshui.toml", f'{head}parent = "cn.fujian"\n\n[{KEY}]\nvalue = "{value}"\n{DECIDED}')


def test_a_county_states_it_and_the_leaders_sheet_says_it() -> None:
    found = county_pack("half_month")
    policy = load_texts({"cn.linshui": found.text, "cn.fujian": pack_text("cn.fujian")}, "cn.linshui")
    assert policy.rules[KEY] == Decided("half_month", "山阳县公安局", "山公〔2026〕3号", "2026-03-01")
    assert "不满一个月的按半月算" in [row.said for row in prose(policy)]
    assert value_words(KEY, "half_month") == "按半月"
    assert isinstance(load_pack(PACKS, "cn.xihua").rules[KEY], NotStated), "Xihua's text does not say"


@pytest.mark.parametrize("value", PARTIAL)
def test_a_workbook_says_it_in_words_and_reads_back_the_same(value: str) -> None:
    found = county_pack(value)
    sheets = {
        name: {1: tuple(head), **{n: tuple(row) for n, row in enumerate(rows, 2)}}
        for name, (head, rows) in copied_sheets(what_of, found).items()
    }
    again = read_sheets("临水县.xlsx", sheets)
    assert again.faults == []
    assert again.rules == found.rules
    assert read_value(KEY, PARTIAL[value]) == value
    assert sentence(KEY, value) == f"不满一个月的{PARTIAL[value]}算"


def test_another_word_is_refused_with_those_that_are_known() -> None:
    (fault,) = county_pack("weekly").faults
    assert (fault.key, fault.reason) == (f"{KEY}.value", "unknown_word")
    assert all(f"{word}（{code}）" in fault.meant for code, word in PARTIAL.items())


@pytest.mark.parametrize(
    ("first", "last", "halves"),
    [(1, 31, 2), (15, 31, 2), (16, 31, 1), (1, 15, 1), (1, 16, 2), (31, 31, 1), (10, 10, 1), (15, 16, 2)],
)
def test_a_half_of_a_month_is_paid_as_soon_as_a_day_of_it_was_served(first: int, last: int, halves: int) -> None:
    served = [date(2026, 10, day) for day in range(first, last + 1)]
    assert part_of("half_month", served, 31) == Fraction(halves, 2)
    assert part_of("by_day", served, 31) == Fraction(last - first + 1, 31)
    assert part_of("none", served, 31) == 1


def test_nobody_in_office_is_paid_nothing_whatever_the_rule() -> None:
    assert [part_of(how, [], 30) for how in PARTIAL] == [0, 0, 0]
    with pytest.raises(Trouble) as caught:
        part_of("weekly", [], 30)
    assert tell(caught.value).what == "规则“不满月怎么算”写的是“weekly”，没有这种算法。"


def test_what_nobody_stated_is_named_in_words() -> None:
    assert tell(Trouble("money_not_stated", key="money.stipend_fen")).what == "缺：方案没有写“每人每月补助”。"
