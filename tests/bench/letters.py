"""1,000 appointment letters cold: pages per CPU-second of the form layer against a raw canvas written by hand.

    .venv/bin/python -m tests.bench.letters [count] [rounds]

Platypus, fpdf2 and typst are printed beside them where they are installed (`tests/bench/requirements.txt`).

Each side runs in a fresh process: imports, fonts and drawing count. The raw side has the same texts, frame, codes and
faces, its lines broken by hand at fixed places; it looks for no missing glyph and no forbidden line end. The codes are
drawn by the same operators on both sides, so that the figure compares text and layout.
"""

import io
import json
import resource
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.letters_peers import OFFICE, PEERS, installed

ROOT = Path(__file__).resolve().parents[2]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华志文玉春梅"
FLOOR = 0.8


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def people(count: int) -> list[tuple[str, str]]:
    """Invented names and villages."""
    return [
        (
            SURNAMES[i % 20] + GIVEN[i % 31] + (GIVEN[i * 7 % 31] if i % 3 else ""),
            f"{GIVEN[i * 3 % 31]}{SURNAMES[i * 11 % 20]}{'东西南北'[i % 4]}村",
        )
        for i in range(count)
    ]


def serial(i: int) -> str:
    from station_desk.domain.paper import Serial

    return str(Serial("2009", "F15", 2026, i + 1))


def layer(count: int) -> bytes:
    """The form layer with F15."""
    from station_desk.domain.paper import FormPlaces, SheetMark, code_text
    from station_desk.domain.paper_people import Letter
    from station_desk.printing import door

    form = door.get_form(FormPlaces(ROOT / "forms", ROOT / "none"), "F15")
    dates = ("2026-12-01", "2029-11-30")
    letters = [
        Letter(name, "", "", (village,), "", OFFICE, "", *dates, "", OFFICE, "2026-11-22").scope()
        for name, village in people(count)
    ]

    def number(i: int, page: int) -> SheetMark:
        return SheetMark(serial(i), code_text(serial(i), page, b"k" * 32))

    return door.print_form(form, ROOT / "resources" / "fonts", ROOT / "none", letters, number).pdf


def raw(count: int) -> bytes:
    """A canvas by hand."""
    from reportlab import rl_config
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from station_desk.domain.paper import code_text
    from station_desk.printing.codes import code_operators

    rl_config.useA85 = 0
    fonts = ROOT / "resources" / "fonts"
    for name, file in (("K", "LXGWWenKai-Regular"), ("B", "NotoSerifSC-Bold"), ("S", "NotoSerifSC-Regular")):
        pdfmetrics.registerFont(TTFont(name, str(fonts / f"{file}.ttf"), shapable=False))
    out = io.BytesIO()
    width, height = 297 * mm, 210 * mm
    c = Canvas(out, (width, height), pageCompression=1, invariant=1)
    c.beginForm("frame")
    c.setStrokeColorRGB(0.72, 0.06, 0.06)
    c.setLineWidth(2)
    c.rect(9 * mm, 9 * mm, width - 18 * mm, height - 18 * mm)
    c.setLineWidth(0.75)
    for i in range(66):
        c.rect((10 + i * 4.2) * mm, 10 * mm, 3 * mm, 3 * mm)
        c.rect((10 + i * 4.2) * mm, height - 13 * mm, 3 * mm, 3 * mm)
    c.endForm()
    x = 40 * mm
    for i, (name, village) in enumerate(people(count)):
        c.doForm("frame")
        c.setFillColorRGB(0.72, 0.06, 0.06)
        c.setFont("B", 58)
        c.drawCentredString(width / 2, height - 50 * mm, "聘　书")
        c.setFillGray(0)
        shown = f"{name[0]}　{name[1]}" if len(name) == 2 else name
        after = x + 44 + 22 * 4
        c.setFont("K", 22)
        c.drawString(x + 44, height - 74 * mm, "兹聘请　")
        c.setFont("B", 22)
        c.drawString(after, height - 74 * mm, shown)
        c.setFont("K", 22)
        rest = f"　同志为{OFFICE}{village}警务助理，聘期自2026年12月1日起至2029年11月30日止。"
        c.drawString(after + 22 * len(shown), height - 74 * mm, rest[:18])
        c.drawString(x, height - 89 * mm, rest[18:46], charSpace=0.4)
        c.drawString(x, height - 104 * mm, rest[46:])
        c.drawString(x + 44, height - 119 * mm, "望恪尽职守，热心服务，共护一方平安。")
        c.drawString(x + 44, height - 134 * mm, "此聘")
        c.setFont("K", 20)
        c.drawCentredString(width - 100 * mm, height - 155 * mm, OFFICE)
        c.drawCentredString(width - 100 * mm, height - 168 * mm, "二〇二六年十一月二十二日")
        c.setFont("S", 9)
        c.drawString(26 * mm, 20 * mm, f"编号：{serial(i)}")
        content = code_text(serial(i), 1, b"k" * 32)
        c._code.append(code_operators(content, 26 * mm, 28 * mm, 22 * mm))
        c.showPage()
    c.save()
    return out.getvalue()


def one(side: str, count: int) -> None:
    """A child: one side once; its CPU seconds from the first import on."""
    if side in PEERS:
        letters = [(name, village, serial(i)) for i, (name, village) in enumerate(people(count))]
        pdf = PEERS[side][1](letters)
    else:
        pdf = layer(count) if side == "layer" else raw(count)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    tell(json.dumps({"cpu": cpu, "bytes": len(pdf), "rss_mb": used.ru_maxrss / 1024}))


def measured(side: str, count: int) -> dict[str, float]:
    """One side once in a fresh process, told on a line."""
    command = [sys.executable, "-m", "tests.bench.letters", side, str(count)]
    told: dict[str, float] = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    tell(
        f"{side:8}  {count / told['cpu']:6.0f} pages/CPU-s  {told['cpu']:.2f} s"
        f"  {told['bytes'] / count / 1000:.2f} KB/page  {told['rss_mb']:.0f} MB"
    )
    return told


def main() -> int:
    if len(sys.argv) > 1 and sys.argv[1] in ("layer", "raw", *PEERS):
        one(sys.argv[1], int(sys.argv[2]))
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    ratios = []
    for _ in range(rounds):
        floor = measured("raw", count)
        ours = measured("layer", count)
        ratios.append(floor["cpu"] / ours["cpu"])
    for peer in PEERS:
        if installed(peer):
            theirs = measured(peer, count)
            tell(f"          the layer takes x{ours['cpu'] / theirs['cpu']:.2f} of its CPU time")
        else:
            tell(f"{peer:8}  not compared: not installed (tests/bench/requirements.txt)")
    ratio = statistics.median(ratios)
    tell(f"ratio {ratio:.2f} (bar {FLOOR}): layer against a raw canvas, {count} letters, cold, median of {rounds}")
    return 0 if ratio >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
