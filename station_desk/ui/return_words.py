"""Words of the return desk."""

from station_desk.domain.paper import read_serial
from station_desk.services.return_desk import MissingSheet, Taken
from station_desk.services.sheet_days import Reminder
from station_desk.ui.delegate import Cell
from station_desk.wording import N, t

OUTCOMES = {
    "taken": ("ok", N("已收")),
    "other_month": ("warn", N("已收，是 {month} 的表")),
    "before": ("warn", N("已收过一次{when}")),
    "replaced": ("warn", N("已经补印过，这是旧的一张")),
    "spoiled": ("bad", N("这张已经作废")),
    "foreign": ("bad", N("不是我们所的表")),
    "unread": ("bad", N("编号不对，再扫一次")),
    "several": ("warn", N("有几张都是这个尾号，请输全")),
}
"""The mark and the sentence of each outcome."""


def outcome_text(taken: Taken) -> str:
    """What became of a serial."""
    month = taken.sheet.period if taken.sheet else ""
    when = t("，{day}", day=f"{taken.since:%m-%d}") if taken.since else ""
    return t(OUTCOMES[taken.outcome][1], month=month, when=when)


WAYS = {"tel": N("电话"), "chat": N("工作群"), "met": N("当面")}
"""How somebody was reminded."""


def reminder_text(reminded: Reminder | None) -> str:
    """When and how somebody was reminded last, and how often; "" for never."""
    if reminded is None:
        return ""
    way = t(WAYS[reminded.way]) if reminded.way in WAYS else reminded.way
    told = f"{reminded.day:%m-%d} {way}"
    return told if reminded.times == 1 else t("{told} {n} 次", told=told, n=reminded.times)


def as_text(missing: list[MissingSheet], phones: dict[str, str]) -> str:
    """The list for a chat group: name, village, and the phone where it was revealed; no other number."""
    lines = []
    for one in missing:
        parts = [one.line.person or one.line.sheet.serial, one.village, phones.get(one.line.sheet.person_id or "", "")]
        lines.append("\t".join(part for part in parts if part))
    return "\n".join(lines)


def number_of(serial: str) -> str:
    """A serial as people call it: its running number."""
    told = read_serial(serial)
    return f"{told.life}{told.running:04d}"


def number_cell(serial: str, mark: str = "") -> Cell:
    """The same in a list, with the form beside it."""
    return Cell(number_of(serial), mark=mark, second=read_serial(serial).form)
