"""Two PCs of one station and their county for random histories: real stores, real files, and an oracle beside them."""

import json
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

from station_desk.domain.ids import new_id
from station_desk.domain.records import Office
from station_desk.machine.clock import FixedClock
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store import tables
from tests.services.exchange_desks import START, STATION, everything, make_pair, open_copy

PC, SECOND, OFFICE = 0, 1, 2
SHARED = Path("/dev/shm")
"""Memory, where it can be had: a history saves hundreds of times, and each save is flushed."""

STATE = ("person", "village", "office", "fclock", "conflict", "parked", "head")
"""Tables that must be equal everywhere once all is quiet."""

COUNTS: Counter[str] = Counter()
"""What the histories met: a green run that met no fork would mean nothing."""


def scratch() -> Path:
    """A new folder, in memory where that can be had."""
    return Path(mkdtemp(prefix="station-desk-tests-", dir=SHARED if SHARED.is_dir() else None))


@dataclass
class Beginning:
    """Three databases as every history finds them: introduced to each other, each PC with its own number."""

    folder: Path
    offices: tuple[Office, Office, Office]

    @staticmethod
    def make() -> "Beginning":
        folder = scratch()
        pair = make_pair(folder)
        offices = (pair.station.office, pair.county.office)
        pair.close()
        second = folder / "second"
        second.mkdir()
        shutil.copy(folder / "station" / "desk.db", second / "desk.db")
        desk = open_copy(second, offices[0])
        desk.store.renew_rep()
        desk.close()
        return Beginning(folder, (offices[0], offices[0], offices[1]))

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class World:
    """One history. `stick` holds bundles that were written and may be delivered, again and again, or lost."""

    beginning: Beginning
    folder: Path = field(default_factory=scratch)
    desks: list[Desk] = field(default_factory=list)
    stick: list[tuple[int, Path]] = field(default_factory=list)
    copies: dict[int, Path] = field(default_factory=dict)
    made: int = 0

    def __post_init__(self) -> None:
        for i, name in enumerate(("station", "second", "county")):
            home = self.folder / name
            home.mkdir()
            shutil.copy(self.beginning.folder / name / "desk.db", home / "desk.db")
            office = self.beginning.offices[i]
            self.desks.append(open_copy(home, office, FixedClock(START)))
        for name in ("files", "receipts"):
            (self.folder / name).mkdir()

    def close(self) -> None:
        for desk in self.desks:
            desk.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- what people do --------------------------------------------------------------------------------------------
    def create(self, i: int, value: int) -> None:
        ent = "village" if i == OFFICE else "person"
        with self.desks[i].store.write("someone", "add", scope=STATION) as work:
            work.create(ent, new_id(), {"name": f"名{value}"})

    def records(self, i: int) -> list[tuple[str, str]]:
        """(kind, id) of what this desk may change, in the order of making."""
        ent = "village" if i == OFFICE else "person"
        gone = "SELECT rid FROM tombstone"
        with self.desks[i].store.read() as conn:
            rows = conn.exec_driver_sql(f"SELECT id FROM {ent} WHERE id NOT IN ({gone}) ORDER BY id").scalars()
            return [(ent, rid) for rid in rows]

    def update(self, i: int, which: int, fields: dict[str, int | str]) -> None:
        known = self.records(i)
        if known:
            with self.desks[i].store.write("someone", "edit", scope=STATION) as work:
                work.update(*known[which % len(known)], fields)

    def erase(self, i: int, which: int) -> None:
        known = self.records(i)
        if known:
            COUNTS["erased"] += 1
            with self.desks[i].store.write("someone", "erase", scope=STATION) as work:
                work.erase(*known[which % len(known)])

    def wind(self, i: int, hours: int) -> None:
        clock = self.desks[i].clock
        assert isinstance(clock, FixedClock)
        clock.advance(timedelta(hours=hours))

    def export(self, i: int, full: bool = False) -> Path:
        to = [STATION] if i == OFFICE else None
        made = exchange.export_bundles(self.desks[i], self.folder / "files", receivers=to, full=full)
        return Path(made[0].file)

    def deliver(self, to: int, file: Path) -> str:
        """Take the file in; its receipt goes onto the stick."""
        answer = exchange.import_bundles(self.desks[to], [file], receipt_to=self.folder / "receipts")
        self.stick += [(OFFICE if to != OFFICE else PC, Path(receipt)) for receipt in answer.receipts]
        result = answer.bundles[0].result
        assert answer.bundles[0].rejected == 0
        COUNTS[result] += 1
        COUNTS["conflicts"] += answer.bundles[0].conflicts
        return result

    def damage(self, to: int, file: Path, at: int, cut: bool) -> None:
        """A damaged file changes nothing."""
        data = bytearray(file.read_bytes())
        at %= len(data)
        if cut:
            del data[at:]
        else:
            data[at] ^= 1 << at % 8
        bad = self.folder / "files" / "bad.sdb"
        bad.write_bytes(data)
        before = everything(self.desks[to])
        answer = exchange.import_bundles(self.desks[to], [bad])
        assert answer.bundles[0].trouble is not None
        assert everything(self.desks[to]) == before
        COUNTS["damaged"] += 1

    def keep_copy(self, i: int) -> None:
        self.copies[i] = Path(shutil.copy(self.desks[i].home.database, self.folder / f"copy-{i}.db"))

    def put_copy_back(self, i: int) -> None:
        """A raw restore: an old file under the same installation number."""
        if i in self.copies:
            old = self.desks[i]
            old.close()
            shutil.copy(self.copies[i], old.home.database)
            assert isinstance(old.clock, FixedClock)
            self.desks[i] = open_copy(old.home.path, old.office, old.clock)
            COUNTS["restored"] += 1

    # --- at the end ------------------------------------------------------------------------------------------------
    def settle(self) -> int:
        """Each PC hands over and takes the receipt in, until nothing is new; the number of rounds."""
        for rounds in range(1, 9):
            for pc in (PC, SECOND):
                self.stick.clear()
                self.deliver(OFFICE, self.export(pc))
                receipt = self.stick[-1][1] if self.stick else self.export(OFFICE)
                self.deliver(pc, receipt)
                if len({self.heads(i) for i in range(3)}) == 1:
                    return rounds
        raise AssertionError("never quiet")

    def heads(self, i: int) -> tuple[bytes, ...]:
        return tuple(self.desks[i].store.heads(STATION).get(STATION, ()))

    def journal(self, i: int) -> set[bytes]:
        with self.desks[i].store.read() as conn:
            return set(conn.exec_driver_sql("SELECT hash FROM txn WHERE scope = ?", (STATION,)).scalars())

    def state(self, i: int) -> dict[str, list[tuple[object, ...]]]:
        with self.desks[i].store.read() as conn:
            found = {
                name: sorted(
                    map(tuple, conn.exec_driver_sql(f"SELECT * FROM {name} WHERE {_where(name)}").fetchall()), key=repr
                )
                for name in STATE
            }
            stones = conn.exec_driver_sql("SELECT scope, ent, rid FROM tombstone").fetchall()
            return found | {"tombstone": sorted(map(tuple, stones))}

    def check(self) -> None:
        """Everything is everywhere, equal, and what the oracle says."""
        before = set().union(*(self.journal(i) for i in range(3)))
        rounds = self.settle()
        COUNTS["more than two rounds"] += rounds > 2
        for i in range(3):
            assert self.journal(i) == before, "a transaction was lost"
            assert self.state(i) == self.state(PC), "diverged"
            assert self.desks[i].store.integrity(deep=True) == []
        oracle = Oracle.of(self.desks[PC])
        oracle.compare(self.desks[PC])
        COUNTS["histories"] += 1
        COUNTS["with conflicts"] += bool(oracle.conflicts)


def _where(table: str) -> str:
    return "1" if table == "parked" else f"scope = '{STATION}'"


Key = tuple[str, str, str]
Clock = tuple[int, int, bytes]


@dataclass
class Oracle:
    """The journal folded in plain Python: which value stands in each field, and which lost unseen."""

    values: dict[Key, object]
    conflicts: set[tuple[str, str, str, int, int, bytes, str]]

    @staticmethod
    def of(desk: Desk) -> "Oracle":
        with desk.store.read() as conn:
            rows = conn.exec_driver_sql(
                "SELECT t.hlc, t.rep, t.hash, c.op, c.ent, c.rid, c.body FROM change c JOIN txn t ON t.hash = c.txh"
                " WHERE t.scope = ?",
                (STATION,),
            ).fetchall()
        gone = {rid for *_, op, _ent, rid, _body in rows if op == "x"}
        writes: dict[Key, dict[Clock, tuple[object, Clock | None]]] = {}
        for hlc, rep, digest, op, ent, rid, body in rows:
            if rid in gone or op == "x":
                continue
            for name, value in _fields(ent, op, json.loads(body)):
                written, base = value if op == "u" else (value, None)
                writes.setdefault((ent, rid, name), {})[hlc, rep, digest] = (written, base)
        values = {key: found[max(found)][0] for key, found in writes.items()}
        values |= {(ent, rid, "deleted"): 1 for *_, ent, rid, _ in rows if rid in gone}
        conflicts = set()
        for (ent, rid, name), found in writes.items():
            seen = {base for _, base in found.values()}
            for clock, (written, _) in found.items():
                if clock != max(found) and clock not in seen:
                    conflicts.add((ent, rid, name, *clock, json.dumps(written, ensure_ascii=False)))
        return Oracle(values, conflicts)

    def compare(self, desk: Desk) -> None:
        with desk.store.read() as conn:
            for (ent, rid, name), value in self.values.items():
                there = conn.exec_driver_sql(f"SELECT {name} FROM {ent} WHERE id = ?", (rid,)).scalar_one()
                assert there == value, (ent, rid, name)
            kept = conn.exec_driver_sql("SELECT ent, rid, field, hlc, rep, txh, val FROM conflict").fetchall()
        assert set(map(tuple, kept)) == self.conflicts


def _fields(ent: str, op: str, body: dict[str, object]) -> Iterable[tuple[str, object]]:
    if op == "c":
        blank = {name: 0 if name == "deleted" else None for name in tables.ENTITIES[ent].fields}
        return (blank | body).items()
    return [(name, (new[0], (new[1], new[2], bytes.fromhex(new[3])))) for name, new in body.items()]  # type: ignore[index]
