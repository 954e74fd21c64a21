"""Where things go on the pages of one print: a column that runs from page to page. Lengths in points."""

from collections.abc import Sequence
from dataclasses import dataclass

from station_desk.domain.paper import Box
from station_desk.printing.geometry import MM
from station_desk.printing.setting import Block, Overflow

_HAIR = 0.02


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle measured from the top left corner of the paper."""

    x: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """The lower edge, from the top of the paper."""
        return self.top + self.height

    def meets(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether the rectangle of these edges overlaps this one."""
        return left < self.x + self.width and right > self.x and top < self.bottom and bottom > self.top


class Flow:
    """A column of `area` on paper `paper_height` high. `single`: there is no second page. `kept_clear`: nothing there.

    `sheets` holds the operators of each page, `boxes` the boxes for the hand on it; `y` is where the next thing goes, from the top of the paper.
    """

    def __init__(
        self, area: Area, paper_height: float, *, single: bool, kept_clear: Sequence[Area] = (), first_page: int = 1
    ) -> None:
        self.area, self.paper_height, self.single, self.kept_clear = area, paper_height, single, kept_clear
        self.first_page = first_page
        self.sheets: list[list[str]] = [[]]
        self.boxes: list[list[Box]] = [[]]
        self.y = area.top

    @property
    def page(self) -> int:
        """The number of the page that is being filled."""
        return self.first_page + len(self.sheets) - 1

    @property
    def left(self) -> float:
        """Points until the bottom of the column."""
        return self.area.bottom - self.y

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on this page yet."""
        return self.y <= self.area.top + _HAIR

    def fits(self, height: float) -> bool:
        """Whether so much room is left on this page."""
        return height <= self.left + _HAIR

    def turn(self, text: str, line: int) -> None:
        """The next page. Raises Overflow(text, line) where there is none."""
        if self.single:
            raise Overflow(text, line)
        self.sheets.append([])
        self.boxes.append([])
        self.y = self.area.top

    def skip(self, height: float) -> None:
        """Leave `height` free; at the bottom of a page what is left over is dropped, and less than nothing is nothing."""
        self.y += max(min(height, self.left), 0.0)

    def take(self, height: float, text: str, line: int) -> float:
        """Room for something `height` high that stays together: its top. Turns the page when it has to.

        Raises Overflow(text, line) when even an empty page is too small.
        """
        if not self.fits(height):
            if self.fresh:
                raise Overflow(text, line)
            self.turn(text, line)
            if not self.fits(height):
                raise Overflow(text, line)
        top = self.y
        self.y += height
        return top

    def draw(self, ops: str) -> None:
        """Operators on the page that is being filled."""
        self.sheets[-1].append(ops)

    def put(self, block: Block, x: float, top: float, line: int) -> None:
        """A set block with its top left corner at (x, top from the paper's top). Raises Overflow in a clear area."""
        self._clear(x + block.left, top, x + block.right, top + block.height, line)
        self.draw(block.at(x, self.paper_height - top))
        self.note_boxes(block, x, top)

    def note_boxes(self, block: Block, x: float, top: float) -> None:
        """Remember where the boxes of a block lie whose top left corner is at (x, top from the paper's top)."""
        for box in block.boxes:
            left, upper, wide = x + box.x, top + box.y, box.side * box.hollow.parts
            place = (round(value / MM, 3) for value in (left, upper, wide, box.side))
            self.boxes[-1].append(Box(box.hollow.id, box.hollow.kind, box.hollow.group, *place))

    def keep_clear(self, left: float, right: float, height: float, line: int) -> None:
        """Raises Overflow when the next `height` points between these edges meet an area that is kept clear."""
        self._clear(left, self.y, right, self.y + height, line)

    def _clear(self, left: float, top: float, right: float, bottom: float, line: int) -> None:
        if any(area.meets(left, top, right, bottom) for area in self.kept_clear):
            raise Overflow("", line, meets_code=True)
