"""Buttons by kind: plain, primary, quiet, chip, link, choice; and the caps of keys beside them (UX 2.8)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from station_desk.ui.icons import icon
from station_desk.ui.naming import named, restyle
from station_desk.ui.theme import theme

Kind = Literal["plain", "primary", "quiet", "chip", "link", "choice"]

K = TypeVar("K", bound=str)

_ICON_ROLE: dict[str, str] = {"primary": "on_accent", "quiet": "accent"}


class Button(QPushButton):
    """A button of a kind, with an icon that follows the theme and a visible gap before the word."""

    def __init__(self, text: str, kind: Kind = "plain", icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._kind: str = kind
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.set_text(text)
        self._dress()
        theme().changed.connect(self._dress)

    def set_text(self, text: str) -> None:
        """Show another word; a mnemonic never comes of it."""
        self.setText((" " if self._icon_name else "") + text.replace("&", "&&"))
        self.setAccessibleDescription(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; Ctrl+Enter stays the page's."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            event.accept()
            self.click()
        else:
            super().keyPressEvent(event)

    def set_icon_name(self, icon_name: str) -> None:
        """Show another icon."""
        self._icon_name = icon_name
        self._dress()

    def set_tight(self, tight: bool) -> None:
        """Little room: no icon, and the word nearly fills the button."""
        if tight != bool(self.property("tight")):
            self.setProperty("tight", tight)
            self._dress()
            restyle(self)

    def _dress(self) -> None:
        if self.property("tight"):
            self.setIcon(QIcon())
        elif self._icon_name:
            off = "surface" if self._kind == "primary" else "hint"
            self.setIcon(icon(self._icon_name, _ICON_ROLE.get(self._kind, "text2"), 16, off))
            self.setIconSize(QSize(theme().px(16), theme().px(16)))


def button(
    text: str,
    act: Callable[[], object] | None = None,
    *,
    kind: Kind = "plain",
    icon: str = "",
    name: str = "",
    key: str = "",
) -> Button:
    """A button that does `act`. `key` is a shortcut such as "Alt+R"; show it beside the button with `key_cap`."""
    made = Button(text, kind, icon)
    if act is not None:
        made.clicked.connect(lambda: act())
    if key:
        made.setShortcut(key)
    return named(made, name) if name else made


class Switch(Button):
    """A button that is on or off: a filter, a choice. Not Qt's checkable: pressed from outside it acts like a click."""

    toggled = Signal(bool)

    def __init__(self, text: str, kind: Kind = "chip", *, on: bool = False) -> None:
        super().__init__(text, kind)
        self._on = False
        self.clicked.connect(lambda: self.setChecked(not self._on))
        self.setChecked(on)

    def isChecked(self) -> bool:
        """Whether it is on."""
        return self._on

    def setChecked(self, on: bool) -> None:
        """Put it on or off."""
        if on != self._on:
            self._on = on
            self.setProperty("on", on)
            self.setAccessibleDescription(f"{self.text().strip()} ✓" if on else self.text().strip())
            restyle(self)
            self.toggled.emit(on)


def chip(text: str, act: Callable[[bool], object] | None = None, *, on: bool = False, name: str = "") -> Switch:
    """A filter: a round button that is on or off; `act` gets the new state."""
    made = Switch(text, on=on)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if act is not None:
        made.toggled.connect(lambda state: act(state))
    return named(made, name) if name else made


def chips(name: str, keys: Iterable[K], on: K, chosen: Callable[[K], object]) -> dict[K, Switch]:
    """Chips of which one is on, by what they stand for, without words yet (`set_text`); named `name-key`.

    `chosen` gets the key of the chip that was pressed, and says by `turn_on` which one is on then.
    """
    made: dict[K, Switch] = {}
    for key in keys:
        made[key] = chip("", on=key == on, name=f"{name}-{key}")
        made[key].clicked.connect(lambda _on=False, key=key: chosen(key))
    return made


def turn_on(made: Mapping[K, Switch], on: K | None) -> None:
    """Put one of several chips on and the others off; None puts all of them off."""
    for key, one in made.items():
        one.setChecked(key == on)


def key_cap(text: str) -> QLabel:
    """A key as it is drawn beside what it does."""
    made = QLabel(text)
    made.setProperty("role", "key")
    made.setFixedHeight(theme().px(18))
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


class Link(Button):
    """A text that leads somewhere: an item of the status strip, a step, a line of a list."""

    def __init__(self, text: str, act: Callable[[], object] | None = None) -> None:
        super().__init__(text, "link")
        if act is not None:
            self.clicked.connect(lambda: act())
