"""Two versions of one field: both values with their authors, a person's choice, and the mark that stays (EXCHANGE 2).

Open is a field where a value lost that nobody had seen and that is not the same as the one in use. Settling writes the
chosen value anew and a `settlement` record in one act, which can be taken back; both travel like everything else. The
office that owns the record settles; a county reads what its stations have to settle.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from station_desk.domain.conflict import Conflict, CopyLine, Settled, Version
from station_desk.domain.idno import mask_id
from station_desk.domain.ids import new_id
from station_desk.domain.journal import Clock, Value
from station_desk.domain.phones import mask_card, mask_phone
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.free_words import guard_of
from station_desk.services.roster_write import read_field
from station_desk.store.conflict_state import ConflictState, Rid, conflict_state
from station_desk.store.conflicts import Settlement, Written, conflict_id, mark_fields
from station_desk.store.copies import copies
from station_desk.store.merge_values import fields_of
from station_desk.store.refold import UnknownKind, unknown
from station_desk.store.settings import REP, get_setting
from station_desk.store.tables import ENTITIES

SETTLE = "conflict_settle"
_MASKS = {"id_no": mask_id, "phone": mask_phone, "phone2": mask_phone, "bank_card": mask_card}


def list_conflicts(desk: Desk, *, reveal: bool = False) -> list[Conflict]:
    """Every field with several versions: the open ones first, by the person's name, then the settled, newest first.

    `reveal`: numbers in full; each look is recorded first. Troubles then `read_only`.
    """
    if reveal:
        _record_looks(desk, [one for one in list_conflicts(desk) if one.masked])
    with desk.store.read() as conn:
        found = _Told(desk, conflict_state(conn), reveal=reveal)
    return [*_by_name(found.open()), *found.settled()]


def open_conflicts(desk: Desk) -> list[Conflict]:
    """The fields that wait for a choice."""
    with desk.store.read() as conn:
        return _by_name(_Told(desk, conflict_state(conn, past=False)).open())


def find_conflict(desk: Desk, name: str, *, reveal: bool = False) -> Conflict:
    """One open conflict by its id, with `reveal` in full (recorded). Troubles `conflict_gone`, `read_only`."""
    found = next((one for one in open_conflicts(desk) if one.id == name), None)
    if found is None:
        raise Trouble("conflict_gone")
    if not reveal or not found.masked:
        return found
    _record_looks(desk, [found])
    with desk.store.read() as conn:
        state = conflict_state(conn, [found.rid], past=False)
    return next(one for one in _Told(desk, state, reveal=True).open() if one.id == name)


def settle(desk: Desk, name: str, *, take: str = "", value: str | None = None) -> str:
    """Choose in the conflict of the id `name`: `take` is the address (`Version.txn`) of one side, or `value` a text of
    one's own. The run of the act.

    Troubles: `conflict_gone` (no such conflict, or settled meanwhile), `conflict_moved` (the side is none of it any
    more), `conflict_not_ours` (office), `conflict_value_bad`, those of `edit_person` for a typed value.
    """
    with desk.store.read() as conn:
        state = conflict_state(conn, past=False)
    written = next((one for one in state.waiting if conflict_id(one) == name), None)
    if written is None:
        raise Trouble("conflict_gone")
    scope, ent, rid, column = written
    current = state.rows[scope, ent, rid]
    if current.office != desk.office.code:
        raise Trouble("conflict_not_ours", office=state.stations.get(current.office, current.office))
    sides: dict[Clock, Value] = {current.clock(column): current.fields[column], **state.lost[written]}
    chosen = next((clock for clock in sides if clock[2].hex() == take), None)
    if value is None and chosen is None:
        raise Trouble("conflict_moved")
    wanted = sides[chosen] if value is None and chosen is not None else _typed(desk, written, value or "")
    if value is not None:
        guard_of(desk.store).check(ent, {column: wanted})
    with desk.store.write(desk.account.id, SETTLE, scope=scope) as work:
        work.affirm(ent, rid, {column: wanted})
        taken = chosen[2] if value is None and chosen is not None else None
        for fields in mark_fields(written, [clock[2] for clock in sides], taken):
            work.create("settlement", new_id(desk.clock.wall_ms()), fields)
        return work.run


def take_back(desk: Desk, run: str) -> None:
    """Take a choice back: the field is open again. Troubles `undo_rests` (somebody wrote to the field since)."""
    desk.store.undo(desk.account.id, run)


def about(desk: Desk, rids: Iterable[str]) -> list[Conflict]:
    """What the card of these records (a person, the terms) tells: fields with two versions, and those settled."""
    with desk.store.read() as conn:
        found = _Told(desk, conflict_state(conn, set(rids)))
    return [*found.open(), *found.settled()]


def unknown_kinds(desk: Desk) -> list[UnknownKind]:
    """Kinds of records and fields of a newer version: kept word for word, shown once this desk is upgraded."""
    with desk.store.read() as conn:
        return unknown(conn)


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


class _Told:
    """What was read, as a person is told of it."""

    def __init__(self, desk: Desk, state: ConflictState, *, reveal: bool = False) -> None:
        self._desk, self._state, self._reveal = desk, state, reveal

    def open(self) -> list[Conflict]:
        """The fields that wait."""
        return [self._conflict(key, conflict_id(key), self._open_versions(key), None) for key in self._state.waiting]

    def _open_versions(self, key: Written) -> list[Version]:
        sides = self._state.sides(key)
        return [self._version(key, clock[2], value, stands=i == 0) for i, (clock, value) in enumerate(sides.items())]

    def settled(self) -> list[Conflict]:
        """What was settled and not taken back, the newest first; the values come from the journal."""
        state = self._state
        acts: dict[tuple[Written, bytes], list[Settlement]] = {}
        for mark in state.marks:
            if mark.txh in state.wrote:
                acts.setdefault((mark.field, mark.txh), []).append(mark)
        found = []
        for (key, txh), of_act in acts.items():
            named = dict.fromkeys(bytes.fromhex(one) for mark in of_act for one in mark.seen)
            seen = [digest for digest in named if digest in state.wrote]
            chosen = next((i for i, digest in enumerate(seen) if digest.hex() == of_act[0].chosen), None)
            versions = [
                self._version(key, digest, state.values[key, digest], stands=i == chosen)
                for i, digest in enumerate(seen)
            ]
            author, value = state.wrote[txh], self._shown(key, state.values[key, txh])
            done = Settled(_iso(author.hlc), _day(author.hlc), state.names.get(author.actor, ""), chosen, value)
            found.append((author.hlc, self._conflict(key, f"{conflict_id(key)}@{txh.hex()[:8]}", versions, done)))
        return [one for _hlc, one in sorted(found, key=lambda pair: -pair[0])]

    def _conflict(self, key: Written, name: str, versions: list[Version], done: Settled | None) -> Conflict:
        state, (scope, ent, rid, written) = self._state, key
        subject = self._subject(key[:3])
        return Conflict(
            id=name,
            scope=scope,
            station=state.stations.get(scope, scope),
            ent=ent,
            rid=rid,
            field=written,
            subject=str(state.rows[subject].fields.get("name") or "") if subject in state.rows else "",
            subject_id=subject[2],
            ours=state.rows[key[:3]].office == self._desk.office.code and not self._desk.read_only,
            versions=tuple(versions),
            settled=done,
            masked=written in _MASKS and not self._reveal,
            free=written != "deleted" and written not in ENTITIES[ent].parents and ent in ("person", "village"),
        )

    def _subject(self, key: Rid) -> Rid:
        up = self._state.up(key)
        return key if up is None or up not in self._state.rows else self._subject(up)

    def _version(self, key: Written, txh: bytes, value: Value, *, stands: bool) -> Version:
        by, lines = self._state.wrote[txh], self._state.copies[key[0]]
        line = lines.line_of(txh, by.office, by.rep)
        own = [one for one in lines.lines if one.office == by.office]
        return Version(
            txn=txh.hex(),
            shown=self._shown(key, value),
            at=_iso(by.hlc),
            day=_day(by.hlc),
            actor=self._state.names.get(by.actor, ""),
            office=by.office,
            copy=own.index(line) + 1 if line in own else 0,
            copy_here=line is not None and line.here,
            copy_left=_day(line.left) if line is not None and line.left is not None else None,
            stands=stands,
        )

    def _shown(self, key: Written, value: Value) -> str:
        """A value for the screen: numbers masked, a record that is pointed to by its name."""
        text = "" if value is None else str(value)
        mask = _MASKS.get(key[3])
        if text and mask is not None and not self._reveal:
            return mask(text)
        parent = ENTITIES[key[1]].parents.get(key[3])
        row = self._state.rows.get((key[0], parent, text)) if parent is not None else None
        return str(row.fields.get("name") or text) if row is not None else text


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


def _by_name(found: Iterable[Conflict]) -> list[Conflict]:
    return sorted(found, key=lambda one: (one.subject, one.id))


def _iso(hlc: int) -> str:
    return datetime.fromtimestamp(hlc / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(hlc: int) -> str:
    """The day on the wall of a journal clock."""
    return datetime.fromtimestamp(hlc / 1000).astimezone().date().isoformat()
