"""The preview of an import on a real desk: every row with its reason, mended or held back, written once, taken back."""

import os
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.services import intake, roster, village_spellings
from station_desk.services.desk import Desk
from station_desk.ui import files, import_choose, import_words
from station_desk.ui.import_choose import recent_workbooks
from station_desk.ui.import_view import ImportView
from station_desk.ui.roster_page import RosterPage
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, focus, id_number, offered, page_of, press, said, type_in


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Four tidy rows: one as it should be, one with a village nobody knows, one with a wrong digit, one total."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "梁才"
    sheet.append(["序号", "姓名", "身份证号码", "联系电话", "所在村"])
    wrong = id_number(3)
    wrong = wrong[:17] + ("0" if wrong[17] != "0" else "1")
    sheet.append([1, "甲一", id_number(1), "13800001111", "甲村"])
    sheet.append([2, "乙二", id_number(2), "13800001112", "没有村"])
    sheet.append([3, "丙三", wrong, "13800001113", "丙村"])
    sheet.append(["合计", "3 人"])
    file = tmp_path / "花名册.xlsx"
    book.save(file)
    return file


def begin(window: DeskWindow, qtbot: QtBot, file: Path) -> tuple[RosterPage, ImportView]:
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_I, CTRL)
    page = page_of(window)
    assert isinstance(page, RosterPage)
    view = page.importing
    assert view is not None
    view.read(file)
    quiet(qtbot, window)
    return page, view


def people(window: DeskWindow) -> list[str]:
    assert window.desk is not None
    return sorted(row.name for row in roster.list_people(window.desk))


def test_every_row_has_its_decision_and_nothing_is_written_yet(opened: Opened, qtbot: QtBot, workbook: Path) -> None:
    window = opened(villages=4)
    page, view = begin(window, qtbot, workbook)
    assert page.title == "导入花名册"
    assert page.primary is not None
    assert page.primary.text == "写入 2 人"
    texts = [str(view.list.model().index(row, 0).data()) for row in range(5)]
    assert texts == ["跳过", "接受", "接受", "暂缓", "跳过"]
    press(Qt.Key.Key_F8)
    assert "身份证号最后一位对不上" in said(view)
    assert people(window) == []


def test_a_wrong_number_is_mended_in_place_and_the_rest_written_and_taken_back(
    opened: Opened, qtbot: QtBot, workbook: Path
) -> None:
    window = opened(villages=4)
    page, view = begin(window, qtbot, workbook)
    press(Qt.Key.Key_F8)
    assert focus() is view.mend_field
    type_in(id_number(3))
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert page.primary is not None
    assert page.primary.text == "写入 3 人"
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert page.importing is None
    assert people(window) == ["丙三", "乙二", "甲一"]
    press(Qt.Key.Key_Z, CTRL)
    quiet(qtbot, window)
    assert people(window) == []


def test_a_row_is_held_back_with_one_key_and_waits_to_be_typed(opened: Opened, qtbot: QtBot, workbook: Path) -> None:
    window = opened(villages=4)
    page, view = begin(window, qtbot, workbook)
    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_H, ALT)
    quiet(qtbot, window)
    assert view.writable() == 1
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert people(window) == ["甲一"]
    press(Qt.Key.Key_I, CTRL)
    quiet(qtbot, window)
    assert page.importing is not None
    held = page.importing.choose.held
    assert "上次留着的 2 行" in said(held)
    held.list.setFocus()
    press(Qt.Key.Key_Return)
    form = page.panel.form
    assert form is not None
    assert form.person().name == "乙二"
    form.focus_on("village_ids")
    press(Qt.Key.Key_A, CTRL)
    type_in("yc")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert people(window) == ["乙二", "甲一"]
    assert window.desk is not None
    assert len(intake.held(window.desk)) == 1


def test_a_held_row_that_is_not_needed_is_let_go(opened: Opened, qtbot: QtBot, workbook: Path) -> None:
    def imported(desk: Desk) -> None:
        intake.apply(desk, intake.propose(desk, workbook))

    window = opened(fill=imported, villages=4)
    press(Qt.Key.Key_2, CTRL)
    press(Qt.Key.Key_I, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, RosterPage)
    assert page.importing is not None
    page.importing.choose.held.settle()
    quiet(qtbot, window)
    assert window.desk is not None
    assert intake.held(window.desk) == []
    assert not page.importing.choose.held.isVisible()


def test_the_same_file_again_has_nothing_to_write(opened: Opened, qtbot: QtBot, workbook: Path) -> None:
    def imported(desk: Desk) -> None:
        intake.apply(desk, intake.propose(desk, workbook))

    window = opened(fill=imported, villages=4)
    page, view = begin(window, qtbot, workbook)
    assert page.primary is not None
    assert page.primary.text == "没有要写的"
    assert not page.primary.enabled
    press(Qt.Key.Key_Escape)
    assert page.importing is None
    assert view.proposal is not None


def test_without_any_workbook_the_page_says_what_to_do_and_offers_it_once(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(import_choose, "recent_workbooks", lambda _folders: [])
    monkeypatch.setattr(files, "ask_open", lambda _owner, title, *_more: asked.append(title))
    window = opened(villages=2)
    press(Qt.Key.Key_2, CTRL)
    press(Qt.Key.Key_I, CTRL)
    quiet(qtbot, window)
    assert "都没有表格" in said(window)
    assert (offered(window, "选文件"), offered(window, "选别的文件")) == (["empty-choose"], [])
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    assert len(asked) == 2


def test_workbooks_are_offered_newest_first(tmp_path: Path) -> None:
    for at, name in enumerate(("old.xlsx", "new.csv", "~$lock.xlsx", "note.txt")):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (1000 + at, 1000 + at))
    assert [book.path.name for book in recent_workbooks([tmp_path, tmp_path / "none"])] == ["new.csv", "old.xlsx"]


def test_every_code_of_an_import_is_said_in_words() -> None:
    """Every code that the reader of sheets can give has words; a code without them would be shown raw."""
    root = Path(intake.__file__).parents[1] / "domain"
    text = "".join(
        file.read_text(encoding="utf-8")
        for file in [*root.glob("intake*.py"), root / "idno.py", root / "names.py", root / "phones.py"]
    )
    for code in (
        "id_lost_precision",
        "duplicate_id_conflict",
        "village_ambiguous",
        "remark_review",
        "card_check_failed",
    ):
        assert f'"{code}"' in text
    for code, words in import_words.SHORT.items():
        assert f'"{code}"' in text, f"{code}: nobody gives this code any more"
        assert words


def test_guessed_columns_are_asked_about_before_anything_can_be_written(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "没有表头.csv"
    rows = [[name, id_number(n), f"1380000111{n}", "甲村"] for n, name in enumerate(("王建国", "李秀英", "孙强"), 1)]
    file.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    window = opened(villages=4)
    page, view = begin(window, qtbot, file)
    assert page.primary is not None
    assert page.primary.text == "先看各列猜得对不对"
    assert "没有认得的表头" in said(window)
    assert "猜作姓名：多数格子是姓氏开头的两三个字" in said(window)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert people(window) == []
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert page.primary.text == "写入 3 人"
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert people(window) == ["孙强", "李秀英", "王建国"]
    assert view.preview is not None


def test_a_spelling_put_right_is_offered_to_be_remembered_and_can_be_taken_back(
    opened: Opened, qtbot: QtBot, workbook: Path
) -> None:
    window = opened(villages=4)
    page, view = begin(window, qtbot, workbook)
    press(Qt.Key.Key_Down)
    view.list.stand_on(view.list.currentIndex().row(), "village")
    press(Qt.Key.Key_Return)
    type_in("乙村")
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "写入时记住村名的写法：“没有村”＝乙村" in said(view)
    press(Qt.Key.Key_M, ALT)
    quiet(qtbot, window)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "写入时记住村名的写法" not in said(view)
    press(Qt.Key.Key_M, ALT)
    quiet(qtbot, window)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert page.importing is None
    assert window.desk is not None
    assert [one.text for one in village_spellings.remembered(window.desk)] == ["没有村"]
    press(Qt.Key.Key_I, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_M, ALT)
    quiet(qtbot, window)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert village_spellings.remembered(window.desk) == []
