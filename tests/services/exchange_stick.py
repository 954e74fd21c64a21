"""A stick that dies at a chosen step: what was not flushed is gone or torn, a name that was not flushed is the old one.

It stands between `machine.files` and the disk, so that every step of `deliver` is met: making the file, each write, the
flush, the rename, the flush of the folder, reading back.
"""

import errno
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from station_desk.machine import disk, files

STEPS = 10
"""A small bundle's delivery has fewer: with a number above them the stick lives."""


class Died(OSError):
    """What the system says once the stick is gone."""

    def __init__(self) -> None:
        super().__init__(errno.EIO, os.strerror(errno.EIO))


class Stick:
    """What lies on the medium, apart from what the system believes. `lies`: a write that it took it did not keep."""

    def __init__(self, folder: Path, dies_at: int, *, lies: bool = False, seed: int = 0) -> None:
        self.folder = folder
        self.broken: OSError | None = None
        self._left = dies_at
        self._lies = lies
        self._dice = random.Random(seed)
        self._durable = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self._renamed: dict[str, str] = {}
        self._after: dict[str, bytes] | None = None

    @property
    def dead(self) -> bool:
        return self._after is not None

    def step(self) -> None:
        """One more thing is asked of the stick."""
        self._left -= 1
        if self._left < 0 and not self.dead:
            self._after = self._torn()
        if self.dead:
            self.broken = Died()
            raise self.broken

    def _torn(self) -> dict[str, bytes]:
        """The files that are found when the stick is put in again."""
        found = dict(self._durable)
        for path in self.folder.iterdir():
            if path.is_file() and path.name not in found and path.name not in self._renamed.values():
                data, style = path.read_bytes(), self._dice.randrange(4)
                if style:
                    torn = data[: self._dice.randrange(len(data) + 1)]
                    found[path.name] = (torn, torn + bytes(len(data) - len(torn)), data)[style - 1]
        for old, new in self._renamed.items():
            if old in found and self._dice.random() < 0.5:
                found[new] = found.pop(old)
        return found

    def leave(self) -> None:
        """The folder becomes what the medium holds."""
        if self._after is None:
            return
        for path in list(self.folder.iterdir()):
            if path.is_file():
                path.unlink()
        for name, data in self._after.items():
            (self.folder / name).write_bytes(data)

    # --- what is asked of it ---------------------------------------------------------------------------------------
    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        self.step()
        return os.open(path, flags, mode)

    def fdopen(self, handle: int, mode: str, buffering: int = -1) -> Any:
        stream = os.fdopen(handle, mode, buffering=buffering)
        write = stream.write

        def watched(data: memoryview) -> int:
            self.step()
            if self._lies:
                damaged = bytearray(data)
                damaged[self._dice.randrange(len(damaged))] ^= 1
                return int(write(damaged))
            return int(write(data))

        return _Watched(stream, watched)

    def fsync(self, handle: int) -> None:
        self.step()
        os.fsync(handle)
        path = Path(f"/proc/self/fd/{handle}").readlink()
        self._durable[path.name] = path.read_bytes()

    def rename(self, old: Path, new: Path, *, replace: bool) -> None:
        self.step()
        disk.rename(old, new, replace=replace)
        self._renamed[old.name] = new.name

    def flush_folder(self, folder: Path) -> None:
        self.step()
        disk.flush_folder(folder)
        for old, new in self._renamed.items():
            self._durable[new] = self._durable.pop(old)
        self._renamed.clear()

    def read_uncached(self, path: Path) -> Iterator[bytes]:
        self.step()
        yield path.read_bytes()


class _Watched:
    """A stream whose writes are steps."""

    def __init__(self, stream: Any, write: Any) -> None:
        self._stream = stream
        self.write = write
        self.fileno = stream.fileno

    def __enter__(self) -> "_Watched":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


@contextmanager
def dying_stick(folder: Path, at: int, *, lies: bool = False, seed: int = 0) -> Iterator[Stick]:
    """Within, the folder is a stick that dies at its `at`-th step; afterwards it holds what such a stick would."""
    stick = Stick(folder, at, lies=lies, seed=seed)
    system = SimpleNamespace(**{name: getattr(os, name) for name in dir(os) if not name.startswith("__")})
    system.open, system.fdopen, system.fsync = stick.open, stick.fdopen, stick.fsync
    below = SimpleNamespace(**{name: getattr(disk, name) for name in ("CHUNK", "free_bytes")})
    below.rename, below.flush_folder, below.read_uncached = stick.rename, stick.flush_folder, stick.read_uncached
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "os", system)
        patch.setattr(files, "disk", below)
        try:
            yield stick
        finally:
            stick.leave()
