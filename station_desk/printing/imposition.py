"""Several small pages on one sheet: where each goes, where the paper is cut, which comes on the back of which."""

from collections.abc import Iterator

from station_desk.printing.model import Imposition

_TICK = 11.0
"""Length in points of a corner mark outside the small pages."""
_LINE = 0.35
_AWAY = 3.0
"""Points between a small page and its corner mark."""


def places(of: Imposition, width: float, height: float, *, back: bool) -> list[tuple[float, float]]:
    """The top left corners of the small pages, row by row, from the top left of the sheet; the whole is centred.

    On the back of a sheet that is turned over its long side the columns run the other way.
    """
    left, top = _corner(of, width, height)
    columns = range(of.columns - 1, -1, -1) if back else range(of.columns)
    return [(left + c * (width + of.gap), top + r * (height + of.gap)) for r in range(of.rows) for c in columns]


def cut_operators(of: Imposition, width: float, height: float) -> str:
    """Hair lines along which the sheet is cut: dashed across the whole (线), or marks at the corners (角线)."""
    if of.cut == "无":
        return ""
    lines = _through(of, width, height) if of.cut == "线" else _corners(of, width, height)
    dash = "[3 3] 0 d" if of.cut == "线" else ""
    drawn = " ".join(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l" for x1, y1, x2, y2 in lines)
    return f"q 0.5 G {_LINE} w {dash} {drawn} S Q"


def _corner(of: Imposition, width: float, height: float) -> tuple[float, float]:
    wide = of.columns * width + (of.columns - 1) * of.gap
    high = of.rows * height + (of.rows - 1) * of.gap
    return (of.width - wide) / 2, (of.height - high) / 2


def _edges(start: float, size: float, gap: float, count: int) -> list[float]:
    """Both edges of each of `count` small pages; where pages touch, their edge stands once."""
    edges = [start + i * (size + gap) + side for i in range(count) for side in (0.0, size)]
    return sorted({round(edge, 3) for edge in edges})


_Segment = tuple[float, float, float, float]


def _through(of: Imposition, width: float, height: float) -> Iterator[_Segment]:
    left, top = _corner(of, width, height)
    for x in _edges(left, width, of.gap, of.columns):
        yield x, 0.0, x, of.height
    for y in _edges(top, height, of.gap, of.rows):
        yield 0.0, of.height - y, of.width, of.height - y


def _corners(of: Imposition, width: float, height: float) -> Iterator[_Segment]:
    left, top = _corner(of, width, height)
    xs, ys = _edges(left, width, of.gap, of.columns), _edges(top, height, of.gap, of.rows)
    low, high = of.height - ys[0], of.height - ys[-1]
    for x in xs:
        yield x, low + _AWAY, x, low + _AWAY + _TICK
        yield x, high - _AWAY, x, high - _AWAY - _TICK
    for y in ys:
        yield xs[0] - _AWAY - _TICK, of.height - y, xs[0] - _AWAY, of.height - y
        yield xs[-1] + _AWAY, of.height - y, xs[-1] + _AWAY + _TICK, of.height - y
