"""Counts of one message of chat before they are lines, and what is asked when all of it has been read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from station_desk.domain.chat_dates import NamedDay
from station_desk.domain.chat_words import FOUND, LEAFLETS, SETTLED, UNIT_FAMILIES


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One proposed count: the person's name, the day, the category's code, how many."""

    person: str
    day: date
    code: str
    count: int


@dataclass(frozen=True, slots=True)
class ChatDoubt:
    """Words that a person must read, and why (a code in snake_case)."""

    text: str
    why: str


@dataclass(slots=True)
class Proposed:
    """What one message proposes."""

    lines: list[ChatLine] = field(default_factory=list)
    doubts: list[ChatDoubt] = field(default_factory=list)
    notes: list[ChatDoubt] = field(default_factory=list)
    """What is no doubt and is told all the same: this message was corrected by a later one."""


@dataclass(slots=True)
class Item:
    """A count before it is a line. `people` and `days` both have at least one entry."""

    people: tuple[str, ...]
    days: tuple[date, ...]
    code: str
    value: int
    unit: str
    text: str
    total: bool = False
    said: str = ""
    """The words of the work."""
    place: str = ""
    """What stands beside them and may tell the first of several parts: 走访[甲村]5户, [一队]走访4户."""
    apart: bool = False
    """That stands between the work and its number."""
    opens: bool = False
    """A colon behind the number opens the list of its parts."""
    listed: bool = False
    """One of several parts told one behind the other."""


def added_up(items: Sequence[Item]) -> list[ChatLine]:
    """The lines of the items; equal ones are one line."""
    sums: dict[tuple[str, date, str], int] = {}
    for one in items:
        for person in one.people:
            for day in one.days:
                key = (person, day, one.code.rstrip("*"))
                sums[key] = sums.get(key, 0) + one.value
    return [ChatLine(person, day, code, count) for (person, day, code), count in sums.items()]


def again(found: Item, settled: Item) -> bool:
    """排查矛盾纠纷3起，化解2起: what was found, then how much of it was settled."""
    return (
        SETTLED.fullmatch(settled.said) is not None
        and FOUND.search(found.said) is not None
        and SETTLED.match(found.said) is None
    )


def signed(items: Sequence[Item], text: str, days: Sequence[NamedDay]) -> None:
    """A single day behind everything counts for all of it, as under a letter."""
    if len(days) != 1 or days[0].first is None or days[0].first != days[0].last or days[0].why:
        return
    behind, before = text[days[0].end :].strip("。.!！ )）的\n"), text[: days[0].start]
    if not behind and before.strip():
        for one in items:
            one.days = (days[0].first,)


def beside_sessions(items: Sequence[Item]) -> Iterator[Item]:
    """Leaflets of the same person and day as sessions: they are asked about and not added."""
    for one in items:
        if one.code == LEAFLETS and any(
            other.code == "L06" and other.people == one.people and other.days == one.days for other in items
        ):
            yield one


def of_other_units(items: Sequence[Item]) -> Iterator[Item]:
    """Houses and people, rounds and vehicles are not added up: what was told first stands, the other is asked about."""
    first: dict[tuple[str, tuple[str, ...], tuple[date, ...]], str] = {}
    for one in items:
        family = UNIT_FAMILIES.get(one.code, {}).get(one.unit, "")
        if family and first.setdefault((one.code, one.people, one.days), family) != family:
            yield one
