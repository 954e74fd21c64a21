"""Where the month stands at the county: what has come from each station, read from the records (UX 4.1, DOMAIN 6.2)."""

from collections import Counter, defaultdict
from datetime import date

from station_desk.domain.county_month import CountyMonth, StationMonth, in_order
from station_desk.domain.dates import add_days
from station_desk.domain.month_guide import FIRST_NAMES, LINGER_DAYS, URGENT_DAYS
from station_desk.domain.months import following, month_on, span_of
from station_desk.domain.overview import Duty, DutyGroup, DutyTone
from station_desk.domain.records import OfficeKind
from station_desk.domain.work_log import MonthStage, served_in
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.month_guide import due_day
from station_desk.services.roster_memory import memory_of
from station_desk.store.log import load_months, load_sums
from station_desk.store.peers import load_peers


def county_month(desk: Desk, month: str | None = None) -> CountyMonth | None:
    """A month of all stations: without one that of today, or the one before as long as a station owes it and it is not
    long past. None at a station, and where no station is known.
    """
    if desk.office.kind is OfficeKind.STATION:
        return None
    last_day = reference.policy(desk).month_days()[1]
    today = desk.clock.today()
    now = month_on(today, last_day)
    before = following(now, -1)
    if month is None and today <= add_days(span_of(before, last_day)[1], LINGER_DAYS):
        found = _month(desk, before, last_day, today)
        if found is not None and found.missing:
            return found
    return _month(desk, month or now, last_day, today)


def county_duties(found: CountyMonth) -> list[Duty]:
    """Whom to ask for the month: from three days before the deadline, late from the day after it."""
    if not found.missing or found.left > URGENT_DAYS:
        return []
    facts: dict[str, str | int] = {
        "count": len(found.missing),
        "names": "、".join(one.name for one in found.missing[:FIRST_NAMES]),
        "month": found.month,
        "due": found.due.isoformat(),
    }
    late: tuple[DutyGroup, DutyTone] = ("overdue", "bad")
    group, tone = late if found.left < 0 else ("soon", "warn")
    return [Duty("months_missing", group, tone, "guide", "month", found.month, facts)]


def _month(desk: Desk, month: str, last_day: int, today: date) -> CountyMonth | None:
    with desk.store.read() as conn:
        known = [peer for peer in load_peers(conn) if peer.kind is OfficeKind.STATION]
        closed = {
            one.scope: (one.closed_on or "")[:10]
            for one in load_months(conn)
            if one.month == month and one.stage is MonthStage.CLOSED
        }
        entered: dict[str, set[str]] = defaultdict(set)
        for one in load_sums(conn, months={month}):
            entered[one.scope].add(one.person_id)
    if not known:
        return None
    first, last = span_of(month, last_day)
    book = memory_of(desk).book(desk)
    people = Counter(
        person.scope
        for person in book.people.values()
        if served_in(book.terms.get(person.id, ()), first, last) is not None
    )
    due = due_day(desk, last)
    stations = in_order(
        StationMonth(
            peer.office, peer.name, len(entered[peer.office]), people[peer.office], closed.get(peer.office, "")
        )
        for peer in known
    )
    return CountyMonth(month, first, last, due, (due - today).days, stations)
