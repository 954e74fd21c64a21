"""The real window on a real X server, driven from outside by its accessible names, as a clerk would use it."""

from datetime import date
from pathlib import Path

import pytest

from station_desk.domain.records import OfficeKind
from station_desk.services.sample import build_sample
from tests.support.homes import CHEAP
from tests.support.screen import Screen, missing, screen

PHRASE = "practice-2026"
NEW_PHONE = "13900007777"
SAMPLE_DAY = date(2026, 11, 22)
"""The sample invents its people from the day: only on this one is 李金龙 among them."""

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(bool(missing()), reason=f"no real window can be driven here: {missing()}"),
    pytest.mark.timeout(240),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    build_sample(folder, OfficeKind.STATION, pass_phrase=PHRASE, today=SAMPLE_DAY, kdf=CHEAP).desk.close()
    return folder


def unlock(seen: Screen, home: Path) -> None:
    seen.start(home)
    seen.ask("wait", "pass-phrase", timeout=60)
    seen.ask("type", "pass-phrase", PHRASE)
    seen.ask("press", "unlock")
    seen.ask("wait", "navigation", timeout=60)


def find(seen: Screen, keys: str, name: str) -> None:
    """The roster page, its search box, and the list that answers."""
    seen.ask("activate", "Station Desk")
    seen.ask("press", "go-roster")
    seen.ask("wait", "chip-all")  # the home page has a list too
    seen.ask("focus", "search")
    seen.ask("write", keys)
    seen.ask("contains", "list", name)


def test_what_was_edited_in_the_window_is_there_after_a_restart(home: Path, tmp_path: Path) -> None:
    with screen(tmp_path / "config") as seen:
        unlock(seen, home)
        find(seen, "ljl", "李金龙")
        seen.ask("contains", "card", "李金龙")
        masked = str(seen.ask("text", "card"))
        assert "****" in masked
        seen.ask("press", "reveal-phone")
        seen.ask("contains", "card", "0000 ")
        seen.ask("keys", "F2")
        seen.ask("keys", "ctrl+a")
        seen.ask("write", NEW_PHONE)
        seen.ask("keys", "ctrl+Return")
        seen.ask("contains", "card", "139 **** 7777")
        seen.ask("press", "print-letter")
        seen.ask("wait", "preview")
        seen.ask("stop")
        unlock(seen, home)
        find(seen, "7777", "李金龙")
        seen.ask("stop")


def test_a_wrong_pass_phrase_is_told_under_the_field_and_the_right_one_opens(home: Path, tmp_path: Path) -> None:
    with screen(tmp_path / "config") as seen:
        seen.start(home)
        seen.ask("wait", "pass-phrase", timeout=60)
        seen.ask("type", "pass-phrase", "not the pass phrase")
        seen.ask("press", "unlock")
        seen.ask("contains", "unlock-card", "还可以试 4 次")
        seen.ask("type", "pass-phrase", PHRASE)
        seen.ask("press", "unlock")
        seen.ask("wait", "navigation", timeout=60)
        seen.ask("stop")
