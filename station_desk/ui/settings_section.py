"""One section of the settings."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.ui.kit import Box, Item, card, fill, label, named
from station_desk.ui.page import Primary, Workplace
from station_desk.ui.theme import theme


class Section(QWidget):
    """Its title, what it shows, and at most one big act."""

    TITLE: ClassVar[str] = ""
    head_changed = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        named(self, "card")
        self.place = place
        self.primary: Primary | None = None
        self.room = QVBoxLayout(self)
        self.room.setContentsMargins(0, 0, 0, 0)
        self.room.setSpacing(theme().px(12))

    def add(self, *items: Item) -> None:
        """Items one below the other."""
        fill(self.room, *items)

    def on_shown(self) -> None:
        """The section came to the front."""

    def refresh(self, kinds: frozenset[str]) -> None:
        """Records of these kinds were changed."""

    def edit(self) -> None:
        """F2: change what is chosen."""

    def print_out(self) -> None:
        """Ctrl+P: print what is shown."""

    def find_next_problem(self, way: int = 1) -> bool:
        """F8."""
        return False


def titled(title: str, *items: Item, gap: int = 8) -> Box:
    """A card with a head."""
    return card(label(title, "head"), *items, gap=gap)
