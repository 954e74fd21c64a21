"""The fields of a person's form: a day as clerks type it, a word with suggestions, a number behind its mask, notes."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.ui.fields import Field
from station_desk.ui.kit import clear, label, row
from station_desk.ui.marks import Mark, MarkKind
from station_desk.ui.person_pick import Option, Suggest, Suggestions
from station_desk.ui.person_typing import stepped_day, typed_day
from station_desk.ui.theme import theme
from station_desk.wording import t

Said = tuple[str, str]
"""A note beside a field: its kind (ok, warn, bad) and its words."""


class DayField(Field):
    """A date at any precision. `t` is today, `+` and `-` move a whole date by a day; it is read when it is left."""

    def __init__(self, name: str, today: date) -> None:
        super().__init__(name, latin=True, hint=t("如 20240503、2024.5、t"))
        self._today = today
        self.editingFinished.connect(self._settle)

    def day(self) -> str | None:
        """ISO text, "" for nothing, None where what stands there is no date."""
        return typed_day(self.text(), self._today)

    def set_day(self, iso: str | None) -> None:
        """Show a date."""
        self.setText(iso or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text in ("+", "-") and (moved := self._stepped(1 if text == "+" else -1)):
            self.setText(moved)
            self.textEdited.emit(moved)
            event.accept()
            return
        super().keyPressEvent(event)

    def _stepped(self, days: int) -> str | None:
        """A whole date moved by a day; None while a date is still being typed (`2024-5-…`)."""
        whole = self.text() if len(self.text()) == 10 else ""
        return stepped_day(whole, days) if self.cursorPosition() == len(self.text()) else None

    def _settle(self) -> None:
        day = self.day()
        if day:
            self.setText(day)


class SuggestField(Field):
    """Free text with suggestions while typing; pinyin and Enter takes the first, F4 shows all, Chinese stays as typed."""

    def __init__(self, name: str, suggest: Suggest, *, hint: str = "") -> None:
        super().__init__(name, hint=hint)
        self._suggest = suggest
        self.popup = Suggestions(name)
        self.popup.picked.connect(self._take)
        self.textEdited.connect(lambda text: self._show(text.strip()))
        self.editingFinished.connect(self._settle)
        self.destroyed.connect(self.popup.deleteLater)

    def _show(self, text: str) -> None:
        self.popup.show_below(self, self._suggest(text) if text else ())

    def _take(self, option: Option | None) -> None:
        self.popup.hide()
        if option is not None:
            self.setText(option.value)
            self.textEdited.emit(option.value)
            self.popup.hide()

    def _settle(self) -> None:
        """Letters that stand for a suggestion become it."""
        text = self.text().strip()
        if text and text.isascii():
            option = self.popup.view.current() if self.popup.isVisible() else None
            self._take(option or next(iter(self._suggest(text)), None))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_F4:
            self.popup.show_below(self, self._suggest(""))
        elif self.popup.isVisible() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.popup.step(1 if key == Qt.Key.Key_Down else -1)
            self.setText(getattr(self.popup.view.current(), "value", self.text()))
        elif self.popup.isVisible() and key == Qt.Key.Key_Escape:
            self.popup.hide()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.popup.hide()


class MaskedField(Field):
    """A number that is known but not shown: the field is empty and keeps it, typing replaces it, `-` alone takes it
    away.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, latin=True)
        self.installEventFilter(self)

    def set_mask(self, masked: str) -> None:
        """Keep the number behind `masked`."""
        self.clear()
        self.setPlaceholderText(t("{masked}（不改就空着）", masked=masked) if masked else "")

    def number(self) -> str | None:
        """What to store: None keeps what is there, "" empties it."""
        text = self.text().strip()
        return "" if text == "-" else text or None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and self.text():
            self.selectAll()
        return False


class Notes(QWidget):
    """What the checks say of one field, each with its mark; empty it takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme().px(2))
        self.said: tuple[Said, ...] = ()
        self.hide()

    def say(self, notes: Sequence[Said]) -> None:
        """Say `notes`; the same again changes nothing."""
        if tuple(notes) == self.said:
            return
        self.said = tuple(notes)
        clear(self._layout)
        for kind, words in self.said:
            mark: MarkKind = "bad" if kind == "bad" else "warn" if kind == "warn" else "ok"
            tone = "" if kind == "ok" else "bad" if kind == "bad" else "warn"
            said = label(words, "small", tone, wrap=True)  # type: ignore[arg-type]
            self._layout.addWidget(row(Mark(mark, 12), (said, 1), gap=6))
        self.setVisible(bool(self.said))
