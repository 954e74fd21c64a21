"""Closing a month, and what comes after: a closed month is never opened again; an entry of the open month puts it right,
visible in both (issue 6, item 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from station_desk.domain.dates import add_days
from station_desk.domain.ids import new_id
from station_desk.domain.month_guide import LINGER_DAYS
from station_desk.domain.months import following
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import (
    LONGEST_WORDS,
    MOST_COUNT,
    REASONS,
    EntryState,
    LogEntry,
    MonthStage,
    MonthState,
)
from station_desk.services import guard
from station_desk.services.desk import Desk
from station_desk.services.month_grid import LOG_FORMS
from station_desk.services.pack_use import rest_on
from station_desk.services.work_log import columns, month_days, month_of
from station_desk.store import log
from station_desk.store.engine import iso

CLOSE, CORRECT = "month_close", "log_correct"


@dataclass(frozen=True, slots=True)
class Closed:
    """A month that was closed: its days, how many entries count, the sum of all of them, how many corrections it had."""

    month: str
    first: date
    last: date
    entries: int
    people: int


def months(desk: Desk) -> list[MonthState]:
    """The months of this station that are closed, in order. At the county: of every station."""
    scope = desk.office.code if desk.office.kind is OfficeKind.STATION else None
    with desk.store.read() as conn:
        return log.load_months(conn, scope)


def is_closed(desk: Desk, month: str) -> bool:
    """Whether a month of this station takes no entries any more."""
    with desk.store.read() as conn:
        return month in log.closed_months(conn, desk.office.code)


def open_month(desk: Desk) -> str:
    """The month that takes what is entered now: that of today, or the first after it that is not closed."""
    with desk.store.read() as conn:
        closed = log.closed_months(conn, desk.office.code)
    month = month_of(desk, desk.clock.today())
    while month in closed:
        month = following(month, 1)
    return month


def ended_month(desk: Desk) -> str | None:
    """The month before that of today as long as it is owed: ten days after its end at most, and only where log sheets of
    it are out or something was entered in it or before. Closed or not.
    """
    scope, today = desk.office.code, desk.clock.today()
    before = following(month_of(desk, today), -1)
    if today > add_days(month_days(desk, before)[1], LINGER_DAYS):
        return None
    with desk.store.read() as conn:
        begun = log.first_month(conn, scope)
        owed = (begun is not None and begun <= before) or log.sheets_of_month(conn, scope, before, LOG_FORMS)
    return before if owed else None


def month_to_enter(desk: Desk) -> str:
    """The month whose counts are entered now: the one that ended as long as it is owed and not closed, else `open_month`."""
    ended = ended_month(desk)
    return ended if ended is not None and not is_closed(desk, ended) else open_month(desk)


def close_month(desk: Desk, month: str) -> Closed:
    """Close a month: from now on its counts stand. There is no undo; a mistake is put right by `correct`.

    Troubles: `station_only`, `log_month_wrong` (text), `log_month_ahead` (month), `log_month_closed` (month),
    `log_month_returned` (month, count: of entries that were given back and wait), those of `Store.write`.
    """
    _station(desk)
    first, last = month_days(desk, month)
    if first > desk.clock.today():
        raise Trouble("log_month_ahead", month=month)
    with desk.store.write(desk.account.id, CLOSE) as work:
        if month in log.closed_months(work.conn, work.scope):
            raise Trouble("log_month_closed", month=month)
        entries = log.load_entries(work.conn, work.scope, months={month})
        waiting = sum(one.state is EntryState.RETURNED for one in entries)
        if waiting:
            raise Trouble("log_month_returned", month=month, count=waiting)
        state = MonthState(
            scope=work.scope,
            id=new_id(),
            month=month,
            first_day=first.isoformat(),
            last_day=last.isoformat(),
            stage=MonthStage.CLOSED,
            closed_on=iso(desk.clock.wall_ms()),
            closed_by=desk.account.id,
        )
        policy = rest_on(work, desk, [("month_state", state.id)])
        work.create("month_state", state.id, log.month_fields(state) | {"pack": policy.id, "pack_hash": policy.digest})
    counting = [one for one in entries if one.state is not EntryState.VOID]
    return Closed(month, first, last, len(counting), len({one.person_id for one in counting}))


def correct(desk: Desk, entry_id: str, difference: int, reason: str, words: str = "", *, anyway: bool = False) -> str:
    """Put an entry of a closed month right: an entry of `difference` (+n or -n) in the open month, linked to it; its id.

    Troubles: `station_only`, `log_entry_missing`, `log_month_open` (month), those of `correct_place`.
    """
    with desk.store.read() as conn:
        entry = log.entries_by_id(conn, [entry_id]).get(entry_id)
    if entry is None or entry.scope != desk.office.code or entry.corrects is not None:
        raise Trouble("log_entry_missing")
    return correct_place(
        desk, entry.person_id, entry.code, entry.month, difference, reason, words, entry, anyway=anyway
    )


def correct_place(
    desk: Desk,
    person_id: str,
    code: str,
    month: str,
    difference: int,
    reason: str,
    words: str = "",
    entry: LogEntry | None = None,
    *,
    anyway: bool = False,
) -> str:
    """As `correct`, for a person's count of a closed month; where nothing had been entered, it is linked to the closing.

    `words` stay at this desk, at most 60 characters; `anyway`: they are kept although the guard warns. Troubles: `station_only`, `log_month_open` (month),
    `log_code_unknown` (column), `log_correction_zero`, `log_correction_below` (there: what the month has), `log_count_wrong`
    (most), `log_reason_missing`, `log_words_long` (most), `log_words_guard`, those of `Store.write`.
    """
    _station(desk)
    _check(desk, code, difference, reason, words)
    if guard.warns(desk, words):
        if not anyway:
            raise Trouble("log_words_guard")
        guard.let_pass(desk, words, "log_entry")
    with desk.store.write(desk.account.id, CORRECT) as work:
        closing = next((one for one in log.load_months(work.conn, work.scope) if one.month == month), None)
        if closing is None or closing.stage is not MonthStage.CLOSED:
            raise Trouble("log_month_open", month=month)
        there = [
            one
            for one in log.load_entries(work.conn, work.scope, months={month}, people={person_id})
            if one.code == code and one.stands
        ]
        linked = [*(one.id for one in there), closing.id]
        made = [
            one
            for one in log.corrections_of(work.conn, work.scope, linked)
            if (one.person_id, one.code) == (person_id, code) and one.state is not EntryState.VOID
        ]
        stands = sum(one.count for one in (*there, *made))
        if stands + difference < 0:
            raise Trouble("log_correction_below", there=stands)
        target = entry or (there[0] if there else None)
        correction = LogEntry(
            scope=work.scope,
            id=new_id(),
            person_id=person_id,
            village_id=target.village_id if target else None,
            code=code,
            month=open_month(desk),
            day=None,
            count=difference,
            source="typed",
            state=EntryState.ENTERED,
            corrects=target.id if target else closing.id,
            reason=reason,
            words=words.strip() or None,
        )
        work.create("log_entry", correction.id, log.entry_fields(correction))
    return correction.id


def corrections(desk: Desk, entries: Iterable[LogEntry], month: str) -> list[LogEntry]:
    """What later months put right in a month: `entries` are those of the month."""
    with desk.store.read() as conn:
        closings = [one.id for one in log.load_months(conn, desk.office.code) if one.month == month]
        return log.corrections_of(conn, desk.office.code, [*(one.id for one in entries), *closings])


def _check(desk: Desk, code: str, difference: int, reason: str, words: str) -> None:
    if code not in columns(desk):
        raise Trouble("log_code_unknown", column=code)
    if difference == 0:
        raise Trouble("log_correction_zero")
    if abs(difference) > MOST_COUNT:
        raise Trouble("log_count_wrong", most=MOST_COUNT)
    if reason not in REASONS:
        raise Trouble("log_reason_missing")
    if len(words.strip()) > LONGEST_WORDS:
        raise Trouble("log_words_long", most=LONGEST_WORDS)


def _station(desk: Desk) -> None:
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
