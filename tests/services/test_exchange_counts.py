"""How much a scope holds is kept up with what comes in, and counted anew wherever that is not known."""

from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store.outgoing import count_scope
from tests.services.exchange_desks import STATION, Pair, person, rename


def _told(desk: Desk) -> tuple[int, int]:
    with desk.store.read() as conn:
        return count_scope(conn, STATION)


def _real(desk: Desk) -> tuple[int, int]:
    with desk.store.read() as conn:
        row = conn.exec_driver_sql("SELECT count(*), sum(n_changes) FROM txn WHERE scope = ?", (STATION,)).one()
        assert (
            row[1]
            == conn.exec_driver_sql(
                "SELECT count(*) FROM change JOIN txn ON hash = txh WHERE scope = ?", (STATION,)
            ).scalar_one()
        )
    return row[0], row[1]


def _kept(desk: Desk) -> str | None:
    return desk.store.setting(f"counted.{STATION}")


def test_a_county_keeps_up_the_count_of_a_station_bundle_after_bundle(pair: Pair) -> None:
    for name in ("赵一", "钱二", "孙三"):
        rename(pair.station, person(pair.station, name), post="网格员")
        pair.round_trip()
        assert _kept(pair.county) is not None
        assert _told(pair.county) == _real(pair.county) == _told(pair.station)


def test_a_bundle_taken_twice_is_counted_once(pair: Pair) -> None:
    person(pair.station, "赵一")
    first = pair.send()
    exchange.import_bundles(pair.county, [first])
    person(pair.station, "钱二")
    exchange.import_bundles(pair.county, [pair.send(full=True), first])
    assert _told(pair.county) == _real(pair.county) == _real(pair.station)


def test_a_count_that_was_kept_for_other_heads_is_not_believed(pair: Pair) -> None:
    person(pair.station, "赵一")
    pair.round_trip()
    pair.county.store.set_setting(f"counted.{STATION}", '[["' + "00" * 32 + '"], 99, 99]')
    assert _told(pair.county) == _real(pair.county)
    person(pair.station, "钱二")
    pair.round_trip()
    assert _told(pair.county) == _real(pair.county)


def test_a_statement_tells_what_is_held_after_own_acts(pair: Pair) -> None:
    pair.round_trip()
    person(pair.station, "赵一")
    assert _told(pair.station) == _real(pair.station)
