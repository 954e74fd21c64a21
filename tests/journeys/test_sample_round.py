"""The whole main round on sample offices, as `demo` plays it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.services import exchange, roster, sample_round
from station_desk.services.desk import open_desk


class Steps:
    def __init__(self) -> None:
        self.files: dict[str, list[Path]] = {}

    @contextmanager
    def __call__(self, code: str) -> Iterator[list[Path]]:
        files = self.files.setdefault(code, [])
        yield files


@pytest.mark.timeout(240)
def test_both_sides_end_with_the_same_people_and_nothing_unconfirmed(tmp_path: Path) -> None:
    steps = Steps()
    played = sample_round.play(tmp_path / "out", 2, steps)
    assert all(file.exists() and file.stat().st_size for files in steps.files.values() for file in files)
    assert len(steps.files["export"]) == 2
    assert all(file.exists() for _what, file in played.left)
    station = open_desk(played.station_home, None, played.pass_phrase, write=False)
    county = open_desk(played.county_home, None, played.pass_phrase, write=False)
    here = {row.id: row.phone_masked for row in roster.list_people(station)}
    there = {row.id: row.phone_masked for row in roster.list_people(county, scope=station.office.scope)}
    assert len(here) > 70
    assert here == there
    assert [(p.unacknowledged_changes, p.gaps) for p in exchange.status(station)] == [(0, ())]
    station.close()
    county.close()


def test_only_a_folder_of_an_earlier_round_is_cleared(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "letter.txt").write_text("not ours")
    with pytest.raises(Trouble) as told:
        sample_round.play(theirs, 1, Steps())
    assert told.value.code == "demo_folder_in_use"
    assert (theirs / "letter.txt").read_text() == "not ours"
