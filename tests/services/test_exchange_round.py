"""The exchange through real files on a folder: there, back, lost, doubled, out of order, restored."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station_desk.services import exchange
from tests.services.exchange_desks import COUNTY, STATION, Pair, make_pair, names, person, remove_template, rename


@pytest.fixture(scope="module", autouse=True)
def _template() -> Iterator[None]:
    yield
    remove_template()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = make_pair(tmp_path)
    yield made
    made.close()


def test_what_the_station_writes_stands_at_the_county(pair: Pair) -> None:
    person(pair.station, "甲某")
    answer = exchange.import_bundles(pair.county, [pair.send()])
    assert [one.result for one in answer.bundles] == ["applied"]
    assert names(pair.county) == ["甲某"]
    assert answer.trouble is None
