"""Hundreds of validly signed hostile bundles, tried in a process whose memory and time are bounded: none is applied."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.exchange_evils import first_bundle, vectors
from tests.services.exchange_hostile_child import GROWTH_KIB

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="the bounds are set in the POSIX way")
def test_no_hostile_bundle_is_applied_and_none_takes_the_computer_with_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.services.exchange_hostile_child", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["findings"] == []
    assert told["tried"] >= 200
    assert told["grown_kib"] < GROWTH_KIB


def test_every_hostile_bundle_is_another_one() -> None:
    made = list(vectors([first_bundle()[1].hash]))
    assert len({name for name, _, _ in made}) == len({data for _, data, _ in made}) == len(made)
    assert {fate for _, _, fate in made} == {"refused", "listed"}
