"""The one search over people and villages (UX 3): Han, pinyin, initials, tails of numbers, old and merged villages."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from station_desk.domain.intake_villages import stem
from station_desk.domain.pinyin import Readings
from station_desk.domain.records import Person, Village
from station_desk.domain.roster import RosterRow
from station_desk.domain.roster_book import RosterBook, exists_on
from station_desk.domain.search import NUMBER, SCATTERED, Entry, Match
from station_desk.domain.search_patched import PatchedIndex
from station_desk.domain.search_query import read_query
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.store.engine import Store

Kind = Literal["person", "village"]
Note = Literal["", "former", "merged"]
_PERSON, _VILLAGE, _FORMER = "p:", "v:", "f:"
_ACROSS = SCATTERED + 1
"""Rank of a person found by own words and words of the village together."""
_SPARE = 20
"""So many more matches than hits are asked for: a village may match by its present and by an old name."""


class Hit(NamedTuple):
    """One answer: record id, what it is called, a second line, the places of the matched characters in `text` (worked
    out when they are looked at), and a score (greater is better). `number`: found by the tail of a phone or ID number.

    A village found by an old name has `note` former, one that was merged away merged; `now` names what it is today.
    """

    kind: Kind
    id: str
    text: str
    second: str
    spans: Sequence[int]
    score: int
    number: bool = False
    note: Note = ""
    now: str = ""


def readings() -> Readings:
    """How characters are read, for other small indexes of the window."""
    return reference.readings()


class Finder:
    """The search over one desk. Made once; it follows every change by itself."""

    def __init__(self, desk: Desk) -> None:
        """Reads the whole roster (about half a second for 8,000 people): in the background."""
        self._desk = desk
        self._memory = memory_of(desk)
        self._index = index_of(desk)
        self._index.current(desk)
        self._memory.rows(desk)

    def find(self, text: str, limit: int = 50, fuzzy: bool = False) -> list[Hit]:
        """The best answers to what was typed, best first; nothing typed, nothing found. `fuzzy` takes zh for z, n for
        l, ang for an and the like.
        """
        index = self._index.current(self._desk)
        book, rows = self._memory.book(self._desk), self._memory.rows_by_person(self._desk)
        hits: dict[tuple[Kind, str], Hit] = {}
        today = self._desk.clock.today()
        for match in index.find(text, limit + _SPARE, fuzzy):
            hit = _hit(match, book, rows, today)
            if hit and (hit.kind, hit.id) not in hits:
                hits[hit.kind, hit.id] = hit
        if len(hits) < limit and len(read_query(text)) > 1:
            for row in filter(None, map(rows.get, self._across(index, text, book, fuzzy))):
                hits.setdefault(("person", row.id), _person_hit(row, (), _ACROSS))
        return sorted(hits.values(), key=_worst_last)[:limit]

    def _across(self, index: PatchedIndex, text: str, book: RosterBook, fuzzy: bool) -> Iterator[str]:
        """People of whom each word is in the name or in a village."""
        passing = people_answering(index.keys(text, fuzzy), book)
        yield from sorted(passing, key=lambda one: (len(book.people[one].name), book.people[one].name, one))


def _hit(match: Match, book: RosterBook, rows: Mapping[str, RosterRow], today: date) -> Hit | None:
    kind, _, key = match.entry.key.partition(":")
    if kind == "p":
        row = rows.get(key)
        return _person_hit(row, match.places, match.rank) if row else None
    village = book.villages.get(key.partition(":")[0])
    return _village_hit(village, match, book, today, former=kind == "f") if village else None


def _village_hit(village: Village, match: Match, book: RosterBook, today: date, *, former: bool) -> Hit:
    note: Note = "former" if former else ""
    now = village.name if former else ""
    if not exists_on(village, today):
        note, now = "merged", merged_into(village, book)
    score = (_ACROSS - match.rank) * 2 - bool(note)
    return Hit("village", village.id, match.entry.text, village.township, match.places, score, False, note, now)


def _person_hit(row: RosterRow, places: Sequence[int], rank: int) -> Hit:
    second = "、".join(row.villages[:3])
    return Hit("person", row.id, row.name, second, places, (_ACROSS - rank) * 2, number=rank == NUMBER)


def _worst_last(hit: Hit) -> int:
    return -hit.score


def merged_into(village: Village, book: RosterBook) -> str:
    """The name of the village into which this one was merged, as far as it is known."""
    target = book.villages.get(village.merged_into or "")
    if target is None and village.merged_into:
        target = next((v for v in book.villages.values() if v.code == village.merged_into), None)
    return target.name if target else ""


def people_answering(words: Iterable[set[str]], book: RosterBook) -> set[str]:
    """The people of whom every word of a query is in the name, a number, or the name of one of the villages."""
    passing: set[str] | None = None
    for keys in words:
        people = {key.partition(":")[2] for key in keys if key.startswith(_PERSON)}
        villages = {key.split(":")[1] for key in keys if not key.startswith(_PERSON)}
        if villages:
            for person_id, terms in book.terms.items():
                if person_id not in people and any(not villages.isdisjoint(term.villages) for term in terms):
                    people.add(person_id)
        passing = people if passing is None else passing & people
    return {one for one in passing or () if one in book.people}


def person_entry(person: Person) -> Entry:
    """A person as the search knows it: the name, and the numbers by their tail."""
    numbers = (person.phone, person.phone2, person.id_no)
    plain = tuple(number.replace("-", "").upper() for number in numbers if number)
    return Entry(_PERSON + person.id, person.name, True, len(person.name), plain)


def village_entries(village: Village, former: Iterable[str] = ()) -> list[Entry]:
    """A village by its name, and by the names it bore before."""
    entries = [Entry(_VILLAGE + village.id, village.name, False, stem_length(village.name))]
    for number, name in enumerate(former):
        if name != village.name:
            entries.append(Entry(f"{_FORMER}{village.id}:{number}", name, False, stem_length(name)))
    return entries


def stem_length(name: str) -> int:
    """How many characters of a village's name are its own; 村委会 and the like can only follow them."""
    own = stem(name)
    return len(own) if name.startswith(own) else len(name)


class FollowingIndex:
    """The index over a memory, brought up to date when it is asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: PatchedIndex | None = None

    def current(self, desk: Desk) -> PatchedIndex:
        memory = memory_of(desk)
        with self._lock:
            changes, book, former = memory.take_changes(desk), memory.book(desk), memory.former(desk)
            if self._index is None or changes.everything:
                self._index = PatchedIndex(_all_entries(book, former), reference.readings())
            elif changes.people or changes.villages:
                fresh = [person_entry(book.people[one]) for one in changes.people if one in book.people]
                for one in changes.villages & book.villages.keys():
                    fresh += village_entries(book.villages[one], former.get(one, ()))
                gone = {_PERSON + one for one in changes.people} | {_VILLAGE + one for one in changes.villages}
                self._index.patch(gone, fresh)
            return self._index


def _all_entries(book: RosterBook, former: dict[str, list[str]]) -> Iterator[Entry]:
    for person in book.people.values():
        yield person_entry(person)
    for village in book.villages.values():
        yield from village_entries(village, former.get(village.id, ()))


def index_on(book: RosterBook) -> PatchedIndex:
    """An index over the roster of another day."""
    return PatchedIndex(_all_entries(book, {}), reference.readings())


_indexes: WeakKeyDictionary[Store, FollowingIndex] = WeakKeyDictionary()
_making = threading.Lock()


def index_of(desk: Desk) -> FollowingIndex:
    """The one index over the desk's roster."""
    with _making:
        return _indexes.setdefault(desk.store, FollowingIndex())
