"""Values of a pack that cannot hold together: each may be right by itself, together they say nothing."""

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from station_desk.domain.policy import Listing, NotStated, Rule
from station_desk.domain.policy_entries import Condition, PoolTier

Clash = tuple[str, str, str]
"""Key, reason (a code), and the other key or word that it stands against."""

NEEDED = ("terms.person", "terms.programme", "quota.unit", "quota.per_unit")
"""Without these no list and no paper can be made: they must be stated or decided, they cannot be left open."""


def clashes(rules: Mapping[str, Rule[object]], lists: Mapping[str, Listing[object]]) -> list[Clash]:
    """Everything that does not hold together, in reading order."""
    return [*_needed(rules), *_limits(rules), *_pairs(rules), *_month(rules), *_entries(rules, lists)]


def _number(rules: Mapping[str, Rule[object]], key: str) -> int | None:
    rule = rules[key]
    return rule.value if not isinstance(rule, NotStated) and isinstance(rule.value, int) else None


def _has(rules: Mapping[str, Rule[object]], key: str) -> bool:
    return not isinstance(rules[key], NotStated)


def _needed(rules: Mapping[str, Rule[object]]) -> Iterator[Clash]:
    for key in NEEDED:
        if not _has(rules, key):
            yield key, "needed", ""


def _limits(rules: Mapping[str, Rule[object]]) -> Iterator[Clash]:
    least, most, relaxed = (_number(rules, f"age.{one}") for one in ("minimum", "maximum", "relaxed_max"))
    if least and most and least > most:
        yield "age.minimum", "above", "age.maximum"
    if most and relaxed and relaxed <= most:
        yield "age.relaxed_max", "not_wider", "age.maximum"


_TOGETHER = (
    ("quota.large_bonus", "quota.large_households"),
    ("quota.large_households", "quota.large_bonus"),
    ("quota.large_named", "quota.large_households"),
    ("age.relaxed_max", "age.relaxed_for"),
    ("age.relaxed_for", "age.relaxed_max"),
    ("person.education_level", "person.education"),
    ("assess.consecutive_times", "assess.consecutive_effect"),
    ("assess.failed_times", "assess.consecutive_effect"),
    ("month.from_day", "month.to_day"),
    ("month.to_day", "month.from_day"),
)
"""The first means nothing without the second."""


def _pairs(rules: Mapping[str, Rule[object]]) -> Iterator[Clash]:
    for key, other in _TOGETHER:
        if _has(rules, key) and not _has(rules, other):
            yield key, "alone", other
    money, grades = rules["money.grade_fen"], rules["assess.grades"]
    if not isinstance(money, NotStated) and (
        isinstance(grades, NotStated)
        or len(cast("tuple[object, ...]", money.value)) != len(cast("tuple[object, ...]", grades.value))
    ):
        yield "money.grade_fen", "as_many", "assess.grades"


def _month(rules: Mapping[str, Rule[object]]) -> Iterator[Clash]:
    """A month of work begins on the day after it ends: 26 to 25, 1 to 31; every month has its first 28 days."""
    first, last = _number(rules, "month.from_day"), _number(rules, "month.to_day")
    if first and last and (first, last) != (1, 31) and not (last <= 27 and first == last + 1):
        yield "month.from_day", "month_gap", "month.to_day"


def _entries(rules: Mapping[str, Rule[object]], lists: Mapping[str, Listing[object]]) -> Iterator[Clash]:
    """Codes that stand twice, tiers out of order, conditions that speak of limits nobody states."""
    names: dict[str, Callable[[object], object]] = {
        "conditions": lambda one: getattr(one, "code", ""),
        "disqualifiers": lambda one: getattr(one, "number", 0),
        "stages": lambda one: getattr(one, "code", ""),
        "exceptions": lambda one: (getattr(one, "unit", ""), getattr(one, "township", "")),
    }
    for key, name in names.items():
        found = lists[key]
        seen: set[object] = set()
        for at, rule in enumerate(() if isinstance(found, NotStated) else found):
            code = name(rule.value)
            if code in seen:
                yield f"{key}[{at}]", "twice", str(code[0] if isinstance(code, tuple) else code)
            seen.add(code)
    pool = lists["pool"]
    tiers = [] if isinstance(pool, NotStated) else [cast("PoolTier", one.value).tier for one in pool]
    for at, tier in enumerate(tiers):
        if tier != (tiers[at - 1] + 1 if at else 1):
            yield f"pool[{at}]", "tier_order", str(tiers[at - 1] + 1 if at else 1)
            break
    yield from _judged(rules, lists["conditions"])


def _judged(rules: Mapping[str, Rule[object]], found: Listing[object]) -> Iterator[Clash]:
    for at, rule in enumerate(() if isinstance(found, NotStated) else found):
        one = cast("Condition", rule.value)
        if one.check == "age" and not (_has(rules, "age.minimum") or _has(rules, "age.maximum")):
            yield f"conditions[{at}]", "alone", "age.maximum"
        if one.check == "education" and not _has(rules, "person.education"):
            yield f"conditions[{at}]", "alone", "person.education"
