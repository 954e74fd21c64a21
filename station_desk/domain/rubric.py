"""A rubric as data: sections, items with their modes, bonus, deductions, vetoes, grades (DOMAIN 4.1, 4.3).

No number of a rubric is ours: each comes out of a file that a county wrote or took from a pack. No points may hang on
leads (L08): a rubric that tries is refused (DOMAIN, first lines). The file's form is that of `assess try`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from station_desk.domain.points import share, tenths
from station_desk.domain.trouble import Trouble

LEADS = "L08"
_LEAD_WORD = "线索"


@dataclass(frozen=True, slots=True)
class ByOfficer:
    """The officer's number; `tick`: all or nothing."""

    tick: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """So many tenths off for each absence and each excused one."""

    absent: int
    excused: int


@dataclass(frozen=True, slots=True)
class Returned:
    """The log sheet came back: so many tenths off for each day late; not back: `missing` tenths."""

    each_day: int
    missing: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """Count against target, the points of the highest band reached. `target` by size class; "" stands for every class."""

    metric: str
    target: Mapping[str, Fraction]
    bands: tuple[tuple[Fraction, int], ...]


@dataclass(frozen=True, slots=True)
class MinCount:
    """At least `n` of a metric; so many tenths off for each that is missing."""

    metric: str
    n: Fraction
    each: int


@dataclass(frozen=True, slots=True)
class Reported:
    """Full points where the returned sheet names a number of the metric; nought is a number (zero report)."""

    metric: str


@dataclass(frozen=True, slots=True)
class ZeroOrOfficer:
    """Full points for a zero report of the metric; else the officer's number."""

    metric: str


@dataclass(frozen=True, slots=True)
class PerFinding:
    """So many tenths off for each finding of a kind; `escalate`: for the first, the second ... (the last stays)."""

    finding: str
    each: int
    escalate: tuple[int, ...] = ()


Mode = ByOfficer | Attendance | Returned | Ratio | MinCount | Reported | ZeroOrOfficer | PerFinding


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a sheet. `most` in tenths; its section is the letters before the number."""

    code: str
    name: str
    most: int
    mode: Mode

    @property
    def section(self) -> str:
        """A1 belongs to A, HW12 to HW."""
        return self.code.rstrip("0123456789")


@dataclass(frozen=True, slots=True)
class Extra:
    """A bonus or a deduction: tenths for each, at most `cap` tenths together (None: no cap of its own)."""

    code: str
    name: str
    points: int
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Grades:
    """Grades by cut-off (tenths), the highest first; `top_share`: how much of all sheets may bear the highest."""

    names: tuple[str, ...]
    cuts: tuple[int, ...]
    top_share: Fraction | None

    @property
    def failed(self) -> str:
        """The lowest grade: what a veto brings."""
        return self.names[-1]


@dataclass(frozen=True, slots=True)
class AnnualRule:
    """`min_months` assessed for the top grade; `fail_months` in the lowest grade bring it for the year. None: not said."""

    min_months: int | None = None
    fail_months: int | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """A whole rubric. `add_cap` in tenths. `vetoes`: {code: what it is}. `sizes`: {class: households from}, rising.

    `kind` is person or room; an `example` carries values that nobody has decided. `object_workdays`, `answer_workdays`:
    within how many working days of the notification somebody may object, and is answered; None: nobody said.
    """

    items: tuple[Item, ...]
    adds: Mapping[str, Extra]
    add_cap: int
    deducts: Mapping[str, Extra]
    vetoes: Mapping[str, str]
    grades: Grades
    title: str = ""
    kind: str = "person"
    example: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    annual: AnnualRule = AnnualRule()
    object_workdays: int | None = None
    answer_workdays: int | None = None

    @property
    def full(self) -> int:
        """What the items come to, in tenths."""
        return sum(item.most for item in self.items)

    def item(self, code: str) -> Item | None:
        """The item with this code."""
        return next((item for item in self.items if item.code == code), None)

    def size_class(self, households: int | None) -> str:
        """The class of a village by its households; "" where either is not known."""
        fits = [name for name, least in self.sizes.items() if households is not None and households >= least]
        return fits[-1] if fits else ""

    def sections(self) -> dict[str, int]:
        """{section: tenths at most}, in the order of the items."""
        found: dict[str, int] = {}
        for item in self.items:
            found[item.section] = found.get(item.section, 0) + item.most
        return found


FULL = 1000
"""What the sections of a person's rubric come to: 100 points."""

GRADES = ("优秀", "合格", "不合格")
"""[F] 考核结果分为优秀、合格、不合格等档次; a rubric may name others."""

_FINDINGS = {"A2": "not_on_post", "E3": "hazard_not_followed"}
_EVENTS = {"each_untrue": "untrue", "each_missing": "field_missing"}


def read_rubric(document: Mapping[str, object]) -> Rubric:
    """A rubric out of its file. Trouble rubric_shape (at), rubric_sum (sum, full), rubric_leads (at), points_wrong."""
    items = _table(document, "items")
    reported = _reported(items)
    made = tuple(_item(code, _table(items, code, "items."), reported) for code in items)
    adds = _table(document, "adds", missing=True)
    rubric = Rubric(
        items=made,
        adds=_extras(adds, "adds", skip=("cap",)),
        add_cap=tenths(adds.get("cap", 0)),
        deducts=_extras(_table(document, "deducts", missing=True), "deducts"),
        vetoes={str(code): str(text) for code, text in _table(document, "vetoes", missing=True).items()},
        grades=_grades(_table(document, "grades")),
        title=str(document.get("name", "")),
        kind="room" if document.get("kind") == "room" else "person",
        example=document.get("example") is True,
        names={str(code): str(name) for code, name in _table(document, "sections", missing=True).items()},
        sizes=_sizes(_table(document, "sizes", missing=True)),
        annual=_annual(_table(document, "annual", missing=True)),
        object_workdays=_workdays(document, "object_workdays"),
        answer_workdays=_workdays(document, "answer_workdays"),
    )
    wanted = tenths(document.get("full", FULL // 10))
    if rubric.full != wanted:
        raise Trouble("rubric_sum", sum=rubric.full / 10, full=wanted / 10)
    return rubric


def _table(holder: Mapping[str, object], key: str, before: str = "", *, missing: bool = False) -> Mapping[str, object]:
    """The table under `key`. Trouble rubric_shape (at)."""
    found = holder.get(key, {} if missing else None)
    if not isinstance(found, Mapping):
        raise Trouble("rubric_shape", at=f"{before}{key}")
    return found


def _workdays(document: Mapping[str, object], key: str) -> int | None:
    """A number of working days of the table `appeal`; None where it is not said."""
    value = _table(document, "appeal", missing=True).get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 60):
        raise Trouble("rubric_shape", at=f"appeal.{key}")
    return value


def _annual(table: Mapping[str, object]) -> AnnualRule:
    """What a year asks for, as far as the file says."""
    found = {key: table.get(key) for key in ("min_months", "fail_months")}
    for key, value in found.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 12):
            raise Trouble("rubric_shape", at=f"annual.{key}")
    return AnnualRule(*(value if isinstance(value, int) else None for value in found.values()))


def _sizes(table: Mapping[str, object]) -> dict[str, int]:
    """{class: households from}, rising."""
    found = {str(name): least for name, least in table.items() if isinstance(least, int) and least >= 0}
    if len(found) != len(table):
        raise Trouble("rubric_shape", at="sizes")
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _reported(items: Mapping[str, object]) -> dict[str, str]:
    """{section: metric} of the items that only ask whether a number was reported."""
    found: dict[str, str] = {}
    for code, table in items.items():
        if isinstance(table, Mapping) and "metric" in table and not {"bands", "n"} & table.keys():
            found[code.rstrip("0123456789")] = str(table["metric"])
    return found


def _item(code: str, table: Mapping[str, object], reported: Mapping[str, str]) -> Item:
    if "max" not in table:
        raise Trouble("rubric_shape", at=f"items.{code}.max")
    most = tenths(table["max"])
    if most < 0:
        raise Trouble("rubric_shape", at=f"items.{code}.max")
    if table.get("metric") == LEADS or _LEAD_WORD in str(table.get("name", "")):
        raise Trouble("rubric_leads", at=f"items.{code}")
    return Item(code, str(table.get("name", "")), most, _mode(code, table, most, reported))


def _mode(code: str, table: Mapping[str, object], most: int, reported: Mapping[str, str]) -> Mode:
    """The mode: by its name where one is given, else by the keys that only one mode has."""
    if table.get("mode") in {"officer", "manual", "tick"}:
        return ByOfficer(tick=table["mode"] == "tick")
    if "absent" in table or "excused" in table:
        return Attendance(tenths(table.get("absent", 0)), tenths(table.get("excused", 0)))
    if "each_day_late" in table or "not_returned" in table:
        return Returned(tenths(table.get("each_day_late", 0)), tenths(table.get("not_returned", 0)))
    if "metric" in table:
        return _counting(code, table, most)
    for key, finding in _EVENTS.items():
        if key in table:
            return PerFinding(str(table.get("finding", finding)), tenths(table[key]), _steps(table))
    if "each" in table or "escalate" in table:
        finding = str(table.get("finding", _FINDINGS.get(code, "")))
        if not finding:
            raise Trouble("rubric_shape", at=f"items.{code}.finding")
        return PerFinding(finding, tenths(table.get("each", 0)), _steps(table))
    section = code.rstrip("0123456789")
    return ZeroOrOfficer(reported[section]) if section in reported else ByOfficer()


def _steps(table: Mapping[str, object]) -> tuple[int, ...]:
    found = table.get("escalate", [])
    return tuple(tenths(one) for one in found) if isinstance(found, list) else ()


def _counting(code: str, table: Mapping[str, object], most: int) -> Mode:
    metric = str(table["metric"])
    if "n" in table:
        return MinCount(metric, share(table["n"]), tenths(table.get("each_missing", 0)))
    if "bands" not in table:
        return Reported(metric)
    bands = table["bands"]
    if not isinstance(bands, list) or not all(isinstance(band, list) and len(band) == 2 for band in bands):
        raise Trouble("rubric_shape", at=f"items.{code}.bands")
    steps = sorted(((share(least), tenths(points)) for least, points in bands), reverse=True)
    if any(not 0 <= points <= most for _least, points in steps):
        raise Trouble("rubric_shape", at=f"items.{code}.bands")
    return Ratio(metric, _targets(code, table.get("target")), tuple(steps))


def _targets(code: str, found: object) -> dict[str, Fraction]:
    targets = found if isinstance(found, Mapping) else {"": found}
    if not targets or found is None:
        raise Trouble("rubric_shape", at=f"items.{code}.target")
    made = {str(size): share(number) for size, number in targets.items()}
    if min(made.values()) <= 0:
        raise Trouble("rubric_shape", at=f"items.{code}.target")
    return made


def _extras(tables: Mapping[str, object], at: str, skip: tuple[str, ...] = ()) -> dict[str, Extra]:
    """Bonuses or deductions: a number, or a table with name, points and perhaps a cap of its own."""
    made: dict[str, Extra] = {}
    for code, found in tables.items():
        if code in skip:
            continue
        table = found if isinstance(found, Mapping) else {"points": found}
        if "points" not in table:
            raise Trouble("rubric_shape", at=f"{at}.{code}.points")
        name = str(table.get("name", ""))
        if at == "adds" and _LEAD_WORD in name:
            raise Trouble("rubric_leads", at=f"{at}.{code}")
        cap = tenths(table["cap"]) if "cap" in table else None
        made[code] = Extra(code, name, abs(tenths(table["points"])), cap)
    return made


def _grades(table: Mapping[str, object]) -> Grades:
    names = table.get("names", list(GRADES))
    if not isinstance(names, list) or len(names) != len(GRADES):
        raise Trouble("rubric_shape", at="grades.names")
    for key in ("top", "pass"):
        if key not in table:
            raise Trouble("rubric_shape", at=f"grades.{key}")
    cuts = (tenths(table["top"]), tenths(table["pass"]))
    if cuts[0] < cuts[1]:
        raise Trouble("rubric_shape", at="grades.top")
    top = share(table["top_share"]) if "top_share" in table else None
    return Grades(tuple(map(str, names)), cuts, top)
