"""A station goes back to an old copy while bundles of the line that it left still lie on the stick. They bear numbers that
the new line gives again. Whatever becomes of them, in whatever order, nothing of what was written stays behind."""

import shutil
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from station_desk.services import exchange
from station_desk.services.desk import Desk
from tests.services.exchange_desks import STATION, Pair, contents, names, open_copy, person, put_photo, rename

ON_THE_STICK = ("lost one", "lost two", "new one", "new two")
ORDERS = list(permutations(ON_THE_STICK))
QUICK = {ORDERS[i] for i in (0, 9, 17, 23)}
"""The lines one after the other, mixed, and backwards."""

ALL_NAMES = ["丁某", "丙某", "乙某", "戊某", "甲某"]


def take(desk: Desk, *files: Path, to: Path | None = None) -> list[str]:
    """The results; the receipts go to `to`."""
    return [one.result for one in exchange.import_bundles(desk, files, receipt_to=to).bundles]


def back(pair: Pair, old: Path) -> None:
    """The old copy in the place of the station's database; nobody noticed."""
    pair.station.close()
    shutil.copy(old, pair.station.home.database)
    pair.station = open_copy(pair.station.home.path, pair.station.office, pair.station.clock)  # type: ignore[arg-type]


def moved_away(file: Path, name: str) -> Path:
    """The file under another name, so that no other bundle of its number and name can take its place."""
    return Path(shutil.move(file, file.with_name(f"{name}.sdb")))


@pytest.fixture
def stick(pair: Pair, tmp_path: Path) -> dict[str, Path]:
    """Two bundles of the line that was left, then two of the one that goes on from the old copy, the same numbers again:
    a name and a photo in each line, and on both lines the same field of a record that was there before."""
    rid = person(pair.station, "甲某", post="网格员")
    pair.round_trip()
    old = tmp_path / "old.db"
    pair.station.store.vacuum_into(old)
    found: dict[str, Path] = {}
    for line, people in (("lost", ("乙某", "丙某")), ("new", ("丁某", "戊某"))):
        pair.wait(days=1)
        put_photo(pair.station, person(pair.station, people[0]), line.encode())
        rename(pair.station, rid, post=line)
        found[f"{line} one"] = moved_away(pair.send(), f"{line} one")
        person(pair.station, people[1])
        found[f"{line} two"] = moved_away(pair.send(), f"{line} two")
        if line == "lost":
            back(pair, old)
    numbers = [exchange.inspect(pair.county, found[name]).number for name in ON_THE_STICK]
    assert numbers == [2, 3, 2, 3], "the new line gives the numbers again"
    return found


def settle(pair: Pair) -> None:
    """Journeys there and back until both hold the same, and all is confirmed."""
    for _ in range(2):
        pair.round_trip()
        made = exchange.export_bundles(pair.county, pair.down, receivers=[STATION])
        take(pair.station, *(Path(one.file) for one in made), to=pair.up)
    assert names(pair.station) == names(pair.county) == ALL_NAMES
    for desk in (pair.station, pair.county):
        named, here = contents(desk, STATION)
        assert (len(named), here) == (2, named), "a photo stayed behind"
        with desk.store.read() as conn:
            assert conn.exec_driver_sql("SELECT post FROM person WHERE name = '甲某'").scalar_one() == "new"
            assert conn.exec_driver_sql("SELECT val FROM conflict").scalars().all() == ['"lost"']
        assert desk.store.integrity(deep=True) == []
    assert exchange.status(pair.station)[0].unacknowledged_changes == 0
    assert exchange.status(pair.county)[0].gaps == ()


@pytest.mark.parametrize(
    "order", [pytest.param(one, marks=() if one in QUICK else pytest.mark.long) for one in ORDERS], ids=" - ".join
)
def test_leftover_bundles_of_the_old_line_are_taken_in_any_order(
    pair: Pair, stick: dict[str, Path], order: Sequence[str]
) -> None:
    found = [take(pair.county, stick[name], to=pair.down)[0] for name in order]
    assert set(found) <= {"applied", "fork", "duplicate"}
    assert found.count("fork") == 1, "the second line to come is told as what it is, once"
    settle(pair)


def test_leftover_bundles_of_the_old_line_are_taken_all_at_once(pair: Pair, stick: dict[str, Path]) -> None:
    answer = exchange.import_bundles(pair.county, list(stick.values()), receipt_to=pair.down)
    (alarm,) = [one for bundle in answer.bundles for one in bundle.warnings if one.code == "bundle_fork"]
    assert (alarm.facts["office"], alarm.facts["day"]) == ("梁才派出所", "2026-11-22")
    settle(pair)


@pytest.mark.parametrize("lost", [1, 2])
def test_a_leftover_bundle_that_comes_after_everything_was_settled_brings_what_it_has(
    pair: Pair, stick: dict[str, Path], lost: int
) -> None:
    """The new line was taken in and confirmed weeks ago; then the old stick turns up, with one of the two or with both."""
    take(pair.county, stick["new two"], to=pair.down)
    pair.round_trip()
    pair.wait(days=40)
    late = [stick["lost one"], stick["lost two"]][-lost:]
    assert "fork" in take(pair.county, *late, to=pair.down)
    settle(pair)


def test_leftover_bundles_do_not_bring_back_what_the_new_line_erased(pair: Pair, stick: dict[str, Path]) -> None:
    with pair.station.store.read() as conn:
        rid = conn.exec_driver_sql("SELECT id FROM person WHERE name = '甲某'").scalar_one()
    with pair.station.store.write(pair.station.account.id, "person_erase") as work:
        work.erase("person", rid)
    assert take(pair.county, pair.send(), to=pair.down) == ["applied"]
    take(pair.county, stick["lost one"], stick["lost two"], to=pair.down)
    pair.round_trip()
    take(pair.station, *(Path(one.file) for one in exchange.export_bundles(pair.county, pair.down, full=True)))
    for desk in (pair.station, pair.county):
        assert names(desk) == [name for name in ALL_NAMES if name != "甲某"]
        with desk.store.read() as conn:
            bodies = conn.exec_driver_sql("SELECT body FROM change WHERE rid = ? AND op <> 'x'", (rid,)).scalars().all()
        assert set(bodies) == {None}
        assert desk.store.integrity(deep=True) == []


def test_a_person_is_told_station_day_and_what_to_do(pair: Pair, stick: dict[str, Path]) -> None:
    """The old line had been confirmed before; what the station has lost comes back with the one receipt."""
    take(pair.county, stick["lost two"], to=pair.down)
    answer = exchange.import_bundles(pair.county, [stick["new two"]], receipt_to=pair.down)
    assert answer.bundles[0].result == "fork"
    returned = exchange.import_bundles(pair.station, [Path(file) for file in answer.receipts]).bundles[0]
    assert {one.code for one in returned.warnings} >= {"bundle_fork", "bundle_returned"}
    assert names(pair.station) == ALL_NAMES
