"""Papers of assessment and pay from real sheets and a real month of money."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from station_desk.domain.paper import Printed
from station_desk.domain.rubric_draft import document_of, draft_of
from station_desk.domain.stipend import Adjustment
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import assessment, paperwork, rubrics, stipend
from station_desk.services.desk import Desk
from station_desk.services.pack_fill import fill
from station_desk.services.paper_twins import twin
from station_desk.services.villages import edit_village
from tests.services.roster_desks import clock, desk, ids, made_once
from tests.services.test_assessment import DAY, MONTH, confirmed, decided, people, scored
from tests.support.paper import texts

__all__ = ["clock", "decided", "desk", "made_once", "people"]


def words(printed: Printed) -> str:
    return "".join("".join(texts(printed.pdf)).split())


def test_scores_stand_on_the_papers_of_the_month_and_of_the_year(desk: Desk, people: Sequence[str]) -> None:
    before = words(paperwork.preview(desk, "F30", everyone=True, period=MONTH))
    assert "94.5" not in before
    scored(desk, people)
    told = words(paperwork.preview(desk, "F30", person_ids=[people[0]], period=MONTH))
    assert "得分为94.5分，等次为合格。对结果" in told
    sheet = words(paperwork.preview(desk, "F25", person_ids=[people[0]], period=MONTH))
    assert "０９４５" in sheet
    assert "０３５" in sheet, "B2 3.5"
    year = words(paperwork.preview(desk, "F27", person_ids=[people[0]], period="2026-12"))
    assert "94.5" in year
    assert "2026年度" in year
    assert "94.5" in words(paperwork.preview(desk, "F42", person_ids=[people[0]], period=MONTH))
    assert "94.5" not in words(paperwork.preview(desk, "F28", person_ids=[people[0]], period="2026-10"))


def test_the_circular_ranks_the_month(desk: Desk, people: Sequence[str]) -> None:
    with pytest.raises(Trouble) as caught:
        paperwork.preview(desk, "F29", everyone=True, period=MONTH)
    assert (caught.value.code, caught.value.facts["month"]) == ("paper_no_results", MONTH)
    scored(desk, people)
    told = words(paperwork.preview(desk, "F29", everyone=True, period=MONTH))
    assert "关于2026年11月警务助理考核情况的通报" in told
    assert "共考核警务助理2名，平均92.5分，最高94.5分，最低90.5分" in told
    assert told.index("1赵一") < told.index("2钱二")
    assert "赵一" not in words(paperwork.preview(desk, "F29", blank=1))


def test_the_list_of_amounts_is_the_stored_one_and_sums_it(
    desk: Desk, clock: FixedClock, people: Sequence[str], decided: None
) -> None:
    for key, value in (("money.stipend_fen", "50000"), ("money.grade_fen", "10000、5000、1000")):
        fill(desk, "cn.nanan", key, value, "县局", "南公〔2026〕5号", "2026-01-05")
    clock.advance(timedelta(days=4))
    confirmed(desk, people)
    assert "￥" not in words(paperwork.preview(desk, "F31", everyone=True, period=MONTH))
    stipend.adjust(desk, Adjustment("", people[0], MONTH, "2026-10", 1_500, "arrears", "赵所长", DAY, "上月少发"))
    found = stipend.compute(desk, MONTH)
    for form in ("F31", "F32"):
        told = words(paperwork.preview(desk, form, everyone=True, period=MONTH))
        assert "565.00" in told
        assert "233.33" in told
        assert "798.33" in told
        assert "柒佰玖拾捌元叁角叁分" in told
    assert (
        sum(
            cell.value == found.total
            for row in twin(desk, "F31", everyone=True, period=MONTH).body
            for cell in row.cells
        )
        == 1
    )
    note = words(paperwork.preview(desk, "F33", person_ids=[people[0]], period=MONTH))
    assert "上月少发" in note
    assert "2026年10月" in note
    assert "15.00" in note
    assert "上月少发" not in words(paperwork.preview(desk, "F33", person_ids=[people[1]], period=MONTH))


def test_a_room_has_its_sheet_with_what_is_judged(desk: Desk, people: Sequence[str]) -> None:
    edit_village(desk, ids(desk)[0], {"room": "第一警务室", "officer": "周民警"})
    assert assessment.subject_kind(desk) == "person"
    made = paperwork.preview(desk, "F26", everyone=True, period=MONTH)
    told = words(made)
    assert made.pages == 1
    assert "第一警务室" in told
    assert "周民警" in told
    assert "赵一" in told
    assert "门牌标识" in told
    blank = words(paperwork.preview(desk, "F26", blank=1))
    assert "门牌标识" in blank, "a blank sheet bears the rubric"
    assert "赵一" not in blank


def test_the_sheet_follows_the_rubric_in_force_and_a_scored_month_keeps_its_own(
    desk: Desk, people: Sequence[str]
) -> None:
    scored(desk, people)
    document = document_of(draft_of(rubrics.in_use(desk, "person").rubric))
    document |= {
        "name": "新考核",
        "sections": {"A": {"name": "巡防", "max": 60}, "B": {"name": "服务", "max": 40}},
        "items": {
            "A1": {"name": "夜间巡逻", "max": 60, "each": 5, "finding": "not_on_post"},
            "B1": {"name": "便民代办", "max": 40, "mode": "officer", "standard": "每月不少于五件"},
        },
        "grades": {"names": ["优秀", "良好", "合格", "不合格"], "cuts": [90, 80, 60]},
    }
    rubrics.adopt_text(desk, rubrics.text_of(document), "县局", "X〔2026〕3号", "2026-11-20")
    fresh = paperwork.preview(desk, "F25", blank=1, period="2026-12", boxes=True)
    told = words(fresh)
    for part in ("夜间巡逻", "抽查不在岗，每次扣5", "每月不少于五件", "A巡防（60分）"):
        assert part in told
    ids = [box.id for box in fresh.pages_detail[0].boxes]
    assert ids[:2] == ["A1", "B1"]
    assert {"P2", "M1", "等次.良好", "一票否决", "合计", "签认.签字"} <= set(ids)
    filled = paperwork.preview(desk, "F25", person_ids=[people[0]], period="2026-12", boxes=True)
    assert [box.id for box in filled.pages_detail[0].boxes] == ids
    old = paperwork.preview(desk, "F25", person_ids=[people[0]], period=MONTH, boxes=True)
    assert [box.id for box in old.pages_detail[0].boxes][:5] == ["A1", "A2", "A3", "A4", "B1"]
    assert "着装持证" in words(old), "a month that was scored shows the rubric that it was scored by"
