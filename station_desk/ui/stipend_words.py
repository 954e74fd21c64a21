"""Words of the stipend: stages, what differs, why a list is a draft; amounts in yuan."""

from collections.abc import Mapping

from station_desk.domain.stipend import Differs
from station_desk.services.stipend import MonthPay
from station_desk.wording import N, t

STAGES: Mapping[str, tuple[str, str]] = {
    "computed": (N("计算"), N("交所长签字")),
    "signed": (N("所长签字"), N("报县局")),
    "submitted": (N("报县局"), N("批准（换一个人）")),
    "approved": (N("批准"), N("已发放")),
    "paid": (N("发放"), N("收齐回执，结束")),
    "closed": (N("回执收齐"), ""),
}
"""{state: (what was done, what the page's big act does next)}"""
NEXT: Mapping[str, str] = {
    "computed": "sign",
    "signed": "submit",
    "submitted": "approve",
    "approved": "pay",
    "paid": "close",
}
"""{state: the step that the big act takes}"""
DIFFERS: Mapping[str, str] = {
    "new": N("＋新增"),
    "gone": N("－不再发"),
    "days": N("天数不同"),
    "grade": N("等次不同"),
    "adjust": N("调整不同"),
    "base": N("标准不同"),
}
WHY_DRAFT: Mapping[str, str] = {
    "log_open": N("本月日志还没有结账；结账以后再算，才能签、才能导出。"),
    "grades_missing": N("考核等次还没有定完；定完以后再算，才能签、才能导出。"),
}
CARDS: Mapping[str, str] = {
    "twice": N("这张卡另一个人也在用，请核对。"),
    "changed": N("七天内换过卡，请核对。"),
}
RETURNS: Mapping[str, str] = {
    "amount": N("金额不对"),
    "grade": N("等次不对"),
    "card": N("卡号不对"),
    "other": N("其他"),
}
"""Why a list goes back."""
ROOM_MONEY: Mapping[str, str] = {"room": N("经费、考评补助"), "topup": N("乡镇增补")}
"""What a line of a police room is."""
REASONS: Mapping[str, str] = {
    "arrears": N("补发以前的钱"),
    "overpaid": N("扣回多发"),
    "leave": N("请假"),
    "award": N("奖励"),
    "penalty": N("扣罚"),
    "card_failed": N("上次没有到账"),
    "other": N("其他"),
}


def yuan(fen: int) -> str:
    """Fen as people read money: two decimals, no thousands comma; a minus before what is below nought."""
    return f"{'−' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def differs_line(data: MonthPay, one: Differs) -> str:
    """What is not as it was last month, with both amounts: `赵一 等次不同：500.00 → 550.00`."""
    before, now = (t("没有") if fen is None else yuan(fen) for fen in (one.before, one.now))
    name, why = data.names[one.person_id], t(DIFFERS[one.kind])
    return t("{name} {why}：{before} → {now}", name=name, why=why, before=before, now=now)


def differs_told(data: MonthPay, most: int) -> str:
    """The first differences, and how many more there are."""
    told = "　".join(differs_line(data, one) for one in data.differs[:most])
    more = len(data.differs) - most
    return told + ("　" + t("还有 {n} 处，按 F8 逐个看", n=more) if more > 0 else "")
