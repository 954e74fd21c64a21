"""The process is killed while it saves: what was acknowledged is there, and nothing is half there (RELIABILITY F1, F3)."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_desk.domain.ids import new_id
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk, open_desk
from station_desk.store.people import load_people, load_terms
from tests.support.homes import PASS_PHRASE, PERSON, make_home

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork, signals and mount")


def save_one(desk: Desk) -> str:
    """One act of three records; the person's id."""
    person, term = new_id(), new_id()
    with desk.store.write(desk.account.id, "person_add") as work:
        work.create("person", person, {"name": "赵一", "phone": "13800001234", "bank_card": "6222"})
        work.create("term", term, {"person_id": person, "state": "active"})
        work.access("note", person)
    return person


def save_and_tell(home: Path, pipe: int) -> None:
    """Saves without end; tells each saved id through the pipe."""
    desk = open_desk(home, PERSON, PASS_PHRASE)
    while True:
        os.write(pipe, save_one(desk).encode() + b"\n")


def killed_while_saving(home: Path, rnd: random.Random) -> list[str]:
    """The ids that were acknowledged before the process was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            save_and_tell(home, writing)
        finally:
            os._exit(1)
    os.close(writing)
    told = os.read(reading, 4096)
    time.sleep(rnd.random() * 0.04)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "it ended by itself"
    while part := os.read(reading, 65536):
        told += part
    os.close(reading)
    return told.decode().split("\n")[:-1]


@pytest.mark.parametrize("kills", [30, pytest.param(1_000, marks=[pytest.mark.long, pytest.mark.timeout(1800)])])
def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path, kills: int) -> None:
    make_home(tmp_path).close()
    home, rnd, acknowledged = tmp_path / "home", random.Random(9), set[str]()
    for kill in range(kills):
        acknowledged.update(killed_while_saving(home, rnd))
        with open_desk(home, PERSON, PASS_PHRASE) as desk:
            with desk.store.read() as conn:
                people, terms = load_people(conn), load_terms(conn)
            assert acknowledged <= {person.id for person in people}
            assert {person.id for person in people} == {term.person_id for term in terms}, (
                "an act is whole or not there"
            )
            if kill % 10 == 9:
                assert desk.store.integrity(deep=True) == []
    assert len(acknowledged) > kills


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root may mount a small disk")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(mounted)], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    yield mounted
    subprocess.run(["umount", str(mounted)], check=True)


def fill(file: Path) -> None:
    with file.open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(4096))


def save_until_full(desk: Desk, acknowledged: set[str]) -> None:
    for _ in range(10_000):
        acknowledged.add(save_one(desk))


def test_a_full_disk_refuses_the_save_and_keeps_the_rest(small_disk: Path) -> None:
    desk = make_home(small_disk)
    acknowledged = {save_one(desk)}
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="No space"):
        fill(ballast)
    with pytest.raises(Trouble) as caught:
        save_until_full(desk, acknowledged)
    assert caught.value.code == "disk_full"
    ballast.unlink()
    desk.close()
    with open_desk(small_disk / "home", PERSON, PASS_PHRASE) as again:
        acknowledged.add(save_one(again))
        with again.store.read() as conn:
            assert acknowledged == {person.id for person in load_people(conn)}
        assert again.store.integrity(deep=True) == []
