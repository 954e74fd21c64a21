"""Marks of state: shape, word and colour together, distinct in grey print and for colour-blind people (UX 2.3)."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from station_desk.ui.theme import theme

MarkKind = Literal["ok", "tick", "warn", "bad", "todo", "wait", "skip", "info"]
Tone = Literal["ok", "warn", "bad", "info", "none"]

MARK_ROLE: dict[str, str] = {
    "ok": "ok",
    "tick": "hint",
    "warn": "warn",
    "bad": "bad",
    "todo": "accent",
    "wait": "hint",
    "skip": "hint",
    "info": "accent",
}
_TONE_ROLES: dict[str, tuple[str, str]] = {"info": ("accent", "tint"), "none": ("text2", "weekend")}
_TICK = ((0.28, 0.53), (0.44, 0.69), (0.73, 0.34))
_BARE_TICK = ((0.2, 0.55), (0.42, 0.76), (0.84, 0.26))


def tone_roles(tone: str) -> tuple[str, str]:
    """The colour roles of text and ground for a tone."""
    return _TONE_ROLES.get(tone, (tone, f"{tone}_tint"))


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def paint_mark(painter: QPainter, where: QRectF, kind: str) -> None:
    """Paint the mark `kind` into the square `where`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = where.adjusted(1, 1, -1, -1)
    colour = theme().colour(MARK_ROLE[kind])
    if kind in ("ok", "warn", "bad", "info"):
        _filled(painter, box, kind, colour)
    else:
        _open(painter, box, kind, colour)
    painter.restore()


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.x() + box.width() * x, box.y() + box.height() * y)


def _filled(painter: QPainter, box: QRectF, kind: str, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if kind == "warn":
        painter.drawPolygon(QPolygonF([_at(box, 0.5, 0), _at(box, 1, 0.94), _at(box, 0, 0.94)]))
    elif kind == "bad":
        painter.drawRoundedRect(box, 2, 2)
    else:
        painter.drawEllipse(box)
    painter.setPen(_pen(theme().colour("surface"), max(1.5, box.width() * 0.14)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind == "ok":
        painter.drawPolyline(QPolygonF([_at(box, x, y) for x, y in _TICK]))
    elif kind == "warn":
        painter.drawLine(_at(box, 0.5, 0.38), _at(box, 0.5, 0.6))
        painter.drawPoint(_at(box, 0.5, 0.79))
    elif kind == "bad":
        painter.drawLine(_at(box, 0.3, 0.3), _at(box, 0.7, 0.7))
        painter.drawLine(_at(box, 0.7, 0.3), _at(box, 0.3, 0.7))
    else:
        painter.drawLine(_at(box, 0.5, 0.48), _at(box, 0.5, 0.74))
        painter.drawPoint(_at(box, 0.5, 0.27))


def _open(painter: QPainter, box: QRectF, kind: str, colour: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind == "wait":
        painter.setPen(_pen(colour, 1.5))
        painter.drawEllipse(box.adjusted(0.7, 0.7, -0.7, -0.7))
    elif kind == "todo":
        painter.setPen(_pen(colour, 2.4))
        painter.drawEllipse(box.adjusted(1.4, 1.4, -1.4, -1.4))
    elif kind == "skip":
        painter.setPen(_pen(colour, 1.6))
        painter.drawLine(_at(box, 0.2, 0.5), _at(box, 0.8, 0.5))
    else:
        painter.setPen(_pen(colour, 1.6))
        painter.drawPolyline(QPolygonF([_at(box, x, y) for x, y in _BARE_TICK]))


class Mark(QWidget):
    """A mark as a widget. It always stands beside its word."""

    def __init__(self, kind: MarkKind, pixels: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: str = kind
        side = theme().px(pixels)
        self.setFixedSize(QSize(side, side))
        theme().changed.connect(self.update)

    @property
    def kind(self) -> str:
        return self._kind

    def set_kind(self, kind: MarkKind) -> None:
        """Show another mark."""
        self._kind = kind
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self._kind)
        painter.end()


class Tag(QLabel):
    """A word on a tinted ground: the state of a person, a bundle, a stick."""

    def __init__(self, text: str = "", tone: Tone = "info", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._tone: str = tone
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme().px(20))
        self.setMargin(0)
        self._dress()
        theme().changed.connect(self._dress)

    def set_tag(self, text: str, tone: Tone) -> None:
        """Show another word in another tone; an empty word hides the tag."""
        self.setText(text)
        self._tone = tone
        if self.parent() is not None or not text:
            self.setVisible(bool(text))
        self._dress()

    def _dress(self) -> None:
        ink, ground = (theme().colour(role).name() for role in tone_roles(self._tone))
        edge = f"border:1px solid {ink};" if theme().look.startswith("contrast") else ""
        self.setStyleSheet(
            f"color:{ink};background:{ground};{edge}border-radius:{theme().px(4)}px;"
            f"padding:0 {theme().px(7)}px;font-size:{theme().font_px('small')}px;font-weight:500"
        )
