"""The return desk: a month's sheets out and back, one serial after another (UX 4.5).

Sent = returned + missing + withdrawn, always: each sheet of the month is counted once, in one of the three.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from station_desk.domain.paper import CODE_PREFIX, read_serial
from station_desk.domain.phones import mask_phone
from station_desk.domain.records import Sheet
from station_desk.services import print_centre, print_sets
from station_desk.services.desk import Desk
from station_desk.services.print_centre import SheetLine
from station_desk.services.roster_memory import memory_of
from station_desk.services.scan_read import serial_of
from station_desk.services.sheet_days import Reminder, came_back, reminders

Outcome = Literal["taken", "other_month", "before", "replaced", "spoiled", "foreign", "unread", "several"]
"""What became of a typed serial. `other_month`: taken, though it is another month's; `several`: four digits that fit
more than one sheet."""

LOG_FORM = "F20"
"""The form that the desk shows first: the month's work log."""

_TAIL = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class MissingSheet:
    """A sheet that has not come back, with the person whom to ask for it and when that was done; `phone` is masked."""

    line: SheetLine
    village: str
    phone: str
    reminded: Reminder | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """A month's sheets (of one form, or all: ""): how many were sent, came back, lack, were withdrawn (spoiled or printed
    again). `months` have sheets, newest first; `forms` are those of the month, by code.
    """

    month: str
    form: str
    forms: tuple[str, ...]
    months: tuple[str, ...]
    sent: int
    returned: int
    withdrawn: int
    missing: tuple[MissingSheet, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one typed or scanned serial: the sheet where one was meant, whose it is, and since when it is here
    where it came back before."""

    typed: str
    outcome: Outcome
    sheet: Sheet | None = None
    person: str = ""
    village: str = ""
    since: date | None = None


def board(desk: Desk, month: str = "", form: str | None = None) -> Board:
    """How a month stands; without one the month at hand, or the newest that has sheets.

    `form` "" is all forms of the month; without it the work logs, where there are some.
    """
    lines = [line for line in print_centre.sheet_lines(desk) if line.sheet.period]
    months = tuple(sorted({line.sheet.period for line in lines}, reverse=True))
    at_hand = print_sets.month_at_hand(desk)
    month = month or (at_hand if at_hand in months or not months else months[0])
    forms = tuple(sorted({line.sheet.form for line in lines if line.sheet.period == month}))
    if form is None or form not in ("", *forms):
        form = LOG_FORM if LOG_FORM in forms else ""
    ours = [line for line in lines if line.sheet.period == month and form in ("", line.sheet.form)]
    missing = [line for line in ours if line.wanted]
    returned = sum(line.sheet.state in ("returned", "entered") and not line.replaced_by for line in ours)
    people = _People(desk)
    told = reminders(desk, [line.sheet for line in missing])
    found = [
        MissingSheet(line, people.village(line.sheet), people.phone(line.sheet), told.get(line.sheet.serial))
        for line in missing
    ]
    found.sort(key=lambda one: (one.line.sheet.form, len(one.line.sheet.serial), one.line.sheet.serial))
    return Board(month, form, forms, months, len(ours), returned, len(ours) - returned - len(missing), tuple(found))


def take(desk: Desk, typed: str, month: str, form: str = "") -> Taken:
    """Take one sheet back by its serial, by the whole content of its code as a hand scanner types it, or by the last
    digits of its running number (at most four) in this month (and `form`, where
    one is given). Trouble read_only.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if text.upper().startswith(CODE_PREFIX):
        serial = serial_of(desk, text.upper())
        if not serial:
            return Taken(text, "foreign")
        text = serial
    if _TAIL.fullmatch(text):
        fitting = _fitting(desk, int(text), month, form)
        if len(fitting) != 1:
            return Taken(text, "several" if fitting else "unread")
        text = fitting[0]
    told = print_centre.mark(desk, [text], "returned", keep=("entered",))
    if told.unread:
        return Taken(text, "unread")
    serial = str(read_serial(text))
    if told.foreign:
        return Taken(serial, "foreign")
    line = next(line for line in print_centre.sheet_lines(desk) if line.sheet.serial == serial)
    outcome: Outcome = "taken" if line.sheet.period in ("", month) else "other_month"
    since = None
    if told.before:
        outcome, since = "before", came_back(desk, [line.sheet]).get(serial)
    elif told.refused:
        outcome = "replaced" if told.refused[serial] == "replaced" else "spoiled"
    return Taken(serial, outcome, line.sheet, line.person, _People(desk).village(line.sheet), since)


def give_back(desk: Desk, serial: str) -> None:
    """Take a return back: the sheet is out again. Trouble read_only."""
    print_centre.mark(desk, [serial], "out")


def _fitting(desk: Desk, running: int, month: str, form: str) -> list[str]:
    """The serials of a month that bear this running number, and have not come back where there are several."""
    lines = [line for line in print_centre.sheet_lines(desk) if line.sheet.period == month and not line.replaced_by]
    lines = [line for line in lines if form in ("", line.sheet.form)]
    fitting = [line for line in lines if read_serial(line.sheet.serial).running == running]
    open_ = [line for line in fitting if line.wanted]
    return [line.sheet.serial for line in (open_ if len(fitting) > 1 and open_ else fitting)]


class _People:
    """Whose a sheet is: villages and masked phones from the roster."""

    def __init__(self, desk: Desk) -> None:
        self._book = memory_of(desk).book(desk)
        self._today: date = desk.clock.today()

    def village(self, sheet: Sheet) -> str:
        person = self._book.people.get(sheet.person_id or "")
        return "、".join(self._book.row(person, self._today).villages) if person else ""

    def phone(self, sheet: Sheet) -> str:
        person = self._book.people.get(sheet.person_id or "")
        return mask_phone(person.phone) if person else ""
