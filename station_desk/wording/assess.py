"""Words of assessment that the window and the command line share."""

from collections.abc import Mapping

from station_desk.wording import N

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
