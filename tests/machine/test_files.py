"""Files are whole or not there; what lies on a stick was read back from it."""

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_desk.domain.progress import Cancelled
from station_desk.domain.trouble import Trouble
from station_desk.machine import disk, files
from station_desk.machine.files import deliver, sha256_uncached, size_text, storage_trouble, write_atomic, write_twice

DATA = bytes(range(256)) * 9000


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_the_steps_come_in_the_safe_order_and_the_file_is_what_was_meant(tmp_path: Path) -> None:
    steps: list[str] = []
    seen: list[tuple[int, int]] = []
    told = deliver(tmp_path, "a.sdb", DATA, steps=steps.append, progress=lambda d, t: seen.append((d, t)))
    assert steps == ["write", "flush", "read_back", "safe"]
    assert told.path.read_bytes() == DATA
    assert (told.sha256, told.bytes) == (hashlib.sha256(DATA).digest(), len(DATA))
    assert seen[-1] == (len(DATA), len(DATA))
    assert names(tmp_path) == ["a.sdb"]


def test_the_calls_to_the_disk_come_in_the_safe_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    real_fsync, real_rename, real_flush, real_read = os.fsync, disk.rename, disk.flush_folder, disk.read_uncached

    def fsync(handle: int) -> None:
        if not os.fstat(handle).st_mode & 0o040000:
            calls.append("fsync")
        real_fsync(handle)

    def rename(old: Path, new: Path, *, replace: bool) -> None:
        calls.append("rename" if not replace else "replace")
        real_rename(old, new, replace=replace)

    def flush(folder: Path) -> None:
        calls.append("flush folder")
        real_flush(folder)

    def read(path: Path) -> Iterator[bytes]:
        calls.append("read back")
        return real_read(path)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(disk, "rename", rename)
    monkeypatch.setattr(disk, "flush_folder", flush)
    monkeypatch.setattr(disk, "read_uncached", read)
    deliver(tmp_path, "a.sdb", DATA)
    assert calls == ["fsync", "rename", "flush folder", "read back"]


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    first = deliver(tmp_path, "a.sdb", b"one")
    second = deliver(tmp_path, "a.sdb", b"two")
    third = deliver(tmp_path, "a.sdb", [b"th", b"ree"], size=5)
    assert [d.path.name for d in (first, second, third)] == ["a.sdb", "a_2.sdb", "a_3.sdb"]
    assert [d.path.read_bytes() for d in (first, second, third)] == [b"one", b"two", b"three"]
    with pytest.raises(FileExistsError):
        disk.rename(first.path, second.path, replace=False)
    assert second.path.read_bytes() == b"two"


def test_a_file_of_this_computer_is_delivered_in_pieces(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(DATA)
    folder = tmp_path / "stick"
    folder.mkdir()
    assert deliver(folder, "a.sdb", source).path.read_bytes() == DATA


def test_a_full_stick_is_told_before_a_byte_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "free_bytes", lambda folder: 100_000)
    with pytest.raises(Trouble) as told:
        deliver(tmp_path, "a.sdb", DATA)
    assert told.value.code == "stick_full"
    need = len(DATA) + files.SPARE_BYTES - 100_000
    assert told.value.facts == {"need": need, "free": 100_000, "need_text": "2.2 MB", "free_text": "98 KB"}
    assert names(tmp_path) == []


FAULTS = [
    (errno.ENOSPC, "stick_full"),
    (errno.EROFS, "stick_read_only"),
    (errno.EACCES, "stick_read_only"),
    (errno.EIO, "stick_unreliable"),
    (errno.ENODEV, "stick_gone"),
]


@pytest.mark.parametrize(("number", "code"), FAULTS)
@pytest.mark.parametrize("where", ["fsync", "rename", "flush_folder", "read_uncached"])
def test_a_fault_at_any_step_is_a_trouble_and_leaves_the_stick_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, where: str
) -> None:
    deliver(tmp_path, "a.sdb", b"old")

    def fail(*_args: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os if where == "fsync" else disk, where, fail)
    steps: list[str] = []
    with pytest.raises(Trouble) as told:
        deliver(tmp_path, "a.sdb", DATA, steps=steps.append)
    assert told.value.code == code
    assert "safe" not in steps
    assert names(tmp_path) == ["a.sdb"]
    assert (tmp_path / "a.sdb").read_bytes() == b"old"


@pytest.mark.parametrize("damage", [lambda d: d[:-1], lambda d: d + b"x", lambda d: b"X" + d[1:], lambda d: b""])
def test_a_stick_that_gives_back_other_bytes_is_never_called_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: object
) -> None:
    monkeypatch.setattr(disk, "read_uncached", lambda path: iter([damage(path.read_bytes())]))  # type: ignore[operator]
    steps: list[str] = []
    with pytest.raises(Trouble, match="stick_unreliable"):
        deliver(tmp_path, "a.sdb", DATA, steps=steps.append)
    assert "safe" not in steps
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("length", "text"),
    [(1, "1 KB"), (1024, "1 KB"), (1025, "2 KB"), (1 << 20, "1 MB"), ((1 << 20) + 1, "1.1 MB"), (3 << 30, "3 GB")],
)
def test_a_length_is_never_told_too_small(length: int, text: str) -> None:
    assert size_text(length) == text


def test_a_stick_that_is_pulled_out_is_gone_whatever_the_error_says(tmp_path: Path) -> None:
    assert storage_trouble(OSError(errno.EIO, "x"), tmp_path / "gone").code == "stick_gone"
    assert storage_trouble(OSError(errno.EIO, "x"), tmp_path).code == "stick_unreliable"
    with pytest.raises(Trouble, match="stick_gone"):
        deliver(tmp_path / "gone", "a.sdb", DATA)


def test_work_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        deliver(tmp_path, "a.sdb", DATA, progress=stop)
    assert names(tmp_path) == []


def test_the_hash_past_the_cache_is_the_hash(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(DATA)
    assert sha256_uncached(file) == hashlib.sha256(DATA).digest()
    (tmp_path / "empty").write_bytes(b"")
    assert sha256_uncached(tmp_path / "empty") == hashlib.sha256().digest()


@pytest.mark.parametrize("where", ["fsync", "rename"])
def test_a_failed_atomic_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    file = tmp_path / "x"
    write_atomic(file, b"old")

    def fail(*_args: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os if where == "fsync" else disk, where, fail)
    with pytest.raises(OSError, match="full"):
        write_atomic(file, b"new")
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["x"]


def test_twins_are_alike_and_one_is_whole_when_the_second_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    write_twice(a, b, b"old")
    assert (a.read_bytes(), b.read_bytes()) == (b"old", b"old")
    real = disk.rename

    def fail_second(old: Path, new: Path, *, replace: bool) -> None:
        if new == b:
            raise OSError(errno.EIO, "torn")
        real(old, new, replace=replace)

    monkeypatch.setattr(disk, "rename", fail_second)
    with pytest.raises(OSError, match="torn"):
        write_twice(a, b, b"new")
    assert (a.read_bytes(), b.read_bytes()) == (b"new", b"old")
