"""Metrics are found by their words, those of class X are refused by name, percentages are never entered."""

from pathlib import Path

import pytest

from station_desk.domain.metric_sets import LOG_NAMES, MetricSet, OwnMetric, metric_set, own_fault, pack_faults, refused
from station_desk.domain.policy_entries import Metric
from station_desk.domain.work_columns import column_called, columns_of, of_a_person
from station_desk.packs.load import load_pack

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"


def of(pack: str) -> MetricSet:
    return metric_set(load_pack(PACKS, pack))


BINCHENG = """收集各类信息 条|协助调解纠纷 起|走访群众 人次|代办户籍业务 起|发放身份证 个|登记流动人口 人|登记车辆信息 条|
搜集基础信息 条|民转刑案件 起|警务助理人数 名"""
XIHUA = """走访 户|协助处理户籍问题 人次|发放警民联系卡 张|召开治保组织例会 次|走访孤寡老人、特困户 次|办好事实事 件|警民恳谈会 次|
录入"一标三实"信息 条|登记场所、特业、重点单位、部位 处|排查治安隐患 处|群体性事件 起|化解矛盾纠纷 起|协助查处行政案件 起|
电动车被盗 起|协助抓捕 名|破获违法案件 起|毒品原植物案 起|铲除 颗|登记重点单位、场所 家|督促整改隐患 处|消防行政案件 起|
消防宣传 场次|参与扑救火灾 次|挽回损失 万元|上报隐患 处|整改 处|登记驾驶员车辆信息 条|交通安全讲座 场次|协助查处交通违法 名"""
DEZHOU = """行政村 个|警务助理人数 名|侦破刑事案件 起|治安案件 起|查处违法犯罪嫌疑人 人|调解矛盾纠纷 起|收集各类基础信息 条|
摸排并消除潜在安全隐患 处|提供信息为群众解决问题 件次|累计投入经费 万元|每月补助 万元"""


@pytest.mark.parametrize(("pack", "rows"), [("cn.bincheng", BINCHENG), ("cn.xihua", XIHUA), ("cn.dezhou", DEZHOU)])
def test_every_published_metric_is_there_with_its_name_and_unit(pack: str, rows: str) -> None:
    """The names and units of DOMAIN 1.7, letter for letter."""
    known = {(one.value.name, one.value.unit) for one in of(pack).metrics}
    for row in rows.replace("\n", "").split("|"):
        name, unit = row.rsplit(" ", 1)
        assert (name, unit) in known


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("走访", "X01"),
        ("走访（户）", "X01"),
        ("录入“一标三实”信息", "X08"),
        ("一标三实", "X08"),
        ("l03", "L03"),
        (" x14 ", "X14"),
        ("纠纷调解", "L03"),
        ("协助处警", "L09"),
        ("培训/会议", "L14"),
        ("登记场所、特业、重点单位、部位", "X09"),
        ("铲除罂粟", "X18"),
        ("整改", "X26"),
        ("天气", None),
        ("", None),
    ],
)
def test_a_column_is_found_by_code_name_or_other_words(head: str, code: str | None) -> None:
    assert of("cn.xihua").find(head) == code


def test_the_name_of_a_category_is_the_category_where_no_metric_bears_it() -> None:
    assert of("cn.bincheng").find("走访") == "L02"
    assert of("cn.fujian").find("巡逻防范") == "L01"


def test_every_name_of_a_metric_finds_its_own_code() -> None:
    for pack in ("cn.bincheng", "cn.xihua", "cn.dezhou"):
        found = of(pack)
        assert [one.value.code for one in found.metrics] == [found.find(one.value.name) for one in found.metrics]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("治安重点人员轨迹信息", "tracking"),
        ("重点 人员走访", "key_people"),
        ("国保信息", "state_security"),
        ("信教人员登记", "belief"),
        ("上访人员", "petition"),
        ("精神障碍患者", "illness"),
        ("物建耳目", "informants"),
        ("群众姓名", "residents"),
        ("反邪教宣传", None),
        ("登记重点单位、场所", None),
        ("发放身份证", None),
        ("登记流动人口", None),
        ("群体性事件", None),
    ],
)
def test_class_x_is_refused_by_name_with_its_reason(name: str, why: str | None) -> None:
    assert refused(name) == why


def test_no_metric_of_a_pack_and_no_category_is_refused() -> None:
    names = [one.value.name for pack in ("cn.bincheng", "cn.xihua", "cn.dezhou") for one in of(pack).metrics]
    assert [name for name in (*names, *(n for words in LOG_NAMES.values() for n in words)) if refused(name)] == []


def own(**changes: str) -> OwnMetric:
    told = {
        "scope": "371602", "id": "1", "code": "Q01", "name": "反诈宣传", "unit": "场次", "kind": "A", "category": "L06",
        "by": "滨城分局", "number": "滨公〔2026〕3号", "on": "2026-03-01",
    }  # fmt: skip
    return OwnMetric(**(told | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"kind": "C", "category": ""}, None),
        ({"code": "L17"}, "code"),
        ({"code": "q1"}, "code"),
        ({"code": "B03"}, "taken"),
        ({"name": "走访群众"}, "taken"),
        ({"name": "走访"}, "taken"),
        ({"name": "反诈宣传率", "unit": "%"}, "percent"),
        ({"unit": "斤"}, "unit"),
        ({"category": "L17"}, "category"),
        ({"kind": "C"}, "category"),
        ({"number": ""}, "decided"),
        ({"name": "重点人员轨迹"}, "refused"),
    ],
)
def test_an_office_adds_a_metric_with_who_decided_it(changes: dict[str, str], fault: str | None) -> None:
    assert own_fault(of("cn.bincheng"), own(**changes)) == fault


def test_an_added_metric_is_counted_and_one_that_the_pack_came_to_have_gives_way() -> None:
    policy = load_pack(PACKS, "cn.bincheng")
    found = metric_set(policy, [own(), own(code="B03", name="别的")])
    assert found.find("反诈宣传") == "Q01"
    assert "Q01" in found.counted()
    assert found.name("B03") == "走访群众"


@pytest.mark.parametrize("changes", [{"name": "重点人员轨迹"}, {"unit": "%"}, {"code": "L02"}, {"code": "q;"}])
def test_what_came_from_elsewhere_and_may_not_stand_is_left_out(changes: dict[str, str]) -> None:
    plain = of("cn.bincheng")
    assert metric_set(load_pack(PACKS, "cn.bincheng"), [own(**changes)]) == plain


def test_percentages_figures_of_the_police_and_of_the_roster_are_no_columns_of_the_log() -> None:
    xihua = of("cn.xihua")
    assert {"X14", "X31", "X35"} & set(xihua.counted()) == set()
    assert {one.code for one in xihua.of_station()} >= {"X11", "X14", "X24", "X34", "X36"}
    assert "B11" not in of("cn.bincheng").counted()


@pytest.mark.parametrize(
    ("metric", "field", "reason"),
    [
        (Metric("Y01", "破案率", "C", "%"), "unit", "percent_typed"),
        (Metric("Y01", "破案数", "C", "起", change="Y01"), "unit", "percent_typed"),
        (Metric("Y01", "破案率", "C", "%", numerator="Y08", denominator="Y01"), "numerator", "unknown_word"),
        (Metric("Y01", "走访", "A", "户", category="L20"), "category", "unknown_word"),
        (Metric("Y01", "走访", "A", "户", whole=True), "whole", "whole_twice"),
        (Metric("Y01", "人数", "A", "名", roster="moon"), "roster", "unknown_word"),
        (Metric("Y01", "重点人员轨迹", "B", "条"), "name", "refused_tracking"),
    ],
)
def test_a_metric_of_a_pack_that_cannot_be_meant_is_named(metric: Metric, field: str, reason: str) -> None:
    assert [(where, why) for _at, where, why, _meant in pack_faults([metric])] == [(field, reason)]


def test_the_columns_of_the_log_are_found_by_the_same_words() -> None:
    columns = columns_of(load_pack(PACKS, "cn.xihua"))
    for head, code in (("走访", "X01"), ("一标三实", "X08"), ("铲除罂粟", "X18"), ("培训/会议", "L14"), ("L02", "L02")):
        found = column_called(head, columns)
        assert found is not None
        assert found.code == code
    assert column_called("天气", columns) is None
    assert [code for code, one in columns.items() if of_a_person(one)] == list(of("cn.xihua").counted())
