"""The whole print: each document laid out, then its pages drawn, into one PDF. The same data give the same bytes."""

import io
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from station_desk.domain.paper import Box, Numbering, PageDetail, Place, PrintWarning
from station_desk.domain.paper_fields import Scope
from station_desk.domain.progress import Progress, silent
from station_desk.domain.trouble import Trouble
from station_desk.printing import imposition
from station_desk.printing.edges import code_areas, draw_edges
from station_desk.printing.flow import Area, Flow
from station_desk.printing.fonts import Shelf
from station_desk.printing.geometry import MM
from station_desk.printing.ink import Ink
from station_desk.printing.lasting import make_lasting
from station_desk.printing.model import Form, Frame, Imposition, Page
from station_desk.printing.nodes import FlowDrawer
from station_desk.printing.ornaments import frame_operators
from station_desk.printing.pictures import Pictures
from station_desk.printing.pressed import Pressed, PressedPage
from station_desk.printing.setting import FACTORS, Overflow, Setter

rl_config.useA85 = 0
"""reportlab would make every stream a quarter larger otherwise (PRINTING, defect 6). Only this room uses reportlab."""

_press = threading.RLock()
"""One print at a time: a parsed face keeps its reading position."""


class _Canvas(Canvas):  # type: ignore[misc]
    """reportlab's canvas without its opening operators, which name a Helvetica that is not embedded."""

    def _make_preamble(self) -> None:
        self._preamble = "0 Tc"


@dataclass(frozen=True, slots=True)
class _Sheet:
    kind: int
    ops: list[str]
    boxes: list[Box]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page of a document that is drawn but has no place on paper yet; `index` among all pages."""

    kind: int
    ops: list[str]
    index: int


class _Press:
    """One PDF in the making."""

    def __init__(
        self, form: Form, shelf: Shelf, numbering: Numbering, offset_mm: tuple[float, float], only: int | None
    ) -> None:
        self.form, self.numbering, self.offset_mm, self.only = form, numbering, offset_mm, only
        self.out = io.BytesIO()
        first = form.pages[0]
        self.canvas = _Canvas(self.out, (first.width, first.height), invariant=1, pageCompression=1)
        make_lasting(self.canvas, form.name, "Station Desk", shelf.profile)
        self.canvas.setViewerPreference("PrintScaling", "None")
        self.setter = Setter(shelf, Ink(self.canvas), Pictures(self.canvas))
        self.pages: list[PressedPage] = []
        self.papers = 0
        self.waiting: list[list[_Leaf]] = [[] for _ in form.pages]
        self.frames = [self._frames(i, page) for i, page in enumerate(form.pages)]

    def _frames(self, index: int, page: Page) -> str | None:
        """The frames of a kind of page as a form of the PDF that each page refers to; its name."""
        ops = [frame_operators(edge, page.width, page.height) for edge in page.edges if isinstance(edge, Frame)]
        if not ops:
            return None
        name = f"frames{index}"
        self.canvas.beginForm(name, 0, 0, page.width, page.height)
        self.canvas._code.extend(ops)
        self.canvas.endForm()
        return name

    def document(self, scope: Scope) -> None:
        """One document: laid out, shrunk if it must be one page, drawn."""
        sheets = self._laid_out(scope)
        for number, sheet in enumerate(sheets, 1):
            self._page(sheet, scope, number, len(sheets))

    def _laid_out(self, scope: Scope) -> list[_Sheet]:
        kept = len(self.setter.warnings)
        problem: Overflow | None = None
        for factor in FACTORS if self.form.single else (1.0,):
            del self.setter.warnings[kept:]
            self.setter.factor = factor
            try:
                sheets = self._sheets(scope)
            except Overflow as overflow:
                problem = overflow
                continue
            if factor < 1:
                facts: dict[str, str | float] = {"person": _person(scope), "percent": round(factor * 100)}
                self.setter.warnings.append(PrintWarning("page_shrunk", len(self.pages) + 1, facts))
            return sheets
        raise self._overflow(scope, problem or Overflow("", 0)) from problem

    def _overflow(self, scope: Scope, problem: Overflow) -> Trouble:
        if problem.meets_code and not self.form.single:
            return Trouble("form_meets_code", form=self.form.name, line=problem.line)
        what = _person(scope) or problem.text or self.form.name
        return Trouble("form_overflow", form=self.form.name, what=what, line=problem.line)

    def _sheets(self, scope: Scope) -> list[_Sheet]:
        sheets: list[_Sheet] = []
        content = self.numbering(len(self.pages), 1).content
        for kind, page in enumerate(self.form.pages):
            top, right, bottom, left = page.margins
            height = page.height - top - bottom + 2 * page.lift
            area = Area(left, top - page.lift, page.width - left - right, height)
            flow = Flow(
                area,
                page.height,
                single=self.form.single,
                kept_clear=code_areas(page, content),
                first_page=len(self.pages) + len(sheets) + 1,
            )
            FlowDrawer(self.setter, flow).draw(page.flow, scope)
            sheets += [_Sheet(kind, ops, boxes) for ops, boxes in zip(flow.sheets, flow.boxes, strict=True)]
        return sheets

    def _page(self, sheet: _Sheet, scope: Scope, number: int, total: int) -> None:
        page = self.form.pages[sheet.kind]
        mark = self.numbering(len(self.pages), number)
        edge_scope: Scope = {**scope, "编号": mark.serial, "页": number, "总页": total}
        try:
            drawn = draw_edges(page, self.setter, edge_scope, mark.content)
        except Overflow as overflow:
            raise self._overflow(scope, overflow) from overflow
        document = self.pages[-1].document + (number == 1) if self.pages else 0
        detail = PageDetail(0, mark.serial, None, (*sheet.boxes, *drawn.boxes), drawn.marks)
        if drawn.codes:
            detail = replace(detail, qr=drawn.codes[0], qr_low=drawn.codes[1] if len(drawn.codes) > 1 else None)
        leaf = _Leaf(sheet.kind, [*sheet.ops, *drawn.ops], len(self.pages))
        self.pages.append(PressedPage(document, number, total, detail))
        if self.form.imposition is None:
            if self.only not in (None, number):
                return
            self._paper([(leaf, (0.0, 0.0))], (page.width, page.height))
        else:
            self.waiting[sheet.kind].append(leaf)
            self._impose(self.form.imposition, whole=True)

    def _impose(self, onto: Imposition, *, whole: bool) -> None:
        """Sheets from the small pages that wait; only full ones where they shall be `whole`."""
        size = onto.columns * onto.rows
        if onto.both:
            while self.waiting[-1] and (len(self.waiting[-1]) >= size or not whole):
                for kind in range(len(self.waiting)):
                    self._imposed(onto, kind, size)
            return
        for kind, leaves in enumerate(self.waiting):
            while leaves and (len(leaves) >= size or not whole):
                self._imposed(onto, kind, size)

    def _imposed(self, onto: Imposition, kind: int, size: int) -> None:
        page, leaves = self.form.pages[kind], self.waiting[kind][:size]
        del self.waiting[kind][:size]
        spots = imposition.places(onto, page.width, page.height, back=onto.both and kind > 0)
        cut = imposition.cut_operators(onto, page.width, page.height) if not (onto.both and kind) else ""
        self._paper(list(zip(leaves, spots, strict=False)), (onto.width, onto.height), cut)

    def _paper(self, leaves: list[tuple[_Leaf, tuple[float, float]]], size: tuple[float, float], cut: str = "") -> None:
        """One sheet of paper with its leaves; where each leaf's code and boxes lie on it is noted in `pages`."""
        canvas = self.canvas
        self.papers += 1
        canvas.setPageSize(size)
        right, down = self.offset_mm
        for leaf, (x, top) in leaves:
            dx, dy = x + right * MM, -(top + down * MM)
            if len(leaves) > 1 or self.form.imposition is not None:
                dy += size[1] - self.form.pages[leaf.kind].height
            moved = bool(dx or dy)
            if moved:
                canvas._code.append(f"q 1 0 0 1 {dx:.3f} {dy:.3f} cm")
            frames = self.frames[leaf.kind]
            if frames:
                canvas.doForm(frames)
            canvas._formsinuse.extend(self.setter.pictures.used_in(leaf.ops))
            canvas._code.extend(leaf.ops)
            if moved:
                canvas._code.append("Q")
            page = self.pages[leaf.index]
            detail = placed(page.detail, self.papers, x / MM + right, top / MM + down)
            self.pages[leaf.index] = replace(page, detail=detail)
        if cut:
            canvas._code.append(cut)
        canvas.showPage()

    def finish(self) -> Pressed:
        """Close the PDF."""
        if self.form.imposition is not None:
            self._impose(self.form.imposition, whole=False)
        self.canvas.save()
        faces = tuple((role, face.family) for role, face in self.setter.shelf.installed.items())
        return Pressed(self.out.getvalue(), tuple(self.pages), counted(self.setter.warnings), faces)


def placed(detail: PageDetail, page: int, right: float, down: float) -> PageDetail:
    """The detail of a leaf that lies on sheet `page`, so many millimetres to the right and down."""

    def moved(place: Place) -> Place:
        return replace(place, x_mm=round(place.x_mm + right, 3), y_mm=round(place.y_mm + down, 3))

    boxes = tuple(replace(b, x_mm=round(b.x_mm + right, 3), y_mm=round(b.y_mm + down, 3)) for b in detail.boxes)
    codes = [code and moved(code) for code in (detail.qr, detail.qr_low)]
    return PageDetail(page, detail.serial, codes[0], boxes, tuple(map(moved, detail.marks)), codes[1])


def counted(warnings: Sequence[PrintWarning]) -> tuple[PrintWarning, ...]:
    """Each warning once, with the page where it comes first and how often it comes (fact `count`)."""
    first: dict[tuple[str, tuple[tuple[str, str | float], ...]], PrintWarning] = {}
    times: Counter[tuple[str, tuple[tuple[str, str | float], ...]]] = Counter()
    for warning in warnings:
        key = (warning.code, tuple(warning.facts.items()))
        first.setdefault(key, warning)
        times[key] += 1
    return tuple(replace(w, facts={**w.facts, "count": times[key]}) for key, w in first.items())


def _person(scope: Scope) -> str:
    name = scope.get("姓名", "")
    return name if isinstance(name, str) else ""


def press(
    form: Form,
    shelf: Shelf,
    documents: Sequence[Scope],
    numbering: Numbering,
    *,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    only: int | None = None,
    progress: Progress = silent,
) -> Pressed:
    """Print `form` once for each document, each on new pages, into one PDF.

    Troubles: glyph_missing(person, char, point), glyph_missing_text(char, point), form_overflow(form, what, line: of
    the form file), form_meets_code(form, line), font_missing(file), font_unusable(file).
    `offset_mm` moves everything right and down. `only`: just this page of each document comes onto paper, the others are
    laid out for the count of pages; small pages that share a sheet always come together. `progress` counts documents and may raise Cancelled.
    """
    with _press:
        made = _Press(form, shelf, numbering, offset_mm, only)
        for done, scope in enumerate(documents):
            progress(done, len(documents))
            made.document(scope)
        progress(len(documents), len(documents))
        return made.finish()
