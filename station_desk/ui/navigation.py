"""The navigation at the left: the pages that exist, with the digit of their Ctrl key or the count of what waits.

Below 1200 px of width it folds to icons; the word is then the tooltip (UX 2.2, 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from station_desk.ui.icons import draw
from station_desk.ui.kit import column, label, named, row, rule
from station_desk.ui.marks import tone_roles
from station_desk.ui.theme import theme
from station_desk.wording import language, t

FOLD_BELOW = 1200
"""Effective width of the window below which the navigation shows icons only."""
FOLDED = 52


@dataclass(frozen=True, slots=True)
class NavItem:
    """One page as the navigation shows it: name, word, icon, key (the character after Ctrl+), group number."""

    name: str
    word: str
    icon: str
    key: str
    group: int


@dataclass(frozen=True, slots=True)
class Badge:
    """A count of what waits on a page, with its tone; it stands in place of the digit."""

    count: int
    tone: str


class NavButton(QPushButton):
    """One page in the navigation."""

    def __init__(self, item: NavItem) -> None:
        super().__init__(item.word)
        self._item = item
        self._badge: Badge | None = None
        self._folded = False
        named(self, f"go-{item.name}")
        self._on = False
        self.setFixedHeight(theme().px(34))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().changed.connect(self.update)

    def is_on(self) -> bool:
        """Whether its page is in front."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Show that its page is in front, or not."""
        self._on = on
        self.update()

    def set_badge(self, badge: Badge | None) -> None:
        """Show a count, or the digit again."""
        self._badge = badge
        self.setAccessibleDescription(f"{self._item.word} {badge.count}" if badge else self._item.word)
        self.update()

    def set_folded(self, folded: bool) -> None:
        """Icon only, or icon and word."""
        self._folded = folded
        self.setToolTip(f"{self._item.word} Ctrl+{self._item.key}" if folded else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(40), theme().px(34))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, colour = theme().px, theme().colour
        box = QRectF(self.rect())
        on = self._on
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("surface" if on else "line"))
            painter.drawRoundedRect(box, px(6), px(6))
        if on:
            painter.fillRect(QRectF(0, px(8), theme().size("selected_bar"), box.height() - 2 * px(8)), colour("accent"))
        ink = colour("accent") if on else colour("text")
        side = theme().size("icon_nav")
        left = (box.width() - side) / 2 if self._folded else px(10)
        draw(
            painter,
            self._item.icon,
            QRectF(left, (box.height() - side) / 2, side, side),
            ink if on else colour("text2"),
        )
        if not self._folded:
            painter.setFont(theme().font("body", "bold" if on else "regular"))
            painter.setPen(ink)
            word = QRectF(px(37), 0, box.width() - px(37), box.height())
            painter.drawText(word, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._item.word)
        self._paint_end(painter, box)
        if self.hasFocus():
            painter.setPen(colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), px(5), px(5))
        painter.end()

    def _paint_end(self, painter: QPainter, box: QRectF) -> None:
        px, font = theme().px, theme().font("small", "medium" if self._badge else "regular")
        painter.setFont(font)
        if self._badge is None:
            if not self._folded:
                painter.setPen(theme().colour("hint"))
                where = box.adjusted(0, 0, -px(10), 0)
                painter.drawText(
                    where, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._item.key
                )
            return
        ink, ground = tone_roles(self._badge.tone)
        text = str(self._badge.count) if self._badge.count < 1000 else "999+"
        width = max(px(20), QFontMetricsF(font).horizontalAdvance(text) + px(10))
        where = (
            QRectF(box.right() - width, 0, width, px(16))
            if self._folded
            else QRectF(box.right() - width - px(6), (box.height() - px(18)) / 2, width, px(18))
        )
        painter.setPen(theme().colour(ink) if theme().look.startswith("contrast") else Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(ground))
        painter.drawRoundedRect(where, where.height() / 2, where.height() / 2)
        painter.setPen(theme().colour(ink))
        painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), text)


class Navigation(QWidget):
    """The column of pages. `picked` names the page."""

    picked = Signal(str)

    def __init__(self, office: str, items: Sequence[NavItem], *, practice: bool) -> None:
        super().__init__()
        named(self, "navigation")
        self.setProperty("ground", "nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons: dict[str, NavButton] = {}
        self._folded: bool | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme().px(8), theme().px(12), theme().px(8), theme().px(8))
        layout.setSpacing(theme().px(2))
        layout.addWidget(self._seal(office, practice))
        layout.addSpacing(theme().px(10))
        self._add_buttons(layout, items)
        self.set_folded(False)

    def select(self, name: str) -> None:
        """Show which page is in front."""
        for other, button in self._buttons.items():
            button.set_on(other == name)

    def set_badges(self, badges: dict[str, Badge]) -> None:
        """Counts by page."""
        for name, button in self._buttons.items():
            button.set_badge(badges.get(name))

    def set_folded(self, folded: bool) -> None:
        """Fold to icons, or show the words."""
        if folded == self._folded:
            return
        self._folded = folded
        wide = "nav_zh" if language() == "zh_CN" else "nav_en"
        self.setFixedWidth(theme().px(FOLDED) if folded else theme().size(wide))
        self._office.setVisible(not folded)
        for button in self._buttons.values():
            button.set_folded(folded)

    def first(self) -> QWidget:
        """Where F6 lands: the page in front."""
        return next((b for b in self._buttons.values() if b.is_on()), next(iter(self._buttons.values())))

    def _seal(self, office: str, practice: bool) -> QWidget:
        seal = label(t("练") if practice else office[:1], "seal")
        seal.setAlignment(Qt.AlignmentFlag.AlignCenter)
        seal.setFixedSize(theme().px(32), theme().px(32))
        name = label(office, "strong")
        name.setToolTip(office)
        room = theme().size("nav_zh" if language() == "zh_CN" else "nav_en") - theme().px(60)
        name.setText(name.fontMetrics().elidedText(office, Qt.TextElideMode.ElideRight, room))
        self._office = column(name, label(t("村警助理工作台"), "hint"), gap=0)
        return row(seal, self._office, None, gap=8, margins=(2, 0, 0, 0))

    def _add_buttons(self, layout: QVBoxLayout, items: Sequence[NavItem]) -> None:
        group = items[0].group if items else 0
        for item in items:
            if item.group != group:
                group = item.group
                if item is items[-1]:
                    layout.addStretch(1)
                else:
                    layout.addSpacing(theme().px(5))
                    layout.addWidget(rule())
                    layout.addSpacing(theme().px(5))
            button = NavButton(item)
            button.clicked.connect(lambda _on, name=item.name: self.picked.emit(name))
            self._buttons[item.name] = button
            layout.addWidget(button)
