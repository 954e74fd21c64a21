"""True .xls files. `files/roster.xls` holds two invented people under a merged title, as an old program wrote them:
a merged village, a hidden row, a hidden column, a hidden sheet, a month as a date, an ID as a number, a far cell.
"""

from contextlib import suppress
from pathlib import Path

import pytest

from station_desk.domain.intake_cells import RawBook
from station_desk.domain.trouble import Trouble
from station_desk.sheets import biff, child
from station_desk.sheets.reading import read_book

FILE = Path(__file__).with_name("files") / "roster.xls"


def test_an_xls_file_tells_its_cells_merges_and_what_is_hidden() -> None:
    book = read_book(FILE)
    first, second = book.sheets
    assert book.kind == "xls"
    assert first.rows[1] == ("梁才派出所警务助理花名册",)
    assert first.rows[3][:5] == (1, "崔䶮", "371602198503129970", 13800001234, "甲村")
    assert first.rows[4][2] == 371602197601029000.0
    assert sorted(first.merges) == [(1, 1, 1, 7), (3, 5, 4, 5)]
    assert (first.hidden_rows, first.hidden_columns) == ({4}, {8})
    assert (first.visible, second.visible) == (True, False)


def test_a_date_shown_as_a_month_keeps_that_precision() -> None:
    assert child.read(str(FILE)).sheets[0].rows[3][5] == "1985-03"


def test_a_stray_cell_in_the_far_corner_does_not_stop_the_reading() -> None:
    sheet = read_book(FILE).sheets[0]
    assert sheet.notes == ("far_cells_ignored",)
    assert (sheet.last_row, sheet.width) == (4, 8)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.et"])
def test_an_xls_file_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILE.read_bytes())
    assert child.read(str(tmp_path / name)).kind == "xls"


def test_damage_anywhere_is_refused_or_read_and_never_more(tmp_path: Path) -> None:
    whole, file = FILE.read_bytes(), tmp_path / "a.xls"
    for place in range(0, len(whole), max(1, len(whole) // 250)):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        with suppress(Trouble):
            assert isinstance(biff.look(damaged), biff.Found)
        file.write_bytes(damaged)
        try:
            answer: object = read_book(file, seconds=20) if place % 7 == 0 else None
        except Trouble as trouble:
            answer = trouble.code.startswith("sheet_")
        assert answer is None or answer is True or isinstance(answer, RawBook)


def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = FILE.read_bytes()
    for length in (9, 100, 600, 2000):
        (tmp_path / "a.xls").write_bytes(whole[:length])
        with pytest.raises(Trouble, match="sheet_damaged"):
            read_book(tmp_path / "a.xls")
