"""Drafts: what was typed stays, through the lock and a restart, for the person who typed it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station_desk.domain.records import OfficeKind, Role
from station_desk.machine.clock import FixedClock
from station_desk.machine.sealing import Kdf
from station_desk.services import accounts, drafts
from station_desk.services.desk import Desk, lock_desk, open_desk, unlock_again
from station_desk.services.first_start import NewOffice, create_office

PHRASE = "a long pass phrase"
NEW = NewOffice(OfficeKind.STATION, "梁才派出所", "371602105", "cn.nanan", [], "王敏", PHRASE)
BODY = {"name": "张三", "villages": ["a", "b"], "month": {"L02": 3, "L03": None}}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 22, 1, tzinfo=UTC))


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    made = create_office(tmp_path / "home", NEW, Kdf(64, 1), clock).desk
    yield made
    made.close()


def test_a_draft_comes_back_as_it_was_after_a_restart(desk: Desk) -> None:
    drafts.keep(desk, "roster/add", {"name": "张"})
    drafts.keep(desk, "roster/add", BODY)
    assert drafts.fetch(desk, "roster/edit") is None
    desk.close()
    with open_desk(desk.home.path, "王敏", PHRASE) as later:
        assert drafts.fetch(later, "roster/add") == BODY


def test_the_lock_eats_no_draft(desk: Desk) -> None:
    drafts.keep(desk, "roster/add", BODY)
    lock_desk(desk)
    unlock_again(desk, PHRASE)
    assert drafts.fetch(desk, "roster/add") == BODY


def test_drafts_are_not_journaled(desk: Desk) -> None:
    before = (desk.store.sequence(), desk.store.heads())
    drafts.keep(desk, "roster/add", BODY)
    drafts.drop(desk, "roster/add")
    assert (desk.store.sequence(), desk.store.heads()) == before


def test_each_person_has_own_drafts(desk: Desk) -> None:
    drafts.keep(desk, "roster/add", BODY)
    accounts.add_account(desk, "李强", Role.CLERK, "another long one")
    desk.close()
    with open_desk(desk.home.path, "李强", "another long one") as theirs:
        assert drafts.fetch(theirs, "roster/add") is None
        assert drafts.waiting(theirs) == []


def test_a_dropped_draft_no_longer_waits_and_can_be_fetched_for_a_week(desk: Desk, clock: FixedClock) -> None:
    drafts.keep(desk, "a_%", BODY)
    clock.advance(timedelta(minutes=1))
    drafts.keep(desk, "b", {"x": 1})
    assert [d.place for d in drafts.waiting(desk)] == ["b", "a_%"]
    drafts.drop(desk, "a_%")
    drafts.drop(desk, "nothing")
    assert drafts.fetch(desk, "a_%") is None
    assert [d.place for d in drafts.waiting(desk)] == ["b"]
    assert [d.body for d in drafts.dropped(desk, "a_%")] == [BODY]
    assert drafts.dropped(desk, "aXY") == []
    clock.advance(timedelta(days=7))
    drafts.drop(desk, "nothing")
    assert len(drafts.dropped(desk, "a_%")) == 1
    clock.advance(timedelta(seconds=1))
    drafts.drop(desk, "nothing")
    assert drafts.dropped(desk, "a_%") == []
    assert drafts.fetch(desk, "b") == {"x": 1}  # what waits stays however old


def test_a_draft_can_be_dropped_twice_in_one_instant(desk: Desk) -> None:
    for n in range(2):
        drafts.keep(desk, "a", {"n": n})
        drafts.drop(desk, "a")
    assert drafts.fetch(desk, "a") is None
    assert {"n": 1} in [d.body for d in drafts.dropped(desk, "a")]
