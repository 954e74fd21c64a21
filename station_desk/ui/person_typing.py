"""What a clerk types into the fields of a person, read on commit, and numbers in the groups they are shown in.

Pure functions without Qt: a field calls one when it is left, never while an input method composes (UX 1, rule 3).
"""

import re
from datetime import date, timedelta

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    ord("。"): ord("."),
    ord("、"): ord("/"),
}
_CHINESE_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_DATE = re.compile(r"(\d{1,4})[-./年](?:(\d{1,2})(?:[-./月](?:(\d{1,2})日?)?)?)?")
_MONTH_DAY = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?")


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones; `。` as `.`, `、` as `/`."""
    return text.translate(_WIDE)


def grouped(field: str, value: str) -> str:
    """A number, whole or masked, in the groups of the screen: an ID 6-8-4, a mobile phone 3-4-4, a card in fours."""
    if field == "id_no" and len(value) == 18:
        return f"{value[:6]} {value[6:14]} {value[14:]}"
    if field in ("phone", "phone2") and len(value) == 11 and "-" not in value:
        return f"{value[:3]} {value[3:7]} {value[7:]}"
    if field == "bank_card":
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    return value


def typed_day(text: str, today: date) -> str | None:
    """A date as typed, as ISO text at the precision typed (YYYY, YYYY-MM, YYYY-MM-DD); "" for nothing typed.

    Reads 20240503, 2024.5.3, 2024-5-3, 2024/5/3, 2024年5月3日, 24-5-3, 5.3 (this year), 202405, 2024.5, 2024, 五月三日,
    `t` (today), `+3` and `-3` (days from today). None where it is no date (DOMAIN 7).
    """
    plain = half_width(text).strip().lower().replace(" ", "")
    if not plain:
        return ""
    if plain in ("t", "今", "今天"):
        return today.isoformat()
    if re.fullmatch(r"[+-]\d{0,4}", plain):
        return (today + timedelta(days=int(plain + "1" if len(plain) == 1 else plain))).isoformat()
    plain = _chinese_numbers(plain)
    if re.fullmatch(r"\d{8}", plain):
        return _iso(plain[:4], plain[4:6], plain[6:])
    if re.fullmatch(r"\d{6}", plain):
        return _iso(plain[:4], plain[4:], None)
    if re.fullmatch(r"(19|20)\d\d年?", plain):
        return plain[:4]
    short = _MONTH_DAY.fullmatch(plain)
    if short:
        return _iso(str(today.year), short[1], short[2])
    long = _DATE.fullmatch(plain)
    return _iso(long[1], long[2], long[3]) if long and len(long[1]) in (2, 4) else None


def stepped_day(iso: str, days: int) -> str | None:
    """`iso` moved by `days`; None unless it is a whole date."""
    try:
        return (date.fromisoformat(iso) + timedelta(days=days)).isoformat() if len(iso) == 10 else None
    except (ValueError, OverflowError):
        return None


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    try:
        whole = date(full, int(month or 1), int(day or 1))
    except ValueError:
        return None
    if not 1900 <= full <= 2199:
        return None
    return whole.isoformat()[: 10 if day else 7 if month else 4]


def _chinese_numbers(text: str) -> str:
    """`二〇二四年五月十三日` with digits."""

    def number(found: re.Match[str]) -> str:
        word = found[0]
        if "十" not in word:
            return "".join(_CHINESE_DIGITS[c] for c in word)
        tens, _, ones = word.partition("十")
        known = _CHINESE_DIGITS | {"": ""}
        if tens not in known or ones not in known:
            return word
        return (known[tens] or "1") + (known[ones] or "0")

    return re.sub(r"[〇零一二三四五六七八九十]+", number, text)
