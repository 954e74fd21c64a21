"""Fields for typing: Enter goes on, never inside an input-method composition; digits typed with the method on still count.

`chain` makes Enter and Shift+Enter walk from field to field and do an act after the last one (UX 1.3, 5).
"""

import functools
from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QValidator
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget

from station_desk.ui.field_guard import FieldGuard
from station_desk.ui.icons import draw
from station_desk.ui.kit import label, named, restyle, show_if
from station_desk.ui.theme import theme
from station_desk.wording import t

State = Literal["", "warn", "bad"]
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HALF_WIDTH = {0x3002: ".", 0x3001: "/", 0x3000: " ", **{0xFF01 + n: chr(0x21 + n) for n in range(94)}}


def composing(widget: QWidget | None = None) -> bool:
    """Whether the field (default: the one with the focus) is inside an input-method composition."""
    where = widget or QApplication.focusWidget()
    return isinstance(where, Field) and where.composition != ""


class Field(QLineEdit):
    """A line of text. `latin` is for numbers, dates, IDs, serials and phones: the input method is off, and what comes
    through all the same is read as half width (`。` as `.`, `、` as `/`).
    """

    went_on = Signal(int)  # +1: Enter, -1: Shift+Enter

    def __init__(
        self,
        name: str,
        *,
        latin: bool = False,
        hint: str = "",
        guarded: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`guarded`: free words, which the guard against residents' data looks at; a `latin` field holds none."""
        super().__init__(parent)
        named(self, name)
        self.composition = ""
        self._latin = latin
        self._guard = FieldGuard(self) if guarded and not latin else None
        self.setPlaceholderText(hint)
        if latin:
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            self.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText)
            self.setValidator(HalfWidth(self))

    def set_state(self, state: State) -> None:
        """Mark the field: "bad" red edge and left bar, "warn" dashed amber, "" plain. The reason stands beside it."""
        if self.property("state") != state:
            self.setProperty("state", state)
            restyle(self)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composition = event.preeditString()
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.composition = ""
        super().focusOutEvent(event)
        if self._guard is not None:
            self._guard.look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.composition:
            QGuiApplication.inputMethod().commit()
            event.accept()
            return
        if event.key() in ENTER and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            event.accept()
            if back or self._guard is None or self._guard.lets_on():
                self.went_on.emit(-1 if back else 1)
            return
        super().keyPressEvent(event)


class HalfWidth(QValidator):
    """Takes everything, and turns full-width signs into plain ones before anybody hears of them."""

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, text.translate(_HALF_WIDTH), place


class PassPhraseField(Field):
    """A hidden field for a pass phrase; `warning` is a label that tells of Caps Lock."""

    def __init__(self, name: str = "pass-phrase", hint: str = "") -> None:
        super().__init__(name, hint=hint, guarded=False)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.warning = label("", "small", "warn")
        self.warning.hide()
        self._caps = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps = False
        elif len(text) == 1 and text.isalpha() and text.isascii():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps = text.isupper() != shifted
        self.warning.setText(t("大写锁定开着") if self._caps else "")
        self.warning.setVisible(self._caps)
        super().keyPressEvent(event)


class Choice(QComboBox):
    """One of a few; each entry is a text with the value it stands for. Enter goes on like in a field."""

    went_on = Signal(int)

    def __init__(self, name: str, entries: Sequence[tuple[str, object]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name)
        self.setMinimumHeight(theme().size("field"))
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[tuple[str, object]]) -> None:
        """Other entries; the first is chosen."""
        self.clear()
        for text, value in entries:
            self.addItem(text, value)

    def value(self) -> object:
        """The value of the chosen entry."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Choose the entry with `value`, if there is one."""
        for at in range(self.count()):
            if self.itemData(at) == value:
                self.setCurrentIndex(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side, edge = theme().px(16), theme().px(9)
        where = QRectF(self.width() - side - edge, (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        draw(painter, "chevron-down", where, theme().colour("text2" if self.isEnabled() else "hint"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            event.accept()
            self.went_on.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_F4:
            self.showPopup()
        else:
            super().keyPressEvent(event)


class _EnterGoesOn(QObject):
    """Walks a chain of controls that have no `went_on` of their own (buttons, ticks)."""

    def __init__(self, parent: QWidget, step: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._step = step

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        return False


def chain(controls: Sequence[QWidget], done: Callable[[], object] | None = None) -> None:
    """Enter goes to the next control, Shift+Enter to the one before; after the last one `done` is called."""

    def step_from(at: int, way: int) -> None:
        to = at + way
        while 0 <= to < len(controls) and not (
            controls[to].isEnabled() and controls[to].isVisibleTo(controls[to].window())
        ):
            to += way
        if to >= len(controls):
            if done is not None:
                done()
        elif to >= 0:
            controls[to].setFocus(Qt.FocusReason.TabFocusReason)

    for at, control in enumerate(controls):
        step = functools.partial(step_from, at)
        if isinstance(control, Field | Choice):
            control.went_on.connect(step)
        else:
            control.installEventFilter(_EnterGoesOn(control, step))


def under(text: str = "") -> QLabel:
    """The line below a field that says what is wrong with it; empty it takes no room."""
    made = label(text, "small", "bad", wrap=True)
    show_if(made, bool(text))
    return made


def say_under(line: QLabel, text: str) -> None:
    """Say `text` below a field; "" takes the line away."""
    line.setText(text)
    line.setVisible(bool(text))
