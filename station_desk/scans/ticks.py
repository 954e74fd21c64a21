"""Whether a box is ticked: a tick, a cross, a stroke or a filled box, by pen or pencil; what nobody can judge is in doubt."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from station_desk.domain.paper import Box
from station_desk.scans.frames import Found
from station_desk.scans.placing import PX, Plane

Piece = NDArray[np.float32]

_AROUND = 14
"""Pixels around a box that are looked at (1.75 mm)."""

_INSET = 5
"""Pixels from the middle of a side to where the hand's ink is judged."""

_CLEAN = 0.10
"""A box is empty when nothing in it stands out from its paper by more than this."""

_INK = 0.16
"""From here on it is ink; between the two nobody can say."""

_FAINT = 0.05
"""What the paper's own grain stays below."""

_DOT_MM = 0.85
"""Ink that is all within this is a dot, and no mark."""

_SHORT_MM = 1.4
"""Ink shorter than this inside the box is no tick."""

_LONG_MM = 1.9
"""Ink that does not touch the middle of the box must be this long."""

_WIDE = 9
"""Pixels (odd) that a stroke of a pen is narrower than."""

_SPECK = 0.08
"""So much of a strip beside a filled box may be dark and wider than a stroke; a stain goes on there."""

_STAIN = 0.28
"""A stain that is darker than this may hide a filled box."""

_FILLED = 0.8
"""A box with more of it dark than this is filled, and may be filled beyond a side."""

_RIM = 8
"""Pixels of the outermost paper that is looked at."""

_SHAKY = 1
"""Pixels by which a hand's line leaves a straight one."""

_DIRTY = 0.3
"""A strip beside the box with more of it dark than this is not clean paper."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a box says; None where it is in doubt."""

    value: bool | None

    @property
    def sure(self) -> bool:
        return self.value is not None


def judge(plane: Plane, box: Box, found: Found) -> Judged:
    """The box as a person would see it. A box whose printed sides were not seen is in doubt."""
    side = round(box.w_mm * PX)
    x, y = round(found.x), round(found.y)
    top, left = y - _AROUND, x - _AROUND
    if not found.seen or top < 0 or left < 0:
        return Judged(None)
    piece = calm(plane[top : y + side + _AROUND, left : x + side + _AROUND])
    if piece.shape != (side + 2 * _AROUND, side + 2 * _AROUND):
        return Judged(None)
    a, b = _AROUND + _INSET, _AROUND + side - _INSET
    inner = piece[a:b, a:b]
    around = _paper_around(piece, side)
    low, middle, high = (float(value) for value in np.percentile(inner, (25, 50, 97)))
    if high - min(low, middle) < _CLEAN and low - around < _CLEAN:
        return Judged(False)
    if _speck(inner - around > _FAINT):
        return Judged(False)
    if high - around < _INK:
        return Judged(None)
    ink = piece - around > max(_CLEAN, 0.4 * (high - around))
    faint_and_soft = high - around < _STAIN and _soft(inner)
    wide = _opened(ink)
    if _struck(ink, side):
        ring = faint_and_soft and _struck(wide, side)  # that of a cup strikes nothing out
        return Judged(False if ring else None)
    filled = wide[a:b, a:b].mean() > _FILLED and _ends_near(wide)
    stained = wide[a:b, a:b].any() and _spilt(wide, side, _SPECK)
    if not filled and (stained or _spilt(ink, side, _DIRTY)):
        return Judged(False if faint_and_soft else None)
    if faint_and_soft:
        return Judged(None)  # the rim of a stain, or pencil rubbed over the whole box
    return Judged(True if _by_hand(ink[a:b, a:b]) else None)


def calm(piece: Piece) -> Piece:
    """Noise smoothed away over a quarter of a millimetre."""
    picture = Image.fromarray(np.asarray(piece * 255, dtype=np.uint8)).filter(ImageFilter.GaussianBlur(1.0))
    return np.asarray(picture, dtype=np.float32) / np.float32(255)


def _paper_around(piece: Piece, side: int) -> float:
    """The darkness of the paper in a ring around the box."""
    low, high = _AROUND - 7, _AROUND + side + 7
    ring = piece[low:high, low:high].copy()
    ring[4:-4, 4:-4] = np.nan
    return float(np.nanpercentile(ring, 30))


def _speck(ink: NDArray[np.bool_]) -> bool:
    """Whether all ink lies within a dot: a pen that rested, a grain on the glass."""
    rows, columns = np.nonzero(ink)
    return len(rows) > 0 and max(int(np.ptp(rows)), int(np.ptp(columns))) < _DOT_MM * PX


def _by_hand(ink: NDArray[np.bool_]) -> bool:
    """Whether the ink inside the box is as long as a tick, not a dot or the end of a line from elsewhere."""
    rows, columns = np.nonzero(ink)
    if len(rows) == 0:
        return False
    quarter = len(ink) // 4
    reach = max(int(np.ptp(rows)), int(np.ptp(columns)))
    through = bool(ink[quarter:-quarter, quarter:-quarter].any())
    return reach >= (_SHORT_MM if through else _LONG_MM) * PX


def _opened(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The parts of the ink that are wider than any stroke: a filled box, or a stain."""
    picture = Image.fromarray(ink.astype(np.uint8))
    return np.asarray(picture.filter(ImageFilter.MinFilter(_WIDE)).filter(ImageFilter.MaxFilter(_WIDE)), dtype=np.bool_)


def _soft(piece: Piece) -> bool:
    """Whether nothing in it is as narrow as a stroke: only the soft rim of a stain."""
    picture = Image.fromarray(np.asarray(np.clip(piece, 0, 1) * 255, dtype=np.uint8))
    opened = picture.filter(ImageFilter.MinFilter(_WIDE)).filter(ImageFilter.MaxFilter(_WIDE))
    narrow = piece - np.asarray(opened, dtype=np.float32) / 255
    return float(np.percentile(narrow, 98)) < _CLEAN


def _ends_near(wide: NDArray[np.bool_]) -> bool:
    """Whether what is wider than a stroke ends around the box, as what a hand filled does and a stain seldom."""
    rim = wide.copy()
    rim[_RIM:-_RIM, _RIM:-_RIM] = False
    return not rim.any()


def _spilt(ink: NDArray[np.bool_], side: int, dirty: float) -> bool:
    """Whether ink covers so much of more than one side of the paper around the box (one may bear print)."""
    a, b, near, far = _AROUND, _AROUND + side, 3, 8
    sides = (
        ink[a - far : a - near, a:b],
        ink[b + near : b + far, a:b],
        ink[a:b, a - far : a - near],
        ink[a:b, b + near : b + far],
    )
    return sum(float(strip.mean()) > dirty for strip in sides) > 1


def _struck(ink: NDArray[np.bool_], side: int) -> bool:
    """Whether lines go right through the box, level or upright, and out on both sides; on one is enough for a line that
    can be followed from there to the other side."""
    return any(_struck_level(way, side) for way in (ink, ink.T))


def _struck_level(ink: NDArray[np.bool_], side: int) -> bool:
    near, far = 3, 7
    a, b = _AROUND, _AROUND + side
    band = ink[a + side // 6 : b - side // 6]
    left, right = band[:, a - far : a - near], band[:, b + near : b + far]
    out = [bool(strip.any(0).mean() > 0.7) for strip in (left, right)]
    if all(out):
        return True
    if band[:, a:b].mean() > _FILLED:
        return False
    return (out[0] and _runs_across(band[:, a - near : b])) or (out[1] and _runs_across(band[:, a : b + near][:, ::-1]))


def _runs_across(band: NDArray[np.bool_]) -> bool:
    """Whether a line leads from the first column to the last one, straight but for `_SHAKY` pixels and not steep."""
    tall = np.pad(band, ((_SHAKY, _SHAKY), (0, 0)))
    near = np.any([tall[by : by + len(band)] for by in range(2 * _SHAKY + 1)], axis=0)
    high, wide = band.shape
    along = np.arange(wide)
    for start in np.flatnonzero(band[:, 0]):
        for end in range(max(start - wide // 4, 0), min(start + wide // 4 + 1, high)):
            if near[np.rint(np.linspace(start, end, wide)).astype(np.int64), along].all():
                return True
    return False
