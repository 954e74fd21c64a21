"""What a person may set about the window: look, type size, language, minutes until the lock. It works at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from station_desk.machine.settings import PaperHabit, PlainSettings, paper_habit, with_habit
from station_desk.ui.theme import LOOKS, Look


def look_of(name: str) -> Look:
    """The look for a setting; "system" follows the desktop where that says what it is, else light."""
    for look in LOOKS:
        if look == name:
            return look
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def type_factor(percent: int) -> float:
    """100 or 120 percent; anything else is brought into that range."""
    return max(100, min(120, percent)) / 100


class Preferences:
    """The settings in use, and the way to change them."""

    def __init__(self, change: Callable[[PlainSettings], None], settings: PlainSettings | None = None) -> None:
        self._change = change
        self.settings = settings or PlainSettings()

    def set_theme(self, name: str) -> None:
        """Another look, at once."""
        self._change(replace(self.settings, theme=name))

    def set_language(self, name: str) -> None:
        """Another language, at once: the pages are made anew at the same place."""
        self._change(replace(self.settings, language=name))

    def set_type_size(self, percent: int) -> None:
        """Another type size, at once."""
        self._change(replace(self.settings, type_size=percent))

    def set_idle_minutes(self, minutes: int) -> None:
        """Minutes until the lock."""
        self._change(replace(self.settings, idle_minutes=minutes))

    def paper(self, form: str) -> PaperHabit:
        """How a form (or set) is printed on this computer."""
        return paper_habit(self.settings, form)

    def set_paper(self, form: str, habit: PaperHabit) -> None:
        """Remember how a form (or set) is printed on this computer."""
        if self.paper(form) != habit:
            self._change(with_habit(self.settings, form, habit))
