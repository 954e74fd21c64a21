"""What the exchange pages show, read in the background: peers, what waits, what was sent and came, media and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from station_desk.domain.exchange import Peer, PeerStatus, ReceivedBundle, SentBundle, Waiting
from station_desk.domain.records import OfficeKind
from station_desk.domain.slips import Countersigned
from station_desk.machine.sticks import Stick, sticks
from station_desk.services import accounts, conflicts, exchange
from station_desk.services.desk import Desk
from station_desk.services.exchange import Wanted
from station_desk.services.witness import countersignature

BUNDLE, IDENTITY = ".sdb", ".sdk"
_FORKS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Fork:
    """An old copy that went on: who brought it, whether it is this office's own, the day of the copy if it is known,
    and how many of this desk's own changes came back."""

    sender: str
    own: bool
    day: str | None
    returned: int


@dataclass(frozen=True, slots=True)
class ExchangeData:
    """The state of the exchange. `people` names the accounts, `conflicts` counts what waits for a choice; `lost` are our
    bundles a peer lacks, by office."""

    today: date
    peers: tuple[Peer, ...]
    status: dict[str, PeerStatus]
    sent: tuple[SentBundle, ...]
    received: tuple[ReceivedBundle, ...]
    waiting: Waiting
    people: dict[str, str]
    fingerprint: str
    wanted: tuple[Wanted, ...] = ()
    witness: Countersigned | None = None
    conflicts: int = 0
    fork: Fork | None = None

    @property
    def lost(self) -> dict[str, tuple[int, ...]]:
        """Numbers of our bundles that a peer asks for again, or does not have though it has a later one."""
        found: dict[str, tuple[int, ...]] = {}
        for peer in self.peers:
            ours = [bundle for bundle in self.sent if bundle.receiver == peer.office]
            last = max((bundle.number for bundle in ours if bundle.acked_at), default=0)
            numbers = sorted(bundle.number for bundle in ours if bundle.acked_at is None and bundle.number < last)
            asked = [number for one in self.wanted if one.office == peer.office for number in one.numbers]
            if numbers or asked:
                found[peer.office] = tuple(sorted({*numbers, *asked}))
        return found

    def name(self, office: str) -> str:
        """The name of an office, its code where it is unknown."""
        return next((peer.name for peer in self.peers if peer.office == office), office)


def newest_fork(desk: Desk, received: Sequence[ReceivedBundle]) -> Fork | None:
    """The newest fork among the files looked at last."""
    found = next((bundle for bundle in received[:_FORKS_SHOWN] if bundle.result == "fork"), None)
    if found is None:
        return None
    own = desk.office.kind is OfficeKind.STATION
    lines = conflicts.copy_lines(desk, desk.office.code if own else found.sender)
    day = max((line.left for line in lines if line.left is not None), default=None)
    return Fork(found.sender, own, day, sum(line.returned for line in lines))


def load_exchange(desk: Desk) -> ExchangeData:
    """Everything the page shows."""
    received = tuple(exchange.received(desk))
    return ExchangeData(
        desk.clock.today(),
        tuple(exchange.peers(desk)),
        {status.office: status for status in exchange.status(desk)},
        tuple(exchange.sent(desk)),
        received,
        exchange.waiting(desk),
        {account.id: account.name for account in accounts.list_accounts(desk)},
        exchange.fingerprint(desk),
        tuple(exchange.wanted_again(desk)),
        countersignature(desk),
        len(conflicts.open_conflicts(desk)),
        newest_fork(desk, received),
    )


@dataclass(frozen=True, slots=True)
class Media:
    """The sticks that are in, and the files on them that came from another office and were not looked at yet."""

    sticks: tuple[Stick, ...]
    incoming: tuple[Path, ...]


def look_at_media(desk: Desk, glances: exchange.Glances | None = None) -> Media:
    """Sticks and the bundles of others on them that were not looked at before, judged by what they hold."""
    found = sticks()
    known = {(one.sender, one.number, one.code) for one in exchange.received(desk)}
    seen = exchange.find_bundles(desk.office.code, [stick.path for stick in found], glances)
    new = [one.path for one in seen.bundles if one.sender and not exchange.looked_at_before(one, known, glances)]
    return Media(tuple(found), tuple(new))
