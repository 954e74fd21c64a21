"""向派出所提意见: a reason by its digit, the field it is about, and a few words (issue 3, item 5)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.guard import residents_data
from station_desk.domain.remarks import FIELDS, MOST_WORDS, REASONS, Reason, clean_words, names_a_number
from station_desk.services import remarks
from station_desk.ui.buttons import Switch
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import Item, field_row, fill, label, named, row
from station_desk.ui.page import Workplace
from station_desk.ui.remark_words import field_word, reason_word
from station_desk.ui.theme import theme
from station_desk.wording import language, t


class RemarkForm(QWidget):
    """The form; `problem` says what stops it, "" when nothing does."""

    def __init__(self) -> None:
        super().__init__()
        self.reason: Reason = REASONS[0]
        self._reasons: list[Switch] = []
        self._warned = ""
        for n, one in enumerate(REASONS, 1):
            made = named(Switch(f"{n}  {reason_word(one.code)}", "choice"), f"reason-{one.code}")
            made.clicked.connect(lambda _on=False, one=one: self.choose(one))
            made.installEventFilter(self)
            self._reasons.append(made)
        self.field = Choice("remark-field", [(field_word(name), name) for name in FIELDS])
        self.words = Field("remark-words", hint=t("最多 {n} 个字，不写号码", n=MOST_WORDS), guarded=False)
        self.words.setMaxLength(MOST_WORDS)
        self.words.textChanged.connect(lambda _text: self.judge())
        self._wrong = under()
        self._assemble()
        self.choose(REASONS[0])

    def _assemble(self) -> None:
        width = 72 if language() == "zh_CN" else 84
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        pairs: Sequence[Item] = [
            row((left, 1), (right, 1), gap=6)
            for left, right in zip(self._reasons[::2], self._reasons[1::2], strict=True)
        ]
        fill(
            layout,
            label(t("为什么（按数字选）"), "second"),
            *pairs,
            4,
            field_row(t("哪一栏"), (self.field, 1), width=width),
            field_row(t("要说的话"), (self.words, 1), width=width),
            self._wrong,
            label(t("派出所的记录不会被改动；意见随下一个包交给它，答复随它的下一个包回来。"), "small", wrap=True),
        )

    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self._reasons[0]

    def choose(self, reason: Reason) -> None:
        """This reason, with the field that it is usually about."""
        self.reason = reason
        for made, one in zip(self._reasons, REASONS, strict=True):
            made.setChecked(one is reason)
        self.field.set_value(reason.field)
        self.judge()

    def problem(self) -> str:
        """What stops the form from being sent."""
        said = clean_words(self.words.text())
        if self.reason.needs_words and not said:
            return t("这个原因要写几个字。")
        return t("请去掉号码：意见已经指着这个人。") if names_a_number(said) else ""

    def judge(self) -> None:
        """Say at once what is wrong with the words; that they are missing is said only when it is sent."""
        wrong = names_a_number(self.words.text())
        self.words.set_state("bad" if wrong else "")
        say_under(self._wrong, self.problem() if wrong else "")

    @property
    def anyway(self) -> bool:
        """Whether these words were warned of and are to be kept all the same."""
        return self._warned != "" and self._warned == clean_words(self.words.text())

    def ready(self) -> bool:
        """Whether it may be sent; else the reason stands below the words. A warning of the guard is given once."""
        problem = self.problem()
        said = clean_words(self.words.text())
        if not problem and not self.anyway and residents_data(said):
            self._warned = said
            problem = t("好像写到了群众的事，改写成数目就行（如“纠纷 1 起”）；确实要这样写，再按一次。")
        say_under(self._wrong, problem)
        if problem:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        return not problem

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            at = event.key() - int(Qt.Key.Key_1)
            if 0 <= at < len(REASONS) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.choose(REASONS[at])
                self.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False


def ask_remark(owner: QWidget, place: Workplace, person_id: str, name: str, done: Callable[[], object]) -> None:
    """Ask for a remark on a person; `done` when it is noted."""
    form, desk = RemarkForm(), place.desk
    panels: list[QFrame] = []

    def send() -> None:
        if not form.ready():
            return
        reason, field, words = form.reason.code, str(form.field.value()), form.words.text()

        anyway = form.anyway

        def write(_progress: object) -> str:
            return remarks.add(desk, person_id, reason, field, words, anyway=anyway)

        def noted(_id: str) -> None:
            place.messages.close_panel(panels[0])
            place.messages.done(t("意见记下了，下一个包带给派出所"))
            done()

        place.work.run(write, noted, owner=owner)

    chain([form.field, form.words], send)
    title = t("向派出所提意见：{name}", name=name)
    panels.append(place.messages.panel(title, form, [(t("提意见"), send)], leave=t("先不提"), focus=form.first()))
