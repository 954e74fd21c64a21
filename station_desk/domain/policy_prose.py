"""A pack as one reads it aloud: sentences with the words they rest on beside them, for the sheet that a leader signs.

What rests on the same words of a document stands in one row. The paper is Chinese in every language of the window.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from station_desk.domain import policy_entries as entries
from station_desk.domain.policy import Decided, NotStated, Policy, Rule, Stated
from station_desk.domain.policy_keys import KEYS, PARTIAL

SAID: Mapping[str, str] = {
    "terms.person": "人员称“{v}”",
    "terms.programme": "制度称“{v}”",
    "terms.post": "岗位称“{v}”",
    "terms.relation": "人员关系：{v}",
    "terms.approver": "由{v}审定",
    "quota.unit": "按{v}配备",
    "quota.per_unit": "每个配{v}名",
    "quota.at_least": "这是最少数|这是确数",
    "quota.large_households": "{v}户以上的算大村",
    "quota.large_bonus": "大村增设{v}名",
    "quota.large_named": "文件点名的大村：{v}",
    "quota.covered_by": "已有{v}的不另配",
    "quota.total": "文件所列总数：{v}",
    "quota.recruited": "招了{v}名",
    "age.minimum": "最小{v}周岁",
    "age.maximum": "最大{v}周岁",
    "age.inclusive": "到限的那一岁算在内|到限的那一岁不算在内",
    "age.level": "年龄是{v}",
    "age.applies_to": "年龄的话是对{v}说的",
    "age.relaxed_max": "放宽到{v}周岁",
    "age.relaxed_for": "放宽的是：{v}",
    "age.reference_day": "年龄算到{v}",
    "person.education": "文化程度{v}及以上",
    "person.education_level": "文化程度是{v}",
    "person.residence": "住处：{v}",
    "person.health": "身体：{v}",
    "person.preferred": "同等条件下先聘：{v}",
    "person.term_months": "聘期{v}个月",
    "person.dual_hat": "兼职：{v}",
    "person.political_purpose": "政治面貌用来{v}",
    "selection.publicity_days": "公示{v}天",
    "selection.vote_rule": "选举{v}",
    "selection.vote_majority": "票数：{v}",
    "selection.agreement": "协议条文{v}条",
    "lists.duties": "职责：{v}",
    "lists.roles": "角色：{v}",
    "lists.nets": "工作网：{v}",
    "manage.mode": "管理：{v}",
    "manage.inspection": "督查：{v}",
    "manage.exit": "解聘：{v}",
    "manage.office": "办公：{v}",
    "manage.equipment": "配备：{v}",
    "assess.subject": "考核{v}",
    "assess.period": "考核时间：{v}",
    "assess.items": "考核内容：{v}",
    "assess.scored_by": "打分：{v}",
    "assess.decided_by": "等次由{v}定",
    "assess.annual_by": "年度考核：{v}",
    "assess.grades": "分为{v}",
    "assess.grade_use": "等次{v}",
    "assess.consecutive_times": "连续{v}次的算数",
    "assess.failed_times": "十二个月里{v}次的算数",
    "assess.consecutive_effect": "连着不好的：{v}",
    "assess.veto": "否决：{v}",
    "money.stipend_fen": "每人每月{v}",
    "money.stipend_basis": "补助标准：{v}",
    "money.partial": "不满一个月的{v}算",
    "money.insurance": "保险：{v}",
    "money.reward": "奖励：{v}",
    "money.grade_fen": "各等每月补助警务室{v}",
    "money.room_fund_fen": "警务室每月经费{v}",
    "money.room_topup_fen": "乡镇每月增补{v}",
    "money.award": "评优：{v}",
    "money.award_fund_fen": "一年奖励基金{v}",
    "money.payer": "经费：{v}",
    "training.period": "培训：{v}",
    "training.forms": "培训方式：{v}",
    "training.rule": "培训办法：{v}",
    "care.period": "困难群众{v}走访",
    "care.groups": "走访{v}",
    "report.targets": "成效：{v}",
    "report.submission": "报送：{v}",
    "report.due_date": "完成时间：{v}",
    "report.contact": "联系：{v}",
    "month.from_day": "工作月从上月{v}日起",
    "month.to_day": "工作月到{v}日止",
    "month.due_day": "{v}日前上报",
}
"""One sentence for each key; for yes-and-no two, parted by a bar."""

LIST_SAID: Mapping[str, str] = {
    "exceptions": "单独设岗",
    "pool": "从谁里面选",
    "conditions": "条件",
    "disqualifiers": "不得聘用",
    "stages": "选聘步骤",
    "metrics": "报送的数",
    "weights": "分数、任务和钱",
}
_LEVELS = {"hard": "硬性要求", "soft": "一般要求", "priority": "优先"}
_WORDS: Mapping[str, Mapping[str, str]] = {"level": _LEVELS, "partial": PARTIAL}


_TOPICS: Mapping[str, str] = {
    "terms.person": "人员叫什么",
    "terms.programme": "制度叫什么",
    "terms.post": "岗位叫什么",
    "quota.unit": "按什么配备",
    "selection.vote_majority": "几票当选",
    "selection.agreement": "协议条文",
    "assess.veto": "谁能否决",
    "quota.per_unit": "每个配几名",
    "quota.at_least": "是不是最少数",
    "quota.large_households": "多少户算大村",
    "quota.large_bonus": "大村增设几名",
    "quota.covered_by": "有谁不另配",
    "quota.recruited": "招聘人数",
    "age.minimum": "最小年龄",
    "age.maximum": "最大年龄",
    "age.inclusive": "到限的那一岁算不算",
    "age.level": "年龄是硬性还是优先",
    "age.applies_to": "年龄对谁说",
    "age.relaxed_max": "放宽到几岁",
    "age.relaxed_for": "对谁放宽",
    "age.reference_day": "年龄算到哪天",
    "person.education": "文化程度",
    "person.education_level": "文化程度是不是硬性",
    "person.term_months": "聘期",
    "person.political_purpose": "政治面貌的用处",
    "selection.publicity_days": "公示天数",
    "selection.vote_rule": "选举办法",
    "assess.subject": "考核谁",
    "assess.decided_by": "谁定等次",
    "assess.grades": "等次",
    "assess.grade_use": "等次的用处",
    "assess.consecutive_times": "连续几次算数",
    "assess.failed_times": "一年几次算数",
    "money.stipend_fen": "每人每月补助",
    "money.partial": "不满月怎么算",
    "money.grade_fen": "各等补助",
    "money.room_fund_fen": "警务室经费",
    "money.room_topup_fen": "乡镇增补",
    "money.award_fund_fen": "年奖励基金",
    "care.period": "多久走访一次",
    "care.groups": "走访对象",
    "month.from_day": "工作月起日",
    "month.to_day": "工作月止日",
    "month.due_day": "几日前上报",
}
_Place = tuple[str, str, bool]
"""Quotation, source, whether an office decided."""


@dataclass(frozen=True, slots=True)
class ProseRow:
    """One row of the sheet: what holds, the words of the document ("" where an office decided), and where from."""

    said: str
    quote: str
    source: str
    decided: bool = False


def prose(policy: Policy) -> list[ProseRow]:
    """Everything that holds, in reading order; what rests on the same words stands together."""
    rows: dict[_Place, list[str]] = {}
    for key, rule in policy.rules.items():
        if not isinstance(rule, NotStated):
            rows.setdefault(_place(policy, rule), []).append(sentence(key, rule.value))
    for key in ("exceptions", "pool", "conditions", "stages", "weights"):
        found = policy.lists[key]
        for rule in () if isinstance(found, NotStated) else found:
            rows.setdefault(_place(policy, rule), []).append(_entry(key, rule.value))
    told = [ProseRow("；".join(said), *place) for place, said in _gathered(rows).items()]
    return [*told, *_long(policy, "disqualifiers"), *_long(policy, "metrics")]


def _gathered(rows: dict[_Place, list[str]]) -> dict[_Place, list[str]]:
    """Words that are part of longer ones of the same document stand with those."""
    found: dict[_Place, list[str]] = {place: [] for place in rows if _whole(place, rows) == place}
    for place, said in rows.items():
        found[_whole(place, rows)] += said
    return found


def _whole(place: _Place, rows: Iterable[_Place]) -> _Place:
    quote, source, decided = place
    if decided:
        return place
    longer = [one for one in rows if not one[2] and quote in one[0] and one[1][:1] == source[:1]]
    return max(longer, key=lambda one: len(one[0]), default=place)


def left_open(policy: Policy) -> dict[str, list[str]]:
    """What nobody has stated yet, by who may: the first words of each sentence."""
    found: dict[str, list[str]] = {}
    for key, rule in (*policy.rules.items(), *policy.lists.items()):
        if isinstance(rule, NotStated) and rule.ask:
            found.setdefault(rule.ask, []).append(topic(key))
    return found


def topic(key: str) -> str:
    """What a key is about, in a word or two."""
    if key in LIST_SAID:
        return LIST_SAID[key]
    return _TOPICS.get(key) or SAID[key].partition("|")[0].replace("：{v}", "").replace("“{v}”", "").replace(
        "{v}", "谁"
    )


def sentence(key: str, value: object) -> str:
    """What a rule says; of clauses how many there are."""
    said, _bar, other = SAID[key].partition("|")
    if isinstance(value, bool):
        return said if value else other
    parts = value if isinstance(value, tuple) else (value,)
    if KEYS[key].clauses:
        return said.replace("{v}", str(len(parts)))
    known = _WORDS.get(KEYS[key].kind, {})
    words = [_money(part) if KEYS[key].fen else known.get(str(part), str(part)) for part in parts]
    return said.replace("{v}", "、".join(words))


def _money(fen: object) -> str:
    whole, rest = divmod(int(str(fen)), 100)
    return f"{whole}.{rest:02d}元" if rest else f"{whole}元"


def _place(policy: Policy, rule: Rule[object]) -> tuple[str, str, bool]:
    match rule:
        case Stated():
            return rule.quote, f"{_short(policy, rule.doc)} {rule.clause}", False
        case Decided():
            return "", f"{rule.by}定，{rule.number}，{rule.date}", True
    return "", "", False


def _short(policy: Policy, doc: str) -> str:
    """The document by its number in the list at the head of the sheet: ①."""
    at = list(policy.documents).index(doc) if doc in policy.documents else -1
    return chr(0x2460 + at) if 0 <= at < 20 else doc


def _entry(key: str, value: object) -> str:
    match value:
        case entries.ExceptionPost():
            return f"{value.unit}单独设{value.posts}名"
        case entries.PoolTier():
            return f"第{value.tier}档：{'、'.join(value.roles)}"
        case entries.Condition():
            return f"{value.name}（{_LEVELS[value.level]}）"
        case entries.Stage():
            return f"步骤“{value.name}”" + (f"（{value.by}）" if value.by else "")
        case entries.Weight():
            return f"{value.on} 挂{ {'points': '分', 'target': '任务', 'money': '钱'}[value.kind] }{value.value}"
    return f"{LIST_SAID[key]}：{value}"


def _long(policy: Policy, key: str) -> Iterable[ProseRow]:
    """Long lists in one row: the grounds word for word, the metrics by name."""
    found = policy.lists[key]
    rules = () if isinstance(found, NotStated) else found
    if not rules:
        return
    stated = [rule for rule in rules if isinstance(rule, Stated)]
    clause = f"{_short(policy, stated[0].doc)} {stated[0].clause}" if stated else ""
    if key == "metrics":
        names = "、".join(cast("entries.Metric", rule.value).name for rule in rules)
        yield ProseRow(f"{LIST_SAID[key]}（{len(rules)}项）：{names}", "逐项的原文见方案", clause)
        return
    numbered = (f"{cast('entries.Disqualifier', rule.value).number}.{rule.quote}" for rule in stated)
    last = stated[-1].clause if stated else ""
    yield ProseRow(
        f"{LIST_SAID[key]}的情形{len(rules)}项", "；".join(numbered), f"{clause} 至 {last}" if last else clause
    )
