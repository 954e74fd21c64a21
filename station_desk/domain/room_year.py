"""Months of police rooms one after another: money of the class, late decisions, alerts, the year (DOMAIN 1.4, 2.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from station_desk.domain.months import following, month_on
from station_desk.domain.room_rubric import FINAL, RoomSheet


@dataclass(frozen=True, slots=True)
class Consecutive:
    """So many months of a class in a row; only final months count; a month without result breaks the row or not."""

    label: str
    n: int
    missing_breaks: bool


@dataclass(frozen=True, slots=True)
class Alert:
    """A room that was `n` times in a row in the class. `seen_from`: the day on which the last of them was final."""

    month: str
    room: str
    seen_from: date


def class_money(sheet: RoomSheet, money: Mapping[str, int], not_assessed: int) -> int:
    """The room's fen for the class as it was announced."""
    return not_assessed if sheet.announced_label is None else money.get(sheet.announced_label, 0)


def late_lines(
    months: Mapping[str, Sequence[RoomSheet]], money: Mapping[str, int], last_day: int
) -> dict[tuple[str, str], int]:
    """{(month, room): fen}: what decisions after the payment change, as a line of the month in which they fell.

    A decision belongs to the month of work of its day (`last_day`: its last day), and never to the month it is about.
    """
    found: dict[tuple[str, str], int] = {}
    for month, sheets in months.items():
        for sheet in sheets:
            if sheet.label is None or sheet.announced_label is None or sheet.label == sheet.announced_label:
                continue
            after = following(month, 1)
            when = max(after, month_on(sheet.final_on, last_day)) if sheet.final_on else after
            change = money.get(sheet.label, 0) - money.get(sheet.announced_label, 0)
            found[when, sheet.room] = found.get((when, sheet.room), 0) + change
    return found


def alerts(months: Mapping[str, Sequence[RoomSheet]], rule: Consecutive) -> list[Alert]:
    """Every month in which a room has been in the class for the n-th time in a row (or longer), in order."""
    found: list[Alert] = []
    rows: dict[str, list[RoomSheet]] = {}
    for month in sorted(months):
        for sheet in months[month]:
            row = rows.setdefault(sheet.room, [])
            if sheet.total is None or sheet.state != FINAL or sheet.final_on is None:
                if rule.missing_breaks:
                    row.clear()
                continue
            if sheet.label != rule.label:
                row.clear()
                continue
            row.append(sheet)
            if len(row) >= rule.n:
                seen = max(one.final_on for one in row[-rule.n :] if one.final_on)
                found.append(Alert(month, sheet.room, seen))
    return found
