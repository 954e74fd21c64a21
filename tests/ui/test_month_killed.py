"""The process is killed while somebody types into the month grid: what was kept comes back (issue 6, drafts within 2 s).

How soon a value is kept is the business of `test_keeping`; here nothing depends on the clock.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.services import drafts
from station_desk.services.desk import open_desk
from station_desk.services.log_list import list_log
from station_desk.services.log_months import open_month
from station_desk.ui.month_page import MonthPage
from tests.support.homes import PASS_PHRASE, PERSON, make_home
from tests.ui.conftest import Opened, quiet, unlock
from tests.ui.people import CTRL, page_of, press, six_people

ROOT = Path(__file__).resolve().parents[2]
Cells = dict[tuple[str, str], int]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")


def told_until(lines: IO[str], kept: int) -> list[dict[str, list[object]]]:
    """What the typist tells, up to so many lines that say that something with values in it is safe."""
    told: list[dict[str, list[object]]] = []
    while kept:
        line = lines.readline()
        assert line, "the typist ended by itself"
        told.append(json.loads(line))
        kept -= bool(told[-1].get("kept") or told[-1].get("stored"))
    return told


def killed_while_typing(home: Path, kept: int) -> tuple[Cells, Cells]:
    """What was typed at all, and what was told to be safe, before the process was killed."""
    command = [sys.executable, "-m", "tests.support.grid_typist", str(home)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        told = told_until(child.stdout, kept)
        child.kill()
        rest = child.stdout.read()
    told += [json.loads(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    typed = {(person, code): count for one in told for person, code, count in [one.get("typed", ["", "", 0])]}
    safe = {(cell[0], cell[1]): cell[2] for one in told for name in ("kept", "stored") for cell in one.get(name, ())}  # type: ignore[index]
    return {key: n for key, n in typed.items() if n}, safe  # type: ignore[misc,return-value]


def there(home: Path) -> Cells:
    """What is in the log, and over it what the draft has."""
    with open_desk(home, PERSON, PASS_PHRASE) as desk:
        stored = {
            (one.entry.person_id, one.entry.code): one.entry.count for one in list_log(desk, open_month(desk)).entries
        }
        draft = drafts.fetch(desk, "month") or {}
    return stored | {(cell[0], cell[1]): cell[2] for cell in draft.get("cells", ())}


@pytest.mark.parametrize("kills", [2, pytest.param(60, marks=[pytest.mark.long, pytest.mark.timeout(1800)])])
def test_nothing_that_was_kept_is_lost_and_the_grid_shows_it_again(
    tmp_path: Path, gate: Opened, qtbot: QtBot, kills: int
) -> None:
    home, chance, safe = tmp_path / "home", random.Random(6), Cells()
    desk = make_home(tmp_path, villages=8)
    six_people(desk)
    desk.close()
    for _ in range(kills):
        typed, acknowledged = killed_while_typing(home, chance.randrange(1, 9))
        safe |= acknowledged
        found = there(home)
        assert safe.items() <= found.items()
        assert typed.keys() | safe.keys() >= found.keys(), "nothing is there that nobody typed"
    window = gate(home)
    unlock(qtbot, window)
    press(Qt.Key.Key_4, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, MonthPage)
    assert page.book is not None
    shown = {
        (row.person_id, code): value.count
        for row in page.book.rows
        for code in (one.code for one in page.book.columns)
        if (value := page.book.value(row, code)) is not None
    }
    assert safe.items() <= shown.items()
