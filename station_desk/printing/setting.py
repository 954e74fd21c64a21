"""Setting text: the runs of a compiled text with its values, broken into lines, as operators that can be put anywhere.

A set block is relative to its own top left corner; `at` puts it on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from station_desk.domain.paper import PrintWarning
from station_desk.domain.paper_fields import BLANK, Scope
from station_desk.domain.trouble import Trouble
from station_desk.printing.fonts import GlyphMissing, Shelf
from station_desk.printing.ink import Ink
from station_desk.printing.lines import Hollow, Line, Run, Style, break_lines, one_line
from station_desk.printing.model import Align, BoxMark, Paragraph, Span, Text
from station_desk.printing.pictures import Pictures
from station_desk.printing.template import Filled, Slot, fill

ASCENT = 0.88
"""Top of the ideographs above the base line, in em; the other 0.12 em hang below it."""

LOOSEST = 0.3
"""A line is not spread further than this share of its size between two characters; it is then left ragged."""

FACTORS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)
"""Steps by which what may shrink does so before it is said to overflow."""

RULE = 0.5
"""Thickness in points of the rule under a place for the hand."""

BOX = 0.8
"""Thickness in points of the sides of a box."""

_MIDDLE = ASCENT - 0.5
"""Middle of an em above its base line; a box and the text beside it have theirs at one height."""

_INSET = 0.04
"""Clear share of its em on each side of a box."""

_FULL_WIDTH = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}
_BLANK = "\u3000"
"""What stands under a box in the text: an ideographic space, one em wide in every face."""

_KEPT = 5_000


class Overflow(Exception):
    """Text does not fit where the form wants it. `text` is the text (shortened), `line` the line of the form file.

    `meets_code`: it would come into the code of the sheet or the clear edge around it.
    """

    def __init__(self, text: str, line: int, *, meets_code: bool = False) -> None:
        super().__init__(f"line {line}")
        self.text = text[:20]
        self.line = line
        self.meets_code = meets_code


@dataclass(frozen=True, slots=True)
class SetBox:
    """A box in a block: its left edge and top from those of the block, its side, and what it is."""

    x: float
    y: float
    side: float
    hollow: Hollow

    def operators(self, x: float, y: float) -> str:
        """Drawn with the block's top left corner at (x, y), PDF coordinates."""
        left, top, side = x + self.x, y - self.y, self.side
        ops = f" q {BOX} w"
        for i in range(self.hollow.parts):
            ops += f" {left + i * side:.2f} {top - side:.2f} {side:.2f} {side:.2f} re"
        if self.hollow.ticked:
            ops += (
                f" {left + 0.18 * side:.2f} {top - 0.55 * side:.2f} m {left + 0.42 * side:.2f} {top - 0.8 * side:.2f} l"
            )
            ops += f" {left + 0.85 * side:.2f} {top - 0.2 * side:.2f} l"
        return ops + " S Q"


@dataclass(frozen=True, slots=True)
class Block:
    """Set text: operators from the first base line on, rules (x, y below the top, width), size of the whole.

    `left` and `right` bound the ink, from the left edge of the column.
    """

    tail: str
    base: float
    rules: tuple[tuple[float, float, float], ...]
    height: float
    left: float
    right: float
    boxes: tuple[SetBox, ...] = ()

    def at(self, x: float, y: float) -> str:
        """Operators with the top left corner at (x, y), PDF coordinates."""
        ops = f"BT 1 0 0 1 {x:.2f} {y - self.base:.2f} Tm {self.tail} ET"
        for dx, dy, width in self.rules:
            ops += f" {x + dx:.2f} {y - dy:.2f} {width:.2f} {RULE} re f"
        for box in self.boxes:
            ops += box.operators(x, y)
        return ops


@dataclass
class Setter:
    """What the setting of one document needs. `factor` shrinks paragraphs that may shrink; 1 is their own size."""

    shelf: Shelf
    ink: Ink
    pictures: Pictures
    factor: float = 1.0
    warnings: list[PrintWarning] = field(default_factory=list)
    cells: dict[tuple[object, ...], object] = field(default_factory=dict)
    """Cells of tables that were set, for all documents of one press: most of a form is the same on each."""
    _kept: dict[tuple[object, ...], list[Block]] = field(default_factory=dict)

    def runs(self, text: Text, scope: Scope, ratio: float = 1.0) -> list[Run]:
        """The runs of `text` with its values; sizes times `ratio`. A name that is empty makes no run."""
        made: list[Run] = []
        for span in text.spans:
            style = self.style(span, ratio)
            plain = ""
            for part in span.parts:
                if isinstance(part, str):
                    plain += part
                    continue
                if isinstance(part, BoxMark):
                    if plain:
                        made.append(Run(plain, style))
                        plain = ""
                    em = part.size * ratio
                    made.append(_box(part, replace(style, size=em, rise=_MIDDLE * (style.size - em)), scope, text.line))
                    continue
                filled = fill(part, scope)
                if not filled.whole:
                    plain += filled.text
                elif filled.text:
                    if plain:
                        made.append(Run(plain, style))
                        plain = ""
                    made.append(self._whole(filled, span, style, scope))
            if plain:
                made.append(Run(plain, style))
        return made

    def _whole(self, filled: Filled, span: Span, style: Style, scope: Scope) -> Run:
        """A name, in one face if there is one that has all of it; or a place for the hand."""
        if filled.ruled:
            return Run(filled.text, style, whole=True, ruled=True)
        try:
            chain = self.shelf.for_name(span.role, filled.text)
        except GlyphMissing as missing:
            raise glyph_trouble(missing, scope) from missing
        return Run(filled.text, style if chain is style.chain else replace(style, chain=chain), whole=True)

    def style(self, span: Span, ratio: float = 1.0) -> Style:
        """The look of a span at `ratio` of its size."""
        return Style(self.shelf.chain(span.role), span.size * ratio, span.colour)

    def ratio(self, paragraph: Paragraph) -> float:
        """By how much a paragraph shrinks now."""
        return max(self.factor, paragraph.smallest / paragraph.size)

    def paragraph(self, paragraph: Paragraph, scope: Scope, width: float) -> list[Block]:
        """The lines of a paragraph in a column `width` points wide, a block each, so that they can be parted.

        The same paragraph with the same values is set once. Raises Overflow; Trouble glyph_missing.
        """
        key = (id(paragraph), self.factor, width, *[scope[name] for name in paragraph.text.fields])
        blocks = self._kept.get(key)
        if blocks is None:
            blocks = self._paragraph(paragraph, scope, width)
            if len(self._kept) < _KEPT:
                self._kept[key] = blocks
        return blocks

    def _paragraph(self, paragraph: Paragraph, scope: Scope, width: float) -> list[Block]:
        ratio = self.ratio(paragraph)
        size = paragraph.size * ratio
        runs = self.runs(paragraph.text, scope, ratio)
        room = width - paragraph.left - paragraph.right
        indent = paragraph.indent * size
        try:
            lines = break_lines(runs, room, indent)
        except GlyphMissing as missing:
            raise glyph_trouble(missing, scope) from missing
        leading = paragraph.leading * size
        blocks = []
        for i, line in enumerate(lines):
            if line.width > room - (0 if i else indent) + 0.02:
                raise Overflow(line_text(line), paragraph.text.line)
            start = paragraph.left + (0 if i else indent)
            blocks.append(self.line(line, paragraph.align, start, width - paragraph.right - start, size, leading))
        return blocks

    def line(self, line: Line, align: Align, start: float, room: float, size: float, leading: float) -> Block:
        """One line in a column that begins at `start` and is `room` wide."""
        slack = room - line.width
        gap = slack / (line.chars - 1) if align == "两端" and line.open and line.chars > 1 else 0.0
        if gap > LOOSEST * size:
            gap = 0.0
        x = start + (slack if align == "右" else slack / 2 if align == "中" else 0.0)
        tail = f"{x:.2f} 0 Td " if x else ""
        tail += f"{gap:.3f} Tc {self.ink.show_runs(line.runs)} 0 Tc" if gap else self.ink.show_runs(line.runs)
        base = (leading - size) / 2 + ASCENT * size
        right = x + line.width + gap * (line.chars - 1)
        return Block(tail, base, _rules(line, x, gap, base), leading, x, right, _boxes(line, x, gap, base))

    def single(self, text: Text, scope: Scope) -> Line:
        """A text as one line, however wide."""
        try:
            return one_line(self.runs(text, scope))
        except GlyphMissing as missing:
            raise glyph_trouble(missing, scope) from missing


def line_text(line: Line) -> str:
    """The characters of a line."""
    return "".join(run.text for run in line.runs)


def _rules(line: Line, x: float, gap: float, base: float) -> tuple[tuple[float, float, float], ...]:
    if not any(run.ruled for run in line.runs):
        return ()
    rules = []
    for run in line.runs:
        width = run.style.chain.measure(run.text) * run.style.size + gap * len(run.text)
        if run.ruled:
            rules.append((x, base + 0.16 * run.style.size, width))
        x += width
    return tuple(rules)


def _box(mark: BoxMark, style: Style, scope: Scope, form_line: int) -> Run:
    """The run over which a box is drawn. Raises Overflow for digits that its boxes cannot hold."""
    value = scope[mark.field.name] if mark.field is not None else ""
    known = "" if value is BLANK or isinstance(value, bytes | tuple) else str(value)
    tick = mark.kind == "tick"
    hollow = Hollow(
        mark.kind,
        _written(mark.id, scope),
        _written(mark.group, scope) or None,
        mark.parts,
        ticked=tick and bool(known) and mark.equals in ("", known),
        digits="" if tick else known,
    )
    digits = hollow.digits.translate(_FULL_WIDTH)
    if len(digits) > mark.parts:
        raise Overflow(digits, form_line)
    return Run(digits.rjust(mark.parts, _BLANK), style, whole=True, box=hollow)


def _written(parts: Sequence[str | Slot], scope: Scope) -> str:
    """An id with its values in it."""
    return "".join(part if isinstance(part, str) else fill(part, scope).text for part in parts)


def _boxes(line: Line, x: float, gap: float, base: float) -> tuple[SetBox, ...]:
    """The boxes of a line; each stands a little inside the em over which it is drawn."""
    if not any(run.box for run in line.runs):
        return ()
    boxes = []
    for run in line.runs:
        size = run.style.size
        if run.box is not None:
            side = size * (1 - 2 * _INSET)
            left = x + size * run.box.parts * _INSET
            boxes.append(SetBox(left, base - run.style.rise - (ASCENT - _INSET) * size, side, run.box))
        x += run.style.chain.measure(run.text) * size + gap * len(run.text)
    return tuple(boxes)


def glyph_trouble(missing: GlyphMissing, scope: Scope) -> Trouble:
    """The trouble that names the person and the character; glyph_missing_text where the text is about nobody."""
    name, point = scope.get("姓名"), f"U+{ord(missing.char):04X}"
    if isinstance(name, str) and name:
        return Trouble("glyph_missing", person=name, char=missing.char, point=point)
    return Trouble("glyph_missing_text", char=missing.char, point=point)


def only_blanks(text: Text, scope: Scope) -> bool:
    """Whether the text is nothing but places for the hand: a cell then stays empty."""
    return all(isinstance(p, Slot) and scope[p.field.name] is BLANK for span in text.spans for p in span.parts)


def scaled(runs: Sequence[Run], size: float) -> list[Run]:
    """The same runs, all at `size` points."""
    return [
        run if run.box else Run(run.text, Style(run.style.chain, size, run.style.colour), run.whole, run.ruled)
        for run in runs
    ]
