"""Two computers of one station whose bundles lie on one stick: the one answer that goes back serves each of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store.voices import Voice, listen, voice
from tests.services.exchange_desks import STATION, Pair, contents, names, open_copy, person, put_photo
from tests.services.test_exchange_round import copy_of, results


@pytest.fixture
def copied(pair: Pair, tmp_path: Path) -> Iterator[tuple[Pair, Desk]]:
    """The station's computer, some weeks ahead of a second one that runs on a copy of its database."""
    person(pair.station, "甲某")
    pair.round_trip()
    (tmp_path / "second").mkdir()
    copy_of(pair.station, tmp_path / "second" / "desk.db")
    second = open_copy(tmp_path / "second", pair.station.office)
    person(pair.station, "乙某")
    pair.round_trip()
    yield pair, second
    second.close()


def on_one_stick(pair: Pair, second: Desk) -> list[Path]:
    """Both computers write a bundle, and the county takes them in together; its receipts."""
    files = [pair.send(), Path(exchange.export_bundles(second, pair.up)[0].file)]
    answer = exchange.import_bundles(pair.county, files, receipt_to=pair.down)
    assert {one.result for one in answer.bundles} == {"applied", "fork"}
    return [Path(file) for file in answer.receipts]


def test_one_receipt_brings_each_computer_what_the_other_has_written(copied: tuple[Pair, Desk]) -> None:
    pair, second = copied
    person(pair.station, "丙某")
    person(second, "丁某")
    (receipt,) = on_one_stick(pair, second)
    for desk in (second, pair.station):
        assert results(desk, receipt) == ["fork"]
        assert names(desk) == names(pair.county) == ["丁某", "丙某", "乙某", "甲某"]
        assert exchange.status(desk)[0].unacknowledged_changes == 0


def test_one_receipt_brings_each_computer_the_photos_that_it_lacks(copied: tuple[Pair, Desk]) -> None:
    pair, second = copied
    photo = put_photo(pair.station, person(pair.station, "丙某"), b"1")
    pair.round_trip()
    person(second, "丁某")
    (receipt,) = on_one_stick(pair, second)
    assert results(second, receipt) == ["fork"]
    assert contents(second, STATION)[1] == {photo}


def test_until_both_are_heard_to_hold_it_nothing_is_confirmed(copied: tuple[Pair, Desk]) -> None:
    pair, second = copied
    person(second, "丁某")
    on_one_stick(pair, second)
    assert exchange.status(pair.county)[0].unacknowledged_changes > 0
    assert {one.number: bool(one.acked_at) for one in exchange.sent(pair.county)}[2] is False


def test_several_bundles_of_one_computer_are_answered_with_a_receipt_alone(pair: Pair) -> None:
    files = []
    for name in ("甲某", "乙某", "丙某"):
        person(pair.station, name)
        files.append(pair.send())
    (again,) = exchange.give_again(pair.station, pair.up, [2])
    answer = exchange.import_bundles(pair.county, [*files, Path(again.file)], receipt_to=pair.down)
    (receipt,) = answer.receipts
    assert exchange.inspect(pair.station, Path(receipt)).transactions == 0
    assert exchange.status(pair.county)[0].unacknowledged_changes == 0


def spoken(number: int, code: str, *made: tuple[int, str]) -> Voice:
    """The voice of a bundle whose computer had `made` these."""
    return voice({}, [], (number, code), made)


ONE, TWO, THREE = (1, "A"), (2, "B"), (3, "C")


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        ([spoken(*ONE), spoken(*TWO, ONE), spoken(*THREE, TWO, ONE)], [THREE]),
        ([spoken(*THREE, TWO, ONE), spoken(*TWO, ONE)], [THREE]),
        ([spoken(*ONE), spoken(2, "X", ONE), spoken(*TWO, ONE)], [(2, "X"), TWO]),
        ([spoken(*TWO, ONE), spoken(2, "X", ONE), spoken(3, "Y", (2, "X"), ONE)], [TWO, (3, "Y")]),
    ],
    ids=["in order", "the newest first", "a second computer", "and its next one"],
)
def test_a_computer_is_known_by_the_bundles_that_it_names(heard: list[Voice], left: list[tuple[int, str]]) -> None:
    voices: list[Voice] = []
    for one in heard:
        listen(voices, one)
    assert [one.mark for one in voices] == left


@pytest.mark.parametrize("first", [0, 1])
def test_a_bundle_given_again_is_no_second_computer(first: int) -> None:
    again = spoken(1, "Z", TWO, ONE)
    voices: list[Voice] = []
    for one in [(spoken(*TWO, ONE), again), (again, spoken(*TWO, ONE))][first]:
        listen(voices, one)
    assert voices == [again], "it was made last, and says what is held now"
    listen(voices, spoken(*THREE, TWO, ONE))
    assert [one.mark for one in voices] == [THREE]
