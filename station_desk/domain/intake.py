"""A foreign roster as a proposal: each row accepted or held back with its reasons, and compared with our roster.

Pure: nothing is stored and nothing is asked. A cell that is blank, masked or not mapped changes nothing (DATA 6).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from station_desk.domain.dates import same_date
from station_desk.domain.intake_cells import Cell
from station_desk.domain.intake_match import Key, Known, Matcher
from station_desk.domain.intake_sheet import Layout, SheetRead, SheetSkipped, Skipped, SourceRow, with_cells
from station_desk.domain.intake_values import PersonValues, RowReading, Rules, read_row
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.names import name_key
from station_desk.domain.records import TermState

Outcome = Literal["accept", "reject"]
ChangeKind = Literal["new", "changed", "same"]
PLAIN_FIELDS = ("name", "sex", "id_no", "phone", "phone2", "education", "political", "post", "bank_card", "number")
VILLAGE_FACTS = ("area", "officer", "room")
HELD = "held_by_clerk"
_OVER = (TermState.EXITED, TermState.EXPIRED)


@dataclass(frozen=True)
class Basis:
    """What a proposal rests on: how the sheets were read, the office's villages, the rules and the roster.

    `own_villages` are the ids of villages whose records belong to this office, so that an area may be noted there.
    """

    layout: Layout
    finder: VillageFinder
    rules: Rules
    known: Sequence[Known]
    own_villages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ProposedRow:
    """One person row. `change` is None while the row is held back; `person_id` is the person of the roster it is.

    `changes` are the fields that would be written, {field: value}; `village_ids` holds a tuple of record ids.
    """

    source: SourceRow
    values: PersonValues
    outcome: Outcome
    change: ChangeKind | None
    warnings: tuple[str, ...]
    reasons: tuple[str, ...]
    person_id: str | None = None
    changes: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.source.sheet, self.source.row, self.source.block


@dataclass(frozen=True)
class Proposal:
    """What an import would do. `village_changes`: {village id: {area, officer, room}}; `absent`: ids of persons in
    office whom the file does not name (nothing happens to them).
    """

    file: str
    basis: Basis
    readings: Mapping[Key, RowReading]
    rows: tuple[ProposedRow, ...]
    village_changes: Mapping[str, Mapping[str, str]]
    absent: tuple[str, ...]
    held: frozenset[Key] = frozenset()

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


def propose(file: str, basis: Basis) -> Proposal:
    """Reads every person row of the layout and compares the rows with each other and with the roster."""
    readings = {_key(row): read_row(row, basis.finder, basis.rules) for row in basis.layout.rows}
    return _judged(file, basis, readings, frozenset())


def amend(proposal: Proposal, key: Key, cells: Mapping[str, Cell]) -> Proposal:
    """The proposal with cells of one row as the clerk corrected them, {field: cell}. Raises KeyError for no such row."""
    sources = {_key(row): row for row in proposal.basis.layout.rows}
    sources[key] = with_cells(sources[key], cells)
    basis = replace(proposal.basis, layout=replace(proposal.basis.layout, rows=list(sources.values())))
    readings = {**proposal.readings, key: read_row(sources[key], basis.finder, basis.rules)}
    return _judged(proposal.file, basis, readings, proposal.held)


def hold(proposal: Proposal, key: Key, held: bool = True) -> Proposal:
    """The proposal with one row held back by the clerk, or let go again."""
    keys = proposal.held | {key} if held else proposal.held - {key}
    return _judged(proposal.file, proposal.basis, proposal.readings, keys)


def still_holds(proposal: Proposal, basis: Basis) -> bool:
    """Whether the proposal would be the same on the villages and the roster of `basis`, as they are now."""
    then = proposal.basis
    if (then.finder.villages, then.own_villages) != (basis.finder.villages, basis.own_villages):
        return False
    if list(then.known) == list(basis.known):
        return True
    now = _judged(proposal.file, basis, proposal.readings, proposal.held)
    return (now.rows, now.village_changes) == (proposal.rows, proposal.village_changes)


def _key(source: SourceRow) -> Key:
    return source.sheet, source.row, source.block


def _judged(file: str, basis: Basis, readings: Mapping[Key, RowReading], held: frozenset[Key]) -> Proposal:
    sources = basis.layout.rows
    reasons = _reasons(sources, readings, held)
    matcher = Matcher(basis.known)
    matched = matcher.match_all(
        [(_key(source), readings[_key(source)].values) for source in sources if not reasons[_key(source)]]
    )
    facts, clashes = _village_facts(basis, [readings[key].values for key in matched])
    rows = []
    for source in sources:
        key = _key(source)
        reading = readings[key]
        known = matched.get(key)
        if key not in matched or (known is None and "id_no" in reading.values.masked):
            why = reasons[key] or ("id_masked",)
            rows.append(ProposedRow(source, reading.values, "reject", None, reading.warnings, why))
        else:
            rows.append(_compared(source, reading, known, basis.rules, facts, clashes))
    absent = tuple(k.person.id for k in basis.known if k.serving and k.person.id not in matcher.used)
    return Proposal(file, basis, readings, tuple(rows), facts, absent, held)


def _reasons(
    sources: Iterable[SourceRow], readings: Mapping[Key, RowReading], held: frozenset[Key]
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
        found[key] = (*why, HELD) if key in held else why
    return found


def _village_facts(
    basis: Basis, values: Iterable[PersonValues]
) -> tuple[dict[str, dict[str, str]], set[tuple[str, str]]]:
    """Area, officer and room that would be noted at our villages; and (village, fact) where the rows disagree."""
    said: dict[tuple[str, str], set[str]] = {}
    now: dict[tuple[str, str], str] = {}
    for value in values:
        if len(value.villages) != 1 or value.villages[0].id not in basis.own_villages:
            continue
        village = value.villages[0]
        for name in VILLAGE_FACTS:
            text = getattr(value, name)
            if text:
                said.setdefault((village.id, name), set()).add(text)
                now[village.id, name] = getattr(village, name)
    facts: dict[str, dict[str, str]] = {}
    for (village_id, name), texts in said.items():
        if len(texts) == 1 and texts != {now[village_id, name]}:
            facts.setdefault(village_id, {})[name] = next(iter(texts))
    return facts, {place for place, texts in said.items() if len(texts) > 1}


def _compared(
    source: SourceRow,
    reading: RowReading,
    known: Known | None,
    rules: Rules,
    facts: Mapping[str, Mapping[str, str]],
    clashes: set[tuple[str, str]],
) -> ProposedRow:
    """An accepted row beside the person it is, if our roster has one."""
    values, warnings = reading.values, list(reading.warnings)
    changes = differences(values, known, rules)
    if known and known.term and known.term.state in _OVER:
        warnings.append("term_ended")
    village_id = values.villages[0].id if len(values.villages) == 1 else ""
    if any((village_id, name) in clashes for name in VILLAGE_FACTS):
        warnings.append("village_fact_conflict")
    noted = {name: text for name, text in facts.get(village_id, {}).items() if getattr(values, name) == text}
    if known is None:
        kind: ChangeKind = "new"
    else:
        kind = "changed" if changes or noted else "same"
    person_id = known.person.id if known else None
    return ProposedRow(source, values, "accept", kind, tuple(warnings), (), person_id, {**changes, **noted})


def differences(values: PersonValues, known: Known | None, rules: Rules) -> dict[str, str | tuple[str, ...]]:
    """The fields of person and term that `values` would write. What is not given, or only less exact, writes nothing."""
    person = known.person if known else None
    term = known.term if known else None
    changes: dict[str, str | tuple[str, ...]] = {}
    for name in PLAIN_FIELDS:
        new = getattr(values, name)
        holder = term if name == "number" else person
        if new and new != (getattr(holder, name) if holder else None):
            changes[name] = new
    if not rules.stores_political:
        changes.pop("political", None)
    if values.birth and not _known_better(values.birth, person.birth if person else None):
        changes["birth"] = values.birth
    if term is not None and term.state in _OVER:
        changes.pop("number", None)
        return changes
    for name in ("start_date", "end_date"):
        day = getattr(values, name)
        if day and not _known_better(day, getattr(term, name) if term else None):
            changes[name] = day
    ids = tuple(village.id for village in values.villages)
    if ids and (term is None or set(ids) != set(term.villages)):
        changes["village_ids"] = ids
    return changes


def _known_better(new: str, old: str | None) -> bool:
    """Whether what is known already says the same, at least as exactly."""
    return old is not None and len(new) <= len(old) and same_date(new, old)
