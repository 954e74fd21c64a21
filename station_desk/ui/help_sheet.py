"""F1: the keys of this page and of the whole program, over the dimmed page. Nothing else has to be known by heart."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from station_desk.ui.keys_map import GLOBAL_KEYS, shown
from station_desk.ui.kit import column, key_cap, label, row, scrolled
from station_desk.ui.navigation import NavItem
from station_desk.ui.page import Page
from station_desk.ui.theme import theme
from station_desk.wording import t

WIDTH = 760


def _table(lines: Sequence[tuple[str, str]]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme().px(12))
    grid.setVerticalSpacing(theme().px(6))
    grid.setColumnStretch(1, 1)
    for at, (keys, says) in enumerate(lines):
        caps = row(*(key_cap(shown(key)) for key in keys.split("  ")), None, gap=4)
        grid.addWidget(caps, at, 0)
        grid.addWidget(label(says, wrap=True), at, 1)
    grid.setRowStretch(len(lines), 1)
    return made


def help_sheet(page: Page, items: Sequence[NavItem]) -> QWidget:
    """The body of the help: the page's own keys at the left, the program's at the right."""
    own = [(key.keys, key.says) for key in page.keys if key.says]
    if page.primary is not None:
        own.insert(0, ("Ctrl+Enter", page.primary.text))
    common = [(key.keys[0], t(key.says)) for key in GLOBAL_KEYS if key.act != "do_primary"]
    pages = [(f"Ctrl+{item.key}", item.word) for item in items]
    left = column(label(t("这一页"), "strong"), _table(own), label(t("各页"), "strong"), _table(pages), None, gap=8)
    right = column(label(t("到处一样"), "strong"), _table(common), None, gap=8)
    made = scrolled(row((left, 1), (right, 1), gap=24))
    made.setMinimumHeight(theme().px(420))
    return made
