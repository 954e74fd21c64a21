"""Print sets: all papers of one event, in the order in which they are used (DOMAIN 3, "Print sets")."""

from dataclasses import dataclass
from datetime import date

HANDOVER = "F44"
"""The slip beside the stick: it is about bundles, not about people, and bears their numbers instead of a serial."""


@dataclass(frozen=True, slots=True)
class PrintSet:
    """An event and the codes of its papers in order; `name` as the clerk says it."""

    key: str
    name: str
    papers: tuple[str, ...]


SETS = (
    PrintSet("month-start", "每月发表", ("F20",)),
    PrintSet("month-end", "月末成套", ("F25", "F31", HANDOVER)),
    PrintSet("selection", "推选报名", ("F19", "F12")),
    PrintSet("appointment", "聘任仪式", ("F15", "F17", "F46", "F35")),
    PrintSet("year-end", "年底成套", ("F27", "F18", "F18S")),
)


def set_of(wanted: str) -> PrintSet | None:
    """A set by its key or its name."""
    plain = wanted.strip()
    return next((one for one in SETS if plain in (one.key, one.name)), None)


def order_on(day: date, last_day: int) -> list[PrintSet]:
    """The sets, that of this week first; the month of work ends on `last_day`.

    Sheets are handed out in the first ten days of the month of work and after its end, come back before its last day;
    the year is closed from 20 December to 15 January.
    """
    now = "month-end" if last_day - 10 < day.day <= last_day else "month-start"
    if (day.month, day.day) >= (12, 20) or (day.month == 1 and day.day <= 15):
        now = "year-end"
    return sorted(SETS, key=lambda one: one.key != now)
