"""A rubric as the lines of its paper, blank or with what was scored: sections, items, bonus and deduction, grades.

Box ids, by which a scan is read back, follow from the rubric and never from where a line stands: an item's code (`A1`,
three digits: tens, units, tenths), a bonus's or a deduction's code (`P2`, `M1`: how often), `等次.` and the grade,
`一票否决`, `加分` `减分` `合计` for the sums on the paper, `签认.签字` and `签认.拒签`. A long sheet goes on over several
pages; where its boxes lie on each of them is asked of the printing itself (`boxes`), for the rubric of the month.
"""

import json
from collections.abc import Mapping, Sequence

from station_desk.domain.assessment import Entry
from station_desk.domain.paper_kinds import Value
from station_desk.domain.paper_results import SheetItem, SheetSection, boxed, sections_scope
from station_desk.domain.paper_results_fields import MOST_GRADES
from station_desk.domain.points import points_text
from station_desk.domain.rubric import Item, Rubric
from station_desk.domain.rubric_words import evidence_words, extra_text, standard_text

SCORE_FORMS: Mapping[str, str] = {"F25": "person", "F26": "room"}
"""The sheets of a month whose lines are those of a rubric, and of what they are: of a person, of a room."""

MOST_WHY = 36
"""Full-width characters of a reason that the paper shows: two lines, so that no reason moves the boxes below it."""


def sheet_sections(rubric: Rubric, entries: Mapping[str, Entry]) -> tuple[SheetSection, ...]:
    """The parts of a sheet with their items: standard, maximum, points and what they rest on."""
    return tuple(
        SheetSection(
            f"{section} {rubric.names.get(section, '')}".strip(),
            most,
            tuple(_item(item, entries.get(item.code)) for item in rubric.items if item.section == section),
        )
        for section, most in rubric.sections().items()
    )


def _item(item: Item, entry: Entry | None) -> SheetItem:
    points = entry.counts if entry else None
    return SheetItem(item.code, item.name, standard_text(item), item.most, points, _why(entry) if entry else "")


def _why(entry: Entry) -> str:
    """The officer's words; else what the machine's points rest on, with them where the officer gave others."""
    seen = evidence_words(json.loads(entry.evidence)) if entry.evidence else ""
    told = entry.words or seen
    if entry.differs and entry.machine is not None:
        told = f"日志算得 {points_text(entry.machine)}（{seen}）" + (f"；{entry.words}" if entry.words else "")
    return told if len(told) <= MOST_WHY else f"{told[: MOST_WHY - 1]}…"


def sheet_scope(rubric: Rubric, entries: Mapping[str, Entry], grade: str = "") -> dict[str, Value]:
    """The values of a person's sheet by the names that a form uses; an empty one without `entries`."""
    shown: dict[str, Value] = {
        "部分": sections_scope(sheet_sections(rubric, entries)),
        "加减项": extras_scope(rubric, entries),
        "否决项": "；".join(f"{code} {name}" for code, name in rubric.vetoes.items()),
    }
    for at in range(MOST_GRADES):
        name = rubric.grades.names[at] if at < len(rubric.grades.names) else ""
        shown[f"等次{at + 1}"] = name
        shown[f"选等次{at + 1}"] = "是" if name and name == grade else ""
    return shown


def extras_scope(rubric: Rubric, entries: Mapping[str, Entry]) -> tuple[Mapping[str, Value], ...]:
    """Bonuses and deductions two by two, with how often each was counted."""
    return _pairs(_extras(rubric, entries))


def _extras(rubric: Rubric, entries: Mapping[str, Entry]) -> list[tuple[str, str, str]]:
    """(code, words, how often as digits) of every bonus and deduction."""
    both = [*((one, "+") for one in rubric.adds.values()), *((one, "−") for one in rubric.deducts.values())]
    return [
        (one.code, extra_text(one, sign), boxed((entries[one.code].count or None) if one.code in entries else None, 2))
        for one, sign in both
    ]


def _pairs(lines: Sequence[tuple[str, str, str]]) -> tuple[Mapping[str, Value], ...]:
    """Two lines side by side; the last one may stand alone."""
    found = []
    for at in range(0, len(lines), 2):
        left, right = lines[at], lines[at + 1] if at + 1 < len(lines) else ("", "", "")
        names = ("左编码", "左项目", "左次数", "右编码", "右项目", "右次数")
        found.append(dict[str, Value](zip(names, (*left, *right), strict=True)))
    return tuple(found)
