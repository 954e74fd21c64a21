"""Chat as a group of assistants writes it: nearly all of it is read right, nothing is guessed in silence."""

from datetime import date

import pytest

from station_desk.domain.chat_counts import propose_counts
from station_desk.domain.chat_names import Speaker
from tests.domain.chat_texts import ASKED, PLAIN

TODAY = date(2026, 11, 22)
PEOPLE = [
    Speaker(name, (village,))
    for name, village in (
        ("张俊", "甲村"),
        ("李荣宝", "乙村"),
        ("王秀英", "丙村"),
        ("欧阳晖", "丁村"),
        ("赵大勇", "戊村"),
        ("孙丽", "己村"),
    )
]


def read(text: str) -> tuple[list[str], list[str]]:
    found = propose_counts(text, PEOPLE, TODAY)
    lines = [f"{one.person}/{one.day:%m-%d}/{one.code}/{one.count}" for message in found for one in message.lines]
    return sorted(lines), [doubt.why for message in found for doubt in message.doubts]


@pytest.mark.parametrize(("text", "lines"), PLAIN)
def test_what_is_said_plainly_is_read_as_it_is_said(text: str, lines: str) -> None:
    assert read(text)[0] == sorted(lines.split())


def test_what_is_too_long_to_be_a_sentence_is_asked() -> None:
    assert read("张俊 11-22 18:20\n" + "走访12户，" * 1000) == ([], ["number_unclear"])


def test_a_sentence_that_names_hundreds_is_asked_at_once() -> None:
    assert read("张俊 11-22 18:20\n走访" + "老王和" * 1200 + "12户") == ([], ["number_unclear"])


@pytest.mark.parametrize("text", ASKED)
def test_what_can_be_meant_in_two_ways_is_asked(text: str) -> None:
    assert read(text)[1], "nothing was asked"
