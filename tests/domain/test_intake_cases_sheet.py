"""Cases of the import test list (DOMAIN 6.3) about the lay-out of a sheet: titles, headers, blocks, columns, repeated rows."""

import pytest

from station_desk.domain import intake
from station_desk.domain.intake_cells import Cell
from tests.domain.intake_support import (
    HEADER,
    VILLAGES,
    codes,
    id_no,
    only_row,
    person,
    propose,
    row_of,
    sheet,
    village,
)

NUMBER = id_no()


def kinds(rows: list[list[Cell]], **facts: object) -> list[tuple[int, str]]:
    return [(s.row, s.kind) for s in propose(sheet(rows, **facts)).skipped]


def test_i01_title_merged_over_the_table_and_a_header_of_two_lines() -> None:
    rows: list[list[Cell]] = [
        ["梁才派出所警务助理花名册"],
        ["填报单位（盖章）：梁才派出所", None, None, None, "填报日期：2026年11月20日"],
        ["序号", "姓名", "身份证号", "所在村", "任职", None],
        [None, None, None, None, "起", "止"],
        [1, "王建国", NUMBER, "宋黑村", "2020.5", "2023.5"],
    ]
    proposal = propose(sheet(rows, merges=((1, 1, 1, 6), (2, 1, 2, 4), (3, 5, 3, 6), (3, 1, 4, 1), (3, 2, 4, 2))))
    assert [(s.row, s.kind) for s in proposal.skipped] == [(1, "title"), (2, "title"), (3, "header"), (4, "header")]
    assert (proposal.rows[0].values.start_date, proposal.rows[0].values.end_date) == ("2020-05", "2023-05")


def test_i01_headings_of_groups_stand_over_a_header_of_two_lines() -> None:
    rows: list[list[Cell]] = [
        ["基本情况", None, None, "任职情况", None, None],
        ["姓名", "身份证号", "所在村", "职务", "任职时间", None],
        [None, None, None, None, "起", "止"],
        ["王建国", NUMBER, "宋黑村", "网格员", "2020.5", "2023.5"],
    ]
    proposal = propose(sheet(rows, merges=((1, 1, 1, 3), (1, 4, 1, 6), (2, 5, 2, 6))))
    assert proposal.sheets[0].header_rows == (1, 2, 3)
    values = proposal.rows[0].values
    assert (values.post, values.start_date, values.end_date) == ("网格员", "2020-05", "2023-05")


def test_i02_a_merged_township_fills_down() -> None:
    both = (*VILLAGES[:5], VILLAGES[5])
    rows: list[list[Cell]] = [
        ["乡镇", "村", "姓名", "身份证号"],
        ["梁才街道", "宋黑", "甲", None],
        [None, "前进", "乙", None],
        ["杨柳雪镇", "宋黑", "丙", None],
    ]
    proposal = propose(sheet(rows, merges=((2, 1, 3, 1),)), villages=both)
    assert [codes(r) for r in proposal.rows] == [[VILLAGES[0].code], [VILLAGES[1].code], [VILLAGES[5].code]]


def test_i02_a_vacancy_that_begins_a_township_begins_it_for_the_rows_below() -> None:
    rows: list[list[Cell]] = [
        ["乡镇", "村", "姓名", "身份证号"],
        ["梁才街道", "前进", "甲", None],
        ["杨柳雪镇", "宋黑", "暂缺", None],
        [None, "宋黑", "丙", None],
    ]
    proposal = propose(sheet(rows), villages=VILLAGES)
    assert [codes(r) for r in proposal.rows] == [[VILLAGES[1].code], [VILLAGES[5].code]]
    assert [(s.row, s.kind, s.village) for s in proposal.skipped] == [(1, "header", ""), (3, "vacancy", "宋黑")]


def test_i03_totals_and_signatures_are_no_people() -> None:
    rows: list[list[Cell]] = [
        HEADER,
        person(),
        ["小计", None, "1人"],
        person("李秀英"),
        [None, "合计", None, 2],
        ["（共2人）"],
        ["填表人：某某", None, "审核人：某某"],
        ["2026年11月20日"],
    ]
    assert kinds(rows) == [(1, "header"), (3, "subtotal"), (5, "subtotal"), (6, "subtotal"), (7, "note"), (8, "note")]


@pytest.mark.parametrize(
    ("word", "field"),
    [
        *[(word, "name") for word in ("姓名", "名字", "警务助理姓名", "辅警姓名", "助理员姓名")],
        *[(word, "id_no") for word in ("身份证", "身份证号码", "公民身份号码", "居民身份证号", "证件号码")],
        *[(word, "phone") for word in ("电话", "手机", "联系方式", "手机号码", "联系电话")],
        *[(word, "village") for word in ("村", "行政村", "所在村居", "所在村", "村（社区）", "村（居）名称")],
        *[(word, "education") for word in ("学历", "文化程度")],
        *[(word, "start_date") for word in ("任职时间", "聘用时间", "入职", "入职时间", "聘任时间")],
    ],
)
def test_i04_synonyms_of_headers(word: str, field: str) -> None:
    header = ["姓名", "性别"] if field == "name" else ["姓名", word]
    if field == "name":
        header = [word, "性别"]
    assert propose(sheet([header, ["王建国", None]])).sheets[0].columns[""][field] == ("A" if field == "name" else "B")


def test_i05_headers_with_blanks_line_breaks_and_brackets() -> None:
    header: list[Cell] = ["姓　名", "身份证号\n（18位）", "联 系\n电 话", "村（居）\n名称", "文化\r\n程度"]
    columns = propose(sheet([header, ["王建国", NUMBER, None, "宋黑", None]])).sheets[0].columns[""]
    assert columns == {"name": "A", "id_no": "B", "phone": "C", "village": "D", "education": "E"}


def test_i33_hidden_rows_are_read_and_marked_hidden_columns_are_not_read() -> None:
    rows = [HEADER, person(number=NUMBER, phone="13800001234"), person("李秀英", id_no(serial=998))]
    proposal = propose(sheet(rows, hidden_rows=frozenset({3}), hidden_columns=frozenset({5})))
    assert [r.warnings for r in proposal.rows] == [(), ("row_hidden",)]
    assert proposal.rows[0].values.phone is None
    assert proposal.sheets[0].hidden_columns == ("E",)


def test_i34_what_a_formula_could_not_compute_is_no_value() -> None:
    row = only_row(person(number=NUMBER, phone="#DIV/0!", education="#N/A", village="#REF!"))
    assert (row.values.phone, row.values.education, codes(row)) == (None, None, [])
    assert (row.values.village_text, row.warnings) == ("#REF!", ("village_unmatched",))
    assert {name: codes for name, codes in row.cells.items() if "cell_error" in codes} == {
        "phone": ("cell_error",),
        "education": ("cell_error",),
        "village": ("cell_error", "village_unmatched"),
    }


def test_a_village_that_a_formula_could_not_compute_is_not_that_of_the_row_above() -> None:
    rows = [HEADER, person(number=NUMBER, village="宋黑村"), person("李秀英", id_no(serial=998), village="#REF!")]
    proposal = propose(sheet([*rows, person("赵海", id_no(serial=997), village=None)]))
    assert [[v.name for v in r.values.villages] for r in proposal.rows] == [["宋黑村委会"], [], []]


def test_rows_of_formulas_that_could_not_be_computed_are_blank() -> None:
    rows = [HEADER, person(number=NUMBER), ["#REF!"] * len(HEADER), ["#REF!"] * len(HEADER)]
    proposal = propose(sheet(rows))
    assert (len(proposal.rows), [(s.row, s.kind) for s in proposal.skipped]) == (
        1,
        [(1, "header"), (3, "blank"), (4, "blank")],
    )


def test_i35_of_several_sheets_one_can_be_chosen() -> None:
    sheets = [sheet([HEADER, person(name)], name=year) for name, year in (("王建国", "2020"), ("李秀英", "2021"))]
    both = propose(sheet([["说明"], ["填写说明"]], name="说明"), *sheets)
    assert [r.values.name for r in both.rows] == ["王建国", "李秀英"]
    one = propose(*sheets, chosen="2021")
    assert [r.values.name for r in one.rows] == ["李秀英"]
    assert [(s.sheet, s.why) for s in one.sheets_skipped] == [("2020", "not_chosen")]


def test_i43_of_a_file_of_two_stations_only_ours_is_taken() -> None:
    rows: list[list[Cell]] = [
        ["派出所", "姓名", "身份证号", "村"],
        ["梁才派出所", "王建国", NUMBER, "宋黑"],
        ["滨北派出所", "李秀英", id_no(serial=998), "北大"],
    ]
    proposal = propose(sheet(rows), station="滨城分局梁才派出所")
    assert [r.reasons for r in proposal.rows] == [(), ("other_station",)]
    assert [r.reasons for r in propose(sheet(rows), station="彭李派出所").rows] == [(), ()]


@pytest.mark.parametrize(
    "word", ["户主", "家庭成员", "重点人员", "上访情况", "宗教信仰", "租客姓名", "流动人口", "被走访人"]
)
def test_i47_a_column_about_residents_is_refused_by_name(word: str) -> None:
    proposal = propose(sheet([[*HEADER, word], [*person(number=NUMBER), "某某"]]))
    assert proposal.sheets[0].refused == {"K": word}
    assert proposal.rows[0].changes == only_row(person(number=NUMBER)).changes


def test_i49_titles_and_headers_of_each_printed_page_are_skipped() -> None:
    page: list[list[Cell]] = [["警务助理花名册"], ["填报单位：梁才派出所"], HEADER]
    rows: list[list[Cell]] = [*page, person(), ["本页小计", None, 1], *page, person("李秀英")]
    expected = [(1, "title"), (2, "title"), (3, "header"), (5, "subtotal"), (6, "title"), (7, "title"), (8, "header")]
    assert kinds(rows, merges=((1, 1, 1, 10), (6, 1, 6, 10))) == expected


def test_i50_serial_numbers_are_no_key() -> None:
    rows = [HEADER, *(person(f"人{n}", serial=n) for n in ("1", "2", "2", "4"))]
    assert [r.change for r in propose(sheet(rows)).rows] == ["new"] * 4


def test_i51_two_tables_side_by_side_are_two_blocks_with_their_own_columns() -> None:
    rows: list[list[Cell]] = [
        ["序号", "姓名", "身份证号", "电话", "村", None, "姓名", "所在村居", "身份证号码", "任职时间"],
        [1, "甲一", None, "13800000001", "宋黑", None, "乙一", "前进", NUMBER, "2020.1"],
        [2, "甲二", None, None, "东孙", None, None, "前进", None, "暂缺"],
    ]
    proposal = propose(sheet(rows))
    assert [(r.source.block, r.values.name, codes(r)) for r in proposal.rows] == [
        ("L", "甲一", [VILLAGES[0].code]),
        ("R", "乙一", [VILLAGES[1].code]),
        ("L", "甲二", [VILLAGES[2].code]),
    ]
    assert [(s.row, s.kind, s.block, s.village) for s in proposal.skipped] == [
        (1, "header", "", ""),
        (3, "vacancy", "R", "前进"),
    ]


def test_i51_a_village_that_two_blocks_share_holds_for_both_also_when_only_its_first_row_says_it() -> None:
    rows: list[list[Cell]] = [
        ["村", "姓名", "身份证", "姓名", "身份证"],
        ["宋黑", "甲一", None, "乙一", None],
        ["东孙", "甲二", None, None, None],
        [None, "甲三", None, "乙三", None],
    ]
    proposal = propose(sheet(rows))
    assert [(r.values.name, codes(r)) for r in proposal.rows][-1] == ("乙三", [VILLAGES[2].code])


@pytest.mark.parametrize("months", [["1月", "2月"], ["202401", "202402"]])
def test_i54_columns_of_months_are_not_read_into_a_roster(months: list[Cell]) -> None:
    proposal = propose(sheet([[*HEADER, *months], [*person(number=NUMBER), 3, 5]]))
    assert list(proposal.sheets[0].unused) == ["K", "L"]
    assert proposal.rows[0].changes == only_row(person(number=NUMBER)).changes


@pytest.mark.parametrize("mark", ["〃", "同上", "″", "”", " 〃 "])
def test_i57_marks_of_repetition_copy_from_above(mark: str) -> None:
    rows = [HEADER, person(education="大专"), person("李秀英", village=mark, education=mark)]
    row = propose(sheet(rows)).rows[1]
    assert (codes(row), row.values.education) == ([VILLAGES[0].code], "大专")
    assert {"village", "education"} <= row.source.inherited


def test_samples_before_the_first_row_are_no_people() -> None:
    rows: list[list[Cell]] = [
        HEADER,
        ["例", "张三", "男", "371602199001011234", "13800001234", "某某村"],
        [None, "例：李四", "男", "371602199001011234"],
        [None, "（示例）王五", "男", None],
        person(),
    ]
    assert kinds(rows) == [(1, "header"), (2, "sample"), (3, "sample"), (4, "sample")]


def test_two_townships_of_one_name_are_told_apart_by_their_county() -> None:
    villages = (
        village(1, "东街居委会", "市中街道", "371481001"),
        village(2, "西街居委会", "市中街道", "371482001"),
        village(3, "大孙村委会", "大孙乡", "371481200"),
    )
    header: list[Cell] = ["县", "乡镇", "村", "姓名", "身份证号"]
    rows: list[list[Cell]] = [
        header,
        ["乐陵市", "大孙乡", "大孙", "甲", None],
        ["乐陵市", "市中街道", "别处村", "乙", None],
    ]
    proposal = propose(sheet(rows), villages=villages)
    assert proposal.rows[1].values.township_code == "371481001"


def test_a_sheet_named_after_a_township_without_its_kind_states_it() -> None:
    proposal = propose(sheet([HEADER, person()], name="杨柳雪"), villages=VILLAGES)
    assert codes(proposal.rows[0]) == [VILLAGES[5].code]


def test_an_age_that_differs_and_an_age_beyond_the_limits_are_told() -> None:
    header: list[Cell] = ["姓名", "身份证号", "年龄", "村"]
    assert row_of(header, ["王建国", NUMBER, 41, "宋黑"]).warnings == ()
    assert row_of(header, ["王建国", NUMBER, "40岁", "宋黑"]).warnings == ("age_mismatch",)
    assert row_of(header, ["王建国", NUMBER, None, "宋黑"], age=(18, 40)).warnings == ("age_limit",)
    assert row_of(header, ["王建国", NUMBER, None, "宋黑"], age=(18, 41)).warnings == ()


def test_bank_cards_that_lost_digits_or_fail_their_sum_are_told() -> None:
    header: list[Cell] = ["姓名", "身份证号", "银行卡号", "村"]
    assert row_of(header, ["王建国", NUMBER, 6222020000000000000, "宋黑"]).warnings == ("card_lost_precision",)
    assert row_of(header, ["王建国", NUMBER, "6222 0200 0000 0000 001", "宋黑"]).warnings == ("card_check_failed",)
    good = row_of(header, ["王建国", NUMBER, "6222 0200 0000 0000 000", "宋黑"])
    assert (good.values.bank_card, good.warnings) == ("6222020000000000000", ())


def test_a_decision_in_the_preview_judges_every_row_again() -> None:
    proposal = propose(sheet([HEADER, person(number=NUMBER), person("李秀英", NUMBER)]))
    mended = intake.amend(proposal, {proposal.rows[1].key: {"id_no": id_no(serial=998)}})
    assert [r.outcome for r in mended.rows] == ["accept", "accept"]


def test_two_people_in_numbered_columns_of_one_row_share_its_village() -> None:
    head = ["村", "警务助理1", "身份证号1", "电话1", "警务助理2", "身份证号2", "电话2"]
    one, other = id_no(), id_no("19760102", 998)
    people = ["东孙村", "王建国", one, "13800001234", "李秀英", other, "13900005678"]
    proposal = propose(sheet([head, people, ["前进", "孙强", id_no("19900630", 999), None]]))
    assert [(r.source.row, r.source.block, r.values.id_no, r.values.phone) for r in proposal.rows[:2]] == [
        (2, "L", one, "13800001234"),
        (2, "R", other, "13900005678"),
    ]
    assert [[v.name for v in r.values.villages] for r in proposal.rows] == [
        ["东孙村委会"],
        ["东孙村委会"],
        ["前进居委会"],
    ]
