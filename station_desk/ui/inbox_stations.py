"""The county's stations: when each was last heard, what is missing, what it holds (UX 4.11)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk import SCHEMA_VERSION
from station_desk.domain.exchange import MissingBundle, PeerStatus, StationView
from station_desk.domain.overview import SILENT_DAYS
from station_desk.ui.delegate import Cell
from station_desk.ui.exchange_words import numbers_words, short_day
from station_desk.ui.kit import button, card, field_row, fill, key_cap, label, named, row, rule
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.marks import Mark, MarkKind
from station_desk.ui.person_words import joined
from station_desk.wording import N, language, t, tn

Order = Literal["code", "heard", "missing", "unconfirmed", "people"]
ORDER_WORDS: dict[Order, str] = {
    "code": N("按代码"),
    "heard": N("最久没来的在前"),
    "missing": N("缺包的在前"),
    "unconfirmed": N("没确认多的在前"),
    "people": N("人多的在前"),
}
_ORDERS: dict[Order, Callable[[StationView], tuple[object, ...]]] = {
    "code": lambda one: (one.code,),
    "heard": lambda one: (-one.overdue_days, one.code),
    "missing": lambda one: (-len(one.gaps), -one.overdue_days, one.code),
    "unconfirmed": lambda one: (-one.unconfirmed, one.code),
    "people": lambda one: (-one.people, one.code),
}
_MOST_DAYS = 4


def state_of(station: StationView) -> tuple[MarkKind, str, str]:
    """How it stands with a station: mark, words, tone."""
    if station.gaps:
        return "bad", t("缺{numbers}", numbers=numbers_words(station.gaps)), "bad"
    if station.heard_at is None:
        return "wait", t("还没有来过"), "text2"
    if station.overdue_days >= SILENT_DAYS:
        return "warn", tn("{n} 天没有来", "{n} 天没有来", station.overdue_days), "warn"
    if station.sv is not None and station.sv < SCHEMA_VERSION:
        return "tick", t("正常，程序旧一版"), "text2"
    return "tick", t("正常"), "text2"


def next_order(order: Order) -> Order:
    """The order after this one."""
    orders = list(_ORDERS)
    return orders[(orders.index(order) + 1) % len(orders)]


class StationTable(QWidget):
    """The stations. `chosen` sends the current `StationView`, `opened` the one that Enter was pressed on."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._today = date.min
        self.order: Order = "code"
        wide = language() != "zh_CN"
        self._model: ListModel[StationView] = ListModel(
            [
                Column(t("派出所"), 0),
                Column(t("最近一次"), 92),
                Column(t("序号"), 76 if not wide else 84),
                Column(t("人员"), 56 if not wide else 64, "right"),
                Column(t("村"), 46 if not wide else 64, "right"),
                Column(t("没确认"), 64 if not wide else 96, "right"),
                Column(t("程序"), 64 if not wide else 76),
                Column(t("情况"), 170 if not wide else 184),
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
        shown = sorted((one for one in stations if not missing or needs_a_look(one)), key=_ORDERS[self.order])
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

    def as_table(self) -> tuple[list[str], list[list[str | int | None]]]:
        """Headers and rows of the stations shown, for a workbook."""
        words = (t("派出所"), t("代码"), t("最近一次"), t("序号"), t("缺包"), t("几天没来"), t("人员"), t("村"))
        return [*words, t("没确认"), t("程序"), t("情况")], [
            [
                one.name,
                one.code,
                (one.heard_at or "")[:10] or None,
                one.last_number,
                missing_words(one.missing, self._today) or None,
                one.overdue_days,
                one.people,
                one.villages,
                one.unconfirmed,
                one.app,
                state_of(one)[1],
            ]
            for one in self._model.rows()
        ]

    def _cells(self, station: StationView) -> Sequence[Cell]:
        mark, words, tone = state_of(station)
        number = t("第 {n} 包", n=station.last_number) if station.last_number else "—"
        return (
            Cell(station.name, weight="medium"),
            Cell(short_day(station.heard_at, self._today), ink="text2"),
            Cell(number),
            Cell(str(station.people)),
            Cell(str(station.villages)),
            Cell(str(station.unconfirmed) if station.unconfirmed else "", ink="text2"),
            Cell(station.app or "—", ink="text2"),
            Cell(words, mark=mark, ink=tone),
        )


def needs_a_look(station: StationView) -> bool:
    """Whether it belongs to 缺包/逾期."""
    return bool(station.gaps) or station.heard_at is None or station.overdue_days >= SILENT_DAYS


def missing_words(missing: Sequence[MissingBundle], today: date) -> str:
    """`第 7 包（11月3日）、第 8 包`: the numbers with the days that are known."""
    comma = "、" if language() == "zh_CN" else ", "
    said = [
        t("第 {n} 包（{day}）", n=one.number, day=short_day(one.made_at, today))
        if one.made_at
        else t("第 {n} 包", n=one.number)
        for one in missing[:_MOST_DAYS]
    ]
    return comma.join(said) + ("…" if len(missing) > _MOST_DAYS else "")


class StationCard(QWidget):
    """One station in words."""

    roster_asked = Signal(str)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        self._name = named(label("", "head", wrap=True), "station-name")
        self._mark = Mark("tick", 14)
        self._state = label("", wrap=True)
        self._values = {
            name: label("", wrap=True)
            for name in ("code", "heard", "number", "missing", "holds", "program", "sent", "confirmed")
        }
        words = {
            "code": t("代码"),
            "heard": t("最近一次"),
            "number": t("收到"),
            "missing": t("缺"),
            "holds": t("花名册"),
            "program": t("程序"),
            "sent": t("发给它"),
            "confirmed": t("它收到"),
        }
        self._lines = {name: field_row(words[name], (value, 1)) for name, value in self._values.items()}
        self.roster_button = button(
            t("看花名册"), lambda: self.roster_asked.emit(self._code), icon="users", name="see-roster"
        )
        self.open_button = button(t("收过的包和意见"), self.opened.emit, icon="inbox", name="open-station")
        self._advice = label("", "second", wrap=True)
        inner = card(
            self._name,
            row(self._mark, (self._state, 1), gap=8),
            rule(),
            *self._lines.values(),
            rule(),
            self._advice,
            None,
            row(self.open_button, key_cap("Enter"), None),
            row(self.roster_button, key_cap("Alt+P"), None),
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
        texts = {
            "code": station.code,
            "heard": short_day(station.heard_at, today),
            "number": t("第 {n} 包", n=station.last_number) if station.last_number else "—",
            "missing": missing_words(station.missing, today),
            "holds": t("{people} 人，{villages} 个村", people=station.people, villages=station.villages),
            "program": station.app or "—",
            "sent": sent,
            "confirmed": _confirmed(station, status),
        }
        for name, text in texts.items():
            self._values[name].setText(text)
        self._lines["missing"].setVisible(bool(station.missing))
        self._advice.setText(_advice(station))


def _confirmed(station: StationView, status: PeerStatus | None) -> str:
    number = t("第 {n} 包", n=status.confirmed_number) if status and status.confirmed_number else "—"
    waiting = (
        tn("还有 {n} 处没确认", "还有 {n} 处没确认", station.unconfirmed) if station.unconfirmed else t("都确认了")
    )
    return joined((number, waiting))


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
