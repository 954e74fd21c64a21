"""A compiled form: what the drawing needs and nothing else. Lengths in points."""

from dataclasses import dataclass
from typing import Literal

from station_desk.domain.paper import Subject
from station_desk.domain.paper_fields import Field
from station_desk.printing.template import Slot

Align = Literal["左", "中", "右", "两端"]
Upright = Literal["上", "中", "下"]


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A box for the hand in a text: a tick (`parts` 1) or digits, `size` points a side; `id` and `group` may hold values.

    A tick is printed where `field` has a value (equal to `equals`, if that is not ""); digits are those of `field`.
    """

    kind: Literal["tick", "digits"]
    id: tuple[str | Slot, ...]
    group: tuple[str | Slot, ...]
    parts: int
    size: float
    field: Field | None
    equals: str


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one look. `colour` is a PDF operator."""

    parts: tuple[str | Slot | BoxMark, ...]
    role: str
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text made of spans, the names of the fields that go into it, and the line of the form file."""

    spans: tuple[Span, ...]
    fields: tuple[str, ...]
    line: int

    @property
    def static(self) -> bool:
        """Whether no value goes into it."""
        return not self.fields


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `leading` is a multiple of the size, `indent` is in characters; a paragraph may shrink to `smallest`."""

    text: Text
    size: float
    smallest: float
    align: Align
    leading: float
    indent: float
    before: float
    after: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Space:
    """Nothing, `height` points of it."""

    height: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line; `length` None is the whole width."""

    thickness: float
    length: float | None
    colour: str
    align: Align
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Closing:
    """Who issues a paper, and when, centred over each other with room for a seal of `seal` points (no line around it).

    `low`: at the bottom of the column.
    """

    lines: tuple[Paragraph, ...]
    seal: float
    right: float
    before: float
    low: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the field, `width` by `height` points."""

    field: Field
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `wraps`: text is broken at its full size; otherwise it shrinks to `smallest` first.

    Where there is a `photo` to show, it takes the place of the text.
    """

    text: Text
    across: int
    down: int
    size: float
    smallest: float
    align: Align
    upright: Upright
    wraps: bool
    shade: float | None
    height: float
    photo: Photo | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `follows`: it stays on one page with the row after it, `clings`: with the row before it.

    `fresh`: it starts a new page; `bare`: without lines.
    """

    cells: tuple[Cell, ...]
    height: float
    shade: float | None
    follows: bool
    clings: bool
    fresh: bool
    bare: bool
    static: bool


@dataclass(frozen=True, slots=True)
class Loop:
    """The body once for each row of a list, then `spare` empty ones; on a blank form `blanks` empty ones."""

    field: Field
    spare: int
    blanks: int
    body: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Condition:
    """The body only if the field has a value (`present`) or has none."""

    field: Field
    present: bool
    body: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class PageTotal:
    """Rows with the sums of a page: at the foot of each page on which the table goes on, and where they stand."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: column widths, rows that are repeated on each page, and its body. Line widths in points, 0 for none.

    `summed`: the fields of its innermost loops of which there are sums.
    """

    widths: tuple[float, ...]
    head: tuple[Row, ...]
    body: "tuple[Node, ...]"
    line: float
    frame: float
    pad: float
    before: float
    after: float
    summed: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart over the whole width of the column; nothing where the field has none."""

    field: Field
    height: float
    before: float
    after: float


Node = Paragraph | Space | Rule | Closing | Table | Figure | Row | Loop | Condition | PageTotal


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame around the page: distances from the paper's edges (top, right, bottom, left), look."""

    edges: tuple[float, float, float, float]
    thickness: float
    colour: str
    look: Literal["单", "双", "回纹"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place at the edge: from the left or the right, from the top or the bottom; None is the other side's turn."""

    left: float | None
    right: float | None
    top: float | None
    bottom: float | None


@dataclass(frozen=True, slots=True)
class Code:
    """The code of the sheet, `size` points a side without its clear edge."""

    spot: Spot
    size: float


@dataclass(frozen=True, slots=True)
class EdgeText:
    """A line of text at the edge of each page."""

    spot: Spot
    text: Text
    size: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Paragraphs at a fixed place of each page; text that does not fit is an error."""

    x: float
    top: float
    width: float
    height: float
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """Registration marks in the four corners, `size` points a side, `inset` from the paper's edges."""

    inset: float
    size: float


Edge = Frame | Code | EdgeText | Placed | Marks


@dataclass(frozen=True, slots=True)
class Imposition:
    """Several small pages on one sheet. `both`: the second kind of page is printed on the back, mirrored."""

    width: float
    height: float
    columns: int
    rows: int
    gap: float
    cut: Literal["线", "角线", "无"]
    both: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page: paper, margins (top, right, bottom, left), what flows, what stands at the edge of each page.

    `lift`: by how much the column begins above the top margin and ends below the bottom one, so that the ink of the
    first line, not the air above it, begins at the margin (official letters).
    """

    width: float
    height: float
    margins: tuple[float, float, float, float]
    flow: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lift: float = 0.0


@dataclass(frozen=True, slots=True)
class Form:
    """A form ready to be drawn. `single`: each print of it is one page, text shrinks before it overflows.

    `photos`: whether it has a place for a photograph. `names`: the fields that it names. `letter`: whether it is an official letter (GB/T 9704).
    """

    code: str
    name: str
    subject: Subject
    single: bool
    pages: tuple[Page, ...]
    imposition: Imposition | None = None
    photos: bool = False
    letter: bool = False
    names: frozenset[str] = frozenset()
