"""Codes on a page: every QR at any rotation, from 100 dpi, also under shadows and stains."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from station_desk.domain.paper import CODE_PREFIX
from station_desk.scans.images import Grey

Points = NDArray[np.float64]

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_SMALL = 2400
"""Up to so many pixels a side a page is also tried at twice its size: at 100 dpi a module has two or three pixels."""

_DARK = 128
"""A module of a drawn symbol below this is black."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code found: its text and its corners (x, y in pixels): top left, top right, bottom right, bottom left of the symbol."""

    text: str
    corners: Points

    @property
    def ours(self) -> bool:
        """Whether it has the beginning of our codes."""
        return self.text.startswith(f"{CODE_PREFIX}:")


def find_codes(grey: Grey, wanted: int = 2) -> list[Code]:
    """All QR codes of a page. Harder ways are tried until some text of ours was seen `wanted` times.

    A code seen from behind is that of another sheet showing through, and does not count.
    """
    found: list[Code] = []
    behind: list[Code] = []
    for way, factor in _ways(grey):
        for code in _read(way(), factor):
            if any(_same(code, other) for other in (*found, *behind)):
                continue
            (behind if code.ours and _from_behind(grey, code) else found).append(code)
        seen = [code.text for code in found if code.ours]
        if seen and min(seen.count(text) for text in seen) >= wanted:
            break
    return found


def _ways(grey: Grey) -> list[tuple[Callable[[], Grey], float]]:
    """Pictures to look at, the cheapest first, each with its size against the page."""
    small = max(grey.shape) <= _SMALL
    ways: list[tuple[Callable[[], Grey], float]] = [(lambda: grey, 1.0), (lambda: _sharper(grey), 1.0)]
    if small:
        ways.append((lambda: _scaled(grey, 2.0), 2.0))
        ways.append((lambda: _sharper(_scaled(grey, 2.0)), 2.0))
    else:
        ways.append((lambda: _scaled(grey, 0.5), 0.5))
        ways.append((lambda: _softer(grey), 1.0))
    return ways


def _scaled(grey: Grey, factor: float) -> Grey:
    size = (round(grey.shape[1] * factor), round(grey.shape[0] * factor))
    return np.asarray(
        Image.fromarray(grey).resize(size, Image.Resampling.BICUBIC if factor > 1 else Image.Resampling.BOX)
    )


def _sharper(grey: Grey) -> Grey:
    return np.asarray(Image.fromarray(grey).filter(ImageFilter.UnsharpMask(radius=2, percent=250, threshold=0)))


def _softer(grey: Grey) -> Grey:
    return np.asarray(Image.fromarray(grey).filter(ImageFilter.GaussianBlur(1.2)))


def _read(grey: Grey, factor: float) -> list[Code]:
    found = []
    for one in zxingcpp.read_barcodes(grey, formats=_QR, try_invert=False):
        at = one.position
        corners = [(p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
        found.append(Code(one.text, np.array(corners, dtype=np.float64) / factor))
    return found


def _from_behind(grey: Grey, code: Code) -> bool:
    """Whether the symbol is that of its text as a mirror shows it. The reader takes both; it says not which."""
    symbol = zxingcpp.create_barcode(code.text, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(
        add_quiet_zones=False
    )
    modules = np.asarray(symbol) < _DARK
    middles = (np.arange(len(modules)) + 0.5) / len(modules)
    right, down = np.meshgrid(middles, middles)
    corners = [
        np.outer(weights.reshape(-1), corner)
        for weights, corner in zip(_shares(right, down), code.corners, strict=True)
    ]
    spots = np.sum(corners, axis=0).round().astype(np.int64)
    high, wide = grey.shape
    seen = grey[spots[:, 1].clip(0, high - 1), spots[:, 0].clip(0, wide - 1)].reshape(modules.shape)
    dark = seen < (np.percentile(seen, 20) + np.percentile(seen, 80)) / 2
    right_way = float((dark == modules).mean())
    return max(float((dark == np.rot90(modules.T, turn)).mean()) for turn in range(4)) > right_way


def _shares(right: Points, down: Points) -> tuple[Points, Points, Points, Points]:
    """How much each corner weighs at places so far to the right and down in the symbol."""
    return (1 - right) * (1 - down), right * (1 - down), right * down, (1 - right) * down


def _same(one: Code, other: Code) -> bool:
    size = float(np.linalg.norm(one.corners[0] - one.corners[2]))
    return one.text == other.text and float(np.linalg.norm(one.corners.mean(0) - other.corners.mean(0))) < size / 2
