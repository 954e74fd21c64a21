"""The debrief: problems and next steps that the clerk enters, on the circular with a ranking or a class list."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from station_desk.domain.debrief import Debrief, ordinal
from station_desk.domain.records import OfficeKind
from station_desk.machine.clock import FixedClock
from station_desk.services import assessment, debrief, paperwork
from station_desk.services.desk import Desk
from tests.services.roster_desks import clock, desk, made_once
from tests.services.test_assessment import MONTH, code_of, people, scored
from tests.services.test_paper_results import words
from tests.support.homes import make_home

__all__ = ["clock", "desk", "made_once", "people"]
GIVEN = Debrief(
    problems=("三个村的走访没有完成", "两个警务室台账不全", "夜间巡逻少"),
    next=("月底前补齐台账",),
    doc_no="滨公通〔2026〕11号",
    to="各派出所",
)


@pytest.fixture
def county(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    with make_home(tmp_path, OfficeKind.COUNTY, villages=0, folder="county", clock=clock) as made:
        yield made


def circular(desk: Desk) -> str:
    return words(paperwork.preview(desk, "F29", everyone=True, period=MONTH))


def test_problems_and_next_steps_stand_on_the_circular_in_their_order(desk: Desk, people: Sequence[str]) -> None:
    scored(desk, people)
    assert "＿＿＿" in circular(desk), "what nobody entered is left to the hand"
    assert debrief.keep(desk, MONTH, GIVEN) == debrief.look(desk, MONTH) == GIVEN
    told = circular(desk)
    for part in (
        "滨公通〔2026〕11号",
        "各派出所：",
        "（一）三个村的走访没有完成",
        "（二）两个警务室台账不全",
        "（三）夜间巡逻少",
        "（一）月底前补齐台账",
        "优秀0名，合格2名，不合格0名",
        "可以在告知后3个工作日内书面提出",
    ):
        assert part in told
    assert told.index("1赵一") < told.index("2钱二")
    assert "＿＿＿" not in told
    debrief.keep(desk, MONTH, Debrief(next=("换一条",)))
    assert debrief.look(desk, MONTH) == Debrief(next=("换一条",)), "what was there is replaced as a whole"


def test_a_class_list_names_people_under_their_grade_without_rank_or_points(desk: Desk, people: Sequence[str]) -> None:
    scored(desk, people)
    debrief.keep(desk, MONTH, Debrief(listing="class"))
    told = circular(desk)
    assert "合格2名赵一钱二" in told
    assert "1赵一" not in told


def test_what_cannot_be_is_refused_and_the_old_stays(desk: Desk, people: Sequence[str]) -> None:
    debrief.keep(desk, MONTH, GIVEN)
    for given, code in (
        (Debrief(problems=("长" * 61,)), "words_long"),
        (Debrief(next=("做",) * 13), "debrief_lines"),
        (Debrief(listing="best"), "debrief_listing"),
    ):
        assert code_of(debrief.keep, desk, MONTH, given) == code
        assert debrief.look(desk, MONTH) == GIVEN


def test_a_county_enters_its_own_and_it_is_no_sheet_of_the_month(county: Desk) -> None:
    debrief.keep(county, MONTH, GIVEN)
    assert debrief.look(county, MONTH) == GIVEN
    assert assessment.month(county, MONTH).sheets == []


def test_official_letters_count_in_chinese() -> None:
    assert [ordinal(at) for at in (1, 2, 10, 11, 12)] == ["（一）", "（二）", "（十）", "（十一）", "（十二）"]
