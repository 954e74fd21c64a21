"""A search index that follows changes: a large one made once, a small one of what changed since, shown as one list."""

from bisect import insort
from collections.abc import Collection, Iterable

from station_desk.domain.pinyin import Readings, pinyin_order
from station_desk.domain.search import Entry, Match, SearchIndex

_MOST_PATCHED = 400


class PatchedIndex:
    """Entries that can be exchanged a few at a time; after some hundreds the large index is made anew."""

    def __init__(self, entries: Iterable[Entry], readings: Readings) -> None:
        self._readings = readings
        self._entries = {entry.key: entry for entry in entries}
        self._rebuild()

    def _rebuild(self) -> None:
        self._large = SearchIndex(self._entries.values(), self._readings)
        self._small = SearchIndex((), self._readings)
        self._patched: set[str] = set()

    def __len__(self) -> int:
        return len(self._entries)

    def patch(self, gone: Collection[str], entries: Iterable[Entry]) -> None:
        """Take the entries with the keys `gone` out and put `entries` in."""
        put = {entry.key: entry for entry in entries}
        for key in gone:
            self._entries.pop(key, None)
        self._entries.update(put)
        self._patched |= {*gone, *put}
        if len(self._patched) > _MOST_PATCHED:
            self._rebuild()
        else:
            fresh = (self._entries[key] for key in self._patched if key in self._entries)
            self._small = SearchIndex(fresh, self._readings)

    def find(self, text: str, limit: int = 50, fuzzy: bool = False) -> list[Match]:
        """The best answers, best first: see `SearchIndex.find`."""
        if not self._patched:
            return self._large.find(text, limit, fuzzy)
        old = [m for m in self._large.find(text, limit + len(self._patched), fuzzy) if m.entry.key not in self._patched]
        for match in self._small.find(text, limit, fuzzy):
            insort(old, match, key=self._order)
        return old[:limit]

    def keys(self, text: str, fuzzy: bool = False) -> list[set[str]]:
        """For each word of the query the keys of all entries that answer it: see `SearchIndex.keys`."""
        old, new = self._large.keys(text, fuzzy), self._small.keys(text, fuzzy)
        return [(before - self._patched) | now for before, now in zip(old, new, strict=True)]

    def _order(self, match: Match) -> tuple[int, int, str, str]:
        entry = match.entry
        said = self._readings.of_name(entry.text) if entry.person else self._readings.of_text(entry.text)
        return (match.rank, entry.stem, pinyin_order(said), entry.text)
