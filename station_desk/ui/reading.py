"""What a page shows, read in the background. Asked for again meanwhile it is read once more; only the newest is shown.

class RosterPage(ReadingPage):
    KINDS = frozenset({"person", "term"})        # what it is read of

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.reading = Reading(self, self._ask, self._loaded)

    def _ask(self) -> Callable[[], RosterData]:  # on the GUI thread: take what the reading depends on
        desk, day = self.place.desk, self._as_of
        return lambda: load_roster(desk, day)
"""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from station_desk.ui.page import Page

T = TypeVar("T")


class Reading:
    """One reading at a time for a page; after trouble the page stays as it is."""

    def __init__(
        self,
        page: Page,
        ask: Callable[[], Callable[[], T]],
        show: Callable[[T], object],
        *,
        failed: Callable[[Exception], object] | None = None,
        hold: Callable[[], bool] = lambda: False,
    ) -> None:
        """`ask` is called on the GUI thread and answers what is to be done in the background; `show` gets the answer.

        `failed` gets what went wrong (default: the messages). While `hold` says so nothing is read; it is still wanted.
        """
        self._page = page
        self._ask: Callable[[], Callable[[], Any]] = ask
        self._show: Callable[[Any], object] = show
        self._tell, self._hold = failed or page.place.messages.error, hold
        self._stale, self._busy = True, False

    def need(self) -> None:
        """Read if something changed since the last time (or never was read)."""
        if self._stale:
            self.again()

    def changed(self) -> None:
        """Something changed: read now if the page is in front, else when it comes there."""
        self._stale = True
        if self._page.isVisible():
            self.again()

    def again(self) -> None:
        """Read anew, whatever is known."""
        self._stale = True
        if self._busy or self._hold():
            return
        self._stale, self._busy = False, True
        work = self._ask()
        self._page.place.work.run(lambda _progress: work(), self._came, self._failed, owner=self._page)

    def _came(self, answer: object) -> None:
        self._busy = False
        if self._stale:
            self.again()
        else:
            self._show(answer)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._tell(error)


class ReadingPage(Page):
    """A page that shows one reading of records: read when it comes to the front, and again when they change."""

    KINDS: ClassVar[frozenset[str]]
    reading: Reading

    def on_shown(self) -> None:
        self.reading.need()

    def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & self.KINDS:
            self.reading.changed()
