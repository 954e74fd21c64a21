"""Commands from a cold start, each in a new process, beside what their libraries alone take to be read.

    .venv/bin/python -m tests.bench.cold [rounds]

CPU seconds, medians of rounds in which everything runs once, one after the other. The floors: Python that does nothing,
and Python that reads SQLAlchemy, its driver, reportlab and typer with what it parses words by. Bar: a station's 80
pre-filled sheets of a month in 2 s, beside Argon2, whose cost is a matter of safety and is told apart.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from station_desk.machine.clock import FixedClock
from station_desk.machine.sealing import SALT_BYTES, STANDARD_KDF, stretch
from station_desk.services import assessment
from tests.bench.assess import MONTH, people
from tests.support.homes import PASS_PHRASE, make_home

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
SHEETS = 80
BAR_S = 2.0
NOTHING = "python that does nothing"
LIBRARIES = "python that reads the libraries"
WANTED = f"{SHEETS} pre-filled sheets"


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def made(folder: Path) -> Path:
    """A home with 80 people in office and the opened sheets of a month."""
    with make_home(folder, villages=SHEETS, clock=FixedClock(datetime(2026, 11, 2, tzinfo=UTC))) as desk:
        people(desk, SHEETS)
        assessment.open_month(desk, MONTH)
        return desk.home.path


def commands(home: Path) -> dict[str, list[str]]:
    """What is measured, in the order in which it is told; words for the interpreter."""
    program = ["-m", "station_desk"]
    on_home = [*program, "--home", str(home), "--json"]
    sheets = ["forms", "print", "F25", "--all", "--period", MONTH, "--out", str(home.parent / "F25.pdf")]
    libraries = "import sqlalchemy, sqlcipher3, typer, typer._adapters, reportlab.pdfgen.canvas"
    return {
        NOTHING: ["-c", "pass"],
        LIBRARIES: ["-c", libraries],
        "--help": [*program, "--help"],
        "money words": [*program, "money", "words", "--", "140950"],
        "roster list": [*on_home, "roster", "list"],
        "assess show": [*on_home, "assess", "show", "--period", MONTH],
        WANTED: [*on_home, *sheets],
    }


def seconds(words: list[str]) -> float:
    """CPU seconds of a new process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"STATION_DESK_PASSPHRASE": PASS_PHRASE}
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def argon2() -> float:
    """CPU seconds of one unlocking at the standard cost."""
    begin = time.process_time()
    stretch(PASS_PHRASE.encode(), bytes(SALT_BYTES), STANDARD_KDF)
    return time.process_time() - begin


def main() -> int:
    """Measure and print; 1 when the bar is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STATION_DESK_CONFIG"] = str(Path(folder) / "config")
        wanted = commands(made(Path(folder)))
        taken: dict[str, list[float]] = {name: [] for name in wanted}
        for _ in range(rounds + 1):
            for name, words in wanted.items():
                taken[name].append(seconds(words))
    medians = {name: statistics.median(times[1:]) for name, times in taken.items()}
    for name, median in medians.items():
        tell(f"{name:32}{median:6.2f} s CPU  {median / medians[LIBRARIES]:5.2f} x the libraries")
    tell(
        f"{'Argon2 at the standard cost':32}{statistics.median(argon2() for _ in range(3)):6.2f} s CPU  not in the above"
    )
    missed = medians[WANTED] > BAR_S
    tell(f"bar: {WANTED} in {BAR_S:.0f} s: {'missed' if missed else 'met'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
