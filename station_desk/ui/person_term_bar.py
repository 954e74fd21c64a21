"""The bar of the terms of office, painted: old terms pale, the newest in accent, today a stroke with its word."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_desk.domain.roster import TermView
from station_desk.ui.kit import named
from station_desk.ui.person_term import Piece, TermBar, term_bar
from station_desk.ui.theme import theme
from station_desk.wording import t

_GAP = 3
_LABEL_ROOM = 54


class TermBarView(QWidget):
    """Shows the terms of one person; its accessible description says the dates in words."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "terms")
        self._bar = TermBar((), None)
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_terms(self, terms: Sequence[TermView], today: date, word: str = "") -> None:
        """Show `terms` (newest first) with the mark of `today`, called `word` (default: 今天)."""
        self._word = word or t("今天")
        self._bar = term_bar(terms, today)
        self.setAccessibleDescription("; ".join(f"{p.start} - {p.end}" for p in self._bar.pieces))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(46 if self._bar.pieces else 2))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, height = theme().px(8), theme().px(10)
        for piece in self._bar.pieces:
            self._paint_piece(painter, piece, top, height)
        self._paint_labels(painter, top + height + theme().px(6))
        if self._bar.today is not None and self._bar.pieces:
            painter.fillRect(QRectF(self._x(self._bar.today) - 1, top - 5, 2, height + 10), theme().colour("text"))
        painter.end()

    def _x(self, share: float) -> float:
        return max(1.0, min(self.width() - 1.0, share * self.width()))

    def _paint_piece(self, painter: QPainter, piece: Piece, top: int, height: int) -> None:
        left = self._x(piece.left) + (_GAP if piece.left > 0 else 0)
        painter.setPen(theme().colour("accent"))
        painter.setBrush(theme().colour("accent" if piece.newest else "tint2"))
        if not piece.newest:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(left, top, max(4.0, self._x(piece.right) - left), height), 3, 3)

    def _paint_labels(self, painter: QPainter, top: int) -> None:
        """Dates below the bar; one that would run into a more important one is left out."""
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text2"))
        room, taken = theme().px(_LABEL_ROOM), list[tuple[float, float]]()
        wanted: list[tuple[float, str]] = []
        if self._bar.pieces:
            newest = self._bar.pieces[-1]
            wanted += [(newest.left, newest.start), (newest.right, newest.end)]
        if self._bar.today is not None and self._bar.pieces:
            wanted.append((self._bar.today, self._word))
        wanted += [(piece.left, piece.start) for piece in self._bar.pieces[:-1]]
        for share, text in wanted:
            if not text:
                continue
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = min(max(0.0, self._x(share) - (0 if share < 0.03 else wide / 2)), float(self.width() - wide))
            if any(left < right + 4 and start < left + wide + 4 for start, right in taken):
                continue
            taken.append((left, left + wide))
            painter.drawText(QRectF(left, top, max(room, wide + 2), theme().px(18)), Qt.AlignmentFlag.AlignLeft, text)
