"""Dates as people put them into sheets, at the precision they were stated (DATA 6, DOMAIN 6.3 I12 to I15).

`1985.1` typed as a number may be January or October, because a sheet drops the last zero; as text it is January.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from station_desk.domain.dates import is_date
from station_desk.domain.intake_cells import Cell, visible_text

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HAN = "〇零○一二三四五六七八九十"
_LETTER_O = re.compile(r"(?<=[〇零○一二三四五六七八九])[OoＯｏ](?=[〇零○一二三四五六七八九OoＯｏ年])")
"""A letter typed for a zero between Chinese digits: 二O一五年."""
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4}|\d{2})[年./\-、,。·](?P<m>\d{1,2})(?:月份?|[./\-、,。·](?=\d))?(?:(?P<d>\d{1,2})[日号]?)?"
)
_BEFORE = re.compile(r"^(?:自|从|于|约)")
_BEHIND = re.compile(r"(?:份?[起初底中末]|开始|左右|(?:出)?生|以来|任职|聘用|上岗)+$")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)?")
_YEAR = re.compile(r"(?P<y>(?:19|20)\d{2})\s*年?")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_SPAN = re.compile(r"\s*(?:[—–~～至到]+|(?<=[\d日月年])\s*-\s*(?=(?:19|20)\d{2}\s*[年./]))\s*")
_OPEN_END = ("今", "现在", "目前", "至今", "")
_SERIALS = (10_000, 60_000)
"""Days since 1899-12-30 that may be meant by a number: 1927 to 2064."""


@dataclass(frozen=True, slots=True)
class DateReading:
    """`value` as ISO text at the stated precision. `choices` are the months a number like 1985.1 may mean.

    `problem` is "" or date_unparsed or date_ambiguous.
    """

    value: str | None
    problem: str = ""
    choices: tuple[str, ...] = ()


NOTHING = DateReading(None)
UNREAD = DateReading(None, "date_unparsed")


def read_date(cell: Cell, latest: int) -> DateReading:
    """One date. `latest` is the last year that two digits may mean in this century (85年 is 1985, 15年 is 2015)."""
    if isinstance(cell, bool):
        return UNREAD
    if isinstance(cell, date):
        return _kept(cell.isoformat()[:10])
    if isinstance(cell, int | float):
        return _number(float(cell))
    text = visible_text(cell).translate(_WIDE)
    return _text(text, latest) if text else NOTHING


def _kept(text: str) -> DateReading:
    return DateReading(text) if is_date(text) else UNREAD


def _number(number: float) -> DateReading:
    if number.is_integer():
        whole = int(number)
        if _SERIALS[0] <= whole < _SERIALS[1]:
            return _kept((date(1899, 12, 30) + timedelta(days=whole)).isoformat())
        return _whole(str(whole))
    year, _, fraction = repr(round(number, 6)).partition(".")
    if len(year) != 4 or len(fraction) > 2:
        return UNREAD
    if fraction == "1":
        return DateReading(None, "date_ambiguous", (f"{year}-01", f"{year}-10"))
    return _kept(f"{year}-{fraction.zfill(2)}")


def _whole(digits: str) -> DateReading:
    compact = _COMPACT.fullmatch(digits)
    if compact:
        return _kept("-".join(part for part in (compact["y"], compact["m"], compact["d"]) if part))
    return _kept(digits) if len(digits) == 4 else UNREAD


@lru_cache(maxsize=4096)
def _text(text: str, latest: int) -> DateReading:
    plain = _TIME.sub("", text).strip("。.；;，, ")
    if re.search(rf"[{_HAN}]", plain):
        plain = _LETTER_O.sub("〇", plain)
        plain = _han_numbers(plain)
    plain = _BEHIND.sub("", _BEFORE.sub("", re.sub(r"\s+", "", plain)).rstrip("-—–~～至到")).removesuffix("份")
    if plain.isdecimal():
        return _whole(plain)
    year = _YEAR.fullmatch(plain)
    if year:
        return _kept(year["y"])
    found = _YEAR_FIRST.fullmatch(plain)
    if not found:
        return UNREAD
    parts = [_century(found["y"], latest), found["m"].zfill(2)]
    if found["d"]:
        parts.append(found["d"].zfill(2))
    return _kept("-".join(parts))


def _century(year: str, latest: int) -> str:
    if len(year) == 4:
        return year
    return f"20{year}" if 2000 + int(year) <= latest else f"19{year}"


def _han_numbers(text: str) -> str:
    """一九八五年三月十二日 as 1985年3月12日."""
    return "".join(_han_pieces(text))


def _han_pieces(text: str) -> Iterator[str]:
    for piece in re.split(rf"([{_HAN}]+)", text):
        if not piece or piece[0] not in _HAN:
            yield piece
        elif "十" in piece:
            tens, _, ones = piece.partition("十")
            yield (tens.translate(_DIGITS) or "1") + (ones.translate(_DIGITS) or "0")
        else:
            yield piece.translate(_DIGITS)


def read_span(cell: Cell, latest: int) -> tuple[DateReading, DateReading]:
    """Start and end of a text such as 2020.5—2023.5 or 2020年5月至今; a single date is the start."""
    if not isinstance(cell, str):
        return read_date(cell, latest), NOTHING
    return _span(visible_text(cell).translate(_WIDE), latest)


@lru_cache(maxsize=4096)
def _span(text: str, latest: int) -> tuple[DateReading, DateReading]:
    pieces = _SPAN.split(text, maxsplit=1)
    start = read_date(pieces[0], latest)
    if len(pieces) == 1:
        return start, NOTHING
    if not pieces[0]:
        start = UNREAD
    if pieces[1] in _OPEN_END:
        return start, NOTHING
    return start, read_date(pieces[1], latest)
