"""Files that are whole or not there: atomic writes, twins, and the safe order onto a stick (RELIABILITY 0.5).

The order of `deliver`: a temporary name in the same folder, write, flush, close, rename to a new name, flush the
folder, read back past the cache and compare. Only then may the stick be pulled out.
"""

import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.progress import Progress, silent
from station_desk.domain.trouble import Trouble
from station_desk.machine import disk

TEMPORARY = ".part"
"""How a name ends while the file is not whole."""


def is_temporary(path: Path) -> bool:
    """Whether the name says that the file may not be whole."""
    return path.name.endswith(TEMPORARY)


SPARE_BYTES = 64 * 1024
"""Kept free beside a delivered file: folder entries and clusters."""

Steps = Callable[[str], None]
"""Told "write", "flush", "read_back" when each begins, and "safe" when the medium may be pulled out."""


def no_steps(step: str) -> None:
    """The steps of someone who does not watch."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file that was read back from its medium: where, its SHA-256 (32 bytes) and its length."""

    path: Path
    sha256: bytes
    bytes: int


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that a power cut leaves the old file or the new one. Raises OSError; old file intact."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        _write(part, iter((data,)), 0o600)
        disk.rename(part, path, replace=True)
        disk.flush_folder(path.parent)
    except BaseException:
        _remove(part)
        raise


def write_twice(path_a: Path, path_b: Path, data: bytes) -> None:
    """Put the same bytes at two places, one after the other: at every moment one of them is whole."""
    write_atomic(path_a, data)
    write_atomic(path_b, data)


def read_back_uncached(path: Path) -> Iterator[bytes]:
    """The bytes of a file from the medium and not from memory, in chunks. Raises OSError."""
    return disk.read_uncached(path)


def sha256_uncached(path: Path) -> bytes:
    """SHA-256 (32 bytes) of what the medium gives back. Raises OSError."""
    digest = hashlib.sha256()
    for chunk in disk.read_uncached(path):
        digest.update(chunk)
    return digest.digest()


def deliver(
    folder: Path,
    name: str,
    content: bytes | Path | Iterable[bytes],
    *,
    size: int | None = None,
    progress: Progress = silent,
    steps: Steps = no_steps,
) -> Delivered:
    """Write a file into `folder` (a stick, a share, any folder) in the safe order and read it back.

    A name that is taken gets a number; nothing is ever overwritten. `content` may be a file on this computer; `size` in
    bytes is needed for the free-space check when it is an iterable. `progress` counts bytes. Troubles stick_full(need,
    free), stick_read_only, stick_gone, stick_unreliable; then what was half written is removed where that can be done.
    """
    total = (
        len(content) if isinstance(content, bytes) else content.stat().st_size if isinstance(content, Path) else size
    )
    part = folder / f".{name}.{secrets.token_hex(4)}{TEMPORARY}"
    final: Path | None = None
    try:
        medium = folder.stat().st_dev
        _check_room(folder, total)
        steps("write")
        digest, length = _write(part, _watched(_chunks(content), total, progress), 0o666, flush=lambda: steps("flush"))
        target = _new_name(folder, name)
        disk.rename(part, target, replace=False)
        final = target
        disk.flush_folder(folder)
        steps("read_back")
        if sha256_uncached(final) != digest or final.stat().st_size != length:
            raise Trouble("stick_unreliable")
        if folder.stat().st_dev != medium:
            raise Trouble("stick_gone")  # pulled out: what is read here lies on another disk under the same path
    except OSError as error:
        _remove(part, final)
        raise storage_trouble(error, folder, total or 0) from error
    except BaseException:
        _remove(part, final)
        raise
    steps("safe")
    return Delivered(final, digest, length)


def storage_trouble(error: OSError, folder: Path, need: int = 0) -> Trouble:
    """What a failed write or read at `folder` means to a person: a Trouble stick_full, _read_only, _gone, _unreliable."""
    kind = _WINDOWS.get(getattr(error, "winerror", None) or 0) or _POSIX.get(error.errno or 0, "stick_unreliable")
    if kind != "stick_gone" and not folder.is_dir():
        kind = "stick_gone"
    if kind != "stick_full":
        return Trouble(kind)
    try:
        free = disk.free_bytes(folder)
    except OSError:
        free = 0
    return _full(max(need + SPARE_BYTES - free, 1), free)


def size_text(length: int) -> str:
    """A length in bytes as a person reads it: `640 KB`, `1.3 MB`; never less than it is."""
    if length <= 999 * 1024:
        return f"{max(-(-length // 1024), 1)} KB"
    if length <= 999 << 20:
        return f"{-(-length * 10 // (1 << 20)) / 10:g} MB"
    return f"{-(-length * 10 // (1 << 30)) / 10:g} GB"


_POSIX = {
    errno.ENOSPC: "stick_full",
    errno.EDQUOT: "stick_full",
    errno.EFBIG: "stick_full",
    errno.EROFS: "stick_read_only",
    errno.EACCES: "stick_read_only",
    errno.EPERM: "stick_read_only",
    errno.ENOENT: "stick_gone",
    errno.ENOTDIR: "stick_gone",
    errno.ENODEV: "stick_gone",
    errno.ENXIO: "stick_gone",
    errno.ENOTCONN: "stick_gone",
    errno.ESTALE: "stick_gone",
}
_WINDOWS = {  # winerror: write-protected, access denied, disk full, not ready, no such path or device
    19: "stick_read_only",
    5: "stick_read_only",
    112: "stick_full",
    39: "stick_full",
    21: "stick_gone",
    2: "stick_gone",
    3: "stick_gone",
    15: "stick_gone",
    433: "stick_gone",
    1167: "stick_gone",
}


def _check_room(folder: Path, need: int | None) -> None:
    free = disk.free_bytes(folder)
    if need is not None and need + SPARE_BYTES > free:
        raise _full(need + SPARE_BYTES - free, free)


def disk_trouble(error: OSError) -> Trouble:
    """What a failed write to the home means to a person: a Trouble disk_full or disk_failed."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT) or getattr(error, "winerror", None) in (39, 112)
    return Trouble("disk_full" if full else "disk_failed")


def _full(need: int, free: int) -> Trouble:
    return Trouble(
        "stick_full", need=need, free=free, need_text=size_text(need), free_text=size_text(free) if free else "0 KB"
    )


def _chunks(content: bytes | Path | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(content, Path):
        with content.open("rb") as stream:
            while chunk := stream.read(disk.CHUNK):
                yield chunk
    elif isinstance(content, bytes):
        for start in range(0, len(content), disk.CHUNK):
            yield content[start : start + disk.CHUNK]
    else:
        yield from content


def _watched(chunks: Iterator[bytes], total: int | None, progress: Progress) -> Iterator[bytes]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        progress(done, done if total is None else total)


def _write(
    path: Path, chunks: Iterator[bytes], mode: int, flush: Callable[[], None] = lambda: None
) -> tuple[bytes, int]:
    """Write a new file through to the medium; the SHA-256 and length of what was written."""
    digest, length = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(handle, "wb", buffering=0) as stream:
        for chunk in chunks:
            view = memoryview(chunk)
            while view:
                view = view[stream.write(view) :]
            digest.update(chunk)
            length += len(chunk)
        flush()
        os.fsync(stream.fileno())
    return digest.digest(), length


def _new_name(folder: Path, name: str) -> Path:
    stem, suffix = Path(name).stem, Path(name).suffix
    candidate, n = folder / name, 1
    while os.path.lexists(candidate):
        n += 1
        candidate = folder / f"{stem}_{n}{suffix}"
    return candidate


def _remove(*paths: Path | None) -> None:
    for path in paths:
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)
