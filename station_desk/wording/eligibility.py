"""A decision on somebody's eligibility in sentences, and the faults of a pack file."""

from station_desk.domain.eligibility import Decision, Finding
from station_desk.wording import N, t
from station_desk.wording.metrics import REFUSED

_STATES = {
    "met": N("{name}：符合。"),
    "relaxed": N("{name}：符合（放宽）。"),
    "not_met": N("{name}：不符合。"),
    "reason_needed": N("{name}：不符合一般要求，要写明理由才能聘。"),
    "with_reason": N("{name}：不符合一般要求，已写明理由。"),
    "not_preferred": N("{name}：不在优先范围内，可以聘。"),
    "open": N("{name}：还没有核对。"),
}
_MISSING = N("缺：文件没有写明条件，由{ask}定。")
_AGES = {
    "met": N("{name}：到 {day} 满 {age} 周岁，{limits}，符合。"),
    "relaxed": N("{name}：到 {day} 满 {age} 周岁，因{reason}放宽到 {most} 周岁，符合。"),
    "not_met": N("{name}：到 {day} 满 {age} 周岁，{limits}，不符合。"),
    "not_preferred": N("{name}：到 {day} 满 {age} 周岁，不在优先范围内，可以聘。"),
}
_SCHOOL = {
    "met": N("{name}：{education}，要求{least}及以上，符合。"),
    "not_met": N("{name}：{education}，要求{least}及以上，不符合。"),
    "reason_needed": N("{name}：{education}，一般应有{least}及以上，要写明理由才能聘。"),
    "with_reason": N("{name}：{education}，一般应有{least}及以上，已写明理由。"),
}
_VERDICTS = {
    "eligible": N("可以聘。"),
    "not_eligible": N("不能聘。"),
    "open": N("还不能定：有的没有核对，有的文件没有写明。"),
}
_EXCLUDED = {
    "none": N("不得聘用的情形：经核查无。"),
    "not_eligible": N("不得聘用的情形：经核查，不能聘。"),
    "open": N("不得聘用的情形：待核。写明谁核查、哪天、文号才算。"),
}
_FAULTS = {
    "toml": N("这一行不合 TOML 的写法，多半少了引号或括号。"),
    "unreadable": N("这个文件读不出来：要用 UTF-8 保存。"),
    "unknown_key": N("没有“{key}”这一项。"),
    "missing": N("“{key}”没有写：文件写明了就写上，没有写明就放进 [unset]。"),
    "wrong_kind": N("“{key}”的值不是这一项该有的种类。"),
    "out_of_bounds": N("“{key}”的数不在可能的范围里。"),
    "unknown_word": N("“{key}”的词不认识。"),
    "empty": N("“{key}”是空的。没有写明的放进 [unset]，不要写空。"),
    "no_day": N("“{key}”不是日期，要写成 2026-03-01 这样。"),
    "no_quotation": N("“{key}”没有写全文件、条款和原文。由本单位定的，写 decided_by、number、date。"),
    "unknown_document": N("“{key}”指的文件不在 [documents] 里。"),
    "two_sources": N("“{key}”既引了原文，又写了由谁定；只能写一种。"),
    "decision_not_whole": N("“{key}”由谁定、文号没有写全。"),
    "both_value_and_unset": N("“{key}”有了值，又写在 [unset] 里。"),
    "id_shape": N("方案的 id 要写成 cn.地名 这样。"),
    "id": N("方案的 id 和文件名不一样。"),
    "parents": N("上级方案套得太深，或者不完整。"),
    "residents": N("“{key}”要收群众的信息；方案不能这样。"),
    **{f"refused_{why}": words for why, words in REFUSED.items()},
    "taken": N("“{key}”和前面的重复了。"),
    "whole_twice": N("“{key}”：一类里只有一项可以收没有写明哪一项的数，而且要写明归哪一类。"),
    "percent_typed": N("“{key}”：百分数由程序算。单位是 % 的写上分子和分母（或者和谁比），别的不写。"),
    "weight_needs_source": N("“{key}”：线索数和公安工作的结果上不能挂分数、任务或钱，除非引文件原文。"),
    "test_fails": N("“{key}”这条自测没有通过。"),
}
_KINDS = {
    "text": N("文字，加双引号"),
    "texts": N('文字的列表，写成 ["甲", "乙"]'),
    "whole": N("整数，不加引号"),
    "wholes": N("整数的列表，写成 [1, 2]"),
    "flag": N("true 或 false"),
    "level": N("hard、soft 或 priority，加双引号"),
    "education": N("学历，加双引号"),
}


def finding_words(one: Finding) -> str:
    """What was found of one condition, in a sentence."""
    if one.state == "missing":
        return t(_MISSING, ask=getattr(one.rule, "ask", "") or "-")
    facts = dict(one.facts)
    if "age" in facts and one.state in _AGES:
        return t(_AGES[one.state], **{"name": one.name, "limits": _limits(facts), "reason": "", **facts})
    if "education" in facts and one.state in _SCHOOL:
        return t(_SCHOOL[one.state], name=one.name, **facts)
    return t(_STATES[one.state], name=one.name)


def _limits(facts: dict[str, str | int]) -> str:
    if facts["least"] and facts["most"]:
        return t("要求 {least} 至 {most} 周岁", **facts)
    return t("要求 {most} 周岁以下", **facts) if facts["most"] else t("要求 {least} 周岁以上", **facts)


def verdict_words(decision: Decision) -> str:
    """The whole answer in a sentence."""
    return t(_VERDICTS[decision.verdict])


def exclusion_words(decision: Decision) -> str:
    """The one result for all grounds that exclude."""
    return t(_EXCLUDED[decision.exclusion])


def fault_words(key: str, reason: str, meant: str) -> str:
    """What is wrong with a pack file at `key`, and what was probably meant."""
    what = t(_FAULTS[reason], key=key)
    if not meant:
        return what
    if reason == "wrong_kind":
        return what + t("要写成：{meant}", meant=t(_KINDS[meant]))
    if reason == "test_fails":
        return what + t("方案的回答是：{meant}", meant=meant)
    return what + t("可能是：{meant}", meant=meant)


_SOFT = {
    "sole": N("没有别的合适人选"),
    "experience": N("有相关工作经验"),
    "trusted": N("群众信得过"),
    "skill": N("有专长"),
    "paper": N("理由写在同一文号的纸上"),
}


def soft_reason_words(code: str) -> str:
    """Why somebody is chosen who lacks a general condition."""
    return t(_SOFT[code])
