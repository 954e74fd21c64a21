"""The toolbar of the roster: chips with their counts, the day looked at, import, print, export (UX 4.2)."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QObject, Signal, SignalInstance

from station_desk.ui.kit import Button, Item, button, chips, turn_on
from station_desk.ui.person_fields import DayField
from station_desk.ui.roster_lines import CHIPS, Chip
from station_desk.ui.theme import theme
from station_desk.wording import N, t

CHIP_WORDS: dict[Chip, str] = {
    "all": N("全部 {n}"),
    "active": N("在聘 {n}"),
    "ending": N("60 天内到期 {n}"),
    "pending": N("待聘 {n}"),
    "vacant": N("空缺村 {n}"),
    "left": N("已离任 {n}"),
}


class RosterTools(QObject):
    """`chip_asked` names a chip, `day_asked` sends a date, None for today; `refused` says what is wrong with a day."""

    chip_asked = Signal(str)
    day_asked = Signal(object)
    refused = Signal(str)
    import_asked = Signal()
    print_asked = Signal()
    export_asked = Signal()
    make_up_asked = Signal()

    def __init__(self, today: date, *, county: bool) -> None:
        super().__init__()
        self._now = today
        self.chips = chips("chip", CHIPS, "all", self.chip_asked.emit)
        self.day = DayField("as-of", today)
        self.day.setPlaceholderText(t("看哪一天"))
        self.day.setToolTip(t("写一个日期，看花名册那天的样子；空着就是今天"))
        self.day.setFixedWidth(theme().px(106))
        self.day.went_on.connect(lambda _way: self._ask_day())
        self._today_only: list[Button] = []
        self._add(t("结构"), self.make_up_asked, "report-analytics", "make-up")
        if not county:
            self._add(t("导入"), self.import_asked, "file-import", "import")
            self._add(t("打印"), self.print_asked, "printer", "print-list")
        self._add(t("导出"), self.export_asked, "table", "export")

    def _add(self, text: str, asked: SignalInstance, icon: str, name: str) -> None:
        self._today_only.append(button(text, asked.emit, icon=icon, name=name))

    def items(self) -> list[Item]:
        """What the page puts into its toolbar row."""
        return [*self.chips.values(), None, self.day, *self._today_only]

    def select(self, name: Chip) -> None:
        """Show which chip is on."""
        turn_on(self.chips, name)

    def show_counts(self, counts: Mapping[Chip, int], chosen: Chip, *, past: bool) -> None:
        """Counts on the chips; one that would show nothing is left out. An earlier day can only be looked at."""
        for name, made in self.chips.items():
            made.set_text(t(CHIP_WORDS[name], n=counts[name]))
            made.setVisible(name in ("all", chosen) or counts[name] > 0)
        for tool in self._today_only:
            tool.setEnabled(not past)

    def back_to_today(self) -> None:
        """Empty the day, and look at today again."""
        self.day.clear()
        self._ask_day()

    def _ask_day(self) -> None:
        day = self.day.day()
        if day is None or len(day) not in (0, 10):
            self.day.set_state("bad")
            self.refused.emit(t("请写到哪一天，如 20250630"))
            return
        self.day.set_state("")
        asked = date.fromisoformat(day) if day else None
        self.day_asked.emit(None if asked is None or asked >= self._now else asked)
