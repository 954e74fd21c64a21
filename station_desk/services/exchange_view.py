"""The exchange to look at: a file before it is taken in, how far each office has heard, the county's stations."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from station_desk import SCHEMA_VERSION
from station_desk.bundles.envelope import check, glance, peek_state
from station_desk.bundles.header import Header, Opened, is_newer, strict_header
from station_desk.domain.exchange import Inspected, PeerStatus, SentBundle, Signature, StationView
from station_desk.domain.journal import SUITE
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.exchange_copy import LocalCopy, local_copy
from station_desk.services.exchange_keys import own_identity
from station_desk.services.exchange_out import scopes_for
from station_desk.services.exchange_signer import find_signer
from station_desk.store.journal_rows import known
from station_desk.store.outgoing import outgoing
from station_desk.store.peers import count_station, heard_from, load_peers, load_received, load_sent

OVERDUE_DAYS = 5
"""A bundle so many days without a receipt is worth a word (UX, status strip)."""


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
            if trouble.code == "bundle_corrupt":
                signature = "invalid"
            elif trouble.code.startswith("bundle_key_"):
                signature = "unknown_sender"
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


def status(desk: Desk) -> list[PeerStatus]:
    """Every office that is trusted: what it was sent, what it has confirmed, what of its own is missing here."""
    found = []
    with desk.store.read() as conn:
        for peer in load_peers(conn):
            sent = load_sent(conn, peer.office)
            heard = heard_from(load_received(conn, peer.office))
            plans = outgoing(conn, scopes_for(desk, peer), peer.heads)
            confirmed = [one.number for one in sent if one.acked_at is not None]
            found.append(
                PeerStatus(
                    office=peer.office,
                    last_sent=sent[0].at if sent else None,
                    last_receipt=heard.last_at,
                    unacknowledged_changes=sum(plan.lacking.changes for plan in plans),
                    overdue_days=_overdue(sent, desk.clock.now()),
                    gaps=heard.gaps,
                    kind=peer.kind.value,
                    name=peer.name,
                    last_number=sent[0].number if sent else None,
                    confirmed_number=max(confirmed, default=None),
                )
            )
    return found


def stations(desk: Desk) -> list[StationView]:
    """The stations that a county trusts, in the order of their codes, with what it holds of each."""
    found = []
    with desk.store.read() as conn:
        for peer in load_peers(conn):
            if peer.kind is not OfficeKind.STATION:
                continue
            heard = heard_from(load_received(conn, peer.office))
            people, villages = count_station(conn, peer.office)
            found.append(
                StationView(
                    code=peer.office,
                    name=peer.name,
                    heard_at=peer.heard_at,
                    last_number=heard.newest_taken or None,
                    gaps=heard.gaps,
                    people=people,
                    villages=villages,
                    overdue_days=_days_since(heard.last_at or peer.trusted_at, desk.clock.now()),
                    sv=peer.sv,
                )
            )
    return found


def _overdue(sent: Sequence[SentBundle], now: datetime) -> int:
    """Days since the oldest bundle with changes that has no receipt; a later receipt covers earlier bundles."""
    confirmed = max((one.number for one in sent if one.acked_at is not None), default=0)
    waiting = [one.at for one in sent if one.changes and one.number > confirmed]
    return _days_since(min(waiting), now) if waiting else 0


def _days_since(at: str, now: datetime) -> int:
    return max((now - datetime.fromisoformat(at)).days, 0)
