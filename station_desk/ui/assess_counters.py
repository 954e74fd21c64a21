"""Who was how often in the lowest grade: a banner where the rule's number is reached, and the list (DOMAIN 1.4, 2.4).

The program points at those whom the rule names and leaves the rest to them: nobody is dismissed or moved by it.
"""

from collections.abc import Sequence

from station_desk.services import annual
from station_desk.services.annual import Counter
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import Banner, column, flat, label
from station_desk.ui.lists import Column, short_list
from station_desk.ui.page import Page
from station_desk.ui.person_words import joined
from station_desk.wording import t

_SHOWN = 9
_NAMED = 3


def counter_banners(found: Sequence[Counter]) -> list[Banner]:
    """Who reached the rule's number this month, and who is to look at it; none where nobody did."""
    if not found:
        return []
    told = [
        t("{name} 连续 {n} 次、十二个月里 {all} 次末等：{rule}。应看的是：{who}", name=one.name, n=one.runs.still,
          all=one.runs.fails, rule=one.rule, who="、".join(one.targets))
        for one in found[:_NAMED]
    ]  # fmt: skip
    title = t("够了规定的次数：{names}", names="、".join(one.name for one in found[:_NAMED]))
    return [Banner("warn", title, "\n".join([*told, t("由人来定，程序不会自己处理。Alt+L 看名单。")]))]


def show_counters(page: Page, month: str) -> None:
    """Everybody who was in the lowest grade in the twelve months up to a month, most in a row first."""
    desk = page.place.desk

    def show(found: list[Counter]) -> None:
        if not found:
            page.place.messages.done(t("到 {month} 的十二个月里没有人评为末等", month=month))
            return
        columns = [
            Column(t("姓名"), 150),
            Column(t("次数"), 60, "right"),
            Column(t("连续"), 60, "right"),
            Column(t("哪几个月"), 0),
            Column(t("应看的人"), 190),
        ]
        list_ = short_list(columns, _cells, found, "counters", _SHOWN)
        body = column(label(_rule(found[0]), "second", wrap=True), flat(list_), gap=8)
        title = t("到 {month} 的十二个月里评为末等的", month=month)
        page.place.messages.panel(title, body, [], focus=list_, leave=t("看完了"), width=820)

    page.place.work.run(lambda _progress: annual.counters(desk, month), show, owner=page)


def _cells(one: Counter) -> list[Cell]:
    return [
        Cell(one.name, second=one.station, mark="warn" if one.reached else ""),
        Cell(str(one.runs.fails)),
        Cell(str(one.runs.still)),
        Cell("、".join(month[2:].replace("-", ".") for month in one.months), ink="text2"),
        Cell("、".join(one.targets) if one.reached else "", ink="warn"),
    ]


def _rule(one: Counter) -> str:
    """The numbers that hold, or that nobody stated one."""
    if one.asked is None and one.asked_in_all is None:
        return t("文件没有写明几次算数，县里也没有填：只列名单，不提醒。县里定了，在设置的方案页补填。")
    numbers = [
        *([t("连续 {n} 次", n=one.asked)] if one.asked is not None else []),
        *([t("十二个月里 {n} 次", n=one.asked_in_all)] if one.asked_in_all is not None else []),
    ]
    return t("算数的是：{numbers}。{rule}", numbers=joined(numbers), rule=one.rule)
