"""Line breaking."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_desk.machine.folders import resources_dir
from station_desk.printing.fonts import shelf
from station_desk.printing.lines import NO_END, NO_START, Line, Run, Style, break_lines

SIZE = 10.0
STYLE = Style(shelf(resources_dir() / "fonts").chain("宋"), SIZE)
MARKS = "，。、：；！？）》」』】”’…—（《「『【“‘%"


def _lines(*runs: Run | str, width: float = 100.0, first: float = 0.0) -> list[str]:
    made = break_lines([Run(r, STYLE) if isinstance(r, str) else r for r in runs], width, first)
    return [_text(line) for line in made]


def _text(line: Line) -> str:
    return "".join(run.text for run in line.runs)


def _longest_chain(text: str) -> int:
    """The most characters that marks tie to each other."""
    ties = re.escape(NO_START + NO_END)
    return max((len(m[0]) for m in re.finditer(rf"[^{ties}]?[{ties}\u3000]+[^{ties}]?", text)), default=1)


words = st.text(st.sampled_from("王李村聘期自至\u3000abc019" + MARKS), max_size=80)


@settings(max_examples=300, deadline=None)
@given(words)
def test_no_line_starts_or_ends_with_a_forbidden_mark(text: str) -> None:
    width = SIZE * (_longest_chain(text) + 12)
    lines = _lines(text, width=width)
    for line, following in pairwise(lines):
        assert line.rstrip(" \u3000")[-1:] not in NO_END or not line.rstrip(" \u3000")
        assert following[0] not in NO_START


@settings(max_examples=200, deadline=None)
@given(words, st.floats(20, 200))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: float) -> None:
    made = break_lines([Run(text, STYLE)], width)
    assert "".join(_text(line) for line in made) == text
    assert all(line.width <= width + 0.02 or line.chars == 1 for line in made)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["聘期", "2026-11-22", "abc", "3.5%", "，", "F15", "东牛王村"]), max_size=30))
def test_words_and_numbers_stay_whole(parts: list[str]) -> None:
    joined = "、".join(parts)
    lines = _lines(joined, width=80.0)
    for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9.-]*", joined):
        assert any(word in line for line in lines)


@pytest.mark.parametrize("lead", range(12))
def test_a_name_is_never_broken(lead: int) -> None:
    lines = _lines("为" * lead, Run("阿卜杜热合曼", STYLE, whole=True), "，同志")
    assert sum("阿卜杜热合曼" in line for line in lines) == 1


def test_a_name_that_is_wider_than_the_column_is_not_broken_either() -> None:
    assert _lines("为", Run("阿卜杜热合曼", STYLE, whole=True), "同志", width=40.0) == ["为", "阿卜杜热合曼", "同志"]


def test_full_width_blanks_are_kept() -> None:
    assert _lines("签名\u3000\u3000年\u3000\u3000月\u3000\u3000日", width=200.0) == [
        "签名\u3000\u3000年\u3000\u3000月\u3000\u3000日"
    ]


def test_a_mark_stays_with_what_it_closes_over_a_change_of_style() -> None:
    assert _lines("一二三四五六七八九", Run("十", STYLE), "，好") == ["一二三四五六七八九", "十，好"]


def test_blanks_between_words_are_dropped_at_the_end_of_a_line() -> None:
    made = break_lines([Run("hello world again", STYLE)], 62.0)
    assert [_text(line) for line in made] == ["hello world", "again"]


def test_a_line_end_in_the_text_ends_the_line() -> None:
    assert _lines("甲\n乙\n\n丙") == ["甲", "乙", "", "丙"]


def test_the_first_line_is_shorter_by_the_indent() -> None:
    assert [len(line) for line in _lines("为" * 20, first=20.0)] == [8, 10, 2]


def test_pairs_of_dashes_and_dots_are_not_parted() -> None:
    for lead in range(8, 11):
        assert all(line.count("—") in (0, 2) for line in _lines("为" * lead + "——好"))


def test_a_number_keeps_its_unit() -> None:
    assert _lines("一二三四五六七2026年好") == ["一二三四五六七", "2026年好"]


def test_the_parts_of_a_date_stay_with_their_units() -> None:
    for lead in range(1, 12):
        lines = _lines("为" * lead + "2026年11月22日好")
        assert not any(line.startswith(("年", "月", "日")) for line in lines)


def test_a_line_that_the_text_ends_is_not_spread_over_the_column() -> None:
    ended, broken, last = break_lines([Run("甲乙丙丁戊己\n" + "为" * 14, STYLE)], 100.0)
    assert (ended.open, broken.open, last.open) == (False, True, False)
