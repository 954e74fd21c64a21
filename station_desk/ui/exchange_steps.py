"""The four steps of a safe export, 写入·落盘·读回核对·可以拔出, which become ticks; and the sentence that stays (UX 4.10)."""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from station_desk.ui.kit import column, fill, label, named, row
from station_desk.ui.marks import Mark, MarkKind
from station_desk.ui.theme import theme
from station_desk.wording import N, t

Step = Literal["write", "flush", "read_back", "safe"]
STEPS: tuple[tuple[Step, str, str], ...] = (
    ("write", N("写入"), N("先写临时文件")),
    ("flush", N("落盘"), N("等 U 盘写完")),
    ("read_back", N("读回核对"), N("逐字节比对")),
    ("safe", N("可以拔出"), N("看到这句再拔")),
)


class StepsTold(QObject):
    """Carries the steps of the background thread to the window's thread."""

    told = Signal(str)


class StepTrack(QWidget):
    """The steps side by side."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "export-steps")
        self._marks: dict[str, Mark] = {}
        parts = []
        for name, word, second in STEPS:
            mark = Mark("wait", 15)
            self._marks[name] = mark
            parts.append(
                row(mark, (column(None, label(t(word), "medium"), label(t(second), "small"), None, gap=0), 1), gap=10)
            )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        fill(layout, *((part, 1) for part in parts))

    def reset(self) -> None:
        """Nothing done yet."""
        for mark in self._marks.values():
            mark.set_kind("wait")

    def show_step(self, step: str) -> None:
        """`step` has begun: those before it are done; "safe" ends it all."""
        done = True
        for name, mark in self._marks.items():
            now = name == step
            kind: MarkKind = "ok" if done and (not now or step == "safe") else "todo" if now else "wait"
            mark.set_kind(kind)
            done = done and not now

    def kinds(self) -> list[str]:
        """The marks from left to right."""
        return [mark.kind for mark in self._marks.values()]


class SafeToRemove(QWidget):
    """The last sentence, 18 pt, in place until a key is pressed."""

    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "safe-to-remove")
        self._said = label("", "figure", wrap=True)
        self._more = label("", "second", wrap=True)
        head = row(Mark("ok", 26), (self._said, 1), gap=12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        fill(layout, head, self._more, label(t("按任意键继续"), "hint"))
        self.hide()

    def say(self, text: str, more: str) -> None:
        """Show the sentence, and what stands on the slip."""
        self._said.setText(text)
        self._more.setText(more)
        self.setAccessibleDescription(text)
        self.show()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def text(self) -> str:
        """What is said."""
        return self._said.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.isVisible():
            modifier = event.key() in (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
            if not modifier:
                self.dismiss()
        return False

    def dismiss(self) -> None:
        """Let the sentence go."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()
        self.gone.emit()
