"""What a month's workbook holds back waits in a list of its own, and is put right there."""

from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.services import intake, log_held
from station_desk.services.desk import Desk
from station_desk.services.log_import import apply_log, propose_log
from station_desk.services.log_list import list_log
from station_desk.services.log_months import close_month, open_month
from station_desk.services.roster import list_people, undo_last
from tests.support.homes import make_home, reopen
from tests.ui.people import NAMES, six_people

SHEET = """姓名,村,走访,调解,巡逻,户主
{0},甲村,3,3/2,2,赵
{1},乙村,-4,1,张家吵架电话13800001234,钱
{2},丁村,5,6,7,孙
无此人,丙村,8,九,10,李
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_home(tmp_path, villages=8)
    six_people(made)
    return made


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "本月.csv"
    file.write_text(SHEET.format(*NAMES), encoding="gb18030")
    return file


def taken_in(desk: Desk, file: Path) -> None:
    apply_log(desk, propose_log(desk, file, open_month(desk)))


def person_called(desk: Desk, name: str) -> str:
    return next(row.id for row in list_people(desk) if row.name == name)


def test_what_was_held_back_waits_apart_from_the_roster_and_once(desk: Desk, sheet: Path) -> None:
    taken_in(desk, sheet)
    taken_in(desk, sheet)
    waiting = log_held.held_log(desk)
    assert [(one.row, one.why, dict(one.counts)) for one in waiting] == [
        (2, "not_a_number", {"L03": "3/2"}),
        (3, "negative", {"L02": "-4"}),
        (3, "not_a_number", {"L01": ""}),
        (4, "village_of_another", {"L02": "5", "L03": "6", "L01": "7"}),
        (5, "person_unknown", {"L02": "8", "L03": "九", "L01": "10"}),
    ], "words in a cell that tell of residents are not kept"
    assert intake.held(desk) == []
    desk = reopen(desk)
    assert len(log_held.held_log(desk)) == 5
    desk.close()


def test_a_held_row_is_entered_for_whom_somebody_says(desk: Desk, sheet: Path) -> None:
    taken_in(desk, sheet)
    month, last = open_month(desk), log_held.held_log(desk)[-1]
    assert last.readable == {"L02": 8, "L03": 9, "L01": 10}
    done = log_held.mend(desk, last.id, person_called(desk, NAMES[3]), month, last.readable)
    assert done.made == 3
    assert last.id not in [one.id for one in log_held.held_log(desk)]
    found = {one.entry.code: one.entry.count for one in list_log(desk, month).entries if one.person == NAMES[3]}
    assert found == {"L01": 10, "L02": 8, "L03": 9}
    with pytest.raises(Trouble, match="log_entry_missing"):
        log_held.mend(desk, last.id, last.person_id, month, last.readable)
    desk.close()


def test_counts_that_are_left_blank_wait_on_and_others_are_let_go(desk: Desk, sheet: Path) -> None:
    taken_in(desk, sheet)
    month, row = open_month(desk), log_held.held_log(desk)[3]
    log_held.mend(desk, row.id, person_called(desk, NAMES[2]), month, {"L02": 5})
    left = next(one for one in log_held.held_log(desk) if one.row == row.row)
    assert (dict(left.counts), left.person_id, left.name) == (
        {"L03": "6", "L01": "7"},
        person_called(desk, NAMES[2]),
        NAMES[2],
    )
    log_held.let_go(desk, [one.id for one in log_held.held_log(desk)])
    assert log_held.held_log(desk) == []
    desk.close()


def test_what_cannot_be_entered_stays_in_the_list(desk: Desk, sheet: Path) -> None:
    taken_in(desk, sheet)
    row, month = log_held.held_log(desk)[0], open_month(desk)
    close_month(desk, month)
    with pytest.raises(Trouble, match="log_month_closed"):
        log_held.mend(desk, row.id, row.person_id, month, {"L03": 3})
    assert row in log_held.held_log(desk)
    desk.close()


def test_a_mended_row_waits_again_when_the_mending_is_taken_back(desk: Desk, sheet: Path) -> None:
    taken_in(desk, sheet)
    month, before = open_month(desk), log_held.held_log(desk)
    whole, part = before[-1], before[3]
    log_held.mend(desk, whole.id, person_called(desk, NAMES[3]), month, whole.readable)
    undo_last(desk)
    assert log_held.held_log(desk) == before
    log_held.mend(desk, part.id, person_called(desk, NAMES[2]), month, {"L02": 5})
    undo_last(desk)
    assert log_held.held_log(desk) == before, "what was left of it does not wait beside it"
    desk.close()
