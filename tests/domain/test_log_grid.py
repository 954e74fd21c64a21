"""A month grid: whose each number is, which month and column; what is not sure waits with its reason."""

from collections.abc import Sequence
from datetime import date

import pytest

from station_desk.domain.intake_cells import Cell, RawBook
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.log_grid import WHY, read_grid
from station_desk.domain.log_heads import GridBasis
from station_desk.domain.log_parts import GridPerson, GridRead
from station_desk.domain.metric_sets import LOG_NAMES
from station_desk.domain.work_columns import CATEGORY_UNITS, Column
from station_desk.wording.log_import import HELD
from tests.domain.intake_support import TODAY, VILLAGES, id_no, sheet

SONGHEI, QIANJIN, DONGSUN = VILLAGES[:3]
OTHER = id_no(serial=999)
PEOPLE = (
    GridPerson("wang", "王海", id_no(), (SONGHEI,)),
    GridPerson("li", "李江", None, (QIANJIN, DONGSUN)),
    GridPerson("sun", "孙五", None, (DONGSUN,)),
    GridPerson("wang2", "王海", OTHER, (DONGSUN,)),
)
COLUMNS = {
    **{c: Column(c, name, unit, "category", aliases=LOG_NAMES[c]) for c, (name, unit) in CATEGORY_UNITS.items()},
    "M1": Column("M1", "登记流动人口", "人", "B"),
    "M2": Column("M2", "走访孤寡老人、特困户", "次", "A"),
}


def month_of(day: date) -> str:
    """Months that end on the 25th."""
    later = day.day > 25
    return f"{day.year + (later and day.month == 12)}-{(day.month - 1 + later) % 12 + 1:02d}"


def serving(village: str, month: str) -> list[GridPerson]:
    """Until October 李江 serves in one village and 孙五 in the other, from November on both in that one."""
    here = {QIANJIN.id: PEOPLE[1:2], DONGSUN.id: PEOPLE[2:3]} if month <= "2026-10" else {DONGSUN.id: PEOPLE[1:3]}
    return list(here.get(village, ()))


def read(rows: Sequence[Sequence[Cell]], month: str = "2026-10", name: str = "Sheet1", **facts: object) -> GridRead:
    basis = GridBasis(PEOPLE, VillageFinder(VILLAGES, day=TODAY), COLUMNS, month, month_of, serving)
    return read_grid(RawBook("xlsx", (sheet(rows, name, **facts),)), basis)


def told(found: GridRead) -> list[tuple[str, str, str | None, int]]:
    return [(one.person.id, one.code, one.day or one.month, one.count) for one in found.entries]


def held(found: GridRead) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.why) for one in found.held]


def cells(*values: Cell) -> GridRead:
    """One column of counts, a row each for three people."""
    names = ["孙五", "李江", "王海"]
    numbers = [None, None, OTHER]
    rows = [[name, number, value] for name, number, value in zip(names, numbers, values, strict=False)]
    return read([["姓名", "身份证号", "走访"], *rows])


def test_columns_are_found_by_code_by_name_and_with_their_unit() -> None:
    head = ["序号", "姓名", "走访（户）", "L03", "隐患排查数量", "协助处警/先期处置", "登记流动人口", "合计"]
    found = read([["工作量统计"], head, [1, "孙五", 1, 2, 3, 4, 5, 15], ["合计", None, 1, 2, 3, 4, 5, 15]])
    codes = [("L02", 1), ("L03", 2), ("L04", 3), ("L09", 4), ("M1", 5)]
    assert told(found) == [("sun", code, "2026-10", count) for code, count in codes]
    assert [(one.row, one.kind) for one in found.skipped] == [(1, "title"), (2, "header"), (4, "subtotal")]
    assert found.held == []


def test_blank_is_not_reported_and_nought_is() -> None:
    assert told(cells(None, 0, "零报告")) == [("li", "L02", "2026-10", 0), ("wang2", "L02", "2026-10", 0)]
    assert [one.zero_report for one in cells(None, 0, "零").entries] == [False, True]
    said = cells("/", "无", "-")
    assert said.entries == []
    assert [(one.row, one.cell) for one in said.empty] == [(2, "C /"), (3, "C 无"), (4, "C -")], "and that is told"


def test_heads_of_a_villages_own_table_are_understood() -> None:
    heads = ["巡逻", "入户走访", "调解纠纷", "信息采集条数", "消防", "会议", "关爱"]
    found = read([["姓名", *heads], ["孙五", *range(1, 8)]])
    assert [code for _, code, _, _ in told(found)] == ["L01", "L02", "L03", "L05", "L11", "L14", "L16"]
    assert found.held == []


@pytest.mark.parametrize(
    ("cell", "count"), [("1,200", 1200), ("１２户", 12), ("三百二十", 320), ("十二户", 12), (7.0, 7), (" 3 次", 3)]
)
def test_counts_however_they_are_written(cell: Cell, count: int) -> None:
    assert told(cells(cell)) == [("sun", "L02", "2026-10", count)]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("-5", "negative"), (-5, "negative"), (2.5, "not_whole"), ("2.5", "not_whole"), ("约20", "not_a_number"),
        ("#REF!", "cell_error"), ("同上", "nothing_above"), (date(2026, 1, 2), "not_a_number"), (True, "not_a_number"),
    ],
)  # fmt: skip
def test_what_is_no_count_waits_with_its_reason(cell: Cell, why: str) -> None:
    found = cells(cell)
    assert (found.entries, held(found)) == ([], [(2, "C", why)])


def test_the_same_as_above_is_what_stands_above_and_never_what_was_held() -> None:
    assert told(cells(4, "〃", "同上")) == [(who, "L02", "2026-10", 4) for who in ("sun", "li", "wang2")]
    found = cells("坏", "〃")
    assert (found.entries, held(found)) == ([], [(2, "C", "not_a_number"), (3, "C", "nothing_above")])


def test_a_name_that_repeats_needs_the_village_or_the_number() -> None:
    head = ["姓名", "村", "身份证号", "走访"]
    rows: list[list[Cell]] = [
        ["王海", None, None, 1], ["王海", "宋黑村", None, 2], ["王海", None, OTHER, 3], ["赵六", None, None, 4],
        ["孙五", "前进", None, 5], ["孙五", None, id_no("19900101", 998), 6], ["孙五", None, OTHER, 7],
    ]  # fmt: skip
    found = read([head, *rows])
    assert told(found) == [("wang", "L02", "2026-10", 2), ("wang2", "L02", "2026-10", 3)]
    why = ["person_unclear", "person_unknown", "village_of_another", "id_of_nobody", "id_of_another"]
    assert [(one.row, one.why) for one in found.held] == list(zip([2, 5, 6, 7, 8], why, strict=True))


def test_who_serves_two_villages_may_have_a_row_for_each() -> None:
    found = read([["姓名", "村", "走访"], ["李江", "前进", 1], ["李江", "东孙村", 2], ["李江", "前进居委会", 3]])
    assert [(one.village, one.count) for one in found.entries] == [(QIANJIN, 1), (DONGSUN, 2)]
    assert held(found) == [(4, "C", "counted_twice")]


def test_columns_of_residents_are_refused_and_unknown_ones_told() -> None:
    found = read([["姓名", "走访", "户主", "重点人员管控", "心情", "走访"], ["孙五", 1, "张", 9, "好", 2]])
    assert told(found) == [("sun", "L02", "2026-10", 1)]
    residents, unknown = "column_of_residents", "column_unknown"
    assert sorted(held(found)) == [
        (0, "C", residents),
        (0, "D", residents),
        (0, "E", unknown),
        (0, "F", "column_twice"),
    ]


def test_days_belong_to_the_month_of_work() -> None:
    head = ["日期", "姓名", "走访"]
    days: list[Cell] = [date(2026, 9, 27), "2026-10-08", "10月9日", "9.20", "坏", "2026-09"]
    found = read([head, *[[day, "孙五", n] for n, day in enumerate(days, 1)]])
    assert told(found) == [("sun", "L02", f"2026-{day}", n) for n, day in enumerate(("09-27", "10-08", "10-09"), 1)]
    assert [why for _, _, why in held(found)] == ["day_outside", "date_unread", "month_differs"]


def test_the_month_comes_from_the_row_the_title_or_the_clerk_and_is_never_made_up() -> None:
    rows: list[list[Cell]] = [["姓名", "走访"], ["孙五", 3]]
    assert told(read([["2026年9月工作量"], *rows], month="")) == [("sun", "L02", "2026-09", 3)]
    assert told(read(rows, month="2026-08")) == [("sun", "L02", "2026-08", 3)]
    assert held(read(rows, month="")) == [(2, "", "month_unknown")]
    assert held(read([["2026年9月工作量"], *rows], month="2026-10")) == [(3, "", "month_differs")]
    by_row = read([["姓名", "月份", "走访"], ["孙五", "2026年9月", 1], ["李江", 10, 2]], month="")
    assert (told(by_row), held(by_row)) == ([("sun", "L02", "2026-09", 1)], [(3, "", "month_unknown")])


def test_a_column_for_each_month_is_known_as_such() -> None:
    found = read([["2026年度走访统计表"], ["姓名", "村", "1月", "2月", "10月份"], ["孙五", None, 1, None, 4]], month="")
    assert told(found) == [("sun", "L02", "2026-01", 1), ("sun", "L02", "2026-10", 4)]
    found = read(
        [["姓名", "项目", 202601, 202602, 202603], ["孙五", "纠纷调解", 1, 2, "三"], ["李江", "稳控", 1]], month=""
    )
    assert told(found) == [("sun", "L03", f"2026-0{n}", n) for n in (1, 2, 3)]
    assert held(found) == [(3, "", "item_refused")]


def test_a_number_merged_over_two_people_is_nobodys() -> None:
    found = read([["姓名", "走访"], ["孙五", 8], ["李江", None]], merges=((2, 2, 3, 2),))
    assert (found.entries, held(found)) == ([], [(2, "B", "merged_cell")])


def test_every_reason_has_its_words() -> None:
    assert set(WHY) <= set(HELD)


def test_a_head_that_counts_something_else_is_not_taken() -> None:
    heads = ["走访(户)", "调解(累计)", "宣传【上月】", "消防（分）", "巡逻（单位：次）"]
    found = read([["姓名", *heads], ["孙五", *range(1, 6)]])
    assert [(code, count) for _, code, _, count in told(found)] == [("L02", 1), ("L01", 5)]
    assert [(one.column, one.why) for one in found.held] == [(letter, "column_noted") for letter in "CDE"]


def test_the_title_of_another_month_takes_nothing() -> None:
    rows = [["10月份工作量"], ["姓名", "走访"], ["孙五", 3]]
    assert told(read(rows)) == [("sun", "L02", "2026-10", 3)]
    assert held(read(rows, "2026-11")) == [(3, "", "month_differs")]
    assert read(rows, "2026-11").entries == []


def test_a_further_table_below_has_its_own_columns() -> None:
    found = read([["姓名", "走访"], ["孙五", 3], [], ["姓名", "调解"], ["孙五", 1]])
    assert told(found) == [("sun", "L02", "2026-10", 3), ("sun", "L03", "2026-10", 1)]
    assert found.columns == {"Sheet1": {"A": "name", "B": "L02"}, "Sheet1 4": {"A": "name", "B": "L03"}}


def test_hidden_rows_are_read_and_told_hidden_columns_not_read_and_told() -> None:
    found = read([["姓名", "走访", "调解"], ["孙五", 3, 1]], hidden_rows=frozenset({2}), hidden_columns=frozenset({3}))
    assert told(found) == [("sun", "L02", "2026-10", 3)]
    assert [(one.row, one.kind) for one in found.hidden] == [(2, "hidden")]
    assert held(found) == [(0, "C", "column_hidden")]


def test_a_held_row_tells_its_counts_and_averages_are_nobody() -> None:
    found = read([["姓名", "走访", "调解"], ["无此人", 3, "一"], ["平均", 1.5, 0.5]])
    assert [(one.name, one.text, one.cells) for one in found.held] == [
        ("无此人", "无此人", (("L02", "3"), ("L03", "一"))),
    ]
    assert [(one.row, one.kind) for one in found.skipped] == [(1, "header"), (3, "subtotal")]


# --- one row an item -----------------------------------------------------------------------------------------------
def test_a_row_may_name_what_its_number_counts() -> None:
    rows: list[list[Cell]] = [
        ["姓名", "项目", "数量", "日期"],
        ["孙五", "入户走访（户）", 12, "2026-10-08"],
        ["孙五", "入户走访（户）", "5户", "2026-10-09"],
        ["孙五", "L03", "零", "2026-10-09"],
        ["李江", "巡逻", None, None],
    ]
    found = read(rows)
    assert told(found) == [
        ("sun", "L02", "2026-10-08", 12),
        ("sun", "L02", "2026-10-09", 5),
        ("sun", "L03", "2026-10-09", 0),
    ]
    assert held(found) == []
    assert found.columns["Sheet1"] == {"A": "name", "B": "item", "C": "amount", "D": "date"}


def test_a_name_merged_over_its_items_is_that_of_all_and_a_missing_one_of_none() -> None:
    rows: list[list[Cell]] = [
        ["姓名", "项目", "数量"],
        ["孙五", "走访", 12],
        [None, "调解", 1],
        ["李江", "走访", 7],
        [None, "调解", 2],
    ]
    found = read(rows, merges=((2, 1, 3, 1),))
    assert told(found) == [("sun", "L02", "2026-10", 12), ("sun", "L03", "2026-10", 1), ("li", "L02", "2026-10", 7)]
    assert held(found) == [(5, "", "person_unknown")]


def test_an_item_twice_and_one_that_nobody_knows_wait() -> None:
    rows: list[list[Cell]] = [
        ["姓名", "项目", "次数"],
        ["孙五", "走访", 12],
        ["孙五", "走访", 12],
        ["孙五", "调解", "同上"],
        ["孙五", "走访（上月）", 90],
        ["孙五", "钓鱼", 3],
        ["李江", "走访", 7],
    ]
    found = read(rows)
    assert told(found) == [("li", "L02", "2026-10", 7)]
    assert sorted(held(found)) == [
        (2, "C", "several_lines"),
        (3, "C", "several_lines"),
        (4, "C", "nothing_above"),
        (5, "", "item_unknown"),
        (6, "", "item_unknown"),
    ]


def test_two_columns_that_may_be_the_number_are_neither() -> None:
    found = read([["姓名", "项目", "次数", "户数"], ["孙五", "走访", 3, 12]])
    assert (found.entries, found.columns) == ([], {})
    wide = read([["姓名", "数量", "走访"], ["孙五", 90, 12]])
    assert told(wide) == [("sun", "L02", "2026-10", 12)]
    assert held(wide) == [(0, "B", "column_unknown")]


# --- one row a village ---------------------------------------------------------------------------------------------
def test_a_village_s_numbers_are_those_of_the_one_who_serves_there() -> None:
    rows: list[list[Cell]] = [
        ["序号", "村", "走访", "调解"],
        [1, DONGSUN.name, 12, 3],
        [2, QIANJIN.name, 7, None],
        ["合计", None, 19, 3],
    ]
    found = read(rows)
    assert told(found) == [
        ("sun", "L02", "2026-10", 12),
        ("sun", "L03", "2026-10", 3),
        ("li", "L02", "2026-10", 7),
    ]
    assert [one.village.name if one.village else "" for one in found.entries] == ["", "", QIANJIN.name]
    assert (held(found), found.by_village) == ([], ["Sheet1"])


def test_a_village_with_nobody_or_with_several_takes_nothing() -> None:
    rows: list[list[Cell]] = [["村", "走访"], [QIANJIN.name, 7], [DONGSUN.name, 5], ["不知道村", 2]]
    found = read(rows, month="2026-11")
    assert found.entries == []
    assert held(found) == [(2, "", "village_nobody"), (3, "", "village_several"), (4, "", "village_unknown")]
    assert read([["村", "人口"], [QIANJIN.name, 700]]).columns == {}


@pytest.mark.parametrize("head", ["姓名", "村"])
def test_a_title_that_is_only_a_month_is_no_header(head: str) -> None:
    who = {"姓名": "李江", "村": QIANJIN.name}[head]
    found = read([["2026年10月", None, None], [head, "走访", "调解"], [who, 12, 3]], month="")
    assert told(found) == [("li", "L02", "2026-10", 12), ("li", "L03", "2026-10", 3)]


# --- divided heads -------------------------------------------------------------------------------------------------
OVER = ((1, 2, 1, 3), (1, 4, 1, 5))
"""Two heads that are each merged over two columns."""


@pytest.mark.parametrize(
    "parts",
    [("上月", "本月"), ("累计", "本月数"), ("任务", "完成"), ("人数", "次数"), ("白天", "小计"), ("去年同期", "数量")],
)
@pytest.mark.parametrize("merges", [OVER, ()])
def test_of_a_divided_head_the_part_of_the_month_counts(
    parts: tuple[str, str], merges: tuple[tuple[int, int, int, int], ...]
) -> None:
    rows: list[list[Cell]] = [["姓名", "走访", None, "调解", None], [None, *parts, *parts], ["孙五", 50, 45, 3, 2]]
    assert told(read(rows, merges=merges)) == [("sun", "L02", "2026-10", 45), ("sun", "L03", "2026-10", 2)]


def test_of_a_head_divided_otherwise_no_part_counts() -> None:
    rows: list[list[Cell]] = [["姓名", "走访", None, "调解"], [None, "白天", "夜间", None], ["孙五", 50, 45, 3]]
    found = read(rows, merges=((1, 2, 1, 3),))
    assert told(found) == [("sun", "L03", "2026-10", 3)]
    assert [(one.column, one.text, one.why) for one in found.held] == [
        ("B", "走访(白天)", "column_noted"),
        ("C", "走访(夜间)", "column_noted"),
    ]


@pytest.mark.parametrize("above", [("上月", "本月"), ("任务数", "完成数"), ("全年累计", "工作量")])
def test_what_stands_below_another_time_is_no_count_of_the_month(above: tuple[str, str]) -> None:
    rows: list[list[Cell]] = [
        ["姓名", above[0], None, above[1], None],
        [None, "走访", "调解", "走访", "调解"],
        ["孙五", 50, 3, 45, 2],
    ]
    assert told(read(rows, merges=OVER)) == [("sun", "L02", "2026-10", 45), ("sun", "L03", "2026-10", 2)]


def test_two_heads_of_one_work_in_other_words_are_neither() -> None:
    found = read([["姓名", "走访", "入户走访", "调解"], ["孙五", 45, 30, 2]])
    assert told(found) == [("sun", "L03", "2026-10", 2)]
    assert [(one.column, one.why) for one in found.held] == [("B", "column_twice"), ("C", "column_twice")]
    noted = read([["姓名", "走访(上月)", "走访(本月)", "调解完成数"], ["孙五", 50, 45, 2]])
    assert told(noted) == [("sun", "L02", "2026-10", 45), ("sun", "L03", "2026-10", 2)]


def test_two_heads_of_one_work_stay_neither_beside_a_column_of_numbers() -> None:
    found = read([["姓名", "走访", "入户走访", "调解", "数量"], ["孙五", 45, 30, 2, 77]])
    assert told(found) == [("sun", "L03", "2026-10", 2)]
    assert [(one.column, one.why) for one in found.held][:2] == [("B", "column_twice"), ("C", "column_twice")]


def test_a_row_without_a_day_beside_days_of_the_same_person_waits() -> None:
    rows: list[list[Cell]] = [["姓名", "日期", "走访"], ["孙五", "10月8日", 5], ["孙五", None, 5], ["李江", None, 7]]
    found = read(rows)
    assert told(found) == [("sun", "L02", "2026-10-08", 5), ("li", "L02", "2026-10", 7)]
    assert held(found) == [(3, "", "date_unread")]


def test_a_title_of_two_months_is_neither() -> None:
    found = read([["2026年9月、10月工作量"], ["姓名", "走访"], ["孙五", 45]])
    assert (told(found), held(found)) == ([], [(3, "", "period_longer")])


def test_a_name_with_a_note_or_its_village_is_the_person() -> None:
    rows: list[list[Cell]] = [["姓名", "走访"], ["孙五（病假）", 5], [f"{QIANJIN.name}李江*", 6], ["王海（代孙五）", 7]]
    found = read(rows)
    assert told(found) == [("sun", "L02", "2026-10", 5), ("li", "L02", "2026-10", 6)]
    assert held(found) == [(4, "", "person_unknown")]


def test_a_sheet_called_by_the_head_of_a_village_s_own_table_is_of_that_work() -> None:
    found = read([["姓名", "9月", "10月"], ["孙五", 1, 2]], name="调解")
    assert told(found) == [("sun", "L03", "2026-10", 2)]


# --- a column a day ------------------------------------------------------------------------------------------------
def test_a_column_a_day_is_read_for_the_work_that_the_sheet_tells() -> None:
    rows: list[list[Cell]] = [
        ["2026年10月走访情况（户）", None, None, None, None],
        ["姓名", "26日", "1日", "10月8日", "合计"],
        ["孙五", 3, None, 0, 3],
        ["李江", "5户", 4, "病", 9],
    ]
    found = read(rows)
    assert told(found) == [
        ("sun", "L02", "2026-09-26", 3),
        ("sun", "L02", "2026-10-08", 0),
        ("li", "L02", "2026-09-26", 5),
        ("li", "L02", "2026-10-01", 4),
    ]
    assert held(found) == [(4, "D", "not_a_number")]


def test_days_in_the_order_of_the_calendar_are_of_the_calendar_s_month() -> None:
    rows: list[list[Cell]] = [["姓名", "项目", "1日", "25日", "26日", "31日"], ["孙五", "走访", 1, 2, 3, 4]]
    found = read(rows)
    assert told(found) == [("sun", "L02", "2026-10-01", 1), ("sun", "L02", "2026-10-25", 2)]
    assert held(found) == [(2, "E", "day_outside"), (2, "F", "day_outside")]
    assert held(read(rows, month="")) == [(2, letter, "month_unknown") for letter in "CDEF"]


def test_days_of_january_s_work_begin_in_december() -> None:
    found = read([["姓名", "12月26日", "1月2日", "2月1日"], ["孙五", 1, 2, 3]], month="2027-01", name="走访")
    assert told(found) == [("sun", "L02", "2026-12-26", 1), ("sun", "L02", "2027-01-02", 2)]
    assert held(found) == [(2, "D", "day_outside")]
