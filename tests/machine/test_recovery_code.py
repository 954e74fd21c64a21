"""The recovery code on paper: a slip of the pen is located."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.trouble import Trouble
from station_desk.machine.recovery_code import GROUPS, new_code, read_code

CODE = new_code()


def where(text: str) -> object:
    with pytest.raises(Trouble) as told:
        read_code(text)
    assert told.value.code == "recovery_code_group"
    return told.value.facts["group"]


def test_a_code_is_twelve_groups_of_four_digits_and_never_the_same() -> None:
    assert re.fullmatch(r"(\d{4}-){11}\d{4}", CODE)
    assert len({new_code() for _ in range(50)}) == 50


def test_blanks_hyphens_and_full_width_digits_do_not_matter() -> None:
    plain = read_code(CODE)
    assert len(plain) == 4 * GROUPS
    assert read_code(CODE.replace("-", "")) == plain
    assert read_code(f"  {CODE.replace('-', '  ')}\n") == plain
    assert read_code(CODE.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})) == plain


@given(st.integers(0, 47), st.integers(1, 9))
def test_every_wrong_digit_is_found_in_its_group(at: int, by: int) -> None:
    digits = list(CODE.replace("-", ""))
    digits[at] = str((int(digits[at]) + by) % 10)
    assert where("".join(digits)) == at // 4 + 1


@given(st.integers(0, 11), st.integers(0, 1))
def test_swapped_neighbours_of_the_first_three_digits_are_found(group: int, at: int) -> None:
    groups = CODE.split("-")
    g = groups[group]
    if g[at] == g[at + 1]:
        return
    groups[group] = g[:at] + g[at + 1] + g[at] + g[at + 2 :]
    assert where("-".join(groups)) == group + 1


def test_a_missing_short_or_extra_group_is_named() -> None:
    groups = CODE.split("-")
    assert where("") == 1
    assert where("-".join(groups[:7])) == 8
    assert where("-".join([*groups[:4], groups[4][:3], *groups[5:]])) == 5
    assert where(CODE + "-1234") == 13


def test_groups_in_the_wrong_order_are_found() -> None:
    groups = CODE.split("-")
    groups[2], groups[3] = groups[3], groups[2]
    assert where("-".join(groups)) == 3
