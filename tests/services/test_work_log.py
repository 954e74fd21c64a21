"""Entering the work of a month: places, totals, states, the officer's check, undo."""

from collections.abc import Sequence

import pytest

from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import Count, EntryState, LogEntry
from station_desk.services import roster, work_log
from station_desk.services.desk import Desk
from station_desk.services.work_log import apply_counts, check_counts, check_entries
from station_desk.store import log
from station_desk.store.log_sums import wrong_sums
from tests.services.roster_desks import clock, desk, ids, made_once

__all__ = ["clock", "desk", "made_once"]

MONTH = "2026-11"  # 26 October to 25 November


@pytest.fixture
def people(desk: Desk) -> list[str]:
    """赵一 in 甲村, 钱二 in 乙村 and 丙村, 孙三 whose term ended in 2025."""
    places = ids(desk)
    drafts = (
        PersonDraft(name="赵一", village_ids=(places[0],), start_date="2024-01-01", end_date="2027-12-31"),
        PersonDraft(name="钱二", village_ids=tuple(places[1:]), start_date="2026-11-20"),
        PersonDraft(name="孙三", village_ids=(places[0],), start_date="2020-01", end_date="2025-12-31"),
    )
    return [roster.add_person(desk, draft) for draft in drafts]


def entries(desk: Desk, month: str = MONTH) -> list[LogEntry]:
    with desk.store.read() as conn:
        assert wrong_sums(conn) == 0
        return log.load_entries(conn, months={month})


def sums(desk: Desk) -> dict[tuple[str, str], int]:
    with desk.store.read() as conn:
        found: dict[tuple[str, str], int] = {}
        for one in log.load_sums(conn, desk.office.code):
            found[one.month, one.code] = found.get((one.month, one.code), 0) + one.count
        return found


def fault(desk: Desk, count: Count) -> str:
    [found] = check_counts(desk, [count])
    return found.code if found else ""


def test_a_count_a_zero_report_and_a_blank_are_three_things(desk: Desk, people: Sequence[str]) -> None:
    done = apply_counts(desk, [Count(people[0], "L02", MONTH, 12), Count(people[0], "L03", MONTH, 0)], "grid")
    assert (done.made, done.changed, done.same) == (2, 0, 0)
    assert [(one.code, one.count, one.source, one.state) for one in entries(desk)] == [
        ("L02", 12, "grid", EntryState.ENTERED),
        ("L03", 0, "grid", EntryState.ENTERED),
    ]
    with desk.store.read() as conn:
        assert [(one.code, one.count, one.entries) for one in log.load_sums(conn)] == [("L02", 12, 1), ("L03", 0, 1)]
    assert apply_counts(desk, [Count(people[0], "L03", MONTH, None)], "grid").emptied == 1
    assert [one.code for one in entries(desk)] == ["L02"]


def test_the_same_paper_entered_twice_counts_once(desk: Desk, people: Sequence[str]) -> None:
    counts = [Count(people[0], "L02", MONTH, 12, paper="德2026-11-0001"), Count(people[1], "L02", MONTH, 3)]
    apply_counts(desk, counts, "import")
    again = apply_counts(desk, counts, "import")
    assert (again.run, again.same) == ("", 2)
    assert sums(desk) == {(MONTH, "L02"): 15}


def test_a_months_count_is_the_total_of_which_single_days_are_part(desk: Desk, people: Sequence[str]) -> None:
    apply_counts(desk, [Count(people[0], "L02", MONTH, 5, day="2026-11-03")], "paste")
    apply_counts(desk, [Count(people[0], "L02", MONTH, 20)], "grid")
    assert {(one.day, one.count) for one in entries(desk)} == {("2026-11-03", 5), (None, 15)}
    assert apply_counts(desk, [Count(people[0], "L02", MONTH, 20)], "grid").same == 1
    with pytest.raises(Trouble) as caught:
        apply_counts(desk, [Count(people[0], "L02", MONTH, 4)], "grid")
    assert (caught.value.code, caught.value.facts["parts"]) == ("log_less_than_parts", 5)
    assert sums(desk) == {(MONTH, "L02"): 20}


def test_a_total_that_equals_its_days_needs_no_entry_of_its_own(desk: Desk, people: Sequence[str]) -> None:
    days = [Count(people[0], "L01", MONTH, 2, day=f"2026-11-0{n}") for n in (1, 2)]
    done = apply_counts(desk, [Count(people[0], "L01", MONTH, 4), *days], "import")
    assert (done.made, done.same) == (2, 1)
    assert apply_counts(desk, [Count(people[0], "L01", MONTH, None)], "grid").emptied == 1
    assert entries(desk) == []


def test_the_village_is_the_only_one_or_the_one_that_is_named(desk: Desk, people: Sequence[str]) -> None:
    places = ids(desk)
    apply_counts(desk, [Count(people[0], "L02", MONTH, 1), Count(people[1], "L02", MONTH, 2)], "typed")
    apply_counts(desk, [Count(people[1], "L03", MONTH, 2, village_id=places[2])], "typed")
    assert [(one.code, one.village_id) for one in entries(desk)] == sorted(
        [("L02", places[0]), ("L02", None), ("L03", places[2])], key=lambda one: (one[0] == "L03", one[1] is None)
    )
    apply_counts(desk, [Count(people[1], "L03", MONTH, 5)], "typed")
    assert sums(desk)[MONTH, "L03"] == 5, "the total of the person, whatever the village"


def test_a_person_who_moved_between_two_entries_is_not_counted_twice(desk: Desk, people: Sequence[str]) -> None:
    apply_counts(desk, [Count(people[0], "L02", MONTH, 9)], "grid")
    roster.edit_person(desk, people[0], {"village_ids": tuple(ids(desk))})
    apply_counts(desk, [Count(people[0], "L02", MONTH, 11)], "grid")
    assert sums(desk) == {(MONTH, "L02"): 11}


def test_what_may_not_be_entered_is_named(desk: Desk, people: Sequence[str]) -> None:
    one, _, gone = people
    assert fault(desk, Count(one, "L02", MONTH, -1)) == "log_count_wrong"
    assert fault(desk, Count(one, "L02", MONTH, 1_000_000)) == "log_count_wrong"
    assert fault(desk, Count(one, "L99", MONTH, 1)) == "log_code_unknown"
    assert fault(desk, Count(one, "重点人员轨迹", MONTH, 1)) == "log_code_refused"
    assert fault(desk, Count(gone, "L02", MONTH, 1)) == "log_no_term"
    assert fault(desk, Count(gone, "L02", "2025-12", 1)) == ""
    assert fault(desk, Count("f" * 32, "L02", MONTH, 1)) == "person_missing"
    assert fault(desk, Count(one, "L02", MONTH, 1, village_id=ids(desk)[1])) == "log_village_other"
    assert fault(desk, Count(one, "L02", MONTH, 1, day="2026-10-25")) == "log_day_outside"
    assert fault(desk, Count(one, "L02", MONTH, 1, day="2026-11")) == "log_day_outside"
    assert fault(desk, Count(one, "L02", MONTH, 1, day="2026-10-26")) == ""
    assert fault(desk, Count(one, "L02", MONTH, 1, day="2026-11-23")) == "log_day_ahead"
    assert fault(desk, Count(one, "L02", "2026-12", 1)) == "log_month_ahead"
    assert fault(desk, Count(one, "L02", "11月", 1)) == "log_month_wrong"


def test_nothing_is_written_where_one_of_many_cannot_be(desk: Desk, people: Sequence[str]) -> None:
    with pytest.raises(Trouble):
        apply_counts(desk, [Count(people[0], "L02", MONTH, 3), Count(people[2], "L02", MONTH, 3)], "import")
    assert entries(desk) == []


def test_an_act_is_undone_as_one_and_redone(desk: Desk, people: Sequence[str]) -> None:
    apply_counts(desk, [Count(people[0], "L02", MONTH, 3)], "grid")
    apply_counts(desk, [Count(people[0], "L02", MONTH, 30), Count(people[1], "L01", MONTH, 2)], "grid")
    roster.undo_last(desk)
    assert [(one.code, one.count) for one in entries(desk)] == [("L02", 3)]
    roster.redo_last(desk)
    assert sums(desk) == {(MONTH, "L02"): 30, (MONTH, "L01"): 2}


def test_the_officer_checks_gives_back_and_strikes_out(desk: Desk, people: Sequence[str]) -> None:
    apply_counts(desk, [Count(people[0], code, MONTH, 3) for code in ("L01", "L02", "L03")], "grid")
    first, second, third = entries(desk)
    check_entries(desk, "check", [first.id])
    check_entries(desk, "give_back", [second.id], "too_high")
    check_entries(desk, "void", [third.id], "unlikely")
    assert [one.state for one in entries(desk)] == [EntryState.CHECKED, EntryState.RETURNED, EntryState.VOID]
    assert sums(desk) == {(MONTH, "L01"): 3}
    apply_counts(desk, [Count(people[0], code, MONTH, 3) for code in ("L01", "L02", "L03")], "grid")
    assert sums(desk) == {(MONTH, "L01"): 3, (MONTH, "L02"): 3, (MONTH, "L03"): 3}
    assert [one.state for one in entries(desk)] == [
        EntryState.CHECKED,
        EntryState.ENTERED,
        *sorted([EntryState.VOID, EntryState.ENTERED], key=lambda state: state is EntryState.ENTERED),
    ]
    apply_counts(desk, [Count(people[0], "L01", MONTH, 4)], "grid")
    assert entries(desk)[0].state is EntryState.ENTERED, "what was checked and is changed has to be checked again"
    for step, rid, reason, code in (
        ("check", third.id, "", "log_step_late"),
        ("void", first.id, "", "log_reason_missing"),
        ("check", "0" * 32, "", "log_entry_missing"),
    ):
        with pytest.raises(Trouble) as caught:
            check_entries(desk, step, [rid], reason)  # type: ignore[arg-type]
        assert caught.value.code == code


def test_metrics_of_the_pack_and_of_the_county_are_columns(desk: Desk, people: Sequence[str]) -> None:
    with desk.store.write(desk.account.id, "metric_add") as work:
        work.create("metric", "a" * 32, {"code": "K01", "name": "护河巡查", "unit": "次", "keep_class": "A"})
        work.create("metric", "b" * 32, {"code": "K02", "name": "破案", "unit": "起", "keep_class": "C"})
        work.create("metric", "c" * 32, {"code": "K03", "name": "重点人员", "unit": "人", "keep_class": "X"})
    known = work_log.columns(desk)
    assert known["K01"].name == "护河巡查"
    assert "K03" not in known
    assert fault(desk, Count(people[0], "K01", MONTH, 2)) == ""
    assert fault(desk, Count(people[0], "K02", MONTH, 2)) == "log_code_station"
