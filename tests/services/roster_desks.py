"""Desks for the tests of roster, search and villages: a home is made once and copied for each test."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station_desk.machine.clock import FixedClock
from station_desk.services import villages
from station_desk.services.desk import Desk, open_desk
from tests.support.homes import PASS_PHRASE, PERSON, make_home

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    """22 November 2026, noon in China."""
    return FixedClock(NOON)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with three villages: 甲村, 乙村, 丙村."""
    folder = tmp_path_factory.mktemp("station")
    make_home(folder, clock=FixedClock(NOON)).close()
    return folder / "home"


@pytest.fixture
def desk(tmp_path: Path, made_once: Path, clock: FixedClock) -> Iterator[Desk]:
    """A fresh copy of that station, open for writing."""
    shutil.copytree(made_once, tmp_path / "home")
    with open_desk(tmp_path / "home", PERSON, PASS_PHRASE, clock=clock) as opened:
        yield opened


def ids(desk: Desk) -> list[str]:
    """The villages' record ids, by code."""
    return [view.village.id for view in villages.list_villages(desk)]
