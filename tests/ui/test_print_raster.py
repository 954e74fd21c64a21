"""Printing as pictures, where no spooler takes a PDF: the same pages, the chosen ones, in order."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from station_desk.domain.progress import Cancelled, silent
from station_desk.services import paperwork
from station_desk.ui import print_raster
from tests.support.homes import make_home
from tests.ui.people import six_people


@pytest.mark.parametrize(
    ("typed", "pages"), [("", [1, 2, 3]), ("2", [2]), ("1-2", [1, 2]), ("3,1", [3, 1]), ("2-9", [2, 3]), ("7", [])]
)
def test_pages_are_read_as_people_write_them(typed: str, pages: list[int]) -> None:
    assert print_raster.page_list(typed, 3) == pages


def test_the_pages_come_out_as_pictures(qtbot: QtBot, tmp_path: Path) -> None:
    with make_home(tmp_path, villages=8) as desk:
        six_people(desk)
        printed = paperwork.preview(desk, "F15", everyone=True)
    target = QPrinter(QPrinter.PrinterMode.HighResolution)
    target.setResolution(72)
    target.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    target.setOutputFileName(str(tmp_path / "out.pdf"))
    print_raster.send(printed, target, [1, 3], silent)
    made = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert len(made) == 2
    width, height = made[0].get_size()
    assert width > height
    made.close()


def test_a_stopped_print_goes_no_further(qtbot: QtBot, tmp_path: Path) -> None:
    with make_home(tmp_path, villages=8) as desk:
        six_people(desk)
        printed = paperwork.preview(desk, "F15", everyone=True)
    target = QPrinter(QPrinter.PrinterMode.HighResolution)
    target.setResolution(72)
    target.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    target.setOutputFileName(str(tmp_path / "out.pdf"))
    seen: list[int] = []

    def stop(done: int, _total: int) -> None:
        seen.append(done)
        raise Cancelled

    with pytest.raises(Cancelled):
        print_raster.send(printed, target, [1, 2, 3], stop)
    assert seen == [1]
