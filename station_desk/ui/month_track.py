"""The month on Home: its steps as rings that fill, each a link to the place where it is done (UX 4.1)."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_desk.domain.month_guide import URGENT_DAYS, MonthGuide, Stage, StageKind
from station_desk.ui.guide_words import left_words, short_words, stage_name
from station_desk.ui.kit import Box, Link, Tone, card, column, label, named, row
from station_desk.ui.marks import Mark
from station_desk.ui.page import Target
from station_desk.ui.summary import day_words, month_words
from station_desk.ui.theme import theme
from station_desk.wording import t

SHOWN: tuple[StageKind, ...] = ("hand_out", "returns", "entry", "assess", "pay", "send")
"""What Home shows; the close belongs to the entry, the receipt to the sending."""
_RING = 26
_TICK = ((0.30, 0.52), (0.45, 0.67), (0.72, 0.36))


class Ring(QWidget):
    """One step: a filled ring with a tick, a ring that is full by its share, a thin ring with its number, a dash; and
    the line to the next one."""

    def __init__(self, stage: Stage, number: int, *, last: bool) -> None:
        super().__init__()
        self.stage, self.number, self.last = stage, number, last
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(_RING))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme().px(_RING)
        ring = QRectF(1.5, 1.5, side - 3, side - 3)
        done = self.stage.state == "done"
        if not self.last:
            painter.setPen(QPen(theme().colour("accent" if done else "line_strong"), theme().px(2)))
            gap = theme().px(6)
            painter.drawLine(QPointF(side + gap, side / 2), QPointF(self.width() - gap, side / 2))
        if done:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("accent"))
            painter.drawEllipse(ring)
            pen = QPen(theme().colour("on_accent"), theme().px(2))
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            at = [QPointF(ring.x() + ring.width() * x, ring.y() + ring.height() * y) for x, y in _TICK]
            painter.drawPolyline(QPolygonF(at))
        else:
            self._open(painter, ring)
        painter.end()

    def _open(self, painter: QPainter, ring: QRectF) -> None:
        going = self.stage.state == "doing"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("line_strong"), theme().px(2)))
        painter.drawEllipse(ring)
        if going:
            painter.setPen(QPen(theme().colour("accent"), theme().px(3)))
            painter.drawArc(ring, 90 * 16, -round(360 * 16 * max(self.stage.share, 0.04)))
        painter.setPen(theme().colour("accent" if going else "hint"))
        painter.setFont(theme().font("small", "medium"))
        text = "–" if self.stage.state == "skip" else str(self.number)
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, text)


def month_card(guide: MonthGuide, go: Callable[[Target], object], open_guide: Callable[[], object]) -> Box:
    """The card of the month: its days, the days to the deadline, the steps."""
    facts = guide.facts
    span = t("{first} – {last}", first=day_words(facts.first), last=day_words(facts.last))
    urgent = guide.left <= URGENT_DAYS and guide.stage("send").state != "done"
    tone: Tone = "" if not urgent else "bad" if guide.left < 0 else "warn"
    mark = Mark("bad" if guide.left < 0 else "warn", 14)
    tag = row(*([mark] if urgent else []), label(left_words(guide), "strong" if urgent else "second", tone), gap=5)
    every = Link(t("每一步 Alt+G"), open_guide)
    every.setObjectName("guide")
    head = row(
        label(t("{month}工作", month=month_words(facts.month)), "head"), label(span, "second"), None, tag, 8, every
    )
    steps = [_step(guide, kind, number, go) for number, kind in enumerate(SHOWN, 1)]
    return card(head, row(*((step, 1) for step in steps), gap=0), gap=12, margins=(18, 14, 18, 14), name="month")


def _step(guide: MonthGuide, kind: StageKind, number: int, go: Callable[[Target], object]) -> QWidget:
    stage = guide.stage(kind)
    name = Link(stage_name(kind), lambda: go(Target(stage.page, stage.act, stage.subject)))
    name.setObjectName(f"stage-{kind}")
    second = label(short_words(guide, stage), "small", "accent" if stage.state == "doing" else "")
    made = column(Ring(stage, number, last=kind == SHOWN[-1]), row(name, None), second, gap=3)
    return named(made, f"step-{kind}")
