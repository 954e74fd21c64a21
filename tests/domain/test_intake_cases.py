"""The import test list of DOMAIN 6.3, one test a case, as DATA 6 decides them. Cases that are about whole files stand in
tests/sheets/test_intake_files.py, those about the store in tests/services/test_intake_cases.py.
"""

from datetime import date, datetime

import pytest

from station_desk.domain import intake
from station_desk.domain.idno import check_digit
from station_desk.domain.intake import ProposedRow
from station_desk.domain.intake_cells import Cell
from station_desk.domain.intake_match import Known
from station_desk.domain.records import Person, Term, TermState
from tests.domain.intake_support import HEADER, VILLAGES, id_no, only_row, person, propose, sheet, village

NUMBER = id_no()


def row_of(header: list[Cell], cells: list[Cell], **rules: object) -> ProposedRow:
    """The one person row under a header."""
    return only_row(cells, header=header, **rules)


def kinds(rows: list[list[Cell]], **facts: object) -> list[tuple[int, str]]:
    return [(s.row, s.kind) for s in propose(sheet(rows, **facts)).skipped]


def codes(row: ProposedRow) -> list[str]:
    return [v.code for v in row.values.villages]


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


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        (float(NUMBER[:15] + "000"), "1985-03-12"),
        (int(NUMBER[:15] + "000"), "1985-03-12"),
        (int(NUMBER), "1985-03-12"),
        ("3.71602E+17", None),
        ("3.71602198503129e+17", None),
    ],
)
def test_i06_a_number_that_lost_its_digits_is_refused_and_never_guessed(cell: Cell, birth: str | None) -> None:
    row = only_row(person(number=cell, sex="男"))
    assert (row.outcome, row.reasons) == ("reject", ("id_lost_precision",))
    assert (row.values.id_no, row.values.birth, row.values.sex) == (None, birth, "男")
    assert row.cells["id_no"] == ("id_lost_precision",)


def test_i06_a_lost_number_is_refused_even_where_the_check_digit_happens_to_fit() -> None:
    fits = next(
        number
        for day in range(1, 29)
        for region in range(371601, 371629)
        if (number := f"{region}198503{day:02d}0" + "00") and check_digit(number) == "0"
    )
    assert only_row(person(number=float(fits + "0"))).reasons == ("id_lost_precision",)


@pytest.mark.parametrize(
    "dress",
    [
        "'{}", " {} ", "{}\n", "\u200b{}\ufeff", "{:.6}\u3000",
    ],
)  # fmt: skip
def test_i07_numbers_are_undressed(dress: str) -> None:
    text = f"{NUMBER[:6]} {NUMBER[6:14]}\u00a0{NUMBER[14:]}" if "." in dress else dress.format(NUMBER)
    assert only_row(person(number=text)).values.id_no == NUMBER


def test_i07_full_width_digits_and_every_x() -> None:
    wide = NUMBER.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert only_row(person(number=wide)).values.id_no == NUMBER
    first = next(f for d in range(1, 29) if check_digit(f := f"371602198503{d:02d}996") == "X")
    for letter in "xXｘＸхХ×":
        assert only_row(person(number=first + letter)).values.id_no == first + "X"


@pytest.mark.parametrize("cell", ["371602850312997", 371602850312997, 371602850312997.0])
def test_i08_fifteen_digits_become_eighteen_with_a_note(cell: Cell) -> None:
    row = only_row(person(number=cell))
    assert (row.outcome, row.values.id_no, row.warnings) == ("accept", NUMBER, ("id15_upgraded",))


def test_i09_a_bad_check_digit_is_refused_and_says_nothing_about_the_day_of_birth() -> None:
    wrong = NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2")
    row = row_of(["姓名", "身份证号", "出生年月", "村"], ["王建国", wrong, "1985.3", "宋黑"])
    assert (row.outcome, row.reasons, row.values.id_no, row.values.birth) == (
        "reject",
        ("id_check_digit",),
        None,
        "1985-03",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (NUMBER[:16], "id_bad_length"),
        (NUMBER[:17], "id_bad_length"),
        (NUMBER + "1", "id_bad_length"),
        ("371602198502309970", "id_bad_date"),
        ("371602203001019970", "id_bad_date"),
    ],
)
def test_i09_other_numbers_that_cannot_be_right_are_refused(text: str, reason: str) -> None:
    assert only_row(person(number=text)).reasons == (reason,)


def test_i10_a_birth_column_that_differs_is_shown_and_the_id_counts() -> None:
    header: list[Cell] = ["姓名", "身份证号", "出生年月", "村"]
    row = row_of(header, ["王建国", NUMBER, "1985年10月", "宋黑"])
    assert (row.values.birth, row.warnings, row.cells["birth"]) == (
        "1985-03-12",
        ("birth_mismatch",),
        ("birth_mismatch",),
    )
    assert row_of(header, ["王建国", id_no("19851012"), 1985.1, "宋黑"]).warnings == ()
    assert row_of(header, ["王建国", id_no("19850112"), 1985.1, "宋黑"]).warnings == ()
    assert row_of(header, ["王建国", NUMBER, 1985.1, "宋黑"]).warnings == ("birth_mismatch",)


def test_i11_a_sex_that_differs_is_shown_and_the_id_counts() -> None:
    row = only_row(person(number=NUMBER, sex="女"))
    assert (row.values.sex, row.warnings) == ("男", ("sex_mismatch",))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1985.3, "1985-03"),
        (1985.11, "1985-11"),
        ("1985.03", "1985-03"),
        ("1985.10", "1985-10"),
        ("1985.1", "1985-01"),
        ("85.10", "1985-10"),
        ("85年3月", "1985-03"),
        ("1985年10月", "1985-10"),
        ("1985 年 10 月 2 日", "1985-10-02"),
        ("一九八五年三月", "1985-03"),
        ("1985/3/1", "1985-03-01"),
        ("19850301", "1985-03-01"),
        (19850301, "1985-03-01"),
        ("1985-03", "1985-03"),
        (31107, "1985-03-01"),
        ("1985", "1985"),
        (1985, "1985"),
        ("１９８５．３", "1985-03"),
        ("1985年3月生", "1985-03"),
    ],
)
def test_i12_dates_of_every_form(cell: Cell, value: str) -> None:
    row = row_of(["姓名", "身份证号", "出生年月", "村"], ["王建国", None, cell, "宋黑"])
    assert (row.values.birth, row.warnings) == (value, ("id_missing",))


def test_i12_a_number_that_may_be_january_or_october_is_not_guessed() -> None:
    row = row_of(["姓名", "身份证号", "出生年月", "村"], ["王建国", None, 1971.1, "宋黑"])
    assert (row.values.birth, row.warnings) == (None, ("id_missing", "date_ambiguous"))
    assert row.choices == {"birth": ("1971-01", "1971-10")}


def test_i13_a_real_date_is_read_by_its_value() -> None:
    row = row_of(["姓名", "身份证号", "出生年月", "村"], ["王建国", None, date(1985, 3, 12), "宋黑"])
    assert row.values.birth == "1985-03-12"


def test_i14_every_cell_of_a_column_by_itself() -> None:
    header: list[Cell] = ["姓名", "身份证号", "任职时间", "村"]
    cells: list[Cell] = ["2015.7", date(2015, 7, 1), 2015, "2015年7月1日", datetime(2015, 7, 1, 8, 30), "不清楚", 42186]
    rows = propose(sheet([header, *([f"人{n}", None, cell, "宋黑"] for n, cell in enumerate(cells))])).rows
    assert [r.values.start_date for r in rows] == [
        "2015-07",
        "2015-07-01",
        "2015",
        "2015-07-01",
        "2015-07-01",
        None,
        "2015-07-01",
    ]
    assert [r.warnings[1:] for r in rows if r.warnings[1:]] == [("date_unparsed",)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020.5—2023.5", "2020-05", "2023-05"),
        ("2020年5月至2023年5月", "2020-05", "2023-05"),
        ("2020.5至今", "2020-05", None),
        ("2020.5起", "2020-05", None),
        ("三年", None, None),
    ],
)
def test_i15_a_term_becomes_two_fields(text: str, start: str | None, end: str | None) -> None:
    row = row_of(["姓名", "身份证号", "聘期", "村"], ["王建国", NUMBER, text, "宋黑"])
    assert (row.values.start_date, row.values.end_date) == (start, end)
    assert row.warnings == (("date_unparsed",) if start is None else ())


@pytest.mark.parametrize(
    ("cell", "phone", "phone2", "warnings"),
    [
        (13800001234, "13800001234", None, ()),
        (13800001234.0, "13800001234", None, ()),
        ("+86 138-0000-1234", "13800001234", None, ()),
        ("13800001234/0543-3210010", "13800001234", "0543-3210010", ("phone_multiple",)),
        ("13800001234 13900005678", "13800001234", "13900005678", ("phone_multiple",)),
        ("13800001234\n13900005678", "13800001234", "13900005678", ("phone_multiple",)),
        ("1380000123413900005678", "13800001234", "13900005678", ("phone_multiple",)),
        ("05433210010", "0543-3210010", None, ()),
        ("（0543）3210010", "0543-3210010", None, ()),
        ("13800001234（微信同号）", "13800001234", None, ()),
        ("138000012345", None, None, ("phone_invalid",)),
        ("1380000123", None, None, ("phone_invalid",)),
        (None, None, None, ()),
    ],
)
def test_i16_telephones(cell: Cell, phone: str | None, phone2: str | None, warnings: tuple[str, ...]) -> None:
    row = only_row(person(number=NUMBER, phone=cell))
    assert (row.values.phone, row.values.phone2, row.warnings) == (phone, phone2, warnings)


@pytest.mark.parametrize("cell", [300, "300元", "￥300.00", "叁佰元整", "300/月", "1,200.00"])
def test_i17_i52_amounts_have_no_place_in_a_roster_and_change_nothing(cell: Cell) -> None:
    proposal = propose(sheet([[*HEADER, "补助标准"], [*person(number=NUMBER), cell]]))
    assert proposal.sheets[0].unused == {"K": "补助标准"}
    assert proposal.rows[0].changes == only_row(person(number=NUMBER)).changes


def test_i18_full_width_forms_are_brought_down_in_numbers_and_never_in_names() -> None:
    row = only_row(person("王﨑", id_no(), phone="１３８００００１２３４"))
    assert (row.values.name, row.values.phone) == ("王﨑", "13800001234")


def test_i19_blanks_inside_a_name_go() -> None:
    assert [only_row(person(name)).values.name for name in ("张　三丰", "张 三丰", " 王\n海 ")] == [
        "张三丰",
        "张三丰",
        "王海",
    ]


@pytest.mark.parametrize("dot", "·•・‧∙⋅･．.")
def test_i20_every_dot_of_a_name_is_the_one_of_the_standard(dot: str) -> None:
    assert only_row(person(f"买买提{dot}吐尔逊")).values.name == "买买提\u00b7吐尔逊"


def test_i21_rare_characters_stay_and_lookalikes_are_mended() -> None:
    assert [only_row(person(name)).values.name for name in ("崔䶮", "𠅤海")] == ["崔䶮", "𠅤海"]
    fixed = only_row(person("⻩⼤海"))
    assert (fixed.values.name, fixed.warnings) == ("黄大海", ("name_radical_fixed", "id_missing"))
    private = only_row(person("\ue863海", NUMBER))
    assert (private.values.name, private.warnings) == ("\ue863海", ("name_private_use_char",))
    assert only_row(person("葛\ufe00海\U000e0101", NUMBER)).values.name == "葛海"
    suffix = only_row(person("李海（男）", NUMBER))
    assert (suffix.values.name, suffix.warnings) == ("李海", ("name_suffix_removed",))


def test_i22_the_same_person_twice_is_held_the_second_time() -> None:
    rows = [HEADER, person(number=NUMBER), person(number=NUMBER), person("李秀英", NUMBER)]
    assert [r.reasons for r in propose(sheet(rows)).rows] == [(), ("duplicate_id",), ("duplicate_id_conflict",)]


def test_i23_father_and_son_of_one_name_are_two() -> None:
    rows = [HEADER, person(number=NUMBER), person(number=id_no("19600101"))]
    assert [(r.outcome, r.change) for r in propose(sheet(rows)).rows] == [("accept", "new")] * 2


def known(**facts: str | None) -> Known:
    fields: dict[str, str | None] = {"name": "王建国", **facts}
    record = Person("s", "1" * 32, **fields)  # type: ignore[arg-type]
    return Known(record, Term("s", "2" * 32, "1" * 32, TermState.ACTIVE, villages=(VILLAGES[0].id,)))


def test_i24_the_same_name_and_village_with_another_telephone_and_no_number_is_doubtful() -> None:
    row = propose(sheet([HEADER, person(phone="13900005678")]), known=[known(phone="13800001234")]).rows[0]
    assert (row.change, row.warnings) == ("changed", ("id_missing", "person_unsure"))
    sure = propose(sheet([HEADER, person(phone="13800001234")]), known=[known(phone="13800001234")]).rows[0]
    assert (sure.change, sure.warnings) == ("same", ("id_missing",))


def test_i25_traditional_forms_are_not_changed_by_themselves() -> None:
    proposal = propose(sheet([HEADER, person("範海", village="前進村")]))
    assert (proposal.rows[0].values.name, proposal.rows[0].warnings) == ("範海", ("id_missing", "village_unmatched"))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "宋黑村",
            "宋黑村委会",
            "宋黑村村民委员会",
            "宋黑村民委",
            "宋黑",
            "宋黑行政村",
            "宋 黑 村",
            "宋黑村（原东宋）",
        ),
        *("梁才街道宋黑村", "梁才街道办事处宋黑村委会", "滨城区梁才街道宋黑村", "梁才宋黑", "宋黑社区居委会"),
    ],
)
def test_i26_one_village_by_its_many_names(text: str) -> None:
    row = only_row(person(number=NUMBER, village=text))
    assert (codes(row), row.values.village_text, row.warnings) == ([VILLAGES[0].code], text, ())


def test_i26_what_matches_nothing_is_kept_as_text() -> None:
    row = only_row(person(number=NUMBER, village="没有村"))
    assert (codes(row), row.values.village_text, row.outcome, row.warnings) == (
        [],
        "没有村",
        "accept",
        ("village_unmatched",),
    )


def test_i26_a_name_that_two_villages_share_is_ambiguous_and_offers_both() -> None:
    row = only_row(person(number=NUMBER, village="逍遥"))
    assert (codes(row), row.warnings) == ([], ("village_ambiguous",))
    assert row.choices == {"village": (VILLAGES[3].code, VILLAGES[4].code)}
    assert codes(only_row(person(number=NUMBER, village="逍遥社区"))) == [VILLAGES[4].code]


def test_i27_the_same_name_in_two_townships_needs_the_township() -> None:
    row = only_row(person(number=NUMBER, village="宋黑村"), villages=VILLAGES)  # type: ignore[arg-type]
    assert row.warnings == ("village_ambiguous",)
    header: list[Cell] = ["姓名", "身份证号", "乡镇", "村"]
    proposal = propose(sheet([header, ["王建国", NUMBER, "杨柳雪镇", "宋黑村"]]), villages=VILLAGES)
    assert codes(proposal.rows[0]) == [VILLAGES[5].code]


def test_i29_codes_are_read_as_text() -> None:
    code = int(VILLAGES[2].code)
    row = row_of(["姓名", "身份证号", "村"], ["王建国", NUMBER, code])
    assert (codes(row), row.values.village_text) == ([VILLAGES[2].code], VILLAGES[2].code)
    township = row_of(["姓名", "身份证号", "乡镇", "村"], ["王建国", NUMBER, 371602009, "宋黑"])
    assert codes(township) == [VILLAGES[0].code]


@pytest.mark.parametrize(
    ("tick", "veteran"),
    [
        *[(t, True) for t in ("☑", "√", "是", "1", 1, "Y", "有", True)],
        *[(f, False) for f in ("否", "×", "", None, "无")],
    ],
)
def test_i30_ticks(tick: Cell, veteran: bool) -> None:
    row = row_of(
        ["姓名", "身份证号", "村", "退役"], ["王建国", NUMBER, "宋黑", tick], age=(18, 30), age_veteran=(18, 50)
    )
    assert row.warnings == (() if veteran else ("age_limit",))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(text, "中共党员") for text in ("中共党员", "党员", "中国共产党党员")],
        *[("预备党员", "中共预备党员"), ("民盟", "民主党派"), ("团员", "共青团员"), ("群 众", "群众")],
    ],
)
def test_i31_political_status(text: str, value: str) -> None:
    assert only_row(person(political=text)).values.political == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("高中毕业", "高中"), ("高中以上", "高中"), ("职高", "中专"), ("大学专科", "大专"), ("函授本科", "本科")],
        *[("初中肄业", "初中"), ("硕士", "研究生"), ("大学", "本科"), ("小学毕业", "小学")],
    ],
)
def test_i32_education(text: str, value: str) -> None:
    row = only_row(person(number=NUMBER, education=text))
    assert (row.values.education, row.warnings) == (value, ())


def test_i33_hidden_rows_are_read_and_marked_hidden_columns_are_not_read() -> None:
    rows = [HEADER, person(number=NUMBER, phone="13800001234"), person("李秀英", id_no(serial=998))]
    proposal = propose(sheet(rows, hidden_rows=frozenset({3}), hidden_columns=frozenset({5})))
    assert [r.warnings for r in proposal.rows] == [(), ("row_hidden",)]
    assert proposal.rows[0].values.phone is None
    assert proposal.sheets[0].hidden_columns == ("E",)


def test_i34_what_a_formula_could_not_compute_is_no_value() -> None:
    row = only_row(person(number=NUMBER, phone="#DIV/0!", education="#N/A", village="#REF!"))
    assert (row.values.phone, row.values.education, codes(row), row.warnings) == (None, None, [], ())


def test_i35_of_several_sheets_one_can_be_chosen() -> None:
    sheets = [sheet([HEADER, person(name)], name=year) for name, year in (("王建国", "2020"), ("李秀英", "2021"))]
    both = propose(sheet([["说明"], ["填写说明"]], name="说明"), *sheets)
    assert [r.values.name for r in both.rows] == ["王建国", "李秀英"]
    one = propose(*sheets, chosen="2021")
    assert [r.values.name for r in one.rows] == ["李秀英"]
    assert [(s.sheet, s.why) for s in one.sheets_skipped] == [("2020", "not_chosen")]


def test_i40_line_breaks_blanks_and_invisible_characters() -> None:
    row = only_row(person("\ufeff王建国\u200b", f"{NUMBER}\n", post=" 网格员 ", village="宋黑\n村"))
    assert (row.values.name, row.values.id_no, row.values.post, codes(row)) == (
        "王建国",
        NUMBER,
        "网格员",
        [VILLAGES[0].code],
    )


@pytest.mark.parametrize("text", ["无", "/", "待补", "-", "——", "暂无", "空"])
def test_i42_words_for_nothing_are_nothing(text: str) -> None:
    row = only_row(person(number=text, phone=text, education=text))
    assert (row.values.id_no, row.values.phone, row.values.education, row.warnings) == (
        None,
        None,
        None,
        ("id_missing",),
    )


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


def test_i48_the_number_of_somebody_else_in_a_remark_is_noticed() -> None:
    header: list[Cell] = [*HEADER, "备注"]
    other = id_no("19900101", 998)
    row = row_of(header, [*person(number=NUMBER), f"线索人{other}"])
    assert row.warnings == ("remark_review",)
    assert other not in str(row.changes)
    assert row_of(header, [*person(number=NUMBER), "正常"]).warnings == ()


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


def test_i53_a_blank_cell_is_not_a_value() -> None:
    stored = known(phone="13800001234", education="高中")
    assert propose(sheet([HEADER, person()]), known=[stored]).rows[0].change == "same"


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
