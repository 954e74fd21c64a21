"""Words of foreign cells brought to the words of the roster (DATA 6): education, political status, ticks, remarks."""

import re
from functools import lru_cache

from station_desk.domain.intake_cells import Cell, visible_text

EDUCATION = ("小学", "初中", "高中", "中专", "大专", "本科", "研究生")
POLITICAL = ("中共党员", "中共预备党员", "共青团员", "群众", "民主党派")

_NOTHING = re.compile(r"[/\\\-—–_.。*×?？、]*|无|暂无|没有|待补|不详|未知|空|NULL|N/?A", re.IGNORECASE)
_MAY_BE_NOTHING = frozenset("/\\-—–_.。*×?？、无暂没待不未空NnUu#")
"""The first characters of what says that there is nothing: a quick look before the others."""
_UNKNOWN = re.compile(r"不详|未知|[?？]+")
_LONGEST_NOTHING = 16
_BLANKS = re.compile(r"\s+")
_EDUCATION = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"研究生|硕士|博士", "研究生"),
        (r"专升本|本科|学士|大本", "本科"),
        (r"中等专科|中等职业", "中专"),
        (r"专科|大专|高职|高等职业|电大", "大专"),
        (r"大学", "本科"),
        (r"中专|职高|职业高中|职业中学|技校|技工|中技|中等专业|中职|职中|中师|师范", "中专"),
        (r"高中|高级中学", "高中"),
        (r"初中|初级中学|中学", "初中"),
        (r"小学|高小|初小|完小", "小学"),
    )
)
_POLITICAL = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"非党|非中共|无党派|群众", "群众"),
        (r"预备", "中共预备党员"),
        (r"民主党派|民革|民盟|民建|民进|农工|致公|九三|台盟", "民主党派"),
        (r"团员|共青团|^团$", "共青团员"),
        (r"党员|中共|^党$", "中共党员"),
    )
)
_YES = re.compile(r"是|有|√|✓|☑|✔|1|Y|YES|对|(?:(?![非未否无没]).)*(退役|退伍|复员|转业).*", re.IGNORECASE)
_REVIEW = re.compile(
    r"处分|处罚|警告|记过|留党察看|诫勉|纪委|监委|通报批评|检讨|开除|撤职|违纪|违法|犯罪|拘留|刑|酒驾|醉驾|吸毒|赌博|立案|审查|停职|撤销|撤职|被查"
    r"|病|手术|住院|残疾|伤残|癌|瘫|骨折|怀孕|孕|产假|卧床|康复|高血压|糖尿|心梗|中风|偏瘫|工伤|休养|疗养|身体(不好|不适|较差|差|欠佳|原因)|年老体弱|体弱"
    r"|离职|辞职|辞退|解聘|退出|外出|务工|打工|调离|调走|去世|死亡|已故|离世|免职|不再担任|卸任|搬走|搬迁|离任|落选|长期不在|辞去|请辞|不再续聘|拟?更换|退职|退岗|离岗|停聘|不干|不愿"
)
_VACANT = re.compile(
    r"(暂|空|待|尚)?(缺|空缺|缺员|缺额|缺编|补缺|定|补|聘|选|配)|暂缺.*|空缺.*|暂无(人选)?|无|缺|未(定|配|聘|选)|[/\\\-—–]+"
)
_SAYS_VACANT = re.compile(r"暂缺|空缺|缺额|缺员|缺编|待补|待聘|待选|待定|未配备|暂无")
_SAMPLE = re.compile(
    r"[(（【]?(例|样例|示例|范例|样表|举例|例子|填写样例|填写示例|填写范例|示范|样本|参考)[)）】]?[:：]?\d?"
)


_LONGEST_SAMPLE = 10
ERRORS = frozenset(
    (
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
    )
)
"""What a cell says whose formula could not be computed."""
_SAMPLE_NAME = re.compile(r"[(（【]?(例|举例|样例|示例|范例)([:：)）】]|如)|.*(示例|样例|范例)")


def is_nothing(text: str) -> bool:
    """Whether a cell's text says that there is nothing: blank, a stroke, 无, 待补 and the like."""
    return not text or text in ERRORS or _NOTHING.fullmatch(text) is not None


def stated(cell: Cell) -> str:
    """The visible text of a cell, "" where it says that there is nothing."""
    text = visible_text(cell)
    if not text or text[0] not in _MAY_BE_NOTHING or len(text) > _LONGEST_NOTHING:
        return text
    return "" if is_nothing(text) else text


def stated_date(cell: Cell) -> Cell:
    """A cell of dates, None where it says that there is none. 不详 says that there is one which cannot be read."""
    if not isinstance(cell, str):
        return cell
    text = visible_text(cell)
    return (text if _UNKNOWN.fullmatch(text) else stated(cell)) or None


@lru_cache(maxsize=1024)
def education(text: str) -> str | None:
    """The word of `EDUCATION` for a text such as 大学专科 or 高中以上; None where there is none."""
    return _first(_EDUCATION, text)


@lru_cache(maxsize=1024)
def political(text: str) -> str | None:
    """The word of `POLITICAL` for a text such as 党员 or 预备党员; None where there is none."""
    return _first(_POLITICAL, text)


def _first(table: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str | None:
    bare = _BLANKS.sub("", text)
    return next((word for pattern, word in table if pattern.search(bare)), None)


def says_yes(cell: Cell) -> bool:
    """Whether a tick column says yes: 是, √, 1, 退役 …"""
    return cell is True or _YES.fullmatch(_BLANKS.sub("", visible_text(cell))) is not None


def needs_review(remark: str) -> bool:
    """Whether a remark speaks of discipline, health or leaving, so that a person must read it."""
    return _REVIEW.search(remark) is not None


def is_vacant_name(text: str) -> bool:
    """Whether what stands for a name says that there is nobody."""
    return _VACANT.fullmatch(_BLANKS.sub("", text).strip("()（）[]【】〔〕")) is not None


def says_vacant(text: str) -> bool:
    """Whether a cell says that the post is vacant."""
    return _SAYS_VACANT.search(_BLANKS.sub("", text)) is not None


def is_sample_mark(text: str) -> bool:
    """Whether a cell marks its row as an example."""
    bare = "".join(text.split())
    return len(bare) <= _LONGEST_SAMPLE and _SAMPLE.fullmatch(bare) is not None


def is_sample_name(text: str) -> bool:
    """Whether the cell of the name says that its row is an example: 例：张三, （示例）李四."""
    return _SAMPLE_NAME.match(_BLANKS.sub("", text)) is not None
