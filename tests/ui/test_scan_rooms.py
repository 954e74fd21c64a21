"""A room's sheet is confirmed beside its cut-outs in the return desk (Xihua)."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.roster import PersonDraft
from station_desk.domain.scanned import Cutout, MarkRead
from station_desk.services import assessment, paperwork, posts, print_centre, print_sets, roster
from station_desk.services.desk import Desk
from station_desk.services.scan_read import PileRead, SheetMarks
from station_desk.services.villages import list_villages
from station_desk.ui.kit import Button
from station_desk.ui.page import Target
from station_desk.ui.returns_page import ReturnsPage
from station_desk.ui.scan_score_form import ScoreForm
from tests.ui.conftest import Opened, quiet
from tests.ui.people import CTRL, page_of, press, said


def _room(desk: Desk) -> None:
    villages = list_villages(desk)
    posts.add_unit(desk, "room", "第一警务室", [villages[0].village.code], officer="周民警")
    draft = PersonDraft(name="王芳", village_ids=(villages[0].village.id,), start_date="2024-12-01")
    roster.add_person(desk, draft)


def test_a_rooms_scores_are_confirmed_and_its_officer_signs(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=_room, villages=2, pack="cn.xihua")
    assert window.frame is not None
    window.frame.go(Target("returns"))
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, ReturnsPage)
    desk = page.place.desk
    month = print_sets.month_at_hand(desk)
    (serial,) = paperwork.make(desk, "F26", everyone=True, period=month).serials
    print_centre.mark(desk, [serial], "returned")
    (line,) = print_centre.sheet_lines(desk)
    cut, most = Cutout(40, 20, bytes(800)), assessment.month(desk, month).rubric.items
    marks = tuple(MarkRead(item.code, "digits", item.most, True, cut) for item in most)
    marks += (MarkRead("签认.签字", "tick", True, True, cut), MarkRead("签认.拒签", "tick", False, True, cut))
    page._read((PileRead(marks=[SheetMarks(line.sheet, marks, fits=True)]), {}))
    quiet(qtbot, window)
    confirm = page.scans.confirm
    assert "第一警务室" in said(confirm)
    assert "还没有这个警务室的考核表" in said(confirm)
    opening = page.findChild(Button, "open-assessment")
    assert opening is not None
    opening.click()
    quiet(qtbot, window)
    form = confirm.form
    assert isinstance(form, ScoreForm)
    assert form.signed is not None
    assert form.signed.currentText() == "民警已签字"
    form.fields["OP5"].setText("5.5")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    (view,) = assessment.month(desk, month).sheets
    assert (view.standing.total, view.standing.grade, view.standing.state) == (995, "一类", "signed")
    assert confirm.waiting == []
