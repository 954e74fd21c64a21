"""The same letters through other makers of PDF: reportlab's Platypus, fpdf2 and typst (`tests/bench/requirements.txt`).

Each gets the same texts, faces and codes and a page of the same size, and breaks lines in its own way; none of them looks
for missing glyphs or forbidden line ends. Typst draws no code: it has none of its own. None is needed by the project.
"""

import importlib
import importlib.util
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"
OFFICE = "滨州市公安局滨城分局梁才派出所"
MM = 72 / 25.4

Letters = list[tuple[str, str, str]]
"""Name, village and serial of each letter."""


def _code(serial: str) -> str:
    from station_desk.domain.paper import code_text

    return code_text(serial, 1, b"k" * 32)


def _words(name: str, village: str) -> tuple[str, str]:
    shown = f"{name[0]}　{name[1]}" if len(name) == 2 else name
    return shown, f"　同志为{OFFICE}{village}警务助理，聘期自2026年12月1日起至2029年11月30日止。"


def platypus(letters: Letters) -> bytes:
    """reportlab's own layout, its line breaking for CJK, the code by our operators."""
    from reportlab import rl_config
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    from station_desk.printing.codes import code_operators

    rl_config.useA85 = 0
    for face, file in (("K", "LXGWWenKai-Regular"), ("B", "NotoSerifSC-Bold"), ("S", "NotoSerifSC-Regular")):
        pdfmetrics.registerFont(TTFont(face, str(FONTS / f"{file}.ttf"), shapable=False))
    width, height = 297 * MM, 210 * MM
    title = ParagraphStyle(
        "t", fontName="B", fontSize=58, leading=75, alignment=TA_CENTER, textColor=(0.72, 0.06, 0.06)
    )
    body = ParagraphStyle("b", fontName="K", fontSize=22, leading=42, firstLineIndent=44, wordWrap="CJK")
    sign = ParagraphStyle("s", fontName="K", fontSize=20, leading=36, alignment=TA_CENTER, leftIndent=110 * MM)
    story: list[Any] = []
    for name, village, _ in letters:
        shown, rest = _words(name, village)
        story += [
            Paragraph("聘　书", title),
            Spacer(1, 8 * MM),
            Paragraph(f'兹聘请　<font name="B">{shown}</font>{rest}', body),
            Paragraph("望恪尽职守，热心服务，共护一方平安。", body),
            Paragraph("此聘", body),
            Paragraph(OFFICE, sign),
            Paragraph("二〇二六年十一月二十二日", sign),
            PageBreak(),
        ]

    def edge(canvas: Any, document: Any) -> None:
        serial = letters[document.page - 1][2]
        canvas.setStrokeColorRGB(0.72, 0.06, 0.06)
        canvas.rect(9 * MM, 9 * MM, width - 18 * MM, height - 18 * MM)
        canvas.setFont("S", 9)
        canvas.drawString(26 * MM, 20 * MM, f"编号：{serial}")
        canvas._code.append(code_operators(_code(serial), 26 * MM, 28 * MM, 22 * MM))

    out = io.BytesIO()
    margins = {"leftMargin": 40 * MM, "rightMargin": 40 * MM, "topMargin": 31 * MM, "bottomMargin": 20 * MM}
    SimpleDocTemplate(out, pagesize=(width, height), **margins).build(story, onFirstPage=edge, onLaterPages=edge)
    return out.getvalue()


def fpdf2(letters: Letters) -> bytes:
    """fpdf2 with its own cells and the code as a picture."""
    import zxingcpp
    from PIL import Image

    pdf: Any = importlib.import_module("fpdf").FPDF("L", "mm", "A4")
    for face, file in (("K", "LXGWWenKai-Regular"), ("B", "NotoSerifSC-Bold"), ("S", "NotoSerifSC-Regular")):
        pdf.add_font(face, "", str(FONTS / f"{file}.ttf"))
    pdf.set_margins(40, 31, 40)
    pdf.set_auto_page_break(False)
    for name, village, serial in letters:
        shown, rest = _words(name, village)
        pdf.add_page()
        pdf.set_draw_color(184, 15, 15)
        pdf.rect(9, 9, 279, 192)
        pdf.set_text_color(184, 15, 15)
        pdf.set_font("B", size=58)
        pdf.cell(0, 26, "聘　书", align="C", new_x="LMARGIN", new_y="NEXT")
        pdf.set_text_color(0)
        pdf.set_font("K", size=22)
        pdf.multi_cell(0, 15, f"　　兹聘请　{shown}{rest}", new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
        pdf.cell(0, 15, "　　望恪尽职守，热心服务，共护一方平安。", new_x="LMARGIN", new_y="NEXT")
        pdf.cell(0, 15, "　　此聘", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("K", size=20)
        for line in (OFFICE, "二〇二六年十一月二十二日"):
            pdf.set_x(150)
            pdf.cell(107, 13, line, align="C", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("S", size=9)
        pdf.text(26, 190, f"编号：{serial}")
        code = zxingcpp.create_barcode(_code(serial), zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        pdf.image(Image.fromarray(zxingcpp.write_barcode_to_image(code)), 26, 160, 22, 22)
    return bytes(pdf.output())


def typst(letters: Letters) -> bytes:
    """typst, one source for all letters; no code on them."""
    source = [
        "#set page(width: 297mm, height: 210mm, margin: (x: 40mm, top: 31mm, bottom: 20mm))",
        '#set text(font: "LXGW WenKai", size: 22pt, lang: "zh")',
        "#set par(justify: true, leading: 0.9em)",
        '#let letter(name, rest, serial) = [#align(center, text(font: "Noto Serif SC", weight: "bold", size: 58pt, '
        'fill: rgb("b80f0f"))[聘　书])\n\n#h(2em)兹聘请　#text(font: "Noto Serif SC", weight: "bold", name)#rest\n\n'
        "#h(2em)望恪尽职守，热心服务，共护一方平安。\n\n#h(2em)此聘\n\n"
        f"#place(bottom + right, align(center)[{OFFICE}\\ 二〇二六年十一月二十二日])"
        '#place(bottom + left, text(font: "Noto Serif SC", size: 9pt)[编号：#serial])#pagebreak(weak: true)]',
    ]
    source += ['#letter("{}", "{}", "{}")'.format(*_words(name, village), serial) for name, village, serial in letters]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "letters.typ")
        file.write_text("\n".join(source), "utf-8")
        made = importlib.import_module("typst").compile(str(file), font_paths=[str(FONTS)])
    return bytes(made)


PEERS: dict[str, tuple[str, Callable[[Letters], bytes]]] = {
    "platypus": ("reportlab", platypus),
    "fpdf2": ("fpdf", fpdf2),
    "typst": ("typst", typst),
}
"""By name: the module it needs, and how it makes the letters."""


def installed(peer: str) -> bool:
    """Whether this machine has the peer."""
    return importlib.util.find_spec(PEERS[peer][0]) is not None
