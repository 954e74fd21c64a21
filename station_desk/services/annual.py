"""The year: results out of the months that the county decided, the ten best, and who was how often in the lowest grade in a row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station_desk.domain.annual import BEST, MonthResult, YearResult, best, year_results
from station_desk.domain.assessment import SheetState
from station_desk.domain.grade_runs import Runs, runs
from station_desk.domain.months import following, months_of
from station_desk.domain.policy import NotStated, Policy, stated
from station_desk.domain.records import OfficeKind, Role
from station_desk.domain.rubric import Rubric
from station_desk.domain.trouble import Trouble
from station_desk.services import assessment, reference, rubrics
from station_desk.services.assessment import MonthSheets, SheetView
from station_desk.services.desk import Desk
from station_desk.services.rooms import rooms
from station_desk.store.accounts import load_accounts

MONTHS = 12
CHIEF, OFFICER = "所长", "社区民警"
"""[X 狠抓奖惩兑现] 对所长和社区民警予以调整: called so where nobody is entered by name."""
_LOW = "low"
_SETTLED = frozenset({SheetState.NOTIFIED, SheetState.FINAL})
_IN_YEAR = _SETTLED | {SheetState.CONFIRMED}
"""A month that the county has decided counts for the year, told to the person or not."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year of everybody, best first; `names` by subject. `best`: who may be recommended, with all their months."""

    year: str
    rubric: Rubric
    results: Sequence[YearResult]
    names: Mapping[str, str]
    best: Sequence[YearResult]


@dataclass(frozen=True, slots=True)
class Counter:
    """How often somebody (or a room) was in the lowest grade up to a month.

    `asked` in a row, `asked_in_all` of the twelve months: the pack's or the county's number, None where nobody stated one;
    without both it is only counted and listed. `targets` are those at whom the rule points; for rooms the chief and the
    community officer, never an auxiliary.
    """

    subject: str
    name: str
    runs: Runs
    months: tuple[str, ...]
    asked: int | None
    reached: bool
    targets: tuple[str, ...]
    rule: str
    asked_in_all: int | None = None
    station: str = ""


def year(desk: Desk, text: str, count: int = BEST) -> Year:
    """The year `2026` of this station. Trouble year_wrong (text)."""
    check_year(text)
    used = rubrics.in_use(desk, assessment.subject_kind(desk)).rubric
    found: dict[str, dict[str, MonthResult]] = defaultdict(dict)
    names: dict[str, str] = {}
    for month in months_of(text):
        for view in assessment.month(desk, month).sheets:
            at = view.standing
            names[at.of.subject_id] = view.name
            found.setdefault(at.of.subject_id, {})
            if at.state in _IN_YEAR and at.total is not None:
                found[at.of.subject_id][month] = MonthResult(at.total, at.grade)
    shared = used.annual.share_of != "county" or desk.office.kind is OfficeKind.COUNTY
    results = year_results(found, used.grades, used.annual, shared=shared)
    return Year(text, used, results, names, best(results, count))


def check_year(text: str) -> None:
    """Trouble year_wrong (text) for what is no year as `2026`."""
    if len(text) != len("2026") or not (text.isascii() and text.isdecimal()):
        raise Trouble("year_wrong", text=text)


def counters(desk: Desk, upto: str) -> list[Counter]:
    """Who was in the lowest grade in the twelve months up to `upto`, most in a row first.

    Only settled months count; a month without assessment breaks a row (DOMAIN 2.4). Trouble log_month_wrong (text).
    """
    policy = reference.policy(desk)
    effect = str(stated(policy.rules["assess.consecutive_effect"], ""))
    asked, in_all = (_number(policy, key) for key in ("assess.consecutive_times", "assess.failed_times"))
    months = [following(upto, -n) for n in range(MONTHS - 1, -1, -1)]
    settled: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    views: dict[tuple[str, str], SheetView] = {}
    for month in months:
        sheets = assessment.month(desk, month)
        for view in sheets.sheets:
            at = view.standing
            who = at.of.scope, at.of.subject_id  # two stations may call a room the same
            views[who] = view
            if at.state in _SETTLED:
                settled[who][month] = _LOW if at.grade == sheets.rubric.grades.failed else at.grade
    found = []
    for who, view in views.items():
        grades = settled[who]
        told = runs([grades.get(month) for month in months], {_LOW}, missing_breaks=True)
        if not told.fails:
            continue
        room = view.standing.of.subject_kind == "room"
        enough = (asked is not None and told.still >= asked) or (in_all is not None and told.fails >= in_all)
        low = tuple(month for month in months if grades.get(month) == _LOW)
        targets = _answerable(desk, *who) if room else (view.name,)
        found.append(
            Counter(
                who[1], view.name, told, low, asked, enough, targets, effect, asked_in_all=in_all, station=view.station
            )
        )
    return sorted(found, key=lambda one: (-one.runs.still, -one.runs.fails, one.station))  # else as the sheets stand


def reached(desk: Desk, sheets: MonthSheets) -> list[Counter]:
    """Those who reached the rule's number with their grade on a month's sheets, at a station; the twelve months of a whole
    county are looked through only when somebody asks for `counters`.
    """
    if desk.office.kind is not OfficeKind.STATION:
        return []
    low = {
        one.standing.of.subject_id
        for one in sheets.sheets
        if one.standing.state in _SETTLED and one.standing.grade == sheets.rubric.grades.failed
    }
    return [one for one in counters(desk, sheets.period) if one.reached and one.subject in low] if low else []


def _number(policy: Policy, key: str) -> int | None:
    """The number of a rule; None where nobody stated one."""
    rule = policy.rules[key]
    return None if isinstance(rule, NotStated) else int(str(rule.value))


def _answerable(desk: Desk, scope: str, room: str) -> tuple[str, ...]:
    """The chief of the station and the officers of the room's villages."""
    with desk.store.read() as conn:
        chiefs = [one.name for one in load_accounts(conn, scope) if one.role is Role.CHIEF and one.active]
    known = rooms(desk, desk.clock.today(), stations=True)
    officers = {officer for one in known if (one.scope, one.name) == (scope, room) for officer in one.officers}
    return (*(chiefs or [CHIEF]), *(sorted(officers) or [OFFICER]))
