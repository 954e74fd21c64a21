"""What the exchange pages show, read in the background: peers, what waits, what was sent and came, media and files."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
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
_DEEP = 2
_MOST_FILES = 400
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


def look_at_media(own_code: str, known: Iterable[str]) -> Media:
    """Sticks and incoming bundles on them; `known` are names of files that were looked at before."""
    found = sticks()
    seen = frozenset(known)
    files = [file for stick in found for file in bundle_files(stick.path)]
    return Media(tuple(found), tuple(f for f in files if f.name not in seen and not f.name.startswith(f"{own_code}_")))


def bundle_files(folder: Path, deep: int = _DEEP) -> list[Path]:
    """The bundles in a folder and the folders in it, by name; what cannot be read is passed over."""
    found: list[Path] = []
    below: list[Path] = []
    with suppress(OSError):
        for entry in sorted(folder.iterdir()):
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                below.append(entry)
            elif entry.suffix.lower() == BUNDLE:
                found.append(entry)
    if deep > 0:
        for inner in below:
            found += bundle_files(inner, deep - 1)
    return found[:_MOST_FILES]


def files_of(dropped: Sequence[Path]) -> list[Path]:
    """The bundles among dropped or chosen files and folders, each once."""
    found: dict[Path, None] = {}
    for path in dropped:
        found.update(dict.fromkeys(bundle_files(path) if path.is_dir() else [path]))
    return list(found)
