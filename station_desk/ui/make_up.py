"""结构: how the roster is made up, over the page; the same charts go to paper as F18S."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from station_desk.domain.charts import Chart
from station_desk.services import make_up
from station_desk.ui.chart_view import ChartView, chart_words
from station_desk.ui.page import Target, Workplace
from station_desk.ui.theme import theme
from station_desk.wording import N, t

_WIDTH, _HEIGHT = 980, 500


TITLES = (
    N("年龄"),
    N("文化程度"),
    N("政治面貌"),
    N("各派出所人数"),
    N("各乡镇（街道）人数"),
    N("人"),
    N("不详"),
    N("未填"),
)
"""What the charts of the roster are called, for the English window; what was entered stands as it is."""
_YEARS = " 岁"


def spoken(chart: Chart) -> Chart:
    """A chart with title, unit and ages in the language of the window."""
    labels = (
        t("{range} 岁", range=one.removesuffix(_YEARS)) if one.endswith(_YEARS) else t(one) if one in TITLES else one
        for one in chart.labels
    )
    return replace(chart, title=t(chart.title), unit=t(chart.unit), labels=tuple(labels))


class MakeUp(QWidget):
    """The charts, two in a row."""

    def __init__(self, charts: Sequence[Chart]) -> None:
        super().__init__()
        self.charts = [spoken(chart) for chart in charts]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme().px(28))
        for at, chart in enumerate(self.charts):
            grid.addWidget(ChartView(chart), at // 2, at % 2)
        self.setFixedHeight(theme().px(_HEIGHT))


def show_make_up(owner: QWidget, place: Workplace) -> None:
    """Read the roster and show how it is made up."""
    desk = place.desk

    def show(charts: list[Chart]) -> None:
        if not charts:
            place.messages.done(t("花名册里还没有人"))
            return
        panels: list[QFrame] = []

        def copy() -> None:
            QGuiApplication.clipboard().setText("\n\n".join(chart_words(spoken(chart)) for chart in charts))
            place.messages.done(t("结构的数字已复制"))

        def to_paper() -> None:
            place.messages.close_panel(panels[0])
            place.go(Target("print", "form", make_up.FORM))

        acts: list[tuple[str, Callable[[], object]]] = [(t("复制成文字"), copy), (t("打印"), to_paper)]
        panels.append(place.messages.panel(t("队伍结构"), MakeUp(charts), acts, width=_WIDTH))

    place.work.run(lambda _progress: make_up.roster_charts(desk), show, owner=owner)
