"""Counts as people put them into sheets (DOMAIN 6.3 I42, I52, I53, I56): blank is not nought, and a word is no count."""

import re

from station_desk.domain.intake_cells import Cell
from station_desk.domain.intake_words import stated

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_UNIT = re.compile(r"[户个人次件起名处]+$")
_PLAIN = re.compile(r"\d+(?:\.0+)?")
_DIGITS = {
    sign: value
    for value, signs in enumerate(("〇零○", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_TENS = {"十": 10, "百": 100, "千": 1000}


def read_count(cell: Cell) -> int | None:
    """The whole number of a cell: 1200, "1,200", "１２００户", "十二户"; None for blank, for words and for fractions."""
    if isinstance(cell, bool):
        return None
    text = re.sub(r"[\s,]", "", _UNIT.sub("", stated(cell).translate(_WIDE)))
    if _PLAIN.fullmatch(text):
        return int(text.partition(".")[0])
    return _chinese(text) if text else None


def _chinese(text: str) -> int | None:
    """三百二十 is 320, 十二 is 12, 一二〇 is 120."""
    if not all(sign in _DIGITS or sign in _TENS for sign in text):
        return None
    if not set(text) & set(_TENS):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, None
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (1 if digit is None else digit) * _TENS[sign]
            digit = None
    return total + (digit or 0)
