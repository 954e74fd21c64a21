"""What the preview of a month's workbook shows: a line for each row that would be entered, and for each thing held back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from station_desk.domain.log_month_said import DIFFERS, month_said
from station_desk.domain.log_parts import GridEntry, GridHeld
from station_desk.domain.work_columns import Column
from station_desk.services import log_import
from station_desk.services.desk import Desk
from station_desk.services.log_import import LogProposal
from station_desk.services.work_log import columns, month_of
from station_desk.ui.person_words import listed
from station_desk.wording import N, t
from station_desk.wording.log_import import HELD

Part = Literal["all", "write", "change", "held"]
PARTS: dict[Part, str] = {
    "all": N("全部 {n}"),
    "write": N("要写 {n}"),
    "change": N("改动 {n}"),
    "held": N("留着 {n}"),
}
_FIELDS = {
    "name": N("姓名"),
    "village": N("村"),
    "id_no": N("身份证号"),
    "date": N("日期"),
    "month": N("月份"),
    "item": N("项目"),
    "serial": N("序号"),
    "total": N("合计（不收）"),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """A row of the file with what would be entered of it, or something that is held back (`why`). `changes`: how many of
    its counts would take the place of another one."""

    sheet: str
    row: int
    name: str
    village: str
    when: str
    says: str
    why: str = ""
    changes: int = 0

    def belongs(self, part: Part) -> bool:
        """Whether a chip shows it."""
        match part:
            case "write":
                return not self.why
            case "change":
                return self.changes > 0
            case "held":
                return bool(self.why)
            case "all":
                return True


@dataclass(frozen=True, slots=True)
class LogPreview:
    """A proposal as it is looked at: `cells` would be entered, `changes` of them over another count; `read` and `unread`
    say which columns were found and which were not taken; `named_otherwise`: the file's name says another month."""

    proposal: LogProposal
    lines: tuple[LogLine, ...]
    cells: int
    changes: int
    held: int
    read: str
    unread: str
    totals: str
    named_otherwise: bool = False


def look(desk: Desk, file: Path, month: str) -> LogPreview:
    """Read a workbook and say what it would do; `month` is that of rows that state none. Nothing is stored."""
    proposal = log_import.propose_log(desk, file)
    if any(one.why == "month_unknown" for one in proposal.held):
        proposal = log_import.propose_log(desk, file, month)
    known, there = columns(desk), log_import.standing(desk, proposal)
    rows: dict[tuple[str, int], list[GridEntry]] = {}
    for one in proposal.entries:
        rows.setdefault((one.sheet, one.row), []).append(one)
    lines = [_line(part, known, there) for part in rows.values()]
    lines += [_held_line(one) for one in proposal.held]
    lines += [
        LogLine("", 0, t("全所一个数"), "", when, f"{_name(code, known)} {value}")
        for (code, when), value in sorted(proposal.station.items())
    ]
    order = {name: at for at, name in enumerate(proposal.columns)}
    lines.sort(key=lambda one: (order.get(one.sheet, len(order)), one.row, bool(one.why)))
    changes = sum(one.changes for one in lines)
    months = {one.month for one in proposal.entries}
    named = (month_said([file.stem], one, lambda day: month_of(desk, day))[1] == DIFFERS for one in months)
    return LogPreview(
        proposal=proposal,
        lines=tuple(lines),
        cells=len(proposal.entries) + len(proposal.station),
        changes=changes,
        held=sum(bool(one.why) for one in lines),
        read=_columns_read(proposal, known),
        unread=listed(one.text or one.column for one in proposal.held if not one.row and one.sheet),
        totals="　".join(f"{_name(code, known)} {count}" for code, count in proposal.totals.items()),
        named_otherwise=any(named),
    )


def _line(entries: Sequence[GridEntry], known: Mapping[str, Column], there: Mapping[GridEntry, int]) -> LogLine:
    first = entries[0]
    village = first.village or (first.person.villages[0] if len(first.person.villages) == 1 else None)
    said, changes = [], 0
    for one in entries:
        before = there.get(one)
        changed = before is not None and before != one.count
        changes += changed
        count = t("零报告") if one.zero_report else str(one.count)
        said.append(f"{_name(one.code, known)} {before}→{count}" if changed else f"{_name(one.code, known)} {count}")
    when = "、".join(dict.fromkeys(one.day or one.month for one in entries))
    name = village.name if village else ""
    return LogLine(first.sheet, first.row, first.person.name, name, when, "　".join(said), "", changes)


def _held_line(held: GridHeld) -> LogLine:
    """What stands in the place that is held back, where, and why."""
    said, when = held.text, held.day or held.month
    if held.column and held.row:
        said = t("{column} 列：{text}", column=held.column, text=held.text)
    elif held.column:
        said = t("{column} 列“{text}”", column=held.column, text=held.text)
    return LogLine(held.sheet, held.row, held.name, held.village, when, said, t(HELD[held.why]))


def _name(code: str, known: Mapping[str, Column]) -> str:
    return known[code].name if code in known else code


def _columns_read(proposal: LogProposal, known: Mapping[str, Column]) -> str:
    """Which column of the (first) sheet is what."""
    for sheet in proposal.columns.values():
        said = [f"{letters} {_column(what, known)}" for letters, what in sheet.items()]
        return "　".join(said)
    return ""


def _column(what: str, known: Mapping[str, Column]) -> str:
    if what.startswith("month:"):
        return what.removeprefix("month:").strip("-")
    if what.startswith("day:"):
        return what.removeprefix("day:").removeprefix("0-")
    return t(_FIELDS[what]) if what in _FIELDS else _name(what, known)
