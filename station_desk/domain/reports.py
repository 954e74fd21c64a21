"""Reports: what is asked for by name, and what a finished one holds for screen, paper, workbook and text (DESIGN 6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from station_desk.domain.figures import Group, GroupBy, Number, Ratio, Row, percent_text, ranks
from station_desk.domain.news_numbers import news_number

ReportName = Literal["month", "year", "coverage", "ranking", "dezhou", "bincheng", "xihua"]
REPORTS: tuple[ReportName, ...] = ("month", "year", "coverage", "ranking", "dezhou", "bincheng", "xihua")
OF_PACK: dict[ReportName, str] = {"dezhou": "cn.dezhou", "bincheng": "cn.bincheng", "xihua": "cn.xihua"}
"""Reports that are a programme's own table, by the pack whose metrics they show."""

NoteKind = Literal["of_category", "cut", "open_months", "open_months_more", "usual_month", "pay", "pay_open", "no_size"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the report must know; `facts` fill its sentence."""

    kind: NoteKind
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the detail: code, Chinese name, unit."""

    code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class RankLine:
    """A place in the ranking by one code: `who` is a person, village or station, `more` its village or township."""

    code: str
    name: str
    unit: str
    rank: int
    who: str
    more: str
    value: Number


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report. `rows` and `ratios` are the table, `heads` and `groups` the detail `by` somebody or something,
    `ranking` the places. Days are inclusive. `hidden` categories say nothing that their metrics do not say.
    """

    name: ReportName
    title: str
    office: str
    made_on: date
    period: str
    first: date
    last: date
    rows: tuple[Row, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    by: GroupBy = "person"
    heads: tuple[Head, ...] = ()
    groups: tuple[Group, ...] = ()
    ranking: tuple[RankLine, ...] = ()
    notes: tuple[Note, ...] = ()
    hidden: frozenset[str] = frozenset()

    @property
    def told(self) -> tuple[Row, ...]:
        """The lines in which there is a number, but for categories of which the metrics say the same."""
        return tuple(row for row in self.rows if row.told and row.code not in self.hidden)

    @property
    def blank(self) -> tuple[Row, ...]:
        """The lines in which there is none: nothing was reported, which is no zero."""
        return tuple(row for row in self.rows if not row.told)

    def ratio_of(self, code: str) -> Ratio | None:
        """The change of a line against the year before."""
        return next((one for one in self.ratios if one.change == code), None)


def rank_lines(head: Head, groups: Sequence[Group]) -> list[RankLine]:
    """The ranking of the groups by one code, the greatest first; who reported nothing has no place."""
    told = [(group, value) for group in groups if (value := group.values.get(head.code)) is not None]
    places = ranks([value for _group, value in told])
    lines = [
        RankLine(head.code, head.name, head.unit, place, group.name, group.more, value)
        for place, (group, value) in zip(places, told, strict=True)
    ]
    return sorted(lines, key=lambda line: line.rank)


def total_of(groups: Sequence[Group], code: str) -> Number | None:
    """The sum of a column; None where nobody reported."""
    told = [value for group in groups if (value := group.values.get(code)) is not None]
    return sum(told) if told else None


def day_text(day: date) -> str:
    """2026年10月25日."""
    return f"{day.year}年{day.month}月{day.day}日"


def span_text(first: date, last: date) -> str:
    """2026年9月26日—10月25日; the year is told once where it is the same."""
    if first.year == last.year:
        return f"{day_text(first)}—{last.month}月{last.day}日"
    return f"{day_text(first)}—{day_text(last)}"


def news_text(report: Report) -> str:
    """The report as a sentence of the news: round numbers with 余 and 近, percentages with what they are of."""
    counts = "，".join(f"{row.name}{news_number(row.value)}{row.unit}" for row in report.rows if row.value)
    zeros = "、".join(row.name for row in report.rows if row.value == 0)
    parts = [f"{span_text(report.first, report.last)}，{report.office}{counts}" if counts else "", _news_zero(zeros)]
    parts += [_news_ratio(one) for one in report.ratios]
    return "；".join(part for part in parts if part) + "。" if any(parts) else ""


def _news_zero(names: str) -> str:
    return f"{names}均为零" if "、" in names else f"{names}为零" if names else ""


def _news_ratio(one: Ratio) -> str:
    if not one.change:
        return f"{one.name}{percent_text(one.tenths)}（{one.numerator}/{one.denominator}）"
    name = one.name.removesuffix("同比")
    now = one.denominator + one.numerator
    if one.numerator == 0:
        return f"{name}与去年同期持平（都是{now}）"
    way = "上升" if one.numerator > 0 else "下降"
    return f"{name}同比{way}{percent_text(abs(one.tenths))}（去年同期{one.denominator}，今年{now}）"
