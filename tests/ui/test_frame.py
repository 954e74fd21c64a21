"""The frame: navigation, keys, search box, status strip, lock of focus – driven by keys, as a clerk does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station_desk import wording
from station_desk.machine.settings import load_settings
from station_desk.services.desk import Desk
from station_desk.ui.buttons import Link
from station_desk.ui.frame import Frame
from station_desk.ui.navigation import NavButton
from station_desk.ui.page import Page, Target, Workplace
from station_desk.ui.status_strip import Fact, StatusStrip
from station_desk.ui.theme import theme
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def key(qtbot: QtBot, code: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, code, how)


def frame_of(window: DeskWindow) -> Frame:
    assert window.frame is not None
    return window.frame


def front(window: DeskWindow) -> str:
    page = frame_of(window).page()
    assert page is not None
    return page.NAME


class Newcomers(QObject):
    """Notes every window that comes to the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def newcomers(qapp: QApplication) -> Iterator[Newcomers]:
    made = Newcomers()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


# --- pages ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "pages"),
    [
        ("station", "home roster returns month assess stipend selection figures print exchange settings"),
        ("county", "home roster inbox assess stipend selection figures print exchange settings"),
    ],
)
def test_only_pages_that_work_are_shown_and_each_has_its_key(
    opened: Opened, qtbot: QtBot, kind: str, pages: str, newcomers: Newcomers
) -> None:
    window = opened(kind)
    names = [b.objectName().removeprefix("go-") for b in frame_of(window).navigation.findChildren(NavButton)]
    assert names == pages.split()
    keys = {"home": "1", "roster": "2", "inbox": "3", "returns": "3", "month": "4", "assess": "5", "stipend": "6"}
    keys |= {"selection": "7", "figures": "8", "print": "9", "exchange": "0", "settings": ","}
    for name in names:
        key(qtbot, Qt.Key(ord(keys[name])), CTRL)
        quiet(qtbot, window)
        assert front(window) == name
    assert not window.overlay.busy
    assert newcomers.seen == ["DeskWindow window"]


def test_the_names_an_outside_driver_needs_are_there(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    frame_of(window).go(Target("roster"))
    quiet(qtbot, window)
    names = {w.accessibleName() for w in window.findChildren(QWidget) if w.isVisible() and w.accessibleName()}
    assert {"search", "navigation", "list", "card", "primary-action", "status"} <= names


def test_leaving_a_page_keeps_its_filter(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    key(qtbot, Qt.Key.Key_2, CTRL)
    quiet(qtbot, window)
    qtbot.keyClicks(frame_of(window).head.search, "jia")
    key(qtbot, Qt.Key.Key_1, CTRL)
    assert frame_of(window).head.search.text() == ""
    key(qtbot, Qt.Key.Key_2, CTRL)
    assert frame_of(window).head.search.text() == "jia"


def test_f6_walks_over_list_card_search_and_navigation(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    frame = frame_of(window)
    frame.go(Target("settings", "mine"))
    stops = []
    for _ in range(4):
        key(qtbot, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        page = frame.page()
        assert page is not None
        areas = [*page.areas(), frame.head.search, frame.navigation]
        stops.append(next(n for n, area in enumerate(areas) if area is focus or area.isAncestorOf(focus)))
    assert sorted(stops) == [0, 1, 2, 3]
    key(qtbot, Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is not None


def test_the_navigation_folds_in_a_narrow_window(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    navigation = frame_of(window).navigation
    assert navigation.width() == 148
    window.resize(1100, 650)
    qtbot.waitUntil(lambda: navigation.width() == 52)
    assert "花名册" in navigation.findChild(NavButton, "go-roster").toolTip()  # type: ignore[union-attr]
    window.resize(1366, 700)
    qtbot.waitUntil(lambda: navigation.width() == 148)


@pytest.mark.parametrize("size", [(1366, 728), (1280, 650)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_lives_in_a_low_window(opened: Opened, qtbot: QtBot, size: tuple[int, int], language: str) -> None:
    wording.use_language(language)
    window = opened()
    window.resize(*size)
    for name in ("home", "roster", "print", "exchange", "settings"):
        frame_of(window).go(Target(name))
        quiet(qtbot, window)
        assert (window.width(), window.height()) == size, name
        fits = lambda: window.minimumSizeHint().width() <= size[0] and window.minimumSizeHint().height() <= size[1]  # noqa: E731
        qtbot.waitUntil(fits)


# --- keys ----------------------------------------------------------------------------------------------------------
def test_f1_lists_the_keys_and_esc_closes_them(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    key(qtbot, Qt.Key.Key_F1)
    panel = window.overlay.panel()
    assert panel is not None
    said = [label.text() for label in panel.findChildren(QLabel)]
    for words in ("Ctrl+K", "F8", "Ctrl+2", "Alt+1 – Alt+9"):
        assert words in said
    key(qtbot, Qt.Key.Key_2, CTRL)
    assert front(window) == "home"
    key(qtbot, Qt.Key.Key_Escape)
    assert not window.overlay.busy


def test_big_type_comes_at_once_and_the_place_stays(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    frame_of(window).go(Target("settings", "keys"))
    quiet(qtbot, window)
    before = frame_of(window)
    key(qtbot, Qt.Key.Key_Equal, CTRL)
    quiet(qtbot, window)
    assert theme().factor == 1.2
    assert frame_of(window) is not before
    assert front(window) == "settings"
    assert frame_of(window).head.facts.whole() == "钥匙"
    assert load_settings().type_size == 120
    key(qtbot, Qt.Key.Key_Minus, CTRL)
    quiet(qtbot, window)
    assert theme().factor == 1.0


def test_another_language_comes_at_once(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    window.preferences.set_language("en")
    quiet(qtbot, window)
    assert wording.language() == "en"
    assert load_settings().language == "en"
    assert frame_of(window).page() is not None
    assert frame_of(window).navigation.width() == 160


def test_another_look_comes_at_once_and_pages_stay(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    before = frame_of(window)
    window.preferences.set_theme("dark")
    assert theme().dark
    assert frame_of(window) is before


class Probe(Page):
    """A page that notes what it is asked."""

    NAME = "probe"

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.asked: list[str] = []
        self.set_head("试", "一页")
        self.set_primary("写入 3 人", lambda: self.asked.append("primary"))
        self.text = QPushButton("x")
        self.body.addWidget(self.text)
        self.on_key("Ctrl+S", lambda: self.asked.append("own ctrl+s"), "存")
        self.on_key("Alt+X", lambda: self.asked.append("alt+x"), "改")

    def on_shown(self) -> None:
        self.asked.append("shown")

    def refresh(self, kinds: frozenset[str]) -> None:
        self.asked.append("refresh " + ",".join(sorted(kinds)))

    def step_back(self) -> bool:
        self.asked.append("back")
        return True

    def find_next_problem(self, way: int = 1) -> bool:
        self.asked.append(f"problem {way}")
        return way > 0

    def draft(self) -> dict[str, object]:
        return {"text": "半截话"}

    def restore(self, draft: object) -> None:
        self.asked.append(f"restore {draft}")


def probed(window: DeskWindow) -> Probe:
    """The frame with one more page."""
    from station_desk.ui.entries import PageEntry

    frame = frame_of(window)
    frame._entries["probe"] = PageEntry("probe", "试", "home", "", 9, Probe, under="home")
    frame.go(Target("probe"))
    page = frame.page()
    assert isinstance(page, Probe)
    return page


def test_the_keys_of_the_program_reach_the_page_in_front(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page = probed(window)
    assert frame_of(window).head.primary.text().strip() == "写入 3 人"
    page.asked.clear()
    key(qtbot, Qt.Key.Key_Return, CTRL)
    key(qtbot, Qt.Key.Key_Enter, CTRL)
    key(qtbot, Qt.Key.Key_F8)
    key(qtbot, Qt.Key.Key_F8, SHIFT)
    key(qtbot, Qt.Key.Key_S, CTRL)
    key(qtbot, Qt.Key.Key_X, ALT)
    key(qtbot, Qt.Key.Key_Escape)
    assert page.asked == ["primary", "primary", "problem 1", "problem -1", "own ctrl+s", "alt+x", "back"]
    assert "没有要您看的" in frame_of(window).strip.said.text()
    key(qtbot, Qt.Key.Key_1, CTRL)
    page.asked.clear()
    key(qtbot, Qt.Key.Key_X, ALT)
    assert page.asked == []


def commit(desk: Desk, kind: str) -> None:
    """A commit that changes records of one kind."""
    with desk.store.transaction():
        desk.store.tell((kind,))


def test_a_commit_reaches_the_page_in_front_at_once_and_the_others_when_shown(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page = probed(window)
    page.asked.clear()
    desk = window.desk
    assert desk is not None
    commit(desk, "person")
    quiet(qtbot, window)
    assert page.asked == ["refresh person"]
    frame_of(window).go(Target("home"))
    page.asked.clear()
    commit(desk, "term")
    commit(desk, "person")
    quiet(qtbot, window)
    assert page.asked == []
    frame_of(window).go(Target("probe"))
    assert page.asked == ["refresh person,term", "shown"]


def test_drafts_are_kept_two_seconds_after_the_last_key_and_come_back(opened: Opened, qtbot: QtBot) -> None:
    from station_desk.services import drafts

    window = opened()
    page = probed(window)
    page.typed.emit()
    assert window.desk is not None
    desk: Desk = window.desk
    assert drafts.fetch(desk, "probe") is None
    qtbot.waitUntil(lambda: drafts.fetch(desk, "probe") is not None, timeout=8000)
    assert drafts.fetch(desk, "probe") == {"text": "半截话"}
    qtbot.waitUntil(lambda: "草稿已存" in frame_of(window).strip.said.text())
    frame_of(window)._pages.pop("probe")
    again = probed(window)
    assert "restore {'text': '半截话'}" in again.asked


def test_the_lock_keeps_the_draft_at_once(opened: Opened, qtbot: QtBot) -> None:
    from station_desk.services import drafts

    window = opened()
    probed(window).typed.emit()
    window.lock()
    quiet(qtbot, window)
    assert window.desk is not None
    assert drafts.fetch(window.desk, "probe") == {"text": "半截话"}


# --- the strip -----------------------------------------------------------------------------------------------------
def test_the_strip_says_who_is_here_and_leads_on(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    strip = frame_of(window).strip
    who = strip.findChild(QPushButton, "status-who")
    backup = strip.findChild(QPushButton, "status-backup")
    assert who is not None
    assert backup is not None
    assert "李四·管理员" in who.text()
    assert "还没有备份" in backup.text()
    backup.click()
    quiet(qtbot, window)
    assert front(window) == "settings"
    assert frame_of(window).head.facts.whole() == "备份"


def test_a_panel_over_a_page_that_is_still_read_shows_the_page_once_it_is_there(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    frame = frame_of(window)
    frame.go(Target("roster"))
    frame.help()
    before = window.overlay.grab().toImage()
    quiet(qtbot, window)
    assert window.overlay.busy
    assert window.overlay.grab().toImage() != before


def test_the_strip_cuts_what_has_no_room_and_says_the_whole_beside_it(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    words = {
        "who": "王敏·管理员",
        "backup": "Backup today 20:46, read back",
        "month": "Nov: Hand out, 3 days to the deadline",
    }
    strip.set_facts([Fact(name, text, icon="users") for name, text in words.items()])
    strip.say("71 people written, 3 rows held back (undo Ctrl+Z)")
    strip.resize(strip.sizeHint().width() - 120, 28)
    strip.show()
    links = {name: strip.findChild(Link, f"status-{name}") for name in words}
    assert all(link is not None and link.sizeHint().width() > link.width() for link in links.values())
    for name, text in words.items():
        link = links[name]
        assert link is not None
        assert link.text().endswith("…")
        assert (link.toolTip(), link.accessibleDescription()) == (text, text)
        assert link.fontMetrics().horizontalAdvance(link.text()) <= link.width()
    strip.resize(strip.sizeHint().width() + 200, 28)
    assert [link.text() for link in links.values() if link is not None] == list(words.values())
    assert not any(link.toolTip() for link in links.values() if link is not None)


def test_long_work_shows_progress_and_esc_stops_it(opened: Opened, qtbot: QtBot) -> None:
    from threading import Event

    from station_desk.domain.progress import Progress

    window = opened()
    strip, begun = frame_of(window).strip, Event()

    def do(progress: Progress) -> None:
        for n in range(10_000):
            progress(n, 10_000)
            begun.set()
            Event().wait(0.001)

    window.work.run(do, label="正在备份")
    qtbot.waitUntil(lambda: "/10000" in strip._label.text())
    assert not strip.said.isVisible()
    key(qtbot, Qt.Key.Key_Escape)
    quiet(qtbot, window)
    assert "停止" in strip.said.text()
    assert strip.said.isVisible()


def test_practice_and_reading_only_are_said_all_the_time(opened: Opened, qtbot: QtBot) -> None:
    window = opened(practice=True)
    banners = [w for w in frame_of(window).findChildren(QWidget) if w.property("banner") and w.isVisible()]
    assert any("练习" in said.text() for banner in banners for said in banner.findChildren(QLabel))
    frame_of(window).go(Target("settings"))
    assert all(banner.isVisible() for banner in banners)


def test_a_backup_is_made_once_a_day_without_being_asked(opened: Opened, qtbot: QtBot) -> None:
    from station_desk.services import safety

    window = opened()
    assert window.desk is not None
    daily = frame_of(window)._daily
    daily.look()
    quiet(qtbot, window)
    assert len(list(window.desk.home.backups.glob("*.backup"))) == 1
    assert not safety.backup_due(window.desk)
    daily.look()
    quiet(qtbot, window)
    assert len(list(window.desk.home.backups.glob("*.backup"))) == 1


def test_the_strip_is_filled_again_after_a_change_of_language(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    window.preferences.set_language("en")
    quiet(qtbot, window)
    backup = frame_of(window).strip.findChild(QPushButton, "status-backup")
    assert backup is not None
    assert backup.text()
