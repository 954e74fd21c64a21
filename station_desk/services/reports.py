"""Reports by name: the month, the year, coverage, ranking, and the tables of three programmes (DESIGN 6 `report`)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from station_desk.domain.coverage import Coverage
from station_desk.domain.figure_periods import FigurePeriod, before, year_before
from station_desk.domain.figures import Group, GroupBy, Number, Row, growth, ratio, ratios_of
from station_desk.domain.metric_sets import LOG_NAMES
from station_desk.domain.paper_fields import village_name
from station_desk.domain.policy import NotStated, Policy, stated
from station_desk.domain.records import OfficeKind
from station_desk.domain.reports import OF_PACK, REPORTS, Head, Note, NoteKind, Report, ReportName, rank_lines
from station_desk.domain.trouble import Trouble
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.figures import Reader, reader, serving_on
from station_desk.services.packs import coverage_on
from station_desk.services.roster_memory import memory_of
from station_desk.store.log import load_months

CATEGORY_SECTION = "工作类别"
FIRST_MONTHS = 3
"""So many open months are named."""


def make_report(
    desk: Desk, name: str, period: str, *, by: GroupBy | None = None, metrics: Sequence[str] = ()
) -> Report:
    """A report of a period. `by` splits the detail (by default by person, at the county by station; the year by month);
    `metrics` (codes or names) are those of the ranking and the detail, by default everything that was counted.

    Troubles report_unknown(report, known), period_wrong(text), metric_unknown(metric).
    """
    if name not in REPORTS:
        raise Trouble("report_unknown", report=name, known=list(REPORTS))
    known: ReportName = name
    with desk.store.read() as conn:
        source = reader(desk, conn, period, OF_PACK.get(known, ""))
        frame = _frame(desk, known, source)
        if known == "coverage":
            return _coverage(source, frame)
        chosen = _chosen(source, metrics)
        codes, sections = _codes(source, known)
        rows = source.rows(codes, sections)
        split = by or _usual_split(desk, known)
        found = replace(frame, by=split, rows=tuple(rows), notes=_notes(source, rows))
        told = {row.code for row in rows if row.value is not None}
        columns = chosen or [code for code in codes if code in told and _splits(source, code, split)]
        every = tuple(Head(code, source.metrics.name(code), source.metrics.unit(code)) for code in columns)
        groups = tuple(source.groups(split, columns))
        if split == "month":
            groups = _all_months(source.period, groups)
        hidden = frozenset(row.code for row in rows if _twice(source, row, rows))
        heads = every if chosen else tuple(head for head in every if head.code not in hidden)
        if known == "ranking":
            lines = tuple(line for head in every for line in rank_lines(head, groups))
            return replace(found, rows=(), heads=heads, groups=groups, ranking=lines, hidden=hidden)
        ratios = (*ratios_of(source.metrics, rows), *source.target_ratios())
        return replace(found, ratios=ratios, heads=heads, groups=groups, hidden=hidden)


def _frame(desk: Desk, name: ReportName, source: Reader) -> Report:
    own = reference.policy(desk)
    person, programme = own.person_word, stated(own.terms.programme, "")
    titles: dict[ReportName, str] = {
        "month": f"{person}工作情况统计表",
        "year": f"{person}年度工作情况统计表",
        "coverage": f"{person}配备情况统计表",
        "ranking": f"{person}工作数量排名表",
    }
    if name in OF_PACK:
        programme = stated(_pack(OF_PACK[name]).terms.programme, "")
    title = titles.get(name) or f"{programme}工作情况统计表"
    when = source.period
    return Report(name, title, desk.office.name, desk.clock.today(), when.text, when.first, when.last)


def _pack(pack: str) -> Policy:
    return next(one for one in reference.list_packs() if one.id == pack)


def _usual_split(desk: Desk, name: ReportName) -> GroupBy:
    if name == "year":
        return "month"
    return "station" if desk.office.kind is OfficeKind.COUNTY else "person"


def _chosen(source: Reader, metrics: Sequence[str]) -> list[str]:
    found = []
    for text in metrics:
        code = source.metrics.find(text)
        if code is None:
            raise Trouble("metric_unknown", metric=text)
        found.append(code)
    return found


def _codes(source: Reader, name: ReportName) -> tuple[list[str], dict[str, str]]:
    """The codes of the lines in their order, and under which head each stands."""
    metrics = [one.value for one in source.metrics.metrics if not one.value.derived]
    sections = {one.code: one.net for one in metrics}
    codes = [one.code for one in metrics]
    if name in OF_PACK:
        return codes, sections
    return [*LOG_NAMES, *codes], {**dict.fromkeys(LOG_NAMES, CATEGORY_SECTION), **sections}


def _splits(source: Reader, code: str, by: GroupBy) -> bool:
    """Whether a code can be told by person, village …: numbers of the station only by station, county and month."""
    if code in LOG_NAMES or by in ("station", "county", "month"):
        metric = source.metrics.by_code.get(code)
        return metric is None or not metric.roster
    return code in source.metrics.counted()


def _twice(source: Reader, row: Row, rows: Sequence[Row]) -> bool:
    """Whether a category says nothing that its metrics do not say: screen and paper then show the metrics only."""
    if row.code not in LOG_NAMES:
        return False
    members = [
        one for one in rows if one.told and one.code != row.code and source.metrics.category(one.code) == row.code
    ]
    columns = ("value", "base", "previous")
    return bool(members) and all(
        _sum_of(getattr(one, name) for one in members) == getattr(row, name) for name in columns
    )


def _sum_of(values: Iterable[Number | None]) -> Number | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _all_months(period: FigurePeriod, groups: Sequence[Group]) -> tuple[Group, ...]:
    """A line for each month of the period, also for those without a number."""
    known = {group.key: group for group in groups}
    months = sorted({*period.months, *period.cut})
    return tuple(known.get(month, Group(month, month, "", {})) for month in months)


def _notes(source: Reader, rows: Sequence[Row]) -> tuple[Note, ...]:
    notes = [
        Note(
            "of_category",
            {"name": row.name, "category": source.metrics.name(source.metrics.category(row.code)), "n": n},
        )
        for row in rows
        if (n := row.of_category) not in (0, row.value) and row.code not in LOG_NAMES
    ]
    paid = source.paid(source.period)
    if paid:
        of_pay = {one.value.code for one in source.metrics.metrics if one.value.pay}
        names = "、".join(f"“{row.name}”" for row in rows if row.code in of_pay)
        notes += [Note("pay", {"names": names, "n": len({one.month for one in paid})})] if names else []
        late = sorted({one.month for one in paid if not one.approved})
        notes += [Note("pay_open", {"months": "、".join(late)})] if late and names else []
    if unsized := source.of_no_size():
        notes.append(Note("no_size", {"n": unsized}))
    if source.period.cut:
        notes.append(Note("cut"))
    scope = source.scope
    if scope is not None:
        closed = {one.month for one in load_months(source.conn, scope) if one.stage == "closed"}
        open_months = [month for month in (*source.period.months, *source.period.cut) if month not in closed]
        if open_months:
            kind: NoteKind = "open_months" if len(open_months) <= FIRST_MONTHS else "open_months_more"
            named = "、".join(sorted(open_months)[:FIRST_MONTHS])
            notes.append(Note(kind, {"months": named, "n": len(open_months)}))
    month = reference.policy(source.desk).month
    if isinstance(month.from_day, NotStated) or isinstance(month.to_day, NotStated):
        first, last = reference.policy(source.desk).month_days()
        notes.append(Note("usual_month", {"first": first, "last": last}))
    return tuple(notes)


# --- coverage ------------------------------------------------------------------------------------------------------
_COVERAGE = (
    ("units", "应配村（社区）", "个"),
    ("covered", "已配村（社区）", "个"),
    ("quota", "应配人数", "名"),
    ("serving", "在岗人数", "名"),
    ("vacant", "空缺", "名"),
)
_UNIT_HEADS = (
    Head("quota", "应配", "名"),
    Head("serving", "在岗", "名"),
    Head("vacant", "空缺", "名"),
    Head("days", "空缺", "天"),
)


def _coverage(source: Reader, frame: Report) -> Report:
    """Posts and people on the last day of the period: the coverage statement of that day. A day to compare with is left
    blank where what stood then lies in an archive that is not at hand.
    """
    desk, today = source.desk, source.desk.clock.today()

    def numbers_on(found: Coverage) -> dict[str, int]:
        serving = serving_on(memory_of(desk).book_on(desk, found.day), found.day)
        told = (found.of, found.covered, found.quota, serving, found.vacant)
        return {code: number for (code, _name, _unit), number in zip(_COVERAGE, told, strict=True)}

    def beside(day: date) -> dict[str, int]:
        try:
            return numbers_on(coverage_on(desk, min(day, today), source.scope))
        except Trouble as trouble:
            if trouble.code != "archive_needed":
                raise
            return {}

    now = coverage_on(desk, min(source.period.last, today), source.scope)
    numbers = numbers_on(now)
    previous, base = beside(before(source.period).last), beside(year_before(source.period).last)
    rows = tuple(
        Row(code, name, unit, numbers[code], base.get(code), previous.get(code)) for code, name, unit in _COVERAGE
    )
    filled = ratio("covered", "配备率", numbers["covered"], numbers["units"])
    changes = [growth(row.code, f"{row.name}同比", row) for row in rows]
    groups = tuple(
        Group(
            line.code,
            village_name(line.name),
            line.township,
            {"quota": line.quota, "serving": len(line.people), "vacant": line.vacant, "days": line.days},
        )
        for line in now.lines
        if line.why != "no_post"
    )
    ratios = tuple(one for one in (filled, *changes) if one)
    return replace(frame, by="village", rows=rows, ratios=ratios, heads=_UNIT_HEADS, groups=groups)
