"""A list of villages through the import page: seen row by row, written in one act, taken back in one act."""

from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.services.villages import list_villages
from station_desk.ui.import_villages import VillageListView
from station_desk.ui.roster_page import RosterPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import CTRL, focus, page_of, press, said, type_in

HEAD = ["村居代码", "村名", "乡镇", "户数", "社区民警", "警务室", "片区", "并入"]


def village_book(file: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["梁才街道村居名单"],
        HEAD,
        ["371602009201", "甲村", "梁才街道", 320, "王民警", "东室", "一片", None],
        ["371602009202", "乙村", "梁才街道", None, None, None, None, "甲村"],
        ["371602009203", "丙村", "梁才街道", None, None, None, None, None],
        ["371602009299", "新庄村", "梁才街道", 210, "李民警", "西室", "二片", None],
        ["371602009204", "丁村", "梁才街道", "不少", None, None, None, None],
        ["合计", None, None, 530],
    ):
        sheet.append(row)
    book.save(file)
    return file


def begin(window: DeskWindow, qtbot: QtBot, file: Path) -> VillageListView:
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_I, CTRL)
    page = page_of(window)
    assert isinstance(page, RosterPage)
    assert page.importing is not None
    page.importing.read(file)
    quiet(qtbot, window)
    return window.findChildren(VillageListView)[-1]


def test_a_list_of_villages_is_shown_written_and_taken_back_by_keyboard(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(villages=4)
    assert window.desk is not None
    view = begin(window, qtbot, village_book(tmp_path / "村名单.xlsx"))
    model = view.list.model()
    texts = [[str(model.index(row, column).data()) for column in (0, 1, 3, 10)] for row in range(model.rowCount())]
    assert texts == [
        ["接受", "3", "甲村", "改动：总户数、民警、警务室、片区"],
        ["接受", "4", "乙村", "改动：停用日期、并入"],
        ["接受", "5", "丙村", "相同"],
        ["接受", "6", "新庄村", "新增"],
        ["跳过", "7", "丁村", "总户数看不懂"],
    ]
    assert "5 行：1 新增，2 改动，1 相同，1 看不懂" in said(view)
    before = {one.village.name: one.village for one in list_villages(window.desk)}
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    now = {one.village.name: one.village for one in list_villages(window.desk)}
    assert now["甲村"].households == 320
    assert now["甲村"].officer == "王民警"
    assert "新庄村" in now
    page = page_of(window)
    assert isinstance(page, RosterPage)
    assert page.importing is None
    press(Qt.Key.Key_Z, CTRL)
    quiet(qtbot, window)
    assert {one.village.name: one.village for one in list_villages(window.desk)} == before


def test_the_same_list_again_has_nothing_to_write(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(villages=4)
    file = village_book(tmp_path / "村名单.xlsx")
    begin(window, qtbot, file)
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    view = begin(window, qtbot, file)
    assert "5 行：0 新增，0 改动，4 相同，1 看不懂" in said(view)
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert view.isVisible()


def test_a_cell_that_cannot_be_taken_is_put_right_in_place_and_written(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(villages=4)
    assert window.desk is not None
    view = begin(window, qtbot, village_book(tmp_path / "村名单.xlsx"))
    assert str(view.list.model().index(4, 3).data()) == "丁村"
    assert "第 7 行 总户数改成" in said(view)
    press(Qt.Key.Key_Return)
    type_in("很多")
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "1 看不懂" in said(view)
    assert focus() is view.field
    type_in("一百二十户")
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "5 行：1 新增，3 改动，1 相同，0 看不懂" in said(view)
    assert focus() is view.list
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    now = {one.village.name: one.village for one in list_villages(window.desk)}
    assert (now["丁村"].households, now["甲村"].households) == (120, 320)
