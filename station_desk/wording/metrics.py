"""Metrics in words: why one is refused, what keeps one from being added, what its class means."""

from station_desk.domain.metric_sets import MetricFault, Refusal
from station_desk.domain.policy_entries import MetricClass
from station_desk.wording import N, t

REFUSED: dict[Refusal, str] = {
    "tracking": N("“{key}”是跟踪人的数量；本程序不收（群众信息留在公安业务系统）。"),
    "key_people": N("“{key}”是按人管控的数量；本程序不收（群众信息留在公安业务系统）。"),
    "state_security": N("“{key}”属于国保工作；本程序不收，也没有这一栏。"),
    "belief": N("“{key}”说的是人的信仰；本程序不收。"),
    "petition": N("“{key}”说的是谁上访；本程序不收。"),
    "illness": N("“{key}”说的是人的病情或者戒毒；本程序不收。"),
    "informants": N("“{key}”说的是提供消息的人；本程序不收。"),
    "residents": N("“{key}”要收群众的信息；方案不能这样。"),
}
"""The sentence for each reason; `key` is the metric's name."""

_FAULTS: dict[MetricFault, str] = {
    "code": N("代码用大写字母开头，后面是字母或数字，一共 2 到 8 位，不能是 L 加两位数字。"),
    "taken": N("已经有这一项了。"),
    "name": N("指标要有名称。"),
    "unit": N("单位要用这些里的一个：{units}。"),
    "percent": N("百分数由程序算，不能填；请加分子和分母各一项。"),
    "category": N("归到哪一类，写 L01 到 L16；公安战果（C 类）不归类。"),
    "decided": N("谁定的、文号、日期都要写上。"),
    "refused": N("这一项不收。"),
}
CLASSES: dict[MetricClass, str] = {
    "A": N("警务助理自己做的"),
    "B": N("只记数量"),
    "C": N("公安战果，每月每所一个数"),
}


def refused_words(name: str, why: Refusal) -> str:
    """Why a metric of this name is refused."""
    return t(REFUSED[why], key=name)


def fault_of_metric(fault: MetricFault, units: str) -> str:
    """What keeps a metric from being added; `units` are those that it may count in."""
    return t(_FAULTS[fault], units=units)
