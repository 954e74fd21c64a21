"""One station's own page at the county: the bundles that came from it, and the remarks made to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.exchange import ReceivedBundle, StationView
from station_desk.domain.remarks import RemarkView
from station_desk.services import exchange, remarks
from station_desk.services.desk import Desk
from station_desk.ui.delegate import Cell
from station_desk.ui.exchange_words import RESULTS, TAKEN_WORDS, day_of
from station_desk.ui.kit import fill, flat, label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.remark_list import RemarkTable
from station_desk.ui.theme import theme
from station_desk.wording import t, tn


@dataclass(frozen=True, slots=True)
class StationData:
    """What the page shows of one station."""

    station: StationView
    received: tuple[ReceivedBundle, ...]
    remarks: tuple[RemarkView, ...]


def load_station(desk: Desk, station: StationView) -> StationData:
    """Read the station's bundles, newest first, and its remarks."""
    return StationData(
        station,
        tuple(exchange.received_from(desk, station.code)),
        tuple(remarks.list_remarks(desk, scope=station.code)),
    )


class StationPanel(QWidget):
    """The two lists. `remark_opened` sends the remark whose person is wanted."""

    remark_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.data: StationData | None = None
        self._model: ListModel[ReceivedBundle] = ListModel(
            [
                Column(t("收的日期"), 104),
                Column(t("序号"), 84),
                Column(t("短码"), 88),
                Column(t("做的日期"), 104),
                Column(t("改动"), 72, "right"),
                Column(t("结论"), 0),
            ],
            self._cells,
        )
        self.list: ListView[ReceivedBundle] = ListView(self._model, "received")
        self.remarks = RemarkTable(county=True)
        self.remarks.list.setColumnHidden(0, True)
        self.remarks.opened.connect(self.remark_opened)
        self._title = label("", "strong")
        self._remark_title = label("", "strong")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(12))
        fill(
            layout,
            (flat(row(self._title, None, margins=(14, 10, 14, 4)), (self.list, 1)), 3),
            (flat(row(self._remark_title, None, margins=(14, 10, 14, 4)), (self.remarks, 1)), 2),
        )

    def show_data(self, data: StationData, today: date) -> None:
        """Show the lists of one station."""
        self.data = data
        self._title.setText(
            tn("{name}交来的包，{n} 个", "{name}交来的包，{n} 个", len(data.received), name=data.station.name)
        )
        opened = sum(one.state != "closed" for one in data.remarks)
        self._remark_title.setText(t("给它的意见，{n} 条没有关闭", n=opened))
        self._model.set_rows(data.received)
        self.list.choose(0 if data.received else -1)
        self.remarks.show_remarks(data.remarks, today)

    def rows(self) -> Sequence[ReceivedBundle]:
        """The bundles shown."""
        return self._model.rows()

    def _cells(self, one: ReceivedBundle) -> Sequence[Cell]:
        mark, words = RESULTS[one.result]
        taken = one.result in TAKEN_WORDS
        said = t(TAKEN_WORDS[one.result]) if taken else t(words)
        ink = {"bad": "bad", "warn": "warn"}.get(mark, "") if not taken or one.result == "fork" else "text2"
        return (
            Cell(day_of(one.at), ink="text2"),
            Cell(t("第 {n} 包", n=one.number) if one.number else "—", weight="medium"),
            Cell(one.code or "—", ink="text2"),
            Cell(day_of(one.made_at), ink="text2"),
            Cell(str(one.changes)),
            Cell(said, mark="tick" if one.result == "applied" else mark, ink=ink),
        )
