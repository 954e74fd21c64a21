"""The twin of a list form: the same heads, rows and foot as the paper, and nothing in it is a formula."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from station_desk.domain.paper_grid import Grid, GridCell, GridRow, as_html, as_text
from station_desk.domain.trouble import Trouble
from station_desk.services import paper_twins
from station_desk.services.desk import Desk
from station_desk.sheets.door import write_grid
from tests.services.test_paperwork import _person, desk  # noqa: F401 - the fixture

FORMS = ("F12", "F18", "F31", "F35")
LIVE = ("=1+1", "+86", "-1", "@cmd", "＝1", "\t=1")


def filled(desk: Desk) -> None:  # noqa: F811 - the fixture of that name
    for name, sex in (("王芳", "女"), ('=HYPERLINK("x")', "男"), ("欧阳娜娜", "女")):
        _person(desk, name, start_date="2026-01-01", sex=sex)


@pytest.mark.parametrize("form", FORMS)
def test_the_workbook_says_what_the_paper_says(desk: Desk, form: str, tmp_path: Path) -> None:  # noqa: F811
    filled(desk)
    grid = paper_twins.twin(desk, form, everyone=True)
    file = tmp_path / "twin.xlsx"
    paper_twins.save_twin(desk, grid, form, file)
    sheet = load_workbook(file).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    words = [cell.value for cell in cells]
    assert "欧阳娜娜" in words
    assert '=HYPERLINK("x")' in words
    assert {cell.data_type for cell in cells} <= {"s", "n"}, "no cell is a formula"
    assert all(cell.number_format == "@" for cell in cells if cell.data_type == "s")
    assert sheet.print_title_rows
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.page_setup.paperSize == (8 if form == "F12" else 9)
    assert sum(isinstance(word, int) for word in words) >= 3, "running numbers are numbers"


def test_heads_that_reach_over_cells_stay_merged(desk: Desk) -> None:  # noqa: F811
    filled(desk)
    grid = paper_twins.twin(desk, "F18", everyone=True, group_by="township")
    sheet = load_workbook(io.BytesIO(write_grid(grid))).worksheets[0]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert "A1:M1" in merged
    assert any(area.endswith(tuple(f"M{row}" for row in range(4, 12))) for area in merged)
    assert sheet["A1"].value == "警务助理花名册"


def test_the_same_list_gives_the_same_bytes(desk: Desk) -> None:  # noqa: F811
    filled(desk)
    assert write_grid(paper_twins.twin(desk, "F18", everyone=True)) == write_grid(
        paper_twins.twin(desk, "F18", everyone=True)
    )


def test_a_form_that_is_no_list_has_no_twin(desk: Desk) -> None:  # noqa: F811
    filled(desk)
    with pytest.raises(Trouble) as told:
        paper_twins.twin(desk, "F15", everyone=True)
    assert told.value.code == "form_no_list"


@pytest.mark.parametrize("text", LIVE)
def test_what_is_pasted_elsewhere_is_never_a_formula(text: str) -> None:
    grid = Grid("表", (), (10.0, 20.0), (), (GridRow((GridCell(text), GridCell(7))),), landscape=False, paper="A4")
    first, second = as_text(grid).split("\t")[-2:]
    assert first.lstrip().startswith("'") or text.startswith("\t")
    assert second == "7"
    assert "mso-number-format" in as_html(grid)
    assert as_html(grid).count("<td") == 2


def test_text_and_table_keep_columns_under_cells_that_reach_down() -> None:
    head = (GridRow((GridCell("甲", down=2), GridCell("乙", across=2))), GridRow((GridCell("丙"), GridCell("丁"))))
    grid = Grid("表", (), (1.0, 1.0, 1.0), head, (GridRow((GridCell("1"), GridCell("2"), GridCell("3"))),), False, "A4")
    assert as_text(grid).split("\n") == ["甲\t乙", "\t丙\t丁", "1\t2\t3"]
    assert 'rowspan="2"' in as_html(grid)
