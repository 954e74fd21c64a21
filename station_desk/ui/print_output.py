"""The right side of the print page: which printer, how many, the checks before printing, save as PDF (UX 4.9)."""

from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QIntValidator, QRegularExpressionValidator
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.paper import Printer
from station_desk.ui.fields import Choice, Field
from station_desk.ui.kit import Box, button, chip, clear, field_row, heading, key_cap, label, named, row, rule
from station_desk.ui.marks import Mark
from station_desk.ui.print_words import CheckLine
from station_desk.ui.theme import theme
from station_desk.wording import t

_MOST_COPIES = 99


class OutputPanel(Box):
    """Where it goes. `changed`: another printer or count."""

    changed = Signal()
    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__(gap=8, margins=(16, 14, 16, 14))
        named(self, "card")
        self._printer = Choice("printer")
        self._printer.setMinimumHeight(theme().size("field"))
        self._printer.currentIndexChanged.connect(lambda _at: self.changed.emit())
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
        self._single.clicked.connect(lambda: self._set_duplex(double=False))
        self._double.clicked.connect(lambda: self._set_duplex(double=True))
        self._none = label(t("没有找到打印机。可以先存为 PDF，拷到别的电脑上打印。"), "second", wrap=True)
        self._settings = [
            field_row(t("名称"), (self._printer, 1), width=48),
            field_row(t("份数"), (self._copies, 1), width=48),
            field_row(t("页码"), (self._pages, 1), width=48),
            row(self._single, self._double, None),
        ]
        self.save_button = button(t("存为 PDF"), self.save_asked.emit, icon="download", name="save-pdf")
        self.body.addWidget(heading(t("打印机"), "printer"))
        self.body.addWidget(self._none)
        for line in self._settings:
            self.body.addWidget(line)
        self.body.addWidget(rule())
        self.body.addWidget(label(t("印以前的核对"), "strong"))
        self._check_room = QWidget()
        self._checks = QVBoxLayout(self._check_room)
        self._checks.setContentsMargins(0, 0, 0, 0)
        self._checks.setSpacing(theme().px(8))
        self.body.addWidget(self._check_room)
        self.body.addStretch(1)
        self.body.addWidget(row(self.save_button, key_cap("Ctrl+S"), None))
        self.set_printers([])

    def set_printers(self, printers: Sequence[Printer]) -> None:
        """Offer the printers that are there; the system's own first."""
        ready = sorted((one for one in printers if one.ready), key=lambda one: (not one.default, one.name))
        now = self._printer.value()
        self._printer.blockSignals(True)
        self._printer.set_entries([(one.name, one.name) for one in ready])
        self._printer.set_value(now)
        self._printer.blockSignals(False)
        for line in self._settings:
            line.setVisible(bool(ready))
        self._none.setVisible(not ready)

    def set_checks(self, lines: Sequence[CheckLine]) -> None:
        """Say what the checks found."""
        clear(self._checks)
        for line in lines:
            tone = line.mark if line.mark in ("warn", "bad") else ""
            self._checks.addWidget(row(Mark(line.mark, 14), (label(line.words, "body", tone, wrap=True), 1), gap=8))

    def set_ready(self, ready: bool) -> None:
        """Whether there is something to save."""
        self.save_button.setEnabled(ready)

    def printer(self) -> str:
        """The chosen printer, "" for none."""
        return str(self._printer.value() or "")

    def copies(self) -> int:
        """How many of each page."""
        return max(1, int(self._copies.text() or 1))

    def pages(self) -> str:
        """Pages as typed, "" for all."""
        return self._pages.text() if self._pages.hasAcceptableInput() else ""

    def duplex(self) -> bool:
        """Both sides."""
        return self._double.isChecked()

    def _set_duplex(self, *, double: bool) -> None:
        self._double.setChecked(double)
        self._single.setChecked(not double)
