"""The five procedures by command line, from a vacancy to an appointment; the timetable of Nan'an; what is refused."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from station_desk.app import main
from station_desk.domain.idno import check_digit
from station_desk.machine.clock import Clock
from tests.support.homes import CHEAP, PASS_PHRASE

Line = Callable[..., Any]
DAY = "2026-11-10"
CONDITIONS = {"cn.nanan": ("E2", "E3", "E6"), "cn.weihai": ("E1", "E2", "E3", "E6", "E7")}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATION_DESK_PASSPHRASE", PASS_PHRASE)
    monkeypatch.setenv("STATION_DESK_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("STATION_DESK_USER", raising=False)
    monkeypatch.setattr("station_desk.machine.keys.calibrated_kdf", lambda: CHEAP)
    monkeypatch.setattr(Clock, "today", lambda _clock: date(2026, 11, 27))


@pytest.fixture
def station(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Line]:
    """A station of three villages that follows a pack; its command line."""
    villages = tmp_path / "villages.csv"
    rows = [f"371602009{201 + at},{name},村" for at, name in enumerate(("滩郭村", "东魏村", "马店村"))]
    villages.write_text("\n".join(["code,name,kind", *rows]), "utf-8")

    def line(*words: object, status: int = 0) -> Any:
        capsys.readouterr()
        ended = main(["--home", str(tmp_path / "home"), "--json", *map(str, words)])
        printed = capsys.readouterr()
        assert ended == status, printed.err + printed.out
        return json.loads(printed.out)

    def make(pack: str) -> Line:
        office = ("--office", "station", "--name", "梁才派出所", "--code", "371602009")
        line("init", *office, "--pack", pack, "--villages", villages, "--person", "王敏")
        return line

    return make


def _id(birth: str, serial: str = "997") -> str:
    body = f"371602{birth}{serial}"
    return body + check_digit(body)


def _where(answer: Any) -> dict[str, tuple[str, str]]:
    return {one["name"]: (one["stage"], one["state"]) for one in answer["candidates"]}


def _apply(line: Line, village: str, name: str, birth: str, **more: str) -> Any:
    words = [word for key, value in more.items() for word in (f"--{key}", value)]
    usual = () if "education" in more else ("--education", "高中")
    return line("selection", "apply", "--village", village, "--name", name, "--id-no", _id(birth), *usual, *words)


def _check(line: Line, pack: str, name: str, result: str = "none") -> Any:
    met = [word for code in CONDITIONS[pack] for word in ("--met", code)]
    paper = ("--checker", "李警官", "--checked-on", DAY, "--doc-no", "审2026-1")
    return line("selection", "check", name, "--result", result, *paper, *met)


def test_nanan_from_three_vacancies_to_three_signed_appointments_within_seventeen_days(
    station: Callable[[str], Line], tmp_path: Path
) -> None:
    line = station("cn.nanan")
    opened = line("selection", "open", "--name", "2026秋", "--opened", "2026-11-10", "--days", 17)
    assert (opened["deadline"], opened["days"]) == ("2026-11-27", 17)
    assert [one["code"] for one in opened["stages"]] == ["apply", "recommend", "examine", "approve", "appoint"]
    assert [(one["village"], one["seats"]) for one in opened["posts"]] == [
        *(("滩郭村", 1), ("东魏村", 1), ("马店村", 1)),
    ]
    for village, name, birth in (
        ("滩郭村", "郑广明", "19880315"),
        ("东魏村", "魏德勇", "19850102"),
        ("马店村", "马小红", "19900607"),
    ):
        _apply(line, village, name, birth, post="治保主任", signed="2026-11-11")
        _check(line, "cn.nanan", name)
    _apply(line, "滩郭村", "郭立芳", "19810909", post="村干部", signed="2026-11-12")
    skipped = line("selection", "advance", "郑广明", "--stage", "approve", "--doc-no", "批1", "--day", DAY, status=2)
    assert skipped["trouble"]["code"] == "stage_skipped"
    line("selection", "advance", "--stage", "recommend", "--doc-no", "会议3号", "--day", "2026-11-14")
    unchecked = line("selection", "advance", "--stage", "examine", "--by", "甲", "--day", DAY, status=2)
    assert unchecked["trouble"]["code"] == "stage_lacks_check"
    assert {stage for stage, _state in _where(line("selection", "show")).values()} == {"examine"}
    _check(line, "cn.nanan", "郭立芳")
    half = line("selection", "advance", "--stage", "examine", "--by", "甲", "--day", "2026-11-19")
    assert {tuple(one["lacks"]) for one in half["candidates"]} == {("other_side",)}
    assert half["candidates"][0]["reasons"] == ["缺乡镇签名"]
    line("selection", "advance", "--stage", "examine", "--second", "乙", "--day", "2026-11-20")
    full = line("selection", "advance", "--stage", "approve", "--doc-no", "南公批〔2026〕12号", "--day", DAY, status=2)
    assert full["trouble"]["code"] == "seats_full"
    line("selection", "advance", "郭立芳", "--result", "withdrawn", "--reason", "own_wish")
    late = line("selection", "advance", "郭立芳", "--stage", "approve", "--doc-no", "批1", "--day", DAY, status=2)
    assert late["trouble"]["code"] == "candidate_out"
    line("selection", "advance", "--stage", "approve", "--doc-no", "南公批〔2026〕12号", "--day", "2026-11-26")
    listed = line("selection", "export", tmp_path / "推选名单.xlsx")
    assert listed["rows"] == 3
    done = line(
        *("selection", "advance", "--stage", "appoint", "--start", "2026-12-01", "--end", "2029-11-30"),
        *("--doc-no", "南聘〔2026〕009号"),
    )
    assert done["state"] == "done"
    assert _where(done) == dict.fromkeys(("郑广明", "魏德勇", "马小红"), ("appoint", "appointed")) | {
        "郭立芳": ("approve", "withdrawn")
    }
    people = line("roster", "list")["people"]
    assert {(one["name"], one["village"], one["term_end"]) for one in people} == {
        ("郑广明", "滩郭村", "2029-11-30"), ("魏德勇", "东魏村", "2029-11-30"), ("马小红", "马店村", "2029-11-30"),
    }  # fmt: skip
    serving = _start_again(line)
    assert serving["trouble"]["code"] == "no_vacancy"
    assert line("selection", "end")["state"] == "archived"
    letters = line("forms", "print", "F15", "--all", "--out", tmp_path / "聘书.pdf")
    assert letters["pages"] == 3
    sheet = load_workbook(tmp_path / "推选名单.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    heads = next(row for row in rows if row[0] == "序号")
    assert list(heads) == [
        *("序号", "派出所", "乡镇（街道）", "行政村", "姓名", "性别", "出生年月", "身份证号", "文化程度", "政治面貌"),
        *("现任职务", "联系电话", "是否60岁以下", "推选程序完成（自荐、推荐、考察）", "该村是否已有辅警", "备注"),
    ]
    first = rows[rows.index(heads) + 1]
    assert (first[0], first[4], first[12], first[14]) == (1, "郑广明", "是", "否")
    assert first[13] == "个人自荐 2026-11-11；组织推荐 2026-11-14；联合考察 2026-11-20"
    assert "已有辅警的村：0" in {str(cell) for row in rows for cell in row}
    paper = line("forms", "print", "F12", "--batch", "2026秋", "--out", tmp_path / "F12.pdf")
    assert paper["pages"] == 1


def _start_again(line: Line) -> Any:
    return line("selection", "open", "--name", "再来", status=2)


def test_dezhou_candidates_are_settled_first_and_then_elected_by_the_representatives(
    station: Callable[[str], Line], tmp_path: Path
) -> None:
    line = station("cn.dezhou")
    line("selection", "open", "--name", "2026", "--post", "滩郭村", "--opened", DAY)
    for name, birth in (("郑广明", "19880315"), ("丁一", "19850102")):
        _apply(line, "滩郭村", name, birth, signed=DAY)
    assert [one["name"] for one in line("selection", "show")["candidates"]] == ["丁一", "郑广明"]
    line("selection", "advance", "--stage", "recommend", "--doc-no", "会1", "--day", DAY)
    settled = ("--by", "县公安局", "--second", "街道党工委", "--doc-no", "审1", "--day", DAY)
    line("selection", "advance", "--stage", "approve_candidates", *settled)
    figures = tmp_path / "vote.json"
    vote = {
        "params": {"quorum": "2/3", "majority": "1/2", "majority_of": "returned", "runoff_min": "1/3"},
        "ballot": "each",
        "due": 30,
        "present": 25,
        "issued": 25,
        "returned": 24,
        "invalid": 1,
        "candidates": [
            {"name": "丁一", "for": 10, "against": 10, "abstain": 3},
            {"name": "郑广明", "for": 11, "against": 9, "abstain": 3},
        ],
    }
    cast = ("selection", "advance", "--vote", figures, "--village", "滩郭村", "--day", "2026-11-18")
    figures.write_text(json.dumps(vote), "utf-8")
    assert line(*cast, status=2)["trouble"]["code"] == "rule_missing"
    fill = ("--by", "德州市公安局", "--doc", "德公〔2026〕1号", "--on", "2026-10-01")
    line("packs", "fill", "cn.dezhou", "selection.vote_majority", "到会三分之二，收回票过半数", *fill)
    figures.write_text(json.dumps(vote | {"returned": 26}), "utf-8")
    assert line(*cast, status=2)["trouble"]["code"] == "vote_returned_exceeds_issued"
    figures.write_text(json.dumps(vote), "utf-8")
    first = line(*cast)
    assert (first["verdict"], sorted(first["runoff"])) == ("runoff", ["丁一", "郑广明"])
    vote["candidates"] = [
        {"name": "丁一", "for": 7, "against": 13, "abstain": 3},
        {"name": "郑广明", "for": 14, "against": 6, "abstain": 3},
    ]
    figures.write_text(json.dumps(vote), "utf-8")
    second = line(*cast)
    assert second["verdict"] == "elected"
    assert _where(second) == {"丁一": ("vote", "failed"), "郑广明": ("appoint", "approved")}
    done = line("selection", "advance", "--stage", "appoint", "--start", "2026-12-01")
    assert done["state"] == "done"


def test_bincheng_hangs_out_a_notice_whose_clock_an_objection_stops(station: Callable[[str], Line]) -> None:
    line = station("cn.bincheng")
    line("selection", "open", "--name", "2026", "--post", "滩郭村", "--post", "东魏村", "--opened", DAY)
    for village, name, birth in (("滩郭村", "郑广明", "19880315"), ("东魏村", "魏德勇", "19850102")):
        _apply(line, village, name, birth, signed=DAY)
    line("selection", "advance", "--stage", "recommend", "--doc-no", "会1", "--day", DAY)
    line("selection", "advance", "--stage", "examine", "--by", "甲", "--second", "乙", "--day", DAY)
    show = ("selection", "advance", "--stage", "publicity", "--result", "shown", "--day", "2026-11-13")
    assert line(*show, status=2)["trouble"]["code"] == "rule_missing"
    fill = ("--by", "滨城分局", "--doc", "滨公〔2026〕1号", "--on", "2026-10-01")
    line("packs", "fill", "cn.bincheng", "selection.publicity_days", "5", *fill)
    shown = line(*show)
    assert {one["publicity_until"] for one in shown["candidates"]} == {"2026-11-20"}
    early = line("selection", "advance", "--stage", "publicity", "--day", "2026-11-20", status=2)
    assert early["trouble"]["code"] == "publicity_runs"
    line("selection", "object", "郑广明", "--doc-no", "异1", "--day", "2026-11-17")
    late = line("selection", "object", "魏德勇", "--doc-no", "异2", "--day", "2026-11-25", status=2)
    assert late["trouble"]["code"] == "objection_outside"
    assert _where(line("selection", "show"))["郑广明"] == ("publicity", "objected")
    answered = line("selection", "answer", "郑广明", "--dismissed", "--day", "2026-11-19")
    assert {one["name"]: one["publicity_until"] for one in answered["candidates"]} == {
        "郑广明": "2026-11-25", "魏德勇": "2026-11-20",
    }  # fmt: skip
    line("selection", "advance", "魏德勇", "--stage", "publicity", "--day", "2026-11-21")
    line("selection", "advance", "郑广明", "--stage", "publicity", "--day", "2026-11-26")
    done = line("selection", "advance", "--stage", "appoint", "--start", "2026-12-01")
    assert {state for _stage, state in _where(done).values()} == {"appointed"}


def test_xihua_recruits_openly_and_appoints(station: Callable[[str], Line]) -> None:
    line = station("cn.xihua")
    line("selection", "open", "--name", "第三批", "--post", "滩郭村", "--opened", DAY)
    _apply(line, "滩郭村", "郑广明", "19980315")
    line("selection", "advance", "--doc-no", "西政〔2026〕3号", "--day", DAY)
    done = line("selection", "advance", "--start", "2026-12-01")
    assert _where(done) == {"郑广明": ("appoint", "appointed")}


def test_weihai_tests_ranks_and_signs_contracts_and_bars_who_left_one_early(station: Callable[[str], Line]) -> None:
    line = station("cn.weihai")
    line("selection", "open", "--name", "2026", "--post", "滩郭村", "--opened", DAY)
    people = (("郑广明", "19980315"), ("丁一", "19990102"), ("马小红", "20000607"))
    for name, birth in people:
        _apply(line, "滩郭村", name, birth, residence="本市")
    line("selection", "advance", "--stage", "plan", "--doc-no", "党群〔2026〕1号", "--day", DAY)
    line("selection", "advance", "--stage", "apply", "--day", DAY)
    scores = [word for one in ("郑广明=88.5", "丁一=91", "马小红=52") for word in ("--score", one)]
    tested = line("selection", "advance", "--stage", "test", "--line", "60", *scores, "--day", DAY)
    assert _where(tested)["马小红"] == ("test", "failed")
    for name, _birth in people[:2]:
        _check(line, "cn.weihai", name)
    line("selection", "advance", "--stage", "examine", "--day", DAY)
    ranked = line("selection", "advance", "--stage", "merit", "--day", DAY)
    assert _where(ranked) == {
        "丁一": ("contract", "running"), "郑广明": ("merit", "reserve"), "马小红": ("test", "failed"),
    }  # fmt: skip
    line("selection", "advance", "丁一", "--result", "withdrawn", "--reason", "own_wish")
    line("selection", "advance", "郑广明", "--result", "promoted", "--reason", "replaced", "--day", DAY)
    line("selection", "advance", "--stage", "contract", "--doc-no", "合同1", "--day", DAY)
    done = line("selection", "advance", "--stage", "appoint", "--start", "2026-12-01")
    assert _where(done)["郑广明"] == ("appoint", "appointed")
    left = [one["id"] for one in line("roster", "list")["people"]]
    assert len(left) == 1
