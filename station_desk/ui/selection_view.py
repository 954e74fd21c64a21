"""The table of the stage board: one row and one stage are current, several rows may be marked for one act (UX 4.6)."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QPainter

from station_desk.ui.delegate import CellPainter
from station_desk.ui.lists import Index, ListModel, ListView
from station_desk.ui.selection_rows import Row
from station_desk.ui.theme import theme

_ASIDE = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End})
_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate
_ROWS = QItemSelectionModel.SelectionFlag.Rows


class BoardModel(ListModel[Row]):
    """The lines of the board; the head of the current stage stands in accent."""

    current_column = -1

    def headerData(self, at: int, way: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role == Qt.ItemDataRole.ForegroundRole and at == self.current_column:
            return QBrush(theme().colour("accent"))
        return super().headerData(at, way, role)


class _BoardPainter(CellPainter):
    """Frames the current cell instead of the current row."""

    def __init__(self, view: "BoardView") -> None:
        super().__init__(view)
        self._board = view

    def _paint_ring(self, painter: QPainter, box: QRect, index: Index) -> None:
        if (index.row(), index.column()) != (self._board.currentIndex().row(), self._board.currentIndex().column()):
            return
        colour = theme().colour("accent")
        for side in (
            QRect(box.x(), box.y(), box.width(), 2),
            QRect(box.x(), box.bottom() - 1, box.width(), 2),
            QRect(box.x(), box.y(), 2, box.height()),
            QRect(box.right() - 1, box.y(), 2, box.height()),
        ):
            painter.fillRect(side, colour)


class BoardView(ListView[Row]):
    """Up and down go from person to person, to the stage each of them waits for; left and right look at the other stages
    of the person and stay in that column until the row's own stage is chosen again. Space marks a row and goes on.
    """

    moved = Signal()

    def __init__(self, model: BoardModel, waits_at: Callable[[Row], int]) -> None:
        super().__init__(model, row=34)
        self._waits_at = waits_at
        self._first, self._folded = 0, 0
        self._column: int | None = None
        self.painter = _BoardPainter(self)
        self.setItemDelegate(self.painter)
        self.painter.set_second_beside()
        self.allow_many()

    @property
    def _board(self) -> BoardModel:
        assert isinstance(self._list, BoardModel)
        return self._list

    def set_stages(self, first: int, folded: int) -> None:
        """The column in which stages begin, and how many stages are folded away before it."""
        self._first, self._folded, self._column = first, folded, None

    def stage(self) -> int:
        """The current stage, as its place among the batch's stages."""
        return max(self.currentIndex().column() - self._first, 0) + self._folded

    def marked(self) -> list[Row]:
        """The rows that are marked, in their order."""
        return self.selected_rows()

    def choose(self, at: int) -> None:
        super().choose(at)
        self._to_stage()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.column() != self._board.current_column:
            self._board.current_column = current.column()
            self._board.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._board.columnCount() - 1)
        self.viewport().update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in _ASIDE:
            self._aside(Qt.Key(key))
        elif plain and key == Qt.Key.Key_Space:
            self._mark()
        elif plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._several():
            self._step(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
            self._to_stage()

    def _several(self) -> bool:
        """Whether rows are marked that the cursor must not lose."""
        return len(self.marked()) > 1 or not self.selectionModel().isRowSelected(self.currentIndex().row())

    def _mark(self) -> None:
        """Mark the current row, or take its mark away, and go to the next one."""
        if self.currentIndex().isValid():
            flags = (
                QItemSelectionModel.SelectionFlag.Toggle
                if self._several()
                else QItemSelectionModel.SelectionFlag.Select
            )
            self.selectionModel().select(self.currentIndex(), flags | _ROWS)
            self._step(1)

    def _step(self, by: int) -> None:
        """Another row, the marks kept."""
        at = self.currentIndex().row() + by
        if 0 <= at < self._board.rowCount():
            self.selectionModel().setCurrentIndex(self._board.index(at, self.currentIndex().column()), _KEEP)
            self._to_stage()

    def _aside(self, key: Qt.Key) -> None:
        """Another stage of the same row."""
        last = self._board.columnCount() - 1
        here = max(self.currentIndex().column(), self._first)
        to = {Qt.Key.Key_Left: here - 1, Qt.Key.Key_Right: here + 1, Qt.Key.Key_Home: self._first}.get(key, last)
        row = self._board.row_at(self.currentIndex().row())
        if row is not None:
            self._column = min(max(to, self._first), last)
            if self._column == self._own(row):
                self._column = None
            self._go_to_column(self._column if self._column is not None else self._own(row))

    def _own(self, row: Row) -> int:
        return max(self._waits_at(row) - self._folded, 0) + self._first

    def _to_stage(self) -> None:
        row = self._board.row_at(self.currentIndex().row())
        if row is not None:
            self._go_to_column(self._own(row) if self._column is None else self._column)

    def _go_to_column(self, column: int) -> None:
        at = self._board.index(self.currentIndex().row(), min(column, self._board.columnCount() - 1))
        if at.isValid() and at.column() != self.currentIndex().column():
            self.selectionModel().setCurrentIndex(at, _KEEP)
