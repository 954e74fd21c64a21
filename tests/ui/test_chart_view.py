"""Charts on the screen: the same layout as on paper, readable in grey, reached from the roster."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from station_desk.domain.charts import Chart, Kind, Series
from station_desk.services import make_up
from station_desk.ui.chart_view import ChartView, chart_words
from station_desk.ui.kit import Button
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, press, six_people
from tests.ui.test_print_page import settle


def _chart(kind: Kind) -> Chart:
    series = (Series("", (3, 9, 6)),) if kind == "shares" else (Series("今年", (3, 9, 6)), Series("去年", (5, None, 2)))
    return Chart(kind, "走访", "次", ("一月", "二月", "三月"), series)


def _drawn(view: ChartView) -> QImage:
    view.resize(480, 260)
    return view.grab().toImage()


@pytest.mark.parametrize("kind", ["bars", "lines", "shares"])
def test_every_kind_is_drawn_in_several_greys_within_its_room(kind: Kind, qtbot: QtBot) -> None:
    view = ChartView(_chart(kind))
    qtbot.addWidget(view)
    image = _drawn(view)
    greys = {image.pixelColor(x, y).lightness() for x in range(0, 480, 2) for y in range(0, 260, 2)}
    assert len(greys) > 3
    ground = image.pixelColor(1, 258)
    assert all(image.pixelColor(x, 259) == ground for x in range(480))
    assert all(image.pixelColor(479, y) == ground or kind != "lines" for y in range(20))


def test_a_chart_is_read_out_with_every_value(qtbot: QtBot) -> None:
    view = ChartView(_chart("bars"))
    qtbot.addWidget(view)
    assert view.accessibleDescription() == chart_words(view.chart)
    assert chart_words(view.chart).split("\n") == ["走访（次）", "一月\t3\t5", "二月\t9\t", "三月\t6\t2"]


def test_the_make_up_of_the_roster_is_one_key_away_and_goes_to_paper(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    assert window.desk is not None
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_J, ALT)
    settle(window, qtbot)
    panel = window.messages.overlay.panel()
    assert panel is not None
    shown = [view.chart for view in panel.findChildren(ChartView)]
    assert shown == make_up.roster_charts(window.desk)
    assert [chart.title for chart in shown][:3] == ["年龄", "文化程度", "政治面貌"]
    assert all(sum(value or 0 for value in chart.series[0].values) == 6 for chart in shown)
    panel.findChild(Button, "panel-act-1").click()
    assert "文化程度" in QGuiApplication.clipboard().text()
    panel.findChild(Button, "panel-act-2").click()
    settle(window, qtbot)
    assert window.frame is not None
    assert window.frame.page() is not None
    assert "F18S" in str(window.frame.page().place_in())  # type: ignore[union-attr]


def test_an_empty_roster_has_no_charts(opened: Opened, qtbot: QtBot) -> None:
    window = opened(villages=2)
    assert window.desk is not None
    assert make_up.roster_charts(window.desk) == []
