"""Figures beside the plain GROUP BY over the entries, in the same run: a station's month report, a city's year by county.

    .venv/bin/python -m tests.bench.figures [entries of the city year] [rounds]

A station year has 200,000 entries (100 people, 250 days, 8 codes). A city year has by default 1,000,000: ten counties
of ten stations, twenty people each, entered by day; and once more entered by month (83 people each, one count a month
and code), where the summary is as long as the log. 10,000,000 can be asked for and takes minutes to generate.

Targets: station month report at most 100 ms; the city's table by county and metric at most half of the plain GROUP BY.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from station_desk.domain.figure_periods import figure_period
from station_desk.machine.clock import FixedClock
from station_desk.services.desk import Desk
from station_desk.services.figures import reader
from station_desk.services.reports import make_report
from station_desk.store.log_sums import wrong_sums
from tests.support.homes import make_home

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
YEAR = "2025"
STATION_ENTRIES, CITY_ENTRIES = 200_000, 1_000_000
COUNTIES, STATIONS = 10, 10
TARGET_MS, TARGET_SHARE = 100.0, 0.5
CODES = ("X01", "X02", "X06", "X12", "X20", "X22", "L01", "L10", "L14", "X05")
FIRST = datetime(2024, 12, 26, tzinfo=UTC)

PLAIN = (
    "SELECT substr(scope, 1, 6), code, sum(count), count(*) FROM log_entry"
    " WHERE deleted = 0 AND count IS NOT NULL AND state IN ('entered', 'checked', 'counted')"
    " AND month BETWEEN '2025-01' AND '2025-12' GROUP BY 1, 2"
)


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def month_of(day: datetime) -> str:
    later = day + timedelta(days=6)  # the 26th belongs to the next month
    return f"{later:%Y-%m}" if day.day >= 26 else f"{day:%Y-%m}"


def people(scopes: list[str], each: int) -> list[tuple[str, str, str]]:
    """(scope, person, village) of so many people in each station."""
    return [(scope, f"{scope}{n:023d}", f"{scope}{n:022d}v") for scope in scopes for n in range(each)]


def by_day(who: list[tuple[str, str, str]], days: int, codes: int) -> Iterator[tuple[object, ...]]:
    n = 0
    for step in range(days):
        day = FIRST + timedelta(days=step * 365 // days)
        month, text = month_of(day), f"{day:%Y-%m-%d}"
        for scope, person, village in who:
            for code in CODES[:codes]:
                n += 1
                yield scope, f"{n:032d}", person, village, code, month, text, n % 7


def by_month(who: list[tuple[str, str, str]], codes: int) -> Iterator[tuple[object, ...]]:
    n = 0
    for number in range(1, 13):
        for scope, person, village in who:
            for code in CODES[:codes]:
                n += 1
                yield scope, f"{n:032d}", person, village, code, f"2025-{number:02d}", None, n % 70


def fill(desk: Desk, who: list[tuple[str, str, str]], entries: Iterator[tuple[object, ...]]) -> int:
    """Write people and entries past the journal: it is the reading that is measured. How many entries."""
    head = "office, hlc, rep, txh) VALUES"
    tail = "'371600', 1, 1, x'00')"
    with desk.store.transaction() as conn:
        plain = conn.connection.driver_connection
        assert plain is not None
        plain.executemany(
            f"INSERT INTO person (scope, id, name, {head} (?, ?, ?, {tail}", [(s, p, p[-4:]) for s, p, _v in who]
        )
        plain.executemany(
            f"INSERT INTO log_entry (scope, id, person_id, village_id, code, month, day, count, source, state, {head}"
            f" (?, ?, ?, ?, ?, ?, ?, ?, 'import', 'entered', {tail}",
            entries,
        )
        return int(conn.exec_driver_sql("SELECT count(*) FROM log_entry").scalar_one())


def timed(act: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round, the first (cold) one left out."""
    taken = []
    for _ in range(rounds + 1):
        begin = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begin) * 1000)
    return taken[1:]


def line(name: str, taken: list[float], floor: list[float] | None = None) -> float:
    """Print median and best; the share of the floor's median where there is one."""
    share = statistics.median(taken) / statistics.median(floor) if floor else 0.0
    beside = f"   {share:6.3f} of the plain GROUP BY" if floor else ""
    tell(f"  {name:44} median {statistics.median(taken):9.1f} ms   best {min(taken):9.1f} ms{beside}")
    return share


def station(rounds: int) -> bool:
    with (
        tempfile.TemporaryDirectory() as folder,
        make_home(Path(folder), pack="cn.xihua", clock=FixedClock(NOON)) as desk,
    ):
        who = people([desk.office.code], 100)
        count = fill(desk, who, by_day(who, STATION_ENTRIES // 800, 8))
        tell(f"station year: {count:,} entries, {len(who)} people")
        with desk.store.read() as conn:
            assert wrong_sums(conn) == 0

            def plain() -> object:
                return conn.exec_driver_sql(PLAIN.replace("BETWEEN '2025-01' AND '2025-12'", "= '2025-10'")).fetchall()

            floor = timed(plain, rounds)
        line("floor: plain GROUP BY of one month", floor)
        report = timed(lambda: make_report(desk, "month", "2025-10"), rounds)
        line("month report, all metrics, three periods", report)
        line("year report by month", timed(lambda: make_report(desk, "year", YEAR), rounds))
        cut = timed(lambda: make_report(desk, "month", "2025-09-01..2025-10-08"), rounds)
        line("any days: 2025-09-01..2025-10-08", cut)
        return statistics.median(report) <= TARGET_MS


def city(total: int, rounds: int, *, month_level: bool) -> bool:
    scopes = [f"3716{county:02d}{number:03d}" for county in range(1, COUNTIES + 1) for number in range(STATIONS)]
    with (
        tempfile.TemporaryDirectory() as folder,
        make_home(Path(folder), "county", 0, code="371600", pack="cn.xihua", clock=FixedClock(NOON)) as desk,
    ):
        if month_level:
            who = people(scopes, max(1, total // (len(scopes) * 12 * len(CODES))))
            entries = by_month(who, len(CODES))
        else:
            who = people(scopes, 20)
            entries = by_day(who, max(1, total // (len(who) * 2)), 2)
        begin = time.perf_counter()
        count = fill(desk, who, entries)
        took = time.perf_counter() - begin
        size = desk.home.database.stat().st_size / 1e6
        with desk.store.read() as conn:
            kept = conn.exec_driver_sql("SELECT count(*) FROM log_sum").scalar_one()
        way = "by month" if month_level else "by day"
        tell(f"city year {way}: {count:,} entries, {kept:,} sums by person, {size:,.0f} MB, generated in {took:.0f} s")
        return _city_share(desk, rounds)


def _city_share(desk: Desk, rounds: int) -> bool:
    period = figure_period(YEAR, 25)
    with desk.store.read() as conn:
        assert wrong_sums(conn) == 0
        floor, ours = [], []
        source = reader(desk, conn, YEAR)
        codes = [one.value.code for one in source.metrics.metrics]
        for _ in range(rounds):  # in turns, so that both meet the same machine
            floor += timed(lambda: conn.exec_driver_sql(PLAIN).fetchall(), 1)
            ours += timed(lambda: source.groups("county", codes, period), 1)
        plain = {(str(key), code): total for key, code, total, _n in conn.exec_driver_sql(PLAIN)}
        told = {
            (group.key, code): value
            for group in source.groups("county", codes, period)
            for code, value in group.values.items()
            if value is not None
        }
        assert {key: plain[key] for key in plain if key[1][0] == "X"} == told
    line("floor: plain GROUP BY over the entries", floor)
    share = line("table by county and metric", ours, floor)
    line("year report by county, three periods", timed(lambda: make_report(desk, "month", YEAR, by="county"), 2), floor)
    return share <= TARGET_SHARE


def main() -> int:
    """Measure and print; 1 when a target is missed."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else CITY_ENTRIES
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    good = [station(rounds), city(total, rounds, month_level=False), city(total, rounds, month_level=True)]
    tell("targets met" if all(good) else "a target is MISSED")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
