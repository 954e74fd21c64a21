"""A form file checked against the language before it is used: every fault with its line and what was probably meant."""

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from station_desk.domain.paper import FormProblem
from station_desk.domain.paper_fields import FIELDS, SHEET_FIELDS, WAYS, Field, Kind
from station_desk.printing.check_pages import check_page
from station_desk.printing.check_tables import TableCheck
from station_desk.printing.geometry import COLUMN, NUMBER, line_of, page_width, paper_size
from station_desk.printing.language import ELEMENTS, MAX_BYTES, SHEET_ELEMENTS, SUBJECTS, Attr
from station_desk.printing.template import has_stray_braces, lone_brace, slots, source_text
from station_desk.printing.totals import overall_fields, page_fields

_FORM_CODE = re.compile(r"[A-Z][0-9]{2}[A-Z]?")
_WHOLE = re.compile(r"\d+")
_MISMATCH = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+?),")
_UNCLOSED = re.compile(r"Premature end of data in tag (\S+) line (\d+)")
_WHOLE_SLOT = re.compile(r"\{\{[^{}]*\}\}")
_LONE_SLOT = re.compile(r"[{｛]([^{}｛｝:：]+)")
_FORBIDDEN = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FLOW_CHILDREN = frozenset({"标题", "段落", "表格", "落款", "横线", "空", "图表", "循环", "若"})
_OVER = {"照片": (Kind.PICTURE, "field_no_picture"), "图表": (Kind.CHART, "field_no_chart")}
"""What 于 of an element must name, and the fault where it names something else."""
_NO_TEXT = {Kind.ROWS: "field_is_list", Kind.PICTURE: "field_is_picture", Kind.CHART: "field_is_chart"}
_ROW_CHILDREN = frozenset({"行", "循环", "若"})


def meant(word: str, known: Iterable[str]) -> str:
    """The word of `known` that is nearest to `word`, or "". Of equally near ones the one that begins alike."""
    near = difflib.get_close_matches(word, sorted(known), 5, 0.4)
    ratios = {one: difflib.SequenceMatcher(None, word, one).ratio() for one in near}
    return max(near, key=lambda one: (ratios[one], one[:1] == word[:1]), default="")


def likely_slot(text: str, fields: Iterable[str]) -> str:
    """`{姓名}` was probably meant as `{{姓名}}`; "" where the word between the braces names no field."""
    found = _LONE_SLOT.search(_WHOLE_SLOT.sub("", text))
    known = meant(found[1].strip(), fields) if found else ""
    return f"{{{{{known}}}}}" if known else ""


def read_checked(file: Path, content: bytes) -> tuple[etree._Element | None, list[FormProblem]]:
    """The root of a form file and what is wrong with it; the root is None when it cannot be read at all."""
    broken = _unreadable(file, content)
    if broken:
        return None, [broken]
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        return None, [_broken(file, error)]
    checker = _Checker(file)
    checker.form(root)
    return root, sorted(checker.problems, key=lambda p: p.line)


def _broken(file: Path, error: etree.XMLSyntaxError) -> FormProblem:
    """What the parser says, in our words where it is about tags that do not fit together."""
    said, line = error.msg or "", error.lineno or 1
    mismatch = _MISMATCH.match(said)
    if mismatch:
        facts: dict[str, str | int] = {"element": mismatch[1], "opened": int(mismatch[2]), "found": mismatch[3]}
        return FormProblem(file, line, "tag_mismatch", facts, f"</{mismatch[1]}>")
    unclosed = _UNCLOSED.match(said)
    if unclosed:
        facts = {"element": unclosed[1], "opened": int(unclosed[2])}
        return FormProblem(file, line, "tag_unclosed", facts, f"</{unclosed[1]}>")
    return FormProblem(file, line, "xml_broken", {"detail": said})


def _unreadable(file: Path, content: bytes) -> FormProblem | None:
    if len(content) > MAX_BYTES:
        return FormProblem(file, 1, "file_too_large", {"bytes": len(content), "limit": MAX_BYTES})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return FormProblem(file, content[: error.start].count(b"\n") + 1, "not_utf8")
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        return FormProblem(file, text[: forbidden.start()].count("\n") + 1, "declaration_forbidden")
    return None


class _Checker:
    """Walks one form and collects what is wrong."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[FormProblem] = []
        self.tables = TableCheck(self.add)

    def add(self, where: etree._Element, code: str, likely: str = "", /, **facts: str | int) -> None:
        """Note a fault at an element."""
        self.problems.append(FormProblem(self.file, line_of(where), code, facts, likely))

    def form(self, root: etree._Element) -> None:
        """The whole form, from its root."""
        if root.tag != "表单":
            self.add(root, "root_wrong", "表单", found=str(root.tag))
            return
        code = root.get("编号", "")
        if code and not _FORM_CODE.fullmatch(code):
            self.add(root, "form_code_wrong", value=code)
        subject = SUBJECTS.get(root.get("对象", ""), "blank")
        self.walk(root, {f.name: f for f in FIELDS[subject]}, rows=False)
        self.imposition(root)

    def imposition(self, root: etree._Element) -> None:
        """拼版: once, only of one-page forms, and the small pages must find room on the sheet."""
        found = list(root.iterchildren("拼版"))
        for extra in found[1:]:
            self.add(extra, "too_many", element="拼版")
        pages = list(root.iterchildren("页"))
        if not found or not pages:
            return
        if root.get("单页") != "是":
            self.add(found[0], "imposition_not_single")
        numbers = [found[0].get(key, default) for key, default in (("列", "1"), ("行", "1"), ("间距", "0"))]
        if not all(NUMBER.fullmatch(number) for number in numbers):
            return
        columns, rows, gap = map(float, numbers)
        (width, height), (wide, high) = paper_size(pages[0]), paper_size(found[0])
        need = (columns * width + (columns - 1) * gap, rows * height + (rows - 1) * gap)
        if need[0] > wide + 0.01 or need[1] > high + 0.01:
            sizes = {"width": f"{need[0]:g}", "height": f"{need[1]:g}", "wide": f"{wide:g}", "high": f"{high:g}"}
            self.add(found[0], "imposition_too_large", **sizes)
        if any(paper_size(page) != (width, height) for page in pages):
            self.add(found[0], "imposition_sizes_differ")
        if found[0].get("双面") == "是" and len(pages) != 2:
            self.add(found[0], "imposition_not_two", pages=len(pages))

    def walk(self, element: etree._Element, fields: Mapping[str, Field], *, rows: bool) -> None:
        """One known element: its attributes, its text, its children. `rows`: a table is around it."""
        name = str(element.tag)
        self.attributes(element, fields)
        if name in SHEET_ELEMENTS:
            fields = {**fields, **{f.name: f for f in SHEET_FIELDS}}
        if name == "表格":
            fields = {**fields, **overall_fields(element, fields)}
        if name == "本页小计":
            fields = {**fields, **page_fields(element.getparent(), fields)}
        self.text(element, fields)
        inside = self.inside(element, fields)
        rows = rows or name == "表格"
        allowed = ELEMENTS[name].children
        if name in ("循环", "若"):
            allowed = _ROW_CHILDREN if rows else _FLOW_CHILDREN
        for child in element:
            self.child(child, name, allowed, inside, rows=rows)
        needs = ELEMENTS[name].needs
        if (
            needs
            and name != "表格"
            and not any(True for _ in element.iter(needs))
            and not (needs == "格" and len(element))
        ):
            self.add(element, "child_missing", element=name, child=needs)
        if name == "页":
            self.page(element)
            check_page(element, self.add)
        if name == "表格":
            self.tables.check(element)
        if name == "若":
            self.condition(element)

    def condition(self, element: etree._Element) -> None:
        """若 asks for one field, that it is there or that it is not."""
        asked = [key for key in ("有", "无") if element.get(key) is not None]
        if not asked:
            self.add(element, "attribute_missing", element="若", attribute="有")
        elif len(asked) > 1:
            self.add(element, "attributes_conflict", element="若", one="有", other="无")

    def child(
        self,
        child: etree._Element,
        parent: str,
        allowed: frozenset[str],
        fields: Mapping[str, Field],
        *,
        rows: bool,
    ) -> None:
        if callable(child.tag):  # a processing instruction: its tag is a function of lxml
            self.add(child, "instruction_forbidden")
        elif child.tag not in ELEMENTS:
            self.add(child, "element_unknown", meant(child.tag, allowed or ELEMENTS), element=child.tag)
        else:
            if child.tag not in allowed:
                words = "、".join(sorted(allowed)) or "文字"
                self.add(child, "element_misplaced", element=child.tag, parent=parent, allowed=words)
            self.walk(child, fields, rows=rows)

    def attributes(self, element: etree._Element, fields: Mapping[str, Field]) -> None:
        """Names, values and presence of the attributes of one element."""
        name = str(element.tag)
        known = ELEMENTS[name].attrs
        for key, value in element.attrib.items():
            if str(key) not in known:
                self.add(element, "attribute_unknown", meant(str(key), known), element=name, attribute=str(key))
            else:
                self.value(element, str(key), str(value), known[str(key)], fields)
        sizes = [element.get(key, "") for key in ("最小字号", "字号")]
        if all(NUMBER.fullmatch(size) for size in sizes) and float(sizes[0]) > float(sizes[1]):
            self.add(element, "smallest_above_size", element=name, smallest=sizes[0], size=sizes[1])
        for key, attr in known.items():
            if attr.required and not element.get(key):
                self.add(element, "attribute_missing", element=name, attribute=key)

    def value(self, element: etree._Element, key: str, value: str, attr: Attr, fields: Mapping[str, Field]) -> None:
        facts = {"element": str(element.tag), "attribute": key, "value": value}
        if attr.kind in ("choice", "colour"):
            if value not in attr.words:
                self.add(element, "value_unknown", meant(value, attr.words), known="、".join(attr.words), **facts)
        elif attr.kind == "field":
            self.field_value(element, key, value, fields)
        elif attr.kind == "template":
            self.slots(element, value, fields)
        elif attr.kind == "widths":
            if not value.split() or not all(COLUMN.fullmatch(word) for word in value.split()):
                self.add(element, "widths_wrong", **facts)
        elif attr.kind in ("number", "whole", "numbers"):
            self.numbers(element, value, attr, facts)

    def numbers(self, element: etree._Element, value: str, attr: Attr, facts: dict[str, str]) -> None:
        words = value.split() if attr.kind == "numbers" else [value]
        if attr.kind == "numbers" and len(words) != attr.count:
            self.add(element, "value_not_four", **facts)
            return
        pattern = _WHOLE if attr.kind == "whole" else NUMBER
        if not all(pattern.fullmatch(word) for word in words):
            likely = re.sub(r"[^\d. ]", "", value).strip()
            self.add(element, "value_not_number", likely if likely != value else "", **facts)
        elif not all(attr.low <= float(word) <= attr.high for word in words):
            self.add(element, "value_out_of_range", low=f"{attr.low:g}", high=f"{attr.high:g}", **facts)

    def field_value(self, element: etree._Element, key: str, value: str, fields: Mapping[str, Field]) -> None:
        wanted, fault = _OVER.get(str(element.tag), (Kind.ROWS, "loop_not_list"))
        fitting = [f.name for f in fields.values() if f.kind is wanted]
        if value not in fields:
            self.add(element, "field_unknown", meant(value, fitting if key == "于" else fields), field=value)
        elif key in ("若", "值") and fields[value].kind in _NO_TEXT:
            self.add(element, _NO_TEXT[fields[value].kind], field=value)
        elif key == "于" and fields[value].kind is not wanted:
            likely = meant(value, fitting) or "、".join(fitting)
            self.add(element, fault, likely, field=value)

    def text(self, element: etree._Element, fields: Mapping[str, Field]) -> None:
        """The text of one element, also between its children."""
        holds_text = ELEMENTS[str(element.tag)].text
        for owner, raw in [(element, element.text), *((child, child.tail) for child in element)]:
            text = source_text(raw)
            if not text.strip():
                continue
            if not holds_text:
                self.add(owner, "text_misplaced", element=str(element.tag), text=text.strip()[:20])
            else:
                self.slots(owner, text, fields)

    def slots(self, element: etree._Element, text: str, fields: Mapping[str, Field]) -> None:
        """The fields that a text names and how it wants them written."""
        if has_stray_braces(text):
            self.add(element, "brace_unclosed", text=text.strip()[:30])
        elif lone_brace(text):
            self.add(element, "brace_single", likely_slot(text, fields), text=text.strip()[:30])
        for name, way in slots(text):
            field = fields.get(name)
            if field is None:
                at_edge = name in {f.name for f in SHEET_FIELDS}
                self.add(element, "field_at_edge_only" if at_edge else "field_unknown", meant(name, fields), field=name)
            elif field.kind in _NO_TEXT:
                self.add(element, _NO_TEXT[field.kind], field=name)
            elif way and way not in WAYS[field.kind]:
                words = WAYS[field.kind]
                self.add(element, "way_unknown", meant(way, words), field=name, way=way, known="、".join(words))

    def inside(self, element: etree._Element, fields: Mapping[str, Field]) -> Mapping[str, Field]:
        """The fields that are known inside `element`: a loop adds those of its rows.

        Of a loop over an unknown list, which has been told, the list that was probably meant counts.
        """
        if element.tag != "循环":
            return fields
        lists = {f.name: f for f in fields.values() if f.kind is Kind.ROWS}
        over = element.get("于", "")
        field = lists.get(over) or lists.get(meant(over, lists)) or next(iter(lists.values()), None)
        return {**fields, **{f.name: f for f in field.rows}} if field else fields

    def page(self, page: etree._Element) -> None:
        """What concerns a whole page: room between the margins, two codes at most, edge elements with one place."""
        if page.get("公文") != "是" and not page.get("页边"):
            self.add(page, "attribute_missing", element="页", attribute="页边")
        width = page_width(page)
        if width is not None and width < 20:
            self.add(page, "margins_too_wide", width=f"{width:g}")
        codes = list(page.iterchildren("二维码"))
        for extra in codes[2:]:
            self.add(extra, "too_many_codes")
        for spot in page.iterchildren("二维码", "编号", "页码"):
            for one, other in (("左", "右"), ("上", "下")):
                if spot.get(one) and spot.get(other):
                    self.add(spot, "attributes_conflict", element=str(spot.tag), one=one, other=other)
            if not (spot.get("上") or spot.get("下")):
                self.add(spot, "attribute_missing", element=str(spot.tag), attribute="上")
            if spot.tag == "二维码" and not (spot.get("左") or spot.get("右")):
                self.add(spot, "attribute_missing", element="二维码", attribute="右")
