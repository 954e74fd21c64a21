"""A field that completes as one types, by pinyin, initials or characters, and keeps several picks (villages of a term).

Enter takes the first (or chosen) suggestion and goes on; a comma takes it and waits for one more; Backspace in the empty
field takes the last pick away. The suggestions hang below the field inside the window, so no second window appears.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Field
from station_desk.ui.kit import Box, Button, clear, named
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.theme import theme
from station_desk.wording import t

_MOST = 7
_ONE_MORE = ("，", ",", "、", "/", "+")


@dataclass(frozen=True, slots=True)
class Option:
    """One suggestion: what it stands for, its text, a fainter second part, the matched characters of the text."""

    value: str
    text: str
    second: str = ""
    spans: tuple[int, ...] = ()


Suggest = Callable[[str], Sequence[Option]]


class Suggestions(Box):
    """The list that hangs below a field; keys stay with the field."""

    picked = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(kind="popup", gap=0, margins=(4, 4, 4, 4))
        named(self, f"{name}-suggestions")
        self.model: ListModel[Option] = ListModel([Column("", 0)], _cells)
        self.view: ListView[Option] = ListView(self.model, f"{name}-options")
        self.view.painter._second_at = 0
        self.view.horizontalHeader().hide()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.clicked.connect(lambda index: self.picked.emit(self.model.row_at(index.row())))
        self.body.addWidget(self.view)
        self.hide()

    def show_below(self, field: QWidget, options: Sequence[Option]) -> None:
        """Hang `options` below `field`, the first one chosen; none hides the list."""
        if not options:
            self.hide()
            return
        if self.parentWidget() is not field.window():
            self.setParent(field.window())
        self.model.set_rows(options)
        self.view.choose(0)
        height = theme().size("row_list") * min(len(options), _MOST) + theme().px(10)
        self.resize(max(field.width(), theme().px(240)), height)
        below = field.mapTo(field.window(), QPoint(0, field.height() + 2))
        if below.y() + height > field.window().height():
            below = field.mapTo(field.window(), QPoint(0, -height - 2))
        self.move(min(below.x(), max(0, field.window().width() - self.width() - 4)), below.y())
        self.show()
        self.raise_()

    def step(self, way: int) -> None:
        """Choose the next or previous suggestion."""
        at = self.view.currentIndex().row() + way
        self.view.choose(max(0, min(self.model.rowCount() - 1, at)))


def _cells(option: Option) -> Sequence[Cell]:
    return (Cell(option.text, second=option.second, spans=option.spans),)


class PickField(QWidget):
    """Picks one or several of what `suggest` finds for the typed text. `changed` tells of every pick."""

    changed = Signal()
    went_on = Signal(int)
    edited = Signal()

    def __init__(self, name: str, suggest: Suggest, *, hint: str = "", several: bool = True) -> None:
        super().__init__()
        self._suggest, self._several = suggest, several
        self._picks: list[Option] = []
        self.field = Field(name, hint=hint, guarded=False)
        self.popup = Suggestions(name)
        self.field.textEdited.connect(self._typed)
        self.field.installEventFilter(self)
        self.field.went_on.connect(self._enter)
        self.popup.picked.connect(self._take)
        self.setFocusProxy(self.field)
        self._chips = QVBoxLayout()
        self._chips.setContentsMargins(0, 0, 0, 0)
        self._chips.setSpacing(theme().px(4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(4))
        layout.addLayout(self._chips)
        layout.addWidget(self.field)
        self.destroyed.connect(self.popup.deleteLater)

    # ------------------------------------------------------------------------------------------------- the picks
    def values(self) -> tuple[str, ...]:
        """What has been picked, in order."""
        return tuple(pick.value for pick in self._picks)

    def picks(self) -> tuple[Option, ...]:
        """The same with their texts."""
        return tuple(self._picks)

    def set_picks(self, picks: Sequence[Option]) -> None:
        """Other picks; the text is emptied."""
        self._picks = list(picks)
        self.field.clear()
        self._show_chips()

    def unresolved(self) -> str:
        """Text that stands for nothing picked."""
        return self.field.text().strip()

    def _take(self, option: Option | None) -> None:
        if option is None:
            return
        if not self._several:
            self._picks = []
        if option.value not in self.values():
            self._picks.append(option)
        self.field.clear()
        self.popup.hide()
        self._show_chips()
        self.changed.emit()

    def _drop(self, value: str) -> None:
        self._picks = [pick for pick in self._picks if pick.value != value]
        self._show_chips()
        self.changed.emit()
        self.field.setFocus()

    def _show_chips(self) -> None:
        clear(self._chips)
        for pick in self._picks:
            made = Button(f"{pick.text} ×", "chip")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            made.setToolTip(t("按退格键去掉最后一个"))
            made.clicked.connect(lambda _on=False, value=pick.value: self._drop(value))
            self._chips.addWidget(made)

    # -------------------------------------------------------------------------------------------------- the keys
    def _typed(self, text: str) -> None:
        self.edited.emit()
        if text and text[-1] in _ONE_MORE:
            self.field.setText(text[:-1])
            self._take(self._best(text[:-1]))
            return
        self.popup.show_below(self.field, self._suggest(text.strip()) if text.strip() else ())

    def _best(self, text: str) -> Option | None:
        if not text.strip():
            return None
        if self.popup.isVisible() and (chosen := self.popup.view.current()) is not None:
            return chosen
        return next(iter(self._suggest(text.strip())), None)

    def _enter(self, way: int) -> None:
        option = self._best(self.field.text()) if way > 0 else None
        if option is not None:
            self._take(option)
        elif way > 0 and self.unresolved():
            self.changed.emit()  # what was typed is no village: the form says so beside the field
            return
        self.popup.hide()
        self.went_on.emit(way)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QFocusEvent) and event.lostFocus():
            self.popup.hide()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if self.popup.isVisible() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.popup.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if self.popup.isVisible() and key == Qt.Key.Key_Escape:
            self.popup.hide()
            return True
        if key == Qt.Key.Key_Backspace and not self.field.text() and not self.field.composition and self._picks:
            self._drop(self._picks[-1].value)
            return True
        return False
