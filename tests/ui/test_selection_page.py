"""The stage board by keyboard on a real desk: a batch, candidates, the check, bulk stages, the appointment."""

from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.idno import check_digit
from station_desk.domain.selection import State
from station_desk.services import pack_fill, selection
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.ui.selection_forms import Form
from station_desk.ui.selection_page import SelectionPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, SHIFT, focus, page_of, press, said, type_in
from tests.ui.test_selection_county import waiting_for_the_county


@pytest.fixture
def page(opened: Opened, qtbot: QtBot) -> SelectionPage:
    return _to_selection(opened(villages=2), qtbot)


def _to_selection(window: DeskWindow, qtbot: QtBot) -> SelectionPage:
    """To the stage board by its key, once it is read."""
    press(Qt.Key.Key_7, CTRL)
    quiet(qtbot, window)
    found = page_of(window)
    assert isinstance(found, SelectionPage)
    return found


def _wait(page: SelectionPage, qtbot: QtBot) -> None:
    quiet(qtbot, cast("DeskWindow", page.window()))


def _enter(*texts: str) -> None:
    """Fill a form: each text replaces what the field proposes, "" leaves it; Enter goes on."""
    for text in texts:
        if text:
            press(Qt.Key.Key_A, CTRL)
            type_in(text)
        press(Qt.Key.Key_Return)


def _id(birth: str) -> str:
    body = f"371602{birth}997"
    return body + check_digit(body)


def _state(page: SelectionPage) -> dict[str, State]:
    found = page.board()
    assert found is not None
    return {one.name: one.standing.state for one in found.cases}


def _candidate(page: SelectionPage, qtbot: QtBot, name: str, birth: str) -> None:
    """Village, name, number, phone, education (the last entry), post, day: Enter by Enter."""
    _enter("", name, _id(birth), "")
    press(Qt.Key.Key_End)
    _enter("", "治保主任", "")
    _wait(page, qtbot)


def _at(page: SelectionPage) -> list[int]:
    found = page.board()
    assert found is not None
    return [one.standing.at for one in found.cases]


def _everybody(page: SelectionPage, qtbot: QtBot, *texts: str) -> None:
    """The big act for all who wait for the same."""
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Return, CTRL)
    _enter(*texts)
    _wait(page, qtbot)


def test_a_batch_from_two_vacancies_to_two_appointments_by_keyboard_alone(page: SelectionPage, qtbot: QtBot) -> None:
    assert "2 个村空缺" in said(page)
    press(Qt.Key.Key_N, CTRL)
    _enter("", "", "", "", "17")
    _wait(page, qtbot)
    found = page.board()
    assert found is not None
    assert (len(found.posts), found.days.whole()) == (2, 17)
    press(Qt.Key.Key_C, ALT)
    _wait(page, qtbot)
    _candidate(page, qtbot, "王一", "19880315")
    _candidate(page, qtbot, "丁二", "19900101")
    press(Qt.Key.Key_Escape)
    assert _state(page) == {"王一": State.RUNNING, "丁二": State.RUNNING}
    assert "缺会议记录" in said(page)
    _everybody(page, qtbot, "", "会议3号")
    assert _at(page) == [2, 2]
    assert "缺资格审查" in said(page)
    page.list.choose(0)
    for _candidate_at in range(2):
        press(Qt.Key.Key_K, ALT)
        _wait(page, qtbot)
        _enter("", "", "", "", "李警官", "", "审1")
        _wait(page, qtbot)
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    _everybody(page, qtbot, "", "考察人甲", "考察人乙")
    _everybody(page, qtbot, "", "批1号")
    assert set(_state(page).values()) == {State.APPROVED}
    _everybody(page, qtbot, "", "", "〔2026〕001号")
    assert set(_state(page).values()) == {State.APPOINTED}
    assert "已办完" in said(page)


def test_what_is_refused_is_told_and_the_form_stays(page: SelectionPage, qtbot: QtBot) -> None:
    press(Qt.Key.Key_N, CTRL)
    _enter("", "乌有村", "", "", "")
    _wait(page, qtbot)
    window = page.window()
    assert "乌有村" in said(window)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert page.board() is None


def test_the_county_looks_at_the_batches_of_its_stations(opened: Opened, qtbot: QtBot) -> None:
    page = _to_selection(opened(kind="county", villages=0), qtbot)
    assert "没有正在进行的选聘" in said(page)


def test_a_vote_is_entered_from_the_tally_sheet_and_nothing_of_the_rule_is_proposed(
    opened: Opened, qtbot: QtBot
) -> None:
    window = opened(fill=_waiting_for_the_vote, villages=1)
    page = _to_selection(window, qtbot)
    assert "缺投票结果" in said(page)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "到会三分之二" in said(window)
    _enter("", "30", "25", "25", "24", "1")
    press(Qt.Key.Key_Down)
    _enter("")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    _enter("", "", "", "", "15 5 3", "")
    _wait(page, qtbot)
    assert _state(page) == {"王一": State.APPROVED}


def _waiting_for_the_vote(desk: Desk) -> None:
    """One candidate of Dezhou's procedure, up to the vote; the county has said what majority counts."""
    desk.office = replace(desk.office, pack="cn.dezhou")
    pack_fill.fill(desk, "", "selection.vote_majority", "到会三分之二，收回票过半数", "市局", "1号", "2026-10-01")
    day = desk.clock.today().isoformat()
    batch = selection.open_batch(desk, selection.NewBatch("2026", day))
    village = next(iter(memory_of(desk).book(desk).villages))
    selection.add_candidates(
        desk, batch, [selection.NewCandidate(village, "王一", _id("19880315"), education="高中", signed_on=day)]
    )
    selection.advance(desk, batch, None, selection.Doing("recommend", day=day, doc_no="会1"))
    settled = selection.Doing("approve_candidates", day=day, doc_no="审1", by_name="甲", second_by="乙")
    selection.advance(desk, batch, None, settled)


def test_the_cursor_looks_at_other_stages_rows_are_marked_and_a_candidate_is_put_right(
    opened: Opened, qtbot: QtBot
) -> None:
    window = opened(fill=waiting_for_the_county, villages=3)
    page = _to_selection(window, qtbot)
    first, card = page.list.currentIndex().column(), page.areas()[1]
    press(Qt.Key.Key_Left)
    assert page.list.currentIndex().column() == first - 1
    assert "派出所　" in said(card)
    press(Qt.Key.Key_Home)
    assert "个人自荐" in said(card)
    press(Qt.Key.Key_End)
    assert "还没有到“聘任”" in said(card)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Down)
    assert (page.list.currentIndex().row(), page.list.currentIndex().column()) == (1, first)
    press(Qt.Key.Key_F2)
    quiet(qtbot, window)
    _enter("丁三", "", "", "", "")
    quiet(qtbot, window)
    assert set(_state(page)) == {"王一", "丁三", "马三"}
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert {one.name for one in page.selected()} == {"王一", "马三"}
    press(Qt.Key.Key_Return, CTRL)
    assert "审核确定：2 人" in said(window)
    _enter("2099-01-01", "批1号")
    quiet(qtbot, window)
    assert "还没有到，那一天的结果不能先记" in said(window)
    press(Qt.Key.Key_Return, SHIFT)
    _enter(page.place.desk.clock.today().isoformat(), "")
    quiet(qtbot, window)
    assert _state(page) == {"王一": State.APPROVED, "丁三": State.RUNNING, "马三": State.APPROVED}


def test_a_form_with_forty_names_scrolls_to_the_field_in_use(page: SelectionPage, qtbot: QtBot) -> None:
    form = Form(page, page.place, "票", "记下")
    for at in range(40):
        form.line(f"votes-{at}", f"候选{at}")
    form.show(lambda _desk: None)
    _wait(page, qtbot)
    for at in range(40):
        field = focus()
        assert field is form.fields[f"votes-{at}"]
        assert field.visibleRegion().boundingRect().height() >= 28, at
        press(Qt.Key.Key_Return)
    _wait(page, qtbot)
