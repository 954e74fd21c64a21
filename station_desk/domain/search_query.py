"""What is typed into the search box, read into pieces: Han characters, pinyin letters, digits (DOMAIN 7)."""

import re
import unicodedata
from dataclasses import dataclass

from station_desk.domain.pinyin import rare

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_MARKS = dict.fromkeys(map(ord, "'’‘`´-·•・"), "'")
_JU = re.compile(r"(?<=[jqxy])v")
_TAIL = re.compile(r"\d{2,17}[\dx]")
"""At least three digits: the tail or the whole of a phone or an ID number."""
_SPACED = re.compile(r"1(?:\s*\d){10}|\d(?:\s*\d){16}\s*[\dx]")
"""A whole phone or ID number with blanks between its groups, as the card shows it."""
_LONGEST = 40
LONGEST_SYLLABLE = 6


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a query. `units` are single characters, letters in lower case; `breaks` holds the places before which
    a syllable must begin (typed as xi'an); `tail` are the digits of a number's tail, "" where it is none.
    """

    units: str
    breaks: frozenset[int]
    tail: str

    def run_end(self, unit: int) -> int:
        """The place behind the run of letters that begins at `unit`: at the next break or Han character."""
        end = unit + 1
        while end < len(self.units) and end not in self.breaks and is_letter(self.units[end]):
            end += 1
        return end

    @property
    def scatters(self) -> bool:
        """Whether characters may lie between the units: only where several are Han, letters would find everything."""
        return sum(not is_letter(unit) for unit in self.units) > 1

    @property
    def letters(self) -> bool:
        """Whether there is any pinyin in it."""
        return any(is_letter(unit) for unit in self.units)


def is_letter(unit: str) -> bool:
    """A letter of pinyin."""
    return "a" <= unit <= "z"


def _plain(text: str) -> str:
    """Half-width, lower case, tone marks off, u with two dots as v."""
    half = text.translate(_WIDE).lower()
    out = []
    for char in half:
        parts = unicodedata.normalize("NFD", char) if char < "\u0250" else char
        if "\u0308" in parts and parts[0] == "u":
            out.append("v")
        else:
            out.append(parts[0] if len(parts) > 1 and parts[0].isascii() else char)
    return "".join(out)


def read_query(text: str) -> tuple[Token, ...]:
    """The words of a query; blanks separate words that must all be found, unless the whole of it is one number in groups.
    Nothing to search for: no word.
    """
    tokens = []
    plain_text = _plain(text).strip()
    for word in ["".join(plain_text.split())] if _SPACED.fullmatch(plain_text) else plain_text.split():
        units: list[str] = []
        breaks: set[int] = set()
        for char in word.translate(_MARKS):
            if char == "'":
                breaks.add(len(units))
            elif char.isalnum() or rare(char):
                units.append(char)
        plain = _JU.sub("u", "".join(units))[:_LONGEST]
        if plain:
            tokens.append(Token(plain, frozenset(breaks), plain.upper() if _TAIL.fullmatch(plain) else ""))
    return tuple(tokens)
