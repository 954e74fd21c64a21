"""Tables: heads repeated, spans, rows that stay together, text that is long."""

import pytest

from station_desk.domain.trouble import Trouble
from tests.support.paper import bundled, form_of, letter, page_of, picture, roster, run, texts

LONG = "综治协管员兼网格员兼治保主任兼民兵连长"


def _table(rows: str, *, widths: str = "30 30 *", more: str = "") -> str:
    return page_of(f'<表格 列宽="{widths}" {more}>{rows}</表格>')


def _people(count: int) -> list[str]:
    return [f"王{chr(0x4E00 + i)}" for i in range(count)]


def test_the_head_is_repeated_and_every_person_stands_once() -> None:
    pages = texts(run(bundled("F18"), [roster(_people(74))]).pdf)
    assert len(pages) >= 4
    for page in pages:
        assert page.count("身份证号") == 1
        assert page.count("警务助理花名册") == 1
    together = "".join(pages)
    assert all(together.count(f"王\u3000{name[1]}") == 1 for name in _people(74))
    assert pages[-1].count("合计：74 人") == 1
    assert f"第 1 页\u3000共 {len(pages)} 页" in pages[0]


@pytest.mark.parametrize("count", range(12, 24))
def test_the_totals_never_stand_alone(count: int) -> None:
    pages = texts(run(bundled("F18"), [roster(_people(count))]).pdf)
    assert f"王\u3000{_people(count)[-1][1]}" in pages[-1]
    assert "制表人" in pages[-1]


@pytest.mark.parametrize("count", range(14, 22))
def test_the_heading_of_a_group_never_stands_alone_at_the_bottom(count: int) -> None:
    names = _people(2 * count)
    pages = texts(run(bundled("F18"), [roster(names, ("甲乡", "乙乡"))]).pdf)
    (page,) = [text for text in pages if "乙乡（" in text]
    assert f"王\u3000{names[1][1]}" in page


def test_a_group_can_start_on_a_page_of_its_own() -> None:
    form = form_of(
        '<表单 编号="F90" 名称="试" 对象="名册"><页 页边="20 20 20 20"><表格 列宽="30 *"><循环 于="组">'
        '<行 另页="是" 跟随="是"><格 跨列="2">{{组名}}</格></行><循环 于="人员"><行><格>{{姓名}}</格><格>{{村}}</格></行></循环>'
        "</循环></表格></页></表单>"
    )
    assert len(run(form, [roster(_people(6), ("甲", "乙", "丙"))]).pages) == 3


def test_a_row_span_keeps_its_rows_on_one_page() -> None:
    rows = "<行><格>一</格><格>二</格><格>三</格></行>" * 17
    spanned = (
        '<行 高="12"><格 跨行="3">甲</格><格>乙</格><格>丙</格></行>' + '<行 高="12"><格>丁</格><格>戊</格></行>' * 2
    )
    pages = texts(run(form_of(_table(rows + spanned)), [letter()]).pdf)
    assert len(pages) == 2
    assert "甲乙丙丁戊丁戊" in pages[1].replace(" ", "")


def test_lines_are_left_out_inside_a_cell_that_spans() -> None:
    open_cell = '<行 高="20"><格 跨行="2" 跨列="2"/><格/></行><行 高="20"><格/></行>'
    closed = '<行 高="20"><格/><格/><格/></行><行 高="20"><格/><格/><格/></行>'
    ink = [
        sum(picture(run(form_of(_table(rows)), [letter()]).pdf, 1, 100).histogram()[:128])
        for rows in (open_cell, closed)
    ]
    assert ink[0] < ink[1] - 200


def test_long_text_is_shrunk_then_broken_and_told() -> None:
    form = form_of(_table("<行><格>{{职务}}</格><格/><格/></行>", more='字号="12" 最小字号="9"'))
    assert run(form, [letter(post="网格员")]).warnings == ()
    (shrunk,) = run(form, [letter(post="治保主任网格员")]).warnings
    assert (shrunk.code, shrunk.facts["size"]) == ("shrunk", 11.0)
    pressed = run(form, [letter(post=LONG)])
    assert [(w.code, w.facts["size"]) for w in pressed.warnings] == [("wrapped", 9.0)]
    assert LONG in texts(pressed.pdf)[0]


def test_a_cell_that_may_wrap_keeps_its_size_and_warns_of_nothing() -> None:
    form = form_of(_table('<行><格 换行="是">{{职务}}</格><格/><格/></行>'))
    pressed = run(form, [letter(post=LONG)])
    assert pressed.warnings == ()
    assert LONG in texts(pressed.pdf)[0]


def test_a_long_name_is_squeezed_and_never_broken() -> None:
    form = form_of(_table("<行><格>{{姓名}}</格><格/><格/></行>", widths="20 30 *"))
    name = "阿卜杜热合曼·麦麦提敏"
    pressed = run(form, [letter(name)])
    assert [w.code for w in pressed.warnings] == ["condensed"]
    assert name in texts(pressed.pdf)[0]
    with pytest.raises(Trouble) as caught:
        run(form, [letter("阿" * 40)])
    assert caught.value.code == "form_overflow"


def test_the_same_warning_is_told_once_with_its_number() -> None:
    form = form_of(_table("<行><格>{{职务}}</格><格/><格/></行>" * 5))
    (warning,) = run(form, [letter(post=LONG)]).warnings
    assert warning.facts["count"] == 5


def test_a_row_that_no_page_can_hold_is_refused() -> None:
    form = form_of(_table('<行><格 换行="是">{{职务}}</格><格/><格/></行>', widths="10 10 *"))
    with pytest.raises(Trouble) as caught:
        run(form, [letter(post=LONG * 30)])
    assert caught.value.code == "form_overflow"


def test_a_condition_prints_its_part_only_where_it_holds() -> None:
    form = form_of(page_of('<若 有="职务"><段落>有职务</段落></若><若 无="职务"><段落>无职务</段落></若>'))
    assert texts(run(form, [letter(post="网格员"), letter(post="")]).pdf) == ["有职务", "无职务"]


def test_a_cell_of_a_blank_form_is_empty_and_a_sentence_has_a_line_for_the_hand() -> None:
    from station_desk.domain.paper_fields import blank_scope

    form = form_of(
        page_of(
            '<段落>姓名：{{姓名}}，{{聘期起}}</段落><表格 列宽="30 *"><行><格>{{聘期起}}</格><格>{{姓名}}</格></行></表格>'
        )
    )
    (text,) = texts(run(form, [blank_scope("person")]).pdf)
    assert text.count("年") == 1
    with_rule = picture(run(form, [blank_scope("person")]).pdf, 1, 100)
    without = picture(run(form, [{**blank_scope("person"), "姓名": "\u3000" * 5}]).pdf, 1, 100)
    assert sum(with_rule.histogram()[:160]) > sum(without.histogram()[:160])


def test_eight_thousand_people_are_one_roster() -> None:
    pressed = run(bundled("F18"), [roster([f"王{chr(0x4E00 + i)}" for i in range(8000)])])
    last = texts(pressed.pdf)[-1]
    assert "合计：8000 人" in last
    assert f"共 {len(pressed.pages)} 页" in last
