"""The stations' pay lists at the county: how far each is for a month, and which wait for its word (DOMAIN 2.6)."""

from dataclasses import dataclass

from station_desk.domain.months import check_month, following, month_on
from station_desk.domain.overview import Duty
from station_desk.domain.records import OfficeKind
from station_desk.domain.stipend import RunState
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.store import stipends
from station_desk.store.peers import load_peers

WAITING = frozenset({RunState.SIGNED, RunState.SUBMITTED})
"""Signed by the station's chief: what the county approves or gives back."""
_NAMED = 3


@dataclass(frozen=True, slots=True)
class StationPay:
    """A station's list for a month: its state ("": none has come), how many lines, what they come to in fen."""

    code: str
    name: str
    state: str
    lines: int
    fen: int

    @property
    def waiting(self) -> bool:
        """Whether it waits for the county."""
        return self.state in WAITING


def station_lists(desk: Desk, period: str) -> list[StationPay]:
    """Every station the county knows or has a list of, those that wait first, then those without a list, then by code.

    Trouble log_month_wrong (text).
    """
    check_month(period)
    with desk.store.read() as conn:
        names = {one.office: one.name for one in load_peers(conn) if one.kind is OfficeKind.STATION}
        paid = {one.scope: one for one in stipends.paid_months(conn, None, [period])}
    found = []
    for code in sorted(names.keys() | paid.keys()):
        one, name = paid.get(code), names.get(code) or code
        found.append(StationPay(code, name, one.state, one.lines, one.fen) if one else StationPay(code, name, "", 0, 0))
    return sorted(found, key=lambda one: (not one.waiting, bool(one.state), one.code))


def month_waiting(desk: Desk) -> str:
    """The month to look at: the oldest of which a list waits, else the newest that has a list, else the month before
    today's.
    """
    with desk.store.read() as conn:
        runs = stipends.load_runs(conn)
        states = stipends.run_states(conn, runs)
    if runs:
        return min((one.period for one in runs if states[one.id] in WAITING), default=runs[-1].period)
    return following(month_on(desk.clock.today(), reference.policy(desk).month_days()[1]), -1)


def pay_duties(desk: Desk) -> list[Duty]:
    """What Home says at a county: the lists that wait for its word, in the oldest such month."""
    month = month_waiting(desk)
    waiting = [one for one in station_lists(desk, month) if one.waiting]
    if not waiting:
        return []
    fen = sum(one.fen for one in waiting)
    facts: dict[str, str | int] = {
        "count": len(waiting),
        "month": month,
        "names": "、".join(one.name for one in waiting[:_NAMED]),
        "yuan": f"{fen // 100}.{fen % 100:02d}",
    }
    return [Duty("stipends_waiting", "soon", "warn", "stipend", "month", month, facts)]
