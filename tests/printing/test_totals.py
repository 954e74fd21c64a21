"""Sums in a table: over all lines, over those of each page, in figures and in words."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_desk.domain.money import money_words
from station_desk.domain.paper_fields import Scope, blank_scope, yuan
from station_desk.domain.paper_people import Amounts, RosterData, RosterGroup, RosterLine
from station_desk.printing import door
from tests.support.paper import bundled, form_of, run, texts

LINE = RosterLine(*["王芳", "女", "", "东牛王村", *[""] * 10])


def payroll(amounts: list[int | None], groups: int = 1) -> Scope:
    """A roster of people who are paid so many fen; None is not computed."""
    lines = [
        replace(LINE, name=f"王{chr(0x4E00 + i)}", amounts=None if fen is None else Amounts(fen, 0, 0, fen))
        for i, fen in enumerate(amounts)
    ]
    shared = tuple(RosterGroup(f"{k}组" if groups > 1 else "", tuple(lines[k::groups])) for k in range(groups))
    return RosterData("梁才派出所", "2026-11-22", shared, "2026-11").scope()


def sums_of(pdf: bytes) -> list[int]:
    """The sum of each page in fen as it is printed there."""
    found = [re.search(r"本页小计（\d+ 人）\s*([\d.]+)", text) for text in texts(pdf)]
    return [round(float(one[1]) * 100) for one in found if one]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 99_999_999), min_size=1, max_size=60), st.integers(1, 3))
def test_the_sums_of_the_pages_are_the_sum_of_all_and_every_page_has_one(amounts: list[int], groups: int) -> None:
    pdf = run(bundled("F31"), [payroll(list(amounts), min(groups, len(amounts)))]).pdf
    pages = texts(pdf)
    assert len(sums_of(pdf)) == len(pages)
    assert sum(sums_of(pdf)) == sum(amounts)
    assert yuan(sum(amounts)) in pages[-1]
    assert f"人民币（大写）：{money_words(sum(amounts))}" in pages[-1].replace(" ", "")


@pytest.mark.parametrize("count", range(22, 34))
def test_the_last_sum_stands_under_a_line_and_the_total_under_it(count: int) -> None:
    last = texts(run(bundled("F31"), [payroll([30000] * count)]).pdf)[-1]
    assert f"王\u3000{chr(0x4E00 + count - 1)}" in last
    assert last.index("本页小计") < last.index(f"合计（{count} 人）") < last.index("制表：")


def test_one_line_that_is_not_computed_leaves_the_sums_to_the_hand() -> None:
    (page,) = texts(run(bundled("F31"), [payroll([30000, None, 30000])]).pdf)
    assert "600.00" not in page
    assert "本页小计（3 人）" in page


def test_a_blank_form_has_room_for_every_sum_and_one_page() -> None:
    made = run(bundled("F31"), [blank_scope("roster", 单位="梁才派出所")])
    (page,) = texts(made.pdf)
    assert "本页小计" in page
    assert "人民币（大写）" in page


def test_words_in_a_sum_that_need_two_lines_find_room() -> None:
    form = form_of(
        '<表单 编号="F90" 名称="试" 对象="名册"><页 纸张="A5" 页边="20 20 20 20"><表格 列宽="20 30" 行高="9">'
        '<循环 于="组"><循环 于="人员" 补空="2"><行><格>{{序号}}</格><格>{{实发}}</格></行></循环></循环>'
        '<本页小计><行><格>小计</格><格 换行="是">{{本页实发:大写}}</格></行></本页小计>'
        '<行 随前="是"><格>合计</格><格 换行="是">{{合计实发:大写}}</格></行></表格></页></表单>'
    )
    pressed = run(form, [payroll([12_345_678_91] * 50)])
    pages = texts(pressed.pdf)
    assert len(pages) > 2
    assert all("小计" in page for page in pages)
    assert money_words(12_345_678_91 * 50) in "".join(pages).replace("\n", "")


def test_the_workbook_has_the_total_as_an_amount() -> None:
    grid = door.form_grid(bundled("F31"), payroll([30050, 20000]))
    assert grid is not None
    amounts = [cell for row in grid.body for cell in row.cells if cell.money]
    assert [cell.value for cell in amounts if isinstance(cell.value, int) and cell.value][-1] == 50050
    assert "伍佰元伍角" in str([cell.value for row in grid.body for cell in row.cells])
