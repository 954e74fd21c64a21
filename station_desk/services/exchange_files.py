"""Contents of attachments in a bundle: which go out while there is room, which are kept when one comes in."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from station_desk.bundles.blobs import MOST_HELD, Enclosed
from station_desk.bundles.header import MAX_PLAIN
from station_desk.domain.attachments import looks_like
from station_desk.machine import disk
from station_desk.machine.files import SPARE_BYTES, storage_trouble
from station_desk.store.blobs import (
    Named,
    held_here,
    is_whole,
    never_sent,
    note_sent,
    on_offer,
    put_content,
    read_content,
    wanted_here,
)
from station_desk.store.engine import Store
from station_desk.store.peers import PeerRow

SINCE = 2
"""The schema from which on a program knows attachments; an older one is given none."""

MOST_BYTES = 1 << 30
"""Of contents in one bundle: taking it in stays a matter of minutes."""

_AROUND = 1024
"""About so many bytes stand around a content."""


@dataclass(slots=True)
class FilesOut:
    """The contents for one receiver: records go first, contents after them, the smallest first, while there is room.

    `room` is what may be written where the bundle goes, in bytes. `taken` went in; what did not waits for the next one.
    """

    store: Store
    peer: PeerRow
    offered: Sequence[Named]
    held: Sequence[bytes]
    room: int
    taken: list[bytes] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many contents wait for the next bundle."""
        return len(self.offered) - len(self.taken)

    def enclosed(self) -> Enclosed:
        """What the bundle asks for while it is made."""
        return Enclosed(self.held, self._contents)

    def note(self, number: int) -> None:
        """The bundle lies there: what went in stands behind what did not, until the receiver says what it holds."""
        with self.store.transaction() as conn:
            note_sent(conn, self.peer.office, number, self.taken)

    def _contents(self, records: int) -> Iterator[tuple[bytes, bytes]]:
        left = min(min(self.room, MAX_PLAIN) - records, MOST_BYTES)
        for one in self.offered:
            left -= one.size + _AROUND
            if left < 0:
                return
            with self.store.read() as conn:
                content = read_content(conn, one.sha256)
            if content is not None and len(content) == one.size and is_whole(content, one.sha256):
                self.taken.append(one.sha256)
                yield one.sha256, content


def files_for(store: Store, peer: PeerRow, scopes: Collection[str], folder: Path, *, everything: bool) -> FilesOut:
    """What lies ready for `peer` within what is free at `folder`; `everything`: also what it has said that it holds.

    Troubles stick_gone, stick_unreliable.
    """
    try:
        room = disk.free_bytes(folder) - SPARE_BYTES
    except OSError as error:
        raise storage_trouble(error, folder) from error
    with store.read() as conn:
        offered = on_offer(conn, peer.office, scopes, everything=everything) if understands(peer) else []
        return FilesOut(store, peer, offered, held_here(conn, scopes)[:MOST_HELD], room)


def files_unsent(store: Store, peer: PeerRow, scopes: Collection[str]) -> int:
    """How many contents lie ready for `peer` that no bundle for it has carried yet."""
    with store.read() as conn:
        return never_sent(conn, peer.office, scopes) if understands(peer) else 0


def understands(peer: PeerRow) -> bool:
    """Whether the office's program, as far as it was heard of, knows attachments."""
    return peer.sv is None or peer.sv >= SINCE


@dataclass(slots=True)
class FilesIn:
    """Takes the contents of one bundle. `settle` makes rows of its transactions; it is called before the first content.

    `stored`: contents that were kept; `repeated`: such as were here already; `unnamed`: such as no living record names,
    or not so. The last two are passed over. `told`: what the sender says that it holds.
    """

    store: Store
    scopes: Collection[str]
    at: str
    settle: Callable[[], object]
    stored: int = 0
    repeated: int = 0
    unnamed: int = 0
    told: list[bytes] = field(default_factory=list)
    _there: set[bytes] = field(default_factory=set)
    _wanted: dict[bytes, Named] | None = None

    def held(self, hashes: Sequence[bytes]) -> None:
        self.told.extend(hashes)

    def wants(self, sha256: bytes, size: int) -> bool:
        if self._wanted is None:
            self.settle()
            with self.store.read() as conn:
                self._wanted = wanted_here(conn, self.scopes)
                self._there = set(held_here(conn, self.scopes))
        named = self._wanted.get(sha256)
        if named is None or named.size != size:
            there = sha256 in self._there
            self.repeated += there
            self.unnamed += not there
            return False
        return True

    def content(self, sha256: bytes, content: bytes) -> None:
        named = (self._wanted or {}).pop(sha256)
        if not looks_like(named.media, content):
            self.unnamed += 1
            return
        with self.store.transaction() as conn:
            put_content(conn, content, self.at)
        self._there.add(sha256)
        self.stored += 1
