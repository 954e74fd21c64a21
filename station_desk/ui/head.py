"""The page head: title, facts in one line, the search box, and the one primary act at the top right (UX 3)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_desk.ui.kit import Button, CutLabel, label, named
from station_desk.ui.page import Page
from station_desk.ui.search_box import SearchBox
from station_desk.ui.theme import theme


class Head(QWidget):
    """One head for all pages: it shows what the page in front says."""

    primary_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page-head")
        self.setFixedHeight(theme().size("head"))
        self.title = label("", "title")
        self.facts = CutLabel("", "second")
        self.search = SearchBox()
        self.primary = named(Button("", "primary"), "primary-action")
        self.primary.setMinimumWidth(theme().size("primary_button"))
        self.primary.setToolTip("Ctrl+Enter")
        self.primary.clicked.connect(self.primary_pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme().px(20), 0, theme().px(20), 0)
        layout.setSpacing(theme().px(12))
        for part, stretch in ((self.title, 0), (self.facts, 1), (self.search, 0), (self.primary, 0)):
            layout.addWidget(part, stretch)

    def show_page(self, page: Page) -> None:
        """Title, facts and primary act of `page`."""
        self.title.setText(page.title)
        self.facts.set_text(page.facts)
        primary = page.primary
        kept = self.primary.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.primary.setSizePolicy(kept)
        self.primary.setVisible(primary is not None and not primary.inside)
        if primary is not None:
            self.primary.set_icon_name(primary.icon)
            self.primary.set_text(primary.text)
            self.primary.setEnabled(primary.enabled)
