"""The program is killed while a person is being removed: the home opens, whole, and who stays gets in."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from station_desk.domain.ids import new_id
from station_desk.domain.records import OfficeKind, Role
from station_desk.machine.sealing import Kdf
from station_desk.services import accounts
from station_desk.services.desk import open_desk
from station_desk.services.first_start import NewOffice, create_office
from station_desk.store.people import load_people

ROOT = Path(__file__).resolve().parents[2]
PHRASE, OTHER = "a long pass phrase", "another long one"
NEW = NewOffice(OfficeKind.STATION, "梁才派出所", "371602105", "cn.nanan", [], "王敏", PHRASE)
REMOVE = """
import sys
from pathlib import Path
from station_desk.services import accounts
from station_desk.services.desk import open_desk
desk = open_desk(Path(sys.argv[1]), "王敏", sys.argv[2])
print("open", flush=True)
accounts.remove_account(desk, sys.argv[3])
print("removed", flush=True)
desk.close()
"""


def kill_once(prepared: Path, place: Path, leaving: str, after: float) -> bool:
    """Whether the removal had been acknowledged when the program was killed `after` seconds."""
    shutil.copytree(prepared, place)
    process = subprocess.Popen(
        [sys.executable, "-c", REMOVE, str(place), PHRASE, leaving],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    time.sleep(after)
    process.kill()
    removed = process.stdout.read() == "removed\n"
    process.stdout.close()
    process.wait()
    return removed


def check_home(place: Path, leaving: str, *, removed: bool) -> None:
    """The home opens and is whole, and what was acknowledged holds; the rest can still be done."""
    with open_desk(place, "王敏", PHRASE) as desk:
        with desk.store.read() as conn:
            assert len(load_people(conn)) == 3000
        assert desk.store.integrity(deep=True) == []
        if removed:
            assert [a.active for a in accounts.list_accounts(desk)] == [True, False]
        assert not [p.name for p in place.iterdir() if "desk-" in p.name]
        accounts.remove_account(desk, leaving)
        assert [a.active for a in accounts.list_accounts(desk)] == [True, False]


@pytest.mark.parametrize("kills", [2, pytest.param(60, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
def test_killed_at_any_moment_the_home_opens_whole(tmp_path: Path, kills: int) -> None:
    prepared = tmp_path / "home"
    with create_office(prepared, NEW, Kdf(64, 1)).desk as desk:
        with desk.store.write(desk.account.id, "person_add") as work:
            for n in range(3000):
                work.create("person", new_id(), {"name": f"张{n}"})
        leaving = accounts.add_account(desk, "李强", Role.CLERK, OTHER).id
    chance = random.Random(20261122)
    for n in range(kills):
        place = tmp_path / f"killed{n}"
        removed = kill_once(prepared, place, leaving, chance.uniform(0, 0.3))
        check_home(place, leaving, removed=removed)
        shutil.rmtree(place)
