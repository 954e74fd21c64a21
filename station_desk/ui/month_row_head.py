"""What stays in view beside and below the table of the month grid: the people, the sums of rows, the sums of columns."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from station_desk.domain.month_grid import GridRow
from station_desk.domain.work_log import EntryState
from station_desk.ui.marks import MarkKind, paint_mark
from station_desk.ui.month_book import MonthBook
from station_desk.ui.naming import named
from station_desk.ui.theme import Size, Weight, theme
from station_desk.wording import t

if TYPE_CHECKING:
    from station_desk.ui.month_table import MonthTable

NUMBER, PEOPLE, LEAST_PEOPLE, STATE, TOTAL = 33, 244, 190, 26, 60
"""Widths: number, name and village, the least of these, mark of the state, sum of a row."""

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def state_mark(book: MonthBook, row: GridRow) -> MarkKind:
    """How far a row is: not back, to be entered, entered, checked by the officer, given back."""
    states = {cell.state for cell in row.cells.values()}
    if EntryState.RETURNED in states:
        return "warn"
    if not book.may_type(row):
        return "skip"
    if not book.reported(row):
        return "wait" if book.is_closed else "todo"
    return "ok" if states == {EntryState.CHECKED} else "tick"


class RowHead(QHeaderView):
    """The frozen left side: number, name, village, state."""

    def __init__(self, table: "MonthTable") -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table = table
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.sectionClicked.connect(lambda at: table.stand_on(at, max(table.currentIndex().column(), 0)))

    def dress(self) -> None:
        """Sizes of the type in use."""
        self.setMinimumSectionSize(theme().px(16))
        self.setDefaultSectionSize(theme().size("row_dense"))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.updateGeometry()

    def repaint_row(self, at: int) -> None:
        """The name or the state of one row changed."""
        if at >= 0:
            top = self.sectionViewportPosition(at)
            self.viewport().update(0, top, self.viewport().width(), self.sectionSize(at))

    def sizeHint(self) -> QSize:
        room = self._table.width() - theme().px(NUMBER + STATE)
        columns = self._table.model_.columnCount() * theme().px(48)
        people = max(theme().px(LEAST_PEOPLE), min(theme().px(PEOPLE), room - columns))
        return QSize(theme().px(NUMBER + STATE) + people, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), theme().colour("surface"))
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        row, book = self._table.model_.row_at(logicalIndex), self._table.book
        if row is None or book is None:
            return
        painter.save()
        current = self._table.currentIndex().row() == logicalIndex
        away = not book.may_type(row)
        ground = "tint" if current else "weekend" if away else "surface"
        painter.fillRect(rect, theme().colour(ground))
        if current:
            painter.fillRect(
                QRect(rect.x(), rect.y(), theme().size("selected_bar"), rect.height()), theme().colour("accent")
            )
        number, side, line = theme().px(NUMBER), rect.right() - theme().px(STATE), theme().colour("line")
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, line)
        for left in (rect.x() + number, side, rect.right()):
            painter.fillRect(left, rect.y(), 1, rect.height(), line)
        _write(
            painter, QRectF(rect.x(), rect.y(), number - theme().px(7), rect.height()), str(row.number), "hint", "small"
        )
        self._paint_person(painter, rect, row, away=away)
        mark = theme().size("mark")
        where = QRectF(side + (theme().px(STATE) - mark) / 2, rect.center().y() - mark / 2 + 0.5, mark, mark)
        paint_mark(painter, where, state_mark(book, row))
        painter.restore()

    def _paint_person(self, painter: QPainter, rect: QRect, row: GridRow, *, away: bool) -> None:
        """The name whole; it pushes the village aside, which may be cut."""
        left = rect.x() + theme().px(NUMBER + 6)
        room = rect.right() - theme().px(STATE) - left - theme().px(4)
        box = QRectF(left, rect.y(), room, rect.height())
        width = theme().face("body", "medium")[1].horizontalAdvance(row.name)
        _write(painter, box, row.name, "text2" if away else "text", weight="medium", flags=_LEFT)
        gap = max(theme().px(104), width + theme().px(10))
        if room - gap > theme().px(20):
            village = theme().face()[1].elidedText(row.village, Qt.TextElideMode.ElideRight, room - gap)
            _write(painter, box.adjusted(gap, 0, 0, 0), village, "hint" if away else "text2", flags=_LEFT)


class RowSums(QWidget):
    """The frozen right side: the sum of each row."""

    def __init__(self, table: "MonthTable") -> None:
        super().__init__()
        named(self, "row-sums")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._table = table
        self._current = -1
        self.setFixedWidth(theme().px(TOTAL))
        table.stood_on.connect(self._stand)
        table.model_.repainted.connect(self.update)
        table.verticalScrollBar().valueChanged.connect(lambda _value: self.update())

    def _stand(self) -> None:
        """The row that was current and the one that is: no other sum can have changed."""
        before, self._current = self._current, self._table.currentIndex().row()
        for at in {before, self._current} - {-1}:
            self.update(self._box(at))

    def _box(self, at: int) -> QRect:
        """Where the sum of a row stands."""
        top = self._table.rowViewportPosition(at) + self._table.horizontalHeader().height()
        return QRect(0, top, self.width(), self._table.rowHeight(at))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("surface"))
        head = self._table.horizontalHeader().height()
        pad = theme().px(8)
        book = self._table.book
        first, end = max(self._table.rowAt(0), 0), len(book.rows) if book is not None else 0
        for at in range(first, end):
            box = self._box(at)
            if box.top() > event.rect().bottom():
                break
            row = self._table.model_.row_at(at)
            if row is None or book is None or not box.intersects(event.rect()):
                continue
            current = at == self._table.currentIndex().row()
            painter.fillRect(box, theme().colour("tint" if current else "surface"))
            painter.fillRect(0, box.bottom(), self.width(), 1, theme().colour("line"))
            total = book.row_total(row)
            if total is not None:
                _write(painter, QRectF(box.adjusted(0, 0, -pad, 0)), str(total), "text", weight="bold")
        if event.rect().top() < head:
            painter.fillRect(0, 0, self.width(), head, theme().colour("surface"))
            _write(painter, QRectF(0, 0, self.width() - pad, head), t("合计"), "text2", "small")
            painter.fillRect(0, head - 1, self.width(), 1, theme().colour("line_strong"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self._table.viewport(), event)


class ColumnSums(QWidget):
    """The frozen foot: the sums of the month before and of this one, live."""

    def __init__(self, table: "MonthTable") -> None:
        super().__init__()
        named(self, "column-sums")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._table = table
        self.setFixedHeight(2 * theme().size("row_dense") + 1)
        table.stood_on.connect(self.update)
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("surface"))
        painter.setPen(theme().colour("line_strong"))
        painter.drawLine(0, 0, self.width(), 0)
        book = self._table.book
        if book is None:
            return
        before, people = book.totals_before()
        self._line(painter, 1, t("上月合计　{n} 人", n=people), before, "text2", "regular")
        now = book.column_totals()
        self._line(painter, 1 + theme().size("row_dense"), t("本月合计　{n} 人", n=book.people()), now, "text", "bold")

    def _line(self, painter: QPainter, top: int, said: str, sums: Mapping[str, int], ink: str, weight: Weight) -> None:
        """One row of sums."""
        table, book = self._table, self._table.book
        if book is None:
            return
        height, side = theme().size("row_dense"), table.rows.width()
        small: Size = "body" if weight == "bold" else "small"
        _write(
            painter,
            QRectF(theme().px(NUMBER + 6), top, side - theme().px(NUMBER + 6), height),
            said,
            ink,
            small,
            weight=weight,
            flags=_LEFT,
        )
        right = self.width() - theme().px(TOTAL)
        painter.save()
        painter.setClipRect(QRect(side, top, right - side, height))
        for at, column in enumerate(book.columns):
            left = table.columnViewportPosition(at) + side
            if column.code in sums and -table.columnWidth(at) < left - side < right:
                box = QRectF(left, top, table.columnWidth(at) - theme().px(6), height)
                _write(painter, box, str(sums[column.code]), ink, small, weight=weight)
        painter.restore()
        total = QRectF(right, top, theme().px(TOTAL - 8), height)
        _write(painter, total, str(sum(sums.values())), ink, small, weight=weight)


def _write(
    painter: QPainter,
    box: QRectF,
    text: str,
    ink: str,
    size: Size = "body",
    *,
    weight: Weight = "regular",
    flags: int = _RIGHT,
) -> None:
    """A text in a box; a number too wide for it is written smaller."""
    font, metrics = theme().face(size, weight)
    if size == "body" and flags == _RIGHT and metrics.horizontalAdvance(text) > box.width():
        font = theme().face("small", weight)[0]
    painter.setFont(font)
    painter.setPen(theme().colour(ink))
    painter.drawText(box, flags, text)
