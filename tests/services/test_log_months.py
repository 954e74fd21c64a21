"""Closing a month: its counts stand, mistakes are put right in the open month and seen in both."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from station_desk.domain.ids import new_id
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import Count
from station_desk.machine.clock import FixedClock
from station_desk.services import roster
from station_desk.services.desk import Desk
from station_desk.services.log_list import list_log
from station_desk.services.log_months import (
    close_month,
    correct,
    correct_place,
    corrections,
    ended_month,
    is_closed,
    month_to_enter,
    open_month,
)
from station_desk.services.work_log import apply_counts, check_entries
from station_desk.store import log
from tests.services.roster_desks import clock, desk, made_once
from tests.services.test_work_log import MONTH, entries, people, sums

__all__ = ["clock", "desk", "made_once", "people"]
BEFORE = "2026-10"


def trouble_of(call: object, *args: object, **named: object) -> str:
    with pytest.raises(Trouble) as caught:
        call(*args, **named)  # type: ignore[operator]
    return caught.value.code


@pytest.fixture
def closed(desk: Desk, people: Sequence[str]) -> Desk:
    """October closed, with 12 visits and 3 patrols of 赵一."""
    apply_counts(desk, [Count(people[0], "L02", BEFORE, 12), Count(people[0], "L01", BEFORE, 3)], "grid")
    close_month(desk, BEFORE)
    return desk


def test_a_closed_month_takes_nothing_and_gives_nothing_back(closed: Desk, people: Sequence[str]) -> None:
    assert is_closed(closed, BEFORE)
    [first, _] = entries(closed, BEFORE)
    assert trouble_of(apply_counts, closed, [Count(people[0], "L02", BEFORE, 13)], "grid") == "log_month_closed"
    assert trouble_of(check_entries, closed, "check", [first.id]) == "log_month_closed"
    assert trouble_of(close_month, closed, BEFORE) == "log_month_closed"
    assert trouble_of(roster.undo_last, closed) == "log_month_closed"
    assert [one.state for one in list_log(closed, BEFORE).entries] == ["counted", "counted"]


def test_a_month_does_not_close_over_what_was_given_back(desk: Desk, people: Sequence[str]) -> None:
    apply_counts(desk, [Count(people[0], "L02", BEFORE, 12)], "grid")
    check_entries(desk, "give_back", [entries(desk, BEFORE)[0].id], "too_high")
    assert trouble_of(close_month, desk, BEFORE) == "log_month_returned"
    assert trouble_of(close_month, desk, "2026-12") == "log_month_ahead"
    assert not is_closed(desk, BEFORE)


def test_a_correction_stands_in_the_open_month_and_is_seen_from_both(closed: Desk, people: Sequence[str]) -> None:
    visits = next(one for one in entries(closed, BEFORE) if one.code == "L02")
    rid = correct(closed, visits.id, -2, "miscounted", "少数了一张表")
    assert sums(closed) == {(BEFORE, "L02"): 12, (BEFORE, "L01"): 3, (MONTH, "L02"): -2}
    [made] = entries(closed)
    assert (made.id, made.corrects, made.count, made.words) == (rid, visits.id, -2, "少数了一张表")
    assert [one.id for one in corrections(closed, entries(closed, BEFORE), BEFORE)] == [rid]
    apply_counts(closed, [Count(people[0], "L02", MONTH, 9)], "grid")
    assert sums(closed)[MONTH, "L02"] == 7, "a month's own count is told apart from what it puts right"


def test_a_sheet_that_came_after_the_closing_is_linked_to_the_closing(closed: Desk, people: Sequence[str]) -> None:
    rid = correct_place(closed, people[0], "L03", BEFORE, 4, "late_sheet")
    assert [one.id for one in corrections(closed, entries(closed, BEFORE), BEFORE)] == [rid]
    assert trouble_of(correct_place, closed, people[0], "L03", BEFORE, -5, "miscounted") == "log_correction_below"
    correct_place(closed, people[0], "L03", BEFORE, -4, "counted_twice")
    assert sums(closed)[MONTH, "L03"] == 0


def test_what_a_correction_needs(closed: Desk, people: Sequence[str]) -> None:
    first = entries(closed, BEFORE)[0]
    assert trouble_of(correct, closed, first.id, 0, "miscounted") == "log_correction_zero"
    assert trouble_of(correct, closed, first.id, 1, "") == "log_reason_missing"
    assert trouble_of(correct, closed, first.id, 1, "other", "一" * 61) == "log_words_long"
    assert trouble_of(correct, closed, "0" * 32, 1, "other") == "log_entry_missing"
    assert trouble_of(correct_place, closed, people[0], "L02", MONTH, 1, "other") == "log_month_open"
    words = "王大柱 371602198503129974"
    assert trouble_of(correct, closed, first.id, 1, "other", words) == "log_words_guard"
    correct(closed, first.id, 1, "other", words, anyway=True)
    with closed.store.read() as conn:
        passes = conn.exec_driver_sql("SELECT object, detail FROM access_log WHERE act = 'guard_pass'").fetchall()
        travels = conn.exec_driver_sql("SELECT body FROM change WHERE ent = 'log_entry' AND NOT local").scalars().all()
    assert [tuple(one) for one in passes] == [("log_entry", "id_no")]
    assert not any("大柱" in body for body in travels), "the words of a correction stay at this desk"


def test_what_is_entered_now_goes_to_the_first_month_that_is_open(desk: Desk, people: Sequence[str]) -> None:
    assert open_month(desk) == MONTH
    close_month(desk, MONTH)
    assert open_month(desk) == "2026-12"


def test_the_list_keeps_to_the_period(desk: Desk, people: Sequence[str]) -> None:
    counts = [
        Count(people[0], "L02", MONTH, 5, day="2026-11-03"),
        Count(people[0], "L02", MONTH, 20),
        Count(people[0], "L02", BEFORE, 7),
    ]
    apply_counts(desk, counts, "import")
    assert list_log(desk, "2026-11").totals == {"L02": 20}
    assert list_log(desk, "2026").totals == {"L02": 27}
    some = list_log(desk, "2026-11-01..2026-11-22")
    assert (some.totals, some.without_day) == ({"L02": 5}, 1)
    whole = list_log(desk, "2026-09-26..2026-11-25")
    assert (whole.totals, whole.without_day) == ({"L02": 27}, 0)
    assert trouble_of(list_log, desk, "2026-11-22..2026-11-01") == "period_wrong"
    with desk.store.read() as conn:
        assert log.first_month(conn, desk.office.code) == BEFORE


def test_the_month_that_ended_is_entered_until_it_is_closed_or_long_past(
    desk: Desk, clock: FixedClock, people: Sequence[str]
) -> None:
    clock.advance(timedelta(days=4))  # 26 November: December runs
    assert month_to_enter(desk) == "2026-12", "nothing was handed out or entered for November"
    apply_counts(desk, [Count(people[0], "L02", BEFORE, 12)], "grid")
    assert (ended_month(desk), month_to_enter(desk)) == (MONTH, MONTH)
    clock.advance(timedelta(days=9))  # 5 December
    assert month_to_enter(desk) == MONTH
    close_month(desk, MONTH)
    assert (ended_month(desk), month_to_enter(desk)) == (MONTH, "2026-12")
    clock.advance(timedelta(days=1))
    assert (ended_month(desk), month_to_enter(desk)) == (None, "2026-12")


def test_sheets_that_are_out_make_the_month_that_ended_one_to_enter(
    desk: Desk, clock: FixedClock, people: Sequence[str]
) -> None:
    with desk.store.write(desk.account.id, "test") as work:
        sheet = {"form": "F20", "period": MONTH, "state": "out", "person_id": people[0], "serial": "2009-F20-260001"}
        work.create("sheet", new_id(), sheet)
    clock.advance(timedelta(days=4))
    assert month_to_enter(desk) == MONTH
