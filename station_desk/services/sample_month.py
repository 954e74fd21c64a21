"""Months of work for a sample office: plausible counts of everybody who serves, so that month, figures and home have
something to show. The same office gets the same numbers.
"""

import random
from collections.abc import Sequence

from station_desk.domain.months import following
from station_desk.domain.work_log import Count
from station_desk.services import work_log
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of

USUAL: dict[str, tuple[int, int]] = {
    "L01": (8, 30),
    "L02": (20, 60),
    "L03": (0, 2),
    "L04": (0, 5),
    "L06": (1, 4),
    "L07": (2, 12),
    "L10": (0, 6),
    "L14": (1, 3),
    "L16": (1, 6),
}
"""What an assistant does in a month, from and to (DOMAIN 1.7: about 67 visits a station-month, mediation is rare)."""
STEPS = (-13, -12, -2, -1, 0)
"""Which months are entered, from the running one on: enough to set a month beside the last one and last year's."""
_OPEN_SHARE = 0.7
"""So much of the running month is entered."""


def enter_months(desk: Desk, steps: Sequence[int] = STEPS) -> int:
    """Enter these months, of the running one only a part; how many counts. Months of which somebody did not serve stay
    blank. Entered again, nothing is new.
    """
    now = work_log.month_of(desk, desk.clock.today())
    people = sorted(memory_of(desk).book(desk).people)
    wanted: list[Count] = []
    for month in (following(now, step) for step in steps):
        for at, person in enumerate(people):
            chance = random.Random(f"{desk.office.code} {month} {at}")
            if month != now or chance.random() <= _OPEN_SHARE:
                wanted += [Count(person, code, month, chance.randint(*span)) for code, span in USUAL.items()]
    faults = work_log.check_counts(desk, wanted)
    kept = [one for one, fault in zip(wanted, faults, strict=True) if fault is None]
    return work_log.apply_counts(desk, kept, "grid").made if kept else 0
