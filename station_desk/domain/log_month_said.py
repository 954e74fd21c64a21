"""Which month a sheet of work is of, as its name and the lines over its header say it: 2026年10月, 十月份, 2026.9.26-10.25.

What a title says is never overruled by the month that somebody asks for: where they differ, nothing is taken.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date

DIFFERS, LONGER = "month_differs", "period_longer"
_DAY = re.compile(
    r"(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)"
    r"(?:\s*[-—–~至到]+\s*(?!20)(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)日?号?)?"
)
_DAY_SPELT = re.compile(
    r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})(?!\d)[日号]?|(20\d\d)([./])(\d{1,2})\5(\d{1,2})(?!\d)"
)
_WHOLE = re.compile(r"(20\d\d)\s*[年./-]\s*(1[0-2]|0?[1-9])(?:\s*月|(?!\s*[\d月./-]))")
_BARE = re.compile(r"(?<![\d.])(1[0-2]|0?[1-9])\s*月(?!\s*\d)")
_YEAR = re.compile(r"(20\d\d)\s*年")
_FILLED = re.compile(r"填表|制表|填报|报送|上报|打印|日期[:：]")
_SEVERAL = re.compile(r"\d{1,2}\s*月?\s*[-—–~至到]+\s*\d{1,2}\s*月|季度|上半年|下半年|半年|全年|累计")
_CHINESE_YEAR = re.compile(r"二[〇零○]([〇零○一二三四五六七八九]{2})年")
_CHINESE_MONTH = re.compile(r"(?<![一二三四五六七八九十每个])(十[一二]?|[一二三四五六七八九])月")
_DIGITS = dict(zip("〇零○一二三四五六七八九", (0, 0, 0, *range(1, 10)), strict=True))
_MONTHS = dict(
    zip(("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), range(1, 13), strict=True)
)


def month_said(texts: Iterable[str], asked: str, month_of: Callable[[date], str]) -> tuple[str, str]:
    """The month of the counts (2026-10, "" not known), and why it cannot be `asked` ("" for no objection).

    `asked` is "" where nobody asked for one; `month_of` tells the month of work to which a day belongs.
    """
    months, bare, years, longer = set[str](), set[int](), set[str](), False
    for text in map(_plain, texts):
        rest, days = _without_days(text, month_of)
        if _FILLED.search(text) is None:
            months |= days
        longer |= _SEVERAL.search(rest) is not None
        rest = _SEVERAL.sub("", rest)
        months |= {f"{year}-{int(month):02d}" for year, month in _WHOLE.findall(rest)}
        years |= set(_YEAR.findall(rest))
        bare |= {int(month) for month in _BARE.findall(_WHOLE.sub("", rest))}
    year = min(years) if len(years) == 1 else asked[:4]
    months |= {f"{year}-{month:02d}" for month in bare if year}
    if asked:
        several = len(months) > 1 or (longer and not months)
        return asked, DIFFERS if months and asked not in months else LONGER if several else ""
    if len(months) == 1 and (year or not bare):
        return months.pop(), ""
    return "", LONGER if longer and not months else ""


def _without_days(text: str, month_of: Callable[[date], str]) -> tuple[str, set[str]]:
    """The text without the days that it names, and their months; of a span both ends."""
    found = set[str]()
    for year, month, day, to_month, to_day in _DAY.findall(text):
        later = int(year) + (bool(to_month) and int(to_month) < int(month))
        for y, m, d in ((int(year), month, day), (later, to_month, to_day)):
            if m:
                try:
                    found.add(month_of(date(y, int(m), int(d))))
                except ValueError:
                    found.add(f"{y}-{m.zfill(2)}")
    return _DAY.sub("", text), found


def _plain(text: str) -> str:
    """Half width, with years and months in figures, days as 2026-10-08."""
    plain = unicodedata.normalize("NFKC", text.replace("〇", "零"))
    plain = _CHINESE_YEAR.sub(lambda found: f"20{''.join(str(_DIGITS[one]) for one in found[1])}年", plain)
    plain = _CHINESE_MONTH.sub(lambda found: f"{_MONTHS[found[1]]}月", plain)
    return _DAY_SPELT.sub(lambda f: f"{f[1] or f[4]}-{f[2] or f[6]}-{f[3] or f[7]} ", plain)
