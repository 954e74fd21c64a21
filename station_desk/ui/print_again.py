"""One sheet printed again: the new page to look at, what became of the old one, and out to the printer or a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.paper import Printed
from station_desk.domain.progress import Progress
from station_desk.domain.sheet_states import SheetState
from station_desk.machine.settings import PaperHabit
from station_desk.services import paperwork, print_centre
from station_desk.ui import files, print_work
from station_desk.ui.kit import chip, label, row
from station_desk.ui.page import Workplace
from station_desk.ui.print_preview import Preview
from station_desk.ui.theme import theme
from station_desk.wording import t

_WIDTH, _HEIGHT = 480, 420


class AgainForm(QWidget):
    """The page as it would be printed, and whether the old sheet is lost or spoiled."""

    def __init__(self, place: Workplace, serial: str, shown: Printed) -> None:
        super().__init__()
        self.state: SheetState = "lost"
        self._lost = chip(t("丢了"), name="again-lost", on=True)
        self._spoiled = chip(t("作废了"), name="again-spoiled")
        self._lost.clicked.connect(lambda: self.choose("lost"))
        self._spoiled.clicked.connect(lambda: self.choose("spoiled"))
        preview = Preview(place)
        preview.setFixedHeight(theme().px(_HEIGHT))
        preview.show_print(shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        layout.addWidget(preview)
        layout.addWidget(row(label(t("旧的 {serial}", serial=serial)), None, self._lost, self._spoiled, gap=6))
        said = t("新的编号是 {serial}；两张互相记着，旧的不用再收。", serial=shown.serials[0])
        layout.addWidget(label(said, "second", wrap=True))

    def choose(self, state: SheetState) -> None:
        """What became of the old sheet."""
        self.state = state
        self._lost.setChecked(state == "lost")
        self._spoiled.setChecked(state == "spoiled")


def ask_again(owner: QWidget, place: Workplace, serial: str, habit: PaperHabit, done: Callable[[], object]) -> None:
    """Show the page, then print it again under a new serial; `done` is called afterwards."""
    desk = place.desk

    def show(shown: Printed) -> None:
        form = AgainForm(place, serial, shown)
        panels: list[QFrame] = []

        def go(deliver: Callable[[Printed, Progress], str]) -> None:
            state = form.state
            place.messages.close_panel(panels[0])

            def work(progress: Progress) -> str:
                return deliver(print_centre.reprint(desk, serial, state, progress), progress)

            place.work.run(work, said, label=t("正在打印"), owner=owner)

        def to_file(file: Path) -> None:
            def deliver(printed: Printed, _progress: Progress) -> str:
                paperwork.save(desk, printed, file)
                return t("已重印成 {file}：编号 {serial}", file=file.name, serial=printed.serials[0])

            go(deliver)

        def to_printer() -> None:
            def deliver(printed: Printed, progress: Progress) -> str:
                print_work.send(desk, [printed], habit, 1, "", progress)
                return t("已重印：编号 {serial}", serial=printed.serials[0])

            go(deliver)

        def save() -> None:
            files.ask_save(owner, t("存为 PDF"), f"{shown.serials[0]}.pdf", "PDF (*.pdf)", to_file)

        acts: list[tuple[str, Callable[[], object]]] = [(t("存为 PDF"), save)]
        if habit.printer:
            acts.append((t("打印到 {printer}", printer=habit.printer), to_printer))
        panels.append(place.messages.panel(t("重印一张"), form, acts, leave=t("先不印"), width=_WIDTH))

    def said(text: str) -> None:
        place.messages.done(text)
        done()

    place.work.run(
        lambda progress: print_centre.preview_again(desk, serial, progress), show, label=t("正在排版"), owner=owner
    )
