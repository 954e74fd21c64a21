"""The procedures by keyboard alone in the window, from a vacancy to the appointment (Dezhou's and Nan'an's stand beside)."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.idno import check_digit
from station_desk.domain.selection import State
from station_desk.services import pack_fill
from station_desk.services.desk import Desk
from station_desk.ui.selection_page import SelectionPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, page_of, press, said, type_in

EDUCATION = "↓↓↓"
KEYS_A_SECOND = 4


class Board:
    """The stage board under a clerk's hands; every key is counted."""

    def __init__(self, window: DeskWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot, self.keys = window, qtbot, 0
        self.key(Qt.Key.Key_7, CTRL)
        self.page = cast("SelectionPage", page_of(window))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(key, modifier)
        self.keys += 1
        quiet(self.qtbot, self.window)

    def down(self, times: int = 1) -> None:
        for _at in range(times):
            self.key(Qt.Key.Key_Down)

    def fill(self, *texts: str) -> None:
        """A form: each text replaces what the field proposes, "" leaves it, ↓ chooses the next entry; Enter goes on."""
        for text in texts:
            if text and not text.strip("↓"):
                self.down(len(text))
            elif text:
                press(Qt.Key.Key_A, CTRL)
                type_in(text)
                self.keys += 1 + len(text)
            self.key(Qt.Key.Key_Return)

    def everybody(self, *texts: str) -> None:
        """The big act for all who wait for the same."""
        self.key(Qt.Key.Key_A, CTRL)
        self.key(Qt.Key.Key_Return, CTRL)
        self.fill(*texts)

    def batch(self, *texts: str) -> None:
        """A batch of every vacant village: name, villages, beginning, end of applying, days."""
        self.key(Qt.Key.Key_N, CTRL)
        self.fill(*texts, *[""] * (5 - len(texts)))

    def people(self, *told: tuple[str, str]) -> None:
        """Candidates, village after village: name, number, phone, senior high school, post, the day of today."""
        self.key(Qt.Key.Key_C, ALT)
        for name, birth in told:
            self.fill("", name, number(birth), "", EDUCATION, "网格员", *[""] * self._more(), "")
        self.key(Qt.Key.Key_Escape)

    def _more(self) -> int:
        """Weihai's form asks for the political status and for the ground of a relaxed age."""
        return 2 if self.board.batch.pack == "cn.weihai" else 0

    def check(self, conditions: int, *names: str) -> None:
        """The check of the conditions, one after the other: every one is met, nothing excludes."""
        for at, one in enumerate(self.board.cases):
            if one.name in names:
                self.page.list.choose(at)
                self.key(Qt.Key.Key_K, ALT)
                self.fill(*[""] * conditions, "", "李警官", "", "审1")

    @property
    def board(self):  # type: ignore[no-untyped-def]
        found = self.page.board()
        assert found is not None
        return found

    def states(self) -> dict[str, State]:
        return {one.name: one.standing.state for one in self.board.cases}

    def cells(self) -> dict[str, str]:
        return {one.name: self.board.stages[one.standing.at].code for one in self.board.cases}


def number(birth: str) -> str:
    body = f"371602{birth}997"
    return body + check_digit(body)


def _board(
    opened: Opened, qtbot: QtBot, pack: str, villages: int = 2, fill: Callable[[Desk], object] | None = None
) -> Board:
    return Board(opened(pack=pack, villages=villages, fill=fill), qtbot)


def _ago(desk: Board, days: int) -> str:
    return (desk.window.frame.place.desk.clock.today() - timedelta(days=days)).isoformat()  # type: ignore[union-attr]


def _days_of_notice(desk: Desk) -> None:
    pack_fill.fill(desk, "", "selection.publicity_days", "1", "滨城分局", "滨公〔2026〕1号", "2026-01-01")


def test_xihua_recruits_and_appoints(opened: Opened, qtbot: QtBot) -> None:
    desk = _board(opened, qtbot, "cn.xihua")
    desk.batch("第三批")
    desk.people(("王一", "19980315"), ("丁二", "19970101"))
    desk.everybody("", "西政〔2026〕3号")
    desk.everybody("", "", "〔2026〕001号")
    assert desk.states() == {"王一": State.APPOINTED, "丁二": State.APPOINTED}
    desk.key(Qt.Key.Key_E, ALT)
    desk.fill("", "")
    assert desk.board.state == "archived"


def test_bincheng_hangs_out_a_notice_and_answers_an_objection(opened: Opened, qtbot: QtBot) -> None:
    desk = _board(opened, qtbot, "cn.bincheng", fill=_days_of_notice)
    began, later = _ago(desk, 12), _ago(desk, 9)
    desk.batch("2026", "", _ago(desk, 20))
    desk.people(("王一", "19880315"), ("丁二", "19850102"))
    desk.everybody("", "会1")
    desk.everybody("", "考察人甲", "考察人乙")
    desk.everybody(began, "↓", "")
    desk.key(Qt.Key.Key_Home, CTRL)
    desk.key(Qt.Key.Key_Y, ALT)
    desk.fill("异1", _ago(desk, 11))
    assert desk.states() == {"王一": State.OBJECTED, "丁二": State.RUNNING}
    desk.key(Qt.Key.Key_Return)
    desk.fill("", later)
    desk.everybody("")
    desk.everybody("", "", "〔2026〕001号")
    assert set(desk.states().values()) == {State.APPOINTED}
    assert len(desk.board.objections) == 1


def test_weihai_plans_tests_ranks_and_signs_contracts(opened: Opened, qtbot: QtBot) -> None:
    desk = _board(opened, qtbot, "cn.weihai", villages=1)
    desk.batch("2026")
    desk.people(("王一", "20000315"), ("丁二", "20010102"), ("马三", "20000607"))
    desk.everybody("", "党群〔2026〕1号")
    desk.everybody("")
    by_score = {"丁二": "88.5", "马三": "52", "王一": "88.5"}
    desk.everybody("", *(by_score[one.name] for one in desk.board.cases), "60")
    assert desk.states()["马三"] is State.FAILED
    desk.check(5, "王一", "丁二")
    desk.everybody("")
    desk.everybody("", "")
    assert "最后一个名额有人同分" in said(desk.window)
    desk.fill("王一")
    assert desk.cells() | desk.states() == {"王一": State.RUNNING, "丁二": State.RESERVE, "马三": State.FAILED}
    desk.everybody("", "合同1")
    desk.everybody("", "", "〔2026〕001号")
    assert desk.states()["王一"] is State.APPOINTED


def test_fujian_goes_to_the_county_and_the_clerk_types_its_paper(opened: Opened, qtbot: QtBot) -> None:
    desk = _board(opened, qtbot, "cn.fujian")
    desk.batch("2026")
    desk.people(("王一", "19880315"), ("丁二", "19850102"))
    desk.everybody("", "会议3号")
    desk.check(3, "王一", "丁二")
    desk.everybody("", "考察人甲", "")
    assert "缺乡镇签名" in said(desk.page)
    desk.everybody("", "", "考察人乙")
    desk.everybody("", "公批〔2026〕12号")
    desk.everybody("", "", "〔2026〕001号")
    assert set(desk.states().values()) == {State.APPOINTED}


def test_a_batch_for_five_villages_is_set_up_within_five_minutes(opened: Opened, qtbot: QtBot) -> None:
    desk = _board(opened, qtbot, "cn.nanan", villages=5)
    desk.batch("", "", "", "", "17")
    desk.people(*((f"王{one}", f"198803{11 + at}") for at, one in enumerate("一二三四五")))
    assert set(desk.states().values()) == {State.RUNNING}
    assert len(desk.states()) == 5
    typed_names, phones = 5 * 7, 5 * 11  # a name takes its letters and a blank; the phone is typed too
    assert (desk.keys + typed_names + phones) / KEYS_A_SECOND < 2 * 60
