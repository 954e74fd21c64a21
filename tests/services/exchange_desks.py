"""Desks of a station and a county for the tests of the exchange: real stores, sticks that are folders, a clock to move."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from station_desk.bundles.identity import SECRET, Identity, new_identity
from station_desk.domain.records import Account, Office, OfficeKind, Role
from station_desk.machine.clock import FixedClock
from station_desk.machine.home import Home
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store.blobs import put_content
from station_desk.store.engine import Store
from station_desk.store.office import office_fields

STATION, COUNTY = "371602009", "371602"
START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
NAMES = {
    STATION: "梁才派出所",
    COUNTY: "滨城分局",
    "371602010": "杨柳雪派出所",
    "371602011": "彭李派出所",
    "371603": "沾化分局",
}


@cache
def _template() -> tuple[Path, bytes]:
    """An empty database, made once: the migrations take longer than a test."""
    key = os.urandom(32)
    path = Path(mkdtemp(prefix="station-desk-tests-")) / "desk.db"
    Store.create(path, key).close()
    return path, key


def remove_template() -> None:
    """Leave nothing behind."""
    if _template.cache_info().currsize:
        shutil.rmtree(_template()[0].parent, ignore_errors=True)
        _template.cache_clear()


def make_desk(folder: Path, code: str, identity: Identity | None = None, clock: FixedClock | None = None) -> Desk:
    """A desk of the office `code` in `folder` (nine digits: a station; six: a county)."""
    kind = OfficeKind.STATION if len(code) == 9 else OfficeKind.COUNTY
    path, _key = _template()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, folder / "desk.db")
    desk = open_copy(folder, Office(code, f"office-{code}", kind, NAMES[code], code, "cn.test"), clock)
    own = identity or new_identity(code, kind, NAMES[code])
    with desk.store.transaction():
        desk.store.become(code, kind.value)
        desk.store.set_secret(SECRET, own.to_secret())
        desk.store.renew_rep()
    with desk.store.write(desk.account.id, "first_start") as work:
        work.create("office", desk.office.id, office_fields(desk.office))
    return desk


def database_key() -> bytes:
    """The key of every database here."""
    return _template()[1]


def open_copy(folder: Path, office: Office, clock: FixedClock | None = None, key: bytes | None = None) -> Desk:
    """The desk whose database lies in `folder`, wherever it came from."""
    when = clock or FixedClock(START)
    store = Store.open(folder / "desk.db", key or database_key(), write=True)
    store.wall_ms = when.wall_ms
    account = Account(office.code, f"clerk-{office.code}", "内勤", Role.CLERK)
    return Desk(Home(folder), office, account, store, when, read_only=False, practice=False)


def trust_each_other(one: Desk, other: Desk, folder: Path) -> None:
    """Both accept the other's public identity."""
    folder.mkdir(parents=True, exist_ok=True)
    for mine, theirs in ((one, other), (other, one)):
        file = exchange.write_public_identity(theirs, folder / f"{theirs.office.code}.sdk")
        exchange.trust(mine, file)


@dataclass
class Pair:
    """A station and its county that trust each other, a stick for each way."""

    station: Desk
    county: Desk
    up: Path
    down: Path

    def send(self, sender: Desk | None = None, **options: object) -> Path:
        """A bundle on the stick; the station's for its county unless said otherwise."""
        desk = sender or self.station
        to = self.up if desk is self.station else self.down
        made = exchange.export_bundles(desk, to, **options)  # type: ignore[arg-type]
        return Path(made[0].file)

    def round_trip(self) -> None:
        """The station's bundle to the county, the receipt back."""
        answer = exchange.import_bundles(self.county, [self.send()], receipt_to=self.down)
        exchange.import_bundles(self.station, [Path(file) for file in answer.receipts], receipt_to=self.up)

    def wait(self, **span: float) -> None:
        """Time goes by on both sides."""
        for desk in (self.station, self.county):
            assert isinstance(desk.clock, FixedClock)
            desk.clock.advance(timedelta(**span))

    def close(self) -> None:
        self.station.close()
        self.county.close()


def make_pair(folder: Path) -> Pair:
    """A station and a county, introduced."""
    pair = Pair(
        make_desk(folder / "station", STATION), make_desk(folder / "county", COUNTY), folder / "up", folder / "down"
    )
    trust_each_other(pair.station, pair.county, folder / "keys")
    pair.up.mkdir()
    pair.down.mkdir()
    return pair


def person(desk: Desk, name: str, **fields: object) -> str:
    """A new person on the station's roster; the record's id."""
    rid = os.urandom(16).hex()
    with desk.store.write(desk.account.id, "person_add") as work:
        work.create("person", rid, {"name": name, **fields})  # type: ignore[dict-item]
    return rid


def rename(desk: Desk, rid: str, **fields: object) -> None:
    """Change fields of a person."""
    with desk.store.write(desk.account.id, "person_edit") as work:
        work.update("person", rid, fields)  # type: ignore[arg-type]


def put_photo(desk: Desk, person_id: str, grain: bytes, rid: str | None = None) -> str:
    """A photo that travels, as `services.attachments` keeps one (the child that makes it anew left out); its SHA-256."""
    picture = b"\xff\xd8\xff" + grain
    with desk.store.write(desk.account.id, "photo_add") as work:
        sha256 = put_content(work.conn, picture, desk.clock.now_iso())
        about = {"about_ent": "person", "about_id": person_id, "kind": "photo", "media": "image/jpeg"}
        named = {"travels": 1, "sha256": sha256, "size": len(picture)}
        work.create("attachment", rid or os.urandom(16).hex(), about | named)
    return sha256


def names(desk: Desk, scope: str = STATION) -> list[str | None]:
    """The names on the roster of a scope, struck-out people left out."""
    with desk.store.read() as conn:
        rows = conn.exec_driver_sql(
            "SELECT name FROM person WHERE scope = ? AND deleted = 0 ORDER BY name", (scope,)
        ).scalars()
        return list(rows)


@contextmanager
def raw(desk: Desk) -> Iterator[Any]:
    """A reading connection of the driver itself: histories look into the databases tens of thousands of times."""
    with desk.store.read() as conn:
        yield conn.connection.driver_connection


def everything(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every table that an import might touch, but the lists of what was looked at."""
    tables = (
        *("office", "account", "village", "person", "term", "term_village", "sheet", "txn", "change", "head"),
        *("fclock", "conflict", "parked", "tombstone", "peer", "bundle_out", "statement", "setting"),
    )
    with raw(desk) as conn:
        return {table: sorted(conn.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}


def contents(desk: Desk, scope: str) -> tuple[set[str], set[str]]:
    """The contents that living records of a scope name, and those of them that are here, whole."""
    with raw(desk) as conn:
        query = "SELECT sha256 FROM attachment WHERE scope = ? AND deleted = 0 AND travels = 1"
        named = {sha256 for (sha256,) in conn.execute(query, (scope,))}
        here = {hashlib.sha256(data).hexdigest() for (data,) in conn.execute("SELECT content FROM blob")}
    return named, named & here
