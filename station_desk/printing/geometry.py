"""Sizes of paper, margins and columns of a form. Forms speak millimetres, PDF speaks points (1/72 inch)."""

import re
from collections.abc import Sequence
from typing import cast

from lxml import etree

from station_desk.printing.language import PAPERS

MM = 72 / 25.4
"""Points in a millimetre."""

LETTER_MARGINS = "37 26 35 28"
"""Of an official letter: top 37, binding edge 28, type area 156 by 225 mm (GB/T 9704-2012, 5.2)."""

NUMBER = re.compile(r"\d+(\.\d+)?")
COLUMN = re.compile(r"\d+(\.\d+)?|\d*\*")


def line_of(element: etree._Element) -> int:
    """The line of the form file on which `element` starts."""
    return cast("int | None", element.sourceline) or 1


def paper_size(page: etree._Element) -> tuple[float, float]:
    """Width and height of the paper of a 页 or a 拼版 in millimetres; 宽 and 高 go before 纸张."""
    width, height = PAPERS.get(page.get("纸张", "A4"), PAPERS["A4"])
    if page.get("方向") == "横":
        width, height = height, width
    return _number(page.get("宽"), width), _number(page.get("高"), height)


def _number(text: str | None, default: float) -> float:
    return float(text) if text and NUMBER.fullmatch(text) else default


def margins(page: etree._Element) -> tuple[float, float, float, float] | None:
    """The margins of a 页 in millimetres (top, right, bottom, left), None when they are not readable."""
    words = page.get("页边", LETTER_MARGINS if page.get("公文") == "是" else "").split()
    if len(words) != 4 or not all(NUMBER.fullmatch(word) for word in words):
        return None
    top, right, bottom, left = map(float, words)
    return top, right, bottom, left


def page_width(page: etree._Element) -> float | None:
    """Millimetres between the left and right margin of a 页, or None when the margins are not readable."""
    around = margins(page)
    return None if around is None else paper_size(page)[0] - around[1] - around[3]


def column_widths(words: Sequence[str], room: float) -> tuple[float, ...]:
    """The widths of columns in millimetres: `20` as it is, `*` and `2*` share what is left of `room`."""
    fixed = sum(float(word) for word in words if "*" not in word)
    shares = [int(word.rstrip("*") or 1) if "*" in word else 0 for word in words]
    one = (room - fixed) / sum(shares) if any(shares) else 0.0
    return tuple(one * share if share else float(word) for word, share in zip(words, shares, strict=True))
