"""Foreign files: read by content in a child that cannot harm us, or refused with a reason."""

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from station_desk.domain.intake_cells import RawBook
from station_desk.domain.progress import Cancelled
from station_desk.domain.trouble import Trouble
from station_desk.sheets import child, limits
from station_desk.sheets.door import write_table
from station_desk.sheets.package import uncomputed
from station_desk.sheets.reading import read_book
from station_desk.sheets.table import SheetColumn, Table
from tests.sheets.workbooks import package, text_cell, worksheet


def code_of(path: Path, **caps: float) -> str:
    with pytest.raises(Trouble) as caught:
        read_book(path, **caps)  # type: ignore[arg-type]
    assert caught.value.facts["file"] == path.name
    return caught.value.code


def tidy(path: Path) -> Path:
    path.write_bytes(write_table(Table("花名册", [SheetColumn("姓名"), SheetColumn("村")], [["崔䶮", "宋黑村"]])))
    return path


def test_a_workbook_is_read_in_a_child_process(tmp_path: Path) -> None:
    book = read_book(tidy(tmp_path / "花名册.xlsx"))
    assert book.kind == "xlsx"
    assert book.sheets[0].rows == {1: ("姓名", "村"), 2: ("崔䶮", "宋黑村")}


@pytest.mark.parametrize("name", ["花名册.xls", "花名册.csv", "花名册", "花名册.et"])
def test_the_suffix_is_not_believed(tmp_path: Path, name: str) -> None:
    assert child.read(str(tidy(tmp_path / name))).kind == "xlsx"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("gbk", "gb18030"), ("gb18030", "gb18030"), ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16")],
)
def test_csv_is_read_in_the_encodings_of_chinese_offices(tmp_path: Path, encoding: str, told: str) -> None:
    file = tmp_path / "花名册.csv"
    file.write_bytes("姓名,村\r\n王建国,宋黑村\r\n".encode(encoding))
    book = child.read(str(file))
    assert (book.kind, book.encoding) == ("csv", told)
    assert book.sheets[0].rows[2] == ("王建国", "宋黑村")


def test_rare_characters_survive_gb18030(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("姓名\n崔䶮\n欧阳𬀩\n".encode("gb18030") + b"\xfe\x59\n")
    assert [cells[0] for cells in child.read(str(file)).sheets[0].rows.values()] == ["姓名", "崔䶮", "欧阳𬀩", "龴"]


def test_a_gbk_file_with_one_line_of_utf_8_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("姓名,村\n王建国,宋黑村\n".encode("gbk") + "买买提·阿卜杜热合曼,前进\n".encode() + b"\xb3,\xd0\n")
    with pytest.raises(Trouble, match="sheet_unknown_kind"):
        child.read(str(file))
    file.write_bytes("姓名,村\n王建国,宋黑村\n".encode("gbk") + "龘,𬀩\n".encode())
    rows = child.read(str(file)).sheets[0].rows
    assert rows[2] == ("王建国", "宋黑村")
    assert rows[3] == ("龘", "𬀩")


@pytest.mark.parametrize("mark", ["\t", ";", "，"])
def test_other_separators_are_found(tmp_path: Path, mark: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(mark.join(["姓名", "村", "电话"]) + "\n" + mark.join(["王建国", "宋黑村", "13800001234"]), "utf-8")
    assert child.read(str(file)).sheets[0].rows[2] == ("王建国", "宋黑村", "13800001234")


def test_the_guards_of_csv_against_formulas_are_taken_off(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('姓名,号\n\'=1+1,"=""371602198503129970"""\n\'-1,\'0012\n', "utf-8")
    rows = child.read(str(file)).sheets[0].rows
    assert rows[2] == ("=1+1", "371602198503129970")
    assert rows[3] == ("-1", "0012")


def test_dates_that_a_sheet_shows_as_months_keep_that_precision(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, shape in enumerate(["yyyy-mm-dd", 'yyyy"年"m"月"', "yyyy.mm", 'yyyy"年"', "[$-804]yyyy年m月d日"], 1):
        sheet.cell(row, 1, date(1985, 3, 1)).number_format = shape
    book.save(tmp_path / "a.xlsx")
    cells = [cells[0] for cells in child.read(str(tmp_path / "a.xlsx")).sheets[0].rows.values()]
    assert cells == [date(1985, 3, 1), "1985-03", "1985-03", "1985", date(1985, 3, 1)]


def test_hidden_rows_hidden_columns_hidden_sheets_and_merges_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 4):
        sheet.append([row, "a", "b"])
    sheet.merge_cells("B1:B2")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("旧").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    first, second = child.read(str(tmp_path / "a.xlsx")).sheets
    assert first.hidden_rows == {3}
    assert first.hidden_columns == {3}
    assert first.merges == ((1, 2, 2, 2),)
    assert (first.visible, second.visible) == (True, False)


def test_long_numbers_are_read_as_they_are_written(tmp_path: Path) -> None:
    file = package(
        tmp_path / "a.xlsx",
        worksheet('<row r="1"><c r="A1"><v>371602198503129970</v></c><c r="B1" t="str"><f>1/0</f><v>x</v></c></row>'),
    )
    assert child.read(str(file)).sheets[0].rows[1] == (371602198503129970, "x")


def test_a_formula_that_nobody_has_worked_out_is_an_error_and_not_blank(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["姓名", "走访"], ["崔䶮", "=1+2"], ["石永", None]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read_book(tmp_path / "a.xlsx").sheets[0].rows[2] == ("崔䶮", "#N/A")
    empty = b'<c r="B2" t="str"><f>IF(1,"","")</f><v></v></c><c r="C2"><f>1+2</f><v>3</v></c>'
    assert uncomputed(empty) == {}, "worked out, to nothing and to three"


def test_one_stray_cell_in_the_far_corner_is_left_out(tmp_path: Path) -> None:
    rows = f'<row r="1">{text_cell("A1", "姓名")}{text_cell("B1", "村")}</row>'
    far = f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    book = read_book(package(tmp_path / "a.xlsx", worksheet(rows + far, '<dimension ref="A1:B1"/>')))
    assert book.sheets[0].rows == {1: ("姓名", "村")}
    assert book.sheets[0].notes == ("far_cells_ignored",)


def test_formatted_but_empty_rows_cost_nothing(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="CV{n}" s="0"/></row>' for n in range(2, 65_536))
    file = package(tmp_path / "a.xlsx", worksheet(f'<row r="1">{text_cell("A1", "姓名")}</row>{rows}'))
    assert read_book(file).sheets[0].rows == {1: ("姓名",)}


def test_many_cells_beyond_the_limits_make_a_sheet_too_large(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}">{text_cell(f"A{n}", "x")}</row>' for n in range(limits.ROWS + 1, limits.ROWS + 102))
    assert code_of(package(tmp_path / "a.xlsx", worksheet(rows))) == "sheet_too_large"


def test_a_package_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    many = "<row><c><v>1</v></c></row>" * 2_000_000
    assert code_of(package(tmp_path / "a.xlsx", worksheet(many))) == "sheet_bomb"


@pytest.mark.parametrize(
    "entity", ['<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;&x;">']
)
def test_entities_are_refused(tmp_path: Path, entity: str) -> None:
    sheet = f"<!DOCTYPE w [{entity}]>" + worksheet(f'<row r="1">{text_cell("A1", "&amp;x;")}</row>')
    assert code_of(package(tmp_path / "a.xlsx", sheet)) == "sheet_bomb"
    strings = f"<!DOCTYPE w [{entity}]><sst/>"
    file = package(tmp_path / "b.xlsx", worksheet(""), {"xl/sharedStrings.xml": strings})
    assert code_of(file) == "sheet_bomb"


def test_macros_and_external_links_are_never_followed(tmp_path: Path) -> None:
    link = '<Relationships><Relationship Id="r1" TargetMode="External" Target="file:///nowhere"/></Relationships>'
    parts = {"xl/vbaProject.bin": "not code", "xl/externalLinks/_rels/externalLink1.xml.rels": link}
    file = package(tmp_path / "a.xlsx", worksheet(f'<row r="1">{text_cell("A1", "姓名")}</row>'), parts)
    assert read_book(file).sheets[0].rows == {1: ("姓名",)}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xls", b"<html><table><tr><td>x</td></tr></table></html>", "sheet_html"),
        ("a.xlsx", b"\xef\xbb\xbf <!DOCTYPE html><html></html>", "sheet_html"),
        ("a.xlsx", b"%PDF-1.7\n", "sheet_unknown_kind"),
        ("a.xlsx", b"", "sheet_empty"),
        ("a.csv", b"\x00\x01\x02", "sheet_unknown_kind"),
        ("a.xlsx", b"PK\x03\x04 cut off", "sheet_damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "sheet_damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_with_its_reason(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(Trouble) as caught:
        child.read(str(file))
    assert caught.value.code == code


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert code_of(tmp_path / "a.xlsx") == "sheet_unknown_kind"


def test_a_missing_file_and_a_huge_one_are_refused_before_any_child(tmp_path: Path) -> None:
    assert code_of(tmp_path / "a.xlsx") == "sheet_missing"
    with (tmp_path / "b.xlsx").open("wb") as stream:
        stream.truncate(limits.FILE_BYTES + 1)
    assert code_of(tmp_path / "b.xlsx") == "sheet_file_too_large"


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    many = "".join(f'<row r="{n}">{text_cell(f"A{n}", "x" * 50)}</row>' for n in range(1, 45_000))
    assert code_of(package(tmp_path / "a.xlsx", worksheet(many)), seconds=0.2) == "sheet_too_slow"


def test_a_child_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    many = "".join(f'<row r="{n}">{text_cell(f"A{n}", "x" * 500)}</row>' for n in range(1, 45_000))
    file = package(tmp_path / "a.xlsx", worksheet(many))
    assert code_of(file, memory_mb=90) in {"sheet_too_much_memory", "sheet_damaged"}
    assert isinstance(read_book(file), RawBook)


def test_the_person_can_stop_the_reading(tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_book(tidy(tmp_path / "a.xlsx"), stop)


def _outcome(file: Path) -> str:
    try:
        return child.read(str(file)).kind
    except Trouble as trouble:
        return trouble.code


def test_a_damaged_package_never_does_more_than_refuse(tmp_path: Path) -> None:
    whole = tidy(tmp_path / "whole.xlsx").read_bytes()
    file = tmp_path / "a.xlsx"
    outcomes = set()
    for place in range(0, len(whole), max(1, len(whole) // 300)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        outcomes.add(_outcome(file))
    assert "sheet_damaged" in outcomes
    assert outcomes <= {"xlsx", "sheet_damaged", "sheet_unknown_kind", "sheet_bomb", "sheet_password"}
