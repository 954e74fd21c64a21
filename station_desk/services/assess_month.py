"""Which month is to be assessed now, and full points for what nobody took anything off (DOMAIN 4.1: deduct from full)."""

from station_desk.domain.assessment import OPEN_STATES, SheetState
from station_desk.domain.rubric import MinCount, Ratio, Reported
from station_desk.services import assessment, log_months
from station_desk.services.assessment import Given, MonthSheets
from station_desk.services.desk import Desk
from station_desk.store import assessments, log

_COUNTED = (Ratio, MinCount, Reported)
"""Items whose points come from a number of the log: without one a person has to look."""


def month_at_hand(desk: Desk) -> str:
    """The newest closed month of the log whose sheets are not all decided, else the month that is open."""
    scope = desk.office.code
    with desk.store.read() as conn:
        closed = sorted(log.closed_months(conn, scope))
        known = bool(closed) and bool(assessments.load_assessments(conn, scope, closed[-1]))
    if closed and not (known and _decided(desk, closed[-1])):
        return closed[-1]
    return log_months.open_month(desk)


def fill_rest(desk: Desk, period: str) -> int:
    """Full points for every item of the open sheets that has none and that a person judges; how many sheets are whole by
    it. What the log should tell and does not stays open. Troubles as `assessment.score`.
    """
    sheets = assessment.month(desk, period)
    given = [
        Given(view.standing.of.subject_id, points, {}, {})
        for view in sheets.sheets
        if view.standing.state in OPEN_STATES and (points := _rest(sheets, view.standing.missing))
    ]
    if not given:
        return 0
    after = assessment.score(desk, period, given)
    subjects = {one.subject for one in given}
    return sum(one.standing.of.subject_id in subjects and not one.standing.missing for one in after.sheets)


def _rest(sheets: MonthSheets, missing: tuple[str, ...]) -> dict[str, int | None]:
    items = (sheets.rubric.item(code) for code in missing)
    return {item.code: item.most for item in items if item is not None and not isinstance(item.mode, _COUNTED)}


def _decided(desk: Desk, period: str) -> bool:
    open_ = {*OPEN_STATES, SheetState.SIGNED, SheetState.REFUSED, SheetState.AGREED, SheetState.VETOED}
    return all(one.standing.state not in open_ for one in assessment.month(desk, period).sheets)
