"""Where else a list form goes: a workbook, a table for WPS, plain text for a chat. The same list as on the paper."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from station_desk.domain.paper_grid import Grid
from station_desk.services import paper_twins
from station_desk.ui import files, print_work
from station_desk.ui.page import Workplace
from station_desk.ui.print_order import OrderPanel, Request
from station_desk.ui.print_words import form_name
from station_desk.wording import t, tn


class ListActs:
    """The acts with the list that `order` asks for; nothing where it asks for no list."""

    def __init__(self, owner: QWidget, place: Workplace, order: OrderPanel) -> None:
        self._owner, self._place, self._order = owner, place, order

    def save(self) -> None:
        """As a workbook."""
        form, request = self._order.form(), self._request()
        if form is None or request is None:
            return
        name = f"{form_name(form)}_{self._place.desk.clock.today().isoformat()}.xlsx"
        patterns = "Excel (*.xlsx)"
        files.ask_save(self._owner, t("存为表格"), name, patterns, lambda file: self._write(request, file))

    def copy_table(self) -> None:
        """To the clipboard as a table."""
        self._copy(as_table=True)

    def copy_text(self) -> None:
        """To the clipboard as text."""
        self._copy(as_table=False)

    def _request(self) -> Request | None:
        form, request = self._order.form(), self._order.request()
        return request if form is not None and form.subject == "roster" and request and not request.empty else None

    def _write(self, request: Request, file: Path) -> None:
        desk = self._place.desk
        self._place.work.run(
            lambda _progress: paper_twins.save_twin(desk, print_work.list_of(desk, request), request.form, file),
            lambda _none: self._place.messages.done(t("已存为 {file}", file=file.name)),
            owner=self._owner,
        )

    def _copy(self, *, as_table: bool) -> None:
        desk, request = self._place.desk, self._request()
        if request is not None:
            self._place.work.run(
                lambda _progress: print_work.list_of(desk, request),
                lambda grid: self._copied(grid, as_table=as_table),
                owner=self._owner,
            )

    def _copied(self, grid: Grid, *, as_table: bool) -> None:
        data = QMimeData()
        data.setText(paper_twins.as_text(grid))
        if as_table:
            data.setHtml(paper_twins.as_html(grid))
        QGuiApplication.clipboard().setMimeData(data)
        self._place.messages.done(tn("复制了 {n} 行", "复制了 {n} 行", len(grid.body)))
