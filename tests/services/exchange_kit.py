"""Desks for random histories: two PCs of one station, their county, a second station, kept open over all histories."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pytest

from station_desk.bundles.identity import SECRET, Identity
from station_desk.machine.clock import FixedClock
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store import engine
from tests.services.exchange_desks import COUNTY, START, STATION, make_desk, make_pair, open_copy
from tests.services.exchange_desks import trust_each_other as introduce

PC, SECOND, OFFICE, OTHER = 0, 1, 2, 3
STATIONS = (PC, SECOND, OTHER)
SECOND_STATION, STRANGE_STATION = "371602010", "371602011"
CODES = (STATION, STATION, COUNTY, SECOND_STATION)
_NAMES = ("station", "second", "county", "other")
_SHARED = Path("/dev/shm")
"""Memory, where it can be had: a history saves hundreds of times, and each save is flushed."""


def scratch() -> Path:
    """A new folder, in memory where that can be had."""
    return Path(mkdtemp(prefix="station-desk-tests-", dir=_SHARED if _SHARED.is_dir() else None))


@dataclass
class Kit:
    """Four desks that know each other, kept open over all histories: each begins with the databases as they were made."""

    folder: Path
    desks: list[Desk]
    databases: list[bytes]
    identities: dict[str, Identity]
    foreign: bytes
    """A bundle by a station that nobody here trusts."""

    @staticmethod
    def make() -> "Kit":
        folder = scratch()
        pair = make_pair(folder)
        other = make_desk(folder / "other", SECOND_STATION)
        stranger = make_desk(folder / "stranger", STRANGE_STATION)
        introduce(other, pair.county, folder / "keys2")
        exchange.trust(stranger, exchange.write_public_identity(pair.county, folder / "county.sdk"))
        (folder / "up2").mkdir()
        foreign = Path(exchange.export_bundles(stranger, folder / "up2")[0].file).read_bytes()
        for desk in (pair.station, pair.county, other, stranger):
            desk.close()
        (folder / "second").mkdir()
        shutil.copy(folder / "station" / "desk.db", folder / "second" / "desk.db")
        offices = [pair.station.office, pair.station.office, pair.county.office, other.office]
        desks = [open_copy(folder / _NAMES[i], office, FixedClock(START)) for i, office in enumerate(offices)]
        desks[SECOND].store.renew_rep()
        secrets = [desk.store.secret(SECRET) for desk in desks]
        for desk in desks:
            desk.close()
        databases = [desk.home.database.read_bytes() for desk in desks]
        identities = {code: Identity.from_secret(kept) for code, kept in zip(CODES, secrets, strict=True) if kept}
        return Kit(folder, desks, databases, identities, foreign)

    def put(self, i: int, database: bytes) -> None:
        """Another file in the place of a desk's database; the desk stays as it is, its connections are new ones."""
        desk = self.desks[i]
        desk.store.close()
        for rest in ("-wal", "-shm"):
            desk.home.database.with_name(f"desk.db{rest}").unlink(missing_ok=True)
        desk.home.database.write_bytes(database)

    def database(self, i: int) -> bytes:
        """The file as it lies there after a save: complete, for the log beside it is empty."""
        return self.desks[i].home.database.read_bytes()

    def remove(self) -> None:
        for desk in self.desks:
            desk.close()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def the_same_dice() -> Iterator[None]:
    """Salts, file names and installation numbers come from one seed: a history that failed once fails again."""
    dice = random.Random(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", dice.randbytes)
        patch.setattr(engine, "new_rep", lambda: dice.getrandbits(63) | 1)
        yield
