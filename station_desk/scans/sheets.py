"""One sheet on a page: put straight, its boxes found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from station_desk.domain.scanned import Geometry
from station_desk.scans.codes import Code
from station_desk.scans.frames import Found, find_boxes
from station_desk.scans.images import Grey
from station_desk.scans.placing import (
    PX,
    Placement,
    Plane,
    apply,
    places_of_sheet,
    straighten,
    with_boxes,
)
from station_desk.scans.runs import in_doubt, put_right

_WHOLE = 0.95
"""From this share of boxes seen on, nothing needs to be mended."""

_FITS = 0.5
"""Of the boxes so many must be seen where the form has them, or the paper is of another version."""

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet put straight: its darkness, where it lies, where each box is, the share of boxes that were seen, and
    whether a column of them was met a step off."""

    plane: Plane
    placement: Placement
    boxes: list[Found]
    share: float
    off: bool = False

    @property
    def fits(self) -> bool:
        """Whether the boxes lie as the form has them."""
        return self.share >= _FITS


def lay(grey: Grey, codes: Sequence[Code], geometry: Geometry) -> Laid | None:
    """The sheet with these codes put straight; None where they do not fit a sheet of this geometry.

    A box is seen where its own sides are, in a column that ends where it should, among others that are seen.
    """
    best: Laid | None = None
    for placement in places_of_sheet(grey, list(codes), geometry):
        laid = _settled(grey, placement, geometry)
        if best is None or laid.share > best.share:
            best = laid
        if best.share >= _WHOLE:
            break
    return best and replace(best, boxes=in_doubt(geometry.boxes, best.boxes))


def _settled(grey: Grey, placement: Placement, geometry: Geometry) -> Laid:
    """The placement mended by the boxes that it shows, until it shows no more of them."""
    best = last = _laid(grey, placement, geometry)
    for _ in range(_ROUNDS):
        if (best.share >= _WHOLE and not best.off) or sum(found.seen for found in last.boxes) < 4:
            break
        last = _laid(grey, _mended(last, geometry), geometry)
        best = last if (not last.off, last.share) > (not best.off, best.share) else best
    return best


def _laid(grey: Grey, placement: Placement, geometry: Geometry) -> Laid:
    plane = straighten(grey, placement.matrix, geometry)
    boxes, off = put_right(plane, geometry.boxes, find_boxes(plane, geometry.boxes))
    share = sum(found.seen for found in boxes) / len(boxes) if boxes else 1.0
    return Laid(plane, placement, boxes, share, off)


def _mended(laid: Laid, geometry: Geometry) -> Placement:
    pairs = [(box, found) for box, found in zip(geometry.boxes, laid.boxes, strict=True) if found.seen]
    sources = np.array([(box.x_mm, box.y_mm) for box, _ in pairs])
    seen = np.array([(found.x / PX, found.y / PX) for _, found in pairs])
    return with_boxes(laid.placement, sources, apply(laid.placement.matrix, seen))
