"""Two copies of a station driven from the command line: conflicts, copies, settling, erasing."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from station_desk.services import roster
from station_desk.services.desk import open_accepting
from tests.cli.test_contract import Terminal, closed, environment, station  # noqa: F401 - fixtures
from tests.support.homes import PASS_PHRASE, PERSON, make_home


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(closed(make_home(tmp_path, "county", 0, folder="county")), capsys)


def edit(home: Terminal, phone: str) -> str:
    """Somebody changes the phone in the window; the person's id."""
    with open_accepting(home.home, PERSON, PASS_PHRASE) as desk:
        [row] = roster.list_people(desk)
        roster.edit_person(desk, row.id, {"phone": phone})
        return row.id


def send(giver: Terminal, taker: Terminal, folder: Path) -> dict[str, Any]:
    made = giver("bundle", "export", "--to", folder)["bundles"]
    answer: dict[str, Any] = taker("bundle", "import", *(one["file"] for one in made))
    return answer


def test_a_clone_is_told_settled_and_erased_from_the_command_line(
    station: Terminal,  # noqa: F811
    county: Terminal,
    tmp_path: Path,
) -> None:
    file = tmp_path / "名单.csv"
    file.write_text("姓名,身份证号,联系电话,村\n张俊,371602198503159977,13800001234,甲村\n", encoding="utf-8")
    station("roster", "import", file, "--apply")
    for mine, theirs in ((station, county), (county, station)):
        theirs("key", "export", tmp_path / "office.sdk")
        mine("office", "trust", tmp_path / "office.sdk")
    send(station, county, tmp_path)
    clone = Terminal(Path(shutil.copytree(station.home, tmp_path / "clone")), station.capsys)
    person = edit(station, "13800000101")
    edit(clone, "13800000202")
    send(station, county, tmp_path)
    told = send(clone, county, tmp_path)["bundles"][0]
    assert (told["result"], told["conflicts"]) == ("fork", 1)
    assert {one["code"] for one in told["warnings"]} == {"bundle_fork", "bundle_conflicts"}
    back = send(county, clone, tmp_path)["bundles"][0]
    assert back["returned"] > 0
    assert "bundle_returned" in {one["code"] for one in back["warnings"]}
    answer = clone("conflict", "list")
    [found] = answer["conflicts"]
    assert (answer["open"], found["subject"], found["field"]) == (1, "张俊", "phone")
    assert {one["value"] for one in found["versions"]} == {"138****0101", "138****0202"}
    assert {one["here"] for one in found["versions"]} == {True, False}
    assert {one["value"] for one in clone("conflict", "list", "--reveal")["conflicts"][0]["versions"]} == {
        "13800000101",
        "13800000202",
    }
    lines = clone("conflict", "copies")["copies"]
    assert [one["here"] for one in lines].count(True) == 1
    assert [one["left"] is not None for one in lines].count(True) == 1
    assert county("conflict", "settle", found["id"], "--take", 1, status=2)["trouble"]["code"] == "conflict_not_ours"
    assert clone("conflict", "settle", found["id"], status=2)["trouble"]["code"] == "conflict_choice"
    done = clone("conflict", "settle", found["id"], "--take", 2)
    assert (done["open"], done["conflict"]["settled"]["chosen"]) == (0, 1)
    send(clone, county, tmp_path)
    assert county("conflict", "list")["conflicts"] == []
    [mark] = county("conflict", "list", "--all")["conflicts"]
    assert mark["settled"]["person"] == PERSON
    assert county("conflict", "unknown")["unknown"] == []
    assert clone("check", "--deep")["ok"] is True
    words = ("roster", "erase", person, "--reason", "request", "--name")
    assert clone(*words, "张三", status=2)["trouble"]["code"] == "erase_name_differs"
    assert clone(*words, "张俊")["erased"]["person"] == 1
    send(clone, county, tmp_path)
    for name in ("late", "back"):
        (tmp_path / name).mkdir()
    station("bundle", "export", "--to", tmp_path / "late", "--full")
    late = county("bundle", "import", *(tmp_path / "late").glob("*.sdb"), "--receipt-to", tmp_path / "back")
    station("bundle", "import", *late["receipts"])
    for home in (clone, county, station):
        assert home("roster", "list")["people"] == []
        assert home("conflict", "list", "--all")["conflicts"] == []
        assert home("check", "--deep")["ok"] is True
