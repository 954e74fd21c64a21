"""The command line as DESIGN 6 fixes it: names, options, JSON keys, exit status."""

import json
from pathlib import Path
from typing import Any

import pytest

from station_desk.app import main
from station_desk.services.desk import Desk
from tests.support.homes import PASS_PHRASE, make_home

ROWS = """姓名,性别,身份证号,联系电话,村,职务,任职时间
张俊,男,371602198503159977,13800001234,甲村,网格员,2024-01-05
单立人,男,37160219700101997X,13800004321,乙村,治保主任,2023-06
王错,男,371602198503159970,13800004322,丙村,网格员,2023-06
"""


class Terminal:
    """Runs commands on one home and reads the answer."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self.capsys = home, capsys

    def __call__(self, *words: object, status: int = 0) -> Any:
        self.capsys.readouterr()
        ended = main(["--home", str(self.home), "--json", *map(str, words)])
        printed = self.capsys.readouterr()
        assert ended == status, printed.err
        return json.loads(printed.out)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATION_DESK_PASSPHRASE", PASS_PHRASE)
    monkeypatch.setenv("STATION_DESK_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("STATION_DESK_USER", raising=False)


def closed(desk: Desk) -> Path:
    desk.close()
    return desk.home.path


@pytest.fixture
def station(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(closed(make_home(tmp_path, folder="station")), capsys)


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(closed(make_home(tmp_path, "county", 0, folder="county")), capsys)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    file = tmp_path / "名单.csv"
    file.write_text(ROWS, encoding="utf-8")
    return file


def test_init_makes_a_home_and_tells_its_fingerprint_and_recovery_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Terminal(tmp_path / "new", capsys)
    words = "init --office station --name 梁才派出所 --code 371602009000 --pack cn.nanan --villages 371602009@2018"
    answer = run(*words.split(), "--person", "王敏")
    assert (answer["office"], answer["name"], answer["code"], answer["villages"]) == (
        "station",
        "梁才派出所",
        "371602009000",
        74,
    )
    assert answer["fingerprint"]
    assert answer["recovery_code"]
    assert run("init", *words.split()[1:], status=2)["trouble"]["code"] == "home_exists"
    assert len(run("villages", "list")["villages"]) == 74


def test_an_import_only_proposes_until_apply_and_the_same_file_again_is_the_same(
    station: Terminal, roster: Path
) -> None:
    proposed = station("roster", "import", roster)
    assert proposed["summary"] | {"person_rows": 3, "accept": 2, "reject": 1} == proposed["summary"]
    assert [row["outcome"] for row in proposed["rows"]] == ["accept", "accept", "reject"]
    assert proposed["rows"][2]["reasons"] == ["id_check_digit"]
    assert station("roster", "list")["people"] == []
    station("roster", "import", roster, "--apply")
    assert [p["name"] for p in station("roster", "list")["people"]] == ["张俊", "单立人"]
    again = station("roster", "import", roster)
    assert [row["change"] for row in again["rows"] if row["outcome"] == "accept"] == ["same", "same"]
    station("roster", "undo-import")
    assert station("roster", "list")["people"] == []


def test_rows_that_wait_are_printed_for_the_village_to_correct(station: Terminal, roster: Path, tmp_path: Path) -> None:
    out = tmp_path / "更正单.pdf"
    assert station("roster", "corrections", "--out", out, status=2)["trouble"]["code"] == "nobody_to_print"
    station("roster", "import", roster, "--apply")
    answer = station("roster", "corrections", "--out", out)
    assert (answer["form"], answer["pages"]) == ("F18G", 1)
    assert out.read_bytes().startswith(b"%PDF")


def test_numbers_are_masked_until_revealed(station: Terminal, roster: Path) -> None:
    station("roster", "import", roster, "--apply")
    person = station("roster", "list", "--search", "zjun")["people"][0]
    assert person["id_no_masked"] == "371***********9977"
    assert "id_no" not in person
    shown = station("roster", "list", "--search", "zjun", "--reveal")["people"][0]
    assert (shown["id_no"], shown["phone"]) == ("371602198503159977", "13800001234")
    card = station("roster", "show", person["id"])
    assert card["person"] == "张俊"
    assert station("audit", "verify")["ok"] is True


def test_the_round_by_file_ends_with_a_receipt(
    station: Terminal, county: Terminal, roster: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for one, other in ((station, county), (county, station)):
        one("key", "export", stick / "key.sdk")
        trusted = other("office", "trust", stick / "key.sdk")
        assert trusted["fingerprint"] == one("key", "show")["fingerprint"]
    station("roster", "import", roster, "--apply")
    made = station("bundle", "export", "--to", stick)["bundles"][0]
    assert made["verified"] is True
    assert made["number"] == 1
    looked = county("bundle", "inspect", made["file"])
    assert (looked["signature"], looked["encrypted_for_us"], looked["prerequisites_known"]) == ("valid", True, True)
    taken = county("bundle", "import", made["file"])
    assert taken["bundles"][0]["result"] == "applied"
    assert county("bundle", "import", made["file"])["bundles"][0]["result"] == "duplicate"
    assert [p["name"] for p in county("roster", "list")["people"]] == ["张俊", "单立人"]
    assert station("bundle", "status")["peers"][0]["unacknowledged_changes"] > 0
    station("bundle", "import", taken["receipts"][0])
    peer = station("bundle", "status")["peers"][0]
    assert (peer["unacknowledged_changes"], peer["gaps"]) == (0, [])


def test_a_refused_bundle_ends_in_status_two_with_the_answer_and_the_trouble(county: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "broken.sdb"
    file.write_bytes(b"SDB1\n" + bytes(2000))
    answer = county("bundle", "import", file, status=2)
    assert answer["bundles"][0]["result"] == "corrupt"
    assert answer["trouble"]["code"]
    assert all(answer["trouble"][key] for key in ("what", "safe", "next"))


def test_letters_and_the_roster_list_are_printed_with_serials(station: Terminal, roster: Path, tmp_path: Path) -> None:
    station("roster", "import", roster, "--apply")
    assert {form["form"] for form in station("forms", "list")["forms"]} >= {"F15", "F18"}
    assert station("forms", "check")["ok"] is True
    letters = station("forms", "print", "F15", "--all", "--boxes", "--out", tmp_path / "letters.pdf")
    assert letters["pages"] == 2
    assert len(set(letters["serials"])) == 2
    assert letters["pages_detail"][0]["qr"]["w_mm"] > 0
    assert (tmp_path / "letters.pdf").read_bytes().startswith(b"%PDF")


def test_a_wrong_pass_phrase_is_a_trouble_with_three_sentences(
    station: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATION_DESK_PASSPHRASE", "not the one")
    trouble = station("roster", "list", status=2)["trouble"]
    assert trouble["code"] == "wrong_pass_phrase"
    assert all(trouble[key] for key in ("what", "safe", "next"))


def test_a_backup_restores_beside_the_home_never_over_it(station: Terminal, roster: Path) -> None:
    station("roster", "import", roster, "--apply")
    made = station("backup")
    restored = station("restore", made["file"])
    assert Path(restored["home"]) != station.home
    beside = Terminal(Path(restored["home"]), station.capsys)
    assert len(beside("roster", "list")["people"]) == 2
    assert beside("check", "--deep")["ok"] is True


def test_an_older_copy_put_back_by_hand_is_noticed_and_may_go_on_as_a_branch(station: Terminal, roster: Path) -> None:
    database = station.home / "desk.db"
    old = database.read_bytes()
    station("roster", "import", roster, "--apply")
    database.write_bytes(old)
    assert station("roster", "import", roster, "--apply", status=2)["trouble"]["code"] == "restored_copy"
    assert station("check", "--accept-restored")["ok"] is True
    station("roster", "import", roster, "--apply")
    assert len(station("roster", "list")["people"]) == 2


def test_misused_options_end_in_status_two(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--home", str(tmp_path), "roster", "dance"]) == 2
    assert main(["--help"]) == 0


def test_the_same_command_speaks_english(station: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(station.home), "--lang", "en", "key", "show"]) == 0
    assert "Fingerprint of" in capsys.readouterr().out
