"""What a month pays, worked out a second time from the words of DOMAIN 1.6 and 2.6 and the seeds alone.

Nothing here is taken from the program: days are counted by spans, money by decimal fractions, capital words by a table
of places. Points are tenths, money is fen.
"""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

Span = tuple[date, date | None]


@dataclass
class Helper:
    """Somebody on the roster: spans of office, spans of suspension, {month: fen} of signed adjustments, {month: tenths}."""

    name: str
    office: list[Span]
    paused: list[Span] = field(default_factory=list)
    adjust: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)


def ends(month: str) -> Span:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def covered(spans: Sequence[Span], month: str) -> set[int]:
    """The days of the month inside any of the spans."""
    first, last = ends(month)
    assert last is not None
    days: set[int] = set()
    for start, stop in spans:
        low, high = max(start, first), min(stop or last, last)
        days |= {(low + timedelta(days=n)).day for n in range((high - low).days + 1)} if low <= high else set()
    return days


def days_paid(one: Helper, month: str) -> set[int]:
    """[2.6] no line without an active service; a suspended day is not paid."""
    return covered(one.office, month) - covered(one.paused, month)


def days_served(one: Helper, month: str, from_day: int, to_day: int) -> bool:
    """Whether somebody has a sheet in the month of work, which may begin in the month before."""
    year, number = int(month[:4]), int(month[5:])
    last = date(year, number, min(to_day, calendar.monthrange(year, number)[1]))
    first = date(year, number, 1)
    if from_day > 1:
        first = date(year - (number == 1), 12 if number == 1 else number - 1, from_day)
    for start, stop in one.office:
        day = max(start, first)
        while day <= min(stop or last, last):
            if not any(a <= day and (b is None or day <= b) for a, b in one.paused):
                return True
            day += timedelta(days=1)
    return False


def part(whole: int, days: set[int], month: str, how: str = "by_day") -> int:
    """A part of a month, half a fen upwards: by the day, by halves (to the 15th, from the 16th), or whole."""
    due = ends(month)[1]
    assert due is not None
    if how == "by_day":
        return int((Decimal(whole) * len(days) / due.day).quantize(Decimal(1), ROUND_HALF_UP))
    if how == "none":
        return whole if days else 0
    halves = any(day <= 15 for day in days) + any(day >= 16 for day in days)
    return int((Decimal(whole) * halves / 2).quantize(Decimal(1), ROUND_HALF_UP))


def grade(points: Mapping[str, int], who: str, names: Sequence[str], cuts: Sequence[int], top: Decimal | None) -> str:
    """By cut-off; the highest only for a rank within the share (1, 2, 2, 4)."""
    mine = points[who]
    if mine < cuts[1]:
        return names[2]
    rank = 1 + sum(other > mine for other in points.values())
    if mine >= cuts[0] and (top is None or rank <= int(top * len(points))):
        return names[0]
    return names[1]


_UNITS = ("元", "拾", "佰", "仟", "万", "拾", "佰", "仟", "亿", "拾", "佰", "仟", "万", "拾", "佰", "仟")
_SHORTER = (
    ("零[仟佰拾]", "零"),
    ("零+", "零"),
    ("零亿(?=[壹贰叁肆伍陆柒捌玖]仟)", "亿零"),  # the rule lets 零 go at the places of 万 and of 元 only
    ("零([万亿元])", r"\1"),
    ("(?<=[拾佰仟壹贰叁肆伍陆柒捌玖万])亿万", "亿"),
    ("亿万", "亿"),
)


def words(fen: int) -> str:
    """Capital words by spelling out every place and then striking what the rules let go."""
    yuan, small = divmod(abs(fen), 100)
    numbers = dict(zip("0123456789", "零壹贰叁肆伍陆柒捌玖", strict=True))
    told = "".join(numbers[sign] + _UNITS[len(str(yuan)) - 1 - at] for at, sign in enumerate(str(yuan)))
    for pattern, shorter in _SHORTER:
        told = re.sub(pattern, shorter, told)
    told = "" if yuan == 0 and small else "零元" if yuan == 0 else told
    jiao, cent = numbers[str(small // 10)], numbers[str(small % 10)]
    if not small:
        told += "整"
    elif jiao == "零":
        told += ("零" if yuan else "") + cent + "分"
    else:
        told += jiao + "角" + ("" if cent == "零" else cent + "分")
    return ("负" if fen < 0 else "") + told
