"""The rows of an import as the preview shows them: every row of the sheet, in its order, with its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from station_desk.domain.intake import Proposal, ProposedRow
from station_desk.domain.intake_cells import visible_text
from station_desk.domain.intake_sheet import Skipped
from station_desk.ui.delegate import Cell
from station_desk.ui.import_words import SKIPPED, field_of, row_words
from station_desk.ui.lists import Column
from station_desk.ui.person_typing import grouped
from station_desk.ui.person_words import value_word
from station_desk.wording import N, language, t

Part = Literal["all", "held", "warned", "new", "changed", "same", "skipped"]
PARTS: tuple[tuple[Part, str], ...] = (
    ("all", N("全部 {n}")),
    ("held", N("暂缓 {n}")),
    ("warned", N("有提醒 {n}")),
    ("new", N("新增 {n}")),
    ("changed", N("改动 {n}")),
    ("same", N("相同 {n}")),
    ("skipped", N("跳过的行 {n}")),
)
_SHOWN = ("name", "sex", "id_no", "birth", "phone", "village", "education")


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row of the sheet: a person row or a skipped one."""

    sheet: str
    number: int
    row: ProposedRow | None
    skipped: Skipped | None


def import_lines(proposal: Proposal) -> list[ImportLine]:
    """Every row, sheet by sheet, in the sheet's order."""
    order = {sheet.name: at for at, sheet in enumerate(proposal.sheets)}
    lines = [ImportLine(row.source.sheet, row.source.row, row, None) for row in proposal.rows]
    lines += [ImportLine(one.sheet, one.row, None, one) for one in proposal.skipped]
    return sorted(lines, key=lambda line: (order.get(line.sheet, len(order)), line.number))


def belongs(line: ImportLine, part: Part) -> bool:
    """Whether a chip lets the line through."""
    row = line.row
    if row is None:
        return part in ("all", "skipped")
    match part:
        case "all":
            return True
        case "held":
            return row.outcome == "reject"
        case "warned":
            return row.outcome == "accept" and bool(row.warnings)
        case "skipped":
            return False
        case _:
            return row.change == part


def import_columns() -> list[Column]:
    """The columns of the preview (picture 04)."""
    chinese = language() == "zh_CN"
    return [
        Column(t("处理"), 84 if chinese else 102),
        Column(t("行"), 44, "right"),
        Column(t("姓名"), 120 if chinese else 108),
        Column(t("性别"), 48 if chinese else 64),
        Column(t("身份证号"), 188),
        Column(t("出生"), 92),
        Column(t("电话"), 124),
        Column(t("村"), 136 if chinese else 104),
        Column(t("学历"), 64 if chinese else 96),
        Column(t("说明"), 0),
    ]


def import_cells(line: ImportLine) -> Sequence[Cell]:
    """One line's cells."""
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
    number = Cell(str(line.number), ink="hint", align="right")
    return (verdict, number, *(_value_cell(row, name) for name in _SHOWN), Cell(row_words(row), ink=ink))


def shown_value(row: ProposedRow, name: str) -> str:
    """What a cell shows: the value as read, or what stands in the sheet where it could not be read."""
    if name == "village":
        villages = row.values.villages
        return "、".join(village.name for village in villages) or row.values.village_text or ""
    value = getattr(row.values, name)
    if value:
        return grouped(name, value) if name in ("id_no", "phone") else str(value)
    return row.values.masked.get(name) or visible_text(row.source.cells.get(name))


def _value_cell(row: ProposedRow, name: str) -> Cell:
    text = shown_value(row, name)
    if name in ("sex", "education"):
        text = value_word(text)
    weight = "medium" if name == "name" else "regular"
    if any(field_of(code) == name for code in row.reasons):
        return Cell(text, sign="bad", ground="bad_tint", ink="bad", weight="medium")
    if any(field_of(code) == name for code in row.warnings):
        return Cell(text, sign="warn", ground="warn_tint", weight=weight)  # type: ignore[arg-type]
    if row.change == "changed" and (name in row.changes or (name == "village" and "village_ids" in row.changes)):
        return Cell(text, sign="changed", ground="tint", weight=weight)  # type: ignore[arg-type]
    return Cell(text, weight=weight)  # type: ignore[arg-type]


def _skipped_cells(line: ImportLine) -> Sequence[Cell]:
    kind = line.skipped.kind if line.skipped else ""
    village = line.skipped.village if line.skipped else ""
    verdict = Cell(t("跳过"), mark="skip", ink="text2")
    rest = tuple(Cell(village if at == 5 else "", ink="text2") for at in range(len(_SHOWN)))
    return (
        verdict,
        Cell(str(line.number), ink="hint", align="right"),
        *rest,
        Cell(t(SKIPPED.get(kind, kind)), ink="text2"),
    )
