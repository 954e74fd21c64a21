"""How often somebody was in a grade: in all, and in a row (DOMAIN 2.4: counters run over settled months only)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Runs:
    """How often a grade came: in all, at most in a row, in a row up to the last period."""

    fails: int
    longest: int
    still: int


def runs(grades: Iterable[str | None], wanted: Collection[str], *, missing_breaks: bool) -> Runs:
    """Count `wanted` in grades in the order of their periods; None: no result, it breaks a run or is passed over."""
    fails = longest = still = 0
    for grade in grades:
        if grade is None and not missing_breaks:
            continue
        hit = grade in wanted
        fails += hit
        still = still + 1 if hit else 0
        longest = max(longest, still)
    return Runs(fails, longest, still)
