"""What a person is paid for a month: base by grade, part of a month, adjustments, in fen (DOMAIN 1.6, 2.6)."""

import calendar
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from station_desk.domain.points import half_up
from station_desk.domain.trouble import Trouble

MIDDLE = 15
"""The last day of the first half of a month, whatever month it is."""


@dataclass(frozen=True, slots=True)
class PayRule:
    """Money of one month in fen. `top_extra` on top of the highest grade; `fail_percent` of the base for the lowest."""

    base: int
    top_extra: int = 0
    fail_percent: int = 100
    partial: str = "by_day"  # one of `policy_keys.PARTIAL`


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
    served, due = _served(month, joined, left)
    return len(served), due


def _served(month: str, joined: date | None, left: date | None) -> tuple[list[date], int]:
    year, number = map(int, month.split("-"))
    due = calendar.monthrange(year, number)[1]
    first, last = date(year, number, 1), date(year, number, due)
    start, end = max(joined or first, first), min(left or last, last)
    return [start + timedelta(days=n) for n in range((end - start).days + 1)], due


def part_of(partial: str, served: Collection[date], due: int) -> Fraction:
    """How much is paid of a month of `due` days of which these were served: one of `policy_keys.PARTIAL`.

    Trouble rule_unknown (key, value).
    """
    if partial == "by_day":
        return Fraction(len(served), due)
    if partial == "half_month":
        return Fraction(len({day.day > MIDDLE for day in served}), 2)
    if partial == "none":
        return Fraction(bool(served))
    raise Trouble("rule_unknown", key="money.partial", value=partial)


def pay_line(
    rule: PayRule, month: str, person: str, span: tuple[date | None, date | None], place: int | None, adjust: int
) -> PayLine:
    """A person's line. `place`: 0 for the highest grade, -1 for the lowest, None where no grade touches the money.

    The base, cut for the lowest grade, is rounded once, half up, to a fen. Trouble payable_negative (person).
    """
    served, due = _served(month, *span)
    part = part_of(rule.partial, served, due)
    percent = rule.fail_percent if place == -1 else 100
    base = half_up(Fraction(rule.base * percent, 100) * part)
    extra = rule.top_extra if place == 0 and part else 0
    line = PayLine(person, len(served), due, base, extra, adjust)
    if line.payable < 0:
        raise Trouble("payable_negative", person=person)
    return line


def total(lines: Mapping[str, PayLine]) -> int:
    """What the lines come to, in fen."""
    return sum(line.payable for line in lines.values())
