"""The history on a card: one sentence an act, from the journal, newest first."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from station_desk.domain.roster import HistoryLine
from station_desk.ui.kit import Button, button, fill, label, named, row
from station_desk.ui.person_words import history_day, history_sentence, joined, sent_words
from station_desk.ui.theme import theme
from station_desk.wording import t

FIRST = 6
"""So many lines stand at once; the rest come on demand."""


class HistoryView(QWidget):
    """The history of one person; labels are kept and filled anew, so moving through the list stays quick."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "history")
        self._lines: tuple[HistoryLine, ...] = ()
        self._today = date.min
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().px(10))
        self._grid.setVerticalSpacing(theme().px(3))
        self._grid.setColumnStretch(1, 1)
        self._more: Button = button("", self._show_all, kind="quiet", name="history-more")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(4))
        fill(layout, label(t("经过"), "strong"))
        layout.addLayout(self._grid)
        self._more_row = row(self._more, None)
        layout.addWidget(self._more_row)

    def set_history(self, lines: Sequence[HistoryLine], today: date) -> None:
        """Show the first lines of `lines` (newest first)."""
        self._lines, self._today = tuple(lines), today
        self.setVisible(bool(self._lines))
        self._show(FIRST)

    def _show_all(self) -> None:
        self._show(len(self._lines))

    def _show(self, most: int) -> None:
        shown = self._lines[:most]
        while len(self._labels) < len(shown):
            pair = label("", "hint"), label("", "small", wrap=True)
            at = len(self._labels)
            self._grid.addWidget(pair[0], at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(pair[1], at, 1)
            self._labels.append(pair)
        for at, (day, said) in enumerate(self._labels):
            visible = at < len(shown)
            day.setVisible(visible)
            said.setVisible(visible)
            if visible:
                day.setText(history_day(shown[at], self._today))
                said.setText(_sentence(shown[at]))
        left = len(self._lines) - len(shown)
        self._more.set_text(t("更早的 {n} 条", n=left))
        self._more_row.setVisible(left > 0)


def _sentence(line: HistoryLine) -> str:
    return joined((history_sentence(line), sent_words(line)))
