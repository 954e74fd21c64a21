"""The first start: five steps on one narrow page, each one question (UX 4.12). Enter goes on, Alt+← goes back.

"Explore with a sample station" builds the practice desk in a folder of its own; it never mixes with a real home.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from station_desk.domain.records import OfficeKind
from station_desk.machine.home import Home
from station_desk.ui import door
from station_desk.ui.first_steps import KindStep, OfficeStep, Step, back_button
from station_desk.ui.kit import Box, button, centred, fill, label, named, row
from station_desk.ui.office_form import OfficeForm
from station_desk.ui.theme import theme
from station_desk.ui.work import Work
from station_desk.wording import t

if TYPE_CHECKING:
    from station_desk.services.first_start import Created
    from station_desk.ui.later_steps import LaterSteps
    from station_desk.ui.messages import Messages
    from station_desk.ui.recovery_paper import RecoveryPaper

WIDTH, HEIGHT = 560, 520


class FirstStartPage(QWidget):
    """`opened` sends the Desk of the new home, `practice_ready` says that the practice desk can be opened."""

    opened = Signal(object)
    practice_ready = Signal()

    def __init__(self, folder: Path, practice: Path, work: Work, messages: "Callable[[], Messages]") -> None:
        """`messages` gives the door for messages once there is something to say."""
        super().__init__()
        self.setObjectName("first-start")
        self._folder, self._practice, self._work, self._messages = folder, practice, work, messages
        self.form = OfficeForm()
        self._created: Created | None = None
        self._paper: RecoveryPaper | None = None
        self.kind = KindStep(self.form)
        self.office = OfficeStep(self.form)
        self._later: LaterSteps | None = None
        self._lay_out()
        self.kind.practice.connect(self._make_practice)
        self.kind.take_over.connect(self._choose_move_file)
        self._add(self.kind)
        self._add(self.office)
        self._show(self.kind)

    # --------------------------------------------------------------------------------------------------------- steps
    @property
    def later(self) -> "LaterSteps":
        """The steps after the second one, made when they are needed."""
        if self._later is None:
            self._later = door.later_steps(self.form, self._work, self._messages())
            for step in (self._later.villages, self._later.pack, self._later.person):
                self._add(step)
        return self._later

    def steps(self) -> list[Step]:
        """The steps of this kind of office: a county has no villages of its own."""
        if self._now() is self.kind:
            return [self.kind, self.office]
        villages = [self.later.villages] if self.form.kind == OfficeKind.STATION else []
        return [self.kind, self.office, *villages, self.later.pack, self.later.person]

    def _add(self, step: Step) -> None:
        self.stack.addWidget(step)
        step.go_on.connect(self.go_on)

    def go_on(self) -> None:
        """Take the answer of the step in front and go to the next one; after the last one make the home."""
        if self._paper is not None:
            self._paper.send()
            return
        now, steps = self._now(), self.steps()
        if not now.ready():
            return
        at = steps.index(now)
        if at + 1 < len(steps):
            self._show(steps[at + 1])
        else:
            self._create()

    def go_back(self) -> None:
        """One step back; nothing typed is lost."""
        at = self.steps().index(self._now())
        if at > 0 and self._paper is None and self.next.isEnabled():
            self._show(self.steps()[at - 1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.go_back()
            event.accept()
        else:
            super().keyPressEvent(event)

    def start(self) -> None:
        """The focus on the first question."""
        self._now().enter()

    def _now(self) -> Step:
        shown = self.stack.currentWidget()
        assert isinstance(shown, Step)
        return shown

    def _show(self, step: Step) -> None:
        at = self.steps().index(step)
        many = 5 if self.form.kind == OfficeKind.STATION else 4
        self.count.setText(f"{at + 1}/{many}")
        self.title.setText(t(step.TITLE))
        self.back.setVisible(at > 0)
        self.stack.setCurrentWidget(step)
        step.enter()

    # ---------------------------------------------------------------------------------------------------------- acts
    def _create(self) -> None:
        self._wait(True)
        form = self.form
        self._work.run(
            lambda _progress: door.create(self._folder, form), self._was_created, self._was_refused, owner=self
        )

    def _was_created(self, created: "Created") -> None:
        self._wait(False)
        self._created = created
        self.form.pass_phrase = ""
        self._paper = door.recovery_paper(created.recovery_code, self.form.name)
        self._paper.done.connect(self._finish)
        self.title.setText(t("恢复码"))
        self.back.hide()
        self.next.set_text(t("完成"))
        self.stack.addWidget(self._paper)
        self.stack.setCurrentWidget(self._paper)
        self._paper.enter()

    def _was_refused(self, error: Exception) -> None:
        self._wait(False)
        self._messages().error(error)

    def _finish(self) -> None:
        if self._created is not None:
            desk, self._created = self._created.desk, None
            self.opened.emit(desk)

    def _make_practice(self) -> None:
        if Home(self._practice).exists():
            self.practice_ready.emit()
            return
        self._wait(True)
        folder = self._practice
        job = self._work.run(
            lambda progress: door.build_sample(folder, progress),
            lambda _none: self.practice_ready.emit(),
            self._was_refused,
            owner=self,
        )
        self.said.setText(t("正在建练习用的库"))
        job.progressed.connect(self._show_progress)

    def _choose_move_file(self) -> None:
        door.ask_move_file(self, self._messages(), self._take_over)

    def _take_over(self, file: Path, phrase: str) -> None:
        self._wait(True)
        folder = self._folder
        self._work.run(
            lambda _progress: door.move_in(file, folder, phrase), self.opened.emit, self._was_refused, owner=self
        )

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)

    def _wait(self, waiting: bool) -> None:
        self.stack.setEnabled(not waiting)
        self.next.setEnabled(not waiting)
        self.bar.setRange(0, 0 if waiting else 1)
        self.bar.setVisible(waiting)
        self.said.setText(t("正在建库，要几秒钟") if waiting else "")

    def closeEvent(self, event: object) -> None:
        """A home that was made stays; its desk is closed."""
        if self._created is not None:
            self._created.desk.close()
            self._created = None

    def _lay_out(self) -> None:
        self.count, self.title = label("", "hint"), label("", "title")
        self.back = back_button(self.go_back)
        self.next = button(t("下一步"), self.go_on, kind="primary", name="next")
        self.bar = named(QProgressBar(), "progress")
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.said = label("", "second")
        self.stack = QStackedWidget()
        box = Box(gap=12, margins=(28, 24, 28, 20))
        named(box, "first-start-card")
        box.setFixedSize(theme().px(WIDTH), theme().px(HEIGHT))
        foot = row(self.back, self.said, None, self.next)
        fill(box.body, row(self.title, None, self.count), (self.stack, 1), self.bar, foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(centred(box))
