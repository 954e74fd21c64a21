"""Readings of names and places in Hanyu Pinyin without tones: the right one, and every other that a clerk may type.

`v` stands for u with two dots (绿 lv); search takes u there too. Surnames have readings of their own (单 shan, 万俟 mo qi).
"""

from collections.abc import Iterable
from dataclasses import dataclass

_FUZZY_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"))
_FUZZY_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


@dataclass(frozen=True, slots=True)
class Sound:
    """One character of a text with its place there, its right readings and the others it may be called by."""

    place: int
    char: str
    right: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """The table: the usual reading of a character, its other readings, and surnames (a tuple for each character)."""

    first: dict[str, str]
    also: dict[str, tuple[str, ...]]
    surnames: dict[str, tuple[tuple[str, ...], ...]]

    def sound(self, place: int, char: str) -> Sound:
        """A character on its own: a letter or a digit is its own reading; unknown characters have none."""
        usual = self.first.get(char)
        if usual is not None:
            return Sound(place, char, (usual,), self.also.get(char, ()))
        return Sound(place, char, (char.lower(),) if char.isascii() and char.isalpha() else (), ())

    def of_text(self, text: str) -> list[Sound]:
        """The characters of a place or any other text, without blanks and dots."""
        return [self.sound(i, c) for i, c in enumerate(text) if c.isalnum() or _rare(c)]

    def of_name(self, name: str) -> list[Sound]:
        """The characters of a person's name; the surname is read as a surname, its usual reading comes second."""
        sounds = self.of_text(name)
        for length in (2, 1):
            own = self.surnames.get(name[:length])
            if own and len(sounds) >= length:
                sounds[:length] = [_as_surname(s, right) for s, right in zip(sounds, own, strict=False)]
                break
        return sounds

    def order(self, sounds: Iterable[Sound]) -> str:
        """The key by which names stand in pinyin order; characters without a reading come last."""
        return " ".join(s.right[0] if s.right else "~" + s.char for s in sounds)


def _rare(char: str) -> bool:
    """Private-use characters stand for rare ones of a name (isalnum does not know them)."""
    return "\ue000" <= char <= "\uf8ff" or char > "\U0001ffff"


def _as_surname(sound: Sound, right: tuple[str, ...]) -> Sound:
    others = dict.fromkeys(r for r in (*sound.right, *sound.other) if r not in right)
    return Sound(sound.place, sound.char, right, tuple(others))


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


def typed_forms(syllable: str) -> tuple[str, ...]:
    """How a syllable is typed: lv as lv or lu, nve as nve or nue."""
    return (syllable, syllable.replace("v", "u")) if "v" in syllable else (syllable,)


def fuzzy_forms(syllable: str) -> frozenset[str]:
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
    return frozenset(forms)
