"""The faces, loaded when first needed, and which face has which character.

A text is printed in the face it asks for; a character that this face lacks falls through Noto Serif, LXGW WenKai,
HanaMinB and the office's own fonts. What none of them has is told, never left out (PRINTING, defects 1, 2 and 5).
The faces are the bundled ones; an official letter is set in this computer's own where the office chose so.
"""

import hashlib
import struct
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTEncoding, TTFError, TTFont

from station_desk.domain.trouble import Trouble
from station_desk.printing.installed import InstalledFace, installed_faces
from station_desk.printing.language import ROLES
from station_desk.printing.quick_face import QuickFace

_FILES = {
    "宋": "NotoSerifSC-Regular.ttf",
    "粗宋": "NotoSerifSC-Bold.ttf",
    "黑": "NotoSansSC-Medium.ttf",
    "粗黑": "NotoSansSC-Bold.ttf",
    "楷": "LXGWWenKai-Regular.ttf",
    "仿宋": "NotoSerifSC-Regular.ttf",
    "小标宋": "NotoSerifSC-Bold.ttf",
    "稀": "HanaMinB.ttf",
}
_FALL_THROUGH = ("宋", "楷", "稀")


class GlyphMissing(Exception):
    """No face has this character. `char` is the character."""

    def __init__(self, char: str) -> None:
        super().__init__(f"U+{ord(char):04X}")
        self.char = char


class _Font(TTFont):  # type: ignore[misc]
    """reportlab's font with a face that is parsed sooner, and a ToUnicode table that is right beyond the basic plane and in
    blocks of 100. Text is not shaped.
    """

    def __init__(self, name: str, file: Path, index: int) -> None:
        """The face at place `index` of `file`. Raises TTFError."""
        self.fontName = name
        self.face = QuickFace(str(file), subfontIndex=index)
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[pdfdoc.PDFDocument, TTFont.State] = WeakKeyDictionary()
        self._asciiReadable = rl_config.ttfAsciiReadable
        self.shapable = False

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:  # noqa: N802 - reportlab's own name
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        internal = doc.fontMapping[self.fontName].lstrip("/")
        for n, subset in enumerate(subsets):
            font = fonts[f"{internal}+{n}"]
            doc.idToObject[f"toUnicodeCMap:{font.BaseFont}"].content = to_unicode(subset)


def to_unicode(subset: Sequence[int]) -> str:
    """The PDF table from character codes 0 … 255 to Unicode (UTF-16BE) for one font subset of code points."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(subset), 100):
        block = subset[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{start + i:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for i, code in enumerate(block)]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


@dataclass(frozen=True)
class Face:
    """One font file, parsed at first use. Widths are in em. `mark` keeps apart two files with the same inner name.

    `index` is its place in a file with several faces.
    """

    name: str
    file: Path
    mark: bytes = b""
    index: int = 0

    @cached_property
    def font(self) -> TTFont:
        """The parsed font. Trouble font_missing(file) or font_unusable(file)."""
        with _parsing:
            try:
                font = _Font(self.name, self.file, self.index)
            except TTFError as error:
                if not self.file.is_file():
                    raise Trouble("font_missing", file=self.file.name) from error
                raise Trouble("font_unusable", file=self.file.name) from error
        font.face.subfontNameX += self.mark
        return font

    def width(self, char: str) -> float | None:
        """The width of `char` in em, or None when this face has no such glyph."""
        code = ord(char)
        face = self.font.face
        return face.charWidths[code] / 1000 if face.charToGlyph.get(code) else None


_parsing = threading.RLock()


class Chain(dict[str, float]):
    """Character -> width in em, for one role with its fall-through; filled as characters turn up.

    `strangers` names the characters that come from another face than the first. Raises GlyphMissing.
    """

    def __init__(self, role: str, faces: Sequence[Face]) -> None:
        super().__init__()
        self.role = role
        self.faces = tuple(faces)
        self.strangers: dict[str, Face] = {}
        self["\n"] = 0.0

    def __missing__(self, char: str) -> float:
        for face in self.faces:
            width = face.width(char)
            if width is not None:
                if face is not self.faces[0]:
                    self.strangers[char] = face
                self[char] = width
                return width
        raise GlyphMissing(char)

    def measure(self, text: str) -> float:
        """The width of `text` in em. Raises GlyphMissing."""
        return sum(map(self.__getitem__, text))

    def runs(self, text: str) -> list[tuple[Face, str]]:
        """`text` cut where the face changes. Its characters must have been measured before."""
        first = self.faces[0]
        if not self.strangers or self.strangers.keys().isdisjoint(text):
            return [(first, text)]
        cut: list[tuple[Face, str]] = []
        for char in text:
            face = self.strangers.get(char, first)
            if cut and cut[-1][0] is face:
                cut[-1] = (face, cut[-1][1] + char)
            else:
                cut.append((face, char))
        return cut


class Shelf:
    """All faces of a fonts folder, and the office's own ones in `extra` (an absent folder is an empty one).

    `installed`: faces of this computer that come before the bundled one of their role. `profile` is the file of the
    colour profile beside the fonts folder.
    """

    def __init__(
        self, folder: Path, extra: Path | None = None, installed: Mapping[str, InstalledFace] | None = None
    ) -> None:
        self.profile = folder.parent / "colour" / "sRGB.icc"
        by_file = {name: Face(f"SD-{name.removesuffix('.ttf')}", folder / name) for name in set(_FILES.values())}
        own = sorted(extra.glob("*.[tT][tT][fFcC]")) if extra and extra.is_dir() else []
        extras = [Face(f"SD-extra-{i}", file, b"-extra%d" % i) for i, file in enumerate(own)]
        fall = [by_file[_FILES[role]] for role in _FALL_THROUGH] + extras
        self._chains = {}
        self.installed = {role: face for role, face in (installed or {}).items() if _usable(face)}
        for role in ROLES:
            first = by_file[_FILES[role]]
            faces = [first, *(face for face in fall if face is not first)]
            if role in self.installed:
                faces.insert(0, _face(self.installed[role]))
            self._chains[role] = Chain(role, faces)

    def chain(self, role: str) -> Chain:
        """The fall-through of a role of `ROLES`."""
        return self._chains[role]

    def for_name(self, role: str, name: str) -> Chain:
        """The chain for a name in `role`: one whose first face has all its characters, so that a name has one face.

        Where no single face has them all the name is mixed. Raises GlyphMissing.
        """
        asked = self._chains[role]
        asked.measure(name)
        for chain in (asked, self._chains["宋"], self._chains["楷"]):
            chain.measure(name)
            if chain.strangers.keys().isdisjoint(name):
                return chain
        return asked


def _face(installed: InstalledFace) -> Face:
    name = f"SD-installed-{hashlib.sha256(f'{installed.file}#{installed.index}'.encode()).hexdigest()[:8]}"
    return Face(name, installed.file, b"-installed", installed.index)


_PROBE = "公务员印发一二三0123"
"""What a face must have to be used for a letter."""


def _usable(installed: InstalledFace) -> bool:
    """Whether a face of this computer can be read and has what a letter needs."""
    try:
        face = _face(installed)
        return all(face.width(char) for char in _PROBE)
    except (Trouble, LookupError, ValueError, struct.error):
        return False


_shelves: dict[tuple[object, ...], Shelf] = {}


def shelf(folder: Path, extra: Path | None = None, installed: Sequence[Path] = ()) -> Shelf:
    """The shelf of these folders; parsed faces are kept for the life of the process while the files stay the same.

    `installed`: folders in which faces of this computer are looked for; none for the bundled ones alone.
    """
    own = tuple((f.name, f.stat().st_mtime_ns) for f in sorted(extra.glob("*"))) if extra and extra.is_dir() else ()
    here = installed_faces(installed)
    key = (folder, extra, own, tuple(here.items()))
    with _parsing:
        if key not in _shelves:
            _shelves[key] = Shelf(folder, extra, here)
        return _shelves[key]
