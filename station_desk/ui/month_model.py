"""The cells of the month grid, and how the current one is framed."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from station_desk.domain.month_grid import GridRow
from station_desk.domain.work_log import EntryState
from station_desk.ui.delegate import CELL, EMPTY, Align, Cell, CellPainter
from station_desk.ui.month_book import MonthBook
from station_desk.ui.month_words import head_of
from station_desk.ui.theme import theme
from station_desk.wording import t

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class MonthModel(QAbstractTableModel):
    """The rows and columns of a book, as cells to be painted."""

    repainted = Signal()  # other rows are shown, or values of any of them changed

    def __init__(self) -> None:
        super().__init__()
        self.book: MonthBook | None = None
        self.column = 0
        self._made: dict[int, list[Cell]] = {}
        self.typing: Callable[[int, int], str | None] = lambda _row, _column: None

    def show(self, book: MonthBook | None) -> None:
        """Other rows, or a grid that was read anew."""
        self.beginResetModel()
        self._made.clear()
        self.book = book
        self.endResetModel()
        self.repainted.emit()

    def repaint_row(self, at: int) -> None:
        """Values of one row changed."""
        self._made.pop(at, None)
        if 0 <= at < self.rowCount():
            for column in range(self.columnCount()):  # a change of several cells at once repaints the whole table
                here = self.index(at, column)
                self.dataChanged.emit(here, here)

    def repaint_all(self) -> None:
        """Values changed."""
        self._made.clear()
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
        self.repainted.emit()

    def row_at(self, at: int) -> GridRow | None:
        """The row at a place, None outside."""
        rows = self.book.rows if self.book is not None else ()
        return rows[at] if 0 <= at < len(rows) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() or self.book is None else len(self.book.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() or self.book is None else len(self.book.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role == CELL:
            return self.cell(index.row(), index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index.row(), index.column()).text
        return None

    def cell(self, at: int, column: int) -> Cell:
        """The cell as it is painted."""
        typing = self.typing(at, column)
        if typing is not None:
            return Cell(f"{typing}|", align="right", ground="surface")
        made = self._made.get(at)
        if made is None:
            made = self._made[at] = [self._cell(at, n) for n in range(self.columnCount())]
        return made[column] if column < len(made) else EMPTY

    def _cell(self, at: int, column: int) -> Cell:
        book, row = self.book, self.row_at(at)
        if book is None or row is None:
            return EMPTY
        code = book.columns[column].code
        value, key = book.value(row, code), (row.person_id, code)
        idle = code in book.grid.idle or not book.may_type(row)
        ground = "weekend" if idle else ""
        if value is None:
            note = t("未交表") if column == 0 and not book.may_type(row) else ""
            return Cell(note, small=True, ink="hint", ground=ground, align="left" if note else "right")
        text = t("零") if value.zero_report else str(value.count)
        faint = value.count == 0
        stored = row.cells.get(code)
        if key in book.refused:
            return Cell(text, align="right", sign="bad", ground="bad_tint")
        if stored is not None and stored.state is EntryState.RETURNED and key not in book.typed:
            return Cell(text, align="right", sign="warn", ground="warn_tint", struck=True)
        if book.why(row, code):
            return Cell(text, align="right", sign="warn", ground="warn_tint")
        ink = "text2" if faint else ""
        if key in book.typed:
            return Cell(text, align="right", ink=ink, small=value.zero_report, ground=ground, sign="changed")
        noted = stored is not None and stored.by_day > 0 and book.grid.day is None
        return Cell(text, align="right", ink=ink, small=value.zero_report, ground=ground, sign="noted" if noted else "")

    def headerData(self, at: int, way: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        book = self.book
        if book is None:
            return None
        if way == Qt.Orientation.Vertical:
            row = self.row_at(at)
            return f"{row.name} {row.village}" if row is not None and role == Qt.ItemDataRole.DisplayRole else None
        if at >= len(book.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return head_of(book.columns[at])
        if role == Qt.ItemDataRole.ToolTipRole:
            return book.columns[at].name
        if role == Qt.ItemDataRole.ForegroundRole:
            return QBrush(theme().colour("accent" if at == self.column else "text2"))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class CellFrame(CellPainter):
    """Paints the frame of the current cell instead of a ring around the row."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view, pad=6, lines=True)
        self._table = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        current = self._table.currentIndex()
        if (index.row(), index.column()) == (current.row(), current.column()):
            box: QRect = option.rect  # type: ignore[attr-defined]
            colour = theme().colour("accent" if self._table.hasFocus() else "line_strong")
            for side in (
                QRect(box.x(), box.y(), box.width(), 2),
                QRect(box.x(), box.bottom() - 1, box.width(), 2),
                QRect(box.x(), box.y(), 2, box.height()),
                QRect(box.right() - 1, box.y(), 2, box.height()),
            ):
                painter.fillRect(side, colour)

    def _paint_ring(self, painter: QPainter, box: QRect, index: Index) -> None:
        """The cell has a frame of its own."""

    def _first(self, index: Index) -> bool:
        return False

    def _paint_text(self, painter: QPainter, inner: QRectF, cell: Cell, align: Align) -> None:
        """Numbers are never cut: what does not fit is smaller."""
        if cell.align == "right" and not cell.small:
            _font, metrics = self._font("body", cell.weight, cell.struck)
            if metrics.horizontalAdvance(cell.text) > inner.width():
                cell = Cell(cell.text, ink=cell.ink, small=True, align="right", struck=cell.struck)
        super()._paint_text(painter, inner, cell, cell.align or "left")
