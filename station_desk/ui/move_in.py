"""Taking over from the old computer at the first start: the move file, then the pass phrase of there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from station_desk.ui.fields import PassPhraseField, chain
from station_desk.ui.files import ask_open
from station_desk.ui.kit import column, label
from station_desk.ui.messages import Messages
from station_desk.wording import t


def ask_move_file(owner: QWidget, messages: Messages, chosen: Callable[[Path, str], object]) -> None:
    """`chosen` gets the file and the pass phrase of its first person."""

    def ask_phrase(file: Path) -> None:
        field = PassPhraseField("move-pass-phrase", t("旧电脑上的口令"))
        panels: list[QFrame] = []

        def send() -> None:
            messages.close_panel(panels[0])
            chosen(file, field.text())

        said = label(t("用旧电脑上第一个人的口令打开。"), "second", wrap=True)
        body = column(label(file.name, "medium"), said, field, field.warning, gap=6)
        panels.append(messages.panel(t("从旧电脑搬过来"), body, [(t("接过来"), send)], focus=field))
        chain([field], send)

    ask_open(owner, t("选搬家文件"), t("搬家文件 (*.backup)"), ask_phrase)
