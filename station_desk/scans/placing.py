"""Where the sheet lies on the scan: from its codes and registration marks to a map from millimetres to pixels."""

from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from station_desk.domain.paper import Place
from station_desk.domain.scanned import Geometry
from station_desk.scans.codes import Code, Points
from station_desk.scans.images import Grey

Matrix = NDArray[np.float64]
Plane = NDArray[np.float32]

PX = 8
"""Pixels a millimetre of the sheet put straight (203 dpi)."""

_STEP = 0.2
"""Millimetres between two samples when a registration mark is looked for."""

_CONTRAST = 0.4
"""How much darker a mark is than what is around it, as a share of the paper's brightness."""

_WILD_MM = 0.5
"""A point that is missed by much more than this was taken for what it is not."""

_DOUBT_MM = 0.15
"""Marks and codes that are missed by more than this in the mean may have a wrong one among them."""

_MISS_MM = 4.0
"""The corners of a code may miss their places by so much, as a mean, before the codes are not of one flat sheet."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A map from mm on the sheet to pixels, the points it rests on, how many of them are registration marks, and by
    how many mm it misses them in the mean.
    """

    matrix: Matrix
    sources: Points
    targets: Points
    marks: int
    miss_mm: float


def places_of_sheet(grey: Grey, codes: list[Code], geometry: Geometry) -> list[Placement]:
    """Where a sheet of this geometry whose codes are these may lie, the likeliest first; none where they fit nowhere."""
    found = []
    for places in permutations(geometry.codes, min(len(codes), len(geometry.codes))):
        one = _try(grey, [code.corners for code in codes[: len(places)]], places, geometry)
        if one is not None:
            found.append(one)
    return sorted(found, key=_worth, reverse=True)


def with_boxes(placement: Placement, sources: Points, targets: Points) -> Placement:
    """The placement mended by points (mm, pixels) that were found in the sheet put straight."""
    corners = np.vstack([placement.sources, sources])
    seen = np.vstack([placement.targets, targets])
    matrix = placement.matrix
    weights = np.concatenate([np.full(len(placement.sources), 0.5), np.ones(len(sources))])
    for _ in range(5):
        better = _homography(corners, seen, weights)
        if better is None:
            return placement
        matrix = better
        miss = np.linalg.norm(apply(matrix, corners) - seen, axis=1) / pixels_a_mm(matrix, corners.mean(0))
        weights = 1.0 / (1.0 + (miss / _WILD_MM) ** 2)
    return replace(placement, matrix=matrix)


def _worth(placement: Placement) -> tuple[int, float]:
    return placement.marks, -placement.miss_mm


def _try(grey: Grey, corners: list[Points], places: tuple[Place, ...], geometry: Geometry) -> Placement | None:
    sources = np.concatenate([_corners(place) for place in places])
    targets = np.concatenate(corners)
    matrix = _affine(sources, targets) if len(places) == 1 else _homography(sources, targets)
    if matrix is None or _mean_miss(matrix, sources, targets) > _MISS_MM:
        return None
    weights = [0.5] * len(sources)
    marks = 0
    left = [(mark, at == 3) for at, mark in enumerate(geometry.marks)]
    while left:
        left.sort(key=lambda one: _nearest(one[0], sources))
        mark, hollow = left.pop(0)
        far = _nearest(mark, sources)
        spot = _find_mark(grey, matrix, mark, hollow, reach=min(4.0 + far * (0.05 if marks < 2 else 0.03), 12.0))
        if spot is None:
            continue
        marks += 1
        sources = np.vstack([sources, [mark.x_mm + mark.w_mm / 2, mark.y_mm + mark.h_mm / 2]])
        targets = np.vstack([targets, spot])
        weights.append(2.0)
        better = _fit(sources, targets, weights, flat=len(places) == 1 and marks < 3)
        matrix = matrix if better is None else better
    return _without_wild(Placement(matrix, sources, targets, marks, _mean_miss(matrix, sources, targets)))


def _without_wild(placement: Placement) -> Placement:
    """The placement without the one registration mark that was taken for another dark spot, if there is one."""
    if placement.miss_mm < _DOUBT_MM or placement.marks < 2:
        return placement
    best = placement
    for at in range(len(placement.sources) - placement.marks, len(placement.sources)):
        sources, targets = np.delete(placement.sources, at, 0), np.delete(placement.targets, at, 0)
        matrix = _homography(sources, targets)
        if matrix is not None:
            miss = _mean_miss(matrix, sources, targets)
            if miss < best.miss_mm / 2:
                best = Placement(matrix, sources, targets, placement.marks - 1, miss)
    return best


def _fit(sources: Points, targets: Points, weights: list[float], *, flat: bool) -> Matrix | None:
    given = np.asarray(weights)
    return _affine(sources, targets, given) if flat else _homography(sources, targets, given)


def _corners(place: Place) -> Points:
    x, y, right, low = place.x_mm, place.y_mm, place.x_mm + place.w_mm, place.y_mm + place.h_mm
    return np.array([(x, y), (right, y), (right, low), (x, low)])


def _nearest(mark: Place, sources: Points) -> float:
    middle = np.array([mark.x_mm + mark.w_mm / 2, mark.y_mm + mark.h_mm / 2])
    return float(np.linalg.norm(sources - middle, axis=1).min())


# --- maps ----------------------------------------------------------------------------------------------------------
def apply(matrix: Matrix, points: Points) -> Points:
    """Points (n, 2) through a map."""
    full = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(full[:, :2] / full[:, 2:3])


def _affine(sources: Points, targets: Points, weights: Points | None = None) -> Matrix:
    root = np.sqrt(np.ones(len(sources)) if weights is None else weights)[:, None]
    given = np.column_stack([sources, np.ones(len(sources))])
    solved = np.linalg.lstsq(given * root, targets * root, rcond=None)[0]
    return np.vstack([solved.T, [0.0, 0.0, 1.0]])


def _homography(sources: Points, targets: Points, weights: Points | None = None) -> Matrix | None:
    """Least squares over at least four points; None where they lie badly."""
    root = np.sqrt(np.ones(len(sources)) if weights is None else weights)
    one, other = _normal(sources), _normal(targets)
    rows = []
    for (x, y), (u, v), w in zip(apply(one, sources), apply(other, targets), root, strict=True):
        rows.append(w * np.array([x, y, 1, 0, 0, 0, -u * x, -u * y, -u]))
        rows.append(w * np.array([0, 0, 0, x, y, 1, -v * x, -v * y, -v]))
    matrix = np.linalg.inv(other) @ np.linalg.svd(np.array(rows))[2][-1].reshape(3, 3) @ one
    if abs(matrix[2, 2]) < 1e-12:
        return None
    return np.asarray(matrix / matrix[2, 2])


def _normal(points: Points) -> Matrix:
    """Moves the middle of points to the origin, their mean distance to about one."""
    middle = points.mean(0)
    scale = 1.0 / max(float(np.abs(points - middle).mean()), 1e-9)
    return np.array([[scale, 0, -scale * middle[0]], [0, scale, -scale * middle[1]], [0, 0, 1.0]])


def _mean_miss(matrix: Matrix, sources: Points, targets: Points) -> float:
    pixels = np.linalg.norm(apply(matrix, sources) - targets, axis=1).mean()
    return float(pixels / max(pixels_a_mm(matrix, sources.mean(0)), 1e-6))


def pixels_a_mm(matrix: Matrix, at: Points) -> float:
    """How many pixels of the scan a millimetre has at this place of the sheet."""
    x, y = at
    here, right, low = apply(matrix, np.array([(x, y), (x + 1, y), (x, y + 1)]))
    return float((np.linalg.norm(right - here) + np.linalg.norm(low - here)) / 2)


# --- registration marks --------------------------------------------------------------------------------------------
def _find_mark(grey: Grey, matrix: Matrix, mark: Place, hollow: bool, reach: float) -> Points | None:
    """The middle of a registration mark in pixels, looked for `reach` mm around where it should be."""
    side, edge = mark.w_mm, 1.0
    middle = np.array([mark.x_mm + mark.w_mm / 2, mark.y_mm + mark.h_mm / 2])
    half = reach + side / 2 + edge
    steps = np.arange(-half, half + _STEP / 2, _STEP)
    dark = _sample(grey, matrix, middle[0] + steps, middle[1] + steps)
    n, m, h = round(side / _STEP), round((side + 2 * edge) / _STEP), round(side / 2 / _STEP)
    sums = np.pad(dark, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    count, low, mid = len(steps) - m + 1, (m - n) // 2, (m - h) // 2
    inner, hole = _sums(sums, n, n, low, low, count), _sums(sums, h, h, mid, mid, count)
    sides = (
        (low, n, 0, low),
        (low, n, low + n, low),
        (0, low, low, n),
        (low + n, low, low, n),
    )  # row, high, column, wide
    around = np.max(
        [_sums(sums, high, wide, row, column, count) / (high * wide) for row, high, column, wide in sides], 0
    )
    if hollow:
        frame = (inner - hole) / (n * n - h * h)
        score = frame - np.maximum(around, hole / (h * h))
    else:
        score = np.minimum(inner / (n * n), hole / (h * h)) - around
    row, column = np.unravel_index(int(score.argmax()), score.shape)
    if score[row, column] < _CONTRAST:
        return None
    offset = (np.array([column, row]) + m / 2 - len(steps) / 2) * _STEP
    return np.asarray(apply(matrix, (middle + offset)[None, :])[0])


def _sums(sums: NDArray[np.float64], high: int, wide: int, row: int, column: int, count: int) -> NDArray[np.float64]:
    """Sums over `count` by `count` rectangles of this size, the first at (row, column), from sums from the corner on."""
    all_ = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    return np.asarray(all_[row : row + count, column : column + count])


def _sample(grey: Grey, matrix: Matrix, xs: Points, ys: Points) -> NDArray[np.float64]:
    """Darkness (0 paper, 1 black) at a lattice of places on the sheet; beyond the scan it is 0."""
    spots = apply(matrix, np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)).round().astype(np.int64)
    high, wide = grey.shape
    inside = (spots[:, 0] >= 0) & (spots[:, 0] < wide) & (spots[:, 1] >= 0) & (spots[:, 1] < high)
    values = np.full(len(spots), np.nan)
    values[inside] = grey[spots[inside, 1], spots[inside, 0]]
    paper = float(np.nanpercentile(values, 85)) if inside.any() else 255.0
    values[~inside] = paper
    return np.clip(1.0 - values / max(paper, 1.0), 0.0, 1.0).reshape(len(ys), len(xs))


# --- putting straight ----------------------------------------------------------------------------------------------
def straighten(grey: Grey, matrix: Matrix, geometry: Geometry) -> Plane:
    """The sheet put straight, `PX` pixels a millimetre, as darkness: 0 paper, 1 black, shadows taken away."""
    size = (round(geometry.width_mm * PX), round(geometry.height_mm * PX))
    spread = matrix @ np.diag([1 / PX, 1 / PX, 1.0])
    spread = spread / spread[2, 2]
    picture = Image.fromarray(grey).transform(
        size, Image.Transform.PERSPECTIVE, tuple(spread.reshape(-1)[:8]), Image.Resampling.BILINEAR, fillcolor=255
    )
    values = np.asarray(picture, dtype=np.float32)
    return np.asarray(np.clip(1.0 - values / _paper(values), 0.0, 1.0), dtype=np.float32)


def _paper(values: Plane) -> Plane:
    """The paper's brightness around each place: bright parts of squares of 4 mm, smoothed."""
    side = 4 * PX
    high, wide = values.shape[0] // side * side, values.shape[1] // side * side
    blocks = values[:high, :wide].reshape(high // side, side, wide // side, side).swapaxes(1, 2)
    bright = np.percentile(blocks[:, :, ::2, ::2].reshape(*blocks.shape[:2], -1), 80, axis=2)
    around = np.pad(bright, 1, mode="edge")
    near = np.stack([around[i : i + bright.shape[0], j : j + bright.shape[1]] for i in range(3) for j in range(3)])
    calm = np.maximum(np.median(near, axis=0), 40.0).astype(np.uint8)
    size = (values.shape[1], values.shape[0])
    return np.asarray(Image.fromarray(calm).resize(size, Image.Resampling.BILINEAR), dtype=np.float32)


def inside(grey: Grey, matrix: Matrix, corners: Points) -> bool:
    """Whether these places of the sheet (mm) all lie on the scan."""
    spots = apply(matrix, corners)
    return bool((spots >= 0).all() and (spots[:, 0] < grey.shape[1]).all() and (spots[:, 1] < grey.shape[0]).all())
