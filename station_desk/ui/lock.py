"""The lock covers the whole window: no data behind it, nothing blurred; what was typed waits in the drafts (UX 4.13)."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.trouble import Trouble
from station_desk.machine.home_card import HomeCard
from station_desk.ui.kit import centred
from station_desk.ui.unlock_card import UnlockCard
from station_desk.wording import t


class LockPage(QWidget):
    """The same card for the same person. `asked` sends the pass phrase, `switched` asks for somebody else."""

    asked = Signal(str)
    switched = Signal()

    def __init__(self, home: HomeCard, person: str, when: datetime) -> None:
        super().__init__()
        self.setObjectName("lock-page")
        said = t("{time} 锁定。您录入的内容都在。", time=f"{when:%H:%M}")
        self.card = UnlockCard(home, [person], said)
        self.card.forgot.hide()
        self.card.add_way(t("换人"), "switch-person").clicked.connect(self.switched)
        self.card.asked.connect(lambda _person, phrase: self.asked.emit(phrase))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(centred(self.card))

    def refused(self, trouble: Trouble) -> bool:
        """Say it under the field."""
        return self.card.refused(trouble)
