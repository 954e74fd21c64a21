"""Dates at the precision they are known: YYYY, YYYY-MM or YYYY-MM-DD. What is not known is never made up (DATA 6)."""

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@lru_cache(maxsize=8192)
def is_date(text: str) -> bool:
    """Whether `text` is an ISO date at one of the three precisions, between 1900 and 2199."""
    found = _ISO.fullmatch(text)
    if not found or not 1900 <= int(found[1]) <= 2199:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


def is_whole_day(text: str) -> bool:
    """Whether `text` is a date to the day, YYYY-MM-DD."""
    return len(text) == len("2026-10-25") and is_date(text)


@lru_cache(maxsize=8192)
def first_day(text: str) -> date:
    """The first day that `text` may mean. Raises ValueError when it is no date."""
    found = _ISO.fullmatch(text)
    if not found:
        raise ValueError(text)
    return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))


@lru_cache(maxsize=8192)
def last_day(text: str) -> date:
    """The last day that `text` may mean. Raises ValueError when it is no date."""
    found = _ISO.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month = int(found[1]), int(found[2] or 12)
    return date(year, month, int(found[3]) if found[3] else calendar.monthrange(year, month)[1])


def full_years(birth: date, day: date) -> int:
    """Age in full years (周岁) on `day`; whoever is born on 29 February is a year older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_on(birth: str | None, day: date) -> int | None:
    """Age in full years on `day`; None when the birth date is unknown or not exact enough to say."""
    if not birth or not is_date(birth):
        return None
    oldest, youngest = full_years(first_day(birth), day), full_years(last_day(birth), day)
    return oldest if oldest == youngest and oldest >= 0 else None


def same_date(one: str, other: str) -> bool:
    """Whether two dates agree as far as both are known: 1985-03 and 1985-03-12 do."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def within(day: date, start: str | None, end: str | None) -> bool:
    """Whether `day` lies in the span, first and last day included; an unknown side is open."""
    return not (start and first_day(start) > day) and not (end and last_day(end) < day)


def days_until(text: str | None, day: date) -> int | None:
    """Days from `day` to the last day `text` may mean; negative when it is past, None without a date."""
    return (last_day(text) - day).days if text else None


def add_days(day: date, days: int) -> date:
    """`day` moved by `days`."""
    return day + timedelta(days=days)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
