"""Two versions on the screen: side by side, chosen by keys alone, the next one by itself, the mark to be seen afterwards."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.services import conflicts, exchange, roster
from station_desk.services.desk import Desk, open_desk
from station_desk.ui.conflict_board import COPIES, ConflictBoard
from station_desk.ui.window import DeskWindow
from tests.support.homes import PASS_PHRASE, PERSON, make_home
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, focus, page_of, press, said, six_people, type_in


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Desk]:
    desk = make_home(tmp_path, "county", 0, folder="county")
    yield desk
    desk.close()


def send(giver: Desk, taker: Desk, stick: Path) -> None:
    stick.mkdir(exist_ok=True)
    made = exchange.export_bundles(giver, stick)
    exchange.import_bundles(taker, [Path(one.file) for one in made])


def disagreeing(tmp_path: Path, county: Desk) -> Callable[[Desk], None]:
    """Puts people into the station; a copy of it changes two fields that the station changes too."""

    def fill(station: Desk) -> None:
        six_people(station)
        for mine, theirs in ((station, county), (county, station)):
            exchange.trust(mine, exchange.write_public_identity(theirs, tmp_path))
        send(station, county, tmp_path / "first")
        shutil.copytree(station.home.path, tmp_path / "second")
        first = {row.name: row.id for row in roster.list_people(station)}
        with open_desk(tmp_path / "second", PERSON, PASS_PHRASE) as second:
            second.store.renew_rep()
            for desk, phone, post in ((station, "13800007777", "村医"), (second, "13800008888", "村主任")):
                roster.edit_person(desk, first["单田芳"], {"phone": phone})
                roster.edit_person(desk, first["李荣宝"], {"post": post})
            send(second, county, tmp_path / "up")
        send(station, county, tmp_path / "up")
        send(county, station, tmp_path / "down")

    return fill


def board_of(window: DeskWindow) -> ConflictBoard:
    panel = window.overlay.panel()
    assert panel is not None
    [board] = panel.findChildren(ConflictBoard)
    return board


def stands(window: DeskWindow, name: str) -> tuple[str, str]:
    assert window.desk is not None
    [row] = [row for row in roster.list_people(window.desk) if row.name == name]
    return roster.reveal(window.desk, row.id, "phone") or "", row.post


def test_the_queue_is_worked_off_by_keys_alone(opened: Opened, county: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    window = opened(fill=disagreeing(tmp_path, county), villages=8)
    assert "有 2 处是两个版本" in said(page_of(window))
    press(Qt.Key.Key_0, CTRL)
    quiet(qtbot, window)
    assert "有 2 处是两个版本" in said(page_of(window))
    press(Qt.Key.Key_C, ALT)
    quiet(qtbot, window)
    board = board_of(window)
    assert focus() is board.versions
    assert "第 1 处，共 2 处" in said(board)
    first = board.current
    assert first is not None
    assert [one.copy_here for one in first.versions].count(True) == 1
    assert board.versions.model().rowCount() == 3
    wanted = [first.versions[1].shown]
    press(Qt.Key.Key_2)
    quiet(qtbot, window)
    second = board.current
    assert second is not None
    assert second.id != first.id
    assert focus() is board.versions
    press(Qt.Key.Key_Z, CTRL)
    quiet(qtbot, window)
    assert board.current is not None
    assert len(board.data.waiting) == 2
    press(Qt.Key.Key_2)
    quiet(qtbot, window)
    wanted.append(second.versions[1].shown)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert board.current is None
    assert "没有要选定的" in said(board)
    press(Qt.Key.Key_Escape)
    quiet(qtbot, window)
    assert window.overlay.panel() is None
    assert "是两个版本" not in said(page_of(window))
    phone, post = stands(window, "单田芳")[0], stands(window, "李荣宝")[1]
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    assert "选定村内职务" in said(page_of(window))
    assert "此处曾有两个版本" in said(page_of(window))
    assert {post, phone[:3] + "****" + phone[-4:]} == set(wanted)


def test_numbers_are_shown_whole_for_a_while_and_a_value_of_ones_own_is_checked(
    opened: Opened, county: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(fill=disagreeing(tmp_path, county), villages=8)
    press(Qt.Key.Key_0, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_C, ALT)
    quiet(qtbot, window)
    board = board_of(window)
    if board.current is not None and board.current.field != "phone":
        press(Qt.Key.Key_PageDown)
    assert board.current is not None
    assert all("****" in one.shown for one in board.current.versions)
    press(Qt.Key.Key_F9)
    quiet(qtbot, window)
    assert {one.shown for one in board.current.versions} == {"13800007777", "13800008888"}
    board._hide.timeout.emit()
    assert all("****" in one.shown for one in board.current.versions)
    press(Qt.Key.Key_3)
    assert focus() is board.own
    type_in("138")
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "电话" in said(window.overlay.panel())  # type: ignore[arg-type]
    press(Qt.Key.Key_Escape)
    board.own.clear()
    board.own.setFocus()
    type_in("13800009999")
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert stands(window, "单田芳")[0] == "13800009999"
    assert window.desk is not None
    assert len(conflicts.open_conflicts(window.desk)) == 1
    board.show_tab(1)
    assert board.settled.model().rowCount() == 1


def test_the_copies_that_wrote_are_listed(opened: Opened, county: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    window = opened(fill=disagreeing(tmp_path, county), villages=8)
    press(Qt.Key.Key_0, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_C, ALT)
    quiet(qtbot, window)
    board = board_of(window)
    board.show_tab(COPIES)
    assert [line.here for _name, line in board.data.copies] == [True, False]
    assert board.copies.model().rowCount() == 2
