"""Sizes of paper, margins and columns of a form. Forms speak millimetres, PDF speaks points (1/72 inch)."""

import re
from collections.abc import Sequence
from typing import cast

from lxml import etree

from station_desk.printing.language import PAPERS

MM = 72 / 25.4
"""Points in a millimetre."""

NUMBER = re.compile(r"\d+(\.\d+)?")
COLUMN = re.compile(r"\d+(\.\d+)?|\d*\*")


def line_of(element: etree._Element) -> int:
    """The line of the form file on which `element` starts."""
    return cast("int | None", element.sourceline) or 1


def paper_size(page: etree._Element) -> tuple[float, float]:
    """Width and height of the paper of a 页 in millimetres."""
    width, height = PAPERS.get(page.get("纸张", "A4"), PAPERS["A4"])
    return (height, width) if page.get("方向") == "横" else (width, height)


def page_width(page: etree._Element) -> float | None:
    """Millimetres between the left and right margin of a 页, or None when the margins are not readable."""
    words = page.get("页边", "").split()
    if len(words) != 4 or not all(NUMBER.fullmatch(word) for word in words):
        return None
    return paper_size(page)[0] - float(words[1]) - float(words[3])


def column_widths(words: Sequence[str], room: float) -> tuple[float, ...]:
    """The widths of columns in millimetres: `20` as it is, `*` and `2*` share what is left of `room`."""
    fixed = sum(float(word) for word in words if "*" not in word)
    shares = [int(word.rstrip("*") or 1) if "*" in word else 0 for word in words]
    one = (room - fixed) / sum(shares) if any(shares) else 0.0
    return tuple(one * share if share else float(word) for word, share in zip(words, shares, strict=True))
