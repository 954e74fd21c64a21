"""`report`, `metric`, `figure`, `target` on the command line, by the contract's keys."""

import json
from pathlib import Path

import openpyxl
import pytest

from station_desk.domain.roster import PersonDraft
from station_desk.domain.work_log import Count
from station_desk.services.desk import open_desk
from station_desk.services.roster import add_person
from station_desk.services.work_log import apply_counts
from tests.cli.test_contract import Terminal, closed, environment, station
from tests.services.roster_desks import ids
from tests.support.homes import PASS_PHRASE, PERSON, make_home
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


XIHUA = """走访 362016|协助处理户籍问题 16465|发放警民联系卡 225356|召开治保组织例会 550|走访孤寡老人、特困户 2320|办好事实事 1128|
警民恳谈会 536|录入"一标三实"信息 2600826|登记场所、特业、重点单位、部位 3300|排查治安隐患 1835|群体性事件 4|化解矛盾纠纷 2416|
协助查处行政案件 2187|电动车被盗 225|协助抓捕 256|破获违法案件 830|毒品原植物案 91|铲除 15777|登记重点单位、场所 1384|督促整改隐患 586|
消防行政案件 76|消防宣传 892|参与扑救火灾 161|挽回损失 50|上报隐患 450|整改 432|登记驾驶员车辆信息 50000|交通安全讲座 120|协助查处交通违法 12"""


def test_the_published_year_of_xihua_comes_out_of_a_workbook_to_the_digit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Columns as DOMAIN 1.7 writes them, three people, twelve months, numbers of the police among them."""
    published = {name: int(total) for name, total in (one.rsplit(" ", 1) for one in XIHUA.replace("\n", "").split("|"))}
    station = Terminal(closed(make_home(tmp_path, pack="cn.xihua", folder="xihua")), capsys)
    with open_desk(station.home, PERSON, PASS_PHRASE) as desk:
        for name, village in zip(("赵一", "钱二", "孙三"), ids(desk), strict=True):
            add_person(desk, PersonDraft(name=name, village_ids=(village,), start_date="2010-01-01"))
    names = [*published, "破案率", "治安重点人员轨迹信息"]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "月份", *names])
    places = [(name, month) for month in range(1, 13) for name in ("赵一", "钱二", "孙三")]
    for at, (name, month) in enumerate(places):
        parts = [total // 36 + (at < total % 36) for total in published.values()]
        sheet.append([name, f"2018-{month:02d}", *parts, 77, 1])
    sheet.append(["赵一", "2017-12", *[305 if name == "电动车被盗" else None for name in published], None, None])
    book.save(tmp_path / "年.xlsx")
    done = station("log", "import", tmp_path / "年.xlsx", "--apply")
    assert {one["why"] for one in done["held"]} == {"column_of_residents", "log_code_station"}
    again = station("log", "import", tmp_path / "年.xlsx", "--apply")["applied"]
    assert (again["made"], again["changed"]) == (0, 0)
    answer = station("report", "make", "xihua", "--period", "2018")
    assert {row["metric"]: row["value"] for row in answer["rows"] if row["metric"] in published} == published
    theft = next(row for row in answer["rows"] if row["metric"] == "电动车被盗")
    assert (theft["value"], theft["base"]) == (225, 305)
    shares = {one["metric"]: one for one in answer["derived"]}
    assert {key: shares["电动车被盗同比"][key] for key in ("value", "numerator", "denominator")} == {
        "value": -26.2,
        "numerator": -80,
        "denominator": 305,
    }
    assert shares["隐患整改率"]["value"] == 96.0


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
