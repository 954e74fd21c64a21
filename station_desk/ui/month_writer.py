"""What is typed in the month grid goes to the store: two seconds after the last value, or at once when asked."""

from PySide6.QtCore import QObject, QTimer, Signal

from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import Count
from station_desk.services import work_log
from station_desk.services.work_log import Entered
from station_desk.ui.month_book import MonthBook
from station_desk.ui.page import Workplace
from station_desk.wording import t
from station_desk.wording.troubles import tell

AFTER_MS = 2000
"""So long after the last value the values are written."""


class MonthWriter(QObject):
    """Writes the values of a book, one act at a time. `wrote` and `failed` tell that the book is at rest again."""

    wrote = Signal()
    failed = Signal()

    def __init__(self, place: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._book: MonthBook | None = None
        self.busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._write)

    def soon(self, book: MonthBook) -> None:
        """A value was typed."""
        self._book = book
        self._timer.start()

    def stop(self) -> None:
        """Nothing is to be written."""
        self._timer.stop()

    def now(self, book: MonthBook) -> None:
        """Write what waits."""
        self._book = book
        self._timer.stop()
        self._write()

    def _write(self) -> None:
        book, desk = self._book, self._place.desk
        if book is None or desk.read_only:
            return
        if self.busy:
            self._timer.start()
            return
        counts = book.begin_sending()
        if not counts:
            return
        self.busy = True
        self._place.work.run(
            lambda _progress: work_log.apply_what_can(desk, counts, "grid"),
            lambda found: self._written(book, *found),
            lambda error: self._not_written(book, error),
            owner=self,
        )

    def _written(self, book: MonthBook, done: Entered, refused: dict[Count, Trouble]) -> None:
        self.busy = False
        book.sent({(one.person_id, one.code): tell(trouble).what for one, trouble in refused.items()})
        now = self._place.desk.clock.now().astimezone()
        written = done.made + done.changed + done.emptied
        if refused:
            why = tell(next(iter(refused.values()))).what
            self._place.messages.done(t("{n} 格没有写入（F8 去看）：{why}", n=len(refused), why=why))
        elif written:
            self._place.messages.done(t("已写入 {n} 格 {time}（撤回 Ctrl+Z）", n=written, time=f"{now:%H:%M:%S}"))
        self.wrote.emit()

    def _not_written(self, book: MonthBook, error: Exception) -> None:
        self.busy = False
        book.not_sent()
        self.failed.emit()
        self._place.messages.error(error)
