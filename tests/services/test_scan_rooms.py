"""A room's sheet that was scored on paper: named, read from the scan, confirmed into the room's assessment (Xihua)."""

import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from station_desk.domain.assessment import Step
from station_desk.domain.paper import Printed
from station_desk.domain.records import Sheet
from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import resources_dir
from station_desk.services import assessment, paperwork, print_centre, return_desk, roster, scan_enter, scan_read
from station_desk.services.desk import Desk
from station_desk.services.scan_log import Value
from station_desk.services.scan_scores import ScorePaper
from tests.services.roster_desks import clock
from tests.services.test_assessment import DAY, MONTH, code_of
from tests.services.test_rooms import xihua
from tests.support.paper import picture
from tests.support.scan_piles import Filled, draw_mark, write_digits

__all__ = ["clock", "xihua"]

DPI = 200
_CODES = ("HW1", "HW2", "HW3", "HW4", "HK1", "HK2", "HK3", "LG1", "LG2", "LG3", "OP1", "OP2", "OP3", "OP4", "OP5")
POINTS = dict(zip(_CODES, (30, 25, 50, 35, 40, 30, 20, 95, 80, 55, 135, 90, 100, 85, 60), strict=True))
"""93 points; with a commendation (+2) and a criticism (−3) 92."""
WRITTEN = POINTS | {"P1": 1, "M1": 1, "加分": 20, "减分": 30, "合计": 920}


def _glyph(digit: str) -> Image.Image:
    font = ImageFont.truetype(str(resources_dir() / "fonts" / "LXGWWenKai-Regular.ttf"), 60)
    drawn = Image.new("L", (60, 80), 0)
    ImageDraw.Draw(drawn).text((10, 4), digit, fill=255, font=font)
    return drawn


def _print(desk: Desk, period: str = MONTH) -> Printed:
    return paperwork.make(desk, "F26", everyone=True, period=period, boxes=True)


def _sheet(desk: Desk, serial: str) -> Sheet:
    return next(line.sheet for line in print_centre.sheet_lines(desk) if line.sheet.serial == serial)


def _scored(printed: Printed, at: int, tmp_path: Path) -> Path:
    """The scan of a page, scored, signed by its officer."""
    filled, rng = Filled(picture(printed.pdf, at + 1, DPI), DPI), random.Random(5)
    for box in printed.pages_detail[at].boxes:
        if box.id in WRITTEN:
            places = round(box.w_mm / box.h_mm)
            write_digits(filled, box, f"{WRITTEN[box.id]:0{places}d}", _glyph, rng)
        elif box.id == "签认.签字":
            draw_mark(filled, box, "tick", 40, 0.5, rng)
    file = tmp_path / "room.png"
    filled.picture.save(file, dpi=(DPI, DPI))
    return file


def test_a_rooms_sheet_is_read_and_its_scores_go_to_the_room_of_that_month(xihua: Desk, tmp_path: Path) -> None:
    assessment.open_month(xihua, MONTH)
    printed = _print(xihua)
    names = [line.person for line in reversed(print_centre.sheet_lines(xihua))]
    assert names == ["乙警务室", "甲警务室"], "whose sheet it is stands in the lists"
    told = scan_read.read_scans(xihua, [_scored(printed, 1, tmp_path)])
    (read,) = scan_enter.to_confirm(told.marks)
    assert (told.returned, read.sheet.room, read.fits) == ([printed.serials[1]], "甲警务室", True)
    values: dict[str, Value] = {mark.box: mark.value for mark in read.marks if mark.sure}
    sure = {box: value for box, value in values.items() if box in WRITTEN}
    assert sure == {box: WRITTEN[box] for box in sure}, "what is sure is right"
    assert len(sure) > 6
    shown = scan_enter.paper(xihua, read)
    assert isinstance(shown, ScorePaper)
    assert (shown.elsewhere, shown.open, shown.strange) == (False, True, ())
    kept = scan_enter.keep_scores(xihua, read.sheet, values | WRITTEN, shown.seen)
    assert kept.scored is not None
    assert (kept.scored.total, kept.scored.grade, kept.scored.step) == (920, "一类", "sign")
    totals = {one.name: one.standing.total for one in assessment.month(xihua, MONTH).sheets}
    assert totals == {"甲警务室": 920, "乙警务室": None}
    assert _sheet(xihua, printed.serials[1]).state == "entered"


def test_a_scored_rooms_sheet_is_refused_where_it_does_not_fit_and_nothing_is_entered(xihua: Desk) -> None:
    assessment.open_month(xihua, MONTH)
    serials = _print(xihua).serials
    other = _print(xihua, "2026-09").serials
    print_centre.mark(xihua, [*serials, *other], "returned")

    def why(serial: str, values: dict[str, Value]) -> str:
        (kept, refused) = scan_enter.enter_marks(xihua, {serial: values})
        assert not kept
        return refused[0].trouble.code

    assert why(other[0], {**POINTS}) == "sheet_missing_for", "that month has no sheets"
    assert why(serials[0], POINTS | {"OP1": 141}) == "points_above"
    assert why(serials[0], {**POINTS, "合计": 931}) == "score_sum"
    assert why(serials[0], {**POINTS, "A1": 50}) == "item_unknown"
    assert all(one.standing.total is None for one in assessment.month(xihua, MONTH).sheets)
    scan_enter.enter_marks(xihua, {serials[0]: {**POINTS}})
    (sheet,) = [one for one in assessment.month(xihua, MONTH).sheets if one.standing.total is not None]
    assert (sheet.name, sheet.standing.total) == ("乙警务室", 930)
    second = _print(xihua).serials[0]
    print_centre.mark(xihua, [second], "returned")
    assert why(second, POINTS | {"OP1": 10}) == "mark_meanwhile", "two sheets of one room that do not say the same"
    assessment.step(xihua, [sheet.id], Step("", "sign", DAY))
    assert why(serials[0], {"OP1": 10}) == "assess_locked"


def test_a_rooms_sheet_is_printed_again_for_that_room_and_of_a_person_for_their_room(xihua: Desk) -> None:
    first, second = _print(xihua).serials
    again = print_centre.reprint(xihua, second, "spoiled").serials[0]
    assert (_sheet(xihua, again).room, _sheet(xihua, first).room) == ("甲警务室", "乙警务室")
    with pytest.raises(Trouble) as told:
        scan_enter.keep_scores(xihua, _sheet(xihua, second), {**POINTS}, None)
    assert told.value.code == "sheet_replaced"
    people = {line.person: line.sheet.person_id for line in print_centre.sheet_lines(xihua)}
    assert people == {"甲警务室": "甲警务室", "乙警务室": "乙警务室"}
    assert return_desk.take(xihua, again, MONTH).person == "甲警务室"
    assert {one.line.person for one in return_desk.board(xihua, MONTH, "F26").missing} == {"乙警务室"}
    ours = [one.id for one in roster.list_people(xihua) if one.name == "孙三"]
    only = paperwork.make(xihua, "F26", person_ids=ours, period=MONTH).serials
    assert [_sheet(xihua, serial).room for serial in only] == ["乙警务室"]
    assert code_of(paperwork.make, xihua, "F26", person_ids=["丙警务室"], period=MONTH) == "nobody_to_print"
