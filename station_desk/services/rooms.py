"""Police rooms and work stations as subjects of the assessment (Xihua 狠抓评讲通报: 全县警务室和警务工作站).

Where units were entered (`villages unit-add`), they are the rooms and stations; the room that a village names in words
counts for villages that no room unit covers. A sheet is kept under the name, so that months before a unit was entered
and after it are one row of months.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from station_desk.domain.chinese_numbers import by_number
from station_desk.domain.dates import within
from station_desk.domain.posts import PostUnit, UnitKind
from station_desk.domain.records import SERVING, Village
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.store.posts import load_units


@dataclass(frozen=True, slots=True)
class Room:
    """A police room or work station on a day: its name, its station's scope, who answers for it, its villages."""

    name: str
    kind: UnitKind
    scope: str
    officers: tuple[str, ...]
    villages: tuple[Village, ...]


def rooms(desk: Desk, day: date, *, stations: bool = False) -> list[Room]:
    """The rooms of a day, with `stations` the work stations behind them, by name and number; two offices may use the same
    name.
    """
    villages = memory_of(desk).book(desk).villages
    with desk.store.read() as conn:
        there = [one for one in load_units(conn) if within(day, one.valid_from, one.valid_to)]
    units = [one for one in there if one.kind == "room"]
    covered = {village for unit in units for village in unit.villages}
    found = {(one.scope, one.name): _of_unit(one, villages) for one in units}
    by_text: dict[tuple[str, str], list[Village]] = {}
    for village in villages.values():
        if village.room and village.id not in covered:
            by_text.setdefault((village.scope, village.room), []).append(village)
    for (scope, name), mine in by_text.items():
        found.setdefault((scope, name), Room(name, "room", scope, _officers(mine), tuple(mine)))
    if stations:
        found |= {(one.scope, one.name): _of_unit(one, villages) for one in there if one.kind == "station"}
    return sorted(found.values(), key=lambda one: (one.kind == "station", by_number(one.name), one.scope))


def _of_unit(unit: PostUnit, villages: Mapping[str, Village]) -> Room:
    mine = tuple(villages[one] for one in unit.villages if one in villages)
    return Room(unit.name, unit.kind, unit.scope, (unit.officer,) if unit.officer else _officers(mine), mine)


def _officers(villages: tuple[Village, ...] | list[Village]) -> tuple[str, ...]:
    return tuple(sorted({one.officer for one in villages if one.officer}))


def people_of(desk: Desk, found: Iterable[Room], day: date) -> dict[str, list[str]]:
    """{person: the rooms and stations of the villages that they serve on a day}, the stations first: an auxiliary belongs
    to the work station (一室一民警、一站一辅警).
    """
    book = memory_of(desk).book(desk)
    homes: dict[str, list[str]] = {}
    for room in sorted(found, key=lambda one: (one.kind != "station", one.name)):
        for village in room.villages:
            homes.setdefault(village.id, []).append(room.name)
    told: dict[str, list[str]] = {}
    for person in book.people.values():
        if book.row(person, day).status in SERVING:
            served = {village for term in book.terms.get(person.id, ()) for village in term.villages}
            names = [name for village in sorted(served) for name in homes.get(village, [])]
            if names:
                told[person.id] = list(dict.fromkeys(names))
    return told
