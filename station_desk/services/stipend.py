"""The stipend of a month: computed from terms, grades and the pack's money, taken to payment (DOMAIN 1.6, 2.6).

Every line says the rule it follows. What the pack does not state is no number: the county fills it in first. Closed
months never open again; an error is an adjustment line of a later month. Bank cards never leave in a bundle.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from station_desk import __version__
from station_desk.domain import stipend as rules
from station_desk.domain.assessment import SheetState
from station_desk.domain.dates import is_date
from station_desk.domain.ids import new_id
from station_desk.domain.months import following, is_month
from station_desk.domain.pay import PayRule, days_in, part_of
from station_desk.domain.points import half_up
from station_desk.domain.policy import Decided, NotStated, Policy, Stated, stated
from station_desk.domain.records import Person, TermState
from station_desk.domain.stipend import Adjustment, Differs, Line, RunState
from station_desk.domain.terms import state_on
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import LONGEST_WORDS
from station_desk.services import assessment, reference
from station_desk.services.desk import Desk
from station_desk.services.pack_use import rest_on
from station_desk.services.roster_memory import memory_of
from station_desk.store import log, stipends
from station_desk.store.unit_of_work import UnitOfWork

COMPUTE, STEP, ADJUST = "stipend_compute", "stipend_step", "stipend_adjust"
REASONS = ("arrears", "overpaid", "leave", "award", "penalty", "card_failed", "other")
"""Why somebody gets more or less than the rule says."""
CARD_DAYS = 7
_GRADED = frozenset({SheetState.CONFIRMED, SheetState.NOTIFIED, SheetState.APPEALED, SheetState.FINAL})


@dataclass(frozen=True, slots=True)
class MonthPay:
    """A month's list. `state` is "draft" while nothing was stored; `cards`: {person: why the card is to be looked at}."""

    period: str
    state: str
    run_id: str
    lines: Sequence[Line]
    names: Mapping[str, str]
    cards: Mapping[str, str]
    differs: Sequence[Differs]
    why_draft: str = ""

    @property
    def total(self) -> int:
        """What the lines come to, in fen."""
        return sum(line.payable for line in self.lines)


def compute(desk: Desk, period: str) -> MonthPay:
    """Compute a month. While the log is open or grades are missing it is a draft and nothing is stored; computed again
    before it was signed, the lines are made anew.

    Troubles log_month_wrong (text), money_not_stated (key), payable_negative (person), stipend_locked (state).
    """
    _month(period)
    now = look(desk, period)
    if now is not None and now.state != RunState.COMPUTED:
        raise Trouble("stipend_locked", state=now.state)
    lines, open_because = _lines(desk, period)
    if open_because:
        return _told(desk, period, "draft", "", lines, open_because)
    with desk.store.write(desk.account.id, COMPUTE) as work:
        run_id = now.run_id if now else new_id()
        policy = rest_on(work, desk, [("stipend_run", run_id)])
        told = {"computed_on": desk.clock.today().isoformat(), "computed_by": desk.account.name}
        told |= {"pack": policy.id, "pack_hash": policy.digest, "program": __version__}
        if now is None:
            work.create("stipend_run", run_id, {"period": period} | told)
        else:
            work.update("stipend_run", run_id, told)
        _put(work, run_id, now.lines if now else (), lines)
    found = look(desk, period)
    if found is None:
        raise RuntimeError("a run that was just written is not there")
    return found


def look(desk: Desk, period: str) -> MonthPay | None:
    """The month's list as it is stored; None where none is."""
    _month(period)
    with desk.store.read() as conn:
        runs = [run for run in stipends.load_runs(conn, desk.office.code) if run.period == period]
        if not runs:
            return None
        lines = stipends.load_lines(conn, runs[-1].id)
        state = rules.run_state(stipends.load_run_steps(conn, runs[-1].id))
    return _told(desk, period, state.value, runs[-1].id, lines, "")


def step(desk: Desk, period: str, name: str, day: str, by_name: str = "", doc_no: str = "") -> MonthPay:
    """Take the month one step further: sign, submit, approve, return, pay, close.

    A list with two people on one card goes no further than the chief's desk. Troubles stipend_not_computed (month),
    stipend_card_twice (people), step_day_wrong (text), those of `domain.stipend.check_step`.
    """
    now = look(desk, period)
    if now is None:
        raise Trouble("stipend_not_computed", month=period)
    if not is_date(day):
        raise Trouble("step_day_wrong", text=day)
    with desk.store.read() as conn:
        before = stipends.load_run_steps(conn, now.run_id)
    by_name = by_name or desk.account.name
    rules.check_step(RunState(now.state), name, by_name, before)
    twice = [now.names[person] for person, why in now.cards.items() if why == "twice"]
    if twice and name in {"sign", "submit", "approve"}:
        raise Trouble("stipend_card_twice", people=twice)
    with desk.store.write(desk.account.id, STEP) as work:
        fields = {"run_id": now.run_id, "step": name, "day": day, "by_name": by_name, "doc_no": doc_no or None}
        work.create("stipend_step", new_id(), fields)
    found = look(desk, period)
    if found is None:
        raise RuntimeError("a run that was just written is not there")
    return found


def adjust(desk: Desk, given: Adjustment) -> str:
    """Pay somebody more or less with a month that is not signed yet; the record.

    Troubles log_month_wrong, person_missing, adjust_reason_unknown (reason), adjust_unsigned, words_long (most),
    stipend_locked (state).
    """
    _month(given.period)
    person = memory_of(desk).book(desk).people.get(given.person_id)
    if person is None or person.scope != desk.office.code:
        raise Trouble("person_missing")
    if given.reason not in REASONS or not given.amount:
        raise Trouble("adjust_reason_unknown", reason=given.reason)
    if not given.signed_by.strip() or not is_date(given.signed_on):
        raise Trouble("adjust_unsigned")
    if len(given.words) > LONGEST_WORDS:
        raise Trouble("words_long", most=LONGEST_WORDS)
    now = look(desk, given.period)
    if now is not None and now.state != RunState.COMPUTED:
        raise Trouble("stipend_locked", state=now.state)
    record = new_id()
    with desk.store.write(desk.account.id, ADJUST) as work:
        work.create("stipend_adjust", record, stipends.adjust_fields(replace(given, id=record)))
    return record


# --- the lines -----------------------------------------------------------------------------------------------------
def _month(period: str) -> None:
    if not is_month(period):
        raise Trouble("log_month_wrong", text=period)


def _lines(desk: Desk, period: str) -> tuple[list[Line], str]:
    """The lines of a month, and why they are a draft only ("" where they are not)."""
    policy = reference.policy(desk)
    with desk.store.read() as conn:
        open_because = "" if period in log.closed_months(conn, desk.office.code) else "log_open"
        adjustments = stipends.load_adjustments(conn, desk.office.code, period)
    grades, missing = _grades(desk, period, policy)
    kind = assessment.subject_kind(desk)
    amounts: Counter[str] = Counter()
    for one in adjustments:
        amounts[one.person_id] += one.amount
    lines = _people(desk, period, policy, grades if kind == "person" else {}, amounts)
    if kind == "room":
        lines += _rooms(desk, policy, grades)
    for line in lines:
        if line.payable < 0:
            raise Trouble("payable_negative", person=line.unit or _name(desk, line.person_id))
    return lines, open_because or ("grades_missing" if missing else "")


def _grades(desk: Desk, period: str, policy: Policy) -> tuple[dict[str, str], bool]:
    """{subject: grade} as confirmed, and whether money hangs on grades that are not there."""
    money = _rule(policy, "money.grade_fen")
    sheets = assessment.month(desk, period, desk.office.code).sheets
    found = {one.standing.of.subject_id: one.standing.grade for one in sheets if one.standing.state in _GRADED}
    return found, money is not None and (not sheets or len(found) < len(sheets))


def _people(
    desk: Desk, period: str, policy: Policy, grades: Mapping[str, str], amounts: Mapping[str, int]
) -> list[Line]:
    """A line for everybody in office on a day of the calendar month, or with an adjustment, by village and name."""
    base = _rule(policy, "money.stipend_fen")
    if base is None:
        raise Trouble("money_not_stated", key="money.stipend_fen")
    rule = PayRule(int(str(base.value)))
    year, number = map(int, period.split("-"))
    rows = memory_of(desk).rows_by_person(desk)
    found = []
    for person in _ordered(desk):
        paid, due = _days(desk, person, period)
        if not paid and not amounts.get(person.id):
            continue
        grade = grades.get(person.id, "")
        allowance, of_grade = _allowance(policy, grade)
        amount = half_up(rule.base * part_of(period, rule.partial, *_span(year, number, paid, due)))
        told = _told_rule("基本", base, policy) + (f"；{paid}/{due} 天" if 0 < paid < due else "") + of_grade
        found.append(
            Line(
                new_id(),
                person.id,
                "",
                "person",
                amount,
                allowance if paid else 0,
                amounts.get(person.id, 0),
                paid,
                due,
                grade,
                told,
            )
        )
    return sorted(found, key=lambda line: (rows[line.person_id].village_code if line.person_id in rows else "",))


def _days(desk: Desk, person: Person, period: str) -> tuple[int, int]:
    """Days of the calendar month on which somebody was in office and not suspended, and the days of the month."""
    _whole, due = days_in(period, None, None)
    first = date.fromisoformat(f"{period}-01")
    terms = memory_of(desk).book(desk).terms.get(person.id, ())
    paid = {TermState.ACTIVE, TermState.EXITING}
    days = (first + timedelta(days=n) for n in range(due))
    return sum(any(state_on(term, day) in paid for term in terms) for day in days), due


def _span(year: int, number: int, paid: int, due: int) -> tuple[date | None, date | None]:
    """A span with so many days of the month: by the day it makes no difference which they are."""
    if paid in (0, due):
        return (date(year + 1, 1, 1), None) if not paid else (None, None)
    return date(year, number, due - paid + 1), None


def _allowance(policy: Policy, grade: str) -> tuple[int, str]:
    """Fen for a grade and the words of the rule; nothing where the pack pays none."""
    money = _rule(policy, "money.grade_fen")
    names = stated(policy.rules["assess.grades"], ())
    if money is None or not grade or not isinstance(names, tuple | list) or grade not in names:
        return 0, ""
    amounts = money.value
    if not isinstance(amounts, tuple | list):
        return 0, ""
    place = list(names).index(grade)
    return (int(amounts[place]), f"；{grade}：{_told_rule('考核', money, policy)}") if place < len(amounts) else (0, "")


def _rooms(desk: Desk, policy: Policy, grades: Mapping[str, str]) -> list[Line]:
    """The money of police rooms: the fund, and the class of the month [X 加强经费保障, 狠抓奖惩兑现]."""
    fund = _rule(policy, "money.room_fund_fen")
    found = []
    for room in sorted({one.room for one in memory_of(desk).book(desk).villages.values() if one.room}):
        base = int(str(fund.value)) if fund else 0
        grade = grades.get(room, "")
        allowance, of_grade = _allowance(policy, grade)
        told = (_told_rule("经费", fund, policy) if fund else "") + of_grade
        if base or allowance:
            found.append(Line(new_id(), "", room, "room", base, allowance, 0, 1, 1, grade, told.removeprefix("；")))
    return found


def _rule(policy: Policy, key: str) -> Stated[object] | Decided[object] | None:
    found = policy.rules[key]
    return None if isinstance(found, NotStated) else found


def _told_rule(word: str, rule: Stated[object] | Decided[object], policy: Policy) -> str:
    """What a number follows from, with the pack's version."""
    source = f"“{rule.quote}”" if isinstance(rule, Stated) else f"{rule.by} {rule.number}"
    return f"{word}：{source}（{policy.id} 第 {policy.version} 版）"


def _ordered(desk: Desk) -> list[Person]:
    book = memory_of(desk).book(desk)
    mine = [person for person in book.people.values() if person.scope == desk.office.code]
    return sorted(mine, key=lambda one: (one.name, one.id))


def _name(desk: Desk, person_id: str) -> str:
    person = memory_of(desk).book(desk).people.get(person_id)
    return person.name if person else person_id


def _put(work: UnitOfWork, run_id: str, before: Iterable[Line], lines: Iterable[Line]) -> None:
    """Bring the stored lines to the new ones, by subject."""
    old = {(one.person_id, one.unit, one.kind): one for one in before}
    for line in lines:
        there = old.pop((line.person_id, line.unit, line.kind), None)
        if there is None:
            work.create("stipend_line", line.id, stipends.line_fields(run_id, line))
        else:
            work.update("stipend_line", there.id, stipends.line_fields(run_id, line))
    for gone in old.values():
        work.delete("stipend_line", gone.id)


def _told(desk: Desk, period: str, state: str, run_id: str, lines: Sequence[Line], why: str) -> MonthPay:
    """The list with names, cards to look at and what differs from the month before."""
    people = memory_of(desk).book(desk).people
    ids = [line.person_id for line in lines if line.person_id]
    before = following(period, -1)
    since = desk.clock.wall_ms() - CARD_DAYS * 24 * 3600 * 1000
    with desk.store.read() as conn:
        runs = [run for run in stipends.load_runs(conn, desk.office.code) if run.period == before]
        old = stipends.load_lines(conn, runs[-1].id) if runs else []
        fresh = stipends.cards_changed_since(conn, ids, since)
    cards = Counter(people[one].bank_card for one in ids if one in people and people[one].bank_card)
    flagged = {one: "changed" for one in ids if one in fresh and one in people and people[one].bank_card}
    flagged |= {one: "twice" for one in ids if one in people and cards[people[one].bank_card] > 1}
    names = {
        line.person_id or line.unit: _name(desk, line.person_id) if line.person_id else line.unit for line in lines
    }
    differs = rules.differences(old, lines) if runs else []
    names |= {one.person_id: _name(desk, one.person_id) for one in differs}
    return MonthPay(period, state, run_id, lines, names, flagged, differs, why)
