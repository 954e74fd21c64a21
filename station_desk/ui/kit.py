"""The kit every page is made of: labels by role, buttons by kind, rows and columns, cards, banners, empty states.

    column(label("数据安全", "head"), rule(), row(Mark("ok"), label("备份完好"), None, button("现在备份", kind="quiet")))

`row` and `column` take widgets, an int (so many pixels of space), None (stretch) and (widget, stretch). Names given by
`named` are English in every language: an outside driver finds the control by them.
"""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station_desk.ui.buttons import Button as Button
from station_desk.ui.buttons import Link as Link
from station_desk.ui.buttons import Switch as Switch
from station_desk.ui.buttons import button as button
from station_desk.ui.buttons import chip as chip
from station_desk.ui.buttons import chips as chips
from station_desk.ui.buttons import key_cap as key_cap
from station_desk.ui.buttons import turn_on as turn_on
from station_desk.ui.icons import IconLabel
from station_desk.ui.marks import Mark, MarkKind
from station_desk.ui.naming import named as named
from station_desk.ui.naming import restyle as restyle
from station_desk.ui.naming import show_if as show_if
from station_desk.ui.theme import theme

Role = Literal["body", "title", "head", "figure", "strong", "medium", "second", "small", "hint", "seal"]
Tone = Literal["ok", "warn", "bad", "accent", ""]
Item = QWidget | int | None | tuple[QWidget, int]
Margins = tuple[int, int, int, int]


def label(text: str = "", role: Role = "body", tone: Tone = "", *, wrap: bool = False, copy: bool = False) -> QLabel:
    """A text in a role of UX 2.1. `wrap` breaks lines; `copy` lets it be selected with the mouse."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role != "body":
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if copy:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def set_tone(made: QLabel, tone: Tone) -> None:
    """Change the tone of a label."""
    made.setProperty("tone", tone)
    restyle(made)


class CutLabel(QLabel):
    """A text in one line that ends in … where it does not fit; the whole text is its tooltip and its name."""

    def __init__(self, text: str = "", role: Role = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._cut()

    def whole(self) -> str:
        """The text, uncut."""
        return self._whole

    def resizeEvent(self, event: object) -> None:
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self._whole if shown != self._whole else "")
        self.setText(shown)


def fill(layout: QBoxLayout, *items: Item) -> None:
    """Add items to a layout: widgets, pixels of space, None for stretch, (widget, stretch)."""
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(theme().px(item))
        elif isinstance(item, tuple):
            layout.addWidget(item[0], item[1])
        else:
            layout.addWidget(item)


def _box(layout: QBoxLayout, items: tuple[Item, ...], gap: int, margins: Margins) -> None:
    layout.setContentsMargins(*(theme().px(m) if m else 0 for m in margins))
    layout.setSpacing(theme().px(gap) if gap else 0)
    fill(layout, *items)


def row(*items: Item, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QWidget:
    """Items side by side."""
    made = QWidget()
    _box(QHBoxLayout(made), items, gap, margins)
    return made


def column(*items: Item, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QWidget:
    """Items one below the other."""
    made = QWidget()
    _box(QVBoxLayout(made), items, gap, margins)
    return made


class Box(QFrame):
    """A bordered surface with its items one below the other; `body` is the layout, to add more."""

    def __init__(
        self,
        *items: Item,
        kind: Literal["card", "inset", "popup", "dialog"] = "card",
        gap: int = 8,
        margins: Margins = (16, 14, 16, 14),
    ) -> None:
        super().__init__()
        self.setProperty("box", kind)
        self.body = QVBoxLayout(self)
        _box(self.body, items, gap, margins)


def card(*items: Item, gap: int = 8, margins: Margins = (16, 14, 16, 14), name: str = "") -> Box:
    """A card: white surface, 1 px line, radius 8."""
    made = Box(*items, gap=gap, margins=margins)
    return named(made, name) if name else made


def flat(*items: Item, name: str = "") -> Box:
    """A card without padding, for a list with its foot."""
    made = Box(*items, gap=0, margins=(1, 1, 1, 1))
    return named(made, name) if name else made


def rule(*, strong: bool = False) -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("box", "rule_strong" if strong else "rule")
    made.setFixedHeight(1)
    return made


def foot(left: str, right: str) -> tuple[QWidget, QLabel, QLabel]:
    """The foot of a list: count and order at the left, the keys that work here at the right; (row, left, right)."""
    first, second = label(left, "hint"), label(right, "hint")
    return row(first, None, second, margins=(12, 5, 12, 5)), first, second


def field_row(name: str, *items: Item, width: int = 88) -> QWidget:
    """One line of a card or a form: the field's name in a fixed column, then its value and controls."""
    first = label(name, "second")
    first.setFixedWidth(theme().px(width))
    made = row(first, *items)
    made.setMinimumHeight(theme().px(30))
    return made


def marked(kind: MarkKind, text: str, role: Role = "body", *, wrap: bool = False) -> QWidget:
    """A mark and its word."""
    said = label(text, role, wrap=wrap)
    return row(Mark(kind), (said, 1), gap=6)


def two_lines(kind: MarkKind, text: str, second: str) -> QWidget:
    """A mark, a sentence and a smaller one below it."""
    return row(Mark(kind), (column(label(text, "medium"), label(second, "small", wrap=True), gap=0), 1), gap=10)


class Banner(QFrame):
    """Information or warning about a page, below its head, with at most one act; it stays while it is true (UX 2.7)."""

    def __init__(
        self,
        tone: Literal["info", "ok", "warn", "bad"],
        title: str,
        text: str = "",
        act: Button | None = None,
        key: str = "",
    ) -> None:
        super().__init__()
        named(self, "banner")
        self.setProperty("banner", tone)
        marks: dict[str, MarkKind] = {"info": "info", "ok": "ok", "warn": "warn", "bad": "bad"}
        self.title, self.text = label(title, "strong", wrap=True), label(text, wrap=True)
        show_if(self.text, bool(text))
        said = column(self.title, self.text, gap=2)
        mark = Mark(marks[tone], 16)
        items: list[Item] = [mark, (said, 1)]
        if act is not None:
            items.append(act)
        if key:
            items.append(key_cap(key))
        layout = QHBoxLayout(self)
        _box(layout, tuple(items), 12, (14, 10, 14, 10))
        layout.setAlignment(mark, Qt.AlignmentFlag.AlignTop)


def empty_state(what: str, do: str, *acts: tuple[Button, str]) -> QWidget:
    """What would be here, what to do, and buttons that are also keys (UX 2.6)."""
    buttons: list[Item] = [None]
    for act, key in acts:
        buttons += [act, key_cap(key), 8] if key else [act, 8]
    title, second = label(what, "head"), label(do, "second", wrap=True)
    for said in (title, second):
        said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    made = column(None, title, second, 8, row(*buttons, None), None, None, gap=6, margins=(24, 24, 24, 24))
    return named(made, "empty")


def put_over(room: QStackedWidget, made: QWidget | None, keep: int = 1) -> None:
    """Show `made` in a room of stacked widgets, in the place of all but the first `keep`; None shows the first again."""
    while room.count() > keep:
        old = room.widget(keep)
        room.removeWidget(old)
        old.deleteLater()
    if made is not None:
        room.addWidget(made)
    room.setCurrentIndex(0 if made is None else keep)


def scrolled(inner: QWidget) -> QScrollArea:
    """`inner` in a frame that scrolls when the window is low."""
    area = QScrollArea()
    inner.setProperty("ground", "clear")
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def heading(text: str, icon_name: str = "", *right: Item) -> QWidget:
    """The head of a card: icon, word, and what stands at its right end."""
    left: list[Item] = [IconLabel(icon_name, "accent", 18)] if icon_name else []
    return row(*left, label(text, "head"), None, *right)


def clear(layout: QBoxLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def centred(inner: QWidget) -> QWidget:
    """`inner` in the middle of an empty page, a little above the centre."""
    made = column(None, row(None, inner, None), None, None, gap=0, margins=(16, 16, 16, 16))
    made.setProperty("ground", "canvas")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


def link_row(text: str, second: str, act: Callable[[], object]) -> QWidget:
    """A line that leads somewhere, with a hint at its right end."""
    return row(Link(text, act), None, label(second, "hint"))
