"""A city's year of work for trying the figures at full size: ten counties of ten stations, everybody entered by day.

A practice home of a city office. The entries are written past the journal (`store.log_bulk`): they are there to be looked
at and added up, and never travel. The same size gives the same numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from station_desk.domain.progress import Progress, silent
from station_desk.domain.records import OfficeKind
from station_desk.machine.clock import Clock
from station_desk.machine.sealing import Kdf
from station_desk.services.desk import Desk
from station_desk.services.first_start import NewOffice, create_office
from station_desk.services.work_log import month_of
from station_desk.store.log_bulk import Entry, Named, fill_past_journal

CITY_CODE, CITY_NAME, CITY_PERSON = "371600000000", "滨州样例市局", "赵娟"
PACK = "cn.bincheng"
ENTRIES = 10_000_000
"""A city's year: eight thousand assistants, 250 days, five things a day."""
COUNTIES, STATIONS, DAYS = 10, 10, 250
CODES = ("L01", "L02", "L06", "L07", "L10")
_MOST = (4, 9, 2, 5, 3)


@dataclass(frozen=True, slots=True)
class CityYear:
    """What was made: where, how much of it, how large the database is in bytes."""

    home: Path
    year: int
    stations: int
    people: int
    entries: int
    bytes: int


def build_city(
    home_dir: Path,
    *,
    pass_phrase: str,
    entries: int = ENTRIES,
    kdf: Kdf | None = None,
    clock: Clock | None = None,
    progress: Progress = silent,
) -> CityYear:
    """Make the home with about so many entries (a multiple of 1,250) of last year. Troubles as `create_office`, disk_full."""
    office = NewOffice(OfficeKind.COUNTY, CITY_NAME, CITY_CODE, PACK, [], CITY_PERSON, pass_phrase, practice=True)
    with create_office(home_dir, office, kdf, clock).desk as desk:
        people = _people(max(1, entries // (DAYS * len(CODES))))
        year = desk.clock.today().year - 1
        total = len(people) * DAYS * len(CODES)
        made = fill_past_journal(
            desk.store, desk.office.code, people, _entries(desk, people, year), lambda count: progress(count, total)
        )
        stations = len({scope for scope, _, _ in people})
        return CityYear(desk.home.path, year, stations, len(people), made, desk.home.database.stat().st_size)


def _people(count: int) -> list[Named]:
    """Invented people, spread over the stations, in the order of the stations."""
    scopes = [
        f"3716{county:02d}{station:03d}000" for county in range(1, COUNTIES + 1) for station in range(1, STATIONS + 1)
    ]
    spread = sorted(scopes[n % len(scopes)] for n in range(count))
    return [(scope, f"{n:032d}", f"样例{n:04d}") for n, scope in enumerate(spread, 1)]


def _months(desk: Desk, year: int) -> dict[str, list[str]]:
    """The days on which work is entered, by the month of work, spread over the year."""
    first, found = date(year, 1, 1), dict[str, list[str]]()
    days = [first + timedelta(days=step * 364 // DAYS) for step in range(DAYS)]
    for day in days:
        found.setdefault(month_of(desk, day), []).append(day.isoformat())
    return found


def _entries(desk: Desk, people: list[Named], year: int) -> Iterator[Entry]:
    """Every entry in the order of scope, month, person, code and day."""
    months, number = _months(desk, year), 0
    by_scope: dict[str, list[str]] = {}
    for scope, person, _name in people:
        by_scope.setdefault(scope, []).append(person)
    for scope, persons in by_scope.items():
        for month, days in months.items():
            for person in persons:
                for code, most in zip(CODES, _MOST, strict=True):
                    for day in days:
                        number += 1
                        yield scope, f"{number:032d}", person, code, month, day, number * 7919 // 64 % (most + 1)
