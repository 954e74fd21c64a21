"""The year by keyboard on a real desk: drafted, a grade proposed, the township's word, the county's grade, the ten best."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from station_desk.domain.assessment import Step
from station_desk.domain.ids import new_id
from station_desk.domain.roster import PersonDraft
from station_desk.services import assessment, roster, rubrics, year_sheets
from station_desk.services import villages as village_list
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.store.assessments import step_fields
from station_desk.ui.annual_page import AnnualPage
from station_desk.ui.assess_page import AssessPage
from station_desk.ui.page import Target
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, focus, offered, page_of, press, said, type_in

MONTH = "2025-03"
RULES = "min_months = 1\ntop_share = 0.5\n"


def decided(folder: Path, *, by_hand: bool = False) -> object:
    """A month of 2025 that the county decided: 甲一 above 乙二; `by_hand`: by a rubric that leaves the grade to the hand."""

    def fill_in(desk: Desk) -> None:
        places = [view.village.id for view in village_list.list_villages(desk)]
        for name, place in zip(("甲一", "乙二"), places, strict=False):
            roster.add_person(desk, PersonDraft(name=name, village_ids=(place,), start_date="2024-01-01"))
        head, _, _ = rubrics.example("person").body.replace("example = true\n", "").partition("[annual]")
        if by_hand:
            head = head.partition("[grades]")[0] + '[grades]\nrule = "manual"\nnames = ["优秀", "合格", "不合格"]\n'
        file = folder / "rubric.toml"
        file.write_text(f"{head}[annual]\n{RULES}", encoding="utf-8")
        rubrics.adopt(desk, file, "县局", "3号", "2025-01-05")
        sheets = assessment.open_month(desk, MONTH)
        full = {item.code: item.most for item in sheets.rubric.items}
        given = [
            Given(one.standing.of.subject_id, full | ({"A1": 0} if one.name == "乙二" else {}), {}, {})
            for one in sheets.sheets
        ]
        done = assessment.score(desk, MONTH, given)
        confirm = Step("", "confirm", "2025-04-01", result="合格" if by_hand else "", doc_no="9号")
        assessment.step(desk, [one.id for one in done.sheets], confirm)

    return fill_in


def open_year(window: DeskWindow, qtbot: QtBot) -> AnnualPage:
    """The page of 2025."""
    assert window.frame is not None
    window.frame.go(Target("annual"))
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, AnnualPage)
    while page.year != "2025":
        press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
        quiet(qtbot, window)
    return page


def test_an_empty_year_offers_its_one_act_once(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page = open_year(window, qtbot)
    assert offered(window, "从各月起草") == ["empty-draft"]
    assert offered(window, "推荐十佳") == offered(window, "下一步") == []
    assert page.primary is not None


def test_a_filter_without_rows_says_so_and_esc_shows_all(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(fill=decided(tmp_path), villages=3)
    page = open_year(window, qtbot)
    page.draft_all()
    quiet(qtbot, window)
    blank = page.list.grab().toImage()
    page.filter_by("held")
    assert page.list.model().rowCount() == 0
    said_so = page.list.grab().toImage()
    page.list.say_when_empty("")
    assert page.list.grab().toImage() != said_so != blank
    press(Qt.Key.Key_Escape)
    assert page.show_only == "all"
    assert page.list.model().rowCount() == 2


def choose(value: str) -> None:
    box = focus()
    assert isinstance(box, QComboBox)
    while box.currentData() != value:
        before = box.currentIndex()
        press(Qt.Key.Key_Down)
        assert box.currentIndex() > before, f"no {value}"


def test_the_year_is_drafted_and_decided_by_keyboard(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(fill=decided(tmp_path), villages=3)
    page = open_year(window, qtbot)
    assert "2025 年还没有年度考核表" in said(page)
    press(Qt.Key.Key_D, ALT)
    quiet(qtbot, window)
    assert page.data is not None
    assert [one.name for one in page.data.sheets] == ["甲一", "乙二"]
    press(Qt.Key.Key_Return)
    assert focus().accessibleName() == "step"
    press(Qt.Key.Key_Return)
    choose("优秀")
    for _ in range(5):
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "派出所建议：优秀" in said(page)
    press(Qt.Key.Key_A, ALT)
    choose("agree")
    for _ in range(6):
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert {one.standing.state.value for one in page.data.sheets} == {"agreed"}
    press(Qt.Key.Key_A, ALT)
    choose("confirm")
    for _ in range(6):
        if focus().accessibleName() == "step-doc":
            type_in("12号")
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    press(Qt.Key.Key_T, ALT)
    for _ in range(6):
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert window.desk is not None
    told = {one.name: one for one in year_sheets.look(window.desk, "2025").sheets}
    assert {name: one.standing.grade for name, one in told.items()} == {"甲一": "优秀", "乙二": "合格"}
    assert [name for name, one in told.items() if one.recommended] == ["甲一"]
    assert "优秀最多 1 个，已定 1 个" in said(page)


def test_who_has_no_grade_stands_in_the_page_with_the_way_to_name_one(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(fill=decided(tmp_path, by_hand=True), villages=3)
    page = open_year(window, qtbot)
    press(Qt.Key.Key_D, ALT)
    quiet(qtbot, window)
    assert "2 张还没有等次。" in said(page)
    assert "标准里等次由人定" in said(page)
    page.filter_by("ungraded")
    press(Qt.Key.Key_N, ALT)
    press(Qt.Key.Key_Return)
    box = focus()
    assert isinstance(box, QComboBox)
    assert box.currentText() == "请选等次", "nothing is offered that nobody reckons"
    choose("优秀")
    for _ in range(5):
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert page.data is not None
    assert [one.proposed for one in page.data.ungraded] == ["优秀", ""]


def test_two_decisions_of_the_county_are_told_on_the_sheet_of_a_year_and_of_a_month(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(fill=decided(tmp_path), villages=3)
    page = open_year(window, qtbot)
    press(Qt.Key.Key_D, ALT)
    quiet(qtbot, window)
    assert page.data is not None
    desk, year = page.place.desk, page.data.sheets[0]
    month = next(one for one in assessment.month(desk, MONTH).sheets if one.name == year.name)
    with desk.store.write(desk.account.id, "of another desk") as work:
        for sheet, grade in ((month.id, "不合格"), (year.id, "优秀"), (year.id, "合格")):
            told = Step(new_id(), "confirm", "2025-04-02", "县局", grade, doc_no="10号")
            work.create("assessment_step", told.id, step_fields(sheet, told))
    page.reading.again()
    quiet(qtbot, window)
    assert "县局有两个决定：2025-04-02 优秀（10号）、2025-04-02 合格（10号）。现在按后到的算：合格" in said(page)
    assert window.frame is not None
    window.frame.go(Target("assess"))
    quiet(qtbot, window)
    other = page_of(window)
    assert isinstance(other, AssessPage)
    other.month = MONTH
    other.reading.again()
    quiet(qtbot, window)
    assert "现在按后到的算：不合格" in said(other)
