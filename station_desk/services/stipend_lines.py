"""The lines of a month's stipend: from terms, grades, the pack's money, the township's addition and adjustments (DOMAIN 1.6).

Money counts days of the calendar month; the rules are those in force at its end. Each line says what it follows from.
"""

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from station_desk.domain.assessment import SheetState
from station_desk.domain.ids import new_id
from station_desk.domain.pay import part_of
from station_desk.domain.points import half_up
from station_desk.domain.policy import Decided, NotStated, Policy, Stated, stated
from station_desk.domain.policy_keys import PARTIAL as PART_WORDS
from station_desk.domain.stipend import Line, Topup, topup_of
from station_desk.domain.terms import days_paid
from station_desk.domain.trouble import Trouble
from station_desk.services import assessment, reference
from station_desk.services.desk import Desk
from station_desk.services.pack_fill import fillings
from station_desk.services.rooms import rooms
from station_desk.services.roster_memory import memory_of
from station_desk.store import log, stipends

GRADED = frozenset({SheetState.CONFIRMED, SheetState.NOTIFIED, SheetState.APPEALED, SheetState.FINAL})
BASE, PARTIAL = "money.stipend_fen", "money.partial"
USUAL_PARTIAL = "by_day"
"""Where nobody stated how a month that is not whole is paid: by the day (DOMAIN 1.6)."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The lines of a month, why they are a draft only ("" where they are not), and the day whose rules they follow."""

    lines: Sequence[Line]
    why_draft: str
    rules_of: date


def last_day(period: str) -> date:
    """The last day of the calendar month."""
    year, number = map(int, period.split("-"))
    return date(year, number, calendar.monthrange(year, number)[1])


def policy_day(desk: Desk, period: str) -> date:
    """The day whose rules a month follows: its last one; where the money was decided only later, the first day of that."""
    then = last_day(period)
    if not isinstance(reference.policy(desk, then).rules[BASE], NotStated):
        return then
    begun = {one.valid_from for one in fillings(desk, key=BASE) if one.valid_from > then.isoformat()}
    return min((date.fromisoformat(one) for one in begun), default=then)


def reckon(desk: Desk, period: str) -> Reckoned:
    """The lines of a month as they are to be paid. Troubles money_not_stated (key), grade_money_missing (grade, names),
    payable_negative (person).
    """
    scope = desk.office.code
    day = policy_day(desk, period)
    policy = reference.policy(desk, day)
    kind = assessment.subject_kind(desk)
    with desk.store.read() as conn:
        open_because = "" if period in log.closed_months(conn, scope) else "log_open"
        adjustments = stipends.load_adjustments(conn, scope, period)
        topups = stipends.load_topups(conn, scope) if kind == "room" else []
    grades, missing = _grades(desk, period, policy)
    amounts: Counter[str] = Counter()
    for one in adjustments:
        amounts[one.subject] += one.amount
    lines = _people(desk, period, policy, grades if kind == "person" else {}, amounts)
    if kind == "room":
        paid = _rooms(desk, period, policy, grades, amounts, topups)
        missing = any(not one.grade for one in paid if one.kind == "room")
        lines += paid
    book = memory_of(desk).book(desk)
    for line in lines:
        if line.payable < 0:
            name = line.unit or (book.people[line.person_id].name if line.person_id in book.people else line.person_id)
            raise Trouble("payable_negative", person=name)
    pays_grades = not isinstance(policy.rules["money.grade_fen"], NotStated)
    return Reckoned(lines, open_because or ("grades_missing" if missing and pays_grades else ""), day)


def rooms_of(desk: Desk, period: str) -> list[str]:
    """The police rooms that are paid for a month; work stations have no class money [X 狠抓奖惩兑现 每月给警务室]."""
    return [one.name for one in rooms(desk, last_day(period)) if one.scope == desk.office.code]


def _grades(desk: Desk, period: str, policy: Policy) -> tuple[dict[str, str], bool]:
    """{subject: grade} as confirmed, and whether some are not there yet."""
    sheets = assessment.month(desk, period, desk.office.code).sheets
    found = {one.standing.of.subject_id: one.standing.grade for one in sheets if one.standing.state in GRADED}
    return found, not sheets or len(found) < len(sheets)


def _people(
    desk: Desk, period: str, policy: Policy, grades: Mapping[str, str], amounts: Mapping[str, int]
) -> list[Line]:
    """A line for everybody in office on a day of the calendar month, or with an adjustment."""
    base = _rule(policy, BASE)
    if base is None:
        raise Trouble("money_not_stated", key=BASE)
    book = memory_of(desk).book(desk)
    whole, due = int(str(base.value)), last_day(period).day
    partial = _rule(policy, PARTIAL)
    days = [date.fromisoformat(f"{period}-01") + timedelta(days=n) for n in range(due)]
    mine = [person for person in book.people.values() if person.scope == desk.office.code]
    found = []
    for person in mine:
        served = days_paid(book.terms.get(person.id, ()), days)
        paid = len(served)
        if not paid and not amounts.get(person.id):
            continue
        grade = grades.get(person.id, "")
        allowance, of_grade = _allowance(policy, grade) if paid else (0, "")
        part = part_of(str(partial.value) if partial else USUAL_PARTIAL, served, due)
        short = f"；{paid}/{due} 天" + _told_part(part, partial, policy) if paid < due else ""
        told = _told_rule("基本", base, policy) + short + of_grade
        amount = half_up(whole * part)
        adjust = amounts.get(person.id, 0)
        found.append(
            Line(new_id(), person.id, "", "person", amount, allowance, adjust, paid, due, grade if paid else "", told)
        )
    return found


def _told_part(part: Fraction, rule: Stated[object] | Decided[object] | None, policy: Policy) -> str:
    """How a month that is not whole was paid, where somebody stated how: `，按半月，发 1/2：…`."""
    if rule is None:
        return ""
    return f"，{_told_rule(PART_WORDS[str(rule.value)] + f'，发 {part}', rule, policy)}"


def _allowance(policy: Policy, grade: str) -> tuple[int, str]:
    """Fen for a grade and the words of the rule; nothing where the pack pays none. Trouble grade_money_missing (grade,
    names): the sheets' grades are not those that the money was stated for.
    """
    money = _rule(policy, "money.grade_fen")
    names = stated(policy.rules["assess.grades"], ())
    if money is None or not grade or not isinstance(names, tuple | list) or not isinstance(money.value, tuple | list):
        return 0, ""
    amounts = dict(zip(names, money.value, strict=False))
    if grade not in amounts:
        raise Trouble("grade_money_missing", grade=grade, names="、".join(map(str, names)))
    return int(amounts[grade]), f"；{grade}：{_told_rule('考核', money, policy)}"


def _rooms(
    desk: Desk,
    period: str,
    policy: Policy,
    grades: Mapping[str, str],
    amounts: Mapping[str, int],
    topups: Sequence[Topup],
) -> list[Line]:
    """The money of police rooms: the fund, the class of the month [X 加强经费保障, 狠抓奖惩兑现], the township's addition."""
    fund = _rule(policy, "money.room_fund_fen")
    found = []
    for room in rooms_of(desk, period):
        base = int(str(fund.value)) if fund else 0
        grade, adjust = grades.get(room, ""), amounts.get(room, 0)
        allowance, of_grade = _allowance(policy, grade)
        told = ((_told_rule("经费", fund, policy) if fund else "") + of_grade).removeprefix("；")
        if base or allowance or adjust:
            found.append(Line(new_id(), "", room, "room", base, allowance, adjust, 1, 1, grade, told))
        more = topup_of(topups, room, period)
        if more is not None and more.amount:
            words = f"乡镇增补：{more.decided_by} {more.doc_no}（{more.valid_from} 起）"
            found.append(Line(new_id(), "", room, "topup", more.amount, 0, 0, 1, 1, "", words))
    return found


def _rule(policy: Policy, key: str) -> Stated[object] | Decided[object] | None:
    found = policy.rules[key]
    return None if isinstance(found, NotStated) else found


def _told_rule(word: str, rule: Stated[object] | Decided[object], policy: Policy) -> str:
    """What a number follows from, with the pack's version."""
    source = f"“{rule.quote}”" if isinstance(rule, Stated) else f"{rule.by} {rule.number}"
    return f"{word}：{source}（{policy.id} 第 {policy.version} 版）"
