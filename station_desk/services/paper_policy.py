"""The policy on one sheet for the leader to sign (P01): what holds, with the words it rests on beside it."""

from station_desk.domain.paper_fields import Scope
from station_desk.domain.policy import Decided, NotStated, Policy, Stated
from station_desk.domain.policy_prose import left_open, prose
from station_desk.services import reference
from station_desk.services.desk import Desk

_DECIDED = "（本单位定）"


def policy_document(desk: Desk) -> Scope:
    """The fields of the sheet for the pack that the office follows today. Troubles `pack_missing`, `pack_damaged`."""
    policy = reference.policy(desk)
    return {"单位": desk.office.name, "制表日期": desk.clock.today().isoformat(), **policy_fields(policy)}


def policy_fields(policy: Policy) -> Scope:
    """The fields that a pack fills by itself."""
    rules = list(policy.rules.values())
    open_ = left_open(policy)
    documents = "；".join(
        f"{chr(0x2460 + at)}{one.title}{f'（{one.number}）' if one.number else ''}"
        for at, one in enumerate(policy.documents.values())
    )
    return {
        "称谓": policy.person_word,
        "方案": policy.title,
        "版本": str(policy.version),
        "施行日期": policy.effective_from or "（文件没有日期）",
        "方案短码": policy.digest[:8].upper(),
        "上级方案": f"上级方案 {policy.parent}" if policy.parent else "",
        "依据": documents,
        "已写明": sum(isinstance(rule, Stated) for rule in rules),
        "本单位定": sum(isinstance(rule, Decided) for rule in rules),
        "未写明": sum(isinstance(rule, NotStated) and bool(rule.ask) for rule in rules),
        "未写明的": "".join(f"未写明（由{who}定）：{'、'.join(topics)}。" for who, topics in open_.items()),
        "行": tuple(
            {"序号": at, "内容": row.said, "原文": row.quote or _DECIDED, "出处": row.source}
            for at, row in enumerate(prose(policy), 1)
        ),
    }
