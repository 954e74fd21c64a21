"""How soon the window stands before anybody has unlocked anything, beside an empty PySide6 window of the same run.

    .venv/bin/python -m tests.bench.window [rounds]

Every round is a pair of fresh processes, one after the other: the floor shows an empty QMainWindow, the other shows our
window with the unlock card of a home (and once without a home: the first start). Measured from the start of the process
to the first paint. Target: at most twice the floor, by medians.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = 2.0
ROUNDS = 9

FLOOR = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 720)
window.show()
QTimer.singleShot(0, lambda: (window.grab(), print(time.monotonic()), app.exit(0)))
sys.exit(app.exec())
"""

OURS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from station_desk.ui import window as room
home = Path(sys.argv[1])
real = room.DeskWindow.show

def show(window):
    real(window)
    QTimer.singleShot(0, lambda: (window.grab(), print(time.monotonic()), window.close()))

room.DeskWindow.show = show
sys.exit(room.run_window(home, "zh_CN"))
"""


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def seconds(code: str, *words: str) -> float:
    """From the start of a process to its first paint, both by the machine's monotonic clock."""
    environment = dict(os.environ) | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    begin = time.monotonic()
    command = [sys.executable, "-c", code, *words]
    told = subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    return float(told.stdout) - begin


def main() -> int:
    """Measure and print; 1 when the target is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STATION_DESK_CONFIG"] = str(Path(folder) / "config")
        made = "from pathlib import Path; from tests.support.homes import make_home; import sys; make_home(Path(sys.argv[1])).close()"
        subprocess.run([sys.executable, "-c", made, folder], check=True, cwd=ROOT)
        home, none = str(Path(folder) / "home"), str(Path(folder) / "none")
        taken: dict[str, list[float]] = {"empty window": [], "unlock card": [], "first start": []}
        for _ in range(rounds + 1):
            taken["empty window"].append(seconds(FLOOR))
            taken["unlock card"].append(seconds(OURS, home))
            taken["first start"].append(seconds(OURS, none))
    medians = {name: statistics.median(times[1:]) for name, times in taken.items()}
    floor = medians["empty window"]
    for name, median in medians.items():
        best, least = min(taken[name][1:]), min(taken["empty window"][1:])
        ratios = f"{median / floor:4.2f} × floor; fastest {best * 1000:5.0f} ms, {best / least:4.2f} ×"
        tell(f"{name:13} median {median * 1000:5.0f} ms, {ratios}")
    missed = medians["unlock card"] / floor > TARGET
    tell(f"target: unlock card at most {TARGET} × floor: {'missed' if missed else 'met'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
