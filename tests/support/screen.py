"""A real X server for the window: Xvfb, a window manager, the accessibility bus, and the program on it.

The window is found and driven from outside, by accessible names only, as a screen reader would (DESIGN 6).
`driver.py` beside this file runs under Debian's own Python, which has the AT-SPI bindings.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

DRIVER = Path(__file__).with_name("driver.py")
NEEDED = ("Xvfb", "openbox", "dbus-run-session", "xdotool")
SESSION = """
set -eu
openbox >/dev/null 2>&1 &
/usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 &
exec /usr/bin/python3 "$1"
"""


def missing() -> str:
    """Why no real window can be driven here; empty when it can."""
    gone = [name for name in NEEDED if shutil.which(name) is None]
    if not Path("/usr/libexec/at-spi-bus-launcher").exists():
        gone.append("at-spi-bus-launcher")
    if not gone and subprocess.run(["/usr/bin/python3", "-c", "import gi"], capture_output=True).returncode:
        gone.append("python3-gi")
    return ", ".join(gone)


class Screen:
    """One X server of 1366×768 with an accessibility bus; `ask` sends one order to the driver on it."""

    def __init__(self, number: int, environment: dict[str, str]) -> None:
        self.display = f":{number}"
        self.environment = environment | {
            "DISPLAY": self.display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_ACCESSIBILITY": "1",
            "NO_AT_BRIDGE": "0",
        }

    def __enter__(self) -> "Screen":
        self._x = subprocess.Popen(
            ["Xvfb", self.display, "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        socket = Path("/tmp/.X11-unix") / f"X{self.display[1:]}"
        for _ in range(100):
            if socket.exists():
                break
            time.sleep(0.05)
        self._driver = subprocess.Popen(
            ["dbus-run-session", "--", "bash", "-c", SESSION, "session", str(DRIVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self.environment,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self._driver, self._x):
            process.terminate()
            process.wait(10)
        for stream in (self._driver.stdin, self._driver.stdout):
            if stream is not None:
                stream.close()

    def ask(self, order: str, *words: object, timeout: float = 20) -> object:
        """Send `order` and wait for its answer; raises AssertionError with the driver's words when it fails."""
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write(json.dumps([order, timeout, *words]) + "\n")
        self._driver.stdin.flush()
        line = self._driver.stdout.readline()
        assert line, "the driver ended"
        answer = json.loads(line)
        assert answer["ok"], f"{order} {words}: {answer['why']}"
        return answer["value"]

    def start(self, home: Path) -> None:
        """Start the program on `home`, as a user does."""
        self.ask("start", sys.executable, "-m", "station_desk", "--home", str(home))


@contextmanager
def screen(config: Path, number: int | None = None) -> Iterator[Screen]:
    """A screen whose program keeps its settings in `config`."""
    environment = dict(os.environ) | {"STATION_DESK_CONFIG": str(config)}
    with Screen(number or 100 + os.getpid() % 400, environment) as opened:
        yield opened
