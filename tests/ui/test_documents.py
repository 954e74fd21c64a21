"""The county's documents in the window: added and removed at the county, looked at by keyboard at a station."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.services import attachments
from station_desk.services.desk import Desk
from station_desk.ui.documents import Documents
from station_desk.ui.kit import Button
from station_desk.ui.window import DeskWindow
from tests.support.pictures import pdf
from tests.ui.conftest import Opened, quiet
from tests.ui.people import CTRL, page_of, press, said

ALT = Qt.KeyboardModifier.AltModifier


def on_the_exchange(qtbot: QtBot, window: DeskWindow) -> Documents:
    press(Qt.Key.Key_0, CTRL)
    quiet(qtbot, window)
    found = page_of(window).findChild(Documents)
    assert found is not None
    return found


def test_the_county_adds_looks_at_and_removes_a_document(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened("county")
    documents = on_the_exchange(qtbot, window)
    (tmp_path / "通知.pdf").write_bytes(pdf(pages=2))
    press(Qt.Key.Key_W, ALT)
    assert "随下一包发给每个所" in said(window)
    documents.add(tmp_path / "通知.pdf")
    quiet(qtbot, window)
    assert window.desk is not None
    assert [one.title for one in attachments.documents(window.desk)] == ["通知"]

    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "通知（第 1 页，共 2 页）" in said(window)
    press(Qt.Key.Key_Return)  # the next page is the act that Enter does
    quiet(qtbot, window)
    assert "通知（第 2 页，共 2 页）" in said(window)

    documents.open()
    documents.ask_remove()
    window.findChild(Button, "answer-yes").click()
    quiet(qtbot, window)
    assert attachments.documents(window.desk) == []


def test_a_hostile_document_is_told_and_not_kept(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened("county")
    documents = on_the_exchange(qtbot, window)
    file = tmp_path / "坏.pdf"
    file.write_bytes(pdf(b"/OpenAction<</S/JavaScript/JS(x)>>"))
    documents.add(file)
    quiet(qtbot, window)
    assert "document_active" in said(window)
    assert window.desk is not None
    assert attachments.documents(window.desk) == []


def test_a_station_without_documents_is_told_so(opened: Opened, qtbot: QtBot) -> None:
    window = opened("station")
    on_the_exchange(qtbot, window)
    press(Qt.Key.Key_W, ALT)
    assert "县局还没有发来文件" in said(window)
    assert isinstance(window.desk, Desk)
    press(Qt.Key.Key_Escape)
    assert "县局还没有发来文件" not in said(window)
