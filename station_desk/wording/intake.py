"""What the import page says of a row: each code of the importer in a short sentence (DATA 6, UX 4.3)."""

from station_desk.wording import N, t

REASONS = {
    "id_lost_precision": N(
        "这一格在表格里存成了数字，后几位已经没有了。程序不会猜。请按证件重新输入；没有证件就先暂缓，其他人照常写入。"
    ),
    "id_check_digit": N("身份证号最后一位对不上。多半是有一位抄错了。"),
    "id_bad_length": N("身份证号不是 18 位（也不是 15 位）。"),
    "id_bad_date": N("身份证号里的出生日期不存在，或者在今天之后。"),
    "id_masked": N("身份证号是遮住的，花名册里又没有这个人。"),
    "name_missing": N("这一行没有姓名。"),
    "duplicate_id": N("这个身份证号在文件里出现过了。留下先出现的一行。"),
    "duplicate_id_conflict": N("与前面一行同号、不同名。请看证件，留下对的一行。"),
    "held_by_clerk": N("先暂缓。"),
}
WARNINGS = {
    "id_missing": N("没有身份证号。"),
    "id15_upgraded": N("15 位身份证号，已按规则变成 18 位。"),
    "id_hmt_resident": N("港澳台居民居住证号码。"),
    "id_region_unknown": N("身份证号前 6 位不在区划表里，请核对一下。"),
    "name_radical_fixed": N("姓名里有长得像汉字的部首符号，已换成汉字。"),
    "name_suffix_removed": N("姓名后面的（男）（女）已去掉。"),
    "name_private_use_char": N("姓名里有一个自造字，打印前请看一眼。"),
    "birth_mismatch": N("出生那一列和身份证号不一样，按身份证号写。"),
    "sex_mismatch": N("性别那一列和身份证号不一样，按身份证号写。"),
    "age_mismatch": N("年龄那一列和出生日期对不上。"),
    "age_limit": N("年龄不在规定范围内。"),
    "date_ambiguous": N("日期可能是 1 月，也可能是 10 月，先空着。"),
    "date_unparsed": N("日期看不懂，先空着。"),
    "education_unknown": N("文化程度看不懂，先空着。"),
    "phone_multiple": N("有两个电话，第一个记作电话，第二个记作备用电话。"),
    "phone_invalid": N("电话位数不对，先空着。"),
    "village_unmatched": N("本所没有这个村，先空着。"),
    "village_ambiguous": N("叫这个名字的村有两个，先空着。"),
    "village_fact_conflict": N("同一个村写了不同的片区、民警或警务室，这一项没有写入。"),
    "card_lost_precision": N("银行卡号在表格里存成了数字，后几位没有了，先空着。"),
    "card_check_failed": N("银行卡号可能抄错了一位。"),
    "remark_review": N("备注里说到处分、健康或离开，请看一眼；备注不存。"),
    "row_hidden": N("这一行在表格里是隐藏的。"),
    "term_ended": N("花名册里这个人已经不在任，任期没有动。"),
}
KINDS = {
    "title": N("标题"),
    "header": N("表头"),
    "sample": N("样例"),
    "blank": N("空行"),
    "subtotal": N("合计"),
    "note": N("说明"),
    "vacancy": N("暂缺"),
}
SHEETS_SKIPPED = {
    "hidden": N("隐藏的表"),
    "empty": N("空表"),
    "instructions": N("填表说明"),
    "no_header": N("没有写着“姓名”的表头"),
    "residents": N("群众信息，本程序不收"),
    "not_chosen": N("没有选这一张"),
}
OUTCOMES = {"accept": N("接受"), "reject": N("暂缓")}
CHANGES = {"new": N("新增"), "changed": N("改动"), "same": N("相同")}
REFUSED_COLUMN = N("这一列（{header}）是群众信息，本程序不收，已整列略过。")

_CODES = {**REASONS, **WARNINGS}


def say(code: str) -> str:
    """The sentence of a reason or warning code in the language in use. Raises KeyError for an unknown code (a bug)."""
    return t(_CODES[code])
