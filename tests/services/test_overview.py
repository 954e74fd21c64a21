"""The overview: what is due, how old the backup is, what the county has – from the records alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station_desk.domain.exchange import PeerStatus, SentBundle
from station_desk.domain.month_guide import MonthGuide
from station_desk.domain.overview import MOST_DUTIES, BackupState, Duty, PeerState
from station_desk.domain.records import TermState
from station_desk.domain.roster import PersonDraft
from station_desk.domain.work_log import Count
from station_desk.machine.clock import FixedClock
from station_desk.services import exchange, intake, month_guide, overview, roster, safety
from station_desk.services.desk import Desk
from station_desk.services.villages import list_villages
from station_desk.services.work_log import apply_counts
from station_desk.store.imports import HeldRow
from tests.support.homes import make_home

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    made = make_home(tmp_path, clock=clock)
    yield made
    made.close()


@pytest.fixture
def county(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    made = make_home(tmp_path, "county", clock=clock)
    yield made
    made.close()


def serve(desk: Desk, name: str, village: int, end: str, state: TermState = TermState.ACTIVE) -> None:
    place = list_villages(desk)[village].village
    roster.add_person(
        desk,
        PersonDraft(name=name, village_ids=(place.id,), start_date="2024-01-01", end_date=end, state=state),
    )


def kinds(desk: Desk) -> list[str]:
    return [duty.kind for duty in overview.today(desk).duties]


def duty_of(desk: Desk, kind: str) -> Duty:
    return next(duty for duty in overview.today(desk).duties if duty.kind == kind)


def sent(number: int, *, acked: bool) -> SentBundle:
    return SentBundle(
        "371602", number, "5B0E-19", "f.sdb", f"2026-11-{number:02d}T00:00:00Z", "a", 1, 1, 1, "x" if acked else None
    )


# --- the first day -------------------------------------------------------------------------------------------------
def test_a_new_station_has_five_steps_and_no_duty_twice(desk: Desk) -> None:
    seen = overview.today(desk)
    assert [(step.kind, step.done) for step in seen.steps] == [
        ("people", False),
        ("print", False),
        ("county", False),
        ("backup", False),
        ("rules", False),
    ]
    assert seen.first_day
    assert seen.duties == ()


def test_steps_are_done_by_doing_them(desk: Desk) -> None:
    serve(desk, "王敏", 0, "2028-01-01")
    safety.backup(desk)
    overview.rules_read(desk)
    overview.rules_read(desk)
    done = {step.kind for step in overview.today(desk).steps if step.done}
    assert done == {"people", "backup", "rules"}


def test_a_county_has_other_steps_and_no_roster_duties(county: Desk) -> None:
    seen = overview.today(county)
    assert [step.kind for step in seen.steps] == ["stations", "receive", "backup", "rules"]
    assert seen.duties == ()


# --- backups -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("hours", "tone", "kind", "group"),
    [
        (1, "ok", None, None),
        (24, "ok", None, None),
        (25, "warn", "backup_old", "soon"),
        (169, "bad", "backup_old", "overdue"),
    ],
)
def test_a_backup_grows_old_after_a_day_and_bad_after_seven(
    desk: Desk, clock: FixedClock, hours: int, tone: str, kind: str | None, group: str | None
) -> None:
    safety.backup(desk)
    clock.advance(timedelta(hours=hours))
    seen = overview.today(desk)
    assert seen.backup.tone == tone
    found = [duty for duty in seen.duties if duty.kind == "backup_old"]
    assert [duty.kind for duty in found] == ([kind] if kind else [])
    assert [duty.group for duty in found] == ([group] if group else [])


def test_no_backup_at_all_is_bad() -> None:
    assert BackupState().tone == "bad"


def test_a_check_that_found_something_is_a_duty(desk: Desk) -> None:
    assert safety.check(desk).ok
    assert overview.today(desk).checked is not None
    assert "check_failed" not in kinds(desk)
    desk.home.slots_b.unlink()
    safety.check(desk)
    assert duty_of(desk, "check_failed").facts["count"] == 1


# --- the roster ----------------------------------------------------------------------------------------------------
def test_terms_that_ended_or_end_within_sixty_days_are_told_apart(desk: Desk) -> None:
    serve(desk, "王敏", 0, "2026-11-22")
    serve(desk, "李静", 1, "2027-01-22")
    serve(desk, "赵娟", 2, "2027-01-23")
    over, ending = duty_of(desk, "terms_over"), duty_of(desk, "terms_ending")
    assert (over.group, over.facts["count"], over.facts["name"]) == ("overdue", 1, "王敏")
    assert (ending.group, ending.facts["count"], ending.facts["day"]) == ("later", 1, "2027-01-22")


def test_a_term_that_ends_some_day_of_a_month_ends_with_it(desk: Desk) -> None:
    serve(desk, "王敏", 0, "2026-11")
    assert "terms_over" not in kinds(desk)
    assert duty_of(desk, "terms_ending").facts["day"] == "2026-11-30"


def test_vacant_villages_are_counted_once_there_are_people(desk: Desk) -> None:
    assert "villages_vacant" not in kinds(desk)
    serve(desk, "王敏", 0, "2028-01-01")
    vacant = duty_of(desk, "villages_vacant")
    assert vacant.facts["count"] == 2
    assert vacant.facts["names"] == "乙村、丙村"


def test_held_rows_of_an_import_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    row = HeldRow("1", "r", "花名册.xlsx", "s", 4, "2026-11-20T00:00:00Z", {}, ("id_lost",))
    monkeypatch.setattr(intake, "held", lambda _desk: [row, row])
    held = duty_of(desk, "rows_held")
    assert held.facts == {"count": 2, "file": "花名册.xlsx"}


# --- the exchange --------------------------------------------------------------------------------------------------
def with_peer(monkeypatch: pytest.MonkeyPatch, status: PeerStatus, bundles: list[SentBundle]) -> None:
    monkeypatch.setattr(exchange, "status", lambda _desk: [status])
    monkeypatch.setattr(exchange, "sent", lambda _desk: bundles)


def test_a_receipt_that_does_not_come_is_overdue_after_five_days(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for days, due in ((4, False), (5, True)):
        status = PeerStatus("371602", None, None, 156, days, (), "county", "滨城分局")
        with_peer(monkeypatch, status, [sent(12, acked=False)])
        seen = overview.today(desk)
        assert ("receipt_overdue" in [duty.kind for duty in seen.duties]) is due
        assert seen.peers[0].tone == ("warn" if due else "ok")


def test_a_bundle_that_the_county_lacks_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    bundles = [sent(n, acked=n != 9) for n in (8, 9, 10, 11)] + [sent(12, acked=False)]
    with_peer(monkeypatch, PeerStatus("371602", None, None, 0, 0, (), "county", "滨城分局", 12, 11), bundles)
    peer = overview.today(desk).peers[0]
    assert (peer.lost, peer.confirmed, peer.tone) == ((9,), 11, "bad")
    assert duty_of(desk, "bundle_lost").facts["number"] == 9


def test_a_bundle_of_theirs_that_is_missing_here_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with_peer(monkeypatch, PeerStatus("371602", None, None, 0, 0, (3, 4), "county", "滨城分局"), [])
    missing = duty_of(desk, "bundle_missing")
    assert (missing.facts["number"], missing.facts["count"], missing.page) == (3, 2, "exchange")


def test_overdue_comes_first_and_nine_lines_are_enough(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    peers = [PeerStatus(f"37160{n}", None, None, 1, 6, (1,), "county", f"{n}局") for n in range(8)]
    monkeypatch.setattr(exchange, "status", lambda _desk: peers)
    serve(desk, "王敏", 0, "2026-12-01")
    seen = overview.today(desk)
    assert len(seen.duties) == MOST_DUTIES
    assert seen.more == 18 - MOST_DUTIES
    assert {duty.group for duty in seen.duties} == {"overdue"}


def test_a_silent_station_is_told_to_the_county(county: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from station_desk.domain.exchange import StationView

    views = [StationView(str(n), f"{n}所", None, None, (), 0, 0, days, 1) for n, days in enumerate((3, 40, 60))]
    monkeypatch.setattr(exchange, "stations", lambda _desk: views)
    silent = duty_of(county, "stations_silent")
    assert silent.facts == {"count": 2, "names": "2所、1所", "days": 60}


def test_a_peer_is_fine_when_nothing_is_open() -> None:
    assert PeerState("371602", "滨城分局", "county", 3, None, 0, 0).tone == "ok"


def entered(desk: Desk, month: str) -> None:
    """Somebody's count of a month."""
    person = next(row.id for row in roster.list_people(desk))
    apply_counts(desk, [Count(person, "L02", month, 5)], "grid")


def test_the_month_before_is_owed_also_where_nothing_was_entered(desk: Desk, clock: FixedClock) -> None:
    serve(desk, "王敏", 0, "2099-12-31")
    clock.advance(timedelta(days=5))  # 28 November: December runs
    assert "month_open" not in kinds(desk), "who began in November owes no month"
    entered(desk, "2026-10")
    duty = duty_of(desk, "month_open")
    assert (duty.group, duty.subject, duty.facts["count"]) == ("overdue", "2026-11", 0)
    clock.advance(timedelta(days=10))
    assert "month_open" not in kinds(desk), "after ten days the running month is shown"


def test_while_the_month_before_is_open_the_running_ones_paper_is_told_too(desk: Desk, clock: FixedClock) -> None:
    serve(desk, "王敏", 0, "2099-12-31")
    entered(desk, "2026-11")
    desk.store.set_setting("rules_read", "2026-11-01")
    clock.advance(timedelta(days=9))  # 2 December
    found = {(duty.kind, duty.facts.get("month")) for duty in month_guide.duties_of_months(desk, _shown(desk))}
    assert found == {("month_open", "2026-11"), ("hand_out_due", "2026-12")}


def _shown(desk: Desk) -> MonthGuide:
    guide = month_guide.month_guide(desk)
    assert guide is not None
    assert guide.facts.month == "2026-11"
    return guide
