"""The page of figures: found by initials, set beside last year, copied, saved, printed; numbers of the station entered."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_desk.domain.metric_sets import OwnMetric
from station_desk.domain.months import following
from station_desk.domain.reports import RankLine
from station_desk.domain.roster import PersonDraft
from station_desk.domain.work_log import Count
from station_desk.services import metrics, roster, work_log
from station_desk.services.desk import Desk
from station_desk.services.metrics import add_metric
from station_desk.services.villages import list_villages
from station_desk.ui import files
from station_desk.ui.fields import Field
from station_desk.ui.figures_page import FiguresPage
from station_desk.ui.page import Target
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.test_frame import CTRL, frame_of, key


def two_years(desk: Desk) -> None:
    """甲 did 12 visits this month and 10 a year ago, 乙 reported nought; one number of the station may be entered."""
    villages = [view.village.id for view in list_villages(desk)]
    drafts = [
        PersonDraft(name=n, village_ids=(v,), start_date="2020-01-01") for n, v in zip("甲乙", villages, strict=False)
    ]
    first, second = [roster.add_person(desk, draft) for draft in drafts]
    month = work_log.month_of(desk, desk.clock.today())
    then = following(month, -12)
    counts = [Count(first, "L02", month, 12), Count(second, "L02", month, 0), Count(first, "L02", then, 10)]
    work_log.apply_counts(desk, counts, "grid")
    add_metric(desk, OwnMetric("", "", "Q01", "刑事案件", "起", "C", "", "县局", "1号", "2026-01-01"))


def shown(window: DeskWindow, qtbot: QtBot) -> FiguresPage:
    key(qtbot, Qt.Key.Key_8, CTRL)
    quiet(qtbot, window)
    page = frame_of(window).page()
    assert isinstance(page, FiguresPage)
    return page


def test_four_keys_put_a_table_for_the_leader_on_the_clipboard_and_every_way_to_look_at_it(
    opened: Opened, qtbot: QtBot
) -> None:
    window = opened(fill=two_years)
    page = shown(window, qtbot)
    box = frame_of(window).head.search
    QTest.keyClicks(box, "zf")
    quiet(qtbot, window)
    assert page.list._list.rows()[0].name == "走访"
    page.copy_text()
    said = QGuiApplication.clipboard().text()
    assert "走访12户（去年同期10，同比20%）" in said
    page.copy_cells()
    assert "L02\t走访\t户\t12\t\t10\t20%" in QGuiApplication.clipboard().text()
    page.search("")
    frame_of(window).go(Target("figures", "metric", "L02"))
    quiet(qtbot, window)
    assert [line.code for line in page.list._list.rows()] == ["L02"]
    assert page.step_back()
    assert len(page.list._list.rows()) == 1
    _detail_and_blanks(window, page, qtbot)
    _periods(window, page, qtbot)


def _detail_and_blanks(window: DeskWindow, page: FiguresPage, qtbot: QtBot) -> None:
    """A line is told with its detail, blank lines only when wanted."""
    assert [line.name for line in page.list._list.rows()] == ["走访"]
    assert [(part.name, part.value) for part in page.card.list._list.rows()] == [("甲", 12), ("乙", 0)]
    page.all.click()
    assert len(page.list._list.rows()) > 15
    page.names.set_value("ranking")
    page._report_chosen()
    quiet(qtbot, window)
    lines = [line for line in page.list._list.rows() if isinstance(line, RankLine)]
    assert [(line.rank, line.who) for line in lines] == [(1, "甲"), (2, "乙")]
    page.names.set_value("year")
    page._report_chosen()
    quiet(qtbot, window)
    assert page.report is not None
    assert (len(page.period), len(page.report.groups)) == (4, 12)


def _periods(window: DeskWindow, page: FiguresPage, qtbot: QtBot) -> None:
    """A period is typed or turned; a slip is said."""
    page.field.setText("2026-13")
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert page._wrong.text()
    page.field.setText("2026-07-01..2026-10-08")
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert page.report is not None
    assert page.report.period == "2026-07-01..2026-10-08"
    page.go_period(1)
    quiet(qtbot, window)
    assert page.report.period == "2026-10-09..2027-01-16"


def test_a_number_of_the_station_is_entered_by_the_keyboard_and_the_report_saved_and_printed(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(fill=two_years)
    page = shown(window, qtbot)
    page.all.click()
    at = next(n for n, line in enumerate(page.list._list.rows()) if line.code == "Q01")
    page.list.choose(at)
    key(qtbot, Qt.Key.Key_F2)
    field = window.findChild(Field, "figure-value")
    assert field is not None
    QTest.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert metrics.figures(page.place.desk) == []
    field.setText("7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert [(one.code, one.value) for one in metrics.figures(page.place.desk)] == [("Q01", 7)]
    assert next(line.value for line in page.list._list.rows() if line.code == "Q01") == 7
    _add_and_expect(window, page, qtbot)
    file = tmp_path / "表.xlsx"
    monkeypatch.setattr(files, "ask_save", lambda _parent, _title, _name, _patterns, chosen: chosen(file))
    page.save_workbook()
    quiet(qtbot, window)
    assert file.read_bytes().startswith(b"PK")
    page.print_report()
    quiet(qtbot, window)
    assert window.findChild(QWidget, "preview") is not None


def _type(window: DeskWindow, qtbot: QtBot, texts: dict[str, str]) -> None:
    """Fill these fields of a panel; Enter in the last one."""
    field: Field | None = None
    for name, text in texts.items():
        field = window.findChild(Field, name)
        assert field is not None, name
        field.setText(text)
    assert field is not None
    qtbot.keyClick(field, Qt.Key.Key_Return)
    quiet(qtbot, window)


def _add_and_expect(window: DeskWindow, page: FiguresPage, qtbot: QtBot) -> None:
    """A metric is added with who decided it, refused by name with the reason; a target is set."""
    decided = {"decided-by": "县局", "document-number": "2号", "decided-on": "2026-03-01"}
    page.add_metric()
    _type(window, qtbot, {"metric-code": "q02", "metric-name": "重点人员走访", **decided})
    assert metrics.metrics_of(page.place.desk).find("重点人员走访") is None
    _type(window, qtbot, {"metric-name": "反诈宣传", **decided})
    assert metrics.metrics_of(page.place.desk).find("反诈宣传") == "Q02"
    at = next(n for n, line in enumerate(page.list._list.rows()) if line.code == "L02")
    page.list.choose(at)
    page.set_target()
    _type(window, qtbot, {"target-value": "30", **decided})
    assert [(one.code, one.value) for one in metrics.targets(page.place.desk)] == [("L02", 30)]
