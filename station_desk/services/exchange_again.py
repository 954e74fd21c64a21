"""A bundle that got lost is given again: what is asked for, and the file that brings exactly that (EXCHANGE 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.exchange import Exported
from station_desk.domain.progress import Progress, silent
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import Steps, no_steps
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import own_identity
from station_desk.services.exchange_out import export_one
from station_desk.store.given import load_asked
from station_desk.store.peers import PeerRow, load_peers, load_sent


@dataclass(frozen=True, slots=True)
class Wanted:
    """Bundles that another office asked for again and that were not given since: its code, its name, their numbers."""

    office: str
    name: str
    numbers: tuple[int, ...]


def wanted_again(desk: Desk) -> list[Wanted]:
    """What is asked for and not yet given, by office. Only numbers that were made here are listed."""
    found = []
    with desk.store.read() as conn:
        for peer in load_peers(conn):
            wanted = load_asked(conn, peer.office).open
            if wanted:
                made = {one.number for one in load_sent(conn, peer.office)}
                numbers = tuple(number for number in wanted if number in made)
                if numbers:
                    found.append(Wanted(peer.office, peer.name, numbers))
    return found


def give_again(
    desk: Desk,
    folder: Path,
    numbers: Sequence[int],
    receiver: str | None = None,
    progress: Progress = silent,
    steps: Steps = no_steps,
) -> list[Exported]:
    """Write bundles that were made before into `folder` once more, each under its own number, and read them back.

    `receiver` is an office code; without one, the only office that bundles were made for. Nothing counts as received
    before its receipt. Troubles as `export_bundles`, and bundle_never_made(number, office), receiver_unclear.
    """
    identity = own_identity(desk)
    peer = _receiver(desk, receiver)
    chosen = sorted(set(numbers))

    def told(at: int) -> Progress:
        return lambda done, total: progress(at * 1000 + 1000 * done // max(total, 1), 1000 * len(chosen))

    def said(at: int) -> Steps:
        return lambda step: steps(step) if step != "safe" or at == len(chosen) - 1 else None

    return [
        export_one(desk, identity, peer, folder, progress=told(at), steps=said(at), again=number)
        for at, number in enumerate(chosen)
    ]


def _receiver(desk: Desk, receiver: str | None) -> PeerRow:
    with desk.store.read() as conn:
        known = load_peers(conn)
    if receiver is None and len(known) == 1:
        return known[0]
    found = next((peer for peer in known if peer.office == receiver), None)
    if receiver is None or found is None:
        raise Trouble("receiver_unclear") if receiver is None else Trouble("receiver_unknown", office=receiver)
    return found
