"""The roster in the real window, on a real desk, by keyboard alone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from station_desk.services import roster
from station_desk.services.desk import Desk
from station_desk.store.access import load_access
from station_desk.ui.delegate import CELL, Cell
from station_desk.ui.kit import Button
from station_desk.ui.page import Target
from station_desk.ui.roster_page import RosterPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import CTRL, NAMES, SHIFT, focus, id_number, page_of, press, said, six_people, type_in

Shown = tuple[DeskWindow, RosterPage]


@pytest.fixture
def shown(opened: Opened, qtbot: QtBot) -> Callable[..., Shown]:
    """The window with the roster in front."""

    def show(fill: Callable[[Desk], object] | None = six_people, villages: int = 8) -> Shown:
        window = opened(fill=fill, villages=villages)
        press(Qt.Key.Key_2, CTRL)
        quiet(qtbot, window)
        page = page_of(window)
        assert isinstance(page, RosterPage)
        return window, page

    return show


def names(page: RosterPage) -> list[str]:
    return [
        line.person.name if line.person else f"空 {line.vacancy.village}"
        for line in page.list.lines()
        if line.vacancy or line.person
    ]  # type: ignore[union-attr]


def desk_of(window: DeskWindow) -> Desk:
    assert window.desk is not None
    return window.desk


def test_the_list_stands_in_village_order_with_vacancies_and_says_how_it_stands(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    assert names(page) == [*NAMES, "空 己村", "空 庚村", "空 辛村"]
    assert "应配 8·在聘 5·空缺 3" in page.facts
    assert page.tools.chips["all"].text() == "全部 9"
    assert page.tools.chips["pending"].text() == "待聘 1"
    assert page.panel.person() is not None
    assert NAMES[0] in said(page.panel)


def test_initials_find_a_person_and_the_matched_characters_are_marked(
    shown: Callable[..., Shown], qtbot: QtBot
) -> None:
    _window, page = shown()
    type_in("lrb")
    assert names(page) == [NAMES[0]]
    cell = page.list.view.model().index(0, 0).data(CELL)
    assert isinstance(cell, Cell)
    assert cell.spans == (0, 1, 2)
    press(Qt.Key.Key_Return)
    assert focus() is page.list.view
    press(Qt.Key.Key_F, CTRL)
    press(Qt.Key.Key_Escape)
    assert len(names(page)) == 9


@pytest.mark.parametrize(
    ("typed", "name"), [("stf", "单田芳"), ("xiexd", "解晓东"), ("ouyang", "欧阳晖"), ("1004", NAMES[4])]
)
def test_surnames_with_their_own_readings_and_tails_of_numbers_are_found(
    shown: Callable[..., Shown], typed: str, name: str
) -> None:
    _window, page = shown()
    page.search(typed)
    assert names(page)[0] == name


def test_a_village_brings_its_people_with_its_name_marked(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    page.search("乙村")
    assert names(page) == [NAMES[1]]
    cell = page.list.view.model().index(0, 1).data(CELL)
    assert isinstance(cell, Cell)
    assert cell.spans == (0, 1)


def test_what_is_not_found_is_said_with_what_to_do(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    page.search("没有这人")
    assert "没有找到“没有这人”。" in said(page)
    assert "添加“没有这人”" in [b.text().strip() for b in page.list.findChildren(Button)]


def test_arrows_show_each_card_at_once_and_never_leave_the_list(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    page.list.take_focus()
    for name in NAMES[1:4]:
        press(Qt.Key.Key_Down)
        shown_person = page.panel.person()
        assert shown_person is not None
        assert shown_person.name == name
    assert focus() is page.list.view


def test_numbers_are_masked_until_asked_for_and_each_look_is_recorded(
    shown: Callable[..., Shown], qtbot: QtBot
) -> None:
    window, page = shown()
    assert "138 **** 1000" in said(page.panel)
    assert id_number(0)[6:14] not in said(page.panel)
    page.list.take_focus()
    press(Qt.Key.Key_Space)
    quiet(qtbot, window)
    number = id_number(0)
    assert f"{number[:6]} {number[6:14]} {number[14:]}" in said(page.panel)
    assert "138 0000 1000" in said(page.panel)
    with desk_of(window).store.read() as conn:
        acts = [entry.act for entry in load_access(conn)]
    assert acts.count("reveal") == 2
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    assert "138 **** 1000" in said(page.panel)


def test_the_revealed_number_hides_itself(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    press(Qt.Key.Key_F9)
    quiet(qtbot, window)
    assert page.panel.view.revealed()
    page.panel.view._hide.timeout.emit()
    assert "138 **** 1000" in said(page.panel)


def test_a_phone_is_changed_in_seventeen_keys_and_taken_back(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    type_in("lrb")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_F2)
    type_in("13900007777")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    person = page.panel.person()
    assert person is not None
    assert person.phone_masked == "139****7777"
    assert "改电话（旧号尾 1000）" in said(page.panel)
    page.list.take_focus()
    press(Qt.Key.Key_Z, CTRL)
    quiet(qtbot, window)
    assert "138 **** 1000" in said(page.panel)
    press(Qt.Key.Key_Y, CTRL)
    quiet(qtbot, window)
    assert "139 **** 7777" in said(page.panel)


def test_a_person_is_added_by_the_id_number_first(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    press(Qt.Key.Key_N, CTRL)
    type_in(id_number(40, "19790508"))
    assert "1979-05-08，" in said(page.panel)
    press(Qt.Key.Key_Return)
    type_in("王敏")
    press(Qt.Key.Key_Return)
    type_in("gengc")
    press(Qt.Key.Key_Return)
    type_in("13900001234")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert page.panel.form is None
    person = page.panel.person()
    assert person is not None
    assert (person.name, person.village, person.birth, person.status) == ("王敏", "庚村", "1979-05-08", "active")
    assert "空 庚村" not in names(page)


def test_what_stops_the_save_is_said_beside_its_field(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    press(Qt.Key.Key_N, CTRL)
    number = id_number(41)
    type_in(number[:17] + ("0" if number[17] != "0" else "1"))
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    form = page.panel.form
    assert form is not None
    assert "最后一位对不上" in said(form)
    assert focus() is form.controls["id_no"]
    assert len(roster.list_people(desk_of(window))) == 6


def test_escape_leaves_the_form_and_keeps_the_draft(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    press(Qt.Key.Key_N, CTRL)
    press(Qt.Key.Key_Return)
    type_in("半个人")
    press(Qt.Key.Key_Escape)
    assert page.panel.form is None
    assert window.frame is not None
    window.frame.keep_drafts()
    assert page.draft() is not None
    press(Qt.Key.Key_N, CTRL)
    assert page.panel.form is not None
    assert page.panel.form.person().name == "半个人"


def test_a_draft_comes_back_with_the_window(shown: Callable[..., Shown], gate: Opened, qtbot: QtBot) -> None:
    from tests.ui.conftest import unlock

    window, page = shown()
    type_in("lrb")
    press(Qt.Key.Key_F2)
    type_in("1390000")
    home = desk_of(window).home.path
    window.close()
    again = gate(home)
    unlock(qtbot, again)
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, again)
    page = page_of(again)  # type: ignore[assignment]
    assert isinstance(page, RosterPage)
    assert page.panel.form is not None
    assert page.panel.form.person().phone == "1390000"


def test_a_chip_shows_only_its_lines_and_escape_shows_all(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    page.tools.chips["vacant"].click()
    assert all(name.startswith("空") for name in names(page))
    page.list.take_focus()
    press(Qt.Key.Key_Escape)
    assert len(names(page)) == 9
    page.arrive(Target("roster", "show", "ending"))
    assert names(page) == [NAMES[3]]


def test_enter_on_a_vacant_village_adds_a_person_there(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    page.show_chip("vacant")
    page.list.take_focus()
    press(Qt.Key.Key_Return)
    assert page.panel.form is not None
    assert len(page.panel.form.person().village_ids) == 1


def test_f8_goes_to_what_needs_a_person(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    page.list.take_focus()
    press(Qt.Key.Key_F8)
    line = page.list.current()
    assert line is not None
    assert line.person is not None
    assert line.person.name == NAMES[3]
    press(Qt.Key.Key_F8)
    line = page.list.current()
    assert line is not None
    assert line.vacancy is not None


def test_the_card_is_copied_masked(shown: Callable[..., Shown]) -> None:
    _window, _page = shown()
    press(Qt.Key.Key_C, CTRL | SHIFT)
    text = QGuiApplication.clipboard().text()
    assert NAMES[0] in text
    assert "138 **** 1000" in text
    assert id_number(0) not in text


def test_an_earlier_day_is_shown_and_cannot_be_changed(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    page.tools.day.setFocus()
    type_in("20240101")
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "这是 2024-01-01 的花名册" in said(page)
    assert not page.panel.writable
    press(Qt.Key.Key_N, CTRL)
    assert page.panel.form is None
    press(Qt.Key.Key_Escape)
    quiet(qtbot, window)
    assert "2024-01-01" not in said(page)
    assert page.panel.writable


def test_an_empty_roster_says_what_to_do(shown: Callable[..., Shown]) -> None:
    _window, page = shown(fill=None, villages=0)
    assert "还没有人。" in said(page)
    press(Qt.Key.Key_N, CTRL)
    assert page.panel.form is not None


def test_names_are_never_cut(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    view = page.list.view
    font = view.painter._font("body", "medium")[1]
    assert view.columnWidth(0) >= font.horizontalAdvance(NAMES[4]) + 16
