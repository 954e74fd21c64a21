"""What a programme tells in several entries: posts by exception, whom to choose from, conditions, grounds that exclude,
stages, what is counted, and what points or money hang on (DOMAIN 1.3, 1.7, 1.8).
"""

from dataclasses import dataclass
from typing import Literal

Check = Literal["age", "education", "asked"]
ConditionLevel = Literal["hard", "soft", "priority"]
Subject = Literal["self", "family"]
MetricClass = Literal["A", "B", "C"]
"""A: the assistant's own work; B: a count only; C: an outcome of the police. Class X (residents) cannot be named."""
WeightKind = Literal["points", "target", "money"]

LEADS = "L08"
"""Leads passed on: nothing may hang on their number unless a document says so (DOMAIN, overruled)."""

UNITS = (
    "起",
    "件",
    "件次",
    "条",
    "处",
    "户",
    "人",
    "人次",
    "名",
    "次",
    "场次",
    "张",
    "个",
    "家",
    "颗",
    "万元",
    "位",
    "%",
)
"""Units a metric may count in (DOMAIN 1.7). What counts in % is worked out, never typed; a place (位) is not added up."""

FROM_ROSTER = ("villages", "covered", "serving")
"""What the roster itself tells: villages that should have somebody, those that have, people who serve."""

FROM_PAY = ("sum", "month")
"""What the months' pay lists tell: what the months come to, or the newest month alone."""


@dataclass(frozen=True, slots=True)
class ExceptionPost:
    """A unit that has posts by name: how many in all, in which township ("" unknown), and why."""

    unit: str
    posts: int
    reason: str
    township: str = ""


@dataclass(frozen=True, slots=True)
class PoolTier:
    """Whom to choose from: the first tier first."""

    tier: int
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: age and education are judged from the record, the others are asked and answered by a person."""

    code: str
    name: str
    check: Check
    level: ConditionLevel


@dataclass(frozen=True, slots=True)
class Disqualifier:
    """A ground that excludes, printed on the check sheet as quoted. It is never evaluated and never stored.

    `number` as the document counts; `months` of each window in it (2 and 3 years), none where it is for ever.
    """

    number: int
    subject: Subject
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the selection in its order, and who acts ("" where not stated)."""

    code: str
    name: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """What the programme counts: code, the report's word, class, unit, the net it belongs to and the figure told ("" for none).

    `category` is the log category (L01 … L16) into which it counts, "" for none; `whole`: entries of the category that
    name no metric are of this one. `aliases` are other words for it. A metric in % is `numerator` of `denominator`, or
    what `change` names set against the year before. `roster`: taken from the roster (`FROM_ROSTER`), not counted.
    `pay`: money that a month's pay list tells where there is one (`FROM_PAY`), a number of the station otherwise.
    """

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

    @property
    def derived(self) -> bool:
        """Whether it is worked out of other numbers."""
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class Weight:
    """Points, a target or money (fen) that hang on a metric or a log category."""

    on: str
    kind: WeightKind
    value: int
