"""From what stands on a slip to the bundle: made when and by whom, for whom, what was in it, how it stands (EXCHANGE 4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from station_desk.domain.exchange import TAKEN, ReceivedBundle, Result, SentBundle, short_code
from station_desk.domain.slips import Asked, read_asked
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import sha256_uncached
from station_desk.services.desk import Desk
from station_desk.store.accounts import account_names
from station_desk.store.given import MadeFile, load_asked, load_made, named_missing, received_detail
from station_desk.store.peers import Heard, heard_from, load_peers, load_received, load_sent

Way = Literal["sent", "received"]
State = Literal["waiting", "confirmed", "asked", "covered", "missing", "never_seen"] | Result
"""Of a bundle that was made here: no receipt yet, receipt there, asked for again. Of another's: what became of its file;
brought by a later one; known to be missing; never seen here."""


@dataclass(frozen=True, slots=True)
class FoundBundle:
    """A bundle and how it stands. Instants are UTC ISO; `by` names who made it, or who took it in.

    `office` is the other side. `at`: when the receipt came, or when the file was looked at. `kinds`: changes by kind of
    record. `times`: how often it was made or looked at. `missing`: bundles for want of which it was not taken.
    """

    way: Way
    office: str
    name: str
    number: int | None
    code: str
    state: State
    made_at: str | None = None
    by: str = ""
    at: str | None = None
    file: str = ""
    transactions: int = 0
    changes: int = 0
    bytes: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    times: int = 1

    def as_dict(self) -> dict[str, object]:
        """The entry of `bundle find`."""
        return {
            "way": self.way,
            "office": self.office,
            "name": self.name,
            "number": self.number,
            "code": self.code,
            "state": self.state,
            "made_at": self.made_at,
            "by": self.by,
            "at": self.at,
            "file": self.file,
            "transactions": self.transactions,
            "changes": self.changes,
            "bytes": self.bytes,
            "kinds": dict(self.kinds),
            "missing": list(self.missing),
            "times": self.times,
        }


def find_bundles(desk: Desk, text: str) -> list[FoundBundle]:
    """The bundles that a short code, a number, a file, its name or the text of a slip's QR names: ours first.

    A number alone may name several. A slip that names a trusted sender is answered also where its bundle never came.
    Trouble bundle_not_found(text).
    """
    asked = _of_file(text) or read_asked(text)
    if asked is None:
        raise Trouble("bundle_not_found", text=text.strip()[:40])
    books = _Books(desk)
    found = [*books.made(asked), *books.came(asked)]
    exact = [one for one in found if one.code in asked.codes]
    found = exact or found
    if not found:
        raise Trouble("bundle_not_found", text=text.strip()[:40])
    return found


def _of_file(text: str) -> Asked | None:
    """The code of a file that lies there, worked out from its content."""
    try:
        path = Path(text)
        if not path.is_file():
            return None
        code = short_code(sha256_uncached(path))
    except (OSError, ValueError):
        return None
    named = read_asked(path.name)
    return Asked((code,), None, named.sender if named else None)


class _Books:
    """What is written down here of bundles."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with desk.store.read() as conn:
            self._people = account_names(conn)
            self._names = {peer.office: peer.name for peer in load_peers(conn)}
            self._asked = {office: load_asked(conn, office).numbers for office in self._names}
            self._files = load_made(conn)
            self._sent = load_sent(conn)
            self._received = load_received(conn)

    def made(self, asked: Asked) -> Iterator[FoundBundle]:
        """Bundles that were made here."""
        if asked.sender not in (None, self._desk.office.code):
            return
        files: dict[tuple[str, int], list[MadeFile]] = {}
        for one in self._files:
            files.setdefault((one.receiver, one.number), []).append(one)
        for bundle in self._sent:
            again = files.get((bundle.receiver, bundle.number), [])
            codes = [bundle.code, *(one.code for one in again)]
            if asked.receiver not in (None, bundle.receiver):
                continue
            if bundle.number == asked.number or any(code in asked.codes for code in codes):
                yield self._made(bundle, again, next((code for code in codes if code in asked.codes), bundle.code))

    def _made(self, bundle: SentBundle, files: Sequence[MadeFile], code: str) -> FoundBundle:
        told = next((one for one in files if one.code == code), None)
        state: State = "waiting" if bundle.acked_at is None else "confirmed"
        if bundle.number in self._asked.get(bundle.receiver, ()):
            state = "asked"
        return FoundBundle(
            way="sent",
            office=bundle.receiver,
            name=self._names.get(bundle.receiver, bundle.receiver),
            number=bundle.number,
            code=code,
            state=state,
            made_at=told.at if told else bundle.at,
            by=self._people.get(told.actor if told else bundle.actor, ""),
            at=bundle.acked_at,
            file=told.file if told else bundle.file,
            transactions=told.transactions if told else bundle.transactions,
            changes=told.changes if told else bundle.changes,
            bytes=told.bytes if told else bundle.bytes,
            kinds=told.kinds if told else {},
            times=max(len(files), 1),
        )

    def came(self, asked: Asked) -> Iterator[FoundBundle]:
        """Bundles of other offices."""
        if asked.sender == self._desk.office.code:
            return
        by_sender: dict[str, list[ReceivedBundle]] = {}
        for one in self._received:
            by_sender.setdefault(one.sender, []).append(one)
        senders = [asked.sender] if asked.sender else [*self._names, *(by_sender.keys() - self._names.keys())]
        for sender in senders:
            rows = by_sender.get(sender, [])
            heard = heard_from(rows)
            seen = dict.fromkeys(
                one.code for one in rows if one.code in asked.codes or (asked.number == one.number and one.number)
            )
            for code in seen:
                yield self._looked_at(sender, [one for one in rows if one.code == code])
            if not seen and (asked.sender or asked.number in heard.gaps):
                never = self._never(sender, asked, heard)
                if never is not None:
                    yield never

    def _looked_at(self, sender: str, rows: Sequence[ReceivedBundle]) -> FoundBundle:
        """`rows`: every time the file was looked at, newest first."""
        taken = [one for one in rows if one.result in TAKEN]
        row = taken[-1] if taken else rows[0]
        with self._desk.store.read() as conn:
            detail = received_detail(conn, sender, row.code, row.result)
        lacks = () if taken else detail.missing
        return FoundBundle(
            way="received",
            office=sender,
            name=self._names.get(sender, sender),
            number=row.number,
            code=row.code,
            state=row.result,
            made_at=row.made_at,
            by=self._people.get(row.actor, ""),
            at=row.at,
            file=row.file,
            transactions=row.transactions,
            changes=row.changes,
            kinds=detail.kinds,
            missing=lacks,
            times=len(rows),
        )

    def _never(self, sender: str, asked: Asked, heard: Heard) -> FoundBundle | None:
        if sender not in self._names:
            return None
        number = asked.number
        state: State = "never_seen"
        if number is not None and number in heard.gaps:
            state = "missing"
        elif number is not None and number <= heard.newest_taken:
            state = "covered"
        code = asked.codes[0] if len(asked.codes) == 1 else ""
        return FoundBundle("received", sender, self._names[sender], number, code, state)


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A bundle that another office made and that never came: day (UTC ISO) and code where a later one tells of it."""

    office: str
    name: str
    number: int
    made_at: str | None
    code: str | None


def missing_bundles(desk: Desk, office: str | None = None) -> list[MissingPart]:
    """Every bundle that is missing here (of one office), by office and number."""
    with desk.store.read() as conn:
        known = [peer for peer in load_peers(conn) if office in (None, peer.office)]
        found: list[MissingPart] = []
        for peer in known:
            gaps = heard_from(load_received(conn, peer.office)).gaps
            named = named_missing(conn, peer.office) if gaps else {}
            found += [MissingPart(peer.office, peer.name, n, *named.get(n, (None, None))) for n in gaps]
        return found
