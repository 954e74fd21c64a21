"""Two PCs of one station, their county and a second station for random histories: real stores, real files, real sticks
that are folders. What an act must leave true at once is checked here; what must be true at the end, in `exchange_oracle`.
"""

import os
import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from station_desk import SCHEMA_VERSION
from station_desk.bundles.envelope import glance
from station_desk.bundles.frames import SignedStatement
from station_desk.bundles.header import Outer
from station_desk.bundles.identity import Identity
from station_desk.bundles.statement import make_statement
from station_desk.domain.exchange import ImportedBundle
from station_desk.domain.journal import Txn
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store.peers import heads_from, load_peers
from tests.bundles import samples
from tests.services.exchange_desks import COUNTY, START, STATION, contents, everything, raw
from tests.services.exchange_graph import Graph, apart, new_branches, newest, read_graph
from tests.services.exchange_kit import CODES, OFFICE, OTHER, PC, SECOND, SECOND_STATION, STATIONS, Kit
from tests.services.exchange_stick import dying_stick

ALL = "all"
DAMAGE = ("flipped", "cut short", "grown")
MOST_ROUNDS = 4
"""After so many journeys of every stick there and back all must be quiet."""

COUNTS: Counter[str] = Counter()
"""What the histories met: a green run that met no fork would mean nothing."""


def glance_at(file: Path) -> Outer:
    """What a bundle says on its outside."""
    with file.open("rb") as stream:
        return glance(stream, file.stat().st_size).outer


@dataclass(frozen=True)
class Parcel:
    """A bundle on a stick: for which desk, by which one, and all that its maker held when it was made."""

    to: int
    sender: int
    file: Path
    held: frozenset[bytes]
    number: int


@dataclass
class World:
    """One history. `stick` holds bundles that were written and may be delivered, again and again, or lost."""

    kit: Kit
    stick: list[Parcel] = field(default_factory=list)
    copies: dict[int, bytes] = field(default_factory=dict)
    newest: dict[tuple[int, int], int] = field(default_factory=dict)
    heard: set[int] = field(default_factory=set)
    """Stations that had the county's word while all was settled."""
    made: int = 0

    def __post_init__(self) -> None:
        self.files, self.receipts = self.kit.folder / "files", self.kit.folder / "receipts"
        for folder in (self.files, self.receipts):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        for i, database in enumerate(self.kit.databases):
            self.kit.put(i, database)
            clock = self.desks[i].clock
            assert isinstance(clock, FixedClock)
            clock.advance(START - clock.now())

    @property
    def desks(self) -> list[Desk]:
        return self.kit.desks

    # --- what people write -----------------------------------------------------------------------------------------
    def scope(self, i: int, which: int = 0) -> str:
        """The scope that a desk writes in: a station its own, the county any."""
        return (STATION, SECOND_STATION, ALL)[which % 3] if i == OFFICE else CODES[i]

    def new_id(self) -> str:
        self.made += 1
        return f"{self.made:032x}"

    def records(self, i: int, scope: str) -> list[tuple[str, str]]:
        """(kind, id) of what this desk may change, in the order of making."""
        kinds = ("village",) if i == OFFICE else ("person", "term")
        with raw(self.desks[i]) as conn:
            return [
                (ent, rid)
                for ent in kinds
                for (rid,) in conn.execute(
                    f"SELECT id FROM {ent} WHERE scope = ? AND office = ?"
                    " AND id NOT IN (SELECT rid FROM tombstone) ORDER BY id",
                    (scope, CODES[i]),
                )
            ]

    def write_all(self, i: int, acts: list[tuple[str, int, int]]) -> None:
        """A morning's work: (what, which record, value)."""
        for what, which, value in acts:
            self.write(i, what, which, value)

    def write(self, i: int, what: str, which: int, value: int) -> None:
        """One act of a person."""
        scope = value if value < 3 else 0
        match what:
            case "create":
                self.create(i, value, scope)
            case "run":
                self.run(i, scope)
            case "erase":
                self.erase(i, which, scope)
            case "undo":
                self.take_back(i, redo=False)
            case "redo":
                self.take_back(i, redo=False)
                self.take_back(i, redo=True)
            case _:
                self.update(i, which, what, value, scope)

    def create(self, i: int, value: int, which: int = 0) -> None:
        scope = self.scope(i, which)
        with self.desks[i].store.write("someone", "add", scope=scope) as work:
            rid = self.new_id()
            if i == OFFICE:
                work.create("village", rid, {"name": f"村{value}"})
            else:
                work.create(
                    "person", rid, {"name": f"名{value}", "bank_card": f"62{value}" if value % 3 == 0 else None}
                )
                if value % 2:
                    work.create("term", self.new_id(), {"person_id": rid, "state": "active"})
        COUNTS["create"] += 1

    def update(self, i: int, which: int, name: str, value: int, scope: int = 0) -> None:
        where = self.scope(i, scope)
        known = self.records(i, where)
        if not known:
            return
        ent, rid = known[which % len(known)]
        fields: dict[str, int | str] = {
            "deleted": {"deleted": int(value != 1)},
            "local": {"bank_card": f"62{value}{i}"},
        }.get(name, {"name": f"新{value}{i}"})  # type: ignore[assignment]
        if ent == "term" and name != "deleted":
            fields = {"number": f"{value}{i}"}
        if ent == "village" and name == "local":
            fields = {"area": f"片{value}"}
        with self.desks[i].store.write("someone", "edit", scope=where) as work:
            work.update(ent, rid, fields)
        COUNTS["delete" if fields.get("deleted") == 1 else "local" if "bank_card" in fields else "update"] += 1

    def run(self, i: int, value: int) -> None:
        """One act in three transactions: to be taken back as a whole."""
        store, scope, run = self.desks[i].store, self.scope(i, value), f"{self.new_id()}"
        known = self.records(i, scope)
        with store.transaction():
            for part in range(3):
                with store.write("someone", "import", scope=scope, run=run) as work:
                    work.create("village" if i == OFFICE else "person", self.new_id(), {"name": f"批{part}"})
                    if known and part == 1:
                        ent, rid = known[value % len(known)]
                        work.update(ent, rid, {"number": "批"} if ent == "term" else {"name": f"批{value}"})
        COUNTS["run"] += 1

    def take_back(self, i: int, redo: bool) -> None:
        store = self.desks[i].store
        try:
            report = store.redo("someone") if redo else store.undo("someone")
        except Trouble as trouble:
            if trouble.code not in ("undo_nothing", "undo_rests", "undo_impossible"):
                raise
            return
        COUNTS["redo" if redo else "undo"] += 1
        COUNTS["undo of a run"] += report.records > 2

    def erase(self, i: int, which: int, scope: int = 0) -> None:
        where = self.scope(i, scope)
        known = self.records(i, where)
        if known:
            with self.desks[i].store.write("someone", "erase", scope=where) as work:
                work.erase(*known[which % len(known)])
            COUNTS["erase"] += 1

    def wind(self, i: int, hours: int) -> None:
        clock = self.desks[i].clock
        assert isinstance(clock, FixedClock)
        clock.advance(timedelta(hours=hours))
        COUNTS["clock jumps years" if abs(hours) > 24 * 365 else "clock moves"] += 1

    # --- bundles out -----------------------------------------------------------------------------------------------
    def export(self, i: int, to: int, full: bool = False) -> Parcel:
        """A bundle on the stick; making it proves nothing about the receiver."""
        before = self.believes(i)
        receivers = [CODES[to]] if i == OFFICE else None
        made = exchange.export_bundles(self.desks[i], self.files, receivers=receivers, full=full)[0]
        assert self.believes(i) == before, "marked as received when it was only written"
        return self.parcel(i, to, Path(made.file), made.number)

    def export_onto_a_dying_stick(self, i: int, to: int, at: int) -> None:
        """The stick dies at the `at`-th step. Where that is told as a trouble, nothing counts as made."""
        receivers, before = [CODES[to]] if i == OFFICE else None, everything(self.desks[i])
        try:
            with dying_stick(self.files, at) as stick:
                exchange.export_bundles(self.desks[i], self.files, receivers=receivers)
        except Trouble as trouble:
            if not trouble.code.startswith("stick_"):
                raise
            COUNTS["stick died"] += 1
        if stick.dead:
            assert everything(self.desks[i]) == before, "a bundle that is not there counts as made"

    def parcel(self, sender: int, to: int, file: Path, number: int) -> Parcel:
        return Parcel(to, sender, file, frozenset(self.held(sender)), number)

    def held(self, i: int) -> set[bytes]:
        with raw(self.desks[i]) as conn:
            return {digest for (digest,) in conn.execute("SELECT hash FROM txn")}

    def believes(self, i: int) -> dict[str, set[bytes]]:
        """What a desk takes each office to hold: its heads, and those of bundles it calls confirmed."""
        with self.desks[i].store.read() as conn:
            found = {
                peer.office: {one for hashes in peer.heads.values() for one in hashes} for peer in load_peers(conn)
            }
            query = "SELECT receiver, heads FROM bundle_out WHERE acked_at IS NOT NULL"
            for receiver, heads in conn.exec_driver_sql(query).all():
                found[receiver].update(one for hashes in heads_from(heads).values() for one in hashes)
            return found

    # --- bundles in ------------------------------------------------------------------------------------------------
    def deliver(self, parcel: Parcel, to: int | None = None) -> str:
        """Take the file in at the desk it is for (or at `to`); its receipt goes onto the stick."""
        at = parcel.to if to is None else to
        if CODES[at] != CODES[parcel.to]:
            return self.refused(at, parcel.file, "crossed", ("wrong_recipient",))
        return self.deliver_all(at, [parcel])[0]

    def deliver_all(self, at: int, parcels: list[Parcel]) -> list[str]:
        """Take several files in at once; one receipt for each office goes onto the stick."""
        desk = self.desks[at]
        believed, graph = self.believes(at), read_graph(desk)
        answer = exchange.import_bundles(desk, [parcel.file for parcel in parcels], receipt_to=self.receipts)
        for parcel, one in zip(parcels, answer.bundles, strict=True):
            assert one.result in ("applied", "fork", "duplicate", "gap"), one
            assert one.rejected == 0, one
            self._count(at, parcel, one)
        self.check_belief(at, parcels, believed)
        self.check_alarm(at, graph, [one.result for one in answer.bundles])
        senders = {CODES[parcel.sender]: parcel.sender for parcel in parcels}
        for file in map(Path, answer.receipts):
            outer = glance_at(file)
            self.stick.append(self.parcel(at, senders[outer.to], file, outer.number))
        return [one.result for one in answer.bundles]

    def check_alarm(self, at: int, before: Graph, results: list[str]) -> None:
        """A line that has split, or two computers that went different ways, and the alarm belong together."""
        after, alarm = read_graph(self.desks[at]), "fork" in results
        if new_branches(before, after):
            assert alarm, "an old copy is in use, and nobody is told"
        if results == ["applied"]:
            for code in set(CODES):
                assert len(newest(before, code)) > 1 or len(newest(after, code)) < 2, (
                    "two computers, and nobody is told"
                )
        if alarm:
            assert apart(after, before), "an alarm without a cause"

    def check_belief(self, at: int, parcels: list[Parcel], before: dict[str, set[bytes]]) -> None:
        """Whatever is newly taken to be with a sender was with it when it made its bundle."""
        for office, heads in self.believes(at).items():
            held = {one for parcel in parcels if CODES[parcel.sender] == office for one in parcel.held}
            assert heads - before[office] <= held, "marked as received, and yet not there"

    def _count(self, at: int, parcel: Parcel, result: ImportedBundle) -> None:
        COUNTS[result.result] += 1
        COUNTS["conflict found"] += bool(result.conflicts)
        COUNTS["unknown field kept"] += bool(result.unknown_fields)
        COUNTS["clock ahead told"] += any(one.code == "bundle_clock_ahead" for one in result.warnings)
        way = (at, parcel.sender)
        COUNTS["reordered"] += 0 < parcel.number < self.newest.get(way, 0)
        self.newest[way] = max(parcel.number, self.newest.get(way, 0))

    def hand_in(self, parcel: Parcel, how: str, at: int) -> None:
        """A bundle from the stick, and what may befall it on the way."""
        file = parcel.file
        if how in DAMAGE:
            self.damage(parcel, at, how)
            return
        if how == "thrown away":
            self.lose(parcel)
            return
        if how == "looked":
            self.look_first(parcel)
        elif how == "renamed":
            file = Path(shutil.copy(file, self.files / f".x{self.new_id()}.part"))
        elif how == "old times":
            os.utime(file, (0, 0))
        elif how == "crossed":
            self.deliver(parcel, {PC: OTHER, SECOND: OTHER, OFFICE: PC, OTHER: PC}[parcel.to])
            return
        self.deliver(Parcel(parcel.to, parcel.sender, file, parcel.held, parcel.number))
        if how == "twice":
            assert self.deliver(parcel) in ("duplicate", "gap")
        if how == "lost":
            self.lose(parcel)
        COUNTS[how] += 1

    def lose(self, parcel: Parcel) -> None:
        if parcel in self.stick:
            self.stick.remove(parcel)
        COUNTS["lost"] += 1

    def look_first(self, parcel: Parcel) -> None:
        """Only looking changes nothing at all."""
        before = everything(self.desks[parcel.to])
        exchange.import_bundles(self.desks[parcel.to], [parcel.file], dry_run=True)
        assert everything(self.desks[parcel.to]) == before
        COUNTS["looked at first"] += 1

    def refused(self, at: int, file: Path, event: str, results: tuple[str, ...]) -> str:
        """A file that is not taken in changes nothing, and no receipt is given for it."""
        before = everything(self.desks[at])
        answer = exchange.import_bundles(self.desks[at], [file], receipt_to=self.receipts)
        assert answer.bundles[0].result in results, answer.bundles[0]
        assert answer.bundles[0].trouble is not None
        assert answer.receipts == ()
        assert everything(self.desks[at]) == before, "refused input changed something"
        COUNTS[event] += 1
        return answer.bundles[0].result

    def damage(self, parcel: Parcel, at: int, how: str) -> None:
        data = bytearray(parcel.file.read_bytes())
        at %= len(data)
        if how == "cut short":
            del data[at:]
        elif how == "flipped":
            data[at] ^= 1 << at % 8
        else:
            data[at:at] = bytes((at % 256,))
        bad = self.files / "bad.sdb"
        bad.write_bytes(data)
        wrong = ("corrupt", "unknown_sender", "wrong_recipient", "newer_format")
        self.refused(parcel.to, bad, how, wrong)

    def foreign(self) -> None:
        file = self.files / "foreign.sdb"
        file.write_bytes(self.kit.foreign)
        self.refused(OFFICE, file, "foreign", ("unknown_sender",))

    def forge(self, i: int, vouched: bool) -> None:
        """The county writes in the station's name; `vouched`: with a statement that the station did not sign."""
        county, own = self.kit.identities[COUNTY], self.kit.identities[STATION]
        parents = self.desks[i].store.heads().get(STATION, [])
        written = samples.txn([samples.change()], parents, hlc=self.desks[i].clock.wall_ms())
        mask = replace(county, public=replace(county.public, code=STATION))
        pretended = make_statement(mask, STATION, "2026-11-22T01:00:00.000Z", [written.hash], 1, 1, bytes(32))
        file = self.craft(county, own, [written], [pretended] if vouched else [])
        self.refused(i, file, "forged statement" if vouched else "forged writer", ("rejected",))

    def newer(self, i: int) -> None:
        """A PC of the station with a later version writes fields and kinds that nobody here knows, on top of `i`."""
        own, desk = self.kit.identities[STATION], self.desks[i]
        known = [rid for ent, rid in self.records(i, STATION) if ent == "person"]
        changes = [samples.change("c", "person", self.new_id(), {"name": "后", "shoe_size": 42})]
        changes.append(samples.change("c", "patrol", self.new_id(), {"km": 7}))
        if known:
            changes.append(samples.change("u", "person", known[0], {"mood": ["好", 0, 0, ""]}))
        parents = desk.store.heads().get(STATION, [])
        self.made += 1
        written = samples.txn(changes, parents, hlc=desk.clock.wall_ms(), rep=self.made, n=1)
        told = make_statement(own, STATION, "2026-11-22T01:00:00.000Z", [written.hash], 1, 1, bytes(32))
        file = self.craft(own, self.kit.identities[COUNTY], [written], [told])
        graph = read_graph(self.desks[OFFICE])
        result = exchange.import_bundles(self.desks[OFFICE], [file]).bundles[0]
        assert result.result in ("applied", "fork", "gap"), result
        self.check_alarm(OFFICE, graph, [result.result])
        COUNTS["newer version"] += result.result != "gap"

    def craft(self, signer: Identity, to: Identity, txns: list[Txn], statements: list[SignedStatement]) -> Path:
        """A bundle of any transactions under a good signature."""
        file = self.files / f"crafted{self.new_id()}.sdb"
        packed = samples.packed(
            txns, signer, to, sv=SCHEMA_VERSION + 1, number=10_000 + self.made, statements=statements
        )
        file.write_bytes(samples.file_of(packed))
        return file

    # --- old copies ------------------------------------------------------------------------------------------------
    def keep_copy(self, i: int) -> None:
        self.copies[i] = self.kit.database(i)
        COUNTS["backup"] += 1

    def put_copy_back(self, i: int, noticed: bool) -> None:
        """An old file again. `noticed`: the program saw it before it wrote, and goes on under a new number."""
        if i not in self.copies:
            return
        store = self.desks[i].store
        anchor = store.anchor_state()
        self.kit.put(i, self.copies[i])
        behind = store.is_behind(anchor)
        if behind and noticed:
            store.renew_rep()
        COUNTS["restored, noticed" if behind and noticed else "restored" if behind else "restored the same"] += 1

    def clone(self, noticed: bool) -> None:
        """The PC's disk is copied onto the second one, which goes on under the same number or a new one."""
        self.kit.put(SECOND, self.kit.database(PC))
        if noticed:
            self.desks[SECOND].store.renew_rep()
        COUNTS["clone"] += 1

    # --- at the end ------------------------------------------------------------------------------------------------
    def settle(self) -> int:
        """Every station hands over and takes the receipt in, until nothing is new; the number of rounds."""
        for rounds in range(MOST_ROUNDS):
            apart = [i for i in STATIONS if not self.agree(i)]
            if not apart:
                return rounds
            self.stick.clear()
            self.deliver_all(OFFICE, [self.export(i, OFFICE) for i in apart])
            receipts = {CODES[parcel.to]: parcel for parcel in self.stick}
            for i in apart:
                self.deliver(receipts.get(CODES[i]) or self.export(OFFICE, i), i)
                self.heard.add(i)
        assert all(self.agree(i) for i in STATIONS), "never quiet"
        return MOST_ROUNDS

    def agree(self, i: int) -> bool:
        """Whether a station's desk and the county have the same heads of all that they share, and the same contents.

        Heads alone are not the end: records go first and contents after them. Where the county went back to an old copy,
        the station learns with the answer to its records that a content is gone there, and gives it with the next bundle.
        """
        mine, theirs, scopes = self.desks[i], self.desks[OFFICE], (CODES[i], ALL)
        heads = [[desk.store.heads().get(scope) for scope in scopes] for desk in (mine, theirs)]
        return heads[0] == heads[1] and all(contents(mine, scope) == contents(theirs, scope) for scope in scopes)
