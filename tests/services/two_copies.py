"""A station with two PCs and its county: what each writes against the other, and how it comes together."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from station_desk.domain.exchange import ImportAnswer
from station_desk.domain.records import Account, Role
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store.accounts import account_fields
from tests.services.exchange_desks import Pair, make_pair, open_copy, person

ADAM, EVA = "王敏", "赵芳"


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder, in memory where that can be had: each save is flushed."""
    shared = Path("/dev/shm")
    with TemporaryDirectory(prefix="station-desk-tests-", dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


@dataclass
class Three:
    """PC, second PC and county, with one person, 张三, whom all of them know."""

    pair: Pair
    second: Desk
    rid: str

    @property
    def pc(self) -> Desk:
        return self.pair.station

    @property
    def county(self) -> Desk:
        return self.pair.county

    def change(self, desk: Desk, **fields: str | int) -> None:
        with desk.store.write(desk.account.id, "person_edit") as work:
            work.update("person", self.rid, fields)

    def up(self, *desks: Desk) -> None:
        """Each hands over to the county."""
        for desk in desks:
            made = exchange.export_bundles(desk, self.pair.up)
            exchange.import_bundles(self.county, [Path(one.file) for one in made])

    def down(self, *desks: Desk) -> list[ImportAnswer]:
        """Each takes what the county has for it."""
        answers = []
        for desk in desks:
            made = exchange.export_bundles(self.county, self.pair.down)
            answers.append(exchange.import_bundles(desk, [Path(one.file) for one in made]))
        return answers

    def quiet(self) -> None:
        """Everything is everywhere. Each round is one PC's: the county answers the heads that it heard last."""
        for _ in range(2):
            for desk in (self.pc, self.second):
                self.up(desk)
                self.down(desk)

    def desks(self) -> tuple[Desk, Desk, Desk]:
        return (self.pc, self.second, self.county)


@contextmanager
def three(folder: Path, *, clone: bool = False) -> Iterator[Three]:
    """`clone`: the second PC is a copy of the first and writes under its number."""
    pair = make_pair(folder)
    rid = person(pair.station, "张三", phone="13800000001", id_no="371602199001019978")
    with pair.station.store.write(pair.station.account.id, "accounts") as work:
        for i, name in enumerate((ADAM, EVA)):
            account = Account(pair.station.office.code, f"clerk-{i}", name, Role.CLERK)
            work.create("account", account.id, account_fields(account))
    pair.round_trip()
    home = folder / "second"
    home.mkdir()
    shutil.copy(pair.station.home.database, home / "desk.db")
    second = open_copy(home, pair.station.office)
    if not clone:
        second.store.renew_rep()
    pair.station.account = Account(pair.station.office.code, "clerk-0", ADAM, Role.CLERK)
    second.account = Account(pair.station.office.code, "clerk-1", EVA, Role.CLERK)
    made = Three(pair, second, rid)
    try:
        yield made
    finally:
        second.close()
        pair.close()
