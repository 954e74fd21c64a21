"""The panel below the table: what of the current cell, why, what to do; choices by digit and 改成 (UX 4.3)."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_desk.ui.fields import Field
from station_desk.ui.import_cell import CellChoice, CellStory
from station_desk.ui.kit import Box, Button, CutLabel, button, clear, column, key_cap, label, row, set_tone, show_if
from station_desk.ui.marks import Mark
from station_desk.ui.theme import theme
from station_desk.wording import t, tn

_LATIN = ("id_no", "phone", "phone2", "birth", "start_date", "end_date", "bank_card")
"""Fields of figures: the input method is off."""
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CellPanel(Box):
    """`mended` sends the typed text, `picked` a choice, `walked` a key that belongs to the table."""

    mended = Signal(str)
    picked = Signal(object)
    hold_asked = Signal()
    accept_asked = Signal()
    original_asked = Signal()
    next_asked = Signal()
    same_asked = Signal()
    walked = Signal(object)

    def __init__(self, judge: Callable[[str], tuple[str, str]]) -> None:
        """`judge` says at once of a typed text whether it can be taken ("", "ok", "bad"), and how it would be read."""
        super().__init__(margins=(18, 12, 18, 12))
        self.setObjectName("card")
        self.setAccessibleName("card")
        self.story = CellStory("tick", "", "")
        self._is_held = False
        self._judge = judge
        across = QHBoxLayout()
        across.setSpacing(theme().px(24))
        across.addWidget(self._left(), 1)
        across.addWidget(self._right(), 1)
        self.body.addLayout(across)
        self.setFixedHeight(theme().px(168))

    def _left(self) -> QWidget:
        self._mark = Mark("tick", 16)
        self._title = CutLabel("", "head")
        self._said = label("", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._same = button("", self.same_asked.emit, name="same-cells")
        self._same_row = row(self._same, key_cap("Alt+S"), None)
        self._choices = QWidget()
        self._choice_room = QHBoxLayout(self._choices)
        self._choice_room.setContentsMargins(0, 0, 0, 0)
        self._choice_room.setSpacing(theme().px(6))
        title = row(self._mark, (self._title, 1), gap=10)
        return column(title, (self._said, 1), self._choices, self._same_row, gap=6)

    def _right(self) -> QWidget:
        self._was = CutLabel("", "second")
        self.field = Field("mend", guarded=False)
        self.field.installEventFilter(self)
        self.field.went_on.connect(lambda way: self._mend() if way > 0 else None)
        self.field.textChanged.connect(self._check)
        self._mend_row = row(
            label(t("改成")), (self.field, 1), button(t("改"), self._mend, name="mend-now"), key_cap("Enter")
        )
        self._checked = label("", "small")
        self._hold = button("", self._hold_or_accept, name="hold-row")
        self._hold_key = key_cap("Alt+H")
        original = button(t("看原表"), self.original_asked.emit, name="see-original")
        self._problem = label("", "second")
        onward = button(t("下一个"), self.next_asked.emit, name="next-problem")
        acts = row(
            self._hold, self._hold_key, original, key_cap("Alt+O"), None, self._problem, onward, key_cap("F8"), gap=6
        )
        return column(self._was, self._mend_row, self._checked, None, acts, gap=6)

    # -------------------------------------------------------------------------------------------------- showing
    def show_story(self, story: CellStory, *, person: bool, held: bool) -> None:
        """Say it. `person`: the row can be held back; `held`: the clerk has done so."""
        self.story = story
        self._mark.set_kind(story.mark)
        self._title.set_text(story.title)
        self._said.setText(story.said)
        self._was.set_text(story.was)
        self.field.clear()
        self.field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, story.field not in _LATIN)
        self._checked.clear()
        self._show_choices(story)
        show_if(self._mend_row, bool(story.field))
        show_if(self._checked, bool(story.field))
        self._hold.set_text(t("重新接受") if held else t("这一行先暂缓"))
        self._hold_key.setText("Alt+A" if held else "Alt+H")
        self._is_held = held
        self._hold.setEnabled(person)

    def show_problem(self, text: str) -> None:
        """`问题 1 / 3`."""
        self._problem.setText(text)

    def show_same(self, n: int) -> None:
        """Offer to do the same with `n` other cells; 0 takes the offer away."""
        self._same.set_text(tn("同样处理其余 {n} 格", "同样处理其余 {n} 格", n))
        show_if(self._same_row, n > 0)

    def pick(self, n: int) -> bool:
        """Choose by number (from 1); False where there is no such choice."""
        if not 1 <= n <= len(self.story.choices):
            return False
        self.picked.emit(self.story.choices[n - 1])
        return True

    def begin(self) -> bool:
        """Go to the field; False where nothing can be typed."""
        if not self.story.field:
            return False
        self.field.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _show_choices(self, story: CellStory) -> None:
        clear(self._choice_room)
        for number, choice in enumerate(story.choices, 1):
            self._choice_room.addWidget(self._choice_button(number, choice))
            self._choice_room.addWidget(key_cap(f"Alt+{number}" if story.field else str(number)))
        self._choice_room.addStretch(1)
        show_if(self._choices, bool(story.choices))

    def _choice_button(self, number: int, choice: CellChoice) -> Button:
        return button(f"{number} {choice.words}", lambda: self.picked.emit(choice), name=f"choice-{number}")

    # -------------------------------------------------------------------------------------------------- typing
    def _mend(self) -> None:
        text = self.field.text().strip()
        if text:
            self.mended.emit(text)

    def _hold_or_accept(self) -> None:
        (self.accept_asked if self._is_held else self.hold_asked).emit()

    def _check(self, text: str) -> None:
        state, said = self._judge(text.strip()) if self.story.field else ("", "")
        self.field.set_state("bad" if state == "bad" else "")
        set_tone(self._checked, "bad" if state == "bad" else "ok" if state == "ok" else "")
        self._checked.setText(said)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _WALKING:
            self.walked.emit(event.key())
            return True
        return False
