"""The first thing that stands when a home is there: the unlock card.

The pass phrase is tried in the background; before that nothing of the services is needed. What a wrong phrase needs is
said under the field; every other trouble goes to `unlock_ways`, which knows the ways around it.
"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.machine.folders import practice_home
from station_desk.machine.home_card import HomeCard
from station_desk.ui import door
from station_desk.ui.kit import centred
from station_desk.ui.unlock_card import UnlockCard
from station_desk.ui.work import Work
from station_desk.wording import t


class UnlockPage(QWidget):
    """`opened` sends the Desk; `refused` (trouble or bug, person, pass phrase) and `forgotten` ask for a way around."""

    opened = Signal(object)
    refused = Signal(object, str, str)
    forgotten = Signal()
    elsewhere = Signal()

    def __init__(self, folder: Path, home: HomeCard, work: Work) -> None:
        super().__init__()
        self.setObjectName("unlock-page")
        self.folder = folder
        self._work = work
        self.card = UnlockCard(home, home.people)
        self.card.asked.connect(self.attempt)
        self.card.forgotten.connect(self.forgotten)
        other = t("回到正式的库") if home.practice else t("用样例练习")
        self.card.add_way(other, "practice").clicked.connect(self.elsewhere)
        if folder == practice_home():
            self.card.field.setText(door.PRACTICE_PASS_PHRASE)
            self.card.field.selectAll()  # whoever types the phrase all the same types it over this one
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(centred(self.card))

    def attempt(self, person: str, phrase: str, write: bool = True) -> None:
        """Try to open the home."""
        self._work.run(
            lambda _progress: door.open_desk(self.folder, person or None, phrase, write=write),
            self._open,
            lambda error: self.refuse(error, person, phrase),
            owner=self,
        )

    def refuse(self, error: Exception, person: str, phrase: str) -> None:
        """It did not open: said under the field, or sent on."""
        if not self.card.refused(error):
            self.refused.emit(error, person, phrase)

    def _open(self, desk: object) -> None:
        self.card.set_waiting(False)
        self.card.field.clear()
        self.opened.emit(desk)
