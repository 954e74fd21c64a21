"""Cases of the import test list (DOMAIN 6.3) about single cells and people, as DATA 6 decides them.

Those about the lay-out of a sheet stand in test_intake_cases_sheet.py, those about whole files in
tests/sheets/test_intake_files.py, those about the store in tests/services/test_intake_cases.py.
"""

from datetime import date, datetime

import pytest

from station_desk.domain.idno import check_digit
from station_desk.domain.intake_cells import Cell
from station_desk.domain.intake_match import Known
from station_desk.domain.records import Person, Term, TermState
from tests.domain.intake_support import HEADER, VILLAGES, codes, id_no, only_row, person, propose, row_of, sheet

NUMBER = id_no()


def known(**facts: str | None) -> Known:
    fields: dict[str, str | None] = {"name": "王建国", **facts}
    record = Person("s", "1" * 32, **fields)  # type: ignore[arg-type]
    return Known(record, Term("s", "2" * 32, "1" * 32, TermState.ACTIVE, villages=(VILLAGES[0].id,)))


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


def test_i48_the_number_of_somebody_else_in_a_remark_is_noticed() -> None:
    header: list[Cell] = [*HEADER, "备注"]
    other = id_no("19900101", 998)
    row = row_of(header, [*person(number=NUMBER), f"线索人{other}"])
    assert row.warnings == ("remark_review",)
    assert other not in str(row.changes)
    assert row_of(header, [*person(number=NUMBER), "正常"]).warnings == ()


def test_i53_a_blank_cell_is_not_a_value() -> None:
    stored = known(phone="13800001234", education="高中")
    assert propose(sheet([HEADER, person()]), known=[stored]).rows[0].change == "same"
