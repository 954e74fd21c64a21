"""The card beside the figures: the chosen metric large, what it is set beside, its detail as chart and list."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.figures import Row
from station_desk.domain.metric_sets import MetricSet, is_figure
from station_desk.domain.reports import RankLine, Report
from station_desk.ui.chart_view import ChartView
from station_desk.ui.delegate import Cell
from station_desk.ui.figures_data import Line, Part, base_words, chart_of, detail_words, number, parts_of
from station_desk.ui.kit import Box, button, clear, flat, label, named, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.theme import theme
from station_desk.wording import t

WIDTH = 400


class FiguresCard(QWidget):
    """Shows one line of a report. `enter` is the button for a number of the station."""

    def __init__(self, enter: object) -> None:
        super().__init__()
        named(self, "card")
        self.setFixedWidth(theme().px(WIDTH))
        self._name, self._figure = label("", "head"), label("", "figure")
        self._beside, self._source = label("", "second", wrap=True), label("", "small", wrap=True)
        self.enter = button(t("填这个数 F2"), enter, name="enter-figure")  # type: ignore[arg-type]
        self._chart = QVBoxLayout()
        self._model: ListModel[Part] = ListModel([Column("", 0), Column("", 110), Column("", 84, "right")], _cells)
        self.list: ListView[Part] = ListView(self._model, "detail", row=26)
        self.list.horizontalHeader().hide()
        self._how = label("", "small")
        box = Box(self._name, row(self._figure, None, self.enter), self._beside, self._source, gap=5)
        box.body.addLayout(self._chart)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(12))
        layout.addWidget(box)
        layout.addWidget(flat(row(self._how, margins=(12, 8, 12, 4)), (self.list, 1)), 1)
        self.show_line(None, None, None)

    def show_line(self, report: Report | None, line: Line | None, metrics: MetricSet | None) -> None:
        """Show a line of a report; None for nothing."""
        clear(self._chart)
        known = metrics.by_code.get(line.code) if metrics and line else None
        self.enter.setVisible(known is not None and is_figure(known))
        if report is None or line is None:
            self._tell("", "", [], "")
            self._show_parts([], "")
            return
        unit = line.unit
        said = base_words(report, line) if isinstance(line, Row) else []
        if isinstance(line, RankLine):
            said = [t("第 {n} 名：{who}", n=line.rank, who=line.who)]
        figure = t("没有报") if line.value is None else f"{line.value} {unit}"
        source = t("文件里的数：{figure}", figure=known.figure) if known is not None and known.figure else ""
        self._tell(line.name, figure, said, source)
        parts = parts_of(report, line.code)
        told = [part for part in parts if part.value is not None]
        chart = chart_of(report, unit, parts)
        if chart is not None:
            view = ChartView(chart)
            view.setFixedHeight(theme().px(190))
            self._chart.addWidget(view)
        if told:
            self._show_parts(parts, detail_words(report, line.code))
        else:
            self._show_parts([], t("这是全所的一个数，不分人") if known and is_figure(known) else t("没有明细"))

    def _tell(self, name: str, figure: str, beside: Sequence[str], source: str) -> None:
        self._name.setText(name)
        self._figure.setText(figure)
        self._beside.setText("\n".join(beside))
        self._source.setText(source)
        self._source.setVisible(bool(source))

    def _show_parts(self, parts: Sequence[Part], how: str) -> None:
        self._model.set_rows(parts)
        self._how.setText(how)


def _cells(part: Part) -> Sequence[Cell]:
    return (Cell(part.name), Cell(part.more, ink="text2", small=True), Cell(number(part.value), weight="medium"))
