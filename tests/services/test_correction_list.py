"""The correction list on paper: what was held back and why, numbers masked, a list for each file."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdfium2 import PdfDocument

from station_desk.domain.trouble import Trouble
from station_desk.services import intake
from station_desk.services.correction_list import print_corrections
from station_desk.services.desk import Desk
from tests.support.homes import make_home


def held_rows(desk: Desk, folder: Path, name: str, number: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["姓名", "身份证号", "电话", "所在村"], [name, number, "13800001111", "甲村"]):
        sheet.append(row)
    book.save(folder / f"{name}.xlsx")
    intake.apply(desk, intake.propose(desk, folder / f"{name}.xlsx"))


def text_of(pdf: bytes, page: int) -> str:
    document = PdfDocument(pdf)
    text: str = document[page].get_textpage().get_text_range()
    document.close()
    return text


def test_each_file_has_its_list_with_the_reason_and_masked_numbers(tmp_path: Path) -> None:
    desk = make_home(tmp_path)
    held_rows(desk, tmp_path, "甲一", "371602 19850101 9971")
    held_rows(desk, tmp_path, "乙二", "37160219850101997")
    printed = print_corrections(desk, {"id_check_digit": "校验位不对", "id_bad_length": "位数不对"}.__getitem__)
    desk.close()
    assert printed.pages == 2
    assert printed.warnings == ()
    pages = "".join(text_of(printed.pdf, page) for page in range(2))
    for said in ("甲一", "乙二", "校验位不对", "位数不对", "甲一.xlsx", "梁才派出所", "371***********9971"):
        assert said in pages
    assert "19850101" not in pages
    assert "13800001111" not in pages


def test_nothing_that_waits_is_nothing_to_print(tmp_path: Path) -> None:
    desk = make_home(tmp_path)
    with pytest.raises(Trouble) as told:
        print_corrections(desk, str)
    desk.close()
    assert told.value.code == "nobody_to_print"


def test_each_village_of_a_file_has_a_page_of_its_own(tmp_path: Path) -> None:
    desk = make_home(tmp_path)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [("甲一", "甲村"), ("乙二", "乙村"), ("甲三", "甲村委会"), ("无四", None)]
    sheet.append(["姓名", "身份证号", "所在村", "备注"])
    for name, village in rows:
        sheet.append([name, "3716021985010199712", village, "x"])
    book.save(tmp_path / "a.xlsx")
    proposal = intake.propose(desk, tmp_path / "a.xlsx")
    proposal = intake.amend(proposal, proposal.rows[3].key, {"village": ""})
    intake.apply(desk, proposal)
    printed = print_corrections(desk, {"id_bad_length": "位数不对"}.__getitem__)
    desk.close()
    assert printed.pages == 3
    pages = [text_of(printed.pdf, page) for page in range(3)]
    named = [[name for name, _ in rows if name in page] for page in pages]
    assert sorted(named) == sorted([["甲一", "甲三"], ["乙二"], ["无四"]])
