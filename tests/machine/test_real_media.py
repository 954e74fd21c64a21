"""Real small and write-protected media: needs the right to mount, and says so where it has none."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine import disk
from station_desk.machine.files import deliver, write_twice

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs root on Linux; not tried here"
)


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A medium of 2 MB."""
    place = tmp_path / "stick"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True)
    if done.returncode:
        pytest.skip(f"this machine does not let mount: {done.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_medium_that_fills_up_while_writing_keeps_what_it_had(stick: Path) -> None:
    old = deliver(stick, "old.sdb", b"o" * 500_000)
    endless = (b"n" * 100_000 for _ in range(60))
    with pytest.raises(Trouble) as told:
        deliver(stick, "new.sdb", endless)
    assert told.value.code == "stick_full"
    assert [p.name for p in stick.iterdir()] == ["old.sdb"]
    assert hashlib.sha256(old.path.read_bytes()).digest() == old.sha256
    assert deliver(stick, "small.sdb", b"s" * 1000).bytes == 1000


def test_every_fill_point_of_a_twin_leaves_one_whole(stick: Path) -> None:
    a, b = stick / "a", stick / "b"
    write_twice(a, b, b"1" * 10_000)
    ballast, after = stick / "ballast", b""
    for spare in range(0, 60_000, 4096):
        ballast.unlink(missing_ok=True)
        ballast.write_bytes(bytes(disk.free_bytes(stick) - spare))
        before = a.read_bytes()
        after = bytes([65 + spare // 4096]) * 10_000
        try:
            write_twice(a, b, after)
        except OSError:
            assert a.read_bytes() in (before, after)
            assert b.read_bytes() in (before, after)
        else:
            assert (a.read_bytes(), b.read_bytes()) == (after, after)
    assert a.read_bytes() == after  # with room enough it went through at last


def test_a_write_protected_medium_is_called_so(stick: Path) -> None:
    deliver(stick, "old.sdb", b"o")
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
    with pytest.raises(Trouble, match="stick_read_only"):
        deliver(stick, "new.sdb", b"n")
    assert [p.name for p in stick.iterdir()] == ["old.sdb"]


def test_a_medium_that_was_pulled_out_is_gone(stick: Path) -> None:
    subprocess.run(["umount", "-l", str(stick)], check=True)
    stick.rmdir()
    try:
        with pytest.raises(Trouble, match="stick_gone"):
            deliver(stick, "new.sdb", b"n")
    finally:
        stick.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(stick)], check=True)
