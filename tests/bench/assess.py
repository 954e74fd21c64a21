"""A city's month end: 8,000 sheets drafted from the log and 8,000 lines of stipend, beside the plain SQL aggregates. The
80 pre-filled sheets from a cold start are in `cold`.

    python -m tests.bench.assess [people]

CPU seconds; the floor of the first is the same sums asked of the same database in SQL.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from station_desk.domain.ids import new_id
from station_desk.domain.records import TermState
from station_desk.machine.clock import FixedClock
from station_desk.services import assessment, log_months, stipend
from station_desk.services import villages as village_list
from station_desk.services.desk import Desk
from station_desk.services.pack_fill import fill
from station_desk.store.month_tables import log_entry
from tests.support.homes import make_home

MONTH = "2026-10"
CODES = ("L01", "L02", "L03", "L06", "L16")


def timed(what: str, act: Callable[[], object]) -> float:
    """CPU seconds of `act`, printed."""
    began = time.process_time()
    act()
    spent = time.process_time() - began
    sys.stdout.write(f"{what:<46}{spent:8.2f} s CPU\n")
    return spent


def people(desk: Desk, count: int) -> None:
    """So many people in office, each with five counts of the month."""
    places = [view.village.id for view in village_list.list_villages(desk)]
    with desk.store.write(desk.account.id, "bench") as work:
        for n in range(count):
            person, term = new_id(), new_id()
            work.create("person", person, {"name": f"试{n:05d}"})
            work.create(
                "term", term, {"person_id": person, "state": TermState.ACTIVE.value, "start_date": "2026-01-01"}
            )
            work.create("term_village", new_id(), {"term_id": term, "village_id": places[n % len(places)]})
            for code in CODES:
                fields = {"person_id": person, "code": code, "month": MONTH, "count": n % 40}
                work.create("log_entry", new_id(), fields | {"source": "grid", "state": "entered"})


def floor(desk: Desk) -> None:
    """The sums a month end rests on, in SQL alone."""
    with desk.store.read() as conn:
        c = log_entry.c
        conn.execute(
            select(c.person_id, c.code, func.sum(c.count)).where(c.month == MONTH).group_by(c.person_id, c.code)
        ).all()


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 8_000
    with (
        tempfile.TemporaryDirectory() as folder,
        make_home(Path(folder), villages=99, clock=FixedClock(datetime(2026, 11, 2, tzinfo=UTC))) as desk,
    ):
        people(desk, count)
        fill(desk, "cn.nanan", "money.stipend_fen", "50000", "县局", "试〔2026〕1号", "2026-01-05")
        assessment.month(desk, MONTH)
        least = timed(f"floor: GROUP BY over {count * len(CODES):,} entries", lambda: floor(desk))
        drafts = timed(f"{count:,} drafts (bar 10 s)", lambda: assessment.open_month(desk, MONTH))
        log_months.close_month(desk, MONTH)
        lines = timed(f"{count:,} lines of stipend (bar 3 s)", lambda: stipend.compute(desk, MONTH))
        sys.stdout.write(f"{'drafts / floor, lines / floor':<46}{drafts / least:8.0f} x {lines / least:8.0f} x\n")


if __name__ == "__main__":
    main()
