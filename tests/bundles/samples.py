"""Offices, transactions and bundles for the tests, good ones and signed hostile ones."""

import hashlib
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from station_desk.bundles.envelope import Address, Checked, Packed, ScopePlan, check, open_payload, pack
from station_desk.bundles.frames import SignedStatement, State
from station_desk.bundles.header import HASHED, Header, ScopeHead, encode_header
from station_desk.bundles.identity import Identity, new_identity
from station_desk.bundles.sealing import seal
from station_desk.domain import exchange
from station_desk.domain.journal import Change, Op, Txn, body_hash, encode_body, txn_hash
from station_desk.domain.records import OfficeKind

STATION = new_identity("371602009", OfficeKind.STATION, "梁才派出所")
COUNTY = new_identity("371602", OfficeKind.COUNTY, "滨城分局")
STRANGER = new_identity("371603", OfficeKind.COUNTY, "沾化分局")
KEYS = {one.public.code: one.public.sign_key for one in (STATION, COUNTY)}
NOTHING = State([], 0, bytes(32))


def change(
    op: Op = "c", ent: str = "person", rid: str | None = None, fields: object = None, *, local: bool = False
) -> Change:
    """One change with a body of its own."""
    salt, body = os.urandom(16), encode_body({"name": "甲某"} if fields is None else fields)
    return Change(ent, rid or os.urandom(16).hex(), op, body, salt, body_hash(salt, body), local)


def txn(
    changes: Sequence[Change],
    parents: Iterable[bytes] = (),
    *,
    scope: str = "371602009",
    office: str = "371602009",
    n: int = 1,
    hlc: int = 1_795_000_000_000,
    rep: int = 7,
) -> Txn:
    """A transaction with its right hash."""
    head = (scope, office, rep, n, hlc, "a1", "person_add", None, 1)
    kept = tuple(sorted(parents))
    return Txn(txn_hash(*head, kept, changes), *head, parents=kept, changes=tuple(changes))


def chain(n: int, each: int = 2) -> list[Txn]:
    """`n` transactions, each the child of the one before."""
    made: list[Txn] = []
    for i in range(n):
        made.append(
            txn([change() for _ in range(each)], [made[-1].hash] if made else [], n=i + 1, hlc=1_795_000_000_000 + i)
        )
    return made


def packed(
    txns: Sequence[Txn],
    signer: Identity = STATION,
    to: Identity = COUNTY,
    state: State = NOTHING,
    statements: Sequence[SignedStatement] = (),
    **address: object,
) -> Packed:
    """A good bundle of `txns`."""
    scopes = [ScopePlan("371602009", [], [txns[-1].hash] if txns else [])]
    fields: dict[str, object] = {
        "to": to.public.code,
        "number": 1,
        "created": "2026-11-22T01:00:00.000Z",
        "app": "0.1.0",
        "sv": 1,
        "scopes": scopes,
        "recipients": [to.public.seal_key],
    }
    return pack(signer, Address(**fields | address), state, statements, map(exchange.wire, txns))  # type: ignore[arg-type]


def file_of(bundle: Packed) -> bytes:
    """The bytes of a bundle."""
    data = b"".join(bundle.chunks())
    bundle.close()
    return data


@dataclass
class Kept:
    """A sink that keeps what it is told."""

    states: list[State] = field(default_factory=list)
    signed: list[SignedStatement] = field(default_factory=list)
    txns: list[Txn] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def state(self, state: State) -> None:
        self.states.append(state)

    def asks(self, numbers: Sequence[int]) -> None:
        self.asked.extend(numbers)

    def statements(self, statements: Sequence[SignedStatement]) -> None:
        self.signed.extend(statements)

    def transactions(self, txns: Sequence[Txn]) -> None:
        self.txns.extend(txns)


def checked(data: bytes, own: Identity = COUNTY) -> Checked:
    """The file after the check of its signature."""
    return check(io.BytesIO(data), len(data), own.public.code, KEYS.get)


def opened(data: bytes, own: Identity = COUNTY) -> Kept:
    """What the file holds, checked first."""
    kept = Kept()
    open_payload(io.BytesIO(data), checked(data, own), own, kept)
    return kept


def frame(kind: int, payload: object) -> bytes:
    """One frame by hand."""
    data = payload if isinstance(payload, bytes) else msgspec.msgpack.encode(payload)
    return len(data).to_bytes(4, "big") + bytes((kind,)) + data


def trailer(frames: Sequence[bytes], transactions: int, changes: int) -> bytes:
    """A trailer that fits."""
    return frame(127, [len(frames), transactions, changes, hashlib.sha256(b"".join(frames)).digest()])


def signed(signer: Identity, outside: bytes, ciphertext: bytes) -> bytes:
    """Any bytes under a good signature: what a hostile but enrolled office can make."""
    body = outside + ciphertext
    return body + signer.sign(hashlib.sha256(HASHED + body).digest())


def sealed(frames: Iterable[bytes], to: Identity = COUNTY) -> bytes:
    """Frames compressed and encrypted."""
    out = io.BytesIO()
    seal(frames, out, [to.public.seal_key])
    return out.getvalue()


def header(**changed: object) -> Header:
    """A header of an empty bundle, with changes."""
    plain: dict[str, object] = {
        "fmt": 1,
        "min_reader": 1,
        "suite": 1,
        "sender": STATION.public.code,
        "to": COUNTY.public.code,
        "number": 1,
        "created": "2026-11-22T01:00:00.000Z",
        "app": "0.1.0",
        "sv": 1,
        "plain_size": 0,
        "transactions": 0,
        "changes": 0,
        "scopes": [],
    }
    return Header(**plain | changed)  # type: ignore[arg-type]


def forged(frames: Sequence[bytes], transactions: int = 0, changes: int = 0, **changed: object) -> bytes:
    """A validly signed bundle of frames made by hand; the header's sums fit unless `changed` says otherwise."""
    scopes = [ScopeHead("371602009", transactions, changes, [], [])] if transactions else []
    fields = {
        "plain_size": sum(map(len, frames)),
        "transactions": transactions,
        "changes": changes,
        "scopes": scopes,
    } | changed
    return signed(STATION, encode_header(header(**fields)), sealed(frames))


def wire(one: Txn) -> list[object]:
    """A transaction as a frame holds it."""
    changes = [(c.op, c.ent, c.rid, int(c.local), c.body, c.salt, None) for c in one.changes]
    head = (one.hash, one.scope, one.office, one.rep, one.n, one.hlc, one.actor, one.action, one.run, one.sv)
    return [*head, one.parents, len(changes), changes]


START = [frame(1, NOTHING), frame(2, [])]
"""State and statements: what every payload begins with."""
