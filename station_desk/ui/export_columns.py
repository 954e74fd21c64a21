"""Exporting the roster: which columns, masked or whole, and where to (Ctrl+E). Space ticks, Ctrl+Enter saves."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from station_desk.services import roster_export
from station_desk.services.roster_export import COLUMNS, ExportColumn
from station_desk.ui import files
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import fill, label, named
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.theme import theme
from station_desk.wording import N, t

HEADERS = (
    N("序号"), N("派出所"), N("乡镇"), N("村代码"), N("所在村"), N("姓名"), N("性别"), N("身份证号"), N("出生日期"), N("年龄"),
    N("联系电话"), N("备用电话"), N("文化程度"), N("政治面貌"), N("现任职务"), N("状态"), N("任职时间"), N("聘期届满"),
    N("聘书编号"), N("责任民警"), N("警务室"), N("片区"), N("银行卡号"),
)  # fmt: skip
"""The headers of the workbook as the window names them; in the workbook they are always Chinese."""


class ColumnChooser(QWidget):
    """The columns with their ticks, in the order of the sheet."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "column-chooser")
        self._model: ListModel[ExportColumn] = ListModel([Column(t("列"), 0)], self._cells)
        self.list: ListView[ExportColumn] = ListView(self._model, "columns", row=28)
        self.list.horizontalHeader().hide()
        self.list.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self.flip())
        self.list.setMinimumHeight(theme().px(300))
        self.reveal = named(QCheckBox(t("身份证号和电话写全（会记下这次查看）")), "export-reveal")
        self._count = label("", "second")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        fill(
            layout,
            label(t("空格或单击选列，列的次序就是表里的次序。"), "second"),
            (self.list, 1),
            self._count,
            self.reveal,
        )
        self._on = {one.code for one in COLUMNS if one.usual}
        self._model.set_rows(COLUMNS)
        self._say()

    def chosen(self) -> list[str]:
        """Codes of the chosen columns, in the order of the sheet."""
        return [one.code for one in COLUMNS if one.code in self._on]

    def flip(self) -> None:
        """Take the current column in, or leave it out."""
        current = self.list.current()
        if current is not None:
            self._on ^= {current.code}
            self._model.repaint_rows()
            self._say()

    def _say(self) -> None:
        self._count.setText(t("选了 {n} 列", n=len(self._on)))

    def _cells(self, one: ExportColumn) -> Sequence[Cell]:
        on = one.code in self._on
        return (Cell(t(one.header), mark="ok" if on else "wait", ink="" if on else "text2"),)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            self.flip()
            return True
        return False


def ask_columns(owner: QWidget, place: Workplace, ids: list[str]) -> ColumnChooser:
    """Show the chooser, then ask where to save, then write the people of `ids`."""
    chooser = ColumnChooser()
    panels: list[QFrame] = []

    def save() -> None:
        if not chooser.chosen():
            return
        place.messages.close_panel(panels[0])
        name = t("花名册_{day}.xlsx", day=place.desk.clock.today().isoformat())
        columns, reveal = chooser.chosen(), chooser.reveal.isChecked()
        patterns = t("表格 ({patterns})", patterns="*.xlsx")
        files.ask_save(
            owner, t("导出花名册"), name, patterns, lambda file: _write(owner, place, file, columns, ids, reveal)
        )

    chooser.list.opened.connect(lambda _column: save())
    title = t("导出 {n} 人", n=len(ids))
    panels.append(
        place.messages.panel(
            title, chooser, [(t("选好了，存到…"), save)], focus=chooser.list, leave=t("先不导出"), width=380
        )
    )
    return chooser


def _write(owner: QWidget, place: Workplace, file: Path, columns: list[str], ids: list[str], reveal: bool) -> None:
    desk = place.desk
    place.work.run(
        lambda _progress: roster_export.export_roster(desk, file, columns, ids, reveal),
        lambda n: place.messages.done(t("已导出 {n} 人：{file}", n=n, file=file.name)),
        label=t("正在导出"),
        owner=owner,
    )
