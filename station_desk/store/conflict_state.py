"""Everything that is known of fields with several versions, read once: what lost, what stands, who wrote, what was settled."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection

from station_desk.domain.journal import Clock, Value
from station_desk.store import tables
from station_desk.store.accounts import account_names
from station_desk.store.conflicts import (
    Settlement,
    Written,
    Wrote,
    lost_by_field,
    settled_hashes,
    settlements,
    written_value,
    wrote,
)
from station_desk.store.copies import Copies, copies
from station_desk.store.current import Current, read_current
from station_desk.store.office import load_offices
from station_desk.store.settings import REP, get_setting

Rid = tuple[str, str, str]
"""(scope, ent, rid)"""

TOLD_BY = {"term": ("person", "person_id"), "term_village": ("term", "term_id"), "sheet": ("person", "person_id")}
"""Records without a name of their own, and what they are told by."""


@dataclass(slots=True)
class ConflictState:
    """`waiting` are the open fields, `marks` the settlements that count, `rows` the records and what they are told by,
    `values` what the seen transactions and the settling ones wrote."""

    lost: dict[Written, dict[Clock, Value]]
    marks: list[Settlement] = field(default_factory=list)
    waiting: list[Written] = field(default_factory=list)
    rows: dict[Rid, Current] = field(default_factory=dict)
    wrote: dict[bytes, Wrote] = field(default_factory=dict)
    values: dict[tuple[Written, bytes], Value] = field(default_factory=dict)
    copies: dict[str, Copies] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    stations: dict[str, str] = field(default_factory=dict)
    seen: dict[Written, set[str]] = field(default_factory=dict)

    def up(self, key: Rid) -> Rid | None:
        """The record by which another is told; None where it has a name of its own."""
        if key[1] not in TOLD_BY or key not in self.rows:
            return None
        ent, name = TOLD_BY[key[1]]
        return (key[0], ent, str(self.rows[key].fields[name] or ""))

    def sides(self, key: Written) -> dict[Clock, Value]:
        """What stands, then what lost and nobody has settled, the newest first; what lost to its own value says nothing."""
        row, name = self.rows[key[:3]], key[3]
        seen = self.seen.get(key, set())
        lost = sorted(self.lost[key].items(), key=lambda side: side[0], reverse=True)
        rest = {clock: value for clock, value in lost if value != row.fields[name] and clock[2].hex() not in seen}
        return {row.clock(name): row.fields[name], **rest}


def conflict_state(conn: Connection, only: Collection[str] | None = None, *, past: bool = True) -> ConflictState:
    """The state of every field that has or had several versions (on the records of `only`).

    Without `past`, `marks` stay empty: nothing is read but what concerns the open fields.
    """
    state = ConflictState(lost_by_field(conn, only))
    marks = settlements(conn, only)
    if not state.lost and not marks:
        return state
    _read_rows(conn, state, {key[:3] for key in state.lost} | {mark.field[:3] for mark in marks})
    owners = {mark.field: state.rows[mark.field[:3]].office for mark in marks if mark.field[:3] in state.rows}
    state.marks = [mark for mark in marks if owners.get(mark.field) == mark.office and not mark.deleted]
    state.seen = settled_hashes(state.marks, owners)
    state.waiting = [key for key in state.lost if _is_open(state, key)]
    if not past:
        state.marks = []
    if not state.waiting and not state.marks:
        return state
    hashes = {clock[2] for key in state.waiting for clock in state.sides(key)}
    hashes |= {bytes.fromhex(one) for mark in state.marks for one in (*mark.seen, mark.txh.hex())}
    state.wrote = wrote(conn, hashes)
    for mark in state.marks:
        for digest in (*map(bytes.fromhex, mark.seen), mark.txh):
            state.values[mark.field, digest] = written_value(conn, mark.field, digest)
    _read_rows(conn, state, _pointed_to(state))
    rep = int(get_setting(conn, REP) or 0)
    concerned = {key[0] for key in state.waiting} | {mark.field[0] for mark in state.marks}
    state.copies = {scope: copies(conn, scope, rep) for scope in concerned}
    state.names = account_names(conn)
    state.stations = {one.scope: one.name for one in load_offices(conn)}
    return state


def _read_rows(conn: Connection, state: ConflictState, wanted: set[Rid]) -> None:
    """The records themselves, and those that they are told by."""
    tried: set[Rid] = set(state.rows)
    todo = wanted - tried
    while todo:
        tried |= todo
        groups: dict[tuple[str, str], list[str]] = {}
        for scope, ent, rid in sorted(todo):
            if ent in tables.ENTITIES:
                groups.setdefault((scope, ent), []).append(rid)
        for (scope, ent), rids in groups.items():
            found = read_current(conn, scope, ent, rids)
            state.rows.update({(scope, ent, rid): row for rid, row in found.items()})
        todo = {up for key in todo if (up := state.up(key)) is not None} - tried


def _is_open(state: ConflictState, key: Written) -> bool:
    row = state.rows.get(key[:3])
    return row is not None and not row.erased and key[3] in row.fields and len(state.sides(key)) > 1


def _pointed_to(state: ConflictState) -> set[Rid]:
    """The records that values of these fields point to."""
    values = [(key, value) for key in state.waiting for value in state.sides(key).values()]
    values += [(key, value) for (key, _), value in state.values.items()]
    found = set()
    for (scope, ent, _rid, name), value in values:
        parent = tables.ENTITIES[ent].parents.get(name)
        if parent is not None and value:
            found.add((scope, parent, str(value)))
    return found
