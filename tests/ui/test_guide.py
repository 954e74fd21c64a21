"""The month on Home and on its own page, by the keyboard, from the records of the desk."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from station_desk.domain.month_guide import MonthGuide
from station_desk.domain.roster import PersonDraft
from station_desk.domain.work_log import Count
from station_desk.services import paperwork, print_centre, roster, work_log
from station_desk.services.desk import Desk
from station_desk.services.log_months import close_month
from station_desk.services.month_guide import month_guide
from station_desk.services.villages import list_villages
from station_desk.ui.guide_page import GuidePage
from station_desk.ui.home_lines import HomeLine
from tests.ui.conftest import Opened, quiet
from tests.ui.test_frame import ALT, CTRL, frame_of, front, key
from tests.ui.test_home import words


def in_the_middle(desk: Desk) -> None:
    """Three assistants, three sheets out, two back, one entered."""
    villages = [view.village.id for view in list_villages(desk)]
    drafts = [
        PersonDraft(name=n, village_ids=(v,), start_date="2020-01-01") for n, v in zip("甲乙丙", villages, strict=True)
    ]
    people = [roster.add_person(desk, draft) for draft in drafts]
    month = work_log.month_of(desk, desk.clock.today())
    printed = paperwork.make(desk, "F20", everyone=True, period=month)
    print_centre.mark(desk, list(printed.serials[:2]), "returned")
    work_log.apply_counts(desk, [Count(people[0], "L02", month, 3)], "grid")


def test_home_shows_the_month_and_leads_to_every_step(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=in_the_middle)
    said = words(window)
    assert "2/3·缺 1" in said
    assert "已录 1/3" in said
    assert frame_of(window).head.primary.text().strip() == "继续收表"
    strip = frame_of(window).strip.findChild(QWidget, "status-month")
    assert strip is not None
    assert "收表 2/3" in strip.text()  # type: ignore[attr-defined]
    key(qtbot, Qt.Key.Key_G, ALT)
    quiet(qtbot, window)
    page = frame_of(window).page()
    assert isinstance(page, GuidePage)
    lines = [line for line in page.findChildren(HomeLine) if line.isVisible()]
    assert len(lines) == 8
    assert "缺 1 张" in "".join(said.text() for said in lines[1].findChildren(QLabel))
    key(qtbot, Qt.Key.Key_P, ALT)
    quiet(qtbot, window)
    assert isinstance(page.guide, MonthGuide)
    assert not page.guide.begun
    key(qtbot, Qt.Key.Key_N, ALT)
    quiet(qtbot, window)
    key(qtbot, Qt.Key.Key_1, ALT)
    quiet(qtbot, window)
    assert front(window) == "print"
    key(qtbot, Qt.Key.Key_1, CTRL)
    quiet(qtbot, window)
    assert front(window) == "home"
    desk = window.desk
    assert desk is not None
    month = work_log.month_of(desk, desk.clock.today())
    close_month(desk, month)
    guide = month_guide(desk, month)
    assert guide is not None
    assert [guide.stage(kind).state for kind in ("entry", "close", "send")] == ["done", "done", "todo"]
