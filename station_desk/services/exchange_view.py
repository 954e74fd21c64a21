"""A file of the exchange to look at, before it is taken in."""

from pathlib import Path

from station_desk import SCHEMA_VERSION
from station_desk.bundles.envelope import check, glance, peek_state
from station_desk.bundles.header import Header, Opened, is_newer, strict_header
from station_desk.domain.exchange import Inspected, Signature
from station_desk.domain.journal import SUITE
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.exchange_copy import LocalCopy, local_copy
from station_desk.services.exchange_keys import own_identity
from station_desk.services.exchange_signer import find_signer
from station_desk.store.journal_rows import known
from station_desk.store.peers import load_peers


def inspect(desk: Desk, file: Path) -> Inspected:
    """What a file says of itself. Takes nothing in and writes nothing. Trouble exchange_file_unreadable (file)."""
    identity = own_identity(desk)
    with desk.store.read() as conn:
        peers = {peer.office: peer for peer in load_peers(conn)}
    with local_copy(desk, file) as copy:
        try:
            opened = glance(copy.stream, copy.size)
        except Trouble:
            return Inspected(None, None, None, None, (), None, None, False, "invalid", False, False)
        own, signer = identity.public, find_signer(desk, peers, opened.outer)
        key = signer.key if signer else own.sign_key if opened.outer.sender == own.code else None
        provable = key is not None and opened.outer.suite == SUITE
        signature: Signature = "valid" if provable else "unknown_sender"
        for_us = False
        try:
            checked = check(copy.stream, copy.size, desk.office.code, lambda _code: key)
            if signer is not None:
                signer.admit(desk, checked, dry_run=True)
            peek_state(copy.stream, checked, identity)
            for_us = True
        except Trouble as trouble:
            if trouble.code == "bundle_corrupt" or trouble.code.startswith("bundle_key_"):
                signature = "invalid"
        return _inspected(desk, opened, _header(opened, copy), signature, for_us)


def _header(opened: Opened, copy: LocalCopy) -> Header | None:
    try:
        return None if is_newer(opened) else strict_header(opened, copy.size)
    except Trouble:
        return None


def _inspected(desk: Desk, opened: Opened, header: Header | None, signature: Signature, for_us: bool) -> Inspected:
    prereq = {bytes.fromhex(one) for scope in header.scopes for one in scope.prereq} if header else set()
    with desk.store.read() as conn:
        all_known = header is not None and known(conn, prereq) == prereq
    return Inspected(
        format=opened.outer.fmt,
        sender=opened.outer.sender,
        to=opened.outer.to,
        number=opened.outer.number,
        scope=tuple(one.scope for one in header.scopes) if header else (),
        transactions=header.transactions if header else None,
        changes=header.changes if header else None,
        prerequisites_known=all_known,
        signature=signature,
        encrypted_for_us=for_us,
        newer_than_us=is_newer(opened) or (header is not None and header.sv > SCHEMA_VERSION),
        made_at=header.created if header else None,
    )
