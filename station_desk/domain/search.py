"""One search over people and villages: Han, full pinyin, initials, both mixed, tails of numbers (DOMAIN 7, ANCHORS f).

How it is fast: all characters of all names lie one behind another, with a mark behind each name. For each character
and each beginning of a syllable there is one long whole number whose bits say at which places it stands. A query walks
over these numbers: `state & bits << 1` moves every match in 16,000 names one character on at once. Names lie in the
order in which they are to be shown (short before long, then by pinyin), so the lowest bit is the best answer.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from station_desk.domain.pinyin import Readings, Said, begins, pinyin_order, typed_forms
from station_desk.domain.search_query import LONGEST_SYLLABLE, Token, is_letter, read_query
from station_desk.domain.search_trace import Kind, Places

NUMBER, WHOLE, FIRST, FIRST_OTHER, INSIDE, INSIDE_OTHER, SCATTERED = range(7)
"""Ranks, best first: the tail of a number; from the first character in whole syllables; in beginnings of syllables;
with another than the right reading; from a later character; so with another reading; Han characters with gaps."""

_SET = re.compile(rb"[^\0]")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found. `stem` characters of `text` can begin a match, those behind (村委会) only go on.

    `numbers` are phones and ID numbers (found by their tail), `person` tells whether the first character is a surname.
    """

    key: str
    text: str
    person: bool
    stem: int
    numbers: tuple[str, ...] = ()


class Match(NamedTuple):
    """One answer: the entry, its rank (smaller is better) and the places of the matched characters in its text."""

    entry: Entry
    rank: int
    places: Places


class SearchIndex:
    """The index over a set of entries; made once, asked at every key. Not changed afterwards: make a new one."""

    def __init__(self, entries: Iterable[Entry], readings: Readings) -> None:
        rows = []
        for entry in entries:
            said = readings.of_name(entry.text) if entry.person else readings.of_text(entry.text)
            rows.append((entry.stem, pinyin_order(said), entry.text, entry.key, entry, said))
        rows.sort()
        self._signs: dict[Said, list[int]] = {}
        self._at_end: dict[int, tuple[Entry, list[Said | None]]] = {}
        self._tails: dict[str, list[tuple[int, Entry]]] = {}
        self._lay_out((row[4], row[5]) for row in rows)
        self._chars: dict[str, list[Said]] = {}
        self._right: dict[str, list[Said]] = {}
        self._other: dict[str, list[Said]] = {}
        for sign in self._signs:
            self._chars.setdefault(sign.char.lower(), []).append(sign)
            for table, readings_of_sign in ((self._right, sign.right), (self._other, sign.other)):
                for reading in readings_of_sign:
                    table.setdefault(reading, []).append(sign)
        self._known: dict[tuple[str, str], int] = {}

    def _lay_out(self, rows: Iterable[tuple[Entry, list[Said | None]]]) -> None:
        """Puts every character at its place and notes the first places, the others that may begin, and the ends."""
        signs = self._signs
        first: list[int] = []
        later: list[int] = []
        place = 0
        for entry, said in rows:
            begin = place
            for at, sign in enumerate(said):
                if sign is None:
                    continue
                if sign in signs:
                    signs[sign].append(place)
                else:
                    signs[sign] = [place]
                if begin < place and at < entry.stem:
                    later.append(place)
                place += 1
            if place > begin:
                first.append(begin)
            self._at_end[place] = (entry, said)
            for tail in {number[-3:] for number in entry.numbers}:
                self._tails.setdefault(tail, []).append((place, entry))
            place += 1
        self._size = (place >> 3) + 1
        self._first, self._later = self._number((first,)), self._number((later,))
        self._ends = self._number((self._at_end,))

    def __len__(self) -> int:
        return len(self._at_end)

    def _number(self, runs: Iterable[Iterable[int]]) -> int:
        """The whole number with one bit at each of the places."""
        buffer = bytearray(self._size)
        for run in runs:
            for place in run:
                buffer[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(buffer, "little")

    # --- places of characters and of beginnings of syllables -----------------------------------------------------
    def _places(self, kind: Kind | str, text: str) -> int:
        """Where `text` is the character (kind char), a whole right reading, or begins a right, any or similar one."""
        known = self._known.get((kind, text))
        if known is None:
            signs = self._chars.get(text, ()) if kind == "char" else self._sounding(kind, text)
            known = self._number(self._signs[sign] for sign in signs)
            if kind == "any":
                known |= self._places("right", text)
            self._known[kind, text] = known
        return known

    def _sounding(self, kind: str, letters: str) -> set[Said]:
        """The signs that sound so; of the kind any only those that do so in another reading."""
        signs: set[Said] = set()
        if kind != "any":
            for reading, right in self._right.items():
                if letters in typed_forms(reading) if kind == "whole" else begins(reading, letters, kind == "fuzzy"):
                    signs.update(right)
        if kind in ("any", "fuzzy"):
            for reading, other in self._other.items():
                if begins(reading, letters, kind == "fuzzy"):
                    signs.update(other)
        return signs

    # --- walking -------------------------------------------------------------------------------------------------
    def _walk(self, token: Token, begin: int, kind: Kind, scattered: bool = False) -> int:
        """The end places of the names in which `token` matches from one of the places `begin`."""
        units = token.units
        states = [begin] + [0] * len(units)
        for i, unit in enumerate(units):
            state = self._smeared(states[i]) if scattered and i else states[i]
            if not state:
                continue
            if not is_letter(unit):
                states[i + 1] |= (state & self._places("char", unit)) << 1
                continue
            for j in range(i + 1, min(i + LONGEST_SYLLABLE, token.run_end(i)) + 1):
                places = self._places(kind, units[i:j])
                if not places and kind != "whole":
                    break
                states[j] |= (state & places) << 1
        return self._touched(states[-1])

    def _smeared(self, state: int) -> int:
        """All places from the first of `state` in a name to the end of that name."""
        inside = state & ~self._ends
        return ((self._ends - inside) | inside) & ~self._ends

    def _touched(self, state: int) -> int:
        """The end places of the names that `state` touches."""
        inside = state & ~self._ends
        return (self._ends & ~(self._ends - inside)) | (state & self._ends)

    def _ranks(self, token: Token, fuzzy: bool) -> Iterator[tuple[int, int]]:
        """(rank, end places of the names), ranks rising; a name may come again with a worse rank."""
        if token.tail:
            known = self._tails.get(token.tail[-3:], ())
            yield NUMBER, self._number([[place for place, entry in known if _ends_with(entry, token.tail)]])
        loose: Kind = "fuzzy" if fuzzy else "any"
        steps: tuple[tuple[int, int, Kind], ...] = (
            (WHOLE, self._first, "whole"),
            (FIRST, self._first, "right"),
            (FIRST_OTHER, self._first, loose),
            (INSIDE, self._later, "right"),
            (INSIDE_OTHER, self._later, loose),
        )
        for rank, begin, kind in steps:
            if token.letters or rank in (WHOLE, INSIDE):
                yield rank, self._walk(token, begin, kind)
        if token.scatters:
            yield SCATTERED, self._walk(token, self._first | self._later, loose, scattered=True)

    # --- asking --------------------------------------------------------------------------------------------------
    def _answers(self, tokens: tuple[Token, ...], fuzzy: bool) -> Iterator[tuple[int, int]]:
        """(rank, end place), best first, each name once: the rank is that of the word that fits worst."""
        found = [dict(self._ranks(token, fuzzy)) for token in tokens]
        so_far = [0] * len(tokens)
        seen = 0
        for rank in range(NUMBER, SCATTERED + 1):
            so_far = [names | ranks.get(rank, 0) for names, ranks in zip(so_far, found, strict=True)]
            every = so_far[0]
            for names in so_far[1:]:
                every &= names
            for place in _rising(every & ~seen):
                yield rank, place
            seen |= every

    def find(self, text: str, limit: int = 50, fuzzy: bool = False) -> list[Match]:
        """The best answers to what was typed, best first; of several words each must be found in the same entry."""
        tokens = read_query(text)
        best: list[Match] = []
        if not tokens or limit <= 0:
            return best
        for rank, place in self._answers(tokens, fuzzy):
            entry, said = self._at_end[place]
            asked = tuple(one for one in tokens if not (one.tail and _ends_with(entry, one.tail)))
            best.append(Match(entry, rank, Places(asked, said, entry.stem, fuzzy)))
            if len(best) >= limit:
                break
        return best

    def keys(self, text: str, fuzzy: bool = False) -> list[set[str]]:
        """For each word of the query the keys of all entries that answer it; for filtering lists."""
        found = []
        for token in read_query(text):
            names = 0
            for _rank, more in self._ranks(token, fuzzy):
                names |= more
            found.append({self._at_end[place][0].key for place in _rising(names)})
        return found


def _ends_with(entry: Entry, tail: str) -> bool:
    return any(number.endswith(tail) for number in entry.numbers)


def _rising(bits: int) -> Iterator[int]:
    """The places of the set bits, rising; those that are not asked for cost nothing."""
    for found in _SET.finditer(bits.to_bytes((bits.bit_length() + 7) >> 3, "little")):
        byte, at = found[0][0], found.start() << 3
        for bit in range(8):
            if byte >> bit & 1:
                yield at | bit
