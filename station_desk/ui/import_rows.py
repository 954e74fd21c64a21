"""The rows of an import as the preview shows them: every row of the sheet, in its order, with its number and its marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from station_desk.domain.intake import HELD, Proposal, ProposedRow
from station_desk.domain.intake_cells import visible_text
from station_desk.domain.intake_marks import cell_marks
from station_desk.domain.intake_match import Key, Known
from station_desk.domain.intake_sheet import Skipped
from station_desk.services import intake_preview
from station_desk.ui.delegate import Cell
from station_desk.ui.import_words import SKIPPED, column_word, row_words
from station_desk.ui.lists import Column
from station_desk.ui.person_typing import grouped
from station_desk.ui.person_words import value_word
from station_desk.wording import N, language, t

Part = Literal["all", "held", "warned", "new", "changed", "same", "skipped", "absent"]
PARTS: tuple[tuple[Part, str], ...] = (
    ("all", N("全部 {n}")),
    ("held", N("暂缓 {n}")),
    ("warned", N("有提醒 {n}")),
    ("new", N("新增 {n}")),
    ("changed", N("改动 {n}")),
    ("same", N("相同 {n}")),
    ("skipped", N("跳过的行 {n}")),
    ("absent", N("表里没有的人 {n}")),
)
SHOWN = ("name", "sex", "id_no", "birth", "phone", "village", "education")
MORE = (
    "phone2", "political", "post", "start_date", "end_date", "term", "number", "bank_card", "officer", "room", "area",
    "age", "remark",
)  # fmt: skip
"""Shown behind the reasons where the file has such a column."""
_GROUPED = ("id_no", "phone", "phone2", "bank_card")
_NOT_VALUES = ("term", "age", "remark")
_QUIET_MARKS = ("cell_tidied", "cell_from_id", "cell_inherited", "cell_not_stored")
_WARN_MARKS = ("cell_conflict", "cell_error")
_BLUE_MARKS = ("cell_changed", "cell_decided", "cell_edited")


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row of the sheet: a person row or a skipped one; or a person of the roster whom the file does not name."""

    sheet: str
    number: int
    row: ProposedRow | None
    skipped: Skipped | None
    absent: Known | None = None

    @property
    def key(self) -> Key:
        """What tells it from other lines."""
        if self.absent is not None:
            return self.absent.person.id, 0, ""
        return self.row.key if self.row else (self.sheet, self.number, self.skipped.block if self.skipped else "")


@dataclass(frozen=True)
class Preview:
    """A proposal made ready for the screen, in the background: its lines, the counts of the chips, the fields shown."""

    proposal: Proposal
    lines: Sequence[ImportLine]
    counts: Mapping[Part, int]
    fields: Sequence[str]
    roster: Mapping[str, Known]
    groups: Sequence[tuple[str, int]] = field(default=())

    @property
    def writable(self) -> int:
        """How many people 写入 would touch."""
        return self.counts["new"] + self.counts["changed"]


def look_at(proposal: Proposal) -> Preview:
    """The preview of a proposal."""
    lines = import_lines(proposal)
    lines += [ImportLine("", 0, None, None, known) for known in intake_preview.absent(proposal)]
    counts = {part: sum(belongs(line, part) for line in lines) for part, _word in PARTS}
    mapped = {name for sheet in proposal.sheets for columns in sheet.columns.values() for name in columns}
    fields = (*SHOWN, *(name for name in MORE if name in mapped))
    tally: dict[str, int] = {}
    for line in lines:
        for code in codes_of(line):
            tally[code] = tally.get(code, 0) + 1
    groups = sorted(tally.items(), key=lambda one: (not _holds(one[0], lines), -one[1]))
    return Preview(proposal, lines, counts, fields, intake_preview.by_person(proposal), groups)


def _holds(code: str, lines: Sequence[ImportLine]) -> bool:
    return any(line.row is not None and code in line.row.reasons for line in lines)


def codes_of(line: ImportLine) -> Sequence[str]:
    """What is to be looked at in a row: why it waits, else what is doubtful."""
    return () if line.row is None else line.row.reasons or line.row.warnings


def import_lines(proposal: Proposal) -> list[ImportLine]:
    """Every row, sheet by sheet, in the sheet's order."""
    order = {sheet.name: at for at, sheet in enumerate(proposal.sheets)}
    lines = [ImportLine(row.source.sheet, row.source.row, row, None) for row in proposal.rows]
    lines += [ImportLine(one.sheet, one.row, None, one) for one in proposal.skipped]
    return sorted(lines, key=lambda line: (order.get(line.sheet, len(order)), line.number, line.key[2]))


def belongs(line: ImportLine, part: Part) -> bool:
    """Whether a chip lets the line through. People whom the file does not name stand only in their own chip."""
    row = line.row
    if line.absent is not None or row is None:
        return part == "absent" if line.absent is not None else part in ("all", "skipped")
    match part:
        case "all":
            return True
        case "held":
            return row.outcome == "reject"
        case "warned":
            return row.outcome == "accept" and bool(row.warnings)
        case "skipped" | "absent":
            return False
        case _:
            return row.change == part


def needs_person(line: ImportLine, proposal: Proposal) -> bool:
    """Whether somebody must look: the row waits without anybody having said so, or a cell is to be decided."""
    row = line.row
    if row is None or row.key in proposal.held:
        return False
    return row.outcome == "reject" or "cell_conflict" in row.warnings or bool(open_choices(row))


def open_choices(row: ProposedRow) -> list[str]:
    """The fields whose cell has several readings and none was chosen."""
    return [name for name in row.choices if name not in row.edited]


def problem_field(row: ProposedRow) -> str:
    """The field of the row that wants a person first, "" where it is the row as a whole."""
    marks = marks_of(row)
    for codes in (row.reasons, ("cell_conflict",)):
        for code in codes:
            if name := next((name for name in marks if code in marks[name]), ""):
                return name
    fields = [*open_choices(row), *(name for code in row.warnings for name in marks if code in marks[name])]
    return next(iter(fields), "")


def marks_of(row: ProposedRow) -> Mapping[str, tuple[str, ...]]:
    """The codes of the row by field, the weightiest first; a spelling that says the same is not news."""
    found = {}
    for name, codes in cell_marks(row).items():
        kept = tuple(code for code in codes if code != "cell_tidied" or _is_news(row, name))
        if name in ("birth", "sex") and (row.values.id_no or "id_lost_precision" in row.reasons):
            kept = tuple("cell_from_id" if code == "cell_tidied" else code for code in kept)
        if kept:
            found[name] = kept
    if row.values.birth and "birth" not in found and "id_lost_precision" in row.reasons:
        found["birth"] = ("cell_from_id",)
    if row.values.villages and "village" not in found and "village" not in row.edited:
        text = visible_text(row.source.cells.get("village"))
        if text and text not in {village.name for village in row.values.villages}:
            found["village"] = ("cell_tidied",)
    return found


def _is_news(row: ProposedRow, name: str) -> bool:
    """Whether a tidied cell says more than blanks, dots and capital letters did."""
    before = "".join(filter(str.isalnum, visible_text(row.source.cells.get(name)))).upper()
    after = "".join(filter(str.isalnum, str(getattr(row.values, name) or "")))
    return not (before and after.startswith(before))


def import_columns(fields: Sequence[str]) -> list[Column]:
    """The columns of the preview (picture 04); what more the file has stands behind the reasons."""
    chinese = language() == "zh_CN"
    widths = {
        "name": 130,
        "sex": 48 if chinese else 64,
        "id_no": 178,
        "birth": 96,
        "phone": 124,
        "village": 128 if chinese else 110,
        "education": 64 if chinese else 90,
        "remark": 180,
        "bank_card": 190,
    }
    more = list(fields[len(SHOWN) :])
    return [
        Column(t("处理"), 84 if chinese else 102),
        Column(t("行"), 44, "right"),
        *(Column(column_word(name), widths[name]) for name in SHOWN),
        Column(t("说明"), 260 if more else 0),
        *(Column(column_word(name), widths.get(name, 120)) for name in more),
    ]


def column_fields(fields: Sequence[str]) -> list[str]:
    """The field of each column, "" for those that speak of the whole row."""
    return ["", "", *SHOWN, "", *fields[len(SHOWN) :]]


def import_cells(line: ImportLine, fields: Sequence[str]) -> Sequence[Cell]:
    """One line's cells."""
    if line.absent is not None:
        return _absent_cells(line.absent)
    if line.row is None:
        return _skipped_cells(line)
    row = line.row
    held = row.outcome == "reject"
    if held:
        verdict = Cell(t("暂缓"), mark="bad", ink="bad", weight="medium")
    elif row.warnings:
        verdict = Cell(t("接受"), mark="warn")
    else:
        verdict = Cell(t("接受"), mark="tick", ink="text2")
    ink = "bad" if held else "warn" if row.warnings else "accent" if row.change == "changed" else "text2"
    number = Cell(f"{line.number}{row.source.block}", ink="hint", align="right")
    marks = marks_of(row)
    first = tuple(_value_cell(row, name, marks.get(name, ())) for name in SHOWN)
    more = tuple(_value_cell(row, name, marks.get(name, ())) for name in fields[len(SHOWN) :])
    return (verdict, number, *first, Cell(row_words(row), ink=ink), *more)


def shown_value(row: ProposedRow, name: str) -> str:
    """What a cell shows: the value as read, or what stands in the sheet where it could not be read."""
    if name == "village":
        villages = row.values.villages
        return "、".join(village.name for village in villages) or row.values.village_text or ""
    value = None if name in _NOT_VALUES else getattr(row.values, name)
    if value:
        return grouped(name, value) if name in _GROUPED else str(value)
    return row.values.masked.get(name) or intake_preview.shown_text(row.source.cells.get(name))


def mark_kind(row: ProposedRow, codes: Sequence[str]) -> Literal["", "bad", "warn", "changed", "noted"]:
    """How a cell with these codes is marked."""
    if any(code in row.reasons and code != HELD for code in codes):
        return "bad"
    if any(not code.startswith("cell_") or code in _WARN_MARKS for code in codes):
        return "warn"
    if any(code in _BLUE_MARKS for code in codes):
        return "changed"
    return "noted" if any(code in _QUIET_MARKS for code in codes) else ""


def _value_cell(row: ProposedRow, name: str, codes: Sequence[str]) -> Cell:
    text = shown_value(row, name)
    if name in ("sex", "education", "political", "post"):
        text = value_word(text)
    kind = mark_kind(row, codes)
    weight: Literal["medium", "regular"] = "medium" if name == "name" or kind == "bad" else "regular"
    ground = {"bad": "bad_tint", "warn": "warn_tint", "changed": "tint"}.get(kind, "")
    return Cell(text, sign=kind, ground=ground, ink="bad" if kind == "bad" else "", weight=weight)


def _skipped_cells(line: ImportLine) -> Sequence[Cell]:
    kind = line.skipped.kind if line.skipped else ""
    village = line.skipped.village if line.skipped else ""
    verdict = Cell(t("跳过"), mark="skip", ink="text2")
    rest = tuple(Cell(village if name == "village" else "", ink="text2") for name in SHOWN)
    number = Cell(f"{line.number}{line.key[2]}", ink="hint", align="right")
    return (verdict, number, *rest, Cell(t(SKIPPED.get(kind, kind)), ink="text2"))


def _absent_cells(known: Known) -> Sequence[Cell]:
    person = known.person
    texts = {
        "name": person.name,
        "sex": value_word(person.sex),
        "id_no": grouped("id_no", person.id_no or ""),
        "birth": person.birth or "",
        "phone": grouped("phone", person.phone or ""),
        "education": value_word(person.education),
    }
    rest = tuple(Cell(texts.get(name, ""), weight="medium" if name == "name" else "regular") for name in SHOWN)
    return (Cell(t("不动"), mark="skip", ink="text2"), Cell(), *rest, Cell(t("表里没有，花名册里照旧"), ink="text2"))
