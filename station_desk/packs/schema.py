"""The shape of a pack file, checked by msgspec: an unknown key or a value of another kind is refused with its place.

A pack has one table for each rule ([quota.per_unit]) and one array of tables for each list ([[stages]]). Every value
bears either `doc`, `clause` and `quote`, or `decided_by`, `number` and `date`. What is not stated stands in [unset].
"""

from typing import Generic, TypeVar

import msgspec

from station_desk.domain.policy import Decided, Stated
from station_desk.domain.policy_entries import Check, ConditionLevel, MetricClass, Subject, WeightKind

T = TypeVar("T")


class Proved(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a value rests on."""

    doc: str = ""
    clause: str = ""
    quote: str = ""
    decided_by: str = ""
    number: str = ""
    date: str = ""

    def rests(self, value: T) -> Stated[T] | Decided[T]:
        """`value` with what it rests on."""
        if self.decided_by:
            return Decided(value, self.decided_by, self.number, self.date)
        return Stated(value, self.doc, self.clause, self.quote)


class WrittenRule(Proved, Generic[T], forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A rule as written."""

    value: T


class WrittenDocument(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A source: `text` is the name of its stored text (tests/reference/seeds)."""

    title: str
    text: str = ""
    number: str = ""
    date: str = ""


class WrittenException(Proved, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """An entry of `exceptions`."""

    unit: str
    posts: int
    reason: str
    township: str = ""


class WrittenTier(Proved, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """An entry of `pool`."""

    tier: int
    roles: tuple[str, ...]


class WrittenCondition(Proved, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """An entry of `conditions`."""

    code: str
    name: str
    check: Check
    level: ConditionLevel


class WrittenDisqualifier(Proved, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """An entry of `disqualifiers`."""

    number_there: int
    subject: Subject
    months: int | tuple[int, ...] = ()


class WrittenStage(Proved, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """An entry of `stages`."""

    code: str
    name: str
    by: str = ""


class WrittenMetric(Proved, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """An entry of `metrics`."""

    code: str
    name: str
    kind: MetricClass
    unit: str
    net: str = ""
    figure: str = ""
    category: str = ""
    whole: bool = False
    aliases: tuple[str, ...] = ()
    numerator: str = ""
    denominator: str = ""
    change: str = ""
    roster: str = ""
    pay: str = ""


class WrittenWeight(Proved, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """An entry of `weights`."""

    on: str
    kind: WeightKind
    value: int


class WrittenUnset(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`who` may fill in the `keys`; the programme has nothing of what `none` names."""

    who: str = ""
    keys: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


class WrittenUnit(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Units of a test: `count` of one kind; `name` for one that is named."""

    kind: str = "村"
    count: int = 1
    name: str = ""
    households: int | None = None


class WrittenTest(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A question to the pack and its answer. `ask`: posts (of `units`), age, education, month, rule or list (`key`),
    stages (`answer` the codes).
    """

    ask: str
    answer: str | int | bool | tuple[str | int, ...]
    key: str = ""
    units: tuple[WrittenUnit, ...] = ()
    age: int = 0
    education: str = ""
    relaxed: bool = False


class WrittenHead(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The head of a file. `effective_from`: ISO, "" where the documents bear no date."""

    id: str
    title: str
    version: int
    effective_from: str
    summary: str = ""
    parent: str = ""


LIST_SHAPES: dict[str, type[Proved]] = {
    "exceptions": WrittenException,
    "pool": WrittenTier,
    "conditions": WrittenCondition,
    "disqualifiers": WrittenDisqualifier,
    "stages": WrittenStage,
    "metrics": WrittenMetric,
    "weights": WrittenWeight,
}
