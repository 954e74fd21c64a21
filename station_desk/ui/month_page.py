"""月度录入: the month's counts of all assistants, typed with the number pad (UX 4.4, pictures 05 and 11).

What is typed is written two seconds after the last key, on Ctrl+S, on Ctrl+Enter and when the page is left; what is not
written yet is kept as a draft.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_desk.domain.dates import add_days
from station_desk.domain.month_grid import GridRow, MonthGrid
from station_desk.domain.months import following
from station_desk.services import log_months, month_grid, work_log
from station_desk.ui.kit import Banner, CutLabel, column, empty_state, flat, label, named, row
from station_desk.ui.month_acts import ask_close, ask_correction
from station_desk.ui.month_book import MonthBook
from station_desk.ui.month_import import MonthImport
from station_desk.ui.month_keys import say_keys
from station_desk.ui.month_over import MonthOver
from station_desk.ui.month_row_head import ColumnSums, RowSums
from station_desk.ui.month_seek import next_trouble, person_meant
from station_desk.ui.month_table import MonthTable
from station_desk.ui.month_tools import MonthTools
from station_desk.ui.month_words import asked, beside, column_word, facts
from station_desk.ui.month_writer import MonthWriter
from station_desk.ui.page import Act, Draft, Target, Workplace
from station_desk.ui.reading import Reading, ReadingPage
from station_desk.wording import N, t

_WAY = "grid_enter_right."


class MonthPage(ReadingPage):
    """The grid of one month, or of one day of it."""

    NAME = "month"
    KINDS = frozenset({"log_entry", "month_state", "person", "term", "term_village", "village", "sheet", "metric"})
    FILTERS = True
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("月度录入"), "录入月度数目 日志 走访 巡逻", Target("month"), "table", "Ctrl+4"),
        Act(N("导入月度表格"), "导入表格 月度 日志 Excel WPS", Target("month", "import"), "file-import", "Ctrl+I"),
        Act(N("粘贴文字"), "粘贴微信 群消息 聊天", Target("month", "paste"), "message", "Ctrl+V"),
        Act(N("结账"), "完成本月录入 月末 关账", Target("month", "close"), "check"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        desk = place.desk
        self.month = ""
        self.day: str | None = None
        self.shown = month_grid.CATEGORIES
        self.book: MonthBook | None = None
        self.over = MonthOver(self)
        self._draft: Draft | None = None
        self._said = ""
        self._wanted_import = self._wanted_close = False
        self.table = MonthTable()
        self.tools = MonthTools(metrics=month_grid.has_metrics(desk))
        self.sums = RowSums(self.table)
        self.writer = MonthWriter(place, self)
        self.writer.wrote.connect(self._written)
        self.writer.failed.connect(self._not_written)
        self.reading = Reading(self, self._ask, self._loaded, hold=lambda: self.writer.busy)
        self.add_tools(*self.tools.items())
        self._assemble()
        self._connect()
        say_keys(self)
        self.set_head(t("月度录入"))

    # ----------------------------------------------------------------------------------------------- building
    def _assemble(self) -> None:
        across = QWidget()
        beside_ = QHBoxLayout(across)
        beside_.setContentsMargins(0, 0, 0, 0)
        beside_.setSpacing(0)
        beside_.addWidget(self.table, 1)
        beside_.addWidget(self.sums)
        self._grid = flat((across, 1), ColumnSums(self.table))
        self.line = named(CutLabel("", "second"), "cell-line")
        self._who = label("", "strong")
        self._keys = label(t("Enter 下一格　3+2+4 相加　.. 同上一行　* 同上月　/ 零报告　- 清空"), "hint")
        self._empty = empty_state(t("这个月没有在任的人。"), t("先在花名册里添加人员和任期，再回来录入。"))
        self._empty.hide()
        foot = row(self._who, 10, (self.line, 1), self._keys, gap=6, margins=(2, 0, 2, 0))
        self._whole = column((self._grid, 1), (self._empty, 1), foot, gap=8)
        self.body.addWidget(self._whole, 1)

    def _connect(self) -> None:
        self.table.stood_on.connect(self._show_line)
        self.table.digits.connect(self.typed)
        self.table.valued.connect(self._valued)
        self.table.told.connect(self.tell)
        self.table.asked_early.connect(self._ask_early)
        self.tools.rows_asked.connect(self._choose_rows)
        self.tools.enter_asked.connect(self._turn_enter)
        self.tools.paste_asked.connect(self.over.paste)
        self.tools.import_asked.connect(self.over.import_file)
        self.tools.columns_asked.connect(self.other_columns)
        self.tools.day_asked.connect(self.by_day)
        self.tools.month_asked.connect(self.other_month)

    # ------------------------------------------------------------------------------------------------ loading
    def on_shown(self) -> None:
        self.reading.need()
        self.table.setFocus()
        self.over.focus()

    def _ask(self) -> Callable[[], tuple[MonthGrid, bool]]:
        desk, month, day, shown = self.place.desk, self.month, self.day, self.shown

        def read() -> tuple[MonthGrid, bool]:
            wanted = month or log_months.month_to_enter(desk)
            way = desk.store.setting(_WAY + desk.account.id) == "1"
            return month_grid.month_grid(desk, wanted, shown, day), way

        return read

    def _loaded(self, found: tuple[MonthGrid, bool]) -> None:
        grid, to_right = found
        if self.book is None or (grid.month, grid.day, grid.columns) != self._of(self.book.grid):
            self.book, self.month = MonthBook(grid), grid.month
        else:
            self.book.take(grid)
        if self._draft is not None and self._draft.get("month") == grid.month:
            self.book.bring_back(self._draft.get("cells", ()))
        self.table.writable = not grid.closed and not self.place.desk.read_only
        self.table.to_right = to_right
        self.tools.show_way(to_right=to_right)
        self._choose_rows()
        self._put_cursor_back()
        if self.book.to_send():
            self.writer.soon(self.book)
        if self._wanted_import:
            self._wanted_import = False
            self.over.import_file()
        if self._wanted_close:
            self._wanted_close = False
            self.close_month()

    def _put_cursor_back(self) -> None:
        draft, self._draft = self._draft, None
        if draft is not None and self.book is not None and draft.get("month") == self.book.grid.month:
            person, code = (*draft.get("cell", ()), "", "")[:2]
            if self.table.stand_on_person(str(person), str(code)) and isinstance(draft.get("typing"), str):
                self.table.typing = draft["typing"]
                self.table.model_.repaint_all()

    @staticmethod
    def _of(grid: MonthGrid) -> tuple[object, ...]:
        return grid.month, grid.day, grid.columns

    def _choose_rows(self) -> None:
        book = self.book
        if book is None:
            return
        book.choose(self.tools.chip, self.tools.order, self.tools.pile)
        self.table.show_book(book)
        self._show_state()

    def _show_state(self) -> None:
        """Head, chips, banner, empty state, primary act."""
        book = self.book
        if book is None or self.over.view is not None:
            return
        grid = book.grid
        self.tools.show_book(book)
        self.set_head(t("月度录入"), facts(book))
        closed = t("{month} 已结账，数目不再改动", month=grid.month)
        told = t("有错的格子按 F2 记一条更正（加几、减几），两个月里都看得到。")
        self.set_banners(*([Banner("info", closed, told)] if grid.closed else []))
        self._grid.setVisible(bool(grid.rows))
        self._empty.setVisible(not grid.rows)
        self._dress_primary()

    def _dress_primary(self) -> None:
        book = self.book
        if self.over.view is not None or book is None:
            return
        waiting = book.to_send()
        if waiting:
            self.set_primary(t("写入 {n} 格", n=waiting), self.save, icon="check")
        elif book.is_closed or self.place.desk.read_only or not book.grid.rows:
            self.no_primary()
        else:
            self.set_primary(t("完成本月录入"), self.close_month, icon="check")

    # ------------------------------------------------------------------------------------------------ the cell
    def tell(self, text: str) -> None:
        """A word in the line below the table, until the next key."""
        self._said = text
        self._show_line()

    def _show_line(self) -> None:
        """The line below the table: person, column, what is asked, what to see beside the value."""
        book, current, code = self.book, self.table.row(), self.table.code()
        if book is None or current is None or not code:
            self._who.setText("")
            self.line.set_text("")
            return
        here = next(one for one in book.columns if one.code == code)
        self._who.setText(f"{current.name}·{current.village}　{column_word(here)}")
        refused = book.refused.get((current.person_id, code), "")
        said = self._said or refused or asked(book, current, code)
        self._said = ""
        other = beside(book, current, code)
        self.line.set_text(f"{said}　{other}" if said else other)

    def _valued(self) -> None:
        if self.book is not None:
            self.writer.soon(self.book)
        self.typed.emit()
        self._dress_primary()

    def _ask_early(self, current: GridRow) -> None:
        """The first key in a row whose sheet is not back asks; the next one types."""
        if self.book is not None:
            self.book.early.add(current.person_id)
            self.table.model_.repaint_all()
        self.tell(t("{name} 的表还没有交回。先录的话，再按一次。", name=current.name))

    def edit_cell(self) -> None:
        """F2: go on with the value, or put a closed month right."""
        if self.book is not None and self.book.is_closed:
            ask_correction(self)
        else:
            self.table.begin_edit()

    # ------------------------------------------------------------------------------------------------- writing
    def save(self) -> None:
        """Write what was typed, in the background, as one act; what stands half typed in the cell too."""
        if self.book is not None and self.table.commit():
            self.writer.now(self.book)

    def _written(self) -> None:
        self.typed.emit()
        self.reading.again()

    def _not_written(self) -> None:
        self.table.model_.repaint_all()
        self._dress_primary()

    def hideEvent(self, event: QHideEvent) -> None:
        self.save()
        super().hideEvent(event)

    def drop_typed(self, *, redo: bool) -> bool:
        """Let go of what was typed and not written; False where there is nothing of the kind."""
        book = self.book
        if book is None or redo or not book.typed:
            return False
        self.writer.stop()
        book.forget_typed()
        self._choose_rows()
        return True

    def close_month(self) -> None:
        """完成本月录入."""
        ask_close(self)

    def _close_when_shown(self, month: str) -> None:
        """Ask for the close of a month ("" that which is shown), with its grid in front."""
        if self.book is not None and month in ("", self.book.grid.month) and self.day is None:
            QTimer.singleShot(0, self, self.close_month)
        else:
            self.save()
            self.month, self.day, self._wanted_close = month, None, True
            self.reading.again()

    # ------------------------------------------------------------------------------------------------ what is shown
    def other_month(self, way: int) -> None:
        """The month (or day) before or after. What was typed is written first."""
        self.save()
        book = self.book
        if book is None:
            return
        if self.day is not None:
            day = add_days(date.fromisoformat(self.day), way)
            if book.grid.first <= day <= min(book.grid.last, self.place.desk.clock.today()):
                self.day = day.isoformat()
                self.reading.again()
            return
        month = following(self.month, way)
        if work_log.month_days(self.place.desk, month)[0] <= self.place.desk.clock.today():
            self.month = month
            self.reading.again()
        else:
            self.tell(t("{month} 这个月还没有到。", month=month))

    def by_day(self) -> None:
        """Between the counts of the month and those of one day of it."""
        self.save()
        book = self.book
        if book is not None:
            today = self.place.desk.clock.today()
            day = min(max(today, book.grid.first), book.grid.last)
            self.day = day.isoformat() if self.day is None else None
            self.tools.day.set_text(t("按月") if self.day else t("按天"))
            self.reading.again()

    def other_columns(self) -> None:
        """Between the sixteen categories and the metrics of the pack and the county."""
        self.save()
        to_metrics = self.shown == month_grid.CATEGORIES
        self.shown = month_grid.METRICS if to_metrics else month_grid.CATEGORIES
        self.tools.columns.set_text(t("16 类") if to_metrics else t("本方案项目"))
        self.reading.again()

    def turn_enter(self) -> None:
        """The other way."""
        self._turn_enter(not self.table.to_right)

    def _turn_enter(self, to_right: bool) -> None:
        """Which way Enter goes; remembered for the person."""
        self.table.to_right = to_right
        self.tools.show_way(to_right=to_right)
        self.table.setFocus()
        desk = self.place.desk
        if not desk.read_only:
            key, value = _WAY + desk.account.id, "1" if to_right else None
            self.place.work.run(lambda _progress: desk.store.set_setting(key, value), owner=self)

    def show_grid(self, *, shown: bool) -> None:
        """The grid and its toolbar come back (read anew), or make room for what comes over them."""
        self._whole.setVisible(shown)
        self.toolbar.parentWidget().setVisible(shown)
        if shown:
            self.reading.again()
            self._show_state()

    # ----------------------------------------------------------------------------------------- what the frame asks
    def arrive(self, target: Target) -> None:
        match target.act:
            case "paste":
                QTimer.singleShot(0, self, self.over.paste)
            case "import":
                QTimer.singleShot(0, self, self._import)
            case "close":
                self._close_when_shown(target.subject)
            case "month" if target.subject:
                self.month = target.subject
                self.reading.again()
            case "person":
                self.table.stand_on_person(target.subject)

    def search(self, text: str) -> None:
        """The row of a name, initials, a village, or of a sheet by the last digits of its serial."""
        person = person_meant(self.book, self.place.finder, text.strip())
        if person:
            self.table.stand_on_person(person)

    def _import(self) -> None:
        """As soon as the grid is read."""
        if self.book is None:
            self._wanted_import = True
        else:
            self.over.import_file()

    def open_first(self) -> None:
        self.table.setFocus()

    def find_next_problem(self, way: int = 1) -> bool:
        book = self.book
        if isinstance(self.over.view, MonthImport):
            return self.over.view.find_problem(way)
        if book is None or not self.table.commit():
            return False
        here = self.table.currentIndex()
        spot = next_trouble(book, here.row(), here.column(), way)
        if spot is not None:
            self.table.stand_on(*spot)
            self.table.setFocus()
        return spot is not None

    def step_back(self) -> bool:
        if self.over.view is not None:
            self.over.step_back()
            return True
        if self.table.cancel():
            return True
        if self.tools.chip != "all":
            self.tools.select("all")
            return True
        return False

    def areas(self) -> Sequence[QWidget]:
        if self.over.view is not None:
            return self.over.view.areas()
        return (self.table, self.tools.chips["all"])

    def draft(self) -> Draft | None:
        book = self.book
        if book is None:
            return self._draft
        cells = book.waiting()
        if not cells and self.table.typing is None:
            return None
        current = self.table.row()
        cell = [current.person_id if current is not None else "", self.table.code()]
        kept: dict[str, Any] = {"month": book.grid.month, "day": book.grid.day, "shown": self.shown}
        return kept | {"cells": [list(one) for one in cells], "cell": cell, "typing": self.table.typing}

    def restore(self, draft: Draft) -> None:
        self._draft = draft
        self.month = str(draft.get("month", "")) or self.month
        self.day = draft.get("day") if isinstance(draft.get("day"), str) else None
        if draft.get("shown") == month_grid.METRICS:
            self.shown = month_grid.METRICS

    def place_in(self) -> Draft:
        current = self.table.row()
        return {
            "month": self.month,
            "day": self.day,
            "shown": self.shown,
            "cell": [current.person_id if current is not None else "", self.table.code()],
        }

    def return_to(self, place: Draft) -> None:
        self.month, self.day = place.get("month", ""), place.get("day")
        self.shown = place.get("shown", month_grid.CATEGORIES)
        if self.month:
            self._draft = {"month": self.month, "cell": place.get("cell", ())}
