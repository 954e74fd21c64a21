"""Village lists as files bring them: any workbook or CSV with a header somewhere, a reason for each cell that cannot be
taken (DESIGN 6, DATA 1). The rows that can be read are taken; the others are told with their place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from station_desk.domain.intake_above import merged_values
from station_desk.domain.intake_cells import Cell, RawSheet, visible_text
from station_desk.domain.intake_dates import read_date
from station_desk.domain.intake_numbers import read_count
from station_desk.domain.intake_target import Head, Target, find_head, head_at
from station_desk.domain.intake_words import stated
from station_desk.domain.trouble import Trouble
from station_desk.domain.villages import NO_POST_KIND, VillageRow

TARGET = Target(
    {
        "code": "code 代码 编码 村编码 村代码 村居代码 村居编码 区划代码 统计用区划代码 行政区划代码 统计代码 区划编码 行政村代码",
        "name": "name 名称 村名 村 村居 村居名 行政村 村居名称 单位名称 村社区 村名称 行政村名称 所在村 社区 社区名称 村庄 村委会 村居委会",
        "kind": "kind 类别 种类 类型 村居类别 性质 村居类型",
        "township_code": "township_code 乡镇代码 乡镇编码 街道代码 镇街代码",
        "township": "township 乡镇 镇 街道 乡镇街道 镇街 街镇 镇办 所属乡镇 所在乡镇 乡镇名称 办事处",
        "households": "households 户数 总户数 户籍户数 常住户数 居民户数 村户数",
        "valid_from": "valid_from 启用日期 起始日期 设立日期 设立时间 成立时间 启用时间",
        "valid_to": "valid_to 停用日期 截止日期 撤销日期 撤销时间 合并日期 合并时间 并村时间 停用时间 撤并时间",
        "merged_into": "merged_into 并入 并入村 现并入 合并到 并入何村 现属 合并后 合并后村名 现村名 合并后名称",
        "officer": "officer 民警 社区民警 包村民警 驻村民警 责任民警 包片民警",
        "room": "room 警务室 所属警务室",
        "area": "area 片区 责任区 管区 所属片区 警务片区",
        "aliases": "aliases 别名 曾用名 俗称 又名 旧称 简称 原名 其他名称",
    },
    needs=(frozenset({"name"}),),
)
"""The fields of a village list. `aliases` are other names, with any mark between them."""

_KINDS = {"村": "村", "村委会": "村", "行政村": "村", "居": "居", "居委会": "居", "社区": "居", "类似": NO_POST_KIND}
_CODE = re.compile(r"[0-9A-Za-z-]{1,20}")
_TOTAL = re.compile(r".{0,10}(合计|小计|总计|共计)[:：]?\d*[个户]?|共\d+[个村户].*|计[:：]?\d+.*")
_BETWEEN = re.compile(r"[、，,;；/|\s]+")
_LONGEST_NAME = 15
_FILLED_DOWN = ("township", "township_code", "officer", "room", "area")


@dataclass(frozen=True, slots=True)
class VillageFault:
    """A cell that cannot be taken: its row, its field, and what stands there. The row is left out."""

    sheet: str
    row: int
    column: str
    text: str


@dataclass(frozen=True)
class VillageList:
    """A list as it was read: {row of the sheet: village}, other names by row, faults, rows that are no villages by kind
    (title, header, blank, subtotal, note), and columns that were not used or are about residents, by their words.
    `broken` are the rows with faults as they stand in the sheet, {row: {field: text}}.
    """

    sheet: str
    header_rows: tuple[int, ...]
    rows: Mapping[int, VillageRow]
    aliases: Mapping[int, tuple[str, ...]]
    faults: tuple[VillageFault, ...]
    skipped: Mapping[int, str]
    unused: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    broken: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


def kind_by_code(code: str) -> str:
    """居 for 001–199 at the end of a 12-digit code, 村 for 200–399, 类似 above; 村 where the code does not say."""
    if len(code) != 12 or not code.isdigit():
        return "村"
    return "居" if code[9] in "01" else "村" if code[9] in "23" else NO_POST_KIND


def read_rows(sheet: RawSheet, file: str) -> list[VillageRow]:
    """The villages of a tidy list. Troubles: `village_columns_missing` (file), `village_row_bad` (file, row, column) of
    the first cell that cannot be taken.
    """
    found = read_list(sheet)
    if found is None:
        raise Trouble("village_columns_missing", file=file)
    if found.faults:
        raise Trouble("village_row_bad", file=file, row=found.faults[0].row, column=found.faults[0].column)
    return list(found.rows.values())


def read_list(
    sheet: RawSheet,
    by_name: Mapping[tuple[str, str], str] | None = None,
    mended: Mapping[int, Mapping[str, str]] | None = None,
) -> VillageList | None:
    """The villages of a sheet, None where no header names them. `mended` are cells as a person put them right, {row:
    {field: text}}.

    `by_name` are the codes of villages that are known, by (township code, name) and by ("", name): a list without codes
    can bring them up to date, and nothing else.
    """
    head = find_head(sheet, TARGET)
    if head is None or ("code" not in head.columns.values() and not by_name):
        return None
    return _Reader(sheet, head, by_name or {}, mended or {}).read()


@dataclass
class _Reader:
    sheet: RawSheet
    head: Head
    by_name: Mapping[tuple[str, str], str]
    mended: Mapping[int, Mapping[str, str]]
    rows: dict[int, VillageRow] = field(default_factory=dict)
    aliases: dict[int, tuple[str, ...]] = field(default_factory=dict)
    faults: list[VillageFault] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    above: dict[str, Cell] = field(default_factory=dict)
    repeated: frozenset[int] = frozenset()
    broken: dict[int, Mapping[str, str]] = field(default_factory=dict)

    def read(self) -> VillageList:
        merged, first = merged_values(self.sheet), self.head
        for row in range(1, self.sheet.last_row + 1):
            if row < first.rows[0]:
                self.skipped[row] = "title" if row in self.sheet.rows else "blank"
            elif row in first.rows or row in self._repeated(row):
                self.skipped[row] = "header"
            else:
                cells = {
                    name: value if (value := self.sheet.at(row, column)) is not None else merged.value(row, column)
                    for column, name in first.columns.items()
                }
                self._row(row, {**cells, **self.mended.get(row, {})})
        told = tuple(first.unused.values()), tuple(first.refused.values())
        return VillageList(
            self.sheet.name, first.rows, self.rows, self.aliases, tuple(self.faults), self.skipped, *told, self.broken
        )

    def _repeated(self, row: int) -> frozenset[int]:
        """The rows of the same header where it begins at `row` again, on the next printed page."""
        if row not in self.sheet.rows:
            return self.repeated
        again = head_at(self.sheet, row, TARGET)
        if again is None or again.columns != self.head.columns:
            return self.repeated
        self.repeated |= frozenset(again.rows)
        return self.repeated

    def _row(self, row: int, cells: dict[str, Cell]) -> None:
        texts = {name: stated(cell) for name, cell in cells.items()}
        line = ["".join(visible_text(cell).split()) for cell in self.sheet.rows.get(row, ()) if visible_text(cell)]
        if not line:
            self.skipped[row] = "blank"
        elif any(_TOTAL.fullmatch(text) for text in line[:3]):
            self.skipped[row] = "subtotal"
        elif not texts.get("code") and (not texts.get("name") or self._is_alone(line, texts["name"])):
            self.skipped[row] = "note"
        else:
            self._village(row, cells, texts)

    def _is_alone(self, line: list[str], name: str) -> bool:
        """Whether a row says one thing only that is no name: a remark at the end, the title of the next page."""
        return len(line) == 1 and len(name) > _LONGEST_NAME

    def _village(self, row: int, cells: Mapping[str, Cell], texts: dict[str, str]) -> None:
        for name in _FILLED_DOWN:
            if texts.get(name):
                self.above[name] = texts[name]
            elif name in {"township", "township_code"} and name in texts:
                texts[name] = str(self.above.get(name, ""))
        before = len(self.faults)
        code = self._code(row, cells.get("code"), texts)
        kind = texts.get("kind", "")
        if kind and kind not in _KINDS:
            self._fault(row, "kind", kind)
        households = read_count(cells.get("households"))
        if households is None and texts.get("households"):
            self._fault(row, "households", texts["households"])
        days = {name: self._day(row, name, cells.get(name)) for name in ("valid_from", "valid_to")}
        if len(self.faults) > before:
            self.broken[row] = texts
            return
        village = VillageRow(
            code=code,
            name="".join(texts["name"].split()),
            kind=_KINDS.get(kind) or kind_by_code(code),
            township_code=texts.get("township_code") or (code[:9] if len(code) == 12 else ""),
            households=households,
            valid_from=days["valid_from"],
            valid_to=days["valid_to"],
            merged_into=texts.get("merged_into") or None,
        )
        self.rows[row] = replace(
            village,
            township=texts.get("township", ""),
            officer=texts.get("officer", ""),
            room=texts.get("room", ""),
            area=texts.get("area", ""),
        )
        others = tuple(piece for piece in _BETWEEN.split(texts.get("aliases", "")) if piece)
        if others:
            self.aliases[row] = others

    def _code(self, row: int, cell: Cell, texts: Mapping[str, str]) -> str:
        """The code of the row; a number beyond 15 digits is lost, and a name without a code must be one that we know."""
        name, code = texts.get("name", ""), texts.get("code", "")
        if not name:
            self._fault(row, "name", "")
        elif not code and self.by_name:
            code = self.by_name.get((texts.get("township_code", ""), name)) or self.by_name.get(("", name), "")
        is_lost = isinstance(cell, int | float) and abs(cell) >= 1e15
        if is_lost or not _CODE.fullmatch(code):
            self._fault(row, "code", texts.get("code", ""))
        return code

    def _day(self, row: int, name: str, cell: Cell) -> str | None:
        reading = read_date(cell, 2099)
        if reading.problem:
            self._fault(row, name, visible_text(cell))
        return reading.value

    def _fault(self, row: int, column: str, text: str) -> None:
        self.faults.append(VillageFault(self.sheet.name, row, column, text))
