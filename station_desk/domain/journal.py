"""The journal: transactions addressed by their hash, each with its parents (EXCHANGE 1 and 7.1, DESIGN 4).

A hash covers a body only through the salted hash of that body, so that a body can be erased, or stay at home, and the
chain still verifies. Everything here is final: a journal cannot be rewritten.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

SUITE = 1
"""Suite 1: SHA-256, Ed25519, age X25519. Suite 2 (national) may follow; unknown suites are refused."""

MAX_CHANGES = 10_000
"""Changes in one transaction at most; a larger act is a run of several transactions (DESIGN 4, decision 6)."""

SALT_BYTES = 16
CLOCK_AHEAD_MS = 24 * 3600 * 1000
"""An imported clock further ahead than this is flagged and does not drag the receiver's clock."""

ENT = re.compile(r"[a-z][a-z_]{0,31}")
RID = re.compile(r"[0-9A-Za-z._-]{1,64}")

Op = Literal["c", "u", "x"]
"""c: a record is created; u: fields are changed; x: tombstone, the record is erased for ever (decision 7)."""

Value = str | int | None
"""What a field may hold: text, whole number, nothing. Money in fen, points in tenths, dates as ISO text."""

Clock = tuple[int, int, bytes]
"""(hlc, rep, txn hash): the total order of writes to one field."""

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Change(NamedTuple):
    """One record touched by a transaction. (A tuple: hundreds of thousands come with one bundle.)

    `body` is JSON text: for "c" `{"field": value}`, for "u" `{"field": [value, hlc, rep, txh-hex]}` where the three
    last name the write that was overwritten, for "x" `{}`. `body` and `salt` are None where the body was erased or is
    `local` (it never leaves the office that wrote it).
    """

    ent: str
    rid: str
    op: Op
    body: str | None
    salt: bytes | None
    body_hash: bytes
    local: bool = False


@dataclass(frozen=True, slots=True)
class Txn:
    """One act of one person, or one part of a run. `hlc` is in milliseconds (hybrid logical clock)."""

    hash: bytes
    scope: str
    office: str
    rep: int
    n: int
    hlc: int
    actor: str
    action: str
    run: str | None
    sv: int
    parents: tuple[bytes, ...]
    changes: tuple[Change, ...]

    @property
    def clock(self) -> Clock:
        return (self.hlc, self.rep, self.hash)


def body_hash(salt: bytes, body: str) -> bytes:
    """SHA-256 over salt and UTF-8 body."""
    return hashlib.sha256(salt + body.encode()).digest()


def txn_hash(
    scope: str,
    office: str,
    rep: int,
    n: int,
    hlc: int,
    actor: str,
    action: str,
    run: str | None,
    sv: int,
    parents: Iterable[bytes],
    changes: Sequence[Change],
) -> bytes:
    """The address of a transaction: SHA-256 over its head and, for each change, its kind, record and body hash."""
    head = [SUITE, scope, office, rep, n, hlc, actor, action, run, sv, sorted(p.hex() for p in parents)]
    text = _encoder.encode(head).encode()
    parts = [b"station-desk txn 1\0", len(text).to_bytes(4, "big"), text]
    for ent, rid, op, _body, _salt, digest, local in changes:
        parts += (f"{op}\x1f{ent}\x1f{rid}\x1f{local:d}\x1f".encode(), digest)
    return hashlib.sha256(b"".join(parts)).digest()


def encode_body(fields: object) -> str:
    """A body as JSON text: no blanks, Chinese as it is, keys in the order given."""
    return _encoder.encode(fields)


def next_hlc(last: int, wall_ms: int) -> int:
    """The clock of the next local transaction: wall time, but never behind what was seen."""
    return max(last + 1, wall_ms)
