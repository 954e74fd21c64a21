"""Folders, sticks, the clock: what is told of this computer."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine import folders, sticks
from station_desk.machine.clock import Clock, FixedClock, iso, time_text
from station_desk.machine.home import Home

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /run/media tmpfs rw 0 0
/dev/sdb1 /media/clerk/KINGSTON vfat rw,nosuid 0 0
/dev/sdc1 /run/media/clerk/\\350\\255\\246\\345\\212\\241\\040U vfat rw 0 0
server:/x /mnt/share nfs4 rw 0 0
/dev/sdd1 /mnt/usb exfat rw 0 0
/dev/sde1 /mediathek ext4 rw 0 0
odd
"""


def test_the_sticks_of_a_mount_table_are_found_with_their_chinese_names() -> None:
    found = sticks.mounted(MOUNTS)
    assert [str(path) for path in found] == ["/media/clerk/KINGSTON", "/run/media/clerk/警务 U", "/mnt/usb"]


def test_a_stick_that_goes_away_while_one_looks_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sticks, "_places", lambda: [(tmp_path / "gone", "gone"), (tmp_path, "here")])
    found = sticks.sticks()
    assert [stick.label for stick in found] == ["here"]
    assert found[0].free > 0


def test_the_programs_own_files_are_found_and_their_absence_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (folders.resources_dir() / "villages").is_dir()
    assert folders.forms_dir().name == "forms"
    monkeypatch.setattr(folders, "_roots", list)
    with pytest.raises(Trouble, match="program_incomplete"):
        folders.resources_dir()


def test_a_frozen_program_looks_where_it_was_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert folders.resources_dir() == tmp_path / "resources"


def test_practice_is_never_the_real_home() -> None:
    assert folders.practice_home() != folders.default_home()
    assert folders.practice_home() not in folders.default_home().parents


def test_one_file_is_enough_for_a_home_to_exist(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert not home.exists()
    home.slots_b.touch()
    assert home.exists()


def test_instants_are_utc_and_sort_as_text() -> None:
    at = datetime(2026, 11, 22, 1, 41, 7, 250_000, tzinfo=UTC)
    assert iso(at) == "2026-11-22T01:41:07.250Z"
    assert datetime.fromisoformat(iso(at)) == at
    clock = FixedClock(at)
    before = clock.now_iso()
    clock.advance(timedelta(milliseconds=1))
    assert clock.now_iso() > before
    assert clock.wall_ms() == int(at.timestamp() * 1000) + 1
    assert Clock().now().tzinfo is UTC
    with pytest.raises(ValueError, match="zone"):
        FixedClock(datetime(2026, 11, 22))


def test_a_time_of_another_day_bears_its_date() -> None:
    at = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    assert len(time_text(at, at)) == 5
    assert time_text(at, at + timedelta(days=2)).startswith("2026-11-2")
