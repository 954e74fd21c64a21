"""`packs`: read, set side by side, checked, tried; every one of the six begins an office; Weihai's list has 46 posts."""

import json
from pathlib import Path
from typing import Any

import pytest

from station_desk.app import main
from station_desk.services.pack_memory import packs_dir
from station_desk.services.reference import list_packs
from tests.support.homes import CHEAP, PASS_PHRASE
from tests.support.pack_texts import pack_text


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATION_DESK_PASSPHRASE", PASS_PHRASE)
    monkeypatch.setenv("STATION_DESK_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("STATION_DESK_USER", raising=False)
    monkeypatch.setattr("station_desk.machine.keys.calibrated_kdf", lambda: CHEAP)


class Line:
    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self.capsys = home, capsys

    def __call__(self, *words: object, status: int = 0) -> Any:
        self.capsys.readouterr()
        ended = main(["--home", str(self.home), "--json", *map(str, words)])
        printed = self.capsys.readouterr()
        assert ended == status, printed.err
        return json.loads(printed.out)


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(tmp_path / "home", capsys)


def test_six_packs_are_listed_with_a_sentence_each(line: Line) -> None:
    found = line("packs", "list")["packs"]
    assert [one["id"] for one in found] == [
        "cn.bincheng", "cn.dezhou", "cn.fujian", "cn.nanan", "cn.weihai", "cn.xihua",
    ]  # fmt: skip
    assert all(one["summary"].endswith("。") and len(one["digest"]) == 64 for one in found)


def test_a_pack_is_shown_with_its_words_and_what_is_missing(line: Line) -> None:
    shown = line("packs", "show", "cn.bincheng")
    rules = {rule["key"]: rule for rule in shown["rules"]}
    assert (rules["money.stipend_fen"]["value"], rules["money.stipend_fen"]["said"]) == (30000, "300 元")
    assert "每月发放300元补助" in rules["money.stipend_fen"]["source"]["quote"]
    assert (rules["person.term_months"]["state"], rules["person.term_months"]["value"]) == ("not_stated", None)
    assert rules["money.room_fund_fen"]["state"] == "none"
    assert len(shown["lists"]["stages"]["entries"]) == 4


def test_a_child_beside_its_parent_shows_what_it_changed(line: Line) -> None:
    found = line("packs", "compare", "cn.fujian", "cn.nanan")["differences"]
    assert [one["key"] for one in found] == [
        "terms.approver", "quota.at_least", "quota.covered_by", "report.submission", "report.due_date",
        "report.contact", "pool",
    ]  # fmt: skip
    assert line("packs", "compare", "cn.nanan", "cn.nanan")["differences"] == []


def test_a_broken_pack_is_told_line_by_line(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "cn.weihai.toml"
    text = pack_text("cn.weihai")
    file.write_text(text.replace("[quota.per_unit]\nvalue = 1", '[quota.per_unit]\nvalue = "一"', 1), encoding="utf-8")
    answer = line("packs", "check", file, status=2)
    (problem,) = answer["problems"]
    assert problem["line"] == text.splitlines().index("[quota.per_unit]") + 2
    assert "整数" in problem["message"]
    assert answer["trouble"]["code"] == "pack_faulty"
    assert line("packs", "check", packs_dir() / "cn.weihai")["ok"] is True
    assert line("packs", "check", tmp_path / "none.toml", status=2)["trouble"]["code"] == "pack_file_missing"
    assert line("packs", "show", "cn.nowhere", status=2)["trouble"]["code"] == "pack_missing"


CASE = ["--day", "2026-03-01", "--education", "高中"]


def test_a_case_is_judged_with_clause_and_quotation(line: Line) -> None:
    met = [word for code in ("E1", "E2", "E3", "E6", "E7") for word in ("--met", code)]
    check = ["--exclusion", "none", "--checker", "王某", "--checked-on", "2026-02-20", "--number", "1号"]
    young = line("packs", "try", "cn.weihai", *CASE, "--birth", "1995-03-02", *met, *check)
    assert young["verdict"] == "eligible"
    old = line("packs", "try", "cn.weihai", *CASE, "--birth", "1995-03-01", *met, *check)
    assert old["verdict"] == "not_eligible"
    age = next(one for one in old["findings"] if one["code"] == "E5")
    assert "31 周岁" in age["sentence"]
    assert "年龄18至30周岁之间" in age["source"]["quote"]
    assert line("packs", "try", "cn.dezhou", *CASE)["findings"][0]["sentence"].startswith("缺：")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--day", "2026-3-1"], "day_wrong"),
        (["--day", "2026-02-30"], "day_wrong"),
        ([*CASE, "--relaxed", "熟人"], "relaxation_unknown"),
        ([*CASE, "--met", "E9"], "answer_unknown"),
        ([*CASE, "--exclusion", "yes"], "answer_unknown"),
    ],
)
def test_what_cannot_be_asked_is_a_trouble(line: Line, words: list[str], code: str) -> None:
    assert line("packs", "try", "cn.weihai", *words, status=2)["trouble"]["code"] == code


@pytest.mark.parametrize("pack", [pack.id for pack in list_packs()])
def test_an_office_begins_with_every_pack(line: Line, pack: str) -> None:
    made = line(
        "init", "--office", "county", "--name", "经区分局", "--code", "371072", "--pack", pack, "--villages", "371072"
    )
    assert (made["pack"], made["villages"]) == (pack, 43)
    quota = sum(one["quota"] for one in line("villages", "list")["villages"])
    assert quota == (46 if pack == "cn.weihai" else 42)


def test_coverage_tells_of_every_post_why(line: Line, tmp_path: Path) -> None:
    villages = tmp_path / "村.csv"
    rows = [f"3710721032{at:02d},{name},{kind},{homes}" for at, (name, kind, homes) in enumerate(
        [("甲村", "村", 300), ("乙村", "村", 1000), ("丙农场", "类似", 50), ("皂埠社区", "居", "")]
    )]  # fmt: skip
    villages.write_text("code,name,kind,households\n" + "\n".join(rows) + "\n", encoding="utf-8")
    line(
        "init",
        "--office",
        "station",
        "--name",
        "崮山所",
        "--code",
        "371072103",
        "--pack",
        "cn.weihai",
        "--villages",
        villages,
    )
    told = line("packs", "coverage")
    assert [(one["name"], one["quota"], one["why"]) for one in told["units"]] == [
        ("甲村", 1, "usual"), ("乙村", 2, "large"), ("丙农场", 0, "no_post"), ("皂埠社区", 2, "large"),
        ("海林社区", 1, "exception"),
    ]  # fmt: skip
    assert (told["quota"], told["vacant"], told["covered"], told["of"]) == (6, 6, 0, 4)
    assert line("packs", "coverage", "--as-of", "2026-01-01")["day"] == "2026-01-01"


def test_an_office_installs_fills_in_shows_and_compares_its_own_pack(line: Line, tmp_path: Path) -> None:
    from tests.support.homes import make_home

    make_home(tmp_path).close()
    file = tmp_path / "cn.shanyang.toml"
    head = 'id = "cn.shanyang"\ntitle = "山阳县"\nsummary = "一句。"\nversion = 1\neffective_from = "2026-01-01"\n'
    own = '[money.stipend_fen]\nvalue = 45000\ndecided_by = "县局"\nnumber = "1号"\ndate = "2026-01-05"\n'
    file.write_text(f'{head}parent = "cn.fujian"\n{own}', encoding="utf-8")
    assert line("packs", "install", file)["follows"] is False
    assert line("packs", "follow", "cn.shanyang")["version"] == 1
    differences = line("packs", "compare", "cn.fujian", "cn.shanyang")["differences"]
    assert [one["key"] for one in differences] == ["money.stipend_fen"]
    filled = line(
        "packs",
        "fill",
        "cn.shanyang",
        "person.term_months",
        "三年",
        "--by",
        "县局",
        "--doc",
        "2号",
        "--on",
        "2026-02-01",
    )
    assert (filled["value"], filled["said"]) == (36, "36 个月")
    rules = {one["key"]: one for one in line("packs", "show")["rules"]}
    assert (rules["person.term_months"]["state"], rules["person.term_months"]["filled"]) == ("decided", True)
    assert rules["money.stipend_fen"]["filled"] is False
    assert len(line("packs", "fillings")["fillings"]) == 1
    assert line("packs", "unfill", "cn.shanyang", "person.term_months")["taken_back"] == 1
    versions = {(one["pack"], one["in_force"], one["origin"]) for one in line("packs", "versions")["versions"]}
    assert ("cn.shanyang", True, "installed") in versions
    assert line("packs", "publish", status=2)["trouble"]["code"] == "county_sends_packs"
    assert line("packs", "withdraw", "cn.shanyang", 1) == {"pack": "cn.shanyang", "version": 1}
    assert line("packs", "show")["id"] == "cn.shanyang", "who follows it is not left without any"
    (left,) = [one for one in line("packs", "versions")["versions"] if one["pack"] == "cn.shanyang"]
    assert left["origin"] == "withdrawn"


def test_an_imported_roster_rests_on_the_version_and_a_change_needs_the_next_number(line: Line, tmp_path: Path) -> None:
    from tests.support.homes import make_home

    make_home(tmp_path).close()
    file, people = tmp_path / "cn.shanyang.toml", tmp_path / "花名册.csv"
    head = 'id = "cn.shanyang"\ntitle = "山阳县"\nsummary = "一句。"\nversion = 1\neffective_from = "2026-01-01"\n'
    own = '[money.stipend_fen]\nvalue = 45000\ndecided_by = "县局"\nnumber = "1号"\ndate = "2026-01-05"\n'
    text = f'{head}parent = "cn.fujian"\n{own}'
    file.write_text(text, encoding="utf-8")
    people.write_text("姓名,村,聘任时间\n李荣宝,甲村,2026-03-01\n解晓东,乙村,2026-03-01\n", encoding="utf-8")
    line("packs", "install", file)
    line("packs", "follow", "cn.shanyang")
    line("roster", "import", people, "--apply")

    def uses() -> dict[int, int]:
        found = line("packs", "versions")["versions"]
        return {one["version"]: one["uses"] for one in found if one["pack"] == "cn.shanyang"}

    assert uses() == {1: 1}, "the run is noted once for all its people"
    file.write_text(text.replace("45000", "50000"), encoding="utf-8")
    assert line("packs", "install", file, status=2)["trouble"]["code"] == "pack_version_used"
    file.write_text(text.replace("45000", "50000").replace("version = 1", "version = 2"), encoding="utf-8")
    assert line("packs", "install", file)["version"] == 2
    assert uses() == {1: 1, 2: 0}
    line("roster", "undo-import")
    assert uses() == {1: 0, 2: 0}


def test_a_pack_without_unset_is_told_what_to_copy_there(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "cn.weihai.toml"
    text = pack_text("cn.weihai")
    head, _mark, rest = text.partition("[unset]")
    without = head + rest[rest.index("\n[") :]
    file.write_text(without, encoding="utf-8")
    keys = line("packs", "check", file, status=2)["unset_keys"]
    assert {"quota.at_least", "age.inclusive", "weights", "metrics"} <= set(keys)
    listed = ", ".join(f'"{key}"' for key in keys)
    file.write_text(f'{without}\n[unset]\nwho = "局"\nkeys = [{listed}]\n', encoding="utf-8")
    told = line("packs", "check", file)
    assert (told["ok"], "unset_keys" in told) == (True, False)


def test_the_command_line_calls_the_people_as_the_pack_does(
    line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.support.homes import make_home

    make_home(tmp_path, pack="cn.weihai").close()
    assert {one["form"]: one["called"] for one in line("forms", "list")["forms"]}["F18"] == "农村辅警花名册"
    for words in (("forms", "list"), ("metric", "list"), ("packs", "coverage")):
        assert main(["--home", str(tmp_path / "home"), *words]) == 0
        assert "警务助理" not in capsys.readouterr().out
