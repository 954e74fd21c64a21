"""Rooms and work stations as subjects (Xihua): units where they were entered, the villages' words otherwise."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from station_desk.domain.assessment import Step
from station_desk.domain.paper_fields import village_name
from station_desk.domain.records import Account, Role
from station_desk.domain.roster import PersonDraft
from station_desk.domain.rubric_draft import document_of, draft_of
from station_desk.machine.clock import FixedClock
from station_desk.services import annual, assessment, paperwork, posts, roster, rubrics
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.services.paper_results import results_of
from station_desk.services.rooms import rooms
from station_desk.services.villages import edit_village, list_villages
from station_desk.store.accounts import account_fields
from tests.services.roster_desks import clock, ids
from tests.services.test_assessment import DAY, MONTH, code_of
from tests.services.test_paper_results import words
from tests.support.homes import make_home

__all__ = ["clock"]


@pytest.fixture
def xihua(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """Three villages: the first two name a room, the third a room of its own; an auxiliary in each."""
    with make_home(tmp_path, villages=3, folder="xihua", clock=clock, pack="cn.xihua") as made:
        places = ids(made)
        for place, room in zip(places, ("甲警务室", "甲警务室", "乙警务室"), strict=True):
            edit_village(made, place, {"room": room, "officer": f"{room[0]}民警"})
        for name, place in zip(("赵一", "钱二", "孙三"), places, strict=True):
            roster.add_person(made, PersonDraft(name=name, village_ids=(place,), start_date="2024-01-01"))
        body = rubrics.text_of(document_of(draft_of(rubrics.example("room").rubric)))
        rubrics.adopt_text(made, body, "县局", "1号", "2026-01-05")
        yield made


def names(desk: Desk) -> list[str]:
    return [one.name for one in rooms(desk, desk.clock.today(), stations=True)]


def full(desk: Desk, month: str, taken: dict[str, int]) -> None:
    """Every sheet of a month scored full, less so many tenths of OP1."""
    sheets = assessment.open_month(desk, month)
    items = {item.code: item.most for item in sheets.rubric.items}
    given = [Given(one.name, items | {"OP1": 140 - taken.get(one.name, 0)}, {}, {}) for one in sheets.sheets]
    assessment.score(desk, month, given)


def test_units_are_the_rooms_and_words_count_for_villages_without_one(xihua: Desk) -> None:
    assert names(xihua) == ["乙警务室", "甲警务室"]
    codes = [view.village.code for view in list_villages(xihua)]
    posts.add_unit(xihua, "room", "第一警务室", codes[:2], officer="周民警")
    posts.add_unit(xihua, "station", "丙工作站", codes[2:])
    assert names(xihua) == ["乙警务室", "第一警务室", "丙工作站"]
    found = {one.name: one for one in rooms(xihua, xihua.clock.today(), stations=True)}
    assert found["第一警务室"].officers == ("周民警",)
    assert found["丙工作站"].officers == ("乙民警",)
    posts.end_unit(xihua, "第一警务室", "2026-11-01")
    assert names(xihua) == ["乙警务室", "甲警务室", "丙工作站"]
    assert [one.name for one in rooms(xihua, date(2026, 10, 1))] == ["乙警务室", "第一警务室"], "as it stood then"


def test_a_rooms_score_is_in_the_file_of_everybody_who_serves_in_it(xihua: Desk) -> None:
    codes = [view.village.code for view in list_villages(xihua)]
    posts.add_unit(xihua, "room", "第一警务室", codes[:2], officer="周民警")
    posts.add_unit(xihua, "station", "丙工作站", codes[2:])
    full(xihua, MONTH, {"第一警务室": 30, "丙工作站": 130})
    people, _nobody = results_of(xihua, MONTH, frozenset({"得分"}))
    assert sorted(one.month.score or 0 for one in people.values()) == [870, 970, 970]
    told = words(paperwork.preview(xihua, "F26", everyone=True, period=MONTH))
    assert "第一警务室" in told
    assert "周民警" in told
    assert "赵一、钱二" in told
    assert "丙工作站" in told
    circular = words(paperwork.preview(xihua, "F29", everyone=True, period=MONTH))
    assert all(village_name(view.village.name) in circular for view in list_villages(xihua)), "whose room it is"


def test_three_months_in_the_lowest_class_point_at_chief_and_officer_never_at_the_auxiliary(
    xihua: Desk, clock: FixedClock
) -> None:
    chief = Account(xihua.office.code, "0" * 31 + "1", "王所长", Role.CHIEF)
    with xihua.store.write(xihua.account.id, "chief") as work:
        work.create("account", chief.id, account_fields(chief))
    clock.advance(timedelta(days=40))
    for month in ("2026-10", "2026-11", "2026-12"):
        full(xihua, month, {"甲警务室": 140, "乙警务室": 0})
        assessment.score(xihua, month, [Given("甲警务室", {"OP2": 0}, {}, {})])
        sheets = [one.id for one in assessment.month(xihua, month).sheets]
        for name in ("confirm", "notify"):
            assessment.step(xihua, sheets, Step("", name, DAY, doc_no="9号"))
    (counter,) = annual.counters(xihua, "2026-12")
    assert (counter.name, counter.runs.still, counter.reached) == ("甲警务室", 3, True)
    assert counter.targets == ("王所长", "甲民警")
    assert not {"赵一", "钱二"} & set(counter.targets)


def test_without_rooms_the_assessment_says_so(tmp_path: Path, clock: FixedClock) -> None:
    with make_home(tmp_path, villages=1, folder="bare", clock=clock, pack="cn.xihua") as bare:
        assert code_of(assessment.open_month, bare, MONTH) == "rooms_missing"
