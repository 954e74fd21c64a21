"""Drafts: what is typed is kept two seconds later at the latest, on Ctrl+S, at the lock and at the end (UX 1.6).

Who goes on typing is kept every two seconds: nothing that is older can be lost.
"""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer

from station_desk.services import drafts
from station_desk.services.desk import Desk
from station_desk.ui.page import Draft, Page, Workplace
from station_desk.wording import t

AFTER_MS = 2000


class DraftKeeper(QObject):
    """Keeps the drafts of all pages under their names, for the person at the desk."""

    def __init__(self, place: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._waiting: set[Page] = set()
        self._kept: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._keep_waiting)

    def typed(self, page: Page) -> None:
        """Something was typed on `page`."""
        self._waiting.add(page)
        if not self._timer.isActive():
            self._timer.start()

    def keep(self, page: Page) -> None:
        """Keep the draft of `page` now, in the background, and say so."""
        body = page.draft()
        if body is None and page.NAME not in self._kept:
            return
        name, desk = page.NAME, self._place.desk
        self._place.work.run(lambda _progress: _put(desk, name, body), lambda _none: self._said(name, body))

    def keep_all(self, pages: Iterable[Page]) -> None:
        """Keep every draft before this call returns."""
        self._timer.stop()
        self._waiting.clear()
        for page in pages:
            body = page.draft()
            if body is not None or page.NAME in self._kept:
                _put(self._place.desk, page.NAME, body)

    def bring_back(self, page: Page) -> None:
        """Give a page the draft that was kept under its name."""
        if self._place.desk.read_only:
            return
        body = drafts.fetch(self._place.desk, page.NAME)
        if body is not None:
            self._kept.add(page.NAME)
            page.restore(body)

    def _keep_waiting(self) -> None:
        pages, self._waiting = self._waiting, set()
        for page in pages:
            self.keep(page)

    def _said(self, name: str, body: Draft | None) -> None:
        if body is None:
            self._kept.discard(name)
        else:
            self._kept.add(name)
            now = self._place.desk.clock.now().astimezone()
            self._place.messages.done(t("草稿已存 {time}", time=f"{now:%H:%M:%S}"))


def _put(desk: Desk, name: str, body: Draft | None) -> None:
    if desk.read_only:
        return
    if body is None:
        drafts.drop(desk, name)
    else:
        drafts.keep(desk, name, dict(body))
