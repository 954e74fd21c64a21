"""Working days and days off by the yearly notices of the State Council; what is not published yet is told, never guessed.

A year without a notice is counted by Saturdays and Sundays alone and named in the answer, so that the paper can say so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

DayKind = Literal["work", "calendar"]
Span = tuple[date, date | None]
"""First and last day of a pause, both included; None: it still goes on."""


@dataclass(frozen=True, slots=True)
class DayCalendar:
    """What the notices say: years that have one, weekdays that are off, and weekend days on which one works."""

    years: frozenset[int] = frozenset()
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether one works on `day`; by the week alone where the year has no notice."""
        if day in self.worked:
            return True
        return day not in self.off and day.weekday() < 5

    def with_notice(self, year: int, off: Iterable[date], worked: Iterable[date]) -> "DayCalendar":
        """The calendar with the notice of one year in the place of what it knew of that year."""
        return DayCalendar(
            self.years | {year},
            frozenset(day for day in self.off if day.year != year) | frozenset(off),
            frozenset(day for day in self.worked if day.year != year) | frozenset(worked),
        )


@dataclass(frozen=True, slots=True)
class Period:
    """The last day of a period, None while it is stopped; `unsure`: years of it for which there is no notice; `rests`: the
    last day is none on which one works.
    """

    last: date | None
    unsure: tuple[int, ...] = field(default=())
    rests: bool = field(default=False, compare=False)


def last_day_of(start: date, days: int, kind: DayKind, calendar: DayCalendar, pauses: Sequence[Span] = ()) -> Period:
    """The last of `days` days of a period that begins on `start`; the day of the beginning is not counted (as the Civil
    Code, article 201, counts). Days within a pause do not count. Raises ValueError below one day.
    """
    if days < 1:
        raise ValueError(days)
    day, left, seen = start, days, set[int]()
    ongoing = min((first for first, last in pauses if last is None), default=None)
    while left:
        day += timedelta(days=1)
        if ongoing is not None and day >= ongoing:
            return Period(None, _unsure(seen, kind, calendar))
        seen.add(day.year)
        if any(first <= day <= last for first, last in pauses if last is not None):
            continue
        if kind == "calendar" or calendar.is_workday(day):
            left -= 1
    return Period(day, _unsure(seen, kind, calendar), not calendar.is_workday(day))


def _unsure(years: Iterable[int], kind: DayKind, calendar: DayCalendar) -> tuple[int, ...]:
    return tuple(sorted(set(years) - calendar.years)) if kind == "work" else ()
