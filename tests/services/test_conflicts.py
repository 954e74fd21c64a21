"""Two versions of one field: both values and authors are kept, a person chooses, and the mark stays everywhere."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import conflicts, exchange
from station_desk.services.desk import Desk
from tests.services.exchange_desks import open_copy, remove_template
from tests.services.two_copies import ADAM, EVA, Three, in_memory, three

ONE, OTHER = "13800000101", "13800000202"


@pytest.fixture(scope="module", autouse=True)
def template() -> Iterator[None]:
    yield
    remove_template()


@pytest.fixture
def folder() -> Iterator[Path]:
    with in_memory() as made:
        yield made


@pytest.fixture
def world(folder: Path) -> Iterator[Three]:
    with three(folder) as made:
        yield made


def later(desk: Desk, hours: int = 1) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(timedelta(hours=hours))


def disagree(world: Three, name: str = "phone", one: str = ONE, other: str = OTHER) -> None:
    """The PC writes one, the second PC an hour later the other; everyone hears of both."""
    world.change(world.pc, **{name: one})
    later(world.second)
    world.change(world.second, **{name: other})
    world.quiet()


def stands(desk: Desk, world: Three, name: str = "phone") -> object:
    with desk.store.read() as conn:
        return conn.exec_driver_sql(f"SELECT {name} FROM person WHERE id = ?", (world.rid,)).scalar_one()


def whole(world: Three) -> bool:
    return all(desk.store.integrity(deep=True) == [] for desk in world.desks())


def test_both_values_stand_side_by_side_with_author_copy_and_time(world: Three) -> None:
    disagree(world)
    [found] = conflicts.open_conflicts(world.pc)
    assert (found.subject, found.field, found.ours, found.free) == ("张三", "phone", True, True)
    now, lost = found.versions
    assert (now.actor, now.shown, now.stands, now.copy_here) == (EVA, "138****0202", True, False)
    assert (lost.actor, lost.shown, lost.stands, lost.copy_here) == (ADAM, "138****0101", False, True)
    assert lost.at < now.at
    [at_second] = conflicts.open_conflicts(world.second)
    assert [one.copy_here for one in at_second.versions] == [True, False]
    [at_county] = conflicts.open_conflicts(world.county)
    assert at_county.ours is False
    assert at_county.station == "梁才派出所"
    assert {one.copy for one in at_county.versions} == {1, 2}


def test_the_value_in_use_may_be_kept_and_the_mark_goes_everywhere(world: Three) -> None:
    disagree(world)
    [found] = conflicts.open_conflicts(world.pc)
    conflicts.settle(world.pc, found.id, take=found.versions[0].txn)
    world.quiet()
    for desk in world.desks():
        assert conflicts.open_conflicts(desk) == []
        [mark] = conflicts.list_conflicts(desk)
        assert mark.settled is not None
        assert (mark.settled.actor, mark.settled.chosen, mark.settled.shown) == (ADAM, 0, "138****0202")
        assert [one.shown for one in mark.versions] == ["138****0202", "138****0101"]
        assert stands(desk, world) == OTHER
    assert whole(world)


def test_the_value_that_lost_can_be_taken(world: Three) -> None:
    disagree(world)
    [found] = conflicts.open_conflicts(world.second)
    conflicts.settle(world.second, found.id, take=found.versions[1].txn)
    world.quiet()
    for desk in world.desks():
        assert stands(desk, world) == ONE
        [mark] = conflicts.list_conflicts(desk)
        assert mark.settled is not None
        assert (mark.settled.actor, mark.settled.chosen) == (EVA, 1)
    assert whole(world)


def test_a_third_value_is_read_like_a_typed_one(world: Three) -> None:
    disagree(world)
    world.pc.office = replace(world.pc.office, pack="cn.nanan")
    [found] = conflicts.open_conflicts(world.pc)
    with pytest.raises(Trouble, match="draft_phone_invalid"):
        conflicts.settle(world.pc, found.id, value="138")
    conflicts.settle(world.pc, found.id, value="138 0000 0303")
    world.quiet()
    assert {stands(desk, world) for desk in world.desks()} == {"13800000303"}
    [mark] = conflicts.list_conflicts(world.county)
    assert mark.settled is not None
    assert mark.settled.chosen is None
    assert len(mark.versions) == 2


def test_the_act_can_be_taken_back_and_the_question_is_open_again(world: Three) -> None:
    disagree(world)
    [found] = conflicts.open_conflicts(world.pc)
    conflicts.settle(world.pc, found.id, take=found.versions[1].txn)
    world.pc.store.undo(world.pc.account.id)
    world.quiet()
    for desk in world.desks():
        [again] = conflicts.open_conflicts(desk)
        assert {one.shown for one in again.versions} == {"138****0202", "138****0101"}
        assert stands(desk, world) == OTHER
    assert whole(world)


def test_two_people_who_settle_differently_are_a_new_question(world: Three) -> None:
    disagree(world)
    for desk, side in ((world.pc, 0), (world.second, 1)):
        [found] = conflicts.open_conflicts(desk)
        conflicts.settle(desk, found.id, take=found.versions[side].txn)
        later(desk)
    world.quiet()
    for desk in world.desks():
        [found] = conflicts.open_conflicts(desk)
        assert {one.actor for one in found.versions} == {ADAM, EVA}
        assert len([one for one in conflicts.list_conflicts(desk) if one.settled]) == 2
    assert whole(world)


def test_a_late_write_over_a_side_that_was_turned_down_is_not_passed_over(world: Three) -> None:
    world.change(world.pc, phone=ONE)
    later(world.second)
    world.change(world.second, phone=OTHER)
    world.up(world.second, world.pc)
    world.down(world.pc)
    [found] = conflicts.open_conflicts(world.pc)
    conflicts.settle(world.pc, found.id, take=found.versions[1].txn)
    later(world.second, 5)
    world.change(world.second, phone="13800000404")
    world.quiet()
    for desk in world.desks():
        [again] = conflicts.open_conflicts(desk)
        assert {one.shown for one in again.versions} == {"138****0404", "138****0101"}
        assert [one.settled is not None for one in conflicts.list_conflicts(desk)] == [False, True]
    assert whole(world)


def test_a_mark_stays_when_the_field_is_changed_afterwards(world: Three) -> None:
    disagree(world)
    [found] = conflicts.open_conflicts(world.pc)
    conflicts.settle(world.pc, found.id, take=found.versions[1].txn)
    world.change(world.pc, phone="13800000505")
    world.quiet()
    for desk in world.desks():
        [mark] = conflicts.list_conflicts(desk)
        assert [one.shown for one in mark.versions] == ["138****0202", "138****0101"]


def test_the_same_value_written_twice_is_no_question(world: Three) -> None:
    disagree(world, one=ONE, other=ONE)
    assert all(conflicts.list_conflicts(desk) == [] for desk in world.desks())


def test_a_county_does_not_settle_for_its_station(world: Three) -> None:
    disagree(world)
    [found] = conflicts.open_conflicts(world.county)
    with pytest.raises(Trouble, match="conflict_not_ours"):
        conflicts.settle(world.county, found.id, take=found.versions[0].txn)


def test_a_mark_of_another_office_counts_for_nothing(world: Three) -> None:
    disagree(world)
    [found] = conflicts.open_conflicts(world.county)
    seen = str([one.txn for one in found.versions]).replace("'", '"')
    with world.county.store.write(world.county.account.id, "forged", scope=world.pc.office.code) as work:
        fields = {"about_ent": "person", "about_id": world.rid, "about_field": "phone"}
        work.create("settlement", "f" * 32, {**fields, "seen": seen, "chosen": found.versions[0].txn})
        work.create("settlement", "e" * 32, {**fields, "seen": "no list", "chosen": ""})
    world.quiet()
    for desk in world.desks():
        assert [one.settled for one in conflicts.list_conflicts(desk)] == [None]


def test_a_side_that_is_gone_cannot_be_chosen(world: Three) -> None:
    disagree(world)
    [found] = conflicts.open_conflicts(world.pc)
    with pytest.raises(Trouble, match="conflict_moved"):
        conflicts.settle(world.pc, found.id, take="0" * 64)
    conflicts.settle(world.pc, found.id, take=found.versions[0].txn)
    with pytest.raises(Trouble, match="conflict_gone"):
        conflicts.settle(world.pc, found.id, take=found.versions[0].txn)


def test_numbers_are_masked_until_somebody_asks_which_is_recorded(world: Three) -> None:
    disagree(world)
    [found] = conflicts.open_conflicts(world.pc)
    assert found.masked
    shown = conflicts.find_conflict(world.pc, found.id, reveal=True)
    assert [one.shown for one in shown.versions] == [OTHER, ONE]
    with world.pc.store.read() as conn:
        act = conn.exec_driver_sql("SELECT act, object, detail FROM access_log ORDER BY n DESC LIMIT 1").one()
    assert tuple(act) == ("reveal", world.rid, "phone")


def test_each_copy_is_named_with_its_days_and_acts(world: Three) -> None:
    disagree(world)
    at_pc, at_county = conflicts.copy_lines(world.pc), conflicts.copy_lines(world.county, world.pc.office.code)
    assert [(one.number, one.here, one.left) for one in at_pc] == [(1, True, None), (2, False, None)]
    assert [one.here for one in at_county] == [False, False]
    assert at_pc[1].acts == 1


def test_two_clones_that_write_under_one_number_are_two_lines(folder: Path) -> None:
    with three(folder, clone=True) as world:
        world.change(world.pc, phone=ONE)
        later(world.second)
        world.change(world.second, phone=OTHER)
        world.change(world.second, post="网格员")
        world.up(world.pc)
        made = exchange.export_bundles(world.second, world.pair.up)
        [told] = exchange.import_bundles(world.county, [Path(made[0].file)]).bundles
        assert told.result == "fork"
        assert told.warnings[0].facts["day"] == "2026-11-22"
        world.quiet()
        at_county = conflicts.copy_lines(world.county, world.pc.office.code)
        assert [(one.acts, one.left) for one in at_county][1] == (2, "2026-11-22")
        for desk, here in ((world.pc, [True, False]), (world.second, [False, True])):
            assert [one.here for one in conflicts.copy_lines(desk)] == here
        [found] = conflicts.open_conflicts(world.second)
        assert [one.copy_here for one in found.versions] == [True, False]
        world.change(world.pc, post="治保主任")
        world.quiet()
        assert whole(world)


def test_the_county_gives_back_what_a_restored_copy_has_lost_and_both_sides_are_told(folder: Path) -> None:
    with three(folder) as world:
        old = Path(shutil.copy(world.pc.home.database, folder / "old.db"))
        world.change(world.pc, phone=ONE)
        world.up(world.pc)
        world.pc.close()
        shutil.copy(old, world.pc.home.database)
        world.pair.station = open_copy(world.pc.home.path, world.pc.office)
        later(world.pc, 2)
        world.change(world.pc, phone=OTHER)
        made = exchange.export_bundles(world.pc, world.pair.up)
        answer = exchange.import_bundles(world.county, [Path(made[0].file)], receipt_to=world.pair.down)
        assert [one.code for one in answer.bundles[0].warnings] == ["bundle_fork", "bundle_conflicts"]
        back = exchange.import_bundles(world.pc, [Path(one) for one in answer.receipts]).bundles[0]
        assert (back.result, back.returned) == ("fork", 1)
        told = {one.code: one.facts for one in back.warnings}
        assert told["bundle_returned"]["count"] == 1
        assert told["bundle_fork"]["day"] == "2026-11-22"
        here, branch = sorted(conflicts.copy_lines(world.pc), key=lambda one: not one.here)
        assert (here.left is None) != (branch.left is None)
        assert (here.returned, branch.returned) == (0, 1)
        [found] = conflicts.open_conflicts(world.pc)
        assert [one.copy_here for one in found.versions] == [True, False]
