"""A month of work from a workbook or CSV: proposed, then written in one act (DESIGN 6, `log import`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.log_grid import read_grid
from station_desk.domain.log_heads import GridBasis
from station_desk.domain.log_parts import GridEmpty, GridEntry, GridHeld, GridPerson, GridRead, GridSkipped, held_entry
from station_desk.domain.months import is_month
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import Count, counts_by_place, served_in
from station_desk.services import log_held, metrics
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.work_log import Entered, apply_what_can, check_counts, columns, month_days, month_of
from station_desk.sheets.reading import read_book
from station_desk.store import log
from station_desk.store.village_aliases import load_aliases


@dataclass(frozen=True)
class LogProposal:
    """What a file says of the log: counts that can be entered, what is held back with its reason, rows that are nobody.

    `station`: {(code, month): value} of outcomes of the police, which are added up to one number of the station and never
    stay with a person. `columns`: {sheet: {column letters: code, field or month}}; `notes` are those of the book; `empty`: cells
    that say 无 or — and count as not reported; `hidden`: rows that the sheet hides, read like the others; `by_village`:
    sheets without names, whose numbers are taken to the one person who serves in the village: that is to be asked first.
    """

    file: str
    entries: tuple[GridEntry, ...]
    held: tuple[GridHeld, ...]
    skipped: tuple[GridSkipped, ...]
    columns: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...] = ()
    station: Mapping[tuple[str, str], int] = field(default_factory=dict)
    empty: tuple[GridEmpty, ...] = ()
    hidden: tuple[GridSkipped, ...] = ()
    by_village: tuple[str, ...] = ()

    @property
    def totals(self) -> dict[str, int]:
        """The sums of what can be entered, by code."""
        found: dict[str, int] = {}
        for one in self.entries:
            found[one.code] = found.get(one.code, 0) + one.count
        for (code, _month), value in self.station.items():
            found[code] = found.get(code, 0) + value
        return dict(sorted(found.items()))


def propose_log(
    desk: Desk, file: Path, month: str | None = None, waiting: Callable[[], None] = lambda: None
) -> LogProposal:
    """The counts of a month grid; nothing is stored. `month` (2026-10) is that of rows and titles which state none.

    What the log does not take (somebody who did not serve, a closed month, a number of the station) is held back with
    the code of its trouble. Troubles `station_only`, `log_month_wrong` (text), `log_no_grid` (file) where no sheet has names
    and counted columns, those of `sheets.reading.read_book`.
    """
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
    if month is not None and not is_month(month):
        raise Trouble("log_month_wrong", text=month)
    book = read_book(file, waiting)
    found = read_grid(book, _basis(desk, month or ""))
    if not found.columns:
        raise Trouble("log_no_grid", file=file.name)
    faults = check_counts(desk, [_count(one) for one in found.entries])
    station, faults = _station_numbers(desk, found, faults)
    late = [held_entry(one, fault.code) for one, fault in zip(found.entries, faults, strict=True) if fault is not None]
    kept = tuple(one for one, fault in zip(found.entries, faults, strict=True) if fault is None)
    kept = tuple(one for one in kept if (one.code, one.month) not in station)
    return replace(_proposal(file, found, kept, late, book.notes), station=station)


def apply_log(desk: Desk, proposal: LogProposal) -> tuple[Entered, LogProposal]:
    """Enter everything that can be entered, in one act; the same file again changes nothing. What turns out too small for
    the days that are entered already is held back in the answered proposal; what is held back waits in the correction
    list (`log_held`) in the same transaction. Troubles `station_only`, `Store.write`'s.
    """
    with desk.store.transaction():
        done, refused = apply_what_can(desk, [_count(one) for one in proposal.entries], "import")
        late = [held_entry(one, refused[count].code) for one in proposal.entries if (count := _count(one)) in refused]
        kept = tuple(one for one in proposal.entries if _count(one) not in refused)
        station = dict(proposal.station)
        if station:
            for place, why in metrics.put_figures(desk, station, done.run or None).items():
                late.append(GridHeld("", 0, "", str(station.pop(place)), why))
        answered = replace(proposal, entries=kept, held=(*proposal.held, *late), station=station)
        log_held.keep(desk, Path(proposal.file).name, answered.held, done.run)
    return done, answered


def _station_numbers(
    desk: Desk, found: GridRead, faults: list[Trouble | None]
) -> tuple[dict[tuple[str, str], int], list[Trouble | None]]:
    """The columns that are numbers of the station, added up by month, and the faults without those of their cells."""
    known = metrics.metrics_of(desk)
    station: dict[tuple[str, str], int] = {}
    left: list[Trouble | None] = []
    for one, fault in zip(found.entries, faults, strict=True):
        if fault is not None and fault.code == "log_code_station" and metrics.may_be_figure(known, one.code):
            station[one.code, one.month] = station.get((one.code, one.month), 0) + one.count
            left.append(None)
        else:
            left.append(fault)
    return station, left


def _proposal(
    file: Path, found: GridRead, kept: tuple[GridEntry, ...], late: list[GridHeld], notes: tuple[str, ...]
) -> LogProposal:
    order = sorted([*found.held, *late], key=lambda one: (one.sheet, one.row, one.column))
    return LogProposal(
        file=str(file),
        entries=kept,
        held=tuple(order),
        skipped=tuple(found.skipped),
        columns=found.columns,
        notes=notes,
        empty=tuple(found.empty),
        hidden=tuple(found.hidden),
        by_village=tuple(found.by_village),
    )


def _basis(desk: Desk, month: str) -> GridBasis:
    """People, villages and columns as they are now."""
    book, scope = memory_of(desk).book(desk), desk.office.code
    with desk.store.read() as conn:
        aliases = load_aliases(conn, scope)
    people = []
    for person in book.people.values():
        if person.scope == scope:
            ids = [village for term in book.terms.get(person.id, ()) for village in term.villages]
            villages = tuple(book.villages[one] for one in dict.fromkeys(ids) if one in book.villages)
            people.append(GridPerson(person.id, person.name, person.id_no, villages))
    own = [village for village in book.villages.values() if village.scope == scope]
    finder = VillageFinder(own, aliases, desk.clock.today())

    def serving(village: str, of_month: str) -> list[GridPerson]:
        span = month_days(desk, of_month)
        return [one for one in people if village in (served_in(book.terms.get(one.id, ()), *span) or ())]

    return GridBasis(people, finder, columns(desk), month, lambda day: month_of(desk, day), serving)


def _count(one: GridEntry) -> Count:
    village = one.village.id if one.village else None
    return Count(one.person.id, one.code, one.month, one.count, one.day, village, zero_report=one.zero_report)


def standing(desk: Desk, proposal: LogProposal) -> dict[GridEntry, int]:
    """What is entered already in the places of a proposal, by its entries; a place without any is left out."""
    months = {one.month for one in proposal.entries}
    with desk.store.read() as conn:
        there = counts_by_place(log.load_entries(conn, desk.office.code, months=months))
    places = {one: (one.person.id, one.code, one.month, one.day) for one in proposal.entries}
    return {one: there[place] for one, place in places.items() if place in there}
