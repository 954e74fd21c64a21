"""Where a candidate stands and what is missing, in words (UX 4.6)."""

from station_desk.domain.work_days import Period
from station_desk.wording import N, t

STATES = {
    "draft": N("未报名"),
    "running": N("进行中"),
    "approved": N("待聘任"),
    "appointed": N("已聘任"),
    "ineligible": N("不符合条件"),
    "not_recommended": N("未获推荐"),
    "failed": N("未通过"),
    "objected": N("有异议"),
    "reserve": N("候补"),
    "withdrawn": N("已退出"),
    "rejected": N("未批准"),
    "declined": N("未到任"),
}
BATCH_STATES = {
    "open": N("报名中"),
    "closed": N("报名截止"),
    "decided": N("已定人选"),
    "done": N("已办完"),
    "archived": N("已归档"),
    "cancelled": N("已取消"),
}
_LACKS = {
    "application": N("缺本人签名的报名表"),
    "minutes": N("缺会议记录"),
    "station_side": N("缺{side}签名"),
    "other_side": N("缺{side}签名"),
    "check": N("缺资格审查"),
    "check_open": N("资格审查有待核"),
    "vote": N("缺投票结果"),
    "publicity_start": N("还没有公示"),
    "publicity_runs": N("公示中，到 {until}"),
    "objection": N("异议还没有答复"),
    "score": N("缺考试成绩"),
    "merit": N("还没有择优"),
    "decision": N("缺批复文号"),
    "contract": N("缺合同编号"),
    "paper": N("缺文件编号"),
    "appointment": N("等聘任"),
    "step": N("还没有办"),
}
_REASONS = {
    "unsuitable": N("条件不合适"),
    "paper": N("材料不全"),
    "absent": N("没有到场"),
    "objection": N("异议成立"),
    "own_wish": N("本人意愿"),
    "mistake": N("登记有误"),
    "replaced": N("递补空出的名额"),
    "not_elected": N("没有选上"),
    "below_line": N("成绩不够"),
    "other": N("其他（写在纸上）"),
}

_PAUSES = {
    "sick": N("病假"),
    "leave": N("请假"),
    "away": N("外出不在村"),
    "inquiry": N("正在核查"),
    "discipline": N("违反规定"),
    "other": N("其他（写在纸上）"),
}
EXIT_REASONS = (
    N("多次考核不合格"),
    N("年龄偏大"),
    N("身体原因"),
    N("违法违纪"),
    N("辞职"),
    N("合同期未满擅自离职"),
    N("聘期届满不续"),
    N("调任他岗"),
    N("村庄撤并"),
    N("因公牺牲"),
    N("死亡"),
    N("其他"),
)
"""Why a term ends: the words themselves are kept."""


def state_words(state: str) -> str:
    """A state in the language in use."""
    return t(STATES[state])


def batch_words(state: str) -> str:
    """The state of a batch."""
    return t(BATCH_STATES[state])


def lack_words(lack: str, sides: tuple[str, ...] = (), until: str = "") -> str:
    """What is missing, in a few words; `sides` who signs, `until` the last day of a notice ("" where it stands still)."""
    if lack == "publicity_runs" and not until:
        return t("公示停算")
    side = short_side(sides[0] if lack == "station_side" else sides[-1]) if sides else ""
    return t(_LACKS[lack], side=side, until=until)


def period_words(period: Period) -> list[str]:
    """What is to be known of the last day of a notice: that it may still move, that nobody works on it. The program counts
    the days as they were decided and moves none for a day off.
    """
    years = t("、").join(str(year) for year in period.unsure)
    said = [t("{years} 年的节假日安排还没有公布，先按周六、周日算，公布以后请核对", years=years)] if years else []
    return [*said, t("最后一天不上班，当天的异议要有人收")] if period.rests else said


def reason_words(reason: str) -> str:
    """Why somebody was refused or left."""
    return t(_REASONS[reason]) if reason in _REASONS else reason


def pause_words(reason: str) -> str:
    """Why somebody is suspended."""
    return t(_PAUSES[reason]) if reason in _PAUSES else reason


def pause_reasons() -> dict[str, str]:
    """Every reason of a suspension by its code."""
    return {code: t(words) for code, words in _PAUSES.items()}


def reasons() -> dict[str, str]:
    """Every reason by its code."""
    return {code: t(words) for code, words in _REASONS.items()}


def short_side(side: str) -> str:
    """A side as one says it in a cell: 乡（镇、办事处） is 乡镇."""
    plain, _, more = side.partition("（")
    return plain + more.split("、")[0].rstrip("）") if len(plain) == 1 else plain or t("一方")
