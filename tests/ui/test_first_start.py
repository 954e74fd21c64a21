"""The first start: five steps by the keyboard alone, the recovery code asked back, the practice desk apart."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from station_desk.machine.home import Home
from station_desk.machine.sealing import Kdf
from station_desk.services import first_start as service
from station_desk.services.villages import list_villages
from station_desk.ui import door
from station_desk.ui.first_start import FirstStartPage
from station_desk.ui.recovery_paper import ASKED, RecoveryPaper
from station_desk.ui.unlock import UnlockPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet

PHRASE = "long-enough-pass-1"
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 as cheap as it goes: calibrating takes a second."""
    monkeypatch.setattr("station_desk.machine.keys.calibrated_kdf", lambda: Kdf(8, 1, 1))


def page_of(window: DeskWindow) -> FirstStartPage:
    page = window.stack.currentWidget()
    assert isinstance(page, FirstStartPage)
    return page


def type_in(qtbot: QtBot, text: str, enter: bool = True) -> None:
    """Type where the focus is: Chinese comes from an input method."""
    focus = QApplication.focusWidget()
    assert focus is not None
    if text.isascii():
        qtbot.keyClicks(focus, text)
    else:
        committed = QInputMethodEvent()
        committed.setCommitString(text)
        QApplication.sendEvent(focus, committed)
    if enter:
        press(qtbot, Qt.Key.Key_Return)


def press(qtbot: QtBot, code: Qt.Key, how: Qt.KeyboardModifier = NONE) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, code, how)


def tell_the_office(window: DeskWindow, qtbot: QtBot, kind: str, name: str, code: str) -> FirstStartPage:
    """Through the first steps: a station ("1") or a county ("2"), its name and code."""
    type_in(qtbot, kind, enter=False)
    type_in(qtbot, name)
    type_in(qtbot, code)
    quiet(qtbot, window)
    return page_of(window)


def to_the_code(window: DeskWindow, qtbot: QtBot, *, township: str = "梁才") -> FirstStartPage:
    """All steps of a station by keys, up to the recovery code."""
    page = tell_the_office(window, qtbot, "1", "梁才派出所", "371602009000")
    type_in(qtbot, township)
    quiet(qtbot, window)
    if page.stack.currentWidget() is page.later.villages:
        press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    type_in(qtbot, "王敏")
    type_in(qtbot, PHRASE)
    type_in(qtbot, PHRASE)
    quiet(qtbot, window)
    return page


def test_a_station_is_set_up_by_the_keyboard_alone(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    window = gate(tmp_path / "home")
    page = to_the_code(window, qtbot)
    paper = page.findChild(RecoveryPaper)
    assert paper is not None
    groups = [said.text() for said in paper.findChildren(QLabel) if len(said.text()) == 4 and said.text().isdigit()]
    assert len(groups) == 12
    type_in(qtbot, groups[ASKED[0] - 1])
    type_in(qtbot, groups[ASKED[1] - 1])
    qtbot.waitUntil(lambda: window.frame is not None, timeout=20_000)
    quiet(qtbot, window)
    assert window.desk is not None
    assert window.desk.office.name == "梁才派出所"
    assert window.desk.account.name == "王敏"
    assert len(list_villages(window.desk)) > 20
    assert page.form.pass_phrase == ""


def test_the_steps_say_how_far_one_is_and_go_back(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    window = gate(tmp_path / "home")
    page = page_of(window)
    assert page.count.text() == "1/5"
    type_in(qtbot, "1", enter=False)
    assert page.count.text() == "2/5"
    press(qtbot, Qt.Key.Key_Left, ALT)
    assert page.count.text() == "1/5"
    type_in(qtbot, "2", enter=False)
    assert page.count.text() == "2/4"
    press(qtbot, Qt.Key.Key_Left, ALT)
    assert page.stack.currentWidget() is page.kind


def test_what_will_not_do_is_said_at_the_field(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    window = gate(tmp_path / "home")
    page = page_of(window)
    type_in(qtbot, "2", enter=False)
    type_in(qtbot, "滨城分局")
    type_in(qtbot, "12")
    assert page.office.wrong.text()
    assert QApplication.focusWidget() is page.office.code
    page.office.code.setText("371602")
    press(qtbot, Qt.Key.Key_Return)
    assert page.stack.currentWidget() is page.later.pack
    assert "依据" in page.later.pack.source.text()
    press(qtbot, Qt.Key.Key_Return)
    type_in(qtbot, "赵娟")
    type_in(qtbot, "weak")
    press(qtbot, Qt.Key.Key_Return)
    assert page.later.person.phrase.wrong.text()
    page.later.person.phrase.first.setText(PHRASE)
    page.later.person.phrase.second.setText("another-one-22")
    page.go_on()
    assert page.later.person.phrase.wrong.text()
    assert not Home(tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("code", "pack"), [("350583", "cn.nanan"), ("350521", "cn.fujian"), ("371602", "cn.bincheng"), ("110105", "")]
)
def test_the_policy_of_the_area_is_proposed_and_nobody_elses(
    tmp_path: Path, gate: Opened, qtbot: QtBot, code: str, pack: str
) -> None:
    window = gate(tmp_path / "home")
    page = tell_the_office(window, qtbot, "2", "某县局", code)
    step = page.later.pack
    assert page.stack.currentWidget() is step
    press(qtbot, Qt.Key.Key_Return)
    assert (page.stack.currentWidget() is page.later.person) is bool(pack)
    if not pack:
        assert "没有专为本地写的方案" in step.source.text()
        type_in(qtbot, "4", enter=False)
        assert page.stack.currentWidget() is page.later.person
    assert page.form.pass_phrase == ""
    assert page.form.pack == (pack or "cn.nanan")


def test_without_villages_nobody_goes_on_unless_they_are_put_off(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    window = gate(tmp_path / "home")
    page = tell_the_office(window, qtbot, "1", "海仓派出所", "350583108")
    type_in(qtbot, "haicang")
    step = page.later.villages
    assert page.stack.currentWidget() is step
    assert "请选一个乡镇" in step.proof.text()
    page.go_on()
    assert page.stack.currentWidget() is step
    step.filter.setText("haicang zh")
    assert "没有“haicang zh”" in step.proof.text()
    step.filter.clear()
    type_in(qtbot, "mtz", enter=False)
    quiet(qtbot, window)
    assert step.form.villages
    step._later()
    assert page.stack.currentWidget() is page.later.pack
    assert step.form.villages == ()


def test_the_villages_are_proved_before_they_count(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    window = gate(tmp_path / "home")
    page = tell_the_office(window, qtbot, "1", "梁才派出所", "371602009000")
    assert page.stack.currentWidget() is page.later.villages
    type_in(qtbot, "梁才", enter=False)
    quiet(qtbot, window)
    assert "个村：" in page.later.villages.proof.text()
    assert len(page.form.villages) > 20
    file = tmp_path / "villages.csv"
    file.write_text("code,name\n371602009201,甲村\n371602009202,乙村\n", encoding="utf-8")
    page.later.villages._read_file(file)
    quiet(qtbot, window)
    assert "2 个村：甲村、乙村" in page.later.villages.proof.text()


def test_the_code_is_asked_back_until_it_fits(tmp_path: Path, gate: Opened, qtbot: QtBot) -> None:
    window = gate(tmp_path / "home")
    page = to_the_code(window, qtbot)
    paper = page.findChild(RecoveryPaper)
    assert paper is not None
    type_in(qtbot, "0000")
    type_in(qtbot, "0000")
    assert "第 2 组" in paper.wrong.text()
    assert window.frame is None
    file = tmp_path / "code.pdf"
    paper.write_pdf(str(file))
    assert file.read_bytes().startswith(b"%PDF")
    paper.findChild(type(page.next), "copy-recovery-code").click()  # type: ignore[union-attr]
    assert QApplication.clipboard().text().count("-") == 11


def test_a_trouble_while_making_the_home_leaves_everything_typed(
    tmp_path: Path, gate: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from station_desk.domain.trouble import Trouble

    def full(*_args: object, **_more: object) -> service.Created:
        raise Trouble("disk_full")

    monkeypatch.setattr(service, "create_office", full)
    window = gate(tmp_path / "home")
    page = to_the_code(window, qtbot)
    assert window.overlay.busy
    press(qtbot, Qt.Key.Key_Escape)
    assert page.later.person.name.text() == "王敏"
    assert page.next.isEnabled()


def test_practising_builds_a_desk_of_its_own_once(
    tmp_path: Path, gate: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from station_desk.machine.folders import practice_home

    window = gate(tmp_path / "home")
    type_in(qtbot, "3", enter=False)
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), UnlockPage), timeout=30_000)
    quiet(qtbot, window)
    assert window.folder == practice_home()
    assert not Home(tmp_path / "home").exists()
    unlocking = window.stack.currentWidget()
    assert isinstance(unlocking, UnlockPage)
    assert unlocking.card.home.practice
    assert unlocking.card.field.text() == door.PRACTICE_PASS_PHRASE
    qtbot.keyClicks(
        unlocking.card.field, door.PRACTICE_PASS_PHRASE
    )  # typed all the same: over the one that stands there
    assert unlocking.card.field.text() == door.PRACTICE_PASS_PHRASE
    unlocking.card.unlock.click()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=20_000)
    quiet(qtbot, window)
    assert window.desk is not None
    assert window.desk.practice
    assert window.settings.last_home is None
    window.close_desk()
    unlocking = window.stack.currentWidget()
    assert isinstance(unlocking, UnlockPage)
    unlocking.elsewhere.emit()
    assert isinstance(window.stack.currentWidget(), FirstStartPage)
