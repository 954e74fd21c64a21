"""The units an office covers: read from a list, brought up to date, with posts and vacancy (DESIGN 6, DATA 1).

Mergers are the rule: a village has its dates and the one it went into. The sample lists are of several years; the
newest of a county counts unless a year is named (`371602009@2018`).
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from station_desk.domain.ids import new_id
from station_desk.domain.intake_cells import RawSheet
from station_desk.domain.intake_villages import stem
from station_desk.domain.journal import Value
from station_desk.domain.records import Village
from station_desk.domain.roster_book import RosterBook
from station_desk.domain.search import Entry, SearchIndex
from station_desk.domain.trouble import Trouble
from station_desk.domain.village_lists import VillageFault, VillageList, kind_by_code, read_list, read_rows
from station_desk.domain.villages import Township, VillageRow, VillageView
from station_desk.machine.folders import resources_dir
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.sheets.reading import read_book
from station_desk.store.village_aliases import load_aliases

IMPORT, EDIT = "village_import", "village_edit"
EDITABLE = frozenset({"name", "kind", "households", "officer", "room", "area", "valid_from", "valid_to", "merged_into"})
_PREFIX = re.compile(r"(\d{2,12})(?:@(\d{4}))?")
_YEAR = re.compile(r"_(\d{4})$")


@dataclass(frozen=True, slots=True)
class _Listed:
    """One row of a sample list: its year, county and village."""

    year: int
    county_code: str
    county: str
    row: VillageRow


def list_villages(desk: Desk, as_of: date | None = None, scope: str | None = None) -> list[VillageView]:
    """The villages that exist on the day (default today), by code, with posts granted, filled and open."""
    day = as_of or desk.clock.today()
    return memory_of(desk).book_on(desk, day).village_views(reference.policy(desk, day), day, scope)


def read_village_file(path: Path) -> list[VillageRow]:
    """The villages of a CSV file or workbook (its first sheet with the columns).

    Troubles: `village_columns_missing` (file), `village_row_bad` (file, row, column), those of `sheets.reading`.
    """
    sheets = [sheet for sheet in read_book(path).sheets if sheet.visible and sheet.rows]
    missing = Trouble("village_columns_missing", file=path.name)
    for sheet in sheets:
        try:
            return read_rows(sheet, path.name)
        except Trouble as trouble:
            if trouble.code != "village_columns_missing":
                raise
            missing = trouble
    raise missing


@dataclass(frozen=True, slots=True)
class VillageProposal:
    """A list as it would be taken over: the sheets that hold villages, with their faults; nothing is stored.

    `notes` are those of the book (`intake_cells.RawBook`). `sheets`, `by_name` and `mended` are what it was read from: cells, codes of known villages, what a person put right,
    {sheet: {row: {field: text}}}.
    """

    lists: tuple[VillageList, ...]
    sheets: tuple[RawSheet, ...] = ()
    by_name: Mapping[tuple[str, str], str] = field(default_factory=dict)
    mended: Mapping[str, Mapping[int, Mapping[str, str]]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> list[VillageRow]:
        return [row for found in self.lists for row in found.rows.values()]

    @property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Other names by the code of the village."""
        return {found.rows[row].code: names for found in self.lists for row, names in found.aliases.items()}

    @property
    def faults(self) -> list[VillageFault]:
        return [fault for found in self.lists for fault in found.faults]


def propose_villages(desk: Desk, path: Path) -> VillageProposal:
    """What the villages of any workbook or CSV file say; rows with a cell that cannot be taken are told and left out.

    A list without codes brings known villages up to date by their names. Troubles: `village_columns_missing` (file),
    `village_row_bad` (file, row, column) where no row at all can be taken, those of `sheets.reading`.
    """
    known = [v for v in memory_of(desk).book(desk).villages.values() if v.scope == desk.office.code and not v.valid_to]
    names: dict[tuple[str, str], list[str]] = {}
    for village in known:
        for place in ((village.township_code, village.name), ("", village.name)):
            names.setdefault(place, []).append(village.code)
    by_name = {place: codes[0] for place, codes in names.items() if len(codes) == 1}
    book = read_book(path)
    sheets = tuple(sheet for sheet in book.sheets if sheet.visible and sheet.rows)
    found = _read_lists(VillageProposal((), sheets, by_name, notes=book.notes))
    if not found.lists:
        raise Trouble("village_columns_missing", file=path.name)
    if not found.rows:
        first = found.faults[0] if found.faults else None
        raise Trouble(
            "village_row_bad", file=path.name, row=first.row if first else 0, column=first.column if first else "name"
        )
    return found


def mend_village(proposal: VillageProposal, sheet: str, row: int, column: str, text: str) -> VillageProposal:
    """The list with one cell as a person put it right, read again; `column` is a field of `village_lists.TARGET`."""
    rows = dict(proposal.mended.get(sheet, {}))
    rows[row] = {**rows.get(row, {}), column: text}
    return _read_lists(replace(proposal, mended={**proposal.mended, sheet: rows}))


def _read_lists(proposal: VillageProposal) -> VillageProposal:
    lists = (read_list(sheet, proposal.by_name, proposal.mended.get(sheet.name)) for sheet in proposal.sheets)
    return replace(proposal, lists=tuple(one for one in lists if one is not None))


def sample_townships() -> list[Township]:
    """The townships of the bundled lists, by code, the newest list first."""
    counts: dict[tuple[str, int], Township] = {}
    for listed in _samples():
        row, key = listed.row, (listed.row.township_code, listed.year)
        before = counts[key].count if key in counts else 0
        counts[key] = Township(row.township_code, row.township, listed.county, listed.year, before + 1)
    return sorted(counts.values(), key=lambda t: (t.code, -t.year))


class TownshipFinder:
    """The townships of the bundled lists, found by a piece of the name or the county, the beginning of the code, pinyin
    or initials. Trouble `program_incomplete`.
    """

    def __init__(self) -> None:
        self.all = sample_townships()
        names = dict.fromkeys(name for one in self.all for name in (one.name, one.county))
        self._index = SearchIndex((Entry(name, name, False, len(name)) for name in names), reference.readings())
        self._names = len(names)

    def find(self, typed: str) -> list[Township]:
        """Those that `typed` finds, in the order of `all`; all of them where nothing is typed."""
        wanted = typed.strip()
        if not wanted:
            return list(self.all)
        named = {match.entry.key for match in self._index.find(wanted, limit=self._names)}
        return [one for one in self.all if {one.name, one.county} & named or one.code.startswith(wanted)]


def sample_villages(prefix: str) -> list[VillageRow]:
    """The villages of the bundled lists whose code begins with `prefix` (371602009, or 371602009@2023 for one list).

    The lists stand for the places of the source documents as they were then: where a county has lists of several years,
    the oldest counts unless a year is named (梁才: 74 villages in 2018, as in its document; 25 in 2023, after mergers).
    Trouble `villages_none` (prefix).
    """
    asked = _PREFIX.fullmatch(prefix.strip())
    found = [one for one in _samples() if asked and one.row.code.startswith(asked[1])]
    if asked and asked[2]:
        found = [one for one in found if one.year == int(asked[2])]
    oldest: dict[str, int] = {}
    for one in found:
        oldest[one.county_code] = min(oldest.get(one.county_code, one.year), one.year)
    rows = [one.row for one in found if one.year == oldest[one.county_code]]
    if not rows:
        raise Trouble("villages_none", prefix=prefix)
    return sorted(rows, key=lambda row: row.code)


def rows_for(text: str) -> list[VillageRow]:
    """The villages that `--villages` names: a code prefix of the sample lists, or a file. Troubles as the two."""
    return sample_villages(text) if _PREFIX.fullmatch(text.strip()) else read_village_file(Path(text))


@lru_cache(maxsize=1)
def _samples() -> tuple[_Listed, ...]:
    """Every row of the bundled lists; a code that two lists of the same year hold counts once."""
    found: dict[tuple[str, int], _Listed] = {}
    for file in sorted((resources_dir() / "villages").glob("*.csv")):
        year = _YEAR.search(file.stem)
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for line in csv.DictReader(stream):
                row = VillageRow(
                    code=line["code"],
                    name=line["name"],
                    kind=line["kind"] or kind_by_code(line["code"]),
                    township_code=line["township_code"],
                    township=line["township"],
                )
                at = int(year[1]) if year else 0
                found.setdefault((row.code, at), _Listed(at, line["county_code"], line["county"], row))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class VillageChange:
    """What a row of a list would write: `kind` new, changed or same, and the fields that it says otherwise."""

    row: VillageRow
    kind: Literal["new", "changed", "same"]
    fields: tuple[str, ...] = ()


def compare_villages(desk: Desk, rows: Sequence[VillageRow]) -> list[VillageChange]:
    """What `import_villages` would write for each row, in their order; nothing is stored."""
    found = []
    for row, same, values in _plan(desk, rows)[0]:
        fields = tuple(_differences(values, same)) if same else ()
        found.append(VillageChange(row, "new" if same is None else "changed" if fields else "same", fields))
    return found


def _plan(
    desk: Desk, rows: Sequence[VillageRow]
) -> tuple[list[tuple[VillageRow, Village | None, dict[str, Value]]], dict[str, str]]:
    """Each row with the village that it speaks of (None: a new one) and what it says; and the record ids by code."""
    book, scope, today = memory_of(desk).book(desk), desk.office.code, desk.clock.today().isoformat()
    known: dict[str, list[Village]] = {}
    for village in book.villages.values():
        if village.scope == scope:
            known.setdefault(village.code, []).append(village)
    ids = {code: villages[-1].id for code, villages in known.items()}
    found: list[tuple[VillageRow, Village | None]] = []
    for row in rows:
        same = _same(row, known.get(row.code, []))
        found.append((row, same))
        ids[row.code] = same.id if same else new_id()
    named = _ids_by_name(known, rows, ids)
    plan = []
    for row, same in found:
        values = _values(row, ids, today)
        if row.merged_into and row.merged_into not in ids:
            values["merged_into"] = named.get((row.township_code, stem(row.merged_into)), row.merged_into)
        plan.append((row, same, values))
    return plan, ids


def import_villages(desk: Desk, rows: Sequence[VillageRow], aliases: Mapping[str, Sequence[str]] | None = None) -> int:
    """Take a list over in one act: new villages are added, known ones brought up to date, merged ones marked; none is
    removed. What a row leaves empty stays as it is. How many villages were written. `aliases` are other names by code;
    `merged_into` is a code, or a name of the same township.

    A code that ended and comes again with another name is another village. Troubles of `Store.write`, `not_ours` where
    another office made a village.
    """
    plan, ids = _plan(desk, rows)
    scope, written = desk.office.code, 0
    with desk.store.write(desk.account.id, IMPORT) as work:
        for row, same, values in plan:
            if same is None:
                work.create("village", ids[row.code], values)
                written += 1
            elif changes := _differences(values, same):
                work.update("village", same.id, changes)
                written += 1
        had = load_aliases(work.conn, scope)
        for code, texts in (aliases or {}).items():
            for text in dict.fromkeys(texts):
                if code in ids and text not in had.get(ids[code], ()):
                    work.create("village_alias", new_id(), {"village_id": ids[code], "alias": text})
    return written


def _ids_by_name(
    known: Mapping[str, Sequence[Village]], rows: Sequence[VillageRow], ids: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """The record ids by township and stem of the name, where only one village has it."""
    found: dict[tuple[str, str], set[str]] = {}
    for village in (village for villages in known.values() for village in villages):
        found.setdefault((village.township_code, stem(village.name)), set()).add(village.id)
    for row in rows:
        found.setdefault((row.township_code, stem(row.name)), set()).add(ids[row.code])
    return {place: min(these) for place, these in found.items() if len(these) == 1}


def _same(row: VillageRow, villages: Sequence[Village]) -> Village | None:
    """The village that a row speaks of: the one in force, else an ended one of the same name."""
    for village in villages:
        if not village.valid_to or village.valid_to == row.valid_to:
            return village
    return next((village for village in villages if village.name == row.name), None)


def _values(row: VillageRow, ids: Mapping[str, str], today: str) -> dict[str, Value]:
    values: dict[str, Value] = {one.name: getattr(row, one.name) or None for one in fields(row)}
    if row.merged_into:
        values["merged_into"] = ids.get(row.merged_into, row.merged_into)
        values["valid_to"] = row.valid_to or today
    return values


def _differences(values: Mapping[str, Value], village: Village) -> dict[str, Value]:
    """What a row says otherwise. An empty cell says nothing, and a kind that is only the usual one neither."""
    changes: dict[str, Value] = {
        name: value
        for name, value in values.items()
        if value is not None and value != (getattr(village, name) or None) and name != "code"
    }
    if changes.get("kind") == "村" and kind_by_code(village.code) == "村" and len(village.code) != 12:
        del changes["kind"]
    if village.merged_into == changes.get("merged_into", village.merged_into) and village.valid_to:
        changes.pop("valid_to", None)
    return changes


def edit_village(desk: Desk, village_id: str, changes: Mapping[str, str | int | None]) -> None:
    """Change name, kind, households, officer, room, area, or the village's dates.

    Troubles: `village_missing`, `village_unnamed`, `not_ours`, those of `Store.write`. ValueError: unknown field.
    """
    if not set(changes) <= EDITABLE:
        raise ValueError(f"no such fields: {sorted(set(changes) - EDITABLE)}")
    book: RosterBook = memory_of(desk).book(desk)
    if village_id not in book.villages:
        raise Trouble("village_missing")
    wanted: dict[str, Value] = {}
    for name, value in changes.items():
        wanted[name] = value.strip() or None if isinstance(value, str) else value
    if "name" in wanted and not wanted["name"]:
        raise Trouble("village_unnamed")
    with desk.store.write(desk.account.id, EDIT, scope=book.villages[village_id].scope) as work:
        work.update("village", village_id, wanted)
