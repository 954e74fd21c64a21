"""Trusting another office: its file is looked at first, its fingerprint read over the telephone, then the yes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from station_desk.domain.exchange import Peer
from station_desk.services import exchange
from station_desk.ui import files
from station_desk.ui.exchange_data import IDENTITY
from station_desk.ui.kit import column, label, named
from station_desk.ui.page import Workplace
from station_desk.wording import t


def ask_identity(owner: QWidget, place: Workplace, trusted: Callable[[Peer], object]) -> None:
    """Ask for the other side's identity file; `trusted` is called once the clerk has said that the numbers agree."""
    patterns = t("身份文件 ({patterns})", patterns=f"*{IDENTITY}")
    files.ask_open(owner, t("对方的身份文件"), patterns, lambda file: look(owner, place, file, trusted))


def look(owner: QWidget, place: Workplace, file: Path, trusted: Callable[[Peer], object]) -> None:
    """Show whose file it is and its fingerprint, before anything is trusted."""
    desk = place.desk
    place.work.run(
        lambda _progress: exchange.look_at_identity(desk, file),
        lambda peer: _show(owner, place, file, peer, trusted),
        owner=owner,
    )


def _show(owner: QWidget, place: Workplace, file: Path, peer: Peer, trusted: Callable[[Peer], object]) -> None:
    digits = named(label(_in_lines(peer.fingerprint), "figure", copy=True), "fingerprint")
    body = column(
        label(t("这个文件说它是：{name}（{code}）", name=peer.name, code=peer.office), "medium", wrap=True),
        label(t("请给对方打电话，让对方念他们屏幕上的指纹，和下面的对一遍："), wrap=True),
        digits,
        label(t("对不上就不要认：文件可能在路上被换过。"), "second", wrap=True),
        gap=10,
    )
    panels: list[QFrame] = []

    def trust() -> None:
        place.messages.close_panel(panels[0])
        desk = place.desk
        place.work.run(lambda _progress: exchange.trust(desk, file), trusted, owner=owner)

    acts = [(t("对得上，认识它"), trust)]
    panels.append(place.messages.panel(t("对指纹"), body, acts, leave=t("先不认"), width=500))
    harmless = panels[0].findChild(QWidget, "panel-close")
    if isinstance(harmless, QWidget):
        harmless.setFocus()


def _in_lines(fingerprint: str) -> str:
    groups = fingerprint.split()
    half = (len(groups) + 1) // 2
    return "\n".join("  ".join(part) for part in (groups[:half], groups[half:]) if part)


def save_identity(owner: QWidget, place: Workplace, folder: Path | None) -> None:
    """Write our own identity file onto the stick, or where the clerk says."""
    desk = place.desk

    def write(target: Path) -> None:
        place.work.run(
            lambda _progress: exchange.write_public_identity(desk, target),
            lambda file: place.messages.done(t("身份文件已存到 {file}", file=str(file))),
            owner=owner,
        )

    if folder is not None:
        write(folder)
    else:
        files.ask_folder(owner, t("身份文件存到哪个文件夹"), write)
