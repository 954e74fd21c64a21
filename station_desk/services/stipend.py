"""The stipend of a month: computed, signed, approved by a second person, paid, closed (DOMAIN 1.6, 2.6).

Every line says the rule it follows. What the pack does not state is no number: the county fills it in first. Closed
months never open again; an error is an adjustment line of a later month. Bank cards never leave in a bundle.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from station_desk import __version__
from station_desk.domain import stipend as rules
from station_desk.domain.dates import is_date, is_whole_day
from station_desk.domain.ids import new_id
from station_desk.domain.months import check_month, following
from station_desk.domain.policy import NotStated
from station_desk.domain.records import SCOPE_ALL, SERVING, OfficeKind
from station_desk.domain.stipend import Adjustment, Differs, Line, RunState, RunStep, Topup
from station_desk.domain.terms import state_on
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import LONGEST_WORDS
from station_desk.services import log_months, reference
from station_desk.services.assessment import subject_name
from station_desk.services.desk import Desk
from station_desk.services.pack_use import rest_on
from station_desk.services.rooms import rooms
from station_desk.services.roster_memory import memory_of
from station_desk.services.stipend_lines import last_day, reckon, rooms_of
from station_desk.store import log, stipends
from station_desk.store.office import load_offices
from station_desk.store.stipends import Run
from station_desk.store.unit_of_work import UnitOfWork

COMPUTE, STEP, ADJUST, TOPUP = "stipend_compute", "stipend_step", "stipend_adjust", "room_topup"
REASONS = ("arrears", "overpaid", "leave", "award", "penalty", "card_failed", "other")
"""Why somebody gets more or less than the rule says."""
RETURN_REASONS = ("amount", "grade", "card", "other")
"""Why a list goes back: codes, for words do not travel."""
CARD_DAYS = 7
LOOK_BACK = 12
"""So many earlier months are looked through for what is owed."""


@dataclass(frozen=True, slots=True)
class MonthPay:
    """A month's list. `state` is "draft" while nothing was stored; `cards`: {person: why the card is to be looked at};
    `given_back`: the step by which it came back, until it is signed again.
    """

    period: str
    state: str
    run_id: str
    lines: Sequence[Line]
    names: Mapping[str, str]
    cards: Mapping[str, str]
    differs: Sequence[Differs]
    why_draft: str = ""
    scope: str = ""
    computed_by: str = ""
    given_back: RunStep | None = None

    @property
    def total(self) -> int:
        """What the lines come to, in fen."""
        return sum(line.payable for line in self.lines)


@dataclass(frozen=True, slots=True)
class Owed:
    """What an earlier list paid too little (fen, below nought: too much), as the records stand now."""

    period: str
    subject: str
    name: str
    paid: int
    due: int
    settled: int

    @property
    def amount(self) -> int:
        """What is still to be settled, in fen."""
        return self.due - self.paid - self.settled


def month_at_hand(desk: Desk) -> str:
    """The month to pay next: the newest closed month of the log whose list is not closed, else the one that is open."""
    scope = desk.office.code
    with desk.store.read() as conn:
        closed = sorted(log.closed_months(conn, scope))
    if closed:
        found = look(desk, closed[-1])
        if found is None or found.state != RunState.CLOSED:
            return closed[-1]
    return log_months.open_month(desk)


def compute(desk: Desk, period: str) -> MonthPay:
    """Compute a month. While the log is open or grades are missing it is a draft and nothing is stored; computed again
    before it was signed, the lines are made anew.

    Troubles station_only (office), log_month_wrong (text), money_not_stated (key), payable_negative (person),
    stipend_locked (state).
    """
    check_month(period)
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
    now = look(desk, period)
    if now is not None and now.state != RunState.COMPUTED:
        raise Trouble("stipend_locked", state=now.state)
    reckoned = reckon(desk, period)
    lines = reckoned.lines
    if reckoned.why_draft:
        run = Run("", desk.office.code, period, "", "", "", "", "")
        return _told(desk, run, "draft", lines, reckoned.why_draft)
    with desk.store.write(desk.account.id, COMPUTE) as work:
        run_id = now.run_id if now else new_id()
        policy = rest_on(work, desk, [("stipend_run", run_id)], reckoned.rules_of)
        told = {"computed_on": desk.clock.today().isoformat(), "computed_by": desk.account.name}
        told |= {"pack": policy.id, "pack_hash": policy.digest, "program": __version__}
        if now is None:
            work.create("stipend_run", run_id, {"period": period} | told)
        else:
            work.update("stipend_run", run_id, told)
        _put(work, run_id, now.lines if now else (), lines)
    return _there(desk, period)


def look(desk: Desk, period: str, scope: str = "") -> MonthPay | None:
    """The month's list (of a station, at a county) as it is stored; None where none is."""
    check_month(period)
    with desk.store.read() as conn:
        runs = [run for run in stipends.load_runs(conn, scope or desk.office.code) if run.period == period]
        if not runs:
            return None
        lines = stipends.load_lines(conn, runs[-1].id)
        steps = stipends.load_run_steps(conn, runs[-1].id)
    told = _told(desk, runs[-1], rules.run_state(steps).value, lines, "")
    return replace(told, given_back=steps[-1]) if steps and steps[-1].step == "return" else told


def step(
    desk: Desk,
    period: str,
    name: str,
    day: str,
    by_name: str = "",
    doc_no: str = "",
    scope: str = "",
    reason: str = "",
) -> MonthPay:
    """Take the month one step further: sign, submit, approve, return, pay, close.

    The second person approves: not who computed, signed or submitted the list, whoever is named; at a county its own
    person does (`scope`: the station). A list with two people on one card goes no further than the chief's desk, and one
    that the records would give otherwise by now (an adjustment noted since, a term ended) is not signed.
    Troubles stipend_not_computed (month), stipend_card_twice (people), stipend_stale (people), step_day_wrong (text), those of
    `domain.stipend.check_step`, stipend_reason_missing (known): a list goes back for one of `RETURN_REASONS` only; to
    sign also money_not_stated (key), payable_negative (person).
    """
    now = look(desk, period, scope)
    if now is None:
        raise Trouble("stipend_not_computed", month=period)
    if not is_whole_day(day):
        raise Trouble("step_day_wrong", text=day)
    with desk.store.read() as conn:
        before = stipends.load_run_steps(conn, now.run_id)
    here = now.scope == desk.office.code
    people = (desk.account.name, by_name) if here else (by_name,)
    rules.check_step(RunState(now.state), name, people, now.computed_by if here else "", before if here else ())
    if name == "return" and reason not in RETURN_REASONS:
        raise Trouble("stipend_reason_missing", known="、".join(RETURN_REASONS))
    twice = [now.names[person] for person, why in now.cards.items() if why == "twice"]
    if twice and name in {"sign", "submit", "approve"}:
        raise Trouble("stipend_card_twice", people=twice)
    if name == "sign" and here:
        _stands_as_computed(desk, now)
    with desk.store.write(desk.account.id, STEP, scope=now.scope) as work:
        fields = {"run_id": now.run_id, "step": name, "day": day, "by_name": by_name or desk.account.name}
        work.create("stipend_step", new_id(), fields | {"doc_no": doc_no or None, "reason": reason or None})
    return _there(desk, period, scope)


def adjust(desk: Desk, *given: Adjustment) -> list[str]:
    """Pay people or rooms more or less with a month that is not signed yet, all in one act; the records.

    Troubles log_month_wrong (text), person_missing, room_unknown (room), adjust_no_term (person, month),
    adjust_reason_unknown (reason), adjust_unsigned, words_long (most), stipend_locked (state).
    """
    people = memory_of(desk).book(desk).people
    for one in given:
        check_month(one.period)
        if one.for_period:
            check_month(one.for_period)
        if one.unit and one.unit not in rooms_of(desk, one.for_period or one.period):
            raise Trouble("room_unknown", room=one.unit)
        if not one.unit and (one.person_id not in people or people[one.person_id].scope != desk.office.code):
            raise Trouble("person_missing")
        if not one.unit:
            _had_pay(desk, one.person_id, one.for_period or one.period)
        if one.reason not in REASONS or not one.amount:
            raise Trouble("adjust_reason_unknown", reason=one.reason)
        if not one.signed_by.strip() or not is_whole_day(one.signed_on):
            raise Trouble("adjust_unsigned")
        if len(one.words) > LONGEST_WORDS:
            raise Trouble("words_long", most=LONGEST_WORDS)
        now = look(desk, one.period)
        if now is not None and now.state != RunState.COMPUTED:
            raise Trouble("stipend_locked", state=now.state)
    made = [replace(one, id=new_id()) for one in given]
    with desk.store.write(desk.account.id, ADJUST) as work:
        for one in made:
            work.create("stipend_adjust", one.id, stipends.adjust_fields(one))
    return [one.id for one in made]


def _had_pay(desk: Desk, person: str, month: str) -> None:
    """Trouble adjust_no_term (person, month): who was not in office on a day of the month and was paid nothing for it has
    no pay to be put right.
    """
    terms, end = memory_of(desk).book(desk).terms.get(person, ()), last_day(month)
    days = (end.replace(day=day + 1) for day in range(end.day))
    if any(state_on(term, day) in SERVING for day in days for term in terms):
        return
    stored = look(desk, month)
    if stored is None or all(line.person_id != person for line in stored.lines):
        raise Trouble("adjust_no_term", person=subject_name(desk, person), month=month)


def top_up(desk: Desk, given: Topup) -> str:
    """What the township adds for a room, or for every room, a month from a month on; the record. The county's word holds
    for its stations and before their own; a room of a name that several of them use is theirs to note.

    Troubles log_month_wrong (text), room_unknown (room), room_of_several (room, stations), topup_not_there,
    topup_out_of_range (least, most), fill_source (lacks), day_wrong (text).
    """
    check_month(given.valid_from)
    stated = reference.policy(desk).rules["money.room_topup_fen"]
    if isinstance(stated, NotStated):
        raise Trouble("topup_not_there")
    ends = stated.value if isinstance(stated.value, tuple | list) else (stated.value,)
    least, most = min(map(int, ends)), max(map(int, ends))
    if given.amount and not least <= given.amount <= most:
        raise Trouble("topup_out_of_range", least=least / 100, most=most / 100)
    county = desk.office.kind is OfficeKind.COUNTY
    if given.unit:
        _one_room(desk, given)
    for name, text in (("by", given.decided_by), ("number", given.doc_no)):
        if not text.strip():
            raise Trouble("fill_source", lacks=name)
    if not is_date(given.decided_on):
        raise Trouble("day_wrong", text=given.decided_on)
    record = new_id()
    with desk.store.write(desk.account.id, TOPUP, scope=SCOPE_ALL if county else None) as work:
        work.create("room_topup", record, stipends.topup_fields(given))
    return record


def _one_room(desk: Desk, given: Topup) -> None:
    """The record bears the room's name alone and goes to all stations: at a county exactly one may have a room of it."""
    if desk.office.kind is not OfficeKind.COUNTY:
        named = [desk.office.code] if given.unit in rooms_of(desk, given.valid_from) else []
    else:
        days = (last_day(given.valid_from), desk.clock.today())
        named = sorted({one.scope for day in days for one in rooms(desk, day) if one.name == given.unit})
    if not named:
        raise Trouble("room_unknown", room=given.unit)
    if len(named) > 1:
        with desk.store.read() as conn:
            names = {one.code: one.name for one in load_offices(conn)}
        raise Trouble("room_of_several", room=given.unit, stations="、".join(names.get(one, one) for one in named))


def topups(desk: Desk) -> list[Topup]:
    """What was noted of the townships' additions, newest first: this office's own and its county's."""
    with desk.store.read() as conn:
        found = stipends.load_topups(conn, desk.office.code)
    return sorted(found, key=lambda one: (one.valid_from, one.id), reverse=True)


def rooms_for_topup(desk: Desk) -> list[str]:
    """The rooms for which an addition can be noted: at a station its own of the running month, at a county those of all
    its stations by name.
    """
    if desk.office.kind is OfficeKind.COUNTY:
        return sorted({one.name for one in rooms(desk, desk.clock.today())})
    return rooms_of(desk, month_at_hand(desk))


def owed(desk: Desk, period: str) -> list[Owed]:
    """What earlier lists paid too little or too much, as terms, grades and rules stand now, less what adjustments about
    those months settled: a late exit, a suspension, a grade that was corrected after payment, a rule decided later.
    """
    check_month(period)
    found: list[Owed] = []
    for month in (following(period, -n) for n in range(LOOK_BACK, 0, -1)):
        was = look(desk, month)
        if was is None or was.state == RunState.COMPUTED:
            continue
        with desk.store.read() as conn:
            about = stipends.load_adjustments(conn, desk.office.code, about=month)
        try:
            due = _sums(reckon(desk, month).lines)
        except Trouble:
            continue  # by what is known now that month cannot be worked out: the list of the month says why
        paid, settled = _sums(was.lines), Counter[str]()
        for one in about:
            if one.period != month and one.reason in {"arrears", "overpaid"}:
                settled[one.subject] += one.amount
        for subject in sorted(paid.keys() | due.keys()):
            told = Owed(month, subject, subject_name(desk, subject), paid[subject], due[subject], settled[subject])
            if told.amount:
                found.append(told)
    return found


def settle(desk: Desk, period: str, signed_by: str, signed_on: str) -> list[str]:
    """Everything that is owed as adjustment lines of a month, signed; the records. Troubles as `adjust`, nothing_owed."""
    people = memory_of(desk).book(desk).people
    lines = [
        Adjustment(
            *("", one.subject if one.subject in people else "", period, one.period, one.amount),
            *("arrears" if one.amount > 0 else "overpaid", signed_by, signed_on, ""),
            unit="" if one.subject in people else one.subject,
        )
        for one in owed(desk, period)
    ]
    if not lines:
        raise Trouble("nothing_owed")
    return adjust(desk, *lines)


# --- the parts -----------------------------------------------------------------------------------------------------
def _there(desk: Desk, period: str, scope: str = "") -> MonthPay:
    found = look(desk, period, scope)
    if found is None:
        raise RuntimeError("a run that was just written is not there")
    return found


def _stands_as_computed(desk: Desk, now: MonthPay) -> None:
    """Troubles stipend_stale (people) where a line would be another one by now, stipend_not_computed (month) where the
    month would be a draft again.
    """
    fresh = reckon(desk, now.period)
    if fresh.why_draft:
        raise Trouble("stipend_not_computed", month=now.period)
    stored, due = (
        {(one.subject, one.kind, one.base, one.allowance, one.adjust) for one in lines}
        for lines in (now.lines, fresh.lines)
    )
    changed = sorted({subject for subject, *_parts in stored ^ due})
    if changed:
        raise Trouble("stipend_stale", people=[subject_name(desk, one) for one in changed])


def _sums(lines: Iterable[Line]) -> Counter[str]:
    """{subject: fen} without adjustments."""
    found: Counter[str] = Counter()
    for line in lines:
        found[line.subject] += line.payable - line.adjust
    return found


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


def _told(desk: Desk, run: Run, state: str, lines: Sequence[Line], why: str) -> MonthPay:
    """The list with names, cards to look at and what differs from the month before."""
    people = memory_of(desk).book(desk).people
    ids = [line.person_id for line in lines if line.person_id]
    before = following(run.period, -1)
    since = desk.clock.wall_ms() - CARD_DAYS * 24 * 3600 * 1000
    with desk.store.read() as conn:
        runs = [one for one in stipends.load_runs(conn, run.scope) if one.period == before]
        old = stipends.load_lines(conn, runs[-1].id) if runs else []
        fresh = stipends.cards_changed_since(conn, ids, since)
    cards = Counter(people[one].bank_card for one in ids if one in people and people[one].bank_card)
    flagged = {one: "changed" for one in ids if one in fresh and one in people and people[one].bank_card}
    flagged |= {one: "twice" for one in ids if one in people and cards[people[one].bank_card] > 1}
    differs = rules.differences(old, lines) if runs else []
    subjects = {line.subject for line in lines} | {one.person_id for one in differs}
    names = {subject: subject_name(desk, subject) for subject in subjects}
    rows = memory_of(desk).rows_by_person(desk)

    def place(line: Line) -> tuple[bool, str, str, str]:
        village = rows[line.person_id].village_code if line.person_id in rows else ""
        return bool(line.unit), village or "", names[line.subject], line.kind

    ordered = sorted(lines, key=place)
    return MonthPay(run.period, state, run.id, ordered, names, flagged, differs, why, run.scope, run.computed_by)
