"""The preview of an import, cell by cell: marks with reasons, choices by digit, columns by hand, the same for many."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.idno import check_digit
from station_desk.domain.villages import VillageRow
from station_desk.services import intake, roster, roster_export
from station_desk.services.desk import Desk
from station_desk.services.intake import propose
from station_desk.ui.import_columns import ColumnMapper
from station_desk.ui.import_rows import look_at
from station_desk.ui.import_sheet import SheetView
from station_desk.ui.import_view import ImportView
from station_desk.ui.lists import ListView
from station_desk.ui.roster_page import RosterPage
from station_desk.ui.window import DeskWindow
from tests.support.homes import make_home, village_rows
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, SHIFT, focus, page_of, press, said, type_in

HEAD = ["序号", "姓名", "身份证号码", "联系电话", "所在村", "出生年月", "学历"]


def id_number(n: int) -> str:
    """A right number of a known place, of a man born in January 1985."""
    first = f"371602198501{n:02d}997"
    return first + check_digit(first)


def lost(n: int) -> int:
    """An ID number as a sheet that took it for a number hands it over."""
    return int(id_number(n)[:17] + "0")


def book_of(file: Path, rows: list[list[object]], head: list[str] | None = None, title: str = "梁才") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in [head or HEAD, *rows]:
        sheet.append(row)
    book.save(file)
    return file


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """One row as it should be, two lost numbers, a month nobody can tell, a village typed otherwise, twice."""
    return book_of(
        tmp_path / "花名册.xlsx",
        [
            [1, "甲一", id_number(1), "13800001111", "甲村", "1985-01", "初中"],
            [2, "乙二", lost(2), "13800001112", "乙村", None, "初中"],
            [3, "丙三", lost(3), "13800001113", "丙村", None, "大学专科"],
            [4, "丁四", None, "13800001114", "丁村", 1985.1, "初中"],
            [5, "戊五", id_number(5), "13800001115", "甲庄", "1985-01", "初中"],
            [6, "己六", id_number(6), "13800001116", "甲庄", "1985-01", "初中"],
        ],
    )


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


def signs(view: ImportView, name: str) -> dict[str, str]:
    """{field: mark} of the row of a person."""
    model = view.list.sheet
    at = next(n for n, line in enumerate(model.rows()) if line.row is not None and line.row.values.name == name)
    fields = ["", "", "name", "sex", "id_no", "birth", "phone", "village", "education"]
    return {field: sign for n, field in enumerate(fields) if field and (sign := model.cell(at, n).sign)}


def stand(view: ImportView, name: str, field: str = "") -> None:
    lines = view.list.sheet.rows()
    view.list.stand_on(
        next(n for n, line in enumerate(lines) if line.row is not None and line.row.values.name == name), field
    )


def test_every_cell_refused_guessed_or_tidied_bears_its_mark_and_the_panel_its_reason(
    opened: Opened, qtbot: QtBot, messy: Path
) -> None:
    window = opened(villages=4)
    _page, view = begin(window, qtbot, messy)
    assert signs(view, "甲一") == {}
    assert signs(view, "乙二") == {"id_no": "bad", "birth": "noted"}
    assert signs(view, "丙三")["education"] == "noted"
    assert "birth" not in signs(view, "甲一")
    assert signs(view, "丁四")["birth"] == "warn"
    assert signs(view, "戊五")["village"] == "warn"
    stand(view, "乙二", "id_no")
    assert "程序不会猜" in said(view.panel)
    assert "E+17" in said(view.panel)
    stand(view, "丙三", "education")
    assert "原来的格子 大学专科" in said(view.panel)


def test_the_whole_journey_by_keyboard_from_the_newest_workbook_to_taking_it_back(
    opened: Opened, qtbot: QtBot, messy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_desk.ui.import_choose._folders", lambda: [messy.parent])
    window = opened(villages=4)
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_I, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, RosterPage)
    assert page.importing is not None
    press(Qt.Key.Key_F8)
    type_in(id_number(2)[:12])
    assert "还差 6 位" in said(page.importing.panel)
    type_in(id_number(2)[12:])
    assert "号码对" in said(page.importing.panel)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_H, ALT)
    quiet(qtbot, window)
    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_1)
    quiet(qtbot, window)
    assert not page.importing.find_problem(1)
    assert page.primary is not None
    assert page.primary.text == "写入 5 人"
    assert window.desk is not None
    assert roster.list_people(window.desk) == []
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert page.importing is None
    written = {row.name: roster.card(window.desk, row.id) for row in roster.list_people(window.desk)}
    assert set(written) == {"甲一", "乙二", "丁四", "戊五", "己六"}
    assert written["丁四"].birth == "1985-01"
    assert [row.cells["name"] for row in intake.held(window.desk)] == ["丙三"]
    press(Qt.Key.Key_Z, CTRL)
    quiet(qtbot, window)
    assert roster.list_people(window.desk) == []
    assert intake.held(window.desk) == []


def test_what_is_done_to_one_cell_is_offered_for_all_that_say_the_same(
    opened: Opened, qtbot: QtBot, messy: Path
) -> None:
    window = opened(villages=4)
    _page, view = begin(window, qtbot, messy)
    stand(view, "戊五", "village")
    press(Qt.Key.Key_Return)
    assert focus() is view.mend_field
    type_in("甲村")
    assert "读作 甲村" in said(view.panel)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "同样处理其余 1 格" in [b.text() for b in view.panel.findChildren(type(view.panel._same)) if b.isVisible()]
    press(Qt.Key.Key_S, ALT)
    quiet(qtbot, window)
    assert view.proposal is not None
    assert [row.values.villages[0].name for row in view.proposal.rows[4:]] == ["甲村", "甲村"]
    assert signs(view, "己六")["village"] == "changed"


def test_a_number_left_open_by_a_digit_lets_the_person_in_and_then_all_like_it(
    opened: Opened, qtbot: QtBot, messy: Path
) -> None:
    window = opened(villages=4)
    _page, view = begin(window, qtbot, messy)
    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_1, ALT)
    quiet(qtbot, window)
    press(Qt.Key.Key_S, ALT)
    quiet(qtbot, window)
    assert view.preview is not None
    assert view.preview.counts["held"] == 0
    assert view.preview.writable == 6


def test_a_row_held_back_is_taken_again_and_the_arrow_keys_leave_the_field(
    opened: Opened, qtbot: QtBot, messy: Path
) -> None:
    window = opened(villages=4)
    _page, view = begin(window, qtbot, messy)
    stand(view, "甲一", "id_no")
    press(Qt.Key.Key_H, ALT)
    quiet(qtbot, window)
    assert view.writable() == 3
    press(Qt.Key.Key_A, ALT)
    quiet(qtbot, window)
    assert view.writable() == 4
    press(Qt.Key.Key_F8)
    assert focus() is view.mend_field
    press(Qt.Key.Key_Down)
    assert focus() is view.list
    line = view.list.current()
    assert line is not None
    assert line.row is not None
    assert line.row.values.name == "丙三"
    press(Qt.Key.Key_F8, SHIFT)
    line = view.list.current()
    assert line is not None
    assert line.row is not None
    assert line.row.values.name == "乙二"


def test_problems_are_looked_at_by_kind(opened: Opened, qtbot: QtBot, messy: Path) -> None:
    window = opened(villages=4)
    _page, view = begin(window, qtbot, messy)
    press(Qt.Key.Key_G, ALT)
    quiet(qtbot, window)
    press(Qt.Key.Key_Return)
    names = [line.row.values.name for line in view.list.sheet.rows() if line.row is not None]
    assert names == ["乙二", "丙三"]
    press(Qt.Key.Key_Escape)
    assert len(view.list.sheet.rows()) == 7


def mapper_of(window: DeskWindow) -> ColumnMapper:
    found = window.findChildren(ColumnMapper)
    assert found
    return found[-1]


def test_a_file_without_known_words_is_told_by_hand_and_remembered_next_month(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    head = ["甲栏", "乙栏", "丙栏", "丁栏"]
    first = book_of(tmp_path / "十月.xlsx", [["甲一", id_number(1), "13800001111", "甲村"]], head)
    second = book_of(tmp_path / "十一月.xlsx", [["乙二", id_number(2), "13800001112", "乙村"]], head)
    window = opened(villages=4)
    page, view = begin(window, qtbot, first)
    for letters, field in (("A", "姓名"), ("B", "身份证号")):
        mapper = mapper_of(window)
        mapper.list.choose("ABCD".index(letters))
        mapper.list.setFocus()
        press(Qt.Key.Key_Return)
        choices = focus()
        assert isinstance(choices, ListView)
        words = [str(choices.model().index(n, 0).data()) for n in range(choices.model().rowCount())]
        choices.choose(words.index(field))
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert view.writable() == 1
    assert not view.proposal.rows[0].values.phone  # type: ignore[union-attr]
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_I, CTRL)
    assert page.importing is not None
    page.importing.read(second)
    quiet(qtbot, window)
    assert page.importing.writable() == 1
    assert "按上次的对法：A＝姓名、B＝身份证号" in said(page.importing)


def test_columns_of_residents_are_named_and_never_shown(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    file = book_of(
        tmp_path / "名单.xlsx",
        [["甲一", id_number(1), "户主某人", "O"]],
        ["姓名", "身份证号", "户主", "血型"],
    )
    window = opened(villages=4)
    _page, view = begin(window, qtbot, file)
    assert "户主" in said(view)
    assert "另有 1 列没有用到" in said(view)
    press(Qt.Key.Key_O, ALT)
    original = focus()
    assert isinstance(original, ListView)
    shown = [[str(original.model().index(n, c).data()) for c in range(4)] for n in range(4)]
    assert ["C", "户主", "群众信息，不收也不显示", "没有用到"] in shown
    assert "户主某人" not in str(shown)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_C, ALT)
    mapper = mapper_of(window)
    mapper.list.choose(2)
    press(Qt.Key.Key_Return)
    assert focus() is mapper.list
    assert "不能改成别的" in said(mapper)


def test_several_sheets_are_told_and_one_can_be_read_alone(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    file = book_of(tmp_path / "两张.xlsx", [["甲一", id_number(1)]], ["姓名", "身份证号"], "前")
    book = load_workbook(file)
    more = book.create_sheet("后")
    for row in (["姓名", "身份证号"], ["乙二", id_number(2)]):
        more.append(row)
    book.save(file)
    window = opened(villages=4)
    _page, view = begin(window, qtbot, file)
    assert "“前”1 人、“后”1 人" in said(view)
    press(Qt.Key.Key_W, ALT)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert view.proposal is not None
    assert [row.values.name for row in view.proposal.rows] == ["乙二"]


def test_a_village_of_two_townships_asks_once_which_one(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    twins = [
        VillageRow(code=f"37160200{n}201", name="甲村", kind="村", township_code=f"37160200{n}", township=name)
        for n, name in ((9, "梁才街道"), (8, "里则街道"))
    ]
    file = book_of(tmp_path / "一.xlsx", [["甲一", id_number(1), "甲村"]], ["姓名", "身份证号", "所在村"], "表")
    window = opened(villages=twins)
    _page, view = begin(window, qtbot, file)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert view.proposal is not None
    assert view.proposal.rows[0].values.villages[0].township_code == "371602009"
    assert "哪个乡镇" not in said(window)


def test_a_copy_of_our_export_changed_on_both_sides_is_settled_by_a_digit(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "导出.xlsx"

    def exported_and_changed(desk: Desk) -> None:
        first = book_of(tmp_path / "一.xlsx", [["甲一", id_number(1), "13800001111"]], ["姓名", "身份证号", "电话"])
        intake.apply(desk, propose(desk, first))
        person = roster.list_people(desk)[0]
        roster_export.export_roster(desk, file, None, None, True)
        book = load_workbook(file)
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                if cell.value == "13800001111":
                    cell.value = "13800002222"
        book.save(file)
        roster.edit_person(desk, person.id, {"phone": "13800003333"})

    window = opened(fill=exported_and_changed, villages=4)
    _page, view = begin(window, qtbot, file)
    assert view.writable() == 0
    press(Qt.Key.Key_F8)
    words = [choice.words for choice in view.panel.story.choices]
    assert words == ["这里的 138 0000 3333", "文件的 138 0000 2222", "原来的 138 0000 1111"]
    press(Qt.Key.Key_3)
    quiet(qtbot, window)
    assert view.proposal is not None
    assert view.proposal.rows[0].changes == {"phone": "13800001111"}
    press(Qt.Key.Key_1)
    quiet(qtbot, window)
    assert view.writable() == 0
    press(Qt.Key.Key_2)
    quiet(qtbot, window)
    assert view.proposal.rows[0].changes == {"phone": "13800002222"}
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert window.desk is not None
    person = roster.list_people(window.desk)[0]
    assert roster.reveal(window.desk, person.id, "phone") == "13800002222"


def test_people_whom_the_file_does_not_name_are_listed_and_stay(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    head = ["姓名", "身份证号"]
    both = book_of(tmp_path / "两人.xlsx", [["甲一", id_number(1)], ["乙二", id_number(2)]], head)
    one = book_of(tmp_path / "一人.xlsx", [["甲一", id_number(1)]], head)

    def imported(desk: Desk) -> None:
        intake.apply(desk, propose(desk, both))

    window = opened(fill=imported, villages=4)
    page, view = begin(window, qtbot, one)
    view.show_part("absent")
    assert [line.absent.person.name for line in view.list.sheet.rows() if line.absent] == ["乙二"]
    assert "导入从不删人" in said(view.panel)
    assert "0 新增，0 改动，1 相同" in said(view)
    assert page.primary is not None
    assert not page.primary.enabled


def test_eight_thousand_rows_open_with_cells_made_only_where_they_are_painted(qtbot: QtBot, tmp_path: Path) -> None:
    desk = make_home(tmp_path, villages=village_rows(9))
    rows: list[list[object]] = [
        [n, f"赵{n}", None, f"138{n % 10:01d}000{n:04d}", "甲村", "1985-01", "初中"] for n in range(8000)
    ]
    preview = look_at(propose(desk, book_of(tmp_path / "大.xlsx", rows)))
    desk.close()
    assert len(preview.lines) == 8001
    view = SheetView()
    qtbot.addWidget(view)
    view.resize(1150, 500)
    view.show_fields(tuple(preview.fields), ["赵7999"])
    view.sheet.set_rows(preview.lines)
    view.show()
    view.stand_on(8000, "phone")
    qtbot.wait(1)
    assert view.field() == "phone"
    assert len(view.sheet._made) < 100
