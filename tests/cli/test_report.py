"""`report`, `metric`, `figure`, `target` on the command line, by the contract's keys."""

import json
from pathlib import Path

from station_desk.domain.roster import PersonDraft
from station_desk.domain.work_log import Count
from station_desk.services.desk import open_desk
from station_desk.services.roster import add_person
from station_desk.services.work_log import apply_counts
from tests.cli.test_contract import Terminal, environment, station
from tests.services.roster_desks import ids
from tests.support.homes import PASS_PHRASE, PERSON
from tests.support.paper import texts

__all__ = ["environment", "station"]


def test_a_report_is_made_with_base_and_what_percentages_are_of(station: Terminal, tmp_path: Path) -> None:
    with open_desk(station.home, PERSON, PASS_PHRASE) as desk:
        person = add_person(desk, PersonDraft(name="赵一", village_ids=(ids(desk)[0],), start_date="2020-01-01"))
        counts = [Count(person, "L02", "2025-10", 100), Count(person, "L02", "2026-10", 125)]
        apply_counts(desk, [*counts, Count(person, "L03", "2026-10", 0)], "grid")
    files = [tmp_path / name for name in ("表.xlsx", "表.pdf", "表.txt")]
    words = ["--xlsx", files[0], "--pdf", files[1], "--text", files[2], "--by", "person"]
    answer = station("report", "make", "month", "--period", "2026-10", *words)
    rows = {row["code"]: row for row in answer["rows"]}
    assert (answer["report"], answer["period"]) == ("month", "2026-10")
    assert {key: rows["L02"][key] for key in ("code", "metric", "unit", "value", "base")} == {
        "code": "L02", "metric": "走访", "unit": "户", "value": 125, "base": 100,
    }  # fmt: skip
    assert (rows["L03"]["value"], rows["L01"]["value"]) == (0, None)
    assert answer["derived"] == [
        {"metric": "走访同比", "value": 25.0, "numerator": 25, "denominator": 100, "code": "L02"}
    ]
    assert [group["values"] for group in answer["groups"]] == [{"L02": 125, "L03": 0}]
    assert answer["files"] == [str(file) for file in files]
    assert "125" in "".join(texts(files[1].read_bytes()))
    assert "走访120余户" in files[2].read_text(encoding="utf-8")
    ranked = station("report", "make", "ranking", "--period", "2026-10")["rows"]
    assert [(row["code"], row["rank"], row["who"], row["value"]) for row in ranked] == [
        ("L02", 1, "赵一", 125),
        ("L03", 1, "赵一", 0),
    ]


def test_reports_are_listed_and_an_unknown_one_is_refused(station: Terminal) -> None:
    names = [one["name"] for one in station("report", "list")["reports"]]
    assert names == ["month", "year", "coverage", "ranking", "dezhou", "bincheng", "xihua"]
    for name in names:
        assert station("report", "make", name, "--period", "2026-Q3")["report"] == name
    for words, code in (
        (("weather", "--period", "2026-10"), "report_unknown"),
        (("month", "--period", "2026-13"), "period_wrong"),
        (("month", "--period", "2026-10", "--by", "moon"), "option_unknown"),
    ):
        assert station("report", "make", *words, status=2)["trouble"]["code"] == code


def test_numbers_of_the_station_metrics_and_targets_are_set_and_listed(station: Terminal) -> None:
    decided = ["--by", "县局", "--number", "3号", "--on", "2026-03-01"]
    added = station("metric", "add", "q01", "反诈宣传", "--unit", "场次", "--class", "a", "--category", "L06", *decided)
    assert added == {"code": "Q01", "metric": "反诈宣传", "unit": "场次", "class": "A"}
    assert "Q01" in {one["code"] for one in station("metric", "list")["metrics"]}
    refused = ["metric", "add", "Q02", "重点人员轨迹", "--unit", "条", "--class", "B", *decided]
    assert station(*refused, status=2)["trouble"]["code"] == "metric_refused"
    station("metric", "add", "Q03", "刑事案件", "--unit", "起", "--class", "C", *decided)
    assert station("figure", "set", "刑事案件", 7, "--month", "2026-10")["value"] == 7
    assert station("figure", "list")["figures"] == [
        {"code": "Q03", "metric": "刑事案件", "month": "2026-10", "value": 7, "office": "371602009"}
    ]
    station("target", "set", "走访", 30, "--size", "大村", "--households-from", 300, *decided)
    [target] = station("target", "list")["targets"]
    assert (target["code"], target["value"], target["households_from"]) == ("L02", 30, 300)
    assert station("target", "set", "L08", 3, *decided, status=2)["trouble"]["code"] == "target_fault"
    assert station("metric", "drop", "Q01")["code"] == "Q01"
    assert (
        json.dumps(station("report", "make", "month", "--period", "2026-10"), ensure_ascii=False).count("刑事案件") >= 1
    )
