"""Villages: sample lists by township and year, files, import that adds and mends and never removes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from station_desk.domain.records import Village
from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.domain.villages import VillageRow
from station_desk.services import intake, roster, villages
from station_desk.services.desk import Desk
from station_desk.store.villages import load_villages
from tests.services.roster_desks import clock, desk, ids, made_once

__all__ = ["clock", "desk", "made_once"]


def stored(desk: Desk) -> dict[str, Village]:
    with desk.store.read() as conn:
        return {village.name: village for village in load_villages(conn)}


# --- the bundled lists ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("prefix", "count"),
    [
        ("371602009", 74),
        ("371602009@2018", 74),
        ("371602009@2023", 25),
        ("411622", 480),
        ("371072", 43),
        ("350583", 426),
        ("371428108", 27),
        ("3714", 8153),
    ],
)
def test_a_prefix_takes_the_villages_of_its_documents_time_or_of_the_year_named(prefix: str, count: int) -> None:
    rows = villages.sample_villages(prefix)
    assert len(rows) == len({row.code for row in rows}) == count


def test_liangcai_of_2018_is_35_and_39() -> None:
    kinds = [row.kind for row in villages.sample_villages("371602009@2018")]
    assert (kinds.count("村"), kinds.count("居")) == (35, 39)


def test_weihai_of_2021_is_30_villages_and_12_communities_and_a_zone() -> None:
    kinds = [row.kind for row in villages.sample_villages("371072")]
    assert (kinds.count("村"), kinds.count("居"), kinds.count("类似")) == (30, 12, 1)


@pytest.mark.parametrize("prefix", ["99", "371602009@1999", "abc", "3"])
def test_a_prefix_without_villages_is_told(prefix: str) -> None:
    with pytest.raises(Trouble, match="villages_none"):
        villages.sample_villages(prefix)


def test_the_townships_stand_by_code_with_the_newest_list_first() -> None:
    known = villages.sample_townships()
    liangcai = [(one.name, one.year, one.count) for one in known if one.code == "371602009"]
    assert liangcai == [("梁才街道", 2023, 25), ("梁才街道办事处", 2018, 74)]
    assert [one.code for one in known] == sorted(one.code for one in known)
    for one in known:
        if one.code.startswith(("371602", "371072")):
            assert len(villages.sample_villages(one.key)) == one.count


@pytest.mark.parametrize("typed", ["码头", "matou", "mt", "MTZ", "350583108", " 码头 "])
def test_a_township_is_found_by_its_name_pinyin_initials_and_code(typed: str) -> None:
    assert ("码头镇", "350583108") in [(one.name, one.code) for one in villages.TownshipFinder().find(typed)]


def test_a_county_finds_its_townships_and_a_name_nobody_has_finds_none() -> None:
    finder = villages.TownshipFinder()
    assert {one.county for one in finder.find("nanan")} == {"南安市"}
    assert finder.find("haicang") == finder.find("583108") == []
    assert finder.find("") == finder.all


# --- files ------------------------------------------------------------------------------------------------------------
def test_a_csv_and_a_workbook_say_the_same(tmp_path: Path) -> None:
    rows = [("code", "name", "households"), ("371602009201", "甲村", "120"), ("371602009202", "乙村", "")]
    text, book = tmp_path / "村.csv", tmp_path / "村.xlsx"
    text.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8-sig")
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "说明"
    sheet.append(["请填第二张表"])
    second = workbook.create_sheet("村")
    for row in rows:
        second.append(row)
    workbook.save(book)
    assert villages.read_village_file(text) == villages.read_village_file(book)
    assert villages.rows_for(str(text))[0].households == 120


def test_a_file_without_the_columns_is_told(tmp_path: Path) -> None:
    file = tmp_path / "村.csv"
    file.write_text("名字,多少\n甲村,3\n", encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        villages.read_village_file(file)
    assert (caught.value.code, caught.value.facts["file"]) == ("village_columns_missing", "村.csv")


def test_a_bad_cell_in_a_file_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "村.csv"
    file.write_text("code,name,households\n1,甲村,很多\n", encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        villages.rows_for(str(file))
    assert caught.value.facts == {"file": "村.csv", "row": 2, "column": "households"}


# --- import -----------------------------------------------------------------------------------------------------------
def test_new_villages_come_and_known_ones_are_mended(desk: Desk) -> None:
    rows = [VillageRow("371602009201", "甲社区", households=1200), VillageRow("371602009299", "新村", officer="赵")]
    assert villages.import_villages(desk, rows) == 2
    known = stored(desk)
    assert set(known) == {"甲社区", "乙村", "丙村", "新村"}
    assert (known["甲社区"].households, known["新村"].officer) == (1200, "赵")
    assert known["甲社区"].township == "梁才街道"


def test_the_same_list_again_writes_nothing(desk: Desk) -> None:
    rows = [VillageRow("371602009299", "新村", "村", "371602009", "梁才街道", 30)]
    assert villages.import_villages(desk, rows) == 1
    before = desk.store.sequence()
    assert villages.import_villages(desk, rows) == 0
    assert desk.store.sequence() == before


def test_a_merger_marks_the_village_and_keeps_it(desk: Desk) -> None:
    rows = [VillageRow("371602009201", "甲村", merged_into="371602009202", valid_to="2024-06-30")]
    villages.import_villages(desk, rows)
    known = stored(desk)
    assert known["甲村"].merged_into == known["乙村"].id
    assert [view.village.name for view in villages.list_villages(desk)] == ["乙村", "丙村"]
    assert [v.village.name for v in villages.list_villages(desk, as_of=date(2024, 6, 30))] == ["甲村", "乙村", "丙村"]
    assert villages.import_villages(desk, rows) == 0


def test_a_merger_without_a_day_is_of_today(desk: Desk) -> None:
    rows = [VillageRow("371602009201", "甲村", merged_into="371602009999")]
    assert villages.import_villages(desk, rows) == 1
    assert (stored(desk)["甲村"].valid_to, stored(desk)["甲村"].merged_into) == ("2026-11-22", "371602009999")
    assert villages.import_villages(desk, rows) == 0


def test_a_village_may_merge_into_one_that_comes_with_the_same_list(desk: Desk) -> None:
    villages.import_villages(
        desk, [VillageRow("371602009201", "甲村", merged_into="X1"), VillageRow("X1", "红旗社区", kind="居")]
    )
    assert stored(desk)["甲村"].merged_into == stored(desk)["红旗社区"].id


def test_a_code_used_again_is_another_village(desk: Desk) -> None:
    villages.edit_village(desk, ids(desk)[0], {"valid_to": "2020-12-31"})
    assert villages.import_villages(desk, [VillageRow("371602009201", "完全不同村", valid_from="2022-01-01")]) == 1
    known = stored(desk)
    assert known["甲村"].id != known["完全不同村"].id
    assert next(view.village.name for view in villages.list_villages(desk)) == "完全不同村"


def test_an_import_is_taken_back_whole(desk: Desk) -> None:
    before = stored(desk)
    villages.import_villages(desk, [VillageRow("371602009201", "改名村"), VillageRow("X9", "新村")])
    roster.undo_last(desk)
    assert stored(desk) == before


# --- posts ------------------------------------------------------------------------------------------------------------
def test_posts_are_granted_filled_and_vacant(desk: Desk) -> None:
    villages.import_villages(desk, [VillageRow("371602009501", "良种场", kind="类似")])
    first, second, third, farm = ids(desk)
    roster.add_person(desk, PersonDraft("王甲", village_ids=(first, second)))
    roster.add_person(desk, PersonDraft("李乙", village_ids=(first,)))
    roster.add_person(desk, PersonDraft("赵丙", village_ids=(third,), start_date="2027-01-01"))
    views = {view.village.id: (view.quota, view.filled, view.vacant) for view in villages.list_villages(desk)}
    assert views == {first: (1, 2, 0), second: (1, 1, 0), third: (1, 0, 1), farm: (0, 0, 0)}


# --- editing ----------------------------------------------------------------------------------------------------------
def test_officer_room_and_area_are_the_stations_to_set(desk: Desk) -> None:
    villages.edit_village(
        desk, ids(desk)[0], {"officer": " 赵民警 ", "room": "一室", "area": "东片", "households": 300}
    )
    known = stored(desk)["甲村"]
    assert (known.officer, known.room, known.area, known.households) == ("赵民警", "一室", "东片", 300)
    villages.edit_village(desk, ids(desk)[0], {"officer": ""})
    assert stored(desk)["甲村"].officer == ""


def test_what_cannot_be_changed_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match="code"):
        villages.edit_village(desk, ids(desk)[0], {"code": "1"})
    with pytest.raises(Trouble, match="village_unnamed"):
        villages.edit_village(desk, ids(desk)[0], {"name": "  "})
    with pytest.raises(Trouble, match="village_missing"):
        villages.edit_village(desk, "nowhere", {"officer": "赵"})


def test_rows_with_nothing_more_keep_what_is_known(desk: Desk) -> None:
    villages.edit_village(desk, ids(desk)[0], {"officer": "赵", "households": 300})
    row = VillageRow("371602009201", "甲村")
    assert villages.import_villages(desk, [row]) == 0
    assert villages.import_villages(desk, [replace(row, area="东片")]) == 1
    known = stored(desk)["甲村"]
    assert (known.officer, known.households, known.area) == ("赵", 300, "东片")


# --- any workbook a county ever sent ------------------------------------------------------------------------------------
def test_a_messy_list_is_taken_and_each_cell_that_cannot_be_is_told(desk: Desk, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (
        ["梁才街道村居情况表"],
        ["序\n号", "村居\n代码", "村（居）名称", "基本情况", None, "曾用名", "合并时间", "并入何村", "户 主"],
        [None, None, None, "户数", "片区", None, None, None, None],
        [1, "371602009201", "甲 村", "一百二十户", "东片", "大甲、甲家", None, None, "某某"],
        [2, 371602009299, "新村", "1,020", None, None, None, None, None],
        [3, "371602009298", "旧村", "很多", None, None, None, None, None],
        [4, "371602009297", "老村", 30, None, None, "2024年3月", "甲村", None],
        ["合计", None, None, 1170],
        ["说明：户数以上年底为准"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:I1")
    sheet.merge_cells("D2:E2")
    workbook.save(tmp_path / "村.xlsx")
    found = villages.propose_villages(desk, tmp_path / "村.xlsx")
    assert [(f.row, f.column, f.text) for f in found.faults] == [(6, "households", "很多")]
    assert found.lists[0].refused == ("户主",)
    assert found.lists[0].skipped == {1: "title", 2: "header", 3: "header", 8: "subtotal", 9: "note"}
    assert villages.import_villages(desk, found.rows, found.aliases) == 3
    now = stored(desk)
    assert (now["甲村"].households, now["甲村"].area) == (120, "东片")
    assert (now["老村"].merged_into, now["老村"].valid_to) == (now["甲村"].id, "2024-03")
    assert villages.import_villages(desk, found.rows, found.aliases) == 0


def test_a_list_without_codes_brings_known_villages_up_to_date(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "户数.csv").write_text("村名,户数,责任民警\n甲村,88户,某民警\n没听过村,9,\n", encoding="gbk")
    found = villages.propose_villages(desk, tmp_path / "户数.csv")
    assert [(f.row, f.column) for f in found.faults] == [(3, "code")]
    assert villages.import_villages(desk, found.rows) == 1
    assert (stored(desk)["甲村"].households, stored(desk)["甲村"].officer) == (88, "某民警")


def test_other_names_and_merged_villages_are_known_to_the_import_of_a_roster(desk: Desk, tmp_path: Path) -> None:
    rows = [
        VillageRow("371602009201", "甲村", township_code="371602009"),
        VillageRow("371602009297", "老村", township_code="371602009", valid_to="2024-03", merged_into="甲村"),
    ]
    villages.import_villages(desk, rows, {"371602009201": ("大甲",)})
    (tmp_path / "人.csv").write_text("姓名,身份证号,村\n赵海,,大甲村\n孙强,,老村委会\n", encoding="utf-8")
    proposal = intake.propose(desk, tmp_path / "人.csv")
    assert [[v.name for v in row.values.villages] for row in proposal.rows] == [["甲村"], ["甲村"]]
    undone = roster.undo_last(desk)
    assert undone is not None
    assert "老村" not in stored(desk)
