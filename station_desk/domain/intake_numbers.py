"""Counts as people put them into sheets (DOMAIN 6.3 I42, I52, I53, I56): blank is not nought, and a word is no count."""

import re

from station_desk.domain.intake_cells import Cell
from station_desk.domain.intake_words import stated

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_UNIT = re.compile(r"[户个人次件起名处场条份张艘家趟回辆节]+$")
_PLAIN = re.compile(r"(\d+|\d{1,3}(?:[, ]\d{3})+) *(?:\.0+)?")
_DIGITS = {
    sign: value
    for value, signs in enumerate(("〇零○", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SPOKEN = re.compile(
    r"(?=.*[十百千])(?:[一二两三四五六七八九]千(?:(?=[^零〇]百)|[零〇](?=.)(?!.*百)|$))?(?:[一二两三四五六七八九]?百(?:(?=.十)|[零〇](?=.)(?!.十)|$))?"
    r"(?:[一二三四五六七八九]?十)?[一二三四五六七八九]?"
)
"""From thousands down; a unit that is left out is said by 零."""
_WRITTEN = re.compile(
    r"[〇零○一二两三四五六七八九]|(?=.*[〇零○])[〇零○一二三四五六七八九]{2,}|[一二三四五六七八九]{3,}"
)
"""Digit by digit; two digits without a nought are also what one says of a number that one does not know."""


def read_count(cell: Cell) -> int | None:
    """The whole number of a cell: 1200, "1,200", "１２００户", "十二户"; None for blank, for words, for fractions and for what
    can be read in two ways (3,5; 一百二; 两三次).
    """
    if isinstance(cell, bool):
        return None
    text = _UNIT.sub("", re.sub(r"\s+", " ", stated(cell).translate(_WIDE))).strip()
    if plain := _PLAIN.fullmatch(text):
        return int(re.sub(r"[, ]", "", plain[1]))
    return _chinese(text) if text else None


def _chinese(text: str) -> int | None:
    """三百二十 is 320, 十二 is 12, 一二〇 is 120. What is said roughly is no number: 一百二, 三五 (三五次: three to five)."""
    if _SPOKEN.fullmatch(text) is None:
        return int("".join(str(_DIGITS[sign]) for sign in text)) if _WRITTEN.fullmatch(text) else None
    total, digit = 0, None
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (1 if digit is None else digit) * _TENS[sign]
            digit = None
    return total + (digit or 0)
