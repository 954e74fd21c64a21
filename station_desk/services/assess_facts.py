"""The facts of a month for the machine's points: who served how long, what the log says, when the sheet came back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from station_desk.domain.dates import add_days
from station_desk.domain.months import following
from station_desk.domain.records import Term
from station_desk.domain.roster_book import RosterBook
from station_desk.domain.rubric import Rubric
from station_desk.domain.rubric_score import LogReturn, PersonFacts
from station_desk.domain.terms import PAID, days_paid, state_on
from station_desk.domain.work_log import EntryState
from station_desk.services import work_log
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.store import log
from station_desk.store.history import history
from station_desk.store.paper import load_sheets

LOG_FORM = "F20"
_BACK = frozenset({"returned", "entered"})


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """The facts of everybody who served on a day of the month; `sheets`: for whom a log sheet was printed at all."""

    month: str
    first: date
    last: date
    people: Mapping[str, PersonFacts]
    sheets: frozenset[str]

    @property
    def days_due(self) -> int:
        """Days of the month of work, both ends counted."""
        return (self.last - self.first).days + 1


def facts_of(desk: Desk, month: str, rubric: Rubric, scope: str | None = None) -> MonthFacts:
    """The facts of a month, of this office or of one of its stations. Trouble log_month_wrong (text)."""
    first, last = work_log.month_days(desk, month)
    book = memory_of(desk).book(desk)
    scope = scope or desk.office.code
    days = days_served(book, scope, first, last)
    before = following(month, -1)
    with desk.store.read() as conn:
        counts: dict[str, dict[str, int | None]] = {}
        for one in log.load_sums(conn, scope, months=[month]):
            if one.entries > 0:
                known = counts.setdefault(one.person_id, {})
                known[one.code] = (known.get(one.code) or 0) + one.count
    returns = _returns(desk, {month: last, before: work_log.month_days(desk, before)[1]})
    return MonthFacts(
        month,
        first,
        last,
        {
            person: PersonFacts(
                book.people[person].name,
                served,
                rubric.size_class(_households(book, book.terms.get(person, ()), last)),
                counts.get(person, {}),
                returns.get((month, person), LogReturn(person in counts)),
                returns.get((before, person)),
            )
            for person, served in days.items()
        },
        frozenset(person for of, person in returns if of == month),
    )


@dataclass(frozen=True, slots=True)
class LogDay:
    """A number of the log that the machine counted; `day` is "" where it was entered for the whole month."""

    day: str
    count: int


def log_days(desk: Desk, scope: str, month: str, person: str, metric: str) -> list[LogDay]:
    """The entries behind a person's count of a metric, by day."""
    with desk.store.read() as conn:
        found = log.load_entries(conn, scope, months=[month], people=[person])
    mine = [one for one in found if one.code == metric and one.state not in (EntryState.VOID, EntryState.RETURNED)]
    return sorted((LogDay(one.day or "", one.count) for one in mine), key=lambda one: one.day)


def days_served(book: RosterBook, scope: str, first: date, last: date) -> dict[str, int]:
    """{person: days in office, not suspended}, for those with at least one, by name."""
    days = [add_days(first, n) for n in range((last - first).days + 1)]
    found = {
        person.id: len(days_paid(book.terms.get(person.id, ()), days))
        for person in sorted(book.people.values(), key=lambda one: (one.name, one.id))
        if person.scope == scope
    }
    return {person: served for person, served in found.items() if served}


def _households(book: RosterBook, terms: Iterable[Term], day: date) -> int | None:
    """The households of the villages that somebody serves; None where one is not known."""
    serving = [term for term in terms if state_on(term, day) in PAID] or list(terms)
    numbers = [
        book.villages[village].households for term in serving for village in term.villages if village in book.villages
    ]
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _returns(desk: Desk, due: Mapping[str, date]) -> dict[tuple[str, str], LogReturn]:
    """{(month, person): whether the log sheet came back, and how many days behind the month's last day}."""
    with desk.store.read() as conn:
        sheets = [
            sheet
            for sheet in load_sheets(conn, desk.office.scope)
            if sheet.form == LOG_FORM and sheet.period in due and sheet.person_id
        ]
        happened = history(conn, [sheet.id for sheet in sheets if sheet.state in _BACK])
    came: dict[str, date] = {}
    for one in happened:
        if any(change.field == "state" and change.new in _BACK for change in one.fields):
            came.setdefault(one.rid, one.day)
    found: dict[tuple[str, str], LogReturn] = {}
    for sheet in sheets:
        key = (sheet.period, sheet.person_id or "")
        if sheet.state in _BACK:
            late = (came[sheet.id] - due[sheet.period]).days if sheet.id in came else 0
            found[key] = LogReturn(True, max(0, late))
        else:
            found.setdefault(key, LogReturn(False))
    return found
