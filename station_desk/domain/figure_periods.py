"""Periods of figures: the pack's month and its quarter, half and year, or any two days (DESIGN 6).

A period is days. What was counted for a month as a whole is counted with the last day of its month, so that the figures
of periods that follow each other add up, whichever way the year is cut.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from station_desk.domain.months import following, month_on, months_of, range_of, span_of
from station_desk.domain.trouble import Trouble

_EARLIEST, _LATEST = 1950, 2200
"""Years outside these are a slip of the hand."""


@dataclass(frozen=True, slots=True)
class FigurePeriod:
    """Days from `first` to `last`. `months` are the months of work that lie wholly inside, `cut` those partly inside;
    `last_day` is the day on which a month of work ends.
    """

    text: str
    first: date
    last: date
    months: tuple[str, ...]
    cut: tuple[str, ...]
    last_day: int

    @property
    def is_months(self) -> bool:
        """Whether it is made of whole months of work."""
        return bool(self.months) and not self.cut


def figure_period(text: str, last_day: int) -> FigurePeriod:
    """The days of `2026-10`, `2026-Q3`, `2026-H1`, `2026` or `2026-07-01..2026-10-08` where months of work end on
    `last_day` (31: with the calendar). Trouble period_wrong(text).
    """
    span = range_of(text)
    if span is not None:
        if span[0].year < _EARLIEST or span[1].year > _LATEST:
            raise Trouble("period_wrong", text=text)
        return _of_days(*span, last_day)
    months = months_of(text)
    if not _EARLIEST <= int(months[0][:4]) <= _LATEST:
        raise Trouble("period_wrong", text=text)
    first, last = span_of(months[0], last_day)[0], span_of(months[-1], last_day)[1]
    return FigurePeriod(text.strip().upper(), first, last, tuple(months), (), last_day)


def _of_days(first: date, last: date, last_day: int) -> FigurePeriod:
    begin, end = month_on(first, last_day), month_on(last, last_day)
    whole: list[str] = []
    cut: list[str] = []
    month = begin
    while month <= end:
        days = span_of(month, last_day)
        (whole if first <= days[0] and days[1] <= last else cut).append(month)
        month = following(month, 1)
    return FigurePeriod(f"{first}..{last}", first, last, tuple(whole), tuple(cut), last_day)


def before(period: FigurePeriod) -> FigurePeriod:
    """The period of the same kind that ends on the day before this one begins."""
    if period.is_months:
        return _moved(period, -len(period.months))
    if _is_calendar(period):
        count = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
        return _of_days(_month_back(period.first, count), period.first - timedelta(days=1), period.last_day)
    length = period.last - period.first
    last = period.first - timedelta(days=1)
    return _of_days(last - length, last, period.last_day)


def after(period: FigurePeriod) -> FigurePeriod:
    """The period of the same kind that begins on the day after this one ends."""
    if period.is_months:
        return _moved(period, len(period.months))
    first = period.last + timedelta(days=1)
    if _is_calendar(period):
        count = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
        return _of_days(first, _month_back(first, -count) - timedelta(days=1), period.last_day)
    return _of_days(first, first + (period.last - period.first), period.last_day)


def year_before(period: FigurePeriod) -> FigurePeriod:
    """The same period of the year before: the same months, or the same days (28 for 29 February)."""
    if period.is_months:
        return _moved(period, -12)
    ends_month = period.last.day == calendar.monthrange(period.last.year, period.last.month)[1]
    last = _year_back(period.last)
    if ends_month:
        last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return _of_days(_year_back(period.first), last, period.last_day)


def _moved(period: FigurePeriod, steps: int) -> FigurePeriod:
    months = tuple(following(month, steps) for month in period.months)
    first, last = span_of(months[0], period.last_day)[0], span_of(months[-1], period.last_day)[1]
    return FigurePeriod(_named(period.text, months, first, last), first, last, months, (), period.last_day)


def _named(like: str, months: tuple[str, ...], first: date, last: date) -> str:
    """The months as they would be written: in the way of `like` where that is possible."""
    year, number = months[0][:4], int(months[0][5:])
    if ".." in like:
        return f"{first}..{last}"
    if "Q" in like:
        return f"{year}-Q{(number + 2) // 3}"
    if "H" in like:
        return f"{year}-H{(number + 5) // 6}"
    return months[0] if "-" in like else year


def _is_calendar(period: FigurePeriod) -> bool:
    """Whether it is made of whole months of the calendar."""
    return period.first.day == 1 and (period.last + timedelta(days=1)).day == 1


def _month_back(day: date, count: int) -> date:
    total = day.year * 12 + day.month - 1 - count
    return date(total // 12, total % 12 + 1, 1)


def _year_back(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
