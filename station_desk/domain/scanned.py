"""What a scan shows: codes of sheets, marks read from their boxes, and pages that a person must look at (DESIGN 6, `paper read`)."""

from dataclasses import dataclass
from typing import Literal

from station_desk.domain.paper import Box, Place

BoxKind = Literal["tick", "digits"]


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where codes, registration marks and boxes lie on a version of a form, in mm from the top left of the sheet.

    `codes` has the code above first; `marks` go top left, top right, bottom left, and bottom right the hollow one.
    """

    form: str
    version: str
    width_mm: float
    height_mm: float
    codes: tuple[Place, ...]
    marks: tuple[Place, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Cutout:
    """A piece of a scan: width and height in pixels, one grey byte a pixel, row by row. Lives in memory only."""

    width: int
    height: int
    grey: bytes


@dataclass(frozen=True, slots=True)
class MarkRead:
    """What stands in a box: true or false for a tick, a number for digits, None for blank digits and for whatever is
    in doubt. Only a `sure` value is proposed; `cutout` is there where it was asked for.
    """

    box: str
    kind: BoxKind
    value: bool | int | None
    sure: bool
    cutout: Cutout | None = None


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A sheet found on a page of a scan: what its code says, and its marks; `fits` is False where the boxes do not lie
    as the form has them, and then nothing was read.
    """

    code: str
    marks: tuple[MarkRead, ...] = ()
    fits: bool = True


Fault = Literal["", "blank", "no_code", "two_codes", "too_large", "too_slow", "damaged"]
"""Why no sheet can be named: an empty page, no code found, codes of two sheets on one place, a page that is too large,
takes too long or cannot be read."""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page of a scan (from 1): the sheets on it, how many codes of others, and why a person must look at it."""

    page: int
    sheets: tuple[SheetSeen, ...] = ()
    others: int = 0
    fault: Fault = ""
    thumbnail: Cutout | None = None
