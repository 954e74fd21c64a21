"""The pay lists at the county: seen, approved or given back by keyboard; the township's addition is noted in the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.assessment import Step
from station_desk.domain.roster import PersonDraft
from station_desk.domain.stipend import Adjustment
from station_desk.services import assessment, log_months, roster, rubrics, stipend
from station_desk.services import villages as village_list
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.villages import edit_village
from station_desk.ui.kit import CutLabel
from station_desk.ui.stipend_county import CountyStipendPage
from station_desk.ui.stipend_page import StipendPage
from station_desk.ui.window import DeskWindow
from tests.services.exchange_desks import trust_each_other
from tests.support.homes import STATION, make_home
from tests.ui.conftest import Opened, quiet, unlock
from tests.ui.people import ALT, CTRL, NONE, page_of, press, said, type_in
from tests.ui.test_selection_county import at_work, carry

MONTH, DAY, ROOM = "2024-10", "2024-11-02", "东警务室"


def paid_month(desk: Desk, folder: Path) -> None:
    """As `computed_month`, signed by the chief."""
    computed_month(desk, folder)
    stipend.step(desk, MONTH, "sign", DAY, "王所长")


def computed_month(desk: Desk, folder: Path) -> None:
    """A room with one auxiliary, October scored and confirmed; its list computed."""
    (place,) = [view.village.id for view in village_list.list_villages(desk)]
    edit_village(desk, place, {"room": ROOM, "officer": "周民警"})
    roster.add_person(desk, PersonDraft(name="赵一", village_ids=(place,), start_date="2023-01-01"))
    file = folder / "rubric.toml"
    file.write_text(rubrics.example("room").body.replace("example = true\n", ""), encoding="utf-8")
    rubrics.adopt(desk, file, "县局", "西公〔2024〕3号", "2024-01-05")
    sheets = assessment.open_month(desk, MONTH)
    points = {item.code: item.most for item in sheets.rubric.items}
    found = assessment.score(desk, MONTH, [Given(one.standing.of.subject_id, points, {}, {}) for one in sheets.sheets])
    assessment.step(desk, [one.id for one in found.sheets], Step("", "confirm", DAY, doc_no="9号"))
    log_months.close_month(desk, MONTH)
    stipend.compute(desk, MONTH)


@pytest.fixture
def county(gate: Opened, qtbot: QtBot, tmp_path: Path) -> Callable[[], DeskWindow]:
    """The window of a county that has a station's signed list."""

    def show() -> DeskWindow:
        station = make_home(tmp_path, villages=1, folder="station", pack="cn.xihua")
        desk = make_home(tmp_path, "county", 0, folder="county", pack="cn.xihua")
        trust_each_other(station, desk, tmp_path / "keys")
        paid_month(station, tmp_path)
        carry(station, desk, tmp_path)
        station.close()
        desk.close()
        window = gate(tmp_path / "county")
        unlock(qtbot, window)
        return window

    return show


def state_at(folder: Path, office: str) -> tuple[str, int]:
    desk = at_work(folder, office)
    try:
        found = stipend.look(desk, MONTH, STATION)
        assert found is not None
        return found.state, found.total
    finally:
        desk.close()


def test_a_signed_list_stands_on_home_and_is_approved_by_keyboard_and_goes_back(
    county: Callable[[], DeskWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = county()
    page = page_of(window)
    assert "10 月有 1 个所的补助等县局批准" in [one.whole() for one in page.findChildren(CutLabel)]
    press(Qt.Key.Key_6, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, CountyStipendPage)
    assert page.month == MONTH
    assert "肆仟元整" in said(page), "a wage, the fund, the first class"
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_A, CTRL)
    type_in("2024-02-30")
    for _field in range(3):
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "2024-02-30" in said(window), "the refusal stands beside the fields, and what was typed stays"
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_A, CTRL)
    type_in(DAY)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    type_in("县公〔2026〕12号")
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "已经批准。" in said(page)
    press(Qt.Key.Key_U, ALT)
    quiet(qtbot, window)
    window.close()
    assert state_at(tmp_path, "county") == ("approved", 400_000)
    there, here = at_work(tmp_path, "county"), at_work(tmp_path, "station")
    carry(there, here, tmp_path)
    there.close()
    here.close()
    assert state_at(tmp_path, "station") == ("approved", 400_000)


def test_a_list_is_given_back_with_its_reason_and_an_addition_is_noted_for_every_station(
    county: Callable[[], DeskWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = county()
    press(Qt.Key.Key_6, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    press(Qt.Key.Key_U, ALT)
    quiet(qtbot, window)
    for _field in range(3):
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "所长还没有签字。" in said(page)
    press(Qt.Key.Key_T, ALT)
    quiet(qtbot, window)
    for text in ("", "499", "", "县财政局", "县财〔2026〕7号", ""):
        type_in(text)
        press(Qt.Key.Key_Return, NONE)
        quiet(qtbot, window)
    assert "500" in said(window), "the bounds of the programme stand beside the fields"
    for _field in range(4):
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_A, CTRL)
    type_in("600")
    for _field in range(5):
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    window.close()
    assert state_at(tmp_path, "county")[0] == "computed"
    desk, there = at_work(tmp_path, "county"), at_work(tmp_path, "station")
    carry(desk, there, tmp_path)
    back = stipend.look(there, MONTH)
    assert back is not None
    assert (back.state, back.given_back and back.given_back.reason) == ("computed", "amount")
    there.close()
    (found,) = stipend.topups(desk)
    desk.close()
    assert (found.unit, found.amount, found.valid_from, found.decided_by) == ("", 60_000, MONTH, "县财政局")


def test_a_station_notes_the_addition_and_its_list_is_worked_out_again(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    def given_back(desk: Desk) -> None:
        paid_month(desk, tmp_path)
        stipend.step(desk, MONTH, "return", DAY, "县局", reason="amount")

    window = opened(fill=given_back, villages=1, pack="cn.xihua")
    press(Qt.Key.Key_6, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert "肆仟元整" in said(page)
    assert f"{DAY} 县局退回：金额不对" in said(page)
    press(Qt.Key.Key_T, ALT)
    quiet(qtbot, window)
    press(Qt.Key.Key_Down)
    for text in ("", "80x", "", "镇政府", "1号", ""):
        type_in(text)
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "金额写成 500" in said(window)
    press(Qt.Key.Key_A, CTRL)
    type_in("800.50")
    for _field in range(5):
        press(Qt.Key.Key_Return)
        quiet(qtbot, window)
    assert "肆仟捌佰元伍角" in said(page)
    (found,) = stipend.topups(page.place.desk)
    assert (found.unit, found.amount, found.valid_from) == (ROOM, 80_050, MONTH)


def test_a_list_that_became_stale_is_computed_again_in_the_window_and_then_signed(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    def stale(desk: Desk) -> None:
        computed_month(desk, tmp_path)
        (person,) = memory_of(desk).book(desk).people
        stipend.adjust(desk, Adjustment("", person, MONTH, "", 5_000, "arrears", "局长", DAY))

    window = opened(fill=stale, villages=1, pack="cn.xihua")
    press(Qt.Key.Key_6, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, StipendPage)

    def sign() -> None:
        press(Qt.Key.Key_Return, CTRL)
        for _field in range(3):
            press(Qt.Key.Key_Return)
        quiet(qtbot, window)

    sign()
    assert "这几行的数不一样了" in said(window)
    press(Qt.Key.Key_Escape)
    assert page.data is not None
    before = page.data.total
    press(Qt.Key.Key_R, ALT)
    quiet(qtbot, window)
    assert (page.data.state, page.data.total) == ("computed", before + 5_000)
    sign()
    assert page.data.state == "signed"
