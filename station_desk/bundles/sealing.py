"""Sealing a payload: zstd, then age; and the way back, in a stream, with every length bounded before it is believed."""

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, BinaryIO, Protocol, cast

import pyrage
import zstandard

from station_desk.bundles.header import corrupt
from station_desk.domain.trouble import Trouble

LEVEL = 7
"""A tenth less than at zstd's usual level 3, and still done beside the reading of the rows."""

WINDOW_LOG = 23
WINDOW = 1 << WINDOW_LOG
"""8 MiB. A payload that wants a larger window is refused: it would take memory before a byte of it is checked."""

_OVERLAP = 7
"""The second thread works on one window of payload after another, and looks back a quarter of a window. By itself it waits
for four of them: nothing of a large bundle would be done beside the reading, and much held back (`envelope.pack`)."""

AGE_HEADER = 16 * 1024
"""Bytes of the age header at most: reading a longer one takes time without bound, and ours names one or two receivers."""

_AGE, _AGE_END = b"age-encryption.org/v1\n", b"\n--- "
_STEP = 128 * 1024
_LARGE = 1024 * 1024
"""From so many bytes on a second thread is worth its start."""


class Target(Protocol):
    """Where plaintext goes."""

    def write(self, data: bytes, /) -> int: ...

    def flush(self) -> None: ...


def seal(frames: Iterable[bytes], out: BinaryIO, recipients: Iterable[str]) -> None:
    """Compress `frames` and write them sealed to `recipients` (age X25519). Errors of `frames` come out as they are."""
    source = _Compressed(frames)
    keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    try:
        pyrage.encrypt_io(source, out, keys)
    except (pyrage.EncryptError, OSError):
        if source.failed is not None:
            raise source.failed from None
        raise


class _Compressed(io.RawIOBase):
    """What pyrage reads: the frames, compressed. It wraps our errors in its own, so the first one is kept."""

    def __init__(self, frames: Iterable[bytes]) -> None:
        super().__init__()
        self.failed: BaseException | None = None
        self._pieces = compress(frames)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest and (piece := next(self._pieces, None)) is not None:
                self._rest = piece
        except BaseException as error:
            self.failed = error
            raise
        cut = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:cut], self._rest[cut:]
        return taken


def compress(frames: Iterable[bytes]) -> Iterator[bytes]:
    """The zstd frame of a bundle over `frames`."""
    rest = iter(frames)
    first, held = [], 0
    for frame in rest:
        first.append(frame)
        held += len(frame)
        if held > _LARGE:
            break
    if held > _LARGE:
        wide = zstandard.ZstdCompressionParameters.from_level(
            LEVEL, window_log=WINDOW_LOG, threads=1, job_size=WINDOW, overlap_log=_OVERLAP
        )
        press = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    else:  # done before a thread begins, and it fits into a smaller window
        press = zstandard.ZstdCompressor(level=LEVEL).compressobj(size=held)
    for frame in chain(first, rest):
        for start in range(0, len(frame), _STEP):
            if piece := press.compress(frame[start : start + _STEP]):
                yield piece
    yield press.flush()


def check_age_header(start: bytes) -> None:
    """`start` holds the first `AGE_HEADER` bytes of a ciphertext: the whole header. Raises Trouble bundle_corrupt."""
    if not start.startswith(_AGE) or _AGE_END not in start:
        raise corrupt("age header")


def unseal(sealed: BinaryIO, target: Target, seal_secret: str) -> None:
    """Decrypt and decompress `sealed` into `target.write`, which is told at most 128 KiB at a time.

    Raises Trouble bundle_wrong_recipient (sealed to other keys), bundle_corrupt; errors of `target` come out as they
    are. Plaintext reaches `target` before the end of the ciphertext is proven: use it only within a transaction.
    """
    press = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_writer(
        cast("IO[bytes]", target), write_size=_STEP, closefd=False
    )
    own = pyrage.x25519.Identity.from_str(seal_secret)
    try:
        pyrage.decrypt_io(sealed, press, [own])
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise Trouble("bundle_wrong_recipient") from error
        raise corrupt("age header") from error
    except zstandard.ZstdError as error:
        raise corrupt("zstd") from error
    except OSError as error:  # pyrage tells a bad ciphertext this way; the file itself is a copy on our own disk
        raise corrupt("age stream") from error
