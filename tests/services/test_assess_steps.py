"""The steps of a month's sheet line by line (DOMAIN 2.4): opinion and veto, confirmation, objection and answer, a
correction by a dated record, grades that the county names.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from station_desk.domain.assessment import Correction, SheetState, Standing, Step
from station_desk.domain.paper_kinds import BLANK
from station_desk.domain.roster import PersonDraft
from station_desk.domain.rubric_draft import document_of, draft_of
from station_desk.domain.rubric_edit import typed
from station_desk.machine.clock import FixedClock
from station_desk.services import assessment, paperwork, roster, rubrics
from station_desk.services.desk import Desk
from station_desk.services.paper_results import results_of
from tests.services.roster_desks import clock, desk, ids, made_once
from tests.services.test_assessment import DAY, MONTH, by_name, code_of, decided, people, scored
from tests.services.test_paper_results import words
from tests.support.homes import make_home
from tests.support.paper import texts

__all__ = ["clock", "decided", "desk", "made_once", "people"]


@pytest.fixture
def weihai(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    with make_home(tmp_path, villages=3, folder="weihai", clock=clock, pack="cn.weihai") as made:
        yield made


def step(desk: Desk, sheet: str, name: str, day: str = DAY, **more: str) -> Standing:
    return assessment.step(desk, [sheet], Step("", name, day, **more))[0]


def now(desk: Desk, name: str = "赵一") -> Standing:
    return by_name(assessment.month(desk, MONTH))[name].standing


def test_weihai_asks_the_township_and_its_veto_brings_the_lowest_grade(weihai: Desk) -> None:
    for name, place in zip(("赵一", "钱二"), ids(weihai), strict=False):
        roster.add_person(weihai, PersonDraft(name=name, village_ids=(place,), start_date="2024-01-01"))
    rubrics.adopt_text(
        weihai, rubrics.text_of(document_of(draft_of(rubrics.example("person").rubric))), "局", "1号", DAY
    )
    sheets = by_name(assessment.open_month(weihai, MONTH))
    subjects = [one.standing.of.subject_id for one in sheets.values()]
    sheets = scored(weihai, subjects)
    first, second = sheets["赵一"].id, sheets["钱二"].id
    confirm = Step("", "confirm", DAY, doc_no="9号")
    assert code_of(assessment.step, weihai, [first], confirm) == "township_missing"
    assert code_of(assessment.step, weihai, [first], Step("", "veto", DAY)) == "sheet_reason_missing"
    assert step(weihai, first, "agree", by_name="李镇长").state is SheetState.AGREED
    assert step(weihai, second, "veto", words="不参加村里会议").state is SheetState.VETOED
    vetoed = now(weihai, "钱二")
    assert (vetoed.veto, vetoed.grade, vetoed.rank, vetoed.total) == (("township",), "不合格", None, 905)
    assert step(weihai, second, "confirm", doc_no="9号").state is SheetState.CONFIRMED
    assert step(weihai, first, "confirm", doc_no="9号").state is SheetState.CONFIRMED
    assert {name: one.standing.grade for name, one in by_name(assessment.month(weihai, MONTH)).items()} == {
        "赵一": "合格",
        "钱二": "不合格",
    }


def test_without_the_right_in_the_pack_the_township_vetoes_nothing(desk: Desk, people: Sequence[str]) -> None:
    sheet = scored(desk, people)["赵一"].id
    assert code_of(assessment.step, desk, [sheet], Step("", "veto", DAY, words="不同意")) == "township_no_veto"
    assert step(desk, sheet, "agree").state is SheetState.AGREED, "an opinion may be kept all the same"


def test_a_station_confirms_by_the_countys_paper_alone(desk: Desk, people: Sequence[str], decided: None) -> None:
    sheet = scored(desk, people)["赵一"].id
    assert code_of(assessment.step, desk, [sheet], Step("", "confirm", DAY)) == "confirm_paper"
    assert step(desk, sheet, "confirm", doc_no="滨公〔2026〕9号").state is SheetState.CONFIRMED


def test_a_locked_sheet_is_corrected_by_a_dated_record_and_the_old_number_stays_to_be_seen(
    desk: Desk, clock: FixedClock, people: Sequence[str], decided: None
) -> None:
    clock.advance(timedelta(days=4))
    sheet = scored(desk, people)["赵一"].id
    for name in ("confirm", "notify"):
        step(desk, sheet, name, doc_no="9号")
    assert code_of(assessment.score, desk, MONTH, [assessment.Given(people[0], {"A4": 0}, {}, {})]) == "assess_locked"
    step(desk, sheet, "object", words="走访少记两次")
    step(desk, sheet, "answer", result="changed")
    for result, code in (
        ("", "sheet_correction_empty"),
        ("良好", "sheet_grade_unknown"),
        (Correction({"C1": 101}).text(), "points_above"),
        (Correction({"Z1": 1}).text(), "item_unknown"),
    ):
        wrong = Step("", "correct", DAY, result=result, words="复查")
        assert code_of(assessment.step, desk, [sheet], wrong) == code
    unreasoned = Step("", "correct", DAY, result="A1=0")
    assert code_of(assessment.step, desk, [sheet], unreasoned) == "sheet_reason_missing"
    before = now(desk)
    step(desk, sheet, "correct", result=Correction({"C1": 100, "M2": 1}).text(), words="补记两次；投诉查实")
    after = now(desk)
    assert (before.total, after.total) == (945, 945 + 20 - 50)
    assert after.corrected == {"C1": 80, "M2": 0}
    assert after.entries["C1"].counts == 100
    assert after.state is SheetState.NOTIFIED
    step(desk, sheet, "correct", result="不合格", words="复查改等次")
    assert (now(desk).grade, now(desk).total) == ("不合格", 915)


def test_objection_and_answer_have_their_days_on_screen_and_paper(
    desk: Desk, clock: FixedClock, people: Sequence[str], decided: None
) -> None:
    clock.advance(timedelta(days=9))
    sheet = scored(desk, people)["赵一"].id
    for name in ("confirm", "notify"):
        step(desk, sheet, name, doc_no="9号")
    rubric = assessment.month(desk, MONTH).rubric
    told = assessment.deadlines(desk, rubric, now(desk))
    assert (told.object, told.answer) == (date(2026, 11, 30), None)
    paper = words(paperwork.preview(desk, "F30", person_ids=[people[0]], period=MONTH))
    assert "对结果有异议的，请在2026年11月30日以前（3个工作日内）" in paper
    assert "我们在3个工作日内答复" in paper
    step(desk, sheet, "object", "2026-11-30", words="走访少记两次")
    assert assessment.deadlines(desk, rubric, now(desk)).answer == date(2026, 12, 3)
    assert "规定的工作日" in words(paperwork.preview(desk, "F30", blank=1)), "a blank notice names no day"


def test_days_to_answer_that_nobody_decided_are_left_to_the_hand(desk: Desk, people: Sequence[str]) -> None:
    draft = typed(draft_of(rubrics.example("person").rubric), "appeal", "answer_workdays", "")
    rubrics.adopt_text(desk, rubrics.text_of(document_of(draft)), "县局", "1号", DAY)
    scored(desk, people)
    known, _ = results_of(desk, MONTH, frozenset({"得分"}))
    shown = known[people[0]].scope()
    assert (shown["异议天数"], shown["答复天数"]) == ("3", BLANK)
    paper = paperwork.preview(desk, "F30", person_ids=[people[0]], period=MONTH)
    assert "我们在 　　 个工作日内答复" in "".join(texts(paper.pdf)).replace("\n", "")


def test_grades_that_the_rubric_leaves_to_the_hand_are_named_with_the_confirmation(
    desk: Desk, people: Sequence[str]
) -> None:
    draft = typed(draft_of(rubrics.example("person").rubric), "grades", "rule", "manual")
    rubrics.adopt_text(desk, rubrics.text_of(document_of(draft)), "县局", "1号", DAY)
    sheet = scored(desk, people)["赵一"].id
    assert now(desk).grade == ""
    confirm = Step("", "confirm", DAY, doc_no="9号")
    assert code_of(assessment.step, desk, [sheet], confirm) == "sheet_grade_missing"
    step(desk, sheet, "confirm", doc_no="9号", result="优秀")
    assert now(desk).grade == "优秀"
