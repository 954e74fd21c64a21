"""Cases of the import list that are about whole files: formats, encodings, what is hidden, what is far, what is hostile."""

import io
import os
import struct
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from station_desk.domain.intake import Basis, Proposal, propose
from station_desk.domain.intake_json import proposal_json
from station_desk.domain.intake_sheet import read_layout
from station_desk.domain.intake_values import Rules
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.trouble import Trouble
from station_desk.sheets import child, workbook
from station_desk.sheets.reading import read_book
from tests.domain.intake_support import TODAY, VILLAGES, id_no
from tests.sheets.clerks import ClerkSheet, write

KINDS = (".xlsx", ".xls")
NUMBER = id_no()
FINDER = VillageFinder(VILLAGES)
HEADER = ["姓名", "身份证号", "出生年月", "任职时间", "联系电话", "所在村"]


def read(path: Path) -> Proposal:
    finder = VillageFinder(VILLAGES)
    layout = read_layout(child.read(str(path)), finder)
    return propose(path.name, Basis(layout, finder, Rules(TODAY), ()))


@pytest.mark.parametrize("kind", KINDS)
def test_one_workbook_of_a_village_office_is_read_alike_in_both_formats(tmp_path: Path, kind: str) -> None:
    table = ClerkSheet(
        "花名册",
        [
            ["梁才街道警务助理花名册（2026年）"],
            ["填报单位（盖章）：梁才派出所", None, None, None, "2026年11月20日"],
            ["姓  名", "公民身份号码\n（18位）", "出生\n年月", "任职情况", None, "所在\n村居", "联系\n电话", "备注"],
            [None, None, None, "职务", "任职时间"],
            ["王　建国", NUMBER, 1985.3, "网格员", date(2015, 7, 1), "宋黑村", 13800001234.0, None],
            [
                "李秀英（女）",
                id_no("19760102", 998),
                "1976.1",
                "〃",
                "2015.10",
                "前进",
                "13900005678/0543-3210010",
                "因病",
            ],
            ["⻩海", int(id_no("19900630", 997)[:15] + "000"), None, None, 2016.1, None, "139 0000 56", None],
            ["小计", None, None, None, None, "3人"],
            ["暂缺", None, None, None, None, "东孙村"],
            ["填表人：某某"],
        ],
        merges=[(1, 1, 1, 8), (3, 4, 3, 5), (3, 1, 4, 1), (3, 2, 4, 2), (3, 6, 4, 6), (6, 6, 7, 6)],
        hidden_rows=[7],
        formats={(5, 5): 'yyyy"年"m"月"'},
    )
    old = ClerkSheet("旧", [HEADER, ["赵海", None]], hidden=True)
    proposal = read(write(tmp_path / f"花名册{kind}", table, old, ClerkSheet("Sheet3", [])))
    told = [
        (r.values.name, r.values.birth, r.values.start_date, r.values.phone, r.values.phone2, r.warnings, r.reasons)
        for r in proposal.rows
    ]
    assert told == [
        ("王建国", "1985-03-12", "2015-07", "13800001234", None, (), ()),
        (
            "李秀英",
            "1976-01-02",
            "2015-10",
            "13900005678",
            "0543-3210010",
            ("name_suffix_removed", "phone_multiple", "remark_review"),
            (),
        ),
        (
            "黄海",
            "1990-06-30",
            None,
            None,
            None,
            ("name_radical_fixed", "phone_invalid", "date_ambiguous", "row_hidden"),
            ("id_lost_precision",),
        ),
    ]
    assert [r.values.villages[0].name for r in proposal.rows] == ["宋黑村委会", "前进居委会", "前进居委会"]
    kinds = [(s.row, s.kind) for s in proposal.skipped]
    assert kinds == [
        (1, "title"),
        (2, "title"),
        (3, "header"),
        (4, "header"),
        (8, "subtotal"),
        (9, "vacancy"),
        (10, "note"),
    ]
    assert [(s.sheet, s.why) for s in proposal.sheets_skipped] == [("旧", "hidden"), ("Sheet3", "empty")]


@pytest.mark.parametrize("kind", KINDS)
def test_i13_dates_shown_as_months_are_months(tmp_path: Path, kind: str) -> None:
    rows = [HEADER, ["王建国", None, date(1985, 3, 1), date(2015, 7, 1), None, "宋黑"]]
    formats = {(2, 3): 'yyyy"年"m"月"', (2, 4): "yyyy"}
    values = read(write(tmp_path / f"a{kind}", ClerkSheet("S", rows, formats=formats))).rows[0].values
    assert (values.birth, values.start_date) == ("1985-03", "2015")


def test_i36_tens_of_thousands_of_formatted_empty_rows_are_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    sheet.append(["王建国", NUMBER])
    yellow = PatternFill("solid", fgColor="FFFFFF00")
    for row in range(3, 20_000):
        sheet.cell(row, 1).fill = yellow
    book.save(tmp_path / "a.xlsx")
    proposal = read(tmp_path / "a.xlsx")
    assert (len(proposal.rows), len(proposal.skipped)) == (1, 1)


def _ole(*streams: str) -> bytes:
    """A container of sectors with empty streams of these names."""
    names = ["Root Entry", *streams]
    directory = b""
    for number, name in enumerate(names):
        text = (name + "\0").encode("utf-16-le")
        right = number + 1 if 0 < number < len(names) - 1 else 0xFFFFFFFF
        child_of = 1 if number == 0 else 0xFFFFFFFF
        directory += text.ljust(64, b"\0") + struct.pack("<HBB", len(text), 5 if number == 0 else 2, 1)
        directory += struct.pack("<III", 0xFFFFFFFF, right, child_of) + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)
    fat = [0xFFFFFFFD, 0xFFFFFFFE] + [0xFFFFFFFF] * 126
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    return head + b"\xff" * 4 * 108 + struct.pack("<128I", *fat) + directory.ljust(512, b"\0")


def _zip(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", _ole("EncryptionInfo", "EncryptedPackage"), "sheet_password"),
        ("a.xls", _ole("WordDocument"), "sheet_unknown_kind"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "sheet_html"),
        ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "sheet_xml"),
        ("a.xls", b"MIME-Version: 1.0\r\n", "sheet_html"),
        ("a.xlsx", b"", "sheet_empty"),
        ("a.csv", b" \r\n \r\n", "sheet_empty"),
        ("a.xlsx", b"%PDF-1.4", "sheet_unknown_kind"),
        ("a.xls", b"\x05\x06\x07 abc", "sheet_unknown_kind"),
        ("a.xlsx", _zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "sheet_unknown_kind"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 100, "sheet_damaged"),
    ],
)
def test_i37_what_is_no_workbook_is_refused_with_its_own_sentence(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Trouble) as caught:
        child.read(str(tmp_path / name))
    assert caught.value.code == code


def test_i37_an_old_workbook_with_a_password_is_told(tmp_path: Path) -> None:
    file = write(tmp_path / "a.xls", ClerkSheet("S", [HEADER]))
    data = file.read_bytes()
    at = data.index(struct.pack("<HH", 0xE1, 2))
    file.write_bytes(data[:at] + struct.pack("<HH", 0x2F, 2) + data[at + 4 :])
    with pytest.raises(Trouble, match="sheet_password"):
        child.read(str(file))


@pytest.mark.parametrize("name", ["花名册.et", "花名册.xls", "花名册.csv", "花名册"])
@pytest.mark.parametrize("kind", KINDS)
def test_i37_i38_the_suffix_is_not_believed(tmp_path: Path, kind: str, name: str) -> None:
    file = write(tmp_path / f"a{kind}", ClerkSheet("S", [HEADER, ["王建国", NUMBER]]))
    file.rename(tmp_path / name)
    assert read(tmp_path / name).rows[0].values.id_no == NUMBER


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_i38_text_in_every_encoding_and_with_every_mark(tmp_path: Path, encoding: str, mark: str) -> None:
    rows = [["姓名", "身份证号", "电话"], ["王建国", NUMBER, "13800001234"], ["李秀英", "", ""]]
    (tmp_path / "a.txt").write_bytes("".join(mark.join(row) + "\r\n" for row in rows).encode(encoding))
    assert [(r.values.name, r.values.phone) for r in read(tmp_path / "a.txt").rows] == [
        ("王建国", "13800001234"),
        ("李秀英", None),
    ]


def test_i38_characters_that_gb18030_moved_in_2022_are_the_ordinary_ones(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("姓名,电话\r\n".encode("gbk") + b"\xfe\x59" + "海,\r\n".encode("gbk"))
    assert read(tmp_path / "a.csv").rows[0].values.name == "龴海"


def test_i39_a_line_in_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    text = "姓名,电话\r\n王建国,\r\n".encode("gbk") + "李秀英,\r\n".encode()
    (tmp_path / "a.csv").write_bytes(text)
    assert [r.values.name for r in read(tmp_path / "a.csv").rows] == ["王建国", "李秀英"]
    assert child.read(str(tmp_path / "a.csv")).encoding == "mixed_encoding"


def test_i34_i41_i58_formulas_comments_and_colours(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    sheet.append(["王建国", NUMBER, "=1/0", None, 13800001234, "前进"])
    sheet["A2"].comment = Comment("已辞职", "某")
    sheet["A2"].fill = PatternFill("solid", fgColor="FFFFFF00")
    book.save(tmp_path / "a.xlsx")
    row = read(tmp_path / "a.xlsx").rows[0]
    assert (row.outcome, row.warnings, row.values.phone) == ("accept", (), "13800001234")


@pytest.mark.parametrize("kind", KINDS)
def test_i55_days_counted_from_1904(tmp_path: Path, kind: str) -> None:
    plain = ["李秀英", None, 31118 - 1462, 42186 - 1462, None, "宋黑"]
    dates = ["王建国", None, date(1985, 3, 12), date(2015, 7, 1), None, "宋黑"]
    rows = [HEADER, plain] if kind == ".xls" else [HEADER, plain, dates]
    proposal = read(write(tmp_path / f"a{kind}", ClerkSheet("S", rows), from_1904=True))
    assert {(r.values.birth, r.values.start_date) for r in proposal.rows} == {("1985-03-12", "2015-07-01")}


@pytest.mark.parametrize("name", ["~$花名册.xlsx", ".~花名册.et"])
def test_i60_the_mark_of_an_open_workbook_is_no_workbook(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x05admin")
    with pytest.raises(Trouble, match="sheet_lock_file"):
        read_book(tmp_path / name)


@pytest.mark.parametrize("mark", ["~$a.xlsx", ".~a.xlsx", ".~lock.a.xlsx#"])
def test_i60_a_workbook_that_is_open_elsewhere_is_read_and_told(tmp_path: Path, mark: str) -> None:
    file = write(tmp_path / "a.xlsx", ClerkSheet("S", [HEADER, ["王建国", NUMBER]]))
    assert read_book(file).notes == ()
    (tmp_path / mark).write_bytes(b"\x05admin")
    book = read_book(file)
    assert (book.notes, len(book.sheets[0].rows)) == (("open_elsewhere",), 2)
    told = proposal_json(propose("a.xlsx", Basis(read_layout(book, FINDER), FINDER, Rules(TODAY), (), book=book)))
    assert told["notes"] == ["open_elsewhere"]


def test_i60_a_file_that_is_being_saved_is_read_again_and_one_that_never_rests_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("姓名,村\n王海,宋黑\n", encoding="utf-8")
    sizes = iter([0, *([None] * 3)])

    def moving(handle: int) -> os.stat_result:
        found = os_fstat(handle)
        grown = next(sizes, None)
        return found if grown is None else os.stat_result((*found[:6], grown, *found[7:]))

    os_fstat, endless = os.fstat, iter(range(1, 100))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fstat", moving)
        assert workbook.read_file(file) == file.read_bytes()
        patch.setattr(os, "fstat", lambda handle: os.stat_result((*os_fstat(handle)[:6], next(endless), 0, 0, 0)))
        with pytest.raises(Trouble, match="sheet_locked"):
            workbook.read_file(file)


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_in_the_far_corner_does_not_stop_an_ordinary_workbook(tmp_path: Path, kind: str) -> None:
    if kind == ".xls":
        rows: list[list[object]] = [HEADER, ["王建国", NUMBER], *([] for _ in range(65_000)), [None] * 255 + ["x"]]
        file = write(tmp_path / "a.xls", ClerkSheet("S", rows))  # type: ignore[arg-type]
    else:
        book = openpyxl.Workbook()
        for row in (HEADER, ["王建国", NUMBER]):
            book.worksheets[0].append(row)
        book.worksheets[0]["XFD1048576"] = "x"
        file = tmp_path / "a.xlsx"
        book.save(file)
    proposal = read(file)
    assert (len(proposal.rows), proposal.sheets[0].notes) == (1, ("far_cells_ignored",))


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_of_many_digits_keep_the_day_of_birth_and_lose_the_rest(tmp_path: Path, kind: str) -> None:
    rows = [HEADER, ["甲", int(NUMBER)], ["乙", int(NUMBER[:15] + "000")], ["丙", float(int(NUMBER))]]
    found = [(r.reasons, r.values.birth) for r in read(write(tmp_path / f"a{kind}", ClerkSheet("S", rows))).rows]
    assert found == [(("id_lost_precision",), "1985-03-12")] * 3


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".csv"])
def test_i34_what_a_formula_could_not_compute_is_marked_in_every_format(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a{kind}"
    head = ["姓名", "身份证号", "联系电话", "村"]
    if kind == ".xls":
        old: Any = xlwt.Workbook()
        sheet = old.add_sheet("S")
        for column, word in enumerate(head):
            sheet.write(0, column, word)
        for column, text in ((0, "王建国"), (1, NUMBER), (3, "东孙")):
            sheet.write(1, column, text)
        sheet.row(1).set_cell_error(2, "#DIV/0!")
        old.save(str(path))
    elif kind == ".xlsx":
        book = openpyxl.Workbook()
        book.worksheets[0].append(head)
        book.worksheets[0].append(["王建国", NUMBER, "#DIV/0!", "东孙"])
        book.worksheets[0]["C2"].data_type = "e"
        book.save(path)
    else:
        path.write_text(",".join(head) + f"\n王建国,{NUMBER},#DIV/0!,东孙\n", encoding="utf-8")
    (row,) = read(path).rows
    assert (row.outcome, row.values.phone, row.warnings, row.cells) == ("accept", None, (), {"phone": ("cell_error",)})
