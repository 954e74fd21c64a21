"""A policy pack in words: what each rule is about, its value as one says it, the entries of its lists."""

from collections.abc import Mapping

from station_desk.domain.policy import Decided, Document, NotStated, Rule
from station_desk.domain.policy_entries import (
    Condition,
    Disqualifier,
    ExceptionPost,
    Metric,
    PoolTier,
    Stage,
    Weight,
)
from station_desk.domain.policy_keys import KEYS
from station_desk.wording import N, t

WHAT = {
    "terms.person": N("人员叫什么"),
    "terms.programme": N("制度叫什么"),
    "terms.post": N("岗位叫什么"),
    "terms.relation": N("什么关系"),
    "terms.approver": N("谁审定"),
    "quota.unit": N("按什么配"),
    "quota.per_unit": N("每个配几名"),
    "quota.at_least": N("是不是最少数"),
    "quota.large_households": N("多少户算大村"),
    "quota.large_bonus": N("大村多配几名"),
    "quota.large_named": N("文件点名的大村"),
    "quota.covered_by": N("有谁就不配"),
    "quota.total": N("文件里的总数"),
    "quota.recruited": N("招了多少名"),
    "age.minimum": N("最小年龄"),
    "age.maximum": N("最大年龄"),
    "age.inclusive": N("到限的那一岁算不算"),
    "age.level": N("年龄是硬性还是优先"),
    "age.applies_to": N("年龄对谁说"),
    "age.relaxed_max": N("放宽到几岁"),
    "age.relaxed_for": N("对谁放宽"),
    "age.reference_day": N("年龄算到哪天"),
    "person.education": N("文化程度"),
    "person.education_level": N("文化程度是硬性还是一般要求"),
    "person.residence": N("住哪里"),
    "person.health": N("身体条件"),
    "person.preferred": N("同等条件下先聘谁"),
    "person.term_months": N("聘期几个月"),
    "person.dual_hat": N("兼什么职"),
    "person.political_purpose": N("政治面貌作什么用"),
    "selection.publicity_days": N("公示几天"),
    "selection.vote_rule": N("按什么办法选"),
    "selection.vote_majority": N("几票算过半"),
    "selection.agreement": N("聘用协议的条文"),
    "lists.duties": N("职责"),
    "lists.roles": N("角色"),
    "lists.nets": N("工作网"),
    "manage.mode": N("谁管理"),
    "manage.inspection": N("怎么督查"),
    "manage.exit": N("什么情况解聘"),
    "manage.office": N("在哪里办公"),
    "manage.equipment": N("配什么"),
    "assess.subject": N("考核谁"),
    "assess.period": N("多久考一次"),
    "assess.items": N("考什么"),
    "assess.scored_by": N("谁打分"),
    "assess.decided_by": N("谁定等次"),
    "assess.annual_by": N("年度考核谁来做"),
    "assess.grades": N("分哪几等"),
    "assess.grade_use": N("等次作什么用"),
    "assess.consecutive_times": N("连续几次算数"),
    "assess.failed_times": N("一年几次算数"),
    "assess.consecutive_effect": N("连着不好怎么办"),
    "assess.veto": N("谁有一票否决权"),
    "money.stipend_fen": N("每人每月补助"),
    "money.stipend_basis": N("补助按什么定"),
    "money.partial": N("不满月怎么算"),
    "money.insurance": N("保险"),
    "money.reward": N("奖励"),
    "money.grade_fen": N("警务室各等每月补助"),
    "money.room_fund_fen": N("警务室每月经费"),
    "money.room_topup_fen": N("乡镇每月增补"),
    "money.award": N("评优"),
    "money.award_fund_fen": N("一年的奖励基金"),
    "money.payer": N("谁出钱"),
    "training.period": N("多久培训一次"),
    "training.forms": N("怎么培训"),
    "training.rule": N("培训按什么办法"),
    "care.period": N("多久走访一次困难群众"),
    "care.groups": N("走访哪些人"),
    "report.targets": N("看什么成效"),
    "report.submission": N("怎么报"),
    "report.due_date": N("什么时候前完成"),
    "report.contact": N("找谁联系"),
    "month.from_day": N("工作月从哪天起"),
    "month.to_day": N("工作月到哪天止"),
    "month.due_day": N("几号前上报"),
    "exceptions": N("单独设岗的"),
    "pool": N("从谁里面选"),
    "conditions": N("条件"),
    "disqualifiers": N("不得聘用的情形"),
    "stages": N("选聘步骤"),
    "metrics": N("报什么数"),
    "weights": N("分数、任务和钱挂在什么上"),
}
_SAID = {
    "quota.per_unit": N("{value} 名"),
    "quota.large_households": N("{value} 户以上"),
    "quota.large_bonus": N("多 {value} 名"),
    "quota.recruited": N("{value} 名"),
    "age.minimum": N("{value} 周岁"),
    "age.maximum": N("{value} 周岁"),
    "age.relaxed_max": N("{value} 周岁"),
    "person.education": N("{value}及以上"),
    "person.term_months": N("{value} 个月"),
    "selection.publicity_days": N("{value} 天"),
    "assess.consecutive_times": N("连续 {value} 次"),
    "assess.failed_times": N("十二个月里 {value} 次"),
    "month.from_day": N("{value} 日"),
    "month.to_day": N("{value} 日"),
    "month.due_day": N("{value} 日前"),
}
_LEVELS = {"hard": N("硬性"), "soft": N("一般要求"), "priority": N("优先")}
_PARTIAL = {"by_day": N("按天"), "half_month": N("按半月"), "none": N("按整月")}
_CHECKS = {"age": N("按出生日期算"), "education": N("按学历看"), "asked": N("由人核对")}
_WEIGHTS = {"points": N("分"), "target": N("任务数"), "money": N("分钱")}


def level_word(level: str) -> str:
    """hard, soft or priority in a word."""
    return t(_LEVELS[level])


def partial_word(how: str) -> str:
    """How a month that is not whole is paid, in a word."""
    return t(_PARTIAL[how])


def what_of(key: str) -> str:
    """What a rule or a list is about, in words."""
    return t(WHAT[key])


def value_words(key: str, value: object) -> str:
    """The value of the rule `key` as one says it: money in yuan, numbers with their unit, of clauses how the first begins."""
    if KEYS[key].fen:
        amounts = value if isinstance(value, tuple) else (value,)
        return t("、").join(t("{yuan} 元", yuan=_yuan(int(str(fen)))) for fen in amounts)
    if isinstance(value, tuple) and KEYS[key].clauses:
        first = str(value[0])
        return t("{n} 条，第 1 条：{text}", n=len(value), text=f"{first[:30]}…" if len(first) > 30 else first)
    if isinstance(value, tuple):
        return t("、").join(str(part) for part in value)
    if isinstance(value, bool):
        return t("是") if value else t("不是")
    if key in _SAID:
        return t(_SAID[key], value=value)
    words = _PARTIAL if KEYS[key].kind == "partial" else _LEVELS if KEYS[key].kind == "level" else {}
    return t(words[value]) if isinstance(value, str) and value in words else str(value)


def _yuan(fen: int) -> str:
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def entry_words(entry: object) -> str:
    """One entry of a list as a line."""
    match entry:
        case ExceptionPost():
            return t("{unit}：一共 {n} 名。{reason}", unit=entry.unit, n=entry.posts, reason=entry.reason)
        case PoolTier():
            return t("第 {n} 档：{roles}", n=entry.tier, roles=t("、").join(entry.roles))
        case Condition():
            level, check = t(_LEVELS[entry.level]), t(_CHECKS[entry.check])
            return t("{name}（{level}，{check}）", name=entry.name, level=level, check=check)
        case Disqualifier():
            if entry.months:
                return t("第 {n} 项，管 {months} 个月", n=entry.number, months=t("、").join(map(str, entry.months)))
            return (
                t("第 {n} 项，含家人和近亲属", n=entry.number)
                if entry.subject == "family"
                else t("第 {n} 项", n=entry.number)
            )
        case Stage():
            return t("{name}（{by}）", name=entry.name, by=entry.by) if entry.by else entry.name
        case Metric():
            return t("{name}（{unit}）", name=entry.name, unit=entry.unit)
        case Weight():
            return t("{on}：{n} {kind}", on=entry.on, n=entry.value, kind=t(_WEIGHTS[entry.kind]))
    return str(entry)


def source_words(rule: Rule[object], documents: Mapping[str, Document]) -> str:
    """Where a value comes from: document and clause, who decided it, or who may."""
    if isinstance(rule, NotStated):
        return t("由{who}定", who=rule.ask) if rule.ask else t("本方案没有这一项")
    if isinstance(rule, Decided):
        return t("{who}定，{number}，{date}", who=rule.by, number=rule.number, date=rule.date)
    title = documents[rule.doc].title if rule.doc in documents else rule.doc
    return t("{title} {clause}", title=title, clause=rule.clause)
