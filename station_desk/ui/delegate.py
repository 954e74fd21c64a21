"""One delegate paints every cell of every list: marks, tags, two-part cells, cell marks and matched characters (UX 2.8)."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from station_desk.ui.icons import draw
from station_desk.ui.marks import Tone, paint_mark, tone_roles
from station_desk.ui.theme import Weight, theme

CELL = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which a model gives the `Cell` of an index; `DisplayRole` gives its text to readers and drivers."""

Align = Literal["left", "right", "centre"]
Index = QModelIndex | QPersistentModelIndex
_FLAGS = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "centre": Qt.AlignmentFlag.AlignHCenter,
}
_PLACED = {align: int(flag | Qt.AlignmentFlag.AlignVCenter) for align, flag in _FLAGS.items()}
"""Made once: putting flags together costs as much as measuring a text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows.

    `mark` (or a Tabler `icon`) stands before the text, `tag` puts the text on a tinted ground, `second` is a fainter part after it, `spans`
    are positions of matched characters (accent), `sign` is a mark of the whole cell (warn: dashed line, bad: outline and
    bar, changed: corner, noted: thin dots), `ground` and `ink` are colour roles. `ink` "" takes the text's colour. `bare` leaves the
    line below the row away.
    """

    text: str = ""
    mark: str = ""
    icon: str = ""
    tag: Tone | None = None
    second: str = ""
    spans: tuple[int, ...] = ()
    sign: Literal["", "warn", "bad", "changed", "noted"] = ""
    ink: str = ""
    ground: str = ""
    weight: Weight = "regular"
    small: bool = False
    align: Align | None = None
    struck: bool = False
    bare: bool = False

    def spoken(self) -> str:
        """The cell as plain text."""
        return f"{self.text} {self.second}".strip()


EMPTY = Cell()


def pieces(text: str, spans: tuple[int, ...]) -> list[tuple[str, bool]]:
    """`text` in runs of unmatched and matched characters, in order."""
    hit = frozenset(spans)
    runs: list[tuple[str, bool]] = []
    for at, character in enumerate(text):
        matched = at in hit
        if runs and runs[-1][1] == matched:
            runs[-1] = (runs[-1][0] + character, matched)
        else:
            runs.append((character, matched))
    return runs


class CellPainter(QStyledItemDelegate):
    """Paints `Cell`s. `pad` is the side padding, `lines` draws vertical lines, `second_at` aligns the second parts."""

    def __init__(self, view: QAbstractItemView, *, pad: int = 8, lines: bool = False, second_at: int = 104) -> None:
        super().__init__(view)
        self._view, self._pad, self._lines, self._second_at = view, pad, lines, second_at
        self._aligns: dict[int, Align] = {}
        self._fonts: dict[tuple[object, ...], tuple[QFont, QFontMetricsF]] = {}
        theme().changed.connect(self._fonts.clear)

    def set_align(self, column: int, align: Align) -> None:
        """How a column stands where the cell does not say."""
        self._aligns[column] = align

    def set_second_beside(self) -> None:
        """Second parts stand right after the text, in small type, instead of in a column of their own."""
        self._second_at = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(40), theme().size("row_list"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            cell = Cell(str(index.data() or ""))
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        selected = QStyle.StateFlag.State_Selected in state
        painter.save()
        self._paint_ground(painter, box, cell, selected, index)
        inner = QRectF(box.adjusted(theme().px(self._pad), 0, -theme().px(self._pad), 0))
        align = cell.align or self._aligns.get(index.column(), "left")
        if cell.mark:
            inner = self._paint_mark(painter, inner, cell, align)
        elif cell.icon:
            inner = self._paint_icon(painter, inner, cell, selected)
        if cell.tag is not None and cell.text:
            self._paint_tag(painter, inner, cell)
        elif cell.text or cell.second:
            self._paint_text(painter, inner, cell, align)
        self._paint_sign(painter, box, cell)
        if selected and self._view.hasFocus():
            self._paint_ring(painter, box, index)
        painter.restore()

    # ------------------------------------------------------------------------------------------------- the parts
    def _font(
        self, size: Literal["small", "body"], weight: Weight, struck: bool = False
    ) -> tuple[QFont, QFontMetricsF]:
        key = (size, weight, struck)
        if key not in self._fonts:
            font = theme().font(size, weight)
            font.setStrikeOut(struck)
            self._fonts[key] = (font, QFontMetricsF(font))
        return self._fonts[key]

    def _paint_ground(self, painter: QPainter, box: QRect, cell: Cell, selected: bool, index: Index) -> None:
        if cell.ground:
            painter.fillRect(box, theme().colour(cell.ground))
        elif selected:
            painter.fillRect(box, theme().colour("tint"))
        if not cell.bare:
            painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme().colour("line"))
        if self._lines:
            painter.fillRect(box.right(), box.y(), 1, box.height(), theme().colour("line"))
        if selected and self._first(index):
            painter.fillRect(
                QRect(box.x(), box.y(), theme().size("selected_bar"), box.height()), theme().colour("accent")
            )

    def _first(self, index: Index) -> bool:
        return index.column() == 0

    def _last(self, index: Index) -> bool:
        return index.column() == index.model().columnCount() - 1

    def _paint_mark(self, painter: QPainter, inner: QRectF, cell: Cell, align: Align) -> QRectF:
        side = theme().size("mark")
        left = inner.x() if align == "left" or cell.text else inner.center().x() - side / 2
        paint_mark(painter, QRectF(left, inner.center().y() - side / 2 + 0.5, side, side), cell.mark)
        return inner.adjusted(side + theme().px(6), 0, 0, 0)

    def _paint_icon(self, painter: QPainter, inner: QRectF, cell: Cell, selected: bool) -> QRectF:
        side = theme().size("icon_button")
        where = QRectF(inner.x(), inner.center().y() - side / 2, side, side)
        draw(painter, cell.icon, where, theme().colour("accent" if selected else "text2"))
        return inner.adjusted(side + theme().px(10), 0, 0, 0)

    def _paint_tag(self, painter: QPainter, inner: QRectF, cell: Cell) -> None:
        font, metrics = self._font("small", "medium")
        ink, ground = tone_roles(cell.tag or "none")
        width = min(metrics.horizontalAdvance(cell.text) + theme().px(12), inner.width())
        height = theme().px(20)
        where = QRectF(inner.x(), inner.center().y() - height / 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme().colour(ink) if theme().look.startswith("contrast") else Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(ground))
        painter.drawRoundedRect(where, theme().px(4), theme().px(4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(font)
        painter.setPen(theme().colour(ink))
        painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), cell.text)

    def _paint_text(self, painter: QPainter, inner: QRectF, cell: Cell, align: Align) -> None:
        font, metrics = self._font("small" if cell.small else "body", cell.weight, cell.struck)
        painter.setFont(font)
        painter.setPen(theme().colour(cell.ink or "text"))
        flags = _PLACED[align]
        width = metrics.horizontalAdvance(cell.text)
        if cell.spans:
            width = self._paint_pieces(painter, inner, cell, metrics)
        elif width <= inner.width():
            painter.drawText(inner, flags, cell.text)
        else:
            painter.drawText(inner, flags, metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, inner.width()))
        if cell.second:
            gap = theme().px(self._second_at) if self._second_at and cell.text else 0
            rest = inner.adjusted(max(gap, width + theme().px(10)) if cell.text else 0, 0, 0, 0)
            second, measured = self._font("small" if self._second_at == 0 else "body", "regular")
            painter.setFont(second)
            painter.setPen(theme().colour("text2"))
            cut = measured.elidedText(cell.second, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), cut)

    def _paint_pieces(self, painter: QPainter, inner: QRectF, cell: Cell, metrics: QFontMetricsF) -> float:
        """Paint text with matched characters; the width it took."""
        left = inner.x()
        bold, bold_metrics = self._font("small" if cell.small else "body", "bold")
        plain, _ = self._font("small" if cell.small else "body", cell.weight)
        for text, matched in pieces(cell.text, cell.spans):
            if left >= inner.right():
                break
            painter.setFont(bold if matched else plain)
            painter.setPen(theme().colour("accent" if matched else cell.ink or "text"))
            where = QRectF(left, inner.y(), inner.right() - left, inner.height())
            painter.drawText(where, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
            left += (bold_metrics if matched else metrics).horizontalAdvance(text)
        return left - inner.x()

    def _paint_sign(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        if cell.sign == "bad":
            painter.setPen(QPen(theme().colour("bad"), 1))
            painter.drawRect(box.adjusted(0, 0, -1, -2))
            painter.fillRect(QRect(box.x(), box.y(), 3, box.height() - 1), theme().colour("bad"))
        elif cell.sign == "warn":
            pen = QPen(theme().colour("warn"), 2)
            pen.setDashPattern([2, 1.6])
            painter.setPen(pen)
            painter.drawLine(box.x() + 1, box.bottom() - 1, box.right() - 1, box.bottom() - 1)
        elif cell.sign == "noted":
            painter.setPen(QPen(theme().colour("hint"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(box.x() + theme().px(8), box.bottom() - 4, box.right() - theme().px(8), box.bottom() - 4)
        elif cell.sign == "changed":
            side, corner = theme().px(8), box.topRight()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("accent"))
            painter.drawPolygon(
                QPolygon(
                    [
                        corner,
                        QPoint(corner.x() - side, corner.y()),
                        QPoint(corner.x(), corner.y() + side),
                    ]
                )
            )

    def _paint_ring(self, painter: QPainter, box: QRect, index: Index) -> None:
        """The focus ring around the whole selected row, one piece in each of its cells."""
        colour = theme().colour("accent")
        painter.fillRect(QRect(box.x(), box.y(), box.width(), 2), colour)
        painter.fillRect(QRect(box.x(), box.bottom() - 1, box.width(), 2), colour)
        if self._last(index):
            painter.fillRect(QRect(box.right() - 1, box.y(), 2, box.height()), colour)
