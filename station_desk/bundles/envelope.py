"""A whole bundle: packed for a receiver, and checked before anything in it is believed (EXCHANGE 3).

The signature at the end covers every byte before it. `check` hashes the file and verifies the signature with the key of
a trusted sender first; only `open_payload` of what `check` has returned decrypts, decompresses and parses.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from station_desk.bundles.blobs import NOTHING, ContentSink, Enclosed
from station_desk.bundles.frames import FrameReader, FrameWriter, SignedStatement, Sink, State
from station_desk.bundles.header import (
    FORMAT,
    HASHED,
    MAX_HEADER,
    READER,
    SIGNATURE_BYTES,
    Header,
    Opened,
    ScopeHead,
    SignedKeyChange,
    corrupt,
    encode_header,
    is_newer,
    open_outside,
    strict_header,
)
from station_desk.bundles.identity import Identity, verify
from station_desk.bundles.sealing import AGE_HEADER, check_age_header, seal, unseal
from station_desk.domain.exchange import WireTxn
from station_desk.domain.journal import SUITE, Txn
from station_desk.domain.progress import Progress, silent
from station_desk.domain.trouble import Trouble

_STEP = 1 << 20
_IN_MEMORY = 16 * 1024 * 1024
ON_THE_WAY = 48 * 1024 * 1024
"""Ciphertext that compressor and cipher may still hold back at most, while frames are written."""


@dataclass(frozen=True, slots=True)
class ScopePlan:
    """What the header says of one scope: transactions that must be known before, and what the sender holds."""

    scope: str
    prereq: Sequence[bytes]
    heads: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Address:
    """The outside of a bundle to be made. `recipients` are age recipients: the receiver, and its escrow if any."""

    to: str
    number: int
    created: str
    app: str
    sv: int
    scopes: Sequence[ScopePlan]
    recipients: Sequence[str]
    keys: Sequence[SignedKeyChange] = ()


class Packed:
    """A bundle that is ready to be written somewhere: `chunks` gives its bytes as often as they are wanted."""

    def __init__(self, header: Header, outside: bytes, sealed: BinaryIO, signer: Identity) -> None:
        self.header = header
        self._outside = outside
        self._sealed = sealed
        signed, whole, size = hashlib.sha256(HASHED + outside), hashlib.sha256(outside), len(outside)
        for chunk in self._ciphertext():
            signed.update(chunk)
            whole.update(chunk)
            size += len(chunk)
        self._signature = signer.sign(signed.digest())
        whole.update(self._signature)
        self.sha256 = whole.digest()
        self.size = size + SIGNATURE_BYTES

    def chunks(self) -> Iterator[bytes]:
        """The file from its first byte to its last."""
        yield self._outside
        yield from self._ciphertext()
        yield self._signature

    def close(self) -> None:
        """Let go of the ciphertext."""
        self._sealed.close()

    def _ciphertext(self) -> Iterator[bytes]:
        self._sealed.seek(0)
        while chunk := self._sealed.read(_STEP):
            yield chunk


def pack(
    signer: Identity,
    address: Address,
    state: State,
    statements: Sequence[SignedStatement],
    txns: Iterable[WireTxn],
    folder: str | None = None,
    asks: Sequence[int] = (),
    enclosed: Enclosed = NOTHING,
) -> Packed:
    """Seal and sign a bundle. `folder` is where a large ciphertext may wait (default: the system's); close the answer.

    `asks` are numbers of the receiver's bundles that are wanted again. `enclosed.contents` hears how long the file may
    have become with the records alone.
    """
    sealed = cast("BinaryIO", SpooledTemporaryFile(_IN_MEMORY, dir=folder))  # noqa: SIM115 - closed by Packed.close
    try:
        writer = FrameWriter()
        counted = Enclosed(enclosed.held, lambda plain: enclosed.contents(min(plain, sealed.tell() + ON_THE_WAY)))
        seal(writer.frames(state, statements, txns, asks, counted), sealed, address.recipients)
        header = Header(
            fmt=FORMAT,
            min_reader=READER,
            suite=SUITE,
            sender=signer.public.code,
            to=address.to,
            number=address.number,
            created=address.created,
            app=address.app,
            sv=address.sv,
            plain_size=writer.size,
            transactions=sum(writer.transactions.values()),
            changes=sum(writer.changes.values()),
            scopes=[_scope_head(plan, writer) for plan in address.scopes],
            signer=signer.public.sign_key.hex(),
            keys=list(address.keys),
        )
        return Packed(header, encode_header(header), sealed, signer)
    except BaseException:
        sealed.close()
        raise


def _scope_head(plan: ScopePlan, writer: FrameWriter) -> ScopeHead:
    return ScopeHead(
        plan.scope,
        writer.transactions.get(plan.scope, 0),
        writer.changes.get(plan.scope, 0),
        [one.hex() for one in plan.prereq],
        [one.hex() for one in plan.heads],
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle whose signature is a trusted sender's. `sha256` is that of the whole file."""

    header: Header
    sha256: bytes
    offset: int
    end: int


KeyOf = Callable[[str], bytes | None]
"""The Ed25519 key of a trusted office (or of our own) by its code; None for a stranger."""


def check(stream: BinaryIO, size: int, own_code: str, key_of: KeyOf, progress: Progress = silent) -> Checked:
    """Prove who made the file and that it is whole, without decrypting anything. `stream` is a local copy.

    Raises Trouble bundle_corrupt, bundle_unknown_sender(sender), bundle_wrong_recipient(to), bundle_newer_format. What
    a stranger's file says of its receiver is believed as far as this: a file for someone else is not ours to enrol for.
    """
    opened = glance(stream, size)
    outer = opened.outer
    key = key_of(outer.sender)
    if key is None:
        if outer.to != own_code:
            raise Trouble("bundle_wrong_recipient", to=outer.to)
        raise Trouble("bundle_unknown_sender", sender=outer.sender)
    if outer.suite != SUITE:
        raise Trouble("bundle_newer_format", needs=f"suite {outer.suite}")
    sha256 = _verify(stream, size, key, progress)
    if is_newer(opened):
        raise Trouble("bundle_newer_format", needs=f"reader {outer.min_reader}")
    header = strict_header(opened, size)
    if header.to != own_code:
        raise Trouble("bundle_wrong_recipient", to=header.to)
    return Checked(header, sha256, opened.offset, size - SIGNATURE_BYTES)


def glance(stream: BinaryIO, size: int) -> Opened:
    """Read the outside only. Raises Trouble bundle_corrupt."""
    stream.seek(0)
    return open_outside(stream.read(MAX_HEADER + 64), size)


def _verify(stream: BinaryIO, size: int, key: bytes, progress: Progress) -> bytes:
    """SHA-256 of the file whose signature is `key`'s. Raises Trouble bundle_corrupt."""
    stream.seek(0)
    signed, whole, left = hashlib.sha256(HASHED), hashlib.sha256(), size - SIGNATURE_BYTES
    while left:
        chunk = stream.read(min(_STEP, left))
        if not chunk:
            raise corrupt("cut short")
        signed.update(chunk)
        whole.update(chunk)
        left -= len(chunk)
        progress(size - left, size)
    signature = stream.read(SIGNATURE_BYTES + 1)
    if len(signature) != SIGNATURE_BYTES or not verify(key, signature, signed.digest()):
        raise corrupt("signature")
    whole.update(signature)
    return whole.digest()


def open_payload(
    stream: BinaryIO,
    checked: Checked,
    own: Identity,
    sink: Sink,
    progress: Progress = silent,
    contents: ContentSink | None = None,
) -> int:
    """Decrypt, decompress and parse the payload of a checked bundle into `sink`.

    It may still be sealed to keys that we had before; the answer is how many changes of key ago that was (0: today's).

    Raises Trouble bundle_wrong_recipient, bundle_corrupt, bundle_newer_format, and whatever `sink` raises. The sink has
    heard of a payload that turns out bad: it must be able to forget everything. Without `contents` the contents of
    attachments are passed over.
    """
    stream.seek(checked.offset)
    check_age_header(stream.read(min(AGE_HEADER, checked.end - checked.offset)))
    reader = FrameReader(checked.header, sink, contents)
    for ago, secret in enumerate((own.seal_secret, *own.former_seals)):
        part = _Part(stream, checked.offset, checked.end, progress)
        try:
            unseal(cast("BinaryIO", part), reader, secret)  # nothing reaches the reader where the key does not fit
        except Trouble as trouble:
            if trouble.code != "bundle_wrong_recipient" or ago == len(own.former_seals):
                raise
            continue
        reader.finish()
        return ago
    raise Trouble("bundle_wrong_recipient")


class _Enough(Exception):
    """The state was read; the rest is not wanted."""


class _StateOnly:
    """A sink that stops after the state."""

    def __init__(self) -> None:
        self.found: State | None = None

    def state(self, state: State) -> None:
        self.found = state
        raise _Enough

    def statements(self, statements: Sequence[SignedStatement]) -> None:
        raise corrupt("no state")

    def asks(self, numbers: Sequence[int]) -> None:
        raise corrupt("no state")

    def transactions(self, txns: Sequence[Txn]) -> None:
        raise corrupt("no state")


def peek_state(stream: BinaryIO, checked: Checked, own: Identity) -> State:
    """The sender's state alone: the first frame of a checked bundle. Raises as `open_payload`."""
    sink = _StateOnly()
    with suppress(_Enough):
        open_payload(stream, checked, own, sink)
    if sink.found is None:
        raise corrupt("no state")
    return sink.found


class _Part(io.RawIOBase):
    """The ciphertext within the file, for a reader that reads to the end. Progress is told every MiB."""

    def __init__(self, stream: BinaryIO, start: int, end: int, progress: Progress) -> None:
        super().__init__()
        stream.seek(start)
        self._stream = stream
        self._at = self._told = start
        self._end = end
        self._progress = progress

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        left = self._end - self._at
        taken = self._stream.read(left if size < 0 else min(size, left))
        self._at += len(taken)
        if self._at - self._told >= _STEP or not taken:
            self._told = self._at
            self._progress(self._at, self._end)
        return taken
