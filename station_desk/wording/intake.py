"""Why a row of a foreign roster waits or is marked, in a few words, by code: the window, paper and terminal say the same."""

from collections.abc import Mapping

from station_desk.wording import N

SHORT: Mapping[str, str] = {
    "held_by_clerk": N("您先暂缓了"),
    "id_lost_precision": N("身份证丢了后几位"),
    "id_check_digit": N("身份证校验位不对"),
    "id_bad_length": N("身份证位数不对"),
    "id_bad_date": N("身份证里的生日不存在"),
    "id_missing": N("没有身份证号"),
    "id_masked": N("号码是遮住的，对不上人"),
    "id15_upgraded": N("15 位已换成 18 位"),
    "id_hmt_resident": N("港澳台居民居住证"),
    "id_region_unknown": N("身份证前六位查不到地方"),
    "duplicate_id": N("同一个人前面已有一行"),
    "duplicate_id_conflict": N("前面有同号、不同名的人"),
    "name_missing": N("没有姓名"),
    "name_radical_fixed": N("姓名里的部首字已换成常用字"),
    "name_suffix_removed": N("姓名后面的（男）（女）已去掉"),
    "name_private_use_char": N("姓名里有自造字"),
    "birth_mismatch": N("出生按身份证"),
    "sex_mismatch": N("性别按身份证"),
    "age_mismatch": N("年龄对不上"),
    "age_limit": N("年龄不在范围内"),
    "phone_multiple": N("两个号码，第一个作主号"),
    "phone_invalid": N("电话位数不对，没有收"),
    "phone_lost_precision": N("电话丢了后几位，请重新输入"),
    "village_unmatched": N("村名没有对上"),
    "village_ambiguous": N("村名对上了两个"),
    "education_unknown": N("文化程度看不懂，没有收"),
    "words_residents": N("像群众信息，没有收"),
    "date_unparsed": N("日期看不懂，没有收"),
    "date_ambiguous": N("日期有两种读法，没有收"),
    "card_lost_precision": N("银行卡丢了后几位，没有收"),
    "card_check_failed": N("银行卡校验位不对"),
    "remark_review": N("备注里有要看的话"),
    "row_hidden": N("这一行在表里是隐藏的"),
    "term_ended": N("花名册里这个人已离任"),
    "village_fact_conflict": N("同一个村的片区写得不一样"),
    "cell_conflict": N("表里改过，花名册也改过，要您定"),
    "identity_changed": N("导出的一行换了人，作为新人"),
    "id_of_another": N("这个身份证号是花名册里另一个人的"),
    "person_removed": N("导出以后花名册里已删去这个人"),
    "person_unsure": N("同名同村、电话不同，可能是两个人"),
    "other_station": N("这一行是别的派出所的"),
}


def chinese(code: str) -> str:
    """The few words as paper says them, whatever the window speaks."""
    return SHORT.get(code, code)
