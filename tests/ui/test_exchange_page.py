"""The exchange page on real desks: know each other, hand over by safe steps, look first and take the receipt in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_desk.domain.exchange import Peer, PeerStatus, SentBundle, Waiting
from station_desk.services import exchange, roster
from station_desk.services.attachments import add_photo
from station_desk.services.desk import Desk
from station_desk.ui import files
from station_desk.ui.exchange_banners import exchange_banners
from station_desk.ui.exchange_data import ExchangeData, Fork
from station_desk.ui.exchange_page import ExchangePage
from station_desk.ui.exchange_steps import STEPS, StepTrack
from station_desk.ui.exchange_words import bytes_words, kinds_line, numbers_words, receipt_state
from station_desk.ui.window import DeskWindow
from tests.support.homes import make_home
from tests.support.pictures import picture
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, focus, page_of, press, said, six_people

Shown = tuple[DeskWindow, ExchangePage]


class Chosen:
    """Answers for the file dialogs of a page."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer = Path()
        monkeypatch.setattr(files, "ask_folder", self._folder)
        monkeypatch.setattr(files, "ask_open", lambda _parent, _title, _patterns, chosen: chosen(self.answer))
        monkeypatch.setattr(files, "ask_open_many", lambda _parent, _title, _patterns, chosen: chosen([self.answer]))

    def _folder(self, _parent: QWidget, _title: str, chosen: Callable[[Path], object]) -> None:
        chosen(self.answer)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Chosen:
    return Chosen(monkeypatch)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Desk]:
    desk = make_home(tmp_path, "county", 0, folder="county")
    yield desk
    desk.close()


def identity(desk: Desk, folder: Path) -> Path:
    return exchange.write_public_identity(desk, folder)


def known(tmp_path: Path, county: Desk) -> Callable[[Desk], None]:
    """Puts people into the station and lets both offices trust each other."""

    def fill(station: Desk) -> None:
        six_people(station)
        exchange.trust(station, identity(county, tmp_path))
        exchange.trust(county, identity(station, tmp_path))

    return fill


def show(window: DeskWindow, qtbot: QtBot) -> ExchangePage:
    press(Qt.Key.Key_0, CTRL)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, ExchangePage)
    return page


def test_the_county_is_trusted_only_after_its_fingerprint_was_shown(
    opened: Opened, county: Desk, chosen: Chosen, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(fill=six_people, villages=8)
    page = show(window, qtbot)
    assert "第一次要先认识县局" in said(page)
    chosen.answer = identity(county, tmp_path)
    press(Qt.Key.Key_T, ALT)
    quiet(qtbot, window)
    panel = window.overlay.panel()
    assert panel is not None
    assert exchange.fingerprint(county).split()[0] in said(panel)
    press(Qt.Key.Key_Escape)
    quiet(qtbot, window)
    assert window.desk is not None
    assert exchange.peers(window.desk) == []
    press(Qt.Key.Key_T, ALT)
    quiet(qtbot, window)
    assert focus().objectName() == "panel-close"
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    quiet(qtbot, window)
    assert [peer.name for peer in exchange.peers(window.desk)] == ["滨城分局"]
    assert "与滨城分局之间" in page.facts


def test_our_own_identity_is_saved_for_the_other_side(
    opened: Opened, chosen: Chosen, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(villages=1)
    page = show(window, qtbot)
    chosen.answer = tmp_path
    page.receive.identity_button.click()
    quiet(qtbot, window)
    assert list(tmp_path.glob("*.sdk"))


def test_an_export_goes_through_its_four_steps_and_says_the_short_code_until_a_key(
    opened: Opened, county: Desk, chosen: Chosen, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(fill=known(tmp_path, county), villages=8)
    page = show(window, qtbot)
    assert int(page.send._count.text()) > 0
    stick = tmp_path / "stick"
    stick.mkdir()
    chosen.answer = stick
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    written = list(stick.glob("*.sdb"))
    assert len(written) == 1
    assert window.desk is not None
    code = exchange.sent(window.desk)[0].code
    assert page.send.safe.isVisible()
    assert code in page.send.safe.text()
    assert page.send.track.kinds() == ["ok"] * len(STEPS)
    press(Qt.Key.Key_Down)
    assert not page.send.safe.isVisible()
    assert "等回执" in str(page.list.model().index(0, 6).data())


def test_a_receipt_is_looked_at_first_and_then_taken_in(
    opened: Opened, county: Desk, chosen: Chosen, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(fill=known(tmp_path, county), villages=8)
    page = show(window, qtbot)
    chosen.answer = tmp_path / "stick"
    chosen.answer.mkdir()
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_Escape)
    answer = exchange.import_bundles(county, list(chosen.answer.glob("*.sdb")))
    chosen.answer = Path(answer.receipts[0])
    press(Qt.Key.Key_I, ALT)
    quiet(qtbot, window)
    panel = window.overlay.panel()
    assert panel is not None
    assert "可以收下" in str(panel.findChild(QWidget, "report").model().index(0, 3).data())  # type: ignore[union-attr]
    assert window.desk is not None
    assert exchange.received(window.desk) == []
    buttons = [b for b in panel.findChildren(QWidget) if b.objectName() == "panel-act-1"]
    buttons[0].setFocus()
    press(Qt.Key.Key_Space)
    quiet(qtbot, window)
    assert exchange.received(window.desk)[0].result == "applied"
    assert "县局已收到第 1 包" in said(page)


def test_a_damaged_file_is_told_in_three_sentences_and_changes_nothing(
    opened: Opened, county: Desk, chosen: Chosen, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(fill=known(tmp_path, county), villages=8)
    show(window, qtbot)
    chosen.answer = tmp_path / "bad.sdb"
    chosen.answer.write_bytes(b"nothing that was ever a bundle" * 40)
    press(Qt.Key.Key_I, ALT)
    quiet(qtbot, window)
    panel = window.overlay.panel()
    assert panel is not None
    text = said(panel)
    assert all(word in text for word in ("出了什么事", "数据安全吗", "下一步做什么"))
    press(Qt.Key.Key_Return)
    assert window.desk is not None
    assert exchange.received(window.desk) == []


def test_without_anything_chosen_the_folder_is_asked_for_and_a_trouble_is_told(
    opened: Opened, county: Desk, chosen: Chosen, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(fill=known(tmp_path, county), villages=8)
    page = show(window, qtbot)
    chosen.answer = tmp_path / "not-there"
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert window.overlay.panel() is not None
    assert page.send.track.kinds() == ["wait"] * len(STEPS)
    press(Qt.Key.Key_Return)
    assert window.overlay.panel() is None


def test_steps_become_ticks_one_after_the_other(qtbot: QtBot) -> None:
    track = StepTrack()
    qtbot.addWidget(track)
    assert track.kinds() == ["wait"] * 4
    track.show_step("flush")
    assert track.kinds() == ["ok", "todo", "wait", "wait"]
    track.show_step("safe")
    assert track.kinds() == ["ok"] * 4
    track.reset()
    assert track.kinds() == ["wait"] * 4


def test_sizes_kinds_and_numbers_are_said_shortly() -> None:
    assert bytes_words(100) == "1 KB"
    assert bytes_words(46 * 1024) == "46 KB"
    assert bytes_words(12_400_000_000) == "11.5 GB"
    assert kinds_line(Waiting(3, None, {"person": 2, "term": 1, "village": 0}).by_kind) == "人员 2·聘期 1"
    assert numbers_words((7, 8)) == "第 7、8 包"
    assert numbers_words(range(1, 9)) == "第 1、2、3、4、5、6 包…"


def state(**facts: object) -> ExchangeData:
    base: dict[str, object] = {
        "today": date(2026, 11, 23),
        "peers": (Peer("371602", "county", "滨城分局", "0417 8826", "2026-01-01T00:00:00Z"),),
        "status": {"371602": PeerStatus("371602", None, None, 0, 0, ())},
        "sent": (),
        "received": (),
        "waiting": Waiting(0, None, {}),
        "people": {},
        "fingerprint": "0417 8826",
    }
    return ExchangeData(**(base | facts))  # type: ignore[arg-type]


def sent(number: int, *, acked: bool) -> SentBundle:
    at = f"2026-11-{number:02d}T01:00:00Z"
    return SentBundle("371602", number, "5B0E-19", "x.sdb", at, "a", 9, 1, 1, at if acked else None)


def test_a_bundle_without_changes_waits_for_no_receipt() -> None:
    empty, today = replace(sent(1, acked=False), changes=0, transactions=0), date(2026, 11, 22)
    assert receipt_state(empty, (), today)[:2] == ("skip", "没有改动，不用等")
    assert receipt_state(sent(22, acked=False), (), today)[:2] == ("wait", "等回执")
    assert receipt_state(replace(empty, acked_at=empty.at), (), today)[1] == "已收到"


def test_the_send_card_counts_the_files_that_wait(opened: Opened, county: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    def fill(station: Desk) -> None:
        known(tmp_path, county)(station)
        (rid, *_) = (row.id for row in roster.list_people(station))
        add_photo(station, rid, picture(seed=2), travels=True)

    window = opened(fill=fill, villages=8)
    page = show(window, qtbot)
    assert "照片和文件 1 个。不含银行卡号。" in said(page.send)


def test_a_quiet_exchange_has_no_banner(qtbot: QtBot) -> None:
    assert exchange_banners(state(), lambda: None) == []


def test_a_lost_bundle_a_gap_silence_and_an_old_copy_are_told_worst_first(qtbot: QtBot) -> None:
    data = state(
        sent=(sent(3, acked=True), sent(2, acked=False), sent(1, acked=True)),
        status={
            "371602": PeerStatus("371602", None, None, 0, 9, (4, 5)),
            "other": PeerStatus("other", None, None, 3, 6, ()),
        },
        fork=Fork("371602", own=False, day="2026-11-03", returned=0),
    )
    banners = exchange_banners(data, lambda: None)
    for banner in banners:
        qtbot.addWidget(banner)
    assert [banner.title.text() for banner in banners] == [
        "滨城分局没有收到第 2 包",
        "本机缺滨城分局的第 4、5 包",
        "滨城分局用过一份 11月3日 的旧库，记录分成了两支",
        "交给other的文件6 天没有回执",
    ]
