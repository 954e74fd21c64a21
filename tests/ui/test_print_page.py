"""The print page on a real desk: the preview is the very bytes, the checks speak in words, a print gives out serials."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.paper import Printed, PrintWarning
from station_desk.domain.records import Sheet
from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.services import paperwork, roster
from station_desk.services.desk import Desk
from station_desk.store.paper import load_sheets
from station_desk.ui import files
from station_desk.ui.kit import Button
from station_desk.ui.page import Target
from station_desk.ui.print_page import PrintPage
from station_desk.ui.print_words import checks, printed_runs, refused, serial_span
from station_desk.ui.roster_page import RosterPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import CTRL, NAMES, page_of, press, said, six_people, type_in


def show(window: DeskWindow, qtbot: QtBot) -> PrintPage:
    press(Qt.Key.Key_9, CTRL)
    settle(window, qtbot)
    page = page_of(window)
    assert isinstance(page, PrintPage)
    page.order.choose_form("F15")
    settle(window, qtbot)
    return page


def settle(window: DeskWindow, qtbot: QtBot) -> None:
    """Until the request is drawn: the page waits for the hand to rest."""
    quiet(qtbot, window)
    qtbot.wait(200)
    quiet(qtbot, window)
    qtbot.wait(100)
    quiet(qtbot, window)


def sheets(window: DeskWindow) -> list[Sheet]:
    assert window.desk is not None
    with window.desk.store.read() as conn:
        return load_sheets(conn, window.desk.office.scope)


def test_letters_for_everyone_are_shown_page_by_page_and_burn_no_serial(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    assert page.preview.printed is not None
    assert page.preview.printed.pages == 6
    assert not page.preview.view.empty()
    press(Qt.Key.Key_PageDown)
    assert page.preview.page == 2
    press(Qt.Key.Key_PageUp)
    press(Qt.Key.Key_PageUp)
    assert page.preview.page == 1
    assert "6 个姓名的字都能印" in said(page.output)
    assert sheets(window) == []


def test_one_letter_is_saved_as_pdf_with_the_bytes_of_the_preview(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = opened(fill=six_people, villages=8)
    assert window.desk is not None
    person = next(row for row in roster.list_people(window.desk) if row.name == NAMES[0])
    page = show(window, qtbot)
    page.place.go(Target("print", "letter", person.id))
    settle(window, qtbot)
    assert page.preview.printed is not None
    shown = page.preview.printed.pdf
    target = tmp_path / "letter.pdf"
    monkeypatch.setattr(files, "ask_save", lambda _parent, _title, _name, _patterns, chosen: chosen(target))
    press(Qt.Key.Key_S, CTRL)
    settle(window, qtbot)
    assert target.read_bytes() == shown
    assert [sheet.person_id for sheet in sheets(window)] == [person.id]
    assert page.runs.model().rowCount() == 1
    press(Qt.Key.Key_S, CTRL)
    settle(window, qtbot)
    assert len(sheets(window)) == 1


def test_people_are_chosen_by_initials(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    page.order.set_who("chosen")
    type_in("lrb")
    press(Qt.Key.Key_Return)
    settle(window, qtbot)
    assert page.preview.printed is not None
    assert page.preview.printed.pages == 1
    assert "聘书，1 张" in page.facts


def test_the_roster_and_blank_letters_are_forms_too(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    page.arrive(Target("print", "form", "F18"))
    settle(window, qtbot)
    assert page.preview.printed is not None
    assert page.preview.printed.form == "F18"
    page.order.choose_form("F15")
    page.order.set_who("blank")
    page.order.blank.setText("3")
    settle(window, qtbot)
    assert page.preview.printed.pages == 3


def test_the_list_of_the_roster_is_printed_as_it_was_filtered(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    roster_page = page_of(window)
    assert isinstance(roster_page, RosterPage)
    roster_page.show_chip("pending")
    roster_page.tools.print_asked.emit()
    settle(window, qtbot)
    page = page_of(window)
    assert isinstance(page, PrintPage)
    request = page.order.request()
    assert request is not None
    assert (request.form, len(request.person_ids or ())) == ("F18", 1)
    assert page.preview.printed is not None
    assert "名单里的 1 人" in [chip.text() for chip in page.order.findChildren(Button)]


def test_what_cannot_be_printed_says_why_in_place_of_the_page(opened: Opened, qtbot: QtBot) -> None:
    def without_term(desk: Desk) -> None:
        roster.add_person(desk, PersonDraft(name="未聘", state="exited"))

    window = opened(fill=without_term, villages=1)
    page = show(window, qtbot)
    assert page.preview.printed is None
    assert page.preview.view.empty()
    assert page.primary is not None
    assert not page.primary.enabled


def test_checks_name_what_was_shrunk_and_what_is_missing() -> None:
    warnings = (
        PrintWarning("shrunk", 1, {"text": "滨海新区高清庄新型农村社区", "size": 9.0}),
        PrintWarning("date_missing", 2, {"person": "崔䶮"}),
    )
    lines = checks([Printed("F15", b"", 2, ("a", "b"), warnings, names=2)])
    assert [line.mark for line in lines] == ["ok", "warn", "warn"]
    assert lines[0].words == "2 个姓名的字都能印"
    assert "滨海新区" in lines[1].words
    assert "崔䶮" in lines[2].words
    bad = refused(Trouble("glyph_missing", person="崔䶮", char="䶮", point="U+4DAE"))
    assert bad[0].mark == "bad"
    assert "崔䶮" in bad[0].words


def test_sheets_of_one_print_stand_in_one_line() -> None:
    def sheet(serial: str, at: str) -> Sheet:
        return Sheet("s", serial, serial, "F15", None, "", 1, 1, at)

    runs = printed_runs(
        [sheet("3", "2026-11-22T02:00:00Z"), sheet("2", "2026-11-22T01:00:00Z"), sheet("1", "2026-11-22T01:00:00Z")]
    )
    assert [(run.sheets, run.first, run.last) for run in runs] == [(1, "3", "3"), (2, "1", "2")]
    assert serial_span(("1", "2")) == "编号 1 到 2"
    assert serial_span(()) == "没有编号"
    assert paperwork.page_picture is not None
