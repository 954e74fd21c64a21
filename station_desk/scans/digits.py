"""Digits written one a place: read only where there is no doubt; the rest is for the clerk.

The weights are three small networks trained on handwritten digits and on ink that is none; a digit is read only where
all three are as good as certain, and nothing is proposed otherwise.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from station_desk.domain.paper import Box
from station_desk.machine.folders import resources_dir
from station_desk.scans.frames import Found
from station_desk.scans.placing import PX, Plane
from station_desk.scans.ticks import Piece, calm

Net = list[tuple[NDArray[np.float32], NDArray[np.float32]]]

_NETS = 3
_LAYERS = 3
_CERTAIN = 0.999
"""Each network must be this certain of a digit."""

_INSET = 4
"""Pixels from the middle of an upright side to where the hand's ink is read."""

_CLOSE = 2
"""The same above and below, where a digit may come close to the side."""

_RIM = 4
"""Pixels above and below into which the printed side is blurred."""

_STRONG = 0.6
"""Ink at the rim of a place that is as dark as this share of the digit's is the digit's."""

_TOUCH = 4
"""Pixels along the rim."""

_CLEAN = 0.10
_INK = 0.2
_SIDE = 20


@dataclass(frozen=True, slots=True)
class Number:
    """What stands in the places: a number, None and sure for blank places, None and not sure where it is in doubt."""

    value: int | None
    sure: bool


_DOUBT = Number(None, False)


def read_digits(plane: Plane, box: Box, found: Found, places: int) -> Number:
    """The number in a box of `places` places; blank places at either end do not count."""
    if not found.seen:
        return _DOUBT
    texts = [_place(plane, box, found, places, at) for at in range(places)]
    if None in texts:
        return _DOUBT
    text = "".join(t or "" if t != "" else " " for t in texts)
    if not text.strip():
        return Number(None, True)
    return _DOUBT if " " in text.strip() else Number(int(text), True)


def _place(plane: Plane, box: Box, found: Found, places: int, at: int) -> str | None:
    """The digit in one place, "" where it is blank, None where it is in doubt."""
    pitch = box.w_mm * PX / places
    left, right = round(found.x + at * pitch) + _INSET, round(found.x + (at + 1) * pitch) - _INSET
    top, low = round(found.y) + _CLOSE, round(found.y + box.h_mm * PX) - _CLOSE
    if top < 0 or left < 0 or low > plane.shape[0] or right > plane.shape[1]:
        return None
    piece = _without_sides(calm(plane[top:low, left:right]))
    ground, high = (float(value) for value in np.percentile(piece, (25, 98)))
    if ground > 0.3:
        return None
    if high - ground < _CLEAN:
        return ""
    if high - ground < _INK:
        return None
    ink = np.clip(piece - ground - 0.06, 0, 1)
    return None if _goes_on(ink) else _digit(ink)


def _without_sides(piece: Piece) -> Piece:
    """The place without the blur of the printed sides above and below, which is the same all along them."""
    rest = piece.copy()
    for rows in (slice(0, _RIM), slice(-_RIM, None)):
        rest[rows] -= np.percentile(piece[rows], 25, axis=1)[:, None] - min(float(np.percentile(piece, 25)), 0.3)
    return np.asarray(np.clip(rest, 0, 1), dtype=np.float32)


def _goes_on(ink: Piece) -> bool:
    """Whether the digit goes on under the printed side above or below the place: a 2 without its foot is a 7."""
    dark = _STRONG * float(np.percentile(ink, 98))
    return max(int((rim > dark).sum()) for rim in (ink[0], ink[-1])) >= _TOUCH


def _digit(ink: Piece) -> str | None:
    shaped = shape(ink)
    if shaped is None:
        return None
    least = np.min([_certainty(net, shaped.reshape(-1)) for net in _nets()], 0)
    best = int(least.argmax())
    return str(best) if best < 10 and least[best] >= _CERTAIN else None


def shape(ink: Piece) -> Piece | None:
    """The ink brought to the middle of 20 by 20 pixels, its longer side 18; None where there is no body of ink."""
    rows, columns = np.nonzero(ink > 0.25 * ink.max())
    if len(rows) < 12 or np.ptp(rows) < 1.3 * PX:
        return None
    piece = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    high, wide = piece.shape
    scale = (_SIDE - 2) / max(high, wide)
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    body = np.asarray(np.clip(piece / piece.max(), 0, 1) * 255, dtype=np.uint8)
    small = np.asarray(Image.fromarray(body).resize(size, Image.Resampling.BILINEAR), dtype=np.float32) / 255
    whole = np.zeros((_SIDE, _SIDE), dtype=np.float32)
    top, left = (_SIDE - small.shape[0]) // 2, (_SIDE - small.shape[1]) // 2
    whole[top : top + small.shape[0], left : left + small.shape[1]] = small
    return whole


@cache
def _nets() -> list[Net]:
    with np.load(resources_dir() / "scans" / "digits.npz") as kept:
        return [
            [
                (kept[f"w{k}{i}"].astype(np.float32) * float(kept[f"s{k}{i}"]), kept[f"b{k}{i}"].astype(np.float32))
                for i in range(_LAYERS)
            ]
            for k in range(_NETS)
        ]


def _certainty(net: Net, values: NDArray[np.float32]) -> NDArray[np.float32]:
    """How certain a network is of each digit and, at the end, of ink that is no digit."""
    for at, (weights, lift) in enumerate(net):
        values = values @ weights + lift
        if at < _LAYERS - 1:
            values = np.maximum(values, 0)
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)
