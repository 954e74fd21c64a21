"""A stick that dies at any step, in either direction, or that does not keep what it takes: no change is lost by it.

Each round a change is written, handed over on a stick that may die, and answered on one that may die. What was called
safe lies there whole; what counts as received is there; with one good stick everything is everywhere.
"""

import hashlib
import random
from collections import Counter
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store.peers import heads_from
from tests.services.exchange_desks import STATION, Pair, make_pair, person
from tests.services.exchange_kit import scratch
from tests.services.exchange_stick import STEPS, dying_stick

ROUNDS, WORLDS = 100, 100
"""Of the long run: 10,000 rounds."""


class Courier:
    """A station, its county, and a stick between them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.pair: Pair = make_pair(folder)
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.dice = random.Random(seed)
        self.safe: dict[str, bytes] = {}
        self.counts: Counter[str] = Counter()

    def round(self, n: int) -> None:
        """One change there, one answer back, and the stick may die on either way."""
        person(self.pair.station, f"甲{n}")
        if n % 3 == 0:
            with self.pair.county.store.write("c", "village_add", scope=STATION) as work:
                work.create("village", f"{n:032x}", {"name": f"村{n}"})
        if n % 6 == 0:
            self.wipe()
        self.hand_over(n)
        self.answer(n)
        exchange.import_bundles(self.pair.station, self.files(), receipt_to=self.pair.up)
        self.check()

    def wipe(self) -> None:
        """Another stick: the old one is lost with all that lies on it."""
        for file in self.files():
            file.unlink()
        self.safe.clear()

    def files(self) -> list[Path]:
        """All that lies on the stick, whatever it is called."""
        return sorted(path for path in self.stick.iterdir() if path.is_file())

    def _fate(self) -> tuple[int, bool]:
        """At which step the stick dies (often beyond the last: it lives), and whether it keeps what it takes."""
        return self.dice.randrange(STEPS + 4), self.dice.random() < 0.1

    def hand_over(self, n: int) -> None:
        at, lies = self._fate()
        made: list[Path] = []
        told: list[str] = []
        try:
            with dying_stick(self.stick, at, lies=lies, seed=n):
                made = [
                    Path(one.file) for one in exchange.export_bundles(self.pair.station, self.stick, steps=told.append)
                ]
        except Trouble as trouble:
            self.counts[trouble.code] += 1
            assert "safe" not in told
        self.keep(made)

    def answer(self, n: int) -> None:
        """The county takes in what it finds and writes its receipt onto the same stick."""
        at, lies = self._fate()
        with dying_stick(self.stick, at, lies=lies, seed=-n):
            found = exchange.import_bundles(self.pair.county, self.files(), receipt_to=self.stick)
        self.counts.update(one.result for one in found.bundles)
        assert not any(one.result in ("applied", "duplicate") and one.trouble for one in found.bundles)
        self.keep([Path(one) for one in found.receipts])

    def keep(self, made: list[Path]) -> None:
        """What was called safe lies there, whole, and stays so."""
        for file in made:
            self.safe[file.name] = hashlib.sha256(file.read_bytes()).digest()
            self.counts["safe"] += 1
            sender = self.pair.station if file.name.startswith(f"{STATION}_") else self.pair.county
            assert self.safe[file.name] in _made_by(sender), "what lies there is not what was made"
        for name, digest in self.safe.items():
            assert hashlib.sha256((self.stick / name).read_bytes()).digest() == digest, "an older bundle was hurt"

    def check(self) -> None:
        """What counts as received is there, at every moment."""
        for desk, other in ((self.pair.station, self.pair.county), (self.pair.county, self.pair.station)):
            assert _confirmed(desk) <= _held(other), "confirmed, and not there"

    def settle(self) -> None:
        """Two journeys with a good stick."""
        self.wipe()
        for _ in range(2):
            self.pair.round_trip()
        assert _held(self.pair.station) == _held(self.pair.county), "a change was lost"
        for desk in (self.pair.station, self.pair.county):
            assert desk.store.integrity(deep=True) == []

    def close(self) -> None:
        self.pair.close()


def _held(desk: Desk) -> set[bytes]:
    with desk.store.read() as conn:
        return set(conn.exec_driver_sql("SELECT hash FROM txn WHERE scope = ?", (STATION,)).scalars())


def _confirmed(desk: Desk) -> set[bytes]:
    with desk.store.read() as conn:
        told = conn.exec_driver_sql("SELECT heads FROM bundle_out WHERE acked_at IS NOT NULL").scalars().all()
    return {one for text in told for one in heads_from(text).get(STATION, ())}


def _made_by(desk: Desk) -> set[bytes]:
    with desk.store.read() as conn:
        return set(conn.exec_driver_sql("SELECT sha256 FROM bundle_out UNION SELECT sha256 FROM bundle_file").scalars())


def journeys(folder: Path, rounds: int, seed: int) -> Counter[str]:
    """So many rounds of one station and its county; what befell the stick."""
    courier = Courier(folder, seed)
    try:
        for n in range(rounds):
            courier.round(n)
        courier.settle()
    finally:
        courier.close()
    return courier.counts


def test_a_stick_that_dies_at_any_step_loses_no_change(tmp_path: Path) -> None:
    counts = journeys(tmp_path, 36, seed=1)
    for event in ("safe", "stick_unreliable", "applied", "duplicate", "corrupt", "wrong_recipient"):
        assert counts[event] > 0, counts


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_no_change_is_lost_in_ten_thousand_rounds() -> None:
    counts: Counter[str] = Counter()
    for world in range(WORLDS):
        folder = scratch()
        try:
            counts += journeys(folder, ROUNDS, seed=world)
        finally:
            for file in sorted(folder.rglob("*"), reverse=True):
                file.rmdir() if file.is_dir() else file.unlink()
            folder.rmdir()
    assert counts["safe"] > 0
    assert counts["stick_unreliable"] > 0


@pytest.mark.parametrize("at", range(STEPS))
def test_each_step_alone_can_be_the_last(tmp_path: Path, at: int) -> None:
    courier = Courier(tmp_path, seed=at)
    person(courier.pair.station, "甲某")
    told, made = "", list[Path]()
    try:
        with dying_stick(courier.stick, at) as stick:
            made = [Path(one.file) for one in exchange.export_bundles(courier.pair.station, courier.stick)]
    except Trouble as trouble:
        told = trouble.code
    if stick.dead:
        assert told in ("stick_unreliable", "stick_gone")
        assert exchange.sent(courier.pair.station) == []
    else:
        courier.keep(made)
    courier.settle()
    courier.close()
