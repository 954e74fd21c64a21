"""What a form may name in `{{…}}`: the fields of each subject, how values are written, and the data that fill them.

Values are data, never evaluated. `BLANK` stands for a place that is filled in by hand.
"""

import re
from collections.abc import Mapping

from station_desk.domain.money import money_words
from station_desk.domain.paper import Subject
from station_desk.domain.paper_kinds import BLANK as BLANK
from station_desk.domain.paper_kinds import WAYS as WAYS
from station_desk.domain.paper_kinds import Blank as Blank
from station_desk.domain.paper_kinds import Field as Field
from station_desk.domain.paper_kinds import Kind as Kind
from station_desk.domain.paper_kinds import Scope as Scope
from station_desk.domain.paper_kinds import Value as Value
from station_desk.domain.paper_policy_fields import POLICY_FIELDS
from station_desk.domain.paper_results_fields import CIRCULAR_FIELDS, MONTH_FIELDS, ROOM_FIELDS
from station_desk.domain.paper_selection_fields import BATCH_FIELDS, CANDIDATE_FIELDS, NOTICE_FIELDS, VOTE_FIELDS

_PERSON = (
    Field("姓名", Kind.NAME, 5),
    Field("性别", blanks=2),
    Field("出生年月", Kind.DATE),
    Field("村", blanks=7),
    Field("乡镇"),
    Field("派出所", blanks=9),
    Field("职务"),
    Field("聘期起", Kind.DATE),
    Field("聘期止", Kind.DATE),
)
_TERM_FIELDS = (
    Field("起", Kind.DATE),
    Field("止", Kind.DATE),
    Field("任职村"),
    Field("聘任状态"),
    Field("聘任编号"),
)
LETTER_FIELDS = (
    *_PERSON,
    Field("称谓", blanks=4),
    Field("工作名称", blanks=8),
    Field("聘书编号", optional=True),
    Field("单位", blanks=9),
    Field("签发日期", Kind.DATE),
    Field("月份", Kind.DATE),
    Field("身份证号", blanks=9),
    Field("电话"),
    Field("文化程度"),
    Field("政治面貌"),
    Field("民警", blanks=4),
    Field("警务室"),
    Field("片区"),
    Field("照片", Kind.PICTURE, optional=True),
    Field("聘任", Kind.ROWS, rows=_TERM_FIELDS),
    Field("协议", Kind.ROWS, rows=(Field("序号", Kind.NUMBER, 1), Field("内容", blanks=27))),
    *MONTH_FIELDS,
)
_LINE_FIELDS = (
    Field("序号", Kind.NUMBER),
    *_PERSON,
    Field("身份证号"),
    Field("电话"),
    Field("文化程度"),
    Field("政治面貌"),
    Field("状态"),
    Field("民警"),
    Field("片区"),
    Field("备注"),
    Field("年龄", Kind.NUMBER),
    *(Field(name, optional=True) for name in ("限龄", "推选程序", "该村已有")),
    Field("身份证尾号"),
    Field("银行卡尾号"),
    *(Field(name, Kind.MONEY) for name in ("基本补助", "绩效津贴", "调整", "实发")),
)
_COUNTS = tuple(Field(name, Kind.NUMBER, 3) for name in ("人数", "男", "女", "村数"))
_GROUP_FIELDS = (Field("组名", optional=True), *_COUNTS, Field("人员", Kind.ROWS, rows=_LINE_FIELDS))
ROSTER_FIELDS = (
    Field("单位"),
    Field("称谓", blanks=4),
    Field("制表日期", Kind.DATE),
    Field("月份", Kind.DATE),
    *_COUNTS,
    Field("量词", optional=True),
    Field("行政村数", Kind.NUMBER, 3),
    Field("空缺", Kind.NUMBER, 3),
    *(Field(name, optional=True) for name in ("限龄栏", "已有栏", "已有村栏", "已有村数")),
    Field("对方确认", optional=True),
    *(Field(name, Kind.CHART, optional=True) for name in ("年龄构成", "文化程度构成", "政治面貌构成", "各处人数")),
    Field("组", Kind.ROWS, rows=_GROUP_FIELDS),
)
USUAL_TITLE = "警务助理"
"""What an assistant is called where the pack says nothing else."""

BLANK_FIELDS = (Field("单位"), Field("称谓", blanks=4), Field("制表日期", Kind.DATE))
_BETWEEN = (
    Field("单位"),
    Field("制表日期", Kind.DATE),
    Field("交出单位", blanks=9),
    Field("收件单位", blanks=9),
    Field("包数", Kind.NUMBER, 3),
    Field("交出单位指纹", optional=True),
    Field("收件单位指纹", optional=True),
)
_BUNDLE = (
    Field("序号", Kind.NUMBER),
    Field("包号", Kind.NUMBER, 3),
    Field("短码", blanks=4),
    Field("导出日期", Kind.DATE),
    Field("经手人", blanks=4),
    Field("改动", Kind.NUMBER, 3),
)
HANDOVER_FIELDS = (
    *_BETWEEN,
    Field("包号列", blanks=8),
    Field("短码列", blanks=8),
    Field("改动总数", Kind.NUMBER, 3),
    Field("总大小", blanks=4),
    Field("对方确认", optional=True),
    Field("包", Kind.ROWS, rows=(*_BUNDLE, Field("大小"), Field("内容"))),
)
RECEIPT_FIELDS = (
    *_BETWEEN,
    Field("收到包号", Kind.NUMBER, 3),
    Field("收到笔数", Kind.NUMBER, 3),
    Field("缺包", blanks=6),
    Field("记录头", blanks=6),
    Field("签名短码", optional=True),
    Field("签名日期", Kind.DATE),
    Field("包", Kind.ROWS, rows=(*_BUNDLE, Field("收件日期", Kind.DATE), Field("结论"))),
)
CORRECTION_FIELDS = (
    Field("单位"),
    Field("制表日期", Kind.DATE),
    Field("文件", blanks=12),
    Field("工作表", optional=True),
    Field("行数", Kind.NUMBER, 3),
    Field(
        "行",
        Kind.ROWS,
        rows=(
            Field("序号", Kind.NUMBER),
            Field("行号", Kind.NUMBER, 3),
            Field("姓名"),
            Field("村"),
            Field("身份证号"),
            Field("电话"),
            Field("问题"),
        ),
    ),
)
REPORT_COLUMNS = 12
"""So many columns of numbers the detail of a report has side by side."""

_REPORT_LINE = (
    Field("序号", Kind.NUMBER),
    *(Field(name) for name in ("项目", "计量", "本期", "上期", "去年同期", "同比")),
)
_RANK_LINE = (Field("名次", Kind.NUMBER), Field("名称", Kind.NAME), Field("补充"), Field("数量"))
_DETAIL_LINE = (
    Field("名称", Kind.NAME),
    Field("补充"),
    *(Field(f"数{at}", optional=True) for at in range(1, REPORT_COLUMNS + 1)),
)
REPORT_FIELDS = (
    Field("单位"),
    Field("制表日期", Kind.DATE),
    Field("题名", blanks=12),
    Field("期间", blanks=12),
    Field("说明", optional=True),
    Field("没有报的", optional=True),
    Field("比率", optional=True),
    Field("分项", optional=True),
    Field("图", Kind.CHART, optional=True),
    *(Field(f"列{at}", optional=True) for at in range(1, REPORT_COLUMNS + 1)),
    *(Field(f"总{at}", optional=True) for at in range(1, REPORT_COLUMNS + 1)),
    Field("组", Kind.ROWS, rows=(Field("组名", optional=True), Field("行", Kind.ROWS, rows=_REPORT_LINE))),
    Field("明细", Kind.ROWS, rows=_DETAIL_LINE),
    Field("排名", Kind.ROWS, rows=(Field("项目"), Field("名次行", Kind.ROWS, rows=_RANK_LINE))),
)

FIELDS: Mapping[Subject, tuple[Field, ...]] = {
    "person": LETTER_FIELDS,
    "roster": ROSTER_FIELDS,
    "handover": HANDOVER_FIELDS,
    "receipt": RECEIPT_FIELDS,
    "corrections": CORRECTION_FIELDS,
    "report": REPORT_FIELDS,
    "batch": BATCH_FIELDS,
    "notice": NOTICE_FIELDS,
    "candidate": CANDIDATE_FIELDS,
    "vote": VOTE_FIELDS,
    "room": ROOM_FIELDS,
    "circular": CIRCULAR_FIELDS,
    "policy": POLICY_FIELDS,
    "blank": BLANK_FIELDS,
}

SHEET_FIELDS = (Field("编号"), Field("页", Kind.NUMBER), Field("总页", Kind.NUMBER))
"""What only the edge of a page knows: serial, page, number of pages of this print."""


def blank_scope(subject: Subject, **known: Value) -> dict[str, Value]:
    """A scope for a blank form: every field is left to the hand, but for those that are `known`, and the usual title."""
    scope = _blank(FIELDS[subject])
    if "称谓" in scope:
        scope["称谓"] = USUAL_TITLE
    return scope | known


def _blank(fields: tuple[Field, ...]) -> dict[str, Value]:
    return {f.name: (_blank(f.rows),) if f.kind is Kind.ROWS and _has_rows(f) else blank_value(f) for f in fields}


def _has_rows(f: Field) -> bool:
    return any(inner.kind is Kind.ROWS for inner in f.rows)


def blank_value(f: Field) -> Value:
    """What stands for one field on a blank form: no rows for a list of rows, nothing for what is optional, else the hand."""
    if f.kind is Kind.ROWS:
        return ()
    return "" if f.optional else BLANK


# --- ways of writing -----------------------------------------------------------------------------------------------
_DIGITS = "〇一二三四五六七八九"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_WHITE = re.compile(r"[\t\n\x0b\x0c\r]+")


def write(value: str | int, f: Field, way: str) -> str:
    """`value` as the form wants it. A date keeps its own precision; what is no date is written as it is."""
    if f.kind is Kind.DATE and isinstance(value, str):
        return date_text(value, way or "年月日")
    if f.kind is Kind.NAME and way == "隔开":
        return spaced_name(str(value))
    if f.kind is Kind.MONEY and isinstance(value, int):
        return money_words(value) if way == "大写" else yuan(value)
    return str(value)


def yuan(fen: int) -> str:
    """An amount in yuan with two decimals, without marks between thousands: -140950 is -1409.50."""
    return f"{'-' * (fen < 0)}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def clean(text: str) -> str:
    """`text` without invisible characters; tabs and line ends become one blank; full-width blanks stay."""
    if text.isalnum():  # nearly always: no mark among them can be invisible
        return text
    return _WHITE.sub(" ", _INVISIBLE.sub("", text))


def spaced_name(name: str) -> str:
    """A name of two characters with a full-width blank between them (DOMAIN 3.2), any other as it is."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name


def blank_text(f: Field, way: str) -> str:
    """The blanks that stand for a field on a blank form; a date shows 年 月 日."""
    if f.kind is Kind.DATE:
        return "\u3000\u3000\u3000年\u3000\u3000月" + ("" if way == "年月" else "\u3000\u3000日")
    return "\u3000" * f.blanks


def date_text(iso: str, way: str) -> str:
    """An ISO date (YYYY, YYYY-MM or YYYY-MM-DD) as 2026年11月22日, 2026年11月, 二〇二六年…, 2026.11.22 or 2026-11-22."""
    match = _DATE.fullmatch(iso)
    if match is None:
        return iso
    parts = [part for part in match.groups() if part]
    if way == "年月":
        parts = parts[:2]
    if way in ("点", "横线"):
        return ("." if way == "点" else "-").join(parts)
    if way == "汉字":
        words = ["".join(_DIGITS[int(d)] for d in parts[0]), *(_under_hundred(int(p)) for p in parts[1:])]
    else:
        words = [str(int(part)) for part in parts]
    return "".join(word + unit for word, unit in zip(words, "年月日", strict=False))


def _under_hundred(n: int) -> str:
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones or not tens else "")


_COMMITTEE = re.compile(r"(村民委员会|村委会|村委员会)$")
_QUARTER = re.compile(r"(社区)(居民委员会|居委会)$")


def village_name(name: str) -> str:
    """A village as it is called on paper: 东牛王村委会 → 东牛王村, 壁子社区居委会 → 壁子社区, 周庄居委会 as it is."""
    stem = _COMMITTEE.sub("", name)
    if stem != name and stem:
        return stem if stem.endswith(("村", "社区")) else f"{stem}村"
    return _QUARTER.sub(r"\1", name)
