"""Village lists as files bring them: the columns by their usual names, only code and name needed (DESIGN 6, DATA 1)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from station_desk.domain.dates import is_date
from station_desk.domain.intake_cells import Cell, RawSheet, visible_text
from station_desk.domain.trouble import Trouble
from station_desk.domain.villages import NO_POST_KIND, VillageRow

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "代码", "编码", "村编码", "村代码", "区划代码", "统计用区划代码", "行政区划代码", "统计代码"),
    "name": ("name", "名称", "村名", "村", "村居", "村（居）", "行政村", "村居名称", "单位名称", "村（社区）"),
    "kind": ("kind", "类别", "种类", "类型"),
    "township_code": ("township_code", "乡镇代码", "乡镇编码"),
    "township": ("township", "乡镇", "镇", "街道", "乡镇街道", "乡镇（街道）", "所属乡镇"),
    "households": ("households", "户数", "总户数"),
    "valid_from": ("valid_from", "启用日期", "起始日期", "设立日期"),
    "valid_to": ("valid_to", "停用日期", "截止日期", "撤销日期"),
    "merged_into": ("merged_into", "并入", "并入村", "现并入"),
    "officer": ("officer", "民警", "社区民警", "包村民警", "驻村民警"),
    "room": ("room", "警务室"),
    "area": ("area", "片区"),
}
_SIGNS = {sign: column for column, signs in _COLUMNS.items() for sign in signs}
_KINDS = {"村": "村", "村委会": "村", "居": "居", "居委会": "居", "社区": "居", "类似": NO_POST_KIND}
_CODE = re.compile(r"[0-9A-Za-z-]{1,20}")
_HEAD_WITHIN = 10


def kind_by_code(code: str) -> str:
    """居 for 001–199 at the end of a 12-digit code, 村 for 200–399, 类似 above; 村 where the code does not say."""
    if len(code) != 12 or not code.isdigit():
        return "村"
    return "居" if code[9] in "01" else "村" if code[9] in "23" else NO_POST_KIND


def read_rows(sheet: RawSheet, file: str) -> list[VillageRow]:
    """The villages of a sheet. Troubles: `village_columns_missing` (file), `village_row_bad` (file, row, column)."""
    head = _head(sheet)
    if head is None:
        raise Trouble("village_columns_missing", file=file)
    number, columns = head
    return list(_rows(sheet, number, columns, file))


def _head(sheet: RawSheet) -> tuple[int, dict[int, str]] | None:
    """The row of the headings and {column: field}; None where no row names both code and name."""
    for number in sorted(sheet.rows)[:_HEAD_WITHIN]:
        signs = (re.sub(r"\s", "", visible_text(cell)).lower() for cell in sheet.rows[number])
        columns: dict[int, str] = {}
        for at, sign in enumerate(signs):
            field = _SIGNS.get(sign.replace("(", "（").replace(")", "）"))
            if field and field not in columns.values():
                columns[at] = field
        if {"code", "name"} <= set(columns.values()):
            return number, columns
    return None


def _rows(sheet: RawSheet, head: int, columns: Mapping[int, str], file: str) -> Iterator[VillageRow]:
    for number in sorted(row for row in sheet.rows if row > head):
        values = {columns[at]: cell for at, cell in enumerate(sheet.rows[number]) if at in columns}
        texts = {name: visible_text(cell) for name, cell in values.items()}
        if not texts.get("code") and not texts.get("name"):
            continue
        yield _row(texts, values, file, number)


def _row(texts: Mapping[str, str], values: Mapping[str, Cell], file: str, number: int) -> VillageRow:
    def bad(column: str) -> Trouble:
        return Trouble("village_row_bad", file=file, row=number, column=column)

    code = texts.get("code", "")
    if not _CODE.fullmatch(code):
        raise bad("code")
    if not texts.get("name"):
        raise bad("name")
    kind = texts.get("kind", "")
    if kind and kind not in _KINDS:
        raise bad("kind")
    households = texts.get("households", "").replace(",", "")
    if households and not households.isdecimal():
        raise bad("households")
    for column in ("valid_from", "valid_to"):
        if texts.get(column) and not is_date(texts[column]):
            raise bad(column)
    row = VillageRow(
        code=code,
        name=texts["name"],
        kind=_KINDS.get(kind) or kind_by_code(code),
        township_code=texts.get("township_code") or (code[:9] if len(code) == 12 else ""),
        households=int(households) if households else None,
    )
    more = {name: texts[name] for name in ("township", "officer", "room", "area") if texts.get(name)}
    when = {name: texts[name] for name in ("valid_from", "valid_to", "merged_into") if texts.get(name)}
    return replace(row, **more, **when)  # type: ignore[arg-type]
