"""Which sheets of a month the list shows, and the words of its chips."""

from typing import Literal

from station_desk.domain.assessment import SheetState
from station_desk.services.assessment import MonthSheets, SheetView
from station_desk.wording import t

Show = Literal["all", "open", "differs", "failed"]
SHOWS: tuple[Show, ...] = ("all", "open", "differs", "failed")


def rows_of(data: MonthSheets | None, show: Show) -> list[SheetView]:
    """All sheets, those that are not whole, those that differ from the log, those in the lowest grade."""
    if data is None:
        return []
    low = data.rubric.grades.failed
    return [
        one
        for one in data.sheets
        if show == "all"
        or (show == "open" and one.standing.state is SheetState.DRAFT)
        or (show == "differs" and any(entry.differs for entry in one.standing.entries.values()))
        or (show == "failed" and one.standing.total is not None and one.standing.grade == low)
    ]


def chip_word(show: Show, count: int) -> str:
    """The word of a chip with its count."""
    words = {
        "all": t("全部 {n}", n=count),
        "open": t("没评完 {n}", n=count),
        "differs": t("与日志不一致 {n}", n=count),
        "failed": t("末等 {n}", n=count),
    }
    return words[show]
