"""The rule for pass phrases and the form in which they are used (RELIABILITY 3, login)."""

import unicodedata

from station_desk.domain.trouble import Trouble

LONG = 12
SHORT = 8


def check_pass_phrase(text: str) -> None:
    """12 characters, or 8 of three classes (small, capital, digit, other). Trouble pass_phrase_weak otherwise."""
    plain = _plain(text)
    classes = {_class(c) for c in plain}
    if len(plain) < SHORT or (len(plain) < LONG and len(classes) < 3):
        raise Trouble("pass_phrase_weak")


def pass_phrase_bytes(text: str) -> bytes:
    """What is stretched: full-width letters of an input method count as the plain ones (NFKC), UTF-8."""
    return _plain(text).encode()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _class(character: str) -> str:
    if character.isdecimal():
        return "digit"
    if character.isascii() and character.isalpha():
        return "small" if character.islower() else "capital"
    return "other"
