"""A file from a stick is copied to this computer before it is judged: it cannot change or vanish under our hands."""

import hashlib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from station_desk.bundles.header import MAX_PLAIN
from station_desk.domain.progress import Progress, silent
from station_desk.domain.trouble import Trouble
from station_desk.machine import disk
from station_desk.machine.files import disk_trouble
from station_desk.services.desk import Desk

_STEP = 1 << 20
_IN_MEMORY = 16 * 1024 * 1024
_ROOM = 3
"""So many times a bundle's length must be free before it is taken in: the copy, the journal and the log beside it."""


@dataclass(frozen=True, slots=True)
class LocalCopy:
    """The bytes of a file as they were read once: a stream to read again, their number, their SHA-256 (32 bytes)."""

    stream: BinaryIO
    size: int
    sha256: bytes


@contextmanager
def local_copy(desk: Desk, file: Path, progress: Progress = silent) -> Iterator[LocalCopy]:
    """Copy `file` beside the database, where it disappears again. Links and devices are not followed.

    Troubles exchange_file_unreadable (file), disk_full, disk_failed.
    """
    try:
        told = file.lstat()
    except OSError as error:
        raise Trouble("exchange_file_unreadable", file=file.name) from error
    if not stat.S_ISREG(told.st_mode) or told.st_size > MAX_PLAIN:
        raise Trouble("exchange_file_unreadable", file=file.name)
    if disk.free_bytes(desk.home.path) < _ROOM * told.st_size:
        raise Trouble("disk_full")
    with SpooledTemporaryFile(_IN_MEMORY, dir=str(desk.home.path)) as kept:
        digest, size = hashlib.sha256(), 0
        for chunk in _read(file):
            digest.update(chunk)
            size += len(chunk)
            try:
                kept.write(chunk)
            except OSError as error:
                raise disk_trouble(error) from error
            progress(min(size, told.st_size), told.st_size)
        yield LocalCopy(cast("BinaryIO", kept), size, digest.digest())


def _read(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(_STEP):
                yield chunk
    except OSError as error:
        raise Trouble("exchange_file_unreadable", file=file.name) from error
