"""What holds while one message of chat is read from left to right."""

from dataclasses import dataclass, field
from datetime import date

from station_desk.domain.chat_items import Item
from station_desk.domain.chat_loose import Loose
from station_desk.domain.chat_marks import Work
from station_desk.domain.chat_names import Subject


@dataclass(slots=True)
class State:
    """What holds while a message is read from left to right."""

    who: Subject
    days: tuple[date, ...]
    day_why: str = ""
    correcting: bool = False
    corrected: bool = False
    withdrawn: bool = False
    """An earlier message was taken back as a whole: what follows stands in its place."""
    part: bool = False
    inside: bool = False
    """Within brackets."""
    planned: bool = False
    """Below a heading of what is to be done."""
    instead: tuple[date, ...] = ()
    """The day that a correction says it was not: 不是昨天，是今天."""
    over: str = ""
    """Why nothing below a heading is of one day (not_one_day), until a day is named."""
    last: Item | None = None
    heading: Work | None = None
    headline: str = ""
    """A work in a line of its own, whose numbers stand in the lines below, and that line until one is found."""
    loose: list[Loose] = field(default_factory=list)
    """Numbers behind the last count that may be its parts."""
    besides: list[Loose] = field(default_factory=list)
    """Numbers of what is no work, asked about where nothing else is counted."""
    missing: list[tuple[str, str]] = field(default_factory=list)
    """Works told without a number, and the sentence: asked about unless another sentence counts them."""
    clause: str = ""
    """The words of the clause that is read, with its days and groups."""
