"""Unlocking: what stands before it, what is said under the field, the lock, and the ways around a forgotten phrase."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from station_desk.machine.home import Home
from station_desk.machine.lock import WriterLock
from station_desk.machine.settings import PlainSettings, load_settings
from station_desk.services import safety
from station_desk.ui.idle import IdleWatch
from station_desk.ui.recovery import RecoveryForm
from station_desk.ui.unlock import UnlockPage
from station_desk.ui.window import DeskWindow
from tests.support.homes import PASS_PHRASE, PERSON, make_home
from tests.ui.conftest import Opened, quiet, unlock

HEAVY = ("sqlalchemy", "alembic", "sqlcipher3", "reportlab", "openpyxl", "python_calamine", "pypdfium2", "lxml")


def page_of(window: DeskWindow) -> UnlockPage:
    page = window.stack.currentWidget()
    assert isinstance(page, UnlockPage)
    return page


def words(window: DeskWindow) -> str:
    panel = window.overlay.panel()
    assert panel is not None
    return "\n".join(said.text() for said in panel.findChildren(QLabel))


def test_before_unlocking_nothing_heavy_is_imported() -> None:
    """The window must stand before a database or a PDF library is read (DESKTOP 4)."""
    code = (
        "import sys, json\n"
        "import station_desk.ui.window\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == []


WARMED = """
import json, sys, threading
from pathlib import Path
from PySide6.QtWidgets import QApplication

elsewhere = []

class Seen:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("PySide6", "station_desk.ui")) and threading.current_thread() is not threading.main_thread():
            elsewhere.append(name)

sys.meta_path.insert(0, Seen())
app = QApplication([])
from station_desk.machine.settings import PlainSettings
from station_desk.ui.window import DeskWindow

window = DeskWindow(Path(sys.argv[1]), PlainSettings())
window.warm()
while "station_desk.ui.pages" not in sys.modules:
    app.processEvents()
window.work.close()
print(json.dumps([elsewhere, "station_desk.services.sample" in sys.modules]))
"""


def test_what_is_read_while_the_pass_phrase_is_typed_makes_no_class_of_qt_in_the_background(tmp_path: Path) -> None:
    """PySide's table of types has no lock: a page read in the background ended the program once in some ten starts."""
    told = subprocess.run(
        [sys.executable, "-c", WARMED, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(told.stdout) == [[], True]


def test_the_card_shows_office_and_person_and_has_the_focus(tmp_path: Path, gate: Opened) -> None:
    make_home(tmp_path).close()
    window = gate()
    card = page_of(window).card
    assert card.person.currentText() == PERSON
    assert card.field.accessibleName() == "pass-phrase"
    assert card.unlock.accessibleName() == "unlock"
    assert QApplication.focusWidget() is card.field
    assert "梁才派出所" in [said.text() for said in card.findChildren(QLabel)]
    assert window.windowTitle() == "Station Desk"


def test_unlocking_by_keyboard_alone_opens_the_frame(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    make_home(tmp_path).close()
    window = gate()
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, PASS_PHRASE)
    qtbot.keyClick(focus, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=20_000)
    quiet(qtbot, window)
    assert window.desk is not None
    assert window.desk.account.name == PERSON
    assert load_settings().last_home == str(tmp_path / "home")


def test_a_wrong_phrase_is_said_under_the_field_with_the_tries_left(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    make_home(tmp_path).close()
    window = gate()
    card = page_of(window).card
    for left in (4, 3):
        qtbot.keyClicks(card.field, "no such phrase")
        qtbot.keyClick(card.field, Qt.Key.Key_Return)
        quiet(qtbot, window)
        assert str(left) in card.wrong.text()
        assert card.field.text() == ""
    assert not window.overlay.busy
    qtbot.keyClicks(card.field, "x")
    assert not card.wrong.text()


def test_after_five_wrong_tries_the_sentence_names_the_time(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    make_home(tmp_path).close()
    window = gate()
    card = page_of(window).card
    for _ in range(5):
        qtbot.keyClicks(card.field, "no such phrase")
        card.unlock.click()
        quiet(qtbot, window)
    assert ":" in card.wrong.text()
    assert card.unlock.isEnabled()


def test_someone_else_writing_is_named_and_reading_is_offered(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    make_home(tmp_path).close()
    other = WriterLock(Home(tmp_path / "home"))
    other.acquire("王敏")
    try:
        window = gate()
        card = page_of(window).card
        qtbot.keyClicks(card.field, PASS_PHRASE)
        card.unlock.click()
        quiet(qtbot, window)
        assert "王敏" in words(window)
        panel = window.overlay.panel()
        assert panel is not None
        panel.findChild(type(card.unlock), "answer-again").click()
        qtbot.waitUntil(lambda: window.frame is not None, timeout=20_000)
        quiet(qtbot, window)
        assert window.desk is not None
        assert window.desk.read_only
    finally:
        other.release()


def test_the_recovery_code_gives_a_new_phrase(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    from station_desk.services import accounts

    desk = make_home(tmp_path)
    code = accounts.new_recovery_code(desk)
    desk.close()
    window = gate()
    page_of(window).card.forgot.click()
    form = window.findChild(RecoveryForm)
    assert form is not None
    qtbot.keyClicks(form.code, "1111-2222")
    qtbot.keyClicks(form.phrase.first, "short")
    qtbot.keyClick(form.phrase.second, Qt.Key.Key_Return)
    assert form.phrase.wrong.text()
    form.phrase.first.clear()
    for field in (form.phrase.first, form.phrase.second):
        qtbot.keyClicks(field, "another-phrase-2")
    qtbot.keyClick(form.phrase.second, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert form.wrong.text()
    form.code.setText(code)
    form.send()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=20_000)
    quiet(qtbot, window)
    assert not window.overlay.busy


def test_a_damaged_database_is_answered_by_a_backup(
    tmp_path: Path, gate: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_home(tmp_path)
    report = safety.backup(desk)
    desk.close()
    (tmp_path / "home" / "desk.db").unlink()
    monkeypatch.setattr("station_desk.ui.unlock_ways.ask_open", lambda _p, _t, _n, chosen: chosen(report.file))
    window = gate()
    card = page_of(window).card
    qtbot.keyClicks(card.field, PASS_PHRASE)
    card.unlock.click()
    quiet(qtbot, window)
    panel = window.overlay.panel()
    assert panel is not None
    panel.findChild(type(card.unlock), "answer-again").click()
    quiet(qtbot, window)
    assert window.folder != tmp_path / "home"
    unlock(qtbot, window)


# --- the lock ----------------------------------------------------------------------------------------------------------
def test_the_lock_covers_everything_and_the_cursor_comes_back(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    assert window.frame is not None
    box = window.frame.head.search
    box.setFocus()
    qtbot.keyClicks(box, "jia")
    qtbot.keyClick(box, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    quiet(qtbot, window)
    assert window.lock_page is not None
    assert window.stack.currentWidget() is window.lock_page
    assert not window.frame.isVisible()
    assert window.desk is not None
    assert window.desk.locked
    card = window.lock_page.card
    assert QApplication.focusWidget() is card.field
    qtbot.keyClicks(card.field, "wrong")
    qtbot.keyClick(card.field, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert card.wrong.text()
    qtbot.keyClicks(card.field, PASS_PHRASE)
    qtbot.keyClick(card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.lock_page is None, timeout=20_000)
    assert window.frame.isVisible()
    assert QApplication.focusWidget() is box
    assert box.text() == "jia"
    assert not window.desk.locked


def test_somebody_else_can_take_the_desk(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    window.lock()
    quiet(qtbot, window)
    assert window.lock_page is not None
    switch = window.lock_page.findChild(type(window.lock_page.card.unlock), "switch-person")
    assert switch is not None
    switch.click()
    quiet(qtbot, window)
    assert window.desk is None
    unlock(qtbot, window)


def test_the_idle_lock_keeps_to_one_to_fifteen_minutes(qtbot: QtBot) -> None:
    watch = IdleWatch(5)
    assert watch.milliseconds == 5 * 60_000
    for minutes, kept in ((0, 1), (15, 15), (60, 15)):
        watch.set_minutes(minutes)
        assert watch.milliseconds == kept * 60_000


def test_a_silent_desk_locks_itself(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    window.idle_watch.idle.emit()
    quiet(qtbot, window)
    assert window.lock_page is not None


def test_keys_at_the_window_put_the_idle_lock_off(qtbot: QtBot, gate: Opened, tmp_path: Path) -> None:
    make_home(tmp_path).close()
    window = gate(settings=PlainSettings(theme="light", idle_minutes=1))
    watch = window.idle_watch
    watch.start(window.windowHandle())
    qtbot.wait(30)
    before = watch.left_ms
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert watch.left_ms > before
    watch.stop()


def test_damaged_keys_are_told_at_once_and_a_backup_brings_its_own(
    tmp_path: Path, gate: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_home(tmp_path)
    report = safety.backup(desk)
    desk.close()
    for name in ("keys-a.json", "keys-b.json"):
        (tmp_path / "home" / name).write_bytes(b"\0" * 100)
    monkeypatch.setattr("station_desk.ui.unlock_ways.ask_open", lambda _p, _t, _n, chosen: chosen(report.file))
    window = gate()
    qtbot.waitUntil(lambda: window.overlay.busy)
    panel = window.overlay.panel()
    assert panel is not None
    panel.findChild(type(page_of(window).card.unlock), "answer-again").click()
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, PASS_PHRASE)
    qtbot.keyClick(focus, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert window.folder.name.startswith("home-restored")
    assert page_of(window).card.person.currentText() == PERSON
