"""Keys and moving in the settings: what stands there, and every act by keys alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station_desk.domain.trouble import Trouble
from station_desk.services import exchange, key_change, move
from station_desk.services.desk import Desk, open_desk
from station_desk.services.exchange_keys import own_identity
from station_desk.ui import key_accept
from station_desk.ui.first_start import FirstStartPage
from station_desk.ui.page import Target
from station_desk.ui.settings_keys import KeysSection
from station_desk.ui.settings_move import MoveSection
from station_desk.ui.settings_page import SettingsPage
from station_desk.ui.window import DeskWindow
from station_desk.wording.troubles import tell
from station_desk.wording.troubles.keys import SENTENCES
from tests.support.homes import PASS_PHRASE, PERSON, make_home
from tests.ui.conftest import Opened, quiet
from tests.ui.test_frame import frame_of, key


def section(window: DeskWindow, qtbot: QtBot, name: str) -> QWidget:
    """A section of the settings in front."""
    frame_of(window).go(Target("settings", name))
    quiet(qtbot, window)
    page = frame_of(window).page()
    assert isinstance(page, SettingsPage)
    return page.sections[name]


def desk_of(window: DeskWindow) -> Desk:
    assert window.desk is not None
    return window.desk


def press(window: DeskWindow, qtbot: QtBot, name: str) -> None:
    """A button by the keyboard: focus and blank."""
    (found,) = [b for b in window.findChildren(QPushButton, name) if b.isVisible()]
    found.setFocus()
    key(qtbot, Qt.Key.Key_Space)
    quiet(qtbot, window)


def type_in(window: DeskWindow, qtbot: QtBot, name: str, text: str) -> None:
    (field,) = [f for f in window.findChildren(QLineEdit, name) if f.isVisible()]
    assert field.hasFocus()
    field.setText(text)
    key(qtbot, Qt.Key.Key_Return)
    quiet(qtbot, window)


def said(window: DeskWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def county_window(opened: Opened, tmp_path: Path) -> DeskWindow:
    """A county that knows a station, whose computer then was lost: `new.sdk` is that of the new one."""

    def fill(county: Desk) -> None:
        for folder, file in (("station", "old.sdk"), ("anew", "new.sdk")):
            station = make_home(tmp_path, folder=folder)
            exchange.write_public_identity(station, tmp_path / file)
            if folder == "station":
                exchange.trust(county, tmp_path / file)
            station.close()

    return opened("county", fill)


def test_changing_the_keys_asks_first_and_the_harmless_answer_has_the_focus(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    keys = section(window, qtbot, "keys")
    assert isinstance(keys, KeysSection)
    before = keys.fingerprint.text()
    press(window, qtbot, "change-keys")
    key(qtbot, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert exchange.fingerprint(desk_of(window)) == before
    press(window, qtbot, "change-keys")
    press(window, qtbot, "answer-yes")
    assert keys.fingerprint.text() == exchange.fingerprint(desk_of(window)) != before
    assert [event.why for event in key_change.events(desk_of(window))] == ["planned"]
    press(window, qtbot, "keys-stolen")
    press(window, qtbot, "answer-yes")
    assert {event.why for event in key_change.events(desk_of(window))} == {"planned", "stolen"}


def test_new_keys_are_shown_beside_the_old_ones_before_they_are_accepted(
    county_window: DeskWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = county_window
    keys = section(window, qtbot, "keys")
    assert isinstance(keys, KeysSection)
    (old,) = exchange.peers(desk_of(window))
    key_accept.look(keys, keys.place, tmp_path / "new.sdk", keys.on_shown)
    quiet(qtbot, window)
    offered = key_change.look(desk_of(window), tmp_path / "new.sdk")
    digits = said(window).split()
    assert set(old.fingerprint.split()) | set(offered.fingerprint.split()) <= set(digits)
    key(qtbot, Qt.Key.Key_Return)
    assert exchange.peers(desk_of(window)) == [old]
    key_accept.look(keys, keys.place, tmp_path / "new.sdk", keys.on_shown)
    quiet(qtbot, window)
    press(window, qtbot, "panel-act-1")
    (now,) = exchange.peers(desk_of(window))
    assert now.fingerprint == offered.fingerprint
    assert keys.model.rowCount() == 1


def test_stolen_keys_of_a_station_are_refused_after_a_question(county_window: DeskWindow, qtbot: QtBot) -> None:
    window = county_window
    section(window, qtbot, "keys")
    press(window, qtbot, "revoke-keys")
    press(window, qtbot, "panel-act-1")
    assert not key_change.events(desk_of(window))
    press(window, qtbot, "answer-yes")
    assert [event.why for event in key_change.events(desk_of(window))] == ["stolen"]


def test_the_key_paper_asks_for_the_pass_phrase_again(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened()
    keys = section(window, qtbot, "keys")
    assert isinstance(keys, KeysSection)
    keys._ask_phrase(tmp_path / "paper.pdf")
    type_in(window, qtbot, "paper-pass-phrase", PASS_PHRASE)
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")


def test_moving_out_leaves_a_desk_that_only_reads_and_says_where_it_went(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened()
    moving = section(window, qtbot, "move")
    assert isinstance(moving, MoveSection)
    assert not moving.stay.isVisible()
    moving._move(tmp_path, "二楼的电脑")
    quiet(qtbot, window)
    assert desk_of(window).read_only
    assert "二楼的电脑" in said(window)
    assert not moving.out.isEnabled()
    press(window, qtbot, "move-stay")
    type_in(window, qtbot, "stay-pass-phrase", PASS_PHRASE)
    with open_desk(desk_of(window).home.path, PERSON, PASS_PHRASE) as again:
        assert move.moved(again) is None


def test_a_home_that_was_moved_away_opens_for_reading(gate: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    desk = make_home(tmp_path)
    move.move_out(desk, tmp_path, "二楼的电脑")
    desk.close()
    window = gate()
    field = window.findChildren(QLineEdit, "pass-phrase")[0]
    field.setText(PASS_PHRASE)
    field.setFocus()
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "二楼的电脑" in said(window), timeout=20_000)
    press(window, qtbot, "answer-again")
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    quiet(qtbot, window)
    assert desk_of(window).read_only


def test_the_first_start_takes_a_desk_over_from_its_move_file(gate: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    desk = make_home(tmp_path, folder="old")
    print_, told = exchange.fingerprint(desk), move.move_out(desk, tmp_path)
    desk.close()
    window = gate()
    (page,) = window.findChildren(FirstStartPage)
    page._take_over(told.file, PASS_PHRASE)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    quiet(qtbot, window)
    assert exchange.fingerprint(desk_of(window)) == print_
    assert not desk_of(window).read_only


def test_the_first_start_reads_the_key_paper_and_names_a_mistyped_group(
    gate: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = make_home(tmp_path, folder="old")
    digits = own_identity(desk).paper or ""
    desk.close()
    window = gate()
    (page,) = window.findChildren(FirstStartPage)
    key(qtbot, Qt.Key.Key_1)
    page.office.name.setText("梁才派出所")
    page.office.code.setText("371602009")
    wrong = digits[:5] + str((int(digits[5]) + 1) % 10) + digits[6:]
    page.office.paper.setText(wrong)
    assert not page.office.ready()
    assert "2" in page.office.wrong.text()
    page.office.paper.setText(digits)
    assert page.office.ready()
    assert page.form.key_paper == digits


def test_every_trouble_of_keys_and_moving_has_its_three_sentences() -> None:
    facts = dict.fromkeys(("office", "file", "old", "new", "group", "day", "where", "folder"), "1")
    for code in SENTENCES:
        told = tell(Trouble(code, **facts))
        assert told.what
        assert told.safe
        assert told.next
