"""Tabler icons, recoloured for the theme. An icon never stands without its word, except in the folded navigation.

QtSvg is imported when the first icon is drawn: the unlock card has none, and the window must stand at once.
"""

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from station_desk.ui.theme import RESOURCES, theme

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

STROKE = "1.75"


@functools.cache
def _drawing(name: str) -> str:
    source = (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")
    return source.replace('stroke-width="2"', f'stroke-width="{STROKE}"')


def _renderer(name: str, colour: str) -> "QSvgRenderer":
    from PySide6.QtSvg import QSvgRenderer

    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


@functools.lru_cache(maxsize=512)
def _picture(name: str, colour: str, pixels: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(pixels * ratio), round(pixels * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, colour).render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def picture(name: str, role: str = "text2", pixels: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in a colour role of the theme, `pixels` wide at ordinary type, for a screen of `ratio`."""
    return _picture(name, theme().colour(role).name(), theme().px(pixels), ratio)


def icon(name: str, role: str = "text2", pixels: int = 16, off: str = "hint") -> QIcon:
    """The icon for a button, sharp at 1×, 1.5× and 2×; `off` is the colour of a disabled button."""
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        made.addPixmap(picture(name, role, pixels, ratio))
        made.addPixmap(picture(name, off, pixels, ratio), QIcon.Mode.Disabled)
    return made


def draw(painter: QPainter, name: str, where: QRectF, colour: QColor) -> None:
    """Paint the icon into `where` in a cell or a button that paints itself."""
    _renderer(name, colour.name()).render(painter, where)


class IconLabel(QLabel):
    """An icon beside a word; it follows the theme."""

    def __init__(self, name: str, role: str = "text2", pixels: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role, self._pixels = name, role, pixels
        self._show()
        theme().changed.connect(self._show)

    def set_role(self, role: str) -> None:
        """Another colour role."""
        self._role = role
        self._show()

    def _show(self) -> None:
        side = theme().px(self._pixels)
        self.setPixmap(picture(self._name, self._role, self._pixels, self.devicePixelRatioF()))
        self.setFixedSize(QSize(side, side))
