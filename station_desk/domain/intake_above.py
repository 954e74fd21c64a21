"""What holds for the rows below: merged cells, places that only the first row of a group names, marks of repetition."""

from bisect import bisect_left
from collections.abc import Container, Mapping
from dataclasses import dataclass

from station_desk.domain.intake_cells import Cell, RawSheet, is_blank, visible_text
from station_desk.domain.intake_header import Block

INHERITED = ("county", "township", "station", "village")
"""Places hold for the rows below until another one is named."""


class Above:
    """What the rows above said, by column, so that two blocks share what they have in common; and the township of a
    group, where a row of its own states it.
    """

    def __init__(self) -> None:
        self._cells: dict[int, Cell] = {}
        self._places: dict[int, str] = {}
        self._group: str = ""
        self._village: str = ""

    def forget_columns(self) -> None:
        """Another header begins: its columns are others."""
        self._cells.clear()
        self._places.clear()

    def begin_group(self, township: str) -> None:
        """A row that names a township and nothing else holds for the rows below it."""
        for column in self._places:
            self._cells.pop(column, None)
        self._group, self._village = township, ""

    def begin_village(self, village: str) -> None:
        """A row that names a village and nothing else holds for the rows below it."""
        for column in [column for column, name in self._places.items() if name == "village"]:
            self._cells.pop(column, None)
        self._village = village

    def holds(self, name: str, block: Block) -> Cell:
        """What holds for a field of a block, None for nothing."""
        column = block.column(name)
        value = self._cells.get(column) if column is not None else None
        if value is None:
            return {"township": self._group, "village": self._village}.get(name) or None
        return value

    def judge(self, cells: Mapping[str, Cell], block: Block, inherited: Container[str]) -> None:
        """A row that begins another township says nothing of its village: that of the row above does not hold for it."""
        said = visible_text(cells.get("township"))
        if not said or "township" in inherited:
            return
        column = block.column("village")
        if said != visible_text(self.holds("township", block)) and column and not visible_text(cells.get("village")):
            self._cells.pop(column, None)

    def keep(self, column: int, value: Cell) -> None:
        """What a cell says that is no place, for those below that only repeat it."""
        if not is_blank(value):
            self._cells[column] = value

    def keep_places(self, cells: Mapping[str, Cell], block: Block) -> None:
        """The places that a row names hold for the rows below it."""
        for name in INHERITED:
            value = cells.get(name)
            column = block.column(name)
            if column is not None and not is_blank(value):
                self._cells[column] = value
                self._places[column] = name


@dataclass(frozen=True)
class Merged:
    """Areas merged downwards, by column and in order of their first rows, and the widest merged area of each row.

    Looked up, never laid out: a sheet may say that each of its columns is one area of a million rows.
    """

    _sheet: RawSheet
    _areas: Mapping[int, tuple[list[int], list[int]]]
    widest: Mapping[int, int]

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell lies in a merged area below its first row."""
        return self._top(row, column) > 0

    def value(self, row: int, column: int) -> Cell:
        """What the first row of the area says over a cell, None where it lies in none."""
        top = self._top(row, column)
        return self._sheet.at(top, column) if top else None

    def _top(self, row: int, column: int) -> int:
        tops, bottoms = self._areas.get(column, ([], []))
        at = bisect_left(tops, row) - 1
        return tops[at] if at >= 0 and row <= bottoms[at] else 0


def merged_values(sheet: RawSheet) -> Merged:
    """What the merged areas of a sheet say of the cells that they cover."""
    down: dict[int, list[tuple[int, int]]] = {}
    widest: dict[int, int] = {}
    for top, left, bottom, right in sheet.merges:
        widest[top] = max(widest.get(top, 0), right - left + 1)
        if left == right:
            down.setdefault(left, []).append((top, bottom))
    areas = {}
    for column, spans in down.items():
        spans.sort()
        areas[column] = [top for top, _ in spans], [bottom for _, bottom in spans]
    return Merged(sheet, areas, widest)
