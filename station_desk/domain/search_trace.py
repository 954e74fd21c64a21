"""Which characters of one name answer what was typed: for the marks in a list (UX 3, matched characters in accent)."""

from collections.abc import Iterator, Sequence
from typing import Literal, overload

from station_desk.domain.pinyin import Said, begins, typed_forms
from station_desk.domain.search_query import LONGEST_SYLLABLE, Token, is_letter

Kind = Literal["whole", "right", "any", "fuzzy"]
"""How letters must fit: a whole right reading, the beginning of a right one, of any, of one that sounds alike."""

_Sounds = Sequence[tuple[int, Said]]


def trace(token: Token, said: Sequence[Said | None], stem: int, fuzzy: bool = False) -> tuple[int, ...]:
    """The places of the characters that answer `token`, () when they do not. The best way is taken: from the first
    character, without gaps, in right readings. `stem`: how many characters may begin a match.
    """
    sounds = [(place, sound) for place, sound in enumerate(said) if sound]
    kinds: tuple[Kind, ...] = ("whole", "right", "fuzzy" if fuzzy else "any")
    for gaps in (False, True) if token.scatters else (False,):
        for begin, (place, _sound) in enumerate(sounds):
            if place >= stem:
                break
            for kind in kinds:
                way = _way(token, 0, sounds, begin, kind, gaps)
                if way is not None:
                    return tuple(way)
    return ()


def _way(token: Token, unit: int, sounds: _Sounds, at: int, kind: Kind, gaps: bool) -> list[int] | None:
    """The places of the sounds, from number `at` on, that answer the units from `unit` on."""
    if unit == len(token.units):
        return []
    for number in range(at, len(sounds) if gaps and unit else min(at + 1, len(sounds))):
        place, sound = sounds[number]
        for step in _steps(token, unit, sound, kind):
            rest = _way(token, step, sounds, number + 1, kind, gaps)
            if rest is not None:
                return [place, *rest]
    return None


def _steps(token: Token, unit: int, sound: Said, kind: Kind) -> Iterator[int]:
    """The units behind each run of letters that the sound answers, longest first; one behind a Han character."""
    if not is_letter(token.units[unit]):
        if sound.char.lower() == token.units[unit]:
            yield unit + 1
        return
    for stop in range(min(token.run_end(unit), unit + LONGEST_SYLLABLE), unit, -1):
        if _hears(sound, token.units[unit:stop], kind):
            yield stop


def _hears(sound: Said, letters: str, kind: Kind) -> bool:
    if kind == "whole":
        return any(letters in typed_forms(reading) for reading in sound.right)
    said = sound.right if kind == "right" else sound.right + sound.other
    return any(begins(reading, letters, kind == "fuzzy") for reading in said)


class Places(Sequence[int]):
    """The places of the matched characters, found when they are first looked at: a list of thousands shows few."""

    __slots__ = ("_asked", "_found")

    def __init__(self, tokens: Sequence[Token], said: Sequence[Said | None], stem: int, fuzzy: bool) -> None:
        self._asked = (tokens, said, stem, fuzzy)
        self._found: tuple[int, ...] | None = None

    def _all(self) -> tuple[int, ...]:
        if self._found is None:
            tokens, said, stem, fuzzy = self._asked
            self._found = tuple(sorted({place for token in tokens for place in trace(token, said, stem, fuzzy)}))
        return self._found

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[int, ...]: ...
    def __getitem__(self, at: int | slice) -> int | tuple[int, ...]:
        return self._all()[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())
