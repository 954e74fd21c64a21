"""A rubric out of its file (TOML as a table): every fault with its place, or the rubric (DOMAIN 4.3).

The file's form is that of `assess try`. The editor of the window shows all faults at their fields; everybody else gets
the first one as a trouble.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from station_desk.domain.points import ROUNDINGS, plain, share, tenths
from station_desk.domain.rubric import (
    GRADE_RULES,
    AnnualRule,
    Attendance,
    ByOfficer,
    Extra,
    Grades,
    Item,
    MinCount,
    Mode,
    PerFinding,
    Ratio,
    Reported,
    Returned,
    Rubric,
    ZeroOrOfficer,
)
from station_desk.domain.trouble import Trouble

LEADS = "L08"
_LEAD_WORD = "线索"

FULL = 1000
"""What the sections of a person's rubric come to: 100 points."""

GRADES = ("优秀", "合格", "不合格")
"""[F] 考核结果分为优秀、合格、不合格等档次; a rubric may name others, two to six."""

FEWEST_GRADES, MOST_GRADES = 2, 6
MOST_DAYS = 31

_FINDINGS = {"A2": "not_on_post", "E3": "hazard_not_followed"}
_EVENTS = {"each_untrue": "untrue", "each_missing": "field_missing"}
_OFFICER = frozenset({"officer", "manual", "tick"})

T = TypeVar("T")
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place of a rubric (`items.A1.max`), as the code and the facts of a trouble."""

    at: str
    trouble: Trouble


class _Reader:
    """Reads on after a fault, so that all of them are known."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, at: str, what: str = "rubric_shape", **facts: str | int | float) -> None:
        """Something is wrong at a place: `what` is the code of its trouble."""
        told = {"at": at} if what in {"rubric_shape", "rubric_leads"} else {}
        self.faults.append(Fault(at, Trouble(what, **told, **facts)))

    def number(
        self, table: Table, key: str, at: str, read: Callable[[object], T], missing: T, *, need: bool = False
    ) -> T:
        """The number under `key`; `missing` where there is none or a wrong one."""
        if key not in table:
            if need:
                self.fault(f"{at}.{key}")
            return missing
        try:
            return read(table[key])
        except Trouble as trouble:
            self.faults.append(Fault(f"{at}.{key}", trouble))
            return missing

    def points(self, table: Table, key: str, at: str, *, need: bool = False) -> int:
        """Tenths, not negative."""
        found = self.number(table, key, at, tenths, 0, need=need)
        if found < 0:
            self.fault(f"{at}.{key}", "rubric_negative")
        return max(0, found)

    def whole(self, table: Table, key: str, at: str, least: int, most: int) -> int | None:
        """A whole number between two; None where it is not said."""
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(f"{at}.{key}", "rubric_whole", least=least, most=most)
            return None
        return value


def read_rubric(document: Table) -> Rubric:
    """A rubric out of its file. Troubles rubric_shape (at), rubric_sum (sum, full), rubric_section_sum (section, sum,
    most), rubric_leads (at), rubric_bands (most), rubric_negative, rubric_code_twice (line), rubric_whole (least, most),
    rubric_cuts, points_wrong (text).
    """
    rubric, faults = judge(document)
    for fault in faults:
        raise fault.trouble
    if rubric is None:
        raise Trouble("rubric_shape", at="items")
    return rubric


def judge(document: Table) -> tuple[Rubric | None, list[Fault]]:
    """The rubric as far as it can be read, and every fault with its place; None where it has no items or grades at all."""
    reader = _Reader()
    try:
        rubric = _rubric(reader, document)
    except Trouble as trouble:
        return None, [*reader.faults, Fault(str(trouble.facts.get("at", "")), trouble)]
    return rubric, reader.faults


def _rubric(reader: _Reader, document: Table) -> Rubric:
    items = _table(document, "items")
    reported = _reported(items)
    made = tuple(_item(reader, code, _table(items, code, "items."), reported) for code in items)
    adds, deducts = _table(document, "adds", missing=True), _table(document, "deducts", missing=True)
    vetoes = {str(code): str(text) for code, text in _table(document, "vetoes", missing=True).items()}
    appeal, partial = _table(document, "appeal", missing=True), _table(document, "partial", missing=True)
    sections = _table(document, "sections", missing=True)
    rubric = Rubric(
        items=made,
        adds=_extras(reader, adds, "adds"),
        add_cap=reader.points(adds, "cap", "adds"),
        deducts=_extras(reader, deducts, "deducts"),
        vetoes=vetoes,
        grades=_grades(reader, _table(document, "grades")),
        title=str(document.get("name", "")),
        kind="room" if document.get("kind") == "room" else "person",
        example=document.get("example") is True,
        names={str(code): _section_name(table) for code, table in sections.items()},
        sizes=_sizes(reader, _table(document, "sizes", missing=True)),
        annual=_annual(reader, _table(document, "annual", missing=True)),
        object_workdays=reader.whole(appeal, "object_workdays", "appeal", 1, 60),
        answer_workdays=reader.whole(appeal, "answer_workdays", "appeal", 1, 60),
        by_day=_partial_targets(reader, partial),
        min_days=reader.whole(partial, "min_days", "partial", 0, MOST_DAYS) or 0,
    )
    _codes_once(reader, [*items, *rubric.adds, *rubric.deducts, *vetoes])
    _sums(reader, rubric, sections, reader.number(document, "full", "", tenths, FULL))
    return rubric


def _table(holder: Table, key: str, before: str = "", *, missing: bool = False) -> Table:
    """The table under `key`. Trouble rubric_shape (at)."""
    found = holder.get(key, {} if missing else None)
    if not isinstance(found, Mapping):
        raise Trouble("rubric_shape", at=f"{before}{key}")
    return found


def _section_name(table: object) -> str:
    """A section is its name, or a table with `name` and `max`."""
    return str(table.get("name", "")) if isinstance(table, Mapping) else str(table)


def _sums(reader: _Reader, rubric: Rubric, sections: Table, wanted: int) -> None:
    """Every section comes to the maximum that it names, all together to the full points."""
    found = rubric.sections()
    for code, table in sections.items():
        if isinstance(table, Mapping) and "max" in table:
            most = reader.points(table, "max", f"sections.{code}")
            if most != found.get(code, 0):
                reader.fault(
                    f"sections.{code}.max",
                    "rubric_section_sum",
                    section=f"{code} {rubric.names.get(code, '')}".strip(),
                    sum=plain(found.get(code, 0)),
                    most=plain(most),
                )
    if rubric.full != wanted:
        reader.fault("full", "rubric_sum", sum=plain(rubric.full), full=plain(wanted))


def _codes_once(reader: _Reader, codes: list[str]) -> None:
    """No code means two things: the sheet and its scan know lines by their codes."""
    for at, code in enumerate(codes):
        if code in codes[:at]:
            reader.fault(code, "rubric_code_twice", line=code)


def _partial_targets(reader: _Reader, partial: Table) -> bool:
    if partial.get("targets", "by_day") not in {"by_day", "full"}:
        reader.fault("partial.targets")
    return partial.get("targets", "by_day") == "by_day"


def _annual(reader: _Reader, table: Table) -> AnnualRule:
    """What a year asks for, as far as the file says."""
    top = reader.number(table, "top_share", "annual", share, Fraction(1)) if "top_share" in table else None
    if top is not None and not 0 <= top <= 1:
        reader.fault("annual.top_share")
    least, failed = (reader.whole(table, key, "annual", 1, 12) for key in ("min_months", "fail_months"))
    if table.get("share_of", "station") not in ("station", "county"):
        reader.fault("annual.share_of")
    return AnnualRule(least, failed, top, table.get("leave_out") is True, str(table.get("share_of", "station")))


def _sizes(reader: _Reader, table: Table) -> dict[str, int]:
    """{class: households from}, rising."""
    found = {}
    for name, least in table.items():
        if isinstance(least, int) and least >= 0:
            found[str(name)] = least
        else:
            reader.fault(f"sizes.{name}")
    return dict(sorted(found.items(), key=lambda one: one[1]))


# --- items ---------------------------------------------------------------------------------------------------------
def _reported(items: Table) -> dict[str, str]:
    """{section: metric} of the items that only ask whether a number was reported."""
    found: dict[str, str] = {}
    for code, table in items.items():
        plain = isinstance(table, Mapping) and "metric" in table and not {"bands", "n"} & table.keys()
        if plain and isinstance(table, Mapping) and table.get("mode", "reported") == "reported":
            found[code.rstrip("0123456789")] = str(table["metric"])
    return found


def _item(reader: _Reader, code: str, table: Table, reported: Mapping[str, str]) -> Item:
    at = f"items.{code}"
    most = reader.points(table, "max", at, need=True)
    name, standard = str(table.get("name", "")), str(table.get("standard", ""))
    if table.get("metric") == LEADS or _LEAD_WORD in name + standard:
        reader.fault(at, "rubric_leads")
    return Item(code, name, most, _mode(reader, code, table, most, reported), standard)


def _mode(reader: _Reader, code: str, table: Table, most: int, reported: Mapping[str, str]) -> Mode:
    """The mode: by its name where one is given, else by the keys that only one mode has."""
    at = f"items.{code}"
    if table.get("mode") in _OFFICER:
        return ByOfficer(tick=table["mode"] == "tick")
    if "absent" in table or "excused" in table:
        absent, excused = reader.points(table, "absent", at), reader.points(table, "excused", at)
        return Attendance(absent, excused, _floor(reader, table, at, most))
    if "each_day_late" in table or "not_returned" in table:
        return Returned(reader.points(table, "each_day_late", at), reader.points(table, "not_returned", at))
    if "metric" in table:
        return _counting(reader, code, table, most)
    for key, finding in _EVENTS.items():
        if key in table:
            return _finding(reader, table, at, most, str(table.get("finding", finding)), key)
    if "each" in table or "escalate" in table:
        finding = str(table.get("finding", _FINDINGS.get(code, "")))
        if not finding:
            reader.fault(f"{at}.finding")
        return _finding(reader, table, at, most, finding, "each")
    section = code.rstrip("0123456789")
    return ZeroOrOfficer(reported[section]) if section in reported else ByOfficer()


def _finding(reader: _Reader, table: Table, at: str, most: int, finding: str, key: str) -> PerFinding:
    steps = table.get("escalate", [])
    if not isinstance(steps, list):
        reader.fault(f"{at}.escalate")
        steps = []
    found = tuple(reader.points({"escalate": one}, "escalate", at) for one in steps)
    return PerFinding(finding, reader.points(table, key, at), found, _floor(reader, table, at, most))


def _floor(reader: _Reader, table: Table, at: str, most: int) -> int:
    """The points below which nothing is taken: never above the maximum."""
    floor = reader.points(table, "floor", at)
    if floor > most:
        reader.fault(f"{at}.floor", "rubric_above", most=plain(most))
    return floor


def _counting(reader: _Reader, code: str, table: Table, most: int) -> Mode:
    at, metric = f"items.{code}", str(table["metric"])
    if not metric:
        reader.fault(f"{at}.metric")
    zero = table.get("zero_full") is True
    if "n" in table:
        n = reader.number(table, "n", at, share, Fraction(0))
        if n <= 0:
            reader.fault(f"{at}.n")
        return MinCount(metric, n, reader.points(table, "each_missing", at), zero)
    if table.get("mode") == "zero_or_officer":
        return ZeroOrOfficer(metric)
    if "bands" not in table:
        return Reported(metric)
    return Ratio(metric, _targets(reader, at, table.get("target")), _bands(reader, at, table["bands"], most), zero)


def _bands(reader: _Reader, at: str, bands: object, most: int) -> tuple[tuple[Fraction, int], ...]:
    """The highest first; no band brings more than the maximum."""
    steps = [_band(band) for band in bands] if isinstance(bands, list) else []
    fit = [step for step in steps if step is not None and 0 <= step[1] <= most]
    if not fit or len(fit) < len(steps):
        reader.fault(f"{at}.bands", "rubric_bands", most=plain(most))
    return tuple(sorted(fit, reverse=True))


def _band(band: object) -> tuple[Fraction, int] | None:
    """So much of the target, so many tenths; None for anything else."""
    if not isinstance(band, list) or len(band) != 2:
        return None
    try:
        return share(band[0]), tenths(band[1])
    except Trouble:
        return None


def _targets(reader: _Reader, at: str, found: object) -> dict[str, Fraction]:
    targets = found if isinstance(found, Mapping) else {"": found}
    try:
        made = {str(size): share(number) for size, number in targets.items() if number is not None}
    except Trouble:
        made = {}
    if not made or min(made.values()) <= 0:
        reader.fault(f"{at}.target")
    return made


# --- bonus, deductions, grades ---------------------------------------------------------------------------------------
def _extras(reader: _Reader, tables: Table, part: str) -> dict[str, Extra]:
    """Bonuses or deductions: a number, or a table with name, points and perhaps a cap of its own."""
    made: dict[str, Extra] = {}
    for code, found in tables.items():
        if code == "cap":
            continue
        at, table = f"{part}.{code}", found if isinstance(found, Mapping) else {"points": found}
        name = str(table.get("name", ""))
        if part == "adds" and _LEAD_WORD in name:
            reader.fault(at, "rubric_leads")
        points = abs(reader.number(table, "points", at, tenths, 0, need=True))
        made[code] = Extra(code, name, points, reader.points(table, "cap", at) if "cap" in table else None)
    return made


def _grades(reader: _Reader, table: Table) -> Grades:
    found = table.get("names", list(GRADES))
    names = tuple(str(one).strip() for one in found) if isinstance(found, list) else ()
    if not FEWEST_GRADES <= len(names) <= MOST_GRADES or len(set(names)) < len(names) or "" in names:
        reader.fault("grades.names")
        names = GRADES
    rule = next((one for one in GRADE_RULES if one == table.get("rule", "cutoff")), None)
    if rule is None:
        reader.fault("grades.rule")
    cuts = _cuts(reader, table, len(names)) if (rule or "cutoff") == "cutoff" else ()
    shares = _shares(reader, table, len(names)) if rule == "share" else ()
    top = reader.number(table, "top_share", "grades", share, Fraction(1)) if "top_share" in table else None
    if top is not None and not 0 < top <= 1:
        reader.fault("grades.top_share")
    rounding = str(table.get("rounding", "floor"))
    if rounding not in ROUNDINGS:
        reader.fault("grades.rounding")
    return Grades(names, cuts, top, rule or "cutoff", shares, rounding)


def _cuts(reader: _Reader, table: Table, grades: int) -> tuple[int, ...]:
    """One for each grade but the lowest: `cuts`, or `top` and `pass` where there are three."""
    if "cuts" in table:
        told = table["cuts"]
        found = tuple(reader.points({"cuts": one}, "cuts", "grades") for one in told) if isinstance(told, list) else ()
        if len(found) != grades - 1 or any(high <= low for high, low in itertools.pairwise(found)):
            reader.fault("grades.cuts", "rubric_cuts")
        return found
    keys = ("top", "pass") if grades > FEWEST_GRADES else ("pass",)
    if grades > len(GRADES):
        reader.fault("grades.cuts", "rubric_cuts")
    cuts = tuple(reader.points(table, key, "grades", need=True) for key in keys)
    if len(cuts) > 1 and cuts[0] < cuts[1]:
        reader.fault("grades.top")
    return cuts


def _shares(reader: _Reader, table: Table, grades: int) -> tuple[Fraction, ...]:
    """One for each grade; all sheets together."""
    told = table.get("shares")
    try:
        found = tuple(share(one) for one in told) if isinstance(told, list) else ()
    except Trouble:
        found = ()
    if len(found) != grades or sum(found) != 1 or min(found) < 0:
        reader.fault("grades.shares", "rubric_shares", n=grades)
        return (Fraction(1, grades),) * grades
    return found
