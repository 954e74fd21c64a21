"""The recovery code on paper: 12 groups of 4 digits, the last of each a check digit, so that a slip is located.

A group's check digit is Damm's (finds every wrong digit and every swap of neighbours) plus the group's place (finds
swapped groups). The 36 free digits are about 119 bits.
"""

import re
import secrets
import unicodedata

from station_desk.domain.trouble import Trouble

GROUPS = 12
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
    groups = []
    for place in range(GROUPS):
        free = f"{secrets.randbelow(1000):03d}"
        groups.append(free + _check_digit(free, place))
    return "-".join(groups)


def read_code(text: str) -> bytes:
    """The code as typed (any blanks or hyphens, full-width digits too) as the bytes to stretch.

    Trouble recovery_code_group(group=n): the n-th group, counted from 1, is missing or mistyped.
    """
    typed = re.findall(r"\d+", unicodedata.normalize("NFKC", text))
    if len(typed) == 1:
        typed = [typed[0][i : i + _DIGITS] for i in range(0, len(typed[0]), _DIGITS)]
    for place in range(GROUPS):
        group = typed[place] if place < len(typed) else ""
        if len(group) != _DIGITS or group[3] != _check_digit(group[:3], place):
            raise Trouble("recovery_code_group", group=place + 1)
    if len(typed) > GROUPS:
        raise Trouble("recovery_code_group", group=GROUPS + 1)
    return "".join(typed).encode()


def _check_digit(free: str, place: int) -> str:
    state = 0
    for digit in free:
        state = int(_DAMM[state][int(digit)])
    return str((state + place) % 10)
