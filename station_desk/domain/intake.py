"""A foreign roster as a proposal: each row accepted or held back with its reasons, and compared with our roster.

Pure: nothing is stored and nothing is asked. A cell that is blank, masked or not mapped changes nothing (DATA 6).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from station_desk.domain.intake_cells import NO_BOOK, Cell, RawBook
from station_desk.domain.intake_header import Maps
from station_desk.domain.intake_match import Key, Known, Match, Matcher
from station_desk.domain.intake_merge import OVER, VILLAGE_FACTS, Conflict, Said, Then, differences
from station_desk.domain.intake_sheet import (
    Layout,
    SheetRead,
    SheetSkipped,
    Skipped,
    SourceRow,
    read_layout,
    with_cells,
)
from station_desk.domain.intake_values import PersonValues, RowReading, Rules, read_moment, read_row
from station_desk.domain.intake_villages import VillageFinder, plain_name
from station_desk.domain.intake_words import stated
from station_desk.domain.names import name_key
from station_desk.domain.records import Person

Outcome = Literal["accept", "reject"]
ChangeKind = Literal["new", "changed", "same"]
Keep = Literal["file", "roster", "was"]
"""What a person decides about a cell that both sides changed: the file's value, the roster's, or what it was before."""
HELD = "held_by_clerk"
NOTHING: Mapping[str, Said] = {}
NO_CONFLICTS: Mapping[str, Conflict] = {}


@dataclass(frozen=True)
class Basis:
    """What a proposal rests on: how the sheets were read, the office's villages, the rules and the roster.

    `own_villages` are the ids of villages whose records belong to this office, so that an area may be noted there.
    `then` is the roster at the moments at which copies of it were exported, {moment (ms): roster}. `book`, `chosen` and
    `maps` are what the layout was read from, so that columns can be told otherwise.
    """

    layout: Layout
    finder: VillageFinder
    rules: Rules
    known: Sequence[Known]
    own_villages: frozenset[str] = frozenset()
    then: Mapping[int, Then] = field(default_factory=dict)
    book: RawBook = NO_BOOK
    chosen: str | None = None
    maps: Maps = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """One person row. `change` is None while the row is held back; `person_id` is the person of the roster it is.

    `changes` are the fields that would be written, {field: value}; `village_ids` holds a tuple of record ids.
    `conflicts` are the cells that were changed in a copy of our export and in the roster: nothing is written there until
    somebody decides. `cells` are the codes by field, `choices` what an ambiguous cell may mean, `edited` the fields that
    the clerk corrected in the preview.
    """

    source: SourceRow
    values: PersonValues
    outcome: Outcome
    change: ChangeKind | None
    warnings: tuple[str, ...]
    reasons: tuple[str, ...]
    person_id: str | None = None
    changes: Mapping[str, Said] = field(default_factory=dict)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    edited: frozenset[str] = frozenset()

    @property
    def key(self) -> Key:
        return self.source.sheet, self.source.row, self.source.block


@dataclass(frozen=True)
class Proposal:
    """What an import would do. `village_changes`: {village id: {area, officer, room}}; `absent`: ids of persons in
    office whom the file does not name (nothing happens to them).

    `held`, `edits` and `decided` are what the clerk did in the preview: rows held back, cells corrected, conflicts
    settled; `unlearned` the spellings of villages that are not to be remembered.
    """

    file: str
    basis: Basis
    readings: Mapping[Key, RowReading]
    rows: tuple[ProposedRow, ...]
    village_changes: Mapping[str, Mapping[str, str]]
    absent: tuple[str, ...]
    held: frozenset[Key] = frozenset()
    edits: Mapping[Key, Mapping[str, Cell]] = field(default_factory=dict)
    decided: Mapping[tuple[Key, str], Keep] = field(default_factory=dict)
    unlearned: frozenset[str] = frozenset()

    @property
    def sheets(self) -> Sequence[SheetRead]:
        return self.basis.layout.sheets

    @property
    def sheets_skipped(self) -> Sequence[SheetSkipped]:
        return self.basis.layout.sheets_skipped

    @property
    def skipped(self) -> Sequence[Skipped]:
        return self.basis.layout.skipped

    @property
    def accepted(self) -> tuple[ProposedRow, ...]:
        return tuple(row for row in self.rows if row.outcome == "accept")

    @property
    def rejected(self) -> tuple[ProposedRow, ...]:
        return tuple(row for row in self.rows if row.outcome == "reject")

    def counts(self) -> dict[str, int]:
        """How many person rows: person_rows, accept, reject, new, changed, same, warned; and how many were skipped."""
        changes = Counter(row.change for row in self.accepted)
        return {
            "person_rows": len(self.rows),
            "accept": len(self.accepted),
            "reject": len(self.rejected),
            "new": changes["new"],
            "changed": changes["changed"],
            "same": changes["same"],
            "warned": sum(bool(row.warnings) for row in self.accepted),
            "skipped": len(self.skipped),
        }


def propose(file: str, basis: Basis, breathe: Callable[[], None] = lambda: None) -> Proposal:
    """Reads every person row of the layout and compares the rows with each other and with the roster. `breathe` is
    called for every row and may raise.
    """
    readings = {}
    for row in basis.layout.rows:
        breathe()
        readings[_key(row)] = read_row(row, basis.finder, basis.rules)
    return _judged(Proposal(file, basis, readings, (), {}, ()))


def amend(proposal: Proposal, corrections: Mapping[Key, Mapping[str, Cell]]) -> Proposal:
    """The proposal with cells of some rows as the clerk corrected them, {row: {field: cell}}. Raises KeyError for a row
    that is not there.
    """
    basis = proposal.basis
    sources = {_key(row): row for row in basis.layout.rows}
    readings, edits = dict(proposal.readings), dict(proposal.edits)
    for key, cells in corrections.items():
        sources[key] = with_cells(sources[key], cells)
        readings[key] = read_row(sources[key], basis.finder, basis.rules)
        edits[key] = {**edits.get(key, {}), **cells}
    layout = replace(basis.layout, rows=list(sources.values()))
    return _judged(replace(proposal, basis=replace(basis, layout=layout), readings=readings, edits=edits))


def remap(proposal: Proposal, maps: Maps) -> Proposal:
    """The proposal with columns told otherwise, {shape of a sheet: {column letters: field, or None for "not used"}}; the
    other shapes stay. What the clerk corrected, held and settled stays where the row is still there.
    """
    basis = replace(proposal.basis, maps={**proposal.basis.maps, **maps})
    layout = read_layout(basis.book, basis.finder, basis.chosen, basis.maps)
    fresh = propose(proposal.file, replace(basis, layout=layout))
    keys = fresh.readings.keys()
    fresh = replace(fresh, held=proposal.held & keys, decided=proposal.decided, unlearned=proposal.unlearned)
    return amend(fresh, {key: cells for key, cells in proposal.edits.items() if key in keys})


def hold(proposal: Proposal, keys: Iterable[Key], held: bool = True) -> Proposal:
    """The proposal with rows held back by the clerk, or let go again."""
    changed = proposal.held | set(keys) if held else proposal.held - set(keys)
    return _judged(replace(proposal, held=changed))


def decide(proposal: Proposal, key: Key, name: str, keep: Keep) -> Proposal:
    """The proposal with a conflict settled: what the cell of the file says is written, or what it said when the file was
    exported (where it said something), or the roster's value stays.
    """
    return decide_many(proposal, {(key, name): keep})


def decide_many(proposal: Proposal, kept: Mapping[tuple[Key, str], Keep]) -> Proposal:
    """`decide` for several cells."""
    return _judged(replace(proposal, decided={**proposal.decided, **kept}))


def still_holds(proposal: Proposal, basis: Basis) -> bool:
    """Whether the proposal would be the same on the villages and the roster of `basis`, as they are now."""
    then = proposal.basis
    if (then.finder.villages, then.own_villages) != (basis.finder.villages, basis.own_villages):
        return False
    if list(then.known) == list(basis.known):
        return True
    now = _judged(replace(proposal, basis=basis))
    return (now.rows, now.village_changes) == (proposal.rows, proposal.village_changes)


def moments(layout: Layout) -> frozenset[int]:
    """The moments of our journal at which the copies in a layout were exported, as far as the files say."""
    cells = (row.cells.get("exported") for row in layout.rows)
    return frozenset(found for cell in set(cells) if (found := read_moment(cell)) is not None)


def _key(source: SourceRow) -> Key:
    return source.sheet, source.row, source.block


@dataclass(frozen=True)
class _Facts:
    """What the rows say about villages: what would be noted, where rows disagree, where both sides changed it."""

    noted: Mapping[str, Mapping[str, str]]
    clashes: frozenset[tuple[str, str]]
    conflicts: Mapping[tuple[str, str], Conflict]


def _judged(proposal: Proposal) -> Proposal:
    basis, readings = proposal.basis, proposal.readings
    sources = basis.layout.rows
    reasons = _reasons(sources, readings, proposal.held, _strangers(sources, basis.rules.station))
    removed = {one for then in basis.then.values() for one in then.people}
    matcher = Matcher(basis.known, removed, lambda values: _person_then(basis, values))
    matched = matcher.match_all(
        [(_key(source), readings[_key(source)].values) for source in sources if not reasons[_key(source)]]
    )
    good = {key for key, match in matched.items() if not _why_not(readings[key].values, match)}
    facts = _village_facts(proposal, [key for key in matched if key in good])
    rows = []
    for source in sources:
        key = _key(source)
        if key in good:
            rows.append(_compared(source, proposal, matched[key], facts))
        else:
            match = matched.get(key)
            why = reasons[key] or (_why_not(readings[key].values, match) if match else ())
            rows.append(_row(source, proposal, "reject", None, (), why))
    absent = tuple(k.person.id for k in basis.known if k.serving and k.person.id not in matcher.used)
    return replace(proposal, rows=tuple(rows), village_changes=facts.noted, absent=absent)


def _person_then(basis: Basis, values: PersonValues) -> Person | None:
    """The person of a row as the roster knew him when the file was exported."""
    then = basis.then.get(values.exported or 0)
    known = then.people.get(values.record_id or "") if then else None
    return known.person if known else None


def _why_not(values: PersonValues, match: Match) -> tuple[str, ...]:
    """Why a row that is good by itself is held back beside the roster."""
    if match.reason:
        return (match.reason,)
    return ("id_masked",) if match.known is None and "id_no" in values.masked else ()


def _row(
    source: SourceRow,
    proposal: Proposal,
    outcome: Outcome,
    change: ChangeKind | None,
    warnings: tuple[str, ...],
    reasons: tuple[str, ...],
    person_id: str | None = None,
    changes: Mapping[str, Said] = NOTHING,
    conflicts: Mapping[str, Conflict] = NO_CONFLICTS,
) -> ProposedRow:
    key = _key(source)
    reading = proposal.readings[key]
    return ProposedRow(
        source,
        reading.values,
        outcome,
        change,
        (*reading.warnings, *warnings),
        reasons,
        person_id,
        changes,
        conflicts,
        cells=_with_duplicates(reading.cells, reasons),
        choices=reading.choices,
        edited=frozenset(proposal.edits.get(key, ())),
    )


def _with_duplicates(cells: Mapping[str, tuple[str, ...]], reasons: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The codes by field, with those that came from other rows or from the roster."""
    more = tuple(code for code in reasons if code in _ABOUT_ID)
    return {**cells, "id_no": (*cells.get("id_no", ()), *more)} if more else cells


_ABOUT_ID = frozenset({"duplicate_id", "duplicate_id_conflict", "id_of_another", "id_masked"})


def _reasons(
    sources: Iterable[SourceRow],
    readings: Mapping[Key, RowReading],
    held: frozenset[Key],
    strangers: frozenset[str],
) -> dict[Key, tuple[str, ...]]:
    """Why each row is held back: its own reasons, the same ID earlier in the workbook, the clerk's choice."""
    seen: dict[str, str] = {}
    found: dict[Key, tuple[str, ...]] = {}
    for source in sources:
        key = _key(source)
        reading = readings[key]
        why = reading.reasons
        id_no = reading.values.id_no
        if id_no:
            name = name_key(reading.values.name)
            if id_no in seen:
                why = (*why, "duplicate_id" if seen[id_no] == name else "duplicate_id_conflict")
            seen.setdefault(id_no, name)
        if strangers and _station(source) in strangers:
            why = (*why, "other_station")
        found[key] = (*why, HELD) if key in held else why
    return found


def _station(source: SourceRow) -> str:
    return plain_name(stated(source.cells.get("station")))


def _strangers(sources: Iterable[SourceRow], ours: str) -> frozenset[str]:
    """The other stations of a file of several stations, where ours is one of them."""
    named = {_station(source) for source in sources} - {""}
    own = {name for name in named if ours and (ours.endswith(name) or name.endswith(ours))}
    return frozenset(named - own) if own else frozenset()


def _village_facts(proposal: Proposal, keys: Iterable[Key]) -> _Facts:
    """Area, officer and room that would be noted at our villages, as far as the rows touched them."""
    basis = proposal.basis
    said: dict[tuple[str, str], set[str]] = {}
    now: dict[tuple[str, str], str] = {}
    conflicts: dict[tuple[str, str], Conflict] = {}
    for key in keys:
        values = proposal.readings[key].values
        if len(values.villages) != 1 or values.villages[0].id not in basis.own_villages:
            continue
        village = values.villages[0]
        then = basis.then.get(values.exported or 0)
        was = then.villages.get(village.id) if then else None
        for name in VILLAGE_FACTS:
            text = getattr(values, name)
            if not text or (was is not None and was.get(name, "") == text):
                continue
            place, stands = (village.id, name), getattr(village, name)
            if was is not None and stands not in {was.get(name, ""), text}:
                conflicts[place] = Conflict(was.get(name, ""), text, stands)
                if proposal.decided.get((key, name)) != "file":
                    continue
            said.setdefault(place, set()).add(text)
            now[place] = stands
    facts: dict[str, dict[str, str]] = {}
    for (village_id, name), texts in said.items():
        if len(texts) == 1 and texts != {now[village_id, name]}:
            facts.setdefault(village_id, {})[name] = next(iter(texts))
    return _Facts(facts, frozenset(place for place, texts in said.items() if len(texts) > 1), conflicts)


def _compared(source: SourceRow, proposal: Proposal, match: Match, facts: _Facts) -> ProposedRow:
    """An accepted row beside the person it is, if our roster has one."""
    key, known, basis = _key(source), match.known, proposal.basis
    values = proposal.readings[key].values
    then = basis.then.get(values.exported or 0) if known else None
    found = differences(values, known, basis.rules, then.people.get(known.person.id) if then and known else None)
    changes, conflicts = dict(found.changes), dict(found.conflicts)
    village_id = values.villages[0].id if len(values.villages) == 1 else ""
    if facts.conflicts:
        conflicts |= {
            name: facts.conflicts[village_id, name] for name in VILLAGE_FACTS if (village_id, name) in facts.conflicts
        }
    for name, conflict in found.conflicts.items():
        keep = proposal.decided.get((key, name), "roster")
        if keep != "roster" and (value := conflict.file if keep == "file" else conflict.was):
            changes[name] = value
    noted = {n: text for n, text in facts.noted.get(village_id, {}).items() if getattr(values, n) == text}
    more = [match.warning] if match.warning else []
    if known and known.term and known.term.state in OVER:
        more.append("term_ended")
    if any((key, name) not in proposal.decided for name in conflicts):
        more.append("cell_conflict")
    kind: ChangeKind = "new" if known is None else "changed" if changes or noted else "same"
    person_id = known.person.id if known else None
    row = _row(source, proposal, "accept", kind, tuple(more), (), person_id, {**changes, **noted}, conflicts)
    clashes = [name for name in VILLAGE_FACTS if (village_id, name) in facts.clashes]
    cells = {name: (*row.cells.get(name, ()), "village_fact_conflict") for name in clashes}
    return replace(row, cells={**row.cells, **cells}) if clashes else row
