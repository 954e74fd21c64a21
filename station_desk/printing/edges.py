"""What stands at the edge of each page: frames, the code, the serial, page numbers, text at a fixed place."""

from dataclasses import dataclass

from station_desk.domain.paper import Box, Place
from station_desk.domain.paper_fields import Scope
from station_desk.printing.codes import QUIET, code_operators, module_count
from station_desk.printing.flow import Area, Flow
from station_desk.printing.geometry import MM
from station_desk.printing.model import Code, EdgeText, Marks, Page, Placed, Spot
from station_desk.printing.nodes import FlowDrawer
from station_desk.printing.setting import FACTORS, Overflow, Setter


@dataclass(frozen=True, slots=True)
class Drawn:
    """The operators of a page's edge, and where its codes, its boxes and its registration marks lie."""

    ops: list[str]
    codes: list[Place]
    boxes: list[Box]
    marks: tuple[Place, ...]


def code_areas(page: Page, content: str) -> list[Area]:
    """The codes of a page with their quiet edge: nothing may come there."""
    quiet_share = QUIET / module_count(content)
    areas = []
    for edge in page.edges:
        if isinstance(edge, Code):
            x, top = _corner(edge.spot, page, edge.size, edge.size)
            quiet = edge.size * quiet_share
            areas.append(Area(x - quiet, top - quiet, edge.size + 2 * quiet, edge.size + 2 * quiet))
    return areas


def draw_edges(page: Page, setter: Setter, scope: Scope, content: str) -> Drawn:
    """All but the frames. `scope` knows 编号, 页 and 总页; `content` is what the code says."""
    ops: list[str] = []
    boxes: list[Box] = []
    marks: tuple[Place, ...] = ()
    codes: list[Place] = []
    for edge in page.edges:
        if isinstance(edge, Code):
            x, top = _corner(edge.spot, page, edge.size, edge.size)
            ops.append(code_operators(content, x, page.height - top - edge.size, edge.size))
            codes.append(Place(*(round(v / MM, 3) for v in (x, top, edge.size, edge.size))))
        elif isinstance(edge, EdgeText):
            ops.append(_text(edge, page, setter, scope))
        elif isinstance(edge, Placed):
            flow = _placed(edge, page, setter, scope, code_areas(page, content))
            ops += flow.sheets[0]
            boxes += flow.boxes[0]
        elif isinstance(edge, Marks):
            marks = _marks(edge, page)
            ops.append(_marks_operators(edge, page))
    return Drawn(ops, codes, boxes, marks)


def _mark_corners(edge: Marks, page: Page) -> list[tuple[float, float]]:
    """Top left corners of the marks, from the top left of the paper; the hollow one, bottom right, is the last."""
    near, right, low = edge.inset, page.width - edge.inset - edge.size, page.height - edge.inset - edge.size
    return [(near, near), (right, near), (near, low), (right, low)]


def _marks(edge: Marks, page: Page) -> tuple[Place, ...]:
    side = round(edge.size / MM, 3)
    return tuple(Place(round(x / MM, 3), round(top / MM, 3), side, side) for x, top in _mark_corners(edge, page))


def _marks_operators(edge: Marks, page: Page) -> str:
    """Three black squares and a hollow one, so that a sheet upside down can be told."""
    *full, (x, top) = _mark_corners(edge, page)
    size = edge.size
    squares = " ".join(f"{left:.2f} {page.height - upper - size:.2f} {size:.2f} {size:.2f} re" for left, upper in full)
    side = size / 4
    hollow = f"{x + side / 2:.2f} {page.height - top - size + side / 2:.2f} {size - side:.2f} {size - side:.2f} re S"
    return f"q {squares} f {side:.2f} w {hollow} Q"


def _placed(edge: Placed, page: Page, setter: Setter, scope: Scope, kept_clear: list[Area]) -> Flow:
    """Text at its fixed place, in the largest of the sizes that its paragraphs allow. Raises Overflow."""
    problem: Overflow | None = None
    before = setter.factor
    for factor in FACTORS:
        area = Area(edge.x, edge.top, edge.width, edge.height)
        flow = Flow(area, page.height, single=True, kept_clear=kept_clear)
        setter.factor = min(factor, before)
        try:
            FlowDrawer(setter, flow).draw(edge.body, scope)
        except Overflow as overflow:
            problem = overflow
        else:
            return flow
        finally:
            setter.factor = before
    raise problem or Overflow("", 0)


def _text(edge: EdgeText, page: Page, setter: Setter, scope: Scope) -> str:
    line = setter.single(edge.text, scope)
    block = setter.line(line, "左", 0.0, line.width, edge.size, edge.size)
    x, top = _corner(edge.spot, page, line.width, edge.size)
    return block.at(x, page.height - top)


def _corner(spot: Spot, page: Page, width: float, height: float) -> tuple[float, float]:
    """Left edge and top (from the paper's top) of something of this size; without a side it is centred."""
    if spot.left is not None:
        x = spot.left
    elif spot.right is not None:
        x = page.width - spot.right - width
    else:
        _, right, _, left = page.margins
        x = left + (page.width - left - right - width) / 2
    top = spot.top if spot.top is not None else page.height - (spot.bottom or 0.0) - height
    return x, top
