"""Line breaking for Chinese: no line starts with a closing mark or ends with an opening one, words and numbers stay
whole, names of people are never broken, full-width blanks are kept (PRINTING, defects 3 and 4).

The text is first cut into clusters, pieces that may not be parted; then lines are filled with clusters.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from station_desk.printing.fonts import Chain

NO_START = "，。、：；！？）》」』】〕〉”’…—％%),.:;!?]}·℃々～ー〗"
"""Marks that may not stand at the start of a line."""

NO_END = "（《「『【〔〈“‘([{￥¥$#№〖"
"""Marks that may not stand at the end of a line."""

_HEAD, _TAIL = "\ue000", "\ue001"
_open, _close = re.escape(NO_END), re.escape(NO_START)
_CLUSTER = re.compile(
    rf"(?P<end>\n)|(?:[{_open}][ \u3000]*)*"
    rf"(?:{_HEAD}{_TAIL}*"
    r"|[A-Za-z0-9]+(?:[.,:/_@+&'’·-][A-Za-z0-9]+)*(?:[年月日号元岁时分](?![A-Za-z]))?"
    r"|——|……| +|[^\n])?"
    rf"(?:[ \u3000]*[{_close}])*"
    r"(?P<gap> *)"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text looks: face with its fall-through, size in points, colour (PDF operator, "" for black).

    `rise`: by how many points it stands above the base line (below it, when negative).
    """

    chain: Chain
    size: float
    colour: str = ""
    rise: float = 0.0


@dataclass(frozen=True, slots=True)
class Hollow:
    """A box for the hand in a line: a tick (`parts` 1) or so many digits; `ticked`: a tick is printed in it.

    `id` names it on its page; ticks of one `group` exclude each other.
    """

    kind: Literal["tick", "digits"]
    id: str
    group: str | None
    parts: int
    ticked: bool = False
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style. `whole`: never broken (a name). `ruled`: a rule is drawn under it (a place for the hand).

    `box`: full-width blanks over which a box is drawn.
    """

    text: str
    style: Style
    whole: bool = False
    ruled: bool = False
    box: Hollow | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs, its natural width in points, how many characters, and whether it was broken (not ended) here."""

    runs: tuple[Run, ...]
    width: float
    chars: int
    open: bool


def one_line(runs: Sequence[Run]) -> Line:
    """All runs as a single line, however wide. Raises GlyphMissing."""
    width = sum(run.style.chain.measure(run.text) * run.style.size for run in runs)
    return Line(tuple(runs), width, sum(len(run.text) for run in runs), open=False)


def break_lines(runs: Sequence[Run], width: float, first: float = 0.0) -> list[Line]:
    """The lines of `runs` in a column `width` points wide, the first one shorter by `first`. Raises GlyphMissing.

    A cluster wider than the column is parted where the column ends; a name is not, its line is then wider than the
    column. A line end in the text ends the line.
    """
    text = "".join(run.text for run in runs)
    if not text:
        return []
    return _Breaker(runs, text).lines(width, first)


class _Breaker:
    """One text being broken. Positions count characters; `reach[i]` is the width of the first i characters."""

    def __init__(self, runs: Sequence[Run], text: str) -> None:
        self.runs, self.text = runs, text
        widths: list[float] = []
        shadow: list[str] = []
        for run in runs:
            size = run.style.size
            widths += [width * size for width in map(run.style.chain.__getitem__, run.text)]
            shadow.append(_HEAD + _TAIL * (len(run.text) - 1) if run.whole and run.text else run.text)
        self.reach = list(accumulate(widths, initial=0.0))
        self.shadow = "".join(shadow)
        self.ends: list[int] = []  # where a cluster ends without the blanks after it
        self.nexts: list[int] = []  # where the next cluster starts
        self.hard: set[int] = set()  # cluster ends after which a new line must start
        for match in _CLUSTER.finditer(self.shadow):
            if match.end() == match.start():
                continue
            self.ends.append(match.start("gap") if match["gap"] else match.end())
            self.nexts.append(match.end())
            if match["end"]:
                self.hard.add(match.end())
        self.far = [self.reach[end] for end in self.ends]

    def lines(self, width: float, first: float) -> list[Line]:
        """The text as lines `width` wide, the first one shorter by `first`."""
        made: list[Line] = []
        start, n, room = 0, len(self.text), width - first
        while start < n:
            end, following = self._fill(start, room)
            made.append(self._line(start, end, open=following < n and self.text[following - 1] != "\n"))
            start, room = following, width
        return made

    def _fill(self, start: int, room: float) -> tuple[int, int]:
        """Where the line that starts at `start` ends, and where the next one starts."""
        here = bisect_right(self.nexts, start)
        last = bisect_right(self.far, self.reach[start] + room + 0.01) - 1
        stop = next((k for k in range(here, last + 1) if self.nexts[k] in self.hard), None) if self.hard else None
        if stop is not None:
            return self.nexts[stop] - 1, self.nexts[stop]
        if last >= here:
            return self.ends[last], self.nexts[last]
        return self._part(start, here, room)

    def _part(self, start: int, cluster: int, room: float) -> tuple[int, int]:
        """A cluster that is wider than the line: parted at the column's end, but never inside a name."""
        end = max(bisect_right(self.reach, self.reach[start] + room + 0.01) - 1, start + 1)
        while end < self.ends[cluster] and self.shadow[end] == _TAIL:
            end += 1
        if end >= self.ends[cluster]:
            return self.ends[cluster], self.nexts[cluster]
        return end, end

    def _line(self, start: int, end: int, *, open: bool) -> Line:  # noqa: A002 - the field's name
        width = self.reach[end] - self.reach[start]
        if len(self.runs) == 1:
            run = self.runs[0]
            return Line(
                (Run(self.text[start:end], run.style, run.whole, run.ruled, run.box),), width, end - start, open
            )
        cut, at = [], 0
        for run in self.runs:
            a, b = max(start, at), min(end, at + len(run.text))
            if a < b:
                cut.append(Run(self.text[a:b], run.style, run.whole, run.ruled, run.box))
            at += len(run.text)
            if at >= end:
                break
        return Line(tuple(cut), width, end - start, open)
