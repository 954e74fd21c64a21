"""The photo on a person's card: taken, pasted, let go, removed, by keyboard and by hand."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from station_desk.services import attachments
from station_desk.services.desk import Desk
from station_desk.ui.kit import Button
from station_desk.ui.photo_acts import PhotoActs
from station_desk.ui.roster_page import RosterPage
from station_desk.ui.window import DeskWindow
from tests.support.pictures import picture
from tests.ui.conftest import Opened, quiet
from tests.ui.people import CTRL, page_of, press, said, six_people

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shown(opened: Opened, qtbot: QtBot) -> tuple[DeskWindow, RosterPage]:
    window = opened(fill=six_people, villages=8)
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, RosterPage)
    return window, page


def parts(shown: tuple[DeskWindow, RosterPage]) -> tuple[Desk, PhotoActs, str]:
    window, page = shown
    person = page.panel.person()
    assert window.desk is not None
    assert person is not None
    return window.desk, page.panel.photos, person.id


def test_a_photo_is_taken_shown_let_go_and_removed(
    shown: tuple[DeskWindow, RosterPage], qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = shown
    desk, acts, person = parts(shown)
    place = page.panel.view.photo
    assert place.isEnabled()
    assert place.photo.isNull()
    file = tmp_path / "甲.jpg"
    file.write_bytes(picture())
    place.given.emit(str(file))
    quiet(qtbot, window)
    assert not place.photo.isNull()

    press(Qt.Key.Key_P, ALT)
    assert window.findChild(Button, "photo-travels") is not None
    window.findChild(Button, "photo-travels").click()
    quiet(qtbot, window)
    found = attachments.photo_of(desk, person)
    assert found is not None
    assert found.attachment.travels

    acts.ask_remove()
    window.findChild(Button, "answer-yes").click()
    quiet(qtbot, window)
    assert attachments.photo_of(desk, person) is None
    assert place.photo.isNull()


def test_a_copied_picture_is_pasted_on_the_photos_place(shown: tuple[DeskWindow, RosterPage], qtbot: QtBot) -> None:
    window, page = shown
    desk, _acts, person = parts(shown)
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)
    page.panel.view.photo.setFocus()
    press(Qt.Key.Key_V, CTRL)
    quiet(qtbot, window)
    found = attachments.photo_of(desk, person)
    assert found is not None
    assert found.content is not None
    QGuiApplication.clipboard().clear()


def test_what_is_no_picture_is_told_and_nothing_changes(
    shown: tuple[DeskWindow, RosterPage], qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = shown
    desk, acts, person = parts(shown)
    file = tmp_path / "合同.jpg"
    file.write_bytes(b"PK\x03\x04 no picture")
    acts.take(str(file))
    quiet(qtbot, window)
    assert "photo_unreadable" in said(window)
    assert attachments.photo_of(desk, person) is None
    assert page.panel.view.photo.photo.isNull()
