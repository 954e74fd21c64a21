"""The window: first start or unlock card, then the frame with its pages, and the lock over everything.

Until a desk is open nothing of the services is imported; they are read in the background once the window stands (`door`).
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from station_desk import wording
from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import default_home, practice_home
from station_desk.machine.home import Home
from station_desk.machine.home_card import HomeCard, read_card
from station_desk.machine.settings import PlainSettings, load_settings, save_settings
from station_desk.ui import door
from station_desk.ui.preferences import Preferences, look_of, type_factor
from station_desk.ui.theme import TYPE_STEPS, theme
from station_desk.ui.unlock import UnlockPage
from station_desk.ui.work import Work
from station_desk.wording import t

if TYPE_CHECKING:
    from station_desk.services.desk import Desk
    from station_desk.services.find import Finder
    from station_desk.ui.frame import Frame
    from station_desk.ui.idle import IdleWatch
    from station_desk.ui.lock import LockPage
    from station_desk.ui.messages import Messages
    from station_desk.ui.overlay import Overlay
    from station_desk.ui.tools import Tools
    from station_desk.ui.unlock_ways import UnlockWays

TITLE = "Station Desk"
"""The title never holds anything of the data (UX 8)."""
LEAST_SIZE = (1000, 600)
FIRST_SIZE = (1280, 720)
WARM_AFTER_MS = 50
SMALL_SCREEN = 1500
"""On a narrower screen the window takes all of it."""


class DeskWindow(QWidget):
    """The one window of the program."""

    def __init__(self, home: Path | None, settings: PlainSettings) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setProperty("ground", "canvas")
        self.settings = settings
        self.folder = home or (Path(settings.last_home) if settings.last_home else default_home())
        self.desk: Desk | None = None
        self.frame: Frame | None = None
        self.tools: Tools | None = None
        self.lock_page: LockPage | None = None
        self.stack = QStackedWidget()
        self.work = Work(lambda error: self.messages.error(error))
        self.preferences = Preferences(self.change_settings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*FIRST_SIZE)
        self.show_gate()

    @cached_property
    def messages(self) -> "Messages":
        """The one door for messages, made when there is something to say: the gate stands without."""
        made = door.make_messages(self, self.stack)
        made.overlay.lock_asked.connect(self.lock)
        self.work.rested.connect(made.overlay.look_again)
        return made

    @cached_property
    def idle_watch(self) -> "IdleWatch":
        """Watches for silence once a desk is open."""
        made = door.make_idle_watch(self, self.settings.idle_minutes)
        made.idle.connect(self.lock)
        return made

    @property
    def overlay(self) -> "Overlay":
        """Where dialogs stand."""
        return self.messages.overlay

    def warm(self) -> None:
        """Read what unlocking will need while the pass phrase is typed."""
        self.work.run(lambda _progress: door.read_services(), lambda _: self._read_on(door.read_pages()), owner=self)

    def _read_on(self, pages: Iterator[str]) -> None:
        if next(pages, None) is not None:
            QTimer.singleShot(0, self, lambda: self._read_on(pages))

    # ---------------------------------------------------------------------------------------------------- the gate
    def show_gate(self) -> None:
        """The unlock card of the home in use, or the first start where there is none."""
        home = Home(self.folder)
        if not home.exists():
            self._show_first_start()
            return
        damage: Trouble | None = None
        try:
            card = read_card(home)
        except Trouble as trouble:
            card, damage = HomeCard("", self.folder.name, ""), trouble
        page = UnlockPage(self.folder, card, self.work)
        page.opened.connect(self.open)
        page.elsewhere.connect(self._go_elsewhere)
        page.refused.connect(lambda error, person, phrase: self._ways(page).tell(error, person, phrase))
        page.forgotten.connect(lambda: self._ways(page).recover())
        self._put(page)
        if damage is not None:
            QTimer.singleShot(0, page, lambda: page.refused.emit(damage, "", ""))

    def _ways(self, page: UnlockPage) -> "UnlockWays":
        ways = door.unlock_ways(page, self.work, self.messages)
        ways.moved.connect(self._use_home)
        return ways

    def _show_first_start(self) -> None:
        page = door.first_start_page(self.folder, practice_home(), self.work, lambda: self.messages)
        page.opened.connect(self.open)
        page.practice_ready.connect(lambda: self._use_home(practice_home()))
        self._put(page)
        page.start()

    def _go_elsewhere(self) -> None:
        if self.folder == practice_home():
            self._use_home(Path(self.settings.last_home) if self.settings.last_home else default_home())
        elif Home(practice_home()).exists():
            self._use_home(practice_home())
        else:
            self._show_first_start()

    def _use_home(self, folder: Path) -> None:
        self.folder = folder
        self.show_gate()

    # --------------------------------------------------------------------------------------------------- the desk
    def open(self, desk: "Desk") -> None:
        """Show the frame of an opened desk."""
        self.desk = desk
        wording.call_people(door.person_word(desk))
        self.folder = desk.home.path
        if not desk.practice:
            self.change_settings(replace(self.settings, last_home=str(self.folder)))
        self.work.run(lambda _progress: door.make_finder(desk), lambda finder: self._found(desk, finder), owner=self)

    def _found(self, desk: "Desk", finder: "Finder") -> None:
        self.frame = self._make_frame(door.make_tools(desk, finder, self.work, self.messages, self.preferences))
        self._put(self.frame)
        self.frame.begin()
        self.idle_watch.start(self.windowHandle())
        QTimer.singleShot(0, self, theme().load_rare_face)

    def _make_frame(self, tools: "Tools") -> "Frame":
        self.tools = tools
        frame = door.make_frame(tools)
        frame.lock_asked.connect(self.lock)
        frame.type_asked.connect(self._step_type)
        return frame

    def close_desk(self) -> None:
        """Keep the drafts, close the desk and go back to the gate: somebody else may unlock it."""
        self._let_go()
        self.show_gate()

    def _let_go(self) -> None:
        self.idle_watch.stop()
        frame, desk = self.frame, self.desk
        self.frame, self.desk, self.tools, self.lock_page = None, None, None, None
        if frame is not None:
            frame.end()
        wording.call_people()
        if desk is not None:
            desk.close()

    # --------------------------------------------------------------------------------------------------- the lock
    def lock(self) -> None:
        """Cover the window; drafts are kept, the place is kept."""
        desk, frame = self.desk, self.frame
        if desk is None or frame is None or self.lock_page is not None:
            return
        self.idle_watch.stop()
        door.close_dialogs()
        self.overlay.hold()
        frame.remember_focus()
        self.lock_page = door.make_lock_page(desk)
        self.lock_page.asked.connect(self._unlock)
        self.lock_page.switched.connect(self.close_desk)
        self.stack.addWidget(self.lock_page)
        self.stack.setCurrentWidget(self.lock_page)
        self.lock_page.card.field.setFocus()
        self.keep_drafts()
        self.work.run(lambda _progress: door.lock_desk(desk))

    def _unlock(self, phrase: str) -> None:
        desk = self.desk
        if desk is not None:
            self.work.run(
                lambda _progress: door.unlock_again(desk, phrase),
                lambda _none: self._unlocked(),
                self._not_unlocked,
                owner=self.lock_page,
            )

    def _unlocked(self) -> None:
        page, self.lock_page = self.lock_page, None
        if self.frame is not None and page is not None:
            self.stack.setCurrentWidget(self.frame)
            self.stack.removeWidget(page)
            page.deleteLater()
            self.overlay.resume()
            if not self.overlay.busy:
                self.frame.return_focus()
            self.idle_watch.start(self.windowHandle())

    def _not_unlocked(self, error: Exception) -> None:
        if self.lock_page is None or not (isinstance(error, Trouble) and self.lock_page.refused(error)):
            self.messages.error(error)

    # ----------------------------------------------------------------------------------------------- the preferences
    def change_settings(self, settings: PlainSettings) -> None:
        """Use other settings at once and keep them: look, type size and language change while the window is open."""
        before, self.settings = self.settings, settings
        self.preferences.settings = settings
        self.idle_watch.set_minutes(settings.idle_minutes)
        try:
            save_settings(settings)
        except OSError:
            self.messages.done(t("设置没有存下来，这次先这样用"))
        anew = (before.language, before.type_size) != (settings.language, settings.type_size)
        if settings.language and before.language != settings.language:
            speak(settings.language)
        if anew or before.theme != settings.theme:
            dress(settings)
        if anew and self.frame is not None:
            self._make_anew()

    def _make_anew(self) -> None:
        """The frame in another language or type size, at the same place."""
        old = self.frame
        if old is None or self.tools is None:
            return
        state = old.state()
        old.end()
        self.frame = self._make_frame(self.tools)
        self._put(self.frame)
        self.frame.return_to(state)

    def _step_type(self, way: int) -> None:
        now = TYPE_STEPS.index(min(TYPE_STEPS, key=lambda step: abs(step - theme().factor)))
        to = TYPE_STEPS[max(0, min(len(TYPE_STEPS) - 1, now + way))]
        if to != theme().factor:
            self.change_settings(replace(self.settings, type_size=round(to * 100)))

    # ------------------------------------------------------------------------------------------------------ the end
    def closeEvent(self, event: QCloseEvent) -> None:
        """Drafts are kept, running work is stopped at its next step, the desk is closed."""
        self.work.close()
        self._let_go()
        shown = self.stack.currentWidget()
        if shown is not None:
            shown.close()
        event.accept()

    def keep_drafts(self) -> None:
        """Keep what is being typed, now."""
        if self.frame is not None:
            self.frame.keep_drafts()

    def _put(self, page: QWidget) -> None:
        """Show `page` and let go of what was shown before."""
        for old in [self.stack.widget(at) for at in range(self.stack.count())]:
            self.stack.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.stack.addWidget(page)

    def log_file(self) -> Path | None:
        """Where bugs are logged: in the home, when there is one."""
        return self.folder / "bugs.log" if self.folder.is_dir() else None


class QtWords:
    """Qt's own words (file dialogs, context menus) in the language in use."""

    def __init__(self) -> None:
        self._translator = QTranslator()

    def use(self, app: QApplication) -> None:
        """Install the words of the language in use, or take them away for English."""
        app.removeTranslator(self._translator)
        QLocale.setDefault(QLocale(wording.language()))
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if wording.language() == "zh_CN" and self._translator.load("qtbase_zh_CN", folder):
            app.installTranslator(self._translator)


_qt_words: list[QtWords] = []


def speak(language: str) -> None:
    """Another language for the program and for Qt's own dialogs."""
    wording.use_language(language)
    QTimer.singleShot(0, _speak_qt)


def _speak_qt() -> None:
    """Qt's own words, once there is time: no gate needs them."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        if not _qt_words:
            _qt_words.append(QtWords())
        _qt_words[0].use(app)


def dress(settings: PlainSettings) -> None:
    """Look and type size of the settings on the application."""
    app = _app()
    theme().apply(app, look_of(settings.theme), type_factor(settings.type_size))


def _app() -> QApplication:
    app = QApplication.instance() or QApplication(["station-desk"])
    assert isinstance(app, QApplication)
    return app


def tell_bugs(window: DeskWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], Any]:
    """Python's excepthook while the window is open: a trouble or a bug that nobody took is told at the one door."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            window.messages.error(error)
        else:
            sys.__excepthook__(kind, error, trace)

    return hook


def run_window(home: Path | None, language: str | None) -> int:
    """Open the window on `home` (None: the one used last, or the first start); the exit status when it is closed."""
    app = _app()
    app.setApplicationName("station-desk")
    settings = load_settings()
    speak(language or settings.language or wording.language())
    dress(settings)
    window = DeskWindow(home, settings)
    if app.primaryScreen().availableGeometry().width() < SMALL_SCREEN:
        window.setWindowState(Qt.WindowState.WindowMaximized)
    before = sys.excepthook
    sys.excepthook = tell_bugs(window)
    window.show()
    QTimer.singleShot(WARM_AFTER_MS, window, window.warm)
    try:
        return app.exec()
    finally:
        sys.excepthook = before
