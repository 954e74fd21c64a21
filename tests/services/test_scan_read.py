"""A pile of scans files itself, and every page is accounted for; confirmed counts go to the log."""

from pathlib import Path

import pytest
from PIL import Image

from station_desk.domain.paper import code_text
from station_desk.domain.progress import Cancelled
from station_desk.domain.roster import PersonDraft
from station_desk.services import paperwork, print_centre, return_desk, scan_read
from station_desk.services.desk import Desk
from station_desk.services.paper_press import paper_key
from station_desk.services.roster import add_person
from tests.services.roster_desks import clock, desk, ids, made_once
from tests.support.paper import picture

__all__ = ["clock", "desk", "made_once"]

MONTH = "2026-10"


@pytest.fixture
def sheets(desk: Desk) -> tuple[list[str], list[Image.Image]]:
    """Work logs of three people: serials and pages at 120 dpi."""
    for at, name in enumerate(("王芳", "李荣宝", "解晓东")):
        add_person(desk, PersonDraft(name=name, village_ids=(ids(desk)[at],), start_date="2024-12-01"))
    made = paperwork.make(desk, "F20", everyone=True, period=MONTH)
    return list(made.serials), [picture(made.pdf, at, 120) for at in (1, 2, 3)]


def _pile(tmp_path: Path, pages: list[Image.Image]) -> Path:
    file = tmp_path / "pile.pdf"
    first, *others = [page.copy() for page in pages]  # pillow keeps on a picture what it was saved with
    first.save(file, save_all=True, append_images=others, resolution=120)
    return file


def test_a_mixed_pile_files_itself_and_every_page_is_accounted_for(
    desk: Desk, sheets: tuple[list[str], list[Image.Image]], tmp_path: Path
) -> None:
    serials, pages = sheets
    blank = Image.new("L", pages[0].size, 250)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    told = scan_read.read_scans(desk, [broken, _pile(tmp_path, [pages[0].rotate(180), blank, pages[1], pages[0]])])
    assert sorted(told.returned) == sorted(serials[:2])
    assert (told.missing, told.doubled, told.before) == ([serials[2]], [serials[0]], [])
    counts = {state: told.count(state) for state in ("filed", "to_decide", "foreign")}  # type: ignore[arg-type]
    assert counts == {"filed": 3, "to_decide": 2, "foreign": 0}
    assert len(told.pieces) == sum(counts.values())
    assert told.names("to_decide") == ["broken.pdf:0", "pile.pdf:2"]
    assert {one.sheet.serial for one in told.marks} == set(serials[:2])
    again = scan_read.read_scans(desk, [_pile(tmp_path, [pages[0]])])
    assert (again.returned, again.before) == ([serials[0]], [serials[0]])


def test_a_code_of_another_office_is_refused_and_a_spoiled_sheet_is_to_be_decided(
    desk: Desk, sheets: tuple[list[str], list[Image.Image]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials, pages = sheets
    print_centre.mark(desk, [serials[1]], "spoiled")
    told = scan_read.read_scans(desk, [_pile(tmp_path, [pages[1]])])
    assert (told.returned, told.names("to_decide")) == ([], [serials[1]])
    desk.store.set_secret("paper_key", b"the key of quite another office!")
    told = scan_read.read_scans(desk, [_pile(tmp_path, [pages[0]])])
    assert (told.returned, told.names("foreign")) == ([], ["pile.pdf:1"])


def test_a_reading_that_is_stopped_files_nothing(
    desk: Desk, sheets: tuple[list[str], list[Image.Image]], tmp_path: Path
) -> None:
    serials, pages = sheets

    def stop(done: int, total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        scan_read.read_scans(desk, [_pile(tmp_path, pages[:1])], stop)
    assert len(print_centre.missing(desk, MONTH)) == len(serials)


def test_the_desk_counts_every_sheet_once_and_takes_digits_serials_and_whole_codes(
    desk: Desk, sheets: tuple[list[str], list[Image.Image]]
) -> None:
    serials, _ = sheets
    assert return_desk.take(desk, "0001", MONTH).outcome == "taken"
    assert return_desk.take(desk, " ０００１", MONTH).outcome == "before"
    assert return_desk.take(desk, code_text(serials[1], 1, paper_key(desk)), MONTH).outcome == "taken"
    assert return_desk.take(desk, code_text(serials[2], 1, b"another key"), MONTH).outcome == "foreign"
    assert return_desk.take(desk, "0099", MONTH).outcome == "unread"
    print_centre.mark(desk, [serials[2]], "spoiled")
    assert return_desk.take(desk, serials[2], MONTH).outcome == "spoiled"
    assert return_desk.take(desk, serials[1], "2026-09").outcome == "before"
    stands = return_desk.board(desk, MONTH)
    assert (stands.sent, stands.returned, len(stands.missing), stands.withdrawn) == (3, 2, 0, 1)
    return_desk.give_back(desk, serials[1])
    stands = return_desk.board(desk, MONTH)
    assert [one.line.person for one in stands.missing] == [print_centre.missing(desk, MONTH)[0].person]
    assert (stands.sent, stands.returned, len(stands.missing), stands.withdrawn) == (3, 1, 1, 1)
