"""What speaks against a number of chat although work stands beside it: something else done, a comparison, a sum told again."""

import re
from collections.abc import Iterator, Sequence

from station_desk.domain.chat_dates import NamedDay
from station_desk.domain.chat_items import Item
from station_desk.domain.chat_marks import Count, Work
from station_desk.domain.chat_names import Subject
from station_desk.domain.chat_words import AS_BEFORE, BLANK_REPORT, FURTHER, NOUGHT, ORDERED, TOGETHER, UNITS, WEAK
from station_desk.domain.chinese_numbers import NUMBER, whole_number

_PER_DAY = re.compile(
    r"每[天日晚]|(?<![今昨前明])天天(?!气)|/[天日晚夜周月人]|(?:含|包括|包含|算上|加上)了?(?:[昨前]|周|上(?!午)|\d{1,2}[日号])"
)
"""A number of each day, or with that of another day in it."""
_EACH_TIME = re.compile(
    r"(?:早晚|早中晚|上下午|上午、?和?下午|白天、?和?[夜晚][里上间]?|昼夜|各村|各组|每村|每组)[^，。,;；]{0,4}各(?!\s?[\d一两]\s?[次趟][,，]\s?(?:合计|共|一共|总共))"
)
"""A number that was meant several times."""
_WITH_SOMEBODY = re.compile(r"(?:^|[\s,，:：。天日午晚])(?:一起|一同|共同|一块)(?=走访|巡逻|入户)")
"""Together, and nobody says with whom."""
_ELSE_DONE = re.compile(
    r"反映|反应|清理|清除|清运|更换|安装|下载|注册|维修|修理|修复|救助|找回|抓获|带走|扣押|收缴|查获|查扣|转移|签订|签署|填写|拍照|拍摄|"
    r"悬挂|拆除|建立|建档|购买|搬|挪|捐|捐赠|疏散|劝离|劝阻|劝返|追回|挽回|收到|听取|收集|征求|解答|答复|移交|捡到|拾到|覆盖|涉及|惠及|影响|受益|送医|送往"
)
"""Other things done: a number behind them counts these."""
_COMPARED = re.compile(
    r"(?:比|较)[^,，]{0,8}[多少]了?$|(?:补|(?<!参)加|扣|减|改|(?<!登)记|算|按|写|取消|暂停|缺勤|迟到|早退|请假|缺席|未参加|应该|失败|中断)了?$|(?:增加|减少|增长|上升|下降|多出|少了|多了|剩|剩余|剩下|还有|余下|差|缺|不到|不足)了?$"
)
_BOOKED = re.compile(r"(?:调解|排查|服务|处警|检查|宣传|巡逻|走访|便民|交办|采集)(?:记|算|记为|算作|记作)$")
"""隐患排查记1处: it is put down as such."""
_AGAINST = re.compile(r"[比较][^,，]{0,8}[多少]")
_STOPPED = re.compile(r"头盔|[车骑驾超闯停载牌]|逆行|违|交通|行人|司机|安全带|酒")
"""Whom 劝导 stops on the road; others are told to leave off something else."""
_WISHED = re.compile(r"(?:[待欠应需须想能可得该拟将若如倘差缺]|(?<![主重])要)\s?$")
_LEFT_OPEN = re.compile(
    r"^\s?[❌✖✗×]|^\s?(?:还)?(?:[未没](?:完|走|做|报|到|够|达|能|成|有完)|没人|无人|不在|才|就(?:[行够好完收下回能]|可以|结束|达标)|或|还是|太|有点|不[行了成通下动]|难|无果|封顶|应该|来着|\.+吧|重复|的(?:任务|目标|奖|扣|要求|标准|指标|计划|村|助理))"
)
"""Before the work and behind the number: it is not said to have been done."""
_HALF_MEANT = re.compile(r"[(（]\s?(?:大?约|大概|左右|计划|预计|估计?|目标|待定?|暂定?|未完)[^)）]{0,4}[)）]")
_LOOKED_AT = re.compile(r"^(?:检查|核查|登记|核实|清查|服务|查验)")
"""What is done at a visit and counted as other work."""
_LABELLED = re.compile(
    r"(?:了|过|到|群众|村民|居民|住户|住家|农户|用户|家庭|老百姓|百姓|百姓家|商户|商铺|企业|单位|人家|家|户|人|名|次|场|处|条|起|件|艘|数|数量|量|总|情况|工作|合计|共计|共|总计|一共|今[天日]|上午|下午|晚上|本村|村里|村内|全村|辖区|[a-zA-Z:：=是为有的计\s□—\-])*+"
)
"""What may stand between a work and its number where the number has no unit: 走访群众户数 12."""
_QUARREL = re.compile(
    r"(?:纠纷|矛盾)[^\d]{0,6}[\d一二两三四五六七八九十]+个(?!人|家(?!庭)|村|户|组)|个(?!人|家(?!庭)|村|户|组)[^\d,，]{0,12}(?:纠纷|矛盾)"
)
"""调解纠纷2个, 调解2个纠纷; 调解2个人 counts people."""
_WHOLE_PLACE = re.compile(r"(?:全[村镇乡]|全社区|现有|共有|总共有)\s?$")
_OBJECTS = re.compile(r"灭火器|消防器材|消防栓")
_IN_BRACKETS = re.compile(r"[户家起件处条次场份张人名个]\s?[(（]\s?$")
"""走访9户（11月21日）: a day behind its number."""
_WITH_PARTS = re.compile(rf"(?P<n>{NUMBER})\s?(?P<u>{UNITS})\s?[(（](?P<parts>[^()（）]{{5,200}})[)）]")
_PART = re.compile(
    rf"(?P<when>上午|下午|晚上|早上|早晨|中午|夜里|夜间|白天|晚间)?[^\d,，、;；]{{0,8}}?(?P<n>{NUMBER})\s?(?P<u>{UNITS})"
)
"""走访13户（上午5户，下午7户）"""
_ADDED = re.compile(r"[+=]\s?$")
_MORE = re.compile(r"^\s?[+]\s?(?:[\d一二两三四五六七八九十户家起件处条次场]|$)")


def listed_by_name(last: Item, who: Subject, count: Count, clause: str) -> bool:
    """走访：张俊5户，李荣宝6户: a clause of nothing but a name and a number, behind another name with its number."""
    if len(who.names) != 1 or who.why or len(last.people) != 1 or not count.unit or last.unit != count.unit:
        return False
    alone = re.fullmatch(rf"\s*(?:{re.escape(who.names[0])})\s?:?\s?", clause[: count.start]) is not None
    before = re.search(rf"{re.escape(last.people[0])}\s?:?\s?{NUMBER}\s?{last.unit}", last.text)
    return alone and before is not None and not clause[count.end :].strip()


def asked_of_all(text: str, days: Sequence[NamedDay], others: bool) -> str:
    """Why every count of a message is asked about, "" where none is; `others`: a list names others who were there."""
    if ORDERED.search(text):
        return "not_a_report"
    if others:
        return "shared"
    dated = len(days) > 1 and any(_IN_BRACKETS.search(text[: one.start]) for one in days)
    return "date_unclear" if dated else ""


def said_of_all(text: str, counted: bool) -> Iterator[tuple[str, str]]:
    """What of a whole message is asked about, and why; `counted`: something of it has been counted."""
    if not counted and (NOUGHT.search(text) or BLANK_REPORT.match(text)):
        yield text, "zero_report"
    for said in _parts_differ(text):
        yield said, "total_differs"
    if AS_BEFORE.search(text):
        yield text, "as_before"


def _parts_differ(text: str) -> Iterator[str]:
    """Wholes with their parts in brackets that do not add up: more than the whole, or other than it though of all the day."""
    for match in _WITH_PARTS.finditer(text):
        whole = whole_number(match["n"])
        told = [
            (one["when"], whole_number(one["n"])) for one in _PART.finditer(match["parts"]) if one["u"] == match["u"]
        ]
        if whole is None or len(told) < 2 or any(value is None for _when, value in told):
            continue
        parts = sum(value or 0 for _when, value in told)
        if parts > whole or (parts != whole and all(when for when, _value in told)):
            yield match.group()


def done_together(who: Subject, count: Count, clause: str, raw: str) -> bool:
    """Whether several did what a clause of the sentence `raw` counts once, so that nobody knows how it is to be shared."""
    if len(who.names) > 1:
        return "分别" in raw or not (count.each or "各" in clause or "每人" in clause or "均" in clause)
    return (who.joined and TOGETHER.search(raw) is not None) or _WITH_SOMEBODY.search(raw) is not None


def said_of_more(raw: str, days: int) -> str:
    """Why the numbers of a sentence that names so many days may be of more, "" where nothing says so."""
    if days == 1 and _PER_DAY.search(raw):
        return "span_of_days"
    return "number_unclear" if _EACH_TIME.search(raw) else ""


def speaks_against(clause: str, work: Work, count: Count, raw: str) -> str:
    """Why the number of a clause of the sentence `raw` may be none of its work, "" where nothing says so."""
    before, said = clause[: count.start], clause[work.start : work.end]
    behind = clause[max(count.end, work.end) :]
    if _WISHED.search(clause[: min(work.start, count.start)]) or _LEFT_OPEN.match(behind) or _HALF_MEANT.search(raw):
        return "not_a_report"
    if said.startswith("护学") and count.unit in ("人", "名", "位"):
        return "unit_unlikely"
    if work.end <= count.start and clause[work.end : count.start].strip() == "中":
        return "not_a_report"
    booked = _BOOKED.search(before) or (count.end <= work.start and re.search(r"[记算]$", before))
    if (_COMPARED.search(before) and not booked) or _AGAINST.search(before):
        return "change_unclear"
    if _MORE.match(clause[count.end :]) or (_ADDED.search(before) and "+" in before):
        return "number_unclear"
    between = clause[work.end : count.start]
    if _WHOLE_PLACE.search(before):
        return "number_unclear"
    if not count.unit and work.end <= count.start and _LABELLED.fullmatch(between) is None:
        return "which_work"
    if _OBJECTS.search(said + between) and count.unit in ("个", "具", "只", "瓶", "支"):
        return "unit_unlikely"
    if work.code == "L03" and count.unit == "个" and not _QUARREL.search(clause[work.start :]):
        return "unit_unlikely"
    if work.code == "L02" and re.match(r"[跑走转串进]了", said) and WEAK.search(raw):
        return "which_work"
    if work.code == "L16" and re.match(r"[以之除]?外", between):
        return "which_work"
    if work.code == "L02" and _LOOKED_AT.match(between):
        return "which_work"
    if said == "劝导" and re.search(r"[\u4e00-\u9fff]{3}", between):
        return "" if _STOPPED.search(between) else "which_work"
    return "which_work" if _ELSE_DONE.search(between) else ""


def sums_of_others(items: Sequence[Item]) -> Iterator[Item]:
    """A number that is the sum of two or more others of the same work, person and day: told twice, or a chance."""
    for one in items:
        if one.listed or FURTHER.search(one.place):
            continue
        others = [
            other.value
            for other in items
            if other is not one and (other.code, other.people, other.days) == (one.code, one.people, one.days)
        ]
        if len([value for value in others if value]) > 1 and one.value == sum(others):
            yield one
            return
