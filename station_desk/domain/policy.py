"""A policy as an office follows it: each value with the words it rests on, or plainly not stated (DOMAIN 1.8, DESIGN 4).

A pack is data. What its documents do not say is `NotStated`, never 0 and never ""; what the program does then is said
beside the property that does it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

UNITS_WITH_POST = ("村", "居")
"""Kinds of units that may have a post; farms and zones (类似) have none unless the office makes one (DESIGN 6)."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source: short id, title, number and date (ISO, "" where the document bears none), and the file of its text."""

    id: str
    title: str
    number: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A value with the document, the clause and the words it rests on."""

    value: T
    doc: str
    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class NotStated:
    """The documents do not say. `ask` is who may fill it in."""

    ask: str


Rule = Stated[T] | NotStated


@dataclass(frozen=True, slots=True)
class Terms:
    """The trade's words as this programme uses them on paper."""

    person: Rule[str]
    programme: Rule[str]
    post: Rule[str]
    approver: Rule[str]


@dataclass(frozen=True, slots=True)
class Quota:
    """Posts. `per_unit` for each `unit`; `at_least`: the number is a least one; one more from `large_households` on
    (or in the units named); no post where one of `covered_by` serves.
    """

    unit: Rule[str]
    per_unit: Rule[int]
    at_least: Rule[bool]
    large_households: Rule[int]
    large_bonus: Rule[int]
    covered_by: Rule[str]


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """Age in full years on a reference day. `level`: hard, or priority (younger people first, nobody is refused).

    `relaxed_max` holds for those whom `relaxed_for` names; `applies_to` are the posts that a priority speaks of.
    """

    minimum: Rule[int]
    maximum: Rule[int]
    level: Rule[str]
    applies_to: Rule[tuple[str, ...]]
    relaxed_max: Rule[int]
    relaxed_for: Rule[str]


@dataclass(frozen=True, slots=True)
class MonthPeriod:
    """The month of work: from `from_day` of the month before to `to_day`; counted up by `due_day`."""

    from_day: Rule[int]
    to_day: Rule[int]
    due_day: Rule[int]


USUAL_MONTH = (26, 25)
"""First and last day of the month where nothing is stated: an example value, shown as such (DOMAIN 0.8)."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One pack, its parent's values filled in. `documents` by id, the parent's included; `own` are the keys that this
    pack says itself, so that the difference from the parent can be shown.
    """

    id: str
    title: str
    version: int
    effective_from: str
    parent: str
    documents: Mapping[str, Document]
    terms: Terms
    quota: Quota
    age: AgeLimits
    political_purpose: Rule[str]
    education: Rule[str]
    term_months: Rule[int]
    month: MonthPeriod
    own: frozenset[str]

    @property
    def stores_political(self) -> bool:
        """Political status is kept only where a document states what for (DATA 6)."""
        return isinstance(self.political_purpose, Stated)

    @property
    def person_word(self) -> str:
        """What an assistant is called; 警务助理 where nothing is stated."""
        return stated(self.terms.person, "警务助理")

    def posts(self, kind: str, households: int | None = None) -> int:
        """Posts of one unit of this kind. Where the number is not stated, one for a village or community."""
        if kind not in UNITS_WITH_POST:
            return 0
        large = stated(self.quota.large_households, 0)
        bonus = stated(self.quota.large_bonus, 0) if large and households is not None and households >= large else 0
        return stated(self.quota.per_unit, 1) + bonus

    def month_days(self) -> tuple[int, int]:
        """First day (of the month before) and last day of the month of work; the usual ones where not stated."""
        return stated(self.month.from_day, USUAL_MONTH[0]), stated(self.month.to_day, USUAL_MONTH[1])


def stated(rule: Rule[T], otherwise: T) -> T:
    """The value of a rule, or what holds where nothing is stated."""
    return rule.value if isinstance(rule, Stated) else otherwise


AgeVerdict = Literal["ok", "under", "over", "unknown"]


def judge_age(limits: AgeLimits, age: int | None, *, relaxed: bool = False) -> AgeVerdict:
    """How an age in full years stands to the limits, both ends included; unknown ages and unstated limits pass as such."""
    if age is None:
        return "unknown"
    least, most = stated(limits.minimum, 0), stated(limits.maximum, 0)
    if relaxed:
        most = max(most, stated(limits.relaxed_max, 0))
    if least and age < least:
        return "under"
    return "over" if most and age > most else "ok"
