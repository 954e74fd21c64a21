"""Entering the work of a month: counts of people by day or by month, zero reports, the officer's check (DOMAIN 2.5).

Every way in (typed, grid, pasted text, workbook, scan) goes through `apply_counts`: what is there already is set to the
new count, so that the same paper entered twice counts once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from station_desk.domain.dates import first_day, is_date
from station_desk.domain.ids import new_id
from station_desk.domain.months import is_month, month_on, span_of
from station_desk.domain.records import OfficeKind
from station_desk.domain.roster_book import RosterBook
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_columns import Column, columns_of, is_refused, of_a_person
from station_desk.domain.work_log import (
    MOST_COUNT,
    RETURN_REASONS,
    STEPS,
    ZERO_REPORT,
    Count,
    EntryState,
    LogEntry,
    Source,
    Step,
    served_in,
)
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.store import log
from station_desk.store.unit_of_work import UnitOfWork

ENTER = "log_enter"
_GIVEN = {"check": "log_check", "give_back": "log_return", "void": "log_void"}


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of counts: entries made, changed, emptied, and those that stood there already. `run` takes it back
    (`desk.store.undo`); "" where nothing was written."""

    run: str
    made: int = 0
    changed: int = 0
    emptied: int = 0
    same: int = 0


# --- what may be entered -------------------------------------------------------------------------------------------
def columns(desk: Desk) -> dict[str, Column]:
    """Everything that this office counts, by code: categories, the pack's metrics, the county's own."""
    with desk.store.read() as conn:
        return columns_of(reference.policy(desk), log.load_metrics(conn))


def month_days(desk: Desk, month: str) -> tuple[date, date]:
    """First and last day of a month of work by the office's pack. Trouble `log_month_wrong` (text)."""
    if not is_month(month):
        raise Trouble("log_month_wrong", text=month)
    return span_of(month, reference.policy(desk).month_days()[1])


def month_of(desk: Desk, day: date) -> str:
    """The month of work to which a day belongs."""
    return month_on(day, reference.policy(desk).month_days()[1])


def check_counts(desk: Desk, counts: Sequence[Count]) -> list[Trouble | None]:
    """For each count why it cannot be entered, None where it can. Nothing is written.

    Troubles: `log_month_wrong` (text), `log_month_ahead` (month), `log_month_closed` (month), `log_code_unknown` (column),
    `log_code_refused` (name), `log_code_station` (name), `person_missing`, `log_no_term` (name, month),
    `log_village_other` (name, village), `log_day_outside` (day, month), `log_day_ahead` (day), `log_count_wrong` (most).
    """
    judge = _Judge(desk)
    return [judge.fault(one) for one in counts]


class _Judge:
    """What counts are judged by, read once for all of them."""

    def __init__(self, desk: Desk) -> None:
        self._book: RosterBook = memory_of(desk).book(desk)
        self._scope = desk.office.code
        self._today = desk.clock.today()
        self._last = reference.policy(desk).month_days()[1]
        self._columns = columns(desk)
        with desk.store.read() as conn:
            self._closed = log.closed_months(conn, self._scope)
        self._served: dict[tuple[str, str], tuple[str, ...] | None] = {}
        self._months: dict[str, Trouble | None] = {}
        self._codes: dict[str, Trouble | None] = {}

    def fault(self, one: Count) -> Trouble | None:
        """Why a count cannot be entered, None where it can."""
        if one.month not in self._months:
            self._months[one.month] = self._month_fault(one.month)
        if one.code not in self._codes:
            self._codes[one.code] = self._code_fault(one.code)
        return (
            self._months[one.month]
            or self._codes[one.code]
            or self._person_fault(one)
            or self._day_fault(one)
            or (
                None
                if one.count is None or 0 <= one.count <= MOST_COUNT
                else Trouble("log_count_wrong", most=MOST_COUNT)
            )
        )

    def village(self, one: Count) -> str | None:
        """The village that a count belongs to: the one it names, the person's only one, or none."""
        served = self._villages(one.person_id, one.month) or ()
        return one.village_id or (served[0] if len(served) == 1 else None)

    def _villages(self, person_id: str, month: str) -> tuple[str, ...] | None:
        key = (person_id, month)
        if key not in self._served:
            first, last = span_of(month, self._last)
            self._served[key] = served_in(self._book.terms.get(person_id, ()), first, last)
        return self._served[key]

    def _month_fault(self, month: str) -> Trouble | None:
        if not is_month(month):
            return Trouble("log_month_wrong", text=month)
        if span_of(month, self._last)[0] > self._today:
            return Trouble("log_month_ahead", month=month)
        return Trouble("log_month_closed", month=month) if month in self._closed else None

    def _code_fault(self, code: str) -> Trouble | None:
        column = self._columns.get(code)
        if column is None:
            return (
                Trouble("log_code_refused", name=code) if is_refused(code) else Trouble("log_code_unknown", column=code)
            )
        return None if of_a_person(column) else Trouble("log_code_station", name=column.name)

    def _person_fault(self, one: Count) -> Trouble | None:
        person = self._book.people.get(one.person_id)
        if person is None or person.scope != self._scope:
            return Trouble("person_missing")
        served = self._villages(one.person_id, one.month)
        if served is None:
            return Trouble("log_no_term", name=person.name, month=one.month)
        if one.village_id is not None and one.village_id not in served:
            village = self._book.villages.get(one.village_id)
            return Trouble("log_village_other", name=person.name, village=village.name if village else "?")
        return None

    def _day_fault(self, one: Count) -> Trouble | None:
        if one.day is None:
            return None
        if len(one.day) != len("2026-10-08") or not is_date(one.day):
            return Trouble("log_day_outside", day=one.day, month=one.month)
        day = first_day(one.day)
        if month_on(day, self._last) != one.month:
            return Trouble("log_day_outside", day=one.day, month=one.month)
        return Trouble("log_day_ahead", day=one.day) if day > self._today else None


# --- entering ------------------------------------------------------------------------------------------------------
def apply_counts(desk: Desk, counts: Sequence[Count], source: Source, *, run: str | None = None) -> Entered:
    """Set each place to its count, in one act; None empties it. Nothing of it is half-written.

    A place is a person, a code, and a month or a day of it. A month's count is the month's total: entries of single days
    (and of single villages, where none is named) are part of it. A count of 0 is a zero report. What was checked and is
    changed has to be checked again. `run` joins further acts to be undone together.

    Troubles: `station_only`, those of `check_counts` for the first count that cannot be entered, `log_less_than_parts`
    (name, column, parts), those of `Store.write`.
    """
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
    judge = _Judge(desk)
    for one in counts:
        fault = judge.fault(one)
        if fault is not None:
            raise fault
    return _write(desk, judge, counts, source, run, None)


def apply_what_can(desk: Desk, counts: Sequence[Count], source: Source) -> tuple[Entered, dict[Count, Trouble]]:
    """As `apply_counts`, but what cannot be entered is left out, with its trouble: a grid writes the other cells.

    Troubles: `station_only`, those of `Store.write`.
    """
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
    judge = _Judge(desk)
    found = [(one, judge.fault(one)) for one in counts]
    refused = {one: fault for one, fault in found if fault is not None}
    done = _write(desk, judge, [one for one, fault in found if fault is None], source, None, refused)
    return done, refused


def _write(
    desk: Desk,
    judge: _Judge,
    counts: Sequence[Count],
    source: Source,
    run: str | None,
    refused: dict[Count, Trouble] | None,
) -> Entered:
    """Write the counts; where `refused` is given, what turns out too small is put there instead of raised."""
    if not counts:
        return Entered("")
    with desk.store.write(desk.account.id, f"{ENTER}:{source}", run=run) as work:
        setter = _Setter(desk, work, judge, source, counts)
        for one in sorted(counts, key=lambda one: one.day is None):  # days first: a month's count is what remains
            try:
                setter.set(one)
            except Trouble as trouble:
                if refused is None:
                    raise
                refused[one] = trouble
        done = setter.done
    return done if done.made or done.changed or done.emptied else Entered("", same=done.same)


class _Setter:
    """Brings places to their counts within one act."""

    def __init__(self, desk: Desk, work: UnitOfWork, judge: _Judge, source: Source, counts: Iterable[Count]) -> None:
        self._desk = desk
        self._work = work
        self._judge = judge
        self._source = source
        self._numbers = dict.fromkeys(("made", "changed", "emptied", "same"), 0)
        self._there: dict[tuple[str, str, str], list[LogEntry]] = defaultdict(list)
        for entry in log.load_entries(work.conn, work.scope, months={one.month for one in counts}):
            if entry.stands:
                self._there[entry.person_id, entry.code, entry.month].append(entry)

    @property
    def done(self) -> Entered:
        """What was done so far."""
        return Entered(self._work.run, **self._numbers)

    def set(self, one: Count) -> None:
        """Bring one place to its count."""
        there = self._there[one.person_id, one.code, one.month]
        place = [
            entry
            for entry in there
            if (one.day is None or entry.day == one.day)
            and (one.village_id is None or entry.village_id == one.village_id)
        ]
        if one.count is None:
            self._empty(there, place)
            return
        own = self._own(one, place)
        parts = sum(entry.count for entry in place if entry is not own)
        rest = one.count - parts
        if rest < 0:
            raise self._too_few(one, parts)
        if own is None and rest == 0 and len(place) > 0:
            self._numbers["same"] += 1
        elif own is None:
            self._make(one, rest, there)
        else:
            self._change(one, own, rest, there)

    def _own(self, one: Count, place: list[LogEntry]) -> LogEntry | None:
        """The entry of the place itself, among those of its parts."""
        own = [entry for entry in place if entry.day == one.day]
        village = self._judge.village(one)
        return next((entry for entry in own if entry.village_id == village), own[0] if len(own) == 1 else None)

    def _make(self, one: Count, count: int, there: list[LogEntry]) -> None:
        entry = LogEntry(
            scope=self._work.scope,
            id=new_id(),
            person_id=one.person_id,
            village_id=self._judge.village(one),
            code=one.code,
            month=one.month,
            day=one.day,
            count=count,
            source=self._source,
            state=EntryState.ENTERED,
            paper=one.paper,
            reason=ZERO_REPORT if count == 0 and one.zero_report else None,
        )
        self._work.create("log_entry", entry.id, log.entry_fields(entry))
        there.append(entry)
        self._numbers["made"] += 1

    def _change(self, one: Count, own: LogEntry, count: int, there: list[LogEntry]) -> None:
        reason = ZERO_REPORT if count == 0 and one.zero_report else None
        if own.count == count and own.state is not EntryState.RETURNED and own.zero_report == bool(reason):
            self._numbers["same"] += 1
            return
        news = replace(
            own,
            count=count,
            state=EntryState.ENTERED,
            source=self._source,
            reason=reason,
            paper=one.paper or own.paper,
        )
        self._work.update("log_entry", own.id, log.entry_fields(news))
        there[there.index(own)] = news
        self._numbers["changed"] += 1

    def _empty(self, there: list[LogEntry], place: list[LogEntry]) -> None:
        for entry in place:
            self._work.delete("log_entry", entry.id)
            there.remove(entry)
        self._numbers["emptied" if place else "same"] += 1

    def _too_few(self, one: Count, parts: int) -> Trouble:
        person = memory_of(self._desk).book(self._desk).people[one.person_id]
        return Trouble("log_less_than_parts", name=person.name, column=columns(self._desk)[one.code].name, parts=parts)


# --- the officer's check -------------------------------------------------------------------------------------------
def check_entries(desk: Desk, step: Step, ids: Sequence[str], reason: str = "") -> str:
    """The officer checks entries, gives them back, or strikes them out (they stay, shown struck through); the run.

    Troubles: `station_only`, `log_entry_missing`, `log_month_closed` (month), `log_step_late` (count: of those whose
    state does not allow the step), `log_reason_missing`, those of `Store.write`.
    """
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
    if step != "check" and reason not in RETURN_REASONS:
        raise Trouble("log_reason_missing")
    allowed, after = STEPS[step]
    with desk.store.write(desk.account.id, _GIVEN[step]) as work:
        there = log.entries_by_id(work.conn, ids)
        closed = log.closed_months(work.conn, work.scope)
        late = 0
        for rid in ids:
            entry = there.get(rid)
            if entry is None or entry.scope != work.scope:
                raise Trouble("log_entry_missing")
            if entry.month in closed:
                raise Trouble("log_month_closed", month=entry.month)
            late += entry.state not in allowed
            work.update("log_entry", rid, {"state": after.value, "reason": reason or None})
        if late:
            raise Trouble("log_step_late", count=late)
        return work.run
