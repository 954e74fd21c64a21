"""One sheet on a page: put straight, its boxes found."""

from collections.abc import Sequence
from dataclasses import dataclass

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

_WHOLE = 0.95
"""From this share of boxes seen on, nothing needs to be mended."""

_FITS = 0.5
"""Of the boxes so many must be seen where the form has them, or the paper is of another version."""

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet put straight: its darkness, where it lies, where each box is, and the share of boxes that were seen."""

    plane: Plane
    placement: Placement
    boxes: list[Found]
    share: float

    @property
    def fits(self) -> bool:
        """Whether the boxes lie as the form has them."""
        return self.share >= _FITS


def lay(grey: Grey, codes: Sequence[Code], geometry: Geometry) -> Laid | None:
    """The sheet with these codes put straight; None where they do not fit a sheet of this geometry."""
    best: Laid | None = None
    for placement in places_of_sheet(grey, list(codes), geometry):
        laid = _settled(grey, placement, geometry)
        if best is None or laid.share > best.share:
            best = laid
        if best.share >= _WHOLE:
            break
    return best


def _settled(grey: Grey, placement: Placement, geometry: Geometry) -> Laid:
    """The placement mended by the boxes that it shows, until it shows no more of them."""
    best = last = _laid(grey, placement, geometry)
    for _ in range(_ROUNDS):
        if best.share >= _WHOLE or sum(found.seen for found in last.boxes) < 4:
            break
        last = _laid(grey, _mended(last, geometry), geometry)
        best = last if last.share > best.share else best
    return best


def _laid(grey: Grey, placement: Placement, geometry: Geometry) -> Laid:
    plane = straighten(grey, placement.matrix, geometry)
    boxes = find_boxes(plane, geometry.boxes)
    share = sum(found.seen for found in boxes) / len(boxes) if boxes else 1.0
    return Laid(plane, placement, boxes, share)


def _mended(laid: Laid, geometry: Geometry) -> Placement:
    pairs = [(box, found) for box, found in zip(geometry.boxes, laid.boxes, strict=True) if found.seen]
    sources = np.array([(box.x_mm, box.y_mm) for box, _ in pairs])
    seen = np.array([(found.x / PX, found.y / PX) for _, found in pairs])
    return with_boxes(laid.placement, sources, apply(laid.placement.matrix, seen))
