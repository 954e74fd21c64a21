"""What is wrong in the exchange, below the head of its page, worst first: gaps, silence, an old copy that went on."""

from collections.abc import Callable

from station_desk.domain.overview import RECEIPT_WARN_DAYS
from station_desk.ui.exchange_data import ExchangeData
from station_desk.ui.exchange_words import numbers_words
from station_desk.ui.kit import Banner, button
from station_desk.wording import t, tn

_FORKS_SHOWN = 8


def exchange_banners(data: ExchangeData, resend: Callable[[], object]) -> list[Banner]:
    """The banners of the page; none when all is well."""
    return [*_lost(data, resend), *_missing(data), *_overdue(data, resend), *_forks(data)]


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


def _forks(data: ExchangeData) -> list[Banner]:
    fork = next((bundle for bundle in data.received[:_FORKS_SHOWN] if bundle.result == "fork"), None)
    if fork is None:
        return []
    said = t("两边的记录都留着。请打电话问清楚那台电脑是不是恢复过备份。")
    return [Banner("warn", t("{name}的旧库接着做了新记录", name=data.name(fork.sender)), said)]
