"""A rubric while it is being edited: every value as it was typed, sums at any moment, faults at their fields.

A line's key is the beginning of the place that a fault names: `items.A1`, `sections.A`, `adds.P1`, `grades`. Codes are
given once and never again: sheets, workbooks and scans know a line by its code.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from station_desk.domain.points import plain, points_text, share, tenths
from station_desk.domain.rubric import (
    Attendance,
    ByOfficer,
    Extra,
    Grades,
    Item,
    MinCount,
    PerFinding,
    Ratio,
    Reported,
    Returned,
    Rubric,
)
from station_desk.domain.rubric_read import Fault, judge
from station_desk.domain.trouble import Trouble

Kind = Literal["head", "sections", "items", "adds", "deducts", "vetoes", "rule"]
ModeName = Literal[
    "officer", "tick", "ratio", "min_count", "reported", "zero_or_officer", "deduct", "absence", "returned"
]
MODES: Mapping[ModeName, tuple[str, ...]] = {
    "officer": (),
    "tick": (),
    "ratio": ("metric", "target", "bands", "zero_full"),
    "min_count": ("metric", "n", "each_missing", "zero_full"),
    "reported": ("metric",),
    "zero_or_officer": ("metric",),
    "deduct": ("finding", "each", "escalate", "floor"),
    "absence": ("absent", "excused", "floor"),
    "returned": ("each_day_late", "not_returned"),
}
"""{mode: what it asks for beside name, maximum and standard}."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "head": ("name", "full"),
    "sections": ("name", "max"),
    "adds": ("name", "points", "cap"),
    "deducts": ("name", "points", "cap"),
    "vetoes": ("name",),
    "adds.cap": ("cap",),
    "grades": ("rule", "names", "cuts", "top_share", "shares", "rounding"),
    "partial": ("targets", "min_days"),
    "sizes": ("sizes",),
    "appeal": ("object_workdays", "answer_workdays"),
    "annual": ("min_months", "fail_months", "top_share", "share_of", "leave_out"),
}
"""{kind of a line, or its key where there is one of it: its fields}."""
_BY_CUT, _BY_SHARE = frozenset({"cuts", "top_share"}), frozenset({"shares", "rounding"})
_HIDDEN = {"cutoff": _BY_SHARE, "share": _BY_CUT, "manual": _BY_CUT | _BY_SHARE}
"""{how grades are given: what that way does not ask}."""
RULES = ("adds.cap", "grades", "partial", "sizes", "appeal", "annual")
_CHOICES = frozenset({"rule", "rounding", "targets", "share_of", "metric", "finding"})
_TEXTS = frozenset({"name", "standard"})
_FLAGS = frozenset({"zero_full", "leave_out"})
_WHOLES = frozenset({"min_days", "object_workdays", "answer_workdays", "min_months", "fail_months"})
_ASKED = frozenset(
    {"name", "max", "points", "target", "bands", "n", "metric", "finding", "each", "absent", "each_day_late", "names"}
)
"""What is written even when nothing was typed, so that it is missed."""
YES = "1"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its kind, its code ("" where there is one of it), its values as typed."""

    kind: Kind
    code: str
    values: Mapping[str, str]
    key: str

    @property
    def section(self) -> str:
        """The section of an item."""
        return self.code.rstrip("0123456789")

    def value(self, name: str) -> str:
        """A value as typed, without blanks around it."""
        return self.values.get(name, "").strip()

    def fields(self) -> tuple[str, ...]:
        """What this line asks for, in the order of typing."""
        if self.kind == "items":
            return ("name", "max", "mode", *_mode_fields(self.value("mode")), "standard")
        if self.key == "grades":
            hidden = _HIDDEN.get(self.value("rule"), frozenset())
            return tuple(one for one in FIELDS["grades"] if one not in hidden)
        return FIELDS.get(self.key, FIELDS.get(self.kind, ()))


@dataclass(frozen=True, slots=True)
class RubricDraft:
    """A rubric of persons or rooms being edited: its lines in the order of the sheet.

    `gone`: codes that were taken out, now or by an earlier version.
    """

    kind: str
    lines: tuple[Line, ...]
    gone: frozenset[str] = frozenset()

    def line(self, key: str) -> Line | None:
        """The line with this key."""
        return next((line for line in self.lines if line.key == key), None)

    def of(self, kind: Kind) -> list[Line]:
        """The lines of a kind."""
        return [line for line in self.lines if line.kind == kind]

    def items_of(self, section: str) -> list[Line]:
        """The items of a section."""
        return [line for line in self.lines if line.kind == "items" and line.section == section]


def _mode_fields(mode: str) -> tuple[str, ...]:
    return next((fields for name, fields in MODES.items() if name == mode), ())


# --- from a rubric ---------------------------------------------------------------------------------------------------
def draft_of(rubric: Rubric, before: Iterable[Rubric] = ()) -> RubricDraft:
    """A rubric as lines to edit; every section names its maximum. `before`: those whose codes are not to be given again."""
    lines = [new_line("head", "", {"name": rubric.title, "full": points_text(rubric.full)})]
    for code, most in rubric.sections().items():
        lines.append(new_line("sections", code, {"name": rubric.names.get(code, ""), "max": points_text(most)}))
        lines += [_item(item) for item in rubric.items if item.section == code]
    lines += [_extra("adds", extra) for extra in rubric.adds.values()]
    lines += [_extra("deducts", extra) for extra in rubric.deducts.values()]
    lines += [new_line("vetoes", code, {"name": name}) for code, name in rubric.vetoes.items()]
    sizes = " ".join(f"{name}={least}" for name, least in rubric.sizes.items())
    annual = rubric.annual
    rules: Mapping[str, Mapping[str, str]] = {
        "adds.cap": {"cap": points_text(rubric.add_cap)},
        "grades": _grades(rubric.grades),
        "partial": {"targets": "by_day" if rubric.by_day else "full", "min_days": _some(rubric.min_days or None)},
        "sizes": {"sizes": sizes},
        "appeal": {
            "object_workdays": _some(rubric.object_workdays),
            "answer_workdays": _some(rubric.answer_workdays),
        },
        "annual": {
            "min_months": _some(annual.min_months),
            "fail_months": _some(annual.fail_months),
            "top_share": "" if annual.top_share is None else percent(annual.top_share),
            "share_of": annual.share_of,
            "leave_out": YES if annual.leave_out else "",
        },
    }
    lines += [Line("rule", "", values, key) for key, values in rules.items()]
    known = {code for one in before for code in _codes(one)}
    return RubricDraft(rubric.kind, tuple(lines), frozenset(known - _codes(rubric)))


def _codes(rubric: Rubric) -> set[str]:
    items = (item.code for item in rubric.items)
    return {*rubric.sections(), *items, *rubric.adds, *rubric.deducts, *rubric.vetoes}


def new_line(kind: Kind, code: str, values: Mapping[str, str]) -> Line:
    """A line with its key."""
    return Line(kind, code, values, f"{kind}.{code}" if code else kind)


def _some(number: int | None) -> str:
    return "" if number is None else str(number)


def percent(part: Fraction) -> str:
    """A share as people write it: one fifth is `20%`."""
    return f"{float(part * 100):g}%"


def _number(number: Fraction) -> str:
    return f"{float(number):g}"


def _item(item: Item) -> Line:
    values = {"name": item.name, "max": points_text(item.most), "standard": item.standard}
    return new_line("items", item.code, values | _mode(item))


def _mode(item: Item) -> dict[str, str]:
    """The name of a mode and its values."""
    mode = item.mode
    if isinstance(mode, ByOfficer):
        return {"mode": "tick" if mode.tick else "officer"}
    if isinstance(mode, Attendance):
        return {
            "mode": "absence",
            "absent": points_text(mode.absent),
            "excused": points_text(mode.excused),
            "floor": points_text(mode.floor),
        }
    if isinstance(mode, Returned):
        return {
            "mode": "returned",
            "each_day_late": points_text(mode.each_day),
            "not_returned": points_text(mode.missing),
        }
    if isinstance(mode, PerFinding):
        return {
            "mode": "deduct",
            "finding": mode.finding,
            "each": points_text(mode.each),
            "escalate": " ".join(map(points_text, mode.escalate)),
            "floor": points_text(mode.floor),
        }
    if isinstance(mode, Ratio):
        target = " ".join(f"{size}={_number(n)}" if size else _number(n) for size, n in mode.target.items())
        bands = " ".join(f"{percent(least)}={points_text(points)}" for least, points in mode.bands)
        zero = YES if mode.zero_full else ""
        return {"mode": "ratio", "metric": mode.metric, "target": target, "bands": bands, "zero_full": zero}
    if isinstance(mode, MinCount):
        return {
            "mode": "min_count",
            "metric": mode.metric,
            "n": _number(mode.n),
            "each_missing": points_text(mode.each),
            "zero_full": YES if mode.zero_full else "",
        }
    return {"mode": "reported" if isinstance(mode, Reported) else "zero_or_officer", "metric": mode.metric}


def _extra(kind: Kind, extra: Extra) -> Line:
    cap = "" if extra.cap is None else points_text(extra.cap)
    return new_line(kind, extra.code, {"name": extra.name, "points": points_text(extra.points), "cap": cap})


def _grades(grades: Grades) -> dict[str, str]:
    return {
        "rule": grades.rule,
        "names": " ".join(grades.names),
        "cuts": " ".join(map(points_text, grades.cuts)),
        "top_share": "" if grades.top_share is None else percent(grades.top_share),
        "shares": " ".join(map(percent, grades.shares)),
        "rounding": grades.rounding,
    }


# --- to a file -------------------------------------------------------------------------------------------------------
def document_of(draft: RubricDraft) -> dict[str, object]:
    """The table that `read_rubric` reads; what is no number stays as it was typed, so that the fault is found there."""
    head = draft.line("head")
    made: dict[str, object] = {
        "name": head.value("name") if head else "",
        "kind": draft.kind,
        "full": _points(head.value("full") if head else ""),
    }
    for kind in ("sections", "items", "adds", "deducts"):
        made[kind] = {line.code: _values(line) for line in draft.of(kind)}
    made["vetoes"] = {line.code: line.value("name") for line in draft.of("vetoes")}
    for line in draft.of("rule"):
        if line.key == "adds.cap":
            made["adds"] = {"cap": _points(line.value("cap") or "0"), **_table(made["adds"])}
        elif line.key == "sizes":
            made["sizes"] = _pairs(line.value("sizes"), _whole)
        else:
            made[line.key] = _values(line)
    return made


def _table(found: object) -> Mapping[str, object]:
    return found if isinstance(found, Mapping) else {}


def _values(line: Line) -> dict[str, object]:
    """The values of a line, each as its field is kept; what is empty is left out."""
    made: dict[str, object] = {}
    for name in line.fields():
        text = line.value(name)
        if text or name in _ASKED:
            made[name] = _value(name, text)
    return made


def _value(name: str, text: str) -> object:
    if name in _TEXTS or name in _CHOICES or name == "mode":
        return text
    if name in _FLAGS:
        return text == YES
    if name in _WHOLES:
        return _whole(text)
    if name == "names":
        return _split(text)
    if name in ("escalate", "cuts"):
        return [_points(one) for one in _split(text)]
    if name == "shares":
        return [_share(one) for one in _split(text)]
    if name == "bands":
        pairs = [one.partition("=") for one in _split(text)]
        return [[_share(least), _points(points)] for least, _, points in pairs]
    if name == "target":
        return _pairs(text, _share) if {"=", "＝"} & set(text) else _share(text)
    return _share(text) if name in ("top_share", "n") else _points(text)


def _split(text: str) -> list[str]:
    """Values with blanks or commas between them; `＝` is read as `=`."""
    for sign in "，、,；;":
        text = text.replace(sign, " ")
    return text.replace("＝", "=").split()


def _pairs(text: str, read: Callable[[str], object]) -> dict[str, object]:
    """`S=20 M=30` as a table."""
    pairs = [one.partition("=") for one in _split(text)]
    return {name: read(number) for name, _, number in pairs}


def _points(text: str) -> object:
    """Points as a number of a file; what is none as it was typed."""
    try:
        return plain(tenths(text))
    except Trouble:
        return text


def _whole(text: str) -> object:
    return int(text) if text.isascii() and text.isdecimal() else text


def _share(text: str) -> object:
    """A share as a number of a file: `90%` is 0.9."""
    try:
        part = share(text[:-1]) / 100 if text.endswith(("%", "％")) else share(text)
    except Trouble:
        return text
    return part.numerator if part.denominator == 1 else float(part)


# --- what is wrong, what it comes to ------------------------------------------------------------------------------------
def faults_of(draft: RubricDraft) -> list[Fault]:
    """Every fault at its field: `items.A1.max`."""
    unnamed = [
        Fault(f"{line.key}.name", Trouble("rubric_name_missing"))
        for line in draft.lines
        if "name" in line.fields() and not line.value("name")
    ]
    empty = [
        Fault(f"{line.key}.max", Trouble("rubric_section_empty"))
        for line in draft.of("sections")
        if not draft.items_of(line.code)
    ]
    _rubric, faults = judge(document_of(draft))
    return [*unnamed, *empty, *faults]


def sums(draft: RubricDraft) -> tuple[dict[str, int], int]:
    """({section: tenths of its items}, tenths of all); what is no number counts as nought."""
    found = {
        section.code: sum(_tenths(item.value("max")) for item in draft.items_of(section.code))
        for section in draft.of("sections")
    }
    return found, sum(found.values())


def _tenths(text: str) -> int:
    try:
        return tenths(text)
    except Trouble:
        return 0
