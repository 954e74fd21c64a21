"""The roster of a desk held in memory, so that a keystroke costs milliseconds; kept up to date by the store's notices.

It holds what the encrypted database holds, in plain, for as long as the store is open, and nothing of it is written.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

from station_desk.domain.roster import RosterRow
from station_desk.domain.roster_book import RosterBook, row_order
from station_desk.domain.roster_then import book_then
from station_desk.services.archive_files import at_hand
from station_desk.services.desk import Desk
from station_desk.store.engine import Store
from station_desk.store.notice import Notice
from station_desk.store.roster_books import book_recorded, load_book, refresh_people, refresh_villages
from station_desk.store.village_names import former_names

_POSTS = frozenset({"unit", "unit_village", "post"})
_KINDS = frozenset({"person", "term", "term_village", "village", "office"}) | _POSTS
_FEW = 200
"""So many changed records are brought in one by one; more of them, and everything is read anew."""


@dataclass(slots=True)
class Changes:
    """What changed since the last look: which people and villages, or everything."""

    everything: bool = False
    people: set[str] = field(default_factory=set)
    villages: set[str] = field(default_factory=set)


class RosterMemory:
    """The book of one store, the rows of today, and for the search what changed since it last asked."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._book: RosterBook | None = None
        self._former: dict[str, list[str]] = {}
        self._stale: set[str] | None = None
        self._stale_villages = False
        self._rows: dict[str, RosterRow] = {}
        self._ordered: list[RosterRow] | None = None
        self._day: date | None = None
        self._seen: object = None
        self._unsearched = Changes(everything=True)
        self._then: tuple[date, RosterBook] | None = None

    def hear(self, notice: Notice) -> None:
        """The store changed (called in the committing thread)."""
        if not notice.kinds & _KINDS:
            return
        with self.lock:
            self._then = None
            if notice.ids is None or notice.kinds & (_POSTS | {"office"}) or self._stale is None:
                self._stale = None
            else:
                self._stale |= notice.ids
                self._stale_villages |= "village" in notice.kinds
                if len(self._stale) > _FEW:
                    self._stale = None

    def book(self, desk: Desk) -> RosterBook:
        """The roster as it is. The caller must not change it."""
        with self.lock:
            self._look_beside(desk)
            if self._book is None or self._stale is None:
                self._book = self._read(desk)
            elif self._stale:
                self._refresh(desk, self._book, self._stale)
            return self._book

    def _look_beside(self, desk: Desk) -> None:
        """A reader beside a writing window hears no notices: it looks whether the journal grew."""
        if desk.read_only:
            heads = desk.store.heads()
            if heads != self._seen:
                self._seen, self._stale, self._then = heads, None, None

    def _read(self, desk: Desk) -> RosterBook:
        with desk.store.read() as conn:
            book, self._former = load_book(conn), former_names(conn)
        self._stale, self._stale_villages = set(), False
        self._ordered, self._rows = None, {}
        self._unsearched = Changes(everything=True)
        return book

    def _refresh(self, desk: Desk, book: RosterBook, ids: set[str]) -> None:
        with desk.store.read() as conn:
            villages = refresh_villages(conn, book, ids) if self._stale_villages else set()
            people = refresh_people(conn, book, ids, desk.office.code)
            if villages:
                self._former = former_names(conn)
        self._stale, self._stale_villages = set(), False
        for person_id, terms in book.terms.items() if villages else ():
            if any(villages.intersection(term.villages) for term in terms):
                people.add(person_id)
        for person_id in people:
            self._rows.pop(person_id, None)
        self._ordered = None
        self._unsearched.people |= people
        self._unsearched.villages |= villages

    def rows(self, desk: Desk) -> list[RosterRow]:
        """Today's rows, sorted by village code, then name."""
        with self.lock:
            book, today = self.book(desk), desk.clock.today()
            if self._day != today:
                self._day, self._rows, self._ordered = today, {}, None
            if self._ordered is None:
                for person_id in self._rows.keys() - book.people.keys():
                    del self._rows[person_id]
                for person_id in book.people.keys() - self._rows.keys():
                    self._rows[person_id] = book.row(book.people[person_id], today)
                self._ordered = sorted(self._rows.values(), key=row_order)
            return self._ordered

    def rows_by_person(self, desk: Desk) -> Mapping[str, RosterRow]:
        """Today's rows by the person's record id."""
        with self.lock:
            self.rows(desk)
            return self._rows

    def former(self, desk: Desk) -> dict[str, list[str]]:
        """Village id -> the names it bore."""
        with self.lock:
            self.book(desk)
            return self._former

    def take_changes(self, desk: Desk) -> Changes:
        """What changed since this was last asked; for the one search index over this memory."""
        with self.lock:
            self.book(desk)
            changes, self._unsearched = self._unsearched, Changes()
            return changes

    def book_on(self, desk: Desk, day: date) -> RosterBook:
        """The roster of a day: today's and coming days' as it is, an earlier day's as it stood at its end (the last one
        asked for is kept). Trouble `archive_needed` (file).
        """
        with self.lock:
            now = self.book(desk)
            if day >= desk.clock.today():
                return now
            if self._then is None or self._then[0] != day:
                with at_hand(desk), desk.store.read() as conn:
                    self._then = (day, book_then(now, book_recorded(conn, day), day))
            return self._then[1]


_memories: WeakKeyDictionary[Store, RosterMemory] = WeakKeyDictionary()
_making = threading.Lock()


def memory_of(desk: Desk) -> RosterMemory:
    """The memory of the desk's store, made at the first call."""
    with _making:
        memory = _memories.get(desk.store)
        if memory is None:
            memory = _memories[desk.store] = RosterMemory()
            desk.store.subscribe(memory.hear)
        return memory
