"""Selections: stages are data, where somebody stands follows from the steps, nothing illegal is ever accepted."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.policy_entries import Stage
from station_desk.domain.selection import APPOINT, RESULTS, Facts, State, Step, kind_of, lacks, sides, stages_of, stand
from station_desk.domain.selection_acts import (
    Timetable,
    accept,
    batch_state,
    merit_order,
    seated,
)
from station_desk.domain.strokes import parse_strokes
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_days import DayCalendar, last_day_of
from station_desk.packs.load import load_pack
from station_desk.wording.selection import period_words

ROOT = Path(__file__).resolve().parents[2]
FUJIAN = (
    Stage("apply", "个人自荐", "本人"),
    Stage("recommend", "组织推荐", "村两委"),
    Stage("examine", "联合考察", "派出所、乡（镇、办事处）"),
    Stage("approve", "审核确定", "县级公安机关"),
    APPOINT,
)
ELECTED = (
    *FUJIAN[:2],
    Stage("examine", "考察", "公安分局"),
    Stage("vote", "投票选举", "村民代表"),
    Stage("approve", "审核确定", "县级公安机关"),
    APPOINT,
)
DAY = "2026-11-10"
CHECKED = Facts(check="none", check_needed=True)


def _step(stage: str, result: str = "passed", **more: object) -> Step:
    return Step(stage, result, **({"day": DAY} | more))  # type: ignore[arg-type]


WAY = (
    _step("apply"),
    _step("recommend", doc_no="会议3号"),
    _step("examine", by_name="甲"),
    _step("examine", second_by="乙"),
    _step("approve", doc_no="批1号"),
    _step("appoint"),
)


@pytest.mark.parametrize(
    ("pack", "codes"),
    [
        ("cn.dezhou", "apply recommend approve_candidates vote appoint"),
        ("cn.bincheng", "apply recommend examine publicity appoint"),
        ("cn.xihua", "open_recruitment appoint"),
        ("cn.nanan", "apply recommend examine approve appoint"),
        ("cn.weihai", "plan apply test examine merit contract appoint"),
    ],
)
def test_the_stages_are_the_packs_own_in_its_order_and_end_with_the_appointment(pack: str, codes: str) -> None:
    stages = stages_of(load_pack(ROOT / "resources" / "packs", pack))
    assert " ".join(stage.code for stage in stages) == codes


def test_every_stage_of_the_bundled_packs_has_a_kind_of_its_own() -> None:
    packs = ("cn.dezhou", "cn.bincheng", "cn.xihua", "cn.nanan", "cn.weihai")
    codes = {stage.code for pack in packs for stage in stages_of(load_pack(ROOT / "resources" / "packs", pack))}
    assert {code for code in codes if kind_of(Stage(code, "")) == "apply"} == {"apply"}


def test_two_sides_sign_where_the_document_names_two() -> None:
    assert sides(FUJIAN[2]) == ("派出所", "乡（镇、办事处）")
    assert sides(Stage("examine", "考察", "公安分局")) == ("公安分局",)
    assert sides(Stage("recommend", "推送", "村民代表或党支部")) == ("村民代表或党支部",)


def test_a_candidate_goes_the_whole_way_and_waits_for_the_second_signature() -> None:
    steps: list[Step] = []
    states = []
    for step in WAY:
        states.append(accept("郑广明", FUJIAN, steps, CHECKED, step).state)
        steps.append(step)
        if step.by_name:
            assert lacks(FUJIAN, stand(FUJIAN, steps, CHECKED), CHECKED) == ("other_side",)
    assert states == ["running"] * 4 + ["approved", "appointed"]
    examined = stand(FUJIAN, steps, CHECKED).done[2]
    assert examined is not None
    assert (examined.by_name, examined.second_by) == ("甲", "乙")


@pytest.mark.parametrize(
    ("steps", "step", "code"),
    [
        (WAY[:1], _step("approve", doc_no="批1号"), "stage_skipped"),
        (WAY[:1], _step("recommend"), "stage_lacks"),
        (WAY[:2], _step("examine"), "stage_lacks"),
        (WAY[:4], _step("approve"), "stage_lacks"),
        (WAY[:4], _step("approve", "failed"), "reason_needed"),
        ((*WAY[:4], _step("", "withdrawn")), _step("approve", doc_no="批1号"), "candidate_out"),
        (WAY, _step("", "withdrawn"), "candidate_out"),
        (WAY[:2], _step("", "declined", reason="own_wish"), "candidate_out"),
        (WAY[:2], _step("", "promoted", reason="replaced"), "candidate_out"),
        ((*WAY[:2], _step("", "withdrawn")), _step("", "reopened"), "reason_needed"),
        (WAY[:2], _step("nowhere"), "stage_unknown"),
    ],
)
def test_what_may_not_be_is_one_trouble(steps: tuple[Step, ...], step: Step, code: str) -> None:
    with pytest.raises(Trouble) as caught:
        accept("郑广明", FUJIAN, steps, CHECKED, step)
    assert caught.value.code == code


def test_without_the_check_nobody_passes_the_examination_even_by_half() -> None:
    for check in ("", "open"):
        with pytest.raises(Trouble) as caught:
            accept("郑广明", FUJIAN, WAY[:2], Facts(check=check, check_needed=True), WAY[2])
        assert caught.value.code == "stage_lacks_check"


def test_who_left_a_contract_early_or_is_excluded_is_not_eligible_by_itself() -> None:
    for facts in (Facts(check="not_eligible"), Facts(check="none", left_early=True)):
        assert stand(FUJIAN, WAY[:2], facts).state is State.INELIGIBLE
    assert stand(FUJIAN, WAY, Facts(left_early=True)).state is State.APPOINTED


def test_a_decision_for_somebody_who_withdrew_stays_in_the_record_and_moves_nobody() -> None:
    late = _step("approve", doc_no="批1号")
    found = stand(FUJIAN, (*WAY[:4], _step("", "withdrawn", reason="own_wish"), late), CHECKED)
    assert (found.state, found.idle) == (State.WITHDRAWN, (late,))


def test_opened_again_the_case_goes_on_where_it_stopped_and_keeps_what_was_there() -> None:
    refused = (*WAY[:4], _step("approve", "failed", reason="paper"))
    assert stand(FUJIAN, refused, CHECKED).state is State.REJECTED
    again = (*refused, _step("", "reopened", reason="mistake"))
    found = stand(FUJIAN, again, CHECKED)
    assert (found.state, found.at) == (State.RUNNING, 3)
    assert all(found.done[:3])
    assert accept("郑广明", FUJIAN, again, CHECKED, WAY[4]).state is State.APPROVED


def test_the_reserve_moves_up_with_a_reason() -> None:
    stages = (Stage("apply", "报名"), Stage("vote", "选举"), APPOINT)
    steps = (_step("apply"), _step("vote", "reserve", about="b1"))
    assert stand(stages, steps, Facts()).state is State.RESERVE
    found = accept("甲", stages, steps, Facts(), _step("vote", "promoted", reason="replaced"))
    assert found.state is State.APPROVED


def test_nobody_passes_by_way_of_the_reserve_without_a_check_or_at_any_stage() -> None:
    steps = (_step("apply"), _step("recommend", doc_no="3号"), _step("examine"))
    unchecked = Facts(check="", check_needed=True)
    for step, code in ((_step("recommend", "reserve"), "candidate_out"), (_step("apply", "shown"), "candidate_out")):
        with pytest.raises(Trouble) as caught:
            accept("甲", ELECTED, steps[: 1 if step.stage == "recommend" else 0], unchecked, step)
        assert caught.value.code == code
    with pytest.raises(Trouble) as caught:
        accept("甲", ELECTED, steps, unchecked, _step("vote", "reserve", about="b"))
    assert caught.value.code == "stage_lacks_check"
    waiting = (*steps, _step("vote", "reserve", about="b"))
    with pytest.raises(Trouble) as caught:
        accept("甲", ELECTED, waiting, unchecked, _step("vote", "promoted", reason="replaced"))
    assert caught.value.code == "stage_lacks_check"


def test_an_open_objection_stops_the_candidate_at_the_publicity_only() -> None:
    stages = (Stage("apply", "申报"), Stage("publicity", "公示"), APPOINT)
    facts = Facts(objected=True)
    steps = (_step("apply"), _step("publicity", "shown", about="p1"))
    assert stand(stages, steps, facts).state is State.OBJECTED
    assert lacks(stages, stand(stages, steps, facts), facts) == ("objection",)
    assert stand(stages, steps[:1], Facts(objected=False)).state is State.RUNNING


_ANY_STEP = st.builds(
    Step,
    stage=st.sampled_from([*(one.code for one in ELECTED), "", "nowhere"]),
    result=st.sampled_from(RESULTS),
    day=st.sampled_from(["", DAY]),
    by_name=st.sampled_from(["", "甲"]),
    second_by=st.sampled_from(["", "乙"]),
    doc_no=st.sampled_from(["", "3号"]),
    reason=st.sampled_from(["", "paper"]),
    id=st.uuids().map(str),
)
_ANY_FACTS = st.builds(
    Facts,
    check=st.sampled_from(["", "none", "open", "not_eligible"]),
    check_needed=st.booleans(),
    left_early=st.booleans(),
    objected=st.booleans(),
)


@given(st.sampled_from([FUJIAN, ELECTED]), st.lists(_ANY_STEP, max_size=14), _ANY_FACTS)
def test_whatever_is_tried_only_what_is_allowed_is_accepted(
    stages: tuple[Stage, ...], tried: list[Step], facts: Facts
) -> None:
    steps: list[Step] = []
    for step in tried:
        before = stand(stages, steps, facts)
        try:
            after = accept("甲", stages, steps, facts, step)
        except Trouble:
            continue
        steps.append(step)
        assert after == stand(stages, steps, facts)
        assert not after.idle
        assert before.state is not State.APPOINTED
        assert after.at in (before.at, before.at + 1)
        if after.at > before.at or after.state is State.APPOINTED:
            assert before.state in (State.DRAFT, State.RUNNING, State.APPROVED, State.RESERVE)
        if step.result == "passed":
            assert step.stage == stages[before.at].code
    end = stand(stages, steps, facts)
    if end.state is State.APPOINTED and facts.check_needed:
        assert facts.check == "none"


@given(st.lists(_ANY_STEP, max_size=15), _ANY_FACTS)
def test_any_record_of_steps_has_one_answer_in_which_no_stage_was_jumped_over(steps: list[Step], facts: Facts) -> None:
    found = stand(FUJIAN, steps, facts)
    assert found == stand(FUJIAN, steps, facts)
    assert all(found.done[: found.at])
    assert not any(found.done[found.at + 1 :])
    assert len(found.idle) <= len(steps)


# --- days ------------------------------------------------------------------------------------------------------------
def test_seventeen_days_of_nanan_are_counted_from_the_notice_to_the_deadline() -> None:
    days = Timetable("2020-04-23", "2020-04-30", "2020-05-10")
    assert (days.whole(), days.used(date(2020, 5, 7)), days.left(date(2020, 5, 7))) == (17, 14, 3)
    assert days.left(date(2020, 5, 12)) == -2
    assert Timetable().left(date(2020, 5, 12)) is None


def test_a_batch_closes_by_its_day_and_is_done_when_everybody_is() -> None:
    days, before, after = Timetable("2026-11-10", "2026-11-15", ""), date(2026, 11, 15), date(2026, 11, 16)
    assert batch_state("open", days, before, [State.RUNNING]) == "open"
    assert batch_state("open", days, after, [State.RUNNING]) == "closed"
    assert batch_state("open", days, after, [State.APPROVED, State.WITHDRAWN]) == "decided"
    assert batch_state("open", days, after, [State.APPOINTED, State.REJECTED]) == "done"
    assert batch_state("cancelled", days, after, [State.APPOINTED]) == "cancelled"


CALENDAR = DayCalendar().with_notice(
    2026, [date(2026, 10, day) for day in range(1, 8)], [date(2026, 9, 20), date(2026, 10, 10)]
)


def test_working_days_leave_out_the_holidays_and_count_the_weekend_days_on_which_one_works() -> None:
    assert last_day_of(date(2026, 9, 29), 5, "work", CALENDAR).last == date(2026, 10, 12)
    on_holiday = last_day_of(date(2026, 9, 29), 5, "calendar", CALENDAR)
    assert on_holiday.last == date(2026, 10, 4)
    assert period_words(on_holiday) == ["最后一天不上班，当天的异议要有人收"]
    assert period_words(last_day_of(date(2026, 9, 29), 1, "calendar", CALENDAR)) == []
    assert period_words(last_day_of(date(2026, 9, 29), 5, "work", CALENDAR)) == []


def test_a_year_without_a_notice_is_named() -> None:
    found = last_day_of(date(2026, 12, 30), 3, "work", CALENDAR)
    assert (found.last, found.unsure) == (date(2027, 1, 4), (2027,))
    assert last_day_of(date(2026, 12, 30), 3, "calendar", CALENDAR).unsure == ()


def test_an_objection_stops_the_clock_and_its_days_do_not_count() -> None:
    start = date(2026, 11, 2)
    pause = (date(2026, 11, 4), date(2026, 11, 6))
    assert last_day_of(start, 5, "calendar", CALENDAR, [pause]).last == date(2026, 11, 10)
    assert last_day_of(start, 5, "calendar", CALENDAR, [(pause[0], None)]).last is None
    assert last_day_of(start, 1, "calendar", CALENDAR, [(pause[0], None)]).last == date(2026, 11, 3)


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    st.integers(1, 20),
    st.sampled_from(["work", "calendar"]),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), max_size=3),
)
def test_a_pause_never_makes_a_period_shorter(start: date, days: int, kind: str, raw: list[tuple[int, int]]) -> None:
    pauses = [(date.fromordinal(start.toordinal() + at), date.fromordinal(start.toordinal() + at + n)) for at, n in raw]
    plain = last_day_of(start, days, kind, CALENDAR).last  # type: ignore[arg-type]
    paused = last_day_of(start, days, kind, CALENDAR, pauses).last  # type: ignore[arg-type]
    assert plain is not None
    assert paused is not None
    assert paused >= plain


# --- merit and strokes -----------------------------------------------------------------------------------------------
def test_the_best_are_taken_the_preferred_first_and_equals_for_the_last_seat_are_left_to_a_person() -> None:
    order = merit_order({"甲": 800, "乙": 900, "丙": 800, "丁": 700}, frozenset({"丙"}))
    assert order == [["乙"], ["丙"], ["甲"], ["丁"]]
    assert seated(order, 2) == (["乙", "丙"], [], ["甲", "丁"])
    equal = merit_order({"甲": 800, "乙": 900, "丙": 800})
    assert seated(equal, 2) == (["乙"], ["丙", "甲"] if equal[1][0] == "丙" else ["甲", "丙"], [])
    assert seated(equal, 5) == (["乙", *equal[1]], [], [])


def test_names_are_ordered_by_the_strokes_of_the_surname() -> None:
    table = (ROOT / "resources" / "strokes" / "order.txt").read_text("utf-8").splitlines()
    order = parse_strokes(table)
    assert len(order.places) == 20897
    names = ["魏德勇", "郑广明", "马小红", "王敏", "丁一", "李桂芳", "王芳", "阿迪力·买买提", "䶮明"]
    assert sorted(names, key=order.key) == [
        *("丁一", "马小红", "王芳", "王敏", "李桂芳", "阿迪力·买买提", "郑广明", "魏德勇", "䶮明"),
    ]
