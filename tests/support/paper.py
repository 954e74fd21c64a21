"""What tests of paper need: the bundled faces, forms from text, prints taken apart."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from station_desk.domain.paper import FormPlaces, Serial, SheetMark, code_text
from station_desk.domain.paper_fields import Scope
from station_desk.domain.paper_people import Letter, RosterData, RosterGroup, RosterLine
from station_desk.machine.folders import forms_dir, resources_dir
from station_desk.printing import door
from station_desk.printing.check import read_checked
from station_desk.printing.compiling import compile_form
from station_desk.printing.model import Form
from station_desk.printing.pressed import Pressed

KEY = b"a paper key for tests, 32 bytes."
NOWHERE = Path("no such folder")


def mark(index: int, page: int) -> SheetMark:
    """Serials 0001, 0002 … of an invented office."""
    serial = str(Serial("2009", "F15", 2026, index + 1))
    return SheetMark(serial, code_text(serial, page, KEY))


def form_of(text: str) -> Form:
    """A form from XML that must be without fault."""
    root, problems = read_checked(Path("try.xml"), text.encode())
    assert root is not None, problems
    assert problems == []
    return compile_form(root)


def bundled(code: str) -> Form:
    return door.get_form(FormPlaces(forms_dir(), NOWHERE), code)


def run(form: Form, documents: Sequence[Scope], extra: Path = NOWHERE, **more: object) -> Pressed:
    return door.print_form(form, resources_dir() / "fonts", extra, documents, mark, **more)  # type: ignore[arg-type]


def page_of(body: str, *, attributes: str = "", form: str = "") -> str:
    """A form about one person with this body on an A5 page."""
    return (
        f'<表单 编号="F90" 名称="试" 对象="个人" {form}>'
        f'<页 纸张="A5" 页边="20 20 20 20" {attributes}>{body}</页></表单>'
    )


def letter(name: str = "王芳", villages: tuple[str, ...] = ("东牛王村",), **fields: str) -> dict[str, object]:
    """The scope of a letter about an invented person."""
    given = {"sex": "女", "birth": "1986-05", "township": "梁才街道", "station": "梁才派出所", "post": "网格员"}
    given |= {"start": "2026-12-01", "end": "2029-11-30", "number": "", "issuer": "梁才派出所", "issued": "2026-11-22"}
    given |= fields
    return dict(Letter(name=name, villages=villages, **given).scope())


def roster(names: Sequence[str], groups: Sequence[str] = ("",)) -> dict[str, object]:
    """The scope of a roster of invented people, shared out to the groups in turn."""
    lines = [
        RosterLine(
            *(
                name,
                "女" if i % 2 else "男",
                "1986-05",
                f"{'东西南北'[i % 4]}牛王村",
                "梁才街道",
                "梁才派出所",
                "网格员",
            ),
            *("2023-12-01", "2026-11-30", "371***********1234", "138****1234", "高中", "群众", "在聘"),
            villages=(f"v{i % 7}",),
        )
        for i, name in enumerate(names)
    ]
    shared = tuple(RosterGroup(name, tuple(lines[k :: len(groups)])) for k, name in enumerate(groups))
    return dict(RosterData("梁才派出所", "2026-11-22", shared).scope())


def texts(pdf: bytes) -> list[str]:
    """The text of each page as PDFium reads it, line ends left out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            found = page.get_textpage()
            pages.append(found.get_text_bounded().replace("\r", "").replace("\n", ""))
            found.close()
            page.close()
        return pages
    finally:
        document.close()


def picture(pdf: bytes, page: int, dpi: int) -> Image.Image:
    """A page (from 1) drawn with PDFium, grey."""
    document = pypdfium2.PdfDocument(pdf)
    width = document[page - 1].get_width() / 72 * dpi
    document.close()
    shown = door.page_picture(pdf, page, round(width))
    return Image.frombytes("RGBA", (shown.width, shown.height), shown.rgba).convert("L")
