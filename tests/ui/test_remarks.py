"""The county's word in the window: made at a card, a task on Home of the station, answered with one key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station_desk.services import exchange, remarks, roster
from station_desk.services.desk import Desk
from station_desk.ui.home_page import HomePage
from station_desk.ui.kit import CutLabel
from station_desk.ui.page import Page, Target
from station_desk.ui.roster_page import RosterPage
from station_desk.ui.window import DeskWindow
from tests.support.homes import make_home
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, NAMES, focus, id_number, page_of, press, said, six_people, type_in
from tests.ui.test_exchange_page import identity


def introduce(station: Desk, county: Desk, folder: Path) -> None:
    exchange.trust(county, identity(station, folder))
    exchange.trust(station, identity(county, folder))


def carry(sender: Desk, receiver: Desk, folder: Path) -> None:
    """One stick from one desk to the other."""
    stick = folder / "stick"
    stick.mkdir(exist_ok=True)
    made = exchange.export_bundles(sender, stick)
    exchange.import_bundles(receiver, [Path(one.file) for one in made])


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """The desk at the other side: a county for a station's window."""
    desk = make_home(tmp_path, "county", 0, folder="county")
    yield desk
    desk.close()


def remarked(station: Desk, county: Desk, folder: Path, *, people: int = 1) -> None:
    """Six people, and a remark of the county on the ID number of so many of them."""
    six_people(station)
    introduce(station, county, folder)
    carry(station, county, folder)
    for row in roster.list_people(station)[:people]:
        remarks.add(county, row.id, "id_no_wrong", "id_no", "请对证件")
    carry(county, station, folder)


def go(window: DeskWindow, qtbot: QtBot, target: Target) -> Page:
    assert window.frame is not None
    window.frame.go(target)
    quiet(qtbot, window)
    return page_of(window)


def whole(page: Page) -> str:
    """Every text of a page, also one that is cut off on the screen."""
    return "\n".join(one.whole() for one in page.findChildren(CutLabel))


def button_of(widget: QWidget, name: str) -> QPushButton:
    found = [one for one in widget.findChildren(QPushButton) if one.accessibleName() == name and one.isVisible()]
    assert found, name
    return found[0]


def test_home_leads_to_the_person_and_one_key_answers(
    opened: Opened, other: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened("station", fill=lambda desk: remarked(desk, other, tmp_path), villages=8)
    page = page_of(window)
    assert isinstance(page, HomePage)
    assert "县局有 1 条意见等答复" in whole(page)
    page = go(window, qtbot, Target("roster", "remarks"))
    assert isinstance(page, RosterPage)
    assert "身份证号有误·身份证" in said(page.panel)
    assert "请对证件" in said(page.panel)
    press(Qt.Key.Key_Y, ALT)
    assert focus().accessibleName() == "mend-field"
    button_of(page.panel, "answer-as_is").click()
    quiet(qtbot, window)
    assert "已答：原样无误" in said(page.panel)
    assert window.desk is not None
    carry(window.desk, other, tmp_path)
    assert [one.answer for one in remarks.list_remarks(other)] == ["as_is"]


def test_mending_jumps_to_the_field_and_then_offers_mended(
    opened: Opened, other: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened("station", fill=lambda desk: remarked(desk, other, tmp_path), villages=8)
    page = go(window, qtbot, Target("roster", "remarks"))
    assert isinstance(page, RosterPage)
    button_of(page.panel, "mend-field").click()
    assert focus().accessibleName() == "field-id_no"
    assert page.panel.form is not None
    page.panel.leave()
    card = page.panel.person()
    assert card is not None
    assert window.desk is not None
    roster.edit_person(window.desk, card.id, {"id_no": id_number(40)})
    quiet(qtbot, window)
    assert "提了以后，这里已经改过。" in said(page.panel)
    press(Qt.Key.Key_Y, ALT)
    assert focus().accessibleName() == "answer-done"
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert [one.state for one in remarks.list_remarks(window.desk)] == ["answered"]


def test_several_remarks_are_listed_first(opened: Opened, other: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    window = opened("station", fill=lambda desk: remarked(desk, other, tmp_path, people=3), villages=8)
    page = go(window, qtbot, Target("roster", "remarks"))
    assert isinstance(page, RosterPage)
    assert "县局的意见，3 条等答复" in said(window)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "身份证号有误" in said(page.panel)


def test_the_county_remarks_at_the_card_by_keys_alone(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    station = make_home(tmp_path, villages=8, folder="station")
    six_people(station)

    def fill(county: Desk) -> None:
        introduce(station, county, tmp_path)
        carry(station, county, tmp_path)

    window = opened("county", fill=fill, villages=0)
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, RosterPage)
    assert window.desk is not None
    page.list.take_focus()
    press(Qt.Key.Key_Y, ALT)
    press(Qt.Key.Key_5)
    press(Qt.Key.Key_Return)
    type_in("打13800001234")
    press(Qt.Key.Key_Return)
    assert "请去掉号码" in said(window)
    assert remarks.list_remarks(window.desk) == []
    press(Qt.Key.Key_A, CTRL)
    type_in("王秀英因上访被劝返")
    press(Qt.Key.Key_Return)
    assert "改写成数目就行" in said(window)
    assert remarks.list_remarks(window.desk) == []
    press(Qt.Key.Key_A, CTRL)
    type_in("照片太旧")
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    (made,) = remarks.list_remarks(window.desk)
    assert (made.reason, made.words, made.state) == ("other", "照片太旧", "open")
    assert made.person in NAMES
    assert "照片太旧" in said(page.panel)
    station.close()
