"""Home at a glance: what needs a person, the safety of the data, how far the other offices have come (UX 4.1, DOMAIN 5).

Everything is read from the records; nothing is remembered on the side but that the policy pack was read.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from station_desk.domain.dates import last_day
from station_desk.domain.exchange import PeerStatus, SentBundle
from station_desk.domain.overview import (
    MOST_DUTIES,
    RECEIPT_WARN_DAYS,
    SILENT_DAYS,
    BackupState,
    CheckState,
    Duty,
    DutyGroup,
    DutyKind,
    DutyTone,
    Overview,
    PeerState,
    Step,
)
from station_desk.domain.records import SERVING, OfficeKind, TermState
from station_desk.domain.remarks import RemarkState
from station_desk.domain.roster import ENDING_DAYS, RosterRow, Vacancy
from station_desk.services import conflicts, exchange, intake, log_held, remarks, roster, safety
from station_desk.services.county_month import county_duties, county_month
from station_desk.services.desk import Desk
from station_desk.services.month_guide import duties_of_months, month_guide
from station_desk.services.selection_duties import selection_duties, transfer_duties
from station_desk.services.stipend_county import pay_duties
from station_desk.store.paper import load_sheets

RULES_READ = "rules_read"
"""Setting: the day on which somebody read the policy pack in the window."""

_FIRST_NAMES = 3


def today(desk: Desk) -> Overview:
    """The overview as of now. Reads the whole roster once; call it in the background."""
    day = desk.clock.today()
    station = desk.office.kind == OfficeKind.STATION
    sent = exchange.sent(desk)
    peers = tuple(_peer(status, sent) for status in exchange.status(desk))
    backup, checked = _backup(desk), safety.last_check(desk)
    duties = [*_backup_duties(backup), *_check_duties(checked), *_exchange_duties(peers, station=station)]
    duties += _conflict_duties(desk)
    if station:
        duties += _roster_duties(roster.list_people(desk), roster.vacancies(desk), day)
        held, counts = intake.held(desk), log_held.held_log(desk)
        duties += _held_duties("rows_held", len(held), held[0].file if held else "")
        duties += _held_duties("log_held", len(counts), counts[0].file if counts else "")
    else:
        duties += [*_silent_duties(desk), *pay_duties(desk)]
    duties += _remark_duties(remarks.count_remarks(desk), station=station)
    month = month_guide(desk)
    duties += duties_of_months(desk, month) if month else []
    of_stations = county_month(desk)
    duties += county_duties(of_stations) if of_stations else []
    duties += [*selection_duties(desk), *transfer_duties(desk)]
    steps = _steps(desk, peers, backup, station=station)
    duties = _without_first_day(duties, steps)
    duties.sort(key=lambda duty: ("overdue", "soon", "later").index(duty.group))
    return Overview(
        day,
        tuple(duties[:MOST_DUTIES]),
        max(0, len(duties) - MOST_DUTIES),
        tuple(steps),
        backup,
        peers,
        exchange.waiting(desk).changes,
        roster.summary(desk),
        0 if station else len(peers),
        CheckState(checked.at, checked.findings) if checked else None,
        month,
        of_stations,
    )


def rules_read(desk: Desk) -> None:
    """Somebody has read the policy pack: a step of the first day."""
    if not desk.read_only and desk.store.setting(RULES_READ) is None:
        desk.store.set_setting(RULES_READ, desk.clock.today().isoformat())


# --- safety and exchange -------------------------------------------------------------------------------------------
def _backup(desk: Desk) -> BackupState:
    last = safety.last_backup(desk)
    if last is None:
        return BackupState()
    age = desk.clock.now() - datetime.fromisoformat(last.at)
    return BackupState(last.at, max(0.0, age / timedelta(hours=1)))


def _backup_duties(backup: BackupState) -> list[Duty]:
    if backup.at is None:
        return [Duty("backup_none", "overdue", "bad", "settings", "backup")]
    if backup.tone == "ok":
        return []
    days = int((backup.hours or 0) // 24)
    late = backup.tone == "bad"
    facts: dict[str, str | int] = {"days": max(1, days), "at": backup.at}
    return [
        Duty("backup_old", "overdue" if late else "soon", "bad" if late else "warn", "settings", "backup", facts=facts)
    ]


def _check_duties(checked: safety.CheckInfo | None) -> list[Duty]:
    if checked is None or not checked.findings:
        return []
    facts: dict[str, str | int] = {"count": checked.findings, "at": checked.at}
    return [Duty("check_failed", "overdue", "bad", "settings", "backup", facts=facts)]


def _peer(status: PeerStatus, sent: Iterable[SentBundle]) -> PeerState:
    ours = [bundle for bundle in sent if bundle.receiver == status.office]
    confirmed = max((bundle.number for bundle in ours if bundle.acked_at), default=status.confirmed_number)
    confirmed_at = max((bundle.at for bundle in ours if bundle.acked_at), default=None)
    lost = tuple(b.number for b in ours if b.acked_at is None and confirmed is not None and b.number < confirmed)
    return PeerState(
        status.office,
        status.name,
        status.kind,
        confirmed,
        confirmed_at,
        status.unacknowledged_changes,
        status.overdue_days,
        tuple(sorted(lost)),
        status.gaps,
    )


def _exchange_duties(peers: Iterable[PeerState], *, station: bool) -> list[Duty]:
    duties = []
    for peer in peers:
        about: dict[str, str | int] = {"name": peer.name or peer.office, "office": peer.office}
        if peer.lost:
            facts = about | {"number": peer.lost[0], "count": len(peer.lost)}
            duties.append(Duty("bundle_lost", "overdue", "bad", "exchange", "resend", peer.office, facts))
        if peer.missing:
            facts = about | {"number": peer.missing[0], "count": len(peer.missing)}
            page = "exchange" if station else "inbox"
            duties.append(Duty("bundle_missing", "overdue", "bad", page, "gaps", peer.office, facts))
        if peer.overdue_days >= RECEIPT_WARN_DAYS and station:
            facts = about | {"days": peer.overdue_days, "count": peer.unconfirmed}
            duties.append(Duty("receipt_overdue", "overdue", "bad", "exchange", "receipts", peer.office, facts))
    return duties


def _conflict_duties(desk: Desk) -> list[Duty]:
    """Fields with two versions that this office has to settle."""
    found = [one for one in conflicts.open_conflicts(desk) if one.ours]
    if not found:
        return []
    names = list(dict.fromkeys(one.subject for one in found if one.subject))
    facts: dict[str, str | int] = {"count": len(found), "names": "、".join(names[:_FIRST_NAMES])}
    return [Duty("conflicts_open", "soon", "warn", "exchange", "conflicts", facts=facts)]


def _silent_duties(desk: Desk) -> list[Duty]:
    silent = [station for station in exchange.stations(desk) if station.overdue_days >= SILENT_DAYS]
    if not silent:
        return []
    silent.sort(key=lambda station: -station.overdue_days)
    facts: dict[str, str | int] = {
        "count": len(silent),
        "names": "、".join(station.name for station in silent[:_FIRST_NAMES]),
        "days": silent[0].overdue_days,
    }
    return [Duty("stations_silent", "soon", "warn", "inbox", "stations", facts=facts)]


def _remark_duties(count: Mapping[RemarkState, int], *, station: bool) -> list[Duty]:
    """The county's word waits for the station's answer, the answer for the county's look."""
    if station and count["open"]:
        return [Duty("remarks_open", "soon", "warn", "roster", "remarks", facts={"count": count["open"]})]
    if not station and count["answered"]:
        facts: dict[str, str | int] = {"count": count["answered"], "open": count["open"]}
        return [Duty("remarks_answered", "soon", "wait", "inbox", "remarks", facts=facts)]
    return []


# --- the roster ----------------------------------------------------------------------------------------------------
def _roster_duties(people: Iterable[RosterRow], vacancies: list[Vacancy], day: date) -> list[Duty]:
    serving = [row for row in people if row.status in (*SERVING, TermState.EXPIRED) and row.term_end]
    over, ending = [], []
    limit = day + timedelta(days=ENDING_DAYS)
    for row in serving:
        end = last_day(row.term_end or "")
        if end < day:
            over.append((end, row))
        elif end <= limit:
            ending.append((end, row))
    duties = [
        *_term_duty("terms_over", "overdue", "bad", over),
        *_term_duty("terms_ending", "later", "wait", ending),
    ]
    if vacancies:
        longest = max(vacancies, key=lambda vacancy: vacancy.days or 0)
        facts: dict[str, str | int] = {
            "count": len(vacancies),
            "names": "、".join(vacancy.village for vacancy in vacancies[:_FIRST_NAMES]),
            "days": longest.days or 0,
        }
        duties.append(Duty("villages_vacant", "later", "wait", "roster", "show", "vacant", facts))
    return duties


def _term_duty(kind: DutyKind, group: DutyGroup, tone: DutyTone, found: list[tuple[date, RosterRow]]) -> list[Duty]:
    if not found:
        return []
    end, first = min(found, key=lambda one: one[0])
    facts: dict[str, str | int] = {
        "count": len(found),
        "name": first.name,
        "village": first.village,
        "day": end.isoformat(),
    }
    if kind == "terms_over":
        return [Duty(kind, group, tone, "roster", "open", first.id, facts)]
    return [Duty(kind, group, tone, "roster", "show", "ending", facts)]


def _held_duties(kind: DutyKind, count: int, file: str) -> list[Duty]:
    """What imports held back: of the roster, or of the month's counts."""
    page = "month" if kind == "log_held" else "roster"
    return [Duty(kind, "soon", "warn", page, "import", facts={"count": count, "file": file})] if count else []


# --- the first day -------------------------------------------------------------------------------------------------
def _steps(desk: Desk, peers: tuple[PeerState, ...], backup: BackupState, *, station: bool) -> list[Step]:
    """Five steps of the first day; all of them done, the list is gone."""
    with desk.store.read() as conn:
        printed = bool(load_sheets(conn, desk.office.scope))
    rules = Step("rules", desk.store.setting(RULES_READ) is not None)
    safe = Step("backup", backup.at is not None)
    if not station:
        heard = bool(exchange.received(desk))
        return [Step("stations", bool(peers)), Step("receive", heard), safe, rules]
    people = bool(roster.summary(desk).people)
    return [Step("people", people), Step("print", printed), Step("county", bool(peers)), safe, rules]


def _without_first_day(duties: list[Duty], steps: list[Step]) -> list[Duty]:
    """A duty that is only a step of the first day not yet done is said once, there."""
    open_steps = {step.kind for step in steps if not step.done}
    same = {"backup_none": "backup", "villages_vacant": "people", "hand_out_due": "print"}
    return [duty for duty in duties if same.get(duty.kind) not in open_steps]
