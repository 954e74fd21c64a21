"""The card turned into fields, in the card's order, for editing; for adding, the ID number first (UX 4.2).

The form knows no desk: the page gives it what finds villages, what checks a draft, and takes the values.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.idno import normal_id
from station_desk.domain.records import TermState
from station_desk.domain.roster import DraftNote, PersonCard, PersonDraft
from station_desk.ui.fields import Choice, Field
from station_desk.ui.kit import button, field_row, fill, key_cap, label, row, rule, scrolled
from station_desk.ui.person_fields import DayField, MaskedField, Notes, Said, SuggestField
from station_desk.ui.person_pick import Option, PickField, Suggest
from station_desk.ui.person_typing import grouped
from station_desk.ui.person_words import FIELD_WORDS, SEXES, STATE_WORDS, note_words, value_word
from station_desk.ui.theme import theme
from station_desk.wording import language, t
from station_desk.wording.selection import EXIT_REASONS

Check = Callable[[PersonDraft], Sequence[DraftNote]]

ADD_ORDER = (
    "id_no", "name", "village_ids", "phone", "post", "education", "political",
    "start_date", "end_date", "state", "number", "phone2", "sex", "birth",
)  # fmt: skip
EDIT_ORDER = (
    "name", "village_ids", "post", "number", "id_no", "sex", "birth", "phone", "phone2", "education", "political",
    "start_date", "end_date", "state", "exit_date", "exit_reason", "bank_card",
)  # fmt: skip
_NUMBERS = ("id_no", "phone", "phone2", "bank_card")
_DAYS = ("birth", "start_date", "end_date", "exit_date")
_LEAVING = (TermState.EXITING.value, TermState.EXITED.value)


class PersonForm(QWidget):
    """The fields of one person. `adding` chooses the order and the defaults."""

    save_asked = Signal()
    leave_asked = Signal()
    typed = Signal()

    def __init__(
        self, villages: Suggest, words: Mapping[str, Suggest], check: Check, today: date, *, adding: bool
    ) -> None:
        """`villages` finds villages, `words` suggests for post, education and political, `check` judges a draft."""
        super().__init__()
        self.adding, self._check, self._today = adding, check, today
        self._loading = self._saving = False
        self._before: dict[str, object] = {}
        self.order = ADD_ORDER if adding else EDIT_ORDER
        self.controls: dict[str, QWidget] = {}
        self.notes: dict[str, Notes] = {}
        self._lines: dict[str, QWidget] = {}
        for name in self.order:
            self.controls[name] = self._control(name, villages, words)
            self.notes[name] = Notes()
            self._watch(name)
        self._assemble()
        for at, name in enumerate(self.order):
            self.controls[name].went_on.connect(partial(self._go_on, at))  # type: ignore[attr-defined]
        if adding:
            self._load({"state": TermState.ACTIVE.value})

    # ----------------------------------------------------------------------------------------------- building
    def _control(self, name: str, villages: Suggest, words: Mapping[str, Suggest]) -> QWidget:
        english = f"field-{name}"
        if name == "village_ids":
            return PickField(english, villages, hint=t("村名或拼音，还有一个村就按逗号"))
        if name in _DAYS:
            return DayField(english, self._today)
        if name in _NUMBERS:
            return MaskedField(english) if not self.adding else Field(english, latin=True)
        if name in words:
            return SuggestField(english, words[name], hint=t("F4 列出常用的"))
        if name == "sex":
            return _choice(english, [("—", ""), *((t(sex), sex) for sex in SEXES)])
        if name == "state":
            return _choice(english, [(t(word), state.value) for state, word in STATE_WORDS.items()])
        if name == "exit_reason":
            return _choice(english, [("—", ""), *((t(reason), reason) for reason in EXIT_REASONS)])
        return Field(english, latin=name == "number")

    def _watch(self, name: str) -> None:
        control = self.controls[name]
        if isinstance(control, PickField):
            control.changed.connect(self._committed)
            control.edited.connect(self._changed)
        elif isinstance(control, Choice):
            control.currentIndexChanged.connect(lambda _at: self._committed())
        elif isinstance(control, Field):
            control.textEdited.connect(lambda _text, name=name: self._edited(name))
            control.editingFinished.connect(self._committed)

    def _assemble(self) -> None:
        width = 72 if language() == "zh_CN" else 104
        inner = QWidget()
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(*(theme().px(n) for n in (18, 16, 18, 8)))
        lines.setSpacing(theme().px(4))
        head = label(t("添加人员") if self.adding else t("修改"), "head")
        fill(lines, head, 2)
        for name in self.order:
            line = QWidget()
            inside = QVBoxLayout(line)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(theme().px(2))
            made = field_row(t(FIELD_WORDS[name]), (self.controls[name], 1), width=width)
            made.setMinimumHeight(0)  # as high as its control: a term may be in several villages
            fill(inside, made)
            fill(inside, row(theme().px(width) + 8, (self.notes[name], 1), gap=0))
            self._lines[name] = line
            lines.addWidget(line)
        lines.addStretch(1)
        self.save_button = button(t("保存"), self.save_asked.emit, kind="primary", name="save-person")
        self.leave_button = button(t("先不保存"), self.leave_asked.emit, name="leave-person")
        acts = row(
            self.save_button, key_cap("Ctrl+Enter"), None, self.leave_button, key_cap("Esc"), margins=(18, 8, 18, 14)
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        self._area = scrolled(inner)
        fill(whole, (self._area, 1), rule(), acts)
        self._show_leaving()

    def _go_on(self, at: int, way: int) -> None:
        """Enter goes to the next field, Shift+Enter to the one before; Enter in the last one saves."""
        to = at + way
        while 0 <= to < len(self.order) and self._lines[self.order[to]].isHidden():
            to += way
        if to >= len(self.order):
            self.save_asked.emit()
        elif to >= 0:
            self.focus_on(self.order[to])

    # ------------------------------------------------------------------------------------------------ loading
    def set_card(self, card: PersonCard) -> None:
        """Fill in what is known of a person, for editing; numbers stay behind their masks."""
        term = next((one for one in card.terms if one.id == card.term_id), None)
        picks = [Option(*pair) for pair in zip(card.village_ids, card.villages, strict=True)]
        masks = {
            "id_no": card.id_no_masked,
            "phone": card.phone_masked,
            "phone2": card.phone2_masked,
            "bank_card": card.bank_card_masked,
        }
        for name, mask in masks.items():
            control = self.controls[name]
            assert isinstance(control, MaskedField)
            control.set_mask(grouped(name, mask))
        self._load(
            {
                "name": card.name,
                "sex": card.sex,
                "birth": card.birth or "",
                "education": card.education,
                "political": card.political,
                "post": card.post,
                "number": card.number,
                "village_ids": picks,
                "start_date": card.term_start or "",
                "end_date": card.term_end or "",
                "state": card.status.value if card.status else TermState.ACTIVE.value,
                "exit_date": (term.exit_date if term else None) or "",
                "exit_reason": term.exit_reason if term else "",
            }
        )
        self._before = {name: self._value(name) for name in self.order}

    def begin_with(self, known: Mapping[str, str], village: Option | None = None) -> None:
        """Begin with what is known already: a name that was searched for, a vacant village, a row that was held back."""
        self._load({name: text for name, text in known.items() if name in self.order and name != "village_ids"})
        control = self.controls["village_ids"]
        if isinstance(control, PickField):
            control.set_picks([village] if village else [])
            control.field.setText(known.get("village_ids", ""))
        if known:
            self._committed()

    def _load(self, values: Mapping[str, Any]) -> None:
        self._loading = True
        for name, value in values.items():
            control = self.controls.get(name)
            if isinstance(control, PickField):
                control.set_picks([one if isinstance(one, Option) else Option(*one[:2]) for one in value])
            elif isinstance(control, Choice):
                if value and control.findData(value) < 0:
                    control.addItem(value_word(str(value)), value)
                control.set_value(value)
            elif isinstance(control, Field):
                control.setText(str(value))
        self._loading = False
        self._show_leaving()

    # ------------------------------------------------------------------------------------------------- values
    def _value(self, name: str) -> object:
        control = self.controls[name]
        if isinstance(control, PickField):
            return control.values()
        if isinstance(control, DayField):
            return control.day()
        if isinstance(control, MaskedField):
            return control.number()
        if isinstance(control, Choice):
            return control.value()
        assert isinstance(control, Field)
        return control.text().strip()

    def person(self) -> PersonDraft:
        """What stands in the fields, as a draft to check or to store."""
        values = {name: self._value(name) for name in self.order if name in PersonDraft.__dataclass_fields__}
        texts = {name: value if value is not None else "" for name, value in values.items()}
        return PersonDraft(**texts)  # type: ignore[arg-type]

    def changes(self) -> dict[str, object]:
        """Only what differs from the card (editing); a number left empty keeps what is stored."""
        now = {name: self._value(name) for name in self.order}
        return {
            name: value
            for name, value in now.items()
            if value != self._before.get(name) and not (name in _NUMBERS and value is None)
        }

    def dirty(self) -> bool:
        """Whether anything was typed that is not stored."""
        if not self.adding:
            return bool(self.changes()) or self._unresolved() != ""
        plain = [name for name in self.order if name != "state"]
        return any(self._value(name) for name in plain) or self._unresolved() != ""

    def _unresolved(self) -> str:
        control = self.controls["village_ids"]
        return control.unresolved() if isinstance(control, PickField) else ""

    # ------------------------------------------------------------------------------------------------- drafts
    def body(self) -> dict[str, Any]:
        """The fields as they stand, for a draft."""
        body: dict[str, Any] = {}
        for name, control in self.controls.items():
            if isinstance(control, PickField):
                body[name] = [[pick.value, pick.text] for pick in control.picks()]
            elif isinstance(control, Choice):
                body[name] = control.value()
            elif isinstance(control, Field):
                body[name] = control.text()
        focus = next((name for name, control in self.controls.items() if _holds_focus(control)), "")
        return {"values": body, "focus": focus}

    def restore(self, body: Mapping[str, Any]) -> None:
        """A kept draft, with the cursor where it was."""
        self._load(dict(body.get("values", {})))
        self._committed()
        self.focus_on(str(body.get("focus") or self.order[0]))

    def focus_on(self, name: str) -> None:
        """Put the cursor into a field and bring it into view."""
        control = self.controls.get(name, self.controls[self.order[0]])
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(self._lines.get(name, control))

    # ------------------------------------------------------------------------------------------------- checks
    def _changed(self) -> None:
        if not self._loading:
            self.typed.emit()

    def _edited(self, name: str) -> None:
        self._changed()
        control = self.controls[name]
        if name == "id_no" and isinstance(control, Field) and len(normal_id(control.text())) == 18:
            self._committed()

    def _committed(self) -> None:
        if self._loading:
            return
        self._show_leaving()
        self.judge()
        self._changed()

    def judge(self) -> str:
        """Check everything and say so beside the fields; the name of the first field that stops the save, or ""."""
        said: dict[str, list[Said]] = {name: [] for name in self.order}
        draft = self.person()
        for note in self._check(draft):
            place = note.field if note.field in said else self.order[0]
            if not self._premature(place, note):
                said[place].append((note.kind, note_words(note)))
        for name in self.order:
            control = self.controls[name]
            if isinstance(control, DayField) and control.day() is None:
                said[name] = [("bad", t("看不懂这个日期。可以写 20240503、2024.5.3 或 2024.5"))]
            if isinstance(control, PickField) and control.unresolved():
                said[name].append(("bad", t("没有找到“{text}”这个村", text=control.unresolved())))
        for name, notes in said.items():
            self.notes[name].say(notes)
            control = self.controls[name]
            worst = next((kind for kind in ("bad", "warn") if any(note[0] == kind for note in notes)), "")
            target = control.field if isinstance(control, PickField) else control
            if isinstance(target, Field):
                target.set_state(worst)  # type: ignore[arg-type]
        return next((name for name, notes in said.items() if any(kind == "bad" for kind, _words in notes)), "")

    def _premature(self, name: str, note: DraftNote) -> bool:
        """Whether the note complains of a field that is still empty or being typed; it is said on saving."""
        if note.kind == "ok" or self._saving:
            return False
        control = self.controls[name]
        value = self._value(name)
        return not value or (name == "id_no" and _holds_focus(control) and len(normal_id(str(value))) < 18)

    def ready(self) -> bool:
        """Check for the save: False puts the cursor on what stops it."""
        self._saving = True
        try:
            stopped_by = self.judge()
        finally:
            self._saving = False
        if stopped_by:
            self.focus_on(stopped_by)
        return not stopped_by

    def _show_leaving(self) -> None:
        if "exit_date" not in self._lines:
            return
        leaving = self._value("state") in _LEAVING
        for name in ("exit_date", "exit_reason"):
            self._lines[name].setVisible(leaving)


def _holds_focus(control: QWidget) -> bool:
    return control.hasFocus() or (isinstance(control, PickField) and control.field.hasFocus())


def _choice(name: str, entries: Sequence[tuple[str, object]]) -> Choice:
    made = Choice(name, entries)
    made.setMinimumHeight(theme().size("field"))
    return made
