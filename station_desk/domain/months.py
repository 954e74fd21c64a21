"""Months of work as texts, YYYY-MM (DOMAIN 0.8, DESIGN 6: periods)."""

import re
from datetime import date

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
