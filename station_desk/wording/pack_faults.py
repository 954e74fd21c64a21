"""The faults of a pack file in sentences: what is wrong, and how to mend it."""

import re

from station_desk.domain.policy_keys import KEYS, LISTS
from station_desk.wording import N, t
from station_desk.wording.metrics import REFUSED
from station_desk.wording.policy import what_of

_FAULTS: dict[str, tuple[str, str]] = {
    "toml": (N("这一行不合 TOML 的写法。"), N("看看引号、括号是不是成对，等号两边是不是都有东西。")),
    "toml_twice": (N("这一项前面已经写过一次。"), N("两处留一处。")),
    "unreadable": (N("这个文件读不出来。"), N("用 UTF-8 另存一次。")),
    "too_large": (N("这个文件太大，不像一份方案。"), N("方案不超过 2 MB；看看是不是选错了文件。")),
    "not_here": (N("“{key}”写在这个文件里不算数。"), N("文件夹里只有 {meant} 写方案的编号、名称、版本：移到那里去。")),
    "text_missing": (
        N("没有找到文件的全文“{meant}”。"),
        N("把全文（.txt）放在方案旁边或者方案的文件夹里，或者删掉这一行。"),
    ),
    "quote_not_there": (
        N("“{key}”引的话在文件里找不到：“{meant}”。"),
        N("照文件一字不差地抄；跳过中间的用“ … ”。"),
    ),
    "unknown_key": (N("没有“{key}”这一项。"), N("改成方案里有的项目，或者删掉这一行。")),
    "missing": (N("“{key}”没有写。"), N("文件写明了就写上，没有写明就放进“没有写明”（[unset]）。")),
    "needed": (N("“{key}”一定要有，不能空着，也不能写“没有写明”。"), N("写上值；文件没有写的，写由谁定、文号、日期。")),
    "wrong_kind": (N("“{key}”的值不是这一项该有的种类。"), ""),
    "out_of_bounds": (N("“{key}”的数不在可能的范围里。"), N("应在 {meant} 之间。")),
    "unknown_word": (N("“{key}”的词不认识。"), N("能用的词：{meant}")),
    "empty": (N("“{key}”是空的。"), N("写上值；文件没有写明的放进“没有写明”（[unset]），不要写空。")),
    "too_many": (N("“{key}”的条数太多。"), N("最多 {meant} 条。")),
    "too_long": (N("“{key}”有一条太长。"), N("一条最多 {meant} 个字。")),
    "no_day": (N("“{key}”不是日期。"), N("写成 2026-03-01 这样。")),
    "no_quotation": (
        N("“{key}”没有写全文件、条款和原文。"),
        N("三样都写上；由本单位定的，写谁定、文号、日期（decided_by、number、date）。"),
    ),
    "unknown_document": (
        N("“{key}”指的文件不在文件表（[documents]）里。"),
        N("在文件表里加上它，或者改成表里的简称。"),
    ),
    "two_sources": (N("“{key}”既引了原文，又写了由谁定。"), N("只能留一种，删掉另一种。")),
    "decision_not_whole": (N("“{key}”由谁定、文号没有写全。"), N("谁定、文号、日期三样都要写。")),
    "both_value_and_unset": (N("“{key}”有了值，又写在“没有写明”（[unset]）里。"), N("两处留一处。")),
    "id_shape": (N("方案的编号不对。"), N("写成 cn.地名 这样：两个小写字母、一个点、小写字母和数字。")),
    "id": (N("方案的编号和文件名不一样。"), N("文件名写成“编号.toml”。")),
    "who_missing": (
        N("有“没有写明”的项目，没有写由谁来定。"),
        N('在 [unset] 里写 who，例如 who = "县公安局"；表格里写“谁可以定”。'),
    ),
    "parent_missing": (
        N("没有找到上级方案 {meant}。"),
        N("把上级方案的文件放在同一个文件夹里，或者改上级方案的编号。"),
    ),
    "parents": (N("上级方案套得太深、套回了自己，或者自己不完整。"), N("先检查上级方案；最多套三层。")),
    "residents": (N("“{key}”要收群众的信息；方案不能这样。"), N("去掉这一项；只能记数目。")),
    **{f"refused_{why}": (words, N("删掉这一项。")) for why, words in REFUSED.items()},
    "taken": (N("“{key}”和前面的重复了。"), N("换一个代码，或者删掉一个。")),
    "whole_twice": (
        N("“{key}”：一类里只有一项可以收没有写明哪一项的数，而且要写明归哪一类。"),
        N("写上记入哪一类，或者去掉这个记号。"),
    ),
    "percent_typed": (
        N("“{key}”：百分数由程序算，不能填。"),
        N("单位是 % 的写上分子和分母（或者和谁比），别的不写。"),
    ),
    "weight_needs_source": (
        N("“{key}”：线索数和公安工作的结果上不能挂分数、任务或钱。"),
        N("删掉这一条；文件真有这样的规定，就引文件原文。"),
    ),
    "test_fails": (N("“{key}”这条自测没有通过。"), N("方案的回答是“{meant}”：改方案，或者改自测的答案。")),
    "above": (N("“{key}”比“{meant}”还大。"), N("看看两个数是不是写反了。")),
    "not_wider": (N("“{key}”不比“{meant}”大，放宽没有用。"), N("核对两个数。")),
    "alone": (N("“{key}”离了“{meant}”没有意义。"), N("把“{meant}”也写上，或者把这一项也放进“没有写明”。")),
    "as_many": (N("“{key}”有几个数，“{meant}”就要有几等。"), N("按等次一个一个写，数目要一样多。")),
    "month_gap": (
        N("“{key}”和“{meant}”接不上：工作月有空档或者重叠。"),
        N("例如从 26 日到 25 日；按自然月写 1 日到 31 日。"),
    ),
    "falling": (N("“{key}”要从少到多写。"), N("例如 500 到 1000 元写 [50000, 100000]。")),
    "twice": (N("“{key}”里的“{meant}”写了两次。"), N("改一个，或者删掉一个。")),
    "tier_order": (N("“{key}”的档要从 1 起一档一档往下写。"), N("这里应是第 {meant} 档。")),
    "unknown_sheet": (N("没有“{key}”这张表。"), N("改成模板里的表名，或者把这张表移到别的文件去。")),
    "missing_sheet": (N("缺“{key}”这张表。"), N("从模板（packs template）里把它拷过来。")),
    "unknown_column": (N("没有“{key}”这一栏。"), N("改成模板里的栏名，或者删掉这一栏。")),
    "no_heads": (N("“{key}”这张表没有表头。"), N("第一行写：{meant}")),
    "list_here": (N("“{key}”是列表，这里不写值。"), N("一条一条写在“{meant}”表里；这里只写“待定”“没有”，或者空着。")),
    "units": (N("“{key}”的村看不懂。"), N("写成“30个村；9个居；皂埠社区 居 1200户”。")),
}
_ENTRY = re.compile(rf"({'|'.join((*LISTS, 'tests'))})\[(\d+)\]")
_KINDS = {
    "text": N("文字（TOML 里加双引号）"),
    "texts": N('几个词（表格里用“；”隔开，TOML 里写成 ["甲", "乙"]）'),
    "whole": N("一个整数（TOML 里不加引号）"),
    "wholes": N("几个整数（表格里用“；”隔开，TOML 里写成 [1, 2]）"),
    "flag": N("是或不是（TOML 里写 true 或 false）"),
    "day": N('日期，加双引号，例如 "2026-03-01"'),
    "level": N("硬性、一般要求或优先（TOML 里写 hard、soft、priority）"),
    "partial": N("按天、按半月或按整月（TOML 里写 by_day、half_month、none）"),
    "education": N("学历，例如高中（TOML 里加双引号）"),
}


def fault_words(key: str, reason: str, meant: str) -> str:
    """What is wrong with a pack file at `key`, and how to mend it; `meant` is what was probably meant."""
    what, mend = _FAULTS[reason]
    told = {"key": named_key(key), "meant": named_key(meant)}
    perhaps = t("可能是“{meant}”。", meant=meant) if meant else ""
    if reason == "unknown_key" and told["key"] != key:
        table, _, field = key.rpartition(".")
        said = t("“{key}”里没有“{field}”这一栏。", key=named_key(table), field=field)
        return _joined(said, perhaps or t("删掉它，或者改成这一项有的栏。"))
    if reason == "wrong_kind":
        return _joined(
            t(what, **told), t("要写成：{meant}。", meant=t(_KINDS[meant])) if meant in _KINDS else t("对照模板改。")
        )
    if reason == "test_fails" and not meant:
        return _joined(t(what, **told), t("方案没有这个回答：看看问的项目对不对，是不是“没有写明”。"))
    if reason == "missing" and not key.startswith((*KEYS, *LISTS)):
        return _joined(t(what, **told), t("写上它。"))
    hint = perhaps if reason != "parents" and "{meant}" not in mend + what else ""
    return _joined(t(what, **told), hint, t(mend, **told))


def _joined(*sentences: str) -> str:
    """Sentences one after the other, as the language parts them."""
    said = ""
    for one in sentences:
        said = t("{first}{then}", first=said, then=one) if said and one else said or one
    return said


def named_key(key: str) -> str:
    """A key with what it is about: 每个配几名（quota.per_unit）, 选聘步骤第 2 条（stages[1]）; anything else as it stands."""
    entry = _ENTRY.match(key)
    if entry:
        what = t("自测") if entry[1] == "tests" else what_of(entry[1])
        return t("{what}第 {n} 条（{key}）", what=what, n=int(entry[2]) + 1, key=key)
    for known in (*KEYS, *LISTS):
        if key == known or key.startswith((f"{known}.", f"{known}[")):
            return t("{what}（{key}）", what=what_of(known), key=key)
    return key
