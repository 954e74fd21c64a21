"""The recovery code on paper: 12 groups of 4 digits, the last of each a check digit, so that a slip is located.

A group's check digit is Damm's (finds every wrong digit and every swap of neighbours) plus the group's place (finds
swapped groups). The 36 free digits are about 119 bits. The office's key paper is written in the same way with more groups
and with other check digits, so that neither paper passes for the other.
"""

import re
import secrets
import unicodedata

from station_desk.domain.trouble import Trouble

GROUPS = 12
PAPER_GROUPS = 14
"""Of the key paper: 42 free digits, about 139 bits."""

_PAPER_SHIFT = 5
_DIGITS = 4
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def new_code() -> str:
    """A fresh code as it is printed: groups with a hyphen between."""
    return _new(GROUPS, 0)


def new_paper() -> str:
    """Fresh digits for an office's keys, as they are printed."""
    return _new(PAPER_GROUPS, _PAPER_SHIFT)


def _new(count: int, shift: int) -> str:
    groups = []
    for place in range(count):
        free = f"{secrets.randbelow(1000):03d}"
        groups.append(free + _check_digit(free, place + shift))
    return "-".join(groups)


def read_code(text: str) -> bytes:
    """The code as typed (any blanks or hyphens, full-width digits too) as the bytes to stretch.

    Trouble recovery_code_group(group=n): the n-th group, counted from 1, is missing or mistyped.
    """
    return "".join(_read(text, GROUPS, 0, "recovery_code_group")).encode()


def read_paper(text: str) -> str:
    """The digits of a key paper as typed or scanned, as they are printed. Trouble key_paper_group(group=n).

    The code on the paper says `SDK1:office:kind:digits`.
    """
    return "-".join(_read(text.rpartition(":")[2], PAPER_GROUPS, _PAPER_SHIFT, "key_paper_group"))


def _read(text: str, count: int, shift: int, wrong: str) -> list[str]:
    typed = re.findall(r"\d+", unicodedata.normalize("NFKC", text))
    if len(typed) == 1:
        typed = [typed[0][i : i + _DIGITS] for i in range(0, len(typed[0]), _DIGITS)]
    for place in range(count):
        group = typed[place] if place < len(typed) else ""
        if len(group) != _DIGITS or group[3] != _check_digit(group[:3], place + shift):
            raise Trouble(wrong, group=place + 1)
    if len(typed) > count:
        raise Trouble(wrong, group=count + 1)
    return typed


def _check_digit(free: str, place: int) -> str:
    state = 0
    for digit in free:
        state = int(_DAMM[state][int(digit)])
    return str((state + place) % 10)
