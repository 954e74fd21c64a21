"""Tables of a form checked: columns of each row, spans that stay inside their part, room on the paper."""

import re
from collections.abc import Callable

from lxml import etree

from station_desk.printing.geometry import COLUMN, page_width

Add = Callable[..., None]
"""Called with (element, code, meant="", **facts)."""

_WHOLE = re.compile(r"[1-9]\d*")


def _span(cell: etree._Element, key: str) -> int:
    value = cell.get(key, "1")
    return int(value) if _WHOLE.fullmatch(value) else 1


class TableCheck:
    """Checks one table after the other and reports through `add`."""

    def __init__(self, add: Add) -> None:
        self.add = add

    def check(self, table: etree._Element) -> None:
        """One 表格 whose 列宽 can be read; anything else has been told already."""
        self.parts(table)
        widths = table.get("列宽", "").split()
        if not widths or not all(COLUMN.fullmatch(word) for word in widths):
            return
        room = self._room(table)
        fixed = sum(float(word) for word in widths if "*" not in word)
        stars = any("*" in word for word in widths)
        if room is not None and (fixed > room + 0.01 or (stars and fixed > room - 1)):
            self.add(table, "table_too_wide", width=f"{fixed:g}", room=f"{room:g}")
        self._part(table, len(widths))

    def parts(self, table: etree._Element) -> None:
        """A table has one head and one foot of the page at most, and rows beside them."""
        for name in ("分页表头", "本页小计"):
            for extra in list(table.iterchildren(name))[1:]:
                self.add(extra, "too_many_in_table", element=name)
        body = (child for child in table if child.tag not in ("分页表头", "本页小计"))
        if not any(next(child.iter("行"), None) is not None for child in body):
            self.add(table, "child_missing", element="表格", child="行")

    @staticmethod
    def _room(table: etree._Element) -> float | None:
        from_page = next(table.iterancestors("页"), None)
        return None if from_page is None else page_width(from_page)

    def _part(self, parent: etree._Element, columns: int) -> None:
        """The rows of one parent: row spans may not reach beyond the rows that follow each other in it."""
        carry = [0] * columns
        last: etree._Element | None = None
        for child in parent:
            if child.tag == "行":
                carry = self._row(child, carry)
                last = child
            elif child.tag in ("分页表头", "循环", "若", "本页小计"):
                self._closed(last, carry)
                carry = [0] * columns
                self._part(child, columns)
        self._closed(last, carry)

    def _closed(self, row: etree._Element | None, carry: list[int]) -> None:
        if row is not None and any(carry):
            self.add(row, "span_too_far", rows=max(carry))

    def _row(self, row: etree._Element, carry: list[int]) -> list[int]:
        """The row spans that are still open after `row`."""
        columns = len(carry)
        free = [i for i in range(columns) if not carry[i]]
        cells = [cell for cell in row if cell.tag in ("格", "签名")]
        used = sum(_span(cell, "跨列") for cell in cells)
        if used != len(free):
            self.add(row, "columns_mismatch", used=used + columns - len(free), columns=columns)
        after = [max(0, left - 1) for left in carry]
        at = 0
        for cell in cells:
            across, down = _span(cell, "跨列"), _span(cell, "跨行")
            taken = free[at : at + across]
            if taken and taken[-1] - taken[0] + 1 != len(taken):
                self.add(cell, "span_parted", columns=across)
            for column in taken:
                after[column] = down - 1
            at += across
        return after
