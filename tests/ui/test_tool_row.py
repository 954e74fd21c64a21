"""Where the buttons of a toolbar row do not fit side by side, they go without icons and closer together."""

import pytest
from pytestqt.qtbot import QtBot

from station_desk.ui.buttons import Button, button
from station_desk.ui.tool_row import ToolRow, tool_row

pytestmark = pytest.mark.usefixtures("dressed")


def _shown(qtbot: QtBot, width: int) -> tuple[ToolRow, list[Button]]:
    buttons = [button(text, icon="printer") for text in ("Ending in 60 days", "Vacant villages", "Import workbook")]
    made = tool_row(*buttons)
    qtbot.addWidget(made)
    made.setFixedWidth(width)
    made.show()
    return made, buttons


def _cut(buttons: list[Button]) -> list[bool]:
    return [one.sizeHint().width() > one.width() for one in buttons]


def test_a_row_with_room_keeps_its_icons(qtbot: QtBot) -> None:
    _row, buttons = _shown(qtbot, 900)
    assert _cut(buttons) == [False] * 3
    assert not any(one.icon().isNull() for one in buttons)


def test_a_narrow_row_lets_icons_go_before_it_cuts_words_and_takes_them_back(qtbot: QtBot) -> None:
    wide, first = _shown(qtbot, 900)
    narrow = wide.items.sizeHint().width() - 30
    row, buttons = _shown(qtbot, narrow)
    assert _cut(buttons) == [False] * 3
    assert all(one.icon().isNull() for one in buttons)
    row.setFixedWidth(900)
    qtbot.waitUntil(lambda: not any(one.icon().isNull() for one in buttons))
    assert not any(one.icon().isNull() for one in first)
