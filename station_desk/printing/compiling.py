"""From the checked XML of a form to the compiled form: defaults filled in, lengths in points, text taken apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from lxml import etree

from station_desk.domain.paper_fields import FIELDS, SHEET_FIELDS, Field
from station_desk.printing.geometry import MM, column_widths, line_of, margins, page_width, paper_size
from station_desk.printing.language import COLOURS, SUBJECTS
from station_desk.printing.model import (
    Align,
    BoxMark,
    Cell,
    Closing,
    Code,
    Condition,
    Edge,
    EdgeText,
    Figure,
    Form,
    Frame,
    Imposition,
    Loop,
    Marks,
    Node,
    Page,
    PageTotal,
    Paragraph,
    Photo,
    Placed,
    Row,
    Rule,
    Space,
    Span,
    Spot,
    Table,
    Text,
    Upright,
)
from station_desk.printing.template import Slot, slots, source_text, take_apart
from station_desk.printing.totals import overall_fields, page_fields, summed_fields

Fields = Mapping[str, Field]

_NUMBER_TEXT = "编号：{{编号}}"
_PAGE_TEXT = "第 {{页}} 页　共 {{总页}} 页"
_SIGNATURE_MM = 20.0
_CODE_MM = 22.0
_LETTER_SIZE = 15.75
"""No. 3 of an official letter: 28 characters fill the 156 mm of its line (GB/T 9704-2012, 5.2.2)."""
_LETTER_LEADING = 1.875
"""22 lines fill the 225 mm of its page."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element hands down to those in it. `row_height` is in millimetres; `head` is the face of headings."""

    role: str = "宋"
    size: float = 12.0
    colour: str = ""
    leading: float = 1.6
    align: Align | None = None
    smallest: float | None = None
    row_height: float = 8.0
    head: str = "粗宋"

    def of(self, element: etree._Element) -> "_Look":
        """This look with what `element` says about it."""
        return _Look(
            element.get("字体", self.role),
            _points(element, "字号", self.size),
            COLOURS[element.get("颜色", "")] if element.get("颜色") else self.colour,
            _points(element, "行距", self.leading),
            cast("Align", element.get("对齐")) if element.get("对齐") else self.align,
            float(element.get("最小字号", "0")) or self.smallest,
            self.row_height,
            self.head,
        )


def _points(element: etree._Element, key: str, default: float) -> float:
    value = element.get(key)
    return float(value) if value else default


def _mm(element: etree._Element, key: str, default: float = 0.0) -> float:
    return _points(element, key, default) * MM


def _mm_or_none(element: etree._Element, key: str) -> float | None:
    return _mm(element, key) if element.get(key) else None


def _yes(element: etree._Element, key: str) -> bool:
    return element.get(key) == "是"


def _four(text: str) -> tuple[float, float, float, float]:
    top, right, bottom, left = (float(word) * MM for word in text.split())
    return top, right, bottom, left


def compile_form(root: etree._Element) -> Form:
    """The form of a root that `check.read_checked` found without fault."""
    subject = SUBJECTS[root.get("对象", "")]
    fields = {f.name: f for f in FIELDS[subject]}
    return Form(
        root.get("编号", ""),
        root.get("名称", ""),
        subject,
        _yes(root, "单页"),
        tuple(_page(page, fields) for page in root.iterchildren("页")),
        next((_imposition(element) for element in root.iterchildren("拼版")), None),
        photos=next(root.iter("照片"), None) is not None,
        letter=any(_yes(page, "公文") for page in root.iterchildren("页")),
        names=frozenset(_named(root)),
    )


def _named(root: etree._Element) -> Iterator[str]:
    """Every field that a form names, in its texts and in its attributes."""
    for element in root.iter():
        for text in (element.text, element.tail, *element.attrib.values()):
            yield from (name for name, _ in slots(str(text or "")))
        yield from (str(element.get(key)) for key in ("于", "若", "值", "有", "无") if element.get(key))


def _imposition(element: etree._Element) -> Imposition:
    width, height = paper_size(element)
    return Imposition(
        width * MM,
        height * MM,
        int(element.get("列", "1")),
        int(element.get("行", "1")),
        _mm(element, "间距"),
        cast("Literal['线', '角线', '无']", element.get("裁切", "线")),
        _yes(element, "双面"),
    )


def _page(page: etree._Element, fields: Fields) -> Page:
    width, height = paper_size(page)
    letter = _yes(page, "公文")
    look = (_Look("仿宋", _LETTER_SIZE, leading=_LETTER_LEADING, head="小标宋") if letter else _Look()).of(page)
    room = (page_width(page) or 0.0) * MM
    edge_fields = {**fields, **{f.name: f for f in SHEET_FIELDS}}
    edge_tags = ("框线", "二维码", "编号", "页码", "放置", "定位点")
    top, right, bottom, left = margins(page) or (0.0, 0.0, 0.0, 0.0)
    return Page(
        width * MM,
        height * MM,
        (top * MM, right * MM, bottom * MM, left * MM),
        tuple(_node(e, fields, look, room) for e in page if e.tag not in edge_tags),
        tuple(_edge(e, edge_fields, look) for e in page if e.tag in edge_tags),
        look.size * (look.leading - 1) / 2 if letter else 0.0,
    )


def _node(element: etree._Element, fields: Fields, look: _Look, room: float) -> Node:
    name = str(element.tag)
    if name == "本页小计":
        inner = {**fields, **page_fields(element.getparent(), fields)}
        return PageTotal(tuple(_row(row, inner, look) for row in element))
    if name in ("标题", "段落"):
        return _paragraph(element, fields, look)
    if name == "空":
        return Space(_mm(element, "高"))
    if name == "横线":
        return _rule(element)
    if name == "图表":
        field = fields[element.get("于", "")]
        return Figure(field, _mm(element, "高"), _mm(element, "段前", 2), _mm(element, "段后", 2))
    if name == "落款":
        return _closing(element, fields, look)
    if name == "表格":
        return _table(element, fields, look, room)
    if name == "行":
        return _row(element, fields, look)
    if name == "循环":
        field = fields[element.get("于", "")]
        inner = {**fields, **{f.name: f for f in field.rows}}
        body = tuple(_node(e, inner, look, room) for e in element)
        return Loop(field, int(element.get("补空", "0")), int(element.get("空白", "1")), body)
    present = element.get("有")
    field = fields[present if present is not None else element.get("无", "")]
    return Condition(field, present is not None, tuple(_node(e, fields, look, room) for e in element))


def _paragraph(element: etree._Element, fields: Fields, look: _Look) -> Paragraph:
    title = element.tag == "标题"
    if title:
        look = replace(look, role=look.head, size=22.0, leading=1.3, align="中")
    look = look.of(element)
    return Paragraph(
        _text(element, fields, look),
        look.size,
        look.smallest or look.size,
        look.align or "两端",
        look.leading,
        float(element.get("缩进", "0")),
        _mm(element, "段前"),
        _mm(element, "段后"),
        _mm(element, "左缩"),
        _mm(element, "右缩"),
    )


def _text(element: etree._Element, fields: Fields, look: _Look, default: str = "") -> Text:
    """The text of an element: its own pieces, 字 in their look, 换行 as a line end."""
    spans = [
        Span(_parts(piece, fields, inner), inner.role, inner.size, inner.colour)
        for piece, inner in _pieces(element, look)
        if not isinstance(piece, str) or piece
    ]
    if not spans and default:
        spans = [Span(take_apart(default, fields), look.role, look.size, look.colour)]
    used = tuple(name for span in spans for part in span.parts for name in _names(part))
    return Text(tuple(spans), used, line_of(element))


def _pieces(element: etree._Element, look: _Look) -> Iterator[tuple[str | etree._Element, _Look]]:
    """Pieces of text and boxes, each with its look."""
    yield source_text(element.text), look
    for child in element:
        if child.tag == "换行":
            yield "\n", look
        elif child.tag in ("方框", "数字格"):
            yield child, look
        elif child.tag == "字":
            yield from _pieces(child, look.of(child))
        yield source_text(child.tail), look


def _parts(piece: str | etree._Element, fields: Fields, look: _Look) -> tuple[str | Slot | BoxMark, ...]:
    if isinstance(piece, str):
        return take_apart(piece, fields)
    tick = piece.tag == "方框"
    named = piece.get("若" if tick else "值")
    mark = BoxMark(
        "tick" if tick else "digits",
        take_apart(piece.get("标识", ""), fields),
        take_apart(piece.get("组", ""), fields),
        int(piece.get("位", "1")),
        _mm(piece, "大小", look.size / MM),
        fields[named] if named else None,
        piece.get("为", ""),
    )
    return (mark,)


def _names(part: str | Slot | BoxMark) -> Iterator[str]:
    """The fields on which a part of a text depends."""
    if isinstance(part, Slot):
        yield part.field.name
    elif isinstance(part, BoxMark):
        for inner in (*part.id, *part.group):
            yield from _names(inner)
        if part.field is not None:
            yield part.field.name


def _rule(element: etree._Element) -> Rule:
    return Rule(
        _points(element, "线宽", 0.6),
        _mm_or_none(element, "长"),
        COLOURS[element.get("颜色", "黑")],
        cast("Align", element.get("对齐", "中")),
        _mm(element, "段前", 1),
        _mm(element, "段后", 1),
    )


def _closing(element: etree._Element, fields: Fields, look: _Look) -> Closing:
    inner = replace(look, align="中").of(element)
    return Closing(
        tuple(_paragraph(line, fields, inner) for line in element.iterchildren("段落")),
        _mm(element, "章"),
        float(element.get("右空", "0")) * inner.size,
        _mm(element, "段前"),
        _yes(element, "靠底"),
    )


def _table(element: etree._Element, fields: Fields, look: _Look, room: float) -> Table:
    inner = replace(look, leading=1.25, align=None).of(element)
    inner = replace(inner, smallest=inner.smallest or min(9.0, inner.size))
    line = _points(element, "线宽", 0.5)
    inner = replace(inner, row_height=_points(element, "行高", 8.0))
    fields = {**fields, **overall_fields(element, fields)}
    head = [row for part in element.iterchildren("分页表头") for row in part.iterchildren("行")]
    return Table(
        tuple(w * MM for w in column_widths(element.get("列宽", "").split(), room / MM)),
        tuple(_row(row, fields, inner) for row in head),
        tuple(_node(e, fields, inner, room) for e in element if e.tag != "分页表头"),
        line,
        _points(element, "外框", line * 2),
        _mm(element, "格距", 1),
        _mm(element, "段前"),
        _mm(element, "段后"),
        summed_fields(element, fields),
    )


def _row(element: etree._Element, fields: Fields, look: _Look) -> Row:
    inner = look.of(element)
    shade = element.get("底色")
    cells = tuple(_cell(cell, fields, inner) for cell in element)
    return Row(
        cells,
        _mm(element, "高", look.row_height),
        float(shade) if shade else None,
        _yes(element, "跟随"),
        _yes(element, "随前"),
        _yes(element, "另页"),
        element.get("框") == "否",
        all(cell.text.static and cell.photo is None for cell in cells),
    )


def _cell(element: etree._Element, fields: Fields, look: _Look) -> Cell:
    inner = look.of(element)
    signature = element.tag == "签名"
    shade = element.get("底色")
    return Cell(
        _text(element, fields, inner),
        int(element.get("跨列", "1")),
        int(element.get("跨行", "1")),
        inner.size,
        min(inner.smallest or inner.size, inner.size),
        inner.align or ("右" if signature else "中"),
        cast("Upright", element.get("垂直", "下" if signature else "中")),
        _yes(element, "换行"),
        float(shade) if shade else None,
        _mm(element, "高", _SIGNATURE_MM) if signature else 0.0,
        next((_photo(photo, fields) for photo in element.iterchildren("照片")), None),
    )


def _photo(element: etree._Element, fields: Fields) -> Photo:
    return Photo(fields[element.get("于", "")], _mm(element, "宽"), _mm(element, "高"))


def _edge(element: etree._Element, fields: Fields, look: _Look) -> Edge:
    name = str(element.tag)
    if name == "框线":
        return Frame(
            _four(element.get("距", "")),
            _points(element, "线宽", 1.0),
            COLOURS[element.get("颜色", "黑")],
            element.get("样", "单"),  # type: ignore[arg-type] # checked against the same words
        )
    if name == "定位点":
        return Marks(_mm(element, "距", 8), _mm(element, "大小", 5))
    if name == "二维码":
        return Code(_spot(element), _mm(element, "大小", _CODE_MM))
    if name == "放置":
        body = tuple(_node(e, fields, look, _mm(element, "宽")) for e in element)
        return Placed(_mm(element, "左"), _mm(element, "上"), _mm(element, "宽"), _mm(element, "高"), body)
    inner = replace(look, size=9.0, align=None).of(element)
    text = _text(element, fields, inner, _NUMBER_TEXT if name == "编号" else _PAGE_TEXT)
    return EdgeText(_spot(element), text, inner.size)


def _spot(element: etree._Element) -> Spot:
    left, right, top, bottom = (_mm_or_none(element, key) for key in ("左", "右", "上", "下"))
    return Spot(left, right, top, bottom)
