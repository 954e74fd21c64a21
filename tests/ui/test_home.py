"""Home: what is due stands there without a key, quiet is normal, the first day is a list of steps."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from station_desk.domain.records import TermState
from station_desk.domain.roster import PersonDraft
from station_desk.services import roster, safety
from station_desk.services.desk import Desk
from station_desk.services.villages import list_villages
from station_desk.ui.home_lines import HomeLine
from station_desk.ui.kit import Link
from station_desk.ui.marks import Mark
from station_desk.ui.page import Target
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.test_frame import ALT, CTRL, frame_of, front, key


def words(window: DeskWindow) -> str:
    page = frame_of(window).page()
    assert page is not None
    return "\n".join(said.text() for said in page.findChildren(QLabel) if said.isVisible())


def lines(window: DeskWindow) -> list[HomeLine]:
    page = frame_of(window).page()
    assert page is not None
    return [line for line in page.findChildren(HomeLine) if line.isVisible()]


def marks(window: DeskWindow) -> list[str]:
    return [mark.kind for line in lines(window) for mark in line.findChildren(Mark)]


def one_ending(desk: Desk) -> None:
    """王敏, whose term ends in 20 days; the other villages are vacant."""
    end = (desk.clock.today() + timedelta(days=20)).isoformat()
    village = list_villages(desk)[0].village
    draft = PersonDraft(
        name="王敏", village_ids=(village.id,), start_date="2024-01-01", end_date=end, state=TermState.ACTIVE
    )
    roster.add_person(desk, draft)


def test_the_first_day_is_five_steps_that_lead_somewhere(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    assert "头一天的 5 件事，做了 0 件" in words(window)
    assert marks(window) == ["todo"] * 5
    assert frame_of(window).head.primary.text().strip() == "录入人员"
    key(qtbot, Qt.Key.Key_5, ALT)
    quiet(qtbot, window)
    assert front(window) == "settings"
    key(qtbot, Qt.Key.Key_1, CTRL)
    quiet(qtbot, window)
    assert "做了 1 件" in words(window)
    assert marks(window) == ["todo"] * 4, "what is done is counted and no longer takes room"


def test_a_county_has_steps_of_its_own(opened: Opened, qtbot: QtBot) -> None:
    window = opened("county")
    assert "认识各所" in words(window)
    assert "各所" in words(window)
    assert "空缺" not in words(window)


def test_an_ending_term_and_vacant_villages_are_lines_with_their_keys(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=one_ending)
    said = words(window)
    assert "1 人聘期将满" in said
    assert "王敏（甲村）" in said
    assert "2 个村空缺" in said
    ending = next(line for line in lines(window) if "聘期将满" in "".join(x.text() for x in line.findChildren(QLabel)))
    number = int(ending.objectName().removeprefix("line-"))
    key(qtbot, Qt.Key(ord(str(number))), ALT)
    quiet(qtbot, window)
    assert front(window) == "roster"


def test_a_backup_from_home_is_written_read_back_and_said(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=one_ending)
    page = frame_of(window).page()
    assert page is not None
    now = page.findChild(QWidget, "backup-now")
    assert now is not None
    now.click()  # type: ignore[attr-defined]
    quiet(qtbot, window)
    qtbot.waitUntil(lambda: "备份完好" in words(window), timeout=10_000)
    assert frame_of(window).strip.said.text().startswith("备份写好")
    assert window.desk is not None
    assert safety.last_backup(window.desk) is not None
    backup = frame_of(window).strip.findChild(QWidget, "status-backup")
    assert "已读回核对" in backup.text()  # type: ignore[union-attr]


def test_a_low_window_has_shorter_lines_and_no_third_card(opened: Opened, qtbot: QtBot) -> None:
    from station_desk.services import drafts

    window = opened(fill=lambda desk: (one_ending(desk), drafts.keep(desk, "roster", {"name": "王"})))
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: "接着做" in words(window))
    high = lines(window)[0].height()
    window.resize(1280, 650)
    qtbot.waitUntil(lambda: "接着做" not in words(window) and bool(lines(window)))
    low = lines(window)[0].height()
    assert (high, low) == (50, 46)


def test_what_was_left_in_the_middle_leads_back(opened: Opened, qtbot: QtBot) -> None:
    from station_desk.services import drafts

    window = opened(fill=lambda desk: drafts.keep(desk, "settings", {"x": 1}))
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: "接着做" in words(window))
    next(link for link in frame_of(window).findChildren(Link) if link.text() == "设置").click()
    quiet(qtbot, window)
    assert front(window) == "settings"


def test_the_primary_act_is_the_next_step(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=one_ending)
    assert frame_of(window).head.primary.text().strip() == "印一张试试"
    key(qtbot, Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert front(window) == "print"


def test_a_target_of_home_backs_up(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    frame_of(window).go(Target("home", "backup"))
    quiet(qtbot, window)
    assert frame_of(window).strip.said.text().startswith("备份写好")
