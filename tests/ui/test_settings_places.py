"""Stations and rooms in the settings: added, ended, taken over from a list, and told why a row was not."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station_desk.services import posts
from station_desk.ui.fields import Field
from station_desk.ui.settings_places import PlacesView
from tests.ui.conftest import Opened, quiet
from tests.ui.test_frame import key
from tests.ui.test_settings import button_of, page_of


def test_stations_and_rooms_are_added_ended_and_taken_over_from_a_list_in_the_window(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened()
    assert window.desk is not None
    page_of(window, qtbot, "posts")
    button_of(window, "posts-places").click()
    quiet(qtbot, window)
    view = window.findChildren(PlacesView)[-1]
    assert view.villages.text() == "甲村"
    assert [made.isVisible() for made in view.findChildren(QWidget, "empty")] == [True]
    for typed in ("", "", "甲村、乙村", "", "王民警"):  # the first name is missing: it is said, and the rest stays
        field = QApplication.focusWidget()
        if isinstance(field, Field) and typed:
            field.setText(typed)
        key(qtbot, Qt.Key.Key_Return)
    key(qtbot, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "要有名称" in view.wrong.text()
    view.name.setText("第一工作站")
    button_of(window, "panel-act-3").click()
    quiet(qtbot, window)
    assert [(one.name, len(one.villages), one.officer) for one in posts.units(window.desk)] == [
        ("第一工作站", 2, "王民警")
    ]
    assert view.said.text() == "记下了：警务工作站 第一工作站。"
    assert view.list.isVisible()
    assert view.findChildren(QWidget, "empty") == []
    file = tmp_path / "站.csv"
    file.write_text("站名,所辖村,所属警务室\n东室,甲村,\n第二工作站,丙村,东室\n第三工作站,无此村,\n", encoding="utf-8")
    view.take_list(file)
    quiet(qtbot, window)
    assert view.said.text() == "新增 2 个，更新 0 个，没有变 0 个。\n第 4 行没有收：没有村“无此村”，或者没有写村。"
    rows = [[view.list.model().index(row, column).data() for column in range(4)] for row in range(3)]
    assert ["警务工作站", "第二工作站", "东室", "丙村"] in rows
    view.list.choose(next(at for at, one in enumerate(rows) if one[1] == "第一工作站"))
    view.day.setText("2026-10-31")
    button_of(window, "panel-act-2").click()
    quiet(qtbot, window)
    assert {one.name: one.valid_to for one in posts.units(window.desk)}["第一工作站"] == "2026-10-31"
    key(qtbot, Qt.Key.Key_Escape)
    quiet(qtbot, window)


def test_the_panel_grows_with_what_is_said_in_it(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened()
    page_of(window, qtbot, "posts")
    button_of(window, "posts-places").click()
    quiet(qtbot, window)
    view = window.findChildren(PlacesView)[-1]
    file = tmp_path / "站.csv"
    rows = "".join(f"第{number}站,无此村\n" for number in range(5))
    file.write_text(f"站名,所辖村\n{rows}", encoding="utf-8")
    view.take_list(file)
    quiet(qtbot, window)
    for field in (view.name, view.day):
        line = field.parentWidget()
        assert line is not None
        assert field.geometry().bottom() < line.height(), "no field is cut off"
    key(qtbot, Qt.Key.Key_Escape)
    quiet(qtbot, window)
