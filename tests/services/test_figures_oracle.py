"""Figures beside a plain reckoning over the entries themselves: every period, every split, nothing of the program's rules."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from station_desk.domain.roster import PersonDraft
from station_desk.domain.work_log import Count
from station_desk.machine.clock import FixedClock
from station_desk.services import metrics, roster
from station_desk.services.desk import Desk
from station_desk.services.reports import make_report
from station_desk.services.villages import edit_village, list_villages
from station_desk.services.work_log import apply_counts
from tests.support.homes import make_home

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
MONTHS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)][:22]
COUNTS_INTO = {"X01": "L02", "X02": "L07", "X06": "L07", "X12": "L03", "X22": "L06"}
"""{metric: category} of the pack's list."""
WHOLE = {"X01": "L02", "X12": "L03"}
"""Metrics that entries of their category are of when they name none."""
CODES = ("L01", "L02", "L03", "L07", *COUNTS_INTO)


@dataclass(frozen=True)
class Entry:
    person: str
    village: str
    code: str
    month: str
    day: date | None
    count: int

    @property
    def on(self) -> date:
        """Counted on its day, or on the last day of its month."""
        return self.day or ends(self.month)


def begins(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number - 1, 26) if number > 1 else date(year - 1, 12, 26)


def ends(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 25)


PERIODS = {
    "2026-10": ("2026-10", "2026-10"),
    "2026-Q3": ("2026-07", "2026-09"),
    "2026-H1": ("2026-01", "2026-06"),
    "2025": ("2025-01", "2025-12"),
}
FREE = ("2026-07-01..2026-10-08", "2026-03-26..2026-03-26", "2025-02-25..2026-10-24")


def days_of(period: str) -> tuple[date, date]:
    if period in PERIODS:
        first, last = PERIODS[period]
        return begins(first), ends(last)
    first, last = period.split("..")
    return date.fromisoformat(first), date.fromisoformat(last)


def reckoned(entries: list[Entry], code: str, period: str) -> int | None:
    first, last = days_of(period)
    codes = {code, *(one for one, category in COUNTS_INTO.items() if category == code)}
    codes |= {WHOLE[code]} if code in WHOLE else set()
    found = [one.count for one in entries if one.code in codes and first <= one.on <= last]
    return sum(found) if found else None


def fill(desk: Desk, dice: random.Random) -> tuple[list[Entry], dict[str, dict[str, str]]]:
    """Six people of four villages, some months with days; what was entered, and the fields of the villages."""
    places: dict[str, dict[str, str]] = {}
    for view in list_villages(desk):
        fields = {"officer": dice.choice(("陈民警", "刘民警")), "room": dice.choice(("东室", "西室")), "area": "北片"}
        edit_village(desk, view.village.id, dict(fields))
        places[view.village.id] = fields
    entries: list[Entry] = []
    counts: list[Count] = []
    for number in range(6):
        village = dice.choice(list(places))
        name = f"赵{'甲乙丙丁戊己'[number]}"
        roster.add_person(desk, PersonDraft(name=name, village_ids=(village,), start_date="2020-01-01"))
        person = next(row.id for row in roster.list_people(desk) if row.name == name)
        for month in dice.sample(MONTHS, 12):
            for code in dice.sample(CODES, 3):
                start = begins(month)
                days = {
                    start + timedelta(days=dice.randrange(28)): dice.choice((0, 1, 5, 40))
                    for _ in range(dice.randrange(3))
                }
                rest = dice.choice((0, 7, 300))
                counts += [Count(person, code, month, count, day=day.isoformat()) for day, count in days.items()]
                entries += [Entry(person, village, code, month, day, count) for day, count in days.items()]
                if rest or not days:
                    counts.append(Count(person, code, month, sum(days.values()) + rest))
                    entries.append(Entry(person, village, code, month, None, rest))
    apply_counts(desk, counts, "import")
    return entries, places


@pytest.mark.parametrize("seed", [1, 2])
def test_every_period_and_split_equals_a_plain_reckoning(tmp_path: Path, seed: int) -> None:
    with make_home(tmp_path, villages=4, pack="cn.xihua", clock=FixedClock(NOON)) as desk:
        entries, places = fill(desk, random.Random(seed))
        metrics.set_figure(desk, "电动车被盗", "2026-09", 225)
        keys: dict[str, Callable[[Entry], str]] = {
            "person": lambda one: one.person,
            "village": lambda one: one.village,
            "officer": lambda one: places[one.village]["officer"],
            "room": lambda one: places[one.village]["room"],
            "month": lambda one: one.month,
        }
        for period in (*PERIODS, *FREE):
            for by, key in keys.items():
                owners = {key(one) for one in entries}
                report = make_report(desk, "month", period, by=by, metrics=CODES)  # type: ignore[arg-type]
                rows = {row.code: row.value for row in report.rows}
                assert {code: rows[code] for code in CODES} == {code: reckoned(entries, code, period) for code in CODES}
                for code in CODES:
                    told = {one.key: n for one in report.groups if (n := one.values.get(code)) is not None}
                    split = {of: reckoned([one for one in entries if key(one) == of], code, period) for of in owners}
                    assert told == {of: n for of, n in split.items() if n is not None}, (period, by, code)
            stolen = days_of(period)[0] <= ends("2026-09") <= days_of(period)[1]
            assert rows["X14"] == (225 if stolen else None)
