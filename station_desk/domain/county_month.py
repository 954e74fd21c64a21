"""A month as the county sees it: which stations have closed it and sent it here, which have begun, of which nothing came.

A month that is closed here was sent: the closing travels in the station's bundle (DOMAIN 6.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

MonthHeld = Literal["closed", "begun", "nothing"]
_ORDER: tuple[MonthHeld, ...] = ("nothing", "begun", "closed")


@dataclass(frozen=True, slots=True)
class StationMonth:
    """One station's month: of how many of its people counts are here, and the day on which it was closed (ISO, "" open)."""

    code: str
    name: str
    entered: int
    people: int
    closed_on: str = ""

    @property
    def held(self) -> MonthHeld:
        """How far it is."""
        return "closed" if self.closed_on else "begun" if self.entered else "nothing"


@dataclass(frozen=True, slots=True)
class CountyMonth:
    """A month of all stations, those of which least is here first. `left`: days to the deadline, negative when over."""

    month: str
    first: date
    last: date
    due: date
    left: int
    stations: tuple[StationMonth, ...]

    @property
    def missing(self) -> tuple[StationMonth, ...]:
        """Those that have not closed and sent it."""
        return tuple(one for one in self.stations if one.held != "closed")

    def count(self, held: MonthHeld) -> int:
        """How many stations are so far."""
        return sum(one.held == held for one in self.stations)


def in_order(stations: Iterable[StationMonth]) -> tuple[StationMonth, ...]:
    """What is missing first, then by code."""
    return tuple(sorted(stations, key=lambda one: (_ORDER.index(one.held), one.code)))
