"""A stack of signed sheets entered by keyboard: the serial, the changed numbers, the next one; keystrokes counted."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.roster import PersonDraft
from station_desk.services import assessment, log_months, paperwork, roster
from station_desk.services import villages as village_list
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.services.paper_results import sheet_serials
from station_desk.ui.assess_page import AssessPage
from station_desk.ui.page import Target
from tests.ui.conftest import Opened, quiet
from tests.ui.people import CTRL, focus, page_of, press, type_in

NAMES = ("赵一", "钱二", "孙三", "李四", "周五")
CHANGED = {"A4": "3.5", "C3": "4", "F2": "4.5"}


def scored_and_printed(desk: Desk) -> None:
    """Five people, every item full, their sheets on paper."""
    places = [view.village.id for view in village_list.list_villages(desk)]
    month = log_months.open_month(desk)
    people = [
        roster.add_person(desk, PersonDraft(name=name, village_ids=(place,), start_date="2024-01-01"))
        for name, place in zip(NAMES, places, strict=True)
    ]
    rubric = assessment.open_month(desk, month).rubric
    full: dict[str, int | None] = {item.code: item.most for item in rubric.items}
    assessment.score(desk, month, [Given(person, full, {}, {}) for person in people])
    paperwork.make(desk, "F25", everyone=True, period=month)


class Keys:
    """Hands that count."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.count += 1
        press(key, modifier)

    def type(self, text: str) -> None:
        self.count += len(text)
        type_in(text)

    def go_to(self, page: AssessPage, code: str) -> None:
        """The letter that is printed before the item, until it is current."""
        for _ in range(9):
            self.press(getattr(Qt.Key, f"Key_{code[0]}"))
            line = page.panel.list.current()
            if line is not None and line.code == code:
                return
        raise AssertionError(code)


def test_a_stack_of_signed_sheets_takes_the_serial_and_the_changed_numbers(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=scored_and_printed, villages=5)
    assert window.frame is not None
    assert window.desk is not None
    window.frame.go(Target("assess"))
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, AssessPage)
    serials = sheet_serials(window.desk, page.month)
    people = [one.standing.of.subject_id for one in assessment.month(window.desk, page.month).sheets]
    keys = Keys()
    for person in reversed(people):
        if focus().accessibleName() != "search":
            keys.press(Qt.Key.Key_F, CTRL)
        keys.type(serials[person][0].split("-")[-2])
        keys.press(Qt.Key.Key_Return)
        assert focus() is page.panel.list
        for code, points in CHANGED.items():
            keys.go_to(page, code)
            keys.type(points)
            keys.press(Qt.Key.Key_Return)
        quiet(qtbot, window)
    keys.press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    for one in assessment.month(window.desk, page.month).sheets:
        assert {code: one.standing.entries[code].points for code in CHANGED} == {"A4": 35, "C3": 40, "F2": 45}
        assert one.standing.total == 980
    assert keys.count == 5 * 24, (
        "6 for the sheet (5 for the first), 8 letters, 7 digits and points, 3 Enter; one to save"
    )


def test_a_sheet_is_found_by_initials_and_by_name(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=scored_and_printed, villages=5)
    assert window.frame is not None
    window.frame.go(Target("assess"))
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, AssessPage)
    for text, name in (("ss", "孙三"), ("李", "李四")):
        if focus().accessibleName() != "search":
            press(Qt.Key.Key_F, CTRL)
        type_in(text)
        press(Qt.Key.Key_Return)
        view = page.list.current()
        assert view is not None
        assert view.name == name
        assert focus() is page.panel.list
