"""The table of the preview: a list in which also one cell of the row is current, walked with ← and → (UX 2.5).

The frame of the current cell stays while the clerk types beside it; the head of its column turns accent.
"""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from station_desk.ui.delegate import CellPainter
from station_desk.ui.import_rows import ImportLine, column_fields, import_cells, import_columns
from station_desk.ui.lists import ListModel, ListView
from station_desk.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NAME_COLUMN = 2


class SheetModel(ListModel[ImportLine]):
    """The lines of an import; `fields` are the fields shown, `column` the current one."""

    def __init__(self) -> None:
        self.fields: tuple[str, ...] = ()
        self.column = _NAME_COLUMN
        super().__init__(import_columns(()), lambda line: import_cells(line, self.fields))

    def set_fields(self, fields: tuple[str, ...]) -> None:
        """Other columns of the file are shown."""
        self.fields = fields
        self.set_columns(import_columns(fields), lambda line: import_cells(line, fields))

    def headerData(self, at: int, way: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role == Qt.ItemDataRole.ForegroundRole and way == Qt.Orientation.Horizontal and at == self.column:
            return QBrush(theme().colour("accent"))
        return super().headerData(at, way, role)


class _SheetPainter(CellPainter):
    """Paints the frame of the current cell instead of a ring around the row."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._sheet = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        current = self._sheet.currentIndex()
        if (index.row(), index.column()) == (current.row(), current.column()):
            box: QRect = option.rect  # type: ignore[attr-defined]
            colour = theme().colour("accent")
            painter.fillRect(QRect(box.x(), box.y(), box.width(), 2), colour)
            painter.fillRect(QRect(box.x(), box.bottom() - 1, box.width(), 2), colour)
            painter.fillRect(QRect(box.x(), box.y(), 2, box.height()), colour)
            painter.fillRect(QRect(box.right() - 1, box.y(), 2, box.height()), colour)

    def _paint_ring(self, painter: QPainter, box: QRect, index: Index) -> None:
        """The frame is drawn around the cell, whether the table has the focus or the field beside it."""


class SheetView(ListView[ImportLine]):
    """`stood_on` tells the line and the field that are current; `digit` a figure typed in the table."""

    stood_on = Signal(object, str)
    digit = Signal(int)

    def __init__(self) -> None:
        self.sheet = SheetModel()
        self._fields: list[str] = []
        super().__init__(self.sheet, row=28)
        self.painter = _SheetPainter(self)
        self.setItemDelegate(self.painter)
        self.lay_columns()
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_fields(self, fields: tuple[str, ...], names: Iterable[str]) -> None:
        """Show these fields; a wider table than the window gets a scroll bar. No name is cut: `names` are measured."""
        if fields == self.sheet.fields:
            return
        self._fields = column_fields(fields)
        self.sheet.set_fields(fields)
        self.lay_columns()
        metrics = QFontMetrics(theme().font("body", "medium"))
        longest = max(set(names), key=len, default="")
        self.setColumnWidth(_NAME_COLUMN, max(theme().px(84), metrics.horizontalAdvance(longest) + theme().px(22)))
        wide = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(wide if "" in self._fields[:-1] else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def field(self) -> str:
        """The field of the current column, "" where it speaks of the whole row."""
        return self._field_at(self.currentIndex().column())

    def stand_on(self, at: int, field: str = "") -> None:
        """Make a row current, and the cell of a field; without one the column stays."""
        if not 0 <= at < self.sheet.rowCount():
            self.choose(-1)
            return
        column = self._fields.index(field) if field in self._fields and field else self.sheet.column
        index = self.sheet.index(at, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            if current.column() != self.sheet.column:
                self.sheet.column = current.column()
                self.horizontalHeader().viewport().update()
            self.stood_on.emit(self.sheet.row_at(current.row()), self._field_at(current.column()))
        else:
            self.stood_on.emit(None, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            event.accept()
            self.digit.emit(event.key() - int(Qt.Key.Key_0))
            return
        super().keyPressEvent(event)

    def _field_at(self, column: int) -> str:
        return self._fields[column] if 0 <= column < len(self._fields) else ""
