"""The list of what can be printed: sets first, that of this week at the top, then every form; typing finds one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.paper import FormInfo
from station_desk.domain.pinyin import begins
from station_desk.domain.print_sets import PrintSet
from station_desk.services.reference import readings
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Field
from station_desk.ui.kit import label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.print_words import form_name, set_name, short_name
from station_desk.ui.theme import theme
from station_desk.wording import t, tn

Choice = PrintSet | FormInfo
_ROWS = 8


def key_of(choice: Choice) -> str:
    """A set's key or a form's code."""
    return choice.key if isinstance(choice, PrintSet) else choice.code


def name_of(choice: Choice) -> str:
    """The name of a set or form as the window shows it."""
    return set_name(choice) if isinstance(choice, PrintSet) else form_name(choice)


def matches(choice: Choice, text: str) -> bool:
    """Whether what was typed finds a set or form: a part of its name, the beginning of a code, initials or pinyin."""
    typed = text.strip().casefold()
    names = {choice.name, name_of(choice)}
    code = "" if isinstance(choice, PrintSet) else choice.code.casefold()
    if any(typed in name.casefold() for name in names) or code.startswith(typed):
        return True
    return typed.isascii() and any(_spelt(choice.name[at:], typed) for at in range(len(choice.name)))


def _spelt(name: str, letters: str) -> bool:
    """Whether `letters` spell the first characters of a name, each by its whole syllable or its beginning."""
    if not letters:
        return True
    said = readings().of_char(name[:1]) if name else None
    if said is None:
        return False
    for syllable in (*said.right, *said.other):
        for length in range(min(len(letters), len(syllable)), 0, -1):
            if begins(syllable, letters[:length]) and _spelt(name[1:], letters[length:]):
                return True
    return False


class PaperList(QWidget):
    """A field that finds and the list below it. `chosen` sends the set or form that became current."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Choice] = ()
        self._names: dict[str, str] = {}
        self.field = Field("find-form", hint=t("找：表名、编号、拼音"), guarded=False)
        self.field.textChanged.connect(lambda _text: self._show())
        self.field.installEventFilter(self)
        self._model: ListModel[Choice] = ListModel([Column(t("成套和表"), 0), Column(t("编号"), 62)], self._cells)
        self.view: ListView[Choice] = ListView(self._model)
        self.view.setMinimumHeight(theme().size("header_row") + _ROWS * theme().size("row_list") + 2)
        self.view.chosen.connect(self.chosen)
        self.view.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        layout.addWidget(row(label(t("印什么"), "strong"), (self.field, 1), gap=12, margins=(15, 0, 15, 0)))
        layout.addWidget(self.view, 1)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; the current one stays."""
        self._all = choices
        self._names = {one.code: form_name(one) for one in choices if isinstance(one, FormInfo)}
        self._show()

    def all_choices(self) -> Sequence[Choice]:
        """Everything on offer."""
        return self._all

    def current(self) -> Choice | None:
        """The chosen set or form."""
        return self.view.current()

    def choose(self, key: str) -> None:
        """Choose a set by its key or a form by its code."""
        if self.field.text():
            self.field.clear()
        for at, one in enumerate(self._model.rows()):
            if key_of(one) == key:
                self.view.choose(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters typed in the list go to the field; arrows and Enter in the field walk the list, Esc empties it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if (
            watched is self.view
            and event.text().isalnum()
            and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        ):
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.insert(event.text())
            return True
        if watched is self.field and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            way = 1 if event.key() == Qt.Key.Key_Down else -1
            at = self.view.currentIndex().row() + way
            self.view.choose(max(0, min(self._model.rowCount() - 1, at)))
            return True
        if watched is self.field and event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return True
        return False

    def _show(self) -> None:
        now = self.view.current()
        rows = [one for one in self._all if matches(one, self.field.text())]
        self._model.set_rows(rows)
        at = next((n for n, one in enumerate(rows) if now is not None and key_of(one) == key_of(now)), 0)
        if rows:
            self.view.choose(at)

    def _cells(self, one: Choice) -> Sequence[Cell]:
        if isinstance(one, PrintSet):
            names = "、".join(short_name(self._names.get(code, code)) for code in one.papers)
            count = tn("{n} 种", "{n} 种", len(one.papers))
            return (Cell(name_of(one), weight="bold", second=names), Cell(count, ink="text2", small=True))
        return (Cell(name_of(one), second=t("本单位改过") if one.own else ""), Cell(one.code, ink="text2", small=True))
