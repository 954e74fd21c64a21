"""Chat text as it is copied, taken apart into messages: WeChat, QQ and DingTalk put a line with name and time above each."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from station_desk.domain.chat_dates import named_days
from station_desk.domain.chat_tables import as_sentences
from station_desk.domain.guard_numbers import UNSEEN

_TIME = r"(?:上午|下午|晚上|凌晨|中午|早上|傍晚)?\s?\d{1,2}:\d{2}(?::\d{2})?"
_DATE = r"(?:(?:20)?\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}(?:月\d{1,2}日?|[-/.]\d{1,2})|今天|昨天|前天|(?:星期|周)[一二三四五六日天])"
_NAME = r"(?P<name>(?![\d\s])[^\n:\d][^\n:]{0,30}?)(?:\s?[(<]\s?[\w@.\-]{4,30}\s?[)>])?"
_HEADS = (
    re.compile(
        rf"^\s*{_NAME}\s*:?\s*(?P<date>{_DATE})\s*(?:星期[一二三四五六日天])?\s*(?:{_TIME})\s*:?(?:\s+(?P<rest>.+))?$"
    ),
    re.compile(rf"^\s*(?P<date>{_DATE})\s*(?:{_TIME})\s+{_NAME}\s*:?\s*$"),
    re.compile(rf"^\s*{_NAME}\s+(?P<date>)(?:{_TIME})\s*:?(?:\s+(?P<rest>.+))?$"),
    re.compile(rf"^\s*{_NAME}\s+(?P<date>20\d\d[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?)\s*:?\s*$"),
)
_BEFORE = re.compile(
    rf"^\s*\[?(?P<date>{_DATE})\s*(?:{_TIME})\s*\]?\s*(?P<name>[^\s\d:,，。][^\d:,，。]{{1,18}}?)\s*:\s*(?P<rest>.+)$"
)
"""Day and time, then the name and the words in one line."""
_ALONE = re.compile(r"^\s*(?P<name>[^\s\d:,，。]{2,20})\s*:\s*$")
_DIVIDER = re.compile(
    rf"^\s*[-—–─=]{{2,}}\s*(?P<date>{_DATE})\s*(?:(?:星期|周)[一二三四五六日天])?\s*[-—–─=]{{2,}}\s*$"
)
_QUOTED = re.compile(r"「[^」]*」\s*\n?\s*(?:-\s?){3,}")
_TRADITIONAL = str.maketrans(
    "訪戶巡邏調解糾紛隱患發傳單場處條線報採檢查學護崗勸導與個張組隊會議務協辦證員處額萬兩點時間號開參訓練慰問獨殘貧電動車輛無沒說錯應該為從",
    "访户巡逻调解纠纷隐患发传单场处条线报采检查学护岗劝导与个张组队会议务协办证员处额万两点时间号开参训练慰问独残贫电动车辆无没说错应该为从",
)
"""Long forms of the words of work, of units and of what stands beside them."""
_QUOTE = re.compile(
    r"^\s*(?:引用|回复|原消息|原文)\s?[^\n]{0,12}:.*$|^\s*[>》|].*$|^\s*\[(?:位置|链接|文件|语音|视频|小程序)\].*$",
    re.M,
)
_NO_HEAD = re.compile(r"今天|昨天|前天|(?:周|星期|礼拜)[一二三四五六日天]|上午|下午|晚上|早上|中午|凌晨")
"""A line such as 昨天 20:01 below a name is no head of its own."""
_CIRCLED = re.compile(r"[①-⑳⑴-⒇⒈-⒛](?=\s?[\u4e00-\u9fff])(?!\s?[户家起件处条次场份张人名个])")
"""Marks of a list."""
_SPACED = re.compile(
    re.sub(
        r"(?<=\w)(?=\w)",
        r"[ \\t]{1,2}",
        "走访|巡逻|调解|宣传|排查|入户|采集|检查|隐患|纠纷|矛盾|化解|慰问|看望|劝导|登记|信息|线索|消防|培训|护学|出警|反诈|今天|今日|昨天|昨日|前天|上午|下午|晚上|夜间",
    )
)
"""走 访 12 户"""
_TO = re.compile(r"^\s*@(?P<name>\S{2,12})\s")
_STICKER = re.compile(r"\[[^\]\n]{1,8}\]|@\S{1,12}\s?")


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message: who stands in its head ("" for none), the day of it, and its words in half-width signs."""

    head: str
    day: date
    text: str
    to: str = ""
    """Who is called by @ in front of everything."""


def split_chat(text: str, today: date, people: Sequence[str]) -> list[ChatMessage]:
    """The messages of copied chat. A head without a date, or a text without a head, is of `today`.

    A line such as —— 2026-11-03 —— dates the heads below it that have no date. A line that is only the name of one of `people` and a colon is a head too. Text without any head is parted by empty
    lines.
    """
    text = _CIRCLED.sub("，", re.sub(r"(?<=\d)，(?=\d)", "， ", text))
    plain = unicodedata.normalize("NFKC", "".join(one for one in text if unicodedata.category(one) not in UNSEEN))
    plain = re.sub(r"_+", " ", plain.replace("➕", "+")).translate(_TRADITIONAL)
    plain = _SPACED.sub(lambda one: re.sub(r"[ \t]", "", one[0]), plain)
    plain = _QUOTED.sub("", plain.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _QUOTE.sub("", plain)
    plain = re.sub(r"\[([^\]\n]{2,8})\](?=\s?:)", lambda one: one[1] if one[1] in people else one[0], plain)
    plain = as_sentences(plain, people)
    messages: list[ChatMessage] = []
    head, day, lines, headed = "", today, list[str](), False

    def close() -> None:
        words = "\n".join(lines)
        body, to = _STICKER.sub("", words).strip(), _TO.match(words)
        if body or headed:
            messages.append(ChatMessage(head, day, body, to["name"] if to else ""))

    dated = today
    for line in plain.split("\n"):
        divider = _DIVIDER.match(line)
        if divider:
            close()
            dated = _day(divider["date"], today)
            head, day, lines, headed = "", dated, [], False
            continue
        found = _head(line, people)
        if found is None:
            if line.strip() or headed:
                lines.append(line)
            elif lines:
                close()
                lines = []
            continue
        close()
        head, when, rest = found
        day, lines, headed = _day(when, today) if when else dated, [rest] if rest else [], True
    close()
    return messages


def _head(line: str, people: Sequence[str]) -> tuple[str, str, str] | None:
    """(name, date, rest of the line) of a head, None for a line of text."""
    for pattern in _HEADS:
        match = pattern.match(line)
        if match and _NO_HEAD.fullmatch(match["name"].strip()) is None:
            return match["name"].strip(" :-—"), match["date"], (match.groupdict().get("rest") or "").strip()
    before = _BEFORE.match(line)
    if before and any(name in before["name"] for name in people):
        return before["name"], before["date"], before["rest"].strip()
    alone = _ALONE.match(line)
    if alone and any(name in alone["name"] for name in people):
        return alone["name"], "", ""
    return None


def _day(when: str, today: date) -> date:
    if not when:
        return today
    short = re.fullmatch(r"(\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?", when)
    found = named_days(f"20{when}" if short else when, today)
    day = found[0].first if found else None
    if day is None:
        return today
    return day - timedelta(days=7) if day > today and when.startswith(("周", "星期")) else day
