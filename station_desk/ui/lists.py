"""Lists: a model of rows that paints through `Cell`s, and the table view every page uses.

    columns = [Column(t("姓名"), 204), Column(t("村"), 0), Column(t("聘期至"), 96, "right")]
    model = ListModel[RosterRow](columns, lambda row: [Cell(row.name, weight="medium"), Cell(row.village), …])
    view = ListView(model)
    view.chosen.connect(show_card)      # the current row, also by arrow keys; None when there is none
    view.opened.connect(open_card)      # Enter or double click
    model.set_rows(rows)

A column of width 0 takes the room that is left. Cells are made when they are first painted and kept for the row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from station_desk.ui.delegate import CELL, EMPTY, Align, Cell, CellPainter
from station_desk.ui.fields import ENTER
from station_desk.ui.kit import named
from station_desk.ui.theme import theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_FIXED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_CURRENT = _FIXED | Qt.ItemFlag.ItemIsSelectable
"""Made once: a view asks for the flags of every cell it paints."""

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "centre": Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in pixels at ordinary type (0: the rest of the room), how it stands."""

    head: str
    width: int
    align: Align = "left"


class ListModel(QAbstractTableModel, Generic[R]):
    """Rows of anything; `cells` makes the cells of a row."""

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Callable[[R], Sequence[Cell]],
        selectable: Callable[[R], bool] | None = None,
    ) -> None:
        """`selectable` says which rows can be current (default: all); heads of groups cannot."""
        super().__init__()
        self.columns = list(columns)
        self._cells = cells
        self._selectable = selectable
        self._rows: Sequence[R] = ()
        self._made: dict[int, Sequence[Cell]] = {}

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows. The view keeps no selection: choose again with `ListView.choose`."""
        self.beginResetModel()
        self._rows = rows
        self._made.clear()
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column], cells: Callable[[R], Sequence[Cell]]) -> None:
        """Other columns; follow with `ListView.lay_columns`."""
        self.beginResetModel()
        self.columns, self._cells = list(columns), cells
        self._made.clear()
        self.endResetModel()

    def repaint_rows(self) -> None:
        """The cells say something new (a mask lifted, other matched characters) for the same rows."""
        self._made.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def rows(self) -> Sequence[R]:
        """The rows shown."""
        return self._rows

    def row_at(self, at: int) -> R | None:
        """The row at a position, None outside."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def cell(self, at: int, column: int) -> Cell:
        """The cell as it is painted."""
        made = self._made.get(at)
        if made is None:
            if len(self._made) > 2000:
                self._made.clear()
            made = self._made[at] = self._cells(self._rows[at])
        return made[column] if column < len(made) else EMPTY

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role == CELL:
            return self.cell(index.row(), index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index.row(), index.column()).spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.cell(index.row(), index.column()).spoken()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._selectable is None or self._selectable(self._rows[index.row()]):
            return _CURRENT
        return _FIXED

    def headerData(self, at: int, way: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if way != Qt.Orientation.Horizontal or at >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[at].head
        if role == Qt.ItemDataRole.ForegroundRole:
            return QBrush(theme().colour("text2"))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[self.columns[at].align] | Qt.AlignmentFlag.AlignVCenter)
        return None


class ListView(QTableView, Generic[R]):
    """The list of a page: one row is current, arrow keys never leave it, Enter opens."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self, model: ListModel[R], name: str = "list", *, row: int = 30, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self._list = model
        self._row = row
        self._when_empty = ""
        self.setModel(model)
        self.painter = CellPainter(self)
        self.setItemDelegate(self.painter)
        self._dress()
        self.lay_columns()
        theme().changed.connect(self._follow_theme)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def lay_columns(self) -> None:
        """Take widths and alignment from the model's columns."""
        head = self.horizontalHeader()
        for at, column in enumerate(self._list.columns):
            stretch = column.width == 0
            head.setSectionResizeMode(
                at, QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Interactive
            )
            if not stretch:
                self.setColumnWidth(at, theme().px(column.width))
            self.painter.set_align(at, column.align)

    def current(self) -> R | None:
        """The current row's object."""
        return self._list.row_at(self.currentIndex().row())

    def choose(self, at: int) -> None:
        """Make row `at` current and bring it into view; outside the list nothing is current."""
        if 0 <= at < self._list.rowCount():
            self.selectRow(at)
            self.scrollTo(self._list.index(at, 0))
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())

    def fix_height(self, rows: int) -> None:
        """Be as high as the head and so many rows: a list among other things in a panel."""
        self.setFixedHeight(theme().size("header_row") + rows * theme().px(self._row) + 2)

    def say_when_empty(self, words: str) -> None:
        """What stands in the place of the rows where there are none (UX 2.6): a list is never just blank."""
        self._when_empty = words
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._when_empty and not self._list.rowCount():
            with QPainter(self.viewport()) as painter:
                painter.setFont(theme().face()[0])
                painter.setPen(theme().colour("text2"))
                side = theme().px(16)
                room = self.viewport().rect().adjusted(side, 0, -side, 0)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._when_empty)

    def seek(self, wanted: Callable[[R], bool], way: int = 1) -> bool:
        """Go to the next row down (`way` 1) or up (-1) that is `wanted`; False, and nothing moves, where there is none."""
        at = self.currentIndex().row()
        order = range(at + 1, self._list.rowCount()) if way > 0 else range(at - 1, -1, -1)
        for n in order:
            row = self._list.row_at(n)
            if row is not None and wanted(row):
                self.choose(n)
                return True
        return False

    def selected_rows(self) -> list[R]:
        """The selected rows in the order of the list (several where the page allows it)."""
        picked = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [row for at in picked if (row := self._list.row_at(at)) is not None]

    def allow_many(self) -> None:
        """Several rows may be selected (Shift, Ctrl, Ctrl+A)."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not current.isValid():
            self.chosen.emit(self._list.row_at(current.row()) if current.isValid() else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._list.rowCount():
            self.choose(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open(self.currentIndex().row())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _open(self, at: int) -> None:
        if (row := self._list.row_at(at)) is not None:
            self.opened.emit(row)

    def _follow_theme(self) -> None:
        self._dress()
        self._list.repaint_rows()
        self.viewport().update()

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        if self.selectionMode() != QAbstractItemView.SelectionMode.ExtendedSelection:
            self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        side = self.verticalHeader()
        side.hide()
        side.setMinimumSectionSize(theme().px(16))
        side.setDefaultSectionSize(theme().px(self._row))
        head = self.horizontalHeader()
        head.setMinimumSectionSize(theme().px(24))
        head.setFixedHeight(theme().size("header_row"))
        head.setHighlightSections(False)
        head.setSectionsClickable(False)


def short_list(
    columns: Sequence[Column], cells: Callable[[R], Sequence[Cell]], rows: Sequence[R], name: str, most: int
) -> ListView[R]:
    """The list of a panel: as high as its rows, `most` of them; the rest is scrolled to."""
    model: ListModel[R] = ListModel(columns, cells)
    made: ListView[R] = ListView(model, name, row=26)
    made.fix_height(min(most, len(rows)))
    model.set_rows(rows)
    return made
