"""Months of work as texts, YYYY-MM (DOMAIN 0.8, DESIGN 6: periods)."""

import calendar
import re
from datetime import date, timedelta

from station_desk.domain.trouble import Trouble

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_PART = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])))?")


def months_of(period: str) -> list[str]:
    """The months of `2026-10`, `2026-Q3`, `2026-H1` or `2026`. Trouble period_wrong(text)."""
    text = period.strip().upper()
    if _MONTH.fullmatch(text):
        return [text]
    match = _PART.fullmatch(text)
    if match is None:
        raise Trouble("period_wrong", text=period)
    year, quarter, half = match.groups()
    first, count = (int(quarter) * 3 - 2, 3) if quarter else (int(half) * 6 - 5, 6) if half else (1, 12)
    return [f"{year}-{month:02d}" for month in range(first, first + count)]


def month_on(day: date, last_day: int) -> str:
    """The month of work to which a day belongs, when the month ends on `last_day` (31: with the calendar month)."""
    return f"{day:%Y-%m}" if day.day <= last_day else following(f"{day:%Y-%m}", 1)


def following(month: str, steps: int) -> str:
    """The month so many steps after `month` (before it, when negative)."""
    year, number = month.split("-")
    count = int(year) * 12 + int(number) - 1 + steps
    return f"{count // 12}-{count % 12 + 1:02d}"


def span_of(month: str, last_day: int) -> tuple[date, date]:
    """First and last day of a month of work that ends on `last_day` (31: with the calendar month)."""
    return _end(following(month, -1), last_day) + timedelta(days=1), _end(month, last_day)


def _end(month: str, last_day: int) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, min(last_day, calendar.monthrange(year, number)[1]))


def is_month(text: str) -> bool:
    """Whether `text` is a month as `2026-10`."""
    return _MONTH.fullmatch(text) is not None


def check_month(text: str) -> None:
    """Trouble log_month_wrong (text) for what is no month as `2026-10`."""
    if not is_month(text):
        raise Trouble("log_month_wrong", text=text)


def range_of(period: str) -> tuple[date, date] | None:
    """The two days of `2026-07-01..2026-10-08`, None for another kind of period. Trouble period_wrong(text)."""
    first, dots, last = period.strip().partition("..")
    if not dots:
        return None
    try:
        span = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise Trouble("period_wrong", text=period) from error
    if span[0] > span[1]:
        raise Trouble("period_wrong", text=period)
    return span
