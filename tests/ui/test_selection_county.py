"""The county's side of the stage board, on a batch that came by bundle: decided by keyboard, gone back by bundle."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.eligibility import Case as EligibilityCase
from station_desk.domain.eligibility import ExclusionCheck
from station_desk.domain.idno import check_digit
from station_desk.domain.records import OfficeKind
from station_desk.domain.selection import State
from station_desk.services import exchange, remarks
from station_desk.services import selection as errands
from station_desk.services.desk import Desk, open_desk
from station_desk.services.selection_board import list_boards
from station_desk.ui.page import Target
from station_desk.ui.selection_page import SelectionPage
from station_desk.ui.window import DeskWindow
from tests.services.exchange_desks import trust_each_other
from tests.support.homes import PASS_PHRASE, PERSON, make_home
from tests.ui.conftest import Opened, quiet, unlock
from tests.ui.people import ALT, CTRL, page_of, press, said, type_in

PEOPLE = (("甲村", "王一", "19880315"), ("乙村", "丁二", "19850102"), ("丙村", "马三", "19900607"))


def waiting_for_the_county(desk: Desk, people: tuple[tuple[str, str, str], ...] = PEOPLE) -> str:
    """A batch of Nan'an's procedure in which everybody waits for the county's decision."""
    day = desk.clock.today().isoformat()
    batch = errands.open_batch(desk, errands.NewBatch("2026秋", day))
    told = []
    for village, name, born in people:
        body = f"371602{born}997"
        told.append(errands.NewCandidate(village, name, body + check_digit(body), education="高中", signed_on=day))
    errands.add_candidates(desk, batch, told)
    exclusion = ExclusionCheck("none", "李警官", day, "审1")
    answers = dict.fromkeys(("E2", "E3", "E6"), True)
    for _village, name, _born in people:
        errands.check_candidate(desk, batch, name, EligibilityCase(date.min, answers=answers, exclusion=exclusion))
    errands.advance(desk, batch, None, errands.Doing("recommend", day=day, doc_no="会1"))
    errands.advance(desk, batch, None, errands.Doing("examine", day=day, by_name="甲", second_by="乙"))
    return batch


def two_offices(folder: Path, fill: Callable[[Desk], object]) -> None:
    """A station and a county that trust each other; what `fill` wrote at the station is known at the county."""
    station, county = make_home(folder, folder="station"), make_home(folder, OfficeKind.COUNTY, 0, folder="county")
    trust_each_other(station, county, folder / "keys")
    fill(station)
    carry(station, county, folder)
    station.close()
    county.close()


def carry(sender: Desk, receiver: Desk, folder: Path) -> None:
    """One bundle on a stick."""
    (folder / "stick").mkdir(exist_ok=True)
    made = exchange.export_bundles(sender, folder / "stick", receivers=[receiver.office.code])
    told = exchange.import_bundles(receiver, [Path(one.file) for one in made], receipt_to=folder / "stick")
    assert told.trouble is None


def at_work(folder: Path, office: str) -> Desk:
    return open_desk(folder / office, PERSON, PASS_PHRASE, write=True)


def _fill(window: DeskWindow, qtbot: QtBot, *texts: str) -> None:
    for text in texts:
        if text:
            press(Qt.Key.Key_A, CTRL)
            type_in(text)
        press(Qt.Key.Key_Return)
        quiet(qtbot, window)


def test_the_county_refuses_one_with_a_reason_sends_one_back_and_approves_the_others_at_once(
    gate: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    two_offices(tmp_path, waiting_for_the_county)
    window = gate(tmp_path / "county")
    unlock(qtbot, window)
    press(Qt.Key.Key_7, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert "缺批复文号" in said(page)
    press(Qt.Key.Key_M, ALT)
    press(Qt.Key.Key_4)
    _fill(window, qtbot, "", "")
    assert "王一" in said(page)
    assert "材料" in said(page.areas()[1])
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_N, ALT)
    quiet(qtbot, window)
    press(Qt.Key.Key_Down)
    _fill(window, qtbot, "", "", "南公批〔2026〕12号")
    press(Qt.Key.Key_Home, CTRL)
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Return, CTRL)
    _fill(window, qtbot, "", "南公批〔2026〕12号")
    window.close()
    quiet(qtbot, window)
    county, station = at_work(tmp_path, "county"), at_work(tmp_path, "station")
    try:
        carry(county, station, tmp_path)
        (found,) = list_boards(station)
        assert {one.name: one.standing.state for one in found.cases} == {
            "王一": State.APPROVED, "丁二": State.REJECTED, "马三": State.APPROVED,
        }  # fmt: skip
        assert found.find("丁二").standing.reason == "paper"
        (told,) = remarks.list_remarks(station, person_id=found.find("王一").id)
        assert (told.reason, told.state) == ("papers_missing", "open")
        waits = told.person_id
    finally:
        county.close()
        station.close()
    window = gate(tmp_path / "station")
    unlock(qtbot, window)
    assert window.frame is not None
    window.frame.go(Target("roster", "remarks"))
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, SelectionPage), "a remark on a candidate leads to the stage board"
    (one,) = page.selected()
    assert one.id == waits
    press(Qt.Key.Key_M, ALT)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    quiet(qtbot, window)
    assert window.desk is not None
    assert [one.state for one in remarks.list_remarks(window.desk)] == ["answered"]
