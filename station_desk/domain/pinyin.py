"""Readings of names and places in Hanyu Pinyin without tones: the right one, and every other that a clerk may type.

`v` stands for u with two dots (绿 lv); search takes u there too. Surnames have readings of their own (单 shan, 万俟 mo qi).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_FUZZY_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"))
_FUZZY_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


class Said(NamedTuple):
    """How one character of a text is called: its right readings, and the others it may be called by."""

    char: str
    right: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """The table: the usual reading of a character, its other readings, and surnames (a tuple for each character)."""

    first: dict[str, str]
    also: dict[str, tuple[str, ...]]
    surnames: dict[str, tuple[tuple[str, ...], ...]]
    _known: dict[str, Said | None] = field(default_factory=dict, repr=False, compare=False)
    _named: dict[tuple[str, tuple[str, ...]], Said] = field(default_factory=dict, repr=False, compare=False)

    def of_char(self, char: str) -> Said | None:
        """A character on its own: a letter is its own reading, rare characters may have none; None for dots and blanks."""
        if char in self._known:
            return self._known[char]
        usual = self.first.get(char)
        if usual is not None:
            said: Said | None = Said(char, (usual,), self.also.get(char, ()))
        elif char.isalnum() or rare(char):
            said = Said(char, (char.lower(),) if char.isascii() and char.isalpha() else (), ())
        else:
            said = None
        self._known[char] = said
        return said

    def of_text(self, text: str) -> list[Said | None]:
        """A place or any other text, one for each character."""
        return [self.of_char(char) for char in text]

    def of_name(self, name: str) -> list[Said | None]:
        """A person's name: the surname is read as a surname, its usual reading becomes one of the others."""
        said = self.of_text(name)
        own = self.surnames.get(name[:2]) or self.surnames.get(name[:1])
        if own and len(said) >= len(own):
            said[: len(own)] = [self._as_surname(char, right) for char, right in zip(name, own, strict=False)]
        return said

    def _as_surname(self, char: str, right: tuple[str, ...]) -> Said:
        known = self._named.get((char, right))
        if known is None:
            usual = self.of_char(char) or Said(char, (), ())
            others = dict.fromkeys(r for r in (*usual.right, *usual.other) if r not in right)
            known = self._named[char, right] = Said(char, right, tuple(others))
        return known


def pinyin_order(said: Iterable[Said | None]) -> str:
    """The key by which names stand in pinyin order; characters without a reading come last."""
    return " ".join(s.right[0] if s.right else "~" + s.char for s in said if s)


def rare(char: str) -> bool:
    """Private-use and other rare characters of names that Python's tables do not know as letters."""
    return "\ue000" <= char <= "\uf8ff" or char > "\U0001ffff"


def parse_readings(readings: Iterable[str], surnames: Iterable[str] = ()) -> Readings:
    """The table from the lines of `readings.txt` (`syllable characters` under [first] and [also]) and `surnames.txt`
    (`surname reading…`, a reading for each character, or two right ones for a single character).
    """
    first: dict[str, str] = {}
    also: dict[str, tuple[str, ...]] = {}
    usual = True
    for line in readings:
        syllable, _, chars = line.rstrip("\n").partition(" ")
        if syllable in ("[first]", "[also]"):
            usual = syllable == "[first]"
        elif syllable != "#" and usual:
            first.update(dict.fromkeys(chars, syllable))
        elif syllable != "#":
            for char in chars:
                also[char] = (*also.get(char, ()), syllable)
    own: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in surnames:
        name, *said = line.split()
        if name != "#":
            own[name] = tuple((s,) for s in said) if len(name) > 1 else (tuple(said),)
    return Readings(first, also, own)


@lru_cache(maxsize=1024)
def typed_forms(syllable: str) -> tuple[str, ...]:
    """How a syllable is typed: lv as lv or lu, nve as nve or nue."""
    return (syllable, syllable.replace("v", "u")) if "v" in syllable else (syllable,)


@lru_cache(maxsize=1024)
def fuzzy_forms(syllable: str) -> tuple[str, ...]:
    """The syllables that a southern ear may take for this one: zh/z, ch/c, sh/s, n/l, h/f, ang/an, eng/en, ing/in."""
    starts = {syllable}
    for pair in _FUZZY_INITIALS:
        for one, other in (pair, pair[::-1]):
            if syllable.startswith(one) and syllable[len(one) :][:1] not in ("h", ""):
                starts.add(other + syllable[len(one) :])
    forms = set(starts)
    for form in starts:
        for pair in _FUZZY_FINALS:
            for one, other in (pair, pair[::-1]):
                if form.endswith(one):
                    forms.add(form[: -len(one)] + other)
    return tuple(sorted(forms))


@lru_cache(maxsize=65536)
def begins(syllable: str, letters: str, fuzzy: bool = False) -> bool:
    """Whether `letters` as typed begin the syllable, or one that sounds like it."""
    forms = fuzzy_forms(syllable) if fuzzy else (syllable,)
    return any(typed.startswith(letters) for form in forms for typed in typed_forms(form))
