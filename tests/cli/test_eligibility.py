"""`eligibility check`: cases from options, from a file, of the roster; clause and words; nothing stored unasked."""

import json
from pathlib import Path
from typing import Any

import pytest

from station_desk.services import roster
from station_desk.services.desk import open_desk
from station_desk.store.checks import load_checks
from tests.cli.test_packs import Line, environment, line  # noqa: F401
from tests.support.homes import PASS_PHRASE, PERSON, make_home
from tests.ui.people import six_people

WEIHAI_MET = [word for code in ("E1", "E2", "E3", "E6", "E7") for word in ("--met", code)]
CHECKED = ("--exclusion", "none", "--checker", "张所长", "--checked-on", "2026-11-01", "--number", "政审〔2026〕5号")


def judged(line: Line, *words: object) -> Any:  # noqa: F811
    (only,) = line("eligibility", "check", *words)["results"]
    return only


@pytest.mark.parametrize(
    ("birth", "day", "state"),
    [
        ("2008-11-22", "2026-11-22", "met"),
        ("2008-11-23", "2026-11-22", "not_met"),
        ("1996-11-22", "2026-11-22", "met"),
        ("1995-11-23", "2026-11-22", "met"),
        ("1995-11-22", "2026-11-22", "not_met"),
        ("2008-02-29", "2026-02-28", "not_met"),
        ("2008-02-29", "2026-03-01", "met"),
        ("1996-02-29", "2027-02-28", "met"),
        ("1996-02-29", "2027-03-01", "not_met"),
        ("1996-02-29", "2024-02-29", "met"),
    ],
)
def test_both_ends_of_the_age_belong_to_it_to_the_day(line: Line, birth: str, day: str, state: str) -> None:  # noqa: F811
    """Weihai: 18 to 30, thirty until the day before the thirty-first birthday; who was born on 29 February has it on
    1 March of other years.
    """
    found = judged(
        line, "--pack", "cn.weihai", "--birth", birth, "--day", day, "--education", "高中", *WEIHAI_MET, *CHECKED
    )
    assert {one["code"]: one["state"] for one in found["findings"]}["E5"] == state
    assert found["verdict"] == ("eligible" if state == "met" else "not_eligible")


def test_the_sentence_tells_what_decided_with_clause_and_words(line: Line) -> None:  # noqa: F811
    words = ("--pack", "cn.weihai", "--birth", "1990-01-01", "--day", "2026-11-22", "--education", "高中")
    found = judged(line, *words, *WEIHAI_MET, *CHECKED)
    assert found["verdict"] == "not_eligible"
    assert "三（一）1（3）" in found["sentence"]
    assert "年龄18至30周岁之间" in found["sentence"]
    relaxed = judged(line, *words, *WEIHAI_MET, *CHECKED, "--relaxed", "部队服役经历")
    assert relaxed["verdict"] == "eligible"
    assert "放宽到 40 周岁" in relaxed["sentence"]
    assert (
        line("eligibility", "check", *words, "--relaxed", "关系好", status=2)["trouble"]["code"] == "relaxation_unknown"
    )


def test_a_file_of_cases_is_judged_without_a_home_and_what_it_says_wrong_is_named(line: Line, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "人选.json"
    case = {"id": "A1", "day": "2026-11-22", "birth": "1960-03-01", "education": "初中", "posts": ["治保主任"]}
    checked = {"result": "none", "checker": "张所长", "checked_on": "2026-11-01", "number": "5号"}
    case |= {"met": ["E2", "E3", "E6"], "exclusion": checked}
    file.write_text(json.dumps([case, case | {"id": "A2", "reasons": {"E4": "trusted"}}], ensure_ascii=False), "utf-8")
    told = line("eligibility", "check", file, "--pack", "cn.fujian")
    assert [(one["id"], one["verdict"], one["tier"]) for one in told["results"]] == [
        ("A1", "open", 1),
        ("A2", "eligible", 1),
    ]
    states = {one["code"]: one["state"] for one in told["results"][1]["findings"]}
    assert (states["E4"], states["E5"]) == ("with_reason", "not_preferred")
    wrong: list[dict[str, object]] = [{"刑事处罚": True}, {"day": 3}, {"met": "E2"}, {"reasons": {"E4": 1}}]
    wrong += [{"exclusion": "none"}, {"exclusion": checked | {"ground": "F4"}}, {"unmet": ["E3"]}]
    for change in wrong:
        file.write_text(json.dumps(case | change, ensure_ascii=False), "utf-8")
        told = line("eligibility", "check", file, "--pack", "cn.fujian", status=2)
        assert told["trouble"]["code"] == "case_unreadable"
    file.write_text("[]", "utf-8")
    assert line("eligibility", "check", file, "--pack", "cn.fujian", status=2)["trouble"]["code"] == "case_unreadable"
    file.write_text(json.dumps(case | {"birth": "1960-02-30"}), "utf-8")
    assert line("eligibility", "check", file, "--pack", "cn.fujian", status=2)["trouble"]["code"] == "day_wrong"


def test_somebody_of_the_roster_is_judged_and_kept_only_when_asked(line: Line, tmp_path: Path) -> None:  # noqa: F811
    desk = make_home(tmp_path, villages=6)
    six_people(desk)
    person = next(one.id for one in roster.list_people(desk) if one.name == "李荣宝")
    desk.close()

    def kept() -> list[str]:
        again = open_desk(tmp_path / "home", PERSON, PASS_PHRASE, write=False)
        try:
            with again.store.read() as conn:
                return [one.result for one in load_checks(conn, [person])]
        finally:
            again.close()

    asked = ("--person", "李荣宝", "--met", "E2", "--met", "E3", "--met", "E6", *CHECKED)
    told = line("eligibility", "check", *asked)
    assert (told["pack"], told["results"][0]["verdict"], told["recorded"]) == ("cn.nanan", "eligible", False)
    assert kept() == []
    told = line("eligibility", "check", *asked, "--record")
    assert told["recorded"] is True
    assert kept() == ["none"]
    refused = line("eligibility", "check", *asked, "--record", "--pack", "cn.weihai", status=2)
    assert refused["trouble"]["code"] == "record_own_pack"
    assert (
        line("eligibility", "check", "--record", "--birth", "1990-01-01", status=2)["trouble"]["code"]
        == "record_for_whom"
    )
    assert kept() == ["none"]


def test_a_child_is_checked_against_the_parent_that_the_office_installed(line: Line, tmp_path: Path) -> None:  # noqa: F811
    make_home(tmp_path).close()
    parents, children = tmp_path / "a", tmp_path / "b"
    for folder in (parents, children):
        folder.mkdir()
    head = 'title = "山阳"\nsummary = "一句。"\nversion = 1\neffective_from = ""\n'
    parent, child = parents / "cn.shanyang.toml", children / "cn.xianshan.toml"
    parent.write_text(f'id = "cn.shanyang"\n{head}parent = "cn.fujian"\n', encoding="utf-8")
    child.write_text(f'id = "cn.xianshan"\n{head}parent = "cn.shanyang"\n', encoding="utf-8")
    (problem,) = line("packs", "check", child, status=2)["problems"]
    assert problem["code"] == "parent_missing"
    line("packs", "install", parent)
    assert line("packs", "check", child)["ok"] is True
    assert line("packs", "install", child)["pack"] == "cn.xianshan"
    line("packs", "follow", "cn.xianshan")
    assert line("eligibility", "check", "--birth", "1990-01-01", "--day", "2026-11-22")["pack"] == "cn.xianshan"
    sheet = tmp_path / "子.xlsx"
    line("packs", "template", sheet, "--parent", "cn.xianshan")
    line("packs", "template", sheet, "--copy", "cn.xianshan")
    assert line("packs", "check", sheet)["ok"] is True, "the office's own pack as a workbook is whole again"
