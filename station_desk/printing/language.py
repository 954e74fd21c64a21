"""The form language: which elements exist, what they may hold, which attributes they bear (`forms/README.md`).

A form is checked against this before anything is drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from station_desk.domain.paper import Subject

AttrKind = Literal["number", "whole", "numbers", "choice", "text", "field", "widths", "colour", "template"]

ROLES = ("宋", "粗宋", "黑", "粗黑", "楷", "仿宋", "小标宋")
"""Faces that a form may ask for."""

SUBJECTS: Mapping[str, Subject] = {
    "个人": "person",
    "名册": "roster",
    "移交": "handover",
    "回执": "receipt",
    "更正": "corrections",
    "统计": "report",
    "批次": "batch",
    "公示": "notice",
    "人选": "candidate",
    "投票": "vote",
    "警务室": "room",
    "通报": "circular",
    "方案": "policy",
    "空白": "blank",
}
PAPERS: Mapping[str, tuple[float, float]] = {
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "B5": (176.0, 250.0),
}
"""Upright sizes in millimetres."""

COLOURS: Mapping[str, str] = {"黑": "", "红": "0.72 0.06 0.06 rg", "金": "0.71 0.54 0.22 rg", "灰": "0.45 g"}
"""Colours by name, as the PDF operator that fills with them ("" is black)."""

YES_NO = ("是", "否")


@dataclass(frozen=True, slots=True)
class Attr:
    """One attribute: its kind, bounds for numbers (`count` numbers for "numbers"), the words it may hold."""

    kind: AttrKind
    required: bool = False
    low: float = 0.0
    high: float = 2000.0
    words: tuple[str, ...] = ()
    count: int = 4


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its attributes, which elements may stand in it, whether text may, and how many children it needs."""

    attrs: Mapping[str, Attr] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    text: bool = False
    needs: str = ""


def _number(low: float, high: float, *, required: bool = False) -> Attr:
    return Attr("number", required, low, high)


def _word(*words: str, required: bool = False) -> Attr:
    return Attr("choice", required, words=words)


_ALIGN = _word("左", "中", "右", "两端")
_YES = _word(*YES_NO)
_FONT = {"字体": _word(*ROLES), "字号": _number(5, 120), "颜色": Attr("colour", words=tuple(COLOURS))}
_LOOK = {**_FONT, "行距": _number(1, 4), "对齐": _ALIGN}
_PARAGRAPH = {
    **_LOOK,
    "最小字号": _number(5, 120),
    "缩进": _number(0, 20),
    "段前": _number(0, 200),
    "段后": _number(0, 200),
    "左缩": _number(0, 300),
    "右缩": _number(0, 300),
}
_SPOT = {"左": _number(0, 420), "右": _number(0, 420), "上": _number(0, 420), "下": _number(0, 420)}
_CELL = {
    **_FONT,
    "最小字号": _number(5, 120),
    "对齐": _word("左", "中", "右"),
    "垂直": _word("上", "中", "下"),
    "跨列": Attr("whole", low=1, high=60),
    "跨行": Attr("whole", low=1, high=60),
}
_MARK = {"标识": Attr("template", required=True), "大小": _number(2.5, 20)}
_INLINE = frozenset({"字", "换行", "方框", "数字格"})
_FLOW = frozenset({"标题", "段落", "表格", "落款", "横线", "空", "图表", "循环", "若"})
_EDGE = frozenset({"框线", "二维码", "编号", "页码", "放置", "定位点"})
_ROWS = frozenset({"行", "循环", "若"})

ELEMENTS: Mapping[str, Element] = {
    "表单": Element(
        {
            "编号": Attr("text", required=True),
            "名称": Attr("text", required=True),
            "对象": _word(*SUBJECTS, required=True),
            "版本": Attr("text"),
            "单页": _YES,
        },
        frozenset({"页", "拼版"}),
        needs="页",
    ),
    "拼版": Element(
        {
            "纸张": _word(*PAPERS),
            "方向": _word("竖", "横"),
            "列": Attr("whole", required=True, low=1, high=20),
            "行": Attr("whole", required=True, low=1, high=20),
            "间距": _number(0, 50),
            "裁切": _word("线", "角线", "无"),
            "双面": _YES,
        }
    ),
    "页": Element(
        {
            **_LOOK,
            "纸张": _word(*PAPERS),
            "方向": _word("竖", "横"),
            "宽": _number(20, 420),
            "高": _number(20, 420),
            "页边": Attr("numbers", low=0, high=200, count=4),
            "公文": _YES,
        },
        _FLOW | _EDGE,
    ),
    "标题": Element(_PARAGRAPH, _INLINE, text=True),
    "段落": Element(_PARAGRAPH, _INLINE, text=True),
    "字": Element(_FONT, frozenset({"换行", "方框", "数字格"}), text=True),
    "换行": Element(),
    "方框": Element({**_MARK, "组": Attr("template"), "若": Attr("field"), "为": Attr("text")}),
    "数字格": Element({**_MARK, "位": Attr("whole", required=True, low=1, high=12), "值": Attr("field")}),
    "照片": Element(
        {"宽": _number(5, 200, required=True), "高": _number(5, 200, required=True), "于": Attr("field", required=True)}
    ),
    "图表": Element(
        {
            "于": Attr("field", required=True),
            "高": _number(15, 250, required=True),
            "段前": _number(0, 200),
            "段后": _number(0, 200),
        }
    ),
    "空": Element({"高": _number(0, 400, required=True)}),
    "横线": Element(
        {
            "线宽": _number(0.1, 10),
            "长": _number(1, 420),
            "颜色": _FONT["颜色"],
            "对齐": _word("左", "中", "右"),
            "段前": _number(0, 200),
            "段后": _number(0, 200),
        }
    ),
    "落款": Element(
        {**_LOOK, "右空": _number(0, 40), "章": _number(0, 80), "段前": _number(0, 200), "靠底": _YES},
        frozenset({"段落"}),
        needs="段落",
    ),
    "表格": Element(
        {
            **_FONT,
            "列宽": Attr("widths", required=True),
            "最小字号": _number(5, 120),
            "行高": _number(3, 200),
            "线宽": _number(0, 5),
            "外框": _number(0, 5),
            "格距": _number(0, 10),
            "段前": _number(0, 200),
            "段后": _number(0, 200),
        },
        _ROWS | {"分页表头", "本页小计"},
        needs="行",
    ),
    "分页表头": Element({}, frozenset({"行"}), needs="行"),
    "本页小计": Element({}, frozenset({"行"}), needs="行"),
    "行": Element(
        {
            "高": _number(3, 200),
            "底色": _number(0, 1),
            "字体": _FONT["字体"],
            "字号": _FONT["字号"],
            "对齐": _CELL["对齐"],
            "跟随": _YES,
            "随前": _YES,
            "另页": _YES,
            "框": _YES,
        },
        frozenset({"格", "签名"}),
        needs="格",
    ),
    "格": Element({**_CELL, "底色": _number(0, 1), "换行": _YES}, _INLINE | {"照片"}, text=True),
    "签名": Element({**_CELL, "高": _number(20, 100)}, _INLINE, text=True),
    "循环": Element(
        {
            "于": Attr("field", required=True),
            "补空": Attr("whole", low=0, high=200),
            "空白": Attr("whole", low=1, high=200),
        },
        _FLOW | _ROWS,
    ),
    "若": Element({"有": Attr("field"), "无": Attr("field")}, _FLOW | _ROWS),
    "框线": Element(
        {
            "距": Attr("numbers", required=True, low=0, high=100, count=4),
            "线宽": _number(0.1, 10),
            "颜色": _FONT["颜色"],
            "样": _word("单", "双", "回纹"),
        }
    ),
    "二维码": Element({**_SPOT, "大小": _number(18, 60)}),
    "定位点": Element({"距": _number(3, 40), "大小": _number(3, 10)}),
    "编号": Element({**_FONT, **_SPOT}, text=True),
    "页码": Element({**_FONT, **_SPOT}, text=True),
    "放置": Element(
        {
            "左": _number(0, 420, required=True),
            "上": _number(0, 420, required=True),
            "宽": _number(5, 420, required=True),
            "高": _number(3, 420, required=True),
        },
        frozenset({"标题", "段落", "空"}),
    ),
}

SHEET_ELEMENTS = frozenset({"编号", "页码", "放置"})
"""Elements at the edge of a page, which also know serial, page and number of pages."""

MAX_BYTES = 1_000_000
"""A form file larger than this is refused."""
