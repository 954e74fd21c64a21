"""Objections against a result, in working days, and how often somebody failed (DOMAIN 1.9, 2.4; 虎门: 3 and 3 days)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Workdays:
    """Monday to Friday without the days `off`, and the days `on` that are worked all the same."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()

    def worked(self, day: date) -> bool:
        """Whether it is a working day."""
        return day in self.on or (day.weekday() < _SATURDAY and day not in self.off)

    def after(self, day: date, count: int) -> date:
        """The last of `count` working days, counted from the day after `day`."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.worked(day)
        return day


@dataclass(frozen=True, slots=True)
class Runs:
    """How often a grade came: in all, at most in a row, in a row up to the last period."""

    fails: int
    longest: int
    still: int


def runs(grades: Iterable[str | None], wanted: Collection[str], *, missing_breaks: bool) -> Runs:
    """Count `wanted` in grades in the order of their periods; None: no result, it breaks a run or is passed over."""
    fails = longest = still = 0
    for grade in grades:
        if grade is None and not missing_breaks:
            continue
        hit = grade in wanted
        fails += hit
        still = still + 1 if hit else 0
        longest = max(longest, still)
    return Runs(fails, longest, still)
