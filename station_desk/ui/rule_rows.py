"""The rows of the policy page. A page of a hundred rules is built a screenful at once, the rest between two events."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_desk.ui.kit import button, clear, column, fill, label, named, row, rule, scrolled
from station_desk.ui.marks import Tag
from station_desk.ui.rule_lines import RuleLine, state_of
from station_desk.ui.theme import theme
from station_desk.wording import t

WHAT_WIDTH, VALUE_WIDTH, STATE_WIDTH, OTHER_WIDTH = 150, 210, 140, 300
_SCREENFUL, _SLICE = 8, 4


class RuleRows(QWidget):
    """The rows in a scrolling area; `area` is what scrolls. `fill_in` is asked for by the button of a missing rule."""

    def __init__(self, fill_in: Callable[[RuleLine], object] | None) -> None:
        super().__init__()
        self._fill_in = fill_in
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, theme().px(8), 0)
        self._list.setSpacing(0)
        inner = QWidget()
        inner.setLayout(self._list)
        self.area = named(scrolled(inner), "rules-list")
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self._built: list[tuple[RuleLine, QWidget]] = []
        self._waiting: list[RuleLine] = []
        self._other = ""
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(lambda: self._build(_SLICE))

    def put(self, lines: Sequence[RuleLine], other: str) -> None:
        """Show these lines; `other` is the title of the pack they stand beside, "" for none."""
        self._timer.stop()
        clear(self._list)
        self._built, self._waiting, self._other = [], list(lines), other
        if not lines:
            self._list.addWidget(label(t("没有不同。"), "second"))
        fill(self._list, None)
        self._build(_SCREENFUL)
        self.area.verticalScrollBar().setValue(0)
        if self._waiting:
            self._timer.start()

    def all(self) -> Sequence[tuple[RuleLine, QWidget]]:
        """Every line with its row; what was still to come is built now."""
        self._build(len(self._waiting))
        return self._built

    def bring(self, at: int) -> None:
        """The row comes to the top; where rows had still to be built, once the area has learned its new height."""
        late = bool(self._waiting)
        _line, made = self.all()[at]
        self._list.activate()
        self.area.verticalScrollBar().setValue(made.y())
        self.area.setFocus()
        if late:
            QTimer.singleShot(0, self, lambda: self.area.verticalScrollBar().setValue(made.y()))

    @property
    def complete(self) -> bool:
        """Whether every row is built."""
        return not self._waiting

    def _build(self, count: int) -> None:
        for line in self._waiting[:count]:
            made = _row(line, self._other, self._fill_in)
            self._built.append((line, made))
            self._list.insertWidget(self._list.count() - 1, made)
            self._list.insertWidget(self._list.count() - 1, rule())
        del self._waiting[:count]
        if not self._waiting:
            self._timer.stop()


def _row(line: RuleLine, other: str, fill_in: Callable[[RuleLine], object] | None) -> QFrame:
    """One rule; `other` is the title of the pack it stands beside, "" for none."""
    made = QFrame()
    what = label(line.what, "medium", wrap=True)
    what.setFixedWidth(theme().px(WHAT_WIDTH))
    word, tone = state_of(line)
    value = label(line.value if line.value is not None else word, "body" if line.value else "second", wrap=True)
    value.setFixedWidth(theme().px(VALUE_WIDTH))
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, theme().px(8), 0, theme().px(8))
    layout.setSpacing(theme().px(12))
    top = Qt.AlignmentFlag.AlignTop
    layout.addWidget(what, 0, top)
    layout.addWidget(value, 0, top)
    if other:
        there = column(label(other, "hint", wrap=True), label(line.other, wrap=True), gap=2)
        there.setFixedWidth(theme().px(OTHER_WIDTH))
        layout.addWidget(there, 0, top)
    source = label(line.source, "hint", wrap=True)
    words = [label(f"“{line.words}”", "second", wrap=True)] if line.words else []
    layout.addWidget(column(*words, source, gap=2), 1, top)
    if not other:
        marks: list[QWidget] = [Tag(word, tone)]
        if line.fillable and fill_in is not None:
            verb = t("改") if line.filled else t("填上")
            marks.append(button(verb, lambda: fill_in(line), kind="quiet", name=f"fill-{line.key}"))
        state = row(*marks, None, gap=2)
        state.setFixedWidth(theme().px(STATE_WIDTH))
        layout.addWidget(state, 0, top)
    return made
