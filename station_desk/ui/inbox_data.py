"""What the county's inbox shows besides files, read in the background."""

from dataclasses import dataclass
from datetime import date

from station_desk.domain.exchange import PeerStatus, StationView
from station_desk.domain.overview import SILENT_DAYS
from station_desk.domain.remarks import RemarkView
from station_desk.services import exchange, remarks
from station_desk.services.desk import Desk
from station_desk.wording import t


@dataclass(frozen=True, slots=True)
class InboxData:
    """The stations as they stand, how far each has heard of us, and the remarks that are not closed."""

    today: date
    stations: tuple[StationView, ...]
    status: dict[str, PeerStatus]
    remarks: tuple[RemarkView, ...]


def load_inbox(desk: Desk) -> InboxData:
    """Everything the page shows but the files."""
    status = {one.office: one for one in exchange.status(desk)}
    word = tuple(one for one in remarks.list_remarks(desk) if one.state != "closed")
    return InboxData(desk.clock.today(), tuple(exchange.stations(desk)), status, word)


def empty_words(data: InboxData) -> tuple[str, str]:
    """What would be here and what to do."""
    if not data.stations:
        return t("还没有认识任何一个所。"), t("请先收派出所的身份文件，电话里对一遍指纹。")
    silent = sum(one.overdue_days >= SILENT_DAYS for one in data.stations)
    if not silent:
        return t("没有新的文件。"), t("各所一个月里都来过。把文件或文件夹拖到这里也可以。")
    more = t(
        "{n} 个所里有 {silent} 个一个月没有来过。把文件或文件夹拖到这里也可以。", n=len(data.stations), silent=silent
    )
    return t("没有新的文件。"), more
