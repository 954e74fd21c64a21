"""Chat as many hands write it: short, formal, told at length, dictated, by several people; each with what it says."""

import json
from datetime import date
from pathlib import Path

import pytest

from station_desk.domain.chat_counts import propose_counts
from station_desk.domain.chat_names import Speaker

TODAY = date(2026, 11, 22)
PEOPLE = [
    Speaker(name, (village,))
    for name, village in (
        ("周海燕", "王家寨村"),
        ("刘志强", "大刘庄村"),
        ("陈秀兰", "西坡村"),
        ("林阿水", "后垵村"),
        ("黄国庆", "湖头社区"),
        ("马保国", "马楼行政村"),
        ("宋桂芝", "北关村"),
        ("徐明", "徐家坞村"),
    )
]
HANDS = json.loads(Path(__file__).with_name("chat_hands.json").read_text(encoding="utf-8"))
"""[text, [[person, month and day, category, count], …], whether something has to be asked]; all invented."""


@pytest.mark.parametrize(("text", "lines", "asked"), HANDS, ids=range(len(HANDS)))
def test_what_a_hand_wrote_is_read_as_a_person_reads_it(text: str, lines: list[list[str | int]], asked: bool) -> None:
    found = propose_counts(text, PEOPLE, TODAY)
    sums: dict[tuple[str, str, str], int] = {}
    for line in (line for one in found for line in one.lines):
        place = (line.person, f"{line.day:%m-%d}", line.code)
        sums[place] = sums.get(place, 0) + line.count
    assert sorted([*place, count] for place, count in sums.items() if count) == lines
    assert any(one.doubts for one in found) is asked
