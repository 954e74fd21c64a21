"""Cases of the import list that are about the store: several files, one cell, people missing, a file that is open."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station_desk.domain.villages import VillageRow
from station_desk.machine.clock import FixedClock
from station_desk.services import intake, villages
from station_desk.services.desk import Desk
from station_desk.services.roster import list_people
from tests.domain.intake_support import id_no
from tests.services.test_intake import ROWS
from tests.services.workbooks import HEADER, workbook
from tests.support.homes import make_home


class TickingClock(FixedClock):
    """A clock that moves a millisecond whenever somebody looks."""

    def now(self) -> datetime:
        self.advance(timedelta(milliseconds=1))
        return super().now()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_home(tmp_path) as made:
        yield made


def test_i28_the_old_name_of_a_merged_village_is_the_village_it_went_into(desk: Desk, tmp_path: Path) -> None:
    old = VillageRow("371602009297", "老村", township_code="371602009", valid_to="2024-03", merged_into="371602009201")
    villages.import_villages(desk, [old])
    rows = [["1", "赵海", "", "", "", "老村委会", "", "", "", ""]]
    row = intake.propose(desk, workbook(tmp_path / "a.xlsx", rows)).rows[0]
    assert [village.name for village in row.values.villages] == ["甲村"]


def test_i44_the_same_file_twice_has_nothing_new(desk: Desk, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", ROWS)
    intake.apply(desk, intake.propose(desk, file))
    counts = intake.propose(desk, file).counts()
    assert (counts["new"], counts["changed"], counts["same"]) == (0, 0, 3)


def test_i45_who_is_missing_from_a_file_is_listed_and_stays(desk: Desk, tmp_path: Path) -> None:
    intake.apply(desk, intake.propose(desk, workbook(tmp_path / "a.xlsx", ROWS)))
    proposal = intake.propose(desk, workbook(tmp_path / "b.xlsx", ROWS[1:]))
    assert [row.id for row in list_people(desk) if row.name == "王建国"] == list(proposal.absent)
    intake.apply(desk, proposal)
    assert len(list_people(desk)) == 3


def test_i46_one_changed_cell_changes_one_cell_and_goes_back_in_one_act(desk: Desk, tmp_path: Path) -> None:
    intake.apply(desk, intake.propose(desk, workbook(tmp_path / "a.xlsx", ROWS)))
    before = list_people(desk)
    changed = [list(row) for row in ROWS]
    changed[1][8] = "书记"
    proposal = intake.propose(desk, workbook(tmp_path / "a.xlsx", changed))
    assert [dict(row.changes) for row in proposal.rows] == [{}, {"post": "书记"}, {}]
    assert intake.apply(desk, proposal).written == 1
    intake.undo_import(desk)
    assert list_people(desk) == before


def test_an_unmapped_column_changes_no_value(desk: Desk, tmp_path: Path) -> None:
    intake.apply(desk, intake.propose(desk, workbook(tmp_path / "a.xlsx", ROWS)))
    more = [[*row, "什么", "300元"] for row in ROWS]
    proposal = intake.propose(desk, workbook(tmp_path / "b.xlsx", more, (*HEADER, "怪列", "补助")))
    assert proposal.sheets[0].unused == {"K": "怪列", "L": "补助"}
    assert intake.apply(desk, proposal).run is None


def test_held_rows_are_gone_when_a_corrected_file_of_any_name_brings_them(desk: Desk, tmp_path: Path) -> None:
    bad = [
        ["1", "赵海", "男", "123", "", "甲村", "", "", "", ""],
        ["2", "孙强", "男", "456", "", "乙村", "", "", "", ""],
    ]
    intake.apply(desk, intake.propose(desk, workbook(tmp_path / "十月.xlsx", bad)))
    assert [row.cells["name"] for row in intake.held(desk)] == ["赵海", "孙强"]
    good = [["1", "赵海", "男", id_no("19800101"), "", "甲村", "", "", "", ""]]
    applied = intake.apply(desk, intake.propose(desk, workbook(tmp_path / "改好.xlsx", good)))
    assert (applied.new, applied.held) == (1, 0)
    assert [row.cells["name"] for row in intake.held(desk)] == ["孙强"]
    intake.undo_import(desk)
    assert [row.cells["name"] for row in intake.held(desk)] == ["赵海", "孙强"], "taken back, the row waits again"


def test_rows_of_one_file_wait_in_the_order_of_the_sheet_however_long_the_import_takes(tmp_path: Path) -> None:
    bad = [
        [str(n), name, "男", "123", "", "甲村", "", "", "", ""] for n, name in enumerate(("赵海", "孙强", "周平"), 1)
    ]
    with make_home(tmp_path, clock=TickingClock(datetime(2026, 11, 22, tzinfo=UTC))) as desk:
        intake.apply(desk, intake.propose(desk, workbook(tmp_path / "a.xlsx", bad)))
        assert [row.cells["name"] for row in intake.held(desk)] == ["赵海", "孙强", "周平"]
