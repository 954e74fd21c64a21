"""Capital words of money: the examples of the rules, and a reader of its own that reads them back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.money import LARGEST_YUAN, money_words
from station_desk.domain.trouble import Trouble

DIGITS = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}


def read_back(words: str) -> int:
    """Fen out of capital words; knows nothing of how they were written, only what each sign is worth."""
    sign = -1 if words.startswith("负") else 1
    words = words.removeprefix("负").removesuffix("整")
    yuan, _, small = words.rpartition("元")
    jiao = re.search(r"(.)角", small)
    fen = re.search(r"(.)分", small)
    return sign * (group(yuan) * 100 + (DIGITS[jiao[1]] * 10 if jiao else 0) + (DIGITS[fen[1]] if fen else 0))


def group(words: str) -> int:
    for unit, worth in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        high, found, low = words.rpartition(unit) if unit == "亿" else words.partition(unit)
        if found:
            return group(high) * worth + group(low)
    return DIGITS[words.strip("零")] if words.strip("零") else 0


EXAMPLES = {
    140950: "壹仟肆佰零玖元伍角",
    600714: "陆仟零柒元壹角肆分",
    168032: "壹仟陆佰捌拾元叁角贰分",
    10700053: "壹拾万柒仟元伍角叁分",
    1640902: "壹万陆仟肆佰零玖元零贰分",
    32504: "叁佰贰拾伍元零肆分",
    0: "零元整",
    1000: "壹拾元整",
    100000000: "壹佰万元整",
    10000000005: "壹亿元零伍分",
    5: "伍分",
    30: "叁角",
    10005: "壹佰元零伍分",
    10030: "壹佰元叁角",
    10050000: "壹拾万零伍佰元整",
    10000700000: "壹亿柒仟元整",
    100100000000: "壹拾亿零壹佰万元整",
    100000000000000: "壹万亿元整",
    100000000010000: "壹万亿零壹佰元整",
    -30000: "负叁佰元整",
    -7: "负柒分",
    153000000: "壹佰伍拾叁万元整",
}


@pytest.mark.parametrize("fen", EXAMPLES)
def test_the_examples_of_the_rules(fen: int) -> None:
    assert money_words(fen) == EXAMPLES[fen]


amounts = st.one_of(
    st.integers(-LARGEST_YUAN * 100, LARGEST_YUAN * 100),
    st.integers(-(10**7), 10**7),
    st.builds(
        lambda head, noughts, tail: head * 10**noughts + tail,
        st.integers(1, 999),
        st.integers(2, 12),
        st.integers(0, 999),
    ),
)


@given(amounts)
def test_words_are_read_back_to_the_same_fen_and_follow_the_rules(fen: int) -> None:
    words = money_words(fen)
    assert read_back(words) == fen
    assert words.endswith("整") == (fen % 100 == 0)
    assert "零零" not in words
    assert words.startswith("负") == (fen < 0)
    assert not re.search(r"零[万亿角整]|零元(?!整)|正", words)


def test_three_hundred_amounts_in_a_row_and_around_each_power_of_ten() -> None:
    for fen in [*range(300), *(10**n + step for n in range(2, 18) for step in (-1, 0, 1, 10, 100))]:
        assert read_back(money_words(fen)) == fen


def test_what_is_too_large_is_told() -> None:
    with pytest.raises(Trouble, match="amount_too_large"):
        money_words((LARGEST_YUAN + 1) * 100)
