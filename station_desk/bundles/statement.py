"""Head statements: what an office holds of a scope, signed by it, to be kept and passed on (DESIGN 4, decision 5)."""

from typing import Annotated

import msgspec
from msgspec import Meta

from station_desk.bundles.frames import SignedStatement
from station_desk.bundles.header import Count, Hex, Scope, Stamp, real_time
from station_desk.bundles.identity import Identity, verify

FORM = "station-desk heads 1"
_SIGNED = b"station-desk head statement 1\0"


class Heads(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The statement's text. `access_head` notarises the access log, which itself stays at home."""

    form: str
    office: Scope
    scope: Scope
    at: Stamp
    heads: Annotated[list[Hex], Meta(max_length=1024)]
    transactions: Count
    changes: Count
    access_head: Hex

    def __post_init__(self) -> None:
        real_time(self.at)


def make_statement(
    signer: Identity, scope: str, at: str, heads: list[bytes], transactions: int, changes: int, access_head: bytes
) -> SignedStatement:
    """The signed statement of the office `signer` about `scope`; counts are those of the whole scope."""
    text = Heads(
        FORM, signer.public.code, scope, at, [h.hex() for h in sorted(heads)], transactions, changes, access_head.hex()
    )
    body = msgspec.json.encode(text).decode()
    return SignedStatement(signer.public.code, scope, at, body, signer.sign(_SIGNED + body.encode()))


def read_statement(statement: SignedStatement, sign_key: bytes) -> Heads | None:
    """What the statement says, if `sign_key` signed exactly this; None otherwise."""
    if not verify(sign_key, statement.signature, _SIGNED + statement.body.encode()):
        return None
    try:
        text = msgspec.json.decode(statement.body, type=Heads)
    except msgspec.MsgspecError:
        return None
    named = (text.form, text.office, text.scope, text.at)
    return text if named == (FORM, statement.office, statement.scope, statement.at) else None
