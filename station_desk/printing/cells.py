"""The text of a cell: one line if it can be, then smaller, then broken; a name is squeezed, never broken (DOMAIN 7)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from station_desk.domain.paper import PrintWarning
from station_desk.domain.paper_fields import BLANK, Scope
from station_desk.printing.fonts import GlyphMissing
from station_desk.printing.lines import Line, Run, break_lines, one_line
from station_desk.printing.model import Cell, Photo, Upright
from station_desk.printing.setting import Block, Overflow, Setter, glyph_trouble, line_text, only_blanks, scaled
from station_desk.printing.template import Slot

_LEADING = 1.25
_NARROWEST = 0.6
"""A name is squeezed to this share of its width at most; then its size goes down to `_TINIEST` points."""

_TINIEST = 6.0
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell with its text set; `needs` is the height it needs. The same text in the same cell is set once.

    `picture`: a JPEG with its width and height, in the middle of the cell in place of text.
    """

    block: tuple[Block, ...]
    width: float
    needs: float
    pad: float
    upright: Upright
    shade: float | None
    warnings: tuple[PrintWarning, ...] = ()
    squeeze: float = 1.0
    picture: tuple[bytes, float, float] | None = None

    def at(self, x: float, y: float, height: float) -> str:
        """Operators with the cell's top left corner at (x, y), PDF coordinates, in a row (or rows) `height` high."""
        if len(self.block) == 1 and self.upright == "中" and self.squeeze == 1.0:
            return self.block[0].at(x, y - (height - self.block[0].height) / 2)
        ops = []
        for block, drop in self.placed(height):
            text = block.at(x, y - drop)
            ops.append(text if self.squeeze == 1.0 else f"{self.squeeze * 100:.1f} Tz {text} 100 Tz")
        return "\n".join(ops)

    def placed(self, height: float) -> Iterator[tuple[Block, float]]:
        """The blocks with their distance from the top of a cell `height` high."""
        free = height - sum(block.height for block in self.block)
        drop = {"上": self.pad, "中": free / 2, "下": free - self.pad}[self.upright]
        for block in self.block:
            yield block, drop
            drop += block.height


class CellSetter:
    """Sets the cells of one table; `pad` is the clear distance between text and line."""

    def __init__(self, setter: Setter, pad: float) -> None:
        self.setter, self.pad = setter, pad

    def set(self, cell: Cell, scope: Scope, width: float) -> SetCell:
        """A cell `width` points wide. Raises Overflow; Trouble glyph_missing."""
        if cell.photo is not None:
            return self._with_photo(cell, cell.photo, scope, width)
        kept = self.setter.cells
        key = (id(cell), width, self.pad, *[scope[name] for name in cell.text.fields])
        done = kept.get(key)
        if not isinstance(done, SetCell):
            done = self._set(cell, scope, width)
            if len(kept) < _KEPT:
                kept[key] = done
        return done

    def _with_photo(self, cell: Cell, photo: Photo, scope: Scope, width: float) -> SetCell:
        """A cell that shows a picture, or its text where there is none; it is as high either way."""
        picture = scope[photo.field.name]
        needs = max(cell.height, photo.height + 2 * self.pad)
        if isinstance(picture, bytes) and picture:
            shown = (picture, photo.width, photo.height)
            return SetCell((), width, needs, self.pad, cell.upright, cell.shade, picture=shown)
        done = self._set(cell, scope, width)
        return replace(done, needs=max(done.needs, needs))

    def _set(self, cell: Cell, scope: Scope, width: float) -> SetCell:
        runs = self.setter.runs(cell.text, scope)
        empty = SetCell((), width, cell.height, self.pad, cell.upright, cell.shade)
        if not runs or only_blanks(cell.text, scope):
            return empty
        try:
            lines, size, code, squeeze = self._fit(cell, runs, width - 2 * self.pad)
        except GlyphMissing as missing:
            raise glyph_trouble(missing, scope) from missing
        blocks = self._blocks(cell, lines, width, size, squeeze)
        needs = max(cell.height, sum(block.height for block in blocks) + self.pad)
        text = "".join(run.text for run in runs)
        noted = code and _of_this_sheet(cell, scope)
        warnings = (PrintWarning(code, 0, {"text": text[:30], "size": size}),) if noted else ()
        return replace(empty, block=blocks, needs=needs, warnings=warnings, squeeze=squeeze)

    def _fit(self, cell: Cell, runs: list[Run], room: float) -> tuple[list[Line], float, str, float]:
        """Lines, size in points, what had to be done ("" for nothing), share of the natural width."""
        line = one_line(runs)
        parted = any("\n" in run.text for run in runs)
        name = len(runs) == 1 and runs[0].whole
        if line.width <= room + 0.02 and not parted:
            return [line], cell.size, "", 1.0
        if parted or (cell.wraps and not name):
            return self._wrapped(cell, runs, room, cell.size, "")
        size = math.floor(cell.size * room / line.width * 2) / 2
        if size >= cell.smallest:
            return [one_line(scaled(runs, size))], size, "shrunk", 1.0
        if name:
            return self._squeezed(cell, runs, room)
        return self._wrapped(cell, runs, room, cell.smallest, "wrapped")

    def _wrapped(
        self, cell: Cell, runs: list[Run], room: float, size: float, code: str
    ) -> tuple[list[Line], float, str, float]:
        lines = break_lines(runs if size == cell.size else scaled(runs, size), room)
        wide = next((line for line in lines if line.width > room + 0.02), None)
        if wide is not None:
            raise Overflow(line_text(wide), cell.text.line)
        return lines, size, code, 1.0

    def _squeezed(self, cell: Cell, runs: list[Run], room: float) -> tuple[list[Line], float, str, float]:
        size = cell.smallest
        while True:
            line = one_line(scaled(runs, size))
            if line.width * _NARROWEST <= room:
                return [line], size, "condensed", min(1.0, room / line.width)
            if size <= _TINIEST:
                raise Overflow(line_text(line), cell.text.line)
            size = max(_TINIEST, size - 0.5)

    def _blocks(self, cell: Cell, lines: list[Line], width: float, size: float, squeeze: float) -> tuple[Block, ...]:
        """The lines as blocks; positions inside a squeezed line are squeezed by the operator as well."""
        room = width - 2 * self.pad
        if squeeze != 1.0:
            line = replace(lines[0], width=room)
            return (self.setter.line(line, "左", self.pad, room, size, size * _LEADING),)
        return tuple(self.setter.line(line, cell.align, self.pad, room, size, size * _LEADING) for line in lines)


def _of_this_sheet(cell: Cell, scope: Scope) -> bool:
    """Whether a value of this sheet stands in a cell. The form's own words, blanks for the hand and the words of the rubric
    are the same on every sheet: whoever prints need not look at them each time.
    """
    fields = (part.field for span in cell.text.spans for part in span.parts if isinstance(part, Slot))
    return any(not field.standing and scope[field.name] not in (BLANK, "") for field in fields)
