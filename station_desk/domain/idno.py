"""Citizen ID numbers (GB 11643-1999): check digit, birth, sex, region, with a reason for everything (DATA 2 and 6).

A region that no list knows is a warning and never a refusal: numbers were given from 1984 on, and codes were retired
since. The check digit cannot tell that a workbook cut the number: one in eleven numbers ending in 000 still fits.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import mul

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x0425: 0x58,
    0x0445: 0x58,
    0x00D7: 0x58,
    0x03A7: 0x58,
    0x03C7: 0x58,
    0x2715: 0x58,
    0x2573: 0x58,
}
_BLANKS = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad'\u2018\u2019`\u3000\u2010-\u2015\u2212-]")
_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_PROVINCES = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区",
    "21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
    "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省",
    "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
    "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区",
    "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
    "71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区", "83": "台湾地区居民",
}  # fmt: skip
RESIDENT_PREFIXES = ("81", "82", "83")
"""Residence permits of people from Hong Kong, Macao and Taiwan: the same form and check digit."""


@dataclass(frozen=True, slots=True)
class IdReading:
    """An ID number as read. `id_no` (18 characters) is set when it may be stored; `problem` says why it may not.

    `problem`: id_bad_length, id_bad_date, id_check_digit. `warnings`: id_missing, id15_upgraded, id_hmt_resident,
    id_region_unknown. `birth` (ISO) and `sex` (男, 女) are given as far as they can be read.
    """

    id_no: str | None
    birth: str | None = None
    sex: str = ""
    province: str = ""
    problem: str = ""
    warnings: tuple[str, ...] = ()


def normal_id(text: str) -> str:
    """Half-width, without blanks, apostrophes and dashes of any width, x (and Cyrillic х, ×) as X."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return _BLANKS.sub("", text.translate(_WIDE)).upper()


def check_digit(first17: str) -> str:
    """The eighteenth character for seventeen digits (ISO 7064 MOD 11-2)."""
    if len(first17) != len(_WEIGHTS):
        raise ValueError(f"{len(first17)} digits")
    return _CHECK[sum(map(mul, map(int, first17), _WEIGHTS)) % 11]


def province(id_no: str) -> str:
    """The province by the first two digits, "" where there is none (the village is never read from a number)."""
    return _PROVINCES.get(id_no[:2], "")


def _birth(digits: str, today: date | None) -> str | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born.isoformat() if born.year >= 1900 and (today is None or born <= today) else None


def read_id(text: str, regions: frozenset[str] | None = None, today: date | None = None) -> IdReading:
    """Reads and judges an ID number as typed. `regions` are the known 6-digit codes (None: not checked), `today` is
    the day after which nobody is born.
    """
    plain = normal_id(text)
    if not plain:
        return IdReading(None, warnings=("id_missing",))
    warnings = []
    if len(plain) == 15 and plain.isascii() and plain.isdecimal():
        plain = plain[:6] + "19" + plain[6:]
        plain += check_digit(plain)
        warnings.append("id15_upgraded")
    if len(plain) != 18:
        return IdReading(None, problem="id_bad_length")
    if not (plain.isascii() and plain[:17].isdecimal()):
        return IdReading(None, problem="id_check_digit")
    birth = _birth(plain[6:14], today)
    sex = "男" if int(plain[16]) % 2 else "女"
    if birth is None:
        return IdReading(None, None, sex, province(plain), "id_bad_date")
    if not _EIGHTEEN.fullmatch(plain) or plain[17] != check_digit(plain[:17]):
        return IdReading(None, birth, sex, province(plain), "id_check_digit")
    if plain.startswith(RESIDENT_PREFIXES):
        warnings.append("id_hmt_resident")
    elif regions is not None and plain[:6] not in regions:
        warnings.append("id_region_unknown")
    return IdReading(plain, birth, sex, province(plain), "", tuple(warnings))


def mask_id(id_no: str | None) -> str:
    """`371***********1234`: first 3 and last 4; "" for none."""
    if not id_no:
        return ""
    return id_no[:3] + "*" * (len(id_no) - 7) + id_no[-4:] if len(id_no) > 8 else "*" * len(id_no)


def parse_regions(lines: Iterable[str]) -> frozenset[str]:
    """The known region codes from lines `3716 00 02 21 …`: the first four digits, then the last two of each; # starts a remark."""
    codes = []
    for line in lines:
        head, *tails = line.partition("#")[0].split() or ("",)
        codes += [head + tail for tail in tails]
    return frozenset(codes)
