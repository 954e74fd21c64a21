"""What flows down a page: paragraphs, rules, closings, tables, one after the other."""

from collections.abc import Sequence

from station_desk.domain.charts import Chart
from station_desk.domain.paper_fields import Scope
from station_desk.printing.charts import chart_operators
from station_desk.printing.flow import Flow
from station_desk.printing.fonts import GlyphMissing
from station_desk.printing.model import Closing, Figure, Node, Paragraph, Rule, Space, Table
from station_desk.printing.setting import Block, Overflow, Setter, glyph_trouble
from station_desk.printing.tables import TableDrawer
from station_desk.printing.unrolling import unroll


class FlowDrawer:
    """Draws nodes into a flow, in order."""

    def __init__(self, setter: Setter, flow: Flow) -> None:
        self.setter, self.flow = setter, flow

    def draw(self, nodes: Sequence[Node], scope: Scope) -> None:
        """All nodes. Raises Overflow; Trouble glyph_missing."""
        for node, inner in unroll(nodes, scope):
            if isinstance(node, Paragraph):
                self._paragraph(node, inner)
            elif isinstance(node, Space):
                self.flow.skip(node.height * self.setter.factor)
            elif isinstance(node, Rule):
                self._rule(node)
            elif isinstance(node, Closing):
                self._closing(node, inner)
            elif isinstance(node, Figure):
                self._figure(node, inner)
            elif isinstance(node, Table):
                TableDrawer(node, self.setter, self.flow).draw(inner)

    def _paragraph(self, node: Paragraph, scope: Scope) -> None:
        flow, line = self.flow, node.text.line
        flow.skip(node.before * self.setter.factor)
        for block in self.setter.paragraph(node, scope, flow.area.width):
            flow.put(block, flow.area.x, flow.take(block.height, "", line), line)
        flow.skip(node.after * self.setter.factor)

    def _rule(self, node: Rule) -> None:
        flow = self.flow
        flow.skip(node.before)
        top = flow.take(node.thickness, "", 0)
        length = min(node.length or flow.area.width, flow.area.width)
        free = flow.area.width - length
        x = flow.area.x + {"左": 0.0, "中": free / 2, "右": free}.get(node.align, 0.0)
        y = flow.paper_height - top - node.thickness
        flow.draw(f"q {node.colour or '0 g'} {x:.2f} {y:.2f} {length:.2f} {node.thickness:g} re f Q")
        flow.skip(node.after)

    def _figure(self, node: Figure, scope: Scope) -> None:
        chart = scope[node.field.name]
        if not isinstance(chart, Chart):
            return
        flow, setter = self.flow, self.setter
        flow.skip(node.before)
        top = flow.take(node.height, chart.title, 0)
        y = flow.paper_height - top
        try:
            flow.draw(chart_operators(chart, setter.shelf, setter.ink, flow.area.x, y, flow.area.width, node.height))
        except GlyphMissing as missing:
            raise glyph_trouble(missing, scope) from missing
        flow.skip(node.after)

    def _closing(self, node: Closing, scope: Scope) -> None:
        """Lines centred over each other; the seal's room is centred on them, so nothing else can come into it."""
        flow = self.flow
        flow.skip(node.before * self.setter.factor)
        lines: list[tuple[Block, int]] = []
        for paragraph in node.lines:
            blocks = self.setter.paragraph(paragraph, scope, flow.area.width)
            lines += [(block, paragraph.text.line) for block in blocks]
        if not lines:
            return
        height = sum(block.height for block, _ in lines)
        widest = max(block.right - block.left for block, _ in lines)
        wide = max(widest, node.seal)
        if wide > flow.area.width:
            raise Overflow("", lines[0][1])
        right = min(node.right, flow.area.width - wide)  # a long name comes nearer to the edge
        if node.low:
            flow.skip(flow.left - max(height, node.seal))
        top = flow.take(max(height, node.seal), "", lines[0][1]) + max(0.0, node.seal - height) / 2
        axis = flow.area.x + flow.area.width - right - wide / 2
        for block, line in lines:
            flow.put(block, axis - (block.left + block.right) / 2, top, line)
            top += block.height
