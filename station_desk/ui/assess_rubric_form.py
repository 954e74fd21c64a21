"""The card of the rubric's editor: the fields of one line, each with its fault below it while one types."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from station_desk.domain.rubric_draft import Line
from station_desk.domain.rubric_read import Fault
from station_desk.ui.assess_rubric_words import FIELDS, HINTS, control_for, title_of
from station_desk.ui.door import tell
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import Box, clear, field_row, label, named
from station_desk.ui.theme import theme
from station_desk.wording import language, t


class LineForm(Box):
    """The fields of the current line. `typed` sends (name, text); `left` when the last field was passed."""

    typed = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(gap=8)
        named(self, "card")
        self._title = label("", "head", wrap=True)
        self._room = QVBoxLayout()
        self._room.setSpacing(theme().px(4))
        self._hint = label("", "small", wrap=True)
        self.body.addWidget(self._title)
        self.body.addLayout(self._room)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        self._line: Line | None = None
        self._controls: dict[str, Field | Choice] = {}
        self._wrong: dict[str, QLabel] = {}

    def show_line(self, line: Line, faults: Sequence[Fault]) -> None:
        """Show a line; the fields are made anew only where other ones are asked for."""
        before, self._line = self._line, line
        self._title.setText(title_of(line))
        if before is None or (before.key, before.fields()) != (line.key, line.fields()):
            self._make(line)
        self.show_faults(faults)

    def _make(self, line: Line) -> None:
        kept = next((name for name, one in self._controls.items() if one.hasFocus()), "")
        clear(self._room)
        self._controls, self._wrong = {}, {}
        width = 128 if language() == "zh_CN" else 168
        for name in line.fields():
            control = control_for(name, line.values.get(name, ""), t(HINTS[name]) if name in HINTS else "")
            if isinstance(control, Field):
                control.textEdited.connect(lambda text, name=name: self.typed.emit(name, text))
            else:
                control.activated.connect(lambda _at, name=name, one=control: self.typed.emit(name, str(one.value())))
            self._controls[name], self._wrong[name] = control, under()
            made = field_row(t(FIELDS[name]), (control, 1), width=width)
            self._room.addWidget(made)
            made.show()  # at once: Enter walks over what is visible
            self._room.addWidget(self._wrong[name])
        chain(self.controls(), self.left.emit)
        if kept in self._controls:
            self._controls[kept].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Say what is wrong at each field of the line; what belongs to no field of it stands at its first one."""
        found = self._by_field(faults)
        for name, wrong in self._wrong.items():
            said = found.get(name, "")
            say_under(wrong, said)
            control = self._controls[name]
            if isinstance(control, Field):
                control.set_state("bad" if said else "")

    def _by_field(self, faults: Sequence[Fault]) -> Mapping[str, str]:
        line = self._line
        found: dict[str, str] = {}
        if line is None or not self._controls:
            return found
        first = next(iter(self._controls))
        for fault in faults:
            if belongs(fault, line):
                name = fault.at.rpartition(".")[2]
                told = tell(fault.trouble)
                found.setdefault(
                    name if name in self._controls else first, t("{first}{then}", first=told.what, then=told.next)
                )
        return found

    def controls(self) -> list[QWidget]:
        """In the order in which Enter walks."""
        return list(self._controls.values())

    def enter(self, text: str = "") -> None:
        """Go to the first field; with `text` to the number of the line, which begins anew with it."""
        wanted = next((name for name in ("max", "points", "cap", "full") if name in self._controls), "")
        control = self._controls.get(wanted) if text else next(iter(self._controls.values()), None)
        if control is None:
            return
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(control, Field):
            if text:
                control.setText(text)
                self.typed.emit(wanted, text)
            else:
                control.selectAll()

    def has_focus(self) -> bool:
        """Whether one types in it."""
        return any(control.hasFocus() for control in self._controls.values())


def belongs(fault: Fault, line: Line) -> bool:
    """Whether a fault stands at a line: the whole's at the head, a code's at the line that bears it."""
    if fault.at == line.key or fault.at.startswith(f"{line.key}."):
        return not (line.kind != "rule" and fault.at == "adds.cap")
    return (line.kind == "head" and fault.at in ("full", "items")) or (bool(line.code) and fault.at == line.code)
