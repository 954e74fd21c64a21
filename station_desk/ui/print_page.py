"""打印: a form, for whom, the exact preview, the checks, and out: to a printer or a PDF (UX 4.9, picture 15)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_desk.domain.paper import FormInfo, Printed, Printer
from station_desk.domain.progress import Cancelled, Progress
from station_desk.domain.trouble import Trouble
from station_desk.services import paperwork, roster
from station_desk.services.desk import Desk
from station_desk.ui import files, print_raster
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import card, column, label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Act, Draft, Page, Target, Workplace
from station_desk.ui.person_pick import Option
from station_desk.ui.print_order import OrderPanel, Request
from station_desk.ui.print_output import OutputPanel
from station_desk.ui.print_preview import Preview
from station_desk.ui.print_words import PrintedRun, checks, form_name, printed_runs, refused, serial_span
from station_desk.ui.summary import moment
from station_desk.ui.theme import theme
from station_desk.ui.work import Job
from station_desk.wording import N, t, tn

_SETTLE_MS = 150
_KINDS = {"person", "term", "term_village", "village", "office"}


def load_paper(desk: Desk) -> tuple[list[FormInfo], list[Printer], list[PrintedRun]]:
    """Forms, printers and what was printed last."""
    printers = paperwork.printers(desk) or print_raster.printers()
    return paperwork.list_forms(desk), printers, printed_runs(paperwork.printed_sheets(desk))


class PrintPage(Page):
    """The print centre."""

    NAME = "print"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("打印聘书"), "聘任", Target("print", "form", "F15"), "certificate"),
        Act(N("打印花名册"), "名单", Target("print", "form", "F18"), "printer"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._request: Request | None = None
        self._made: Printed | None = None
        self._job: Job | None = None
        self._wanted_form = ""
        self._busy = False
        self.set_head(t("打印"))
        self.order = OrderPanel(place.finder)
        self.preview = Preview(place)
        self.output = OutputPanel()
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._draw)
        self._build()
        self._say_keys()

    def _build(self) -> None:
        self._runs: ListModel[PrintedRun] = ListModel(
            [Column(t("时间"), 104), Column(t("印了什么"), 0), Column(t("编号"), 132)], self._run_cells
        )
        self.runs: ListView[PrintedRun] = ListView(self._runs, "printed-list")
        title = row(label(t("印过的"), "strong"), margins=(15, 0, 15, 0))
        printed = card(title, (self.runs, 1), gap=6, margins=(1, 10, 1, 1), name="printed")
        left = column(self.order, (printed, 1), gap=12)
        left.setFixedWidth(theme().px(364))
        self.output.setFixedWidth(theme().px(268))
        across = QHBoxLayout()
        across.setSpacing(theme().px(12))
        across.addWidget(left)
        across.addWidget(self.preview, 1)
        across.addWidget(self.output)
        self.body.addLayout(across, 1)
        self.order.changed.connect(self._changed)
        self.output.save_asked.connect(self.save)
        self.output.changed.connect(self._dress)

    def _say_keys(self) -> None:
        self.on_key("Ctrl+S", self.save, t("存为 PDF"))
        self.on_key("PgDown", lambda: self.preview.turn(1), t("下一页"))
        self.on_key("PgUp", lambda: self.preview.turn(-1), t("上一页"))
        self.on_key("Ctrl+PgDown", lambda: self.preview.turn(10), t("往后十页"))
        self.on_key("Ctrl+PgUp", lambda: self.preview.turn(-10), t("往前十页"))

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

    def _loaded(self, found: tuple[list[FormInfo], list[Printer], list[PrintedRun]]) -> None:
        forms, printers, runs = found
        self.order.set_forms(forms)
        if self._wanted_form:
            self.order.choose_form(self._wanted_form)
            self._wanted_form = ""
        self.output.set_printers(printers)
        self._runs.set_rows(runs)
        if self.preview.printed is None:
            self._changed()
        self._dress()

    def _run_cells(self, run: PrintedRun) -> Sequence[Cell]:
        today = self.place.desk.clock.today()
        names = {form.code: form_name(form) for form in self.order.all_forms()}
        what = t("{form} {n} 张", form=names.get(run.form, run.form), n=run.sheets)
        serial = run.first if run.sheets == 1 else f"{run.first} …"
        return (Cell(moment(run.at, today), small=True, ink="text2"), Cell(what), Cell(serial, small=True, ink="text2"))

    # ------------------------------------------------------------------------------------------------ preview
    def _changed(self) -> None:
        """The request may be another: then draw it anew as soon as the hand rests."""
        if self.order.request() != self._request or self.preview.printed is None:
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
            self.preview.say(t("选一个表和印给谁，这里就是印出来的样子。"))
            self.output.set_checks([])
            self._dress()
            return
        desk = self.place.desk

        def draw(progress: Progress) -> Printed:
            return paperwork.preview(
                desk,
                request.form,
                person_ids=request.person_ids,
                everyone=request.everyone,
                blank=request.blank,
                group_by=request.group_by,
                progress=progress,
            )

        self._job = self.place.work.run(
            draw,
            lambda printed: self._drawn(request, printed),
            lambda error: self._not_drawn(request, error),
            label=t("正在排版"),
            owner=self,
        )

    def _drawn(self, request: Request, printed: Printed) -> None:
        if request != self._request:
            return
        self._job = None
        self.preview.show_print(printed)
        self.output.set_checks(checks(printed))
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
        printed = self._made or self.preview.printed
        form = self.order.form()
        name = form_name(form) if form else ""
        if printed is None:
            self.set_head(t("打印"), name)
            self.set_primary(t("打印"), self.print_now, icon="printer", enabled=False)
            self.output.set_ready(False)
            return
        pages = tn("{n} 张", "{n} 张", printed.pages)
        self.set_head(
            t("打印"), t("{form}，{pages}，{serials}", form=name, pages=pages, serials=serial_span(printed.serials))
        )
        ready = not self._busy and not self.place.desk.read_only
        if self.output.printer():
            copies = printed.pages * self.output.copies()
            self.set_primary(tn("打印 {n} 张", "打印 {n} 张", copies), self.print_now, icon="printer", enabled=ready)
        else:
            self.set_primary(t("存为 PDF"), self.save, icon="download", enabled=ready)
        self.output.set_ready(ready)

    # --------------------------------------------------------------------------------------------------- out
    def print_now(self) -> None:
        """Give out the serials and send the pages to the printer."""
        printer = self.output.printer()
        if not printer:
            self.save()
            return
        copies, pages, duplex, desk = self.output.copies(), self.output.pages(), self.output.duplex(), self.place.desk

        def send(printed: Printed, progress: Progress) -> str:
            if paperwork.printers(desk):
                paperwork.send(desk, printed, printer, copies, pages=pages, duplex=duplex)
            else:  # no spooler that takes a PDF (Windows): pictures, page by page
                device = print_raster.device(printer, copies, duplex=duplex)
                print_raster.send(printed, device, print_raster.page_list(pages, printed.pages), progress)
            return t("已送到打印机：{serials}", serials=serial_span(printed.serials))

        self._put_out(send)

    def save(self) -> None:
        """Ctrl+S: give out the serials and save the pages as a PDF."""
        form = self.order.form()
        if self.preview.printed is None or self._busy or form is None:
            return
        name = f"{form_name(form)}_{self.place.desk.clock.today().isoformat()}.pdf"
        files.ask_save(self, t("存为 PDF"), name, "PDF (*.pdf)", self._save_to)

    def _save_to(self, file: Path) -> None:
        desk = self.place.desk

        def write(printed: Printed, _progress: Progress) -> str:
            paperwork.save(desk, printed, file)
            return t("已存为 {file}：{serials}", file=file.name, serials=serial_span(printed.serials))

        self._put_out(write)

    def _put_out(self, deliver: Callable[[Printed, Progress], str]) -> None:
        request, made, desk = self._request, self._made, self.place.desk
        if request is None or self._busy:
            return
        self._busy = True
        self._dress()

        def work(progress: Progress) -> tuple[Printed, str]:
            printed = made or paperwork.make(
                desk,
                request.form,
                person_ids=request.person_ids,
                everyone=request.everyone,
                blank=request.blank,
                group_by=request.group_by,
                progress=progress,
            )
            return printed, deliver(printed, progress)

        self.place.work.run(work, self._put, self._not_put, label=t("正在打印"), owner=self)

    def _put(self, answer: tuple[Printed, str]) -> None:
        printed, said = answer
        self._busy = False
        self._made = printed
        self.preview.show_print(printed, self.preview.page)
        self.place.messages.done(said)
        self._load()
        self._dress()

    def _not_put(self, error: Exception) -> None:
        self._busy = False
        self._dress()
        self.place.messages.error(error)

    # ----------------------------------------------------------------------------------------- what the frame asks
    def arrive(self, target: Target) -> None:
        if target.act == "form":
            self._wanted_form = target.subject
            self.order.choose_form(target.subject)
            self.order.forms.setFocus(Qt.FocusReason.OtherFocusReason)
        elif target.act == "people":
            self._wanted_form = "F18"
            self.order.choose_form("F18")
            self.order.set_listed([line for line in target.subject.split("\n") if line])
            self.order.forms.setFocus(Qt.FocusReason.OtherFocusReason)
        elif target.act == "letter":
            self._wanted_form = "F15"
            self.order.choose_form("F15")
            known = roster.card(self.place.desk, target.subject)
            self.order.set_people([Option(known.id, known.name, known.village)])
            self.preview.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def areas(self) -> Sequence[QWidget]:
        return (self.order.forms, self.preview.view, self.output)

    def place_in(self) -> Draft:
        form = self.order.form()
        return {"form": form.code if form else ""}

    def return_to(self, place: Draft) -> None:
        self._wanted_form = str(place.get("form", ""))
