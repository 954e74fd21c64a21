"""A chart on the screen: draws what `domain.charts` lays out, the very same that is printed, in the theme's colours.

Shades run from the colour of the text to that of the ground, so that a chart reads in light, dark and high contrast.
"""

import itertools

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_desk.domain.charts import Bar, Chart, Mark, Stroke, Word, lay_out
from station_desk.ui.kit import named
from station_desk.ui.theme import theme

_PIXELS_PER_MM = 4.4
"""At ordinary type: a word of 3 mm is as high as small text."""
_HATCHES: dict[str, Qt.BrushStyle] = {
    "/": Qt.BrushStyle.BDiagPattern,
    "\\": Qt.BrushStyle.FDiagPattern,
    "x": Qt.BrushStyle.DiagCrossPattern,
    "-": Qt.BrushStyle.HorPattern,
}
_ANCHORS = {"left": 0.0, "middle": 0.5, "right": 1.0}


def chart_words(chart: Chart) -> str:
    """The chart as text, for readers of the screen and for the clipboard: a line for each label."""
    lines = [f"{chart.title}（{chart.unit}）" if chart.unit else chart.title]
    for at, name in enumerate(chart.labels):
        values = ["" if one.values[at] is None else str(one.values[at]) for one in chart.series]
        lines.append("\t".join([name, *values]))
    return "\n".join(lines)


class ChartView(QWidget):
    """One chart, as large as its room."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        named(self, "chart")
        self.chart = chart
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleDescription(chart_words(chart))
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(440), theme().px(230))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(140))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Drawing(painter, _PIXELS_PER_MM * theme().px(100) / 100).draw(self.chart, self.width(), self.height())
        painter.end()


class _Drawing:
    """A chart being drawn, `scale` pixels to the millimetre."""

    def __init__(self, painter: QPainter, scale: float) -> None:
        self.painter, self.scale = painter, scale
        self.ink, self.ground = theme().colour("text"), theme().colour("surface")

    def draw(self, chart: Chart, width: int, height: int) -> None:
        """Everything that is laid out, in order."""
        for part in lay_out(chart, width / self.scale, height / self.scale - 1, self.measure):
            match part:
                case Bar():
                    self.bar(part)
                case Stroke():
                    self.stroke(part)
                case Mark():
                    self.mark(part)
                case Word():
                    self.word(part)

    def measure(self, text: str, size: float) -> float:
        """The width of a text in millimetres."""
        return QFontMetricsF(self.font(size)).horizontalAdvance(text) / self.scale

    def font(self, size: float, *, strong: bool = False) -> QFont:
        """The theme's face, `size` millimetres high."""
        font = QFont(theme().font("body", "bold" if strong else "regular"))
        font.setPixelSize(max(9, round(size * self.scale)))
        return font

    def colour(self, shade: float) -> QColor:
        """From the text (0) to the ground (1)."""
        ink, ground = self.ink, self.ground
        parts = zip((ink.red(), ink.green(), ink.blue()), (ground.red(), ground.green(), ground.blue()), strict=True)
        return QColor(*(round(a + (b - a) * shade) for a, b in parts))

    def bar(self, bar: Bar) -> None:
        """A filled bar, hatched, with its edge."""
        k = self.scale
        box = QRectF(bar.x * k, bar.y * k, bar.width * k, bar.height * k)
        self.painter.fillRect(box, self.colour(bar.shade))
        if bar.hatch:
            self.painter.fillRect(box, QBrush(self.ink, _HATCHES[bar.hatch]))
        self.painter.setPen(QPen(self.ink, 1))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(box)

    def stroke(self, stroke: Stroke) -> None:
        """A line through its points."""
        k = self.scale
        pen = QPen(self.colour(stroke.shade), max(1.0, stroke.width * k))
        if stroke.dash:
            pen.setDashPattern([length * k / pen.widthF() for length in stroke.dash])
        self.painter.setPen(pen)
        points = [QPointF(x * k, y * k) for x, y in stroke.points]
        self.painter.drawLines([QLineF(a, b) for a, b in itertools.pairwise(points)])

    def mark(self, mark: Mark) -> None:
        """A mark on a line."""
        half = mark.size * self.scale / 2
        middle = QPointF(mark.x * self.scale, mark.y * self.scale)
        self.painter.setPen(QPen(self.ink, 1))
        self.painter.setBrush(self.ground if mark.shape == "ring" else self.ink)
        if mark.shape in ("disc", "ring"):
            self.painter.drawEllipse(middle, half, half)
            return
        corners = [(-half, half), (half, half), (0.0, -half)]
        if mark.shape == "square":
            corners = [(-half, half), (half, half), (half, -half), (-half, -half)]
        self.painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in corners]))

    def word(self, word: Word) -> None:
        """A text with its base line in its place."""
        font = self.font(word.size, strong=word.strong)
        width = QFontMetricsF(font).horizontalAdvance(word.text)
        self.painter.setFont(font)
        self.painter.setPen(self.ink)
        left = word.x * self.scale - width * _ANCHORS[word.anchor]
        self.painter.drawText(QPointF(left, word.y * self.scale), word.text)
