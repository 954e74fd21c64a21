"""Several sticks are asked about, one is taken; what lies on them is told by its content; confirmed bundles are tidied."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station_desk.machine.sticks import Stick
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.ui import exchange_data
from station_desk.ui.exchange_data import look_at_media
from station_desk.ui.exchange_page import ExchangePage
from station_desk.ui.window import DeskWindow
from tests.support.homes import make_home
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, page_of, press, said, six_people
from tests.ui.test_remarks import introduce


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Desk]:
    desk = make_home(tmp_path, "county", 0, folder="county")
    yield desk
    desk.close()


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two sticks that are in."""
    found = [tmp_path / "sticks" / name for name in ("A", "B")]
    for place in found:
        place.mkdir(parents=True)
    monkeypatch.setattr(
        exchange_data, "sticks", lambda: [Stick(one, one.name, 1 << 30) for one in found if one.exists()]
    )
    return found


@pytest.fixture
def shown(opened: Opened, county: Desk, places: list[Path], tmp_path: Path, qtbot: QtBot) -> DeskWindow:
    """A station's exchange page, with something to give."""

    def fill(station: Desk) -> None:
        six_people(station)
        introduce(station, county, tmp_path)

    window = opened("station", fill=fill, villages=8)
    press(Qt.Key.Key_0, CTRL)
    quiet(qtbot, window)
    return window


def page_in(window: DeskWindow) -> ExchangePage:
    page = page_of(window)
    assert isinstance(page, ExchangePage)
    return page


def buttons(widget: QWidget, name: str) -> list[QPushButton]:
    return [one for one in widget.findChildren(QPushButton) if one.accessibleName() == name and one.isVisible()]


def lying(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_with_two_sticks_it_is_asked_each_time_which_one(shown: DeskWindow, places: list[Path], qtbot: QtBot) -> None:
    page = page_in(shown)
    assert page.send.folder is None
    assert "2 个 U 盘" in said(page.send)
    page.export()
    assert len(buttons(shown, "stick")) == 2
    buttons(shown, "stick")[1].click()
    quiet(qtbot, shown)
    assert (len(lying(places[0])), len(lying(places[1]))) == (0, 1)
    assert "可以拔出 U 盘了" in page.send.safe.text()
    assert page.send.folder is None, "none is remembered"
    page.export()
    assert len(buttons(shown, "stick")) == 2
    buttons(shown, "panel-close")[0].click()


def test_a_single_stick_is_taken_without_a_question(shown: DeskWindow, places: list[Path], qtbot: QtBot) -> None:
    places[1].rmdir()
    page = page_in(shown)
    page._look_at_media(now=True)
    quiet(qtbot, shown)
    assert page.send.folder == places[0]
    page.export()
    quiet(qtbot, shown)
    assert len(lying(places[0])) == 1


def test_confirmed_bundles_are_tidied_by_one_act_and_the_others_stay(
    shown: DeskWindow, county: Desk, places: list[Path], qtbot: QtBot
) -> None:
    station = shown.desk
    assert station is not None
    page = page_in(shown)
    places[1].rmdir()
    (first,) = exchange.export_bundles(station, places[0])
    answer = exchange.import_bundles(county, [Path(first.file)], receipt_to=places[0])
    exchange.import_bundles(station, [Path(answer.receipts[0])])
    station.store.set_setting("touched", "1")
    with station.store.write(station.account.id, "note") as work:
        work.create("village_alias", "a" * 32, {"alias": "老村"})
    (second,) = exchange.export_bundles(station, places[0])
    page._tidied = None
    page._look_at_media(now=True)
    quiet(qtbot, shown)
    assert [one.text().strip() for one in buttons(page, "tidy-stick")] == ["清理已有回执的包 1 个"]
    press(Qt.Key.Key_D, ALT)
    assert "没有回执的 1 个不会动" in said(shown)
    buttons(shown, "answer-yes")[0].click()
    quiet(qtbot, shown)
    assert Path(first.file).name not in lying(places[0])
    assert Path(second.file).name in lying(places[0])
    assert buttons(page, "tidy-stick") == []


def test_what_came_on_a_stick_is_known_by_its_content_and_not_by_its_name(
    shown: DeskWindow, county: Desk, places: list[Path], qtbot: QtBot
) -> None:
    station = shown.desk
    assert station is not None
    (made,) = exchange.export_bundles(county, places[0], everyone=True)
    glances = exchange.Glances()
    renamed = Path(made.file).rename(places[0] / "新建文件")
    (places[0] / "照片.jpg").write_bytes(b"\xff\xd8\xff" * 5000)
    assert look_at_media(station, glances).incoming == (renamed,)
    assert look_at_media(station, glances).incoming == (renamed,)
    exchange.import_bundles(station, [renamed])
    again = renamed.rename(places[1] / made.file.rsplit("/", 1)[-1])
    assert look_at_media(station, glances).incoming == ()
    again.unlink()
    Path(exchange.export_bundles(county, places[0], everyone=True)[0].file).rename(renamed)
    assert look_at_media(station, glances).incoming == (renamed,)
