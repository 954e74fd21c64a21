"""A month's workbook in the window: looked at before anything is written, and what is held back put right, by keyboard."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from station_desk.domain.work_log import Count
from station_desk.services import log_held
from station_desk.services.log_list import list_log
from station_desk.services.log_months import open_month
from station_desk.services.work_log import apply_counts
from station_desk.sheets.door import write_table
from station_desk.sheets.table import SheetColumn, Table
from station_desk.ui.month_import import MonthImport
from station_desk.ui.month_page import MonthPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import CTRL, NAMES, page_of, press, said, six_people, type_in

SHEET = """姓名,村,走访(户),调解,备注
{0},甲村,3,3/2,雨
{1},乙村,三,无,
合计,,6,2,
"""


def importing(window: DeskWindow, qtbot: QtBot) -> tuple[MonthPage, MonthImport]:
    """The month page with the view of an import over its grid, by keyboard."""
    press(Qt.Key.Key_4, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_I, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, MonthPage)
    assert isinstance(page.over.view, MonthImport)
    return page, page.over.view


def test_a_workbook_is_looked_at_written_and_mended_by_keyboard(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "本月.csv"
    file.write_text(SHEET.format(*NAMES), encoding="gb18030")
    window = opened(fill=six_people, villages=8)
    desk = window.desk
    assert desk is not None
    month = open_month(desk)
    press(Qt.Key.Key_4, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, MonthPage)
    assert page.book is not None
    apply_counts(desk, [Count(page.book.rows[0].person_id, "L02", month, 9)], "grid")
    quiet(qtbot, window)
    press(Qt.Key.Key_I, CTRL)
    quiet(qtbot, window)
    view = page.over.view
    assert isinstance(view, MonthImport)
    other = tmp_path / "2024年1月.xlsx"
    rows = [line.split(",") for line in SHEET.format(*NAMES).splitlines()]
    other.write_bytes(write_table(Table("Sheet1", [SheetColumn(head) for head in rows[0]], rows[1:])))
    view.read(other)
    quiet(qtbot, window)
    assert "文件名写的是另一个月：2024年1月.xlsx" in said(window)
    view.read(file)
    quiet(qtbot, window)
    assert view.preview is not None
    assert "文件名写的是另一个月" not in said(window)
    lines = [(one.row, one.name, one.says, one.why) for one in view.preview.lines if one.row]
    assert lines == [
        (2, NAMES[0], "走访 9→3", ""),
        (2, NAMES[0], "D 列：3/2", "不是一个数"),
        (3, NAMES[1], "走访 3", ""),
    ]
    told = said(window)
    for words in ("备注", "1 格原来就有别的数", "1 格写着“无”"):
        assert words in told
    assert list_log(desk, month).totals == {"L02": 9}, "nothing was written yet"
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert page.over.view is None
    assert list_log(desk, month).totals == {"L02": 6}
    press(Qt.Key.Key_I, CTRL)
    quiet(qtbot, window)
    assert isinstance(page.over.view, MonthImport)
    page.over.view.held.list.setFocus()
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    type_in("2")
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert list_log(desk, month).totals == {"L02": 6, "L03": 2}
    assert log_held.held_log(desk) == []
    press(Qt.Key.Key_Escape)
    quiet(qtbot, window)
    assert page.over.view is None
    assert page.book.value(page.book.rows[0], "L03").count == 2  # type: ignore[union-attr]


def test_esc_leaves_without_writing(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "本月.csv"
    file.write_text(SHEET.format(*NAMES), encoding="utf-8")
    window = opened(fill=six_people, villages=8)
    page, view = importing(window, qtbot)
    view.read(file)
    quiet(qtbot, window)
    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_Escape)
    quiet(qtbot, window)
    assert page.over.view is None
    assert window.desk is not None
    assert list_log(window.desk, open_month(window.desk)).entries == ()
    assert log_held.held_log(window.desk) == []


def test_a_file_dropped_here_is_read(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "本月.csv"
    file.write_text(SHEET.format(*NAMES), encoding="utf-8")
    window = opened(fill=six_people, villages=8)
    _page, view = importing(window, qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    came = QDragEnterEvent(QPoint(9, 9), copy, data, left, Qt.KeyboardModifier.NoModifier)
    view.dragEnterEvent(came)
    assert came.isAccepted()
    view.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, Qt.KeyboardModifier.NoModifier))
    quiet(qtbot, window)
    assert view.preview is not None
    assert view.preview.cells == 2


def test_a_table_of_villages_says_whose_its_numbers_become(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "本月.csv"
    file.write_text("村,走访\n甲村,3\n", encoding="utf-8")
    window = opened(fill=six_people, villages=8)
    page, view = importing(window, qtbot)
    view.read(file)
    quiet(qtbot, window)
    assert view.preview is not None
    assert [one.name for one in view.preview.lines] == [NAMES[0]]
    assert "这张表按村记，没有姓名" in said(page)


def test_a_sheet_with_a_column_a_day_says_which_column_is_which_day(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "本月.csv"
    file.write_text(f"走访情况\n姓名,村,1日,2日\n{NAMES[0]},甲村,3,\n", encoding="utf-8")
    window = opened(fill=six_people, villages=8)
    _page, view = importing(window, qtbot)
    view.read(file)
    quiet(qtbot, window)
    assert view.preview is not None
    assert view.preview.read.endswith("C 1　D 2")
