"""Home of a county: the month of its stations, and one key to the list."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.ui.guide_page import GuidePage
from station_desk.ui.home_lines import HomeLine
from station_desk.ui.inbox_page import InboxPage
from tests.support.homes import make_home
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, page_of, press, said
from tests.ui.test_exchange_page import identity


def test_the_months_of_the_stations_stand_on_home_and_lead_to_their_list(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    station = make_home(tmp_path, villages=2, folder="station")

    def fill(county: Desk) -> None:
        exchange.trust(county, identity(station, tmp_path))

    window = opened("county", fill=fill, villages=0)
    station.close()
    card = page_of(window).findChild(QWidget, "month")
    assert card is not None
    assert "还缺：梁才派出所" in said(card)
    press(Qt.Key.Key_G, ALT)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, GuidePage)
    (line,) = [one for one in page.findChildren(HomeLine) if one.isVisible()]
    assert "梁才派出所　还没有来" in "".join(
        one.accessibleDescription() or one.text() for one in line.findChildren(QWidget) if hasattr(one, "text")
    )
    press(Qt.Key.Key_1, ALT)
    quiet(qtbot, window)
    assert isinstance(page_of(window), InboxPage)
