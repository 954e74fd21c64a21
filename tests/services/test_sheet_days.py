"""When a sheet came back, and who was reminded of one that did not."""

from datetime import timedelta

import pytest

from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import paperwork, print_centre, return_desk, sheet_days
from station_desk.services.desk import Desk
from station_desk.services.roster import add_person
from station_desk.services.villages import edit_village, list_villages
from tests.services.roster_desks import clock, desk, ids, made_once

__all__ = ["clock", "desk", "made_once"]

MONTH = "2026-10"


@pytest.fixture
def serials(desk: Desk) -> list[str]:
    """Two work logs that are out."""
    for at, name in enumerate(("王芳", "李荣宝")):
        add_person(desk, PersonDraft(name=name, village_ids=(ids(desk)[at],), start_date="2024-12-01"))
    return list(paperwork.make(desk, "F20", everyone=True, period=MONTH).serials)


def test_a_second_return_says_when_the_first_was(desk: Desk, serials: list[str], clock: FixedClock) -> None:
    first = desk.clock.today()
    assert return_desk.take(desk, serials[0], MONTH).since is None
    clock.advance(timedelta(days=3))
    again = return_desk.take(desk, serials[0], MONTH)
    assert (again.outcome, again.since) == ("before", first)
    print_centre.mark(desk, [serials[0]], "entered")
    assert return_desk.take(desk, serials[0], MONTH).since == first, "entering is no return"
    return_desk.give_back(desk, serials[1])
    return_desk.take(desk, serials[1], MONTH)
    assert return_desk.take(desk, serials[1], MONTH).since == first + timedelta(days=3)


def test_a_reminder_says_who_when_how_and_how_often(desk: Desk, serials: list[str], clock: FixedClock) -> None:
    assert [one.reminded for one in return_desk.board(desk, MONTH).missing] == [None, None]
    assert sheet_days.remind(desk, serials, "chat") == 2
    clock.advance(timedelta(days=1))
    assert sheet_days.remind(desk, serials[:1], "tel") == 1
    told = {one.line.sheet.serial: one.reminded for one in return_desk.board(desk, MONTH).missing}
    today = desk.clock.today()
    assert told[serials[0]] == sheet_days.Reminder(today, "tel", desk.account.name, 2)
    assert told[serials[1]] == sheet_days.Reminder(today - timedelta(days=1), "chat", desk.account.name, 1)
    stands = return_desk.board(desk, MONTH)
    assert (stands.sent, stands.returned, len(stands.missing), stands.withdrawn) == (2, 0, 2, 0)


def test_a_months_sheets_come_in_the_order_of_the_officers_piles(desk: Desk) -> None:
    places = [one.village for one in list_villages(desk)]
    assert len(places) >= 3
    for village, officer in zip(places, ("", "周警官", "陈警官", "周警官"), strict=False):
        edit_village(desk, village.id, {"officer": officer or None})
    for at, name in enumerate(("甲", "乙", "丙")):
        add_person(desk, PersonDraft(name=f"赵{name}", village_ids=(places[at].id,), start_date="2024-12-01"))
    made = paperwork.make(desk, "F20", everyone=True, period=MONTH)
    by_serial = {line.sheet.serial: line.person for line in print_centre.sheet_lines(desk)}
    assert [by_serial[serial] for serial in made.serials] == ["赵乙", "赵丙", "赵甲"]


def test_nobody_is_reminded_of_what_is_here(desk: Desk, serials: list[str]) -> None:
    return_desk.take(desk, serials[0], MONTH)
    for given, way, code in (
        (serials, "tel", "sheet_not_wanted"),
        (serials[1:], "mail", "remind_way"),
        (["9999-F20-2026-0001-0"], "tel", "serial_foreign"),
    ):
        with pytest.raises(Trouble) as told:
            sheet_days.remind(desk, given, way)
        assert told.value.code == code
    assert [one.reminded for one in return_desk.board(desk, MONTH).missing] == [None]
