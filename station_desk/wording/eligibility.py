"""A decision on somebody's eligibility in sentences."""

from station_desk.domain.eligibility import Decision, Finding
from station_desk.domain.policy import Policy
from station_desk.wording import N, language, t
from station_desk.wording.policy import source_words

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


def decision_words(decision: Decision, policy: Policy) -> str:
    """The answer with what decided it: each condition that is not simply met, with its words and their place."""
    decided = [one for one in decision.findings if one.state != "met"] or list(decision.findings)
    reasons = [
        t("{finding}依据{source}：“{quote}”。", finding=finding_words(one), source=source, quote=quote)
        if (quote := getattr(one.rule, "quote", "")) and (source := source_words(one.rule, policy.documents))
        else finding_words(one)
        for one in decided
    ]
    said = [verdict_words(decision), *reasons, exclusion_words(decision)]
    return (" " if language() == "en" else "").join(said)


def exclusion_words(decision: Decision) -> str:
    """The one result for all grounds that exclude."""
    return t(_EXCLUDED[decision.exclusion])


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
