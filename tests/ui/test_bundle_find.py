"""A lost bundle is given again in two keys; a slip is printed by one key and scanned back to its bundle."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station_desk.domain.slips import qr_text
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.ui.bundle_find import STATES, BundleField
from station_desk.ui.exchange_page import ExchangePage
from station_desk.ui.inbox_page import InboxPage
from station_desk.ui.search_answers import bundle_line
from station_desk.ui.window import DeskWindow
from tests.support.homes import COUNTY, STATION, make_home, reopen
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, focus, page_of, press, said, six_people
from tests.ui.test_exchange_page import identity


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Desk]:
    desk = make_home(tmp_path, "county", 0, folder="county")
    yield desk
    desk.close()


def three_weeks(tmp_path: Path, county: Desk) -> Callable[[Desk], None]:
    """Three bundles with receipts; then the county forgot, has the first and the third again, and asks."""

    def fill(station: Desk) -> None:
        exchange.trust(station, identity(county, tmp_path))
        exchange.trust(county, identity(station, tmp_path))
        old = tmp_path / "old.db"
        county.store.vacuum_into(old)
        up, down, back = (tmp_path / name for name in ("up", "down", "back"))
        for folder in (up, down, back):
            folder.mkdir()
        files = []
        for week in range(3):
            if week == 0:
                six_people(station)
            else:
                with station.store.write(station.account.id, "note") as work:
                    work.create("village_alias", f"{week:032x}", {"alias": f"旧名{week}"})
            files.append(Path(exchange.export_bundles(station, up)[0].file))
            answer = exchange.import_bundles(county, [files[-1]], receipt_to=down)
            exchange.import_bundles(station, [Path(file) for file in answer.receipts], receipt_to=back)
        county.store.close()
        shutil.copy(old, county.home.database)
        fresh = reopen_store(county)
        answer = exchange.import_bundles(fresh, [files[0], files[2]], receipt_to=down)
        exchange.import_bundles(station, [Path(file) for file in answer.receipts], receipt_to=back)
        fresh.close()

    return fill


def reopen_store(county: Desk) -> Desk:
    county.home.anchor_a.unlink(missing_ok=True)
    county.home.anchor_b.unlink(missing_ok=True)
    return reopen(county)


def show(window: DeskWindow, qtbot: QtBot) -> ExchangePage:
    press(Qt.Key.Key_0, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, ExchangePage)
    return page


def test_open_and_enter_give_the_asked_bundle_again_and_only_that(
    opened: Opened, county: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(fill=three_weeks(tmp_path, county), villages=8)
    page = show(window, qtbot)
    assert page.primary is not None
    assert page.primary.text == "补发第 2 包"
    stick = tmp_path / "stick"
    stick.mkdir()
    page._folder_chosen(stick)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    (file,) = stick.glob("*.sdb")
    assert file.name.split("_")[2] == "0002"
    assert window.desk is not None
    assert exchange.wanted_again(window.desk) == []
    assert page.primary.text != "补发第 2 包"
    marks = {one.number: one.acked_at is not None for one in exchange.sent(window.desk)}
    assert marks == {1: True, 2: False, 3: False}, "nothing counts as received before its receipt"


def test_the_countersignature_stands_on_the_stations_page(
    opened: Opened, county: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(fill=three_weeks(tmp_path, county), villages=8)
    page = show(window, qtbot)
    text = said(page.receive)
    assert "滨城分局" in text
    assert "确认到第 3 号包" in text
    assert "有效" in text
    assert "它后来用回旧副本，现在缺" in text


def test_a_scanned_slip_shows_its_bundle_and_the_slip_is_one_key_away(
    opened: Opened, county: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(fill=three_weeks(tmp_path, county), villages=8)
    show(window, qtbot)
    assert window.desk is not None
    first = exchange.sent(window.desk)[-1]
    press(Qt.Key.Key_B, ALT)
    assert isinstance(focus(), BundleField)
    QTest.keyClicks(focus(), qr_text(STATION, COUNTY, [(1, first.code)]).lower())
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    panel = window.overlay.panel()
    assert panel is not None
    assert "第 1 包，交给滨城分局" in said(panel)
    assert "对方收到了" in said(panel)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_P, CTRL)
    quiet(qtbot, window)
    panel = window.overlay.panel()
    assert panel is not None
    assert "移交单" in said(panel)
    press(Qt.Key.Key_Escape)


def test_what_is_no_bundle_is_told_in_three_sentences(
    opened: Opened, county: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(fill=three_weeks(tmp_path, county), villages=8)
    page = show(window, qtbot)
    page.lookup.setText("没有这个")
    page.lookup.begin()
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    panel = window.overlay.panel()
    assert panel is not None
    assert "找不到“没有这个”" in said(panel)


def test_the_county_scans_a_slip_whose_bundle_never_came(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    station = make_home(tmp_path, villages=2, folder="station")

    def fill(county: Desk) -> None:
        exchange.trust(county, identity(station, tmp_path))

    window = opened("county", fill=fill, villages=0)
    press(Qt.Key.Key_3, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, InboxPage)
    press(Qt.Key.Key_B, ALT)
    QTest.keyClicks(focus(), f"SDB1:{STATION}:{COUNTY}:7.5B0E19")
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    panel = window.overlay.panel()
    assert panel is not None
    assert "梁才派出所的第 7 包" in said(panel)
    assert "没有来过" in said(panel)
    station.close()


def test_after_taking_in_the_receipt_slip_is_one_key_away(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    station = make_home(tmp_path, villages=2, folder="station")

    def fill(county: Desk) -> None:
        exchange.trust(county, identity(station, tmp_path))
        exchange.trust(station, identity(county, tmp_path))
        (tmp_path / "in").mkdir()
        made = exchange.export_bundles(station, tmp_path / "in")
        exchange.import_bundles(county, [Path(made[0].file)])

    window = opened("county", fill=fill, villages=0)
    press(Qt.Key.Key_3, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_P, CTRL)
    quiet(qtbot, window)
    panel = window.overlay.panel()
    assert panel is not None
    assert "收件回执单" in said(panel)
    assert "第 1 / 1 页" in said(panel)
    press(Qt.Key.Key_Escape)
    station.close()


def test_the_search_box_knows_a_code_when_it_sees_one() -> None:
    found = bundle_line("5b0e-19", "exchange")
    assert found is not None
    assert found.target is not None
    assert (found.target.page, found.target.act, found.target.subject) == ("exchange", "bundle", "5b0e-19")
    assert bundle_line("王芳", "exchange") is None
    assert bundle_line("facade", "exchange") is None, "six letters are a name's initials rather than a code"


def test_every_state_has_words() -> None:
    assert all(words for _mark, words in STATES.values())
