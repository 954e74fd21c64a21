"""One row by itself: the codes of DATA 6."""

from datetime import date

import pytest

from station_desk.domain.idno import check_digit
from station_desk.domain.intake_cells import Cell
from tests.domain.intake_support import HEADER, VILLAGES, id_no, only_row, person

GOOD = id_no()


@pytest.mark.parametrize("text", [GOOD, f" {GOOD[:6]} {GOOD[6:14]}\u200b{GOOD[14:]} ", f"'{GOOD}", GOOD.lower()])
def test_an_id_number_is_read_however_it_is_spaced(text: str) -> None:
    row = only_row(person(number=text))
    assert row.outcome == "accept"
    assert (row.values.id_no, row.values.birth, row.values.sex) == (GOOD, "1985-03-12", "男")


def test_full_width_digits_and_a_cyrillic_x_are_read() -> None:
    number = next(n for day in range(1, 29) if (n := id_no(f"198503{day:02d}"))[-1] == "X")
    wide = number[:-1].translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}) + "х"
    assert only_row(person(number=wide)).values.id_no == number


@pytest.mark.parametrize("cell", [float(GOOD[:15] + "000"), int(GOOD[:15] + "000"), 3.71602198503159e17])
def test_an_id_stored_as_a_number_has_lost_its_last_digits(cell: Cell) -> None:
    row = only_row(person(number=cell))
    assert (row.outcome, row.reasons) == ("reject", ("id_lost_precision",))
    assert row.values.id_no is None
    assert (row.values.birth or "").startswith("1985-03")


def test_an_id_in_e_form_is_lost_with_its_birth_date() -> None:
    row = only_row(person(number="3.71602E+17"))
    assert (row.reasons, row.values.birth) == (("id_lost_precision",), None)


def test_a_lost_id_is_held_even_when_its_check_digit_happens_to_fit() -> None:
    number = next(
        float(f"371602{year}{month:02d}{day:02d}{tens}000")
        for year in range(1960, 1999)
        for month in range(1, 13)
        for day in range(1, 29)
        for tens in range(10)
        if _fits(f"371602{year}{month:02d}{day:02d}{tens}000")
    )
    assert only_row(person(number=number)).reasons == ("id_lost_precision",)


def _fits(number: str) -> bool:
    return check_digit(number[:17]) == number[17]


def test_reasons_name_what_is_wrong_with_an_id() -> None:
    wrong = GOOD[:-1] + ("1" if GOOD[-1] != "1" else "2")
    assert only_row(person(number=wrong)).reasons == ("id_check_digit",)
    assert only_row(person(number=GOOD[:-1])).reasons == ("id_bad_length",)
    assert only_row(person(number=GOOD + "0")).reasons == ("id_bad_length",)
    assert only_row(person(number=id_no("19850230"))).reasons == ("id_bad_date",)


def test_a_15_digit_id_is_upgraded_also_when_it_is_a_number() -> None:
    old = GOOD[:6] + GOOD[8:17]
    for cell in (old, float(old)):
        row = only_row(person(number=cell))
        assert (row.values.id_no, row.warnings, row.outcome) == (GOOD, ("id15_upgraded",), "accept")


def test_a_missing_id_is_accepted_with_birth_and_sex_of_the_columns() -> None:
    header = [*HEADER, "出生年月"]
    row = only_row([*person(sex="女"), "1971.1"], header=header)
    assert (row.outcome, row.warnings) == ("accept", ("id_missing",))
    assert (row.values.birth, row.values.sex) == ("1971-01", "女")
    ambiguous = only_row([*person(), 1971.1], header=header)
    assert (ambiguous.values.birth, set(ambiguous.warnings)) == (None, {"id_missing", "date_ambiguous"})


def test_regions_warn_and_never_refuse() -> None:
    known = frozenset({"371602"})
    assert only_row(person(number=GOOD), regions=known).warnings == ()
    assert only_row(person(number=id_no(region="999999")), regions=known).warnings == ("id_region_unknown",)
    assert only_row(person(number=id_no(region="810000")), regions=known).warnings == ("id_hmt_resident",)


@pytest.mark.parametrize(
    ("cell", "warned"),
    [
        ("1985.3", False),
        ("1985-03-12", False),
        (date(1985, 3, 1), False),
        (1985.1, True),
        ("1985.4", True),
        ("1986", True),
        (None, False),
    ],
)
def test_a_birth_column_is_only_compared_with_the_id(cell: Cell, warned: bool) -> None:
    row = only_row([*person(number=GOOD), cell], header=[*HEADER, "出生年月"])
    assert row.values.birth == "1985-03-12"
    assert ("birth_mismatch" in row.warnings) is warned


def test_october_typed_as_a_number_is_settled_by_the_id() -> None:
    row = only_row([*person(number=id_no("19851012")), 1985.1], header=[*HEADER, "出生年月"])
    assert row.warnings == ()


def test_the_sex_column_and_the_age_column_are_compared() -> None:
    assert only_row(person(number=GOOD, sex="女")).warnings == ("sex_mismatch",)
    header = [*HEADER, "年龄"]
    assert only_row([*person(number=GOOD), 41.0], header=header).warnings == ()
    assert only_row([*person(number=GOOD), "40岁"], header=header).warnings == ("age_mismatch",)


@pytest.mark.parametrize(
    ("written", "name", "warnings"),
    [
        ("张　三丰", "张三丰", ()),
        ("买买提•阿卜杜热合曼", "买买提·阿卜杜热合曼", ()),
        ("李梅(女)", "李梅", ("name_suffix_removed",)),
        ("⽅大同", "方大同", ("name_radical_fixed",)),
        ("崔䶮", "崔䶮", ()),
        ("欧阳𬀩", "欧阳𬀩", ()),
        ("高\ue170", "高\ue170", ("name_private_use_char",)),
    ],
)
def test_names_come_to_one_spelling(written: str, name: str, warnings: tuple[str, ...]) -> None:
    row = only_row(person(written))
    assert row.values.name == name
    assert tuple(w for w in row.warnings if w != "id_missing") == warnings


@pytest.mark.parametrize(
    ("cell", "phone", "phone2", "warnings"),
    [
        (13800001234.0, "13800001234", None, ()),
        ("138 0000 1234", "13800001234", None, ()),
        ("13800001234/0543-3210010", "13800001234", "0543-3210010", ("phone_multiple",)),
        ("13800001234，家0543-3210010", "13800001234", "0543-3210010", ("phone_multiple",)),
        ("138000012345", None, None, ("phone_invalid",)),
        (None, None, None, ()),
        ("无", None, None, ()),
    ],
)
def test_phones_are_split_and_checked(
    cell: Cell, phone: str | None, phone2: str | None, warnings: tuple[str, ...]
) -> None:
    row = only_row(person(number=GOOD, phone=cell))
    assert (row.values.phone, row.values.phone2, row.warnings) == (phone, phone2, warnings)


def test_villages_that_are_not_found_keep_the_text_of_the_cell() -> None:
    row = only_row(person(number=GOOD, village="没有村"))
    assert (row.outcome, row.warnings) == ("accept", ("village_unmatched",))
    assert (row.values.villages, row.values.village_text) == ((), "没有村")
    assert only_row(person(number=GOOD, village="逍遥")).warnings == ("village_ambiguous",)
    assert only_row(person(number=GOOD)).values.villages == (VILLAGES[0],)


@pytest.mark.parametrize(
    ("education", "word"),
    [
        ("大学专科", "大专"),
        ("中等专科", "中专"),
        ("高中毕业", "高中"),
        ("高中以上", "高中"),
        ("函授本科", "本科"),
        ("职高", "中专"),
        ("硕士", "研究生"),
        ("初中", "初中"),
    ],
)
def test_education_comes_to_the_words_of_the_roster(education: str, word: str) -> None:
    assert only_row(person(education=education)).values.education == word


@pytest.mark.parametrize(
    ("political", "word"),
    [
        ("党员", "中共党员"),
        ("预备党员", "中共预备党员"),
        ("团员", "共青团员"),
        ("群众", "群众"),
        ("民盟盟员", "民主党派"),
        ("", None),
    ],
)
def test_political_status_comes_to_the_words_of_the_roster(political: str, word: str | None) -> None:
    assert only_row(person(political=political)).values.political == word


def test_dates_of_the_term() -> None:
    assert only_row(person(start="2015.07")).values.start_date == "2015-07"
    row = only_row(person(number=GOOD, start="去年"))
    assert (row.values.start_date, row.warnings) == (None, ("date_unparsed",))
    assert only_row(person(number=GOOD, start="二O一五年七月")).values.start_date == "2015-07"


@pytest.mark.parametrize(
    ("start", "warnings"), [("不详", ("date_unparsed",)), ("至今", ("date_unparsed",)), ("无", ()), ("/", ())]
)
def test_a_date_that_is_not_known_is_one_that_cannot_be_read_and_a_stroke_is_a_blank(
    start: str, warnings: tuple[str, ...]
) -> None:
    assert only_row(person(number=GOOD, start=start)).warnings == warnings


def test_age_limits_warn_and_veterans_have_their_own() -> None:
    header = [*HEADER, "是否退役军人"]
    limits = {"age": (18, 40), "age_veteran": (18, 45)}
    assert only_row([*person(number=GOOD), "否"], header=header, **limits).warnings == ("age_limit",)
    assert only_row([*person(number=GOOD), "是"], header=header, **limits).warnings == ()


def test_bank_cards_are_read_and_never_as_lost_numbers() -> None:
    header = [*HEADER, "银行卡号"]
    good = only_row([*person(number=GOOD), "6222 0200 0000 0000 00" + "0"], header=header)
    assert good.values.bank_card == "6222020000000000000"
    lost = only_row([*person(number=GOOD), 6222020000000000000], header=header)
    assert (lost.values.bank_card, lost.warnings) == (None, ("card_lost_precision",))


def test_a_remark_of_discipline_or_leaving_asks_for_a_look_and_is_not_kept() -> None:
    row = only_row([*person(number=GOOD), "2025年3月离职"], header=[*HEADER, "备注"])
    assert row.warnings == ("remark_review",)
    assert "离职" not in repr(row.values)


def test_a_row_with_a_number_and_no_name_is_held() -> None:
    row = only_row(person(None, GOOD))  # type: ignore[arg-type]
    assert row.reasons == ("name_missing",)


@pytest.mark.parametrize("stored", ["1.38E+10", "1.38e10", "１.３８Ｅ＋１０", "1.380001E+10"])
def test_a_telephone_that_lost_its_digits_is_asked_for_and_the_person_is_written(stored: str) -> None:
    row = only_row(person(number=id_no(), phone=stored))
    assert (row.values.phone, row.warnings, row.reasons) == (None, ("phone_lost_precision",), ())
    assert row.cells["phone"] == ("phone_lost_precision",)
    assert row.outcome == "accept"


def test_a_telephone_in_e_form_that_says_all_digits_is_read() -> None:
    row = only_row(person(number=id_no(), phone="1.3800001234E+10"))
    assert (row.values.phone, row.warnings) == ("13800001234", ())
