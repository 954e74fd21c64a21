"""Behind a sheet: the evidence of a point, the reason for another number, the steps it took, the debrief."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.services import assessment, debrief, rubrics
from station_desk.ui.assess_page import AssessPage
from station_desk.ui.assess_steps import StepForm
from station_desk.ui.page import Target
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, page_of, press, said, type_in
from tests.ui.test_assess_page import filled, open_page, page, window_of

__all__ = ["page"]


def on_line(page: AssessPage, qtbot: QtBot, code: str) -> None:
    page.draft_all()
    quiet(qtbot, window_of(page))
    page.list.setFocus()
    press(Qt.Key.Key_Return)
    for _ in range(5):
        press(getattr(Qt.Key, f"Key_{code[0]}"))
        line = page.panel.list.current()
        if line is not None and line.code == code:
            return
    pytest.fail(f"{code} is not reached")


def test_space_shows_the_days_of_the_log_behind_a_point(page: AssessPage, qtbot: QtBot) -> None:
    on_line(page, qtbot, "E1")
    press(Qt.Key.Key_Space)
    quiet(qtbot, window_of(page))
    told = said(window_of(page))
    assert "任务 8；完成 100% 8、75% 6、50% 4、25% 2 分" in told
    assert "日志算得 6 分" in told


def test_the_reason_for_another_number_stands_beside_the_logs(page: AssessPage, qtbot: QtBot) -> None:
    on_line(page, qtbot, "E1")
    type_in("4")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Y, ALT)
    type_in("两次没有签到")
    press(Qt.Key.Key_Return)
    page.save()
    quiet(qtbot, window_of(page))
    desk = window_of(page).desk
    assert desk is not None
    entry = assessment.month(desk, page.month).sheets[0].standing.entries["E1"]
    assert (entry.machine, entry.points, entry.words) == (60, 40, "两次没有签到")
    line = next(one for one in page.panel._lines if one.code == "E1")
    assert line.differs
    assert line.words == "两次没有签到"


def test_the_debrief_is_entered_and_leads_to_the_circular(page: AssessPage, qtbot: QtBot) -> None:
    window = window_of(page)
    press(Qt.Key.Key_G, ALT)
    quiet(qtbot, window)
    type_in("走访没有完成")
    for _ in range(20):
        if page_of(window) is not page:
            break
        press(Qt.Key.Key_Return)
        quiet(qtbot, window)
    desk = window.desk
    assert desk is not None
    assert debrief.look(desk, page.month).problems == ("走访没有完成",)
    assert page_of(window).NAME == "print"


def test_the_steps_of_a_sheet_are_listed(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=filled, villages=3)
    made = open_page(window, qtbot)
    made.draft_all()
    quiet(qtbot, window)
    press(Qt.Key.Key_H, ALT)
    assert "还没有走过一步" in said(window)
    assert window.frame is not None
    window.frame.go(Target("assess", "debrief"))
    quiet(qtbot, window)
    assert "讲评通报" in said(window)


def test_a_correction_names_its_items_and_a_veto_is_not_offered_without_the_right(qtbot: QtBot) -> None:
    rubric = rubrics.example("person").rubric
    form = StepForm(["confirm", "correct"], "2026-11-25", "甲一", rubric)
    qtbot.addWidget(form)
    form.show()
    assert not form.numbers.isVisible()
    form.step.set_value("correct")
    assert form.numbers.isVisible()
    form.words.setText("复查改分")
    form.numbers.setText("c1=九")
    assert form.made() is None
    assert "C1=9" in form.wrong.text()
    form.numbers.setText("C1=9.5 M2=1")
    made = form.made()
    assert made is not None
    assert made.result == "C1=95,M2=1"
    form.given_grade.set_value("合格")
    again = form.made()
    assert again is not None
    assert again.result == "C1=95,M2=1,合格"
    form.hide()
