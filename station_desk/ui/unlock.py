"""The first thing that stands when a home is there: the unlock card, and the ways around it.

The ways: forgot it (recovery code), only read (someone else writes), go on from an older copy, restore a backup,
the practice desk. The pass phrase is tried in the background; before that nothing of the services is needed.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import practice_home
from station_desk.machine.keys import HomeCard
from station_desk.ui import door
from station_desk.ui.files import ask_open
from station_desk.ui.kit import centred
from station_desk.ui.messages import Messages, Question
from station_desk.ui.recovery import RecoveryForm
from station_desk.ui.unlock_card import UnlockCard
from station_desk.ui.work import Work
from station_desk.wording import t

DAMAGED = frozenset({"database_damaged", "database_missing", "wrong_key", "anchor_damaged"})
"""Troubles that a backup answers."""


class UnlockPage(QWidget):
    """`opened` sends the Desk; `elsewhere` asks for the practice desk or the way back."""

    opened = Signal(object)
    elsewhere = Signal()
    moved = Signal(Path)

    def __init__(self, folder: Path, home: HomeCard, work: Work, messages: Messages) -> None:
        super().__init__()
        self.setObjectName("unlock-page")
        self._folder, self._work, self._messages = folder, work, messages
        self.card = UnlockCard(home, home.people)
        self.card.asked.connect(self._try)
        self.card.forgotten.connect(self._recover)
        other = t("回到正式的库") if home.practice else t("用样例练习")
        self.card.add_way(other, "practice").clicked.connect(self.elsewhere)
        if folder == practice_home():
            self.card.field.setText(door.PRACTICE_PASS_PHRASE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(centred(self.card))

    def _try(self, person: str, phrase: str, write: bool = True) -> None:
        self._work.run(
            lambda _progress: door.open_desk(self._folder, person or None, phrase, write=write),
            self._open,
            lambda error: self._refused(error, person, phrase),
            owner=self,
        )

    def _open(self, desk: object) -> None:
        self.card.set_waiting(False)
        self.card.field.clear()
        self.opened.emit(desk)

    def _refused(self, error: Exception, person: str, phrase: str) -> None:
        if not isinstance(error, Trouble):
            self.card.set_waiting(False)
            self._messages.error(error)
        elif not self.card.refused(error):
            self._tell(error, person, phrase)

    def _tell(self, trouble: Trouble, person: str, phrase: str) -> None:
        """The troubles that have a way out of their own."""
        if trouble.code == "second_writer":
            self._messages.trouble(trouble, (t("只看不改"), lambda: self._try(person, phrase, write=False)))
        elif trouble.code == "restored_copy":
            self._messages.trouble(trouble, (t("从这份接着用"), lambda: self._accept(person, phrase)))
        elif trouble.code in DAMAGED:
            self._messages.trouble(trouble, (t("用备份恢复"), lambda: self._choose_backup(person, phrase)))
        else:
            self._messages.trouble(trouble)

    def _accept(self, person: str, phrase: str) -> None:
        question = Question(
            t("从这份旧的库接着用？"),
            t("这份库比上次少了一些记录。接着用就成为一个分支，县局会看到。"),
            t("不能。能找到更新的那份，就先用那份。"),
            t("接着用"),
            t("先不用"),
        )

        def go_on() -> None:
            self.card.set_waiting(True)
            self._work.run(
                lambda _progress: door.accept_restored(self._folder, person or None, phrase),
                lambda _none: self._try(person, phrase),
                lambda error: self._refused(error, person, phrase),
                owner=self,
            )

        self._messages.ask(question, go_on)

    def _choose_backup(self, person: str, phrase: str) -> None:
        ask_open(self, t("选一个备份"), t("备份 (*)"), lambda file: self._restore(file, person, phrase))

    def _restore(self, file: Path, person: str, phrase: str) -> None:
        self.card.set_waiting(True)
        self._work.run(
            lambda _progress: door.restore(file, self._folder, person or None, phrase),
            lambda restored: self.moved.emit(restored.home),
            lambda error: self._refused(error, person, phrase),
            label=t("正在恢复"),
            owner=self,
        )

    def _recover(self) -> None:
        form = RecoveryForm(self.card.home.people)
        panel = self._messages.panel(
            t("用恢复码登录"), form, [(t("设新口令并登录"), form.send)], focus=form.code, leave=t("先不用")
        )

        def opened(desk: object) -> None:
            self._messages.close_panel(panel)
            self.opened.emit(desk)

        def refused(error: Exception) -> None:
            if not form.refused(error):
                self._messages.error(error)

        def ask(code: str, person: str, phrase: str) -> None:
            recover = partial(door.recover, self._folder, code, person, phrase)
            self._work.run(lambda _progress: recover(), opened, refused, owner=form)

        form.asked.connect(ask)
