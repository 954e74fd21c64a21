"""A backup is one file: what it is, the key slots that open it, the database. It needs nothing else to be restored.

    "station-desk backup 1\\n" | u32 length | head as JSON | key slots | database | SHA-256 of everything before

The head holds only lengths, the schema's number and the instant; the hash finds rot without a pass phrase. The database
is SQLCipher as it lay in the home; the slots are the home's own.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from station_desk.domain.trouble import Trouble

MAGIC = b"station-desk backup 1\n"
_ANY_MAGIC = b"station-desk backup "
_HEAD_LIMIT = 64 * 1024
_KEYS_LIMIT = 4 * 1024 * 1024
_HASH = hashlib.sha256().digest_size
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class BackupHead:
    """What a backup says of itself: when it was made (UTC ISO), the schema's number, lengths in bytes."""

    made_at: str
    sv: int
    keys: int
    database: int


def pack(database: Path, keys: bytes, made_at: str, sv: int) -> tuple[int, Iterator[bytes]]:
    """The length of the backup of a copied database, and its bytes in chunks."""
    head = BackupHead(made_at, sv, len(keys), database.stat().st_size)
    text = json.dumps({name: getattr(head, name) for name in BackupHead.__slots__}).encode()
    first = MAGIC + len(text).to_bytes(4, "big") + text + keys

    def parts() -> Iterator[bytes]:
        digest = hashlib.sha256(first)
        yield first
        with database.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                yield chunk
        yield digest.digest()

    return len(first) + head.database + _HASH, parts()


def read_head(file: Path) -> BackupHead:
    """The head of a backup. Troubles `backup_unreadable`, `backup_newer`."""
    with _opened(file) as stream:
        return _head(stream, file)


def is_whole(file: Path) -> bool:
    """Whether the file is a backup and every byte of it is as it was written."""
    try:
        with _opened(file) as stream:
            for _chunk in _verified(stream, file, _head(stream, file)):
                pass
    except (Trouble, OSError):
        return False
    return True


def unpack(file: Path, database: Path) -> tuple[BackupHead, bytes]:
    """Write the database of a whole backup to `database`; the head and the key slots.

    Troubles `backup_unreadable`, `backup_newer`; then nothing is left at `database`. Raises OSError.
    """
    with _opened(file) as stream:
        head = _head(stream, file)
        parts = _verified(stream, file, head)
        keys = next(parts)
        try:
            with database.open("xb") as target:
                for chunk in parts:
                    target.write(chunk)
        except BaseException:
            database.unlink(missing_ok=True)
            raise
    return head, keys


def _verified(stream: IO[bytes], file: Path, head: BackupHead) -> Iterator[bytes]:
    """The key slots, then the database in chunks; at the end Trouble `backup_unreadable` unless the hash fits."""
    digest = hashlib.sha256()
    at = stream.tell()
    stream.seek(0)
    digest.update(stream.read(at))
    left = [head.keys, *([CHUNK] * (head.database // CHUNK)), head.database % CHUNK]
    for length in left:
        chunk = stream.read(length)
        digest.update(chunk)
        yield chunk
    if stream.read(_HASH + 1) != digest.digest():
        raise Trouble("backup_unreadable", file=file.name)


def _opened(file: Path) -> IO[bytes]:
    try:
        return file.open("rb")
    except OSError as error:
        raise Trouble("backup_unreadable", file=file.name) from error


def _head(stream: IO[bytes], file: Path) -> BackupHead:
    magic = stream.read(len(MAGIC))
    if magic != MAGIC:
        newer = magic.startswith(_ANY_MAGIC) and magic.endswith(b"\n")
        raise Trouble("backup_newer" if newer else "backup_unreadable", file=file.name)
    length = int.from_bytes(stream.read(4), "big")
    try:
        if length > _HEAD_LIMIT:
            raise ValueError("length")
        told = json.loads(stream.read(length))
        head = BackupHead(str(told["made_at"]), int(told["sv"]), int(told["keys"]), int(told["database"]))
        if not 0 < head.keys <= _KEYS_LIMIT or head.database < 0:
            raise ValueError("lengths")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Trouble("backup_unreadable", file=file.name) from error
    return head
