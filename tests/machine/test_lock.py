"""One writer to a home, told by name; a lock left behind stops nobody."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock, time_text
from station_desk.machine.home import Home
from station_desk.machine.lock import WriterLock

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys, time
from pathlib import Path
from station_desk.domain.trouble import Trouble
from station_desk.machine.home import Home
from station_desk.machine.lock import WriterLock
folder, name = Path(sys.argv[1]), sys.argv[2]
while not (folder / "go").exists():
    time.sleep(0.01)
lock = WriterLock(Home(folder))
try:
    lock.acquire(name)
except Trouble as trouble:
    print(trouble.code, flush=True)
else:
    print("writer", flush=True)
    sys.stdin.read()
"""


def start(folder: Path, name: str) -> "subprocess.Popen[str]":
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", START, str(folder), name]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)


def answer(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def end(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.close()
    process.wait()
    process.stdout.close()


def test_the_second_writer_hears_who_holds_it_since_when(tmp_path: Path) -> None:
    home, clock = Home(tmp_path), FixedClock(datetime(2026, 11, 22, 1, 12, tzinfo=UTC))
    first = WriterLock(home, clock)
    first.acquire("王敏")
    with pytest.raises(Trouble) as told:
        WriterLock(home, clock).acquire("李强")
    assert told.value.code == "second_writer"
    assert told.value.facts == {"holder": "王敏", "since": time_text(clock.now(), clock.now())}
    holder = WriterLock(home, clock).holder()
    assert holder is not None
    assert holder.person == "王敏"
    assert first.held
    first.release()
    assert WriterLock(home, clock).holder() is None
    second = WriterLock(home, clock)
    second.acquire("李强")
    second.release()


def test_acquiring_twice_or_releasing_nothing_is_harmless(tmp_path: Path) -> None:
    lock = WriterLock(Home(tmp_path))
    lock.release()
    lock.acquire("王敏")
    lock.acquire("王敏")
    lock.release()
    lock.release()
    assert not lock.held


def test_the_name_follows_the_person_who_unlocks(tmp_path: Path) -> None:
    lock = WriterLock(Home(tmp_path))
    lock.acquire("王敏")
    lock.hold_as("李强")
    holder = lock.holder()
    assert holder is not None
    assert holder.person == "李强"
    lock.release()


def test_looking_does_not_stop_a_start(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for _ in range(50):
        assert WriterLock(home).holder() is None
        lock = WriterLock(home)
        lock.acquire("王敏")
        lock.release()


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    process = start(tmp_path, "王敏")
    assert answer(process) == "writer"
    with pytest.raises(Trouble) as told:
        WriterLock(Home(tmp_path)).acquire("李强")
    assert told.value.facts["holder"] == "王敏"
    process.kill()
    end(process)
    assert Home(tmp_path).holder.exists()  # stale, and harmless
    assert WriterLock(Home(tmp_path)).holder() is None
    lock = WriterLock(Home(tmp_path))
    lock.acquire("李强")
    lock.release()


def race(folder: Path, starts: int) -> list[str]:
    (folder / "go").unlink(missing_ok=True)
    processes = [start(folder, f"第{n}个") for n in range(starts)]
    time.sleep(0.2)
    (folder / "go").touch()
    answers = [answer(process) for process in processes]
    for process in processes:
        end(process)
    return answers


def test_of_twelve_starts_at_once_exactly_one_writes(tmp_path: Path) -> None:
    answers = race(tmp_path, 12)
    assert sorted(answers) == ["second_writer"] * 11 + ["writer"]


@pytest.mark.long
@pytest.mark.timeout(600)
def test_of_two_hundred_starts_in_crowds_exactly_one_of_each_crowd_writes(tmp_path: Path) -> None:
    for _ in range(8):
        answers = race(tmp_path, 25)
        assert sorted(answers) == ["second_writer"] * 24 + ["writer"]
