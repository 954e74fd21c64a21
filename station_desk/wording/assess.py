"""Words of assessment that the window and the command line share."""

from collections.abc import Mapping

from station_desk.domain.assessment import Differing, Step
from station_desk.wording import N, t

STATES: Mapping[str, str] = {
    "draft": N("未评完"),
    "scored": N("已打分"),
    "signed": N("本人已签"),
    "refused": N("本人拒签"),
    "agreed": N("乡镇同意"),
    "vetoed": N("乡镇否决"),
    "confirmed": N("县局已定"),
    "notified": N("已告知本人"),
    "appealed": N("有异议"),
    "final": N("已定案"),
}
"""Where a sheet stands."""
STEPS: Mapping[str, str] = {
    "sign": N("本人签字"),
    "refuse": N("本人拒签"),
    "agree": N("乡镇同意"),
    "veto": N("乡镇一票否决"),
    "reopen": N("退回重评"),
    "confirm": N("县局确认"),
    "notify": N("告知本人"),
    "object": N("本人提出异议"),
    "answer": N("答复异议"),
    "close": N("定案"),
    "correct": N("出更正记录"),
    "suggest": N("派出所提等次"),
    "recommend": N("推荐十佳"),
    "unrecommend": N("取消推荐"),
}
"""What is done with a sheet of a month or a year."""
STIPEND_STATES: Mapping[str, str] = {
    "draft": N("草稿"),
    "computed": N("算好"),
    "signed": N("所长已签"),
    "submitted": N("已报"),
    "approved": N("已批准"),
    "paid": N("已发放"),
    "closed": N("已结束"),
}
"""Where a month of pay stands."""
STIPEND_STEPS: Mapping[str, str] = {
    "sign": N("交所长签字"),
    "submit": N("报县局"),
    "approve": N("第二个人批准"),
    "return": N("退回重算"),
    "pay": N("已发放"),
    "close": N("收齐回执，结束"),
}
"""What is done with a month of pay."""


def step_says(step: Step) -> str:
    """What a decision says in a word: the grade of a confirmation, else the step itself."""
    return step.result if step.step == "confirm" else t(STEPS[step.step])


def differ_words(found: Differing) -> str:
    """Decisions that do not say the same, which one counts, and what may be done."""
    told = [{"day": one.day, "what": step_says(one), "doc": one.doc_no} for one in found.steps]
    said = t("、").join(t("{day} {what}（{doc}）", **one) if one["doc"] else t("{day} {what}", **one) for one in told)
    if found.counts.step == "confirm":
        now = step_says(found.counts)
        return t("县局有两个决定：{said}。现在按后到的算：{now}。不对的，告知本人以后出更正记录。", said=said, now=now)
    return t("乡镇有两个意见：{said}。现在按否决算。不对的，退回重评。", said=said)


def ungraded_why(rule: str) -> str:
    """Why the year's grade is not reckoned at this desk, by the rubric's rule of grades."""
    if rule == "share":
        return t("标准里等次按全县的名次分，这里看不到全县，等次由县局定。")
    return t("标准里等次由人定，不按分数算。")
