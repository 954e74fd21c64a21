"""The form and the card of a person without a desk: order, suggestions, notes, what changed, what stays masked."""

from collections.abc import Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_desk.domain.records import TermState
from station_desk.domain.roster import DraftNote, FieldChange, HistoryLine, PersonCard, PersonDraft, TermView, Vacancy
from station_desk.ui.fields import Choice, Field
from station_desk.ui.person_card import PersonCardView, VacancyView
from station_desk.ui.person_fields import DayField, MaskedField
from station_desk.ui.person_form import ADD_ORDER, PersonForm
from station_desk.ui.person_pick import Option, PickField
from station_desk.ui.person_suggest import word_options
from station_desk.ui.person_words import changed, facts_line, history_sentence, note_words, sent_words, state_word
from tests.ui.people import NONE, focus, press, said, type_in

TODAY = date(2026, 11, 23)
VILLAGES = (Option("v1", "邢桥村", "梁才街道"), Option("v2", "北程村", "梁才街道"))
_INITIALS = {"v1": "xqc", "v2": "bcc"}


def suggest(text: str) -> Sequence[Option]:
    return [one for one in VILLAGES if text in one.text or _INITIALS[one.value].startswith(text)]


def person(**facts: object) -> PersonCard:
    base: dict[str, object] = {
        "id": "p1",
        "scope": "371602009",
        "station": "梁才派出所",
        "name": "欧阳晖",
        "sex": "男",
        "birth": "1985-01-15",
        "age": 41,
        "id_no_masked": "371***********9971",
        "phone_masked": "138****2036",
        "village_code": "371602009201",
        "village": "邢桥村",
        "villages": ("邢桥村",),
        "status": TermState.ACTIVE,
        "term_start": "2024-12",
        "term_end": "2027-12",
        "post": "网格员",
        "education": "大专",
        "political": "群众",
        "officer": "",
        "room": "",
        "area": "",
        "township": "梁才街道",
        "phone2_masked": "",
        "bank_card_masked": "",
        "number": "LC-15",
        "term_id": "t1",
        "village_ids": ("v1",),
        "exact_birth": True,
        "ours": True,
        "terms": (
            TermView(
                "t1", TermState.ACTIVE, "2024-12", "2027-12", None, "", "LC-15", None, ("v1",), ("1",), ("邢桥村",)
            ),
        ),
        "history": (),
    }
    return PersonCard(**(base | facts))  # type: ignore[arg-type]


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    """A window for the form."""
    window = QWidget()
    window.resize(420, 700)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def form_in(room: QWidget, *, adding: bool, notes: Sequence[DraftNote] = ()) -> PersonForm:
    def check(draft: PersonDraft) -> Sequence[DraftNote]:
        missing = [] if draft.name else [DraftNote("name", "bad", "name_missing")]
        return [*notes, *missing]

    form = PersonForm(suggest, word_options(), check, TODAY, adding=adding)
    form.setParent(room)
    form.resize(room.size())
    form.show()
    return form


def test_enter_walks_from_the_id_number_on_and_ctrl_enter_is_left_to_the_page(room: QWidget) -> None:
    form = form_in(room, adding=True)
    form.focus_on("id_no")
    visited = []
    for _step in ADD_ORDER[:6]:
        visited.append(focus().objectName())
        press(Qt.Key.Key_Return)
    assert visited == ["field-id_no", "field-name", "field-village_ids", "field-phone", "field-post", "field-education"]
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert focus().objectName() == "field-education"


def test_several_villages_are_picked_by_initials_and_taken_away_by_backspace(room: QWidget) -> None:
    form = form_in(room, adding=True)
    form.focus_on("village_ids")
    type_in("xq,")
    type_in("bc")
    press(Qt.Key.Key_Return)
    assert form.person().village_ids == ("v1", "v2")
    assert focus().objectName() == "field-phone"
    form.focus_on("village_ids")
    press(Qt.Key.Key_Backspace)
    assert form.person().village_ids == ("v1",)


def test_a_village_that_does_not_exist_stops_the_save_and_is_said(room: QWidget) -> None:
    form = form_in(room, adding=True)
    form.focus_on("name")
    type_in("王敏")
    form.focus_on("village_ids")
    type_in("zz")
    press(Qt.Key.Key_Return)
    assert focus().objectName() == "field-village_ids"
    assert "没有找到“zz”这个村" in said(form)
    assert not form.ready()


def test_the_usual_words_come_by_initials_and_chinese_stays_as_typed(room: QWidget) -> None:
    form = form_in(room, adding=True)
    form.focus_on("post")
    type_in("wgy")
    press(Qt.Key.Key_Return)
    assert form.person().post == "网格员"
    form.focus_on("education")
    type_in("自考大专")
    press(Qt.Key.Key_Return)
    assert form.person().education == "自考大专"


def test_what_is_missing_is_not_shouted_before_the_save(room: QWidget) -> None:
    form = form_in(room, adding=True)
    form.focus_on("id_no")
    press(Qt.Key.Key_Return)
    assert "还没有姓名" not in said(form)
    assert not form.ready()
    assert "还没有姓名" in said(form)
    assert focus().objectName() == "field-name"


def test_a_day_that_is_none_stops_the_save(room: QWidget) -> None:
    form = form_in(room, adding=True)
    form.focus_on("name")
    type_in("王敏")
    form.focus_on("start_date")
    type_in("202413")
    press(Qt.Key.Key_Return)
    assert not form.ready()
    assert "看不懂这个日期" in said(form)


def test_a_day_is_settled_when_it_is_left(room: QWidget) -> None:
    form = form_in(room, adding=True)
    form.focus_on("start_date")
    type_in("20240503")
    press(Qt.Key.Key_Return)
    day = form.controls["start_date"]
    assert isinstance(day, DayField)
    assert day.text() == "2024-05-03"
    form.focus_on("start_date")
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Plus)
    assert day.text() == "2024-05-04"


def test_only_what_differs_is_written_and_a_masked_number_stays(room: QWidget) -> None:
    form = form_in(room, adding=False)
    form.set_card(person())
    assert form.changes() == {}
    assert not form.dirty()
    phone = form.controls["phone"]
    assert isinstance(phone, MaskedField)
    assert "138 **** 2036" in phone.placeholderText()
    form.focus_on("phone")
    type_in("13900001111")
    assert form.changes() == {"phone": "13900001111"}
    phone.setText("-")
    assert form.changes() == {"phone": ""}


def test_leaving_asks_for_day_and_reason_only_then(room: QWidget) -> None:
    form = form_in(room, adding=False)
    form.set_card(person())
    assert not form.controls["exit_date"].isVisible()
    state = form.controls["state"]
    assert isinstance(state, Choice)
    state.set_value("exited")
    assert form.controls["exit_date"].isVisible()
    assert form.changes() == {"state": "exited"}


def test_a_draft_comes_back_as_it_stood(room: QWidget) -> None:
    form = form_in(room, adding=True)
    form.focus_on("name")
    type_in("半个")
    form.focus_on("village_ids")
    type_in("xq")
    press(Qt.Key.Key_Return)
    body = form.body()
    again = form_in(room, adding=True)
    again.restore(body)
    assert again.person() == form.person()
    assert again.dirty()
    assert body["focus"] == "phone"


def test_a_card_shows_facts_terms_and_masks(room: QWidget, qtbot: QtBot) -> None:
    view = PersonCardView()
    qtbot.addWidget(view)
    view.set_card(person(), TODAY, writable=True)
    view.show()
    text = said(view)
    assert "邢桥村·网格员·男·41 岁" in text
    assert "371*** ******** 9971" in text
    assert "第 1 期，还有 13 个月" in text
    assert view.edit_button.isEnabled()
    view.reveal("phone", "13800002036")
    assert "138 0000 2036" in said(view)
    view.hide_numbers()
    assert "138 **** 2036" in said(view)
    view.set_card(person(ours=False), TODAY, writable=True)
    assert not view.edit_button.isEnabled()


def test_a_county_reads_and_does_not_write(qtbot: QtBot) -> None:
    view = PersonCardView(county=True)
    qtbot.addWidget(view)
    view.set_card(person(), TODAY, writable=False)
    view.show()
    assert not view.edit_button.isVisible()
    assert view.copy_button.isVisible()


def test_a_vacant_village_says_since_when(qtbot: QtBot) -> None:
    view = VacancyView()
    qtbot.addWidget(view)
    view.set_vacancy(Vacancy("v1", "1", "滩郭村", 42), writable=True)
    view.show()
    assert "空缺 42 天" in said(view)


def line(action: str, *fields: FieldChange, sent: str | None = None) -> HistoryLine:
    return HistoryLine("2026-11-12T01:41:00Z", "2026-11-12", "王敏", action, fields, sent)


def test_the_history_speaks_in_sentences_and_never_gives_a_number_away() -> None:
    phone = FieldChange("phone", "138****7713", "138****2036")
    assert history_sentence(line("person_edit", phone)) == "王敏 改电话（旧号尾 7713）"
    assert history_sentence(line("person_add", FieldChange("name", "", "欧阳晖"))) == "王敏 登记了这个人"
    assert history_sentence(line("undo:person_edit", phone)) == "王敏 撤回：电话（旧号尾 7713）"
    assert changed(FieldChange("education", "高中", "大专")) == "文化程度：高中 → 大专"
    assert changed(FieldChange("state", "active", "suspended")) == "状态：在聘 → 暂停"
    assert sent_words(line("person_edit", sent="")) == "还没交县局"
    assert sent_words(line("person_edit", sent="confirmed")) == ""


def test_facts_leave_out_what_is_not_known() -> None:
    assert facts_line(person(age=None, post="")) == "邢桥村·男"
    assert state_word(None) == "没有聘期"
    note = DraftNote("id_no", "bad", "duplicate_id", {"name": "王敏", "village": "邢桥村"})
    assert note_words(note) == "花名册里已有这个号：王敏（邢桥村）"


def test_escape_closes_suggestions_before_anything_else(room: QWidget) -> None:
    form = form_in(room, adding=True)
    form.focus_on("village_ids")
    type_in("x")
    pick = form.controls["village_ids"]
    assert isinstance(pick, PickField)
    assert pick.popup.isVisible()
    press(Qt.Key.Key_Escape, NONE)
    assert not pick.popup.isVisible()
    assert pick.unresolved() == "x"
    assert isinstance(pick.field, Field)
