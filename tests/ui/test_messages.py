"""The one door for messages, background work, and fields: what is said where, and that Enter never surprises."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_desk.domain.progress import Cancelled, Progress
from station_desk.domain.trouble import Trouble
from station_desk.ui.fields import Choice, Field, PassPhraseField, chain, composing
from station_desk.ui.kit import button
from station_desk.ui.messages import Messages, Question, headline
from station_desk.ui.overlay import Overlay
from station_desk.ui.work import Work
from station_desk.wording.sentences import Told

QUESTION = Question("撤回导入？", "71 人恢复到导入前的样子。", "能。", "撤回导入", "先不撤回")


class Stage(QWidget):
    """A window with one field and a button below an overlay."""

    def __init__(self, log: Path | None = None) -> None:
        super().__init__()
        self.below = QWidget(self)
        self.field = Field("number")
        self.pressed: list[str] = []
        self.button = button("导出", lambda: self.pressed.append("export"), key="Alt+R")
        layout = QVBoxLayout(self.below)
        layout.addWidget(self.field)
        layout.addWidget(self.button)
        whole = QVBoxLayout(self)
        whole.addWidget(self.below)
        self.overlay = Overlay(self, self.below)
        self.kept = 0
        self.messages = Messages(self.overlay, self._keep, lambda: log)
        self.resize(900, 600)

    def _keep(self) -> None:
        self.kept += 1

    def words(self) -> str:
        """Everything the panel in front says."""
        panel = self.overlay.panel()
        assert panel is not None
        return "\n".join(said.text() for said in panel.findChildren(QLabel))

    def press(self, name: str) -> None:
        """Press a button of the panel in front."""
        panel = self.overlay.panel()
        assert panel is not None
        found = panel.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        found.click()


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path / "bugs.log")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.field.setFocus()
    yield made
    made.close()


# --- what is said ------------------------------------------------------------------------------------------------------
def test_done_is_a_line_and_never_a_dialog(stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stage.messages.said) as said:
        stage.messages.done("已写入 71 人")
    assert said.args == ["已写入 71 人"]
    assert not stage.overlay.busy


def test_a_trouble_has_three_labelled_rows_and_one_answer(stage: Stage, qtbot: QtBot) -> None:
    stage.messages.trouble(Trouble("wrong_pass_phrase", left=3))
    panel = stage.overlay.panel()
    assert panel is not None
    assert panel.accessibleName() == "message"
    for word in ("出了什么事", "数据安全吗", "下一步做什么", "wrong_pass_phrase"):
        assert word in stage.words()
    known = QApplication.focusWidget()
    assert isinstance(known, QPushButton)
    assert known.objectName() == "answer-known"
    qtbot.keyClick(known, Qt.Key.Key_Return)
    assert not stage.overlay.busy
    assert QApplication.focusWidget() is stage.field


def test_a_trouble_can_be_copied_whole(stage: Stage) -> None:
    stage.messages.trouble(Trouble("wrong_pass_phrase", left=3))
    stage.press("copy-message")
    copied = QGuiApplication.clipboard().text()
    assert copied.count("：") >= 3
    assert copied.endswith("wrong_pass_phrase")


def test_a_second_way_out_is_a_verb_that_does_it(stage: Stage) -> None:
    done: list[str] = []
    stage.messages.trouble(Trouble("wrong_pass_phrase", left=3), ("换一个", lambda: done.append("again")))
    stage.press("answer-again")
    assert done == ["again"]
    assert not stage.overlay.busy


def test_the_title_is_a_short_first_sentence_or_a_general_one() -> None:
    assert headline(Told("c", "U 盘满了。只写了一半，已删掉。", "", "")) == ("U 盘满了", "只写了一半，已删掉。")
    alone = "这个文件来自更新的版本。"
    assert headline(Told("c", alone, "", ""))[1] == alone


def test_a_question_is_answered_harmlessly_by_esc_and_by_enter(stage: Stage, qtbot: QtBot) -> None:
    answers: list[str] = []
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        stage.messages.ask(QUESTION, lambda: answers.append("yes"), lambda: answers.append("no"))
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.objectName() == "answer-no"
        qtbot.keyClick(focus, key)
    assert answers == ["no", "no"]
    assert "会怎么样" not in [child.text() for child in stage.findChildren(QLabel) if child.isVisible()]


def test_a_question_says_what_happens_and_whether_it_can_be_undone(stage: Stage) -> None:
    answers: list[str] = []
    stage.messages.ask(QUESTION, lambda: answers.append("yes"))
    for words in (QUESTION.title, "会怎么样", QUESTION.what, "能反悔吗", QUESTION.undo):
        assert words in stage.words()
    stage.press("answer-yes")
    assert answers == ["yes"]


def test_nothing_below_a_dialog_can_be_reached(stage: Stage, qtbot: QtBot) -> None:
    stage.messages.ask(QUESTION, lambda: None)
    assert not stage.below.isEnabled()
    seen = set()
    for _ in range(6):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.add(focus.objectName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert seen == {"answer-yes", "answer-no"}
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert stage.pressed == []


def test_what_comes_below_a_dialog_is_seen_there(stage: Stage) -> None:
    """A page that was still being read, or laid out, when a panel came up over it."""

    def seen() -> QImage:
        return stage.overlay.grab().toImage()

    top = stage.button.y()
    stage.field.setFixedHeight(stage.field.height() + 40)
    stage.messages.ask(QUESTION, lambda: None)
    assert stage.button.y() > top, "laid out before its picture was taken"
    focus, before = QApplication.focusWidget(), seen()
    stage.field.setText("371602")
    assert seen() == before
    stage.overlay.look_again()
    assert seen() != before
    assert QApplication.focusWidget() is focus
    assert not stage.field.isEnabled(), "and nothing below can be reached meanwhile"


def test_a_later_dialog_stands_on_top_and_the_first_comes_back(stage: Stage) -> None:
    stage.messages.ask(QUESTION, lambda: None)
    stage.messages.trouble(Trouble("wrong_pass_phrase", left=3))
    assert "wrong_pass_phrase" in stage.words()
    stage.press("answer-known")
    assert QUESTION.title in stage.words()


def test_the_lock_puts_dialogs_aside_and_brings_them_back(stage: Stage, qtbot: QtBot) -> None:
    stage.messages.ask(QUESTION, lambda: None)
    with qtbot.waitSignal(stage.overlay.lock_asked):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    stage.overlay.hold()
    assert not stage.overlay.isVisible()
    assert stage.below.isEnabled()
    stage.overlay.resume()
    assert QUESTION.title in stage.words()


def test_a_bug_is_logged_without_personal_data_and_the_draft_is_kept(
    stage: Stage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong() -> None:
        number = "371602198501019971"
        raise KeyError(number)

    try:
        wrong()
    except KeyError as error:
        stage.messages.error(error)
    assert "程序出了错" in stage.words()
    assert stage.kept == 1
    logged = (tmp_path / "bugs.log").read_text("utf-8") + caplog.text
    assert "KeyError" in logged
    assert "wrong" in logged
    assert "371602" not in logged
    assert "371602" not in stage.words()


def test_a_stopped_work_is_no_trouble(stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stage.messages.said):
        stage.messages.error(Cancelled())
    assert not stage.overlay.busy


# --- background work -----------------------------------------------------------------------------------------------
@pytest.fixture
def errors() -> list[Exception]:
    return []


@pytest.fixture
def work(qapp: QApplication, errors: list[Exception]) -> Iterator[Work]:
    made = Work(errors.append)
    yield made
    made.close()


def test_work_is_done_elsewhere_and_answered_here(work: Work, qtbot: QtBot) -> None:
    threads: dict[str, str] = {}

    def do(_progress: Progress) -> int:
        threads["work"] = threading.current_thread().name
        return 7

    answers: list[int] = []
    work.run(do, lambda n: (answers.append(n), threads.update(answer=threading.current_thread().name)))
    qtbot.waitUntil(lambda: work.idle)
    assert answers == [7]
    assert threads["work"].startswith("desk-work")
    assert threads["answer"] == threading.main_thread().name


def test_jobs_run_one_after_another(work: Work, qtbot: QtBot) -> None:
    running, most = [0], [0]

    def do(_progress: Progress) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        running[0] -= 1

    for _ in range(20):
        work.run(do)
    qtbot.waitUntil(lambda: work.idle)
    assert most == [1]


def test_an_error_goes_to_the_job_or_else_to_the_door(work: Work, errors: list[Exception], qtbot: QtBot) -> None:
    def fail(_progress: Progress) -> None:
        raise Trouble("wrong_pass_phrase", left=1)

    own: list[Exception] = []
    work.run(fail, failed=own.append)
    work.run(fail)
    qtbot.waitUntil(lambda: work.idle)
    assert [type(e) for e in own + errors] == [Trouble, Trouble]
    assert len(own) == 1


def test_a_job_tells_its_progress_and_stops_when_asked(work: Work, qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []
    outcome: list[Exception] = []

    def do(progress: Progress) -> None:
        for n in range(10_000):
            progress(n, 10_000)
            threading.Event().wait(0.001)

    job = work.run(do, failed=outcome.append, label="导入")
    assert work.current() is job
    job.progressed.connect(lambda done, total: told.append((done, total)))
    qtbot.waitUntil(lambda: bool(told))
    job.cancel()
    qtbot.waitUntil(lambda: work.idle)
    assert isinstance(outcome[0], Cancelled)
    assert told[-1][1] == 10_000
    assert work.current() is None


def test_nothing_is_delivered_to_a_page_that_is_gone(work: Work, qtbot: QtBot) -> None:
    import shiboken6

    page, answers = QWidget(), []
    go = threading.Event()
    work.run(lambda _progress: go.wait(5), answers.append, owner=page)
    shiboken6.delete(page)
    go.set()
    qtbot.waitUntil(lambda: work.idle)
    assert answers == []


def test_work_says_when_everything_is_delivered(work: Work, qtbot: QtBot) -> None:
    came: list[str] = []
    work.rested.connect(lambda: came.append("rest"))
    work.run(lambda _progress: "one", came.append)
    work.run(lambda _progress: "two", came.append)
    qtbot.waitUntil(lambda: "rest" in came)
    assert came == ["one", "two", "rest"]


def test_closing_stops_and_waits(work: Work) -> None:
    begun, ended = threading.Event(), []

    def do(progress: Progress) -> None:
        begun.set()
        try:
            while True:
                progress(0, 1)
                threading.Event().wait(0.001)
        except Cancelled:
            ended.append(True)
            raise

    work.run(do)
    begun.wait(5)
    work.close()
    assert ended == [True]
    work.run(do)
    assert work.idle


# --- fields --------------------------------------------------------------------------------------------------------
def compose(field: Field, text: str, commit: str = "") -> None:
    event = QInputMethodEvent(text, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def test_enter_inside_a_composition_does_not_go_on(stage: Stage, qtbot: QtBot) -> None:
    went: list[int] = []
    stage.field.went_on.connect(went.append)
    compose(stage.field, "wangmin")
    assert composing()
    qtbot.keyClick(stage.field, Qt.Key.Key_Return)
    qtbot.keyClick(stage.field, Qt.Key.Key_Enter)
    assert went == []
    compose(stage.field, "", "王敏")
    assert not composing()
    qtbot.keyClick(stage.field, Qt.Key.Key_Return)
    assert went == [1]
    assert stage.field.text() == "王敏"


def test_numbers_are_read_in_half_width(qtbot: QtBot) -> None:
    field = Field("day", latin=True)
    qtbot.addWidget(field)
    heard: list[str] = []
    field.textEdited.connect(heard.append)
    compose(field, "", "２０２６。１１、２３")
    assert field.text() == "2026.11/23"
    assert heard[-1] == "2026.11/23"


def test_enter_walks_on_and_shift_enter_back(qtbot: QtBot) -> None:
    window, done = QWidget(), []
    first, kind, last = Field("first"), Choice("kind", [("甲", 1), ("乙", 2)]), Field("last")
    layout = QVBoxLayout(window)
    for part in (first, kind, last):
        layout.addWidget(part)
    chain([first, kind, last], lambda: done.append("done"))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is kind
    qtbot.keyClick(kind, Qt.Key.Key_Enter)
    assert QApplication.focusWidget() is last
    qtbot.keyClick(last, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is kind
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Return)
    assert done == ["done"]


def test_caps_lock_is_told_by_what_is_typed(qtbot: QtBot) -> None:
    field = PassPhraseField()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "a")
    assert not field.warning.text()
    qtbot.keyClick(field, "B")
    told: Any = field.warning.text()
    assert "大写" in told
