"""One notice after each commit: what changed, for screens, finders and summaries to follow."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """The kinds of records that changed (`person`, `term`, `access_log` …) and which; `ids` None: any of them."""

    kinds: frozenset[str]
    ids: frozenset[str] | None


Listener = Callable[[Notice], None]


class Notices:
    """Collects what a transaction changes and tells the listeners after the commit."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._kinds: set[str] = set()
        self._ids: set[str] | None = set()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each commit, in the committing thread; the answer unsubscribes."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def collect(self, kinds: Iterable[str], ids: Iterable[str] | None) -> None:
        """Something changed in the running transaction."""
        self._kinds.update(kinds)
        if ids is None or self._ids is None:
            self._ids = None
        else:
            self._ids.update(ids)

    def take(self) -> Notice | None:
        """What was collected, and begin anew; None for nothing."""
        ids = None if self._ids is None else frozenset(self._ids)
        notice = Notice(frozenset(self._kinds), ids) if self._kinds else None
        self._kinds, self._ids = set(), set()
        return notice

    def tell(self, notice: Notice) -> None:
        """Tell every listener. What one of them does wrong cannot undo the commit: it is logged as the bug it is."""
        for listener in list(self._listeners):
            try:
                listener(notice)
            except Exception:
                log.exception("a listener failed after a commit")
