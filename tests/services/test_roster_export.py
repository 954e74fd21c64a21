"""The roster as a workbook, and back again."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from station_desk.domain.idno import mask_id
from station_desk.domain.trouble import Trouble
from station_desk.services import intake
from station_desk.services.desk import Desk
from station_desk.services.roster import list_people
from station_desk.services.roster_export import COLUMNS, export_roster
from station_desk.services.roster_write import edit_person
from tests.services.test_intake import ROWS
from tests.services.workbooks import workbook
from tests.support.homes import make_home


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_home(tmp_path) as made:
        intake.apply(made, intake.propose(made, workbook(tmp_path / "花名册.xlsx", ROWS)))
        wang, _, cui = list_people(made)
        with made.store.read() as conn:
            ids = tuple(conn.exec_driver_sql("SELECT id FROM village ORDER BY code").scalars())
        edit_person(made, wang.id, {"village_ids": ids[:2], "end_date": "2027-04-30"})
        edit_person(made, cui.id, {"name": "=cmd|崔䶮"})
        yield made


def cells(file: Path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(file)["花名册"]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def log(desk: Desk) -> list[str]:
    with desk.store.read() as conn:
        return list(conn.exec_driver_sql("SELECT act FROM access_log ORDER BY n").scalars())


def test_numbers_are_masked_unless_they_are_asked_for_and_then_the_look_is_recorded(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "出.xlsx"
    assert export_roster(desk, file) == 3
    assert mask_id(ROWS[0][3]) in str(cells(file))
    assert ROWS[0][3] not in str(cells(file))
    assert log(desk)[-1] == "export"
    export_roster(desk, file, reveal=True)
    assert ROWS[0][3] in str(cells(file))
    assert log(desk)[-2:] == ["reveal", "export"]


@pytest.mark.parametrize("reveal", [False, True])
@pytest.mark.parametrize("columns", [None, [c.code for c in COLUMNS], ["name", "village"]])
def test_an_exported_file_comes_back_the_same(
    desk: Desk, tmp_path: Path, reveal: bool, columns: list[str] | None
) -> None:
    file = tmp_path / "出.xlsx"
    export_roster(desk, file, columns, reveal=reveal)
    proposal = intake.propose(desk, file)
    assert [(row.outcome, row.change, dict(row.changes)) for row in proposal.rows] == [("accept", "same", {})] * 3
    assert proposal.absent == ()


def test_a_copy_changed_by_hand_is_known_again(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "出.xlsx"
    export_roster(desk, file)
    book = openpyxl.load_workbook(file)
    sheet = book["花名册"]
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(2, headers.index("联系电话") + 1).value = "13800008888"
    sheet.cell(3, headers.index("姓名") + 1).value = "李秀瑛"
    book.save(file)
    changes = [dict(row.changes) for row in intake.propose(desk, file).rows]
    assert changes == [{"phone": "13800008888"}, {"name": "李秀瑛"}, {}]


def test_columns_and_people_can_be_chosen_in_their_order(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "出.xlsx"
    third, first = list_people(desk)[2], list_people(desk)[0]
    assert export_roster(desk, file, ["name", "village", "status"], [third.id, first.id, "0" * 32]) == 2
    rows = cells(file)
    assert rows[0][:3] == ["姓名", "所在村", "状态"]
    assert [row[:3] for row in rows[1:]] == [["=cmd|崔䶮", "丙村", "在聘"], ["王建国", "甲村、乙村", "在聘"]]


def test_a_name_that_looks_like_a_formula_stays_a_name(desk: Desk, tmp_path: Path) -> None:
    export_roster(desk, tmp_path / "出.xlsx", ["name"])
    sheet = openpyxl.load_workbook(tmp_path / "出.xlsx")["花名册"]
    assert {row[0].data_type for row in sheet.iter_rows()} == {"s"}


def test_an_unknown_column_is_told_and_nothing_is_written(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="export_column_unknown"):
        export_roster(desk, tmp_path / "出.xlsx", ["salary"])
    assert not (tmp_path / "出.xlsx").exists()
    with pytest.raises(Trouble, match="stick_gone"):
        export_roster(desk, tmp_path / "没有" / "出.xlsx")
