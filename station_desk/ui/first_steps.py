"""The first steps of the first start, each one question (UX 4.12): kind of office, name and code."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.machine.recovery_code import read_paper
from station_desk.ui.fields import Field, chain, say_under, under
from station_desk.ui.kit import Button, Switch, button, fill, label, named
from station_desk.ui.office_form import OfficeForm
from station_desk.ui.theme import theme
from station_desk.wording import N, t


class Step(QWidget):
    """One question. `ready` takes the answer into the form, or says what is missing and answers False."""

    TITLE: ClassVar[str] = ""
    go_on = Signal()

    def __init__(self, form: OfficeForm) -> None:
        super().__init__()
        self.form = form
        self.room = QVBoxLayout(self)
        self.room.setContentsMargins(0, 0, 0, 0)
        self.room.setSpacing(theme().px(8))

    def enter(self) -> None:
        """The step came to the front: what depends on earlier answers, and the focus."""

    def ready(self) -> bool:
        """Take the answer; False (and a sentence in the step) when it will not do."""
        return True


class Choices(QWidget):
    """A few big buttons, one of them on; a digit chooses. `picked` sends the number."""

    picked = Signal(int)

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        super().__init__()
        self.buttons: list[Switch] = []
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        for at, (name, text) in enumerate(lines):
            made = named(Switch(f"{at + 1}  {text}", "choice"), name)
            made.clicked.connect(lambda _on, at=at: self._pick(at))
            self.buttons.append(made)
            layout.addWidget(made)

    def choose(self, at: int) -> None:
        """Put one on, without saying so."""
        for place, made in enumerate(self.buttons):
            made.setChecked(place == at)

    def chosen(self) -> int:
        """The number of the one that is on, -1 for none."""
        return next((at for at, made in enumerate(self.buttons) if made.isChecked()), -1)

    def focus(self) -> None:
        """Focus the one that is on; where none is, the whole, which hears the digits and leaves Enter alone."""
        on = self.chosen()
        (self if on < 0 else self.buttons[on]).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = event.key() - 0x31
        if 0 <= at < len(self.buttons):
            self.buttons[at].setFocus()
            self._pick(at)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _pick(self, at: int) -> None:
        self.choose(at)
        self.picked.emit(at)


class KindStep(Step):
    """Station, county, or practice. A choice goes on at once."""

    TITLE = N("这台电脑是谁的？")
    practice = Signal()
    take_over = Signal()

    def __init__(self, form: OfficeForm) -> None:
        super().__init__(form)
        self.choices = Choices(
            [
                ("choose-station", t("派出所")),
                ("choose-county", t("县局")),
                ("choose-practice", t("先用样例练习（74 个村，人都是编造的）")),
                ("choose-move", t("从旧电脑搬过来（有搬家文件）")),
            ]
        )
        self.choices.choose(0)
        self.choices.picked.connect(self._picked)
        said = label(t("一台电脑一个库。练习的库单独放，和真的不会混在一起。"), "second", wrap=True)
        fill(self.room, self.choices, said, None)

    def enter(self) -> None:
        self.choices.focus()

    def _picked(self, at: int) -> None:
        if at >= 2:
            (self.practice if at == 2 else self.take_over).emit()
            return
        self.form.kind = OfficeKind.STATION if at == 0 else OfficeKind.COUNTY
        self.go_on.emit()


class OfficeStep(Step):
    """Name and code of the office."""

    TITLE = N("单位叫什么？")

    def __init__(self, form: OfficeForm) -> None:
        super().__init__(form)
        self.name = Field("office-name", hint=t("例如：梁才派出所"))
        self.code = Field("office-code", latin=True, hint=t("县局给的编号，6 到 12 位数字"))
        self.paper = Field("key-paper", latin=True, hint=t("纸上的 14 组数字"))
        self.wrong = under()
        fill(
            self.room,
            label(t("单位名称"), "second"),
            self.name,
            label(t("单位编号"), "second"),
            self.code,
            self.wrong,
            label(t("编号印在每张表上，也写在交换文件的名字里，以后不能改。"), "second", wrap=True),
            8,
            label(t("用钥匙纸恢复本局（没有就空着）"), "second"),
            self.paper,
            None,
        )
        chain([self.name, self.code], self.go_on.emit)
        chain([self.paper], self.go_on.emit)
        for field in (self.name, self.code, self.paper):
            field.textEdited.connect(lambda _text: self._say("", None))

    def enter(self) -> None:
        self.name.setFocus()

    def ready(self) -> bool:
        self.form.name, self.form.code = self.name.text().strip(), self.code.text().strip()
        if not self.form.name:
            self._say(t("请填单位名称。"), self.name)
        elif not (self.form.code.isascii() and self.form.code.isdigit() and 6 <= len(self.form.code) <= 12):
            self._say(t("单位编号是 6 到 12 位数字。"), self.code)
        else:
            return self._paper_fits()
        return False

    def _paper_fits(self) -> bool:
        """Whether the digits of the key paper are whole; none at all is the usual case."""
        typed = self.paper.text().strip()
        try:
            self.form.key_paper = read_paper(typed) if typed else ""
        except Trouble as trouble:
            self._say(t("钥匙纸的第 {group} 组抄错了或者漏了。", group=trouble.facts["group"]), self.paper)
            return False
        return True

    def _say(self, text: str, field: Field | None) -> None:
        say_under(self.wrong, text)
        for one in (self.name, self.code, self.paper):
            one.set_state("bad" if one is field else "")
        if field is not None:
            field.setFocus()


def back_button(act: Callable[[], object]) -> Button:
    """Alt+← as a button."""
    return button(t("上一步"), act, kind="quiet", icon="chevron-left", name="back")
