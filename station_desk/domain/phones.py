"""Telephone numbers of assistants: digits, checked by form only, masked for every list (DATA 3 and 6, RELIABILITY 3)."""

import re
from dataclasses import dataclass

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x2013: 0x2D,
    0x2014: 0x2D,
    0x2212: 0x2D,
}
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x00AD))
_SPLIT = re.compile(r"[/、,;，；|\n\\]|\s{2,}|(?<=\d{11})\s|或")
_REMARK = re.compile(r"[(\[【][^)\]】\d]*[)\]】]|转\d{1,5}$")
_LABEL = re.compile(
    r"(?:(?:本人|联系|移动|固定|家庭|办公|备用|常用)?(?:电话|手机|座机|固话|宅电|号码|微信)号?码?"
    r"|家里?|宅|办公室?|单位|村部|村委会?|备用|常用|另)[:：]?\s*(?=[\d+(])"
)
_HAS_TEXT = re.compile(r"\w")
_ONE = r"\+?[\d ()-]*?(?:1[3-9](?:[\s-]?\d){9}|0\d{2,3}[\s)-]*[2-8]\d{6,7})"
_PAIR = re.compile(rf"({_ONE})[\s-]*({_ONE})")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE = re.compile(r"(?:400|800)\d{7}|95\d{3,4}")
_AREA = re.compile(r"(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})")
_LOCAL = re.compile(r"[2-8]\d{6,7}")


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """One or two numbers out of one text. `warnings`: `phone_multiple`, `phone_invalid`."""

    phone: str | None
    phone2: str | None
    warnings: tuple[str, ...] = ()


def read_phone(text: str) -> str | None:
    """One number: 11 digits of a mobile phone, `0543-3210010` for a landline, 400 and 95 numbers; None for others."""
    plain = text.translate(_INVISIBLE).translate(_WIDE)
    plain = re.sub(r"\.0$", "", plain.strip())
    if re.search(r"[^\d\s()+\-.]", plain):
        return None
    digits = re.sub(r"\D", "", plain)
    if len(digits) in (13, 15) and digits.startswith(("86", "0086")):
        digits = digits[-11:]
    elif len(digits) in (12, 14) and digits.startswith(("86", "0086")) and plain.lstrip().startswith(("+", "00")):
        digits = "0" + digits[2:].removeprefix("86") if digits.startswith("00") else "0" + digits[2:]
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits) or _LOCAL.fullmatch(digits):
        return digits
    area = _AREA.fullmatch(digits)
    return f"{area[1]}-{area[2]}" if area else None


def read_phones(text: str) -> PhoneReading:
    """The numbers of a cell: the first is the phone, the second the second phone; blank is nothing and no warning.

    Words beside a number (手机：, 微信同号 in brackets) are left out.
    """
    if not text:
        return PhoneReading(None, None)
    if text.isascii() and _MOBILE.fullmatch(text):
        return PhoneReading(text, None)
    plain = _LABEL.sub("", _REMARK.sub("", text.translate(_INVISIBLE).translate(_WIDE)))
    pieces = [piece.strip() for piece in _SPLIT.split(plain) if piece.strip()]
    if not pieces:
        return PhoneReading(None, None, ("phone_invalid",) if text.strip() and _HAS_TEXT.search(text) else ())
    read: list[str | None] = []
    for piece in pieces:
        number = read_phone(piece)
        read += [number] if number else [*_together(piece)] or [None]
    good = [number for number in read if number]
    warnings = (("phone_multiple",) if len(read) > 1 else ()) + (("phone_invalid",) if None in read else ())
    return PhoneReading(good[0] if good else None, good[1] if len(good) > 1 else None, warnings)


def _together(text: str) -> list[str]:
    """Two numbers with a blank, a hyphen or nothing between them; [] where they are not two good ones."""
    found = _PAIR.fullmatch(text)
    numbers = [read_phone(piece) for piece in found.groups()] if found else [None]
    return [number for number in numbers if number] if None not in numbers else []


def mask_phone(phone: str | None) -> str:
    """`138****5678`: first 3 and last 4; of numbers under 9 characters only the last 2; "" for none."""
    if not phone:
        return ""
    if len(phone) < 9:
        return "*" * (len(phone) - 2) + phone[-2:]
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]


def mask_card(card: str | None) -> str:
    """A bank card: the last 4 only; "" for none."""
    return "*" * max(len(card) - 4, 0) + card[-4:] if card else ""


def digits_of(text: str | None) -> str:
    """The digits of a number, for search by its tail."""
    return re.sub(r"\D", "", text or "")
