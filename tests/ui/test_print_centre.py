"""The print centre on a real desk: sets, months, whole numbers, sheets and their states, what a form remembers."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from station_desk.domain.paper import Printed, Printer
from station_desk.domain.print_sets import SETS
from station_desk.services import form_places, paperwork, print_centre
from station_desk.services.form_places import own_forms
from station_desk.ui import files
from station_desk.ui.kit import Button
from station_desk.ui.page import Target
from station_desk.ui.print_choice import matches
from station_desk.ui.print_page import PrintPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, NAMES, NONE, SHIFT, page_of, press, said, six_people, type_in
from tests.ui.test_print_page import settle, sheets


def show(window: DeskWindow, qtbot: QtBot) -> PrintPage:
    press(Qt.Key.Key_9, CTRL)
    settle(window, qtbot)
    page = page_of(window)
    assert isinstance(page, PrintPage)
    return page


def test_a_set_is_previewed_whole_and_saved_in_order_in_one_folder(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    assert page.order.choice() in SETS  # the set of this week stands first and is chosen
    page.order.choose_form("month-end")
    settle(window, qtbot)
    assert [printed.form for printed in page.preview.prints] == ["F25", "F31", "F32"]
    assert "没有要交的包" in said(page.output)
    page.order.choose_form("appointment")
    settle(window, qtbot)
    shown = [printed.pdf for printed in page.preview.prints]
    assert [printed.form for printed in page.preview.prints] == ["F15", "F16", "F17", "F34", "F46", "F35"]
    press(Qt.Key.Key_PageDown, ALT)
    assert page.preview.printed is page.preview.prints[1]
    press(Qt.Key.Key_PageUp, ALT)
    assert page.preview.page == 1
    monkeypatch.setattr(files, "ask_folder", lambda _parent, _title, chosen: chosen(tmp_path / "out"))
    press(Qt.Key.Key_S, CTRL)
    settle(window, qtbot)
    (folder,) = list((tmp_path / "out").iterdir())
    made = sorted(folder.iterdir())
    assert [file.name[:6] for file in made] == ["01 F15", "02 F16", "03 F17", "04 F34", "05 F46", "06 F35"]
    assert [file.read_bytes() for file in made] == shown
    assert {sheet.form for sheet in sheets(window)} == {"F15", "F16", "F17", "F34", "F46", "F35"}


def test_typing_in_the_list_finds_a_form_and_slips_are_not_offered(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    codes = {getattr(one, "code", "") for one in page.order.papers.all_choices()}
    assert {"F12", "F18", "F20"} <= codes
    assert not codes & {"F44", "F44B"}
    page.order.papers.view.setFocus()
    type_in("f31")
    settle(window, qtbot)
    form = page.order.form()
    assert form is not None
    assert form.code == "F31"
    assert [matches(form, text) for text in ("补助", "bzff", "buzhu", "F31", "聘书", "xyz")] == [True] * 4 + [False] * 2


def test_a_monthly_form_takes_the_month_and_whole_numbers_are_recorded(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    page.order.choose_form("F20")
    page.order.month.set_value(page.order.month.itemData(3))
    settle(window, qtbot)
    request = page.order.request()
    assert request is not None
    assert request.period == page.order.month.itemData(3)
    assert not request.reveal
    page.order.choose_form("F19")
    page.order.whole.click()
    settle(window, qtbot)
    document = pypdfium2.PdfDocument(page.preview.prints[0].pdf)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "*" not in text.split("身份证号")[1][:24]
    request = page.order.request()
    assert request is not None
    assert (request.reveal, request.period) == (True, "")


def test_offsets_are_remembered_for_the_form_and_move_the_page(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    page.order.choose_form("F15")
    settle(window, qtbot)
    before = page.preview.prints[0].pdf
    page.output.right.setText("2.5")
    page.output.right.editingFinished.emit()
    settle(window, qtbot)
    assert page.preview.prints[0].pdf != before
    page.order.choose_form("F19")
    assert page.output.right.text() == "0.0"
    page.order.choose_form("F15")
    assert page.output.right.text() == "2.5"
    assert window.preferences.paper("F15").right == 25


def test_a_print_goes_to_the_printer_two_pages_on_a_sheet_and_a_test_page_uses_no_serial(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[Printed, str, bool]] = []

    def send(_desk: object, printed: Printed, printer: str, _copies: int = 1, *, pages: str, duplex: bool) -> None:
        sent.append((printed, printer, duplex))

    monkeypatch.setattr(paperwork, "printers", lambda _desk=None: [Printer("laser", True, True)])
    monkeypatch.setattr(paperwork, "send", send)
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    page.order.choose_form("F20")
    settle(window, qtbot)
    press(Qt.Key.Key_1, ALT)
    settle(window, qtbot)
    assert sheets(window) == []
    assert (sent[0][0].serials, sent[0][0].pages) == ((), 1)
    page.output.findChild(Button, "two-up").click()
    page.output.findChild(Button, "two-sided").click()
    press(Qt.Key.Key_Return, CTRL)
    settle(window, qtbot)
    printed, printer, duplex = sent[1]
    assert (printed.pages, printer, duplex) == (3, "laser", True)
    document = pypdfium2.PdfDocument(printed.pdf)
    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [420, 297]
    document.close()
    assert len(sheets(window)) == 5


def test_sheets_come_back_by_typed_serials_and_one_is_printed_again(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = opened(fill=six_people, villages=8)
    assert window.desk is not None
    serials = paperwork.make(window.desk, "F20", everyone=True, period="2026-11").serials
    page = show(window, qtbot)
    press(Qt.Key.Key_R, ALT)
    settle(window, qtbot)
    type_in(serials[0].lower())
    press(Qt.Key.Key_Return)
    settle(window, qtbot)
    assert [sheet.serial for sheet in sheets(window) if sheet.state == "returned"] == [serials[0]]
    assert page.sheets.findChild(Button, "sheets-wanted").text() == "没回来 4"
    type_in(serials[0][:-1] + str((int(serials[0][-1]) + 1) % 10))
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    panel = window.messages.overlay.panel()
    assert panel is not None
    assert "对不上" in said(panel)
    press(Qt.Key.Key_Escape)
    type_in(serials[1])
    press(Qt.Key.Key_L, ALT)
    settle(window, qtbot)
    monkeypatch.setattr(
        files, "ask_save", lambda _parent, _title, _name, _patterns, chosen: chosen(tmp_path / "again.pdf")
    )
    type_in(serials[1])
    press(Qt.Key.Key_R, ALT)
    settle(window, qtbot)
    panel = window.messages.overlay.panel()
    assert panel is not None
    assert f"旧的 {serials[1]}" in said(panel)
    panel.findChild(Button, "panel-act-1").click()
    settle(window, qtbot)
    lines = {line.sheet.serial: line for line in print_centre.sheet_lines(window.desk)}
    new = lines[serials[1]].replaced_by
    assert lines[new].replaces == serials[1]
    assert lines[serials[1]].sheet.state == "lost"
    assert (tmp_path / "again.pdf").read_bytes().startswith(b"%PDF")
    press(Qt.Key.Key_Escape)
    settle(window, qtbot)
    assert page.stack.currentIndex() == 0


def test_a_list_goes_to_the_clipboard_as_a_table_and_to_a_workbook(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    page.order.choose_form("F18")
    settle(window, qtbot)
    press(Qt.Key.Key_T, CTRL | SHIFT)
    settle(window, qtbot)
    data = QGuiApplication.clipboard().mimeData()
    assert NAMES[0] in data.text()
    assert "<table" in data.html()
    target = tmp_path / "list.xlsx"
    monkeypatch.setattr(files, "ask_save", lambda _parent, _title, _name, _patterns, chosen: chosen(target))
    press(Qt.Key.Key_S, CTRL | SHIFT)
    settle(window, qtbot)
    assert target.read_bytes().startswith(b"PK")
    assert sheets(window) == []


def test_an_office_changes_a_form_compares_and_goes_back(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: editor.append(url.fileName()))
    window = opened(fill=six_people, villages=8)
    assert window.desk is not None
    page = show(window, qtbot)
    page.order.choose_form("F15")
    settle(window, qtbot)

    def acts() -> Sequence[str]:
        press(Qt.Key.Key_F, ALT)
        quiet(qtbot, window)
        panel = window.messages.overlay.panel()
        assert panel is not None
        return [made.objectName() for made in panel.findChildren(Button) if made.objectName().startswith("form-")]

    def do(name: str) -> None:
        panel = window.messages.overlay.panel()
        assert panel is not None
        panel.findChild(Button, name).click()
        settle(window, qtbot)

    assert acts() == ["form-change"]
    do("form-change")
    assert editor == ["F15 聘书.xml"]
    own = own_forms(window.desk) / "F15 聘书.xml"
    own.write_text(own.read_text(encoding="utf-8").replace("此聘", "特此聘任"), encoding="utf-8")
    assert acts() == ["form-open", "form-compare", "form-return"]
    do("form-compare")
    panel = window.messages.overlay.panel()
    assert panel is not None
    press(Qt.Key.Key_Escape)
    acts()
    do("form-return")
    do("answer-yes")
    assert not own.exists()


def test_thumbnails_come_when_they_are_seen(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    page.order.choose_form("F15")
    page.order.set_who("blank")
    page.order.blank.setText("60")
    settle(window, qtbot)
    qtbot.wait(200)
    quiet(qtbot, window)
    assert page.preview.pages == 60
    assert 0 < page.preview.thumbs.drawn() < 30
    page.preview.thumbs.setCurrentIndex(page.preview.thumbs.model().index(40, 0))
    assert page.preview.page == 41


def test_the_search_box_leads_to_the_sheets(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=six_people, villages=8)
    assert window.frame is not None
    window.frame.go(Target("print", "sheets"))
    settle(window, qtbot)
    page = page_of(window)
    assert isinstance(page, PrintPage)
    assert page.stack.currentWidget() is page.sheets
    press(Qt.Key.Key_Escape, NONE)
    assert page.stack.currentIndex() == 0


def test_a_county_sends_its_own_form_to_the_stations_from_the_page(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: None)
    window = opened("county")
    assert window.desk is not None
    form_places.begin_own(window.desk, "F18")
    page = show(window, qtbot)
    form = page.order.form()
    assert form is not None
    assert form.code == "F18"  # not a set: a county has thousands
    press(Qt.Key.Key_F, ALT)
    quiet(qtbot, window)
    panel = window.messages.overlay.panel()
    assert panel is not None
    panel.findChild(Button, "form-publish").click()
    settle(window, qtbot)
    assert form_places.published(window.desk) == ["F18"]
