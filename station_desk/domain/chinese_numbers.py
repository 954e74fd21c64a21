"""Whole numbers as people write them in chat: 12, １２, 十二, 两, 廿三, 一百零三, 一百二, 1千2百, 3万."""

import re

_DIGITS = {
    sign: value
    for value, signs in enumerate(
        ("〇零○", "一壹幺", "二两贰俩", "三叁仨", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for sign in signs
}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": "二十", "卅": "三十"}
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?[千百万]?(?:\d百)?|[〇零一二两三四五六七八九十百千万廿卅壹贰叁肆伍陆柒捌玖拾佰仟俩仨]+)"
"""A pattern for what `whole_number` may be asked to read."""
_NUMBERS = re.compile(NUMBER)


def whole_number(text: str) -> int | None:
    """The number, or None for what is none, has a fraction, or names two numbers (两三, 十二三), or a round one (百十)."""
    plain = text.replace(",", "")
    if plain.isascii() and plain.isdecimal():
        return int(plain)
    for sign, words in _TENS.items():
        plain = plain.replace(sign, words)
    myriads, found, rest = plain.rpartition("万")
    if found:
        high = _scaled(myriads, 10_000)
        low = _below(rest, 1000) if rest else 0
        return None if high is None or low is None else high + low
    return _below(plain, 0)


def by_number(name: str) -> str:
    """A name as it is sorted where names are numbered: 第二 before 第十, 2 before 10."""
    return _NUMBERS.sub(_wide, name)


def _wide(found: re.Match[str]) -> str:
    number = whole_number(found[0])
    return found[0] if number is None else f"{number:09d}"


def _scaled(text: str, scale: int) -> int | None:
    """1.2 of a scale is a whole number all the same."""
    if re.fullmatch(r"\d+\.\d+", text):
        whole, _, part = text.partition(".")
        value = int(whole + part) * scale
        return value // 10 ** len(part) if value % 10 ** len(part) == 0 else None
    return None if (value_ := _below(text, 0)) is None else value_ * scale


def _below(text: str, step: int) -> int | None:
    """A number below 万; `step` is what a lone last digit counts for (一万二 is 12000)."""
    if not text:
        return None
    tokens = re.findall(r"\d+|.", text)
    values = [int(one) if one.isdecimal() and one.isascii() else _DIGITS.get(one) for one in tokens]
    if not any(one in _STEPS for one in tokens):
        return _spelled(text, values, step)
    total, digit, last = 0, None, 0
    for token, value in zip(tokens, values, strict=True):
        if token in _STEPS:
            scale = _STEPS[token]
            if last and (scale >= last or digit is None):
                return None
            total, digit, last = total + (1 if digit is None else digit) * scale, None, scale
        elif value is None or (digit is not None and digit != 0):
            return None
        else:
            digit = value
    short = digit is not None and last > 10 and tokens[-2] in _STEPS
    return total + (digit or 0) * (last // 10 if short else 1)


def _spelled(text: str, values: list[int | None], step: int) -> int | None:
    """One digit, or digits one by one with nought among them (一二〇); 两三 is no number."""
    if any(one is None for one in values):
        return None
    digits = [one for one in values if one is not None]
    if len(digits) == 1:
        return digits[0] * (step or 1)
    if text[0] in "〇零" and len(digits) == 2:
        return digits[1]
    return int("".join(map(str, digits))) if 0 in digits[1:] and len(digits) > 1 and 0 not in digits[:1] else None
