"""Makes `resources/pinyin/readings.txt`: the readings of 41,900 characters, without tones.

Needs pypinyin and pypinyin-dict (both MIT) in a virtual environment of its own; the program itself needs neither.

    python -m venv /tmp/tables && /tmp/tables/bin/pip install pypinyin==0.55.0 pypinyin-dict==0.9.0
    /tmp/tables/bin/python packaging/build_pinyin.py

The usual reading comes from pypinyin. Other readings of the 8,105 characters in general use are those of 通用规范汉字字典
(Unicode's kTGHZ2013), which also has the readings of places and surnames; of rarer ones those of 现代汉语词典
(kXHC1983), else pypinyin's first three. Older readings (家 read gu) are left out: they would make every search too wide.
"""

import re
import unicodedata
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict  # type: ignore[import-not-found]
from pypinyin_dict.pinyin_data import ktghz2013, kxhc1983  # type: ignore[import-not-found]

TARGET = Path(__file__).resolve().parents[1] / "resources" / "pinyin" / "readings.txt"
HEAD = """# Readings without tones (v for u with two dots). Made by packaging/build_pinyin.py from pypinyin 0.55.0 and
# pypinyin-dict 0.9.0 (MIT; data of Unicode's Unihan). Under [first] the usual reading, under [also] the others.
"""
EXTRA = {"乐": ["lao"]}  # 乐陵 and 乐亭 are read with lao
SYLLABLE = re.compile(r"[a-z]{1,6}")


def toneless(reading: str) -> str:
    """`lǜ` as `lv`; "" for what is no syllable of Mandarin."""
    plain = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    plain = plain.replace("u\u0308", "v")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain if SYLLABLE.fullmatch(plain) and re.search("[aeiouv]", plain) else ""


def syllables(text: str | None) -> list[str]:
    """The readings of a dictionary entry, each once, in order."""
    return list(dict.fromkeys(filter(None, map(toneless, (text or "").split(",")))))


def readings(code: int) -> list[str]:
    """The readings of one character, the usual one first."""
    usual = syllables(pinyin_dict.get(code))
    modern = syllables(ktghz2013.pinyin_dict.get(code)) or syllables(kxhc1983.pinyin_dict.get(code))
    if not modern:
        return usual[:3]
    ordered = [reading for reading in usual if reading in modern]
    extra = EXTRA.get(chr(code), [])
    return ordered + [reading for reading in modern + extra if reading not in ordered]


def lines(table: dict[str, list[str]]) -> list[str]:
    """`syllable characters`, sorted."""
    return [f"{syllable} {''.join(chars)}" for syllable, chars in sorted(table.items())]


def main() -> None:
    """Write the table."""
    first: dict[str, list[str]] = {}
    also: dict[str, list[str]] = {}
    codes = {*pinyin_dict, *ktghz2013.pinyin_dict, *kxhc1983.pinyin_dict}
    for code in sorted(codes):
        known = readings(code)
        for reading in known[:1]:
            first.setdefault(reading, []).append(chr(code))
        for reading in known[1:]:
            also.setdefault(reading, []).append(chr(code))
    text = HEAD + "\n".join(["[first]", *lines(first), "[also]", *lines(also)]) + "\n"
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
