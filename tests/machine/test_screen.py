"""Whether there is a screen, and what the command line says where there is none."""

import os
import subprocess
import sys

import pytest

from station_desk.machine.screen import has_screen

NO_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these always have a screen")
def test_a_screen_is_a_display_or_a_named_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NO_SCREEN:
        monkeypatch.delenv(name, raising=False)
    assert not has_screen()
    monkeypatch.setenv("DISPLAY", ":7")
    assert has_screen()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these always have a screen")
@pytest.mark.parametrize("args", [[], ["--lang", "zh_CN"]], ids=["alone", "with a language"])
def test_the_window_is_refused_in_a_sentence_where_there_is_no_screen(args: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in NO_SCREEN}
    ended = subprocess.run(
        [sys.executable, "-m", "station_desk", *args], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "没有屏幕" in ended.stderr
