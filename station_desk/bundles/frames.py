"""The inside of a bundle: frames of msgpack, written and read as a stream (packaging/FORMAT.md).

A frame is `u32 length | u8 type | payload`. The order is state, statements, transactions, trailer; nothing follows the
trailer. An unknown type from 128 on is passed over, one below 128 needs a later program.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal, Protocol

import msgspec
from msgspec import Meta

from station_desk.bundles.blobs import CONTENT, HELD, NOTHING, ContentReader, ContentSink, Enclosed, pieces
from station_desk.bundles.header import BundleNumber, Header, Scope, ShortCode, Stamp, corrupt, real_time
from station_desk.domain.exchange import WireChange, WireTxn
from station_desk.domain.journal import ENT, MAX_CHANGES, RID, Change, Txn, body_hash, txn_hash
from station_desk.domain.trouble import Trouble

MAX_FRAME = 8 * 1024 * 1024
FRAME_TARGET = 1024 * 1024
"""A frame of transactions is closed when it has about so many bytes."""

MAX_TRANSACTION = 64 * 1024 * 1024
"""Bytes of the frames that one transaction may be spread over: its hash is known only when all of it is in memory, which
costs several times as much. 10,000 changes of six thousand bytes each have room."""

STATE, STATEMENTS, TRANSACTIONS, CONTINUED, TRAILER = 1, 2, 3, 4, 127
_TXN_WEIGHT, _CHANGE_WEIGHT = 200, 160
"""About so many bytes stand around the bodies."""

_CHANGES = 11
"""Where the changes stand in a transaction."""

IGNORABLE = 128
ASKS = 129
"""What an older program may pass over: the numbers of bundles that are asked for again."""

MAX_STATEMENTS = 128
"""Of a bundle at most; an office has one about a scope, and one more for each branch after a fork."""

MAX_ASKS = 512
"""So many of the receiver's bundles a sender asks for at most."""

RECENT = 64
"""So many of its bundles a sender names, so that the receiver can tell the day of one that it lacks."""

_HEAD = 5

_RIDS = re.compile(rf"{RID.pattern}(?:\n{RID.pattern})*")

_Hash = Annotated[bytes, Meta(min_length=32, max_length=32)]
_Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_Word = Annotated[str, Meta(max_length=64)]


_WireChange = tuple[
    Literal["c", "u", "x"],
    str,
    str,
    Literal[0, 1],
    str | None,
    Annotated[bytes, Meta(min_length=16, max_length=16)] | None,
    _Hash | None,
]
"""A change: op, ent, rid, local, body, salt, body hash. The hash stands only where body and salt are gone; else it is
computed. The form of ent and rid is tested for many at once (`_check_names`): one by one it would take a fifth of the
time."""


class _WireTxn(msgspec.Struct, array_like=True, forbid_unknown_fields=True, gc=False):
    """A transaction. `changes` may go on in frames of the type CONTINUED until there are `n_changes`."""

    hash: _Hash
    scope: Scope
    office: Scope
    rep: _Number
    n: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    hlc: Annotated[int, Meta(ge=0, le=2**52)]
    actor: _Word
    action: _Word
    run: _Word | None
    sv: Annotated[int, Meta(ge=1, le=1_000_000)]
    parents: Annotated[list[_Hash], Meta(max_length=256)]
    n_changes: Annotated[int, Meta(ge=0, le=MAX_CHANGES)]
    changes: Annotated[list[_WireChange], Meta(max_length=MAX_CHANGES)]


class SentNote(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """A bundle that the sender made for the receiver before."""

    number: BundleNumber
    made_at: Stamp
    code: ShortCode

    def __post_init__(self) -> None:
        real_time(self.made_at)


class State(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """What the sender says of itself: its newest bundles for us, the newest of ours that it took, its access log's head."""

    recent: Annotated[list[SentNote], Meta(max_length=512)]
    newest_taken: BundleNumber
    access_head: _Hash


class SignedStatement(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """A head statement as its office signed it (`bundles.statement`)."""

    office: Scope
    scope: Scope
    at: Stamp
    body: Annotated[str, Meta(max_length=256 * 1024)]
    signature: Annotated[bytes, Meta(min_length=64, max_length=64)]


class _Trailer(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """Counts, and SHA-256 over all frames before."""

    frames: _Number
    transactions: _Number
    changes: _Number
    sha256: _Hash


class Sink(Protocol):
    """Who takes what a payload holds, in the order of the payload."""

    def state(self, state: State) -> None: ...

    def statements(self, statements: Sequence[SignedStatement]) -> None: ...

    def asks(self, numbers: Sequence[int]) -> None: ...

    def transactions(self, txns: Sequence[Txn]) -> None: ...


_encoder = msgspec.msgpack.Encoder()
_state = msgspec.msgpack.Decoder(State)
_statements = msgspec.msgpack.Decoder(Annotated[list[SignedStatement], Meta(max_length=MAX_STATEMENTS)])
_asks = msgspec.msgpack.Decoder(Annotated[list[BundleNumber], Meta(max_length=MAX_ASKS)])
_txns = msgspec.msgpack.Decoder(list[_WireTxn])
_changes = msgspec.msgpack.Decoder(Annotated[list[_WireChange], Meta(max_length=MAX_CHANGES)])
_trailer = msgspec.msgpack.Decoder(_Trailer)


class FrameWriter:
    """Makes the frames of one payload and counts what is in them."""

    def __init__(self) -> None:
        self.size = 0
        self.transactions: dict[str, int] = {}
        self.changes: dict[str, int] = {}
        self._frames = 0
        self._digest = hashlib.sha256()

    def frames(
        self,
        state: State,
        statements: Sequence[SignedStatement],
        txns: Iterable[WireTxn],
        asks: Sequence[int] = (),
        enclosed: Enclosed = NOTHING,
    ) -> Iterator[bytes]:
        """All frames of a payload. A frame of transactions is closed when it is about `FRAME_TARGET` bytes long."""
        yield self._frame(STATE, state)
        yield self._frame(STATEMENTS, list(statements))
        if asks:
            yield self._frame(ASKS, list(asks))
        if enclosed.held:
            yield self._frame(HELD, list(enclosed.held))
        block: list[list[object]] = []
        weight = 0
        for txn in txns:
            self._count(txn)
            for part in _parts(txn):
                if weight + part.weight > FRAME_TARGET and block:
                    yield self._frame(TRANSACTIONS, block)
                    block, weight = [], 0
                if part.begins:
                    block.append([*txn[:_CHANGES], len(txn.changes), part.changes])
                    weight += part.weight
                else:
                    yield self._frame(CONTINUED, part.changes)
        if block:
            yield self._frame(TRANSACTIONS, block)
        for piece in pieces(enclosed.contents(self.size)):
            yield self._frame(CONTENT, piece)
        totals = sum(self.transactions.values()), sum(self.changes.values())
        yield self._frame(TRAILER, _Trailer(self._frames, *totals, self._digest.digest()))

    def _count(self, txn: WireTxn) -> None:
        self.transactions[txn.scope] = self.transactions.get(txn.scope, 0) + 1
        self.changes[txn.scope] = self.changes.get(txn.scope, 0) + len(txn.changes)

    def _frame(self, kind: int, payload: object) -> bytes:
        data = _encoder.encode(payload)
        if len(data) > MAX_FRAME:
            raise ValueError(f"a frame of {len(data)} bytes")
        frame = len(data).to_bytes(4, "big") + bytes((kind,)) + data
        self._digest.update(frame)
        self._frames += 1
        self.size += len(frame)
        return frame


class FrameReader:
    """Takes a payload in pieces of any length and hands what it finds to a sink.

    Every transaction is checked against its hash. Raises Trouble bundle_corrupt and bundle_newer_format.
    """

    def __init__(self, header: Header, sink: Sink, contents: ContentSink | None = None) -> None:
        self._header = header
        self._sink = sink
        self._contents = ContentReader(contents)
        self._buffer = bytearray()
        self._digest = hashlib.sha256()
        self._size = 0
        self._frames = 0
        self._stage = 0
        self._told: set[int] = set()
        self._open: _WireTxn | None = None
        self._waiting = 0
        """Bytes of the frames that the open transaction came in so far."""
        self._transactions: dict[str, int] = {}
        self._changes: dict[str, int] = {}

    def write(self, data: bytes) -> int:
        """The next piece. The payload may not be longer than its header says."""
        self._size += len(data)
        if self._size > self._header.plain_size:
            raise corrupt("longer than declared")
        self._buffer += data
        while len(self._buffer) >= _HEAD:
            length = int.from_bytes(self._buffer[:4], "big")
            if length > MAX_FRAME:
                raise corrupt("frame too long")
            if len(self._buffer) < _HEAD + length:
                break
            frame = bytes(memoryview(self._buffer)[: _HEAD + length])
            del self._buffer[: _HEAD + length]
            self._take(frame[4], frame)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back but an unfinished frame."""

    def finish(self) -> None:
        """The payload is over: is it whole, and does it hold what header and trailer say?"""
        if self._stage != TRAILER or self._buffer or self._size != self._header.plain_size:
            raise corrupt("not whole")
        for one in self._header.scopes:
            found = (self._transactions.pop(one.scope, 0), self._changes.pop(one.scope, 0))
            if found != (one.transactions, one.changes):
                raise corrupt("counts of the header")
        if self._transactions:
            raise corrupt("a scope that the header does not name")

    def _take(self, kind: int, frame: bytes) -> None:
        payload = memoryview(frame)[_HEAD:]
        if self._stage == TRAILER:
            raise corrupt("something after the trailer")
        try:
            self._dispatch(kind, payload)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise corrupt(f"frame of type {kind}") from error
        self._digest.update(frame)
        self._frames += 1

    def _dispatch(self, kind: int, payload: memoryview) -> None:
        if kind in (ASKS, HELD):
            self._aside(kind, payload)
        if kind >= IGNORABLE and kind != CONTENT:
            return
        if self._open is not None and kind != CONTINUED:
            raise corrupt("a transaction without its end")
        match kind:
            case 1 if self._stage == 0:
                self._sink.state(_state.decode(payload))
            case 2 if self._stage == STATE:
                self._sink.statements(_statements.decode(payload))
            case 3 if self._stage in (STATEMENTS, TRANSACTIONS):
                self._block(_txns.decode(payload))
                self._waiting = len(payload)
            case 4 if self._stage == TRANSACTIONS and self._open is not None:
                self._waiting += len(payload)
                if self._waiting > MAX_TRANSACTION:
                    raise corrupt("a transaction without bounds")
                self._more(self._open, _changes.decode(payload))
                return
            case 131 if self._stage in (STATEMENTS, TRANSACTIONS, CONTENT):
                self._contents.take(payload)
            case 127 if self._stage in (STATEMENTS, TRANSACTIONS, CONTENT):
                self._contents.finish()
                self._check_trailer(_trailer.decode(payload))
            case 1 | 2 | 3 | 4 | 127 | 131:
                raise corrupt(f"frame of type {kind} out of place")
            case _:
                raise Trouble("bundle_newer_format", needs=f"frame {kind}")
        self._stage = kind

    def _aside(self, kind: int, payload: memoryview) -> None:
        """What may be passed over, told once: how much of it there is must not be the sender's to choose."""
        if kind in self._told or self._stage != STATEMENTS:
            raise corrupt(f"frame of type {kind} out of place")
        self._told.add(kind)
        if kind == ASKS:
            self._sink.asks(_asks.decode(payload))
        else:
            self._contents.held(payload)

    def _block(self, wires: list[_WireTxn]) -> None:
        whole = wires
        if wires and len(wires[-1].changes) < wires[-1].n_changes:
            self._open = wires[-1]
            whole = wires[:-1]
        self._hand_over(whole)

    def _more(self, wire: _WireTxn, changes: list[_WireChange]) -> None:
        if not changes:
            raise corrupt("an empty continuation")
        wire.changes.extend(changes)
        if len(wire.changes) >= wire.n_changes:
            self._open = None
            self._hand_over([wire])

    def _hand_over(self, wires: list[_WireTxn]) -> None:
        _check_names([change for wire in wires for change in wire.changes])
        txns = [_checked(wire) for wire in wires]
        for txn in txns:
            self._transactions[txn.scope] = self._transactions.get(txn.scope, 0) + 1
            self._changes[txn.scope] = self._changes.get(txn.scope, 0) + len(txn.changes)
        self._sink.transactions(txns)

    def _check_trailer(self, trailer: _Trailer) -> None:
        found = (self._frames, sum(self._transactions.values()), sum(self._changes.values()), self._digest.digest())
        if found != (trailer.frames, trailer.transactions, trailer.changes, trailer.sha256):
            raise corrupt("trailer")


class _Part(msgspec.Struct, gc=False):
    """Changes of one transaction that go into one frame; the first part brings the transaction's head."""

    begins: bool
    weight: int
    changes: list[WireChange]


def _parts(txn: WireTxn) -> Iterator[_Part]:
    weights = [_CHANGE_WEIGHT + len(c[4] or "") for c in txn.changes]
    if sum(weights) <= FRAME_TARGET:
        yield _Part(True, _TXN_WEIGHT + sum(weights), txn.changes)
        return
    part = _Part(True, _TXN_WEIGHT, [])
    for change, weight in zip(txn.changes, weights, strict=True):
        if part.weight + weight > FRAME_TARGET and part.changes:
            yield part
            part = _Part(False, 0, [])
        part.weight += weight
        part.changes.append(change)
    yield part


def _check_names(changes: list[_WireChange]) -> None:
    """Kinds and record ids have the form of such. Raises Trouble bundle_corrupt."""
    if not all(map(ENT.fullmatch, {change[1] for change in changes})):
        raise corrupt("a kind of record")
    rids = "\n".join([change[2] for change in changes])
    if changes and (rids.count("\n") != len(changes) - 1 or not _RIDS.fullmatch(rids)):
        raise corrupt("a record id")


def _checked(wire: _WireTxn) -> Txn:
    """The transaction, its hash computed anew from what came. Raises Trouble bundle_corrupt."""
    if len(wire.changes) != wire.n_changes:
        raise corrupt("changes of a transaction")
    changes = tuple([_change(one) for one in wire.changes])
    head = (wire.scope, wire.office, wire.rep, wire.n, wire.hlc, wire.actor, wire.action, wire.run, wire.sv)
    parents = tuple(sorted(wire.parents))
    if len(set(parents)) != len(parents) or txn_hash(*head, parents, changes) != wire.hash:
        raise corrupt("hash of a transaction")
    return Txn(wire.hash, *head, parents, changes)


def _change(wire: _WireChange) -> Change:
    op, ent, rid, local, body, salt, digest = wire
    if local and op != "u":
        raise corrupt("what stays at home is no change of fields")
    if op == "x" and body != "{}":
        raise corrupt("a tombstone that says something")
    if body is not None and salt is not None and digest is None and not local:
        return Change(ent, rid, op, body, salt, body_hash(salt, body))
    if body is not None:
        raise corrupt("a change with a wrong body")
    if salt is not None or digest is None:
        raise corrupt("a change without body and hash")
    return Change(ent, rid, op, None, None, digest, local == 1)
