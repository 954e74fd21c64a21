"""Plain settings survive rot of one copy; rot of both means the first day."""

from pathlib import Path

import pytest

from station_desk.machine import settings
from station_desk.machine.settings import (
    PaperHabit,
    PlainSettings,
    load_settings,
    paper_habit,
    save_settings,
    with_habit,
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STATION_DESK_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


def test_settings_are_kept_and_read_again(own_folder: Path) -> None:
    assert load_settings() == PlainSettings()
    chosen = PlainSettings("en", "dark", 120, "/some/家", 10)
    save_settings(chosen)
    assert load_settings() == chosen
    assert sorted(p.name for p in own_folder.iterdir()) == ["settings-a.json", "settings-b.json"]


def test_one_copy_full_of_zeros_is_not_missed(own_folder: Path) -> None:
    chosen = PlainSettings("en", "dark", 120, None, 10)
    save_settings(chosen)
    first, second = own_folder / "settings-a.json", own_folder / "settings-b.json"
    first.write_bytes(bytes(first.stat().st_size))
    assert load_settings() == chosen
    second.write_bytes(bytes(second.stat().st_size))
    assert load_settings() == PlainSettings()


def test_a_setting_of_another_kind_is_left_out(own_folder: Path) -> None:
    import hashlib

    own_folder.mkdir()
    text = b'{"theme": 7, "type_size": true, "language": "en", "future": 1}'
    for name in ("settings-a.json", "settings-b.json"):
        (own_folder / name).write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
    assert load_settings() == PlainSettings(language="en")
    assert set(settings._FIELDS) == set(PlainSettings.__slots__)


def test_how_a_form_is_printed_is_kept_and_what_is_not_whole_is_as_on_the_first_day() -> None:
    kept = with_habit(PlainSettings(), "F15", PaperHabit("laser", 5, -3, duplex=True))
    save_settings(kept)
    assert paper_habit(load_settings(), "F15") == PaperHabit("laser", 5, -3, duplex=True)
    assert paper_habit(load_settings(), "F20") == PaperHabit()
    broken = PlainSettings(papers={"F15": {"right": "far", "down": 2, "duplex": 1}})
    assert paper_habit(broken, "F15") == PaperHabit(down=2)
