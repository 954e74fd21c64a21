"""Whether somebody may be chosen, explained: each condition of the pack with its finding, the clause and the words it
rests on (DOMAIN 1.3).

Of all grounds that exclude together there is one result: checked and none, not eligible, or open, with checker, day and
number of the document. No ground is named, evaluated or kept here: the paper check sheet prints them as quoted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, cast

from station_desk.domain.dates import age_on
from station_desk.domain.intake_words import EDUCATION
from station_desk.domain.policy import Decided, NotStated, Policy, Rule, Stated, judge_age, stated
from station_desk.domain.policy_entries import Condition

State = Literal["met", "relaxed", "not_met", "reason_needed", "with_reason", "not_preferred", "open", "missing"]
"""What was found of one condition. met; relaxed: met by the relaxed limit; not_met: refused; reason_needed: a general
condition that is not met and has no reason yet; with_reason: not met, and somebody says why it is well so; not_preferred:
allowed, but not among those who come first; open: not known yet; missing: the pack does not state it (缺).
"""
Verdict = Literal["eligible", "not_eligible", "open"]
Excluded = Literal["none", "not_eligible", "open"]
SOFT_REASONS = ("sole", "experience", "trusted", "skill", "paper")
"""Why somebody is chosen who lacks a general condition: nobody else is suitable; experience; trusted by the village; a
special skill; the reason stands on the paper of the same number. Only the code is kept.
"""
_REFUSING: frozenset[State] = frozenset({"not_met"})
_OPEN: frozenset[State] = frozenset({"open", "missing", "reason_needed"})


@dataclass(frozen=True, slots=True)
class ExclusionCheck:
    """The one result for all grounds together. `checked_on` ISO; `ask_again`: the day (ISO) from which somebody may be
    asked again, "" where there is none.
    """

    result: Excluded = "open"
    checker: str = ""
    checked_on: str = ""
    number: str = ""
    ask_again: str = ""

    @property
    def whole(self) -> bool:
        """A result counts only with who checked, when, and under which document."""
        return bool(self.checker.strip() and self.checked_on and self.number.strip())


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of somebody on the reference day. `answers` by the code of a condition (True, False; absent: not
    asked yet), `relaxed` one of the pack's `age.relaxed_for`, `reasons` by the code of a general condition.
    """

    day: date
    birth: str | None = None
    education: str = ""
    posts: tuple[str, ...] = ()
    relaxed: str = ""
    answers: Mapping[str, bool] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    exclusion: ExclusionCheck = field(default_factory=ExclusionCheck)


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition: what was found, the figures behind it, and the rule it rests on."""

    code: str
    name: str
    level: str
    state: State
    rule: Rule[object]
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer with everything it rests on: the pack by id, version and digest, and the reference day."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    tier: int | None
    exclusion: Excluded
    pack: str
    version: int
    digest: str
    day: date

    @property
    def meets(self) -> bool | None:
        """Whether the conditions are met, the grounds that exclude apart; None where that is not known yet."""
        states = {one.state for one in self.findings if one.level != "priority"}
        return False if states & _REFUSING else None if states & _OPEN else True


def decide(policy: Policy, case: Case) -> Decision:
    """Judge a case by a pack. The same pack and case give the same answer, whichever packs came later."""
    found = policy.lists["conditions"]
    conditions = (
        () if isinstance(found, NotStated) else cast("tuple[Stated[Condition] | Decided[Condition], ...]", found)
    )
    findings = [_judge(policy, case, one) for one in conditions]
    if isinstance(found, NotStated):
        findings = [Finding("", "", "hard", "missing", found)]
    excluded: Excluded = case.exclusion.result if case.exclusion.whole else "open"
    tier = _tier(policy, case)
    found_out = Decision("open", tuple(findings), tier, excluded, policy.id, policy.version, policy.digest, case.day)
    if excluded == "not_eligible" or found_out.meets is False:
        return replace(found_out, verdict="not_eligible")
    return replace(found_out, verdict="eligible") if excluded == "none" and found_out.meets else found_out


def _judge(policy: Policy, case: Case, rule: Stated[Condition] | Decided[Condition]) -> Finding:
    condition = rule.value
    match condition.check:
        case "age":
            state, facts = _age(policy, case, condition)
        case "education":
            state, facts = _education(policy, case, condition)
        case _:
            state, facts = _asked(case, condition)
    return Finding(condition.code, condition.name, condition.level, state, cast("Rule[object]", rule), facts)


def _age(policy: Policy, case: Case, condition: Condition) -> tuple[State, dict[str, str | int]]:
    """Age in full years on the reference day. A priority refuses nobody and speaks only of the posts it names."""
    limits, age = policy.age, age_on(case.birth, case.day)
    if isinstance(limits.minimum, NotStated) and isinstance(limits.maximum, NotStated):
        return "missing", {}
    if age is None:
        return "open", {}
    facts: dict[str, str | int] = {
        "age": age,
        "day": case.day.isoformat(),
        "least": stated(limits.minimum, 0),
        "most": stated(limits.maximum, 0),
    }
    usual = judge_age(limits, age)
    if condition.level == "priority":
        named = stated(limits.applies_to, ())
        among = not named or bool(set(named) & set(case.posts))
        return ("met" if usual == "ok" and among else "not_preferred"), facts
    if usual == "ok":
        return "met", facts
    may_relax = case.relaxed in stated(limits.relaxed_for, ())
    if may_relax and judge_age(limits, age, relaxed=True) == "ok":
        return "relaxed", facts | {"most": stated(limits.relaxed_max, 0), "reason": case.relaxed}
    return _short(case, condition.code, condition.level), facts


def _education(policy: Policy, case: Case, condition: Condition) -> tuple[State, dict[str, str | int]]:
    least = stated(policy.education, "")
    if not least:
        return "missing", {}
    if case.education not in EDUCATION:
        return "open", {"least": least}
    facts: dict[str, str | int] = {"least": least, "education": case.education}
    if EDUCATION.index(case.education) >= EDUCATION.index(least):
        return "met", facts
    return _short(case, condition.code, condition.level), facts


def _asked(case: Case, condition: Condition) -> tuple[State, dict[str, str | int]]:
    answer = case.answers.get(condition.code)
    if answer is None:
        return "open", {}
    return ("met" if answer else _short(case, condition.code, condition.level)), {}


def _short(case: Case, code: str, level: str) -> State:
    """A condition that is not met: refused where it is hard, with a reason where it is general."""
    if level == "hard":
        return "not_met"
    if level == "priority":
        return "not_preferred"
    return "with_reason" if case.reasons.get(code, "").strip() else "reason_needed"


def _tier(policy: Policy, case: Case) -> int | None:
    """The first tier of the pool that names one of the person's posts; None where no tier does."""
    found = policy.lists["pool"]
    if isinstance(found, NotStated):
        return None
    for one in found:
        tier = one.value
        if set(getattr(tier, "roles", ())) & set(case.posts):
            return int(getattr(tier, "tier", 0))
    return None
