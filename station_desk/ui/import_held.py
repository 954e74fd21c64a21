"""Rows that an earlier import held back: they wait here until somebody enters them by hand or lets them go (UX 4.3)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from station_desk.services import intake
from station_desk.services.correction_list import print_corrections
from station_desk.store.imports import HeldRow
from station_desk.ui.delegate import Cell
from station_desk.ui.import_words import chinese, short
from station_desk.ui.kit import Box, Button, button, foot, key_cap, label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.person_words import listed
from station_desk.ui.slip_panel import show_slip
from station_desk.wording import t

_FIELDS = {
    "name": "name",
    "id_no": "id_no",
    "phone": "phone",
    "phone2": "phone2",
    "village": "village_ids",
    "post": "post",
    "education": "education",
    "political": "political",
    "start_date": "start_date",
    "end_date": "end_date",
    "number": "number",
}
_SHOWN_ROWS = 5


def prefill(held: HeldRow) -> dict[str, str]:
    """The cells of a held row as the form of a new person takes them."""
    known = {field: held.cells[name] for name, field in _FIELDS.items() if held.cells.get(name)}
    if "id_lost_precision" in held.reasons:
        known.pop("id_no", None)
    return known


class HeldRows(Box):
    """`opened` sends a row that is to be entered by hand."""

    opened = Signal(object)

    def __init__(self, place: Workplace) -> None:
        super().__init__(gap=0, margins=(1, 8, 1, 1))
        self.place = place
        self._model: ListModel[HeldRow] = ListModel(
            [Column(t("姓名"), 130), Column(t("村"), 150), Column(t("为什么留着"), 260), Column(t("文件"), 0)], _cells
        )
        self.list: ListView[HeldRow] = ListView(self._model, "held-rows", row=28)
        self.list.opened.connect(self.opened)
        self.list.fix_height(_SHOWN_ROWS)
        self._title = label("", "strong")
        enter: Button = button(t("照证件录"), self._open, icon="user-plus", name="enter-held")
        drop: Button = button(t("不用录了"), self.settle, kind="quiet", name="drop-held")
        paper = button(t("印更正单"), self.print_list, icon="printer", name="print-corrections")
        foot_row, _left, _keys = foot(t("录好，或者村里改好的表收进来以后，这一行就从这里消失。"), t("Enter 照证件录"))
        self.body.addWidget(row(self._title, None, drop, paper, key_cap("Ctrl+P"), enter, margins=(14, 0, 14, 6)))
        self.body.addWidget(self.list)
        self.body.addWidget(foot_row)
        self.hide()

    def show_rows(self, rows: Sequence[HeldRow]) -> None:
        """Show what waits; nothing hides the box."""
        self._model.set_rows(rows)
        self._title.setText(t("上次留着的 {n} 行", n=len(rows)))
        self.setVisible(bool(rows))
        if rows:
            self.list.choose(0)

    def print_list(self) -> None:
        """Ctrl+P: the list on paper, for the village to put right."""
        if self.list.current() is not None:
            show_slip(self, self.place, t("名册更正单"), lambda desk: print_corrections(desk, chinese))

    def _open(self) -> None:
        current = self.list.current()
        if current is not None:
            self.opened.emit(current)

    def settle(self) -> None:
        """The current row need not be entered any more."""
        current, desk = self.list.current(), self.place.desk
        if current is None:
            return

        def let_go(_progress: object) -> list[HeldRow]:
            intake.settle(desk, current.id)
            return intake.held(desk)

        self.place.work.run(let_go, self.show_rows, owner=self)


def _cells(held: HeldRow) -> Sequence[Cell]:
    why = listed(short(code) for code in held.reasons)
    where = t("{file} 第 {n} 行", file=held.file, n=held.row)
    return (
        Cell(held.cells.get("name", "—"), weight="medium"),
        Cell(held.cells.get("village", "")),
        Cell(why, mark="bad", ink="bad"),
        Cell(where, ink="text2"),
    )
