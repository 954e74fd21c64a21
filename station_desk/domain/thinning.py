"""Which backups are kept: the newest of each of the last days, then weeks, then months (RELIABILITY 1, Anki's rule)."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime

DAILY, WEEKLY, MONTHLY = 12, 10, 9


def to_drop(taken: Iterable[datetime]) -> list[datetime]:
    """The instants of the backups that may go, oldest first. The newest backup never goes."""
    rest = sorted(taken, reverse=True)
    steps: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (DAILY, lambda at: at.date()),
        (WEEKLY, lambda at: at.isocalendar()[:2]),
        (MONTHLY, lambda at: (at.year, at.month)),
    )
    dropped: list[datetime] = []
    for count, span in steps:
        kept: dict[Hashable, datetime] = {}
        at = 0
        while at < len(rest) and (span(rest[at]) in kept or len(kept) < count):
            if kept.setdefault(span(rest[at]), rest[at]) is not rest[at]:
                dropped.append(rest[at])
            at += 1
        rest = rest[at:]
    return sorted(dropped + rest)
