"""The status strip: who is here, the last verified backup, how far the county has come, and what was done last (UX 3).

Each item leads somewhere; its words are its name to a reader too. While long work runs, the right end shows its progress and 停止.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from station_desk.ui.icons import IconLabel
from station_desk.ui.kit import Link, button, label, named, row
from station_desk.ui.marks import Mark, MarkKind
from station_desk.ui.theme import theme
from station_desk.ui.work import Job
from station_desk.wording import t

_LEAST_LINK, _SLACK = 48, 2
"""Pixels: so much stays of a link; whole pixels and the true width of words differ by less than the slack."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One item: an icon or a mark, its words, and a name for drivers."""

    name: str
    text: str
    icon: str = ""
    mark: MarkKind | None = None


class _CutLink(Link):
    """A link that ends in … where the strip is too narrow; the whole text is its tooltip then."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._whole = self._shown = ""
        super().__init__("", act)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self._cut()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self._whole) + _SLACK
        return QSize(self._beside_words() + words, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme().px(_LEAST_LINK), self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = self.width() - self._beside_words()
        self._shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(self._whole if self._shown != self._whole else "")
        self.setText(self._shown.replace("&", "&&"))

    def _beside_words(self) -> int:
        """What the style puts beside the words."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self._shown)


class _Item(QWidget):
    """An icon or a mark and a link; changed in place, never made anew."""

    def __init__(self, fact: Fact, act: Callable[[], object]) -> None:
        super().__init__()
        self._icon = IconLabel(fact.icon or "check", "text2", 14)
        self._mark = Mark(fact.mark or "wait", 13)
        self._link = _CutLink(act)
        self._link.setObjectName(f"status-{fact.name}")
        self._link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(5))
        for part in (self._icon, self._mark, self._link):
            layout.addWidget(part)
        self.show_fact(fact)

    def show_fact(self, fact: Fact) -> None:
        """Say something new."""
        self._link.set_text(fact.text)
        self._mark.setVisible(fact.mark is not None)
        self._icon.setVisible(fact.mark is None)
        if fact.mark is not None:
            self._mark.set_kind(fact.mark)


class StatusStrip(QWidget):
    """The strip at the foot of the window. `asked` names the item that was pressed, "help" or "lock"."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named(self, "status")
        self.setProperty("ground", "nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme().size("status"))
        self._items: dict[str, tuple[_Item, QFrame | None]] = {}
        self._job: Job | None = None
        self._left = QHBoxLayout()
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.setSpacing(theme().px(14))
        self.said = label("", "small")
        self.said.setObjectName("done")
        self._progress = self._make_progress()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(theme().px(16), 0, theme().px(16), 0)
        whole.setSpacing(theme().px(12))
        whole.addLayout(self._left)
        whole.addStretch(1)
        for part in (self.said, self._progress, self._link("help", t("F1 帮助")), self._link("lock", t("Ctrl+L 锁屏"))):
            whole.addWidget(part)

    def set_facts(self, facts: list[Fact]) -> None:
        """What the left side says; items that are not named are hidden."""
        for fact in facts:
            if fact.name in self._items:
                self._items[fact.name][0].show_fact(fact)
            else:
                self._add(fact)
        said = {fact.name for fact in facts}
        for name, (item, bar) in self._items.items():
            item.setVisible(name in said)
            if bar is not None:
                bar.setVisible(name in said)

    def say(self, text: str) -> None:
        """What was done last; it stays until the next one."""
        self.said.setText(text)

    def follow(self, job: Job | None) -> None:
        """Show the progress of a job, or of none."""
        self._job = job
        self._progress.setVisible(job is not None)
        self.said.setVisible(job is None)
        if job is not None:
            self._label.setText(job.label)
            self._bar.setRange(0, 1)
            self._bar.setValue(0)
            self._stop.setEnabled(True)
            job.progressed.connect(self._show_progress)

    def stop(self) -> bool:
        """Ask the running job to stop; False when none runs."""
        if self._job is None:
            return False
        self._job.cancel()
        self._stop.setEnabled(False)
        return True

    def _show_progress(self, done: int, total: int) -> None:
        if self._job is not None:
            self._bar.setRange(0, max(total, 1))
            self._bar.setValue(done)
            self._label.setText(f"{self._job.label} {done}/{total}")

    def _make_progress(self) -> QWidget:
        self._label = label("", "small")
        self._bar = named(QProgressBar(), "progress")
        self._bar.setFixedWidth(theme().px(120))
        self._bar.setTextVisible(False)
        self._stop = button(t("停止 Esc"), self.stop, kind="link", name="stop")
        made = row(self._label, self._bar, self._stop, gap=8)
        made.hide()
        return made

    def _add(self, fact: Fact) -> None:
        bar: QFrame | None = None
        if self._items:
            bar = QFrame()
            bar.setProperty("box", "rule_strong")
            bar.setFixedSize(1, theme().px(14))
            self._left.addWidget(bar)
        item = _Item(fact, lambda: self.asked.emit(fact.name))
        self._left.addWidget(item)
        self._items[fact.name] = (item, bar)

    def _link(self, name: str, text: str) -> Link:
        made = Link(text, lambda: self.asked.emit(name))
        made.setObjectName(f"status-{name}")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made
