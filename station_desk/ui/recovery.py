"""Forms about pass phrases: the recovery code with a new pass phrase, and a new pass phrase typed twice."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.trouble import Trouble
from station_desk.machine.pass_phrase import check_pass_phrase
from station_desk.ui.fields import Choice, Field, PassPhraseField, chain, say_under, under
from station_desk.ui.kit import fill, label
from station_desk.ui.theme import theme
from station_desk.wording import t
from station_desk.wording.troubles import tell


class NewPassPhrase(QWidget):
    """A new pass phrase, twice. `value` is None until both are alike and strong enough; the reason stands below."""

    def __init__(self, name: str = "new-pass-phrase") -> None:
        super().__init__()
        self.first = PassPhraseField(name, t("至少 8 位，三种字符；或者至少 12 位"))
        self.second = PassPhraseField(f"{name}-again", t("再输入一次"))
        self.wrong = under()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        fill(layout, self.first, self.first.warning, self.second, self.second.warning, self.wrong)
        for field in (self.first, self.second):
            field.textEdited.connect(lambda _text: self._clear())

    def value(self) -> str | None:
        """The pass phrase; None (and a sentence below the fields) when it is weak or the two differ."""
        try:
            check_pass_phrase(self.first.text())
        except Trouble as trouble:
            self._say(tell(trouble).what, self.first)
            return None
        if self.first.text() != self.second.text():
            self._say(t("两次输入的口令不一样。"), self.second)
            return None
        return self.first.text()

    def _say(self, text: str, field: Field) -> None:
        say_under(self.wrong, text)
        field.set_state("bad")
        field.setFocus()
        field.selectAll()

    def _clear(self) -> None:
        say_under(self.wrong, "")
        self.first.set_state("")
        self.second.set_state("")


class RecoveryForm(QWidget):
    """Recovery code, person, new pass phrase. `asked` sends (code, person, pass phrase)."""

    asked = Signal(str, str, str)
    CODE_TROUBLES = frozenset({"recovery_code_group", "recovery_code_wrong"})

    def __init__(self, people: Sequence[str]) -> None:
        super().__init__()
        self.code = Field("recovery-code", latin=True, hint=t("12 组，每组 4 位数字"))
        self.wrong = under()
        self.person = Choice("recovery-person", [(name, name) for name in people])
        self.person.setEnabled(len(people) > 1)
        self.phrase = NewPassPhrase()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        fill(
            layout,
            label(t("锁在保险柜里的那张纸上的恢复码，大小写都行"), "second"),
            self.code,
            self.wrong,
            label(t("谁登录"), "second"),
            self.person,
            label(t("新口令"), "second"),
            self.phrase,
        )
        chain([self.code, self.person, self.phrase.first, self.phrase.second], self.send)
        self.code.textEdited.connect(lambda _text: self._say(""))

    def send(self) -> None:
        """Ask, once both pass phrases fit."""
        phrase = self.phrase.value()
        if phrase is not None and self.code.text().strip():
            self.setEnabled(False)
            self.asked.emit(self.code.text(), str(self.person.value()), phrase)

    def refused(self, error: Exception) -> bool:
        """Say under the code what is wrong with it; False for any other trouble."""
        self.setEnabled(True)
        if not isinstance(error, Trouble) or error.code not in self.CODE_TROUBLES:
            return False
        self._say(tell(error).what)
        self.code.setFocus()
        return True

    def _say(self, text: str) -> None:
        say_under(self.wrong, text)
        self.code.set_state("bad" if text else "")
