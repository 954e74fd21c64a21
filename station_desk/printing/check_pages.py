"""A page of a form checked as a whole: room in its height, everything on the paper, names of boxes that are its own."""

from collections.abc import Callable

from lxml import etree

from station_desk.printing.geometry import NUMBER, margins, paper_size

Add = Callable[..., None]
"""Called with (element, code, meant="", **facts)."""

_LEAST = 20.0
_CODE_MM = 22.0


def check_page(page: etree._Element, add: Add) -> None:
    """One 页; what cannot be read has been told already."""
    width, height = paper_size(page)
    around = margins(page)
    if around is not None and height - around[0] - around[2] < _LEAST:
        add(page, "margins_too_high", height=f"{height - around[0] - around[2]:g}")
    if page.get("公文") == "是" and (page.get("纸张", "A4") != "A4" or page.get("宽") or page.get("高")):
        add(page, "letter_not_a4", "A4")
    for element in page.iterchildren("二维码", "放置", "定位点"):
        if not _on_paper(element, width, height):
            add(element, "outside_paper", element=str(element.tag), width=f"{width:g}", height=f"{height:g}")
    _boxes(page, add)


def _mm(element: etree._Element, key: str, default: float = 0.0) -> float:
    text = element.get(key, "")
    return float(text) if NUMBER.fullmatch(text) else default


def _on_paper(element: etree._Element, width: float, height: float) -> bool:
    """Whether something that stands at a fixed place lies wholly on the paper."""
    if element.tag == "定位点":
        return 2 * (_mm(element, "距", 8) + _mm(element, "大小", 5)) <= min(width, height)
    size = _mm(element, "大小", _CODE_MM) if element.tag == "二维码" else 0.0
    wide = _mm(element, "左") + _mm(element, "右") + (size or _mm(element, "宽"))
    high = _mm(element, "上") + _mm(element, "下") + (size or _mm(element, "高"))
    return wide <= width + 0.01 and high <= height + 0.01


def _boxes(page: etree._Element, add: Add) -> None:
    """Boxes are read back by name: none may stand twice, in a loop each needs a field in its name."""
    seen: set[str] = set()
    for box in page.iter("方框", "数字格"):
        name = box.get("标识", "")
        if not name or "{{" in name:
            continue
        if next(box.iterancestors("循环"), None) is not None:
            add(box, "mark_in_loop", f"{name}.{{{{序号}}}}", name=name)
        elif name in seen:
            add(box, "mark_twice", name=name)
        seen.add(name)
