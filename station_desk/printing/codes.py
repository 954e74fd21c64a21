"""The code of a sheet: a QR symbol as merged row rectangles (PRINTING, decision 4)."""

import re
from functools import lru_cache
from typing import cast

import zxingcpp

QUIET = 4
"""Modules that stay clear on each side."""

_DARK = re.compile(rb"\x00+")


@lru_cache(maxsize=16)
def modules(content: str) -> tuple[int, bytes]:
    """The symbol of `content` (EC level M): modules a side, and one byte a module row by row, 0 for dark."""
    symbol = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = symbol.to_image(scale=1, add_quiet_zones=False)
    return picture.shape[0], bytes(cast("bytes", picture))


def module_count(content: str) -> int:
    """Modules a side of the symbol of `content`."""
    return modules(content)[0]


def code_operators(content: str, x: float, y: float, size: float) -> str:
    """PDF operators for the symbol with its lower left corner at (x, y), `size` points a side, on clear white."""
    n, dark = modules(content)
    unit = size / n
    wide = n + 2 * QUIET
    ops = [f"q {unit:.4f} 0 0 {unit:.4f} {x:.3f} {y:.3f} cm 1 g -{QUIET} -{QUIET} {wide} {wide} re f 0 g"]
    for row in range(n):
        level = n - 1 - row
        ops += [
            f"{start} {level} {end - start} 1 re"
            for start, end in map(re.Match.span, _DARK.finditer(dark[row * n : (row + 1) * n]))
        ]
    ops.append("f Q")
    return "\n".join(ops)
