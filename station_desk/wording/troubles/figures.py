"""Troubles of figures and reports. What is refused or not whole is told by `wording.metrics` and `wording.reports`."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_UNTOUCHED = N("安全，什么都没有改。")

SENTENCES: dict[str, Sentences] = {
    "report_unknown": Sentences(
        N("没有“{report}”这张统计表。"),
        _UNTOUCHED,
        N("能用的是：{known}"),
    ),
    "option_unknown": Sentences(
        N("不认识“{option}”。"),
        _UNTOUCHED,
        N("能用的是：{known}"),
    ),
    "metric_unknown": Sentences(
        N("没有“{metric}”这一项。"),
        _UNTOUCHED,
        N("用 metric list 看有哪些；县局可以自己加。"),
    ),
    "metric_refused": Sentences(
        N("“{name}”不收：它会变成对人的登记或者跟踪。"),
        _UNTOUCHED,
        N("换一项只数工作量的；要登记人，请用公安业务系统。"),
    ),
    "metric_fault": Sentences(
        N("这一项加不上。"),
        _UNTOUCHED,
        N("代码 2 到 8 位、大写字母开头，名称不重复，单位用 {units} 里的一个，谁定的、文号、日期都写上。"),
    ),
    "target_fault": Sentences(
        N("这个任务数定不了。"),
        _UNTOUCHED,
        N("每月 1 到 99999；线索和公安战果不能定；谁定的、文号、日期都写上。"),
    ),
    "figure_worked_out": Sentences(
        N("“{name}”是算出来的，不能填。"),
        _UNTOUCHED,
        N("请填它的分子和分母，程序会算。"),
    ),
    "figure_month_wrong": Sentences(
        N("“{text}”不是月份。"),
        _UNTOUCHED,
        N("写成 2026-10 这样。"),
    ),
    "figure_month_ahead": Sentences(
        N("{month} 还没有到。"),
        _UNTOUCHED,
        N("到了那个月再填。"),
    ),
    "figure_wrong": Sentences(
        N("这个数不对：要 0 到 {most} 的整数。"),
        _UNTOUCHED,
        N("看看是不是多按了一位，再填一次。"),
    ),
    "figure_counted": Sentences(
        N("“{name}”{month} 已经有逐人的数，不能再填全所的数。"),
        _UNTOUCHED,
        N("要改，请在月度录入里改那个人的数。"),
    ),
}
