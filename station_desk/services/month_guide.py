"""Where the month stands, read from the records: sheets, entries, close, assessment, stipend, bundles (UX 4.1)."""

from datetime import date, datetime

from station_desk.domain.assessment import SheetState
from station_desk.domain.month_guide import (
    CHASE_DAYS,
    FIRST_NAMES,
    LATE_DAYS,
    URGENT_DAYS,
    MonthFacts,
    MonthGuide,
    first_of_month,
    guide_of,
    holders,
)
from station_desk.domain.months import following, month_on, span_of
from station_desk.domain.overview import Duty, DutyGroup, DutyTone
from station_desk.domain.paper_fields import village_name
from station_desk.domain.policy import stated
from station_desk.domain.records import OfficeKind
from station_desk.domain.roster_book import row_order
from station_desk.domain.work_log import served_in
from station_desk.services import assessment, exchange, log_months, reference, stipend
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.store.log import load_months, load_sums
from station_desk.store.paper import load_sheets, replacements

_OF_PAPER = ("hand_out_due", "sheets_missing", "logs_to_enter")
_SETTLED = frozenset({SheetState.CONFIRMED, SheetState.NOTIFIED, SheetState.APPEALED, SheetState.FINAL})


def month_guide(desk: Desk, month: str | None = None) -> MonthGuide | None:
    """The steps of a month: without one that of today, or the one that ended as long as it is owed and not sent.

    None at a county.
    """
    if desk.office.kind is not OfficeKind.STATION:
        return None
    today = desk.clock.today()
    last_day = reference.policy(desk).month_days()[1]
    if month is not None:
        return guide_of(_facts(desk, month, last_day), today)
    ended = log_months.ended_month(desk)
    if ended is not None:
        earlier = guide_of(_facts(desk, ended, last_day), today)
        if earlier.stage("send").state != "done":
            return earlier
    return guide_of(_facts(desk, month_on(today, last_day), last_day), today)


def _facts(desk: Desk, month: str, last_day: int) -> MonthFacts:
    scope = desk.office.code
    first, last = span_of(month, last_day)
    with desk.store.read() as conn:
        sheets = load_sheets(conn, scope)
        replaced = replacements(conn, scope)
        entered = {one.person_id for one in load_sums(conn, scope, months={month})}
        closing = next((one for one in load_months(conn, scope) if one.month == month and one.stage == "closed"), None)
    out, back, printed_on = holders(sheets, month, replaced)
    people = _people(desk, first, last)
    marks = [one.standing for one in assessment.month(desk, month).sheets]
    pay = stipend.look(desk, month)
    sent_on, acked_on = _sent(desk, closing.closed_on if closing else None)
    return MonthFacts(
        month=month,
        first=first,
        last=last,
        due=due_day(desk, last),
        people=frozenset(people),
        out=frozenset(out & people),
        back=frozenset(back & people),
        entered=frozenset(entered & people),
        printed_on=printed_on,
        closed=closing is not None,
        assessed=len(marks),
        scored=sum(one.state is not SheetState.DRAFT for one in marks),
        settled=sum(one.state in _SETTLED for one in marks),
        pay=pay.state if pay else "",
        sent_on=sent_on,
        acked_on=acked_on,
        county=bool(exchange.status(desk)),
    )


def _people(desk: Desk, first: date, last: date) -> set[str]:
    """Who serves in the month, up to today."""
    book = memory_of(desk).book(desk)
    until = min(last, max(first, desk.clock.today()))
    return {
        person_id
        for person_id, terms in book.terms.items()
        if person_id in book.people and book.people[person_id].scope == desk.office.code
        if served_in(terms, first, until) is not None
    }


def due_day(desk: Desk, last: date) -> date:
    """The deadline: the stated day from the end of the month of work on; that end itself where none is stated."""
    day = stated(reference.policy(desk).month.due_day, last.day)
    month = f"{last:%Y-%m}" if day >= last.day else following(f"{last:%Y-%m}", 1)
    return span_of(month, day)[1]


def _sent(desk: Desk, closed_on: str | None) -> tuple[str, str]:
    """The days of the first bundle after the close, and of its receipt (of it, or of a later one)."""
    if closed_on is None:
        return "", ""
    since = datetime.fromisoformat(closed_on)
    after = [one for one in exchange.sent(desk) if datetime.fromisoformat(one.at) >= since]
    answered = [one.acked_at for one in after if one.acked_at]
    return min((one.at[:10] for one in after), default=""), min((at[:10] for at in answered), default="")


# --- what is due ---------------------------------------------------------------------------------------------------
def duties_of_months(desk: Desk, guide: MonthGuide) -> list[Duty]:
    """What the month that is shown wants of a person now; where that is the one before, the running one's paper too."""
    duties = month_duties(desk, guide)
    today = desk.clock.today()
    now = month_on(today, reference.policy(desk).month_days()[1])
    if now != guide.facts.month:
        running = month_guide(desk, now)
        duties += [one for one in month_duties(desk, running) if one.kind in _OF_PAPER] if running else []
    return duties


def month_duties(desk: Desk, guide: MonthGuide) -> list[Duty]:
    """What a month wants of a person now: paper to hand out, paper that is missing, papers to enter, the close, the
    bundle (DOMAIN 6.2).
    """
    facts, left = guide.facts, guide.left
    known: dict[str, str | int] = {"month": facts.month, "due": facts.due.isoformat(), "left": left}
    late: tuple[DutyGroup, DutyTone] = ("overdue", "bad")
    near: tuple[DutyGroup, DutyTone] = late if left < 0 else ("soon", "warn")
    duties = []
    if guide.stage("hand_out").state == "todo" and facts.people and left >= 0:
        group, tone = late if desk.clock.today() > first_of_month(facts.last) else ("soon", "warn")
        facts_there = known | {"count": len(facts.people), "day": first_of_month(facts.last).isoformat()}
        duties.append(Duty("hand_out_due", group, tone, "print", "form", "month-start", facts_there))
    if facts.missing and left <= CHASE_DAYS:
        group, tone = late if left <= LATE_DAYS else ("soon", "warn")
        told = known | {"count": len(facts.missing), "names": _villages(desk, facts.missing)}
        duties.append(Duty("sheets_missing", group, tone, "returns", facts=told))
    if facts.to_enter and not facts.closed:
        told = known | {"count": len(facts.to_enter), "names": _villages(desk, facts.to_enter)}
        duties.append(Duty("logs_to_enter", "soon", "warn", "month", "month", facts.month, told))
    if not facts.closed and facts.people and left <= URGENT_DAYS and (facts.entered or left < 0):
        told = known | {"count": len(facts.entered), "of": len(facts.people)}
        duties.append(Duty("month_open", near[0], near[1], "month", "close", facts.month, told))
    if facts.closed and not facts.sent_on and facts.county and left <= URGENT_DAYS:
        duties.append(Duty("month_unsent", near[0], near[1], "exchange", "export", facts=known))
    return duties


def _villages(desk: Desk, people: frozenset[str]) -> str:
    """The first villages of these people, by code."""
    book, today = memory_of(desk).book(desk), desk.clock.today()
    found = sorted((book.row(book.people[one], today) for one in people), key=row_order)
    return "、".join(dict.fromkeys(village_name(row.village) or row.name for row in found[:FIRST_NAMES]))
