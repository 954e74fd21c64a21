"""A whole list of work stations and police rooms, taken over in one act: new ones added, known ones brought up to date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from station_desk.domain.ids import new_id
from station_desk.domain.policy import same_unit
from station_desk.domain.posts import PostUnit
from station_desk.domain.records import Village
from station_desk.domain.trouble import Trouble
from station_desk.domain.unit_lists import UnitFault, UnitList, UnitRow, read_units
from station_desk.services.desk import Desk
from station_desk.services.posts import MOST_WORDS
from station_desk.services.roster_memory import memory_of
from station_desk.sheets.reading import read_book
from station_desk.store.posts import load_units, unit_fields, village_links
from station_desk.store.unit_of_work import UnitOfWork

IMPORT = "unit_import"


@dataclass(slots=True)
class TakenUnits:
    """What a list did: places new, changed and as before, and the rows that were held back."""

    new: int = 0
    changed: int = 0
    same: int = 0
    held: list[UnitFault] = field(default_factory=list)


def import_units(desk: Desk, file: Path) -> TakenUnits:
    """Take over a list of stations and rooms (any workbook or CSV). A place is known again by its kind and its code, else
    by its name; a room without villages of its own has those of its stations.

    Held back are rows with a village that is not known here (`villages`) or is there twice (`village_twice`), a room that
    is not there (`parent`), a place that stands twice in the list (`name`), a text that is too long.
    Troubles: `unit_columns_missing` (file), those of `sheets.reading` and `Store.write`.
    """
    found = _read(file)
    taken = TakenUnits(held=list(found.faults))
    villages = _Villages(memory_of(desk).book(desk).units(desk.clock.today()))
    with desk.store.read() as conn:
        known = {_name(one): one for one in load_units(conn)} | {
            (one.kind, f"#{one.code}"): one for one in load_units(conn) if one.code
        }
    wanted = _wanted(found.rows, villages, known, taken)
    if not wanted:
        return taken
    with desk.store.write(desk.account.id, IMPORT) as work:
        for one in wanted:
            _write(work, one, known.get((one.kind, f"#{one.code}")) or known.get(_name(one)), taken)
    return taken


def _read(file: Path) -> UnitList:
    for sheet in read_book(file).sheets:
        found = read_units(sheet) if sheet.visible and sheet.rows else None
        if found is not None:
            return found
    raise Trouble("unit_columns_missing", file=file.name)


def _name(one: PostUnit) -> tuple[str, str]:
    return one.kind, one.name


class _Villages:
    """The villages of the office by code and by name."""

    def __init__(self, there: Sequence[Village]) -> None:
        self.by_code = {one.code: one for one in there}
        self.all = there

    def find(self, text: str, township: str) -> list[Village]:
        """The villages that a text names: by code, else by name, inside the township where several are called so."""
        if text in self.by_code:
            return [self.by_code[text]]
        exact = [one for one in self.all if one.name == text]
        fit = exact or [one for one in self.all if same_unit(one.name, text)]
        near = [one for one in fit if township and one.township == township]
        return near or fit


def _wanted(
    rows: Sequence[UnitRow], villages: _Villages, known: Mapping[tuple[str, str], PostUnit], taken: TakenUnits
) -> list[PostUnit]:
    """The places as the list has them, rooms first, each with the id of the known one or a new id."""
    made: dict[tuple[str, str], PostUnit] = {}
    parents: dict[str, str] = {one.name: one.id for one in known.values() if one.kind == "room"}
    for row in sorted(rows, key=lambda one: (one.kind != "room", one.row)):
        fault, places = _placed(row, villages)
        if fault is None and (row.kind, row.name) in made:
            fault = UnitFault(row.row, "name", row.name)
        if fault is None and row.parent and row.parent not in parents:
            fault = UnitFault(row.row, "parent", row.parent)
        if fault is not None:
            taken.held.append(fault)
            continue
        there = known.get((row.kind, f"#{row.code}")) or known.get((row.kind, row.name))
        unit = PostUnit(
            "", there.id if there else new_id(), row.kind, row.name, row.code, parents.get(row.parent, ""), row.officer,
            row.valid_from, row.valid_to, places,
        )  # fmt: skip
        made[_name(unit)] = unit
        if row.kind == "room":
            parents[row.name] = unit.id
    whole = [_filled(one, list(made.values())) for one in made.values()]
    return [one for one in whole if _has_place(one, rows, taken)]


def _placed(row: UnitRow, villages: _Villages) -> tuple[UnitFault | None, tuple[str, ...]]:
    """The villages of a row by id, or what keeps it from being taken."""
    if len(row.name) > MOST_WORDS or len(row.officer) > MOST_WORDS or len(row.code) > MOST_WORDS:
        return UnitFault(row.row, "name", row.name[:MOST_WORDS]), ()
    if row.kind == "station" and not row.villages:
        return UnitFault(row.row, "villages", ""), ()
    places = []
    for text in row.villages:
        fit = villages.find(text, row.township)
        if len(fit) != 1:
            return UnitFault(row.row, "village_twice" if fit else "villages", text), ()
        places.append(fit[0].id)
    return None, tuple(places)


def _filled(one: PostUnit, others: Sequence[PostUnit]) -> PostUnit:
    """A room without villages of its own has those of its stations."""
    if one.kind != "room" or one.villages:
        return one
    under = [place for unit in others if unit.parent_id == one.id for place in unit.villages]
    return replace(one, villages=tuple(dict.fromkeys(under)))


def _has_place(one: PostUnit, rows: Sequence[UnitRow], taken: TakenUnits) -> bool:
    if not one.villages:
        number = next(row.row for row in rows if (row.kind, row.name) == _name(one))
        taken.held.append(UnitFault(number, "villages", ""))
    return bool(one.villages)


def _write(work: UnitOfWork, one: PostUnit, there: PostUnit | None, taken: TakenUnits) -> None:
    fields = {name: value for name, value in unit_fields(one).items() if value is not None}
    if there is None:
        work.create("unit", one.id, fields)
        taken.new += 1
    else:
        before = unit_fields(there)
        fields = {name: value for name, value in fields.items() if before[name] != value}
        if not fields and there.villages == one.villages:
            taken.same += 1
            return
        taken.changed += 1
        if fields:
            work.update("unit", one.id, fields)
        if there.villages == one.villages:
            return
        for link in village_links(work.conn, work.scope, one.id):
            work.delete("unit_village", link)
    for village_id in one.villages:
        work.create("unit_village", new_id(), {"unit_id": one.id, "village_id": village_id})
