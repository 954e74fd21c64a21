"""Where each box really lies on the sheet put straight: paper curls, cameras bend. Found by the box's own printed sides."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station_desk.domain.paper import Box
from station_desk.scans.placing import PX, Plane

_REACH = 1.75
"""How far, in mm, a box is looked for at first; two places of digits lie 4.5 mm apart."""

_AGAIN = 0.6
"""How far from where its neighbours lie a box is looked for in the end."""

_LINE = 0.12
"""What a side of a box must stand out from both sides of it, in darkness."""

_BESIDE = (3, 4, 5)
"""So many pixels beside a side its paper is looked for; the line of a table may lie further on."""


@dataclass(frozen=True, slots=True)
class Found:
    """A box on the sheet put straight: left and top in pixels, and whether its printed sides were seen there."""

    x: float
    y: float
    seen: bool


def parts(box: Box) -> int:
    """How many places a box of digits has; a tick has one."""
    return 1 if box.kind == "tick" else max(1, round(box.w_mm / box.h_mm))


def find_boxes(sheet: Plane, boxes: Sequence[Box]) -> list[Found]:
    """Each box where it lies. A box whose sides cannot be seen is given the place that its neighbours suggest."""
    if not boxes:
        return []
    middles = np.array([(box.x_mm + box.w_mm / 2, box.y_mm + box.h_mm / 2) for box in boxes])
    first = [_look(sheet, box, (0.0, 0.0), _REACH) for box in boxes]
    shifts = np.array([(dx, dy) for dx, dy, _, _ in first])
    good = np.array([min(a, b) >= _LINE for _, _, a, b in first])
    guess = _smooth(middles, shifts, good)
    found = []
    for box, (gx, gy) in zip(boxes, guess, strict=True):
        dx, dy, across, down = _look(sheet, box, (gx, gy), _AGAIN)
        seen = min(across, down) >= _LINE
        shift = (dx, dy) if seen else (gx, gy)
        found.append(Found((box.x_mm + shift[0]) * PX, (box.y_mm + shift[1]) * PX, seen))
    return found


def stands_there(sheet: Plane, box: Box, around: tuple[float, float]) -> bool:
    """Whether a box of this kind is printed there, about so far (mm, x and y) from where `box` says."""
    _, _, across, down = _look(sheet, box, around, _AGAIN)
    return min(across, down) >= _LINE


def _look(sheet: Plane, box: Box, around: tuple[float, float], reach: float) -> tuple[float, float, float, float]:
    """The shift of a box in mm, x and y, and how well its upright and its level sides stand out there."""
    r = round(reach * PX)
    edge = r + PX
    left, top = round((box.x_mm + around[0]) * PX), round((box.y_mm + around[1]) * PX)
    wide, high = round(box.w_mm * PX), round(box.h_mm * PX)
    y0, y1, x0, x1 = top - edge, top + high + edge, left - edge, left + wide + edge
    if y0 < 0 or x0 < 0 or y1 >= sheet.shape[0] or x1 >= sheet.shape[1]:
        return around[0], around[1], 0.0, 0.0
    piece = sheet[y0 : y1 + 1, x0 : x1 + 1]
    dy, down = _shift(piece[:, edge : edge + wide].mean(1), [edge, edge + high], r)
    rows = piece[max(edge + dy, 0) : edge + dy + high]
    places = parts(box)
    lines = [edge + round(wide * i / places) for i in range(places + 1)]
    dx, across = _shift(rows.mean(0), lines, r)
    dy, down = _shift(piece[:, max(edge + dx, 0) : edge + dx + wide].mean(1), [edge, edge + high], r)
    return around[0] + dx / PX, around[1] + dy / PX, across, down


def _shift(profile: NDArray[np.float32], lines: Sequence[int], r: int) -> tuple[int, float]:
    """The shift at which the lines stand out most, and by how much the weaker of the outer two is darker than the
    paper beyond it.

    Those two decide: one place of digits further on, all lines but one of them would be met too. Inside, a filled box
    is as dark as they are.
    """
    wide = np.convolve(profile, np.ones(3) / 3, mode="same")
    before, after = (np.min([np.roll(wide, sign * away) for away in _BESIDE], axis=0) for sign in (1, -1))
    stands = wide - 0.5 * (before + after)
    scores = np.array([[stands[line + s] for line in lines] for s in range(-r, r + 1)])
    capped = np.minimum(scores, 0.5)
    total = capped.mean(1) - 0.002 * np.abs(np.arange(-r, r + 1))
    best = int(total.argmax())
    first, last = lines[0] + best - r, lines[-1] + best - r
    ends = [wide[at - 1 : at + 2].max() - beyond for at, beyond in ((first, before[first]), (last, after[last]))]
    return best - r, float(min(ends))


def _smooth(middles: NDArray[np.float64], shifts: NDArray[np.float64], good: NDArray[np.bool_]) -> NDArray[np.float64]:
    """What the neighbours say about each box: a smooth surface through the shifts, wild ones left out."""
    if good.sum() < 4:
        return np.zeros_like(shifts)
    x, y = ((middles - 100.0) / 100.0).T
    few = good.sum() < 12
    terms = np.column_stack([np.ones_like(x), x, y] if few else [np.ones_like(x), x, y, x * x, x * y, y * y])
    weights = good.astype(np.float64)
    surface = shifts
    for _ in range(6):
        root = np.sqrt(weights)[:, None]
        solved = np.linalg.lstsq(terms * root, shifts * root, rcond=None)[0]
        surface = terms @ solved
        miss = np.linalg.norm(shifts - surface, axis=1)
        weights = good / (1.0 + (miss / 0.25) ** 2)
    return np.asarray(np.clip(surface, -_REACH, _REACH))
