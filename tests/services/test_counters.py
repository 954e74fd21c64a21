"""Who was how often in the lowest grade: Fujian's "several" is the county's number or only a list, and nobody is dismissed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station_desk.domain.assessment import Step
from station_desk.domain.roster import PersonDraft
from station_desk.machine.clock import FixedClock
from station_desk.services import annual, assessment, roster
from station_desk.services import villages as village_list
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.services.pack_fill import fill
from tests.services.test_pay_oracle import adopt
from tests.support.homes import make_home

MONTHS, DAY = ("2026-06", "2026-07", "2026-08", "2026-09"), "2026-11-02"
PATTERNS = {"赵一": "FFFF", "钱二": "FPFP", "孙三": "PPFF", "李四民": "PPPP", "周五": "F-FF"}
"""F: not qualified, P: qualified, -: decided by nobody."""


@pytest.fixture
def fujian(tmp_path: Path) -> Iterator[Desk]:
    clock = FixedClock(datetime(2026, 11, 2, 8, tzinfo=UTC))
    with make_home(tmp_path, villages=len(PATTERNS), clock=clock, pack="cn.fujian") as desk:
        for view, name in zip(village_list.list_villages(desk), PATTERNS, strict=True):
            roster.add_person(desk, PersonDraft(name=name, village_ids=(view.village.id,), start_date="2024-01-01"))
        adopt(desk, tmp_path, "person", "cn.fujian")
        for at, month in enumerate(MONTHS):
            sheets = assessment.open_month(desk, month).sheets
            points = {one.standing.of.subject_id: 699 if PATTERNS[one.name][at] == "F" else 800 for one in sheets}
            assessment.score(desk, month, [Given(who, {"A1": total}, {}, {}) for who, total in points.items()])
            told = [one.id for one in sheets if PATTERNS[one.name][at] != "-"]
            for step in ("confirm", "notify"):
                assessment.step(desk, told, Step("", step, DAY, doc_no="9号"))
        yield desk


def counted(desk: Desk) -> dict[str, tuple[int, int, bool]]:
    return {one.name: (one.runs.fails, one.runs.still, one.reached) for one in annual.counters(desk, MONTHS[-1])}


def decide(desk: Desk, key: str, text: str) -> None:
    fill(desk, "cn.fujian", key, text, "县局", "公〔2026〕5号", "2026-01-05")


def test_without_the_countys_number_it_is_only_a_list(fujian: Desk) -> None:
    found = {"赵一": (4, 4, False), "周五": (3, 2, False), "孙三": (2, 2, False), "钱二": (2, 0, False)}
    assert counted(fujian) == found
    assert list(counted(fujian)) == list(found), "most in a row first; who never failed is not there"
    told = annual.counters(fujian, MONTHS[-1])
    assert {(one.asked, one.asked_in_all) for one in told} == {(None, None)}
    assert all(one.targets == (one.name,) and "清退解聘" in one.rule for one in told)


def test_the_countys_number_is_of_months_in_a_row_or_of_a_year_and_dismisses_nobody(fujian: Desk) -> None:
    before = [(one.id, one.status) for one in roster.list_people(fujian)]
    decide(fujian, "assess.consecutive_times", "3次")
    assert [name for name, told in counted(fujian).items() if told[2]] == ["赵一"]
    decide(fujian, "assess.failed_times", "3")
    assert [name for name, told in counted(fujian).items() if told[2]] == ["赵一", "周五"]
    decide(fujian, "assess.failed_times", "2")
    assert [name for name, told in counted(fujian).items() if told[2]] == ["赵一", "周五", "孙三", "钱二"]
    assert [(one.id, one.status) for one in roster.list_people(fujian)] == before
