"""The month grid of a station: who has a row, what stands in it, and what to see beside it (UX 4.4)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import cast

from station_desk.domain.month_grid import GridCell, GridRow, MonthGrid, SheetPlace, size_class_of
from station_desk.domain.months import following
from station_desk.domain.policy import Policy, Rule, stated
from station_desk.domain.records import OfficeKind, Village
from station_desk.domain.roster_book import RosterBook
from station_desk.domain.sheet_states import OUTSIDE
from station_desk.domain.work_columns import Column, of_a_person
from station_desk.domain.work_log import EntryState, LogEntry, served_in
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.work_log import columns, month_days
from station_desk.store import log

LOG_FORMS = ("F20", "F21", "F22", "F23", "F24")
"""The sheets of a month's work (DOMAIN 3)."""

CATEGORIES, METRICS = "categories", "metrics"
"""Which columns the grid shows: the sixteen categories, or the metrics that the pack and the county name."""

HISTORY = 3
"""So many months before are looked at."""

_ORDER = (EntryState.RETURNED, EntryState.ENTERED, EntryState.CHECKED, EntryState.COUNTED)


def month_grid(desk: Desk, month: str, shown: str = CATEGORIES, day: str | None = None) -> MonthGrid:
    """The grid of a month of this station, or of one day of it. Trouble `log_month_wrong` (text)."""
    first, last = month_days(desk, month)
    book = memory_of(desk).book(desk)
    scope = desk.office.code
    known = grid_columns(desk, shown)
    months = [following(month, -n) for n in range(1, HISTORY + 1)]
    with desk.store.read() as conn:
        closed = month in log.closed_months(conn, scope)
        entries = log.load_entries(conn, scope, months={month})
        by = log.counts_by_month(conn, scope, {*months, following(month, -12)})
        sheets = log.sheets_of_month(conn, scope, month, LOG_FORMS)
        linked = [one.id for one in entries] + [one.id for one in log.load_months(conn, scope) if one.month == month]
        later = log.corrections_of(conn, scope, linked) if closed else []
    cells, right = _cells((one for one in entries if day is None or one.day == day), closed=closed)
    rows = _rows(book, scope, first, last, {one.person_id for one in entries})
    found = tuple(_row(row, number, cells, sheets) for number, row in enumerate(rows, 1))
    return MonthGrid(
        month=month,
        first=first,
        last=last,
        closed=closed,
        columns=known,
        rows=found,
        history=_history(by, months),
        before=by.get(months[0], {}),
        year_before=by.get(following(month, -12), {}),
        peers=_peers(by.get(months[0], {}), found),
        corrections=right,
        mended=_mended(later),
        day=day,
        idle=_idle(reference.policy(desk)),
    )


def grid_columns(desk: Desk, shown: str) -> tuple[Column, ...]:
    """The columns of the grid: what is counted for a person. Without a metric in the pack, the categories."""
    known = [one for one in columns(desk).values() if of_a_person(one)]
    metrics = tuple(one for one in known if one.kind != "category")
    if shown == METRICS and metrics:
        return metrics
    return tuple(one for one in known if one.kind == "category")


def has_metrics(desk: Desk) -> bool:
    """Whether there are metrics beside the categories."""
    return any(one.kind != "category" and of_a_person(one) for one in columns(desk).values())


def is_station(desk: Desk) -> bool:
    """Whether this office enters the work of a month."""
    return desk.office.kind is OfficeKind.STATION


def _idle(policy: Policy) -> frozenset[str]:
    """Ports and boats are a column for programmes that speak of them."""
    duties = stated(cast("Rule[tuple[str, ...]]", policy.rules["lists.duties"]), ())
    return frozenset() if any("港" in one or "船" in one for one in duties) else frozenset({"L13"})


# --- the parts -----------------------------------------------------------------------------------------------------
def _mended(later: Iterable[LogEntry]) -> dict[tuple[str, str], int]:
    """What later months put right in this one, by person and code."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for one in later:
        if one.state is not EntryState.VOID:
            found[one.person_id, one.code] += one.count
    return dict(found)


def _cells(
    entries: Iterable[LogEntry], *, closed: bool
) -> tuple[dict[str, dict[str, GridCell]], dict[tuple[str, str], int]]:
    """The cells by person and code, and what this month puts right of other months."""
    own: dict[tuple[str, str], list[LogEntry]] = defaultdict(list)
    right: dict[tuple[str, str], int] = defaultdict(int)
    for one in entries:
        if one.state is EntryState.VOID:
            continue
        if one.corrects is not None:
            right[one.person_id, one.code] += one.count
        else:
            own[one.person_id, one.code].append(one)
    found: dict[str, dict[str, GridCell]] = defaultdict(dict)
    for (person, code), parts in own.items():
        found[person][code] = _cell(parts, closed=closed)
    return found, dict(right)


def _cell(parts: list[LogEntry], *, closed: bool) -> GridCell:
    """What the entries of one person and code come to; most are a single one."""
    one = parts[0]
    if len(parts) == 1:
        state = EntryState.COUNTED if closed else one.state
        return GridCell(one.count, one.zero_report, int(one.day is not None), state, (one.id,))
    return GridCell(
        count=sum(one.count for one in parts),
        zero_report=all(one.zero_report for one in parts),
        by_day=sum(one.day is not None for one in parts),
        state=EntryState.COUNTED if closed else min((one.state for one in parts), key=_ORDER.index),
        ids=tuple(one.id for one in parts),
    )


def _rows(book: RosterBook, scope: str, first: date, last: date, entered: set[str]) -> list[GridRow]:
    """A row for who served in the month or has an entry, in the order of the villages."""
    rows = []
    for person in book.people.values():
        if person.scope != scope:
            continue
        served = served_in(book.terms.get(person.id, ()), first, last)
        if served is None and person.id not in entered:
            continue
        villages = sorted((book.villages[one] for one in served or () if one in book.villages), key=_by_code)
        head = villages[0] if villages else None
        rows.append(
            GridRow(
                number=0,
                person_id=person.id,
                name=person.name,
                village="、".join(one.name for one in villages),
                village_code=head.code if head else "",
                officer=head.officer if head else "",
                room=head.room if head else "",
                size_class=size_class_of(one.households for one in villages),
            )
        )
    return sorted(rows, key=lambda row: (row.village_code, row.name, row.person_id))


def _by_code(village: Village) -> tuple[str, str]:
    return village.code, village.name


def _row(
    row: GridRow, number: int, cells: dict[str, dict[str, GridCell]], sheets: dict[str, list[tuple[str, str]]]
) -> GridRow:
    own = sheets.get(row.person_id, [])
    place: SheetPlace = "" if not own else "outside" if all(state in OUTSIDE for _, state in own) else "back"
    serials = tuple(serial for serial, _ in own)
    return replace(row, number=number, sheet=place, serials=serials, cells=cells.get(row.person_id, {}))


def _history(by: dict[str, dict[tuple[str, str], int]], months: list[str]) -> dict[tuple[str, str], tuple[int, ...]]:
    """The reported months of each person and code, the newest first."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for month in months:
        for key, count in by.get(month, {}).items():
            found[key].append(count)
    return {key: tuple(counts) for key, counts in found.items()}


def _peers(
    before: dict[tuple[str, str], int], rows: Iterable[GridRow]
) -> dict[tuple[str, int | None], tuple[int, ...]]:
    """What the people of each size class, and all of them (None), had of each code in the month before."""
    size = {row.person_id: row.size_class for row in rows}
    found: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for (person, code), count in before.items():
        found[code, None].append(count)
        if size.get(person) is not None:
            found[code, size[person]].append(count)
    return {key: tuple(counts) for key, counts in found.items()}
