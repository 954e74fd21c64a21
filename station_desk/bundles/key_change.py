"""Statements about keys: an office changed them, had them stolen, or came back with new ones (packaging/FORMAT.md, 6).

A statement travels in the header of bundles, outside what is sealed: whoever gets the first bundle under a new key must
be able to judge that key before anything is opened. It is proven by its own signature, never by the bundle's.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from station_desk.bundles.header import MAX_KEY_CHANGES, Count, Hex, Scope, SignedKeyChange, Stamp, real_time
from station_desk.bundles.identity import Identity, PublicIdentity, fingerprint, read_public, verify
from station_desk.domain.journal import SUITE
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble

FORM = "station-desk key change 1"
SUFFIX = ".sdc"
MAX_FILE = 256 * 1024
_SIGNED = b"station-desk key change 1\0"

Why = Literal["planned", "stolen", "lost"]
"""`planned`: signed by the old key, followed on sight. `stolen`: the old key counts no more, the new one only after a
person has compared it; signed by the old key itself or by the county. `lost`: the other side's word that a person has
compared the new key; signed by that side."""


class KeyChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The statement's text, for the office `to`. `by` has signed it; `identity` is the new public identity file (None: no
    new key is named). `number` (the newest bundle for `to` under the old key) and `heads` bound what that may still say."""

    form: str
    suite: int
    office: Scope
    by: Scope
    to: Scope
    why: Why
    at: Stamp
    kind: OfficeKind
    old_key: Hex
    old_seal: Annotated[str, Meta(max_length=128)]
    identity: Annotated[str, Meta(max_length=4096)] | None
    number: Count
    heads: Annotated[list[Hex], Meta(max_length=256)]

    def __post_init__(self) -> None:
        real_time(self.at)

    @property
    def new(self) -> PublicIdentity | None:
        """The new public identity, which is whole: `read_change` saw to it."""
        return read_public(self.identity.encode()) if self.identity is not None else None

    @property
    def old_fingerprint(self) -> str:
        """The fingerprint under the old keys."""
        return fingerprint(self.office, self.kind, bytes.fromhex(self.old_key), self.old_seal)


def make_change(
    signer: Identity,
    old: PublicIdentity,
    why: Why,
    at: str,
    to: str,
    *,
    identity: bytes | None = None,
    number: int = 0,
    heads: Iterable[bytes] = (),
) -> SignedKeyChange:
    """A statement for `to` about the keys `old`, signed by `signer`; `identity` is the public file of the new ones."""
    text = KeyChange(
        form=FORM,
        suite=SUITE,
        office=old.code,
        by=signer.public.code,
        to=to,
        why=why,
        at=at,
        kind=old.kind,
        old_key=old.sign_key.hex(),
        old_seal=old.seal_key,
        identity=identity.decode() if identity is not None else None,
        number=number,
        heads=[one.hex() for one in sorted(heads)],
    )
    body = msgspec.json.encode(text).decode()
    return SignedKeyChange(body, signer.sign(_SIGNED + body.encode()).hex())


def open_change(signed: SignedKeyChange) -> KeyChange | None:
    """What a statement says, whoever signed it; None where it is none or contradicts itself."""
    try:
        text = msgspec.json.decode(signed.body, type=KeyChange)
        new = text.new
    except (msgspec.MsgspecError, Trouble):
        return None
    if (text.form, text.suite) != (FORM, SUITE) or (new is None) != (text.identity is None):
        return None
    if new is not None and ((new.code, new.kind) != (text.office, text.kind) or new.sign_key.hex() == text.old_key):
        return None
    return text


def is_signed_by(signed: SignedKeyChange, sign_key: bytes) -> bool:
    """Whether exactly this statement was signed with the private half of `sign_key`."""
    return verify(sign_key, bytes.fromhex(signed.signature), _SIGNED + signed.body.encode())


def to_file(said: Sequence[SignedKeyChange]) -> bytes:
    """The statements for one office as a file that is handed over (suffix `.sdc`)."""
    return msgspec.json.encode(list(said)) + b"\n"


def from_file(data: bytes) -> list[SignedKeyChange] | None:
    """The statements in a file; None for any other file."""
    try:
        said = msgspec.json.decode(data, type=list[SignedKeyChange]) if len(data) <= MAX_FILE else []
    except (msgspec.MsgspecError, ValueError):
        return None
    return said if said and len(said) <= MAX_KEY_CHANGES and to_file(said) == data else None
