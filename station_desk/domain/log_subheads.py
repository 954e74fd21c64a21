"""Heads that are divided below: 走访 over 上月 and 本月, over 任务 and 完成, over 白天, 夜间 and 小计. One part of them is the count of
the month, or none is. So too what stands below 上月, 累计 or 任务 and again below 本月 or 完成.

Also heads of other words for one kind of work: which of them is its number, the sheet does not say.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from station_desk.domain.intake_cells import RawSheet, visible_text
from station_desk.domain.intake_columns import header_key
from station_desk.domain.intake_target import Head

_WHOLE = re.compile(r"小计|合计|总计|共计|总数|合计数|计|本月(?:合计|小计|总数)")
_OWN = re.compile(
    r"(?:本月|当月|本期)?(?:(?:实际)?(?:完成|开展)?(?:数|数量|次数|件数|起数|条数|处数|户数|场数|场次数?|个数|量|情况)?|新增|[户次件起条处场]次?)"
)
"""What may be said of the one part that is the count of the month."""
_ELSE = re.compile(
    r"累计|上个?月|上年|去年|同期|计划|任务|目标|指标|应完成|全年|年度|季度|至今|以来|同比|环比|排名|得分|分值|考核分"
)
"""What stands below is no count of the month."""


def divided(sheet: RawSheet, head: Head, counted: str, code_of: Callable[[str], str | None]) -> Head:
    """The header with one column for each divided head, and without those of which nobody knows which part counts.

    `counted`: how the fields of counted columns begin; `code_of`: the field of a header key.
    """
    top = head.rows[0]
    below = _below(sheet, head, counted, code_of)
    if not below:
        return head
    columns, unused = dict(head.columns), dict(head.unused)
    own = dict[int, str]()
    for parent, parts in _groups(sheet, top, below):
        field = code_of(parent) or ""
        fields = {column: name for column, part in parts.items() if (name := code_of(part) or "").startswith(counted)}
        if _ELSE.search(parent):
            columns = {column: name for column, name in columns.items() if column not in fields}
            unused |= {column: f"{parts[column]}({parent})" for column in fields}
        elif parent and _OWN.fullmatch(parent):
            own |= {column: name for column, name in fields.items() if column not in sheet.hidden_columns}
        if not field.startswith(counted) or any(_of_its_own(parent, part, field, code_of) for part in parts.values()):
            continue
        for column, part in parts.items():
            columns.pop(column, None)
            unused[column] = f"{parent}({part or '…'})"
        chosen = _part({column: part for column, part in parts.items() if column not in sheet.hidden_columns})
        if chosen:
            columns = {column: name for column, name in columns.items() if name != field} | {chosen: field}
            del unused[chosen]
    again = {column: name for column, name in own.items() if name not in columns.values()}
    unused = {column: key for column, key in unused.items() if column not in again}
    columns = dict(sorted((columns | again).items()))
    return replace(head, rows=tuple(dict.fromkeys((*head.rows, top + 1))), columns=columns, unused=unused)


def in_other_words(head: Head, counted: str, code_of: Callable[[str], str | None], said: Mapping[int, str]) -> Head:
    """The header without the columns of one kind of work that two heads name in other words: 走访 and 入户走访.

    `said`: {column: header key}.
    """
    columns, unused = dict(head.columns), dict(head.unused)
    for column, field in head.columns.items():
        others = [key for key in head.unused.values() if "(" not in key and code_of(key) == field]
        if field.startswith(counted) and any(key != said[column] for key in others):
            del columns[column]
            unused[column] = said[column]
    return replace(head, columns=columns, unused=dict(sorted(unused.items())))


def _below(sheet: RawSheet, head: Head, counted: str, code_of: Callable[[str], str | None]) -> dict[int, str]:
    """The parts that the row below names, by column; {} where it is a row of somebody."""
    row = head.rows[0] + 1
    cells = sheet.rows.get(row, ())
    if any(cell is not None and not isinstance(cell, str) for cell in cells):
        return {}
    plain = {column: field for column, field in head.columns.items() if not field.startswith(counted)}
    people = [column for column, field in plain.items() if field in ("name", "village", "serial")]
    if any((text := visible_text(sheet.at(row, c))) and code_of(header_key(text)) != plain[c] for c in people):
        return {}
    return {column: header_key(text) for column, cell in enumerate(cells, 1) if (text := visible_text(cell))}


def _groups(sheet: RawSheet, top: int, below: Mapping[int, str]) -> Iterator[tuple[str, dict[int, str]]]:
    """Each head of the upper row with the parts under it: as far as it is merged, or as the cells beside it are empty."""
    ends = {left: right for _, left, _, right in sheet.merges_at.get(top, ()) if right > left}
    line = [visible_text(cell) for cell in sheet.rows.get(top, ())]
    for column, text in enumerate(line, 1):
        if not text:
            continue
        end = ends.get(column, column)
        while column not in ends and end + 1 in below and (end >= len(line) or not line[end]):
            end += 1
        parts = {at: below.get(at, "") for at in range(column, end + 1)}
        if any(parts.values()):
            yield header_key(text), parts


def _of_its_own(parent: str, part: str, field: str, code_of: Callable[[str], str | None]) -> bool:
    """Whether a part names another count than its head does: 走访 over 孤寡老人."""
    known = {code_of(parent + part), code_of(part)} - {field, "", None}
    return any(str(one).startswith(field.partition(":")[0]) for one in known)


def _part(parts: Mapping[int, str]) -> int:
    """The column of the count of the month: the sum of the parts, else the only one that is called so; 0 for none."""
    whole = [column for column, part in parts.items() if _WHOLE.fullmatch(part)]
    own = [column for column, part in parts.items() if part and _OWN.fullmatch(part)]
    return (whole or own)[0] if len(whole or own) == 1 else 0
