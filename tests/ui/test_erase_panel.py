"""Erasing a person in the window: told first, the name typed, then gone from list, card and search."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_desk.services import roster
from station_desk.ui.erase_panel import EraseForm
from station_desk.ui.roster_page import RosterPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, NAMES, focus, page_of, press, said, six_people, type_in


def asked(opened: Opened, qtbot: QtBot) -> tuple[DeskWindow, RosterPage, EraseForm]:
    """The roster with the question about the first person in front."""
    window = opened(fill=six_people, villages=8)
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, RosterPage)
    press(Qt.Key.Key_D, ALT)
    quiet(qtbot, window)
    panel = window.overlay.panel()
    assert panel is not None
    [form] = panel.findChildren(EraseForm)
    return window, page, form


def people(window: DeskWindow) -> list[str]:
    assert window.desk is not None
    return [row.name for row in roster.list_people(window.desk)]


def test_a_person_is_erased_by_keys_after_the_name_was_typed(opened: Opened, qtbot: QtBot) -> None:
    window, page, form = asked(opened, qtbot)
    told = said(form)
    assert f"“{NAMES[0]}”的身份证号、电话和全部经过" in told
    assert "聘期 1 条" in told
    assert "不能。" in told
    press(Qt.Key.Key_2)
    assert form.reason == "request"
    assert focus() is form.name
    type_in(NAMES[1])
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "和这个人的姓名不一样" in said(form)
    assert len(people(window)) == 6
    form.name.clear()
    type_in(NAMES[0])
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert window.overlay.panel() is None
    assert people(window) == list(NAMES[1:])
    assert NAMES[0] not in said(page)
    assert window.desk is not None
    assert roster.list_people(window.desk, search=NAMES[0]) == []
    with window.desk.store.read() as conn:
        act = conn.exec_driver_sql("SELECT detail FROM access_log WHERE act = 'erase'").scalar_one()
    assert act.startswith("request ")


def test_leaving_the_question_erases_nothing(opened: Opened, qtbot: QtBot) -> None:
    window, page, _form = asked(opened, qtbot)
    press(Qt.Key.Key_Escape)
    quiet(qtbot, window)
    assert len(people(window)) == 6
    button = page.findChild(QWidget, "erase-person")
    assert button is not None
    assert button.isVisibleTo(page)


def test_a_county_cannot_erase_a_stations_people(opened: Opened, qtbot: QtBot) -> None:
    window = opened("county")
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_D, ALT)
    quiet(qtbot, window)
    assert window.overlay.panel() is None
