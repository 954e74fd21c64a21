"""One writer to a home: a lock of the operating system, and beside it who holds it since when (RELIABILITY F10).

The operating system frees the lock when the holder's process ends, however it ends, so a stale file is harmless.
"""

import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import Clock, time_text
from station_desk.machine.files import write_atomic
from station_desk.machine.home import Home

_PATIENCE = 0.2
"""Seconds a start waits for someone who only looks whether the lock is held."""

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give_back(handle: int) -> None:
        with suppress(OSError):
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give_back(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes to the home: name and since when (UTC)."""

    person: str
    since: datetime


class WriterLock:
    """The right to write to one home, held from `acquire` to `release` or to the end of the process."""

    def __init__(self, home: Home, clock: Clock | None = None) -> None:
        self._home = home
        self._clock = clock or Clock()
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle is not None

    def acquire(self, person: str) -> None:
        """Become the writer, under this name. Trouble second_writer(holder, since) when someone else is."""
        if self._handle is not None:
            return
        self._handle = self._try(_PATIENCE)
        if self._handle is None:
            holder = self._told_soon()
            raise Trouble(
                "second_writer",
                holder=holder.person if holder else "?",
                since=time_text(holder.since, self._clock.now()) if holder else "?",
            )
        self.hold_as(person)

    def hold_as(self, person: str) -> None:
        """Tell under which name the lock is held from now on (another person unlocked the same desk)."""
        if self._handle is not None:
            told = {"person": person, "since": self._clock.now_iso()}
            write_atomic(self._home.holder, json.dumps(told, ensure_ascii=False).encode())

    def release(self) -> None:
        """Stop being the writer; harmless when we are not."""
        if self._handle is not None:
            with suppress(OSError):
                self._home.holder.unlink(missing_ok=True)
            _give_back(self._handle)
            os.close(self._handle)
            self._handle = None

    def holder(self) -> Holder | None:
        """Who holds the lock now; None when nobody does. A file left behind by a killed process says nothing."""
        if self._handle is None:
            free = self._try(0)
            if free is not None:
                os.close(free)
                return None
        return self._told() or Holder("?", self._clock.now())

    def _try(self, patience: float) -> int | None:
        handle = os.open(self._home.lock, os.O_RDWR | os.O_CREAT, 0o600)
        end = time.monotonic() + patience
        try:
            while not _take(handle):
                if time.monotonic() >= end:
                    os.close(handle)
                    return None
                time.sleep(0.02)
        except BaseException:
            os.close(handle)
            raise
        return handle

    def _told_soon(self) -> Holder | None:
        """As `_told`, with patience for a holder who has the lock and is just writing the name."""
        end = time.monotonic() + _PATIENCE
        while (told := self._told()) is None and time.monotonic() < end:
            time.sleep(0.02)
        return told

    def _told(self) -> Holder | None:
        try:
            told = json.loads(self._home.holder.read_bytes())
            return Holder(str(told["person"]), datetime.fromisoformat(told["since"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
