"""Charts as PDF operators: what `domain.charts` lays out, drawn in greys."""

import math

from station_desk.domain.charts import Bar, Chart, Mark, Part, Stroke, Word, lay_out
from station_desk.printing.fonts import Shelf
from station_desk.printing.geometry import MM
from station_desk.printing.ink import Ink
from station_desk.printing.lines import Style

_HATCH_MM = 1.3
_FACE, _STRONG = "黑", "粗黑"


def chart_operators(chart: Chart, shelf: Shelf, ink: Ink, x: float, y: float, width: float, height: float) -> str:
    """A chart with its top left corner at (x, y), PDF coordinates; all in points. Raises GlyphMissing."""
    chain = shelf.chain(_FACE)

    def measure(text: str, size: float) -> float:
        return chain.measure(text) * size

    drawn = [_part(part, shelf, ink, x, y) for part in lay_out(chart, width / MM, height / MM, measure)]
    return "q 0 J 0 j\n" + "\n".join(drawn) + "\nQ"


def _part(part: Part, shelf: Shelf, ink: Ink, x: float, y: float) -> str:
    if isinstance(part, Bar):
        return _bar(part, x, y)
    if isinstance(part, Stroke):
        return _stroke(part, x, y)
    if isinstance(part, Mark):
        return _mark(part, x + part.x * MM, y - part.y * MM)
    return _word(part, shelf, ink, x, y)


def _bar(bar: Bar, x: float, y: float) -> str:
    left, low = x + bar.x * MM, y - (bar.y + bar.height) * MM
    wide, high = bar.width * MM, bar.height * MM
    box = f"{left:.2f} {low:.2f} {wide:.2f} {high:.2f} re"
    ops = [f"{bar.shade:g} g {box} f"]
    if bar.hatch:
        ops.append(f"q {box} W n 0.3 w 0 G {_hatching(bar.hatch, left, low, wide, high)} S Q")
    return " ".join([*ops, f"0 G 0.3 w {box} S 0 g"])


def _hatching(hatch: str, left: float, low: float, wide: float, high: float) -> str:
    """Lines across a rectangle, which clips them."""
    step, reach = _HATCH_MM * MM, wide + high
    lines: list[str] = []
    if hatch == "-":
        rows = (low + i * step for i in range(math.ceil(high / step)))
        lines.extend(f"{left:.2f} {row:.2f} m {left + wide:.2f} {row:.2f} l" for row in rows)
    for i in range(math.ceil(reach / step) + 1):
        start = left - high + i * step
        if hatch in ("/", "x"):
            lines.append(f"{start:.2f} {low:.2f} m {start + high:.2f} {low + high:.2f} l")
        if hatch in ("\\", "x"):
            lines.append(f"{start:.2f} {low + high:.2f} m {start + high:.2f} {low:.2f} l")
    return " ".join(lines)


def _stroke(stroke: Stroke, x: float, y: float) -> str:
    points = [f"{x + px * MM:.2f} {y - py * MM:.2f}" for px, py in stroke.points]
    dash = " ".join(f"{length * MM:.2f}" for length in stroke.dash)
    path = f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:])
    return f"q {stroke.shade:g} G {stroke.width * MM:.2f} w [{dash}] 0 d {path} S Q"


def _mark(mark: Mark, x: float, y: float) -> str:
    half = mark.size * MM / 2
    if mark.shape == "square":
        return f"{x - half:.2f} {y - half:.2f} {2 * half:.2f} {2 * half:.2f} re f"
    if mark.shape == "triangle":
        return f"{x - half:.2f} {y - half:.2f} m {x + half:.2f} {y - half:.2f} l {x:.2f} {y + half:.2f} l f"
    bow = half * 0.5523
    disc = (
        f"{x + half:.2f} {y:.2f} m {x + half:.2f} {y + bow:.2f} {x + bow:.2f} {y + half:.2f} {x:.2f} {y + half:.2f} c "
        f"{x - bow:.2f} {y + half:.2f} {x - half:.2f} {y + bow:.2f} {x - half:.2f} {y:.2f} c "
        f"{x - half:.2f} {y - bow:.2f} {x - bow:.2f} {y - half:.2f} {x:.2f} {y - half:.2f} c "
        f"{x + bow:.2f} {y - half:.2f} {x + half:.2f} {y - bow:.2f} {x + half:.2f} {y:.2f} c"
    )
    return f"{disc} f" if mark.shape == "disc" else f"q 1 g 0 G 0.8 w {disc} B Q"


def _word(word: Word, shelf: Shelf, ink: Ink, x: float, y: float) -> str:
    chain = shelf.chain(_STRONG if word.strong else _FACE)
    size = word.size * MM
    wide = chain.measure(word.text) * size
    start = x + word.x * MM - {"left": 0.0, "middle": wide / 2, "right": wide}[word.anchor]
    return f"BT 1 0 0 1 {start:.2f} {y - word.y * MM:.2f} Tm {ink.show(Style(chain, size), word.text)} ET"
