"""A rubric as data: sections, items with their modes, bonus, deductions, vetoes, grades (DOMAIN 4.1, 4.3).

No number of a rubric is ours: each comes out of a file that a county wrote or took from a pack. No points may hang on
leads (L08): a rubric that tries is refused (DOMAIN, first lines). Files are read by `rubric_read`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from station_desk.domain.points import rounded


@dataclass(frozen=True, slots=True)
class ByOfficer:
    """The officer's number; `tick`: all or nothing."""

    tick: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """So many tenths off for each absence and each excused one, never below `floor` tenths."""

    absent: int
    excused: int
    floor: int = 0


@dataclass(frozen=True, slots=True)
class Returned:
    """The log sheet came back: so many tenths off for each day late; not back: `missing` tenths."""

    each_day: int
    missing: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """Count against target, the points of the highest band reached. `target` by size class; "" stands for every class.

    `zero_full`: a zero report on a sheet that came back in time brings full points (DOMAIN 4.4).
    """

    metric: str
    target: Mapping[str, Fraction]
    bands: tuple[tuple[Fraction, int], ...]
    zero_full: bool = False


@dataclass(frozen=True, slots=True)
class MinCount:
    """At least `n` of a metric; so many tenths off for each that is missing. `zero_full` as in `Ratio`."""

    metric: str
    n: Fraction
    each: int
    zero_full: bool = False


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
    """So many tenths off for each finding of a kind; `escalate`: for the first, the second ... (the last stays).

    Never below `floor` tenths.
    """

    finding: str
    each: int
    escalate: tuple[int, ...] = ()
    floor: int = 0


Mode = ByOfficer | Attendance | Returned | Ratio | MinCount | Reported | ZeroOrOfficer | PerFinding


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a sheet. `most` in tenths; its section is the letters before the number.

    `standard`: what stands on paper of how it is scored; "" where the words follow from the mode.
    """

    code: str
    name: str
    most: int
    mode: Mode
    standard: str = ""

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


GradeRule = Literal["cutoff", "share", "manual"]
GRADE_RULES: tuple[GradeRule, ...] = ("cutoff", "share", "manual")


@dataclass(frozen=True, slots=True)
class Grades:
    """Grades, the highest first, and how they are given (DOMAIN 2.4 rule 3).

    `cutoff`: by `cuts` (tenths, one for each but the lowest), `top_share` of all sheets may bear the highest.
    `share`: by rank, `shares` of the sheets for each; whole sheets, `rounding` floor, half_up or ceil; what is over goes
    to the last but one. `manual`: the county names the grade.
    """

    names: tuple[str, ...]
    cuts: tuple[int, ...]
    top_share: Fraction | None
    rule: GradeRule = "cutoff"
    shares: tuple[Fraction, ...] = ()
    rounding: str = "floor"

    @property
    def failed(self) -> str:
        """The lowest grade: what a veto brings."""
        return self.names[-1]

    def by_cut(self, total: int) -> str:
        """The grade of so many tenths by cut-off alone; "" where the rubric has no cut-offs."""
        if not self.cuts:
            return ""
        return next((name for name, cut in zip(self.names, self.cuts, strict=False) if total >= cut), self.failed)

    def by_share(self, rank: int, sheets: int) -> str:
        """The grade of a rank among so many sheets: shares are counted from the top, the lowest from the end."""
        if rank > sheets - rounded(self.shares[-1] * sheets, self.rounding):
            return self.failed
        reached = Fraction(0)
        for name, part in zip(self.names[:-2], self.shares, strict=False):
            reached += part
            if rank <= rounded(reached * sheets, self.rounding):
                return name
        return self.names[-2]


@dataclass(frozen=True, slots=True)
class AnnualRule:
    """What a year asks for; None: not said.

    `min_months` assessed for the top grade (with `leave_out`: for any grade), `fail_months` in the lowest grade bring it
    for the year, at most `top_share` of all (those of a station or of the whole county: `share_of`) may bear the highest.
    """

    min_months: int | None = None
    fail_months: int | None = None
    top_share: Fraction | None = None
    leave_out: bool = False
    share_of: str = "station"


@dataclass(frozen=True, slots=True)
class Rubric:
    """A whole rubric. `add_cap` in tenths. `vetoes`: {code: what it is}. `sizes`: {class: households from}, rising.

    `kind` is person or room; an `example` carries values that nobody has decided. `object_workdays`, `answer_workdays`:
    within how many working days of the notification somebody may object, and is answered; None: nobody said.
    `by_day`: targets shrink with the days in service of a part month; whoever served fewer than `min_days` days of the
    month has no sheet.
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
    by_day: bool = True
    min_days: int = 0

    def part(self, days: int, days_due: int) -> Fraction:
        """How much of a target counts for so many days in service."""
        return Fraction(min(days, days_due), days_due) if self.by_day else Fraction(1)

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
