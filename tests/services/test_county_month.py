"""The county's view of a month: what came from each station by bundle, and whom to ask."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station_desk.domain.county_month import CountyMonth
from station_desk.domain.work_log import Count
from station_desk.machine.clock import FixedClock
from station_desk.services import exchange, overview
from station_desk.services.county_month import county_month
from station_desk.services.desk import Desk
from station_desk.services.log_months import close_month
from station_desk.services.roster import list_people
from station_desk.services.work_log import apply_counts
from tests.support.homes import make_home
from tests.ui.people import six_people
from tests.ui.test_exchange_page import identity

MONTH = "2026-11"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 20, 4, tzinfo=UTC))


@pytest.fixture
def offices(tmp_path: Path, clock: FixedClock) -> Iterator[tuple[Desk, Desk, Desk]]:
    """A county and two stations that know each other."""
    county = make_home(tmp_path, "county", 0, folder="county", clock=clock)
    stations = [
        make_home(tmp_path, villages=8, code=code, folder=code, clock=clock) for code in ("371602009", "371602010")
    ]
    for station in stations:
        six_people(station)
        exchange.trust(county, identity(station, tmp_path))
        exchange.trust(station, identity(county, tmp_path))
    yield county, stations[0], stations[1]
    for desk in (county, *stations):
        desk.close()


def send(station: Desk, county: Desk, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    exchange.import_bundles(county, [Path(one.file) for one in exchange.export_bundles(station, folder)])


def enter(station: Desk) -> None:
    people = [one.id for one in list_people(station) if one.status == "active"]
    apply_counts(station, [Count(one, "L02", MONTH, 5) for one in people], "grid")


def told(county: Desk) -> CountyMonth:
    found = county_month(county)
    assert found is not None
    return found


def test_the_county_sees_who_sent_the_month_and_who_did_not(
    offices: tuple[Desk, Desk, Desk], clock: FixedClock, tmp_path: Path
) -> None:
    county, one, other = offices
    assert [(each.code, each.held) for each in told(county).stations] == [
        (one.office.code, "nothing"),
        (other.office.code, "nothing"),
    ]
    enter(one)
    send(one, county, tmp_path / "u1")
    begun = told(county)
    assert (begun.month, begun.due.isoformat(), begun.left) == (MONTH, "2026-11-25", 5)
    assert [(each.code, each.held, each.entered) for each in begun.stations] == [
        (other.office.code, "nothing", 0),
        (one.office.code, "begun", 5),
    ]
    assert "months_missing" not in [duty.kind for duty in overview.today(county).duties], "not yet due"
    close_month(one, MONTH)
    send(one, county, tmp_path / "u2")
    clock.advance(timedelta(days=4))
    closed = told(county)
    assert [each.held for each in closed.stations] == ["nothing", "closed"]
    duty = next(each for each in overview.today(county).duties if each.kind == "months_missing")
    assert (duty.group, duty.page, duty.facts["count"]) == ("soon", "guide", 1)
    clock.advance(timedelta(days=4))
    assert told(county).month == MONTH, "as long as a station owes it"
    assert next(each for each in overview.today(county).duties if each.kind == "months_missing").group == "overdue"
    clock.advance(timedelta(days=10))
    assert told(county).month == "2026-12"


def test_a_station_and_a_county_without_stations_have_no_such_month(
    offices: tuple[Desk, Desk, Desk], tmp_path: Path
) -> None:
    assert county_month(offices[1]) is None
    lonely = make_home(tmp_path, "county", 0, folder="lonely")
    assert county_month(lonely) is None
    lonely.close()
