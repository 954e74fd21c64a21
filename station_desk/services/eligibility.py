"""Whether somebody may be chosen: judged by the office's pack, kept as one result, gone through again years later.

Of all disqualifiers together one result is kept (none, not eligible, open) with checker, day and document; of the
conditions only whether they are met and which were relaxed for what reason. No ground and no answer is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from station_desk.domain.dates import is_date
from station_desk.domain.eligibility import SOFT_REASONS, Case, Decision, decide
from station_desk.domain.ids import new_id
from station_desk.domain.policy import NotStated, Policy, stated
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.pack_memory import shelf
from station_desk.services.pack_use import PROGRAM, policy_then, rest_on
from station_desk.services.roster_memory import memory_of
from station_desk.store.checks import StoredCheck, check_fields, load_checks
from station_desk.store.unit_of_work import UnitOfWork

CHECK = "eligibility_check"
MOST_WORDS = 60


def judge(desk: Desk, case: Case) -> Decision:
    """Whether somebody may be chosen by the pack that is in force on the case's day. Stores nothing.

    Troubles `pack_missing`, `pack_damaged`, those of `check_case`.
    """
    policy = shelf(desk).policy(desk.office.pack, case.day)
    check_case(policy, case)
    return decide(policy, case)


def check_case(policy: Policy, case: Case) -> None:
    """What is asked can be asked. Troubles `relaxation_unknown` (reason, known), `answer_unknown` (item, known)."""
    reasons = stated(policy.age.relaxed_for, ())
    if case.relaxed and case.relaxed not in reasons:
        raise Trouble("relaxation_unknown", reason=case.relaxed, known="、".join(reasons) or "-")
    found = policy.lists["conditions"]
    codes = () if isinstance(found, NotStated) else tuple(str(getattr(one.value, "code", "")) for one in found)
    for code in (*case.answers, *case.reasons):
        if code not in codes:
            raise Trouble("answer_unknown", item=code, known="、".join(codes) or "-")


def keep(work: UnitOfWork, desk: Desk, about_ent: str, about_id: str, case: Case) -> tuple[StoredCheck, Decision]:
    """Within an act, judge a case and keep its result for a record (candidate or person).

    Troubles as `judge`, `check_not_whole` (a result without checker, day or number of the document), `day_wrong`,
    `answer_unknown` for a reason that is not one of `SOFT_REASONS`.
    """
    decision, kept = judge(desk, case), {one: reason for one, reason in case.reasons.items() if reason}
    for reason in kept.values():
        if reason not in SOFT_REASONS:
            raise Trouble("answer_unknown", item=reason, known="、".join(SOFT_REASONS))
    _whole(case)
    short = {one.code: one.state for one in decision.findings}
    relaxed = {one: reason for one, reason in kept.items() if short.get(one) == "with_reason"}
    relaxed |= {one: case.relaxed for one, state in short.items() if state == "relaxed"}
    policy = rest_on(work, desk, [(about_ent, about_id)], case.day)
    of, told = case.exclusion, decision.exclusion != "open"
    check = StoredCheck(
        scope=work.scope,
        id=new_id(),
        about_ent=about_ent,
        about_id=about_id,
        result=decision.exclusion,
        checker=of.checker.strip() if told else "",
        checked_on=of.checked_on if told else "",
        doc_no=of.number.strip() if told else "",
        ask_from=of.ask_again if decision.exclusion == "not_eligible" else "",
        reference_day=case.day.isoformat(),
        pack=policy.id,
        pack_hash=policy.digest,
        program=PROGRAM,
        meets=decision.meets,
        relaxed=relaxed,
    )
    work.create("eligibility_check", check.id, check_fields(check))
    return check, decision


def record(desk: Desk, about_ent: str, about_id: str, case: Case) -> tuple[StoredCheck, Decision]:
    """`keep` as an act of its own, in the scope of the person where it is one of the roster. Troubles as `keep`."""
    person = memory_of(desk).book(desk).people.get(about_id) if about_ent == "person" else None
    with desk.store.write(desk.account.id, CHECK, scope=person.scope if person else None) as work:
        return keep(work, desk, about_ent, about_id, case)


def newest_checks(desk: Desk, about: Iterable[str]) -> Mapping[str, StoredCheck]:
    """The newest check of each of these records that has one."""
    with desk.store.read() as conn:
        return {one.about_id: one for one in load_checks(conn, about)}


def judge_again(desk: Desk, check: StoredCheck, case: Case) -> Decision:
    """Go through a kept decision once more with what is known of the person: by the very text it rested on, whatever
    packs and values came later. Trouble `pack_text_missing` (digest).
    """
    policy = policy_then(desk, check.pack_hash)
    return decide(policy, replace(case, day=type(case.day).fromisoformat(check.reference_day)))


def _whole(case: Case) -> None:
    """A result bears who checked, the day and the document's number; days are days."""
    of = case.exclusion
    if of.result != "open" and not of.whole:
        raise Trouble("check_not_whole")
    for day in (of.checked_on, of.ask_again):
        if day and not (len(day) == 10 and is_date(day)):
            raise Trouble("day_wrong", text=day)
    for text in (of.checker, of.number):
        if len(text) > MOST_WORDS:
            raise Trouble("text_too_long", most=MOST_WORDS)
