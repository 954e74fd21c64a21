"""A font's tables of characters and widths, read whole. reportlab reads them number by number, which for a face of 30,000
glyphs takes longer than printing with it.

What is kept is what reportlab keeps, but for `glyphToChar`, which only its shaping of text asks for. A font whose tables
are not as in the bundled ones (characters in format 4 or 12) is left to reportlab.
"""

import struct
import sys
from array import array
from contextlib import suppress
from itertools import repeat

from reportlab.pdfbase.ttfonts import TTFontFace

_UNICODE, _OLD_MACINTOSH, _WINDOWS = 0, 1, 3
_VARIATIONS = (_UNICODE, 5)


class QuickFace(TTFontFace):  # type: ignore[misc]
    """reportlab's face, parsed sooner."""

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803 - reportlab's own names
        """Fills this face as reportlab does. Raises what reportlab raises."""
        super().extractInfo(0)
        taken = False
        with suppress(LookupError, ValueError, struct.error):  # of a font that is cut off, reportlab says what is wrong
            taken = bool(charInfo) and self._extracted()
        if charInfo and not taken:
            super().extractInfo(1)

    def _extracted(self) -> bool:
        """Whether the tables were as they are expected, and were taken."""
        if not {"cmap", "hmtx", "loca"} <= self.table.keys():
            return False
        (long_places, glyph_format) = struct.unpack(">HH", self.get_table("head")[50:54])
        (advances,) = struct.unpack(">H", self.get_table("hhea")[34:36])
        metrics = _numbers("H", self.get_table("hmtx"))
        places = _numbers("I" if long_places else "H", self.get_table("loca"))[: self.numGlyphs + 1]
        glyphs = _glyphs_of(self.get_table("cmap"))
        whole = len(metrics) >= advances + self.numGlyphs and len(places) == self.numGlyphs + 1
        if glyph_format or long_places > 1 or not whole or not glyphs or max(glyphs.values()) >= self.numGlyphs:
            return False
        self._measure(metrics, advances, glyphs)
        self.glyphPos = places.tolist() if long_places else [place << 1 for place in places]
        self.charToGlyph = glyphs
        self.glyphToChar: dict[int, list[int]] = {}
        for there, lacking in ((0x20, 0xA0), (0xA0, 0x20)):  # a blank stands for one that does not break, and back
            if there in glyphs:
                glyphs[lacking], self.charWidths[lacking] = glyphs[there], self.charWidths[there]
                break
        return True

    def _measure(self, metrics: "array[int]", advances: int, glyphs: dict[int, int]) -> None:
        """The widths: `advances` pairs of width and bearing, then bearings of glyphs as wide as the last of them."""
        told, scale = metrics[: 2 * advances : 2], 1000 / self.unitsPerEm
        widths = told.tolist() if self.unitsPerEm == 1000 else [width * scale for width in told]
        rest = metrics[2 * advances : advances + self.numGlyphs]
        self.defaultWidth, last = widths[0], widths[-1]
        self.hmetrics = [
            *zip(told, metrics[1 : 2 * advances : 2], strict=True),
            *zip(repeat(last), rest, strict=False),
        ]
        widths += [last] * len(rest)
        self.charWidths = dict(zip(glyphs, map(widths.__getitem__, glyphs.values()), strict=True))


def _glyphs_of(table: bytes) -> dict[int, int]:
    """Character -> glyph by the table that reportlab would choose; nothing where that has another format."""
    (count,) = struct.unpack(">H", table[2:4])
    chosen = None
    for platform, encoding, offset in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count]):
        if platform == _OLD_MACINTOSH and encoding == 1:
            return {}
        if platform == _WINDOWS or (platform == _UNICODE and (platform, encoding) != _VARIATIONS):
            chosen = table[offset:]
    if chosen is None:
        return {}
    (form,) = struct.unpack(">H", chosen[:2])
    return _segments(chosen) if form == 4 else _groups(chosen) if form == 12 else {}


def _groups(table: bytes) -> dict[int, int]:
    """Format 12: runs of characters with runs of glyphs."""
    (count,) = struct.unpack(">I", table[12:16])
    numbers = _numbers("I", table[16 : 16 + 12 * count])
    glyphs: dict[int, int] = {}
    for first, last, glyph in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        glyphs.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return glyphs


def _segments(table: bytes) -> dict[int, int]:
    """Format 4: runs of characters with a step to their glyphs, or with a place where their glyphs stand."""
    length, count = struct.unpack(">2xH2xH", table[:8])
    count //= 2
    numbers = _numbers("H", table[:length])
    at = 8 + 3 * count
    glyphs: dict[int, int] = {}
    for n in range(count):
        last, first, step, place = numbers[7 + n], numbers[8 + count + n], numbers[8 + 2 * count + n], numbers[at + n]
        chars = range(first, last + 1)
        if place:
            begin = at + n + place // 2
            told = numbers[begin : begin + len(chars)]
            told.extend(repeat(0, len(chars) - len(told)))
            glyphs.update(
                (char, (glyph + step) & 0xFFFF if glyph else 0) for char, glyph in zip(chars, told, strict=True)
            )
        else:
            glyphs.update((char, (char + step) & 0xFFFF) for char in chars)
    return glyphs


def _numbers(kind: str, data: bytes) -> "array[int]":
    """Big-endian numbers without sign: `H` of two bytes each, `I` of four."""
    read = array(kind)
    read.frombytes(data[: len(data) // read.itemsize * read.itemsize])
    if sys.byteorder == "little":
        read.byteswap()
    return read
