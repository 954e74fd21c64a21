"""What may be counted in the log: the neutral categories, the metrics of the office's pack, those that its county added.

Metrics of class C are outcomes of the police: one number of the station, never a count of a person. What tells of
residents (class X) cannot be a column at all (DOMAIN 1.7, 1.9).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from station_desk.domain.metric_sets import LOG_NAMES, LOG_UNITS, folded, refused
from station_desk.domain.policy import NotStated, Policy
from station_desk.domain.policy_entries import Metric

ColumnKind = Literal["category", "A", "B", "C"]

_SHORT = {"L09": "协助处警", "L14": "培训会议"}
CATEGORY_UNITS = {code: (_SHORT.get(code, names[0]), LOG_UNITS[code]) for code, names in LOG_NAMES.items()}
"""Name and unit of each neutral category (DOMAIN 1.5)."""


@dataclass(frozen=True, slots=True)
class Column:
    """Something that is counted: `kind` is "category" or the class of a metric; `net` the net of the pack it belongs to.
    `aliases` are other words for it; `roster`: the roster tells it, nobody counts it.
    """

    code: str
    name: str
    unit: str
    kind: ColumnKind
    net: str = ""
    aliases: tuple[str, ...] = ()
    roster: str = ""


def columns_of(policy: Policy, added: Iterable[Metric] = ()) -> dict[str, Column]:
    """Every column that the office knows, by code: categories, then the pack's metrics, then those that were `added`."""
    found = {
        code: Column(code, name, unit, "category", aliases=LOG_NAMES[code])
        for code, (name, unit) in CATEGORY_UNITS.items()
    }
    listed = policy.lists["metrics"]
    stated = () if isinstance(listed, NotStated) else tuple(one.value for one in listed)
    for metric in (*(one for one in stated if isinstance(one, Metric)), *added):
        found[metric.code] = Column(
            metric.code, metric.name, metric.unit, metric.kind, metric.net, metric.aliases, metric.roster
        )
    return found


def is_refused(name: str) -> bool:
    """Whether a column of this name would tell of residents or of people who are watched (class X)."""
    return refused(name) is not None


def column_called(text: str, columns: Mapping[str, Column]) -> Column | None:
    """The column that a head means: its code, its name or another word for it (blanks, quotation marks and a unit in
    brackets left aside). A name that is both a metric's and a category's, as 走访, is the metric's.
    """
    code = text.strip().upper()
    if code in columns:
        return columns[code]
    wanted = folded(re.sub(r"[（(][^（）()]*[)）]\s*$", "", text)) or folded(text)
    named = [one for one in columns.values() if wanted in {folded(word) for word in (one.name, *one.aliases)}]
    return min(named, key=lambda one: one.kind == "category", default=None)


def of_a_person(column: Column) -> bool:
    """Whether it is counted for a person; what is not is one number of the station, or derived from the roster."""
    return column.kind != "C" and column.unit not in ("%", "万元") and not column.roster
