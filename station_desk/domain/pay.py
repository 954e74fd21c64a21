"""What a person is paid for a month: base by grade, part of a month, adjustments, in fen (DOMAIN 1.6, 2.6)."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from station_desk.domain.points import half_up
from station_desk.domain.trouble import Trouble

MIDDLE = 15
"""`half_month`: who joined up to this day has the whole month, who left up to it the half."""


@dataclass(frozen=True, slots=True)
class PayRule:
    """Money of one month in fen. `top_extra` on top of the highest grade; `fail_percent` of the base for the lowest."""

    base: int
    top_extra: int = 0
    fail_percent: int = 100
    partial: str = "by_day"  # by_day, half_month, none (whole whatever the days)


@dataclass(frozen=True, slots=True)
class PayLine:
    """One line of the list. `days`: days in service of the calendar month."""

    person: str
    days: int
    days_due: int
    base: int
    extra: int
    adjust: int

    @property
    def payable(self) -> int:
        """What is paid out."""
        return self.base + self.extra + self.adjust


def days_in(month: str, joined: date | None, left: date | None) -> tuple[int, int]:
    """Days in service of the calendar month `YYYY-MM` (first and last day counted), and its days."""
    year, number = map(int, month.split("-"))
    due = calendar.monthrange(year, number)[1]
    first, last = date(year, number, 1), date(year, number, due)
    start, end = max(joined or first, first), min(left or last, last)
    return max(0, (end - start).days + 1), due


def part_of(month: str, partial: str, joined: date | None, left: date | None) -> Fraction:
    """How much of a month is paid. Trouble rule_unknown (key, value)."""
    days, due = days_in(month, joined, left)
    if not days:
        return Fraction(0)
    if partial == "by_day":
        return Fraction(days, due)
    if partial == "half_month":
        year, number = map(int, month.split("-"))
        middle = date(year, number, MIDDLE)
        late = joined is not None and (joined.year, joined.month) == (year, number) and joined > middle
        early = left is not None and (left.year, left.month) == (year, number) and left <= middle
        return Fraction(1, 2) if late or early else Fraction(1)
    if partial == "none":
        return Fraction(1)
    raise Trouble("rule_unknown", key="money.partial", value=partial)


def pay_line(
    rule: PayRule, month: str, person: str, span: tuple[date | None, date | None], place: int | None, adjust: int
) -> PayLine:
    """A person's line. `place`: 0 for the highest grade, -1 for the lowest, None where no grade touches the money.

    The base, cut for the lowest grade, is rounded once, half up, to a fen. Trouble payable_negative (person).
    """
    days, due = days_in(month, *span)
    part = part_of(month, rule.partial, *span)
    percent = rule.fail_percent if place == -1 else 100
    base = half_up(Fraction(rule.base * percent, 100) * part)
    extra = rule.top_extra if place == 0 and part else 0
    line = PayLine(person, days, due, base, extra, adjust)
    if line.payable < 0:
        raise Trouble("payable_negative", person=person)
    return line


def total(lines: Mapping[str, PayLine]) -> int:
    """What the lines come to, in fen."""
    return sum(line.payable for line in lines.values())
