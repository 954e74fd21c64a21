"""The ways around a home that does not open: recovery code, only reading, an older copy, a backup."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from station_desk.domain.trouble import Trouble
from station_desk.ui import door
from station_desk.ui.fields import PassPhraseField, chain
from station_desk.ui.files import ask_open
from station_desk.ui.kit import column, label
from station_desk.ui.messages import Messages, Question
from station_desk.ui.recovery import RecoveryForm
from station_desk.ui.unlock import UnlockPage
from station_desk.ui.work import Work
from station_desk.wording import t

DAMAGED = frozenset({"database_damaged", "database_missing", "keys_damaged", "rotation_lost", "wrong_key"})
"""Troubles that a backup answers."""


class UnlockWays(QObject):
    """What to do about a trouble of `page`. `moved` sends the folder of a restored home."""

    moved = Signal(Path)

    def __init__(self, page: UnlockPage, work: Work, messages: Messages) -> None:
        super().__init__(page)
        self._page, self._work, self._messages = page, work, messages

    def tell(self, error: Exception, person: str, phrase: str) -> None:
        """Tell of a trouble, with its way out where it has one."""
        page, messages = self._page, self._messages
        code = error.code if isinstance(error, Trouble) else ""
        if isinstance(error, Trouble) and code in ("second_writer", "moved_away"):
            messages.trouble(error, (t("只看不改"), lambda: page.attempt(person, phrase, write=False)))
        elif isinstance(error, Trouble) and code == "restored_copy":
            messages.trouble(error, (t("从这份接着用"), lambda: self._accept(person, phrase)))
        elif isinstance(error, Trouble) and code in DAMAGED:
            messages.trouble(error, (t("用备份恢复"), lambda: self._choose_backup(person, phrase)))
        else:
            messages.error(error)

    def recover(self) -> None:
        """Ask for the recovery code and a new pass phrase."""
        page, form = self._page, RecoveryForm(self._page.card.home.people)
        acts = [(t("设新口令并登录"), form.send)]
        panel = self._messages.panel(t("用恢复码登录"), form, acts, focus=form.code, leave=t("先不用"))

        def opened(desk: object) -> None:
            self._messages.close_panel(panel)
            page.opened.emit(desk)

        def refused(error: Exception) -> None:
            if not form.refused(error):
                self._messages.error(error)

        def ask(code: str, person: str, phrase: str) -> None:
            attempt = partial(door.recover, page.folder, code, person, phrase)
            self._work.run(lambda _progress: attempt(), opened, refused, owner=form)

        form.asked.connect(ask)

    def _accept(self, person: str, phrase: str) -> None:
        question = Question(
            t("从这份旧的库接着用？"),
            t("这份库比上次少了一些记录。接着用就成为一个分支，县局会看到。"),
            t("不能。能找到更新的那份，就先用那份。"),
            t("接着用"),
            t("先不用"),
        )
        page = self._page

        def go_on() -> None:
            page.card.set_waiting(True)
            self._work.run(
                lambda _progress: door.accept_restored(page.folder, person or None, phrase),
                lambda _none: page.attempt(person, phrase),
                lambda error: page.refuse(error, person, phrase),
                owner=page,
            )

        self._messages.ask(question, go_on)

    def _choose_backup(self, person: str, phrase: str) -> None:
        chosen = partial(self._restore, person=person, phrase=phrase) if phrase else self._ask_phrase
        ask_open(self._page, t("选一个备份"), t("备份 (*)"), chosen)

    def _ask_phrase(self, file: Path) -> None:
        """The keys themselves are gone: the backup brings its own, which open with the pass phrase of that time."""
        field = PassPhraseField("restore-pass-phrase", t("那时候的口令"))
        body = column(label(file.name, "medium"), field, field.warning, gap=6)

        def send() -> None:
            self._messages.close_panel(panel)
            self._restore(file, "", field.text())

        panel = self._messages.panel(t("从备份恢复"), body, [(t("恢复到旁边"), send)], focus=field)
        chain([field], send)

    def _restore(self, file: Path, person: str, phrase: str) -> None:
        page = self._page
        page.card.set_waiting(True)
        self._work.run(
            lambda _progress: door.restore(file, page.folder, person or None, phrase),
            lambda restored: self.moved.emit(restored.home),
            lambda error: page.refuse(error, person, phrase),
            owner=page,
        )
