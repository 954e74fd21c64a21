"""What is wrong in the exchange, below the head of its page, worst first: gaps, silence, an old copy that went on."""

from collections.abc import Callable
from datetime import date

from station_desk.domain.overview import RECEIPT_WARN_DAYS
from station_desk.ui.exchange_data import ExchangeData
from station_desk.ui.exchange_words import numbers_words
from station_desk.ui.kit import Banner, button
from station_desk.ui.summary import day_words
from station_desk.wording import t, tn


def exchange_banners(
    data: ExchangeData,
    resend: Callable[[], object],
    settle: Callable[[], object] | None = None,
    copies: Callable[[], object] | None = None,
) -> list[Banner]:
    """The banners of the page; none when all is well. `settle` and `copies` open the board of two versions."""
    found = [*_lost(data, resend), *_missing(data), *_conflicts(data, settle), *_forks(data, copies)]
    return [*found, *_overdue(data, resend)]


def _conflicts(data: ExchangeData, settle: Callable[[], object] | None) -> list[Banner]:
    if not data.conflicts:
        return []
    said = t("两份库各写各的。两个值都留着，现在用的是较晚的一个；选定哪一个，以后都查得到。")
    act = button(t("看一看"), settle, name="settle") if settle is not None else None
    return [Banner("warn", tn("有 {n} 处是两个版本", "有 {n} 处是两个版本", data.conflicts), said, act, "Alt+C")]


def _lost(data: ExchangeData, resend: Callable[[], object]) -> list[Banner]:
    banners = []
    for office, numbers in data.lost.items():
        title = t("{name}没有收到{which}", name=data.name(office), which=numbers_words(numbers))
        more = t("共 {n} 处。", n=len(numbers)) if len(numbers) > 1 else ""
        safe = t("记录都在本机，没有丢。下一次导出会自动带上，也可以现在补发。")
        banners.append(Banner("bad", title, more + safe, button(t("补发"), resend, name="resend"), "Alt+R"))
    return banners


def _missing(data: ExchangeData) -> list[Banner]:
    said = t("请对方补发；收到以前，后面的文件先不能收。")
    return [
        Banner("bad", t("本机缺{name}的{which}", name=data.name(office), which=numbers_words(status.gaps)), said)
        for office, status in data.status.items()
        if status.gaps
    ]


def _overdue(data: ExchangeData, resend: Callable[[], object]) -> list[Banner]:
    banners = []
    for office, status in data.status.items():
        if status.overdue_days >= RECEIPT_WARN_DAYS and office not in data.lost:
            days = tn("{n} 天没有回执", "{n} 天没有回执", status.overdue_days)
            title = t("交给{name}的文件{days}", name=data.name(office), days=days)
            said = t("请催对方把回执拷来。记录都在本机；对方没有收到的话，可以现在补发。")
            banners.append(Banner("warn", title, said, button(t("补发"), resend, name="resend"), "Alt+R"))
    return banners


def _forks(data: ExchangeData, copies: Callable[[], object] | None) -> list[Banner]:
    fork = data.fork
    if fork is None:
        return []
    act = button(t("看各份"), copies, name="copies") if copies is not None else None
    said = t("两边的记录都留着。请打电话问清楚那台电脑是不是恢复过备份，或者有两台电脑在用同一个库。")
    name = t("本单位") if fork.own else data.name(fork.sender)
    if fork.day is None:
        return [Banner("warn", t("{name}的记录分成了两支", name=name), said, act)]
    title = t("{name}用过一份 {day} 的旧库，记录分成了两支", name=name, day=day_words(date.fromisoformat(fork.day)))
    if fork.own and fork.returned:
        said = tn("对方还回 {n} 处改动。", "对方还回 {n} 处改动。", fork.returned) + said
    return [Banner("warn", title, said, act)]
