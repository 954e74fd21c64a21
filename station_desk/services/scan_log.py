"""Work logs read from scans: what the clerk is shown beside the cut-outs, and what of it goes into the month's log.

Values go by the box of the form: `L02` a month's count, `L02.无` “nothing this month”, `d07.类别` and `d07.数量` the
line of a day. Nothing is entered but what a person confirmed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from station_desk.domain.dates import add_days
from station_desk.domain.records import Sheet
from station_desk.domain.scanned import MarkRead
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import Count, counts_by_place
from station_desk.services import work_log
from station_desk.services.desk import Desk
from station_desk.store import log

Value = bool | int | str | None
Values = Mapping[str, Value]
"""What a person confirmed, by box."""

Place = tuple[str, str | None]
"""A code and a day (ISO) of a month; None for the month as a whole."""

NOTHING, KIND, NUMBER = ".无", ".类别", ".数量"
_MONTHLY = re.compile(r"L[0-9]{2}")
_DAILY = re.compile(r"(d[0-9]{2})\.(?:类别|数量)")


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A category of the month: its count, its “nothing this month”, and what stands in the log already."""

    code: str
    number: MarkRead | None
    nothing: MarkRead | None
    stands: int | None


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line of a day on which something was written; `day` is "" where the month has no such day."""

    row: str
    day: str
    kind: MarkRead
    number: MarkRead


@dataclass(frozen=True, slots=True)
class LogPaper:
    """A work log to be confirmed. `stands`: the counts that are in the log already; `closed`: the month is closed."""

    sheet: Sheet
    totals: tuple[TotalLine, ...]
    days: tuple[DayLine, ...]
    stands: Mapping[Place, int]
    closed: bool


def is_of_log(box: str) -> bool:
    """Whether a box is of a work log: a month's count, “nothing this month”, a line of a day."""
    return bool(_codes([box]) or _rows([box]))


def _codes(boxes: Iterable[str]) -> list[str]:
    """The categories that have a month's count or a “nothing this month” among some boxes."""
    return sorted({code for box in boxes if _MONTHLY.fullmatch(code := box.removesuffix(NOTHING))})


def _rows(boxes: Iterable[str]) -> list[str]:
    """The lines of days among some boxes, as d07."""
    return sorted({found[1] for box in boxes if (found := _DAILY.fullmatch(box))})


def paper(desk: Desk, sheet: Sheet, marks: Mapping[str, MarkRead]) -> LogPaper:
    """What was read from a work log, beside what stands in the log. Trouble log_month_wrong (text)."""
    stands, days = _standing(desk, sheet), _days(desk, sheet.period)
    with desk.store.read() as conn:
        closed = sheet.period in log.closed_months(conn, sheet.scope)
    totals = tuple(
        TotalLine(code, marks.get(code), marks.get(code + NOTHING), stands.get((code, None))) for code in _codes(marks)
    )
    lines = []
    for row in _rows(marks):
        kind, number = marks.get(row + KIND), marks.get(row + NUMBER)
        if kind is None or number is None or all(mark.sure and mark.value is None for mark in (kind, number)):
            continue
        lines.append(DayLine(row, days.get(int(row[1:]), ""), kind, number))
    return LogPaper(sheet, totals, tuple(lines), stands, closed)


def _standing(desk: Desk, sheet: Sheet) -> dict[Place, int]:
    """The counts of the month and of its days that stand in the log; a month's count with that of its days."""
    with desk.store.read() as conn:
        there = log.load_entries(conn, sheet.scope, months={sheet.period}, people={sheet.person_id or ""})
    return {(code, day): count for (_person, code, _month, day), count in counts_by_place(there).items()}


def _days(desk: Desk, month: str) -> dict[int, str]:
    """The days of a month of work by the number that stands before the line; a month of work has each number once."""
    first, last = work_log.month_days(desk, month)
    days: list[date] = [add_days(first, n) for n in range((last - first).days + 1)]
    return {day.day: day.isoformat() for day in days}


# --- confirmed -----------------------------------------------------------------------------------------------------
def counts_of(desk: Desk, sheet: Sheet, values: Values) -> list[Count]:
    """The counts that a person confirmed on a sheet. A box that holds nothing makes none; “nothing this month” makes 0.

    Troubles mark_contradicts (box), mark_day_half (day), mark_day_none (day, month), mark_unfit (box).
    """
    counts = []
    for code in _codes(values):
        number, nothing = whole_number(values, code), values.get(code + NOTHING) is True
        if number and nothing:
            raise Trouble("mark_contradicts", box=code)
        if number is not None or nothing:
            counts.append(_count(sheet, code, number or 0, zero_report=nothing))
    days = _days(desk, sheet.period)
    for row in _rows(values):
        kind, number = whole_number(values, row + KIND), whole_number(values, row + NUMBER)
        if kind is None and number is None:
            continue
        if kind is None or number is None:
            raise Trouble("mark_day_half", day=int(row[1:]))
        if int(row[1:]) not in days:
            raise Trouble("mark_day_none", day=int(row[1:]), month=sheet.period)
        counts.append(_count(sheet, f"L{kind:02d}", number, day=days[int(row[1:])]))
    return counts


def whole_number(values: Values, box: str) -> int | None:
    """The number in a box, None where it holds none. Trouble mark_unfit (box)."""
    value = values.get(box)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise Trouble("mark_unfit", box=box)


def _count(sheet: Sheet, code: str, number: int, *, day: str | None = None, zero_report: bool = False) -> Count:
    return Count(sheet.person_id or "", code, sheet.period, number, day, paper=sheet.serial, zero_report=zero_report)


def keep(desk: Desk, sheet: Sheet, values: Values, seen: Mapping[Place, int] | None) -> int:
    """Enter what a person confirmed into the month's log, all or nothing, source scan; how many counts.

    `seen`: what stood in the log when the person looked; None asks for nothing. Troubles those of `counts_of`,
    mark_meanwhile (serial, boxes): another count was entered meanwhile; those of `work_log.apply_counts`.
    """
    counts = counts_of(desk, sheet, values)
    if seen is not None:
        stands = _standing(desk, sheet)
        other = [
            one.code
            for one in counts
            if stands.get((one.code, one.day)) not in (seen.get((one.code, one.day)), one.count)
        ]
        if other:
            raise Trouble("mark_meanwhile", serial=sheet.serial, boxes="、".join(dict.fromkeys(other)))
    if counts:
        work_log.apply_counts(desk, counts, "scan")
    return len(counts)
