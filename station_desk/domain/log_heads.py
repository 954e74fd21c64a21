"""What the heads of a month's table mean: whose row it is, which month, which columns count, and of what shape it is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from station_desk.domain.dates import is_date
from station_desk.domain.intake_cells import RawSheet, visible_text
from station_desk.domain.intake_columns import header_key
from station_desk.domain.intake_target import Head, Target, find_head, head_at
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.log_parts import GridPerson
from station_desk.domain.log_subheads import divided, in_other_words
from station_desk.domain.work_columns import Column, column_called

WORDS = {
    "name": "姓名 名字 警务助理姓名 警务助理 助理姓名 辅警姓名 辅警 人员姓名 村警姓名 人员 人名 name",
    "village": "村 村居 村名 所在村 所在村居 行政村 村社区 村居名称 服务村 服务村居 驻村 village",
    "id_no": "身份证号 身份证 身份证号码 公民身份号码 居民身份证号码 证件号码",
    "date": "日期 日 工作日期 记录日期 登记日期 date",
    "month": "月份 月 工作月份 统计月份 所属月份 month",
    "item": "项目 类别 工作项目 工作类别 指标 指标名称 项目名称 内容类别 统计项目",
    "amount": "数量 数 数目 数值 次数 件数 户数 完成数 完成数量 完成量 工作量 工作数量 本月数量 本月数 本月完成 本月完成数",
    "serial": "序号 编号 序 NO 号",
    "total": "合计 小计 总计 共计 总数 合计数 本月合计",
}
COUNTED, MONTH, DAY = "count:", "month:", "day:"
_HEADS = {
    "L01": "巡逻 巡防 治安巡逻 治安防范",
    "L02": "入户走访 走访群众 群众走访",
    "L03": "调解 调解纠纷 矛盾纠纷 矛盾调解 矛盾纠纷调解 化解纠纷 矛盾纠纷化解 化解矛盾纠纷 调解矛盾纠纷 纠纷化解 化解矛盾",
    "L04": "隐患 排查隐患 安全隐患 安全隐患排查 排查安全隐患",
    "L05": "信息采集 采集信息",
    "L06": "宣传教育 防范宣传",
    "L07": "便民 代办 服务群众",
    "L08": "线索 报送线索",
    "L09": "处警",
    "L10": "劝导",
    "L11": "消防",
    "L12": "村务",
    "L14": "会议 参加会议 参加培训",
    "L16": "关爱 孤寡老人走访 走访孤寡老人 留守儿童走访 走访留守儿童 走访弱势群体",
}
"""How villages head the columns of their own tables, beside the names of `metric_sets`."""
_HEADED = {word: code for code, words in _HEADS.items() for word in words.split()}
_UNITS = re.compile(r"(?:户数|次数|人次数?|件数|条数|起数|处数|场次数?|天数|张数|总数|数量|户次|个数|数)$")
_OF_MONTH = re.compile(
    r"^(?:本月|当月|本期)(?:实际)?(?:完成|开展)?|(?:本月|当月|本期|实际)?(?:完成|开展)?(?:情况)?(?=(?:户数|次数|人次数?|件数|条数|起数|处数|场次数?|总数|数量|数)?$)"
)
"""What a head says of the month that the sheet is of: 本月走访, 走访完成数."""
_NOTES = re.compile(r"[(（]([^()（）]*)[)）]|[\[【〔]([^\]】〕]*)[\]】〕]")
_UNIT_NOTE = re.compile(r"(?:单位[:：]?)?[户次人件起处条场张个名项数量/、,，和或\s]*|本月[份数]?|填?数字?")
"""What a head may say in brackets and still count the work of the month."""
_DAY_HEAD = re.compile(r"(?:(1[0-2]|0?[1-9])月)?(3[01]|[12]\d|0?[1-9])[日号]")
MONTH_HEAD = re.compile(r"(?:(20\d\d)年?)?(1[0-2]|0?[1-9])月份?|(20\d\d)(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class GridBasis:
    """What a grid is read against: people, villages, columns by code, the month asked for ("" for none), the month of work
    to which a day belongs, who serves in a village (its id) in a month.
    """

    people: Sequence[GridPerson]
    finder: VillageFinder
    columns: Mapping[str, Column]
    month: str
    month_of: Callable[[date], str]
    serving: Callable[[str, str], Sequence[GridPerson]]

    def called(self, key: str) -> Column | None:
        """The column that a header word means, also with its unit behind it (走访户数)."""
        bare = _UNITS.sub("", _OF_MONTH.sub("", key))
        known = column_called(key, self.columns) or (column_called(bare, self.columns) if bare else None)
        return known or self.columns.get(_HEADED.get(key) or _HEADED.get(bare, ""))

    def field_of(self, key: str) -> str:
        """What a header key counts: a code, or a month or a day of its own; "" for neither."""
        if found := MONTH_HEAD.fullmatch(key):
            return f"{MONTH}{found[1] or found[3] or ''}-{(found[2] or found[4]).zfill(2)}"
        if found := _DAY_HEAD.fullmatch(key):
            return f"{DAY}{int(found[1] or 0)}-{int(found[2])}"
        column = self.called(key)
        return f"{COUNTED}{column.code}" if column else ""


def day_of_head(days: Mapping[int, str], column: int, month: str, month_of: Callable[[date], str]) -> str:
    """The day (2026-10-08) of a column of the sheet of a `month` of work, "" where no such day belongs to it.

    `days`: what `field_of` answers behind `DAY`, the month 0 where the head names none. Such a day is of the month before
    where smaller days stand behind it (26日 … 31日, 1日 … 25日).
    """
    said = {at: [int(one) for one in text.split("-")] for at, text in days.items()}
    named, day = said[column]
    year, own = map(int, month.split("-"))
    earlier = any(at > column and other[1] < day for at, other in said.items())
    step = -earlier if not named else min((-1, 0, 1), key=lambda one: abs((own - 1 + one) % 12 + 1 - named))
    y, m = year + (own - 1 + step) // 12, (own - 1 + step) % 12 + 1
    text = f"{y}-{m:02d}-{day:02d}"
    return text if named in (0, m) and is_date(text) and month_of(date.fromisoformat(text)) == month else ""


def as_noted(sheet: RawSheet, head: Head, target: Target) -> Head:
    """The header as its notes and parts mean it: of a divided head the part of the month; without the columns whose head
    says in brackets that they count something else (走访(上月), 走访(累计)), without two heads of one work, and without a
    column of numbers (数量) where the rows do not name what it counts.
    """
    head = _plain(sheet, divided(sheet, head, COUNTED, target.field_of), target)
    keys = {column: header_key(sheet.at(head.rows[0], column)) for column in head.columns}
    head = in_other_words(head, COUNTED, target.field_of, keys)
    if "amount" not in head.columns.values() or amount_of(head, target):
        return head
    amounts = [column for column, name in head.columns.items() if name == "amount"]
    columns = {column: name for column, name in head.columns.items() if column not in amounts}
    unused = {column: header_key(sheet.at(head.rows[-1], column)) for column in amounts}
    return replace(head, columns=columns, unused={**head.unused, **unused})


def _plain(sheet: RawSheet, head: Head, target: Target) -> Head:
    """The header without the columns whose head is noted to count something else; where one of them stood before another
    of the same work (走访(上月), 走访), the other one counts.
    """
    columns, unused = dict(head.columns), dict(head.unused)
    for column, name in head.columns.items():
        said = "".join(visible_text(sheet.at(row, column)) for row in head.rows)
        if name.startswith((COUNTED, MONTH, "amount")) and counts_otherwise(said):
            del columns[column]
            unused[column] = said
    for column, key in list(unused.items()):
        field = target.field_of(key) or ""
        here = column not in sheet.hidden_columns and field not in columns.values()
        noted = any(counts_otherwise(visible_text(sheet.at(row, column))) for row in head.rows)
        if field.startswith(COUNTED) and here and not noted and "(" not in key:
            columns[column] = field
            del unused[column]
    return replace(head, columns=dict(sorted(columns.items())), unused=dict(sorted(unused.items())))


def counts_otherwise(head: str) -> bool:
    """Whether a note in brackets says more than a unit."""
    return any(_UNIT_NOTE.fullmatch(first or second) is None for first, second in _NOTES.findall(head))


def head_of(sheet: RawSheet, basis: GridBasis) -> tuple[Head, Target] | None:
    """The header of a sheet and what it is of: rows of people, or of villages where nobody is named; None for neither."""
    people = Target(WORDS, (frozenset({"name"}),), basis.field_of)
    head = _lowest(sheet, people)
    if head is not None and (_counts(head) or amount_of(as_noted(sheet, head, people), people)):
        return as_noted(sheet, head, people), people
    villages = Target(WORDS, (frozenset({"village"}),), basis.field_of)
    head = _lowest(sheet, villages)
    if head is None or "name" in head.columns.values():
        return None
    head = as_noted(sheet, head, villages)
    counted = any(name.startswith(COUNTED) for name in head.columns.values())
    return (head, villages) if counted else None


def _lowest(sheet: RawSheet, target: Target) -> Head | None:
    """The first header of a sheet, without a line above that adds nothing to it: a title that is only a month (2026年10月)."""
    head = find_head(sheet, target)
    below = head_at(sheet, head.rows[-1], target) if head is not None and len(head.rows) > 1 else None
    return below if head is not None and below is not None and below.columns == head.columns else head


def _counts(head: Head) -> bool:
    return any(name.startswith((COUNTED, MONTH, DAY)) for name in head.columns.values())


def amount_of(head: Head, target: Target) -> int:
    """The column of the numbers where each row names what it counts (姓名, 项目, 数量); 0 for another shape, and where two
    columns may be the one.
    """
    at = {name: column for column, name in head.columns.items()}
    twice = any(target.field_of(key) == "amount" for key in head.unused.values())
    return at.get("amount", 0) if {"name", "item"} <= at.keys() and not _counts(head) and not twice else 0
