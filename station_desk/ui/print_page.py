"""打印: a set or a form, for whom, the exact preview, the checks, and out: to a printer, a PDF, a table (UX 4.9, picture 15).

What was printed stands at the left and, sheet by sheet, in a view of its own (`print_sheets`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.domain.paper import Printed
from station_desk.domain.print_sets import PrintSet
from station_desk.domain.progress import Cancelled, Progress
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.services import roster
from station_desk.ui import files, print_work
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import button, card, column, key_cap, label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Act, Draft, Page, Target, Workplace
from station_desk.ui.person_pick import Option
from station_desk.ui.print_again import ask_again
from station_desk.ui.print_choice import key_of, name_of
from station_desk.ui.print_form_acts import show_form_acts
from station_desk.ui.print_lists import ListActs
from station_desk.ui.print_order import OrderPanel, Request
from station_desk.ui.print_output import OutputPanel
from station_desk.ui.print_preview import Preview
from station_desk.ui.print_sheets import SheetsView
from station_desk.ui.print_words import PrintedRun, checks, form_name, refused, serial_span, short_name
from station_desk.ui.print_work import Paper, load_paper
from station_desk.ui.summary import moment
from station_desk.ui.theme import theme
from station_desk.ui.work import Job
from station_desk.wording import N, t, tn

_SETTLE_MS = 150
_KINDS = {"person", "term", "term_village", "village", "office", "form_file", "attachment"}


class PrintPage(Page):
    """The print centre."""

    NAME = "print"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("打印聘书"), "聘任", Target("print", "form", "F15"), "certificate"),
        Act(N("打印花名册"), "名单", Target("print", "form", "F18"), "printer"),
        Act(N("每月发表：印工作日志"), "月初 日志", Target("print", "form", "month-start"), "printer"),
        Act(N("聘任仪式成套打印"), "聘书 工作证", Target("print", "form", "appointment"), "printer"),
        Act(N("印出去的表：收回、重印、丢了"), "编号 扫码 重印 收表", Target("print", "sheets"), "clipboard-check"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._request: Request | None = None
        self._made: list[Printed] | None = None
        self._job: Job | None = None
        self._wanted_form = "F18" if place.desk.office.kind is OfficeKind.COUNTY else ""  # not a set for thousands
        self._faults: list[Trouble] = []
        self._busy = False
        self.set_head(t("打印"))
        self.order = OrderPanel(place.finder)
        self.preview = Preview(place)
        self.output = OutputPanel()
        self.sheets = SheetsView(place)
        self.lists = ListActs(self, place, self.order)
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._draw)
        self._build()
        self._connect()
        self._say_keys()

    def _build(self) -> None:
        self._runs: ListModel[PrintedRun] = ListModel(
            [Column(t("时间"), 96), Column(t("印了什么"), 0), Column(t("收回"), 84)], self._run_cells
        )
        self.runs: ListView[PrintedRun] = ListView(self._runs, "printed-list")
        more = button(t("一张一张看"), self.show_sheets, kind="quiet", name="show-sheets")
        again = button(t("重印一张"), self._again_asked, kind="quiet", name="reprint-one")
        title = row(label(t("印过的"), "strong"), None, more, again, key_cap("Alt+R"), gap=4, margins=(15, 0, 12, 0))
        printed = card(title, (self.runs, 1), gap=2, margins=(1, 6, 1, 1), name="printed")
        left = column((self.order, 3), (printed, 2), gap=12)
        left.setFixedWidth(theme().px(364))
        self._form_button = button(t("这张表…"), self.show_form_acts, kind="quiet", name="form-acts")
        self.preview.add_tools(self._form_button, key_cap("Alt+F"))
        self.output.setFixedWidth(theme().px(268))
        self.stack = QStackedWidget()
        self.stack.addWidget(row(left, (self.preview, 1), self.output, gap=12))
        self.stack.addWidget(self.sheets)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.order.changed.connect(self._changed)
        self.order.papers.chosen.connect(lambda _choice: self._other_choice())
        self.output.save_asked.connect(self.save)
        self.output.changed.connect(self._dress)
        self.output.habit_changed.connect(lambda _habit: self._remember())
        self.output.test_asked.connect(self.try_page)
        self.output.table_asked.connect(self.lists.save)
        self.output.copy_table_asked.connect(self.lists.copy_table)
        self.output.copy_text_asked.connect(self.lists.copy_text)
        self.runs.opened.connect(lambda run: self.show_sheets(run.first))
        self.sheets.left.connect(self.show_print)
        self.sheets.again_asked.connect(self.reprint)

    def _say_keys(self) -> None:
        self.on_key("Ctrl+S", self.save, t("存为 PDF"))
        self.on_key("PgDown", lambda: self.preview.turn(1), t("下一页"))
        self.on_key("PgUp", lambda: self.preview.turn(-1), t("上一页"))
        self.on_key("Ctrl+PgDown", lambda: self.preview.turn(10), t("往后十页"))
        self.on_key("Ctrl+PgUp", lambda: self.preview.turn(-10), t("往前十页"))
        self.on_key("Alt+PgDown", lambda: self.preview.go_to_print(1), t("成套里的下一种表"))
        self.on_key("Alt+PgUp", lambda: self.preview.go_to_print(-1), t("成套里的上一种表"))
        self.on_key("Alt+1", self.try_page, t("印一张试试，不占编号"))
        self.on_key("Alt+R", self._again_asked, t("重印一张"))
        self.on_key("Alt+F", self.show_form_acts, t("这张表：改、比、退回"))
        self.on_key("Ctrl+Shift+S", self.lists.save, t("名单存为表格"))
        self.on_key("Ctrl+Shift+T", self.lists.copy_table, t("名单复制成表格"))
        self.on_key("Ctrl+Shift+C", self._copy, t("名单（或选中的编号）复制成文字"))
        for key, state, says in (
            *(("Alt+H", "returned", N("收回")), ("Alt+O", "out", N("发出")), ("Alt+E", "entered", N("已录入"))),
            *(("Alt+L", "lost", N("丢了")), ("Alt+P", "spoiled", N("作废了"))),
        ):
            self.on_key(key, lambda state=state: self._take(state), t(says))  # type: ignore[misc]

    # ------------------------------------------------------------------------------------------------ loading
    def on_shown(self) -> None:
        self._load()

    def hideEvent(self, event: QHideEvent) -> None:
        """Laying out for a page that nobody looks at stops; it begins again when the page is shown."""
        super().hideEvent(event)
        if self._job is not None:
            self._job.cancel()
            self._job, self._request = None, None

    def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._draw_soon()

    def _load(self) -> None:
        desk = self.place.desk
        self.place.work.run(lambda _progress: load_paper(desk), self._loaded, owner=self)

    def _loaded(self, found: Paper) -> None:
        self.order.set_month(found.month)
        self.order.set_choices(found.sets, found.forms)
        if self._wanted_form:
            self.order.choose_form(self._wanted_form)
        self._wanted_form = ""
        if found.faults and found.faults != self._faults:
            self.place.messages.trouble(found.faults[0])
        self._faults = found.faults
        self.output.set_printers(found.printers)
        self._runs.set_rows(found.runs)
        if self.stack.currentWidget() is self.sheets:
            self.sheets.load(self._names())
        if not self.preview.prints:
            self._changed()
        self._dress()

    def _names(self) -> dict[str, str]:
        return {form.code: form_name(form) for form in self.order.all_forms()}

    def _run_cells(self, run: PrintedRun) -> Sequence[Cell]:
        today = self.place.desk.clock.today()
        what = t("{form} {n} 张", form=short_name(self._names().get(run.form, run.form)), n=run.sheets)
        back = t("{n} 已收", n=run.back) if run.back else t("没有收")
        done = run.back == run.sheets
        return (
            Cell(moment(run.at, today), small=True, ink="text2"),
            Cell(what, second=run.period),
            Cell(t("收齐") if done else back, mark="ok" if done else "", small=True, ink="text2"),
        )

    # ------------------------------------------------------------------------------------------------ preview
    def _other_choice(self) -> None:
        """Another set or form: how it is printed on this computer comes with it."""
        choice = self.order.choice()
        if choice is not None:
            self.output.set_habit(self.place.preferences.paper(key_of(choice)))
        form = self.order.form()
        self.output.set_kind(single=form is not None, listed=form is not None and form.subject == "roster")
        self._form_button.setEnabled(form is not None)

    def _remember(self) -> None:
        """What was set for this form holds the next time too; another place on the paper is drawn anew."""
        choice = self.order.choice()
        if choice is not None:
            before = self.place.preferences.paper(key_of(choice))
            after = self.output.habit()
            self.place.preferences.set_paper(key_of(choice), after)
            if (before.right, before.down) != (after.right, after.down):
                self._draw_soon()

    def _changed(self) -> None:
        """The request may be another: then draw it anew as soon as the hand rests."""
        if self.order.request() != self._request or not self.preview.prints:
            self._draw_soon()

    def _draw_soon(self) -> None:
        self._made = None
        self._settle.start()

    def _draw(self) -> None:
        request = self.order.request()
        self._request = request
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if request is None or request.empty:
            self.preview.say(t("选一套或一张表，再选印给谁，这里就是印出来的样子。"))
            self.output.set_checks([])
            self._dress()
            return
        desk, habits = self.place.desk, self.place.preferences.paper
        self._job = self.place.work.run(
            lambda progress: print_work.draw(desk, request, habits, progress),
            lambda prints: self._drawn(request, prints),
            lambda error: self._not_drawn(request, error),
            label=t("正在排版"),
            owner=self,
        )

    def _drawn(self, request: Request, prints: list[Printed]) -> None:
        if request != self._request:
            return
        self._job = None
        self.preview.show_prints(prints)
        chosen = self.order.choice()
        self.output.set_checks(checks(prints, chosen if isinstance(chosen, PrintSet) else None))
        self._dress()

    def _not_drawn(self, request: Request, error: Exception) -> None:
        if request != self._request:
            return
        self._job = None
        if isinstance(error, Cancelled):
            self.preview.say(t("排版停下了。"))
        elif isinstance(error, Trouble):
            lines = refused(error)
            self.preview.say(lines[0].words)
            self.output.set_checks(lines)
        else:
            self.place.messages.error(error)
        self._dress()

    def _dress(self) -> None:
        prints = self._made or self.preview.prints
        choice = self.order.choice()
        name = name_of(choice) if choice else ""
        if self.stack.currentWidget() is self.sheets:
            self.set_head(t("印出去的表"), t("收回、重印、丢了、作废，都按编号"))
            self.no_primary()
            return
        if not prints:
            self.set_head(t("打印"), name)
            self.set_primary(t("打印"), self.print_now, icon="printer", enabled=False)
            self.output.set_ready(False)
            return
        total = sum(printed.pages for printed in prints)
        pages = tn("{n} 张", "{n} 张", total)
        serials = [serial for printed in prints for serial in printed.serials]
        span = serial_span(serials) if len(prints) == 1 else t("{n} 种表", n=len(prints))
        self.set_head(t("打印"), t("{form}，{pages}，{serials}", form=name, pages=pages, serials=span))
        ready = not self._busy and not self.place.desk.read_only
        if self.output.printer():
            words = tn("打印 {n} 张", "打印 {n} 张", total * self.output.copies())
            self.set_primary(words, self.print_now, icon="printer", enabled=ready)
        else:
            self.set_primary(t("存为 PDF"), self.save, icon="download", enabled=ready)
        self.output.set_ready(ready)

    # --------------------------------------------------------------------------------------------------- out
    def print_now(self) -> None:
        """Give out the serials and send the pages to the printer."""
        habit = self.output.habit()
        if not habit.printer:
            self.save()
            return
        copies, pages, desk = self.output.copies(), self.output.pages(), self.place.desk

        def send(prints: list[Printed], progress: Progress) -> str:
            print_work.send(desk, prints, habit, copies, pages, progress)
            return t("已送到打印机：{serials}", serials=_spans(prints))

        self._put_out(send)

    def save(self) -> None:
        """Ctrl+S: give out the serials and save the pages as a PDF, a set as numbered files in a folder."""
        choice = self.order.choice()
        if not self.preview.prints or self._busy or choice is None:
            return
        day = self.place.desk.clock.today().isoformat()
        if len(self.preview.prints) > 1:
            files.ask_folder(self, t("存到哪个文件夹"), lambda to: self._save_to(to / f"{name_of(choice)}_{day}"))
        else:
            name = f"{name_of(choice)}_{day}.pdf"
            files.ask_save(self, t("存为 PDF"), name, "PDF (*.pdf)", self._save_to)

    def _save_to(self, to: Path) -> None:
        desk = self.place.desk

        def write(prints: list[Printed], _progress: Progress) -> str:
            return t("已存为 {file}：{serials}", file=print_work.save(desk, prints, to).name, serials=_spans(prints))

        self._put_out(write)

    def _put_out(self, deliver: Callable[[list[Printed], Progress], str]) -> None:
        request, made, desk, habits = self._request, self._made, self.place.desk, self.place.preferences.paper
        if request is None or self._busy or request != self.order.request():
            return  # what is shown is what is printed: nothing goes out before the new choice is drawn
        self._busy = True
        self._dress()

        def work(progress: Progress) -> tuple[list[Printed], str]:
            prints = made or print_work.give_out(desk, request, habits, progress)
            return prints, deliver(prints, progress)

        self.place.work.run(work, self._put, self._not_put, label=t("正在打印"), owner=self)

    def _put(self, answer: tuple[list[Printed], str]) -> None:
        prints, said = answer
        self._busy = False
        self._made = prints
        self.preview.show_prints(prints, self.preview.page)
        self.place.messages.done(said)
        self._load()
        self._dress()

    def _not_put(self, error: Exception) -> None:
        self._busy = False
        self._dress()
        self.place.messages.error(error)

    def try_page(self) -> None:
        """Alt+1: one copy without a serial, to see where everything lies on the paper."""
        request, habit, desk = self.order.request(), self.output.habit(), self.place.desk
        if request is None or request.as_set or not habit.printer:
            return
        self.place.work.run(
            lambda progress: print_work.try_page(desk, request, habit, progress),
            lambda _none: self.place.messages.done(t("试印了一张，没有占编号")),
            label=t("正在打印"),
            owner=self,
        )

    # ---------------------------------------------------------------------------------------------- sheets and forms
    def show_sheets(self, serial: str = "") -> None:
        """Every sheet that was printed, `serial` chosen."""
        self.stack.setCurrentWidget(self.sheets)
        self.sheets.load(self._names())
        if serial:
            self.sheets.show_serial(serial)
        self.sheets.begin()
        self._dress()

    def show_print(self) -> None:
        """Back to printing."""
        self.stack.setCurrentIndex(0)
        self.order.papers.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._load()

    def _again_asked(self) -> None:
        if self.stack.currentWidget() is self.sheets:
            self.sheets.again()
        else:
            self.show_sheets()

    def _copy(self) -> None:
        if self.stack.currentWidget() is self.sheets:
            self.sheets.copy()
        else:
            self.lists.copy_text()

    def _take(self, state: str) -> None:
        if self.stack.currentWidget() is self.sheets:
            self.sheets.take(state)  # type: ignore[arg-type]

    def reprint(self, serial: str) -> None:
        """One sheet again, under a new serial."""
        ask_again(self, self.place, serial, self.output.habit(), lambda: self.sheets.load(self._names()))

    def show_form_acts(self) -> None:
        """Alt+F: change this form, compare it, go back to the original."""
        form = self.order.form()
        if form is not None and self.stack.currentWidget() is not self.sheets:
            show_form_acts(self, self.place, form, self._form_changed)

    def _form_changed(self) -> None:
        self._load()
        self._draw_soon()

    # ----------------------------------------------------------------------------------------- what the frame asks
    def arrive(self, target: Target) -> None:
        if target.act == "sheets":
            self.show_sheets(target.subject)
            return
        self.stack.setCurrentIndex(0)
        if target.act == "form":
            self._wish(target.subject)
            self.order.papers.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif target.act == "people":
            self._wish("F18")
            self.order.set_listed([line for line in target.subject.split("\n") if line])
            self.order.papers.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif target.act == "letter":
            self._wish("F15")
            known = roster.card(self.place.desk, target.subject)
            self.order.set_people([Option(known.id, known.name, known.village)])
            self.preview.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wish(self, form: str) -> None:
        self._wanted_form = form
        self.order.choose_form(form)

    def step_back(self) -> bool:
        if self.stack.currentWidget() is self.sheets:
            self.show_print()
            return True
        return False

    def areas(self) -> Sequence[QWidget]:
        if self.stack.currentWidget() is self.sheets:
            return (self.sheets.serial, self.sheets.list)
        return (self.order.papers.view, self.preview.view, self.output, self.runs)

    def place_in(self) -> Draft:
        choice = self.order.choice()
        return {"form": key_of(choice) if choice else ""}

    def return_to(self, place: Draft) -> None:
        self._wanted_form = str(place.get("form", ""))


def _spans(prints: Sequence[Printed]) -> str:
    """The serials of each form."""
    return "；".join(serial_span(printed.serials) for printed in prints)
