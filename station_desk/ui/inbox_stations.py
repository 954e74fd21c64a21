"""The county's stations: when each was last heard, what is missing, what it holds (UX 4.11)."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.exchange import PeerStatus, StationView
from station_desk.domain.overview import SILENT_DAYS
from station_desk.ui.delegate import Cell
from station_desk.ui.exchange_words import numbers_words, short_day
from station_desk.ui.kit import button, card, field_row, fill, label, named, row, rule
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.marks import Mark, MarkKind
from station_desk.wording import t, tn


def state_of(station: StationView) -> tuple[MarkKind, str, str]:
    """How it stands with a station: mark, words, tone."""
    if station.gaps:
        return "bad", t("缺{numbers}", numbers=numbers_words(station.gaps)), "bad"
    if station.heard_at is None:
        return "wait", t("还没有来过"), "text2"
    if station.overdue_days >= SILENT_DAYS:
        return "warn", tn("{n} 天没有来", "{n} 天没有来", station.overdue_days), "warn"
    return "tick", t("正常"), "text2"


class StationTable(QWidget):
    """The stations. `chosen` sends the current `StationView`."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._today = date.min
        self._model: ListModel[StationView] = ListModel(
            [
                Column(t("派出所"), 0),
                Column(t("代码"), 110),
                Column(t("最近一次"), 110),
                Column(t("序号"), 84),
                Column(t("人员"), 64, "right"),
                Column(t("村"), 64, "right"),
                Column(t("情况"), 190),
            ],
            self._cells,
        )
        self.list: ListView[StationView] = ListView(self._model, "stations")
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(self.opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        fill(layout, (self.list, 1))

    def show_stations(self, stations: Sequence[StationView], today: date, *, missing: bool) -> None:
        """Show all stations, or only those of which something is missing."""
        self._today = today
        key = self.list.current()
        shown = [one for one in stations if not missing or state_of(one)[0] != "tick"]
        self._model.set_rows(shown)
        at = next((n for n, one in enumerate(shown) if key is not None and one.code == key.code), 0)
        self.list.choose(at if shown else -1)

    def find_problem(self, way: int) -> bool:
        """The next station of which something is missing."""
        rows, at = self._model.rows(), self.list.currentIndex().row()
        for place in range(at + way, len(rows) if way > 0 else -1, way):
            if state_of(rows[place])[0] in ("bad", "warn"):
                self.list.choose(place)
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def rows(self) -> Sequence[StationView]:
        """The stations shown."""
        return self._model.rows()

    def _cells(self, station: StationView) -> Sequence[Cell]:
        mark, words, tone = state_of(station)
        number = t("第 {n} 包", n=station.last_number) if station.last_number else "—"
        return (
            Cell(station.name, weight="medium"),
            Cell(station.code, ink="text2"),
            Cell(short_day(station.heard_at, self._today), ink="text2"),
            Cell(number),
            Cell(str(station.people)),
            Cell(str(station.villages)),
            Cell(words, mark=mark, ink=tone),
        )


class StationCard(QWidget):
    """One station in words."""

    roster_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        self._name = named(label("", "head", wrap=True), "station-name")
        self._mark = Mark("tick", 14)
        self._state = label("", wrap=True)
        self._values = {
            name: label("", wrap=True) for name in ("code", "heard", "number", "holds", "sent", "confirmed")
        }
        words = {
            "code": t("代码"),
            "heard": t("最近一次"),
            "number": t("收到"),
            "holds": t("花名册"),
            "sent": t("发给它"),
            "confirmed": t("它收到"),
        }
        lines = [field_row(words[name], (value, 1)) for name, value in self._values.items()]
        self.roster_button = button(
            t("看花名册"), lambda: self.roster_asked.emit(self._code), icon="users", name="see-roster"
        )
        self._advice = label("", "second", wrap=True)
        inner = card(
            self._name,
            row(self._mark, (self._state, 1), gap=8),
            rule(),
            *lines,
            rule(),
            self._advice,
            None,
            row(self.roster_button, None),
            name="card",
            margins=(18, 16, 18, 14),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        fill(layout, (inner, 1))

    def show_station(self, station: StationView | None, status: PeerStatus | None, today: date) -> None:
        """Show `station` and how far it has heard of us."""
        self.setVisible(station is not None)
        if station is None:
            return
        self._code = station.code
        mark, words, _tone = state_of(station)
        self._name.setText(station.name)
        self._mark.set_kind(mark)
        self._state.setText(words)
        sent = (
            t("{day}，第 {n} 包", day=short_day(status.last_sent, today), n=status.last_number)
            if status and status.last_number
            else "—"
        )
        confirmed = t("第 {n} 包", n=status.confirmed_number) if status and status.confirmed_number else "—"
        texts = {
            "code": station.code,
            "heard": short_day(station.heard_at, today),
            "number": t("第 {n} 包", n=station.last_number) if station.last_number else "—",
            "holds": t("{people} 人，{villages} 个村", people=station.people, villages=station.villages),
            "sent": sent,
            "confirmed": confirmed,
        }
        for name, text in texts.items():
            self._values[name].setText(text)
        self._advice.setText(_advice(station))


def _advice(station: StationView) -> str:
    if station.gaps:
        return t(
            "请这个所补发{numbers}：它的“收发”页按 Alt+R，下一次导出也会自动带上。", numbers=numbers_words(station.gaps)
        )
    if station.heard_at is None:
        return t("它还没有交来过文件。第一次交来以后，这里就有它的花名册。")
    if station.overdue_days >= SILENT_DAYS:
        return t("已经过了一个月，请催一催。")
    return ""
