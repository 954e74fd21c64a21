"""The toolbar row of a page: where its buttons do not all fit they go without icons and closer together (UX 2.2)."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_desk.ui.buttons import Button
from station_desk.ui.kit import Item, fill
from station_desk.ui.theme import theme

_GAP, _TIGHT_GAP = 8, 4


class ToolRow(QWidget):
    """Buttons and fields side by side; `items` is their layout."""

    def __init__(self) -> None:
        super().__init__()
        self.items = QHBoxLayout(self)
        self.items.setContentsMargins(0, 0, 0, 0)
        self.items.setSpacing(theme().px(_GAP))
        self._fitted: tuple[int, tuple[str, ...]] = (0, ())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Wide if everything has room so, tight otherwise; worked out once for a width and the words that stand there."""
        shown = [one for one in self.findChildren(Button) if not one.isHidden()]
        asked = (self.width(), tuple(one.text() for one in shown))
        if asked == self._fitted:
            return
        self._fitted = asked
        for tight in (False, True):
            self.items.setSpacing(theme().px(_TIGHT_GAP if tight else _GAP))
            for one in shown:
                one.set_tight(tight)
            if self.items.sizeHint().width() <= self.width():
                break


def tool_row(*items: Item) -> ToolRow:
    """Items side by side that go closer together where there is little room (see `kit.row` for what items may be)."""
    made = ToolRow()
    fill(made.items, *items)
    return made
