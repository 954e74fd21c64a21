"""Accepting the new keys of an office that is known: both fingerprints, the telephone, then the yes; and the no for ever."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.exchange import Exported
from station_desk.services import exchange, key_change
from station_desk.ui import files
from station_desk.ui.fields import Choice
from station_desk.ui.kit import column, fill, label, named
from station_desk.ui.messages import Question
from station_desk.ui.page import Workplace
from station_desk.wording import t


def ask_new_keys(owner: QWidget, place: Workplace, then: Callable[[], object]) -> None:
    """Ask for the file with the other side's new keys; `then` is called once they are accepted."""
    patterns = t("钥匙文件 ({patterns})", patterns="*.sdk *.sdc")
    files.ask_open(owner, t("对方新的钥匙文件"), patterns, lambda file: look(owner, place, file, then))


def look(owner: QWidget, place: Workplace, file: Path, then: Callable[[], object]) -> None:
    """Show both fingerprints of the file's office before anything is accepted."""
    desk = place.desk
    place.work.run(
        lambda _progress: key_change.look(desk, file),
        lambda offered: _show(owner, place, file, offered, then),
        owner=owner,
    )


def _show(
    owner: QWidget, place: Workplace, file: Path, offered: key_change.Offered, then: Callable[[], object]
) -> None:
    panels: list[QFrame] = []

    def accept(folder: Path | None) -> None:
        desk = place.desk

        def done(result: tuple[key_change.Offered, list[Exported]]) -> None:
            for panel in panels:
                place.messages.close_panel(panel)
            written = [Path(one.file).name for one in result[1]]
            if written:
                place.messages.done(t("已认新钥匙，它的全部记录写在 {file}", file=written[0]))
            else:
                place.messages.done(t("已认“{name}”的新钥匙", name=offered.name))
            then()

        place.work.run(lambda _progress: key_change.accept(desk, file, folder), done, owner=owner)

    only = (t("只认新钥匙"), lambda: accept(None))
    both = (t("认下，把它的记录写到 U 盘"), lambda: files.ask_folder(owner, t("写到哪里"), accept))
    acts = [(t("认新钥匙"), lambda: accept(None))] if offered.planned else [only, both]
    panels.append(place.messages.panel(t("它的新钥匙"), _body(offered), acts, leave=t("先不认"), width=560))
    harmless = panels[0].findChild(QWidget, "panel-close")
    if isinstance(harmless, QWidget):
        harmless.setFocus()


def _body(of: key_change.Offered) -> QWidget:
    if of.planned:
        why = t("这个文件用它原来的钥匙签过字，是它自己换的。")
    else:
        why = t("该所换了新钥匙，请当面核对指纹。认下以后，原来的钥匙签的文件一律不收。")
    new = named(label(_in_lines(of.fingerprint), "figure", copy=True), "fingerprint")
    lines = [
        label(t("{name}（{code}）", name=of.name, code=of.office), "medium"),
        label(why, wrap=True),
        label(t("原来的指纹"), "second"),
        named(label(_in_lines(of.former), copy=True), "former-fingerprint"),
        label(t("新的指纹，请对方念他们屏幕上的："), "second"),
        new,
    ]
    if not of.planned and of.last_number:
        text = t(
            "它到第 {number} 包（{day}）为止的记录本机都有，可以还给它。以后写的要照纸重录。",
            number=of.last_number,
            day=(of.last_at or "?")[:10],
        )
        lines.append(label(text, "second", wrap=True))
    return column(*lines, gap=8)


def _in_lines(fingerprint: str) -> str:
    groups = fingerprint.split()
    half = (len(groups) + 1) // 2
    return "\n".join("  ".join(part) for part in (groups[:half], groups[half:]) if part)


def ask_revoke(owner: QWidget, place: Workplace, then: Callable[[], object]) -> None:
    """Ask whose keys were stolen, and refuse them from now on."""
    peers = exchange.peers(place.desk)
    choice = Choice("revoke-office", [(f"{peer.name}（{peer.office}）", peer.office) for peer in peers])
    form = QWidget()
    layout = QVBoxLayout(form)
    layout.setContentsMargins(0, 0, 0, 0)
    fill(layout, label(t("哪个单位的钥匙被偷了？"), "second"), choice)
    panels: list[QFrame] = []

    def revoke(office: str) -> None:
        desk = place.desk

        def done(event: key_change.KeyEvent) -> None:
            place.messages.done(t("“{name}”的钥匙作废了", name=event.name))
            then()

        place.work.run(lambda _progress: key_change.revoke(desk, office), done, owner=owner)

    def ask() -> None:
        office = str(choice.currentData())
        place.messages.close_panel(panels[0])
        question = Question(
            t("作废“{name}”的钥匙？", name=choice.currentText()),
            t("从现在起，用这把钥匙签的文件一律不收，也不再给它写文件，直到认下它的新钥匙。"),
            t("不能。"),
            t("作废"),
            t("先不作废"),
        )
        place.messages.ask(question, lambda: revoke(office))

    panels.append(place.messages.panel(t("对方的钥匙被偷了"), form, [(t("接着"), ask)], focus=choice))
