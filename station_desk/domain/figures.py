"""Figures: what entries and numbers of the station come to, per metric; percentages are only ever worked out (DOMAIN 0.6).

Nothing entered is `None`, never 0. Rules of adding up:
- a category is what its own entries and those of the metrics that count into it come to;
- a metric is its own entries, and where it is the category's whole metric also those that name only the category;
- an outcome of the police (class C) is the sum of the station's monthly numbers; a place (位) is the last of them;
- a number of the station for a metric that is counted holds only for months without an entry of it;
- money of a pay list (万元) is what the months' lists come to, or the newest month's; a number of the station holds for
  months without a list.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from station_desk.domain.metric_sets import LOG_NAMES, MetricSet
from station_desk.domain.policy_entries import Metric

Number = int | Decimal
"""A count; money in 万元 may have up to six places, down to the fen, so that it is always written without an exponent."""
FEN = 1_000_000
"""So many fen are one 万元."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What entries come to: the sum, and how many there are (0 entries: nothing reported, which is no zero)."""

    count: int = 0
    entries: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.count + other.count, self.entries + other.entries)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the station for a month."""

    code: str
    month: str
    value: int


@dataclass(slots=True)
class Tally:
    """What is known of one group in one period: entries by code, numbers of the station by code, and what the roster
    tells (`villages`, `covered`, `serving`), what was paid.
    """

    amounts: dict[str, Amount] = field(default_factory=dict)
    figures: dict[str, list[Figure]] = field(default_factory=dict)
    roster: Mapping[str, int] = field(default_factory=dict)
    pay: Counter[str] = field(default_factory=Counter)
    """What the pay lists come to, in fen by month."""

    def add(self, code: str, amount: Amount) -> None:
        """Entries of one code."""
        self.amounts[code] = self.amounts.get(code, Amount()) + amount

    def put(self, figure: Figure) -> None:
        """A number of the station."""
        self.figures.setdefault(figure.code, []).append(figure)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure: None where nothing was reported. `of_category` of it were entered under the category alone."""

    value: Number | None
    of_category: int = 0


def value_of(metrics: MetricSet, code: str, tally: Tally) -> Value:
    """What a code comes to in a group and period; percentages have no value of their own (`ratio_of`)."""
    if code in LOG_NAMES:
        members = [code, *(one.value.code for one in metrics.metrics if one.value.category == code)]
        return Value(_sum(tally, members))
    metric = metrics.by_code.get(code)
    if metric is None:
        return Value(_sum(tally, [code]))
    if metric.derived:
        return Value(None)
    if metric.roster:
        return Value(tally.roster.get(metric.roster))
    if metric.pay:
        return Value(_money(tally, metric))
    if metric.unit == "位":
        last = max(tally.figures.get(code, ()), key=lambda one: one.month, default=None)
        return Value(last.value if last else None)
    beside = tally.amounts.get(metric.category, Amount()) if metric.whole else Amount()
    return Value(_sum(tally, [code, metric.category] if metric.whole else [code]), beside.count)


def _money(tally: Tally, metric: Metric) -> Number | None:
    """Money of pay lists and of the station's own numbers, in 万元 to the fen."""
    months = Counter(tally.pay)
    for one in tally.figures.get(metric.code, ()):
        months[one.month] += one.value * FEN
    if not months:
        return None
    fen = sum(months.values()) if metric.pay == "sum" else months[max(months)]
    return fen // FEN if fen % FEN == 0 else (Decimal(fen) / FEN).normalize()


def _sum(tally: Tally, codes: Iterable[str]) -> int | None:
    known = list(codes)
    amounts = [tally.amounts[code].count for code in known if tally.amounts.get(code, Amount()).entries]
    figures = [one.value for code in known for one in tally.figures.get(code, ())]
    return sum(amounts) + sum(figures) if amounts or figures else None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report: a code with its Chinese name and unit, its figure, the same period of the year before
    (`base`) and the period before; `section` is the net or group under which it stands.
    """

    code: str
    name: str
    unit: str
    value: Number | None
    base: Number | None
    previous: Number | None
    section: str = ""
    of_category: int = 0

    @property
    def told(self) -> bool:
        """Whether there is any number in it."""
        return not (self.value is None and self.base is None and self.previous is None)


# --- percentages ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Ratio:
    """A percentage with what it is of: `tenths` of a percent, rounded half away from nought. `change` is the code of the
    line whose difference to the year before the numerator is ("" for a part of a whole); the denominator is the year before.
    """

    code: str
    name: str
    tenths: int
    numerator: Number
    denominator: Number
    change: str = ""

    @property
    def percent(self) -> float:
        """The percentage with one place."""
        return self.tenths / 10


def ratio(code: str, name: str, numerator: Number | None, denominator: Number | None, change: str = "") -> Ratio | None:
    """A percentage; None where a side is unknown or there is nothing to be a part of."""
    if numerator is None or denominator is None or denominator <= 0:
        return None
    return Ratio(code, name, tenths_of(numerator, denominator), numerator, denominator, change)


def tenths_of(numerator: Number, denominator: Number) -> int:
    """Tenths of a percent, rounded half away from nought: 225 against 305 (-80 of 305) is -262."""
    part = -numerator if numerator < 0 else numerator
    size = int((part * 2000 + denominator) // (2 * denominator))
    return -size if numerator < 0 else size


def growth(code: str, name: str, row: Row) -> Ratio | None:
    """The change of a line against the year before; None where a side is unknown or there was none then."""
    difference = None if row.value is None or row.base is None else row.value - row.base
    return ratio(code, name, difference, row.base, row.code)


def percent_text(tenths: int) -> str:
    """-262 as -26.2%, 1000 as 100%."""
    sign, size = ("-" if tenths < 0 else ""), abs(tenths)
    return f"{sign}{size // 10}.{size % 10}%" if size % 10 else f"{sign}{size // 10}%"


# --- rows ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Three:
    """What is known now, of the period before, and of the same period of the year before."""

    now: Tally
    previous: Tally
    base: Tally


def row_of(metrics: MetricSet, code: str, three: Three, section: str = "") -> Row:
    """The line of one code."""
    now = value_of(metrics, code, three.now)
    return Row(
        code=code,
        name=metrics.name(code),
        unit=metrics.unit(code),
        value=now.value,
        base=value_of(metrics, code, three.base).value,
        previous=value_of(metrics, code, three.previous).value,
        section=section,
        of_category=now.of_category,
    )


def ratios_of(metrics: MetricSet, rows: Sequence[Row]) -> list[Ratio]:
    """Every percentage that can be worked out of the rows: those that the pack names, then each number against the year
    before. What the pack calls otherwise is not told twice.
    """
    by_code = {row.code: row for row in rows}
    named = [found for one in metrics.metrics if one.value.derived and (found := _named(one.value, by_code))]
    told = {one.value.change for one in metrics.metrics if one.value.change}
    changes = [
        found
        for row in rows
        if row.code not in told and row.unit != "位" and (found := growth(row.code, f"{row.name}同比", row))
    ]
    return named + changes


def _named(metric: Metric, rows: Mapping[str, Row]) -> Ratio | None:
    if metric.change:
        row = rows.get(metric.change)
        return growth(metric.code, metric.name, row) if row else None
    part, whole = rows.get(metric.numerator), rows.get(metric.denominator)
    return ratio(metric.code, metric.name, part.value, whole.value) if part and whole else None


# --- ranking -------------------------------------------------------------------------------------------------------
def ranks(values: Sequence[Number]) -> list[int]:
    """The place of each value, the greatest first; equals share a place and the next one is left out: 1, 2, 2, 4."""
    places: dict[Number, int] = {}
    for at, value in enumerate(sorted(values, reverse=True), 1):
        places.setdefault(value, at)
    return [places[value] for value in values]


GroupBy = Literal["person", "village", "officer", "room", "area", "station", "county", "category", "month"]
GROUPS: tuple[GroupBy, ...] = (
    "person", "village", "officer", "room", "area", "station", "county", "category", "month",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a table by person, village …: its key (a record's id, a code, a name), what it is called, and more
    about it (the village of a person).
    """

    key: str
    name: str
    more: str
    values: Mapping[str, Number | None]
