"""The key paper of an office: its digits in groups and as a code, what it is for, where it belongs (EXCHANGE, RELIABILITY C9)."""

import io
from dataclasses import dataclass
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from station_desk.domain.trouble import Trouble
from station_desk.printing.codes import code_operators
from station_desk.printing.fonts import GlyphMissing, shelf
from station_desk.printing.ink import Ink
from station_desk.printing.lines import Style
from station_desk.wording import t

rl_config.useA85 = 0

SIDE, HIGH, EDGE = 595.28, 841.89, 62.0
"""A4 in points, and its margin."""

_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class KeyPaper:
    """What stands on it. `digits` in groups with hyphens between, `content` is what the code says, `day` ISO."""

    office: str
    code: str
    digits: str
    fingerprint: str
    content: str
    day: str


def draw(of: KeyPaper, fonts: Path, extra: Path) -> bytes:
    """One sheet A4 as PDF. Troubles font_missing(file), font_unusable(file), glyph_missing_text(char, point)."""
    out = io.BytesIO()
    canvas = Canvas(out, (SIDE, HIGH), invariant=1, pageCompression=1)
    canvas.setTitle(t("本局钥匙纸"))
    ink, chains = Ink(canvas), shelf(fonts, extra)

    def say(text: str, x: float, y: float, size: float, role: str = "宋") -> None:
        chain = chains.chain(role)
        try:
            chain.measure(text)
        except GlyphMissing as missing:
            point = f"U+{ord(missing.char):04X}"
            raise Trouble("glyph_missing_text", char=missing.char, point=point) from missing
        canvas._code.append(f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {ink.show(Style(chain, size), text)} ET")

    say(t("本局钥匙纸"), EDGE, HIGH - 90, 24, "黑")
    say(f"{of.office}（{of.code}）", EDGE, HIGH - 122, 14)
    say(t("{day} 打印", day=of.day), EDGE, HIGH - 142, 10.5)
    top = HIGH - 196
    for at, group in enumerate(of.digits.split("-")):
        x, y = EDGE + at % _COLUMNS * 118, top - at // _COLUMNS * 46
        say(f"{at + 1}", x, y + 1, 9)
        say(group, x + 18, y, 24, "黑")
    canvas._code.append(code_operators(of.content, EDGE + 6, top - 340, 130))
    half = of.fingerprint.split()
    for at, line in enumerate(
        (
            t("指纹（核对用，不保密）"),
            " ".join(half[:4]),
            " ".join(half[4:]),
            t("电脑坏了、备份也没有的时候，新电脑第一次启动时照这张纸输入，"),
            t("本单位的钥匙就回来了，对方不用重新认。"),
            t("谁拿到这张纸，谁就能冒充本单位。装信封，封口，锁进保险柜。"),
            t("换过钥匙以后这张纸作废，要重新打印。"),
        )
    ):
        say(line, EDGE + 160, top - 222 - at * 20, 10.5)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
