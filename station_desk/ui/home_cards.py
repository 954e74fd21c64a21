"""The cards at the right of Home: safety of the data, people or stations, and what was left in the middle."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from station_desk.domain.overview import Overview
from station_desk.services.drafts import Draft
from station_desk.ui.kit import Item, button, card, column, heading, label, link_row, row, two_lines
from station_desk.ui.page import Target, Workplace
from station_desk.ui.summary import backup_words, moment, peer_words
from station_desk.wording import N, t

MARGINS = (16, 10, 16, 14)

_PLACES = {"roster": N("花名册"), "settings": N("设置"), "print": N("打印"), "exchange": N("收发"), "import": N("导入")}


def safety_card(place: Workplace, overview: Overview, back_up: Callable[[], object]) -> QWidget:
    """Backup and exchange, each with its mark and its words."""
    act = button(t("现在备份"), back_up, kind="quiet", name="backup-now")
    act.setEnabled(not place.desk.read_only)
    backup = overview.backup
    if backup.at is None:
        said = two_lines("bad", t("还没有备份"), t("硬盘坏了就什么都没有了"))
    elif backup.tone == "ok":
        said = two_lines("ok", t("备份完好"), t("{when} 写入并读回核对", when=moment(backup.at, overview.day)))
    else:
        when = moment(backup.at, overview.day)
        said = two_lines(backup.tone, backup_words(backup, overview.day), t("上一次：{at}", at=when))
    lines: list[QWidget] = [said]
    checked = overview.checked
    if checked is not None:
        good = t("数据库核对无误") if not checked.findings else t("核对发现 {n} 处问题", n=checked.findings)
        lines.append(two_lines("bad" if checked.findings else "ok", good, moment(checked.at, overview.day)))
    if place.desk.office.kind == "station":
        lines += [_county_line(overview)]
    if place.desk.store.anchor_failed:
        lines.append(two_lines("warn", t("防回退的记号没有写成"), t("多半是硬盘满了或者只读")))
    return card(heading(t("数据安全"), "", act), *lines, gap=9, margins=MARGINS)


def _county_line(overview: Overview) -> QWidget:
    if not overview.peers:
        return two_lines("wait", t("还没有认识县局"), t("认识以后才能交包"))
    peer = overview.peers[0]
    if peer.unconfirmed:
        second = t("此后 {n} 处改动还没有回执", n=peer.unconfirmed)
    elif overview.waiting:
        second = t("还有 {n} 处改动没有交出", n=overview.waiting)
    else:
        second = t("没有等着交的改动")
    return two_lines(peer.tone, peer_words(peer, overview.day), second)


def _figure(count: int, word: str, *, warn: bool = False) -> QWidget:
    return column(
        label(str(count), "figure", "warn" if warn else ""), label(word[:1].upper() + word[1:], "small"), gap=0
    )


def people_card(overview: Overview, show: Callable[[], object]) -> QWidget:
    """Posts and people in four figures."""
    heads = overview.roster
    figures: list[Item] = [
        _figure(heads.serving, t("在聘")),
        None,
        _figure(heads.pending, t("待聘")),
        None,
        _figure(heads.vacant, t("空缺"), warn=heads.vacant > 0),
        None,
        _figure(heads.quota, t("应配")),
    ]
    act = button(t("花名册"), show, kind="quiet", name="show-roster")
    return card(heading(t("人员"), "", act), row(*figures), gap=6, margins=MARGINS)


def stations_card(overview: Overview, show: Callable[[], object]) -> QWidget:
    """Stations known, those with something missing, people in all."""
    gaps = sum(1 for peer in overview.peers if peer.tone == "bad")
    figures: list[Item] = [
        _figure(overview.stations, t("派出所")),
        None,
        _figure(gaps, t("缺包的所"), warn=gaps > 0),
        None,
        _figure(overview.roster.people, t("人员")),
    ]
    act = button(t("派出所"), show, kind="quiet", name="show-stations")
    return card(heading(t("各所"), "", act), row(*figures), gap=6, margins=MARGINS)


def drafts_card(waiting: Sequence[Draft], today: date, go: Callable[[Target], object]) -> QWidget:
    """What was left in the middle, newest first; pressing leads back there."""
    lines = []
    for draft in waiting[:3]:
        page = draft.place.partition(":")[0]
        word = t(_PLACES[page]) if page in _PLACES else t("草稿")
        lines.append(link_row(word, moment(draft.at, today), partial(go, Target(page))))
    return card(heading(t("接着做")), *lines, gap=4, margins=MARGINS)
