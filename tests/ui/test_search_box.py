"""The one search box: filter here, find everywhere, acts only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from station_desk import wording
from station_desk.domain.roster import PersonDraft
from station_desk.services import roster
from station_desk.services.desk import Desk
from station_desk.ui.search_box import Found, SearchBox, group
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.test_frame import CTRL, frame_of, front, key


def people(desk: Desk) -> None:
    """刘志勇, 李志春 and 崔䶮."""
    for name in ("刘志勇", "李志春", "崔䶮"):
        roster.add_person(desk, PersonDraft(name=name))


def lines(window: DeskWindow) -> list[Found]:
    popup = frame_of(window).popup
    return list(popup.lines()) if popup.isVisible() else []


def heads(window: DeskWindow) -> list[str]:
    return [line.text for line in lines(window) if line.target is None]


def test_initials_find_people_acts_and_forms_in_groups(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=people)
    box = frame_of(window).head.search
    qtbot.keyClicks(box, "lz")
    assert heads(window)[0] == "人"
    found = {line.text: line for line in lines(window)}
    assert found["刘志勇"].spans == (0, 1)
    assert found["李志春"].spans == (0, 1)
    box.clear()
    assert lines(window) == []
    qtbot.keyClicks(box, "ps")
    assert "表" in heads(window)
    assert any(line.text == "聘书" for line in lines(window))
    box.clear()
    qtbot.keyClicks(box, "sz")
    assert "功能" in heads(window)


def test_where_nothing_is_found_it_says_so_and_enter_opens_nothing(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=people)
    qtbot.keyClicks(frame_of(window).head.search, "zqq")
    assert heads(window) == ["没有找到“zqq”。"]
    here = frame_of(window).page
    key(qtbot, Qt.Key.Key_Return)
    assert (frame_of(window).page, heads(window)) == (here, ["没有找到“zqq”。"])


def test_enter_opens_the_first_answer_and_arrows_choose_another(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=people)
    box = frame_of(window).head.search
    qtbot.keyClicks(box, "beifen")
    assert lines(window)[1].key == "Enter 打开"
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert not frame_of(window).popup.isVisible()
    assert frame_of(window).strip.said.text().startswith("备份写好") or front(window) == "settings"


def test_a_person_is_opened_by_four_keys(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=people)
    for code in (Qt.Key.Key_L, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Return):
        key(qtbot, code)
    quiet(qtbot, window)
    assert front(window) == "roster"
    assert any(said.text() == "刘志勇" for said in window.findChildren(QLabel) if said.isVisible())


def test_enter_in_a_composition_opens_nothing(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=people)
    box = frame_of(window).head.search
    qtbot.keyClicks(box, "lz")
    QApplication.sendEvent(box, QInputMethodEvent("liu", []))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.keyClick(box, Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert front(window) == "home"
    assert box.composition == "liu"


def test_esc_takes_one_step_at_a_time(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=people)
    box = frame_of(window).head.search
    qtbot.keyClicks(box, "lz")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not frame_of(window).popup.isVisible()
    assert box.text() == "lz"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_ctrl_k_lists_acts_only(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=people)
    key(qtbot, Qt.Key.Key_K, CTRL)
    assert heads(window) == ["功能"]
    everything = len(lines(window))
    qtbot.keyClicks(frame_of(window).head.search, "lz")
    assert len(lines(window)) < everything
    assert "人" not in heads(window)


def test_on_a_list_page_it_filters_and_pressed_again_it_looks_everywhere(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=people)
    key(qtbot, Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    box = frame_of(window).head.search
    assert box.mode == "filter"
    qtbot.keyClicks(box, "ps")
    assert len(lines(window)) == 1
    assert "别处还有" in lines(window)[0].text
    key(qtbot, Qt.Key.Key_F, CTRL)
    assert box.mode == "all"
    assert "表" in heads(window)
    key(qtbot, Qt.Key.Key_F, CTRL)
    assert box.mode == "filter"


def test_the_slash_goes_to_the_box_only_outside_fields(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=people)
    box = frame_of(window).head.search
    qtbot.keyClicks(box, "1/2")
    assert box.text() == "1/2"
    frame_of(window).navigation.first().setFocus()
    key(qtbot, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is box


def test_acts_are_found_by_other_words_in_english_too(opened: Opened, qtbot: QtBot) -> None:
    wording.use_language("en")
    window = opened(fill=people)
    box = frame_of(window).head.search
    qtbot.keyClicks(box, "bf")
    assert any(line.target and line.target.act == "backup" for line in lines(window))


def test_an_empty_group_has_no_head() -> None:
    assert group("人", []) == []
    assert [line.text for line in group("人", [Found("王敏")])] == ["人", "王敏"]


def test_the_box_says_what_it_looks_through(qtbot: QtBot) -> None:
    box = SearchBox()
    qtbot.addWidget(box)
    asked: list[tuple[str, str]] = []
    box.asked.connect(lambda text, mode: asked.append((text, mode)))
    box.start("filter", "甲")
    assert asked == []
    hints = {box.placeholderText()}
    for mode in ("all", "acts"):
        box.set_mode(mode)
        hints.add(box.placeholderText())
    assert len(hints) == 3
    assert asked == [("甲", "all"), ("甲", "acts")]
