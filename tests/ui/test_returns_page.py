"""The return desk by keyboard alone: serials, four digits, taking back, scans confirmed beside their cut-outs."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station_desk.domain.progress import Progress
from station_desk.domain.records import Sheet
from station_desk.domain.scanned import Cutout, MarkRead
from station_desk.domain.work_log import Count
from station_desk.services import assessment, log_list, paperwork, print_centre, print_sets, scan_read, work_log
from station_desk.services.desk import Desk
from station_desk.services.scan_read import Piece, PileRead, SheetMarks
from station_desk.ui.kit import Button
from station_desk.ui.page import Target
from station_desk.ui.returns_page import ReturnsPage
from station_desk.ui.scan_score_form import ScoreForm
from station_desk.ui.window import DeskWindow
from tests.support.homes import village_rows
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, focus, page_of, press, said, six_people


def _printed(desk: Desk) -> None:
    six_people(desk)
    paperwork.make(desk, "F20", everyone=True, period=print_sets.month_at_hand(desk))


@pytest.fixture
def window(opened: Opened) -> DeskWindow:
    """The desk with five work logs handed out; the sixth assistant is still to be appointed."""
    return opened(villages=village_rows(6), fill=_printed)


def _page(window: DeskWindow, qtbot: QtBot) -> ReturnsPage:
    assert window.frame is not None
    window.frame.go(Target("returns"))
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, ReturnsPage)
    return page


def _type(text: str, qtbot: QtBot, window: DeskWindow) -> None:
    QTest.keyClicks(focus(), text)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)


def test_sheets_come_back_by_four_digits_or_serial_and_one_is_taken_back(window: DeskWindow, qtbot: QtBot) -> None:
    page = _page(window, qtbot)
    assert focus() is page.serial
    serials = [one.line.sheet.serial for one in page.board.missing]
    assert (page.board.sent, page.board.returned, len(serials)) == (5, 0, 5)
    _type("0002", qtbot, window)
    _type(serials[3].lower(), qtbot, window)
    _type("0002", qtbot, window)
    _type("9999-F20-2026-0001-0", qtbot, window)
    assert [one.outcome for one in page.feed] == ["unread", "before", "taken", "taken"]
    assert (page.board.returned, len(page.board.missing)) == (2, 3)
    assert focus() is page.serial
    press(Qt.Key.Key_Z, CTRL)
    quiet(qtbot, window)
    assert (page.board.returned, len(page.board.missing)) == (1, 4)
    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_L, ALT)
    quiet(qtbot, window)
    states = [line.sheet.state for line in print_centre.sheet_lines(page.place.desk)]
    assert sorted(states) == ["lost", "out", "printed", "printed", "returned"]
    assert len(page.board.missing) == 4, "a lost sheet lacks until another takes its place"


def _lead(window: DeskWindow, qtbot: QtBot, words: str, name: str) -> str:
    """What the page says instead of a list, and the page to which its button leads."""
    page = _page(window, qtbot)
    assert words in said(page)
    button = page.findChild(Button, name)
    assert button is not None
    button.click()
    quiet(qtbot, window)
    return page_of(window).NAME


def test_nothing_handed_out_leads_to_the_print_and_everything_back_to_the_entry(opened: Opened, qtbot: QtBot) -> None:
    window = opened(villages=village_rows(6), fill=six_people)
    assert window.desk is not None
    assert _lead(window, qtbot, "的表还没有发", "go-hand-out") == "print"
    month = print_sets.month_at_hand(window.desk)
    made = paperwork.make(window.desk, "F20", everyone=True, period=month)
    print_centre.mark(window.desk, made.serials, "returned")
    assert _lead(window, qtbot, "都收齐了，5 张", "go-enter") == "month"


def test_a_scanner_types_into_the_field_wherever_the_focus_is(window: DeskWindow, qtbot: QtBot) -> None:
    page = _page(window, qtbot)
    page.list.setFocus()
    _type("0001", qtbot, window)
    assert [one.outcome for one in page.feed] == ["taken"]


def test_the_missing_are_copied_without_numbers_until_phones_are_revealed(window: DeskWindow, qtbot: QtBot) -> None:
    page = _page(window, qtbot)
    press(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "李荣宝" in QGuiApplication.clipboard().text()
    assert "1380000" not in QGuiApplication.clipboard().text()
    press(Qt.Key.Key_F9)
    quiet(qtbot, window)
    page.copy()
    assert "13800001000" in QGuiApplication.clipboard().text()


def test_a_reminder_is_noted_for_one_or_for_all_and_stands_in_the_list(window: DeskWindow, qtbot: QtBot) -> None:
    page = _page(window, qtbot)
    press(Qt.Key.Key_T, ALT)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert [one.reminded.way if one.reminded else "" for one in page.board.missing] == ["tel", "", "", "", ""]
    press(Qt.Key.Key_T, ALT)
    press(Qt.Key.Key_Down)
    act = page.window().findChild(Button, "panel-act-1")
    assert act is not None
    act.click()
    quiet(qtbot, window)
    assert [one.reminded.way if one.reminded else "" for one in page.board.missing] == ["chat"] * 5
    last = page.list.model().columnCount() - 1
    assert "2 次" in str(page.list.model().index(0, last).data())


def _read(sheet: Sheet) -> PileRead:
    cut = Cutout(40, 20, bytes(800))
    marks = (
        MarkRead("L01", "digits", 12, True, cut),
        MarkRead("L01.无", "tick", False, True, cut),
        MarkRead("L02", "digits", None, True, cut),
        MarkRead("L02.无", "tick", True, True, cut),
        MarkRead("L03", "digits", None, False, cut),
        MarkRead("L03.无", "tick", False, True, cut),
        MarkRead("d01.类别", "digits", 2, True, cut),
        MarkRead("d01.数量", "digits", 3, True, cut),
    )
    pieces = [Piece("a.pdf", 1, "filed", sheet.serial), Piece("a.pdf", 2, "to_decide", why="no_code", thumbnail=cut)]
    return PileRead(pieces, [sheet.serial], marks=[SheetMarks(sheet, marks, fits=True)])


def test_marks_are_proposed_and_only_what_is_confirmed_is_entered(window: DeskWindow, qtbot: QtBot) -> None:
    page = _page(window, qtbot)
    desk = page.place.desk
    sheet = page.board.missing[0].line.sheet
    print_centre.mark(desk, [sheet.serial], "returned")
    page._read((_read(sheet), {sheet.person_id or "": "李荣宝"}))
    quiet(qtbot, window)
    form = page.scans.confirm.form
    assert form is not None
    assert form.typed() == {"L01": "12", "L02": "/", "L03": "", "d01.类别": "02", "d01.数量": "3"}
    assert form.fields["L03"].property("state") == "warn"
    assert log_list.list_log(desk, sheet.period).entries == ()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "4")
    press(Qt.Key.Key_D, ALT)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    entries = [listed.entry for listed in log_list.list_log(desk, sheet.period).entries]
    assert sorted((one.code, one.count, one.source) for one in entries) == [
        *(("L01", 12, "scan"), ("L02", 0, "scan"), ("L03", 4, "scan")),
    ]
    assert page.scans.confirm.waiting == []
    press(Qt.Key.Key_Escape)
    assert focus() is page.serial


def test_a_trouble_stands_below_the_fields_and_what_was_typed_stays(window: DeskWindow, qtbot: QtBot) -> None:
    page = _page(window, qtbot)
    desk = page.place.desk
    sheet = page.board.missing[0].line.sheet
    print_centre.mark(desk, [sheet.serial], "returned")
    page._read((_read(sheet), {}))
    quiet(qtbot, window)
    work_log.apply_counts(desk, [Count(sheet.person_id or "", "L01", sheet.period, 5)], "grid")
    form = page.scans.confirm.form
    assert form is not None
    form.fields["L03"].setText("4")
    press(Qt.Key.Key_D, ALT)
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    again = page.scans.confirm.form
    assert again is not None
    assert again is not form
    assert (again.fields["L03"].text(), again.fields["L01"].text()) == ("4", "12")
    assert any("已录 5" in one.text() for one in again.findChildren(QLabel))
    assert "已经有人录了别的数" in said(page.scans.confirm)
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    counts = {one.entry.code: one.entry.count for one in log_list.list_log(desk, sheet.period).entries}
    assert (counts["L01"], counts["L03"]) == (12, 4)


def test_scores_of_a_sheet_are_confirmed_and_become_the_officers(window: DeskWindow, qtbot: QtBot) -> None:
    page = _page(window, qtbot)
    desk = page.place.desk
    month = print_sets.month_at_hand(desk)
    serial = paperwork.make(desk, "F25", everyone=True, period=month).serials[0]
    print_centre.mark(desk, [serial], "returned")
    sheet = next(line.sheet for line in print_centre.sheet_lines(desk) if line.sheet.serial == serial)
    cut = Cutout(40, 20, bytes(800))
    marks = (
        MarkRead("A1", "digits", 45, True, cut),
        MarkRead("A2", "digits", None, False, cut),
        MarkRead("A3", "digits", 85, True, cut),
        MarkRead("合计", "digits", None, True, cut),
        MarkRead("签认.签字", "tick", False, True, cut),
        MarkRead("签认.拒签", "tick", False, True, cut),
    )
    page._read((PileRead(marks=[SheetMarks(sheet, marks, fits=True)]), {sheet.person_id or "": "李荣宝"}))
    quiet(qtbot, window)
    opening = page.findChild(Button, "open-assessment")
    assert opening is not None
    opening.click()
    quiet(qtbot, window)
    form = page.scans.confirm.form
    assert isinstance(form, ScoreForm)
    assert [form.fields[code].text() for code in ("A1", "A2", "A3")] == ["4.5", "", ""], "8.5 of 2 points is no score"
    assert form.fields["A3"].property("state") == "warn"
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "040")
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "3")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert form.fields["A3"].property("state") == "bad"
    form.fields["A3"].setText("2")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    view = next(one for one in assessment.month(desk, month).sheets if one.standing.of.subject_id == sheet.person_id)
    given = {code: entry.points for code, entry in view.standing.entries.items() if entry.points is not None}
    assert given == {"A1": 45, "A2": 40, "A3": 20}
    assert page.scans.confirm.waiting == []


def test_a_pile_is_read_in_the_window(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = _page(window, qtbot)
    file = tmp_path / "nothing.png"
    file.write_bytes(b"no picture")
    page.read([file])
    quiet(qtbot, window)
    assert page.scans.list.current() == Piece("nothing.png", 0, "to_decide", why="scan_kind")


def test_a_reading_that_is_stopped_says_how_far_it_came_and_files_nothing(
    window: DeskWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _page(window, qtbot)
    reached = threading.Event()

    def slow(_desk: Desk, _files: list[Path], progress: Progress, *, cutouts: bool) -> PileRead:
        assert cutouts
        while True:
            progress(16, 300)
            reached.set()

    monkeypatch.setattr(scan_read, "read_scans", slow)
    page.read([Path("pile.pdf")])
    qtbot.waitUntil(reached.is_set, timeout=10_000)
    press(Qt.Key.Key_Escape)
    quiet(qtbot, window)
    assert "300 页读了 16 页" in said(window)
    assert (page.board.returned, page.stack.currentIndex()) == (0, 0)
