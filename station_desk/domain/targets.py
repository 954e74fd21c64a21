"""Targets: how much of a metric is expected of a village of a size class in a month (DOMAIN 5: targets by area).

No target may hang on leads (L08) or on an outcome of the police (DOMAIN, first lines).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from station_desk.domain.metric_sets import LOG_NAMES, MetricSet
from station_desk.domain.months import span_of
from station_desk.domain.policy_entries import LEADS

MOST_TARGET = 99_999
TargetFault = Literal["code", "leads", "police", "value", "range", "decided", "day"]


@dataclass(frozen=True, slots=True)
class Target:
    """So many (`value`) a month. For `village_id`, or for villages of `households_from` to `households_to` (None: open;
    both ends belong to it), called `size_class`. Holds from `valid_from` to `valid_to` (ISO, "" open).
    """

    scope: str
    id: str
    code: str
    size_class: str
    village_id: str
    households_from: int | None
    households_to: int | None
    value: int
    valid_from: str = ""
    valid_to: str = ""
    by: str = ""
    number: str = ""
    on: str = ""


def target_fault(metrics: MetricSet, wanted: Target) -> TargetFault | None:
    """What keeps a target from being set."""
    metric = metrics.by_code.get(wanted.code)
    if wanted.code not in LOG_NAMES and metric is None:
        return "code"
    if metrics.category(wanted.code) == LEADS:
        return "leads"
    if metric is not None and (metric.kind == "C" or metric.derived or metric.roster):
        return "police"
    if not 0 < wanted.value <= MOST_TARGET:
        return "value"
    low, high = wanted.households_from, wanted.households_to
    if (low is not None and low < 0) or (low is not None and high is not None and high < low):
        return "range"
    return None if wanted.by.strip() and wanted.number.strip() and wanted.on else "decided"


def expected(
    targets: Iterable[Target], code: str, village_id: str, households: int | None, months: Sequence[str], last_day: int
) -> int | None:
    """What is expected of a village in some months of work; None where no target speaks of it.

    A target of the village itself comes before one of its size, a narrower size before a wider, a later before an
    earlier. Months in which a target holds on the last day have it.
    """
    fitting = [one for one in targets if one.code == code and _fits(one, village_id, households)]
    total = 0
    found = False
    for month in months:
        day = span_of(month, last_day)[1].isoformat()
        holding = [one for one in fitting if one.valid_from <= day and (not one.valid_to or day <= one.valid_to)]
        if holding:
            total += min(holding, key=_rank).value
            found = True
    return total if found else None


def _fits(one: Target, village_id: str, households: int | None) -> bool:
    if one.village_id:
        return one.village_id == village_id
    if one.households_from is None and one.households_to is None:
        return True
    if households is None:
        return False
    return (one.households_from or 0) <= households and (one.households_to is None or households <= one.households_to)


def _rank(one: Target) -> tuple[bool, int, tuple[int, ...], str]:
    width = 10**9 if one.households_to is None else one.households_to - (one.households_from or 0)
    later = tuple(-ord(letter) for letter in one.valid_from)
    return not one.village_id, width - (one.households_from or 0), later, one.id
