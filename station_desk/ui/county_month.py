"""The month at the county: a card on Home, and a line for each station on the page of the month."""

from collections.abc import Callable

from station_desk.domain.county_month import CountyMonth, MonthHeld, StationMonth
from station_desk.domain.month_guide import URGENT_DAYS
from station_desk.ui.duty_words import Line
from station_desk.ui.kit import Box, Item, Link, Tone, card, column, label, row
from station_desk.ui.marks import Mark, MarkKind
from station_desk.ui.summary import day_of, day_words, month_words
from station_desk.wording import N, t

_HELD: dict[MonthHeld, str] = {
    "closed": N("结账交来了"),
    "begun": N("有数，没结账"),
    "nothing": N("还没有来"),
}
MARKS: dict[MonthHeld, MarkKind] = {"closed": "tick", "begun": "todo", "nothing": "wait"}
_NAMED = 6
"""So many stations are named on the card."""


def left_words(found: CountyMonth) -> str:
    """How long it is to the deadline."""
    if not found.missing:
        return t("都交来了")
    if found.left == 0:
        return t("今天上报")
    return t("距上报 {n} 天", n=found.left) if found.left > 0 else t("过了上报日 {n} 天", n=-found.left)


def county_card(found: CountyMonth, open_list: Callable[[], object]) -> Box:
    """How many stations are how far, who is missing, and the way to the list."""
    urgent = bool(found.missing) and found.left <= URGENT_DAYS
    late = found.left < 0
    tone: Tone = "" if not urgent else "bad" if late else "warn"
    span = t("{first} – {last}", first=day_words(found.first), last=day_words(found.last))
    every = Link(t("各所名单 Alt+G"), open_list)
    every.setObjectName("guide")
    tag = row(
        *([Mark("bad" if late else "warn", 14)] if urgent else []),
        label(left_words(found), "strong" if urgent else "second", tone),
        gap=5,
    )
    head = row(
        label(t("{month}各所", month=month_words(found.month)), "head"), label(span, "second"), None, tag, 8, every
    )
    figures: list[Item] = []
    for held, word in _HELD.items():
        n = found.count(held)
        figures += [
            column(
                label(str(n), "figure", "warn" if held != "closed" and n and urgent else ""),
                label(t(word), "small"),
                gap=0,
            ),
            28,
        ]
    names = "、".join(one.name for one in found.missing[:_NAMED])
    more = len(found.missing) - _NAMED
    said = t("{names} 等 {n} 个所", names=names, n=len(found.missing)) if more > 0 else names
    who = column(
        None, label(t("还缺：{who}", who=said) if found.missing else t("没有缺的"), "second", wrap=True), None, gap=0
    )
    return card(head, row(*figures, (who, 1), gap=0), gap=10, margins=(18, 14, 18, 14), name="month")


def station_line(one: StationMonth) -> Line:
    """A station as a line of the page of the month."""
    if one.held == "closed":
        said = t("{day}结账，已交来", day=day_of(one.closed_on))
    else:
        said = t(_HELD[one.held])
    second = t("有数的 {done}/{n} 人", done=one.entered, n=one.people) if one.people else t("还没有收到这个所的花名册")
    return Line(f"{one.name}　{said}", second, t("看各所"))
