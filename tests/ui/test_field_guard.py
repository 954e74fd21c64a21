"""Every field of free words warns of residents' data, once, and lets go with one key."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from station_desk.ui.fields import Field
from station_desk.ui.roster_page import RosterPage
from tests.ui.conftest import Opened, quiet
from tests.ui.people import CTRL, page_of, press, six_people, type_in

PHONE = "13900005678"


def warning(within: QLineEdit) -> str:
    found = within.window().findChild(QLabel, "guard-warning")
    return found.text() if found is not None and found.isVisible() else ""


def test_a_post_with_a_strange_number_is_warned_of_and_kept_with_one_key(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, RosterPage)
    press(Qt.Key.Key_N, CTRL)
    form = page.panel.form
    assert form is not None
    post = form.controls["post"]
    assert isinstance(post, Field)
    post.setFocus()
    type_in(f"网格员{PHONE}")
    press(Qt.Key.Key_Return)
    assert "电话" in warning(post)
    assert QApplication.focusWidget() is post, "the first Enter stays"
    press(Qt.Key.Key_Return)
    assert warning(post) == ""
    assert QApplication.focusWidget() is not post, "the second goes on"
    desk = window.desk
    assert desk is not None
    with desk.store.read() as conn:
        told = conn.exec_driver_sql("SELECT object, detail FROM access_log WHERE act = 'guard_pass'").fetchall()
        assert [tuple(one) for one in told] == [("field-post", "phone")]
        assert PHONE not in str(conn.exec_driver_sql("SELECT * FROM access_log").fetchall())
    page.panel.leave()


def test_leaving_the_field_marks_it_and_typing_takes_the_mark_away(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    field = Field("anything")
    field.setParent(window)
    field.setGeometry(300, 300, 200, 32)
    field.show()
    field.setFocus()
    QTest.keyClicks(field, PHONE)
    window.setFocus()
    field.clearFocus()
    assert field.property("state") == "warn"
    assert warning(field)
    field.setFocus()
    QTest.keyClicks(field, "0")
    assert not warning(field)
    assert field.property("state") != "warn"
    field.deleteLater()


def test_a_field_of_numbers_and_a_search_have_no_guard(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    assert window.frame is not None
    search = window.frame.head.search
    search.setFocus()
    QTest.keyClicks(search, PHONE)
    search.clearFocus()
    assert not warning(search)
