"""What the paper check sheet of eligibility prints: every condition and every disqualifier as the document words it.

The grounds stand on paper only. Nothing here evaluates one, and nothing of the ticks comes back into the program but the
one result for all of them together.
"""

from collections.abc import Mapping
from typing import cast

from station_desk.domain.dates import age_on
from station_desk.domain.eligibility import Case
from station_desk.domain.paper_fields import Scope
from station_desk.domain.policy import Decided, Listing, NotStated, Policy, Rule, Stated, stated
from station_desk.domain.policy_entries import Condition, Disqualifier

_LEVELS = {"hard": "硬性", "soft": "一般要求", "priority": "优先"}
_WHO = {"self": "本人", "family": "本人、家庭成员、近亲属"}


def check_sheet(policy: Policy, case: Case | None = None) -> Scope:
    """The fields of the check sheet (F06). `case`: with the age on the reference day and the education as known; None for
    an empty sheet.

    Rows of 条件: 序号 条件 级别 原文 出处 已知; of 情形: 序号 对象 原文 出处. 条件缺 and 情形缺 tell where the pack states
    none, with who may (缺:…), and are "" otherwise.
    """
    conditions, grounds = policy.lists["conditions"], policy.lists["disqualifiers"]
    return {
        "方案": policy.title,
        "版本": str(policy.version),
        "方案短码": policy.digest[:8].upper(),
        "人员称呼": policy.person_word,
        "参考日": case.day.isoformat() if case else "",
        "条件": tuple(_condition(policy, at, one, case) for at, one in enumerate(_entries(conditions), 1)),
        "情形": tuple(_ground(policy, one) for one in _entries(grounds)),
        "条件缺": _lack("条件", conditions),
        "情形缺": _lack("不得聘用的情形", grounds),
        "文件": "；".join(_document(policy, key) for key in policy.documents),
    }


def source_line(policy: Policy, rule: Rule[object]) -> str:
    """Where a value comes from, as it stands on paper: document, number and clause, or who decided it."""
    match rule:
        case Stated():
            return f"{_document(policy, rule.doc)} {rule.clause}"
        case Decided():
            return f"{rule.by} {rule.number} {rule.date}"
    return f"由{rule.ask}定" if rule.ask else ""


def _document(policy: Policy, key: str) -> str:
    one = policy.documents.get(key)
    if one is None:
        return key
    return f"{one.title}（{one.number}）" if one.number else one.title


def _entries(found: Listing[object]) -> tuple[Rule[object], ...]:
    return () if isinstance(found, NotStated) else found


def _lack(what: str, found: Listing[object]) -> str:
    return f"缺：{what}，由{found.ask}定" if isinstance(found, NotStated) and found.ask else ""


def _condition(policy: Policy, at: int, rule: Rule[object], case: Case | None) -> Mapping[str, str | int]:
    one = cast("Condition", cast("Stated[object]", rule).value)
    return {
        "序号": at,
        "条件": one.name,
        "级别": _LEVELS[one.level],
        "原文": rule.quote if isinstance(rule, Stated) else one.name,
        "出处": source_line(policy, rule),
        "已知": _known(policy, one, case) if case else "",
    }


def _known(policy: Policy, one: Condition, case: Case) -> str:
    """What the record says of a condition that is judged from it."""
    if one.check == "education":
        return case.education
    age = age_on(case.birth, case.day) if one.check == "age" else None
    if age is None:
        return ""
    least, most = stated(policy.age.minimum, 0), stated(policy.age.maximum, 0)
    limits = f"{least}—{most} 周岁" if least and most else f"{most} 周岁以下" if most else f"{least} 周岁以上"
    return f"到 {case.day.isoformat()} 满 {age} 周岁（{limits}）" if least or most else f"满 {age} 周岁"


def _ground(policy: Policy, rule: Rule[object]) -> Mapping[str, str | int]:
    one = cast("Disqualifier", cast("Stated[object]", rule).value)
    return {
        "序号": one.number,
        "对象": _WHO[one.subject],
        "原文": rule.quote if isinstance(rule, Stated) else "",
        "出处": source_line(policy, rule),
    }
