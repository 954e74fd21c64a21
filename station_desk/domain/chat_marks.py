"""What stands in one message of chat: numbers with units and words of work, clause by clause (DOMAIN 1.4: WeChat groups)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from station_desk.domain.chat_words import (
    ABOUT,
    ABOUT_AFTER,
    IDLE_UNITS,
    LEADING,
    NO,
    SHARING,
    TOTAL,
    UNITS,
    WEAK_AFTER,
    WORK,
    code_of,
)
from station_desk.domain.chinese_numbers import NUMBER, whole_number

_ORDINAL = re.compile(rf"(?:\d{{1,3}}[、,])+\d{{1,3}}(?:组|号|室|楼|栋|单元|排|队)|第\s?{NUMBER}\s?[\u4e00-\u9fff]?")
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[-—~至到]\s?\d{1,2}:\d{2})?"
_TIME = re.compile(rf"[(（]\s?{_CLOCK}\s?[)）]|{_CLOCK}")
_IDLE = re.compile(rf"{NUMBER}\s?(?:{IDLE_UNITS})(?!次|报|所|里)")
_LISTED = re.compile(r"(?:(?<=[\s，,。;；])|^)[(]?\d{1,2}[.、)](?=\s*[^\d\s])", re.M)
_GLUED = re.compile(r"(?<=[户家起件处条次场份人名趟])\d{1,2}[、.)](?=[走巡调宣排采登发看慰协参帮劝化入护代])")
"""走访21户2、巡逻2次"""
_BEFORE_ANY = re.compile(r"(?:(?<=[\s，,。;；])|^)(\d{1,2})[.、)](?=\s*\S)", re.M)
_BEFORE_NUMBER = re.compile(r"(?:(?<=[\s，,。;；])|^)(\d{1,2})[.、)](?=\s?\d{1,3}[户家起件处条次场份人名])", re.M)
_IDIOMS = re.compile(
    r"(?:夫妻|兄弟|父子|父女|母子|母女|姐妹|婆媳|妯娌|爷|娘|双方|他们|她们)[俩仨]|一起(?=走访|巡逻|入户|去|到|开展|参加|做|进行|宣传|来|在|看望|慰问|检查|排查|上门|学习|把|对)|(?:转|走|逛|绕|溜)[了达]?一[圈遍趟]|一次性|一下|一家人|一家家|一个个|一户户|一封信|"
    rf"(?<![调化]解)(?<!解了)(?<!纠纷)(?<!矛盾)(?<![处出]警)(?<!警了)一[起件](?=是)|[坐在到凑聚住]一起|[这那][两三四几]条|一家又一家|[虚大][惊闹]一场|[两三]家的(?=[\u4e00-\u9fff])|[一两]个数(?!据)|漏了?一[项个条]|[两三]家(?=握|和好|都|也|就|同意|答应|这才|才|说)|(?:哥|姐|爷孙|婆孙|弟兄)[俩仨]|[一每]圈(?=\s?\d)|[两三四五六七八]人(?=各)|(?:带领?|组织|发动|召集)\d{{1,2}}[名个位](?:志愿者|义警|群众|党员|队员|村民|护林员|网格员)|(?:帮|替)[一1](?:个|位|名)(?=[\u4e00-\u9fff])|三轮(?![次巡走排检宣])|一[户家次个]都?没|[一二三四五]期(?=新|工程|入住|小区|项目|楼)|(?:帮|给|替|为)[\d一二两俩三仨四五]{{1,2}}(?:个|位|名|户)?(?=老人|群众|村民|住户|居民|老乡|学生|孩子)|一户又一户|另外?一[家户](?=的)|(?:[汇报说]|反映)[一两几](?:个|件)(?:事|情况)|{NUMBER}个(?:自然村|行政村|村民小组|小组|网格|小区|村庄|庄子|胡同|地方|片区|路口|村(?![民干委两报说]))|"
    r"(?:转发|发布|推送|群发)了?[\u4e00-\u9fff]{0,6}(?:信息|短信|消息)|一条龙|[上前这那]一[条个](?![街路巷河沟])|出了?一趟警(?=[,，]\s?算)|一条一条|一户一户|一家一家|一个一个|一站式|一[户人村]一[\u4e00-\u9fff]|万家|千家万户"
)
_ONE_OF = re.compile(r"(?<=[调化]解|调处|解决|处理)了个(?=[^\d,，。]{0,12}(?:纠纷|矛盾))")
"""调解了个纠纷: one."""
_QUARRELLED = re.compile(
    r"[两二三2](?:户|家|个?人|口子)(?=(?:人家|村民|群众|邻居|住户|卖[\u4e00-\u9fff]{1,2}的)?(?:之间)?(?:因|为|闹|吵|打架|打起|争|骂|发生|产生))"
)
"""Whose quarrel was settled: 两家因排水吵架，调解1起."""
_ATTENDED = re.compile(
    rf"(?:到场|到会|参会|与会|听课|来听|听众|受众|受教育|参加(?:人|群众|村民|居民|学生|老人)|参与群众|来了|吸引|在场|围观)(?:(?!采集|登记|劝导|走访|看望|服务|慰问)[^,，。;；\d]){{0,8}}?{NUMBER}\s?[多余来]?个?(?:人次?|名|位)"
)
"""Who came to listen: no count of work, and may be told as about so many."""
_WAS_WRITTEN = re.compile(
    rf"(?<=[写打说报记填]成)了?\s?{NUMBER}\s?(?:{UNITS})?了?"
    rf"|{NUMBER}\s?(?:{UNITS})?(?=是我?[按打写输看听记点]{{1,2}}错)"
    r"|(?:(?<=[少多][写打输按记]个)|(?<=[少多][写打输按记][了一]个)|(?<=[少多][写打输按记]了一个))\s?[\d一零]"
)
"""我写成8艘了，少写个1: how the wrong number came about."""
_REMARK = re.compile(rf"[(（][^()（）\d一二两三四五六七八九十]{{1,15}}[)）](?=\s?{NUMBER}\s?(?:{UNITS}))")
"""发明白纸（预防煤气中毒的）85份"""
_EACH_HALF = re.compile(
    r"(?P<when>早中晚|早晚|上下午)各\s?(?P<n>[\d一两])\s?[次趟](?=[,，]\s?(?:合计|共计?|一共|总共)\s?(?P<sum>\d|[一两二三四六]))"
)
"""巡逻早晚各1次，共2次"""
_UNFILLED = re.compile(
    rf"[:：]\s*(?:{UNITS})(?=\s*(?:$|\n))|[(（]\s*[/\\—\-无]?\s*[)）]\s?(?:{UNITS})|[_＿]{{2,}}\s?(?:{UNITS})"
)
"""纠纷调解（  ）起: a field of a form that nobody filled in."""
_SUM = re.compile(
    r"(?P<parts>\d{1,3}[户家起件处条次场人]?(?:\s?\+\s?\d{1,3}[户家起件处条次场人]?)+)(?:\s?=\s?(?P<sum>\d{1,3}))?(?=\s?[户家起件处条次场人]|(?<=[户家起件处条次场人]))"
)
"""4+3+2户, 6户+5户=11户"""
_ENCLOSED = re.compile(rf"[【\[〔「(（]\s*(\d{{1,4}})\s*[】\]〕」)）](?=\s?(?:{UNITS}))")
"""走访群众【9】户"""
_BY = re.compile(r"(?<=[\u4e00-\u9fff])\s?[✖✕✗❌×xX*]\ufe0f?\s?(?=\d)")
"""巡逻✖2"""
_EMOJI = re.compile(r"(?![❌✖✗✘✕])[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]")
"""Pictures part what stands around them."""
_DASH = re.compile(
    r"(?<=[\u4e00-\u9fff])\s?[—–─-]{1,3}\s?(?=\d|[无没]|[一二两三四五六七八九十]+[户家起件处条次场人])|(?<=[\u4e00-\u9fff])\+(?=\d{1,2}\s?[户起件处条次场]?\s*(?:$|[,，。;；\n]))",
    re.M,
)
"""走访——12, 纠纷调解+1"""
_BAR = re.compile(r"\s[/|┃│]\s(?=\s*[^\d\s])")
"""巡防：1次 ┃ 走访：8户"""
_NOT = re.compile(rf"不是[^\d,，。]{{0,5}}?{NUMBER}\s?(?:{UNITS})?\s?[,，]?\s?(?:而)?")
_RANGE = rf"{NUMBER}\s?(?:{UNITS})?\s?(?:[-—~]|至|到|或)\s?{NUMBER}\s?(?:{UNITS})"
_COUNT = re.compile(rf"(?P<range>{_RANGE})|(?P<n>{NUMBER})\s?(?P<more>多|余|来|几)?(?P<u>{UNITS})?")
_BRACKETS = re.compile(rf"[(（]\s?(?:\d+|{NUMBER}\s?(?:{UNITS}))\s?[)）]")
_LABEL = re.compile(r"(?P<unit>[户人次件起场处条艘家])(?:数|(?=\s?[:=]))\s?[:=是为有共]?\s?$")
_BARE = re.compile(r"(?:[户次件起人场]数?|数量|总数|数目|数)?[:=是为有共了]?\s?$")
_NONE_AFTER = re.compile(
    r"^(?:情况|工作|类|案件|报送)?\s?:?\s?(?:无|没有|没去|没查|没做|没干|没搞|没弄|没顾上|没开展|没报|未发生|未开展|未发现|没发生|暂无|为零|为无|是零|零报告)(?=[\s,，、。;；)）]|$)"
)
MOST_A_DAY = 9_999
"""A larger number in one message is a slip of the hand."""
_LETTER = re.compile(r"[lIoO](?=\d|户|起|次|件)")
"""A letter that was typed for a digit."""
_PICTURES = re.compile(
    rf"(?:拍照|照片|图片|相片|截图|(?<!反诈)(?<!宣传)(?<!警示)视频|录像|附图)[共有为:]?\s?{NUMBER}\s?[张个份段条]|{NUMBER}\s?[张个段](?=照片|图片|相片|截图|视频|录像)"
)
_RATE = re.compile(
    rf"(?:走访|入户|调解|化解|巡逻|宣传)?(?:完成|覆盖|满意|成功|化解|整改|调处|出勤|知晓|普及|安装|参与|见面|走访|入户|办结)率\s?(?:达到?|为|是|:|约)?\s?{NUMBER}\s?%?"
)
_BARE_ONE = re.compile(r"[\u4e00-\u9fff□]\s?[:=是为有]?\s?$")
_NUMBERED = re.compile(r"(?:电话|手机|编号|号码|第|高速|[国省县]道|指令|接|拨打|房|尾号|热线|代码|年|月)\s?[:=]?\s?$")
_CALLS = frozenset({"110", "119", "120", "122", "114"})
_ROW = re.compile(r"[ \t]+\d+(?=\s*(?:$|[\n,，。;；])|[ \t]+\d|\s?[户家起件处条场份张人名个])")
"""走访 12 156: two columns of a table."""
_OR_MORE = re.compile(rf"\s?、\s?\d{{1,3}}\s?(?:{UNITS})")
"""走访7、8户: seven or eight."""
_SOME = re.compile(r"(?:[几上近成好]|(?<![户人次起件场处条总])数)\s?$")
"""Before 十, 百 and 千: some of them."""
_LABELLED = re.compile(r"(?:户|人|次|起|件|场|处|条|总)数[:为是]?\s?$")
_ENDED = re.compile(r"\s*(?:$|[^\w\s])|[ \t]+[\u4e00-\u9fff]")
"""走访户数五: a numeral in words that stands alone behind its label."""
_UNIT_NAMED = re.compile(r"[(（]([户人次件起场条处份张家个艘辆名])[)）](?=\s?[:=]?\s?\d)")
"""走访(户)：12"""
_BROKEN = re.compile(r"[\d一二三四五六七八九十百] $|[\d一二三四五六七八九十百千万]$|[十百千]又$|[A-Za-z]$|\d\s?/\s?$")
_TIMES = re.compile(r"\s?[xX×*]\s?\d")
"""What makes two numbers of one: 1 2, 十2, 12户x2."""
_BEGINS = frozenset("调巡走访宣排查发劝护参协登采看慰帮办化入")
_CONTEXT = re.compile(r"^(?:工作)?(?:中|时|过程|途中|期间|的?同时|当中|后|路上|之后)")


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a clause: `value` None and `why` where it is in doubt; `each` for 各."""

    start: int
    end: int
    text: str
    value: int | None
    unit: str
    why: str = ""
    each: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """Words of work in a clause: where, which code, whether said of something else (在走访中), whether denied."""

    start: int
    end: int
    code: str
    aside: bool
    denied: bool
    closed: bool = False
    """Told to be none right behind it: 调解无."""


@dataclass(slots=True)
class Clause:
    """What one clause says: pairs of work and number, works without and numbers without."""

    pairs: list[tuple[Work, Count]] = field(default_factory=list)
    bare: list[Work] = field(default_factory=list)
    loose: list[Count] = field(default_factory=list)
    unclear: list[tuple[Count, str]] = field(default_factory=list)
    shared: list[Count] = field(default_factory=list)
    """Said of two kinds of work at once, and taken for the one whose unit it has."""

    @property
    def numbered(self) -> bool:
        """Whether a number of anything stands in it."""
        return bool(self.pairs or self.loose or self.unclear)

    def end_before(self, count: Count) -> int:
        """Where the number before this one ends, 0 where there is none."""
        others = [*(one for _work, one in self.pairs), *self.loose, *(one for one, _why in self.unclear)]
        return max((one.end for one in others if one.end <= count.start), default=0)


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """The text with every match made blank marks, so that all places stay."""
    return pattern.sub(lambda match: "□" * len(match.group()), text)


def countable(text: str) -> str:
    """The text without numbers that count no work: times, lengths, groups, marks of lists, fixed expressions."""
    listed = {int(match[1]) for match in _BEFORE_ANY.finditer(text)}
    text = _BEFORE_NUMBER.sub(lambda match: _mark_blanked(match, listed), text)
    for pattern in (_LISTED, _GLUED):
        text = pattern.sub(lambda match: "，" * len(match.group()), text)
    text = _ONE_OF.sub("一个", text)
    text = _EACH_HALF.sub(_halves_blanked, _EMOJI.sub("，", text))
    for pattern in (_BY, _DASH):
        text = pattern.sub(lambda one: ":" * len(one[0]), text)
    text = _SUM.sub(_summed, text)
    text = _ENCLOSED.sub(lambda one: one[1].center(len(one[0])), text)
    text = blanked(text, _REMARK)
    text = _opened(_UNIT_NAMED.sub(lambda one: f" {one[1]} ", text))
    text = _BAR.sub(lambda one: "，" * len(one[0]), text)
    for pattern in (_IDIOMS, _ORDINAL, _TIME, _NOT, _WAS_WRITTEN, _ATTENDED, _PICTURES, _RATE, _IDLE):
        text = blanked(text, pattern)
    return blanked(text, _QUARRELLED) if re.search("[调化]解|调处|调了|劝|处警|出警|警情", text) else text


def _halves_blanked(match: re.Match[str]) -> str:
    """Nothing of what is told again as a sum, where it is that sum."""
    times = (whole_number(match["n"]) or 0) * (3 if match["when"] == "早中晚" else 2)
    return "□" * len(match[0]) if times == whole_number(match["sum"]) else match[0]


def _summed(match: re.Match[str]) -> str:
    """The sum of what is added up; the text as it was where another sum is told."""
    total = sum(int(one) for one in re.findall(r"\d+", match["parts"]))
    if match["sum"] is not None and int(match["sum"]) != total:
        return match[0]
    unit = match[0][-1] if not match[0][-1].isdecimal() else ""
    return f"{total}{unit}".rjust(len(match[0]))


def _mark_blanked(match: re.Match[str], listed: set[int]) -> str:
    """2、 before a number is the mark of a list where 1 or 3 stand as marks too."""
    return "，" * len(match.group()) if listed & {int(match[1]) - 1, int(match[1]) + 1} else match.group()


def _opened(text: str) -> str:
    """走访（12户）: the brackets of a number right behind its work go, a field that nobody filled in too; all places stay."""
    for work in WORK.finditer(text):
        if unfilled := _UNFILLED.match(text, work.end()):
            text = f"{text[: work.start()]}{'□' * (unfilled.end() - work.start())}{text[unfilled.end() :]}"
        inside = _BRACKETS.match(text, work.end())
        if inside:
            text = f"{text[: inside.start()]} {inside.group()[1:-1]} {text[inside.end() :]}"
    return text


def read_clause(text: str) -> Clause:
    """Pairs each number with its work: the one before it, else the one right behind it."""
    works = _works(text)
    counts = _counts(text, works)
    clause, waiting = Clause(), list[Work]()
    marks: list[Work | Count] = sorted([*works, *counts], key=lambda one: one.start)
    before = _each_before_its_work(marks, text)
    for work, count in before:
        _choose(clause, [work], count)
    skip: Work | None = None
    for at, mark in enumerate(marks if not before else []):
        if mark is skip:
            continue
        if isinstance(mark, Work):
            if not _names_again(clause, mark, marks[at + 1 : at + 2]):
                waiting.append(mark)
            continue
        following = marks[at + 1] if at + 1 < len(marks) else None
        own = isinstance(following, Work) and not (at + 2 < len(marks) and isinstance(marks[at + 2], Count))
        clause.bare += [one for one in waiting if one.closed]
        waiting = [one for one in waiting if not one.closed]
        if waiting:
            _choose(clause, waiting, mark)
            waiting = []
        elif _of_the_same(clause, mark):
            continue
        elif isinstance(following, Work) and own and _behind(text[mark.end : following.start], mark, following, marks):
            skip = following
            _choose(clause, [following], mark)
        else:
            clause.loose.append(mark)
    clause.bare += waiting
    clause.pairs = [(_cared(work, text[count.end :]), count) for work, count in clause.pairs]
    return clause


def _each_before_its_work(marks: Sequence[Work | Count], text: str) -> list[tuple[Work, Count]]:
    """8户走访 2次巡逻: every number stands right before its work and nothing else stands there; [] otherwise."""
    found = []
    for count, work in zip(marks[::2], marks[1::2], strict=False):
        if not (isinstance(count, Count) and isinstance(work, Work)) or not count.unit or count.each:
            return []
        if len(text[count.end : work.start].strip("的 ")) > 2:
            return []
        found.append((work, count))
    return found if len(found) > 1 and len(marks) == 2 * len(found) else []


def _of_the_same(clause: Clause, count: Count) -> bool:
    """走访16户43人: the people of the households right before."""
    if not clause.pairs:
        return False
    work, last = clause.pairs[-1]
    return (
        work.code in ("L02", "L16")
        and last.unit in ("户", "家")
        and count.unit in ("人", "名", "人次")
        and count.start - last.end <= 1
    )


def _names_again(clause: Clause, work: Work, following: Sequence[Work | Count]) -> bool:
    """调解了一起纠纷: right behind the number the same work is named once more, without a number of its own."""
    if not clause.pairs or (following and isinstance(following[0], Count)):
        return False
    last, count = clause.pairs[-1]
    return last.code == work.code and 0 <= work.start - count.end <= 4


def _behind(between: str, count: Count, work: Work, marks: Sequence[Work | Count]) -> bool:
    """Whether a number counts the work behind it: 12户走访, or 1次派出所组织的培训 where nothing else stands."""
    alone = len(marks) == 2 and bool(count.unit) and fits(work.code, count.unit)
    return len(between.strip("的 ")) <= (10 if alone else 2)


def _cared(work: Work, after: str) -> Work:
    """走访3户低保户 is a care visit, although the number stands between."""
    return replace(work, code="L16") if work.code == "L02" and WEAK_AFTER.match(after) else work


def fits(code: str, unit: str) -> bool:
    """Whether work of this kind is told in such a unit; a number without a unit fits everything."""
    return not unit or unit[0] in LEADING[code]


def _choose(clause: Clause, waiting: list[Work], count: Count) -> None:
    if count.each:
        clause.pairs += [(one, count) for one in waiting]
        return
    able = [one for one in waiting if fits(one.code, count.unit)]
    if not able:
        clause.unclear.append((count, "unit_unlikely"))
        return
    if len({one.code for one in able}) > 1:
        able = [one for one in able if not one.aside] or able
    if len(waiting) == 2 and (waiting[0].code, waiting[1].code) in SHARING and not waiting[0].aside:
        clause.shared.append(count)
    if len({one.code for one in able}) > 1:
        clause.unclear.append((count, "which_work"))
    elif any(one.denied for one in waiting) and count.value != 0:
        clause.unclear.append((count, "negated"))
    else:
        clause.pairs.append((able[-1], count))


def _works(text: str) -> list[Work]:
    found = []
    for match in WORK.finditer(text):
        closed = _NONE_AFTER.match(text[match.end() :]) is not None
        denied = NO.search(text[: match.start()]) is not None or closed
        aside = _CONTEXT.match(text[match.end() :]) is not None or text[: match.start()].endswith(
            ("在", "通过", "结合")
        )
        if denied and match.group().startswith(("其他", "其它")) and not re.search(r"交办|任务", match.group()):
            continue  # 其他无 ends a report
        found.append(Work(match.start(), match.end(), code_of(match), aside, denied, closed))
    return found


def _counts(text: str, works: list[Work]) -> list[Count]:
    inside = [(one.start, one.end) for one in works]
    found = []
    for match in _COUNT.finditer(text):
        if any(start <= match.start() < end for start, end in inside):
            continue
        before = text[: match.start()]
        label = _LABEL.search(before)
        unit = match["u"] or (label["unit"] if label else "")
        if unit == "个" and re.match(r"人(?!员|家)", text[match.end() :]):
            unit = "人"
        if (
            not match["range"]
            and not match["u"]
            and not match["n"].endswith(("俩", "仨"))
            and not (_LABELLED.search(before) and _ENDED.match(text[match.end("n") :]))
            and not (match["n"][0].isascii() and _stands_alone(match, before, text[match.end("n") :], works))
            and not _tells(match, before, text[match.end("n") :])
        ):
            continue
        value = None if match["range"] else whole_number(match["n"])
        why = ""
        if match["range"]:
            why = "range"
        elif value is None or value > MOST_A_DAY or _is_unclear(match, text):
            why, value = "number_unclear", None
        elif _is_about(match, text):
            why, value = "about", None
        found.append(
            Count(
                match.start(),
                match.end(),
                match.group().strip(),
                value,
                unit,
                why,
                before.rstrip().endswith(("各", "均", "都是")),
            )
        )
    return found


def _is_unclear(match: re.Match[str], text: str) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    behind = text[match.end("n") :]
    row = bool(_ROW.match(behind) or _OR_MORE.match(behind)) and not match["u"]
    row = row or (bool(match["u"]) and re.match(rf"\s?{NUMBER}{match['u']}", after) is not None)
    return bool(_BROKEN.search(before) or _LETTER.match(after) or _TIMES.match(after) or row)


def _is_about(match: re.Match[str], text: str) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    round_ = match["n"][0] in "百千万" or (match["n"][0] in "十百千万" and _SOME.search(before))
    near = match["more"] or before.endswith(("≈", "≥", "≤", "<", ">")) or re.search(r"[余多几]$", match.group())
    booked = re.search(r"[算记][^,，]{0,6}$", before) is not None and after.startswith("吧")
    return not booked and bool(round_ or near or ABOUT.search(before) or ABOUT_AFTER.match(after))


def _tells(match: re.Match[str], before: str, after: str) -> bool:
    """Whether a number without a unit, behind other words than of work, tells how many of something: 人数30."""
    digits = match["n"]
    plain = digits.isascii() and digits.isdecimal() and len(digits) <= 4 and digits not in _CALLS
    alone = not after.strip() or after[0] in " ,，。;；、)）\n" or (after[0] in _BEGINS and not before[-1:].isspace())
    return (
        plain
        and alone
        and _BARE_ONE.search(before) is not None
        and _NUMBERED.search(before) is None
        and TOTAL.search(before) is None
    )


def _stands_alone(match: re.Match[str], before: str, after: str, works: list[Work]) -> bool:
    """A number without a unit counts right behind its work: 走访12, 走访:12."""
    if any(one.start == match.end("n") for one in works):
        after = ""
    if after[:1].isalnum() or re.match(r"\s?[.\d\-:]|\s?/\s?\d", after):
        return False
    ends = [one.end for one in works if one.end <= match.start()]
    return bool(ends) and _BARE.fullmatch(before[max(ends) :].strip() or "是") is not None
