"""One theme object: colours, sizes and fonts of `resources/tokens.json`, and one signal when they change (UX 2).

Painters ask `theme().colour("warn")`; widgets get the palette and the style sheet of `sheet`. Pixel sizes go through
`theme().px(n)`, so that big type (×1.2) enlarges everything alike.
"""

import functools
import json
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from station_desk.ui.sheet import sheet

Look = Literal["light", "dark", "contrast", "contrast_dark"]
LOOKS: tuple[Look, ...] = ("light", "dark", "contrast", "contrast_dark")
Size = Literal["small", "body", "head", "title", "figure"]
Weight = Literal["regular", "medium", "bold"]

TYPE_STEPS = (1.0, 1.2)
"""Ordinary and big type (UX 2.2)."""

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
RARE_FAMILY = "HanaMinB"
_FACES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf", "NotoSansSC-Bold.ttf")
_RARE_FACE = "HanaMinB.ttf"
_PALETTE: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "canvas"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "zebra"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "on_accent"),
    (QPalette.ColorRole.Highlight, "tint2"),
    (QPalette.ColorRole.HighlightedText, "text"),
    (QPalette.ColorRole.PlaceholderText, "hint"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.ToolTipBase, "raised"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.Light, "raised"),
    (QPalette.ColorRole.Midlight, "line"),
    (QPalette.ColorRole.Mid, "line"),
    (QPalette.ColorRole.Dark, "line_strong"),
    (QPalette.ColorRole.Shadow, "line_strong"),
)


class Theme(QObject):
    """The look in use. `changed` is sent after palette, fonts and style sheet are in place."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tokens: dict[str, Any] = json.loads((RESOURCES / "tokens.json").read_text("utf-8"))
        self._colours: dict[str, QColor] = {}
        self._faces: dict[tuple[Size, Weight], tuple[QFont, QFontMetricsF]] = {}
        self._rare_loaded = False
        self.look: Look = "light"
        self.factor = 1.0
        self.family: str = self._tokens["font"]["family"]
        self._fill_colours()

    @property
    def dark(self) -> bool:
        """Whether the ground is dark."""
        return self.look in ("dark", "contrast_dark")

    def colour(self, role: str) -> QColor:
        """The colour of a role of `tokens.json` ("text2", "warn_tint" …). Raises KeyError for an unknown role."""
        return self._colours[role]

    def px(self, pixels: float) -> int:
        """`pixels` of ordinary type in the type size in use, never less than 1."""
        return max(1, round(pixels * self.factor))

    def size(self, name: str) -> int:
        """A size of `tokens.json` ("row_list", "nav_zh" …) in pixels of the type size in use."""
        return self.px(self._tokens["size_px"][name])

    def font_px(self, size: Size) -> int:
        """Height of a type size in pixels: 12, 14, 16, 20, 24 at ordinary type."""
        return self.px(self._tokens["font"]["size_px_at_96dpi"][size])

    def font(self, size: Size = "body", weight: Weight = "regular") -> QFont:
        """A font of one's own for painters; widgets get theirs from the style sheet by their role."""
        return QFont(self.face(size, weight)[0])

    def face(self, size: Size = "body", weight: Weight = "regular") -> tuple[QFont, QFontMetricsF]:
        """A font and its measures, made once and shared by all painters: not to be changed."""
        made = self._faces.get((size, weight))
        if made is None:
            font = QFont([self.family, RARE_FAMILY])
            font.setPixelSize(self.font_px(size))
            font.setWeight(QFont.Weight(self._tokens["font"]["weights"][weight]))
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            made = self._faces[size, weight] = (font, QFontMetricsF(font))
        return made

    def apply(self, app: QApplication, look: Look | None = None, factor: float | None = None) -> None:
        """Put the look and the type size on the application; None keeps what is in use."""
        _load_faces()
        self.look = look or self.look
        self.factor = factor or self.factor
        self._faces.clear()
        self._fill_colours()
        if app.style().name() != "fusion":
            app.setStyle("Fusion")
        app.setFont(self.font())
        app.setPalette(self.palette())
        app.setStyleSheet(sheet({name: c.name() for name, c in self._colours.items()}, self.px, self.look))
        self.changed.emit()

    def palette(self) -> QPalette:
        """The palette of the look."""
        palette = QPalette()
        for role, name in _PALETTE:
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("hint"))
        return palette

    def load_rare_face(self) -> None:
        """Add the 30 MB face with the rare characters; done once the window stands, not before."""
        if not self._rare_loaded:
            self._rare_loaded = True
            QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / _RARE_FACE))

    def _fill_colours(self) -> None:
        names: dict[str, str] = dict(self._tokens["dark" if self.dark else "light"])
        if self.look in ("contrast", "contrast_dark"):
            names |= _contrast(names, "#000000" if self.dark else "#FFFFFF", "#FFFFFF" if self.dark else "#000000")
        self._colours = {name: QColor(value) for name, value in names.items()}


def _contrast(names: dict[str, str], ground: str, ink: str) -> dict[str, str]:
    """High contrast: text pure black or white, lines in the text's colour, tints off (UX 2.3)."""
    grounds = dict.fromkeys(("canvas", "nav", "surface", "raised", "zebra", "weekend", "on_accent"), ground)
    tints = {name: ground for name in names if "tint" in name}
    inks = dict.fromkeys(("line", "line_strong", "field_edge", "text", "text2", "hint"), ink)
    return grounds | tints | inks


@functools.cache
def theme() -> Theme:
    """The one theme of this process."""
    return Theme()


_loaded: set[str] = set()


def _load_faces() -> None:
    """The program's own font, once a process: the same picture on every machine."""
    for face in _FACES:
        if face not in _loaded:
            _loaded.add(face)
            QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / face))
