"""The card of 360 px on which a person unlocks the desk: at the start, and again after the lock (UX 4.13).

What is wrong stands under the field, never in a dialog. It draws nothing of the data.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_desk.domain.trouble import Trouble
from station_desk.machine.home_card import HomeCard
from station_desk.ui import door
from station_desk.ui.fields import Choice, PassPhraseField, chain, say_under, under
from station_desk.ui.kit import Box, Button, button, column, fill, label, named, row, show_if
from station_desk.ui.marks import Tag
from station_desk.ui.theme import theme
from station_desk.wording import t

WIDTH = 360
UNDER_THE_FIELD = frozenset({"wrong_pass_phrase", "must_wait", "user_unknown"})
"""Troubles that are said under the field."""


class UnlockCard(Box):
    """Station, person, pass phrase. `asked` sends (person, pass phrase)."""

    asked = Signal(str, str)
    forgotten = Signal()

    def __init__(self, home: HomeCard, people: Sequence[str], head: str = "") -> None:
        super().__init__(gap=6, margins=(24, 24, 24, 18))
        named(self, "unlock-card")
        self.setFixedWidth(theme().px(WIDTH))
        self.home = home
        self.person = Choice("person", [(name, name) for name in people])
        self.person.setEnabled(len(people) > 1)
        self.field = PassPhraseField("pass-phrase", t("口令"))
        self.wrong = under()
        self.unlock = button(t("登录"), self._ask, kind="primary", name="unlock")
        self.forgot = button(t("忘了口令"), self.forgotten.emit, kind="quiet", name="forgot")
        self._lay_out(head)
        chain([self.person, self.field], self._ask)
        self.field.textEdited.connect(lambda _text: self.say_wrong(""))

    def say_wrong(self, text: str) -> None:
        """Say what is wrong under the field."""
        say_under(self.wrong, text)
        self.field.set_state("bad" if text else "")

    def refused(self, error: Exception) -> bool:
        """Say a trouble under the field if it belongs there; the field is ready for the next try."""
        self.set_waiting(False)
        if not isinstance(error, Trouble) or error.code not in UNDER_THE_FIELD:
            return False
        self.field.clear()
        self.say_wrong(door.tell(error).what)
        self.field.setFocus()
        return True

    def set_waiting(self, waiting: bool) -> None:
        """While the pass phrase is being tried."""
        self.unlock.setEnabled(not waiting)
        self.unlock.set_text(t("正在打开") if waiting else t("登录"))
        self.field.setReadOnly(waiting)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.field.setFocus()

    def _ask(self) -> None:
        if self.unlock.isEnabled() and self.field.text():
            self.set_waiting(True)
            self.asked.emit(str(self.person.value() or ""), self.field.text())

    def _lay_out(self, head: str) -> None:
        seal = label(t("练") if self.home.practice else self.home.name[:1], "seal")
        seal.setFixedSize(theme().px(36), theme().px(36))
        seal.setAlignment(Qt.AlignmentFlag.AlignCenter)
        tag = Tag(t("练习"), "warn")
        show_if(tag, self.home.practice)
        office = label(self.home.name, "head", wrap=True)
        title = row(seal, (column(office, label(t("村警助理工作台"), "hint"), gap=0), 1), tag, gap=10)
        said = label(head, "second", wrap=True)
        show_if(said, bool(head))
        self._ways = QHBoxLayout()
        self._ways.setContentsMargins(0, 0, 0, 0)
        self._ways.addWidget(self.forgot)
        self._ways.addStretch(1)
        more = QWidget()
        more.setLayout(self._ways)
        fill(
            self.body,
            title,
            said,
            6,
            label(t("姓名"), "second"),
            self.person,
            2,
            label(t("口令"), "second"),
            self.field,
            self.field.warning,
            self.wrong,
            6,
            self.unlock,
            more,
        )

    def add_way(self, text: str, name: str) -> Button:
        """One more quiet button below, such as switching to the practice desk."""
        made = button(text, kind="quiet", name=name)
        self._ways.addWidget(made)
        return made
