"""`villages except|cover|as-ruled|unit-add|unit-end|posts`: posts by decision reach the list, the coverage and the county."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from station_desk.app import main
from tests.support.homes import PASS_PHRASE, make_home

Line = Callable[..., Any]


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("STATION_DESK_PASSPHRASE", PASS_PHRASE)
    monkeypatch.setenv("STATION_DESK_CONFIG", str(tmp_path / "config"))
    make_home(tmp_path).close()

    def run(*words: object, status: int = 0) -> Any:
        capsys.readouterr()
        ended = main(["--home", str(tmp_path / "home"), "--json", *map(str, words)])
        printed = capsys.readouterr()
        assert ended == status, printed.err
        return json.loads(printed.out)

    return run


def test_posts_by_decision_are_listed_with_their_reason_and_taken_back(line: Line) -> None:
    codes = [one["code"] for one in line("villages", "list")["villages"]]
    line("villages", "except", codes[0], 2, "--reason", "移民安置点", "--doc", "梁〔2026〕3号", "--on", "2026-03-01")
    line("villages", "cover", codes[1], "--by", "驻村辅警甲", "--from", "2026-01-01")
    listed = line("villages", "list")["villages"]
    assert [(one["quota"], one["vacant"]) for one in listed] == [(2, 2), (0, 0), (1, 1)]
    units = {one["code"]: one for one in line("packs", "coverage")["units"]}
    assert (units[codes[0]]["why"], units[codes[0]]["reason"]) == ("exception", "移民安置点")
    assert (units[codes[1]]["why"], units[codes[1]]["covered_by"]) == ("covered", ["驻村辅警甲"])
    assert [one["kind"] for one in line("villages", "posts")["changes"]] == ["covered", "exception"]
    assert line("packs", "coverage", "--as-of", "2026-02-01")["quota"] == 2, "the exception counts from March"
    assert line("villages", "as-ruled", codes[0])["taken_away"] == 1
    assert line("villages", "list")["villages"][0]["quota"] == 1
    for words, code in (
        (("except", "nowhere", 1, "--reason", "x", "--doc", "1", "--on", "2026-03-01"), "village_code_unknown"),
        (("except", codes[0], 100, "--reason", "x", "--doc", "1", "--on", "2026-03-01"), "post_seats_bad"),
        (("except", codes[0], 1, "--reason", " ", "--doc", "1", "--on", "2026-03-01"), "post_reason_missing"),
        (("except", codes[0], 1, "--reason", "x", "--doc", " ", "--on", "2026-03-01"), "fill_source"),
        (("cover", codes[0], "--by", "甲", "--from", "三月"), "day_wrong"),
        (("as-ruled", codes[0]), "post_none"),
    ):
        assert line("villages", *words, status=2)["trouble"]["code"] == code


def test_stations_bear_the_posts_where_the_pack_counts_by_stations(line: Line) -> None:
    codes = [one["code"] for one in line("villages", "list")["villages"]]
    line("packs", "follow", "cn.xihua")
    assert [one["quota"] for one in line("villages", "list")["villages"]] == [1, 1, 1]
    made = line("villages", "unit-add", "第一站", "--village", codes[1], "--village", codes[0], "--officer", "王民警")
    assert (made["kind"], made["villages"]) == ("station", [codes[1], codes[0]])
    assert [one["quota"] for one in line("villages", "list")["villages"]] == [0, 1, 0]
    assert [one["name"] for one in line("villages", "posts")["units"]] == ["第一站"]
    line("villages", "unit-end", "第一站", "--on", "2020-01-01")
    assert [one["quota"] for one in line("villages", "list")["villages"]] == [1, 1, 1]
    assert line("villages", "unit-end", "第九站", "--on", "2020-01-01", status=2)["trouble"]["code"] == "unit_missing"
