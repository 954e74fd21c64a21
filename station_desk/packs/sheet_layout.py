"""How a pack lies in a workbook: the sheets, their columns, and the words that stand for codes.

Every column has one Chinese head. The seven columns of the source are the same on all sheets with rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass

HEAD, DOCUMENTS, RULES, TESTS, HELP = "方案", "文件", "规则", "自测", "说明"
SOURCE: Mapping[str, str] = {
    "doc": "文件",
    "clause": "条款",
    "quote": "原文",
    "decided_by": "谁定",
    "number": "文号",
    "date": "日期",
}
"""Where a value comes from: three columns for a document, three for a decision."""

UNSET = "没有写明"
OPEN, NONE = "待定", "没有"
"""What may stand in the column 没有写明: somebody may decide it; the programme has no such thing."""

HEAD_ROWS: Mapping[str, str] = {
    "id": "编号",
    "title": "名称",
    "summary": "一句话",
    "version": "版本",
    "effective_from": "施行日期",
    "parent": "上级方案",
    "unset.who": "谁可以定",
}
DOCUMENT_COLUMNS: Mapping[str, str] = {
    "key": "简称",
    "title": "标题",
    "number": "文号",
    "date": "日期",
    "text": "全文",
}
RULE_COLUMNS: Mapping[str, str] = {"key": "项目", "what": "是什么", "value": "值", **SOURCE, "unset": UNSET}


@dataclass(frozen=True, slots=True)
class ListSheet:
    """The sheet of a list: its columns by field, which fields are whole numbers, texts or yes-and-no, and its words."""

    sheet: str
    columns: Mapping[str, str]
    whole: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    words: Mapping[str, Mapping[str, str]] | None = None


_LEVELS = {"硬性": "hard", "一般要求": "soft", "优先": "priority"}
LISTS: Mapping[str, ListSheet] = {
    "exceptions": ListSheet(
        "单独设岗",
        {"unit": "村（社区）", "posts": "共几名", "reason": "理由", "township": "乡镇"},
        whole=frozenset({"posts"}),
    ),
    "pool": ListSheet("人选", {"tier": "档", "roles": "人选"}, whole=frozenset({"tier"}), texts=frozenset({"roles"})),
    "conditions": ListSheet(
        "条件",
        {"code": "代码", "name": "条件", "check": "怎么看", "level": "级别"},
        words={"check": {"按年龄": "age", "按学历": "education", "由人核对": "asked"}, "level": _LEVELS},
    ),
    "disqualifiers": ListSheet(
        "不得聘用",
        {"number_there": "第几项", "subject": "对象", "months": "管几个月"},
        whole=frozenset({"number_there", "months"}),
        words={"subject": {"本人": "self", "家人": "family"}},
    ),
    "stages": ListSheet("步骤", {"code": "代码", "name": "步骤", "by": "谁办"}),
    "metrics": ListSheet(
        "指标",
        {
            "code": "代码",
            "name": "名称",
            "kind": "类别",
            "unit": "单位",
            "net": "网",
            "figure": "文件里的数",
            "category": "记入",
            "whole": "没分细的算它",
            "aliases": "别的叫法",
            "numerator": "分子",
            "denominator": "分母",
            "change": "同比",
            "roster": "取自花名册",
            "pay": "取自补助表",
        },
        texts=frozenset({"aliases"}),
        flags=frozenset({"whole"}),
    ),
    "weights": ListSheet(
        "挂钩",
        {"on": "挂在什么上", "kind": "挂什么", "value": "多少"},
        whole=frozenset({"value"}),
        words={"kind": {"分": "points", "任务": "target", "钱": "money"}},
    ),
}
TEST_COLUMNS: Mapping[str, str] = {
    "ask": "问什么",
    "key": "项目",
    "answer": "答案",
    "age": "年龄",
    "relaxed": "放宽",
    "education": "学历",
    "units": "村",
}
ASKS: Mapping[str, str] = {
    "应配几名": "posts",
    "年龄": "age",
    "学历": "education",
    "工作月": "month",
    "规则": "rule",
    "列表": "list",
}
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "age": {"可以": "ok", "太小": "under", "太大": "over"},
    "education": {"够": "met", "不够": "lacking"},
}
EXPLAINED = (
    "一行一个规则：“值”写文件里的数和词；后面写文件（“文件”表里的简称）、条款、原文，原文要一字不差。",
    "文件没有写、由本单位定的：写“谁定、文号、日期”，不写原文。还没有定的：在“没有写明”写“待定”；没有这一项的写“没有”。",
    "几个词用“；”隔开；钱写“300元”；是不是，写“是”或“不是”。有上级方案的，和上级一样的行空着。",
    "自测：把方案该有的回答写下来，检查时逐条核对。村写成“30个村；9个居；皂埠社区 居 1200户”。",
    "检查：station-desk packs check 文件名。每一处问题说明在哪张表哪一格、怎么改。",
)
"""What the sheet 说明 of the template says."""
