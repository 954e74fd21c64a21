"""A bundle too large to be settled at once is settled in parts, with the same answer."""

from pathlib import Path

import pytest

from station_desk.bundles import frames
from station_desk.services import exchange
from station_desk.store import merge_updates
from tests.services.exchange_desks import Pair, everything, make_pair, person, rename


def _round(folder: Path) -> tuple[dict[str, object], dict[str, object]]:
    pair = make_pair(folder)
    try:
        return _told(pair)
    finally:
        pair.close()


def _told(pair: Pair) -> tuple[dict[str, object], dict[str, object]]:
    rids = [person(pair.station, name, post="网格员") for name in ("赵一", "钱二", "孙三")]
    pair.round_trip()
    for n in range(4):
        for rid in rids:
            rename(pair.station, rid, phone=f"1380000000{n}", post=f"第{n}次")
    answer = exchange.import_bundles(pair.county, [pair.send()]).bundles[0]
    left = everything(pair.county)
    shown: dict[str, object] = {"people": [row[2:12] for row in left["person"]], "clocks": len(left["fclock"])}
    return shown, {"kinds": answer.kinds, "conflicts": answer.conflicts, "rejected": answer.rejected}


def test_parts_give_the_rows_and_the_numbers_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sorted_people(shown: dict[str, object]) -> list[str]:
        people = shown["people"]
        assert isinstance(people, list)
        return sorted(map(repr, people))

    whole, told = _round(tmp_path / "whole")
    monkeypatch.setattr(merge_updates, "_PART", 1)
    monkeypatch.setattr(frames, "FRAME_TARGET", 400)  # each frame is a part of its own
    parts, told_again = _round(tmp_path / "parts")
    assert told == told_again
    assert sorted_people(whole) == sorted_people(parts)
    assert whole["clocks"] == parts["clocks"] == 6
