"""The print centre: where each sheet is, checking paper in, printing one sheet again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from station_desk.domain.paper import read_serial
from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import paperwork, print_centre
from station_desk.services.desk import Desk
from station_desk.services.print_centre import SheetLine
from station_desk.services.roster import add_person
from station_desk.store.villages import load_villages
from tests.support.homes import make_home, reopen


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = make_home(tmp_path, villages=4, clock=FixedClock(datetime(2026, 11, 22, 4, tzinfo=UTC)))
    with opened.store.read() as conn:
        villages = [village.id for village in load_villages(conn)]
    for at, name in enumerate(("王芳", "李荣宝", "解晓东")):
        fields = {"sex": "女", "birth": "1986-05-01", "start_date": "2024-12-01", "end_date": "2029-11-30"}
        add_person(opened, PersonDraft(name=name, village_ids=(villages[at],), **fields))
    yield opened
    opened.close()


def _line(desk: Desk, serial: str) -> SheetLine:
    return next(line for line in print_centre.sheet_lines(desk) if line.sheet.serial == serial)


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].get_textpage().get_text_bounded()
    finally:
        document.close()


def test_typed_serials_come_back_and_what_lacks_is_known(desk: Desk) -> None:
    serials = paperwork.make(desk, "F20", everyone=True, period="2026-11").serials
    told = print_centre.mark(desk, [serials[0].lower(), f" {serials[1]} "], "returned")
    assert told.changed == list(serials[:2])
    assert told.trouble() is None
    assert [line.sheet.serial for line in print_centre.missing(desk, "2026-11")] == [serials[2]]
    assert print_centre.missing(desk, "2026-10") == []
    assert print_centre.still_out(desk, [serials[0]]) == [serials[2]]
    again = print_centre.mark(desk, [serials[0]], "returned")
    assert (again.changed, again.before) == ([], [serials[0]])


def test_a_mistyped_and_a_foreign_serial_are_told_and_the_right_one_is_taken(desk: Desk) -> None:
    serial = paperwork.make(desk, "F20", everyone=True, period="2026-11").serials[0]
    wrong = serial[:-1] + str((int(serial[-1]) + 1) % 10)
    foreign = str(replace(read_serial(serial), office="7777"))
    told = print_centre.mark(desk, [wrong, foreign, serial], "returned")
    assert (told.unread, told.foreign, told.changed) == ([wrong], [foreign], [serial])
    trouble = told.trouble()
    assert trouble is not None
    assert trouble.code == "serial_wrong"


def test_a_sheet_goes_only_where_its_state_leads(desk: Desk) -> None:
    serial = paperwork.make(desk, "F20", everyone=True, period="2026-11").serials[0]
    for state in ("out", "returned", "entered"):
        assert print_centre.mark(desk, [serial], state).changed == [serial]  # type: ignore[arg-type]
    assert print_centre.mark(desk, [serial], "lost").refused == {serial: "entered"}
    assert print_centre.mark(desk, [serial], "spoiled").changed == [serial]
    assert print_centre.mark(desk, [serial], "returned").refused == {serial: "spoiled"}


def test_a_sheet_printed_again_is_the_same_person_under_a_new_serial_and_both_know(desk: Desk) -> None:
    printed = paperwork.make(desk, "F20", everyone=True, period="2026-11")
    old = printed.serials[1]
    person = _line(desk, old).person
    shown = print_centre.preview_again(desk, old)
    again = print_centre.reprint(desk, old, "lost")
    assert again.pdf == shown.pdf
    assert again.serials == shown.serials
    (new,) = again.serials
    assert new not in printed.serials
    assert person in _text(again.pdf)
    assert new in _text(again.pdf)
    before, after = _line(desk, old), _line(desk, new)
    assert (before.sheet.state, before.replaced_by) == ("lost", new)
    assert (after.person, after.replaces, after.sheet.period) == (person, old, "2026-11")
    assert old not in [line.sheet.serial for line in print_centre.missing(desk, "2026-11")]
    for act in (lambda: print_centre.reprint(desk, old, "lost"), lambda: print_centre.preview_again(desk, old)):
        with pytest.raises(Trouble) as told:
            act()
        assert told.value.code == "sheet_replaced"
    assert print_centre.mark(desk, [old], "returned").refused == {old: "replaced"}
    third = print_centre.reprint(desk, new, "spoiled").serials[0]
    assert _line(desk, new).replaced_by == third


def test_one_page_of_a_list_is_printed_again_as_that_page(desk: Desk) -> None:
    with desk.store.read() as conn:
        village = load_villages(conn)[0].id
    for n in range(40):
        add_person(desk, PersonDraft(name=f"林{chr(0x4E00 + n)}", village_ids=(village,), start_date="2024-12-01"))
    printed = paperwork.make(desk, "F18", everyone=True)
    assert printed.pages > 1
    again = print_centre.reprint(desk, printed.serials[1], "spoiled")
    assert again.pages == 1
    first = pypdfium2.PdfDocument(printed.pdf)
    there = first[1].get_textpage().get_text_bounded().replace(printed.serials[1], "")
    first.close()
    assert _text(again.pdf).replace(again.serials[0], "") == there
    add_person(desk, PersonDraft(name="后来", village_ids=(village,), start_date="2024-12-01"))
    for n in range(40):
        add_person(desk, PersonDraft(name=f"黄{chr(0x4E00 + n)}", village_ids=(village,), start_date="2024-12-01"))
    with pytest.raises(Trouble) as told:
        print_centre.reprint(desk, printed.serials[0], "spoiled")
    assert told.value.code == "sheet_outdated"
    assert _line(desk, printed.serials[0]).sheet.state == "printed"


def test_both_sides_of_a_card_are_printed_again(desk: Desk) -> None:
    printed = paperwork.make(desk, "F17", everyone=True)
    lines = print_centre.sheet_lines(desk)
    one = next(line for line in lines if line.person == "李荣宝")
    sides = {line.sheet.serial for line in lines if line.person == "李荣宝"}
    again = print_centre.reprint(desk, one.sheet.serial, "spoiled")
    assert len(sides) == len(again.serials) == 2
    assert again.pages == 2
    assert {_line(desk, serial).replaces for serial in again.serials} == sides
    assert len(print_centre.sheet_lines(desk)) == len(printed.serials) + 2


def test_a_blank_sheet_is_printed_again_blank(desk: Desk) -> None:
    serials = paperwork.make(desk, "F20", blank=2, period="2026-11").serials
    again = print_centre.reprint(desk, serials[1], "spoiled")
    assert len(again.serials) == 1
    assert _line(desk, again.serials[0]).person == ""


def test_nobody_without_the_pen_changes_a_sheet(desk: Desk) -> None:
    serial = paperwork.make(desk, "F20", everyone=True, period="2026-11").serials[0]
    reader = reopen(desk, write=False)
    try:
        with pytest.raises(Trouble) as told:
            print_centre.mark(reader, [serial], "returned")
        assert told.value.code == "read_only"
        with pytest.raises(Trouble) as told:
            print_centre.reprint(reader, serial, "lost")
        assert told.value.code == "read_only"
        assert _line(reader, serial).sheet.state == "printed"
    finally:
        reader.close()


def test_two_pages_share_a_sheet_of_twice_the_size_in_reading_order(desk: Desk) -> None:
    printed = paperwork.make(desk, "F20", everyone=True, period="2026-11")
    doubled = paperwork.two_up(printed)
    assert (doubled.pages, doubled.serials) == (2, printed.serials)
    document = pypdfium2.PdfDocument(doubled.pdf)
    width, height = document[0].get_size()
    halves = [
        document[0].get_textpage().get_text_bounded(left=at * width / 2, right=(at + 1) * width / 2) for at in (0, 1)
    ]
    document.close()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
    assert [serial in half for half, serial in zip(halves, printed.serials, strict=False)] == [True, True]


def test_a_page_that_is_only_tried_bears_no_serial(desk: Desk) -> None:
    tried = paperwork.trial_page(desk, "F20", period="2026-11")
    assert (tried.serials, tried.pages) == ((), 1)
    assert "试印" in _text(tried.pdf)
    assert print_centre.sheet_lines(desk) == []
