"""Tables: rows are set, kept together where they must be, parted over pages with the head repeated (DOMAIN 3, 7)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from station_desk.domain.paper import PrintWarning
from station_desk.domain.paper_fields import Scope
from station_desk.printing.cells import CellSetter, SetCell
from station_desk.printing.flow import Flow
from station_desk.printing.model import Node, PageTotal, Row, Table
from station_desk.printing.setting import Overflow, Setter
from station_desk.printing.totals import of_page, overall
from station_desk.printing.unrolling import Entry, counted

_ROOMY = 100.0
"""Points below which the foot of a page is set to see whether it finds room."""

_Rows = Iterable[tuple[Row, Scope, Entry | None]]


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row that knows its height; its cells with left edge and height. `walls`: columns before which a line stands; `floor`: (from, to) columns under it.

    `entry`: the numbers of the line that begins with it.
    """

    row: Row
    height: float
    cells: tuple[tuple[float, float, SetCell], ...]
    walls: tuple[int, ...]
    floor: tuple[tuple[int, int], ...]
    warnings: tuple[PrintWarning, ...]
    entry: Entry | None = None


class TableDrawer:
    """Draws one table into a flow."""

    def __init__(self, table: Table, setter: Setter, flow: Flow) -> None:
        self.table, self.setter, self.flow = table, setter, flow
        self.cells = CellSetter(setter, table.pad)
        self.x = [flow.area.x]
        for width in table.widths:
            self.x.append(self.x[-1] + width)
        self._static: dict[int, SetRow] = {}
        self._top = 0.0
        self._open: dict[int, float] = {}
        self._lined = False
        self._lines: list[str] = []
        self._head: list[list[SetRow]] = []
        self._begun = False
        self._on_page: list[Entry] = []

    def draw(self, scope: Scope) -> None:
        """The whole table. Raises Overflow for rows that no page can hold."""
        self.flow.skip(self.table.before)
        scope = {**scope, **overall(self.table, scope)}
        self._head = list(self._units((row, scope, None) for row in self.table.head))
        self._begun, self._on_page = False, []
        rows = list(counted(self.table.body, scope, self.table.summed))
        at = next((i for i, (node, _, _) in enumerate(rows) if isinstance(node, PageTotal)), None)
        if at is None:
            for unit in self._units(_only_rows(rows)):
                self._place(unit)
        else:
            foot = rows[at][0]
            self._with_foot(rows[:at], foot if isinstance(foot, PageTotal) else PageTotal(()), rows[at + 1 :], scope)
        if not self._begun:
            self._start()
        self._finish()
        self.flow.skip(self.table.after)

    def _with_foot(
        self,
        above: list[tuple[Node, Scope, Entry | None]],
        foot: PageTotal,
        below: list[tuple[Node, Scope, Entry | None]],
        scope: Scope,
    ) -> None:
        """Rows with the sums of the page under them; the sums stay with the last line, what clings to them too."""
        units = list(self._units(_only_rows(above)))
        last = units.pop() if units else []
        for unit in units:
            self._place(unit, foot, scope)
        after = list(self._units(_only_rows(below)))
        tied = after.pop(0) if after and after[0][0].row.clings else []
        whole = [*last, *self._foot(foot, scope, last), *tied]
        if self._begun and not self.flow.fits(sum(row.height for row in whole)):
            self._turn(whole, foot, scope)
            whole = [*last, *self._foot(foot, scope, last), *tied]
        self._place(whole)
        for unit in after:
            self._place(unit)

    def _place(self, unit: list[SetRow], foot: PageTotal | None = None, scope: Scope | None = None) -> None:
        """A unit where there is room for it (and for the foot of the page), the head above it where a page begins."""
        height = sum(row.height for row in unit)
        if foot is not None and scope is not None and not self.flow.fits(height + _ROOMY * len(foot.rows)):
            height += sum(row.height for row in self._foot(foot, scope, unit))
        if self._begun and (unit[0].row.fresh or not self.flow.fits(height)):
            self._turn(unit, foot, scope)
        elif not self._begun and not self.flow.fresh and not self.flow.fits(height + _height(self._head)):
            self.flow.turn("", _line(unit))
        if not self._begun:
            self._start()
        self._unit(unit)
        self._on_page += [row.entry for row in unit if row.entry is not None]

    def _turn(self, unit: list[SetRow], foot: PageTotal | None, scope: Scope | None) -> None:
        """The next page; this one gets its foot."""
        if foot is not None and scope is not None:
            self._unit(self._foot(foot, scope, []))
        self._finish()
        self.flow.turn("", _line(unit))
        self._begun = False
        self._on_page = []

    def _foot(self, foot: PageTotal, scope: Scope, unit: list[SetRow]) -> list[SetRow]:
        """The foot of this page with `unit` on it."""
        entries = [*self._on_page, *(row.entry for row in unit if row.entry is not None)]
        sums = {**scope, **of_page(self.table, entries)}
        return [row for made in self._units((row, sums, None) for row in foot.rows) for row in made]

    def _units(self, rows: _Rows) -> Iterator[list[SetRow]]:
        """Rows that stay on one page: tied by a row span, told to follow, or told to cling to the row before."""
        tied: list[tuple[Row, Scope]] = []
        entries: list[Entry | None] = []
        waiting: list[SetRow] = []
        reach = 0
        joined = False
        for row, scope, entry in rows:
            tied.append((row, scope))
            entries.append(entry)
            reach = max(reach - 1, max(cell.down for cell in row.cells) - 1)
            if reach > 0:
                continue
            if waiting and not joined and not tied[0][0].clings:
                yield waiting
                waiting = []
            made = self._set(tied)
            waiting += [one if its is None else replace(one, entry=its) for one, its in zip(made, entries, strict=True)]
            tied, entries = [], []
            joined = row.follows
        if waiting:
            yield waiting

    def _set(self, rows: list[tuple[Row, Scope]]) -> list[SetRow]:
        """Rows tied to each other, set; a static row alone is set once."""
        row, scope = rows[0]
        if len(rows) > 1:
            return self._tied(rows)
        if not row.static:
            return [self._one(row, scope)]
        kept = self._static.get(id(row))
        if kept is None:
            kept = self._static[id(row)] = self._one(row, scope)
        return [kept]

    def _one(self, row: Row, scope: Scope) -> SetRow:
        height, at = row.height, 0
        placed, walls = [], [0]
        for cell in row.cells:
            done = self.cells.set(cell, scope, self.x[at + cell.across] - self.x[at])
            height = max(height, done.needs)
            placed.append((self.x[at], done))
            at += cell.across
            walls.append(at)
        warnings = tuple(w for _, done in placed for w in done.warnings)
        cells = tuple((x, height, done) for x, done in placed)
        return SetRow(row, height, cells, tuple(walls), ((0, at),), warnings)

    def _tied(self, rows: list[tuple[Row, Scope]]) -> list[SetRow]:
        """Rows with cells that reach over several of them."""
        columns = len(self.table.widths)
        owner = [[-1] * columns for _ in rows]
        placed: list[list[tuple[float, SetCell, int]]] = [[] for _ in rows]
        heights = [row.height for row, _ in rows]
        deep: list[tuple[int, int, SetCell]] = []
        mark = 0
        for r, (row, scope) in enumerate(rows):
            for cell in row.cells:
                at = owner[r].index(-1)
                done = self.cells.set(cell, scope, self.x[at + cell.across] - self.x[at])
                down = min(cell.down, len(rows) - r)
                for k in range(r, r + down):
                    owner[k][at : at + cell.across] = [mark] * cell.across
                mark += 1
                placed[r].append((self.x[at], done, down))
                if down == 1:
                    heights[r] = max(heights[r], done.needs)
                else:
                    deep.append((r, down, done))
        for r, down, done in deep:
            lack = done.needs - sum(heights[r : r + down])
            heights[r + down - 1] += max(0.0, lack)
        return [
            SetRow(
                row,
                heights[r],
                tuple((x, sum(heights[r : r + down]), done) for x, done, down in placed[r]),
                _walls(owner[r]),
                _floor(owner[r], owner[r + 1] if r + 1 < len(rows) else None),
                tuple(w for _, done, _ in placed[r] for w in done.warnings),
            )
            for r, (row, _) in enumerate(rows)
        ]

    def _start(self) -> None:
        """The head on the page that is being filled."""
        self._begun = True
        for unit in self._head:
            self._unit(unit)

    def _begin_lines(self) -> None:
        """The top line of a part with lines."""
        self._top = self.flow.y
        self._open = {}
        self._lined = True
        self._lines = []
        if self.table.line:
            self._horizontal(self._top, ((0, len(self.table.widths)),))

    def _unit(self, unit: list[SetRow]) -> None:
        for row in unit:
            if not self.flow.fits(row.height):
                raise Overflow("", _line(unit))
            self.flow.keep_clear(self.x[0], self.x[-1], row.height, _line(unit))
            self._row(row, self.flow.y)
            self.flow.y += row.height

    def _row(self, row: SetRow, top: float) -> None:
        flow, up = self.flow, self.flow.paper_height
        if row.row.bare:
            self._finish()
        elif not self._lined:
            self._begin_lines()
        ops = []
        for x, height, cell in row.cells:
            shade = cell.shade if cell.shade is not None else row.row.shade
            if shade is not None:
                ops.append(f"{shade:g} g {x:.2f} {up - top - height:.2f} {cell.width:.2f} {height:.2f} re f 0 g")
        for x, height, cell in row.cells:
            if cell.block:
                ops.append(cell.at(x, up - top, height))
                for block, drop in cell.placed(height):
                    flow.note_boxes(block, x, top + drop)
            elif cell.picture is not None:
                ops.append(self.setter.pictures.operators(*cell.picture, x + cell.width / 2, up - top - height / 2))
        flow.draw("\n".join(ops))
        if self._lined and self.table.line:
            walls = set(row.walls)
            for wall in [w for w in self._open if w not in walls]:
                self._vertical(wall, self._open.pop(wall), top)
            for wall in row.walls:
                self._open.setdefault(wall, top)
            self._horizontal(top + row.height, row.floor)
        if row.warnings:
            self.setter.warnings += [replace(warning, page=flow.page) for warning in row.warnings]

    def _finish(self) -> None:
        """The lines and the outer frame of the part on this page, over its shades."""
        if not self._lined:
            return
        self._lined = False
        bottom, up = self.flow.y, self.flow.paper_height
        if self.table.line:
            for wall, since in sorted(self._open.items()):
                self._vertical(wall, since, bottom)
            lines = "\n".join(self._lines)
            self.flow.draw(f"q {self.table.line:g} w\n{lines}\nQ")
        if self.table.frame and bottom > self._top:
            width = self.x[-1] - self.x[0]
            box = f"{self.x[0]:.2f} {up - bottom:.2f} {width:.2f} {bottom - self._top:.2f} re S"
            self.flow.draw(f"q {self.table.frame:g} w {box} Q")

    def _horizontal(self, y: float, parts: tuple[tuple[int, int], ...]) -> None:
        up = self.flow.paper_height - y
        for start, end in parts:
            self._lines.append(f"{self.x[start]:.2f} {up:.2f} m {self.x[end]:.2f} {up:.2f} l S")

    def _vertical(self, wall: int, top: float, bottom: float) -> None:
        up = self.flow.paper_height
        self._lines.append(f"{self.x[wall]:.2f} {up - top:.2f} m {self.x[wall]:.2f} {up - bottom:.2f} l S")


def _only_rows(found: Iterable[tuple[Node, Scope, Entry | None]]) -> _Rows:
    return ((node, scope, entry) for node, scope, entry in found if isinstance(node, Row))


def _line(unit: list[SetRow]) -> int:
    """The line of the form file on which a unit of rows starts."""
    return unit[0].row.cells[0].text.line


def _height(units: list[list[SetRow]]) -> float:
    return sum(row.height for unit in units for row in unit)


def _walls(owner: list[int]) -> tuple[int, ...]:
    """Columns before which a line stands in a row whose columns belong to these cells."""
    inner = [i for i in range(1, len(owner)) if owner[i] != owner[i - 1]]
    return (0, *inner, len(owner))


def _floor(owner: list[int], below: list[int] | None) -> tuple[tuple[int, int], ...]:
    """Stretches of columns under which a line stands: everywhere but inside a cell that goes on below."""
    parts: list[tuple[int, int]] = []
    for i, cell in enumerate(owner):
        if below is not None and below[i] == cell:
            continue
        if parts and parts[-1][1] == i:
            parts[-1] = (parts[-1][0], i + 1)
        else:
            parts.append((i, i + 1))
    return tuple(parts)
