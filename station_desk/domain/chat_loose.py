"""Numbers of chat without words of work: parts of what was counted, the next of a list, or what happened besides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from station_desk.domain.chat_items import Item
from station_desk.domain.chat_marks import Count, Work, fits
from station_desk.domain.chat_names import Subject
from station_desk.domain.chat_words import WEAK, WORK

_PLACE = re.compile(
    r"(?:村|组|社区|庄|街|屯)\D{0,3}$|□$|(?:上午|下午|早上|早晨|中午|晚上|傍晚|夜里|白天|夜间)\D?$|(?:住户|居民|村民|群众|商铺|商户|商店|企业|门店|店铺|单位|学校|农户|养殖户|普通户|重点户|一般户|饭店|超市|宾馆|旅馆|网吧|工厂|药店|幼儿园)[:]?\s?$"
)
"""Before the parts of one work: 走访甲村5户，乙村7户; 走访上午5户下午7户."""
_IDLE = re.compile(r"(?:了|过|共|有|群众|村民|居民|住户|农户|老百姓|百姓|人家|本村|村里|村内|全村|辖区|今天|[\s:□])*")
"""What between a work and its number tells no part of it."""
_ACT = re.compile(
    r"[走访巡逻查调劝登采办送宣讲发救疏慰问修帮代交填量写听说讲骂打吵]|跑了|转了|看[了见]|报[了警]|其中|没|未|不|别|差|欠"
)
"""Something done or left: the number behind it is no further part of a list."""
_KIND = re.compile(r"(?:户|人|员|家)$")
"""A kind of households or people is more likely a part of what was counted: 走访西头12户，外来户3户."""
_SOFT = frozenset({"人", "名", "位", "个", "本", "张", "份", "辆", "对", "堂", "只", "人次"})
"""Units of much that is no work of the log."""
_WORKED = re.compile(
    r"走(?![失丢])|[访跑转巡看查劝调登采办送宣讲发贴救护疏报慰问检修解帮代填]|排查|说和|参加|交办|采集|出警|处警|值班|服务|照顾|接待|协助|配合"
)
_BEASTS = re.compile(r"[羊狗牛鸡鸭猪猫鹅驴马兔]")
_TOLD_TIMES = re.compile(
    r"(?:量|说|讲|喊|催|问|敲|谈|等|商量|嘱咐|叮嘱|电话|门铃|尝试|失败|解释|强调|重复)了?$|(?:去|跑|来|劝)了?$"
)
_AT_LAST = re.compile(r"^\s?(?:才|都没|也没|终于|总算|好话)")
_HAVING = re.compile(r"^\s*(?:□|\s)*(?:还|也|只|就|另)?(?:有|其中)\D{0,4}$|^[^\d,，]{2,12}的\s?$")
"""Before what is told of some of those that were counted: 有一处皮管老化, 灭火器过期的3家."""
_SETTLED = re.compile(r"已?(?:当场)?(?:整改|化解|解决|消除|处理|调解)(?:好|完|掉)?了?$")
_SPOT = re.compile(r"(?:[村庄屯寨组队院街区头边片路巷店厂栋楼号排口面市集校]|(?<!所)里|宿舍|[早晚夜午晨]\w?)$")
"""The end of a word for a place or a time."""
_BEHIND = re.compile(r"[□。.!)]*(?:(?:全|都|也)?(?:发|送|办|查|走|做)?(?:完|好|到位)了?)?(?:\s|:|$)")
_WHEN = re.compile(r"[早晚夜午晨]|\d[点时]|[前后]$")
_ON_FOOT = re.compile(r"[巡转绕走溜查]")
_SOMEBODY_HAS = re.compile(r"[\s□]*有$")
_WORDS_BEFORE = re.compile(r"[\u4e00-\u9fff]{3}$")
_PAPER = re.compile(r"(?:证|证明|卡|费|业务|手续)\s?$")
_COUNTS_AS = re.compile(r"\s*(?:就?算|记|等于)(?:是|作|做)?\s*")
_EXPLAINS = re.compile(r"漏|少|多|重复|有|没|不归|锁")
_CAME_ABOUT = re.compile(r"[写打说报记填]成□|[少多][写打输按记][了一]?个?□")
_BLANK_FIELD = re.compile(r"[:：]\s*[/\-—]?\s*$")
_ALL_OF_IT = re.compile(r"(?:都|全|均|净|统统)(?:是|为|算)(?:的)?$")
_UNCOUNTED = re.compile(r"[学讲说聊]的|关于|内容|重复报|另报|咋用|怎么用|软件|没错|没变|不报了|历时|不变|照旧")
_MARK = re.compile(r"[\W\d_一二三四五六七八九十]*(?:#?接龙|□|今[天日]|本[村日周]|[一全]周|\s)*")
_BELOW = re.compile(r"(?:情况|台账|汇总|统计|记录|工作|如下|明细|方面|户?数|日报|周报|\s|:|□)*")


@dataclass(frozen=True, slots=True)
class Loose:
    """A number without words of work, in its clause `text` of the sentence `raw`, told of somebody and some days; `why` it
    is asked about ("" where it only tells what happened besides), and the count that it is where it goes on with a list.
    """

    count: Count
    text: str
    raw: str
    why: str
    who: Subject
    days: tuple[date, ...]
    further: Item | None = None


def place_of(text: str, work: Work, count: Count) -> tuple[str, bool]:
    """What a clause says beside a work and its number that may tell the first of several parts, and whether that stands
    between them; "" for nothing.
    """
    between = text[work.end : count.start] if work.end <= count.start else ""
    plain = _IDLE.sub("", between)
    return (plain, True) if plain else (text[: work.start].strip(" :,"), False)


def another_place(last: Item, days: tuple[date, ...], count: Count, text: str) -> bool:
    """走访甲村5户，乙村7户; 消防检查超市2家，养殖场1家: whether the number is the next part of the work counted last."""
    if not count.unit or last.unit != count.unit or last.total or count.value is None:
        return False
    before = text[: count.start]
    if days != last.days and not before.strip(" :□"):
        return True
    if _PLACE.search(before) and _PLACE.search(last.text.partition(str(last.value))[0]):
        return True
    weak = last.code != "L16" and WEAK.search(before) is not None
    first = last.apart or _SPOT.search(last.place) is not None
    return first and tells_a_part(last.place) and only_a_part(text, count) and not weak


def tells_a_part(words: str) -> bool:
    """Whether short words name a place, a time or a kind, and nothing done."""
    plain = _IDLE.sub("", words)
    long = 1 < len(plain) <= 10 or plain in ("早", "晚", "晨", "夜", "午")
    return long and WORK.search(plain) is None and _ACT.search(plain) is None


def only_a_part(text: str, count: Count, headline: str = "") -> bool:
    """Whether a clause says nothing but such words and the number, or words of the line above it."""
    before = text[: count.start].strip(" :、+□" if headline else " :、+")
    if _BEHIND.match(text[count.end :]) is None or _KIND.search(before):
        return False
    return tells_a_part(before) or (headline != "" and (not before or before in headline))


def is_heading(sentence: str) -> bool:
    """走访情况, （二）消防检查: whether a sentence is nothing but the name of a work, above the lines that count it."""
    work = WORK.search(sentence)
    if work is None:
        return False
    before, behind = sentence[: work.start()], sentence[work.end() :]
    return _MARK.fullmatch(before) is not None and _BELOW.fullmatch(behind) is not None


def parts_of(last: Item | None, loose: Sequence[Loose]) -> bool:
    """Whether numbers behind a count are together what was counted: 线索2条：1条是电鱼的，1条是黑车; and no further ones, as
    in 甲村5户，乙村3户，丙村2户.
    """
    if last is None or not loose or any(one.count.value is None for one in loose):
        return False
    if any(one.count.unit not in ("", "个", "名", "份") and one.count.unit[0] != last.unit[:1] for one in loose):
        return False
    if all(one.count.each for one in loose):
        return all(last.value % (one.count.value or 1) == 0 for one in loose)
    if len(loose) == 1 or sum(one.count.value or 0 for one in loose) != last.value:
        return False
    told_when = [_WHEN.search(one.text) is not None for one in loose]
    if last.apart and not last.opens and not all(told_when):
        return not any(one.further for one in loose)
    timed = _WHEN.search(last.place) is not None
    goes_on = not last.opens and all(one == timed for one in told_when)
    return not (goes_on and all(one.further for one in loose))


def same_kind(code: str, count: Count, text: str) -> bool:
    """代办居住证2件、无犯罪证明1件; 上午查船两艘，下午又查了三艘: whether what is counted tells that it is the same work."""
    if code == "L07":
        return _PAPER.search(text[: count.start]) is not None
    return code == "L13" and count.unit == "艘"


def sum_of(loose: Sequence[Loose], last: Item) -> int:
    """What numbers behind the last count make together where all are told in its unit, else -1."""
    fitting = all(one.count.unit == last.unit for one in loose)
    return sum(one.count.value or 0 for one in loose) if loose and fitting else -1


def further_of(last: Item, one: Loose) -> Item:
    """A number as the next of the list of `last`."""
    value = one.count.value or 0
    return one.further or replace(last, people=one.who.names, days=one.days, value=value, listed=True)


def summed_up(coming: Item, loose: Sequence[Loose]) -> bool:
    """又去了另外2户低保的家里，弱势群体走访总共3户: whether numbers before a total are within it."""
    return coming.total and all(
        one.raw == coming.text
        and (one.count.unit == coming.unit or {one.count.unit, coming.unit} == {"个", "人"})
        and (one.count.value or 0) <= coming.value
        for one in loose
        if one.why
    )


def some_of(last: Item | None, count: Count, text: str) -> bool:
    """检查7处，有一处皮管老化: whether a number tells of some of those that were counted."""
    if last is None or not count.unit or count.unit != last.unit or (count.value or 0) > last.value:
        return False
    before = text[: count.start].strip(" □")
    settled = last.code in ("L03", "L04") and _SETTLED.search(before) is not None
    return settled or (_HAVING.search(before) is not None and last.code != "L01")


def told_again(last: Item | None, count: Count, text: str, raw: str) -> bool:
    """先在坡上巡逻了一圈，算1次: whether a number says once more how what was counted last counts."""
    again = last is not None and last.text == raw and last.value == count.value
    return again and _COUNTS_AS.fullmatch(text[: count.start]) is not None


def besides(count: Count, text: str) -> bool:
    """Whether a number counts something that happened and is no work: 羊跑了两只, 拿尺子量了3遍, 楼上扔了3个鸡蛋."""
    before, behind = text[: count.start], text[count.end :]
    if before.endswith(("那", "这")):
        return True
    if count.unit == "遍" and _ON_FOOT.search(text) is None:
        return True
    if count.unit in ("次", "趟", "遍", "回", "圈"):
        last_word = _TOLD_TIMES.search(before)
        return last_word is not None and (
            not last_word.group().startswith(("去", "跑", "来", "劝")) or _AT_LAST.match(behind) is not None
        )
    if count.unit == "只" and (_BEASTS.search(text) or "船" not in text):
        return True
    if count.unit in ("家", "户") and _SOMEBODY_HAS.match(before):
        return _WORKED.search(text) is None
    told = count.unit in _SOFT or (not count.unit and _WORDS_BEFORE.search(before) is not None)
    return told and _WORKED.search(text) is None


def explains(text: str) -> bool:
    """刚才漏了南地那两家: whether a clause behind a correction only says how it came about."""
    return _EXPLAINS.search(text) is not None


def how_it_came(text: str) -> bool:
    """我写成8艘了: whether a clause tells which wrong number was written, and not the right one."""
    return _CAME_ABOUT.search(text) is not None


def total_of(waiting: Sequence[Work], count: Count) -> bool:
    """隐患：电线老化、煤炉没装烟囱，共2处: whether a total counts the one work that has no number yet."""
    return (
        len({one.code for one in waiting}) == 1
        and bool(count.unit)
        and fits(waiting[0].code, count.unit)
        and not waiting[0].denied
    )


def is_blank_field(line: str) -> bool:
    """其他： whether a line is a field of a form that nobody filled in."""
    return _BLANK_FIELD.search(line) is not None


def names_all(text: str, work: Work) -> bool:
    """都是走访: whether a clause tells the work of all that stood before it."""
    return _ALL_OF_IT.search(text[: work.start].rstrip()) is not None


def told_of(work: Work, raw: str, loose: Sequence[Loose]) -> list[Loose]:
    """The numbers of the sentence `raw` that this work can be told in and that go on with no list."""
    return [
        one
        for one in loose
        if one.raw == raw and one.further is None and one.count.unit and fits(work.code, one.count.unit)
    ]


def not_counted(text: str) -> bool:
    """Whether a clause names a work that it says nothing of having been done: 学的是新的接处警, 纠纷就不重复报了."""
    return _UNCOUNTED.search(text) is not None
