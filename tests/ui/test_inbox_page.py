"""The county's inbox on real desks: files are reported on first, good ones taken in, receipts written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station_desk import SCHEMA_VERSION
from station_desk.domain.exchange import MissingBundle, StationView
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.ui import files
from station_desk.ui.inbox_page import InboxPage
from station_desk.ui.inbox_stations import StationTable, missing_words, next_order, state_of
from station_desk.ui.roster_page import RosterPage
from station_desk.ui.window import DeskWindow
from tests.support.homes import make_home
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, NAMES, page_of, press, said, six_people
from tests.ui.test_exchange_page import Chosen, identity


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Chosen:
    return Chosen(monkeypatch)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Desk]:
    desk = make_home(tmp_path, villages=8, folder="station")
    six_people(desk)
    yield desk
    desk.close()


@pytest.fixture
def shown(opened: Opened, station: Desk, tmp_path: Path, qtbot: QtBot) -> tuple[DeskWindow, InboxPage]:
    """A county that trusts the station, with its inbox in front."""

    def fill(county: Desk) -> None:
        exchange.trust(county, identity(station, tmp_path))
        exchange.trust(station, identity(county, tmp_path))

    window = opened("county", fill=fill, villages=0)
    press(Qt.Key.Key_3, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, InboxPage)
    return window, page


def export(station: Desk, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return Path(exchange.export_bundles(station, folder)[0].file)


def whole(window: DeskWindow) -> str:
    return "\n".join(one.accessibleDescription() or one.text() for one in window.findChildren(QLabel))


def findings(page: InboxPage) -> list[str]:
    assert page.report is not None
    return [bundle.result for bundle in page.report.rows()]


def test_a_folder_is_reported_on_taken_in_and_answered_with_receipts(
    shown: tuple[DeskWindow, InboxPage], station: Desk, chosen: Chosen, tmp_path: Path, qtbot: QtBot
) -> None:
    window, page = shown
    folder = tmp_path / "from-stations"
    export(station, folder)
    (folder / "junk.sdb").write_bytes(b"no bundle" * 99)
    chosen.answer = folder
    press(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    quiet(qtbot, window)
    assert sorted(findings(page)) == ["applied", "corrupt"]
    assert window.desk is not None
    assert exchange.received(window.desk) == []
    assert page.primary is not None
    assert page.primary.text == "收下 1 个"
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert [one.result for one in exchange.received(window.desk)] == ["applied"]
    assert "1 份回执在" in said(page)
    assert len(list(folder.glob("371602_*.sdb"))) == 1
    assert sorted(findings(page)) == ["applied", "corrupt"]


def test_a_file_can_be_left_out(
    shown: tuple[DeskWindow, InboxPage], station: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window, page = shown
    page.look_at([export(station, tmp_path / "in")])
    quiet(qtbot, window)
    press(Qt.Key.Key_Space)
    assert page.primary is not None
    assert not page.primary.enabled
    press(Qt.Key.Key_Space)
    assert page.primary.enabled


def test_the_same_file_again_is_a_duplicate_and_nothing_is_left_to_take(
    shown: tuple[DeskWindow, InboxPage], station: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window, page = shown
    file = export(station, tmp_path / "in")
    assert window.desk is not None
    exchange.import_bundles(window.desk, [file])
    page.look_at([file])
    quiet(qtbot, window)
    assert findings(page) == ["duplicate"]
    assert page.primary is not None
    assert not page.primary.enabled


def test_the_stations_stand_with_what_they_hold_and_lead_to_their_roster(
    shown: tuple[DeskWindow, InboxPage], station: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window, page = shown
    page.look_at([export(station, tmp_path / "in")])
    quiet(qtbot, window)
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    page.show_view("stations")
    assert "梁才派出所" in said(page._station_card)
    assert "8 个村" in said(page._station_card)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "梁才派出所交来的包，1 个" in said(page)
    assert [one.result for one in page._one.rows()] == ["applied"]
    press(Qt.Key.Key_P, ALT)
    quiet(qtbot, window)
    roster = page_of(window)
    assert isinstance(roster, RosterPage)
    assert "只看梁才派出所的人" in said(roster)
    assert NAMES[0] in said(roster.panel)
    assert roster.primary is None


def test_without_files_the_page_says_what_to_do(shown: tuple[DeskWindow, InboxPage]) -> None:
    _window, page = shown
    assert "没有新的文件。" in said(page)


def view(**facts: object) -> StationView:
    base: dict[str, object] = {
        "code": "371602009",
        "name": "梁才派出所",
        "heard_at": "2026-11-01T01:00:00Z",
        "last_number": 9,
        "gaps": (),
        "people": 71,
        "villages": 74,
        "overdue_days": 3,
        "sv": SCHEMA_VERSION,
    }
    return StationView(**(base | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "mark", "words"),
    [
        ({}, "tick", "正常"),
        ({"gaps": (7, 8)}, "bad", "缺第 7、8 包"),
        ({"overdue_days": 40}, "warn", "40 天没有来"),
        ({"heard_at": None}, "wait", "还没有来过"),
        ({"sv": SCHEMA_VERSION - 1}, "tick", "正常，程序旧一版"),
    ],
)
def test_how_it_stands_with_a_station_is_said_with_a_mark(facts: dict[str, object], mark: str, words: str) -> None:
    assert state_of(view(**facts))[:2] == (mark, words)


def test_a_folder_with_other_things_in_it_says_what_was_left_alone(
    shown: tuple[DeskWindow, InboxPage], station: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window, page = shown
    folder = tmp_path / "in"
    file = export(station, folder)
    file.rename(folder / ".x.part")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "link.sdb").symlink_to(folder / ".x.part")
    page.look_at([folder])
    quiet(qtbot, window)
    assert findings(page) == ["applied"]
    assert "1 个别的文件没有打开·1 个快捷方式没有跟着走" in said(page)


def test_a_folder_without_a_bundle_says_so(shown: tuple[DeskWindow, InboxPage], tmp_path: Path, qtbot: QtBot) -> None:
    window, page = shown
    (tmp_path / "nothing").mkdir()
    (tmp_path / "nothing" / "a.doc").write_bytes(b"text")
    page.look_at([tmp_path / "nothing"])
    quiet(qtbot, window)
    assert page.report is None
    assert "这里没有给本局的包·1 个别的文件没有打开" in whole(window)


def test_the_stations_are_sorted_by_a_key_and_stored_as_a_table(
    shown: tuple[DeskWindow, InboxPage], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    window, page = shown
    table = tmp_path / "名单.xlsx"
    monkeypatch.setattr(files, "ask_save", lambda _parent, _title, _name, _patterns, chosen: chosen(table))
    page.show_view("stations")
    assert "排序：按代码" in page._order_button.text()
    press(Qt.Key.Key_S, ALT)
    assert "排序：最久没来的在前" in page._order_button.text()
    press(Qt.Key.Key_E, CTRL)
    quiet(qtbot, window)
    assert table.read_bytes()[:2] == b"PK"


def test_orders_put_what_is_worst_first() -> None:
    table = StationTable()
    few = view(code="1", people=5, unconfirmed=9)
    lost = view(code="2", gaps=(7,), people=9)
    late = view(code="3", overdue_days=50, people=1)
    firsts = []
    for _ in range(5):
        table.show_stations([few, lost, late], date(2026, 11, 22), missing=False)
        firsts.append(table.rows()[0].code)
        table.order = next_order(table.order)
    assert firsts == ["1", "3", "2", "1", "2"]
    assert table.order == "code"
    table.show_stations([few, lost, late], date(2026, 11, 22), missing=True)
    assert [one.code for one in table.rows()] == ["2", "3"]


def test_missing_bundles_are_told_with_their_days() -> None:
    lost = (MissingBundle(7, "2026-11-03T08:00:00Z", "AB12-34"), MissingBundle(8))
    assert missing_words(lost, date(2026, 11, 22)) == "第 7 包（11月3日）、第 8 包"
