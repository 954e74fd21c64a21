"""Names in the order of the strokes of the surname (姓氏笔画), as ballots and lists bear them.

The table is the character order of GF 3003-1999: number of strokes, then their kinds in the order of writing. A character
beyond it comes after all others, by its code. Names that begin alike are ordered by their next characters.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StrokeOrder:
    """Each character's place in the table."""

    places: dict[str, int]

    def key(self, name: str) -> tuple[tuple[int, str], ...]:
        """By what names are sorted; dots and blanks within a name do not count."""
        last = len(self.places)
        return tuple((self.places.get(char, last), char) for char in name if char.isalnum())


def parse_strokes(lines: Iterable[str]) -> StrokeOrder:
    """The order from the lines of `strokes/order.txt`; a line that begins with # is a note."""
    chars = "".join(line.strip() for line in lines if not line.startswith("#"))
    return StrokeOrder({char: at for at, char in enumerate(chars)})
