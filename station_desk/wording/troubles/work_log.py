"""Troubles of the log of the month."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOT_WRITTEN = N("安全。这一次什么都没有写。")
_UNTOUCHED = N("安全。已录的数没有动。")

SENTENCES: dict[str, Sentences] = {
    "log_month_wrong": Sentences(N("“{text}”不是月份。"), _NOT_WRITTEN, N("写成 2026-10。")),
    "log_month_ahead": Sentences(N("{month} 这个月还没有到。"), _NOT_WRITTEN, N("核对月份；到了那个月再录。")),
    "log_month_closed": Sentences(
        N("{month} 已经结账，数目不能再改。"),
        _UNTOUCHED,
        N("在这个月里按 F2 记一条更正（加几、减几），两个月里都看得到。"),
    ),
    "log_month_open": Sentences(N("{month} 还没有结账，不用更正。"), _UNTOUCHED, N("直接改这个月的数就行。")),
    "log_month_returned": Sentences(
        N("{month} 有 {count} 条退回的数还没有改好。"), _UNTOUCHED, N("改好或者作废以后，再结这个月的账。")
    ),
    "log_code_unknown": Sentences(
        N("没有“{column}”这一项。"), _NOT_WRITTEN, N("用月度录入里各列的代码（如 L02）或者名称。")
    ),
    "log_code_refused": Sentences(
        N("“{name}”说的是群众或者重点人员的情况，本程序不收。"),
        _NOT_WRITTEN,
        N("去掉这一列；只记警务助理做了多少。"),
    ),
    "log_code_station": Sentences(
        N("“{name}”是全所一个数，不记在某个人名下。"), _NOT_WRITTEN, N("请在统计里按月填这个数。")
    ),
    "log_no_term": Sentences(
        N("{name} 在 {month} 没有任期。"), _NOT_WRITTEN, N("核对人和月份；任期没有录全的，先在花名册里补上。")
    ),
    "log_village_other": Sentences(
        N("{name} 这个月不在 {village}。"), _NOT_WRITTEN, N("核对村名；换过村的，先在花名册里改任期。")
    ),
    "log_day_outside": Sentences(
        N("{day} 不在 {month} 这个月里。"), _NOT_WRITTEN, N("核对日期；每个月从几号到几号写在月度录入的标题下面。")
    ),
    "log_day_ahead": Sentences(N("{day} 还没有到。"), _NOT_WRITTEN, N("核对日期。")),
    "log_count_wrong": Sentences(N("数目要是 0 到 {most} 的整数。"), _NOT_WRITTEN, N("改好再录。")),
    "log_less_than_parts": Sentences(
        N("{name} 的“{column}”已经按天（或按村）记了 {parts}，合计不能比它小。"),
        _NOT_WRITTEN,
        N("核对纸上的数；按天的记错了，先改那一天。"),
    ),
    "log_entry_missing": Sentences(N("没有找到这一条。"), _UNTOUCHED, N("重新打开这一页再看。")),
    "log_step_late": Sentences(
        N("有 {count} 条已经核过、退回或者作废了，不能再这样做。"), _UNTOUCHED, N("重新打开这一页再看。")
    ),
    "log_reason_missing": Sentences(N("还没有选原因。"), _UNTOUCHED, N("选一个原因再做。")),
    "log_correction_zero": Sentences(N("更正的数是 0。"), _UNTOUCHED, N("写加几或者减几，例如 3 或 -2。")),
    "log_correction_below": Sentences(N("减完就不到 0 了：那个月一共是 {there}。"), _UNTOUCHED, N("核对要减的数。")),
    "log_words_long": Sentences(N("说明最多 {most} 个字。"), _UNTOUCHED, N("写短一些。")),
    "guard_words": Sentences(
        N("要写的文字里像有群众的姓名、号码或者住址。本程序不收群众信息。"),
        N("安全。这一次什么都没有写，您填的内容都在。"),
        N("改成只写数目（如“纠纷 1 起”）；确实不是群众信息，就在那一格里按两次回车留下，再保存。"),
    ),
    "log_words_guard": Sentences(
        N("说明里像有群众的信息。本程序不收群众信息。"), _UNTOUCHED, N("只写数目；确实不是群众信息，再按一次保存。")
    ),
}
