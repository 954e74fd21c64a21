"""A work log to be confirmed: the month's counts, and the lines of its days where the clerk wants them entered too."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from station_desk.domain.chat_words import CATEGORIES
from station_desk.domain.scanned import MarkRead
from station_desk.services.scan_log import KIND, NOTHING, NUMBER, DayLine, LogPaper, TotalLine, Value
from station_desk.ui.kit import CutLabel, chip, column, label, row
from station_desk.ui.scan_form import SheetForm, cut_of, doubt_of, grid_of, set_widths
from station_desk.wording import t

_NO_DAYS = "no days"
"""Stands among the texts where the days are not to be entered."""

ZERO = "/"
"""What is typed for “本月无”, as in the month grid."""


class LogForm(SheetForm):
    """The fields of a work log."""

    def __init__(self, paper: LogPaper) -> None:
        super().__init__()
        self.paper = paper
        totals, days = QWidget(), QWidget()
        self._totals, self._days = grid_of(totals), grid_of(days)
        for at, line in enumerate(paper.totals):
            self._add_total(at, line)
        set_widths(self._totals, (112, 58, 26, 64, 0))
        self.days_too = chip(t("逐日的也记（{n} 行）", n=len(paper.days)), self._show_days, on=True, name="days-too")
        self._day_box = days
        for at, day in enumerate(paper.days):
            self._add_day(at, day)
        set_widths(self._days, (84, 42, 44, 42, 50, 0))
        told = row(self.days_too, label("Alt+D", "hint"), None) if paper.days else label(t("没有逐日记"), "hint")
        right = column(told, days, None, gap=4)
        both = row((column(totals, None, gap=0), 1), (right, 1), gap=12)
        layout = grid_of(self)
        layout.addWidget(both, 0, 0)

    def _add_total(self, at: int, line: TotalLine) -> None:
        told = doubt_of(line.number, line.nothing)
        text = "" if told else proposed(line.number, line.nothing)
        field, note = self._proposed(line.code, f"count-{line.code}", text, told, 64)
        if line.stands is not None and text != str(line.stands):
            note.setText(t("{told} 已录 {n}", told=note.text(), n=line.stands).strip())
        self._totals.addWidget(CutLabel(f"{line.code[1:]}  {t(CATEGORIES.get(line.code, line.code))}"), at, 0)
        self._totals.addWidget(cut_of(line.number), at, 1, Qt.AlignmentFlag.AlignCenter)
        self._totals.addWidget(cut_of(line.nothing), at, 2, Qt.AlignmentFlag.AlignCenter)
        self._totals.addWidget(field, at, 3)
        self._totals.addWidget(note, at, 4)

    def _add_day(self, at: int, line: DayLine) -> None:
        boxes = ((line.row + KIND, line.kind, "day-kind", 44), (line.row + NUMBER, line.number, "day-count", 50))
        self._days.addWidget(self._day_name(line), at, 0)
        for place, (box, mark, name, wide) in enumerate(boxes):
            text = "" if mark.value is None or not mark.sure else f"{mark.value:02d}" if place == 0 else str(mark.value)
            field, _note = self._proposed(box, f"{name}-{line.row[1:]}", text, doubt_of(mark), wide)
            self._days.addWidget(cut_of(mark), at, 1 + 2 * place, Qt.AlignmentFlag.AlignCenter)
            self._days.addWidget(field, at, 2 + 2 * place)

    def _day_name(self, line: DayLine) -> QLabel:
        if not line.day:
            return label(t("{n} 日？", n=int(line.row[1:])), tone="warn")
        return label(t("{m} 月 {n} 日", m=int(line.day[5:7]), n=int(line.day[8:])))

    def typed(self) -> dict[str, str]:
        return super().typed() | ({} if self.days_too.isChecked() else {_NO_DAYS: ""})

    def put_back(self, texts: Mapping[str, str]) -> None:
        super().put_back(texts)
        self.days_too.setChecked(_NO_DAYS not in texts)

    def _show_days(self, on: bool) -> None:
        self._day_box.setVisible(on)

    def values(self) -> dict[str, Value] | None:
        """What the fields say, by box; None, with the focus on it, where one cannot be understood."""
        found: dict[str, Value] = {}
        for box, field in self.fields.items():
            text = field.text().strip()
            if box.startswith("d") and not self.days_too.isChecked():
                continue
            if text == ZERO and not box.startswith("d"):
                found[box + NOTHING] = True
            elif text.isdecimal() and text.isascii():
                found[box] = int(text)
            elif text:
                self._refuse(box)
                return None
        return found


def proposed(number: MarkRead | None, nothing: MarkRead | None) -> str:
    """What is put into a field: a number, `/` for “本月无”, or nothing where both would contradict each other."""
    if nothing is not None and nothing.value is True:
        return ZERO if number is None or number.value is None else ""
    return str(number.value) if number is not None and number.value is not None else ""
