"""Where the other offices stand: how far each has heard of us, and what a county holds of its stations.

Read set-wise and without walking the journal again, so that two hundred stations are no slower to look at than two.
"""

from datetime import datetime

from station_desk.domain.exchange import PeerStatus, ReceivedBundle, StationView
from station_desk.domain.records import OfficeKind
from station_desk.services.desk import Desk
from station_desk.services.exchange_lacks import lacks
from station_desk.services.exchange_out import scopes_for
from station_desk.store.peers import load_peers, load_received
from station_desk.store.standing import (
    NOTHING_HEARD,
    NOTHING_HELD,
    Sending,
    hearings,
    holdings,
    missing_of,
    sendings,
)


def status(desk: Desk) -> list[PeerStatus]:
    """Every office that is trusted: what it was sent, what it has confirmed, what of its own is missing here."""
    with desk.store.read() as conn:
        known, sent, heard = load_peers(conn), sendings(conn), hearings(conn)
    wanted = [(scope, peer.heads) for peer in known for scope in scopes_for(desk, peer)]
    counted = [one.changes for one in lacks(desk, wanted)]
    now = desk.clock.now()
    found = []
    for at, peer in enumerate(known):
        ours, theirs = sent.get(peer.office), heard.get(peer.office, NOTHING_HEARD)
        found.append(
            PeerStatus(
                office=peer.office,
                last_sent=ours.last_at if ours else None,
                last_receipt=theirs.last_at,
                unacknowledged_changes=sum(counted[2 * at : 2 * at + 2]),
                overdue_days=_overdue(ours, now),
                gaps=theirs.gaps,
                kind=peer.kind.value,
                name=peer.name,
                last_number=ours.last_number if ours else None,
                confirmed_number=ours.confirmed if ours else None,
            )
        )
    return found


def stations(desk: Desk) -> list[StationView]:
    """The stations that a county trusts, in the order of their codes, with what it holds of each."""
    with desk.store.read() as conn:
        known = [peer for peer in load_peers(conn) if peer.kind is OfficeKind.STATION]
        heard, held = hearings(conn), holdings(conn)
        gaps = {code: missing_of(conn, code, one.gaps) for code, one in heard.items() if one.gaps}
    wanted = [(scope, peer.heads) for peer in known for scope in scopes_for(desk, peer)]
    counted = [one.changes for one in lacks(desk, wanted)]
    now = desk.clock.now()
    found = []
    for at, peer in enumerate(known):
        theirs, holds = heard.get(peer.office, NOTHING_HEARD), held.get(peer.office, NOTHING_HELD)
        found.append(
            StationView(
                code=peer.office,
                name=peer.name,
                heard_at=peer.heard_at,
                last_number=theirs.newest_taken or None,
                gaps=theirs.gaps,
                people=holds.people,
                villages=holds.villages,
                overdue_days=_days_since(theirs.last_at or peer.trusted_at, now),
                sv=peer.sv,
                app=peer.app,
                unconfirmed=sum(counted[2 * at : 2 * at + 2]),
                missing=gaps.get(peer.office, ()),
            )
        )
    return found


def received_from(desk: Desk, office: str) -> list[ReceivedBundle]:
    """The files of one office that were looked at for taking in, newest first."""
    with desk.store.read() as conn:
        return load_received(conn, office)


def _overdue(sent: Sending | None, now: datetime) -> int:
    """Days since the oldest bundle with changes that has no receipt."""
    return _days_since(sent.waiting_since, now) if sent and sent.waiting_since else 0


def _days_since(at: str, now: datetime) -> int:
    return max((now - datetime.fromisoformat(at)).days, 0)
