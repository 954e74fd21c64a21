"""One of many bundles is lost: it is named, asked for in the receipt, given again alone, and taken in."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from station_desk.domain.exchange import ImportedBundle
from station_desk.domain.trouble import Trouble
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.wording.troubles import tell
from tests.services.exchange_desks import (
    COUNTY,
    NAMES,
    STATION,
    Pair,
    everything,
    names,
    open_copy,
    person,
    rename,
)


def take(desk: Desk, *files: Path, to: Path | None = None) -> list[ImportedBundle]:
    return list(exchange.import_bundles(desk, files, receipt_to=to).bundles)


def restore(desk: Desk, old: Path) -> Desk:
    """An old copy of the database under the desk's feet."""
    desk.close()
    shutil.copy(old, desk.home.database)
    return open_copy(desk.home.path, desk.office, desk.clock)  # type: ignore[arg-type]


def weeks(pair: Pair, count: int) -> list[Path]:
    """So many weeks, each with a change, a bundle and a receipt; the station's bundles in order."""
    files = []
    for week in range(count):
        person(pair.station, f"人{week:03}")
        pair.wait(days=7)
        answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
        take(pair.station, *map(Path, answer.receipts), to=pair.up)
        files.append(newest(pair.up))
    return files


def newest(folder: Path) -> Path:
    return max(folder.glob(f"{STATION}_*"), key=lambda file: int(file.name.split("_")[2]))


def forgetful(pair: Pair, old: Path) -> None:
    """The county goes back to an old copy."""
    pair.county = restore(pair.county, old)


@pytest.fixture
def lost_third(pair: Pair, tmp_path: Path) -> tuple[Pair, list[Path]]:
    """Six bundles; the county then restored to what it was before any, and the third file is gone."""
    old = tmp_path / "old.db"
    pair.county.store.vacuum_into(old)
    files = weeks(pair, 6)
    forgetful(pair, old)
    files[2].unlink()
    return pair, files


def test_only_the_lost_one_is_named_with_its_day_and_code(lost_third: tuple[Pair, list[Path]]) -> None:
    pair, files = lost_third
    rest = [file for file in files if file.exists()]
    bundles = take(pair.county, *rest, to=pair.down)
    assert [one.result for one in bundles] == ["applied", "applied", "gap", "gap", "gap"]
    third = exchange.sent(pair.station)[-3]
    for one in bundles[2:]:
        assert one.missing == (3,)
        assert [(m.number, m.made_at, m.code) for m in one.missing_bundles] == [(3, third.at, third.code)]
        assert one.trouble is not None
        told = tell(one.trouble).what
        assert NAMES[STATION] in told
        assert f"缺第 3 包 ({datetime.fromisoformat(third.at).astimezone().date()})" in told
    assert exchange.stations(pair.county)[0].gaps == (3,)


def test_the_receipt_asks_for_it_and_the_station_gives_only_that(lost_third: tuple[Pair, list[Path]]) -> None:
    pair, files = lost_third
    rest = [file for file in files if file.exists()]
    answer = exchange.import_bundles(pair.county, rest, receipt_to=pair.down)
    take(pair.station, *map(Path, answer.receipts), to=pair.up)
    assert [(one.office, one.numbers) for one in exchange.wanted_again(pair.station)] == [(COUNTY, (3,))]

    (again,) = exchange.give_again(pair.station, pair.up, [3])
    assert (again.number, again.transactions, again.changes) == (3, 1, 1)
    assert exchange.wanted_again(pair.station) == []
    assert not any(one.acked_at for one in exchange.sent(pair.station) if one.number > 2), "nothing before its receipt"

    bundles = take(pair.county, Path(again.file), *files[3:], to=pair.down)
    assert [one.result for one in bundles] == ["applied"] * 4
    assert names(pair.county) == names(pair.station)
    assert exchange.stations(pair.county)[0].gaps == ()
    receipt = max(pair.down.glob("*.sdb"), key=lambda file: file.stat().st_mtime_ns)
    assert take(pair.station, receipt, to=pair.up)[0].result == "applied"
    assert all(one.acked_at for one in exchange.sent(pair.station))


def test_two_lost_ones_are_two_parts_each_with_nothing_else(pair: Pair, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    pair.county.store.vacuum_into(old)
    files = weeks(pair, 8)
    forgetful(pair, old)
    rest = [file for at, file in enumerate(files, 1) if at not in (3, 6)]
    answer = exchange.import_bundles(pair.county, rest, receipt_to=pair.down)
    take(pair.station, *map(Path, answer.receipts), to=pair.up)
    assert exchange.wanted_again(pair.station)[0].numbers == (3, 6)
    again = exchange.give_again(pair.station, pair.up, [6, 3])
    assert [(one.number, one.changes) for one in again] == [(3, 1), (6, 1)]
    take(pair.county, *(Path(one.file) for one in again), *rest, to=pair.down)
    assert names(pair.county) == names(pair.station)


def test_a_county_that_gives_something_back_and_asks_is_not_answered_with_everything(
    pair: Pair, tmp_path: Path
) -> None:
    """Its receipt brings what the station has already; what it asks for is a person's to give."""
    old = tmp_path / "old.db"
    pair.county.store.vacuum_into(old)
    files = weeks(pair, 12)
    forgetful(pair, old)
    answer = exchange.import_bundles(pair.county, [*files[:7], *files[8:]], receipt_to=pair.down)
    before = len(exchange.sent(pair.station))
    (taken,) = take(pair.station, *map(Path, answer.receipts), to=pair.up)
    assert taken.result == "duplicate", "the receipt gave back what came after the newest head that was known"
    assert len(exchange.sent(pair.station)) == before
    assert exchange.wanted_again(pair.station)[0].numbers == (8,)


def test_the_ordinary_next_bundle_heals_all_the_same(lost_third: tuple[Pair, list[Path]]) -> None:
    pair, files = lost_third
    rest = [file for file in files if file.exists()]
    answer = exchange.import_bundles(pair.county, rest, receipt_to=pair.down)
    take(pair.station, *map(Path, answer.receipts), to=pair.up)
    next_one = pair.send()
    assert exchange.wanted_again(pair.station) == [], "a whole bundle gives everything that was asked for"
    assert take(pair.county, next_one, to=pair.down)[0].result == "applied"
    assert names(pair.county) == names(pair.station)


def test_a_receipt_that_goes_down_takes_the_marks_back(lost_third: tuple[Pair, list[Path]]) -> None:
    pair, files = lost_third
    assert all(one.acked_at for one in exchange.sent(pair.station))
    answer = exchange.import_bundles(pair.county, files[:2], receipt_to=pair.down)
    take(pair.station, *map(Path, answer.receipts), to=pair.up)
    marks = {one.number: one.acked_at is not None for one in exchange.sent(pair.station)}
    assert marks == {1: True, 2: True, 3: False, 4: False, 5: False, 6: False}


def test_without_any_receipt_a_part_comes_with_what_it_rests_on(pair: Pair) -> None:
    for name in ("甲", "乙", "丙"):
        person(pair.station, name)
        pair.send()
    (again,) = exchange.give_again(pair.station, pair.up, [2])
    assert again.changes == 3, "the office and two people"
    assert take(pair.county, Path(again.file), to=pair.down)[0].result == "applied"
    assert names(pair.county) == ["乙", "甲"]


def test_what_was_given_again_is_proven_to_the_station_that_lost_it(pair: Pair, tmp_path: Path) -> None:
    """The part ends before the heads of the day on which it was given, and the county never hears of these."""
    weeks(pair, 1)
    old = tmp_path / "old.db"
    pair.station.store.vacuum_into(old)
    person(pair.station, "在路上")
    pair.send().unlink()
    person(pair.station, "没有走")
    (again,) = exchange.give_again(pair.station, pair.up, [2])
    take(pair.county, Path(again.file), to=pair.down)
    pair.station = restore(pair.station, old)
    person(pair.station, "后来")
    answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    assert [one.result for one in take(pair.station, *map(Path, answer.receipts), to=pair.up)] == ["fork"]
    assert names(pair.station) == names(pair.county) == ["人000", "后来", "在路上"]


def test_given_twice_it_is_taken_once(lost_third: tuple[Pair, list[Path]]) -> None:
    pair, files = lost_third
    take(pair.county, *files[:2], to=pair.down)
    first = exchange.give_again(pair.station, pair.up, [3])[0]
    second = exchange.give_again(pair.station, pair.up, [3])[0]
    assert first.code != second.code
    assert take(pair.county, Path(first.file), to=pair.down)[0].result == "applied"
    before = everything(pair.county)["change"]
    assert take(pair.county, Path(second.file), to=pair.down)[0].result == "duplicate"
    assert everything(pair.county)["change"] == before


def test_an_erased_record_brings_its_tombstone_along(pair: Pair, tmp_path: Path) -> None:
    """The part alone would hold a body-less change that nothing explains."""
    old = tmp_path / "old.db"
    weeks(pair, 1)
    pair.county.store.vacuum_into(old)
    gone = person(pair.station, "要删的人")
    files = weeks(pair, 1)
    with pair.station.store.write(pair.station.account.id, "erase") as work:
        work.erase("person", gone)
    weeks(pair, 1)
    forgetful(pair, old)
    (again,) = exchange.give_again(pair.station, pair.up, [2])
    assert take(pair.county, Path(again.file), to=pair.down)[0].result == "applied"
    assert files[0].exists()
    assert "要删的人" not in names(pair.county)


def test_a_number_that_was_never_made_is_told(pair: Pair) -> None:
    with pytest.raises(Trouble) as told:
        exchange.give_again(pair.station, pair.up, [7])
    assert told.value.code == "bundle_never_made"
    assert list(pair.up.iterdir()) == []


def test_the_county_gives_its_own_again_too(pair: Pair) -> None:
    rid = person(pair.station, "甲")
    pair.round_trip()
    rename(pair.station, rid, name="甲二")
    pair.round_trip()
    (again,) = exchange.give_again(pair.county, pair.down, [1], STATION)
    assert take(pair.station, Path(again.file), to=pair.up)[0].result in ("applied", "duplicate")
    with pytest.raises(Trouble) as told:
        exchange.give_again(pair.county, pair.down, [1], "371699001")
    assert told.value.code == "receiver_unknown"
