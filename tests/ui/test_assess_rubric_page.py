"""The rubric edited by keyboard alone: sums while typing, faults at the field, the sheet as it prints, a new version."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_desk.domain.roster import PersonDraft
from station_desk.services import assessment, log_months, roster, rubrics
from station_desk.services import villages as village_list
from station_desk.services.desk import Desk
from station_desk.ui.assess_rubric_page import RubricPage
from station_desk.ui.lists import ListView
from station_desk.ui.page import Target
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, focus, page_of, press, said, type_in


def one_person(desk: Desk) -> None:
    """One in office since 2024, with an open sheet of this month."""
    village = village_list.list_villages(desk)[0].village.id
    roster.add_person(desk, PersonDraft(name="甲一", village_ids=(village,), start_date="2024-01-01"))
    assessment.open_month(desk, log_months.open_month(desk))


@pytest.fixture
def window(opened: Opened, qtbot: QtBot) -> DeskWindow:
    made = opened(fill=one_person, villages=3)
    assert made.frame is not None
    made.frame.go(Target("rubric"))
    quiet(qtbot, made)
    return made


def editor(window: DeskWindow) -> RubricPage:
    page = page_of(window)
    assert isinstance(page, RubricPage)
    return page


def first_row(window: DeskWindow, name: str) -> list[str]:
    """The texts of the first row of a list in a panel."""
    model = next(one for one in window.findChildren(ListView) if one.accessibleName() == name).model()
    return [str(model.data(model.index(0, column))) for column in range(model.columnCount())]


def value(page: RubricPage, key: str, name: str) -> str:
    assert page.rubric is not None
    line = page.rubric.line(key)
    assert line is not None
    return line.value(name)


def test_a_county_makes_a_new_version_and_the_old_one_stays_what_a_month_used(window: DeskWindow, qtbot: QtBot) -> None:
    page = editor(window)
    assert page.list.current() == "items.A1"
    assert "这是样例，没有人定过" in said(page)
    type_in("7")
    assert value(page, "items.A1", "max") == "7", "a digit begins the maximum anew"
    assert "102" in page.facts
    assert {fault.at for fault in page.faults} == {"sections.A.max", "full"}
    press(Qt.Key.Key_Return, CTRL)
    assert "要改" in said(window)
    assert page.list.current() in ("head", "sections.A"), "the first thing that is wrong"
    page.list.choose(page._model.rows().index("items.A2"))
    press(Qt.Key.Key_2)
    assert value(page, "items.A2", "max") == "2"
    assert page.faults == []
    press(Qt.Key.Key_Escape)
    assert focus() is page.list
    press(Qt.Key.Key_Return, CTRL)
    for text in ("县公安局", "X公〔2026〕8号"):
        type_in(text)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert window.desk is not None
    used = rubrics.in_use(window.desk, "person")
    assert (used.decided_by, used.doc_no, used.rubric.example) == ("县公安局", "X公〔2026〕8号", False)
    item = used.rubric.item("A1")
    assert item is not None
    assert item.most == 70
    month = assessment.month(window.desk, log_months.open_month(window.desk))
    old = month.rubric.item("A1")
    assert old is not None
    assert old.most == 50, "an open sheet changes over when it is drafted again, not behind anybody's back"
    assert page.draft() is None
    press(Qt.Key.Key_V, ALT)
    assert "县公安局" in first_row(window, "versions")


def test_where_nothing_was_put_in_use_the_versions_say_so_in_place_of_an_empty_list(window: DeskWindow) -> None:
    editor(window)
    press(Qt.Key.Key_V, ALT)
    panel = window.overlay.panel()
    assert panel is not None
    assert "还没有启用过" in said(panel)
    assert panel.findChild(QWidget, "versions") is None


def test_an_item_is_added_scored_by_bands_and_taken_out_by_keyboard(window: DeskWindow) -> None:
    page = editor(window)
    press(Qt.Key.Key_N, CTRL)
    assert page.list.current() == "items.A5"
    type_in("夜间巡逻")
    press(Qt.Key.Key_Return)
    type_in("3")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert value(page, "items.A5", "mode") == "ratio"
    places = {fault.at for fault in page.faults}
    assert {"items.A5.metric", "items.A5.target", "items.A5.bands"} <= places
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    assert value(page, "items.A5", "metric") == "L01"
    press(Qt.Key.Key_Return)
    type_in("12")
    press(Qt.Key.Key_Return)
    type_in("100%=4")
    assert "超过满分 3" in said(page.form)
    press(Qt.Key.Key_Backspace)
    type_in("3 0=0")
    assert not [fault for fault in page.faults if fault.at.startswith("items.A5")]
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Up, ALT)
    assert page.rubric is not None
    assert [line.code for line in page.rubric.items_of("A")] == ["A1", "A2", "A3", "A5", "A4"]
    assert page.draft() is not None
    press(Qt.Key.Key_Delete)
    assert page.faults == []
    draft = page.draft()
    assert draft is not None
    page.restore(draft)
    assert [line.code for line in page.rubric.items_of("A")] == ["A1", "A2", "A3", "A4"]


def test_the_sheet_is_seen_as_it_will_print_and_tried_on_last_month(window: DeskWindow, qtbot: QtBot) -> None:
    page = editor(window)
    press(Qt.Key.Key_P, CTRL)
    quiet(qtbot, window)
    assert page.preview.printed is not None
    assert page.preview.printed.form == "F25"
    assert page.preview.printed.serials == (), "nothing is given out"
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_T, ALT)
    quiet(qtbot, window)
    assert "甲一" in first_row(window, "tried")
    assert "什么也没有存" in said(window)
