"""Two versions of one field: both values with their authors, a person's choice, and the mark that stays (EXCHANGE 2).

Open is a field where a value lost that nobody had seen and that is not the same as the one in use. Settling writes the
chosen value anew and a `settlement` record in one act, which can be taken back; both travel like everything else. The
office that owns the record settles; a county reads what its stations have to settle.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection

from station_desk.domain.conflict import Conflict, CopyLine, Mark, Settled, Version
from station_desk.domain.idno import mask_id
from station_desk.domain.ids import new_id
from station_desk.domain.journal import Clock, Value
from station_desk.domain.phones import mask_card, mask_phone
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.roster_write import read_field
from station_desk.store import tables
from station_desk.store.accounts import account_names
from station_desk.store.conflicts import (
    Settlement,
    Written,
    Wrote,
    lost_by_field,
    mark_fields,
    settled_hashes,
    settlements,
    written_value,
    wrote,
)
from station_desk.store.copies import Copies, copies
from station_desk.store.current import Current, read_current
from station_desk.store.merge_values import fields_of
from station_desk.store.office import load_offices
from station_desk.store.settings import REP, get_setting

SETTLE = "conflict_settle"
_MASKS = {"id_no": mask_id, "phone": mask_phone, "phone2": mask_phone, "bank_card": mask_card}
_SUBJECT = {"term": ("person", "person_id"), "term_village": ("term", "term_id"), "sheet": ("person", "person_id")}
_Rid = tuple[str, str, str]
"""(scope, ent, rid)"""


def list_conflicts(desk: Desk, *, reveal: bool = False) -> list[Conflict]:
    """Every field with several versions: the open ones first, by the person's name, then the settled, newest first.

    `reveal`: numbers in full; each look is recorded first. Troubles then `read_only`.
    """
    if reveal:
        _record_looks(desk, [one for one in list_conflicts(desk) if one.masked])
    with desk.store.read() as conn:
        found = _Reading(desk, conn, reveal=reveal)
        return [*sorted(found.open(), key=lambda one: (one.subject, one.id)), *found.settled()]


def open_conflicts(desk: Desk) -> list[Conflict]:
    """The fields that wait for a choice."""
    with desk.store.read() as conn:
        return sorted(_Reading(desk, conn).open(), key=lambda one: (one.subject, one.id))


def find_conflict(desk: Desk, conflict_id: str, *, reveal: bool = False) -> Conflict:
    """One open conflict by its id, with `reveal` in full (recorded). Troubles `conflict_gone`, `read_only`."""
    found = next((one for one in open_conflicts(desk) if one.id == conflict_id), None)
    if found is None:
        raise Trouble("conflict_gone")
    if not reveal or not found.masked:
        return found
    _record_looks(desk, [found])
    with desk.store.read() as conn:
        return next(one for one in _Reading(desk, conn, reveal=True).open() if one.id == conflict_id)


def settle(desk: Desk, conflict_id: str, *, take: str = "", value: str | None = None) -> str:
    """Choose: `take` is the address (`Version.txn`) of one side, or `value` a text of one's own. The run of the act.

    Troubles: `conflict_gone` (no such conflict, or settled meanwhile), `conflict_moved` (the side is none of it any
    more), `conflict_not_ours` (office), `conflict_value_bad`, those of `edit_person` for a typed value.
    """
    with desk.store.read() as conn:
        reading = _Reading(desk, conn)
        written = next((one for one in reading.waiting if _id(one) == conflict_id), None)
        if written is None:
            raise Trouble("conflict_gone")
        scope, ent, rid, name = written
        current = reading.rows[scope, ent, rid]
        if current.office != desk.office.code:
            raise Trouble("conflict_not_ours", office=current.office)
        sides: dict[Clock, Value] = {current.clock(name): current.fields[name], **reading.lost[written]}
    chosen = next((clock for clock in sides if clock[2].hex() == take), None)
    if value is None and chosen is None:
        raise Trouble("conflict_moved")
    wanted = sides[chosen] if value is None and chosen is not None else _typed(desk, written, value or "")
    with desk.store.write(desk.account.id, SETTLE, scope=scope) as work:
        work.affirm(ent, rid, {name: wanted})
        taken = chosen[2] if value is None and chosen is not None else None
        for fields in mark_fields(written, [clock[2] for clock in sides], taken):
            work.create("settlement", new_id(desk.clock.wall_ms()), fields)
        return work.run


def marks(desk: Desk, rids: Iterable[str]) -> tuple[Mark, ...]:
    """What the card of these records (a person and the terms) says: fields with two versions, and the marks."""
    with desk.store.read() as conn:
        wanted = set(rids)
        found = _Reading(desk, conn, only=wanted)
        waits = [Mark(one.field) for one in found.open()]
        return (*waits, *(Mark(one.field, one.settled) for one in found.settled()))


def copy_lines(desk: Desk, scope: str | None = None) -> list[CopyLine]:
    """Which copies of an office's database have written in its scope (default: the own), the oldest first."""
    with desk.store.read() as conn:
        rep = int(get_setting(conn, REP) or 0)
        found = copies(conn, scope or desk.office.code, rep)
    wanted = scope or desk.office.code
    lines = [line for line in found.lines if line.office == wanted]
    return [
        CopyLine(
            number=i,
            here=line.here,
            since=_day(line.since),
            until=_day(line.until),
            acts=line.acts,
            changes=line.changes,
            left=_day(line.left) if line.left is not None else None,
            returned=line.returned,
        )
        for i, line in enumerate(lines, 1)
    ]


@dataclass
class _Reading:
    """Everything the list is made of, read once. `waiting` are the fields that are open."""

    desk: Desk
    conn: Connection
    reveal: bool = False
    only: set[str] | None = None
    lost: dict[Written, dict[Clock, Value]] = field(default_factory=dict)
    rows: dict[_Rid, Current] = field(default_factory=dict)
    waiting: list[Written] = field(default_factory=list)

    def __post_init__(self) -> None:
        lost = lost_by_field(self.conn)
        self.lost = {key: sides for key, sides in lost.items() if self.only is None or key[2] in self.only}
        self._marks = settlements(self.conn, self.only)
        self._read_rows({key[:3] for key in self.lost} | {mark.field[:3] for mark in self._marks})
        owners = {mark.field: self.rows[mark.field[:3]].office for mark in self._marks if mark.field[:3] in self.rows}
        self._marks = [mark for mark in self._marks if owners.get(mark.field) == mark.office]
        seen = settled_hashes(self._marks, owners)
        self.waiting = [key for key, sides in self.lost.items() if self._is_open(key, sides, seen.get(key, set()))]
        self._names = account_names(self.conn)
        self._stations = {one.scope: one.name for one in load_offices(self.conn)}
        self._copies: dict[str, Copies] = {}
        self._rep = int(get_setting(self.conn, REP) or 0)
        hashes = {clock[2] for key in self.waiting for clock in self._sides(key)}
        hashes |= {bytes.fromhex(one) for mark in self._marks for one in (*mark.seen, mark.txh.hex())}
        self._wrote = wrote(self.conn, hashes)

    def _read_rows(self, wanted: set[_Rid]) -> None:
        """The records themselves, and those that they are told by."""
        tried: set[_Rid] = set()
        todo = wanted
        while todo:
            tried |= todo
            groups: dict[tuple[str, str], list[str]] = {}
            for scope, ent, rid in sorted(todo):
                if ent in tables.ENTITIES:
                    groups.setdefault((scope, ent), []).append(rid)
            for (scope, ent), rids in groups.items():
                found = read_current(self.conn, scope, ent, rids)
                self.rows.update({(scope, ent, rid): row for rid, row in found.items()})
            todo = {up for key in todo if (up := self._up(key)) is not None} - tried

    def _up(self, key: _Rid) -> _Rid | None:
        """The record by which another is told."""
        if key[1] not in _SUBJECT or key not in self.rows:
            return None
        ent, name = _SUBJECT[key[1]]
        return (key[0], ent, str(self.rows[key].fields[name] or ""))

    def _is_open(self, key: Written, sides: dict[Clock, Value], seen: set[str]) -> bool:
        row = self.rows.get(key[:3])
        if row is None or row.erased or key[3] not in row.fields:
            return False
        return any(clock[2].hex() not in seen and value != row.fields[key[3]] for clock, value in sides.items())

    def _sides(self, key: Written) -> dict[Clock, Value]:
        """What stands, then what lost, the newest first; what lost to its own value says nothing."""
        row, name = self.rows[key[:3]], key[3]
        lost = sorted(self.lost[key].items(), reverse=True)
        seen = {one for mark in self._marks if mark.field == key and not mark.deleted for one in mark.seen}
        rest = {c: v for c, v in lost if v != row.fields[name] and c[2].hex() not in seen}
        return {row.clock(name): row.fields[name], **rest}

    def open(self) -> list[Conflict]:
        """The fields that wait."""
        return [
            self._conflict(
                key,
                _id(key),
                [self._version(key, clock[2], value, stands=i == 0) for i, (clock, value) in enumerate(sides.items())],
                None,
            )
            for key in self.waiting
            if (sides := self._sides(key))
        ]

    def settled(self) -> list[Conflict]:
        """What was settled and not taken back, the newest first; the two versions come from the journal."""
        acts: dict[tuple[Written, bytes], list[Settlement]] = {}
        for mark in self._marks:
            if not mark.deleted and mark.txh in self._wrote:
                acts.setdefault((mark.field, mark.txh), []).append(mark)
        found = []
        for (key, txh), of_act in acts.items():
            named = dict.fromkeys(bytes.fromhex(one) for mark in of_act for one in mark.seen)
            seen = [digest for digest in named if digest in self._wrote]
            chosen = next((i for i, digest in enumerate(seen) if digest.hex() == of_act[0].chosen), None)
            versions = [
                self._version(key, digest, written_value(self.conn, key, digest), stands=i == chosen)
                for i, digest in enumerate(seen)
            ]
            author = self._wrote[txh]
            value = self._shown(key, written_value(self.conn, key, txh))
            done = Settled(_iso(author.hlc), _day(author.hlc), self._names.get(author.actor, ""), chosen, value)
            found.append((author.hlc, self._conflict(key, f"{_id(key)}@{txh.hex()[:8]}", versions, done)))
        return [one for _hlc, one in sorted(found, key=lambda pair: -pair[0])]

    def _conflict(self, key: Written, name: str, versions: list[Version], done: Settled | None) -> Conflict:
        scope, ent, rid, written = key
        subject = self._subject(key[:3])
        row = self.rows[key[:3]]
        return Conflict(
            id=name,
            scope=scope,
            station=self._stations.get(scope, scope),
            ent=ent,
            rid=rid,
            field=written,
            subject=str(self.rows[subject].fields.get("name") or "") if subject in self.rows else "",
            subject_id=subject[2],
            ours=row.office == self.desk.office.code and not self.desk.read_only,
            versions=tuple(versions),
            settled=done,
            masked=written in _MASKS and not self.reveal,
            free=written != "deleted" and written not in tables.ENTITIES[ent].parents and ent in ("person", "village"),
        )

    def _subject(self, key: _Rid) -> _Rid:
        up = self._up(key)
        return key if up is None or up not in self.rows else self._subject(up)

    def _version(self, key: Written, txh: bytes, value: Value, *, stands: bool) -> Version:
        by: Wrote = self._wrote[txh]
        lines = self._lines(key[0])
        own = [line for line in lines.lines if line.office == by.office]
        line = lines.line_of(txh, by.office, by.rep)
        return Version(
            txn=txh.hex(),
            shown=self._shown(key, value),
            at=_iso(by.hlc),
            day=_day(by.hlc),
            actor=self._names.get(by.actor, ""),
            office=by.office,
            copy=own.index(line) + 1 if line in own else 0,
            copy_here=line is not None and line.here,
            copy_left=_day(line.left) if line is not None and line.left is not None else None,
            stands=stands,
        )

    def _lines(self, scope: str) -> Copies:
        if scope not in self._copies:
            self._copies[scope] = copies(self.conn, scope, self._rep)
        return self._copies[scope]

    def _shown(self, key: Written, value: Value) -> str:
        """A value for the screen: numbers masked, a record that is pointed to by its name."""
        mask = _MASKS.get(key[3])
        if value is None or value == "":
            return ""
        if mask is not None and not self.reveal:
            return mask(str(value))
        parent = tables.ENTITIES[key[1]].parents.get(key[3])
        if parent is not None:
            found = read_current(self.conn, key[0], parent, [str(value)]).get(str(value))
            return str(found.fields.get("name") or value) if found is not None else str(value)
        return str(value)


def _typed(desk: Desk, written: Written, text: str) -> Value:
    """What a text of one's own means in the field."""
    _scope, ent, rid, name = written
    if ent == "person" and name != "deleted":
        return read_field(desk, rid, name, text)
    value: Value = text.strip() or None
    if value is not None and name == "households":
        value = int(text) if text.strip().isdigit() else text
    if ent != "village" or name == "deleted" or not fields_of(ent).fits(name, value):
        raise Trouble("conflict_value_bad")
    return value


def _record_looks(desk: Desk, found: Iterable[Conflict]) -> None:
    if desk.read_only:
        raise Trouble("read_only")
    with desk.store.transaction():
        for one in found:
            desk.store.access(desk.account.id, "reveal", one.rid, one.field)


def _id(written: Written) -> str:
    return ".".join(written)


def _iso(hlc: int) -> str:
    return datetime.fromtimestamp(hlc / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(hlc: int) -> str:
    """The day on the wall of a journal clock."""
    return datetime.fromtimestamp(hlc / 1000).astimezone().date().isoformat()
