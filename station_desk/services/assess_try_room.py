"""The rubric of police rooms tried on the months of a folder (DESIGN 6, `assess try`); nothing is stored."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from station_desk.domain.pay import PayRule, pay_line
from station_desk.domain.room_rubric import (
    CLASSES,
    Deducted,
    RoomRubric,
    RoomSheet,
    classed,
    read_room_rubric,
    score_room,
)
from station_desk.domain.room_year import Alert, Consecutive, alerts, class_money, late_lines
from station_desk.domain.trouble import Trouble
from station_desk.services.fact_tables import FactFolder, Row, table_of, whole_of

_ASSESSED = frozenset(
    {"SCORED", "SIGNED", "SIGNED_BY_PERSON", "REFUSED", "AGREED", "CONFIRMED", "NOTIFIED", "APPEALED", "FINAL"}
)
_TARGETS = {"所长": "chief", "社区民警": "community_officer"}


@dataclass(frozen=True, slots=True)
class Room:
    """A police room: who answers for it, what the township adds (fen)."""

    id: str
    name: str
    topup: int
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wage:
    """An auxiliary's month in fen."""

    person: str
    base: int
    adjust: int

    @property
    def payable(self) -> int:
        """What is paid out."""
        return self.base + self.adjust


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room's sheet and its money in fen."""

    sheet: RoomSheet
    class_fen: int
    adjust: int
    fund: int

    @property
    def award(self) -> int:
        """The money of the class with its adjustments."""
        return self.class_fen + self.adjust


@dataclass(frozen=True, slots=True)
class TriedRooms:
    """The answer, months in order."""

    rooms: Mapping[str, Room]
    months: Mapping[str, Sequence[RoomLine]]
    wages: Mapping[str, Sequence[Wage]]
    alerts: Sequence[Alert]
    targets: Sequence[str]


def try_room_months(folder: Path) -> TriedRooms:
    """Score every room in every month, with class, money, wages and alerts.

    Trouble fact_file_missing, fact_wrong, toml_wrong, rubric_shape, rubric_sum, fact_room_unknown, item_unknown,
    claim_unknown, fact_person_unknown, sheet_twice, payable_negative.
    """
    tables = FactFolder(folder)
    rules = tables.rules()
    rubric = read_room_rubric(rules)
    rooms = _rooms(tables)
    sheets = _sheets(tables, rubric, rooms)
    money, period = table_of(rules, "money"), table_of(rules, "period")
    prizes = {name: whole_of(table_of(money, "class_fen"), name, "money.class_fen", 0) for name in CLASSES}
    late = late_lines(sheets, prizes, whole_of(period, "to_day", "period", 31))
    fund, none = whole_of(money, "room_fund_fen", "money", 0), whole_of(money, "not_assessed_fen", "money", 0)
    lines = {
        month: [
            RoomLine(
                sheet,
                class_money(sheet, prizes, none),
                late.get((month, sheet.room), 0),
                fund + rooms[sheet.room].topup,
            )
            for sheet in found
        ]
        for month, found in sheets.items()
    }
    row = table_of(rules, "consecutive")
    rule = Consecutive(
        str(row.get("class", CLASSES[-1])), whole_of(row, "n", "consecutive", 3), row.get("missing_month") != "skip"
    )
    named = row.get("target", list(_TARGETS))
    targets = [str(one) for one in named] if isinstance(named, list) else []
    return TriedRooms(rooms, lines, _wages(tables, money, list(sheets)), alerts(sheets, rule), targets)


def answerable(tried: TriedRooms, room: str) -> list[str]:
    """The names at which an alert about the room points: chief and community officer, never an auxiliary."""
    people = tried.rooms[room].people
    return [people[_TARGETS[one]] for one in tried.targets if one in _TARGETS and people.get(_TARGETS[one])]


def _rooms(tables: FactFolder) -> dict[str, Room]:
    rooms: dict[str, Room] = {}
    for row in tables.table("rooms", needed=True):
        if row.text("room") in rooms:
            raise Trouble("sheet_twice", person=row.text("room"), file=row.file, row=row.number)
        people = {role: row.text(role) for role in _TARGETS.values()}
        rooms[row.text("room")] = Room(row.text("room"), row.text("name"), row.whole("topup_fen"), people)
    return rooms


def _sheets(tables: FactFolder, rubric: RoomRubric, rooms: Mapping[str, Room]) -> dict[str, list[RoomSheet]]:
    """{month: a sheet for each room}, months in order."""
    found: dict[tuple[str, str], list[Deducted]] = {}
    for row in _known(tables, "findings", rooms):
        points = row.tenths("deduct")
        if points is None or points < 0:
            raise row.wrong("deduct")
        one = Deducted(row.text("item"), points, row.text("mark") == "withdrawn")
        found.setdefault((row.text("month"), row.text("room")), []).append(one)
    adds: dict[tuple[str, str], list[str]] = {}
    for row in _known(tables, "adds", rooms):
        adds.setdefault((row.text("month"), row.text("room")), []).append(row.text("kind"))
    standing: dict[tuple[str, str], tuple[str, date | None]] = {}
    for row in _known(tables, "status", rooms):
        key = (row.text("month"), row.text("room"))
        if key in standing:
            raise Trouble("sheet_twice", person=key[1], file=row.file, row=row.number)
        standing[key] = (row.text("state"), row.day("final_on"))
    months = sorted({month for month, _room in (*found, *adds, *standing)})
    return {
        month: classed(
            rubric,
            month,
            [
                _standing(
                    rubric, room, found.get((month, room), []), adds.get((month, room), []), standing.get((month, room))
                )
                for room in rooms
            ],
        )
        for month in months
    }


def _standing(
    rubric: RoomRubric, room: str, found: list[Deducted], adds: list[str], state: tuple[str, date | None] | None
) -> RoomSheet:
    """The room's sheet; a room without a state that says it was assessed has none."""
    assessed = state is not None and state[0].upper() in _ASSESSED
    return score_room(rubric, room, found, adds, state if assessed else None)


def _known(tables: FactFolder, name: str, rooms: Mapping[str, Room]) -> list[Row]:
    rows = list(tables.table(name))
    for row in rows:
        if row.text("room") not in rooms:
            raise Trouble("fact_room_unknown", room=row.text("room"), file=row.file, row=row.number)
    return rows


def _wages(tables: FactFolder, money: Mapping[str, object], months: Sequence[str]) -> dict[str, list[Wage]]:
    """{month: the auxiliaries in service, or with an adjustment}, in the order of the list."""
    rule = PayRule(whole_of(money, "wage_fen", "money", 0), partial=str(money.get("partial", "by_day")))
    people = list(tables.table("auxiliaries"))
    names = {row.text("name") for row in people}
    adjust: Counter[tuple[str, str]] = Counter()
    for row in tables.table("wage_adjustments"):
        if row.text("name") not in names:
            raise Trouble("fact_person_unknown", person=row.text("name"), file=row.file, row=row.number)
        adjust[row.text("month"), row.text("name")] += row.whole("fen")
    found: dict[str, list[Wage]] = {}
    for month in months:
        for row in people:
            name = row.text("name")
            line = pay_line(rule, month, name, (row.day("joined"), row.day("left")), None, 0)
            stopped = month in row.text("suspended_months").replace(";", " ").replace("、", " ").split()
            wage = Wage(name, 0 if stopped else line.base, adjust[month, name])
            if wage.payable < 0:
                raise Trouble("payable_negative", person=name)
            if line.days or wage.adjust:
                found.setdefault(month, []).append(wage)
    return found
