"""A policy as an office follows it: each value with the words it rests on, or plainly not stated (DOMAIN 1.8, DESIGN 4).

A pack is data. What its documents do not say is `NotStated`, never 0 and never ""; what the program does then is said
beside the property that does it. A county may decide what is not stated: then who, by which document, and when.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, cast

from station_desk.domain.intake_villages import stem
from station_desk.domain.policy_entries import ExceptionPost

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
class Decided(Generic[T]):
    """A value that the documents leave open and a county decided: who, by which document, on which day (ISO)."""

    value: T
    by: str
    number: str
    date: str


@dataclass(frozen=True, slots=True)
class NotStated:
    """The documents do not say. `ask` is who may fill it in; "" where the programme has no such thing."""

    ask: str


Rule = Stated[T] | Decided[T] | NotStated
Listing = tuple[Stated[T] | Decided[T], ...] | NotStated


@dataclass(frozen=True, slots=True)
class Terms:
    """The trade's words as this programme uses them on paper."""

    person: Rule[str]
    programme: Rule[str]
    post: Rule[str]
    approver: Rule[str]


@dataclass(frozen=True, slots=True)
class Quota:
    """Posts. `per_unit` for each `unit`; `at_least`: the number is a least one; `large_bonus` more from
    `large_households` on (`large_named` are known to be so large); no post where one of `covered_by` serves.
    """

    unit: Rule[str]
    per_unit: Rule[int]
    at_least: Rule[bool]
    large_households: Rule[int]
    large_bonus: Rule[int]
    large_named: Rule[tuple[str, ...]]
    covered_by: Rule[str]


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """Age in full years on a reference day. `level`: hard, or priority (younger people first, nobody is refused).

    `relaxed_max` holds for those whom `relaxed_for` names; `applies_to` are the posts that a priority speaks of.
    `inclusive`: a limit belongs to what is allowed; so it is read where nothing is stated.
    """

    minimum: Rule[int]
    maximum: Rule[int]
    level: Rule[str]
    applies_to: Rule[tuple[str, ...]]
    relaxed_max: Rule[int]
    relaxed_for: Rule[tuple[str, ...]]
    inclusive: Rule[bool]


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
    """One pack, its parent's values filled in. `rules` by the keys of `policy_keys.KEYS`, `lists` by those of `LISTS`;
    `documents` by id, the parent's included; `own` are the keys that this pack says itself, `filled` those that an office
    filled in because the documents leave them open. `digest` is the SHA-256 of the pack's files, its parents' included,
    and of what was filled in: a decision keeps it, so that it can be said which text it rested on.
    """

    id: str
    title: str
    version: int
    effective_from: str
    parent: str
    summary: str
    digest: str
    documents: Mapping[str, Document]
    rules: Mapping[str, Rule[object]]
    lists: Mapping[str, Listing[object]]
    own: frozenset[str]
    filled: frozenset[str] = frozenset()

    def lacking(self, *keys: str) -> tuple[str, ...]:
        """Those of `keys` that nobody has stated yet although somebody may: what rests on them has no figure (缺)."""
        rules = ((key, self.rules.get(key) or self.lists[key]) for key in keys)
        return tuple(key for key, rule in rules if isinstance(rule, NotStated) and rule.ask)

    @property
    def terms(self) -> Terms:
        """The trade's words."""
        get = self._text
        return Terms(get("terms.person"), get("terms.programme"), get("terms.post"), get("terms.approver"))

    @property
    def quota(self) -> Quota:
        """What posts are granted by."""
        return Quota(
            unit=self._text("quota.unit"),
            per_unit=self._whole("quota.per_unit"),
            at_least=self._flag("quota.at_least"),
            large_households=self._whole("quota.large_households"),
            large_bonus=self._whole("quota.large_bonus"),
            large_named=self._texts("quota.large_named"),
            covered_by=self._text("quota.covered_by"),
        )

    @property
    def age(self) -> AgeLimits:
        """The limits of age."""
        return AgeLimits(
            minimum=self._whole("age.minimum"),
            maximum=self._whole("age.maximum"),
            level=self._text("age.level"),
            applies_to=self._texts("age.applies_to"),
            relaxed_max=self._whole("age.relaxed_max"),
            relaxed_for=self._texts("age.relaxed_for"),
            inclusive=self._flag("age.inclusive"),
        )

    @property
    def month(self) -> MonthPeriod:
        """The month of work."""
        return MonthPeriod(self._whole("month.from_day"), self._whole("month.to_day"), self._whole("month.due_day"))

    @property
    def education(self) -> Rule[str]:
        """The least education, one of `intake_words.EDUCATION`."""
        return self._text("person.education")

    @property
    def term_months(self) -> Rule[int]:
        """How long a term of office is, in months."""
        return self._whole("person.term_months")

    @property
    def stores_political(self) -> bool:
        """Political status is kept only where a document states what for (DATA 6)."""
        return isinstance(self.rules["person.political_purpose"], Stated)

    @property
    def person_word(self) -> str:
        """What an assistant is called; 警务助理 where nothing is stated."""
        return stated(self.terms.person, "警务助理")

    @property
    def exceptions(self) -> tuple[ExceptionPost, ...]:
        """Units that have posts by name, whatever the rule would give them."""
        found = self.lists["exceptions"]
        return () if isinstance(found, NotStated) else tuple(cast("ExceptionPost", one.value) for one in found)

    def posts(self, kind: str, households: int | None = None, name: str = "") -> int:
        """Posts of one unit of this kind. Where the number is not stated, one for a village or community.

        A unit that an exception names has the posts of the exception. The bonus is for every unit of so many
        households; a unit that the document names as large has it where its households are not known.
        """
        for one in self.exceptions:
            if name and same_unit(one.unit, name):
                return one.posts
        if kind not in UNITS_WITH_POST:
            return 0
        quota = self.quota
        return stated(quota.per_unit, 1) + (stated(quota.large_bonus, 0) if self._large(quota, households, name) else 0)

    def _large(self, quota: Quota, households: int | None, name: str) -> bool:
        limit = stated(quota.large_households, 0)
        if not limit:
            return False
        if households is not None:
            return households >= limit
        return any(name and same_unit(one, name) for one in stated(quota.large_named, ()))

    def posts_beside(self, units: Iterable[tuple[str, str]]) -> tuple[ExceptionPost, ...]:
        """Exceptions whose unit is missing in a list of (name, township), although its township is there.

        A list that names no township is taken for the whole area; an empty list has no posts.
        """
        listed = list(units)
        townships = {township for _name, township in listed if township}
        return tuple(
            one
            for one in self.exceptions
            if listed
            and not any(same_unit(one.unit, name) for name, _township in listed)
            and (not townships or not one.township or one.township in townships)
        )

    def month_days(self) -> tuple[int, int]:
        """First day (of the month before) and last day of the month of work; the usual ones where not stated."""
        return stated(self.month.from_day, USUAL_MONTH[0]), stated(self.month.to_day, USUAL_MONTH[1])

    def _text(self, key: str) -> Rule[str]:
        return cast("Rule[str]", self.rules[key])

    def _texts(self, key: str) -> Rule[tuple[str, ...]]:
        return cast("Rule[tuple[str, ...]]", self.rules[key])

    def _whole(self, key: str) -> Rule[int]:
        return cast("Rule[int]", self.rules[key])

    def _flag(self, key: str) -> Rule[bool]:
        return cast("Rule[bool]", self.rules[key])


def same_unit(one: str, other: str) -> bool:
    """Whether two spellings name the same unit: 皂埠社区 and 皂埠社区居民委员会. 海林村 is not 海林社区."""
    return one == other or (stem(one) == stem(other) and _is_village(one) == _is_village(other))


def _is_village(name: str) -> bool:
    return "村" in name and "社区" not in name and "居" not in name


def stated(rule: Rule[T], otherwise: T) -> T:
    """The value of a rule, stated or decided, or what holds where there is none."""
    return otherwise if isinstance(rule, NotStated) else rule.value


AgeVerdict = Literal["ok", "under", "over", "unknown"]


def judge_age(limits: AgeLimits, age: int | None, *, relaxed: bool = False) -> AgeVerdict:
    """How an age in full years stands to the limits, both ends included unless the pack says otherwise; unknown ages and
    unstated limits pass as such.
    """
    if age is None:
        return "unknown"
    least, most = stated(limits.minimum, 0), stated(limits.maximum, 0)
    if relaxed:
        most = max(most, stated(limits.relaxed_max, 0))
    if not stated(limits.inclusive, True):
        least, most = least + 1 if least else 0, most - 1 if most else 0
    if least and age < least:
        return "under"
    return "over" if most and age > most else "ok"
