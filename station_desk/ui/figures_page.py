"""统计: a report by name and period as table and chart; print, copy as text or cells, save as a workbook (UX 4.15).

The search box finds a metric by its initials; what is copied is what the list shows.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from station_desk.domain.figure_periods import after, before, figure_period
from station_desk.domain.figures import GroupBy
from station_desk.domain.metric_sets import MetricSet
from station_desk.domain.months import month_on
from station_desk.domain.progress import Progress
from station_desk.domain.records import OfficeKind
from station_desk.domain.reports import OF_PACK, REPORTS, Report, ReportName, news_text
from station_desk.domain.search import Entry, SearchIndex
from station_desk.domain.trouble import Trouble
from station_desk.services import metrics, reference, report_files
from station_desk.services.reports import make_report
from station_desk.ui import files
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Choice, Field
from station_desk.ui.figures_card import FiguresCard
from station_desk.ui.figures_data import Line, cells_of, columns_of, lines_of, plain_text, shares_words, table_text
from station_desk.ui.figures_entry import ask_figure
from station_desk.ui.kit import button, chip, flat, foot, label, row
from station_desk.ui.lists import ListModel, ListView
from station_desk.ui.metric_entry import ask_metric, ask_target
from station_desk.ui.page import Act, Draft, Target, Workplace
from station_desk.ui.reading import Reading, ReadingPage
from station_desk.ui.slip_panel import show_slip
from station_desk.wording import N, t, tn
from station_desk.wording.reports import BY, note_words, report_name
from station_desk.wording.troubles import tell

_BY: dict[OfficeKind, tuple[GroupBy, ...]] = {
    OfficeKind.STATION: ("person", "village", "officer", "room", "area", "month"),
    OfficeKind.COUNTY: ("station", "county", "person", "village", "officer", "month"),
}


ASKED = {
    "L01": N("巡逻防范有多少"),
    "L02": N("走访有多少"),
    "L03": N("纠纷调解有多少"),
    "L04": N("隐患排查有多少"),
    "L05": N("信息采集有多少"),
    "L06": N("宣传有多少"),
    "L07": N("便民服务有多少"),
    "L10": N("交通劝导有多少"),
    "L11": N("消防检查有多少"),
    "L16": N("关爱走访有多少"),
}
"""What is asked most, found from everywhere by its initials: zf, Enter, Ctrl+Shift+C (UX 7, job 20)."""


class FiguresPage(ReadingPage):
    """Figures of the office."""

    NAME = "figures"
    KINDS = frozenset(
        {"log_entry", "figure", "metric", "target", "month_state", "person", "term", "term_village", "village"}
    )
    FILTERS = True
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("月报"), "统计 本月 tongji", Target("figures", "report", "month"), "report-analytics"),
        Act(N("年报"), "统计 全年", Target("figures", "report", "year"), "report-analytics"),
        Act(N("配备情况"), "统计 覆盖 空缺", Target("figures", "report", "coverage"), "report-analytics"),
        Act(N("工作数量排名"), "统计 名次", Target("figures", "report", "ranking"), "report-analytics"),
        Act(N("加一项统计项目"), "指标 自己加 zhibiao", Target("figures", "add"), "circle-plus", "Ctrl+N"),
        *(
            Act(words, "统计 多少", Target("figures", "metric", code), "report-analytics")
            for code, words in ASKED.items()
        ),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        desk = place.desk
        self._last_day = reference.policy(desk).month_days()[1]
        self.period = month_on(desk.clock.today(), self._last_day)
        self.report: Report | None = None
        self.metrics: MetricSet | None = None
        self._blank, self._typed = False, ""
        self.reading = Reading(self, self._ask, self._loaded, failed=self._not_loaded)
        self._only = ""
        self._spans: dict[str, tuple[int, ...]] = {}
        self._build()
        self._say_keys()
        self._dress()

    def _build(self) -> None:
        kind = self.place.desk.office.kind
        own = self.place.desk.office.pack
        shown = [name for name in REPORTS if name not in OF_PACK or OF_PACK[name] == own]
        self.names = Choice("report", [(report_name(name), name) for name in shown])
        self.by = Choice("split-by", [(t(BY[one]), one) for one in _BY[kind]])
        self.field = Field("period", latin=True, hint="2026-10")
        self.field.setFixedWidth(190)
        self.field.setText(self.period)
        self.field.went_on.connect(lambda _way: self._period_typed())
        self._wrong = label("", "small", "bad")
        self.all = chip(t("没有报的也列出"), name="blank-lines")
        self.all.toggled.connect(self._all_toggled)
        self.names.activated.connect(lambda _at: self._report_chosen())
        self.by.activated.connect(lambda _at: self.reading.again())
        self.add_tools(
            self.names,
            button("‹", partial(self.go_period, -1), name="period-before"),
            self.field,
            button("›", partial(self.go_period, 1), name="period-after"),
            self._wrong,
            self.by,
            self.all,
            None,
            button(t("复制文字"), self.copy_text, icon="copy", name="copy-text"),
            button(t("印出来"), self.print_report, icon="printer", name="print-report"),
        )
        self._model: ListModel[Line] = ListModel(columns_of(None), self._cells)
        self.list: ListView[Line] = ListView(self._model, row=28)
        self.list.chosen.connect(self._show_card)
        self.list.opened.connect(lambda _line: self.enter_figure())
        self.card = FiguresCard(self.enter_figure)
        foot_row, self._foot, _keys = foot("", t("Ctrl+Shift+C 复制文字  Ctrl+C 复制到 WPS  F2 填全所的数"))
        self._notes = label("", "small", wrap=True)
        listed = flat((self.list, 1), row((self._notes, 1), margins=(12, 6, 12, 0)), foot_row)
        self.body.addWidget(row((listed, 1), self.card, gap=14), 1)

    def _say_keys(self) -> None:
        for keys, act, says in (
            ("F2", self.enter_figure, t("填全所的数")),
            ("Ctrl+Shift+C", self.copy_text, t("复制为文字")),
            ("Ctrl+C", self.copy_cells, t("复制到 WPS")),
            ("Alt+W", self.copy_news, t("复制新闻稿写法（带余、近）")),
            ("Ctrl+P", self.print_report, t("印出来或存为 PDF")),
            ("Ctrl+E", self.save_workbook, t("存为表格")),
            ("Alt+D", self._focus, t("改时期：2026-10、2026-Q3、2026、2026-07-01..2026-10-08")),
            ("Ctrl+N", self.add_metric, t("本单位自己加一项")),
            ("Alt+T", self.set_target, t("给这一项定每月的任务数")),
            ("Ctrl+PgUp", partial(self.go_period, -1), t("上一期")),
            ("Ctrl+PgDown", partial(self.go_period, 1), t("下一期")),
        ):
            self.on_key(keys, act, says)

    # ------------------------------------------------------------------------------------------------ loading
    def arrive(self, target: Target) -> None:
        if target.act == "report":
            self.names.set_value(target.subject)
            self._report_chosen()
        elif target.act == "metric":
            self.look_at(target.subject)
        elif target.act == "add":
            self.add_metric()
            return
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _report_chosen(self) -> None:
        """Another report: a year is told of a whole year."""
        self._only = ""
        year = self.names.value() == "year"
        self.by.setEnabled(not year)
        if year and ".." not in self.period and len(self.period) > 4:
            self._set_period(self.period[:4])
        else:
            self.reading.again()

    def _ask(self) -> Callable[[], tuple[Report, MetricSet]]:
        desk, period = self.place.desk, self.period
        name, by = str(self.names.value()), self._split()
        return lambda: (make_report(desk, name, period, by=by), metrics.metrics_of(desk))

    def _split(self) -> GroupBy | None:
        """A year is told by month, and everything else as chosen."""
        name: ReportName = self.names.value()  # type: ignore[assignment]
        return None if name == "year" else self.by.value()  # type: ignore[return-value]

    def _not_loaded(self, error: Exception) -> None:
        if isinstance(error, Trouble) and error.code == "period_wrong":
            self._say_wrong(error)
        else:
            self.place.messages.error(error)

    def _loaded(self, found: tuple[Report, MetricSet]) -> None:
        self.report, self.metrics = found
        self._dress()

    # ------------------------------------------------------------------------------------------------ showing
    def _dress(self) -> None:
        report = self.report
        if report is None:
            self.set_head(t("统计"), t("正在看……"))
            return
        name: ReportName = report.name
        self.set_head(report_name(name), t("{first} 到 {last}", first=report.first, last=report.last))
        self.set_primary(t("存为表格"), self.save_workbook, icon="download")
        self._model.set_columns(columns_of(report), self._cells)
        self.list.lay_columns()
        self._show_lines()

    def _show_lines(self) -> None:
        report = self.report
        if report is None:
            return
        current = self.list.current()
        every = lines_of(report, blank=self._blank or bool(self._typed or self._only))
        lines = self._found([line for line in every if self._of_category(line)])
        self._model.set_rows(lines)
        at = next((n for n, line in enumerate(lines) if current is not None and line.code == current.code), 0)
        self.list.choose(at if lines else -1)
        if not lines:
            self._show_card(None)
        empty = len([row for row in report.rows if not row.told and row.code not in report.hidden])
        told = tn("{n} 项", "{n} 项", len(lines))
        if self._only and self.metrics is not None:
            self._foot.setText(t("只看{name}；Esc 看全部", name=self.metrics.name(self._only)))
        else:
            blank = t("{told}，没有报的 {empty} 项（空着，不是 0）", told=told, empty=empty)
            self._foot.setText(blank if empty else told)
        self._notes.setText("\n".join([*shares_words(report), *(note_words(note) for note in report.notes)]))

    def look_at(self, category: str) -> None:
        """Only the lines of one category, until Esc or another report."""
        self._only = category
        self.names.set_value("month")
        self.reading.again()

    def step_back(self) -> bool:
        if not self._only:
            return False
        self._only = ""
        self._show_lines()
        return True

    def _of_category(self, line: Line) -> bool:
        return not self._only or self.metrics is None or self.metrics.category(line.code) == self._only

    def _found(self, lines: list[Line]) -> list[Line]:
        """The lines that the typed text finds, best first."""
        self._spans = {}
        if not self._typed:
            return lines
        entries = [Entry(str(at), line.name, False, len(line.name)) for at, line in enumerate(lines)]
        matches = SearchIndex(entries, reference.readings()).find(self._typed, limit=len(lines) or 1)
        for match in matches:
            self._spans[lines[int(match.entry.key)].code] = tuple(match.places)
        return [lines[int(match.entry.key)] for match in matches]

    def _cells(self, line: Line) -> Sequence[Cell]:
        return cells_of(self.report, line, self._spans.get(line.code, ()))

    def _show_card(self, line: Line | None) -> None:
        self.card.show_line(self.report, line, self.metrics)

    def _all_toggled(self, on: bool) -> None:
        self._blank = on
        self._show_lines()

    # ------------------------------------------------------------------------------------------------ period
    def go_period(self, way: int) -> None:
        """The period before or after this one."""
        now = figure_period(self.period, self._last_day)
        self._set_period((before(now) if way < 0 else after(now)).text)

    def _period_typed(self) -> None:
        self._set_period(self.field.text().strip())

    def _set_period(self, text: str) -> None:
        try:
            found = figure_period(text, self._last_day)
        except Trouble as trouble:
            self._say_wrong(trouble)
            return
        self._wrong.setText("")
        self.field.set_state("")
        self.period = found.text
        self.field.setText(found.text)
        self.reading.again()

    def _say_wrong(self, trouble: Trouble) -> None:
        self.field.set_state("bad")
        self._wrong.setText(tell(trouble).what)

    def _focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    # ------------------------------------------------------------------------------------------------ acts
    def search(self, text: str) -> None:
        self._typed = text.strip()
        self._show_lines()

    def open_first(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def areas(self) -> Sequence[QWidget]:
        return (self.list, self.card.list)

    def copy_text(self) -> None:
        """The lines shown as a sentence, whole numbers."""
        self._copy(plain_text)

    def copy_cells(self) -> None:
        """The lines shown as cells."""
        self._copy(table_text)

    def copy_news(self) -> None:
        """The report in the words of the news."""
        self._copy(lambda report, _lines: news_text(report))

    def _copy(self, written: Callable[[Report, Sequence[Line]], str]) -> None:
        if self.report is not None:
            lines = self._model.rows()
            QGuiApplication.clipboard().setText(written(self.report, lines))
            self.place.messages.done(tn("复制了 {n} 项", "复制了 {n} 项", len(lines)))

    def print_report(self) -> None:
        """The paper over the page: Enter prints it."""
        report = self.report
        if report is not None:
            show_slip(self, self.place, report.title, lambda desk: report_files.paper(desk, report))

    def save_workbook(self) -> None:
        """Save the workbook."""
        report = self.report
        if report is not None:
            name = f"{report.title}_{report.period.replace('..', '_')}.xlsx"
            files.ask_save(self, t("存为表格"), name, "xlsx (*.xlsx)", lambda file: self._save(report, file))

    def _save(self, report: Report, file: object) -> None:
        desk = self.place.desk

        def write(_progress: Progress) -> str:
            return report_files.save_xlsx(desk, report, file)  # type: ignore[arg-type]

        def done(_name: str) -> None:
            self.place.messages.done(t("已存为 {file}", file=getattr(file, "name", "")))

        self.place.work.run(write, done, owner=self)

    def enter_figure(self) -> None:
        """A number of the station for a month, for the metric of the current line."""
        line, report = self.list.current(), self.report
        if line is None or report is None or self.metrics is None or self.place.desk.read_only:
            return
        ask_figure(self.place, self.metrics, line.code, figure_period(self.period, self._last_day), self.reading.again)

    def add_metric(self) -> None:
        """A metric of the office's own."""
        if not self.place.desk.read_only:
            ask_metric(self.place, self.reading.again)

    def set_target(self) -> None:
        """What is expected of villages, for the metric of the current line."""
        line = self.list.current()
        if line is not None and self.metrics is not None and not self.place.desk.read_only:
            ask_target(self.place, self.metrics, line.code, self.reading.again)

    # ------------------------------------------------------------------------------------------------ keeping
    def place_in(self) -> Draft:
        return {"report": self.names.value(), "period": self.period, "by": self.by.value()}

    def return_to(self, place: Draft) -> None:
        self.names.set_value(place["report"])
        self.by.set_value(place["by"])
        self.period = str(place["period"])
        self.field.setText(self.period)
