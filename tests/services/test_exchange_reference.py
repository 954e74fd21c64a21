"""The examples of the format: every program, this one and later ones, judges them as it is written beside them."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_desk.bundles.identity import Identity
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store.tables import SCHEMA_VERSION
from tests.reference.make_schema import kinds
from tests.services.exchange_desks import COUNTY, everything, make_desk

FOLDER = Path(__file__).parents[1] / "reference" / "bundles"
READER = Path(__file__).parents[2] / "packaging" / "bundle_reader.py"
INDEX: dict[str, dict[str, object]] = json.loads((FOLDER / "index.json").read_text())
GOOD = [name for name in INDEX if name.startswith("good")]
BAD = [name for name in INDEX if name.startswith("bad")]


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Desk]:
    """The county of the examples, which trusts their station."""
    desk = make_desk(tmp_path / "county", COUNTY, Identity.from_secret((FOLDER / "county.secret").read_bytes()))
    exchange.trust(desk, FOLDER / "station.sdk")
    yield desk
    desk.close()


def judged(desk: Desk, name: str, tmp_path: Path) -> dict[str, object]:
    file = Path(shutil.copy(FOLDER / f"{name}.sdb", tmp_path))
    answer = exchange.import_bundles(desk, [file]).bundles[0]
    found: dict[str, object] = {"result": answer.result}
    if answer.unknown_fields:
        found["unknown_fields"] = answer.unknown_fields
    if answer.warnings:
        found["warnings"] = [one.code for one in answer.warnings]
    return found


def test_the_good_ones_are_taken_in_one_after_the_other(county: Desk, tmp_path: Path) -> None:
    assert {name: judged(county, name, tmp_path) for name in GOOD} == {name: INDEX[name] for name in GOOD}
    with county.store.read() as conn:
        rows = conn.exec_driver_sql("SELECT name, birth, deleted FROM person ORDER BY id").all()
    with county.store.read() as conn:
        named = conn.exec_driver_sql("SELECT sha256 FROM attachment WHERE id LIKE '%5'").scalars().all()
        assert [one.hex() for one in conn.exec_driver_sql("SELECT sha256 FROM blob").scalars()] == named
    assert list(map(tuple, rows)) == [("乙某", "1985-03", 0), (None, None, 1), ("甲某", None, 0), ("丙某", None, 0)]
    assert county.store.integrity(deep=True) == []


def test_without_the_first_the_next_is_a_gap(county: Desk, tmp_path: Path) -> None:
    assert judged(county, "good_2_next", tmp_path) == {"result": "gap"}


@pytest.mark.parametrize("name", BAD)
def test_the_bad_ones_are_refused_and_change_nothing(county: Desk, name: str, tmp_path: Path) -> None:
    before = everything(county)
    assert judged(county, name, tmp_path) == INDEX[name]
    after = everything(county)
    if INDEX[name]["result"] == "gap":
        for table in ("peer", "bundle_out", "statement"):
            before.pop(table)
            after.pop(table)
    assert after == before


def reader(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(READER), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "utf-8"})


def test_the_reader_that_needs_no_program_reads_the_good_ones() -> None:
    for name in GOOD:
        done = reader("read", FOLDER / f"{name}.sdb", FOLDER / "station.sdk", FOLDER / "county.key")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.splitlines()[0])[1] == "371602009"
    assert "甲某" in reader("read", FOLDER / "good_1_first.sdb", FOLDER / "station.sdk", FOLDER / "county.key").stdout


def test_the_reader_that_needs_no_program_gives_the_contents_out(tmp_path: Path) -> None:
    good = FOLDER / "good_5_with_a_photo.sdb"
    done = reader("files", good, FOLDER / "station.sdk", FOLDER / "county.key", tmp_path)
    assert done.returncode == 0, done.stderr
    (photo,) = tmp_path.iterdir()
    assert done.stdout.split() == [photo.name, str(photo.stat().st_size)]
    assert hashlib.sha256(photo.read_bytes()).hexdigest() == photo.name


@pytest.mark.parametrize("name", [name for name in BAD if name.startswith("bad_content")])
def test_the_reader_that_needs_no_program_refuses_bad_contents(name: str) -> None:
    done = reader("read", FOLDER / f"{name}.sdb", FOLDER / "station.sdk", FOLDER / "county.key")
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize(
    "name",
    [
        "bad_flipped",
        "bad_truncated",
        "bad_stranger",
        "bad_hides_a_bomb",
        "bad_lying_counts",
        "bad_newer_reader",
        "bad_unknown_frame",
    ],
)
def test_the_reader_that_needs_no_program_refuses_bad_ones(name: str) -> None:
    done = reader("read", FOLDER / f"{name}.sdb", FOLDER / "station.sdk", FOLDER / "county.key")
    assert (done.returncode, done.stdout) == (1, "")
    assert "not good" in done.stderr


def test_the_reader_and_the_program_see_the_same_fingerprint(county: Desk) -> None:
    told = reader("identity", FOLDER / "station.sdk").stdout.splitlines()[1]
    assert told == exchange.peers(county)[0].fingerprint


def test_the_kinds_of_records_are_written_beside_the_newest_schema() -> None:
    assert (FOLDER.parent / "schemas" / f"{SCHEMA_VERSION}.kinds.json").read_text(encoding="utf-8") == kinds()
