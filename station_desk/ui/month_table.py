"""The table of the month grid: numbers typed straight into the cells with the keys of the number pad (UX 4.4).

`typing` is what stands in the current cell while it is typed; nothing is in the book before the cell is left.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from station_desk.domain.month_grid import GridRow, read_typed
from station_desk.ui.fields import ENTER
from station_desk.ui.kit import label, named
from station_desk.ui.month_book import ZERO, MonthBook, Typed
from station_desk.ui.month_model import CellFrame, MonthModel
from station_desk.ui.month_row_head import NUMBER, RowHead
from station_desk.ui.theme import theme
from station_desk.wording import t

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_SIGNS = "0123456789+*/-."
_WIDE = str.maketrans("０１２３４５６７８９＋＊／－．。、", "0123456789+*/-../")
_LONGEST = 24
LEAST, USUAL, MOST = 44, 50, 58
"""Widths of a column."""


class MonthTable(QTableView):
    """The table. `stood_on` tells that the current cell or what is typed in it changed; `valued` that a value was set, `digits` that
    one is being typed; `asked_early` that somebody types into a row whose sheet is not back; `told` a word about a key that had no effect."""

    stood_on = Signal()
    valued = Signal()
    digits = Signal()
    asked_early = Signal(object)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named(self, "month-grid")
        self.model_ = MonthModel()
        self.model_.typing = self._typed_at
        self.typing: str | None = None
        self.writable = True
        self.to_right = False
        self._dot = self._slash = self._done = False
        self._person = ""
        self.rows = RowHead(self)
        self.setModel(self.model_)
        self.setVerticalHeader(self.rows)
        for head in (self.horizontalHeader(), self.rows):  # rows are chosen, and a head need not be painted for that
            head.setSelectionModel(QItemSelectionModel(self.model_, self))
        for area in (self, self.rows):  # every point is painted, so that scrolling moves what stands there
            area.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setItemDelegate(CellFrame(self))
        self.corner = label("", "small")
        self.corner.setParent(self)
        self._dress()
        theme().changed.connect(self._dress)

    @property
    def book(self) -> MonthBook | None:
        """What the table shows."""
        return self.model_.book

    def show_book(self, book: MonthBook | None) -> None:
        """Show rows; the current cell stays with its person and column where both are there."""
        column = self.currentIndex().column()
        self.model_.show(book)
        self.lay_columns()
        if book is None or not book.rows:
            self.typing = None
            return
        at = next((n for n, one in enumerate(book.rows) if one.person_id == self._person), None)
        if at is None:
            self.typing = None
        self.stand_on(at if at is not None else self._first_todo(), max(column, 0))

    def row(self) -> GridRow | None:
        """The current row."""
        return self.model_.row_at(self.currentIndex().row())

    def code(self) -> str:
        """The code of the current column, "" without one."""
        book, at = self.book, self.currentIndex().column()
        return book.columns[at].code if book is not None and 0 <= at < len(book.columns) else ""

    def stand_on(self, at: int, column: int) -> None:
        """Make a cell current and bring it into view."""
        index = self.model_.index(at, min(column, max(self.model_.columnCount() - 1, 0)))
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def stand_on_person(self, person_id: str, code: str = "") -> bool:
        """Make a person's row current; False where it is not shown."""
        book = self.book
        rows = book.rows if book is not None else ()
        at = next((n for n, row in enumerate(rows) if row.person_id == person_id), None)
        if at is None or book is None:
            return False
        codes = [one.code for one in book.columns]
        self.stand_on(at, codes.index(code) if code in codes else max(self.currentIndex().column(), 0))
        return True

    # --- what is typed ---------------------------------------------------------------------------------------------
    def commit(self) -> bool:
        """Put what is typed into the book. False (and it stays) where it is no count."""
        if self.typing is None:
            return True
        text, row = self.typing, self.row()
        count = read_typed(text) if text else None
        if row is None or self.book is None or (text and count is None):
            self.told.emit(t("这一格要写数目，如 12 或 3+2+4。"))
            return False
        self.typing = None
        if text:
            parts = f"{text.strip('+')}={count}" if "+" in text.strip("+") else ""
            self._put(row, Typed(count), parts)
        self._repaint()
        return True

    def cancel(self) -> bool:
        """The old value; False where nothing was being typed."""
        if self.typing is None:
            return False
        self.typing = None
        self._repaint()
        return True

    def begin_edit(self) -> None:
        """Go on with the value that stands there."""
        row, book = self.row(), self.book
        if self._may() and row is not None and book is not None and self.typing is None:
            value = book.value(row, self.code())
            self.typing = str(value.count) if value is not None and value.count is not None else ""
            self._repaint()

    def copy_above(self) -> None:
        """The value of the row above."""
        self._copy(lambda book, row, code: book.above(self.currentIndex().row(), code), t("上面没有数。"))

    def copy_last(self) -> None:
        """The value of the month before."""
        self._copy(lambda book, row, code: book.last_month(row, code), t("上月没有数。"))

    def empty(self) -> None:
        """A blank cell."""
        row = self.row()
        if self._may() and row is not None:
            self.typing = None
            self._put(row, Typed(None))

    def zero(self) -> None:
        """A zero report in this cell."""
        row = self.row()
        if self._may() and row is not None:
            self.typing = None
            self._put(row, ZERO)

    def zero_rest(self) -> None:
        """A zero report in every blank cell of the row."""
        row, book = self.row(), self.book
        if self._may() and row is not None and book is not None:
            self.typing = None
            for code in book.blanks(row):
                book.set(row, code, ZERO)
            self._done = True
            self._repaint()
            self.valued.emit()

    def paste_numbers(self, text: str) -> bool:
        """Fill cells from here with a block of numbers as a spreadsheet copies it; False for any other text."""
        lines = [line.split("\t") for line in text.rstrip("\r\n").splitlines()]
        cells = [[cell.strip().translate(_WIDE) for cell in line] for line in lines]
        flat = [cell for line in cells for cell in line]
        if not any(flat) or not all(not cell or (cell.isdigit() and read_typed(cell) is not None) for cell in flat):
            return False
        book, here = self.book, self.currentIndex()
        if not self._may() or book is None:
            return True
        for down, line in enumerate(cells):
            row = self.model_.row_at(here.row() + down)
            for right, cell in enumerate(line):
                if cell and row is not None and book.may_type(row) and here.column() + right < len(book.columns):
                    book.set(row, book.columns[here.column() + right].code, Typed(read_typed(cell)))
        self.model_.repaint_all()
        self._repaint()
        self.valued.emit()
        return True

    def _copy(self, find: Callable[[MonthBook, GridRow, str], Typed | None], nothing: str) -> None:
        row, book = self.row(), self.book
        if not self._may() or row is None or book is None:
            return
        value = find(book, row, self.code())
        if value is None:
            self.told.emit(nothing)
            return
        self.typing = None
        self._put(row, value)

    def _put(self, row: GridRow, value: Typed, parts: str = "") -> None:
        if self.book is not None:
            self.book.set(row, self.code(), value, parts)
            self._repaint()
            self.valued.emit()

    def _may(self) -> bool:
        """Whether the current cell takes a value; a row whose sheet is not back asks once."""
        row, book = self.row(), self.book
        if not self.writable or row is None or book is None:
            return False
        if not book.may_type(row):
            self.asked_early.emit(row)
            return False
        return True

    def _typed_at(self, at: int, column: int) -> str | None:
        here = self.currentIndex()
        return self.typing if (at, column) == (here.row(), here.column()) else None

    def _repaint(self) -> None:
        at = self.currentIndex().row()
        self.model_.repaint_row(at)
        self.rows.repaint_row(at)
        if self.typing is not None:
            self.digits.emit()
        self.stood_on.emit()

    # --- keys ------------------------------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        """The signs that are typed here are no shortcuts of the program."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.text().translate(_WIDE)
            control = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            if plain and plain in _SIGNS and not control:
                event.accept()
                return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab walks from cell to cell; F6 leaves the table."""
        return False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        for sign in event.commitString().translate(_WIDE):
            if sign in _SIGNS:
                self._sign(sign)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
        sign = event.text().translate(_WIDE)
        event.accept()
        if event.key() in ENTER and not control:
            self._go_on(back=shift)
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if self.commit():
                self._step(0, -1 if shift or event.key() == Qt.Key.Key_Backtab else 1)
        elif event.key() == Qt.Key.Key_Backspace:
            self._rub_out()
        elif event.key() == Qt.Key.Key_Delete:
            self.empty()
        elif sign and len(sign) == 1 and sign in _SIGNS and not control:
            self._sign(sign)
        elif self.commit():
            super().keyPressEvent(event)
        self._dot = self._dot and sign == "."
        self._slash = self._slash and sign == "/"
        self._done = self._done and sign == "/"

    def _sign(self, sign: str) -> None:
        """One sign of the number pad. Only digits and + go on with what is typed; the others are the first of a cell."""
        if self.typing:
            if (sign.isdigit() or sign == "+") and len(self.typing) < _LONGEST:
                self.typing += sign
                self._repaint()
            elif sign == "/" and self.commit():  # 5//: the value, and the blank rest of the row is nothing
                self._slash = True
            return
        if sign.isdigit():
            if self._may():
                self.typing = sign
                self._repaint()
        elif sign == "*":
            self.copy_last()
        elif sign == "-":
            self.empty()
        elif sign == "/":
            (self.zero_rest if self._slash else self.zero)()
            self._slash = not self._slash
        elif sign == ".":
            if self._dot:
                self.copy_above()
            self._dot = not self._dot
        elif sign == "+":
            self._add_to_value()

    def _add_to_value(self) -> None:
        """The value that stands there, and more."""
        self.begin_edit()
        if self.typing:
            self.typing += "+"
            self._repaint()

    def _rub_out(self) -> None:
        if self.typing is None:
            self.begin_edit()
        if self.typing is not None:
            self.typing = self.typing[:-1]
            self._repaint()

    def _go_on(self, *, back: bool) -> None:
        if not self.commit():
            return
        book, here = self.book, self.currentIndex()
        if book is None:
            return
        if not self.to_right:
            self._step(-1 if back else 1, 0)
        elif back:
            self._step(0, -1)
        else:
            idle, later = book.grid.idle, range(here.column() + 1, len(book.columns))
            onward = next((n for n in later if book.columns[n].code not in idle), None)
            if onward is None or self._done:
                self._next_row()
            else:
                self.stand_on(here.row(), onward)

    def _next_row(self) -> None:
        """The first empty cell of the next row that has a sheet; else the next row."""
        book = self.book
        if book is None:
            return
        here = self.currentIndex().row()
        for at in range(here + 1, len(book.rows)):
            row = book.rows[at]
            blanks = book.blanks(row)
            if book.may_type(row) and blanks:
                self.stand_on(at, [one.code for one in book.columns].index(blanks[0]))
                return
        self._step(1, -self.currentIndex().column())

    def _first_todo(self) -> int:
        """The first row without any value whose sheet is here; else the first row."""
        book = self.book
        rows = book.rows if book is not None else ()
        todo = (n for n, row in enumerate(rows) if book is not None and book.may_type(row) and not book.reported(row))
        return next(todo, 0)

    def _step(self, down: int, right: int) -> None:
        here = self.currentIndex()
        at = min(max(here.row() + down, 0), self.model_.rowCount() - 1)
        column = here.column() + right
        if column >= self.model_.columnCount() and at < self.model_.rowCount() - 1:
            at, column = at + 1, 0
        elif column < 0 and at > 0:
            at, column = at - 1, self.model_.columnCount() - 1
        self.stand_on(at, max(column, 0))

    # --- Qt --------------------------------------------------------------------------------------------------------
    def currentChanged(self, current: Index, previous: Index) -> None:
        if self.typing is not None and previous.isValid() and current.isValid():
            here, self.typing = self.typing, None
            row, book = self.model_.row_at(previous.row()), self.book
            count = read_typed(here)
            if row is not None and book is not None and count is not None:
                book.set(row, book.columns[previous.column()].code, Typed(count))
                self.valued.emit()
            self.model_.repaint_row(previous.row())
        super().currentChanged(current, previous)
        if self.book is not None and current.row() != previous.row():
            self.book.leave_row()
        self._dot = self._slash = self._done = False
        row = self.model_.row_at(current.row())
        self._person = row.person_id if row is not None else ""
        if self.model_.column != current.column():
            self.model_.column = current.column()
            self.horizontalHeader().viewport().update()
        for at in (previous.row(), current.row()):
            self.rows.repaint_row(at)
        self.stood_on.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), theme().colour("surface"))
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_columns()

    def lay_columns(self) -> None:
        """As wide as the room lets; where there are too many columns, the table scrolls sideways."""
        n = self.model_.columnCount()
        if not n:
            return
        room = self.viewport().width()
        wanted = min(theme().px(MOST), room // n)
        width = wanted if wanted >= theme().px(LEAST) else theme().px(USUAL)
        self.horizontalHeader().setDefaultSectionSize(width)
        self.horizontalHeader().setStretchLastSection(width * n <= room)
        head = self.horizontalHeader().height()
        self.corner.setGeometry(theme().px(NUMBER + 6), 0, self.rows.width() - theme().px(NUMBER + 6), head)
        wide = Qt.ScrollBarPolicy.ScrollBarAsNeeded if width * n > room else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(wide)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(theme().px(24))
        head.setFixedHeight(theme().size("header_row_two_lines"))
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.corner.setText(t("姓名和村"))
        self.rows.dress()
        self.viewport().update()
