"""The right side of the print page: which printer, how many, where on the paper, the checks, where else it goes (UX 4.9).

Printer, sides, offsets and two pages on a sheet are remembered for each form on this computer.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QDoubleValidator, QIntValidator, QRegularExpressionValidator
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.paper import Printer
from station_desk.machine.settings import PaperHabit
from station_desk.ui.fields import Choice, Field
from station_desk.ui.kit import Box, button, chip, clear, field_row, heading, label, named, row, rule
from station_desk.ui.marks import Mark
from station_desk.ui.print_words import CheckLine
from station_desk.ui.theme import theme
from station_desk.wording import t

_MOST_COPIES = 99
_MOST_MM = 50.0


class OutputPanel(Box):
    """Where it goes. `changed`: another printer or count; `habit_changed`: something that is remembered for the form."""

    changed = Signal()
    habit_changed = Signal(object)
    save_asked = Signal()
    test_asked = Signal()
    table_asked = Signal()
    copy_table_asked = Signal()
    copy_text_asked = Signal()

    def __init__(self) -> None:
        super().__init__(gap=6, margins=(16, 12, 16, 12))
        named(self, "card")
        self._habit = PaperHabit()
        self._telling = True
        self._printer = Choice("printer")
        self._printer.currentIndexChanged.connect(lambda _at: self._habits())
        self._copies = Field("copies", latin=True)
        self._copies.setText("1")
        self._copies.setValidator(QIntValidator(1, _MOST_COPIES))
        self._copies.textChanged.connect(lambda _text: self.changed.emit())
        self._pages = Field("pages", latin=True, hint=t("全部"))
        self._pages.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*"))
        )
        self._single = chip(t("单面"), name="one-sided", on=True)
        self._double = chip(t("双面"), name="two-sided")
        self._two_up = chip(t("两页拼 A3"), name="two-up")
        self._single.clicked.connect(lambda: self._set_duplex(double=False))
        self._double.clicked.connect(lambda: self._set_duplex(double=True))
        self._two_up.toggled.connect(lambda _on: self._habits())
        self.right, self.down = _offset("offset-right"), _offset("offset-down")
        for one in (self.right, self.down):
            one.editingFinished.connect(self._habits)
        self._none = label(t("没有找到打印机。可以先存为 PDF，拷到别的电脑上打印。"), "second", wrap=True)
        self._build()
        self.set_printers([])
        self.set_kind(single=True, listed=False)

    def _build(self) -> None:
        self._settings = [
            field_row(t("名称"), (self._printer, 1), width=48),
            field_row(t("份数"), (self._copies, 1), label(t("页码"), "second"), (self._pages, 1), width=48),
            row(self._single, self._double, None, gap=6),
            row(self._two_up, None),
        ]
        self._offsets = [
            label(t("套打位置（毫米）"), "strong"),
            row(label(t("左右"), "second"), (self.right, 1), label(t("上下"), "second"), (self.down, 1)),
            rule(),
        ]
        self._check_room = QWidget()
        self._checks = QVBoxLayout(self._check_room)
        self._checks.setContentsMargins(0, 0, 0, 0)
        self._checks.setSpacing(theme().px(6))
        self.save_button = button(t("存为 PDF"), self.save_asked.emit, icon="download", name="save-pdf")
        self.test_button = button(t("印一张试试"), self.test_asked.emit, name="test-page")
        self._tables = [
            button(t("存为表格"), self.table_asked.emit, icon="table", name="save-table"),
            button(t("复制成表格"), self.copy_table_asked.emit, name="copy-table"),
            button(t("复制成文字"), self.copy_text_asked.emit, name="copy-text"),
        ]
        for widget in (heading(t("打印机"), "printer"), self._none, *self._settings, rule(), *self._offsets):
            self.body.addWidget(widget)
        self.body.addWidget(label(t("印以前的核对"), "strong"))
        self.body.addWidget(self._check_room)
        self.body.addStretch(1)
        self._table_row = row((self._tables[0], 1))
        self._copy_row = row((self._tables[1], 1), (self._tables[2], 1))
        self.body.addWidget(self._table_row)
        self.body.addWidget(self._copy_row)
        self.body.addWidget(row((self.save_button, 1), (self.test_button, 1)))

    # ------------------------------------------------------------------------------------------------- what is shown
    def set_printers(self, printers: Sequence[Printer]) -> None:
        """Offer the printers that are there; the system's own first, the one used last for the form chosen."""
        ready = sorted((one for one in printers if one.ready), key=lambda one: (not one.default, one.name))
        self._telling = False
        self._printer.set_entries([(one.name, one.name) for one in ready])
        self._printer.set_value(self._habit.printer)
        self._telling = True
        for line in self._settings:
            line.setVisible(bool(ready))
        self.test_button.setVisible(bool(ready))
        self._none.setVisible(not ready)

    def set_habit(self, habit: PaperHabit) -> None:
        """How this form is printed here."""
        self._habit = habit
        self._telling = False
        self._printer.set_value(habit.printer)
        self._single.setChecked(not habit.duplex)
        self._double.setChecked(habit.duplex)
        self._two_up.setChecked(habit.two_up)
        self.right.setText(f"{habit.right / 10:.1f}")
        self.down.setText(f"{habit.down / 10:.1f}")
        self._telling = True

    def set_kind(self, *, single: bool, listed: bool) -> None:
        """A form (`single`) has offsets and a test page, a list can go to a table; a set has neither."""
        for widget in self._offsets:
            widget.setVisible(single)
        self._table_row.setVisible(listed)
        self._copy_row.setVisible(listed)
        self.test_button.setEnabled(single)

    def set_checks(self, lines: Sequence[CheckLine]) -> None:
        """Say what the checks found."""
        clear(self._checks)
        for line in lines:
            tone = line.mark if line.mark in ("warn", "bad") else ""
            self._checks.addWidget(row(Mark(line.mark, 14), (label(line.words, "body", tone, wrap=True), 1), gap=8))

    def set_ready(self, ready: bool) -> None:
        """Whether there is something to save."""
        self.save_button.setEnabled(ready)
        for made in self._tables:
            made.setEnabled(ready)

    # ------------------------------------------------------------------------------------------------- what was chosen
    def printer(self) -> str:
        """The chosen printer, "" for none."""
        return str(self._printer.value() or "")

    def copies(self) -> int:
        """How many of each page."""
        return max(1, int(self._copies.text() or 1))

    def pages(self) -> str:
        """Pages as typed, "" for all."""
        return self._pages.text() if self._pages.hasAcceptableInput() else ""

    def habit(self) -> PaperHabit:
        """What is remembered for the form."""
        return PaperHabit(
            self.printer() or self._habit.printer,
            _tenths(self.right),
            _tenths(self.down),
            self._double.isChecked(),
            self._two_up.isChecked(),
        )

    def offset_mm(self) -> tuple[float, float]:
        """How far everything is moved right and down."""
        return self._habit.right / 10, self._habit.down / 10

    def _set_duplex(self, *, double: bool) -> None:
        self._double.setChecked(double)
        self._single.setChecked(not double)
        self._habits()

    def _habits(self) -> None:
        if not self._telling:
            return
        habit = self.habit()
        if habit != self._habit:
            self._habit = habit
            self.habit_changed.emit(habit)
        self.changed.emit()


def _offset(name: str) -> Field:
    made = Field(name, latin=True)
    made.setText("0.0")
    made.setValidator(QDoubleValidator(-_MOST_MM, _MOST_MM, 1))
    return made


def _tenths(field: Field) -> int:
    """Tenths of a millimetre as typed; what is no number counts as 0."""
    try:
        return round(max(-_MOST_MM, min(_MOST_MM, float(field.text() or 0))) * 10)
    except ValueError:
        return 0
