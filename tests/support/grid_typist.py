"""A clerk at the month grid in a process of its own, who types without end until the process is killed.

    python -m tests.support.grid_typist HOME

Tells on stdout, one JSON document a line: {"typed": [person, code, count]} before each value is typed,
{"kept": [...]} after a draft was written, {"stored": [...]} after values were written to the log.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station_desk.machine.settings import PlainSettings
from station_desk.services import work_log
from station_desk.services.desk import open_desk
from station_desk.ui import keeping
from station_desk.ui.month_page import MonthPage
from station_desk.ui.page import Target
from station_desk.ui.window import DeskWindow, dress
from tests.support.homes import PASS_PHRASE, PERSON

BURST = 12
"""So many values without a pause; then a rest, in which the values go to the log."""


def _tell(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _and_tell(name: str, act: Callable[..., Any], cells: Callable[..., list[Any]]) -> Callable[..., Any]:
    """`act`, which tells what it has made safe once it is done."""

    def told(*given: Any) -> Any:
        done = act(*given)
        _tell(**{name: cells(*given)})
        return done

    return told


def _wait(ready: Callable[[], bool], turns: int = 1) -> None:
    """Let the window work until something is so, and at least for some turns of a hundredth of a second."""
    while not ready() or turns > 0:
        QTest.qWait(10)
        turns -= 1


def main() -> None:
    """Types every cell of the grid, column by column, each with a value of its own."""
    app = QApplication([])
    dress(PlainSettings(theme="light"))
    home = Path(sys.argv[1])
    keeping._put = _and_tell("kept", keeping._put, lambda _desk, _name, body: (body or {}).get("cells", []))
    work_log.apply_what_can = _and_tell(
        "stored",
        work_log.apply_what_can,
        lambda _desk, counts, _way: [[one.person_id, one.code, one.count] for one in counts],
    )
    window = DeskWindow(home, PlainSettings(theme="light"))
    window.show()
    window.open(open_desk(home, PERSON, PASS_PHRASE))
    _wait(lambda: window.frame is not None and window.work.idle)
    assert window.frame is not None
    window.frame.go(Target("month"))
    page = window.frame.page()
    assert isinstance(page, MonthPage)
    _wait(lambda: page.book is not None and window.work.idle)
    window.frame._drafts._timer.setInterval(40)
    page.writer._timer.setInterval(150)
    assert page.book is not None
    typed = 0
    for column in range(len(page.book.columns)):
        for at, row in enumerate(page.book.rows):
            typed += 1
            page.table.stand_on(at, column)
            _tell(typed=[row.person_id, page.table.code(), typed])
            QTest.keyClicks(page.table, str(typed))
            QTest.keyClick(page.table, Qt.Key.Key_Enter)
            _wait(lambda: True, 30 if typed % BURST == 0 else 1)
    _wait(lambda: False)  # everything is typed: only a kill ends it
    del app


if __name__ == "__main__":
    try:
        main()
    finally:
        traceback.print_exc()
        os._exit(1)  # the window's threads must not outlive a failure: somebody waits for the next line
