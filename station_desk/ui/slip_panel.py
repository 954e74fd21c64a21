"""A slip over the page: the exact sheet to look at, Enter prints it (or saves it, where there is no printer)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from station_desk.domain.paper import Printed
from station_desk.domain.progress import Progress
from station_desk.services import paperwork, slips
from station_desk.services.desk import Desk
from station_desk.ui import files, print_raster
from station_desk.ui.page import Workplace
from station_desk.ui.print_preview import Preview
from station_desk.ui.theme import theme
from station_desk.wording import t

_WIDTH, _HEIGHT = 480, 520

Make = Callable[[Desk], Printed]


def show_handover(owner: QWidget, place: Workplace, texts: Sequence[str] = (), receiver: str | None = None) -> None:
    """The hand-over slip of these bundles, of the newest without any."""
    show_slip(owner, place, t("移交单"), lambda desk: slips.print_slip(desk, texts, receiver))


def show_receipt(owner: QWidget, place: Workplace, texts: Sequence[str] = (), sender: str | None = None) -> None:
    """The receipt to be stamped for these bundles, for what came on the newest day without any."""
    show_slip(owner, place, t("收件回执单"), lambda desk: slips.print_receipt(desk, texts, sender))


def show_slip(owner: QWidget, place: Workplace, title: str, make: Make) -> None:
    """Make the slip in the background and show it."""
    desk = place.desk

    def made(_progress: Progress) -> tuple[Printed, str]:
        ready = [one for one in paperwork.printers(desk) if one.ready]
        chosen = next((one for one in ready if one.default), ready[0] if ready else None)
        return make(desk), chosen.name if chosen else ""

    place.work.run(made, lambda answer: _show(owner, place, title, *answer), label=t("正在排版"), owner=owner)


def _show(owner: QWidget, place: Workplace, title: str, printed: Printed, printer: str) -> None:
    preview = Preview(place)
    preview.setFixedHeight(theme().px(_HEIGHT))
    preview.show_print(printed)
    panels: list[QFrame] = []

    def done(said: str) -> None:
        place.messages.close_panel(panels[0])
        place.messages.done(said)

    def save() -> None:
        name = f"{title}_{printed.serials[0].replace('~', '-')}.pdf"
        files.ask_save(owner, t("存为 PDF"), name, "PDF (*.pdf)", lambda file: _save(owner, place, printed, file, done))

    acts: list[tuple[str, Callable[[], object]]] = [(t("存为 PDF"), save)]
    if printer:
        acts.append((t("打印到 {printer}", printer=printer), lambda: _send(owner, place, printed, printer, done)))
    panels.append(place.messages.panel(title, preview, acts, width=_WIDTH))


def _save(owner: QWidget, place: Workplace, printed: Printed, file: Path, done: Callable[[str], object]) -> None:
    desk = place.desk

    def write(_progress: Progress) -> str:
        paperwork.save(desk, printed, file)
        return t("已存为 {file}", file=file.name)

    place.work.run(write, done, owner=owner)


def _send(owner: QWidget, place: Workplace, printed: Printed, printer: str, done: Callable[[str], object]) -> None:
    desk = place.desk

    def send(progress: Progress) -> str:
        if paperwork.printers(desk):
            paperwork.send(desk, printed, printer)
        else:  # no spooler that takes a PDF (Windows): pictures, page by page
            target = print_raster.device(printer, 1, duplex=False)
            print_raster.send(printed, target, print_raster.page_list("", printed.pages), progress)
        return t("已送到打印机：{printer}", printer=printer)

    place.work.run(send, done, label=t("正在打印"), owner=owner)
