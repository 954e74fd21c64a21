"""Random histories of two PCs of a station, a second station and their county: they end equal, and nothing is lost."""

import os
from collections.abc import Iterator

import pytest

from tests.services.exchange_desks import remove_template
from tests.services.exchange_kit import PC, Kit
from tests.services.exchange_machine import KITS, run
from tests.services.exchange_oracle import Oracle
from tests.services.exchange_world import COUNTS, World

PARTS, EACH = 30, 10
MANY = int(os.environ.get("STATION_DESK_HISTORIES", "20000"))
"""Histories of the long run."""

EVENTS = (
    *("create", "update", "delete", "local", "run", "undo", "redo", "undo of a run", "erase"),
    *("applied", "fork", "gap", "duplicate", "conflict found", "clock ahead told", "clock jumps years"),
    *("kept", "lost", "twice", "reordered", "renamed", "old times", "crossed", "looked at first"),
    *("flipped", "cut short", "grown", "foreign", "forged writer", "forged statement", "stick died"),
    *("backup", "restored", "restored, noticed", "clone", "newer version", "unknown field kept"),
    *("photo", "remark", "answer", "settled", "person erased", "given again", "keys changed", "followed by an act"),
    *("histories", "with conflicts at the end"),
)
"""What must have happened, or the run proves nothing."""


@pytest.fixture(scope="module", autouse=True)
def kit() -> Iterator[None]:
    KITS.append(Kit.make())
    COUNTS.clear()
    yield
    KITS.pop().remove()
    remove_template()


@pytest.mark.timeout(900)  # half a minute alone; other work on the same cores must not make it fail
@pytest.mark.parametrize("part", range(PARTS))
def test_every_history_ends_equal_and_loses_nothing(part: int) -> None:
    run(EACH, start=part)


def test_every_event_happened_in_these_histories() -> None:
    if COUNTS["histories"] < PARTS * EACH:
        pytest.skip("only where all the histories above were run")
    assert [event for event in EVENTS if not COUNTS[event]] == []


@pytest.mark.long
@pytest.mark.timeout(6 * 3600)
def test_many_histories_end_equal_and_lose_nothing() -> None:
    run(MANY, steps=12)


def test_the_oracle_is_not_the_program() -> None:
    world = World(KITS[-1])
    world.create(PC, 1)
    Oracle.of(world.desks[PC]).compare(world.desks[PC])
    with world.desks[PC].store.transaction() as conn:
        conn.exec_driver_sql("UPDATE person SET name = '别的'")
    with pytest.raises(AssertionError):
        Oracle.of(world.desks[PC]).compare(world.desks[PC])
