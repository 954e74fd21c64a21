"""The idle lock: after so many minutes without a key or the mouse it asks for the lock (RELIABILITY 3)."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QTouchEvent, QWheelEvent, QWindow

LEAST, MOST = 1, 15
_LIVELY = (QKeyEvent, QMouseEvent, QWheelEvent, QTouchEvent, QInputMethodEvent)


class IdleWatch(QObject):
    """Watches what the screen sends to a window, not every event of every widget; `idle` is sent once after `start`."""

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.idle)
        self.set_minutes(minutes)

    def set_minutes(self, minutes: int) -> None:
        """From 1 to 15 minutes; anything else is brought into that range."""
        self._timer.setInterval(max(LEAST, min(MOST, minutes)) * 60_000)

    @property
    def milliseconds(self) -> int:
        """How long it waits."""
        return self._timer.interval()

    @property
    def left_ms(self) -> int:
        """How long until it asks for the lock."""
        return self._timer.remainingTime()

    def start(self, window: QWindow | None) -> None:
        """Begin to watch."""
        self.stop()
        self._window = window
        if window is not None:
            window.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer (locked, or no desk open)."""
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window = None
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, _LIVELY):
            self._timer.start()
        return False
