"""A county that went back to an old copy, and a station that has nothing new to tell."""

import shutil
from pathlib import Path

from station_desk.services import exchange
from tests.services.exchange_desks import Pair, names, open_copy, person


def test_a_receipt_of_one_that_holds_more_is_answered(pair: Pair, tmp_path: Path) -> None:
    """The station believes that the county has everything; only the county's own receipt can tell it otherwise."""
    person(pair.station, "甲某")
    pair.round_trip()
    (tmp_path / "old").mkdir()
    shutil.copy(pair.county.home.database, tmp_path / "old" / "desk.db")
    person(pair.station, "乙某")
    pair.round_trip()
    pair.county.close()
    pair.county = open_copy(tmp_path / "old", pair.county.office)
    for _ in range(2):
        answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
        exchange.import_bundles(pair.station, [Path(file) for file in answer.receipts], receipt_to=pair.up)
    assert sorted(names(pair.county)) == sorted(names(pair.station))
    assert len(names(pair.county)) == 2
    quiet = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    assert quiet.receipts == ()
