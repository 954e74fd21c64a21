"""The clerk's part of a month's circular: kept, looked at, replaced as a whole (DOMAIN 3, F29; 1.4 工作讲评会)."""

from station_desk import __version__
from station_desk.domain.assessment import Assessment, Step
from station_desk.domain.debrief import Debrief, checked_debrief, debrief_of
from station_desk.domain.ids import new_id
from station_desk.domain.months import check_month
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.store import assessments

KIND, ACT = "debrief", "assess_debrief"


def look(desk: Desk, period: str) -> Debrief:
    """What was entered for a month; empty where nothing was. Trouble log_month_wrong (text)."""
    record, steps = _stored(desk, period)
    return debrief_of(steps) if record else Debrief()


def keep(desk: Desk, period: str, given: Debrief) -> Debrief:
    """Put it in the place of what was there. Troubles log_month_wrong, those of `checked_debrief` and `Store.write`."""
    checked = checked_debrief(given)
    record, steps = _stored(desk, period)
    policy = reference.policy(desk)
    with desk.store.write(desk.account.id, ACT) as work:
        if not record:
            of = Assessment(
                *(work.scope, new_id(), KIND, period, "office", desk.office.code),
                *("", policy.id, policy.digest, __version__, 0, 0),
            )
            work.create("assessment", of.id, assessments.assessment_fields(of))
            record = of.id
        for one in steps:
            work.delete("assessment_step", one.id)
        for made in checked.steps():
            work.create("assessment_step", new_id(), assessments.step_fields(record, made))
    return checked


def _stored(desk: Desk, period: str) -> tuple[str, list[Step]]:
    """The record of a month ("" for none) and its lines."""
    check_month(period)
    with desk.store.read() as conn:
        found = assessments.load_assessments(conn, desk.office.scope, period, KIND)
        steps = assessments.load_steps(conn, [one.id for one in found])
    return (found[0].id, steps.get(found[0].id, [])) if found else ("", [])
