"""Backups that open, restoring beside the old home, checks that find."""

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station_desk.domain.ids import new_id
from station_desk.domain.progress import Cancelled
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.machine.home import Home
from station_desk.services import safety
from station_desk.services.desk import Desk, open_desk
from station_desk.store.access import load_access
from station_desk.store.engine import Store
from station_desk.store.people import load_people
from tests.support.homes import PASS_PHRASE, PERSON, make_home, reopen

START = datetime(2026, 3, 10, 4, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    made = make_home(tmp_path, clock=clock)
    add_person(made, "赵一")
    yield made
    made.close()


def add_person(desk: Desk, name: str) -> None:
    with desk.store.write(desk.account.id, "person_add") as work:
        work.create("person", new_id(), {"name": name, "phone": "13800001234"})


def names(desk: Desk) -> list[str]:
    with desk.store.read() as conn:
        return sorted(person.name for person in load_people(conn))


def everything_in(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_a_backup_is_one_dated_file_that_was_opened_and_verified(desk: Desk) -> None:
    assert safety.last_backup(desk) is None
    assert safety.backup_due(desk)
    report = safety.backup(desk)
    stamp = START.astimezone().strftime("%Y%m%d_%H%M%S")
    assert report.file == desk.home.backups / f"station-desk_{stamp}.backup"
    assert report.verified
    assert report.bytes == report.file.stat().st_size
    last = safety.last_backup(desk)
    assert last is not None
    assert (last.file, last.bytes, last.present) == (report.file, report.bytes, True)
    assert not safety.backup_due(desk)
    assert everything_in(desk.home.backups) == [report.file.name], "nothing half-made is left"
    with desk.store.read() as conn:
        assert (load_access(conn)[0].act, load_access(conn)[0].object) == ("backup", report.file.name)


def test_a_backup_can_go_elsewhere_and_shows_nothing_of_anyone(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    report = safety.backup(desk, to=stick)
    assert report.file.parent == stick
    content = report.file.read_bytes()
    assert b"13800001234" not in content
    assert "赵一".encode() not in content


def test_a_backup_is_due_after_a_day_or_when_it_is_gone(desk: Desk, clock: FixedClock) -> None:
    report = safety.backup(desk)
    clock.advance(timedelta(hours=23))
    assert not safety.backup_due(desk)
    clock.advance(timedelta(hours=1))
    assert safety.backup_due(desk)
    again = safety.backup(desk)
    again.file.unlink()
    assert safety.backup_due(desk)
    assert report.file.exists()


def test_backups_are_thinned_and_the_newest_stays(desk: Desk, clock: FixedClock) -> None:
    model = safety.backup(desk).file
    for day in range(1, 60):
        at = (START - timedelta(days=day)).astimezone().strftime("%Y%m%d_%H%M%S")
        shutil.copy(model, desk.home.backups / f"station-desk_{at}.backup")
    keep = desk.home.backups / "something else.backup"
    keep.write_bytes(b"not ours")
    clock.advance(timedelta(days=1))
    report = safety.backup(desk)
    left = [name for name in everything_in(desk.home.backups) if name != keep.name]
    assert keep.exists()
    assert report.file.name in left
    assert len(report.dropped) == 61 - len(left)
    assert 12 + 6 <= len(left) <= 12 + 10 + 9


def test_two_backups_in_one_second_do_not_overwrite_each_other(desk: Desk) -> None:
    first, second = safety.backup(desk), safety.backup(desk)
    assert first.file != second.file
    assert second.file.exists()


def test_a_backup_that_is_not_what_the_desk_holds_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    good = safety.backup(desk).file

    def rotten(store: Store, target: Path) -> None:
        genuine(store, target)
        content = bytearray(target.read_bytes())
        content[-100] ^= 1
        target.write_bytes(content)

    genuine = Store.vacuum_into
    monkeypatch.setattr(Store, "vacuum_into", rotten)
    with pytest.raises(Trouble, match="backup_failed"):
        safety.backup(desk)
    assert everything_in(desk.home.backups) == [good.name]


def test_a_stopped_backup_leaves_nothing(desk: Desk) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        safety.backup(desk, progress=stop)
    assert everything_in(desk.home.backups) == []


def test_a_reader_makes_no_backup(desk: Desk) -> None:
    with open_desk(desk.home.path, PERSON, PASS_PHRASE, write=False) as reader, pytest.raises(Trouble) as caught:
        safety.backup(reader)
    assert caught.value.code == "read_only"


def test_a_backup_is_restored_beside_the_home_which_stays_as_it_is(desk: Desk, clock: FixedClock) -> None:
    file = safety.backup(desk).file
    add_person(desk, "钱二")
    old_rep = desk.store.setting("rep")
    desk.close()
    before = {name: (desk.home.path / name).read_bytes() for name in everything_in(desk.home.path)}
    clock.advance(timedelta(hours=1))
    restored = safety.restore(file, desk.home.path, PERSON, PASS_PHRASE, clock=clock)
    assert restored.home.parent == desk.home.path.parent
    assert restored.home != desk.home.path
    assert {name: (desk.home.path / name).read_bytes() for name in everything_in(desk.home.path)} == before
    with open_desk(restored.home, PERSON, PASS_PHRASE) as new:
        assert names(new) == ["赵一"]
        assert new.store.setting("rep") != old_rep
        with new.store.read() as conn:
            assert [entry.act for entry in load_access(conn, limit=2)] == ["unlock", "restore"]
        assert safety.check(new, deep=True).ok
        add_person(new, "孙三")
    with open_desk(desk.home.path, PERSON, PASS_PHRASE) as old:
        assert names(old) == ["赵一", "钱二"]


def test_a_backup_alone_is_enough_on_another_computer(desk: Desk, tmp_path: Path) -> None:
    file = shutil.copy(safety.backup(desk).file, tmp_path / "renamed by a person.bak")
    other = tmp_path / "other computer" / "home"
    restored = safety.restore(Path(file), other, None, PASS_PHRASE)
    assert restored.home == other
    with open_desk(other, PERSON, PASS_PHRASE) as new:
        assert names(new) == ["赵一"]


def test_a_wrong_pass_phrase_restores_nothing(desk: Desk, tmp_path: Path) -> None:
    file = safety.backup(desk).file
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Trouble, match="wrong_pass_phrase"):
        safety.restore(file, desk.home.path, PERSON, "not the pass phrase")
    assert sorted(tmp_path.iterdir()) == before


def test_every_flipped_bit_and_every_cut_of_a_backup_is_found(desk: Desk, tmp_path: Path) -> None:
    content = safety.backup(desk).file.read_bytes()
    bad = tmp_path / "bad.backup"
    rnd = random.Random(5)
    spots = [*range(0, 600, 7), *(rnd.randrange(len(content)) for _ in range(60))]
    for at in spots:
        bad.write_bytes(content[:at] + bytes([content[at] ^ 1 << rnd.randrange(8)]) + content[at + 1 :])
        with pytest.raises(Trouble) as caught:
            safety.restore(bad, tmp_path / "new", PERSON, PASS_PHRASE)
        assert caught.value.code in {"backup_unreadable", "backup_newer"}
        assert not (tmp_path / "new").exists()
    for length in (0, 5, 22, 26, 400, len(content) - 1):
        bad.write_bytes(content[:length])
        with pytest.raises(Trouble, match="backup_unreadable"):
            safety.restore(bad, tmp_path / "new", PERSON, PASS_PHRASE)
    bad.write_bytes(content + b"x")
    with pytest.raises(Trouble, match="backup_unreadable"):
        safety.restore(bad, tmp_path / "new", PERSON, PASS_PHRASE)
    with pytest.raises(Trouble, match="backup_unreadable"):
        safety.restore(tmp_path / "nowhere.backup", tmp_path / "new", PERSON, PASS_PHRASE)


def test_a_check_is_remembered(desk: Desk) -> None:
    assert safety.last_check(desk) is None
    assert safety.check(desk).ok
    report = safety.check(desk, deep=True)
    assert (report.ok, report.findings) == (True, [])
    last = safety.last_check(desk)
    assert last is not None
    assert (last.deep, last.findings) == (True, 0)


def test_a_check_finds_a_rotten_backup_and_a_lost_twin_of_the_keys(desk: Desk) -> None:
    file = safety.backup(desk).file
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 4
    file.write_bytes(content)
    desk.home.slots_b.unlink()
    report = safety.check(desk, deep=True)
    assert not report.ok
    assert [(found.code, found.detail) for found in report.findings] == [
        ("keys_not_twice", ""),
        ("backup_damaged", file.name),
    ]
    assert safety.check(reopen(desk)).ok, "opening for writing mends the twin"


def test_the_chains_are_verified_on_their_own(desk: Desk) -> None:
    assert safety.verify_audit(desk).ok
    with desk.store.transaction() as conn:
        conn.exec_driver_sql("UPDATE access_log SET actor = 'x' WHERE n = 1")
        conn.exec_driver_sql("UPDATE txn SET action = 'nothing' WHERE n = 1")
    assert {found.code for found in safety.verify_audit(desk).findings} == {"access_changed", "journal_changed"}


def test_accepting_an_older_copy_opens_it_once_and_for_all(desk: Desk, tmp_path: Path) -> None:
    copy = shutil.copy(desk.home.database, tmp_path / "copy.db")
    add_person(desk, "钱二")
    desk.close()
    shutil.copy(copy, desk.home.database)
    with pytest.raises(Trouble, match="restored_copy"):
        open_desk(desk.home.path, PERSON, PASS_PHRASE)
    safety.accept_restored(desk.home.path, PERSON, PASS_PHRASE)
    with open_desk(desk.home.path, PERSON, PASS_PHRASE) as again:
        assert names(again) == ["赵一"]


def test_a_restored_home_never_lands_in_a_folder_with_something_in_it(desk: Desk, tmp_path: Path) -> None:
    file = safety.backup(desk).file
    full = tmp_path / "full"
    full.mkdir()
    (full / "a.txt").write_text("mine")
    restored = safety.restore(file, full, PERSON, PASS_PHRASE)
    assert restored.home != full
    assert everything_in(full) == ["a.txt"]
    assert Home(restored.home).exists()
