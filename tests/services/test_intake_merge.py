"""A copy of our own export comes back: three sides, cell by cell; and columns told by hand, remembered for next month."""

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from station_desk.domain.intake import Keep, Proposal
from station_desk.domain.intake_marks import cell_marks
from station_desk.domain.intake_merge import Conflict
from station_desk.domain.trouble import Trouble
from station_desk.services import intake
from station_desk.services.desk import Desk
from station_desk.services.roster import list_people
from station_desk.services.roster_export import export_roster
from station_desk.services.roster_write import edit_person
from station_desk.store.people import load_people
from tests.domain.intake_support import id_no
from tests.services.test_intake import ROWS
from tests.services.workbooks import workbook
from tests.support.homes import make_home


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_home(tmp_path) as made:
        intake.apply(made, intake.propose(made, workbook(tmp_path / "花名册.xlsx", ROWS)))
        yield made


def exported(desk: Desk, tmp_path: Path, edit: Callable[[Worksheet, list[str]], None], reveal: bool = False) -> Path:
    """A copy of the roster, changed by hand."""
    file = tmp_path / "出.xlsx"
    export_roster(desk, file, reveal=reveal)
    book = openpyxl.load_workbook(file)
    sheet = book["花名册"]
    edit(sheet, [str(cell.value) for cell in sheet[1]])
    book.save(file)
    return file


def setting(row: int, header: str, value: str) -> Callable[[Worksheet, list[str]], None]:
    return lambda sheet, headers: setattr(sheet.cell(row, headers.index(header) + 1), "value", value)


def changes(proposal: Proposal) -> list[dict[str, object]]:
    return [dict(row.changes) for row in proposal.rows]


@pytest.mark.parametrize("reveal", [False, True])
def test_a_cell_that_was_not_touched_never_overwrites_a_newer_value(desk: Desk, tmp_path: Path, reveal: bool) -> None:
    file = exported(desk, tmp_path, setting(3, "现任职务", "村主任"), reveal)
    wang = list_people(desk)[0]
    edit_person(desk, wang.id, {"phone": "13800002222", "post": "书记", "education": "本科"})
    proposal = intake.propose(desk, file)
    assert changes(proposal) == [{}, {"post": "村主任"}, {}]
    assert [row.change for row in proposal.rows] == ["same", "changed", "same"]


def test_a_cell_that_both_sides_changed_is_a_conflict_that_writes_nothing_until_it_is_decided(
    desk: Desk, tmp_path: Path
) -> None:
    file = exported(desk, tmp_path, setting(2, "现任职务", "村主任"))
    wang = list_people(desk)[0]
    edit_person(desk, wang.id, {"post": "书记"})
    proposal = intake.propose(desk, file)
    first = proposal.rows[0]
    assert first.conflicts == {"post": Conflict("网格员", "村主任", "书记")}
    assert (first.change, first.warnings, dict(first.changes)) == ("same", ("cell_conflict",), {})
    assert cell_marks(first)["post"] == ("cell_conflict",)
    keeps: tuple[Keep, ...] = ("file", "roster")
    for keep in keeps:
        decided = intake.decide(proposal, first.key, "post", keep)
        assert "cell_conflict" not in decided.rows[0].warnings
        assert dict(decided.rows[0].changes) == ({"post": "村主任"} if keep == "file" else {})
        if keep == "file":
            assert intake.apply(desk, decided).changed == 1
            intake.undo_import(desk)
        else:
            assert intake.apply(desk, decided).written == 0
        with desk.store.read() as conn:
            assert {p.post for p in load_people(conn) if p.id == wang.id} == {"书记"}


def test_a_cell_that_both_sides_changed_to_the_same_is_no_conflict(desk: Desk, tmp_path: Path) -> None:
    file = exported(desk, tmp_path, setting(2, "现任职务", "书记"))
    edit_person(desk, list_people(desk)[0].id, {"post": "书记"})
    row = intake.propose(desk, file).rows[0]
    assert (row.change, row.warnings, dict(row.conflicts)) == ("same", (), {})


def test_the_fact_of_a_village_that_was_not_touched_stays(desk: Desk, tmp_path: Path) -> None:
    header = ("姓名", "身份证号", "所在村", "片区")
    first = workbook(tmp_path / "片.xlsx", [["王建国", ROWS[0][3], "甲村", "一片区"]], header)
    intake.apply(desk, intake.propose(desk, first))
    file = exported(desk, tmp_path, setting(2, "现任职务", "村主任"))
    later = workbook(tmp_path / "片.xlsx", [["王建国", ROWS[0][3], "甲村", "二片区"]], header)
    intake.apply(desk, intake.propose(desk, later))
    proposal = intake.propose(desk, file)
    assert proposal.village_changes == {}
    assert changes(proposal)[0] == {"post": "村主任"}
    touched = exported(desk, tmp_path, setting(2, "片区", "三片区"))
    intake.apply(
        desk, intake.propose(desk, workbook(tmp_path / "片.xlsx", [["王建国", ROWS[0][3], "甲村", "四片区"]], header))
    )
    both = intake.propose(desk, touched)
    assert both.rows[0].conflicts == {"area": Conflict("二片区", "三片区", "四片区")}
    assert both.village_changes == {}
    decided = intake.decide(both, both.rows[0].key, "area", "file")
    assert [dict(facts) for facts in decided.village_changes.values()] == [{"area": "三片区"}]


def test_a_number_that_belongs_to_somebody_else_of_the_roster_is_held(desk: Desk, tmp_path: Path) -> None:
    file = exported(desk, tmp_path, setting(2, "身份证号", ROWS[1][3]), reveal=True)
    outcomes = [(row.outcome, row.reasons) for row in intake.propose(desk, file).rows]
    assert outcomes[0] == ("reject", ("id_of_another",))
    assert outcomes[1] == ("reject", ("duplicate_id_conflict",))


WORDS = ("编", "谁", "证", "在哪里", "打给")
UNKNOWN = [
    ["1", "王建国", id_no("19850312", 997), "甲村", "13800001234"],
    ["2", "李秀英", id_no("19760102", 998), "乙村", ""],
]
TOLD = {"B": "name", "C": "id_no", "D": "village", "E": "phone"}


def test_columns_told_by_hand_are_remembered_for_files_of_the_same_shape(tmp_path: Path) -> None:
    with make_home(tmp_path) as desk:
        file = workbook(tmp_path / "怪.xlsx", UNKNOWN, WORDS)
        assert intake.propose(desk, file).sheets[0].guessed, "without words for the columns their cells are asked"
        proposal = intake.propose(desk, file, columns=TOLD)
        assert [row.values.name for row in proposal.rows] == ["王建国", "李秀英"]
        assert [s.kind for s in proposal.skipped] == ["header"]
        assert intake.apply(desk, proposal).new == 2
        again = intake.propose(desk, workbook(tmp_path / "下月.xlsx", UNKNOWN, WORDS))
        assert [row.change for row in again.rows] == ["same", "same"]
        assert not again.sheets[0].guessed


def test_a_column_told_to_be_unused_changes_nothing_and_another_can_take_its_place(desk: Desk, tmp_path: Path) -> None:
    header = ("姓名", "身份证号", "电话", "家里的", "所在村")
    rows = [["王建国", ROWS[0][3], "13900000001", "13900000002", "甲村"]]
    proposal = intake.propose(desk, workbook(tmp_path / "改.xlsx", rows, header))
    assert changes(proposal) == [{"phone": "13900000001"}]
    unused = intake.remap(desk, proposal, "花名册", {"C": None})
    assert [row.change for row in unused.rows] == ["same"]
    other = intake.remap(desk, unused, "花名册", {"D": "phone"})
    assert changes(other) == [{"phone": "13900000002"}]
    assert other.sheets[0].told == {"C": None, "D": "phone"}
    intake.apply(desk, other)
    next_month = [["王建国", ROWS[0][3], "13900000001", "13900000003", "甲村"]]
    assert changes(intake.propose(desk, workbook(tmp_path / "月.xlsx", next_month, header))) == [
        {"phone": "13900000003"}
    ]


def test_what_the_clerk_did_in_the_preview_survives_another_reading_of_the_columns(desk: Desk, tmp_path: Path) -> None:
    header = ("姓名", "身份证号", "电话", "家里的", "所在村")
    rows = [["赵海", "123", "13900000001", "", "甲村"], ["孙强", id_no("19800101"), "", "", "乙村"]]
    proposal = intake.propose(desk, workbook(tmp_path / "新.xlsx", rows, header))
    mended = intake.recheck(proposal, proposal.rows[0].key, "id_no", id_no("19810101"))
    held = intake.hold(mended, mended.rows[1].key)
    again = intake.remap(desk, held, "花名册", {"C": None})
    assert [(row.outcome, row.values.phone) for row in again.rows] == [("accept", None), ("reject", None)]
    assert again.rows[0].edited == {"id_no"}


def test_a_column_about_residents_is_not_mapped_by_hand_either(desk: Desk, tmp_path: Path) -> None:
    header = ("姓名", "身份证号", "户主", "所在村")
    proposal = intake.propose(desk, workbook(tmp_path / "户.xlsx", [["赵海", id_no(), "钱某", "甲村"]], header))
    with pytest.raises(Trouble, match="column_of_residents"):
        intake.remap(desk, proposal, "花名册", {"C": "post"})
    with pytest.raises(Trouble, match="column_unknown"):
        intake.remap(desk, proposal, "花名册", {"C": "salary"})
    with pytest.raises(Trouble, match="sheet_not_found"):
        intake.remap(desk, proposal, "没有", {"C": None})


def test_one_correction_for_all_cells_that_say_the_same(desk: Desk, tmp_path: Path) -> None:
    rows = [[name, "", "甲庄子"] for name in ("赵海", "孙强", "周宁")]
    proposal = intake.propose(desk, workbook(tmp_path / "庄.xlsx", rows, ("姓名", "身份证号", "所在村")))
    assert all("village_unmatched" in row.warnings for row in proposal.rows)
    mended = intake.recheck_all(proposal, "village", "甲庄子", "甲村")
    assert [[v.name for v in row.values.villages] for row in mended.rows] == [["甲村"]] * 3
