"""The month grid of 100 people and 16 columns: opening it, one value, writing and closing, beside a floor of the same run.

    python -m tests.bench.grid [PEOPLE]

The floor of opening is what any grid must do at least: read the month's entries by plain SQL, put them into a plain
QTableWidget and paint it once. Opening is the page's own: roster, entries, three months before, last year, sheets, sums,
marks, up to the painted window. Entering 16,000 counts of ten months by `apply_counts` stands beside bare INSERTs of them.
All figures are milliseconds of the processor, all threads together; where the computer is busy the fastest tells most.
Targets: opening at most 150 ms, a digit and Enter at most 16 ms, both by the median.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

from station_desk.domain.ids import new_id
from station_desk.domain.months import following
from station_desk.domain.work_log import Count
from station_desk.machine.settings import PlainSettings
from station_desk.services import log_months
from station_desk.services.desk import Desk
from station_desk.services.month_grid import month_grid
from station_desk.services.villages import list_villages
from station_desk.services.work_log import apply_counts
from station_desk.ui.month_page import MonthPage
from station_desk.ui.page import Target
from station_desk.ui.window import DeskWindow, dress
from tests.support.homes import make_home

SIZE, TIMES, KEYS = (1366, 768), 15, 60
OPEN_MS, KEY_MS = 150.0, 16.0


def _fill(desk: Desk, people: int) -> None:
    units = [view.village.id for view in list_villages(desk)]
    with desk.store.write(desk.account.id, "bench") as work:
        for number in range(people):
            person, term = new_id(), new_id()
            work.create("person", person, {"name": f"样例{number:03d}"})
            work.create("term", term, {"person_id": person, "state": "active", "start_date": "2015-01-01"})
            work.create("term_village", new_id(), {"term_id": term, "village_id": units[number % len(units)]})


def _counts(desk: Desk, month: str, back: int) -> list[Count]:
    chance = random.Random(back)
    grid = month_grid(desk, month)
    return [
        Count(row.person_id, column.code, following(month, -back), chance.randrange(30))
        for row in grid.rows
        for column in grid.columns
    ]


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def _ms(act: Callable[[], object]) -> float:
    """Milliseconds of the processor, all threads together: a busy computer does not count."""
    begin = time.process_time()
    act()
    return (time.process_time() - begin) * 1000


def _settle(window: DeskWindow, ready: Callable[[], bool]) -> None:
    while not (ready() and window.work.idle):
        QApplication.processEvents()
        time.sleep(0.001)


def _floor(desk: Desk, month: str) -> None:
    """The month's entries in a plain table, painted once."""
    with desk.store.read() as conn:
        rows = conn.exec_driver_sql(
            "SELECT person_id, code, count FROM log_entry WHERE month = ? AND deleted = 0", (month,)
        ).fetchall()
    people = {person: n for n, person in enumerate(sorted({row[0] for row in rows}))}
    codes = {code: n for n, code in enumerate(sorted({row[1] for row in rows}))}
    table = QTableWidget(len(people), len(codes))
    for person, code, count in rows:
        table.setItem(people[person], codes[code], QTableWidgetItem(str(count)))
    table.resize(*SIZE)
    table.grab()


def _open(window: DeskWindow) -> float:
    """The page made anew, read and painted."""
    frame = window.frame
    assert frame is not None
    old = frame._pages.pop("month", None)
    if old is not None:
        frame.stack.removeWidget(old)
        old.deleteLater()
    frame.go(Target("home"))
    _settle(window, lambda: True)

    def act() -> None:
        frame.go(Target("month"))
        page = frame.page()
        assert isinstance(page, MonthPage)
        _settle(window, lambda: page.book is not None)
        QApplication.processEvents()

    return _ms(act)


def _key(window: DeskWindow) -> float:
    """One digit and Enter, up to the painted table."""
    page = window.frame.page() if window.frame is not None else None
    assert isinstance(page, MonthPage)

    def act() -> None:
        QTest.keyClick(page.table, Qt.Key.Key_7)
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        QApplication.processEvents()

    return _ms(act)


def _bare(desk: Desk, counts: list[Count]) -> None:
    """The same rows by bare INSERTs into a table without journal, in one transaction that is taken back."""
    rows = [(new_id(), one.person_id, one.code, one.month, one.count) for one in counts]
    with desk.store.read() as conn:
        raw = conn.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA query_only = OFF")
        raw.execute("CREATE TEMP TABLE bare (id TEXT PRIMARY KEY, person TEXT, code TEXT, month TEXT, count INTEGER)")
        raw.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?)", rows)
        raw.execute("DROP TABLE temp.bare")
        raw.execute("PRAGMA query_only = ON")


def main() -> int:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    app = QApplication.instance() or QApplication([])
    dress(PlainSettings(theme="light"))
    with tempfile.TemporaryDirectory() as folder:
        desk = make_home(Path(folder), villages=90)
        _fill(desk, people)
        month = log_months.open_month(desk)
        many = [one for back in (*range(10), 12) for one in _counts(desk, month, back)]
        wrote, bare = _ms(lambda: apply_counts(desk, many, "import")), _ms(lambda: _bare(desk, many))
        same = _ms(lambda: apply_counts(desk, many, "import"))
        floor = [_ms(lambda: _floor(desk, month)) for _ in range(TIMES)]
        read = [_ms(lambda: month_grid(desk, month)) for _ in range(TIMES)]
        window = DeskWindow(desk.home.path, PlainSettings(theme="light"))
        window.resize(*SIZE)
        window.show()
        window.open(desk)
        _settle(window, lambda: window.frame is not None)
        opened = [_open(window) for _ in range(TIMES)]
        key = [_key(window) for _ in range(KEYS)]
        window.close()
    _tell(f"people {people} x 16 columns, {len(many)} entries of eleven months")
    for name, times in (
        ("floor (plain table)", floor),
        ("open the page", opened),
        ("  of it reading", read),
        ("a digit and Enter", key),
    ):
        middle, best = statistics.median(times), min(times)
        ratio = middle / statistics.median(floor)
        _tell(f"{name:20} median {middle:8.1f} ms   fastest {best:8.1f} ms   {ratio:5.2f} x floor")
    _tell(f"enter {len(many)}       {wrote:8.0f} ms   floor (bare INSERTs) {bare:8.0f} ms   ratio {wrote / bare:5.1f}")
    _tell(f"the same again     {same:8.0f} ms   (nothing is written)")
    met = statistics.median(opened) <= OPEN_MS and statistics.median(key) <= KEY_MS
    _tell(f"targets {OPEN_MS:.0f} ms and {KEY_MS:.0f} ms: {'met' if met else 'MISSED'}")
    del app
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
