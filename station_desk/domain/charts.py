"""Charts for paper and screen from one source: the data, and where everything lies. Lengths in millimetres, y downwards.

Whoever draws only draws: bars, strokes and words come with their places. Everything can be told apart in grey: by
shade, hatching, dashes and marks, and each value stands beside its bar.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["bars", "lines", "shares"]
Anchor = Literal["left", "middle", "right"]
Measure = Callable[[str, float], float]
"""The width in millimetres of a text at a size in millimetres."""

WORD = 3.0
"""Size of the words of a chart in millimetres."""
_TITLE = 3.9
_GAP = 1.6
_ROW = 5.0
_THICKEST = 9.0
_SMALLEST = 0.6
"""Share of their size to which words beside many thin bars shrink at most."""

_SHADES = (0.25, 0.6, 0.8, 0.45, 0.9)
_HATCHES: tuple["Hatch", ...] = ("", "/", "\\", "x", "-")
_DASHES: tuple[tuple[float, ...], ...] = ((), (2.0, 1.0), (0.6, 0.8), (3.0, 1.0, 0.6, 1.0))
_SHAPES: tuple["Shape", ...] = ("disc", "square", "triangle", "ring")

Hatch = Literal["", "/", "\\", "x", "-"]
Shape = Literal["disc", "square", "triangle", "ring"]


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one series, one for each label; None where there is none."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is to be seen. Shares have one series; `unit` is told with the title."""

    kind: Kind
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle: `shade` from 0 (black) to 1 (white), hatched over it."""

    x: float
    y: float
    width: float
    height: float
    shade: float
    hatch: Hatch


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; `dash` in millimetres, () for a full line."""

    points: tuple[tuple[float, float], ...]
    width: float
    shade: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a line, `size` across."""

    x: float
    y: float
    size: float
    shape: Shape


@dataclass(frozen=True, slots=True)
class Word:
    """A text with its base line at `y`; `x` is its left end, its middle or its right end."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = "left"
    strong: bool = False


Part = Bar | Stroke | Mark | Word


def ticks(low: float, high: float, most: int = 5) -> list[int]:
    """Whole round numbers from at most `low` to at least `high`, 1, 2 or 5 times a power of ten apart."""
    span = max(high - low, 1)
    step = 10 ** math.floor(math.log10(span / most)) if span > most else 1
    while span / step > most:
        step = step * 2 if str(int(step))[0] in "15" else step // 2 * 5
    first = math.floor(low / step) * step
    return [int(first + i * step) for i in range(math.ceil((high - first) / step) + 1)]


def percents(values: Sequence[int]) -> list[int]:
    """Whole per cent of each value that add up to 100 (largest remainder); all 0 where there is nothing."""
    total = sum(values)
    if total <= 0:
        return [0] * len(values)
    whole = [value * 100 // total for value in values]
    rest = sorted(range(len(values)), key=lambda i: (-(values[i] * 100 % total), i))
    for i in rest[: 100 - sum(whole)]:
        whole[i] += 1
    return whole


def lay_out(chart: Chart, width: float, height: float, measure: Measure) -> list[Part]:
    """Everything that is to be drawn on `width` by `height` millimetres; of a chart without labels only the title.

    Raises ValueError where shares have not one series.
    """
    layout = _Layout(chart, width, height, measure)
    if not chart.labels:
        return layout.parts
    match chart.kind:
        case "bars":
            layout.bars()
        case "lines":
            layout.lines()
        case "shares":
            layout.shares()
    return layout.parts


class _Layout:
    """One chart being laid out."""

    def __init__(self, chart: Chart, width: float, height: float, measure: Measure) -> None:
        self.chart, self.width, self.height, self.measure = chart, width, height, measure
        self.parts: list[Part] = []
        title = f"{chart.title}（{chart.unit}）" if chart.unit else chart.title
        self.parts.append(Word(0, _TITLE, title, _TITLE, strong=True))
        self.top = _TITLE + _GAP * 1.5

    # --- pieces ----------------------------------------------------------------------------------------------------
    def word(
        self, x: float, y: float, text: str, anchor: Anchor = "left", room: float = math.inf, size: float = WORD
    ) -> None:
        """A word; one that is too wide for its room ends in an ellipsis."""
        while len(text) > 1 and self.measure(text, size) > room:
            text = text.removesuffix("…")[:-1] + "…"
        self.parts.append(Word(x, y, text, size, anchor))

    def legend(self, *, marks: bool) -> None:
        """The names of the series in a row above the plot; none for a single one without a name."""
        if len(self.chart.series) < 2 and not (self.chart.series and self.chart.series[0].name):
            return
        x = 0.0
        for i, series in enumerate(self.chart.series):
            wide = 6 + _GAP + self.measure(series.name, WORD) + 3 * _GAP
            if x and x + wide > self.width:
                x, self.top = 0.0, self.top + _ROW
            if marks:
                y = self.top + WORD / 2
                self.parts.append(Stroke(((x, y), (x + 6, y)), 0.5, 0.0, _DASHES[i % 4]))
                self.parts.append(Mark(x + 3, y, 1.6, _SHAPES[i % 4]))
            else:
                self.parts.append(Bar(x, self.top, 6, WORD, _SHADES[i % 5], _HATCHES[i % 5]))
            self.word(x + 6 + _GAP, self.top + WORD * 0.9, series.name)
            x += wide
        self.top += _ROW

    def extent(self) -> list[int]:
        """The numbers at the axis; 0 is always among them."""
        known = [value for series in self.chart.series for value in series.values if value is not None]
        most = max(2, min(5, int((self.height - self.top) / (2.2 * WORD))))
        return ticks(min(0, min(known, default=0)), max(1, max(known, default=1)), most)

    # --- bars ------------------------------------------------------------------------------------------------------
    def bars(self) -> None:
        """Upright where the labels find room side by side, lying otherwise."""
        self.legend(marks=False)
        slot = (self.width - 10) / max(len(self.chart.labels), 1)
        if all(self.measure(label, WORD) <= slot - 1 for label in self.chart.labels):
            self._upright()
        else:
            self._lying()

    def _axis(self, numbers: list[int]) -> tuple[float, float, Callable[[float], float]]:
        """The upright axis with its thin lines; left edge of the plot, its bottom, and from a value to its height."""
        left = max(self.measure(str(number), WORD) for number in numbers) + _GAP
        top, bottom = self.top + WORD + _GAP, self.height - WORD - _GAP * 1.5
        low, high = numbers[0], numbers[-1]

        def at(value: float) -> float:
            return bottom - (value - low) / (high - low) * (bottom - top)

        for number in numbers:
            y = at(number)
            self.parts.append(Stroke(((left, y), (self.width, y)), 0.15 if number else 0.35, 0.7 if number else 0.0))
            self.word(left - _GAP / 2, y + WORD * 0.35, str(number), "right")
        return left, bottom, at

    def _upright(self) -> None:
        left, bottom, at = self._axis(self.extent())
        slot = (self.width - left) / max(len(self.chart.labels), 1)
        count = len(self.chart.series)
        thick = min(slot * 0.75 / max(count, 1), _THICKEST)
        for k, label in enumerate(self.chart.labels):
            middle = left + slot * (k + 0.5)
            self.word(middle, bottom + WORD + _GAP * 0.5, label, "middle", slot)
            for i, value in self._values(k):
                x = middle + (i - count / 2) * thick
                y, zero = at(value), at(0)
                self.parts.append(Bar(x, min(y, zero), thick * 0.9, abs(zero - y), _SHADES[i % 5], _HATCHES[i % 5]))
                over = y - 0.8 if value >= 0 else y + WORD
                self.word(x + thick * 0.45, over, str(value), "middle")

    def _lying(self) -> None:
        numbers = self.extent()
        widest = max((self.measure(label, WORD) for label in self.chart.labels), default=0.0)
        left = min(widest + _GAP, self.width * 0.4)
        right = self.width - max(self.measure(str(n), WORD) for n in numbers) - _GAP
        slot = (self.height - self.top) / max(len(self.chart.labels), 1)
        count = len(self.chart.series)
        thick = min(slot * 0.8 / max(count, 1), _THICKEST / 2)
        size = max(min(WORD, slot / 1.2), WORD * _SMALLEST)
        low, high = numbers[0], numbers[-1]

        def at(value: float) -> float:
            return left + (value - low) / (high - low) * (right - left)

        self.parts.append(Stroke(((at(0), self.top), (at(0), self.height)), 0.35))
        for k, label in enumerate(self.chart.labels):
            middle = self.top + slot * (k + 0.5)
            self.word(left - _GAP / 2, middle + size * 0.35, label, "right", left - _GAP, size)
            for i, value in self._values(k):
                y = middle + (i - count / 2) * thick
                x, zero = at(value), at(0)
                self.parts.append(Bar(min(x, zero), y, abs(x - zero), thick * 0.9, _SHADES[i % 5], _HATCHES[i % 5]))
                self.word(max(x, zero) + 0.8, y + thick * 0.45 + size * 0.35, str(value), size=size)

    def _values(self, k: int) -> Iterator[tuple[int, int]]:
        for i, series in enumerate(self.chart.series):
            value = series.values[k]
            if value is not None:
                yield i, value

    # --- lines -----------------------------------------------------------------------------------------------------
    def lines(self) -> None:
        """A line for each series; where a value lacks the line is broken."""
        self.legend(marks=True)
        left, bottom, at = self._axis(self.extent())
        slot = (self.width - left) / max(len(self.chart.labels), 1)
        every = max(1, math.ceil(max((self.measure(s, WORD) + 1 for s in self.chart.labels), default=1) / slot))
        for k, label in enumerate(self.chart.labels):
            if k % every == 0:
                self.word(left + slot * (k + 0.5), bottom + WORD + _GAP * 0.5, label, "middle")
        for i, series in enumerate(self.chart.series):
            run: list[tuple[float, float]] = []
            for k, value in enumerate((*series.values, None)):
                if value is not None:
                    run.append((left + slot * (k + 0.5), at(value)))
                    continue
                if len(run) > 1:
                    self.parts.append(Stroke(tuple(run), 0.5, 0.0, _DASHES[i % 4]))
                self.parts += [Mark(x, y, 1.6, _SHAPES[i % 4]) for x, y in run]
                run = []
            if len(self.chart.series) == 1:
                for k, value in enumerate(series.values):
                    if value is not None:
                        self.word(left + slot * (k + 0.5), at(value) - 1.6, str(value), "middle")

    # --- shares ----------------------------------------------------------------------------------------------------
    def shares(self) -> None:
        """One bar of the whole width in parts, and below it each part with its number and its per cent."""
        if len(self.chart.series) != 1:
            raise ValueError("shares have one series")
        values = [value or 0 for value in self.chart.series[0].values]
        total = sum(values)
        x, tall = 0.0, min(10.0, max(self.height - self.top - _ROW * 2, 4.0))
        for i, value in enumerate(values):
            wide = self.width * value / total if total else 0.0
            if wide:
                self.parts.append(Bar(x, self.top, wide, tall, _SHADES[i % 5], _HATCHES[i % 5]))
            x += wide
        y, x = self.top + tall + _GAP * 1.5, 0.0
        for i, (label, value, share) in enumerate(zip(self.chart.labels, values, percents(values), strict=True)):
            text = f"{label} {value}（{share}%）"
            wide = 5 + _GAP + self.measure(text, WORD) + 2 * _GAP
            if x and x + wide > self.width:
                x, y = 0.0, y + _ROW
            self.parts.append(Bar(x, y, 5, WORD, _SHADES[i % 5], _HATCHES[i % 5]))
            self.word(x + 5 + _GAP, y + WORD * 0.9, text)
            x += wide
