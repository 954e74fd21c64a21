"""Keys and moving from the command line: two offices driven by commands alone."""

from pathlib import Path

import pytest

from station_desk.domain.records import OfficeKind
from station_desk.services.desk import open_desk
from station_desk.services.exchange_keys import own_identity
from tests.cli.test_contract import Terminal
from tests.support.homes import PASS_PHRASE, make_home


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATION_DESK_PASSPHRASE", PASS_PHRASE)
    monkeypatch.delenv("STATION_DESK_USER", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def offices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Terminal, Terminal]:
    """A station and its county that trust each other."""
    made = []
    for kind in (OfficeKind.STATION, OfficeKind.COUNTY):
        desk = make_home(tmp_path, kind, folder=kind.value)
        desk.close()
        made.append(Terminal(desk.home.path, capsys))
    station, county = made
    station("key", "export", "s.sdk")
    county("key", "export", "c.sdk")
    station("office", "trust", "c.sdk")
    county("office", "trust", "s.sdk")
    return station, county


def test_a_change_of_keys_by_command_is_followed_and_listed(offices: tuple[Terminal, Terminal]) -> None:
    station, county = offices
    changed = station("key", "change", "--to", ".")
    assert changed["fingerprint"] == station("key", "show")["fingerprint"] != changed["former"]
    assert len(changed["files"]) == 1
    sent = station("bundle", "export", "--to", ".")["bundles"][0]["file"]
    taken = county("bundle", "import", sent)["bundles"][0]
    assert taken["result"] == "applied"
    assert "bundle_key_changed" in str(taken["warnings"])
    (known,) = county("key", "list")["changes"]
    assert (known["why"], known["former"], known["fingerprint"]) == (
        "planned",
        changed["former"],
        changed["fingerprint"],
    )
    assert county("key", "accept", changed["files"][0], status=2)["trouble"]["code"] == "key_same"


def test_a_station_that_lost_its_computer_is_accepted_by_a_person_and_given_its_history(
    offices: tuple[Terminal, Terminal], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    station, county = offices
    sent = station("bundle", "export", "--to", ".")["bundles"][0]["file"]
    county("bundle", "import", sent)
    anew = Terminal(tmp_path / "anew", capsys)
    name, code = "梁才派出所", "371602009"
    anew("init", "--office", "station", "--name", name, "--code", code, "--pack", "cn.nanan", "--person", "李四")
    anew("office", "trust", "c.sdk")
    anew("key", "export", "new.sdk")
    assert county("office", "trust", "new.sdk", status=2)["trouble"]["code"] == "key_changed"
    assert county("key", "accept", "new.sdk", "--look")["accepted"] is False
    accepted = county("key", "accept", "new.sdk", "--return-to", ".")
    assert (accepted["last_number"], accepted["planned"]) == (1, False)
    taken = anew("bundle", "import", accepted["bundles"][0]["file"])["bundles"][0]
    assert taken["result"] == "applied"
    assert len(anew("villages", "list")["villages"]) == 3
    stale = station("bundle", "export", "--to", ".")["bundles"][0]["file"]
    refused = county("bundle", "import", stale, status=2)
    assert refused["trouble"]["code"] == "bundle_key_revoked"
    assert refused["bundles"][0]["result"] == "rejected"


def test_a_county_begins_again_from_its_key_paper(
    offices: tuple[Terminal, Terminal],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _station, county = offices
    written = county("key", "paper", "--out", "paper.pdf")
    assert Path(written["file"]).read_bytes().startswith(b"%PDF")
    with open_desk(county.home, None, PASS_PHRASE, write=False) as desk:
        digits = own_identity(desk).paper or ""
    again = Terminal(tmp_path / "again", capsys)
    words = ("init", "--office", "county", "--name", "滨城分局", "--code", "371602", "--pack", "cn.nanan")
    monkeypatch.setenv("STATION_DESK_KEY_PAPER", digits)
    made = again(*words, "--key-paper", "-")
    assert made["fingerprint"] == county("key", "show")["fingerprint"]
    wrong = Terminal(tmp_path / "wrong", capsys)
    assert wrong(*words, "--key-paper", digits[:-1], status=2)["trouble"]["code"] == "key_paper_group"


def test_a_station_moves_by_command(
    offices: tuple[Terminal, Terminal], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    station, _county = offices
    told = station("move", "out", "--to", ".", "--where", "二楼的电脑")
    refused = station("bundle", "export", "--to", ".", status=2)
    assert refused["trouble"]["code"] == "moved_away"
    assert "二楼的电脑" in refused["trouble"]["what"]
    assert len(station("villages", "list")["villages"]) == 3
    new = Terminal(tmp_path / "new", capsys)
    new("move", "in", told["file"])
    assert new("check", "--deep")["ok"] is True
    assert new("key", "show") == station("key", "show")
    assert station("move", "stay")["where"] == "二楼的电脑"
    station("bundle", "export", "--to", ".")
