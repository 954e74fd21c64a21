"""Several sticks: which one is asked each time and never remembered; and own bundles that may go, tidied by one act."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from station_desk.machine.sticks import Stick
from station_desk.services import exchange
from station_desk.ui import files
from station_desk.ui.exchange_words import bytes_words
from station_desk.ui.kit import button, column, label
from station_desk.ui.messages import Question
from station_desk.ui.page import Workplace
from station_desk.wording import t


def ask_stick(owner: QWidget, place: Workplace, sticks: Sequence[Stick], chosen: Callable[[Path], object]) -> None:
    """Which of several sticks, or a folder; without a stick a folder is asked for at once."""
    if not sticks:
        files.ask_folder(owner, t("导出到哪里"), chosen)
        return
    panels: list[QFrame] = []

    def take(folder: Path) -> None:
        place.messages.close_panel(panels[0])
        chosen(folder)

    def other() -> None:
        place.messages.close_panel(panels[0])
        files.ask_folder(owner, t("导出到哪里"), chosen)

    lines = []
    for one in sticks:
        said = t("{name}（{path}），可用 {size}", name=one.label, path=str(one.path), size=bytes_words(one.free))
        lines.append(button(said, partial(take, one.path), kind="choice", icon="usb", name="stick"))
    lines.append(button(t("别的文件夹"), other, kind="choice", icon="folder", name="other-folder"))
    body = column(
        label(t("插着 {n} 个 U 盘。写到哪一个？每次都会问，不记住。", n=len(sticks)), wrap=True), *lines, gap=8
    )
    panels.append(place.messages.panel(t("写到哪个 U 盘"), body, [], leave=t("先不写"), focus=lines[0]))


def ask_tidy(owner: QWidget, place: Workplace, folder: Path, found: exchange.Tidy, done: Callable[[], object]) -> None:
    """Take the confirmed and the half-written ones away after a question: there is no way back for a file on a stick."""
    desk = place.desk
    stays = t("没有回执的 {n} 个不会动。", n=len(found.waiting)) if found.waiting else ""
    broken = t("写了一半的 {n} 个也一起清掉。", n=len(found.broken)) if found.broken else ""

    def told(gone: tuple[int, int]) -> None:
        place.messages.done(t("清理了 {n} 个，没有回执的都在", n=sum(gone)))
        done()

    place.messages.ask(
        Question(
            t("清理 U 盘上已有回执的包"),
            t(
                "从 {folder} 删掉对方已确认收到的 {n} 个包。{broken}{stays}",
                folder=str(folder),
                n=len(found.done),
                broken=broken,
                stays=stays,
            ),
            t("U 盘上的文件删了就没有了；本机的记录一条也不动，要的时候可以再做一包。"),
            t("清理 {n} 个", n=len(found.done) + len(found.broken)),
            t("先不清理"),
        ),
        lambda: place.work.run(lambda _progress: exchange.tidy(desk, folder), told, owner=owner),
    )
