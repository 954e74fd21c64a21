"""The procedures by keyboard alone in the window, from a vacancy to the appointment (Dezhou's and Nan'an's stand beside)."""

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.idno import check_digit
from station_desk.domain.selection import State
from station_desk.services import pack_fill
from station_desk.services.desk import Desk
from station_desk.services.roster import list_people
from station_desk.ui.selection_page import SelectionPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, page_of, press, said, type_in


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

    def people(self, *told: tuple[str, str], education: str = "高中") -> None:
        """Candidates, village after village: name and birth; the number, the education, the day of today."""
        self.key(Qt.Key.Key_C, ALT)
        for name, birth in told:
            self.fill("", name, number(birth), "")
            type_in(education[0])
            self.keys += 1
            self.fill("", *[""] * self._rest())
        self.key(Qt.Key.Key_Escape)

    def _rest(self) -> int:
        """Fields between the education and the end of the form: post, relaxed age where the pack has it, day."""
        return 2 + (self.board.batch.pack.startswith("cn.weihai"))

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


def _days_of_notice(desk: Desk) -> None:
    pack_fill.fill(desk, "", "selection.publicity_days", "1", "滨城分局", "滨公〔2026〕1号", "2026-01-01")


def test_xihua_recruits_and_appoints(opened: Opened, qtbot: QtBot) -> None:
    desk = _board(opened, qtbot, "cn.xihua")
    desk.key(Qt.Key.Key_N, CTRL)
    desk.fill("第三批", "", "", "", "")
    desk.people(("王一", "19980315"), ("丁二", "19970101"))
    desk.everybody("", "西政〔2026〕3号")
    desk.everybody("", "", "〔2026〕001号")
    assert desk.states() == {"王一": State.APPOINTED, "丁二": State.APPOINTED}
