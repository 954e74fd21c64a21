"""Dialogs stand inside the window, on the dimmed page: nothing of them outlives the window, and the lock covers them.

While one is up, everything below is disabled, so that no shortcut reaches it; Tab stays within; Esc answers it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from station_desk.ui.kit import named
from station_desk.ui.theme import theme

_DIM = QColor(20, 26, 36, 105)
_DIM_DARK = QColor(0, 0, 0, 140)


@dataclass(slots=True)
class _Shown:
    panel: QFrame
    focus: QWidget
    escape: Callable[[], object]


class Overlay(QWidget):
    """Covers `below` with its dimmed picture and shows one panel in the middle; later panels come on top."""

    lock_asked = Signal()
    emptied = Signal()

    def __init__(self, window: QWidget, below: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("overlay")
        self._window, self._below = window, below
        self._stack: list[_Shown] = []
        self._held: list[_Shown] = []
        self._picture = QPixmap()
        self._before: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a panel is up."""
        return bool(self._stack)

    def panel(self) -> QFrame | None:
        """The panel in front."""
        return self._stack[-1].panel if self._stack else None

    def present(self, panel: QFrame, focus: QWidget, escape: Callable[[], object]) -> None:
        """Show `panel` with the focus on `focus`; Esc calls `escape`. Close it with `dismiss`."""
        if self._stack:
            self._stack[-1].panel.hide()
        else:
            self._cover()
        panel.setParent(self)
        self._stack.append(_Shown(panel, focus, escape))
        self._raise()

    def dismiss(self, panel: QFrame) -> None:
        """Take `panel` away for good; what was before comes back with its focus."""
        self._stack = [shown for shown in self._stack if shown.panel is not panel]
        self._held = [shown for shown in self._held if shown.panel is not panel]
        panel.hide()
        panel.deleteLater()
        if self._stack:
            self._raise()
        elif self.isVisible():
            self._uncover()
            self.emptied.emit()

    def fit(self) -> None:
        """Lay the panel in front anew: something in it was shown or hidden."""
        if self.isVisible():
            _lay_out_now()  # else the panel knows its old height only
            self._lay()

    def look_again(self) -> None:
        """Another picture of what is below: what was read for its page in the background may have come by now."""
        if self._stack and self.isVisible():
            self._below.setEnabled(True)  # only while it is painted: disabled it would be grey
            self._take_picture()
            self._below.setEnabled(False)
            self.update()

    def hold(self) -> None:
        """Put the panels aside while the window is locked."""
        if self._stack:
            self._held, self._stack = self._stack, []
            for shown in self._held:
                shown.panel.hide()
            self._uncover()

    def resume(self) -> None:
        """Bring the panels back after unlocking."""
        if self._held:
            self._stack, self._held = self._held, []
            self._cover()
            self._raise()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and self.isVisible():
            self._lay()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        painter.drawPixmap(0, 0, self._picture)
        painter.fillRect(self.rect(), _DIM_DARK if theme().dark else _DIM)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack:
            self._stack[-1].escape()
        elif QKeySequence(event.keyCombination()) == QKeySequence("Ctrl+L"):
            self.lock_asked.emit()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round within the panel."""
        if not self._stack:
            return False
        panel = self._stack[-1].panel
        ring = [
            child
            for child in panel.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isEnabled() and child.isVisibleTo(panel)
        ]
        if not ring:
            return False
        now = QApplication.focusWidget()
        at = ring.index(now) if now in ring else -1
        ring[(at + (1 if forward else -1)) % len(ring)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # --------------------------------------------------------------------------------------------------- the parts
    def _cover(self) -> None:
        self._before = QApplication.focusWidget()
        self._take_picture()
        self._below.setEnabled(False)
        self.show()
        self.raise_()

    def _take_picture(self) -> None:
        _lay_out_now()  # a page that has just come to the front
        self._picture = self._below.grab()

    def _uncover(self) -> None:
        self._picture = QPixmap()
        self.hide()
        self._below.setEnabled(True)
        if self._before is not None and _alive(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def _raise(self) -> None:
        self._lay()
        shown = self._stack[-1]
        shown.panel.show()
        shown.panel.raise_()
        shown.focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay(self) -> None:
        self.setGeometry(self._window.rect())
        if self._stack:
            panel = self._stack[-1].panel
            panel.adjustSize()
            height = min(panel.height(), self.height() - theme().px(24))
            panel.resize(panel.width(), height)
            panel.move((self.width() - panel.width()) // 2, max(0, (self.height() - height) * 45 // 100))


def _lay_out_now() -> None:
    """Lay out what waits for it, without taking any other event."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def _alive(widget: QWidget) -> bool:
    return shiboken6.isValid(widget)


def dialog_name(panel: QFrame) -> QFrame:
    """Every dialog is a `message` to an outside driver."""
    return named(panel, "message")
