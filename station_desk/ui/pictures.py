"""Pictures of the window's pages, taken without a screen: for `demo` and for whoever judges the pages."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from station_desk import wording
from station_desk.machine.settings import PlainSettings
from station_desk.services import desk as desks
from station_desk.ui.page import Target
from station_desk.ui.pages import entries_of
from station_desk.ui.window import DeskWindow, dress, speak

SIZE = (1366, 768)
PATIENCE_SECONDS = 60.0
SETTLE_SECONDS = 0.2
LOOKS = (("light", "zh_CN"), ("dark", "zh_CN"), ("light", "en"))


def take(home: Path, pass_phrase: str, folder: Path) -> list[Path]:
    """Every page of the practice home at `home` as PNG in `folder`, light, dark and in English; the files' names.

    Raises TimeoutError where a page does not come to rest, and the troubles of opening a home.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = wording.language()
    files: list[Path] = []
    try:
        for look, language in LOOKS:
            settings = PlainSettings(theme=look, language=language)
            files += _pages(home, pass_phrase, folder, settings)
    finally:
        wording.use_language(before)
    return files


def _pages(home: Path, pass_phrase: str, folder: Path, settings: PlainSettings) -> Iterator[Path]:
    """One look: the gate, then each page."""
    assert settings.language is not None
    speak(settings.language)
    dress(settings)
    window = DeskWindow(home, replace(settings, last_home=None))
    mark = f"{settings.theme}-{settings.language}"
    try:
        window.resize(*SIZE)
        window.show()
        _settle(lambda: window.work.idle)
        yield _grab(window, folder / f"00-unlock-{mark}.png")
        window.open(desks.open_desk(home, None, pass_phrase))
        _settle(lambda: window.frame is not None and window.work.idle)
        assert window.frame is not None
        assert window.desk is not None
        for number, entry in enumerate(entries_of(window.desk.office.kind), 1):
            window.frame.go(Target(entry.name))
            _settle(lambda: window.work.idle)
            yield _grab(window, folder / f"{number:02d}-{entry.name}-{mark}.png")
    finally:
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _grab(window: DeskWindow, file: Path) -> Path:
    if not window.grab().save(str(file)):
        raise OSError(f"could not write {file}")
    return file


def _settle(ready: Callable[[], bool]) -> None:
    """Let the window work until it is `ready` and has been so for a moment."""
    end = time.monotonic() + PATIENCE_SECONDS
    since: float | None = None
    while since is None or time.monotonic() - since < SETTLE_SECONDS:
        QCoreApplication.processEvents()
        if time.monotonic() > end:
            raise TimeoutError("a page does not come to rest")
        since = (since or time.monotonic()) if ready() else None
        time.sleep(0.005)
