"""What Home says of selections: a timetable that runs out, candidates who wait for the county, transfers that wait for an
office to do its part (DOMAIN 2.1, 2.3).
"""

from station_desk.domain.overview import Duty, DutyGroup, DutyKind, DutyTone
from station_desk.domain.records import OfficeKind
from station_desk.domain.selection import COUNTY, State, kind_of
from station_desk.services.desk import Desk
from station_desk.services.selection_board import Board, list_boards
from station_desk.services.selection_transfer import transfers

LATER_DAYS = 60
_NAMED = 3
_UNDER_WAY = (State.DRAFT, State.RUNNING, State.OBJECTED, State.APPROVED)


def selection_duties(desk: Desk) -> list[Duty]:
    """The duties of the batches under way: at the station each one with a deadline, at the county who waits for it."""
    boards = [one for one in list_boards(desk) if one.state in ("open", "closed", "decided")]
    if desk.office.kind is OfficeKind.STATION:
        return [duty for one in boards if (duty := _timetable(one)) is not None]
    waiting = [
        case
        for one in boards
        for case in one.cases
        if case.standing.state is State.RUNNING and kind_of(one.stages[case.standing.at]) in COUNTY
    ]
    if not waiting:
        return []
    stations = len({one.candidate.scope for one in waiting})
    facts: dict[str, str | int] = {"count": len(waiting), "stations": stations}
    return [Duty("selection_decide", "soon", "warn", "selection", facts=facts)]


def transfer_duties(desk: Desk) -> list[Duty]:
    """The county's transfers: at a station those in which it has to let somebody go or take somebody up, at the county
    those in which a station has not done its part.
    """
    waiting = [one.record for one in transfers(desk) if not one.done]
    if not waiting:
        return []
    facts: dict[str, str | int] = {
        "count": len(waiting),
        "names": "、".join(dict.fromkeys(one.name for one in waiting[:_NAMED])),
        "day": min(one.day for one in waiting),
    }
    if desk.office.kind is OfficeKind.STATION:
        return [Duty("transfers_waiting", "soon", "warn", "roster", "transfers", facts=facts)]
    return [Duty("transfers_open", "later", "wait", "roster", facts=facts)]


def _timetable(found: Board) -> Duty | None:
    left = found.days.left(found.today)
    if left is None or left > LATER_DAYS:
        return None
    group: DutyGroup = "overdue" if left < 0 else "soon" if left <= 1 else "later"
    tone: DutyTone = "bad" if left < 0 else "warn" if left <= 1 else "wait"
    going = sum(one.standing.state in _UNDER_WAY for one in found.cases)
    facts: dict[str, str | int] = {"name": found.batch.name, "days": abs(left), "count": going}
    kind: DutyKind = "selection_late" if left < 0 else "selection_due"
    return Duty(kind, group, tone, "selection", "open", found.batch.id, facts)
