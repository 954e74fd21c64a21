"""What an import of the month held back: the list, and the small form in which one of it is put right."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.intake_numbers import read_count
from station_desk.domain.month_grid import MonthGrid
from station_desk.domain.months import is_month
from station_desk.domain.work_columns import Column
from station_desk.services import log_held
from station_desk.services.log_held import HeldLog
from station_desk.services.work_log import Entered
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import Box, button, field_row, fill, foot, label, row
from station_desk.ui.lists import Column as Head
from station_desk.ui.lists import ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.theme import theme
from station_desk.wording import t
from station_desk.wording.log_import import HELD

_SHOWN_ROWS = 6
_FIELDS_AT_ONCE = 6
"""So many counts of one row have a field each; of more, those that are numbers are entered as they stand."""


class HeldLogs(Box):
    """The list. `mended` tells that one was entered; nothing hides the box."""

    mended = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__(gap=0, margins=(1, 8, 1, 1))
        self.place = place
        self._grid: MonthGrid | None = None
        self._known: Mapping[str, Column] = {}
        heads = [
            Head(t("姓名"), 120),
            Head(t("村"), 130),
            Head(t("项"), 200),
            Head(t("为什么留着"), 240),
            Head(t("文件"), 0),
        ]
        self._model: ListModel[HeldLog] = ListModel(heads, self._cells)
        self.list: ListView[HeldLog] = ListView(self._model, "held-logs", row=28)
        self.list.opened.connect(self.mend)
        self.list.fix_height(_SHOWN_ROWS)
        self._title = label("", "strong")
        enter = button(t("改好录入"), self._mend_current, icon="check", name="mend-held")
        drop = button(t("不用录了"), self.let_go, kind="quiet", name="drop-held")
        foot_row, _left, _keys = foot(
            t("改好、或者村里改好的表再收进来以后，这一行就从这里消失。"), t("Enter 改好录入")
        )
        self.body.addWidget(row(self._title, None, drop, enter, margins=(14, 0, 14, 6)))
        self.body.addWidget(self.list)
        self.body.addWidget(foot_row)
        self.hide()

    def show_rows(self, rows: Sequence[HeldLog], grid: MonthGrid, known: Mapping[str, Column]) -> None:
        """Show what waits, for the people and the columns of a month."""
        self._grid, self._known = grid, known
        self._model.set_rows(rows)
        self._title.setText(t("上次留着的 {n} 处", n=len(rows)))
        self.setVisible(bool(rows))
        if rows:
            self.list.choose(0)

    def mend(self, held: HeldLog) -> None:
        """Enter: put it right."""
        if self._grid is not None:
            ask_mend(self.place, held, self._grid, self._known, self.mended.emit)

    def _mend_current(self) -> None:
        current = self.list.current()
        if current is not None:
            self.mend(current)

    def let_go(self) -> None:
        """The current one need not be entered any more."""
        current, desk = self.list.current(), self.place.desk
        if current is not None and not desk.read_only:
            self.place.work.run(
                lambda _progress: log_held.let_go(desk, [current.id]), lambda _none: self.mended.emit(), owner=self
            )

    def _cells(self, held: HeldLog) -> Sequence[Cell]:
        said = "、".join(f"{self._name(code)} {text or '…'}" for code, text in held.counts.items())
        where = t("{file} 第 {n} 行", file=held.file, n=held.row)
        return (
            Cell(held.name or "—", weight="medium"),
            Cell(held.village),
            Cell(said),
            Cell(t(HELD[held.why]), mark="bad", ink="bad"),
            Cell(where, ink="text2"),
        )

    def _name(self, code: str) -> str:
        return self._known[code].name if code in self._known else code


class MendForm(QWidget):
    """Who it is, which month, and the counts."""

    def __init__(self, held: HeldLog, grid: MonthGrid, known: Mapping[str, Column]) -> None:
        super().__init__()
        self.held = held
        people: list[tuple[str, object]] = [(t("选人…"), "")]
        people += [(f"{one.name}·{one.village}", one.person_id) for one in grid.rows]
        self.person = Choice("held-person", people)
        self.person.set_value(held.person_id)
        self.month = Field("held-month", latin=True)
        self.month.setText(held.month or grid.month)
        self.problem = under()
        self.fields: dict[str, Field] = {}
        items: list[QWidget] = [field_row(t("是谁"), (self.person, 1)), field_row(t("月份"), (self.month, 1))]
        if held.day:
            items[1].hide()
            items.append(label(t("日期 {day}", day=held.day), "second"))
        names = {code: known[code].name if code in known else code for code in held.counts}
        if len(held.counts) <= _FIELDS_AT_ONCE:
            for code, text in held.counts.items():
                field = self.fields[code] = Field(f"held-{code}", latin=True, hint=t("数目；空着就是没有报"))
                count = read_count(text)
                field.setText("" if count is None else str(count))
                wrote = label(t("写着“{text}”", text=text), "second") if text else None
                items.append(field_row(names[code], (field, 1), *([wrote] if wrote else [])))
        else:
            said = "、".join(f"{names[code]} {count}" for code, count in held.readable.items())
            items.append(label(t("照表录入：{said}", said=said), "second", wrap=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        where = t("{file}，第 {n} 行：{why}", file=held.file, n=held.row, why=t(HELD[held.why]))
        fill(layout, label(where, "second", wrap=True), *items, self.problem)

    def controls(self) -> list[QWidget]:
        """In the order in which Enter walks."""
        return [self.person, self.month, *self.fields.values()]

    def first_count(self) -> QWidget:
        """The first count, or who it is where the counts have no fields."""
        return next(iter(self.fields.values()), self.person)

    def say(self, word: str, where: QWidget) -> None:
        """What is still to be done, and where."""
        say_under(self.problem, word)
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def counts(self) -> dict[str, int] | None:
        """What is to be entered, by code; None where a field holds no count."""
        if not self.fields:
            return self.held.readable
        found: dict[str, int] = {}
        for code, field in self.fields.items():
            text = field.text().strip()
            count = read_count(text) if text else None
            if text and count is None:
                return None
            if count is not None:
                found[code] = count
        return found


def ask_mend(
    place: Workplace, held: HeldLog, grid: MonthGrid, known: Mapping[str, Column], done: Callable[[], object]
) -> None:
    """The form in a panel; Enter in its last field enters the counts."""
    form, desk = MendForm(held, grid, known), place.desk
    panels: list[QFrame] = []

    def close_and_say(entered: Entered) -> None:
        place.messages.close_panel(panels[0])
        n = entered.made + entered.changed
        place.messages.done(t("已写入 {n} 格（撤回 Ctrl+Z）", n=n) if n else t("原来就有，没有要写的"))
        done()

    def write() -> None:
        person, month, counts = str(form.person.value() or ""), form.month.text().strip(), form.counts()
        if not person:
            form.say(t("先选是谁。"), form.person)
        elif not is_month(month):
            form.say(t("月份写成 2026-10 这样。"), form.month)
        elif not counts:
            form.say(t("数目写成整数；一个都不录的，按“不用录了”。"), form.first_count())
        else:
            place.work.run(
                lambda _progress: log_held.mend(desk, held.id, person, month, counts), close_and_say, owner=form
            )

    if not desk.read_only:
        chain(form.controls(), write)
        first = form.first_count() if form.person.value() else form.person
        title = t("改好录入：{name}", name=held.name or t("没有名字的一行"))
        panels.append(place.messages.panel(title, form, [(t("录入"), write)], focus=first, leave=t("先留着")))
