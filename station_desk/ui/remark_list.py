"""A list of remarks: of all stations at the county, of the county at a station; Enter leads to the person."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.remarks import RemarkView
from station_desk.services import remarks
from station_desk.ui.delegate import Cell
from station_desk.ui.exchange_words import short_day
from station_desk.ui.kit import fill
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.remark_words import field_word, reason_word, stands
from station_desk.ui.theme import theme
from station_desk.wording import language, t

_MOST_ROWS = 10


class RemarkTable(QWidget):
    """The remarks, a line each. `opened` sends a `RemarkView`."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, *, county: bool) -> None:
        super().__init__()
        self._county, self._today = county, date.min
        wide = language() != "zh_CN"
        first = [Column(t("派出所"), 140)] if county else []
        self._model: ListModel[RemarkView] = ListModel(
            [
                *first,
                Column(t("姓名"), 130),
                Column(t("原因"), 150 if not wide else 190),
                Column(t("哪一栏"), 84 if not wide else 116),
                Column(t("要说的话"), 0),
                Column(t("日期"), 84),
                Column(t("情况"), 150 if not wide else 190),
            ],
            self._cells,
        )
        self.list: ListView[RemarkView] = ListView(self._model, "remark-list")
        self.list.opened.connect(self.opened)
        self.list.chosen.connect(self.chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        fill(layout, (self.list, 1))

    def show_remarks(self, found: Sequence[RemarkView], today: date) -> None:
        """Show these; the current one stays current."""
        self._today = today
        current = self.list.current()
        self._model.set_rows(found)
        at = next((n for n, one in enumerate(found) if current is not None and one.id == current.id), 0)
        self.list.choose(at if found else -1)

    def rows(self) -> Sequence[RemarkView]:
        """The remarks shown."""
        return self._model.rows()

    def _cells(self, of: RemarkView) -> Sequence[Cell]:
        mark, words = stands(of, county=self._county)
        first = [Cell(of.station, ink="text2")] if self._county else []
        return (
            *first,
            Cell(of.person or "—", weight="medium"),
            Cell(reason_word(of.reason)),
            Cell(field_word(of.field), ink="text2"),
            Cell(of.words, ink="text2"),
            Cell(short_day(of.at, self._today), ink="text2"),
            Cell(words, mark=mark, ink="" if mark == "todo" else "text2"),
        )


def pick_remark(owner: QWidget, place: Workplace, chosen: Callable[[str], object]) -> None:
    """The open remarks over the page; Enter on one sends its person. A single one is not asked about."""
    desk = place.desk

    def show(found: list[RemarkView]) -> None:
        people = list(dict.fromkeys(one.person_id for one in found))
        if not people:
            place.messages.done(t("没有等答复的意见"))
        elif len(people) == 1:
            chosen(people[0])
        else:
            _show_list(place, found, chosen)

    place.work.run(lambda _progress: remarks.list_remarks(desk, state="open"), show, owner=owner)


def _show_list(place: Workplace, found: Sequence[RemarkView], chosen: Callable[[str], object]) -> None:
    table = RemarkTable(county=False)
    table.setFixedHeight(theme().size("header_row") + min(len(found), _MOST_ROWS) * theme().size("row_list") + 2)
    table.show_remarks(found, place.desk.clock.today())
    panels: list[QFrame] = []

    def go(one: RemarkView | None) -> None:
        if one is not None:
            place.messages.close_panel(panels[0])
            chosen(one.person_id)

    table.opened.connect(go)
    title = t("县局的意见，{n} 条等答复", n=len(found))
    acts = [(t("看这个人"), lambda: go(table.list.current()))]
    panels.append(place.messages.panel(title, table, acts, focus=table.list, width=760))
