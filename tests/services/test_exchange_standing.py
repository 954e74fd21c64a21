"""Two hundred stations are looked at with as few statements as two, and the journal is not walked again at a redraw."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from station_desk.bundles.identity import new_identity
from station_desk.domain.records import OfficeKind
from station_desk.services import exchange, exchange_lacks
from station_desk.services.desk import Desk
from station_desk.store import ancestry
from station_desk.store.peers import PeerRow, put_peer
from tests.services.exchange_desks import COUNTY, STATION, Pair, make_desk, person
from tests.services.test_exchange_round import copy_of, restore


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    seen: list[str] = []

    def hear(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def enrol(county: Desk, count: int) -> None:
    """So many stations more, each with a person and a bundle of ours on its way."""
    public = new_identity("371602", OfficeKind.STATION, "某所").public
    for n in range(count):
        code = f"371602{n + 100:03d}"
        with county.store.transaction() as conn:
            row = PeerRow(
                code, OfficeKind.STATION, f"所{n}", public.sign_key, public.seal_key, None, "2026-11-01T00:00:00Z"
            )
            put_peer(conn, row)
        with county.store.write(county.account.id, "note", scope=code) as work:
            work.create("remark", f"{n:032x}", {"about_ent": "person", "kind": "comment"})


def looked_at(county: Desk, count: int) -> int:
    """Statements of one look at all stations after the first."""
    enrol(county, count)
    exchange.stations(county)
    with counted() as seen:
        found = exchange.stations(county)
        told = exchange.status(county)
    assert len(found) == len(told) == count
    assert all(one.unconfirmed == 1 for one in found)
    return len(seen)


def test_two_hundred_stations_cost_as_many_statements_as_two(tmp_path: Path) -> None:
    few, many = make_desk(tmp_path / "few", COUNTY), make_desk(tmp_path / "many", COUNTY)
    assert looked_at(many, 200) == looked_at(few, 2)
    few.close()
    many.close()


def test_the_journal_is_walked_only_where_something_came_or_went(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    walks: list[str] = []
    walk = ancestry.lacking

    def heard(conn: object, scope: str, *rest: object) -> object:
        walks.append(scope)
        return walk(conn, scope, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(exchange_lacks, "lacking", heard)
    person(pair.station, "甲某")
    assert exchange.status(pair.station)[0].unacknowledged_changes == 2
    assert walks == [STATION]
    exchange.status(pair.station)
    assert walks == [STATION]
    person(pair.station, "乙某")
    assert exchange.status(pair.station)[0].unacknowledged_changes == 3
    assert walks == [STATION, STATION]


def test_a_station_stands_with_its_gap_in_numbers_and_days_and_its_program(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    pair.round_trip()
    old = copy_of(pair.county, tmp_path / "old.db")
    pair.wait(days=1)
    person(pair.station, "乙某")
    pair.round_trip()
    pair.county = restore(pair.county, old)
    pair.wait(days=1)
    person(pair.station, "丙某")
    exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    (view,) = exchange.stations(pair.county)
    assert view.gaps == (2,)
    assert [(one.number, (one.made_at or "")[:10], bool(one.code)) for one in view.missing] == [(2, "2026-11-23", True)]
    assert view.app
    assert [one.result for one in exchange.received_from(pair.county, STATION)] == ["gap", "applied"]


def test_what_went_last_is_what_bears_the_highest_number_whatever_the_clock_said(pair: Pair) -> None:
    person(pair.station, "甲某")
    pair.wait(days=3650)
    pair.round_trip()
    pair.wait(days=-3650)
    person(pair.station, "乙某")
    pair.send()
    (stands,) = exchange.status(pair.station)
    assert (stands.last_number, (stands.last_sent or "")[:4]) == (2, "2026")
