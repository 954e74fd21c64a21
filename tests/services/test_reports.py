"""Reports against the published tables, and what a report says of blanks, places, targets and percentages."""

import io
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from station_desk.domain.ids import new_id
from station_desk.domain.metric_sets import OwnMetric
from station_desk.domain.reports import Report, news_text
from station_desk.domain.roster import PersonDraft
from station_desk.domain.targets import Target
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import Count
from station_desk.machine.clock import FixedClock
from station_desk.services import metrics, report_files, roster, villages
from station_desk.services.desk import Desk, open_desk
from station_desk.services.log_months import close_month
from station_desk.services.reports import make_report
from station_desk.services.work_log import apply_counts
from tests.services.roster_desks import ids
from tests.support.homes import PASS_PHRASE, PERSON, make_home
from tests.support.paper import texts

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
PEOPLE = ("赵一", "钱二", "孙三")


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A station of each programme with three assistants who serve since 2010, one in each village."""
    made = {}
    for pack in ("cn.bincheng", "cn.xihua", "cn.dezhou"):
        folder = tmp_path_factory.mktemp(pack)
        with make_home(folder, pack=pack, clock=FixedClock(NOON)) as desk:
            for name, village in zip(PEOPLE, ids(desk), strict=True):
                roster.add_person(desk, PersonDraft(name=name, village_ids=(village,), start_date="2010-01-01"))
            made[pack] = desk.home.path
    return made


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path, homes: Mapping[str, Path]) -> Iterator[Desk]:
    """A copy of the station that follows the pack of the parameter (Xihua without one)."""
    pack = getattr(request, "param", "cn.xihua")
    shutil.copytree(homes[pack], tmp_path / "home")
    with open_desk(tmp_path / "home", PERSON, PASS_PHRASE, clock=FixedClock(NOON)) as opened:
        yield opened


def people(desk: Desk) -> list[str]:
    found = {row.name: row.id for row in roster.list_people(desk)}
    return [found[name] for name in PEOPLE]


def spread(total: int, parts: int) -> list[int]:
    """A total in unequal parts."""
    sizes = [total * (at + 1) * 2 // (parts * (parts + 1)) for at in range(parts)]
    return [*sizes[:-1], total - sum(sizes[:-1])]


def enter(desk: Desk, published: Mapping[str, int], months: list[str]) -> None:
    """The published totals as counts of three people in several months."""
    who, counts = people(desk), []
    for code, total in published.items():
        places = [(person, month) for month in months for person in who]
        parts = spread(total, len(places))
        counts += [Count(person, code, month, part) for (person, month), part in zip(places, parts, strict=True)]
    apply_counts(desk, counts, "import")


def told(report: Report) -> dict[str, tuple[int | None, str]]:
    return {row.name: (row.value, row.unit) for row in report.told}


def derived(report: Report) -> dict[str, tuple[float, int, int]]:
    return {one.name: (one.percent, one.numerator, one.denominator) for one in report.ratios}


# --- the published tables ------------------------------------------------------------------------------------------
BINCHENG = {"B01": 300, "B02": 80, "B03": 7500, "B04": 87, "B05": 750, "B06": 320, "B07": 800, "B08": 8000}
XIHUA = {
    "X01": 362016, "X02": 16465, "X03": 225356, "X04": 550, "X05": 2320, "X06": 1128, "X07": 536, "X08": 2600826,
    "X09": 3300, "X10": 1835, "X12": 2416, "X19": 1384, "X20": 586, "X22": 892, "X23": 161, "X25": 450, "X26": 432,
    "X27": 50000, "X28": 120,
}  # fmt: skip
XIHUA_POLICE = {
    "X11": 4,
    "X13": 2187,
    "X14": 225,
    "X15": 256,
    "X16": 830,
    "X17": 91,
    "X18": 15777,
    "X21": 76,
    "X24": 50,
}


@pytest.mark.parametrize("desk", ["cn.bincheng"], indirect=True)
def test_binchengs_three_months_give_its_published_table(desk: Desk) -> None:
    enter(desk, BINCHENG, ["2015-07", "2015-08", "2015-09", "2015-10"])
    for month, crimes in (("2015-09", 55), ("2014-09", 100)):
        metrics.set_figure(desk, "刑事案件", month, crimes)
    metrics.set_figure(desk, "“民转刑”案件", "2015-09", 0)
    report = make_report(desk, "bincheng", "2015-07-01..2015-10-25")
    assert told(report) == {
        "收集各类信息": (300, "条"),
        "协助调解纠纷": (80, "起"),
        "走访群众": (7500, "人次"),
        "代办户籍业务": (87, "起"),
        "发放身份证": (750, "个"),
        "登记流动人口": (320, "人"),
        "登记车辆信息": (800, "条"),
        "搜集基础信息": (8000, "条"),
        "刑事案件": (55, "起"),
        "民转刑案件": (0, "起"),
        "警务助理人数": (3, "名"),
    }
    assert derived(report)["刑事案件同比"] == (-45.0, -45, 100)
    assert make_report(desk, "bincheng", "2015-Q3").rows[2].value == 7500 - sum(spread(7500, 12)[9:])


def test_xihuas_year_gives_its_published_table(desk: Desk) -> None:
    enter(desk, XIHUA, [f"2018-{month:02d}" for month in range(1, 13)])
    for code, total in XIHUA_POLICE.items():
        for month, part in zip(("2018-03", "2018-12"), (total // 3, total - total // 3), strict=True):
            metrics.set_figure(desk, code, month, part)
    metrics.set_figure(desk, "电动车被盗", "2017-06", 305)
    report = make_report(desk, "xihua", "2018")
    values = {row.code: row.value for row in report.rows}
    assert {code: values[code] for code in XIHUA | XIHUA_POLICE} == XIHUA | XIHUA_POLICE
    assert next(row.base for row in report.rows if row.code == "X14") == 305
    assert derived(report)["电动车被盗同比"] == (-26.2, -80, 305)
    assert derived(report)["隐患整改率"] == (96.0, 432, 450)
    sections = list(dict.fromkeys(row.section for row in report.told))
    assert sections == ["治安", "刑侦", "消防", "交通"]
    by_month = make_report(desk, "year", "2018", metrics=["X01"])
    assert len(by_month.groups) == 12
    assert sum(group.values["X01"] or 0 for group in by_month.groups) == 362016


@pytest.mark.parametrize("desk", ["cn.dezhou"], indirect=True)
def test_dezhous_table_takes_posts_from_the_roster_and_counts_from_the_log(desk: Desk) -> None:
    enter(desk, {"L03": 2300, "D07": 36000, "D08": 3100, "L07": 1000}, ["2026-09", "2026-10"])
    metrics.set_figure(desk, "侦破刑事案件", "2026-10", 98)
    report = make_report(desk, "dezhou", "2026-09-26..2026-10-25")
    assert told(report)["侦破刑事案件"] == (98, "起")
    both = make_report(desk, "dezhou", "2026-H2")
    assert told(both)["调解矛盾纠纷"] == (2300, "起")
    assert (told(both)["行政村"], told(both)["警务助理人数"]) == ((3, "个"), (3, "名"))
    assert derived(both)["配备率"] == (100.0, 3, 3)
    apply_counts(desk, [Count(people(desk)[0], "D06", "2026-10", 47)], "grid")
    mixed = make_report(desk, "dezhou", "2026-H2")
    assert told(mixed)["调解矛盾纠纷"] == (2347, "起")
    assert [note.facts["n"] for note in mixed.notes if note.kind == "of_category"] == [2300]


def pay(desk: Desk, month: str, fen: list[int], *steps: str) -> None:
    """A stored pay list of a month, taken so many steps further."""
    with desk.store.write(desk.account.id, "stipend_compute") as work:
        run = new_id()
        work.create("stipend_run", run, {"period": month})
        for amount in fen:
            fields = {"run_id": run, "kind": "person", "base": amount - 300, "allowance": 200, "adjust": 100}
            work.create("stipend_line", new_id(), fields)
        for step in steps:
            work.create("stipend_step", new_id(), {"run_id": run, "step": step, "day": "2026-11-02"})


@pytest.mark.parametrize("desk", ["cn.dezhou"], indirect=True)
def test_dezhous_money_is_that_of_the_pay_lists_and_typed_only_where_there_is_none(desk: Desk) -> None:
    blank = make_report(desk, "dezhou", "2026-H2")
    assert {row.code: row.value for row in blank.rows if row.unit == "万元"} == {"D12": None, "D10": None}
    for code, value in (("D12", 7), ("D10", 2)):
        metrics.set_figure(desk, code, "2026-08", value)
        metrics.set_figure(desk, code, "2026-09", 99)
    pay(desk, "2026-09", [1_500_000, 1_000_000], "sign", "approve")
    pay(desk, "2026-10", [2_000_000, 1_000_050])
    report = make_report(desk, "dezhou", "2026-H2")
    money = {row.code: row.value for row in report.rows if row.unit == "万元"}
    assert money == {"D12": Decimal("12.50005"), "D10": Decimal("3.00005")}
    facts = {note.kind: note.facts for note in report.notes}
    assert facts["pay"] == {"names": "“累计投入经费”、“每月补助”", "n": 2}
    assert facts["pay_open"] == {"months": "2026-10"}
    assert [row.value for row in make_report(desk, "dezhou", "2026-Q3").rows if row.unit == "万元"] == [
        Decimal("9.5"),
        Decimal("2.5"),
    ]
    by_month = make_report(desk, "dezhou", "2026-H2", by="month", metrics=["D12"]).groups
    assert [group.values.get("D12") for group in by_month] == [None, 7, Decimal("2.5"), Decimal("3.00005"), None, None]
    assert "每月补助3.00005万元" in news_text(report)
    written = "".join("".join(texts(report_files.paper(desk, report).pdf)).split())
    assert "12.50005" in written
    sheet = openpyxl.load_workbook(io.BytesIO(report_files.workbook(report)))["统计"]
    assert [row[4].value for row in sheet.iter_rows(min_row=2) if row[3].value == "万元"] == [12.50005, 3.00005]


# --- periods and groups --------------------------------------------------------------------------------------------
def test_days_count_on_their_day_and_months_on_their_last_so_that_cut_periods_add_up(desk: Desk) -> None:
    first, second, _third = people(desk)
    apply_counts(desk, [Count(first, "L02", "2026-10", 3, day="2026-09-30")], "paste")
    apply_counts(desk, [Count(first, "L02", "2026-10", 4, day="2026-10-02")], "paste")
    apply_counts(desk, [Count(second, "L02", "2026-10", 100)], "grid")

    def visits(period: str) -> int | None:
        return next(row.value for row in make_report(desk, "month", period).rows if row.code == "L02")

    assert visits("2026-10") == 107
    assert (visits("2026-09-01..2026-09-30"), visits("2026-10-01..2026-10-31")) == (3, 104)
    assert (visits("2026-10-01..2026-10-24"), visits("2026-11")) == (4, None)
    assert "cut" in {note.kind for note in make_report(desk, "month", "2026-10-01..2026-10-31").notes}


def test_the_detail_adds_up_to_the_line_by_person_village_officer_and_month(desk: Desk) -> None:
    enter(desk, {"X01": 1000, "X06": 70}, ["2026-09", "2026-10"])
    for by in ("person", "village", "officer", "room", "area", "station", "county", "month"):
        report = make_report(desk, "month", "2026-H2", by=by)
        found = {head.code: sum(group.values.get(head.code) or 0 for group in report.groups) for head in report.heads}
        assert found == {"X01": 1000, "X06": 70}, by
    named = make_report(desk, "month", "2026-H2", by="person").groups
    assert [(group.name, group.more) for group in named] == [("赵一", "甲村"), ("钱二", "乙村"), ("孙三", "丙村")]


def test_a_ranking_gives_equals_one_place_and_none_to_who_reported_nothing(desk: Desk) -> None:
    first, second, _third = people(desk)
    apply_counts(desk, [Count(first, "X06", "2026-10", 8), Count(second, "X06", "2026-10", 8)], "grid")
    report = make_report(desk, "ranking", "2026-10", metrics=["办好事实事"])
    assert [(line.rank, line.who, line.value) for line in report.ranking] == [(1, "赵一", 8), (1, "钱二", 8)]


def test_coverage_is_told_of_the_last_day_with_what_it_is_of(desk: Desk) -> None:
    report = make_report(desk, "coverage", "2026-10")
    assert told(report)["在岗人数"] == (3, "名")
    assert derived(report)["配备率"] == (100.0, 3, 3)
    assert told(make_report(desk, "coverage", "2009-05"))["已配村（社区）"] == (0, "个")


def test_the_coverage_of_an_earlier_day_is_that_of_the_list_as_it_stood_then(tmp_path: Path) -> None:
    with make_home(tmp_path, pack="cn.weihai", clock=FixedClock(NOON)) as desk:
        home, village = desk.home.path, ids(desk)[0]
        villages.edit_village(desk, village, {"households": 500})
    with open_desk(home, PERSON, PASS_PHRASE, clock=FixedClock(datetime(2026, 12, 22, 4, tzinfo=UTC))) as desk:
        villages.edit_village(desk, village, {"households": 1200})
        assert told(make_report(desk, "coverage", "2026-12"))["应配人数"] == (4, "名")
        report = make_report(desk, "coverage", "2026-11")
        assert told(report)["应配人数"] == (3, "名")
        assert [group.values["quota"] for group in report.groups] == [1, 1, 1]


def test_an_open_month_and_an_unstated_month_are_said(desk: Desk) -> None:
    enter(desk, {"X01": 10}, ["2026-10"])
    kinds = {note.kind: note.facts for note in make_report(desk, "month", "2026-10").notes}
    assert kinds == {"open_months": {"months": "2026-10", "n": 1}, "usual_month": {"first": 26, "last": 25}}
    close_month(desk, "2026-10")
    assert "open_months" not in {note.kind for note in make_report(desk, "month", "2026-10").notes}


# --- numbers of the station, own metrics, targets ------------------------------------------------------------------
def test_a_number_of_the_station_stands_only_where_nobody_counted(desk: Desk) -> None:
    metrics.set_figure(desk, "走访", "2025-10", 900)
    enter(desk, {"X01": 990}, ["2026-10"])
    row = next(row for row in make_report(desk, "xihua", "2026-10").rows if row.code == "X01")
    assert (row.value, row.base) == (990, 900)
    with pytest.raises(Trouble, match="figure_counted"):
        metrics.set_figure(desk, "X01", "2026-10", 5)
    enter(desk, {"X01": 3}, ["2025-10"])
    assert next(r.base for r in make_report(desk, "xihua", "2026-10").rows if r.code == "X01") == 3


def test_a_number_of_the_station_is_set_changed_and_taken_away(desk: Desk) -> None:
    for value in (5, 7, None):
        metrics.set_figure(desk, "群体性事件", "2026-10", value)
    assert metrics.figures(desk) == []
    metrics.set_figure(desk, "群体性事件", "2026-10", 0)
    assert [(one.code, one.month, one.value) for one in metrics.figures(desk, "2026-10")] == [("X11", "2026-10", 0)]
    close_month(desk, "2026-10")
    with pytest.raises(Trouble, match="log_month_closed"):
        metrics.set_figure(desk, "X11", "2026-10", 1)


def test_numbers_of_a_workbook_are_set_in_one_act_and_what_cannot_be_is_told(desk: Desk) -> None:
    known = metrics.metrics_of(desk)
    assert (metrics.may_be_figure(known, "X14"), metrics.may_be_figure(known, "X01")) == (True, False)
    values = {("X14", "2018-12"): 225, ("X14", "2017-12"): 305, ("X11", "2030-01"): 1, ("X13", "2018-12"): -1}
    refused = {("X11", "2030-01"): "figure_month_ahead", ("X13", "2018-12"): "figure_wrong"}
    assert metrics.put_figures(desk, values) == refused
    assert derived(make_report(desk, "xihua", "2018"))["电动车被盗同比"][0] == -26.2
    close_month(desk, "2018-12")
    assert metrics.put_figures(desk, {("X14", "2018-12"): 225}) == {}
    assert metrics.put_figures(desk, {("X14", "2018-12"): 226}) == {("X14", "2018-12"): "log_month_closed"}


@pytest.mark.parametrize(
    ("metric", "month", "value", "code"),
    [
        ("破案率", "2026-10", 77, "figure_worked_out"),
        ("天气", "2026-10", 1, "metric_unknown"),
        ("治安重点人员轨迹信息", "2026-10", 1, "metric_refused"),
        ("X11", "2026-1", 1, "figure_month_wrong"),
        ("X11", "2027-03", 1, "figure_month_ahead"),
        ("X11", "2026-10", -1, "figure_wrong"),
    ],
)
def test_what_cannot_be_a_number_of_the_station_is_refused(
    desk: Desk, metric: str, month: str, value: int, code: str
) -> None:
    with pytest.raises(Trouble, match=code):
        metrics.set_figure(desk, metric, month, value)


def test_an_office_adds_a_metric_and_it_is_counted_and_reported(desk: Desk) -> None:
    wanted = OwnMetric("", "", "Q01", "反诈宣传", "场次", "A", "L06", "县局", "西公〔2026〕3号", "2026-03-01")
    metrics.add_metric(desk, wanted)
    apply_counts(desk, [Count(people(desk)[0], "Q01", "2026-10", 6)], "grid")
    rows = {row.code: row.value for row in make_report(desk, "month", "2026-10").rows}
    assert (rows["Q01"], rows["L06"]) == (6, 6)
    with pytest.raises(Trouble, match="metric_fault"):
        metrics.add_metric(desk, wanted)
    metrics.drop_metric(desk, "Q01")
    assert metrics.metrics_of(desk).find("反诈宣传") is None


def test_what_was_done_is_told_of_what_was_expected(desk: Desk) -> None:
    metrics.set_target(desk, Target("", "", "走访", "", "", None, None, 200, by="县局", number="1号", on="2026-01-01"))
    enter(desk, {"X01": 1200}, ["2026-09", "2026-10"])
    assert derived(make_report(desk, "month", "2026-09-26..2026-10-25"))["走访完成率"][2] == 600
    report = make_report(desk, "month", "2026-H2")
    assert derived(report)["走访完成率"] == (33.3, 1200, 3600)


def test_a_target_by_size_says_which_villages_it_cannot_reach(desk: Desk) -> None:
    metrics.set_target(
        desk, Target("", "", "走访", "大村", "", 500, None, 90, by="县局", number="1号", on="2026-01-01")
    )
    enter(desk, {"X01": 60}, ["2026-10"])
    assert {note.kind: note.facts for note in make_report(desk, "month", "2026-10").notes}["no_size"] == {"n": 3}
    for village, households in zip(ids(desk), (500, 499, 800), strict=True):
        villages.edit_village(desk, village, {"households": households})
    report = make_report(desk, "month", "2026-10")
    assert "no_size" not in {note.kind for note in report.notes}
    assert derived(report)["走访完成率"][2] == 180


def test_a_category_is_shown_where_something_was_entered_under_it_alone(desk: Desk) -> None:
    enter(desk, {"X02": 30, "X01": 50, "L02": 4}, ["2026-10"])
    shown = {row.code: row.value for row in make_report(desk, "month", "2026-10").told}
    assert shown == {"X01": 54, "X02": 30}
    enter(desk, {"L07": 5}, ["2026-10"])
    shown = {row.code: row.value for row in make_report(desk, "month", "2026-10").told}
    assert shown == {"L07": 35, "X01": 54, "X02": 30}
    later = make_report(desk, "month", "2026-11")
    assert {row.code: row.previous for row in later.told} == shown


# --- files ---------------------------------------------------------------------------------------------------------
def test_paper_workbook_and_news_say_the_same_numbers(desk: Desk) -> None:
    enter(desk, {"X01": 2347, "X06": 98}, ["2026-09", "2026-10"])
    metrics.set_figure(desk, "X14", "2026-10", 225)
    metrics.set_figure(desk, "X14", "2025-10", 305)
    report = make_report(desk, "xihua", "2026-H2")
    pdf = report_files.paper(desk, report).pdf
    written = "".join("".join(texts(pdf)).split())
    assert all(word in written for word in ("一村一警", "走访", "2347", "-26.2%", "赵一", "没有报的"))
    book = openpyxl.load_workbook(io.BytesIO(report_files.workbook(report)))
    detail = book["明细（按人）"]
    last = [cell.value for cell in detail[detail.max_row]]
    assert last[:3] == ["合计", None, f"=SUM(C2:C{detail.max_row - 1})"]
    news = news_text(report)
    assert "走访2300余户" in news
    assert "办好事实事98件" in news
    assert "电动车被盗同比下降26.2%（去年同期305，今年225）" in news


def test_a_long_report_repeats_its_head_and_says_what_was_not_reported(desk: Desk) -> None:
    enter(desk, {f"X{n:02d}": 100 + n for n in (1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 19, 20, 22, 23, 25)}, ["2026-10"])
    printed = report_files.paper(desk, make_report(desk, "month", "2026-10"))
    assert printed.pages >= 3
    ranking = report_files.paper(desk, make_report(desk, "ranking", "2026-10"))
    assert ranking.pages >= 3
    assert all("名次" in page for page in texts(ranking.pdf) if "赵" in page)


def test_an_unknown_report_or_metric_is_named(desk: Desk) -> None:
    for name, metric in (("weather", []), ("month", ["天气"])):
        with pytest.raises(Trouble, match="unknown"):
            make_report(desk, name, "2026-10", metrics=metric)
