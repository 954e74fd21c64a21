"""What the page of figures shows: a report, its lines as cells, the detail of one line, and both as text."""

from collections.abc import Sequence
from dataclasses import dataclass

from station_desk.domain.charts import Chart, Series
from station_desk.domain.figures import Number, Row, percent_text
from station_desk.domain.report_paper import TABLE_HEADS, drawn
from station_desk.domain.reports import RankLine, Report, span_text, total_of
from station_desk.ui.delegate import Cell
from station_desk.ui.lists import Column
from station_desk.wording import language, t
from station_desk.wording.reports import BY

Line = Row | RankLine
BARS = 14
"""So many bars a chart of the detail shows, the longest first (months all, in their order)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the detail of a metric."""

    name: str
    more: str
    value: Number | None


def columns_of(report: Report | None) -> list[Column]:
    """The columns of the list."""
    wide = language() != "zh_CN"
    if report is not None and report.ranking:
        return [
            Column(t("统计项目"), 0),
            Column(t("名次"), 60, "right"),
            Column(t("名称"), 150),
            Column(t("所在"), 150),
            Column(t("数量"), 84, "right"),
        ]
    return [
        Column(t("统计项目"), 0),
        Column(t("计量"), 52),
        Column(t("本期"), 92, "right"),
        Column(t("上期"), 84 if not wide else 104, "right"),
        Column(t("去年同期"), 84, "right"),
        Column(t("同比"), 74, "right"),
    ]


def lines_of(report: Report, *, blank: bool) -> list[Line]:
    """The lines shown; with `blank` also those without a number."""
    if report.ranking:
        shown = {head.code for head in report.heads}
        return [line for line in report.ranking if line.code in shown]
    return [row for row in report.rows if row.code not in report.hidden and (blank or row.told)]


def cells_of(report: Report | None, line: Line, spans: Sequence[int] = ()) -> Sequence[Cell]:
    """The cells of a line. What was not reported is empty, and never 0."""
    if isinstance(line, RankLine):
        return (
            Cell(line.name, spans=tuple(spans), ink="text2"),
            Cell(str(line.rank), weight="medium"),
            Cell(line.who),
            Cell(line.more, ink="text2"),
            Cell(f"{line.value}{line.unit}"),
        )
    change = report.ratio_of(line.code) if report else None
    return (
        Cell(line.name, second=line.section, spans=tuple(spans)),
        Cell(line.unit, ink="text2"),
        Cell(number(line.value), weight="medium"),
        Cell(number(line.previous), ink="text2"),
        Cell(number(line.base), ink="text2"),
        Cell(percent_text(change.tenths) if change else ""),
    )


def number(value: Number | None) -> str:
    """A figure, "" where nothing was reported."""
    return "" if value is None else str(value)


def parts_of(report: Report, code: str) -> list[Part]:
    """The detail of one metric, in the order of the report."""
    return [Part(group.name, group.more, group.values.get(code)) for group in report.groups]


def chart_of(report: Report, unit: str, parts: Sequence[Part]) -> Chart | None:
    """The detail as a chart: months in their order, others the largest first."""
    told = [part for part in parts if part.value is not None]
    if not told:
        return None
    if report.by == "month":
        labels = tuple(part.name[5:].lstrip("0") for part in parts)
        return Chart("lines", t(BY[report.by]), unit, labels, (Series("", drawn(part.value for part in parts)),))
    shown = sorted(told, key=lambda part: -(part.value or 0))[:BARS]
    values = drawn(part.value for part in shown)
    return Chart("bars", t(BY[report.by]), unit, tuple(part.name for part in shown), (Series("", values),))


def base_words(report: Report, row: Row) -> list[str]:
    """What a figure is set beside, each percentage with what it is of."""
    said = []
    if row.previous is not None:
        said.append(t("上期 {n}", n=row.previous))
    if row.base is not None:
        said.append(t("去年同期 {n}", n=row.base))
    change = report.ratio_of(row.code)
    if change is not None:
        share = percent_text(change.tenths)
        said.append(t("同比 {share}（{part} ÷ {whole}）", share=share, part=change.numerator, whole=change.denominator))
    named = [one for one in report.ratios if not one.change and one.code == row.code]
    said += [f"{one.name} {percent_text(one.tenths)}（{one.numerator} ÷ {one.denominator}）" for one in named]
    return said


def shares_words(report: Report) -> list[str]:
    """The percentages that are a part of a whole."""
    return [
        f"{one.name} {percent_text(one.tenths)}（{one.numerator} ÷ {one.denominator}）"
        for one in report.ratios
        if not one.change
    ]


def plain_text(report: Report, lines: Sequence[Line]) -> str:
    """The lines as a sentence with whole numbers, for a message."""
    head = f"{report.office} {span_text(report.first, report.last)}："
    said = []
    for line in lines:
        if isinstance(line, RankLine):
            said.append(f"{line.name}第{line.rank} {line.who} {line.value}{line.unit}")
            continue
        if line.value is None:
            continue
        change = report.ratio_of(line.code)
        beside = f"（去年同期{line.base}，同比{percent_text(change.tenths)}）" if change else ""
        said.append(f"{line.name}{line.value}{line.unit}{beside}")
    return head + ("，".join(said) if said else "没有数") + "。"


def table_text(report: Report, lines: Sequence[Line]) -> str:
    """The lines as cells for a spreadsheet."""
    if report.ranking:
        rows = [["项目", "名次", "名称", "所在", "数量"]]
        rows += [[o.name, str(o.rank), o.who, o.more, str(o.value)] for o in lines if isinstance(o, RankLine)]
    else:
        rows = [list(TABLE_HEADS[1:])]
        for row in lines:
            if isinstance(row, Row):
                change = report.ratio_of(row.code)
                share = percent_text(change.tenths) if change else ""
                cells = [row.code, row.name, row.unit, number(row.value), number(row.previous), number(row.base), share]
                rows.append(cells)
    return "\n".join("\t".join(row) for row in rows)


def detail_words(report: Report, code: str) -> str:
    """How the detail is split and what it comes to."""
    total = total_of(report.groups, code)
    by = t(BY[report.by])
    return t("{by}，合计 {n}", by=by, n=total) if total is not None else by
