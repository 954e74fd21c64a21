"""Days as they are named in chat, read from the day of the message: 今天, 昨晚, 上周五, 11月3日, 3号, 11.3."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from station_desk.domain.chinese_numbers import whole_number

_NEAR = {"今": 0, "昨": -1, "夜": -1, "前": -2, "大前": -3}
_WEEK = "一二三四五六日天"
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_DAY = re.compile(
    rf"""(?P<full>(?P<y>(?:20)?\d\d|二[〇零一二三四五六七八九]{{3}})\s?(?:年|[-/.])\s?(?P<fm>{_N})\s?(?:月|[-/.])\s?(?P<fd>{_N})(?:[日号]|(?![\d户家起件处条次场份人名个]))(?:的)?)
    |(?P<packed>(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))
    |(?P<md>(?P<m>{_N})月(?:份)?(?P<d>{_N})[日号]?)
    |(?P<point>(?<![\d.\-/])(?P<pm>1[0-2]|0?[1-9])(?P<mark>[./-])(?P<pd>3[01]|[12]\d|0?[1-9])(?![\d.\-/]|\s?(?:[户家起件处条次场份人名个元万]|小时|公里|分)))
    |(?P<lone>(?<![\d第.])(?<!\D-)(?<![组排巷街楼院路弄栋队区])(?P<ld>{_N})[日号](?!楼|院|线|文|令|码|报|房|岗|池|路灯|[电灯水]?杆|井|桥|门|泵|渠|地块|大?棚|变压|台区|厂|仓|摊|展|车|船|码头|病|坑|塘|闸|卡|哨|监控|摄像|基|电梯|库|桩|路口|街|胡同|巷|出[口入]|入口|窗|点[位]|圈|地[^，。,]{{0,6}}[里块边]|集装箱|渔|泊|垃圾|公厕))
    |(?P<near>(?P<n>大前|今|昨|夜(?=儿|个)|前)(?:天|日|早|晨|晚|夜|门儿?|仔日?|儿|个(?!月))(?!后)(?:个|早上|晚上|上午|下午|夜里|晚)?)
    |(?P<week>(?P<w>上上?个?|本|这个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])(?:早上|晚上|上午|下午)?)""",
    re.X,
)
_SPAN = re.compile(r"^[晚夜早上里间凌晨]{0,3}(?:\s?(?:-|—|－|~|～|至|到)\s?)$")
_DAILY = re.compile(r"每[天日晚]|(?<![今昨前明])天天(?!气)|各天")
_MOST_DAYS = 31
_OLDEST = 190
"""Days; who tells of an earlier one has more likely mistaken the year."""
_LIST = re.compile(r"^\s?(?:[、和及与加跟同连+]|加上|连同)?\s?$")
_OR = re.compile(r"^\s?(?:还是|或者?|不是)\s?$")
_WORKED = re.compile(r"\s*[:：]|\s*(?:走访|巡逻|入户|调解|宣传|排查|上报|参加|协助)")
_COUNTED = re.compile(r"\d\s?(?:户|家|起|件|处|条|次|场|份|张|人|名|个|趟)$")


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day or a span of days in a text: where it stands, the days, and `why` it is in doubt ("" when it is not)."""

    start: int
    end: int
    first: date | None
    last: date | None
    why: str = ""


def named_days(text: str, told: date) -> list[NamedDay]:
    """The days named in `text`, in order; `told`: the day on which it was said. Two joined by 至 or - are one span."""
    return list(_joined(_singles(text, told), text))


def _singles(text: str, told: date) -> Iterator[NamedDay]:
    earlier_week = False
    for match in _DAY.finditer(text):
        if match["point"] and _is_no_day(text, match):
            continue
        day = _read(match, told)
        why = "" if day is not None else "date_unclear"
        if day is not None and day > told:
            why = "date_ahead"
        if day is not None and (told - day).days > _OLDEST:
            why = "date_unclear"
        if match["week"] and not match["w"] and earlier_week:
            why = "date_unclear"
        earlier_week = earlier_week or (match["w"] or "").startswith("上")
        yield NamedDay(match.start(), match.end(), day, day, why)


def _is_no_day(text: str, match: re.Match[str]) -> bool:
    """3.5 behind a word of work is a number."""
    before, after = text[: match.start()], text[match.end() :]
    if match["mark"] == "-" and re.match(r"\s?[号日]", after):
        return False
    if _COUNTED.search(before) or (match["mark"] == "." and _WORKED.match(after)):
        return False
    return bool(before) and not re.search(r"[\s，。,;；:：、(（\n在于]$", before)


def _read(match: re.Match[str], told: date) -> date | None:
    if match["full"]:
        year = (
            match["y"]
            if match["y"].isascii()
            else "".join(str("〇一二三四五六七八九".find(c.replace("零", "〇"))) for c in match["y"])
        )
        return _made(int(year) + (2000 if len(year) == 2 else 0), match["fm"], match["fd"])
    if match["packed"]:
        packed = match["packed"]
        return _made(int(packed[:4]), packed[4:6], packed[6:])
    if match["md"]:
        return _latest(match["m"], match["d"], told)
    if match["point"]:
        return _latest(match["pm"], match["pd"], told)
    if match["lone"]:
        return _in_month(match["ld"], told)
    if match["near"]:
        return told + timedelta(days=_NEAR[match["n"]])
    return _weekday(match["w"] or "", min(_WEEK.index(match["wd"]), 6), told)


def _made(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, whole_number(month) or 0, whole_number(day) or 0)
    except ValueError:
        return None


def _latest(month: str, day: str, told: date) -> date | None:
    """This year's, or last year's where this year's lies more than half a year ahead."""
    found = _made(told.year, month, day)
    if found is not None and (found - told).days > 183:
        found = _made(told.year - 1, month, day)
    return found


def _in_month(day: str, told: date) -> date | None:
    """The newest such day that has been: of this month, else of the month before."""
    found = _made(told.year, str(told.month), day)
    if found is not None and found <= told:
        return found
    before = told.replace(day=1) - timedelta(days=1)
    return _made(before.year, str(before.month), day)


def _weekday(which: str, weekday: int, told: date) -> date:
    """The weekday of this week; a bare one that is still to come is the last one that was."""
    monday = told - timedelta(days=told.weekday())
    if which.startswith("上"):
        return monday - timedelta(days=14 if which.startswith("上上") else 7) + timedelta(days=weekday)
    found = monday + timedelta(days=weekday)
    return found if which or found <= told else found - timedelta(days=7)


def days_of(day: NamedDay, sentence: str) -> tuple[tuple[date, ...], str]:
    """Each day that a sentence tells of by naming `day`, and why they are in doubt: a span counts only where every day
    of it is meant (每天).
    """
    if day.first is None or day.last is None:
        return (), day.why
    if day.first == day.last:
        return (day.first,), day.why
    if _DAILY.search(sentence) is None:
        return (), day.why or "span_of_days"
    size = min((day.last - day.first).days + 1, _MOST_DAYS)
    return tuple(day.first + timedelta(days=n) for n in range(size)), day.why


_TO = re.compile(r"\s?[-—~至到]\s?(?P<to>\d{1,2}|[一二三四五六七八九十廿]{1,3})[日号]")
_LONE = re.compile(rf"{_N}[日号]")
_NEIGHBOURS = 6
"""Days further apart are not told in one breath: 20、21号."""
_SHORT = re.compile(rf"(?P<from>{_N})(?P<more>(?:\s?、\s?{_N})*)\s?(?P<mark>[-—~～至到、和])\s?$")


def _joined(days: Iterator[NamedDay], text: str) -> Iterator[NamedDay]:
    held: NamedDay | None = None
    for one in days:
        between = text[held.end : one.start] if held is not None else ""
        if held is not None and (_SPAN.match(between) or (_LIST.match(between) and one.last)):
            held = NamedDay(held.start, one.end, held.first, one.last, held.why or one.why)
            continue
        if held is not None and _OR.match(between):
            held = NamedDay(held.start, one.end, held.first, one.last, "date_unclear")
            continue
        if held is not None and one.start < held.end:
            continue
        short = _SHORT.search(text[: one.start])
        if held is not None:
            yield held
        held = _widened(one, short, text) if short is not None and one.first is not None else one
        held = _lengthened(held, text)
    if held is not None:
        yield held


def _lengthened(one: NamedDay, text: str) -> NamedDay:
    """11月16日-18日: the last day has no month of its own."""
    to = _TO.match(text, one.end)
    if to is None or one.first is None or one.first != one.last:
        return one
    last = _made(one.first.year, str(one.first.month), to["to"])
    return one if last is None or last <= one.first else NamedDay(one.start, to.end(), one.first, last, one.why)


def _widened(one: NamedDay, short: re.Match[str], text: str) -> NamedDay:
    """1-3号: the first day has no sign of its own."""
    assert one.first is not None
    first = _made(one.first.year, str(one.first.month), short["from"])
    if first is None or first >= one.first:
        return one
    near = first.day > 1 and (one.first - first).days <= _NEIGHBOURS
    if short["mark"] in "、和" and not (near and _LONE.fullmatch(text, one.start, one.end)):
        return one  # 1、今天 is the mark of a list
    told = 2 + len(re.findall(_N, short["more"]))
    if short["mark"] in "、和" and told != (one.first - first).days + 1:
        return NamedDay(short.start(), one.end, first, one.last, "date_unclear")
    return NamedDay(short.start(), one.end, first, one.last, one.why)
