"""A report as the values of its forms (R01 table, R02 and R02A detail, R03 places) and as tables of a workbook. Paper is Chinese."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from station_desk.domain.charts import Chart, Series
from station_desk.domain.figures import GroupBy, Number, Row, percent_text
from station_desk.domain.paper_fields import REPORT_COLUMNS, Scope, Value, blank_scope
from station_desk.domain.reports import Head, Note, NoteKind, Report, span_text, total_of

TABLE, DETAIL, NARROW, PLACES = "R01", "R02", "R02A", "R03"
_FEW = 6
"""Up to so many columns the detail stands upright."""
NO_SUM = ("天", "位")
"""Days and places are not added up."""
CHART_LINES = 12
"""So many of the largest numbers of one unit a chart shows."""

_NOTES: Mapping[NoteKind, str] = {
    "of_category": "“{name}”里有{n}是只按“{category}”登记的",
    "cut": "只登记到月的数记在那个月的最后一天",
    "open_months": "{months}还没有结账，数还会变",
    "open_months_more": "{months}等{n}个月还没有结账，数还会变",
    "pay": "{names}取自{n}个月的补助表",
    "pay_open": "{months}的补助还没有批，数还会变",
    "no_size": "任务数按村的大小定，{n}个村没有户数，没有算任务",
    "usual_month": "工作月起止文件没有写明，按{first}日到{last}日算（示例值）",
}
_BY: Mapping[GroupBy, str] = {
    "person": "按人",
    "village": "按村",
    "officer": "按责任民警",
    "room": "按警务室",
    "area": "按片区",
    "station": "按派出所",
    "county": "按县",
    "category": "按类别",
    "month": "按月",
}
TABLE_HEADS = ("序号", "代码", "项目", "单位", "本期", "上期", "去年同期", "同比")


@dataclass(frozen=True, slots=True)
class Page:
    """A form and what fills it."""

    form: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class BookTable:
    """One sheet of the workbook: its title, heads, rows, and the word of the row of sums ("" for none)."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | Number | None, ...], ...]
    sums: str


def note_text(note: Note) -> str:
    """A note as it stands on paper."""
    return _NOTES[note.kind].format(**note.facts)


def by_text(by: GroupBy) -> str:
    """How the detail is split, in a word."""
    return _BY[by]


def chart_of(report: Report) -> Chart | None:
    """The detail by month as lines, or the largest numbers of the most usual unit as bars beside last year's."""
    if report.by == "month" and report.groups and report.heads:
        largest = sorted(report.heads, key=lambda head: -(total_of(report.groups, head.code) or 0))[:4]
        labels = tuple(f"{int(group.key[5:])}月" for group in report.groups)
        series = tuple(Series(head.name, drawn(g.values.get(head.code) for g in report.groups)) for head in largest)
        return Chart("lines", "各月情况", "", labels, series)
    told = [row for row in report.rows if row.value and _is_whole(row)]
    if not told:
        return None
    units = [row.unit for row in told]
    unit = max(dict.fromkeys(units), key=units.count)
    shown = sorted((row for row in told if row.unit == unit), key=lambda row: -(row.value or 0))[:CHART_LINES]
    series = (Series("本期", drawn(row.value for row in shown)),)
    if any(row.base is not None for row in shown):
        series = (*series, Series("去年同期", drawn(row.base for row in shown)))
    return Chart(
        "bars", "本期和去年同期" if len(series) > 1 else "本期", unit, tuple(row.name for row in shown), series
    )


def drawn(values: Iterable[Number | None]) -> tuple[int | None, ...]:
    """Values as a chart draws them, rounded to whole ones."""
    return tuple(None if value is None else round(value) for value in values)


def _is_whole(row: Row) -> bool:
    return not isinstance(row.value, Decimal) and not isinstance(row.base, Decimal)


# --- paper ---------------------------------------------------------------------------------------------------------
def pages_of(report: Report) -> list[Page]:
    """What is printed of a report, in order: the table, then the detail in as many parts as its columns need."""
    if report.ranking:
        return [Page(PLACES, _scope(report) | {"排名": _places(report)})]
    parts = [report.heads[at : at + REPORT_COLUMNS] for at in range(0, len(report.heads), REPORT_COLUMNS)]
    form = NARROW if len(report.heads) <= _FEW else DETAIL
    detail = [Page(form, _detail_scope(report, heads)) for heads in parts if report.groups]
    return [Page(TABLE, _table_scope(report)), *detail]


def _scope(report: Report) -> dict[str, Value]:
    return blank_scope("report") | {
        "单位": report.office,
        "制表日期": report.made_on.isoformat(),
        "题名": report.title,
        "期间": span_text(report.first, report.last),
        "说明": "；".join(f"{at}. {note_text(note)}" for at, note in enumerate(report.notes, 1)),
        "分项": by_text(report.by),
        "图": "",
        "组": (),
        "明细": (),
        "排名": (),
    }


def _table_scope(report: Report) -> Scope:
    numbers = {row.code: at for at, row in enumerate(report.told, 1)}
    groups: list[Mapping[str, Value]] = [
        {"组名": section, "行": tuple(_line(report, row, numbers[row.code]) for row in rows)}
        for section, rows in groupby(report.told, key=lambda row: row.section)
    ]
    ratios = "；".join(
        f"{one.name}：{percent_text(one.tenths)}（{one.numerator} ÷ {one.denominator}）"
        for one in report.ratios
        if not one.change
    )
    blank = "、".join(row.name for row in report.blank)
    return _scope(report) | {"组": tuple(groups), "比率": ratios, "没有报的": blank, "图": chart_of(report) or ""}


def _line(report: Report, row: Row, number: int) -> Mapping[str, Value]:
    change = report.ratio_of(row.code)
    return {
        "序号": number,
        "项目": row.name,
        "计量": row.unit,
        "本期": _number(row.value),
        "上期": _number(row.previous),
        "去年同期": _number(row.base),
        "同比": percent_text(change.tenths) if change else "",
    }


def _detail_scope(report: Report, heads: Sequence[Head]) -> Scope:
    scope = _scope(report)
    for at in range(1, REPORT_COLUMNS + 1):
        head = heads[at - 1] if at <= len(heads) else None
        scope[f"列{at}"] = f"{head.name}（{head.unit}）" if head and head.unit else head.name if head else ""
        scope[f"总{at}"] = _number(total_of(report.groups, head.code)) if head and head.unit not in NO_SUM else ""
    scope["明细"] = tuple(
        {"名称": group.name, "补充": group.more}
        | {
            f"数{at}": _number(group.values.get(heads[at - 1].code)) if at <= len(heads) else ""
            for at in range(1, REPORT_COLUMNS + 1)
        }
        for group in report.groups
    )
    return scope


def _places(report: Report) -> tuple[Mapping[str, Value], ...]:
    found: list[Mapping[str, Value]] = []
    shown = {head.code for head in report.heads}
    for code, lines in groupby(report.ranking, key=lambda line: line.code):
        told = list(lines)
        if code not in shown:
            continue
        rows: tuple[Mapping[str, Value], ...] = tuple(
            {"名次": line.rank, "名称": line.who, "补充": line.more, "数量": str(line.value)} for line in told
        )
        unit = f"（{told[0].unit}）" if told[0].unit else ""
        found.append({"项目": f"{code}　{told[0].name}{unit}", "名次行": rows})
    return tuple(found)


def _number(value: Number | None) -> str:
    return "" if value is None else str(value)


# --- workbook ------------------------------------------------------------------------------------------------------
def book_of(report: Report) -> list[BookTable]:
    """The report as sheets: the table, and the detail with a row of sums."""
    if report.ranking:
        heads = ("名次", "代码", "项目", "单位", "名称", "所在", "数量")
        rows = tuple((str(o.rank), o.code, o.name, o.unit, o.who, o.more, o.value) for o in report.ranking)
        return [BookTable("名次", heads, rows, "")]
    table = BookTable(
        "统计", TABLE_HEADS, tuple(_book_row(report, at, row) for at, row in enumerate(report.rows, 1)), ""
    )
    ratios = tuple((one.name, percent_text(one.tenths), one.numerator, one.denominator) for one in report.ratios)
    sheets = [table]
    if ratios:
        sheets.append(BookTable("百分数", ("项目", "百分数", "分子", "分母"), ratios, ""))
    if report.heads and report.groups:
        named = tuple(f"{head.name}（{head.unit}）" if head.unit else head.name for head in report.heads)
        lines = tuple(
            (group.name, group.more, *(_cell(head, group.values.get(head.code)) for head in report.heads))
            for group in report.groups
        )
        sheets.append(BookTable(f"明细（{by_text(report.by)}）", ("名称", "所在", *named), lines, "合计"))
    return sheets


def _cell(head: Head, value: Number | None) -> str | Number | None:
    """A number, as text where a sum would say nothing."""
    return value if value is None or head.unit not in NO_SUM else str(value)


def _book_row(report: Report, number: int, row: Row) -> tuple[str | Number | None, ...]:
    change = report.ratio_of(row.code)
    share = percent_text(change.tenths) if change else None
    return (str(number), row.code, row.name, row.unit, row.value, row.previous, row.base, share)
