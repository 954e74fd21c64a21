"""Lists of work stations and police rooms as files bring them: a header somewhere, one place a row, a reason for each cell
that cannot be taken.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from station_desk.domain.intake_cells import Cell, RawSheet, visible_text
from station_desk.domain.intake_dates import read_date
from station_desk.domain.intake_target import Target, find_head
from station_desk.domain.intake_words import stated
from station_desk.domain.posts import UnitKind

TARGET = Target(
    {
        "name": "name 名称 站名 站室名称 工作站 工作站名称 警务工作站 警务工作站名称 单位名称 警务室名称",
        "kind": "kind 类别 种类 类型 性质",
        "code": "code 编号 编码 站编号 代码 序列号",
        "parent": "parent 上级 所属警务室 上级警务室 警务室 所在警务室",
        "villages": "villages 村 所辖村 辖村 管辖村 包村 辖区村 所辖村居 村居 行政村 管辖村居 村代码",
        "township": "township 乡镇 街道 镇街 所属乡镇 所在乡镇",
        "officer": "officer 民警 社区民警 责任民警 包村民警 驻村民警",
        "valid_from": "valid_from 启用日期 设立日期 成立时间 启用时间 起始日期",
        "valid_to": "valid_to 停用日期 撤销日期 撤销时间 截止日期",
    },
    needs=(frozenset({"name"}), frozenset({"villages", "parent", "kind"})),
)
_KINDS: Mapping[str, UnitKind] = {
    **dict.fromkeys(("警务工作站", "工作站", "站", "station"), "station"),
    **dict.fromkeys(("警务室", "室", "room"), "room"),
}
_BETWEEN = re.compile(r"[、，,;；/|\n]+")
_NO_PLACE = re.compile(r"(合计|小计|总计|共计|备注|说明|注).*")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One place of a list. `villages` by code or name as written, the first bears the post; `parent` a room by name."""

    row: int
    kind: UnitKind
    name: str
    code: str = ""
    parent: str = ""
    villages: tuple[str, ...] = ()
    township: str = ""
    officer: str = ""
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class UnitFault:
    """A row that cannot be taken: its number, the field, what stands there."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class UnitList:
    """A list as it was read."""

    rows: tuple[UnitRow, ...]
    faults: tuple[UnitFault, ...] = ()


def listed_villages(text: str) -> tuple[str, ...]:
    """The villages that a cell or a field names, each once, in their order."""
    return tuple(dict.fromkeys(piece.strip() for piece in _BETWEEN.split(text) if piece.strip()))


def read_units(sheet: RawSheet) -> UnitList | None:
    """The places of a sheet, None where no header names them. The township of a row above counts on."""
    head = find_head(sheet, TARGET)
    if head is None:
        return None
    rows: list[UnitRow] = []
    faults: list[UnitFault] = []
    township = ""
    for number in sorted(sheet.rows):
        if number <= max(head.rows):
            continue
        cells = {name: sheet.at(number, column) for column, name in head.columns.items()}
        texts = {name: stated(cell) for name, cell in cells.items()}
        name = "".join(texts.get("name", "").split())
        if not name or _NO_PLACE.fullmatch(name) or name == "".join(visible_text(sheet.at(1, 1)).split()):
            continue
        township = texts.get("township") or township
        found = _row(number, name, township, cells, texts)
        if isinstance(found, UnitFault):
            faults.append(found)
        else:
            rows.append(found)
    return UnitList(tuple(rows), tuple(faults))


def _row(
    number: int, name: str, township: str, cells: Mapping[str, Cell], texts: Mapping[str, str]
) -> UnitRow | UnitFault:
    told = texts.get("kind", "")
    kind = _KINDS.get(told) or (None if told else "room" if name.endswith("室") else "station")
    if kind is None:
        return UnitFault(number, "kind", told)
    days: dict[str, str | None] = {}
    for one in ("valid_from", "valid_to"):
        reading = read_date(cells.get(one), 2099)
        if reading.problem or (reading.value and len(reading.value) != 10):
            return UnitFault(number, one, visible_text(cells.get(one)))
        days[one] = reading.value
    return UnitRow(
        number,
        kind,
        name,
        texts.get("code", ""),
        "".join(texts.get("parent", "").split()),
        listed_villages(texts.get("villages", "")),
        township,
        texts.get("officer", ""),
        days["valid_from"],
        days["valid_to"],
    )
