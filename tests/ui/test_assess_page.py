"""The assessment and the stipend by keyboard on a real desk: scored by digits, saved once, computed, signed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.assessment import SheetState
from station_desk.domain.roster import PersonDraft
from station_desk.domain.work_log import Count
from station_desk.services import assessment, log_months, roster, work_log
from station_desk.services import villages as village_list
from station_desk.services.desk import Desk
from station_desk.ui.assess_page import AssessPage
from station_desk.ui.page import Target
from station_desk.ui.stipend_page import StipendPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, focus, offered, page_of, press, said, type_in


def filled(desk: Desk) -> None:
    """Two people in office since 2024, and patrols of the first."""
    places = [view.village.id for view in village_list.list_villages(desk)]
    month = log_months.open_month(desk)
    for name, place in (("甲一", places[0]), ("乙二", places[1])):
        person = roster.add_person(desk, PersonDraft(name=name, village_ids=(place,), start_date="2024-01-01"))
        if name == "甲一":
            work_log.apply_counts(desk, [Count(person, "L01", month, 6)], "grid")


@pytest.fixture
def page(opened: Opened, qtbot: QtBot) -> AssessPage:
    window = opened(fill=filled, villages=3)
    return open_page(window, qtbot)


def open_page(window: DeskWindow, qtbot: QtBot) -> AssessPage:
    press(Qt.Key.Key_5, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, AssessPage)
    return page


def window_of(page: AssessPage) -> DeskWindow:
    window = page.window()
    assert isinstance(window, DeskWindow)
    return window


def test_sheets_are_drafted_scored_by_digits_and_saved_with_the_next_person(page: AssessPage, qtbot: QtBot) -> None:
    window = window_of(page)
    assert "还没有考核表" in said(page)
    press(Qt.Key.Key_D, ALT)
    quiet(qtbot, window)
    assert page.data is not None
    assert [one.name for one in page.data.sheets] == ["甲一", "乙二"]
    assert focus() is page.list, "who has drafted goes on to score"
    press(Qt.Key.Key_Return)
    for digits in ("5", "4", "2", "4"):
        type_in(digits)
        press(Qt.Key.Key_Return)
    type_in("7")
    press(Qt.Key.Key_Return)
    assert focus() is page.panel.editor, "B1 is worth 6: the number stays to be mended"
    assert "满分 6，不能填 7" in said(page.panel)
    press(Qt.Key.Key_Escape)
    assert focus() is page.panel.list
    assert page.draft() is not None
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert page.draft() is None
    assert window.desk is not None
    sheets = {one.name: one.standing for one in assessment.month(window.desk, page.month).sheets}
    assert sheets["甲一"].sections["A"] == 150
    assert sheets["甲一"].entries["E1"].machine == 60
    assert sheets["甲一"].state is SheetState.DRAFT
    view = page.list.current()
    assert view is not None
    assert view.name == "乙二"


def test_an_empty_month_offers_its_one_act_once_where_the_eye_is(page: AssessPage, qtbot: QtBot) -> None:
    window = window_of(page)
    assert offered(window, "从日志起草") == ["empty-draft"]
    assert offered(window, "下一步") == offered(window, "排名") == [], "what needs a sheet waits for one"
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert page.data is not None
    assert page.data.sheets
    assert offered(window, "从日志起草") == ["draft-all"]
    assert offered(window, "下一个") == ["primary-action"]
    assert offered(window, "下一步") == ["next-step"]


def test_the_officers_number_is_marked_and_taken_back_to_the_machines(page: AssessPage, qtbot: QtBot) -> None:
    window = window_of(page)
    page.draft_all()
    quiet(qtbot, window)
    page.list.setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_E)
    line = page.panel.list.current()
    assert line is not None
    assert (line.code, line.machine) == ("E1", 60)
    type_in("4")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Up)
    line = page.panel.list.current()
    assert line is not None
    assert line.differs
    press(Qt.Key.Key_Delete)
    line = page.panel.list.current()
    assert line is not None
    assert not line.differs
    page.save()
    quiet(qtbot, window)


def test_money_that_is_not_stated_is_said_and_nothing_is_shown(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=filled, villages=3)
    assert window.frame is not None
    window.frame.go(Target("stipend"))
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, StipendPage)
    assert offered(window, "计算") == ["empty-compute"]
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert "缺" in said(window)
    assert page.data is None
    assert "方案没有写补助标准" in said(page)
    assert offered(window, "看方案") == ["go-rules"]
    press(Qt.Key.Key_Escape)
    assert page.month == log_months.open_month(page.place.desk)
    assert date.fromisoformat(f"{page.month}-01")
