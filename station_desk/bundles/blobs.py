"""Contents of attachments inside a bundle: in pieces, after the transactions that name them (packaging/FORMAT.md).

Both frames have types that an older program passes over: it takes the records in and gets the contents another time.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol

import msgspec
from msgspec import Meta

from station_desk.bundles.header import corrupt
from station_desk.domain.attachments import DOCUMENT_BYTES

HELD, CONTENT = 130, 131
PIECE = 1024 * 1024
"""Bytes of a content in one frame at most, as we write it."""

MOST_HELD = 200_000
"""Hashes in a frame of what is held; one frame has room for no more."""

_Hash = Annotated[bytes, Meta(min_length=32, max_length=32)]


class Piece(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """A part of a content: whose (SHA-256), how long the whole is, where the part begins, its bytes."""

    sha256: _Hash
    size: Annotated[int, Meta(ge=1, le=DOCUMENT_BYTES)]
    at: Annotated[int, Meta(ge=0, le=DOCUMENT_BYTES)]
    data: Annotated[bytes, Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes into a bundle beside the records: what the sender holds, and contents for the receiver.

    `contents` is called once, after the records, with the most bytes that the file may have by then; so it can ask how
    much room is left. It yields (SHA-256, content).
    """

    held: Sequence[bytes] = ()
    contents: Callable[[int], Iterable[tuple[bytes, bytes]]] = lambda _size: ()


NOTHING = Enclosed()


def pieces(contents: Iterable[tuple[bytes, bytes]]) -> Iterator[Piece]:
    """Each content cut into pieces, one after another."""
    for sha256, content in contents:
        for at in range(0, len(content), PIECE):
            yield Piece(sha256, len(content), at, content[at : at + PIECE])


class ContentSink(Protocol):
    """Who takes the contents of a bundle."""

    def held(self, hashes: Sequence[bytes]) -> None:
        """What the sender says that it holds. A bundle without this frame says: nothing."""

    def wants(self, sha256: bytes, size: int) -> bool:
        """Whether a content that begins now is to be kept; all transactions are known by then."""

    def content(self, sha256: bytes, content: bytes) -> None:
        """A wanted content, whole; its hash is right."""


class ContentReader:
    """Puts pieces together. Only what is wanted is kept in memory, one content at a time; every hash is proven."""

    def __init__(self, sink: ContentSink | None) -> None:
        self._sink = sink
        self._first: Piece | None = None
        self._parts: list[bytes] | None = None
        self._at = 0
        self._digest = hashlib.sha256()

    def held(self, payload: memoryview) -> None:
        """The frame of what the sender holds. Raises msgspec.MsgspecError."""
        hashes = _held.decode(payload)
        if self._sink is not None:
            self._sink.held(hashes)

    def take(self, payload: memoryview) -> None:
        """The next piece. Raises Trouble bundle_corrupt, msgspec.MsgspecError."""
        piece = _piece.decode(payload)
        if self._first is None:
            self._begin(piece)
        elif (piece.sha256, piece.size) != (self._first.sha256, self._first.size):
            raise corrupt("a content without its end")
        if piece.at != self._at or piece.at + len(piece.data) > piece.size:
            raise corrupt("a piece out of place")
        self._at += len(piece.data)
        self._digest.update(piece.data)
        if self._parts is not None:
            self._parts.append(piece.data)
        if self._at == piece.size:
            self._end(piece.sha256)

    def finish(self) -> None:
        """No more pieces come. Raises Trouble bundle_corrupt where one is missing."""
        if self._first is not None:
            raise corrupt("a content without its end")

    def _begin(self, piece: Piece) -> None:
        wanted = self._sink is not None and self._sink.wants(piece.sha256, piece.size)
        self._first, self._at, self._digest = piece, 0, hashlib.sha256()
        self._parts = [] if wanted else None

    def _end(self, sha256: bytes) -> None:
        if self._digest.digest() != sha256:
            raise corrupt("hash of a content")
        if self._sink is not None and self._parts is not None:
            self._sink.content(sha256, b"".join(self._parts))
        self._first, self._parts = None, None


_held = msgspec.msgpack.Decoder(Annotated[list[_Hash], Meta(max_length=MOST_HELD)])
_piece = msgspec.msgpack.Decoder(Piece)
