"""The collector of garbage rests while the program starts, and works afterwards."""

import gc
from collections.abc import Iterator

import pytest

from station_desk.app import main
from station_desk.machine import start


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_the_collector_rests_until_the_program_has_begun() -> None:
    start.begin()
    assert not gc.isenabled()
    start.begun()
    assert gc.isenabled()
    assert gc.get_freeze_count()


def test_nothing_is_passed_over_where_no_program_began() -> None:
    start.begun()
    assert gc.isenabled()
    assert not gc.get_freeze_count()


def test_a_command_runs_with_the_collector_at_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["station-desk", "money", "words", "--", "500"])
    assert main() == 0
    assert "伍元" in capsys.readouterr().out
    assert gc.isenabled()
    assert gc.get_freeze_count()
