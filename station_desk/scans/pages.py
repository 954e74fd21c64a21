"""One page of a scan: which sheets lie on it, and what stands in their boxes."""

from collections.abc import Mapping

import numpy as np
from PIL import Image

from station_desk.domain.paper import Box, read_code
from station_desk.domain.scanned import Cutout, Fault, Geometry, MarkRead, PageSeen, SheetSeen
from station_desk.domain.trouble import Trouble
from station_desk.scans.codes import Code, Points, find_codes
from station_desk.scans.digits import read_digits
from station_desk.scans.frames import Found, parts
from station_desk.scans.images import Grey
from station_desk.scans.placing import PX, Plane, apply
from station_desk.scans.sheets import Laid, lay
from station_desk.scans.ticks import judge

Geometries = Mapping[str, tuple[Geometry, ...]]
_Read = tuple[Laid, Geometry] | None

_INK = 0.002
"""A page of which less than this share is ink is blank."""

_CUTOUT_MM = 1.2
"""What is shown around a box."""

_THUMB = 260
"""Pixels along the longer side of a bad page's picture."""


def look(grey: Grey, page: int, geometries: Geometries, *, cutouts: bool) -> PageSeen:
    """What page `page` (from 1) shows. `geometries` by `form/page`, and by `serial/page` where a sheet has its own; sheets
    of others are named and not read."""
    codes = find_codes(grey)
    ours = [code for code in codes if code.ours]
    others = len({code.text for code in codes if not code.ours})
    if not ours:
        fault: Fault = "blank" if _blank(grey) and not others else "no_code"
        return PageSeen(page, (), others, fault, _thumbnail(grey))
    texts = list(dict.fromkeys(code.text for code in ours))
    read = {text: _lay(grey, [code for code in ours if code.text == text], geometries) for text in texts}
    if len(texts) > 1 and _overlap(ours, read):
        return PageSeen(page, (), others, "two_codes", _thumbnail(grey))
    sheets = tuple(_sheet(text, read[text], geometries, cutouts) for text in texts)
    return PageSeen(page, sheets, others)


def _of(text: str, geometries: Geometries) -> tuple[Geometry, ...]:
    """The geometries of the sheet that a code names: its own, or those of its form, the version in use first."""
    try:
        told = read_code(text)
    except Trouble:
        return ()
    return geometries.get(f"{told.serial}/{told.page}") or geometries.get(
        f"{told.serial.split('-')[1]}/{told.page}", ()
    )


def _lay(grey: Grey, codes: list[Code], geometries: Geometries) -> _Read:
    """The sheet laid by the version that fits it best."""
    best: _Read = None
    for geometry in _of(codes[0].text, geometries):
        laid = lay(grey, codes, geometry)
        if laid is not None and (best is None or laid.share > best[0].share):
            best = laid, geometry
    return best


def _overlap(codes: list[Code], read: Mapping[str, _Read]) -> bool:
    """Whether codes of two sheets lie where one sheet lies: a folded corner shows the code of the sheet below."""
    areas = []
    for text, one in read.items():
        if one is None:
            corners = np.concatenate([code.corners for code in codes if code.text == text])
        else:
            laid, geometry = one
            wide, high = geometry.width_mm - 15, geometry.height_mm - 15
            corners = apply(laid.placement.matrix, np.array([(15.0, 15.0), (wide, 15.0), (wide, high), (15.0, high)]))
        areas.append(corners)
    return any(_meet(one, other) for i, one in enumerate(areas) for other in areas[:i])


def _meet(one: Points, other: Points) -> bool:
    """Whether the middle of one area lies in the bounds of the other, or the other way round."""

    def within(point: Points, area: Points) -> bool:
        return bool((point >= area.min(0)).all() and (point <= area.max(0)).all())

    return within(one.mean(0), other) or within(other.mean(0), one)


def _sheet(text: str, read: _Read, geometries: Geometries, cutouts: bool) -> SheetSeen:
    if read is None:
        return SheetSeen(text, (), not _of(text, geometries))
    laid, geometry = read
    if not laid.fits:
        return SheetSeen(text, (), False)
    marks = [_mark(laid.plane, box, found, cutouts) for box, found in zip(geometry.boxes, laid.boxes, strict=True)]
    return SheetSeen(text, tuple(_one_of_each_group(marks, geometry)))


def _mark(plane: Plane, box: Box, found: Found, cutouts: bool) -> MarkRead:
    cutout = _cutout(plane, box, found) if cutouts else None
    if box.kind == "tick":
        judged = judge(plane, box, found)
        return MarkRead(box.id, "tick", judged.value, judged.sure, cutout)
    number = read_digits(plane, box, found, parts(box))
    return MarkRead(box.id, "digits", number.value, number.sure, cutout)


def _one_of_each_group(marks: list[MarkRead], geometry: Geometry) -> list[MarkRead]:
    """Two ticks in a group that excludes that: both are in doubt."""
    group = {box.id: box.group for box in geometry.boxes if box.group}
    ticked = [group[mark.box] for mark in marks if mark.box in group and mark.value is True]
    twice = {name for name in ticked if ticked.count(name) > 1}
    return [
        MarkRead(mark.box, mark.kind, None, False, mark.cutout)
        if mark.value is True and group.get(mark.box) in twice
        else mark
        for mark in marks
    ]


def _cutout(plane: Plane, box: Box, found: Found) -> Cutout:
    edge = round(_CUTOUT_MM * PX)
    x, y = round(found.x), round(found.y)
    piece = plane[
        max(y - edge, 0) : y + round(box.h_mm * PX) + edge, max(x - edge, 0) : x + round(box.w_mm * PX) + edge
    ]
    grey = (255 - piece * 255).astype(np.uint8)
    return Cutout(grey.shape[1], grey.shape[0], grey.tobytes())


def _thumbnail(grey: Grey) -> Cutout:
    picture = Image.fromarray(grey)
    picture.thumbnail((_THUMB, _THUMB), Image.Resampling.BOX)
    return Cutout(picture.width, picture.height, picture.tobytes())


def _blank(grey: Grey) -> bool:
    """Whether there is next to no ink on the page, the rim left out."""
    high, wide = grey.shape
    middle = grey[high // 12 : -(high // 12) or None : 3, wide // 12 : -(wide // 12) or None : 3].astype(np.float32)
    if middle.size == 0:
        return True
    paper = float(np.percentile(middle, 70))
    return bool((middle < paper * 0.7).mean() < _INK)
