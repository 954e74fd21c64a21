"""Batches in the store: quota, county and station end in the same state, one act for an appointment, undo, nothing half-done."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from station_desk.domain.eligibility import Case as EligibilityCase
from station_desk.domain.eligibility import ExclusionCheck
from station_desk.domain.idno import check_digit
from station_desk.domain.records import OfficeKind
from station_desk.domain.roster import PersonDraft
from station_desk.domain.selection import State
from station_desk.domain.terms import Pause, state_on, suspensions
from station_desk.domain.trouble import Trouble
from station_desk.domain.villages import VillageRow
from station_desk.domain.work_days import last_day_of
from station_desk.machine.clock import FixedClock
from station_desk.services import selection as errands
from station_desk.services import selection_mend, selection_terms
from station_desk.services.attachments import add_photo, photo_of
from station_desk.services.desk import Desk
from station_desk.services.first_start import NewOffice, create_office
from station_desk.services.roster_memory import memory_of
from station_desk.services.roster_write import add_person, edit_person
from station_desk.services.selection_appoint import Appointing, appoint, numbers_from
from station_desk.services.selection_board import board
from station_desk.services.selection_days import calendar_of, take_notice
from station_desk.services.selection_duties import selection_duties
from station_desk.store.tables import txn
from tests.support.homes import CHEAP, PASS_PHRASE, PERSON, STATION, make_home, village_rows

DAY = "2026-11-10"
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = make_home(tmp_path, villages=3, clock=FixedClock(NOON))
    yield opened
    opened.close()


def _id(birth: str, serial: str = "997") -> str:
    body = f"371602{birth}{serial}"
    return body + check_digit(body)


def _people(desk: Desk) -> list[str]:
    return list(memory_of(desk).book(desk).people)


def _refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Trouble) as caught:
        act()
    assert caught.value.code == code


def _open(desk: Desk, name: str = "2026秋", **more: object) -> str:
    return errands.open_batch(desk, errands.NewBatch(name, DAY, **more))  # type: ignore[arg-type]


def _stand(desk: Desk, batch: str, village: str, name: str, birth: str, **more: str) -> str:
    told = errands.NewCandidate(village, name, _id(birth), education="高中", post="治保主任", signed_on=DAY, **more)
    return errands.add_candidates(desk, batch, [told])[0]


def _check(desk: Desk, batch: str, name: str, result: str = "none") -> None:
    answers = dict.fromkeys(("E2", "E3", "E6"), True)
    exclusion = ExclusionCheck(result, "李警官", DAY, "审1")  # type: ignore[arg-type]
    errands.check_candidate(desk, batch, name, EligibilityCase(date.min, answers=answers, exclusion=exclusion))


def _ready(desk: Desk, batch: str, *names: str) -> None:
    """Everybody up to the county's decision."""
    for name in names:
        _check(desk, batch, name)
    errands.advance(desk, batch, names, errands.Doing("recommend", day=DAY, doc_no="会1"))
    errands.advance(desk, batch, names, errands.Doing("examine", day=DAY, by_name="甲", second_by="乙"))


APPROVED = errands.Doing("approve", day=DAY, doc_no="批1")


def test_a_batch_offers_only_what_is_vacant_and_not_offered_already(desk: Desk) -> None:
    _refused("outside_quota", lambda: _open(desk, seats={"甲村": 2}))
    _refused("post_missing", lambda: _open(desk, seats={"nowhere": 1}))
    _refused("batch_days", lambda: _open(desk, deadline="2026-11-01"))
    _open(desk, seats={"甲村": 1})
    _refused("outside_quota", lambda: _open(desk, "二", seats={"甲村": 1}))
    _refused("batch_name", lambda: _open(desk))
    second = board(desk, _open(desk, "二"))
    assert [second.village_of(one) for one in second.posts] == ["乙村", "丙村"]
    _refused("no_vacancy", lambda: _open(desk, "三"))


def test_of_two_villages_with_one_name_none_is_taken_for_the_other(tmp_path: Path) -> None:
    rows = [
        VillageRow("371602009201", "王村"),
        VillageRow("371602009202", "王村"),
        VillageRow("371602009203", "丁家村"),
    ]
    desk = make_home(tmp_path, villages=rows, clock=FixedClock(NOON))
    try:
        typed = errands.vacant_names(desk)
        assert sorted(typed.values()) == [("371602009201", 1), ("371602009202", 1), ("丁家村", 1)]
        _refused("post_two", lambda: _open(desk, seats={"王村": 1}))
        _refused("outside_quota", lambda: _open(desk, seats={"丁家村": 1, "371602009203": 1}))
        batch = _open(desk, seats=dict(typed.values()))
        _refused("post_two", lambda: _stand(desk, batch, "王村", "王一", "19880315"))
        _stand(desk, batch, "371602009202", "王一", "19880315")
        _stand(desk, batch, "丁家", "丁一", "19880416")
        assert {one.name: _code_of(desk, one.post.village_id) for one in board(desk, batch).cases} == {
            "王一": "371602009202", "丁一": "371602009203",
        }  # fmt: skip
    finally:
        desk.close()


def _code_of(desk: Desk, village_id: str) -> str:
    return memory_of(desk).book(desk).villages[village_id].code


def test_nobody_is_taken_up_after_the_closing_day(desk: Desk) -> None:
    batch = _open(desk, closes_on="2026-11-21")
    _refused("batch_closed", lambda: _stand(desk, batch, "乙村", "郑广明", "19880315"))


def test_a_double_a_bad_number_and_somebody_in_service_are_refused(desk: Desk) -> None:
    first = next(iter(errands.vacancies(desk)))
    add_person(desk, PersonDraft("在聘人", _id("19850505"), village_ids=(first,)))
    batch = _open(desk)
    assert len(board(desk, batch).posts) == 2
    _stand(desk, batch, "乙村", "郑广明", "19880315")
    _refused("candidate_double", lambda: _stand(desk, batch, "乙村", "郑光明", "19880315"))
    _refused("candidate_serving", lambda: _stand(desk, batch, "丙村", "在聘人", "19850505"))
    bad = errands.NewCandidate("乙村", "丁一", "37160219880315997Z")
    _refused("draft_id_check_digit", lambda: errands.add_candidates(desk, batch, [bad]))
    assert [one.name for one in board(desk, batch).cases] == ["郑广明"]


def test_one_bad_candidate_stops_the_whole_bulk_act(desk: Desk) -> None:
    batch = _open(desk)
    _stand(desk, batch, "甲村", "郑广明", "19880315")
    _stand(desk, batch, "乙村", "丁一", "19850102")
    _ready(desk, batch, "郑广明")
    _refused("stage_skipped", lambda: errands.advance(desk, batch, ["郑广明", "丁一"], APPROVED))
    assert {one.standing.at for one in board(desk, batch).cases} == {1, 3}


def test_seats_are_not_exceeded_by_the_countys_decision(desk: Desk) -> None:
    batch = _open(desk)
    for name, birth in (("郑广明", "19880315"), ("丁一", "19850102")):
        _stand(desk, batch, "甲村", name, birth)
    _ready(desk, batch, "郑广明", "丁一")
    _refused("seats_full", lambda: errands.advance(desk, batch, None, APPROVED))
    errands.advance(desk, batch, ["丁一"], APPROVED)
    _refused("seats_full", lambda: errands.advance(desk, batch, ["郑广明"], APPROVED))
    refused = errands.advance(desk, batch, ["郑广明"], errands.Doing("approve", "failed", DAY, reason="unsuitable"))
    assert refused[0].standing.state is State.REJECTED


def test_an_appointment_is_one_act_with_terms_and_numbers_and_can_be_taken_back(desk: Desk) -> None:
    batch = _open(desk)
    for village, name, birth in (("甲村", "郑广明", "19880315"), ("乙村", "丁一", "19850102")):
        _stand(desk, batch, village, name, birth)
    _ready(desk, batch, "郑广明", "丁一")
    errands.advance(desk, batch, None, APPROVED)
    done = appoint(desk, batch, None, Appointing("2026-11-20", "2029-11-19", "聘〔2026〕009号"))
    assert {one.standing.state for one in done} == {State.APPOINTED}
    assert {one.candidate.person_id for one in done} == set(_people(desk))
    assert {one.standing.done[-1].doc_no for one in done if one.standing.done[-1]} == {
        "聘〔2026〕009号", "聘〔2026〕010号",
    }  # fmt: skip
    assert sorted(errands.vacancies(desk).values()) == [0, 0, 1]
    desk.store.undo(desk.account.id)
    after = board(desk, batch)
    assert {one.standing.state for one in after.cases} == {State.APPROVED}
    assert _people(desk) == []


def test_an_appointment_on_which_later_acts_rest_is_not_taken_back(desk: Desk) -> None:
    batch = _open(desk, seats={"甲村": 1})
    _stand(desk, batch, "甲村", "郑广明", "19880315")
    _ready(desk, batch, "郑广明")
    errands.advance(desk, batch, None, APPROVED)
    appoint(desk, batch, None, Appointing("2026-11-20"))
    with desk.store.read() as conn:
        run = conn.execute(select(txn.c.run).where(txn.c.action == "selection_appoint")).scalar_one()
    edit_person(desk, _people(desk)[0], {"phone": "13800001234"})
    _refused("undo_rests", lambda: desk.store.undo(desk.account.id, run))
    assert board(desk, batch).cases[0].standing.state is State.APPOINTED


def test_who_left_a_contract_early_is_not_eligible_where_the_pack_says_so(tmp_path: Path) -> None:
    for pack, state in (("cn.weihai", State.INELIGIBLE), ("cn.nanan", State.RUNNING)):
        office = NewOffice(OfficeKind.STATION, "梁才派出所", STATION, pack, village_rows(2), PERSON, PASS_PHRASE, False)
        with create_office(tmp_path / pack, office, CHEAP).desk as desk:
            first = next(iter(errands.vacancies(desk)))
            draft = PersonDraft("郑广明", _id("19980315"), village_ids=(first,), start_date="2024-01-01")
            left = {"state": "exited", "exit_date": "2025-01-01", "exit_reason": "合同期未满擅自离职"}
            edit_person(desk, add_person(desk, draft), left)
            batch = _open(desk)
            _stand(desk, batch, "甲村", "郑广明", "19980315")
            assert board(desk, batch).cases[0].standing.state is state


def test_the_candidates_photo_becomes_the_persons(desk: Desk) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (350, 450), "white").save(picture, "JPEG")
    batch = _open(desk, seats={"甲村": 1})
    candidate = _stand(desk, batch, "甲村", "郑广明", "19880315")
    add_photo(desk, candidate, picture.getvalue(), about="candidate")
    _ready(desk, batch, "郑广明")
    errands.advance(desk, batch, None, APPROVED)
    appoint(desk, batch, None, Appointing("2026-11-20"))
    shown = photo_of(desk, _people(desk)[0])
    assert shown is not None
    assert (shown.content or b"")[:2] == b"\xff\xd8"


def test_letters_count_on_from_the_first_number() -> None:
    assert numbers_from("〔2026〕099号", 3) == ["〔2026〕099号", "〔2026〕100号", "〔2026〕101号"]
    assert numbers_from("", 2) == ["", ""]
    _refused("number_counts_not", lambda: numbers_from("无号", 2))


def test_a_new_years_days_off_are_taken_in_and_bad_ones_refused(desk: Desk, tmp_path: Path) -> None:
    before = calendar_of(desk)
    assert before.years == {2025, 2026}
    assert not before.is_workday(date(2026, 2, 16))
    assert before.is_workday(date(2026, 2, 28))
    file = tmp_path / "2027.toml"
    file.write_text('[2027]\nsource = "通知"\noff = ["2027-01-01..2027-01-03"]\nworked = ["2027-01-09"]\n', "utf-8")
    assert take_notice(desk, file) == [2027]
    after = calendar_of(desk)
    assert last_day_of(date(2026, 12, 30), 3, "work", after).last == date(2027, 1, 5)
    for wrong in (
        'off = ["2026-01-01"]',
        'off = ["2027-01-03..2027-01-01"]',
        'off = ["2027-01-01"]\nworked = ["2027-01-01"]',
        'worked = "gestern"',
        "",
    ):
        file.write_text(f'[2027]\nsource = "通知"\n{wrong}\n', "utf-8")
        _refused("holidays_bad", lambda: take_notice(desk, file))
    _refused("holidays_missing", lambda: take_notice(desk, tmp_path / "none.toml"))


def test_a_notice_over_the_spring_festival_of_2026_is_counted_by_the_published_days(desk: Desk) -> None:
    days = calendar_of(desk)
    first = date(2026, 2, 10)
    for start, count, kind, last in (
        (first, 5, "work", date(2026, 2, 24)),  # 11 to 13, Saturday the 14th is worked, 15 to 23 off, 24
        (first, 7, "work", date(2026, 2, 26)),
        (first, 5, "calendar", date(2026, 2, 15)),
        (date(2026, 2, 24), 5, "work", date(2026, 3, 2)),  # Saturday the 28th is worked
        (date(2026, 9, 17), 2, "work", date(2026, 9, 20)),  # Sunday the 20th is worked
        (date(2025, 1, 24), 2, "work", date(2025, 1, 27)),  # Sunday the 26th is worked
    ):
        assert last_day_of(start, count, kind, days).last == last, (start, count, kind)  # type: ignore[arg-type]
    paused = last_day_of(first, 5, "work", days, [(date(2026, 2, 12), date(2026, 2, 25))])
    assert (paused.last, paused.unsure) == (date(2026, 3, 2), ())
    assert last_day_of(first, 5, "work", days, [(date(2026, 2, 12), None)]).last is None
    assert last_day_of(date(2026, 12, 30), 5, "work", days).unsure == (2027,)


def test_a_term_is_renewed_by_a_linked_one_suspended_and_resumed(desk: Desk) -> None:
    first = next(iter(errands.vacancies(desk)))
    person = add_person(
        desk,
        PersonDraft("郑广明", _id("19880315"), village_ids=(first,), start_date="2023-12-01", end_date="2026-11-30"),
    )
    _refused("rule_missing", lambda: selection_terms.renew(desk, [person]))
    _refused("day_wrong", lambda: selection_terms.renew(desk, [person], "2026-11-30"))
    _refused("reason_needed", lambda: selection_terms.suspend(desk, person, reason="because"))
    _refused("day_to_come", lambda: selection_terms.suspend(desk, person, "2026-11-23"))
    _refused("day_before_term", lambda: selection_terms.suspend(desk, person, "2023-11-30"))
    selection_terms.suspend(desk, "郑广明", "2026-11-20", "sick", "梁〔2026〕 3号")
    (paused,) = memory_of(desk).book(desk).terms[person]
    assert suspensions(paused.pauses) == [Pause(date(2026, 11, 20), None, "sick", "梁〔2026〕3号")]
    _refused("term_not_active", lambda: selection_terms.renew(desk, [person], "2029-11-30"))
    selection_terms.resume(desk, "郑广明")
    _refused("term_not_active", lambda: selection_terms.resume(desk, person))
    (term,) = selection_terms.renew(desk, [person], "2029-11-30", "〔2026〕7号")
    _refused("term_renewed", lambda: selection_terms.renew(desk, [person], "2029-11-30"))
    old, new = sorted(memory_of(desk).book(desk).terms[person], key=lambda one: one.start_date or "")
    assert (new.id, new.prior_id, new.start_date, new.villages) == (term, old.id, "2026-12-01", (first,))
    assert [state_on(new, date(2026, month, 1)).value for month in (11, 12)] == ["pending", "active"]
    assert errands.vacancies(desk)[first] == 0


def test_a_dismissal_ends_the_term_and_the_further_one_that_was_to_follow(desk: Desk) -> None:
    first = next(iter(errands.vacancies(desk)))
    free = errands.vacancies(desk)[first]
    draft = PersonDraft("郑广明", _id("19880315"), village_ids=(first,), start_date="2023-12-01", end_date="2026-11-30")
    person = add_person(desk, draft)
    selection_terms.renew(desk, [person], "2029-11-30")
    _refused("day_to_come", lambda: selection_terms.dismiss(desk, person, "2026-11-23", "辞职"))
    _refused("day_before_term", lambda: selection_terms.dismiss(desk, person, "2023-11-30", "辞职"))
    selection_terms.dismiss(desk, "郑广明", "2026-11-15", "多次考核不合格")
    ends = {(one.state.value, one.exit_date, one.exit_reason) for one in memory_of(desk).book(desk).terms[person]}
    assert ends == {("exited", "2026-11-15", "多次考核不合格")}
    assert errands.vacancies(desk)[first] == free
    _refused("term_not_active", lambda: selection_terms.dismiss(desk, person, "", "辞职"))
    _refused("term_not_active", lambda: selection_terms.suspend(desk, person))


def test_home_says_how_many_days_a_selection_has_left(desk: Desk) -> None:
    batch = _open(desk, seats={"甲村": 1}, deadline="2026-11-27")
    _stand(desk, batch, "甲村", "郑广明", "19880315")
    (due,) = selection_duties(desk)
    assert (due.kind, due.group, due.subject, due.facts) == (
        *("selection_due", "later", batch),
        {"name": "2026秋", "days": 5, "count": 1},
    )
    errands.end_batch(desk, batch, "cancelled", "mistake")
    assert selection_duties(desk) == []
    _open(desk, "二", seats={"乙村": 1}, deadline="2026-11-20")
    assert [(one.kind, one.group) for one in selection_duties(desk)] == [("selection_late", "overdue")]


def test_what_was_decided_or_voted_bears_no_day_to_come(desk: Desk) -> None:
    batch = _open(desk, seats={"甲村": 1})
    late = "2026-11-23"
    early = errands.NewCandidate("甲村", "郑广明", _id("19880315"), education="高中", signed_on=late)
    _refused("day_to_come", lambda: errands.add_candidates(desk, batch, [early]))
    _stand(desk, batch, "甲村", "郑广明", "19880315")
    for doing in (
        errands.Doing("recommend", day=late, doc_no="会1"),
        errands.Doing("recommend", "failed", late, reason="paper"),
        errands.Doing(result="withdrawn", day=late, reason="own_wish"),
    ):
        _refused("day_to_come", lambda doing=doing: errands.advance(desk, batch, None, doing))  # type: ignore[misc]
    assert [one.standing.at for one in board(desk, batch).cases] == [1]


def test_what_was_typed_of_a_candidate_is_put_right_and_the_steps_stay(desk: Desk) -> None:
    batch = _open(desk)
    _stand(desk, batch, "甲村", "郑广名", "19880315")
    other = _stand(desk, batch, "乙村", "丁一", "19850102")
    right = {"name": "郑广明", "phone": "13800001234", "id_no": "", "education": "大专"}
    one = selection_mend.mend_candidate(desk, batch, "郑广名", right)
    assert (one.name, one.candidate.phone, one.candidate.education) == ("郑广明", "13800001234", "大专")
    assert (one.candidate.id_no, one.standing.at) == (_id("19880315"), 1)
    for code, changes in (
        ("candidate_double", {"id_no": _id("19850102")}),
        ("draft_id_check_digit", {"id_no": _id("19880315")[:-1] + "X"}),
    ):
        _refused(code, lambda changes=changes: selection_mend.mend_candidate(desk, batch, "郑广明", changes))  # type: ignore[misc]
    assert selection_mend.mend_candidate(desk, batch, other, {}).name == "丁一"
