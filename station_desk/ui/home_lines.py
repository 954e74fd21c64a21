"""A line of Home: mark, sentence, second line, verb and key; and the groups they stand in."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from station_desk.ui.duty_words import Line
from station_desk.ui.kit import CutLabel, button, column, flat, key_cap, label, rule
from station_desk.ui.marks import Mark, MarkKind
from station_desk.ui.theme import theme


class HomeLine(QFrame):
    """One thing to do. `number` 0: it is done, and has neither verb nor key."""

    def __init__(self, mark: MarkKind, line: Line, number: int, act: Callable[[], object], *, low: bool) -> None:
        super().__init__()
        self.setFixedHeight(theme().size("row_duty_short" if low else "row_duty"))
        self.setObjectName(f"line-{number}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme().px(14), 0, theme().px(12), 0)
        layout.setSpacing(theme().px(10))
        layout.addWidget(Mark(mark, 15))
        text = CutLabel(line.text, "medium" if number else "second")
        layout.addWidget(column(None, text, CutLabel(line.second, "small"), None, gap=0), 1)
        if number:
            layout.addWidget(button(line.verb, act, kind="quiet", name=f"duty-{number}"))
        if 0 < number < 10:
            layout.addWidget(key_cap(f"Alt+{number}"))


def line_group(title: str, lines: Sequence[QWidget]) -> QWidget:
    """A small head and its lines on one surface."""
    box = flat()
    for at, line in enumerate(lines):
        if at:
            box.body.addWidget(rule())
        box.body.addWidget(line)
    return column(label(title, "small"), box, gap=5)
