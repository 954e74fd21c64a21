"""Keeps the overview of the desk current: read again in the background after every commit and every ten minutes."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from station_desk.domain.overview import Overview
from station_desk.ui.work import Work

_SETTLE_MS = 300
_AGAIN_MS = 10 * 60 * 1000


class Watch(QObject):
    """`latest` is the newest overview, None before the first; `changed` is sent when there is a newer one."""

    changed = Signal()

    def __init__(
        self, work: Work, read: Callable[[], Overview], failed: Callable[[Exception], object] | None = None
    ) -> None:
        """`read` is called in the background; `failed` is told of the first error only, so that nobody is asked again
        and again."""
        super().__init__()
        self.latest: Overview | None = None
        self._work, self._read, self._tell = work, read, failed
        self._reading = False
        self._again = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.read_now)
        self._regular = QTimer(self)
        self._regular.setInterval(_AGAIN_MS)
        self._regular.timeout.connect(self.read_now)

    def start(self) -> None:
        """Read for the first time, and from then on regularly."""
        self._regular.start()
        self.read_now()

    def stop(self) -> None:
        """Nothing more is read."""
        self._regular.stop()
        self._settle.stop()

    def records_changed(self, _kinds: frozenset[str]) -> None:
        """Something was committed: read again when it has settled."""
        self._settle.start()

    def read_now(self) -> None:
        """Read in the background; while one reading runs, one more is remembered."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._work.run(lambda _progress: self._read(), self._came, self._failed, owner=self)

    def _came(self, overview: Overview) -> None:
        self._reading = False
        self.latest = overview
        self.changed.emit()
        self._read_again()

    def _failed(self, error: Exception) -> None:
        self._reading = False
        tell, self._tell = self._tell, None
        if tell is not None:
            tell(error)
        self._read_again()

    def _read_again(self) -> None:
        if self._again:
            self._again = False
            self.read_now()
