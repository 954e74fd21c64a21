"""What is said of a row of a foreign sheet: a short reason for the table and a sentence for the panel, by code."""

from collections.abc import Mapping

from station_desk.domain.intake import HELD, ProposedRow
from station_desk.ui.person_words import FIELD_WORDS, listed
from station_desk.wording import N, t
from station_desk.wording.intake import SHORT as SHORT
from station_desk.wording.intake import chinese as chinese

LONG: Mapping[str, str] = {
    "id_lost_precision": N(
        "这一格在表格里存成了数字，后几位已经没有了。程序不会猜。请按证件重新输入；没有证件就先暂缓，其他人照常写入。"
    ),
    "id_check_digit": N("身份证号最后一位对不上。多半是有一位抄错了。"),
    "id_bad_length": N("身份证号应当是 18 位（老的是 15 位）。请按证件重新输入。"),
    "id_bad_date": N("身份证号第 7 到 14 位不是一个日子。请按证件重新输入。"),
    "id_masked": N("这一行的号码是遮住的，花名册里又找不到这个人。请按证件输入。"),
    "duplicate_id": N("同一个身份证号在这张表前面已经有一行，只收前面那一行。"),
    "duplicate_id_conflict": N("与前面一行同号、不同名。请看证件，留下对的一行。"),
    "name_missing": N("没有姓名就不能写入。"),
    "village_unmatched": N("本所的村里没有这个名字。人照常写入，村先空着，以后在卡片里补。"),
    "village_ambiguous": N("本所有两个村叫这个名字。人照常写入，村先空着，以后在卡片里补。"),
    "birth_mismatch": N("表里的出生日期与身份证号不同，按身份证号收。"),
    "sex_mismatch": N("表里的性别与身份证号不同，按身份证号收。"),
    "cell_conflict": N("导出以后，表里改了这一格，花名册里也改了。没有定下以前，花名册里的不动。"),
    "identity_changed": N("这一行是从花名册导出的，姓名和身份证号都换了。程序当作新人，原来的人不动。"),
    "id_of_another": N("花名册里另一个人已经用了这个身份证号。请照证件核对，改好再写入。"),
    "person_removed": N("这个人导出以后已从花名册删去。要请他回来，请添加人员。"),
    "term_ended": N("花名册里这个人已经离任。写入以后仍是离任；重新聘用请在卡片里改。"),
    "date_ambiguous": N("表格把末尾的 0 去掉了，1 月和 10 月分不开。请选一个，不选就先空着。"),
    "date_unparsed": N("这一格看不出是哪一天。人照常写入，日期先空着；也可以在这里改。"),
    "phone_multiple": N("一格里有两个号码，第一个作电话，第二个作第二电话。"),
    "phone_invalid": N("电话应当是 11 位手机号，或者带区号的座机号。人照常写入，电话先空着。"),
    "phone_lost_precision": N(
        "电话在表格里存成了 1.38E+10 这样的数，后几位已经没有了。程序不会猜。请在这里重新输入；不输入，人照常写入，电话先空着。"
    ),
    "words_residents": N("这一格里像有群众的姓名、号码或者住址，本程序不收。人照常写入，这一格先空着。"),
    "education_unknown": N("这个文化程度不在花名册的写法里。人照常写入，这一格先空着。"),
    "age_limit": N("年龄不在方案写明的范围里。人照常写入，请所里看一看。"),
    "age_mismatch": N("表里的年龄和出生日期算出来的不一样，年龄不写入。"),
    "id_missing": N("没有身份证号也能写入，以后在卡片里补。"),
    "id15_upgraded": N("老的 15 位号码按规则换成 18 位，请看一眼证件。"),
    "id_region_unknown": N("号码本身没有问题，只是前六位在区划表里没有。"),
    "card_lost_precision": N("银行卡号在表格里存成了数字，后几位已经没有了。人照常写入，卡号先空着。"),
    "card_check_failed": N("银行卡号最后一位对不上，照样收下，请核对。"),
    "remark_review": N("备注不写入花名册。里面有要请所里看的话，也许写着这个人不再任职。"),
    "person_unsure": N("花名册里有同名同村的人，电话不同。请按证件补上身份证号，或者先暂缓。"),
    "other_station": N("派出所一栏写的是别的所，只收本所的人。"),
    "village_fact_conflict": N("这张表里同一个村写了两种片区、民警或警务室，所以都没有记。"),
    "row_hidden": N("这一行在原表里藏起来了。不该收就先暂缓。"),
    HELD: N("这一行是您暂缓的，不会写入。按 Alt+A 重新接受。"),
}
CELL: Mapping[str, str] = {
    "cell_error": N("公式出错，没有收"),
    "cell_edited": N("这里改过"),
    "cell_inherited": N("取自合并的格子或上一行"),
    "cell_tidied": N("写法理顺了"),
    "cell_from_id": N("按身份证号写"),
    "cell_decided": N("已经选定"),
    "cell_changed": N("和花名册不同"),
    "cell_not_stored": N("本单位的方案不收，不写入"),
}
CELL_LONG: Mapping[str, str] = {
    "cell_error": N("这一格是公式，算不出来（#REF!、#N/A 一类的字），等于空着。请按证件或原表重新输入。"),
    "cell_edited": N("这一格是您在这里改的，原来的表没有动。"),
    "cell_inherited": N("这一格是空的，取自合并的单元格，或者沿用上一行的。"),
    "cell_tidied": N("意思没有变，只把写法理成花名册的写法。"),
    "cell_from_id": N("这一格按身份证号写，表里的只拿来对照。"),
    "cell_decided": N("两边都改过这一格，已经选定一个。要改就再选。"),
    "cell_changed": N("花名册里写的不一样，写入以后就是表里的。"),
    "cell_not_stored": N("方案里没有写明用途，所以不收这一格。"),
}
GUESS_WHY: Mapping[str, str] = {
    "check_digits_fit": N("多数格子是校验位对得上的身份证号"),
    "mobile_numbers": N("多数格子是 11 位手机号"),
    "counts_up": N("从 1 往下数"),
    "sex_words": N("格子里只有男和女"),
    "education_words": N("多数格子是文化程度的写法"),
    "political_words": N("多数格子是政治面貌的写法"),
    "post_words": N("多数格子是职务的写法"),
    "known_townships": N("多数格子是本单位的乡镇"),
    "known_villages": N("多数格子是本单位的村"),
    "ages_of_the_numbers": N("和身份证号算出的年龄一样"),
    "days_of_birth": N("和身份证号里的生日一样，或者日子早得只能是生日"),
    "dates_of_terms": N("多数格子是日期，又不是生日"),
    "surnames": N("多数格子是姓氏开头的两三个字，少有重复"),
}
"""Why a column is taken for a field, by code."""
SKIPPED: Mapping[str, str] = {
    "title": N("标题，不是人"),
    "header": N("表头，不是人"),
    "sample": N("样例，不是人"),
    "blank": N("空行"),
    "subtotal": N("小计行，不是人"),
    "note": N("说明，不是人"),
    "vacancy": N("空缺，没有人"),
}


COLUMN_WORDS: Mapping[str, str] = {
    **FIELD_WORDS,
    "village": N("村"),
    "id_no": N("身份证号"),
    "age": N("年龄"),
    "term": N("任期起止"),
    "remark": N("备注"),
    "officer": N("民警"),
    "room": N("警务室"),
    "area": N("片区"),
    "serial": N("序号"),
    "county": N("县"),
    "township": N("乡镇、街道"),
    "station": N("派出所"),
    "status": N("状态"),
    "veteran": N("退役军人"),
    "record_id": N("系统编号"),
    "exported": N("导出时刻"),
}
"""The fields that a column may be, in words."""


def column_word(field: str) -> str:
    """A field of `intake_columns.FIELDS` in words."""
    return t(COLUMN_WORDS.get(field, field))


def short(code: str) -> str:
    """A few words for the table."""
    return t(SHORT.get(code) or CELL.get(code, code))


def sentence(code: str) -> str:
    """What, why and what to do, for the panel."""
    return t(LONG.get(code) or CELL_LONG.get(code) or SHORT.get(code, code))


_OF_CELLS = ("cell_error", "village_fact_conflict")
"""What is said of a row though only one of its cells is meant."""


def row_words(row: ProposedRow) -> str:
    """The reason beside a row: why it waits, what to look at, or what changes."""
    if row.reasons:
        return listed(short(code) for code in row.reasons)
    of_cells = [code for codes in row.cells.values() for code in codes if code in _OF_CELLS]
    said = [short(code) for code in dict.fromkeys((*row.warnings, *of_cells))]
    if row.change == "changed" and row.changes:
        fields = listed(column_word(name) for name in row.changes)
        said.insert(0, t("改动：{fields}", fields=fields))
    elif row.change == "new" and not said:
        said.append(t("新增"))
    elif row.change == "same" and not said:
        said.append(t("相同"))
    return listed(said)
