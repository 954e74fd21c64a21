"""The outside of a bundle: magic, header, signature (packaging/FORMAT.md).

The header is plain JSON in one canonical form, so that a stick can be sorted without opening anything. It names ids,
hashes and counts only.
"""

import re
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from station_desk.domain.journal import SUITE
from station_desk.domain.trouble import Trouble

MAGIC = b"SDB1\n"
FORMAT = 1
READER = 1
"""The newest `min_reader` that this program understands."""

SUFFIX = ".sdb"
MAX_HEADER = 64 * 1024
MAX_PREREQUISITES = 64
"""Named for each scope at most: they let a gap be seen early. The parents of each transaction are the real test."""

MAX_KEY_CHANGES = 12
"""Statements about keys that a header names at most: the newest ones."""

MAX_PLAIN = (1 << 32) - 1
"""Bytes of a payload at most (a stick with FAT32 holds no longer file)."""

MAX_RATIO = 200
RATIO_SLACK = 64 * 1024
SIGNATURE_BYTES = 64
HASHED = b"station-desk bundle 1\0"
"""Put before the file's bytes when they are hashed for the signature."""

_HEADER_LENGTH = 4
_ANY_MAGIC = re.compile(rb"SDB[0-9]\n")

Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Scope = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{1,32}\Z")]
Count = Annotated[int, Meta(ge=0, le=2**53)]
MOST_NUMBER = 999_999_999
"""A bundle's number at most: no office comes near it, and there is room above for what others may say."""

BundleNumber = Annotated[int, Meta(ge=0, le=MOST_NUMBER)]
Stamp = Annotated[str, Meta(pattern=r"^[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\Z")]
"""An instant; that its day is in the calendar is for `real_time` to say. (No year that a time zone could push out of it.)"""

ShortCode = Annotated[str, Meta(pattern=r"^[0-9A-F]{4}-[0-9A-F]{2}\Z")]
"""The first six digits of a file's SHA-256 as they stand on paper."""


def real_time(text: str) -> None:
    """Raises ValueError where `text`, a `Stamp`, names a day or an hour that there is not: screens and paper say it in words."""
    datetime.fromisoformat(text)


class ScopeHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One scope of a bundle: what it brings, what must be known before, and what the sender holds."""

    scope: Scope
    transactions: Count
    changes: Count
    prereq: Annotated[list[Hex], Meta(max_length=MAX_PREREQUISITES)]
    heads: Annotated[list[Hex], Meta(max_length=256)]


class SignedKeyChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement about keys as it was signed (`bundles.key_change`)."""

    body: Annotated[str, Meta(max_length=16 * 1024)]
    signature: Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The header of format 1. `plain_size` is the length of the payload in bytes before compression.

    `signer` is the key that has signed the file, `keys` what is to be said about keys; both are left out where they are
    not needed, and believed only as far as their own signatures go.
    """

    fmt: int
    min_reader: int
    suite: int
    sender: Scope = msgspec.field(name="from")
    to: Scope
    number: Annotated[int, Meta(ge=1, le=MOST_NUMBER)]
    created: Stamp
    app: Annotated[str, Meta(pattern=r"^[ -~]{0,32}\Z")]
    sv: Count
    plain_size: Annotated[int, Meta(ge=0, le=MAX_PLAIN)]
    transactions: Count
    changes: Count
    scopes: Annotated[list[ScopeHead], Meta(max_length=16)]
    signer: Hex | None = None
    keys: Annotated[list[SignedKeyChange], Meta(max_length=MAX_KEY_CHANGES)] = msgspec.field(default_factory=list)

    def __post_init__(self) -> None:
        real_time(self.created)


class Outer(msgspec.Struct, frozen=True):
    """What every format says in its header, ours and later ones."""

    fmt: int
    min_reader: int
    suite: int
    sender: Scope = msgspec.field(name="from")
    to: Scope
    number: Count
    signer: str | None = None
    keys: list[SignedKeyChange] = msgspec.field(default_factory=list)


class Opened(msgspec.Struct, frozen=True):
    """The outside as it was read, before anything is proven: its raw bytes up to the ciphertext, and what they say."""

    raw: bytes
    outer: Outer

    @property
    def offset(self) -> int:
        """Where the ciphertext begins."""
        return len(self.raw)


def corrupt(reason: str) -> Trouble:
    """A file that is not as its sender made it, or that a sender made wrong. `reason` is for the log and the tests."""
    return Trouble("bundle_corrupt", reason=reason)


def encode_header(header: Header) -> bytes:
    """Magic, length and canonical JSON: everything before the ciphertext."""
    text = msgspec.json.encode(header)
    if len(text) > MAX_HEADER:
        raise ValueError("the header is too long")
    return MAGIC + len(text).to_bytes(_HEADER_LENGTH, "big") + text


def open_outside(start: bytes, size: int) -> Opened:
    """The outside from the first bytes of a file of `size` bytes. Raises Trouble bundle_corrupt."""
    if not _ANY_MAGIC.match(start):
        raise corrupt("magic")
    begin = len(MAGIC) + _HEADER_LENGTH
    length = int.from_bytes(start[len(MAGIC) : begin], "big")
    if length > MAX_HEADER or begin + length + SIGNATURE_BYTES > size:
        raise corrupt("length")
    try:
        outer = msgspec.json.decode(start[begin : begin + length], type=Outer)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise corrupt("header") from error
    return Opened(start[: begin + length], outer)


def is_newer(opened: Opened) -> bool:
    """Whether the file needs a later program than this one."""
    outer = opened.outer
    return not opened.raw.startswith(MAGIC) or outer.suite != SUITE or outer.min_reader > READER


def strict_header(opened: Opened, size: int) -> Header:
    """The header of a file whose signature is good and that is not newer. Raises Trouble bundle_corrupt.

    A later format that we may read (`fmt` above ours, `min_reader` not) may have keys that we do not know.
    """
    text = opened.raw[len(MAGIC) + _HEADER_LENGTH :]
    try:
        if opened.outer.fmt > FORMAT:
            known = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
            text = msgspec.json.encode({k: v for k, v in known.items() if k in _FIELDS})
        header = msgspec.json.decode(text, type=Header)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise corrupt("header") from error
    if opened.outer.fmt <= FORMAT and msgspec.json.encode(header) != text:
        raise corrupt("header form")
    _check_sums(header, size - opened.offset - SIGNATURE_BYTES)
    return header


_FIELDS = frozenset(f.encode_name for f in msgspec.structs.fields(Header))


def _check_sums(header: Header, sealed: int) -> None:
    """The numbers of a header must fit each other and the length of the ciphertext."""
    if header.fmt < 1 or header.min_reader < 1:
        raise corrupt("format number")
    if header.plain_size > MAX_RATIO * sealed + RATIO_SLACK:
        raise corrupt("ratio")
    names = [one.scope for one in header.scopes]
    if len(set(names)) != len(names):
        raise corrupt("scope twice")
    if header.transactions != sum(s.transactions for s in header.scopes):
        raise corrupt("transactions do not add up")
    if header.changes != sum(s.changes for s in header.scopes):
        raise corrupt("changes do not add up")
