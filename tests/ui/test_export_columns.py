"""Exporting the roster: columns chosen, masked unless asked otherwise."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.services.roster_export import COLUMNS
from station_desk.store.access import load_access
from station_desk.ui import files
from station_desk.ui.export_columns import HEADERS, ColumnChooser
from tests.ui.conftest import Opened, quiet
from tests.ui.people import CTRL, NAMES, focus, id_number, press, six_people


def test_the_chosen_columns_are_written_masked(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "out.xlsx"
    monkeypatch.setattr(files, "ask_save", lambda _parent, _title, _name, _patterns, chosen: chosen(target))
    window = opened(fill=six_people, villages=8)
    press(Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_E, CTRL)
    panel = window.overlay.panel()
    assert panel is not None
    chooser = panel.findChild(ColumnChooser)
    assert isinstance(chooser, ColumnChooser)
    assert focus() is chooser.list
    press(Qt.Key.Key_Space)
    assert "serial" not in chooser.chosen()
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    cells = {str(cell) for row in rows for cell in row}
    assert NAMES[0] in cells
    assert id_number(0) not in cells
    assert "身份证号" in cells
    assert window.desk is not None
    with window.desk.store.read() as conn:
        assert "export" in [entry.act for entry in load_access(conn)]


def test_every_header_of_the_workbook_is_known_to_the_window() -> None:
    assert tuple(column.header for column in COLUMNS) == HEADERS
