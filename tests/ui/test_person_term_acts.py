"""A term suspended, let go on and renewed from the card by keyboard; a county's transfer, the old station's part."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.records import OfficeKind
from station_desk.domain.roster import PersonDraft
from station_desk.domain.terms import suspensions
from station_desk.services import overview, selection_transfer
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.roster_write import add_person
from station_desk.ui.kit import CutLabel
from station_desk.ui.page import Target
from station_desk.ui.window import DeskWindow
from tests.services.exchange_desks import trust_each_other
from tests.support.homes import make_home
from tests.ui.conftest import Opened, quiet, unlock
from tests.ui.people import ALT, CTRL, page_of, press, said, type_in
from tests.ui.test_selection_county import at_work, carry


def _one_in_office(desk: Desk) -> None:
    village = next(iter(memory_of(desk).book(desk).villages))
    end = desk.clock.today() + timedelta(days=30)
    add_person(
        desk,
        PersonDraft("赵六", village_ids=(village,), start_date="2024-01-01", end_date=end.isoformat(), post="网格员"),
    )


def _roster(window: DeskWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)


def _act(window: DeskWindow, qtbot: QtBot, downs: int | None, *texts: str) -> None:
    """Alt+T, the act by arrows (None: there is one only), the form."""
    press(Qt.Key.Key_T, ALT)
    quiet(qtbot, window)
    if downs is not None:
        for _at in range(downs):
            press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Return)
        quiet(qtbot, window)
    for text in texts:
        if text == "↓":
            press(Qt.Key.Key_Down)
        elif text:
            press(Qt.Key.Key_A, CTRL)
            type_in(text)
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)


def test_a_term_is_suspended_with_its_reason_let_go_on_and_renewed(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=_one_in_office, villages=1)
    _roster(window, qtbot)
    desk = window.desk
    assert desk is not None
    today = desk.clock.today()
    _act(window, qtbot, 1, "↓", (today - timedelta(days=3)).isoformat(), "梁〔2026〕3号")
    (terms,) = memory_of(desk).book(desk).terms.values()
    (pause,) = suspensions(terms[0].pauses)
    assert (pause.last, pause.reason, pause.doc_no) == (None, "leave", "梁〔2026〕3号")
    assert "暂停" in said(window)
    _act(window, qtbot, None, "")
    (terms,) = memory_of(desk).book(desk).terms.values()
    assert suspensions(terms[0].pauses)[0].last == today - timedelta(days=1)
    _act(window, qtbot, 0, (today + timedelta(days=1000)).isoformat(), "〔2026〕7号")
    (terms,) = memory_of(desk).book(desk).terms.values()
    assert sorted(one.number for one in terms) == ["", "〔2026〕7号"]


def test_the_county_writes_a_transfer_and_the_old_station_releases(gate: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    station, other = make_home(tmp_path, folder="station"), make_home(tmp_path, folder="other", code="371602010")
    county = make_home(tmp_path, OfficeKind.COUNTY, 0, folder="county")
    for one in (station, other):
        trust_each_other(one, county, tmp_path / f"keys-{one.office.code}")
    _one_in_office(station)
    carry(station, county, tmp_path)
    carry(other, county, tmp_path)
    for desk in (station, other, county):
        desk.close()
    window = gate(tmp_path / "county")
    unlock(qtbot, window)
    _roster(window, qtbot)
    _act(window, qtbot, None, "", "", "调1号")
    window.close()
    quiet(qtbot, window)
    county, station = at_work(tmp_path, "county"), at_work(tmp_path, "station")
    (told,) = selection_transfer.transfers(county)
    assert [one.facts["names"] for one in overview.today(county).duties if one.kind == "transfers_open"] == ["赵六"]
    assert (told.record.name, told.record.to_scope, told.record.doc_no) == ("赵六", "371602010", "调1号")
    carry(county, station, tmp_path)
    county.close()
    station.close()
    window = gate(tmp_path / "station")
    unlock(qtbot, window)
    page = page_of(window)
    (at,) = [n for n, one in enumerate(page.findChildren(CutLabel)) if "人的调动等本所办" in one.whole()]
    assert "赵六" in page.findChildren(CutLabel)[at + 1].whole()
    page.place.go(Target("roster", "transfers"))
    quiet(qtbot, window)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert window.desk is not None
    assert [one.done for one in selection_transfer.transfers(window.desk)] == [True]
