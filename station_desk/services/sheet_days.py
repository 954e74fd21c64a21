"""When a sheet came back, and who was reminded of one that did not: told by the journal, each with its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from station_desk.domain.records import Sheet
from station_desk.domain.trouble import Trouble
from station_desk.services import print_centre
from station_desk.services.desk import Desk
from station_desk.store.accounts import account_names
from station_desk.store.history import history

Way = Literal["tel", "chat", "met"]
"""Rung up, written in a chat group, told to the face."""

WAYS: tuple[Way, ...] = get_args(Way)
REMIND = "sheet_remind"


@dataclass(frozen=True, slots=True)
class Reminder:
    """The last time that somebody was reminded of a sheet: its day, how, by whom; `times` it was in all."""

    day: date
    way: str
    by: str
    times: int


def came_back(desk: Desk, sheets: Sequence[Sheet]) -> dict[str, date]:
    """The day on which each of these sheets came back last, by its serial."""
    serials = {sheet.id: sheet.serial for sheet in sheets}
    with desk.store.read() as conn:
        happened = history(conn, serials)
    return {serials[one.rid]: one.day for one in happened if any(_back(c.old, c.new) for c in one.fields)}


def _back(old: object, new: object) -> bool:
    return new in ("returned", "entered") and old not in ("returned", "entered")


def reminders(desk: Desk, sheets: Sequence[Sheet]) -> dict[str, Reminder]:
    """The reminders of these sheets, by serial, as far as there are some."""
    serials = {sheet.id: sheet.serial for sheet in sheets}
    found: dict[str, Reminder] = {}
    with desk.store.read() as conn:
        names = account_names(conn)
        happened = history(conn, serials)
    for one in happened:
        head, _, way = one.action.partition(":")
        if head == REMIND:
            before = found.get(serials[one.rid])
            times = 1 + (before.times if before else 0)
            found[serials[one.rid]] = Reminder(one.day, way, names.get(one.actor, ""), times)
    return found


def remind(desk: Desk, serials: Sequence[str], way: str) -> int:
    """Note that those who have these sheets were reminded just now, in one act; how many sheets.

    Troubles read_only, remind_way (way, ways), serial_foreign (serial), sheet_not_wanted (serial): it is here, or
    another took its place.
    """
    if desk.read_only:
        raise Trouble("read_only")
    if way not in WAYS:
        raise Trouble("remind_way", way=way, ways=" ".join(WAYS))
    lines = {line.sheet.serial: line for line in print_centre.sheet_lines(desk)}
    for serial in serials:
        if serial not in lines:
            raise Trouble("serial_foreign", serial=serial)
        if not lines[serial].wanted:
            raise Trouble("sheet_not_wanted", serial=serial)
    wanted = [lines[serial].sheet for serial in dict.fromkeys(serials)]
    with desk.store.write(desk.account.id, f"{REMIND}:{way}", scope=desk.office.scope) as work:
        for sheet in wanted:
            work.affirm("sheet", sheet.id, {"state": sheet.state})
    return len(wanted)
