"""Text as PDF operators: which font subset of the document, which byte. One `Ink` for each document."""

from reportlab.pdfgen.canvas import Canvas

from station_desk.printing.fonts import Chain, Face
from station_desk.printing.lines import Run, Style

_KEPT = 60_000
"""Encoded texts that are remembered in one document."""


class _Codes(dict[str, tuple[str, str]]):
    """Character -> (font resource, byte as two hex digits) of one face in one document, given out in order of use."""

    def __init__(self, face: Face, document: object) -> None:
        super().__init__()
        self._font, self._document = face.font, document

    def __missing__(self, char: str) -> tuple[str, str]:
        ((subset, code),) = self._font.splitString(char, self._document)
        found = (self._font.getSubsetInternalName(subset, self._document), code.hex().upper())
        self[char] = found
        return found


class Ink:
    """Encodes text for one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._document = canvas._doc
        self._codes: dict[Face, _Codes] = {}
        self._shown: dict[tuple[str, float, str, float, str], str] = {}

    def show(self, style: Style, text: str) -> str:
        """Operators that set the face and size of `style` and show `text`, which has been measured before."""
        key = (style.chain.role, style.size, style.colour, style.rise, text)
        ops = self._shown.get(key)
        if ops is None:
            ops = " ".join(f"{name} {style.size:g} Tf <{codes}> Tj" for name, codes in self._cut(style.chain, text))
            if style.colour:
                ops = f"{style.colour} {ops} 0 g"
            if style.rise:
                ops = f"{style.rise:.2f} Ts {ops} 0 Ts"
            if len(self._shown) < _KEPT:
                self._shown[key] = ops
        return ops

    def show_runs(self, runs: tuple[Run, ...]) -> str:
        """The same for the runs of a line."""
        return " ".join(self.show(run.style, run.text) for run in runs)

    def _cut(self, chain: Chain, text: str) -> list[tuple[str, str]]:
        """`text` as (font resource, hex bytes), cut where the resource changes."""
        cut: list[tuple[str, str]] = []
        resource = ""
        codes: list[str] = []
        for face, part in chain.runs(text):
            table = self._codes.get(face)
            if table is None:
                table = self._codes[face] = _Codes(face, self._document)
            for char in part:
                name, code = table[char]
                if name != resource:
                    if codes:
                        cut.append((resource, "".join(codes)))
                    resource, codes = name, []
                codes.append(code)
        if codes:
            cut.append((resource, "".join(codes)))
        return cut
