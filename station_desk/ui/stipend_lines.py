"""A line of a pay list as a row: who, where, and the money; the same at a station and at the county."""

from station_desk.domain.stipend import Line
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.stipend import MonthPay
from station_desk.ui.delegate import Cell
from station_desk.ui.lists import Column
from station_desk.ui.stipend_words import ROOM_MONEY, yuan
from station_desk.wording import t


def subject_columns() -> list[Column]:
    """Who the line is about."""
    return [Column(t("姓名和村"), 0)]


def money_columns() -> list[Column]:
    """What the line comes to."""
    heads = ((t("基本"), 84), (t("考核补贴"), 78), (t("调整"), 88), (t("应发"), 92))
    return [Column(head, width, "right") for head, width in heads]


def subject_cells(desk: Desk, data: MonthPay, line: Line) -> list[Cell]:
    """The cells of `subject_columns`: of a room what the money is for stands in the place of the village."""
    found = memory_of(desk).rows_by_person(desk).get(line.person_id)
    place = found.village if found else t(ROOM_MONEY[line.kind]) if line.unit else ""
    return [Cell(data.names[line.subject], weight="medium", second=place)]


def money_cells(data: MonthPay, line: Line) -> list[Cell]:
    """The cells of `money_columns`; the sum is marked where it is not as last month."""
    changed = any(one.person_id == line.subject for one in data.differs)
    return [
        Cell(yuan(line.base)),
        Cell(yuan(line.allowance) if line.allowance else "", second=line.grade),
        Cell(yuan(line.adjust) if line.adjust else ""),
        Cell(yuan(line.payable), weight="medium", sign="changed" if changed else ""),
    ]
