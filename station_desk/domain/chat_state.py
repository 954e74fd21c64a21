"""What holds while one message of chat is read from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from station_desk.domain.chat_items import Item
from station_desk.domain.chat_loose import Loose, only_a_part, total_of
from station_desk.domain.chat_marks import Count, Work, fits
from station_desk.domain.chat_names import Subject
from station_desk.domain.chat_words import IN_TRUTH, TOTAL, WEAK


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

    def waiting_for(self, count: Count, text: str, before: str, waiting: Sequence[Work]) -> Sequence[Work] | None:
        """The works whose number stands alone in a clause behind them, or below their heading; None for none."""
        if count.each and waiting:
            return waiting
        heading = self.heading
        if not waiting and heading is not None and count.unit and fits(heading.code, count.unit):
            if self.last is not None or not only_a_part(text, count, self.headline):
                return None
            self.headline = ""
            return [heading]
        if not total_of(waiting, count) or waiting[0].aside:
            return None
        if any(one.count.unit == count.unit for one in self.loose):
            return None
        if self.correcting and IN_TRUTH.search(text[: count.start]):
            return waiting[-1:]
        cared = (waiting[0].code == "L13" and count.unit == "艘") or (
            waiting[0].code == "L16" and WEAK.search(text[: count.start])
        )
        listed = (
            before.rstrip().endswith("、")
            or only_a_part(text, count, " ")
            or TOTAL.search(text[: count.start])
            or cared
        )
        return waiting[-1:] if listed else None
