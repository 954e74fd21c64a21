"""The one search box: it filters the page's list as one types; pressed again it looks everywhere; Ctrl+K: acts only.

The answers appear below it in groups 人 / 村 / 功能 / 表 (picture 02); the focus stays in the box, ↑↓ walk, Enter opens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Field
from station_desk.ui.icons import IconLabel
from station_desk.ui.kit import Box, key_cap
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Target
from station_desk.ui.theme import theme
from station_desk.wording import t

Mode = Literal["filter", "all", "acts"]


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the answers: what it is, the matched characters, and where it leads (None: the head of a group)."""

    text: str
    target: Target | None = None
    second: str = ""
    icon: str = ""
    spans: tuple[int, ...] = ()
    key: str = ""


class SearchBox(Field):
    """The field in the page head. `asked` sends (text, mode) at each change."""

    asked = Signal(str, str)
    stepped = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("search", hint=t("找人、村、表、功能，可用拼音"), guarded=False)
        self.mode: Mode = "all"
        self.setFixedWidth(theme().size("search"))
        self._icon = IconLabel("search", "hint", 16, self)
        self._cap = key_cap("Ctrl+F")
        self._cap.setParent(self)
        self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cap.adjustSize()
        self.setTextMargins(theme().px(24), 0, self._cap.width() + theme().px(4), 0)
        self.textChanged.connect(lambda text: self.asked.emit(text, self.mode))
        self.went_on.connect(lambda _way: self.entered.emit())

    def start(self, mode: Mode, text: str) -> None:
        """Another page came to the front with its own mode and text; nothing is asked."""
        self.blockSignals(True)
        self.setText(text)
        self._use_mode(mode)
        self.blockSignals(False)

    def set_mode(self, mode: Mode) -> None:
        """Filter this page, look everywhere, or find acts; the hint says which."""
        self._use_mode(mode)
        self.asked.emit(self.text(), mode)

    def _use_mode(self, mode: Mode) -> None:
        self.mode = mode
        hints = {
            "filter": t("在这一页里找；再按 Ctrl+F 到处找"),
            "all": t("找人、村、表、功能，可用拼音"),
            "acts": t("找功能，可用拼音首字母"),
        }
        self.setPlaceholderText(hints[mode])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._icon.move(theme().px(11), (self.height() - self._icon.height()) // 2)
        side = self.width() - self._cap.width() - theme().px(8)
        self._cap.move(side, (self.height() - self._cap.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        if event.key() in steps and not self.composition:
            self.stepped.emit(steps[Qt.Key(event.key())])
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            QTimer.singleShot(0, self, self.left.emit)


class SearchPopup(Box):
    """The answers below the box. `picked` sends the target."""

    picked = Signal(object)
    HEAD, LINE, MOST = 26, 34, 12

    def __init__(self, frame: QWidget, box: SearchBox) -> None:
        super().__init__(kind="popup", gap=0, margins=(6, 6, 6, 6))
        self.setParent(frame)
        self._frame, self._box = frame, box
        self._model: ListModel[Found] = ListModel(
            [Column("", 0), Column("", 96, "right")], self._cells, lambda found: found.target is not None
        )
        self._view: ListView[Found] = ListView(self._model, "results")
        self._view.horizontalHeader().hide()
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.painter.set_second_beside()
        self._view.clicked.connect(lambda _index: self.enter())
        self.body.addWidget(self._view)
        self.hide()

    def show_found(self, found: Sequence[Found]) -> None:
        """Show these lines, the first one chosen; none hides the popup."""
        if not found:
            self.hide()
            return
        shown = list(found)[: self.MOST + 4]
        self._model.set_rows(shown)
        for at, line in enumerate(shown):
            self._view.setRowHeight(at, theme().px(self.LINE if line.target else self.HEAD))
        self._view.choose(next((at for at, line in enumerate(shown) if line.target), -1))
        height = sum(theme().px(self.LINE if line.target else self.HEAD) for line in shown)
        width = theme().px(472)
        corner = self._box.mapTo(self._frame, QPoint(self._box.width(), self._box.height() + theme().px(6)))
        self.setGeometry(corner.x() - width, corner.y(), width, height + theme().px(14))
        self.show()
        self.raise_()

    def step(self, way: int) -> None:
        """Walk through the answers, past the heads of groups."""
        at = self._view.currentIndex().row()
        lines = [place for place, line in enumerate(self._model.rows()) if line.target]
        if lines:
            now = lines.index(at) if at in lines else -1
            self._view.choose(lines[max(0, min(len(lines) - 1, now + way))])

    def enter(self) -> None:
        """Go where the chosen line leads."""
        line = self._view.current()
        if line is not None and line.target is not None:
            self.hide()
            self.picked.emit(line.target)

    def lines(self) -> Sequence[Found]:
        """What is shown."""
        return self._model.rows()

    def _cells(self, found: Found) -> Sequence[Cell]:
        if found.target is None:
            return (Cell(found.text, small=True, ink="hint", bare=True), Cell(bare=True))
        return (
            Cell(found.text, icon=found.icon, spans=found.spans, second=found.second, bare=True),
            Cell(found.key, small=True, ink="hint", align="right", bare=True),
        )


def group(title: str, lines: Sequence[Found]) -> list[Found]:
    """A head and its lines; nothing for an empty group."""
    return [Found(title), *lines] if lines else []
