"""The list of the roster with its foot: lines by chip or by search, the current line kept where it can be kept."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.services.find import Finder
from station_desk.ui.kit import Box, foot, put_over
from station_desk.ui.lists import ListModel, ListView
from station_desk.ui.roster_columns import RosterCells, name_width, roster_columns
from station_desk.ui.roster_data import RosterData
from station_desk.ui.roster_lines import Chip, RosterLine
from station_desk.ui.theme import theme
from station_desk.wording import t, tn

MOST_FOUND = 500
"""A search looks at so many answers at most; the foot says so where there are more."""

_VILLAGE_LEAST = 100
"""Where the list leaves the village less than so much (pixels at ordinary type), the post stays on the card only."""


class RosterList(Box):
    """`chosen` sends the current `RosterLine` or None, `opened` the one that was opened, `reveal_asked` the blank key."""

    chosen = Signal(object)
    opened = Signal(object)
    reveal_asked = Signal()

    def __init__(self, finder: Finder, *, county: bool) -> None:
        super().__init__(gap=0, margins=(1, 1, 1, 1))
        self.finder, self.county = finder, county
        self.data: RosterData | None = None
        self.chip: Chip = "all"
        self.text = ""
        self.typing = self._more = False
        self.scope = ""
        self._key = ""
        self._cells = RosterCells(county=county)
        self._model: ListModel[RosterLine] = ListModel(roster_columns(104, county=county), self._cells.cells)
        self.view: ListView[RosterLine] = ListView(self._model)
        self.view.chosen.connect(self._choose)
        self.view.opened.connect(self.opened)
        self.view.installEventFilter(self)
        keys = t("↑↓ 选人   Enter 打开   F2 修改   空格 显示号码")
        foot_row, self._count, _keys = foot("", t("↑↓ 选人   Enter 打开   空格 显示号码") if county else keys)
        self._room = QStackedWidget()
        self._room.addWidget(self.view)
        self.body.addWidget(self._room, 1)
        self.body.addWidget(foot_row)

    def set_data(self, data: RosterData) -> None:
        """Another state of the roster; chip, search and current line stay."""
        self.data = data
        self._cells.today = data.day
        columns = roster_columns(name_width(line.person.name for line in data.lines if line.person), county=self.county)
        if columns != self._model.columns:
            self._model.set_columns(columns, self._cells.cells)
            self.view.lay_columns()
            self._fit_columns()
        self.fill()

    def fill(self, *, typing: bool = False) -> None:
        """Show the lines of the chip, or those that answer the search, best first; `typing`: more keys may follow."""
        if self.data is None:
            return
        if self.text:
            hits = self.finder.find(self.text, limit=MOST_FOUND + 1)
            lines, self._cells.why = self.data.search(hits[:MOST_FOUND])
            self._more = len(hits) > MOST_FOUND
            at = 0
        else:
            lines, self._cells.why = self.data.chip(self.chip), {}
            at = next((place for place, line in enumerate(lines) if line.key == self._key), 0)
        self.typing = typing
        if self.scope:
            lines = [line for line in lines if line.person is not None and line.person.scope == self.scope]
        key = self._key
        self._model.set_rows(lines)
        self._room.setCurrentIndex(0)
        self.view.choose(at if lines else -1)
        if not lines:
            self._choose(None)
        self.typing = False
        if self.text:
            self._key = key  # a search that is emptied again comes back to where it began
        self._say_count(len(lines))

    def lines(self) -> Sequence[RosterLine]:
        """What is shown."""
        return self._model.rows()

    def current(self) -> RosterLine | None:
        """The current line."""
        return self.view.current()

    @property
    def key(self) -> str:
        """The key of the line that is to stay current."""
        return self._key

    def go_to(self, key: str) -> None:
        """Make the line with `key` current, now or when it comes with the next data."""
        self._key = key

    def find_problem(self, way: int) -> bool:
        """The next line with something to look at (a vacancy, a term that ends)."""
        rows, at = self._model.rows(), self.view.currentIndex().row()
        for place in range(at + way, len(rows) if way > 0 else -1, way):
            if any(cell.mark == "warn" for cell in self._cells.cells(rows[place])):
                self.view.choose(place)
                self.take_focus()
                return True
        return False

    def take_focus(self) -> None:
        """Put the focus on the list."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_empty(self, empty: QWidget) -> None:
        """In place of the lines: what would be here and what to do."""
        put_over(self._room, empty)

    def drop_empty(self) -> None:
        """Take the empty state away."""
        put_over(self._room, None)

    def _choose(self, line: RosterLine | None) -> None:
        if line is not None:
            self._key = line.key
        self.chosen.emit(line)

    def _say_count(self, count: int) -> None:
        whole = len(self.data.lines) if self.data else 0
        if self.text and self._more:
            self._count.setText(t("最像的 {n} 行，共 {whole} 行；再输一个字母就少了", n=count, whole=whole))
        elif self.text:
            self._count.setText(t("找到 {n} 行，共 {whole} 行", n=count, whole=whole))
        else:
            self._count.setText(tn("{n} 行·按村排列", "{n} 行·按村排列", count))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            self.reveal_asked.emit()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        taken = sum(column.width for column in self._model.columns)
        post = len(self._model.columns) - 3
        self.view.setColumnHidden(post, self.width() / theme().factor - taken < _VILLAGE_LEAST)
