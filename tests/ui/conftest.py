"""What tests of the window get: the theme, settings of their own, homes, opened windows – and nothing left behind."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_desk.machine.settings import PlainSettings
from station_desk.services.desk import Desk
from station_desk.ui.theme import theme
from station_desk.ui.window import DeskWindow
from tests.support.homes import PASS_PHRASE, make_home

Opened = Callable[..., DeskWindow]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The light look in ordinary type, settings in a folder of the test."""
    monkeypatch.setenv("STATION_DESK_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if not qapp.styleSheet():
        theme().apply(qapp, "light", 1.0)
    yield
    if (theme().look, theme().factor) != ("light", 1.0):
        theme().apply(qapp, "light", 1.0)


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """No window stays on the screen and no background thread stays alive."""
    yield
    qapp.processEvents()
    assert not [w.objectName() for w in qapp.topLevelWidgets() if w.isVisible()]
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("desk-work")]


def quiet(qtbot: QtBot, window: DeskWindow) -> None:
    """Wait until nothing runs in the background and everything that came was shown."""
    qtbot.waitUntil(lambda: window.work.idle, timeout=20_000)
    qtbot.wait(1)


@pytest.fixture
def gate(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    """Shows windows on homes of the test; closes them at the end."""
    shown: list[DeskWindow] = []

    def show(folder: Path | None = None, settings: PlainSettings | None = None) -> DeskWindow:
        window = DeskWindow(folder or tmp_path / "home", settings or PlainSettings(theme="light"))
        shown.append(window)
        window.resize(1366, 728)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield show
    for window in shown:
        window.close()
        shiboken6.delete(window)


@pytest.fixture(scope="session")
def plain_homes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A home of each kind of office, made once for all tests; they take copies."""
    made: dict[str, Path] = {}

    def home_of(kind: str) -> Path:
        if kind not in made:
            desk = make_home(tmp_path_factory.mktemp(f"plain-{kind}"), kind)
            desk.close()
            made[kind] = desk.home.path
        return made[kind]

    return home_of


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, gate: Opened, plain_homes: Callable[[str], Path]) -> Opened:
    """Makes a home (of `kind`, with `villages`), lets `fill` put records in, and opens its window unlocked."""

    def open_it(kind: str = "station", fill: Callable[[Desk], object] | None = None, **home: object) -> DeskWindow:
        if fill is None and not home:
            shutil.copytree(plain_homes(kind), tmp_path / "home")
        else:
            desk = make_home(tmp_path, kind, **home)  # type: ignore[arg-type]
            if fill is not None:
                fill(desk)
            desk.close()
        window = gate(tmp_path / "home")
        unlock(qtbot, window)
        return window

    return open_it


def unlock(qtbot: QtBot, window: DeskWindow, phrase: str = PASS_PHRASE) -> None:
    """Type the pass phrase and wait for the frame."""
    card = window.stack.currentWidget().card  # type: ignore[attr-defined]
    card.field.clear()
    qtbot.keyClicks(card.field, phrase)
    card.unlock.click()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=20_000)
    quiet(qtbot, window)
