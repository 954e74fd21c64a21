"""A whole month end by keyboard in the window, counted in keystrokes: figures closed, sheets scored, pay worked out and
approved by a second person, lists and the bank's file out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from station_desk.domain.money import money_words
from station_desk.domain.months import following
from station_desk.domain.records import Role
from station_desk.domain.roster import PersonDraft
from station_desk.domain.work_log import Count
from station_desk.services import accounts, assessment, log_months, roster, rubrics, stipend, work_log
from station_desk.services import villages as village_list
from station_desk.services.desk import Desk
from station_desk.services.pack_fill import fill
from station_desk.services.stipend import MonthPay
from station_desk.services.villages import edit_village
from station_desk.ui import files
from station_desk.ui.assess_page import AssessPage
from station_desk.ui.month_page import MonthPage
from station_desk.ui.print_page import PrintPage
from station_desk.ui.stipend_page import StipendPage
from station_desk.ui.window import DeskWindow
from tests.support.paper import texts
from tests.ui import people as hands
from tests.ui.conftest import Opened, dressed, gate, nothing_left_behind, opened, plain_homes, quiet
from tests.ui.people import ALT, CTRL, NONE, SHIFT, focus, page_of, said

__all__ = ["dressed", "gate", "nothing_left_behind", "opened", "plain_homes"]

CHIEF, CHIEFS_PHRASE = "王所长", "chief-long-enough-1"
KEYS_A_SHEET = 7
"""To the sheet, to the section, two changed numbers with Enter, to the next person."""
MOST_KEYS = 100
"""Everything but the changed numbers, pass phrase of the second person included."""
CODES = ("L01", "L02", "L03", "L06", "L16")


@dataclass(frozen=True, slots=True)
class Place:
    """A station as its programme has it: how many assistants, whether rooms are graded, the money a county fills in."""

    pack: str
    people: int
    rooms: int = 0
    fills: tuple[tuple[str, str], ...] = ()
    township: bool = False


FUJIAN = (("money.stipend_fen", "50000"), ("money.grade_fen", "10000、5000、1000"))
PLACES = {
    "xihua": Place("cn.xihua", 8, rooms=8),
    "fujian": Place("cn.fujian", 6, fills=FUJIAN),
    "weihai": Place("cn.weihai", 5, fills=(("money.stipend_fen", "300000"),), township=True),
}


class Clerk:
    """Types and counts what is typed; waits for the window after each act."""

    def __init__(self, qtbot: QtBot, window: DeskWindow) -> None:
        self.qtbot, self.window, self.keys = qtbot, window, 0
        self.at: dict[str, int] = {}

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            hands.press(key, modifier)
            self.keys += 1
        quiet(self.qtbot, self.window)

    def type_in(self, text: str) -> None:
        hands.type_in(text)
        self.keys += len(text)

    def choose(self, value: str) -> None:
        """Go down in a field of choices to a value."""
        box = focus()
        assert isinstance(box, QComboBox)
        for _ in range(box.count()):
            if box.currentData() == value:
                return
            self.press(Qt.Key.Key_Down)
        raise AssertionError(f"no {value} among {[box.itemText(n) for n in range(box.count())]}")

    def done(self, what: str) -> None:
        """Note how many keys a part took."""
        self.at[what] = self.keys - sum(self.at.values())


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where the window saves to: the suggested name in a folder of the test (the file dialog's own keys are Qt's)."""
    found: list[Path] = []

    def take(_parent: object, _title: str, name: str, _patterns: str, chosen: Callable[[Path], object]) -> None:
        found.append(tmp_path / Path(name).name)
        chosen(found[-1])

    monkeypatch.setattr(files, "ask_save", take)
    return found


def filled(place: Place, folder: Path) -> Callable[[Desk], None]:
    """People since 2024 with figures of the last month and of the one before, a rubric, the county's money, a chief."""

    def fill_in(desk: Desk) -> None:
        month = following(work_log.month_of(desk, desk.clock.today()), -1)
        places = [view.village.id for view in village_list.list_villages(desk)]
        counts = []
        for n in range(place.people):
            if place.rooms:
                edit_village(desk, places[n], {"room": f"第{n % place.rooms + 1}警务室", "officer": "周民警"})
            draft = PersonDraft(name=f"试{n:02d}", village_ids=(places[n],), start_date="2024-01-01")
            person = roster.add_person(desk, draft)
            roster.edit_person(desk, person, {"bank_card": f"62220200000000{n:05d}"})
            counts += [Count(person, code, month, 40) for code in CODES]
        work_log.apply_counts(desk, counts, "grid")
        kind = "room" if place.rooms else "person"
        file = folder / "rubric.toml"
        body = (
            rubrics.example(kind)
            .body.replace("example = true\n", "")
            .replace("target = { S = 20, M = 30, L = 40 }", "target = 20")
        )
        file.write_text(body, encoding="utf-8")
        rubrics.adopt(desk, file, "县局", "公〔2026〕3号", "2026-01-05")
        for key, value in place.fills:
            fill(desk, place.pack, key, value, "县局", "公〔2026〕5号", "2026-01-05")
        accounts.add_account(desk, CHIEF, Role.CHIEF, CHIEFS_PHRASE)

    return fill_in


def close_figures(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_4, CTRL)
    page = page_of(clerk.window)
    assert isinstance(page, MonthPage)
    if page.month == log_months.open_month(page.place.desk):  # in the days after its end a month is opened itself
        clerk.press(Qt.Key.Key_Left, ALT)
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.press(Qt.Key.Key_Left)  # the harmless answer has the focus
    clerk.press(Qt.Key.Key_Return)
    clerk.done("figures closed")


def score(clerk: Clerk, place: Place, changed: int) -> str:
    """Draft, full points for what nobody took off, then the changed numbers of every sheet of the stack."""
    clerk.press(Qt.Key.Key_5, CTRL)
    page = page_of(clerk.window)
    assert isinstance(page, AssessPage)
    clerk.press(Qt.Key.Key_D, ALT)
    clerk.press(Qt.Key.Key_F, ALT)
    assert page.data is not None
    clerk.done("drafted")
    section = "HW" if place.rooms else "A"
    for n in range(len(page.data.sheets)):
        clerk.press(Qt.Key.Key_Return)
        clerk.press(getattr(Qt.Key, f"Key_{section[0]}"))
        for _ in range(changed):
            clerk.type_in("1")
            clerk.press(Qt.Key.Key_Return)
        if n + 1 < len(page.data.sheets):
            clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.press(Qt.Key.Key_S, CTRL)
    clerk.done("changed numbers")
    for step in ("agree", "confirm") if place.township else ("confirm",):
        clerk.press(Qt.Key.Key_A, ALT)
        clerk.choose(step)
        clerk.press(Qt.Key.Key_Return, times=3)
        clerk.type_in("12")
        clerk.press(Qt.Key.Key_Return)
        quiet(clerk.qtbot, clerk.window)
    clerk.done("confirmed")
    return page.month


def stage(clerk: Clerk, doc: str = "") -> None:
    """The big act of the page, its small form walked through by Enter."""
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.press(Qt.Key.Key_Return, times=2)
    clerk.type_in(doc)
    clerk.press(Qt.Key.Key_Return)


def pay(clerk: Clerk) -> StipendPage:
    clerk.press(Qt.Key.Key_6, CTRL)
    page = page_of(clerk.window)
    assert isinstance(page, StipendPage)
    clerk.press(Qt.Key.Key_Return, CTRL)
    assert page.data is not None, said(clerk.window)
    assert page.data.state == "computed", page.data.why_draft
    clerk.press(Qt.Key.Key_F8)
    stage(clerk)
    stage(clerk, "7")
    assert page.data.state == "submitted"
    clerk.done("stipend submitted")
    return page


def second_person(clerk: Clerk) -> None:
    """The clerk cannot approve; the chief unlocks and does."""
    stage(clerk)
    assert "批准要换一个人" in said(clerk.window)
    clerk.press(Qt.Key.Key_Escape)
    clerk.press(Qt.Key.Key_L, CTRL)
    clerk.press(Qt.Key.Key_Tab, times=2)
    clerk.press(Qt.Key.Key_Space)
    clerk.press(Qt.Key.Key_Tab, SHIFT)
    clerk.choose(CHIEF)
    clerk.press(Qt.Key.Key_Tab)
    clerk.type_in(CHIEFS_PHRASE)
    clerk.press(Qt.Key.Key_Return)
    clerk.qtbot.waitUntil(lambda: clerk.window.frame is not None, timeout=20_000)
    quiet(clerk.qtbot, clerk.window)
    clerk.press(Qt.Key.Key_6, CTRL)
    clerk.press(Qt.Key.Key_Return, CTRL)
    assert "另一个人批准" in said(clerk.window)
    clerk.press(Qt.Key.Key_Return, times=3)
    clerk.done("approved")


def printed(clerk: Clerk, form: str, saved: list[Path]) -> str:
    """Save the form that the print page shows; its words without blanks."""
    page = page_of(clerk.window)
    assert isinstance(page, PrintPage)
    clerk.qtbot.waitUntil(lambda: [one.form for one in page.preview.prints] == [form], timeout=20_000)
    quiet(clerk.qtbot, clerk.window)
    clerk.press(Qt.Key.Key_S, CTRL)
    return "".join("".join(texts(saved[-1].read_bytes())).split())


@pytest.mark.parametrize("name", [*PLACES, pytest.param("eighty", marks=pytest.mark.long)])
def test_a_month_end_is_done_by_keyboard(
    opened: Opened, qtbot: QtBot, tmp_path: Path, saved: list[Path], name: str
) -> None:
    place = PLACES.get(name, Place("cn.fujian", 80, fills=FUJIAN))
    window = opened(fill=filled(place, tmp_path), villages=place.people, pack=place.pack)
    clerk = Clerk(qtbot, window)
    close_figures(clerk)
    month = score(clerk, place, changed=2)
    sheets = place.rooms or place.people
    assert window.desk is not None
    assert log_months.is_closed(window.desk, month)
    assert {one.standing.state.value for one in assessment.month(window.desk, month).sheets} == {"confirmed"}
    pay(clerk)
    second_person(clerk)
    page = page_of(window)
    assert isinstance(page, StipendPage)
    clerk.press(Qt.Key.Key_X, ALT)
    assert window.desk is not None
    assert saved[-1].suffix == ".xlsx"
    rows = list(load_workbook(saved[-1]).active.values)
    assert len(rows) == place.people + 1
    clerk.done("bank's file")
    found: MonthPay | None = stipend.look(window.desk, month)
    assert found is not None
    assert found.state == "approved"
    wages = money_words(sum(one.payable for one in found.lines if one.person_id))
    for form, keys in (("F31", CTRL), ("F32", CTRL | SHIFT)):
        clerk.press(Qt.Key.Key_6, CTRL)
        clerk.press(Qt.Key.Key_P, keys)
        told = printed(clerk, form, saved)
        assert f"{month[:4]}年{int(month[5:])}月" in told
        assert wages in told
    clerk.done("lists")
    assert sum(clerk.at.values()) - clerk.at["changed numbers"] <= MOST_KEYS, clerk.at
    assert clerk.at["changed numbers"] <= KEYS_A_SHEET * sheets, clerk.at
