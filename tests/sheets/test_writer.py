"""Workbooks of our own: inert, complete, the same every time."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_desk.sheets import child
from station_desk.sheets.door import write_table
from station_desk.sheets.table import SheetColumn, Table
from station_desk.sheets.writer import LONGEST, plain_text

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "=cmd|'/c calc'!A0",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "#REF!",
    "_x0041_",
]
TEXTS = st.one_of(
    st.sampled_from(DANGEROUS),
    st.text(max_size=30),
    st.builds(lambda mark, text: mark + text, st.sampled_from("=+-@＝＋－＠\t\r'"), st.text(max_size=20)),
)


def table(*values: str) -> Table:
    return Table("花名册", [SheetColumn("姓名")], [[value] for value in values])


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=200))
def test_no_text_becomes_a_formula_and_every_text_comes_back(texts: list[str]) -> None:
    data = write_table(table(*texts))
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [row[0] for row in book["花名册"].iter_rows(min_row=2)]
    assert all(cell.data_type in {"s", "inlineStr", "n"} for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=50))
def test_what_is_written_is_read_back_by_the_importer(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    file = tmp_path_factory.mktemp("out") / "out.xlsx"
    file.write_bytes(write_table(table(*texts)))
    (sheet,) = child.read(str(file)).sheets
    assert [sheet.at(row, 1) or "" for row in range(2, len(texts) + 2)] == [plain_text(text) for text in texts]


def test_a_number_in_a_text_column_stays_the_text_it_was(tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    file.write_bytes(write_table(table("371602198503129970", "013800001234", "1985.10")))
    book = openpyxl.load_workbook(file)
    cells = [row[0] for row in book["花名册"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ["371602198503129970", "013800001234", "1985.10"]
    assert {cell.number_format for cell in cells} == {"@"}


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = table("崔䶮", "欧阳𬀩")
    assert write_table(rows) == write_table(rows)


def test_the_sheet_is_ready_for_the_screen_and_for_a4(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_table(table("王建国"))))
    sheet = book["花名册"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:A2"
    assert sheet.print_title_rows in {"1:1", "$1:$1"}
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_text_that_no_cell_can_hold_is_refused_and_not_cut() -> None:
    with pytest.raises(ValueError, match="characters"):
        write_table(table("x" * (LONGEST + 1)))


def test_a_column_of_numbers_is_summed_by_a_formula_that_bears_its_value() -> None:
    columns = [SheetColumn("姓名"), SheetColumn("走访"), SheetColumn("备注")]
    data = write_table(Table("明细", columns, [["王芳", 24, "=1+1"], ["李军", None, "无"]], sums="合计"))
    assert [c.value for c in openpyxl.load_workbook(io.BytesIO(data))["明细"][4]] == ["合计", "=SUM(B2:B3)", None]
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["明细"]
    assert [c.value for c in values[4]] == ["合计", 24, None]
    assert values["C2"].value == "=1+1"
