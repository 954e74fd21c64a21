"""The log as the command line lists it: entries and totals of a period (DESIGN 6, `log list`)."""

from dataclasses import dataclass

from station_desk.domain.months import months_of, range_of
from station_desk.domain.records import OfficeKind
from station_desk.domain.work_log import EntryState, LogEntry
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.work_log import month_days, month_of
from station_desk.store import log
from station_desk.store.people import people_by_id


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry with the names of its person and village ("" where none is named, or the record was erased); `state` as
    the month tells it: what was entered counts once the month is closed."""

    entry: LogEntry
    person: str
    village: str
    state: EntryState


@dataclass(frozen=True, slots=True)
class LogList:
    """Entries by month, village, person, code and day; the sum of those that count by code; `without_day`: how many
    entries of a month that lies only partly in the period were left out, because they bear no day."""

    entries: tuple[ListedEntry, ...]
    totals: dict[str, int]
    without_day: int = 0


def list_log(desk: Desk, period: str) -> LogList:
    """The log of `2026-10`, `2026-Q3`, `2026-H1`, `2026` or `2026-07-01..2026-10-08`; at the county, of every station.

    Entries that were struck out or given back are listed and not summed. Trouble `period_wrong` (text).
    """
    span = range_of(period)
    if span is None:
        wanted = months_of(period)
    else:
        first, last = month_of(desk, span[0]), month_of(desk, span[1])
        wanted = [month for year in range(span[0].year, span[1].year + 2) for month in months_of(str(year))]
        wanted = [month for month in wanted if first <= month <= last]
    scope = desk.office.code if desk.office.kind is OfficeKind.STATION else None
    with desk.store.read() as conn:
        entries = log.load_entries(conn, scope, months=set(wanted))
        closed = {(one.scope, one.month) for one in log.load_months(conn, scope)}
        people = people_by_id(conn, {one.person_id for one in entries})
    villages = memory_of(desk).book(desk).villages
    listed, totals, left = [], dict[str, int](), 0
    for one in entries:
        if span is not None:
            start, end = (one.day, one.day) if one.day else (day.isoformat() for day in month_days(desk, one.month))
            if not (span[0].isoformat() <= start and end <= span[1].isoformat()):
                left += one.day is None
                continue
        state = one.state
        if state in (EntryState.ENTERED, EntryState.CHECKED, EntryState.COUNTED):
            totals[one.code] = totals.get(one.code, 0) + one.count
            state = EntryState.COUNTED if (one.scope, one.month) in closed else state
        person = people.get(one.person_id)
        village = villages.get(one.village_id or "")
        listed.append(ListedEntry(one, person.name if person else "", village.name if village else "", state))
    listed.sort(key=lambda row: (row.entry.month, row.village, row.person, row.entry.code, row.entry.day or ""))
    return LogList(tuple(listed), dict(sorted(totals.items())), left)
