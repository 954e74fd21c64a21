"""Invented people for the tests of the pages, and hands that type like a clerk's."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from station_desk.domain.idno import check_digit
from station_desk.domain.roster import PersonDraft
from station_desk.services import roster
from station_desk.services.desk import Desk
from station_desk.services.villages import list_villages
from station_desk.ui.buttons import Button
from station_desk.ui.page import Page
from station_desk.ui.window import DeskWindow

NAMES = ("李荣宝", "单田芳", "解晓东", "欧阳晖", "买买提吐尔逊·阿卜杜热合曼", "崔䶮")
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def id_number(n: int, born: str = "19850102") -> str:
    """A right number with a serial between 996 and 999."""
    first = f"3716{n % 90 + 10:02d}{born}{996 + n % 4}"
    return first + check_digit(first)


def six_people(desk: Desk) -> None:
    """Six people in the first six villages; the last is waiting for appointment, the fourth ends soon."""
    villages = list_villages(desk)
    today = desk.clock.today()
    for n, name in enumerate(NAMES):
        draft = PersonDraft(
            name=name,
            id_no=id_number(n),
            phone=f"1380000{1000 + n}",
            education="大专",
            post="网格员",
            village_ids=(villages[n].village.id,),
            start_date="2024-12",
            end_date=today.isoformat() if n == 3 else "2099-12",
            state="pending" if n == 5 else "active",
            number=f"LC-{n}",
        )
        roster.add_person(desk, draft)


def page_of(window: DeskWindow) -> Page:
    """The page in front."""
    assert window.frame is not None
    page = window.frame.page()
    assert page is not None
    return page


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """A key where the focus is."""
    QTest.keyClick(focus(), key, modifier)


def type_in(text: str) -> None:
    """Characters where the focus is; Chinese comes committed by an input method."""
    for character in text:
        if character.isascii():
            QTest.keyClick(focus(), character)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(character)
            QApplication.sendEvent(focus(), event)


def offered(window: DeskWindow, text: str) -> list[str]:
    """The names of the visible buttons that say `text`."""
    return [one.objectName() for one in window.findChildren(Button) if one.isVisible() and one.text().strip() == text]


def focus() -> QWidget:
    """Where the focus is."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def said(widget: QWidget) -> str:
    """Every visible label of a widget, a line each."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())
