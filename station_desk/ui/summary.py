"""Words for the overview: days and times as a clerk says them, the items of the status strip, counts in the navigation."""

from datetime import date, datetime

from station_desk.domain.overview import BackupState, Overview, PeerState
from station_desk.domain.records import Account, OfficeKind, Role
from station_desk.services.desk import Desk
from station_desk.ui.marks import MarkKind
from station_desk.ui.navigation import Badge
from station_desk.ui.status_strip import Fact
from station_desk.wording import N, language, t

ROLE_WORDS = {Role.CLERK: N("内勤"), Role.CHIEF: N("所长"), Role.ADMIN: N("管理员")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = (N("星期一"), N("星期二"), N("星期三"), N("星期四"), N("星期五"), N("星期六"), N("星期日"))


def role_word(role: Role) -> str:
    """What a person may do, in a word."""
    return t(ROLE_WORDS[role])


def day_words(day: date) -> str:
    """11月23日 / 23 Nov."""
    return f"{day.month}月{day.day}日" if language() == "zh_CN" else f"{day.day} {_MONTHS[day.month - 1]}"


def day_of(day: str) -> str:
    """As `day_words` for an ISO date, "" for none."""
    return day_words(date.fromisoformat(day)) if day else ""


def month_words(month: str) -> str:
    """11 月 / Nov, of YYYY-MM."""
    number = int(month[5:])
    return f"{number} 月" if language() == "zh_CN" else _MONTHS[number - 1]


def weekday_word(day: date) -> str:
    """星期一 …"""
    return t(_WEEKDAYS[day.weekday()])


def local(instant: str) -> datetime:
    """A UTC ISO instant as local time."""
    return datetime.fromisoformat(instant).astimezone()


def moment(instant: str, today: date) -> str:
    """今天 08:12, 昨天 16:40, 11月17日, 2025-11-17: as exact as anybody needs it."""
    when = local(instant)
    days = (today - when.date()).days
    if days == 0:
        return t("今天 {time}", time=f"{when:%H:%M}")
    if days == 1:
        return t("昨天 {time}", time=f"{when:%H:%M}")
    return day_words(when.date()) if when.year == today.year else when.date().isoformat()


def backup_words(backup: BackupState, today: date) -> str:
    """The last backup in one phrase."""
    if backup.at is None:
        return t("还没有备份")
    if backup.tone == "ok":
        return t("备份 {when}·已读回核对", when=moment(backup.at, today))
    return t("{days} 天没有备份了", days=max(1, int((backup.hours or 0) // 24)))


def peer_words(peer: PeerState, today: date) -> str:
    """How far the county has come, in one phrase."""
    if peer.lost:
        return t("县局缺第 {n} 包", n=peer.lost[0])
    if peer.missing:
        return t("缺县局第 {n} 包", n=peer.missing[0])
    if peer.confirmed is None:
        return t("县局还没有回执")
    if peer.confirmed_at is None:
        return t("县局已收到第 {n} 包", n=peer.confirmed)
    return t("县局已收到第 {n} 包（{when}）", n=peer.confirmed, when=day_words(local(peer.confirmed_at).date()))


def account_words(account: Account) -> str:
    """王敏·内勤."""
    return t("{name}·{role}", name=account.name, role=role_word(account.role))


def strip_facts(desk: Desk, overview: Overview | None) -> list[Fact]:
    """The left side of the status strip."""
    facts = [Fact("who", account_words(desk.account), icon="users")]
    if overview is None:
        return facts
    facts.append(Fact("backup", backup_words(overview.backup, overview.day), mark=overview.backup.tone))
    if desk.office.kind == OfficeKind.COUNTY:
        silent = [peer for peer in overview.peers if peer.tone != "ok"]
        tone: MarkKind = "bad" if any(p.tone == "bad" for p in silent) else "warn" if silent else "ok"
        if overview.peers:
            text = t("{n} 个所要看", n=len(silent)) if silent else t("{n} 个所都正常", n=len(overview.peers))
            facts.append(Fact("exchange", text, mark=tone))
    elif overview.peers:
        peer = overview.peers[0]
        facts.append(Fact("exchange", peer_words(peer, overview.day), mark=peer.tone))
    return facts


def badges(overview: Overview | None) -> dict[str, Badge]:
    """Counts in the navigation: what waits on a page."""
    if overview is None:
        return {}
    gaps = sum(len(peer.lost) + len(peer.missing) for peer in overview.peers)
    held = sum(int(duty.facts.get("count", 0)) for duty in overview.duties if duty.kind == "rows_held")
    found: dict[str, Badge] = {}
    if gaps:
        found["exchange"] = Badge(gaps, "bad")
    if held:
        found["roster"] = Badge(held, "warn")
    return found
