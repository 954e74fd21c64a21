"""A station moves to another computer: everything comes along, the old one keeps its hands off, a clone is seen."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.services import exchange, move, safety
from station_desk.services.desk import Desk, open_desk
from tests.support.homes import PASS_PHRASE, PERSON, make_home


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """A station and its county that trust each other."""
    station, county = make_home(tmp_path, folder="old"), make_home(tmp_path, "county", folder="county")
    for mine, theirs in ((station, county), (county, station)):
        exchange.trust(mine, exchange.write_public_identity(theirs, tmp_path))
    yield station, county
    station.close()
    county.close()


def add(desk: Desk, name: str) -> None:
    with desk.store.write(desk.account.id, "person_add") as work:
        work.create("person", f"{len(name):032x}"[:-4] + f"{ord(name[0]):04x}", {"name": name})


def names(desk: Desk) -> list[str]:
    with desk.store.read() as conn:
        return sorted(conn.exec_driver_sql("SELECT name FROM person WHERE deleted = 0").scalars())


def send(desk: Desk, to: Desk, folder: Path) -> list[str]:
    """The results of a bundle, and its receipt taken in."""
    file = Path(exchange.export_bundles(desk, folder)[0].file)
    answer = exchange.import_bundles(to, [file], receipt_to=folder)
    exchange.import_bundles(desk, [Path(one) for one in answer.receipts], receipt_to=folder)
    return [one.result for one in answer.bundles]


def test_the_new_computer_has_everything_and_goes_on_in_the_same_line(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    old, county = pair
    add(old, "甲某")
    assert send(old, county, tmp_path) == ["applied"]
    add(old, "乙某")
    told = move.move_out(old, tmp_path, "二楼内勤室的电脑")
    assert told.bytes == told.file.stat().st_size
    restored = move.move_in(told.file, tmp_path / "new", PERSON, PASS_PHRASE)
    new = open_desk(restored.home, PERSON, PASS_PHRASE)
    assert exchange.fingerprint(new) == exchange.fingerprint(old)
    assert new.store.setting("rep") != old.store.setting("rep")
    assert move.moved(new) is None
    add(new, "丙某")
    assert send(new, county, tmp_path) == ["applied"]
    assert names(county) == ["丙某", "乙某", "甲某"]
    new.close()


def test_the_old_computer_only_reads_and_says_where_it_went(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    old, _county = pair
    add(old, "甲某")
    move.move_out(old, tmp_path, "二楼内勤室的电脑")
    assert old.read_only
    with pytest.raises(Trouble, match="read_only"):
        add(old, "乙某")
    with pytest.raises(Trouble, match="read_only"):
        move.move_out(old, tmp_path)
    old.close()
    with pytest.raises(Trouble, match="moved_away") as refused:
        open_desk(old.home.path, PERSON, PASS_PHRASE)
    assert refused.value.facts["where"] == "二楼内勤室的电脑"
    with open_desk(old.home.path, PERSON, PASS_PHRASE, write=False) as reading:
        assert names(reading) == ["甲某"]
        said = move.moved(reading)
        assert said is not None
        assert said.where == "二楼内勤室的电脑"


def test_whoever_goes_on_with_the_old_copy_nevertheless_is_a_branch_that_loses_nothing(
    pair: tuple[Desk, Desk], tmp_path: Path
) -> None:
    old, county = pair
    add(old, "甲某")
    send(old, county, tmp_path)
    clone = Path(shutil.copytree(old.home.path, tmp_path / "clone"))
    told = move.move_out(old, tmp_path)
    add_before = open_desk(clone, PERSON, PASS_PHRASE)
    add(add_before, "乙某")
    new = open_desk(move.move_in(told.file, tmp_path / "new", PERSON, PASS_PHRASE).home, PERSON, PASS_PHRASE)
    add(new, "丙某")
    assert send(new, county, tmp_path) == ["applied"]
    file = Path(exchange.export_bundles(add_before, tmp_path)[0].file)
    answer = exchange.import_bundles(county, [file], receipt_to=tmp_path)
    assert answer.bundles[0].result == "fork"
    assert "bundle_fork" in {one.code for one in answer.bundles[0].warnings}
    assert names(county) == ["丙某", "乙某", "甲某"]
    add_before.close()
    new.close()


def test_staying_after_all_opens_for_writing_as_a_new_installation(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    old, _county = pair
    rep = old.store.setting("rep")
    with pytest.raises(Trouble, match="second_writer"):
        move.move_stay(old.home.path, PERSON, PASS_PHRASE)
    move.move_out(old, tmp_path)
    old.close()
    move.move_stay(old.home.path, PERSON, PASS_PHRASE)
    with open_desk(old.home.path, PERSON, PASS_PHRASE) as again:
        assert again.store.setting("rep") != rep
        add(again, "甲某")
    with pytest.raises(Trouble, match="move_not"):
        move.move_stay(old.home.path, PERSON, PASS_PHRASE)


def test_only_a_move_file_is_taken_over_and_only_where_there_is_no_home(
    pair: tuple[Desk, Desk], tmp_path: Path
) -> None:
    old, county = pair
    plain = safety.backup(old, tmp_path).file
    with pytest.raises(Trouble, match="move_file_other"):
        move.move_in(plain, tmp_path / "new", PERSON, PASS_PHRASE)
    assert not (tmp_path / "new").exists()
    told = move.move_out(old, tmp_path)
    with pytest.raises(Trouble, match="move_home_there"):
        move.move_in(told.file, county.home.path, PERSON, PASS_PHRASE)
    with pytest.raises(Trouble, match="wrong_pass_phrase"):
        move.move_in(told.file, tmp_path / "new", PERSON, "wrong-pass-phrase-1")
    damaged = tmp_path / "damaged.backup"
    data = bytearray(told.file.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    with pytest.raises(Trouble, match="backup_unreadable"):
        move.move_in(damaged, tmp_path / "new", PERSON, PASS_PHRASE)
    assert not (tmp_path / "new").exists()


def test_a_stick_that_fails_leaves_the_old_computer_as_it_was(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    old, _county = pair
    with pytest.raises(Trouble):
        move.move_out(old, tmp_path / "gone" / "stick")
    assert not old.read_only
    assert move.moved(old) is None
    add(old, "甲某")
    backup = safety.backup(old)
    with pytest.raises(Trouble, match="move_file_other"):
        move.move_in(backup.file, tmp_path / "new", PERSON, PASS_PHRASE)
