"""The journal folded in plain Python, and what must be true of every desk once all is quiet (EXCHANGE 8, DESIGN 4)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store import tables
from tests.services.exchange_desks import contents, raw
from tests.services.exchange_kit import CODES, OFFICE, STATIONS
from tests.services.exchange_world import ALL, COUNTS, World

Key = tuple[str, str, str, str]
"""(scope, kind, record, field)"""

Clock = tuple[int, int, bytes]
_STAYS_HOME = {(ent.name, name) for ent in tables.ENTITIES.values() for name in ent.local}


@dataclass
class Oracle:
    """Which value stands in each field, which lost unseen, which nobody here understands, and who is erased."""

    values: dict[Key, object]
    conflicts: set[tuple[Any, ...]]
    unknown: set[tuple[bytes, int, str]]
    erased: set[tuple[str, str, str]]

    @staticmethod
    def of(desk: Desk) -> "Oracle":
        with raw(desk) as conn:
            rows = conn.execute(
                "SELECT t.scope, t.hlc, t.rep, t.hash, c.i, c.op, c.ent, c.rid, c.body FROM change c"
                " JOIN txn t ON t.hash = c.txh"
            ).fetchall()
        erased = {(scope, ent, rid) for scope, _, _, _, _, op, ent, rid, _ in rows if op == "x"}
        writes: dict[Key, dict[Clock, tuple[object, Clock | None]]] = {}
        unknown: set[tuple[bytes, int, str]] = set()
        for scope, hlc, rep, digest, i, op, ent, rid, body in rows:
            if ent not in tables.ENTITIES:
                unknown.add((digest, i, ""))
            elif (scope, ent, rid) not in erased and body is not None and op != "x":
                for name, value in _fields(ent, op, json.loads(body)):
                    if name not in tables.ENTITIES[ent].fields:
                        unknown.add((digest, i, name))
                        continue
                    written, base = value if op == "u" else (value, None)  # type: ignore[misc]
                    writes.setdefault((scope, ent, rid, name), {})[hlc, rep, digest] = (written, base)
        values = {key: found[max(found)][0] for key, found in writes.items()}
        values |= {(*record, "deleted"): 1 for record in erased}
        conflicts = set()
        for key, found in writes.items():
            seen = {base for _, base in found.values()}
            for clock, (written, _) in found.items():
                if clock != max(found) and clock not in seen:
                    conflicts.add((*key, *clock, json.dumps(written, ensure_ascii=False)))
        return Oracle(values, conflicts, unknown, erased)

    def compare(self, desk: Desk) -> None:
        """The rows of a desk are what the oracle says."""
        with raw(desk) as conn:
            for ent in {key[1] for key in self.values}:
                names = tables.ENTITIES[ent].fields
                columns = ", ".join(f'"{name}"' for name in names)
                for scope, rid, *row in conn.execute(f"SELECT scope, id, {columns} FROM {ent}").fetchall():
                    for name, there in zip(names, row, strict=True):
                        expected = self.values.get((scope, ent, rid, name), there)
                        assert there == expected, (scope, ent, rid, name, there, expected)
            kept = conn.execute("SELECT scope, ent, rid, field, hlc, rep, txh, val FROM conflict").fetchall()
            parked = conn.execute("SELECT txh, i, field, ent, reason FROM parked").fetchall()
            stones = conn.execute("SELECT scope, ent, rid FROM tombstone").fetchall()
            bodies = conn.execute(
                "SELECT count(*) FROM change c JOIN txn t ON t.hash = c.txh JOIN tombstone s"
                " ON s.scope = t.scope AND s.ent = c.ent AND s.rid = c.rid WHERE c.op <> 'x' AND c.body IS NOT NULL"
            ).fetchone()[0]
        assert set(kept) == self.conflicts, "the conflicts are not what the oracle finds"
        assert self.unknown <= {(row[0], row[1], row[2]) for row in parked}, "an unknown field was forgotten"
        assert {row[4] for row in parked} <= {"unknown_field", "unknown_kind"}, "an honest change was refused"
        assert set(stones) == self.erased, "a tombstone is missing"
        assert bodies == 0, "what was erased came back"


def _fields(ent: str, op: str, body: dict[str, Any]) -> Iterable[tuple[str, object]]:
    if op == "c":
        names = (name for name in tables.ENTITIES[ent].fields if (ent, name) not in _STAYS_HOME)
        blank = {name: 0 if name == "deleted" else None for name in names}
        return (blank | body).items()
    return [(name, (new[0], (new[1], new[2], bytes.fromhex(new[3])))) for name, new in body.items()]


def state(desk: Desk, scopes: Iterable[str]) -> dict[str, list[tuple[object, ...]]]:
    """Rows, clocks, conflicts, heads and tombstones of some scopes; what never leaves an office is left out."""
    among = ", ".join(f"'{scope}'" for scope in scopes)
    found: dict[str, list[tuple[object, ...]]] = {}
    with raw(desk) as conn:
        for name, entity in tables.ENTITIES.items():
            columns = ", ".join(f'"{c.name}"' for c in entity.table.columns if c.name not in entity.local)
            query = f"SELECT {columns} FROM {name} WHERE scope IN ({among}) ORDER BY scope, id"
            found[name] = conn.execute(query).fetchall()
        for name in ("fclock", "conflict", "head"):
            query = f"SELECT * FROM {name} WHERE scope IN ({among})"
            rows = conn.execute(query).fetchall()
            found[name] = sorted((row for row in rows if row[1:4:2] not in _STAYS_HOME), key=repr)
        query = f"SELECT scope, ent, rid FROM tombstone WHERE scope IN ({among})"
        found["tombstone"] = sorted(conn.execute(query).fetchall())
        query = f"SELECT p.* FROM parked p JOIN txn t ON t.hash = p.txh WHERE t.scope IN ({among})"
        found["parked"] = sorted(conn.execute(query).fetchall(), key=repr)
    return found


def journal(desk: Desk, scopes: Iterable[str]) -> set[bytes]:
    among = ", ".join(f"'{scope}'" for scope in scopes)
    with raw(desk) as conn:
        return {digest for (digest,) in conn.execute(f"SELECT hash FROM txn WHERE scope IN ({among})")}


def check(world: World) -> None:
    """Everything is everywhere, equal, what the oracle says, and confirmed where it should be."""
    offices = {code: (code, ALL) for code in set(CODES) - {CODES[OFFICE]}}
    before = {scope: set().union(*(journal(desk, [scope]) for desk in world.desks)) for scope in (*offices, ALL)}
    held = {scope: set().union(*(contents(desk, scope)[1] for desk in world.desks)) for scope in (*offices, ALL)}
    rounds = world.settle()
    county = world.desks[OFFICE]
    for i in STATIONS:
        desk, scopes = world.desks[i], offices[CODES[i]]
        for scope in scopes:
            assert before[scope] <= journal(county, [scope]), "a transaction was lost"
            assert journal(desk, [scope]) == journal(county, [scope]), "a transaction is missing"
            COUNTS["followed by an act"] += before[scope] < journal(county, [scope])
        assert state(desk, scopes) == state(county, scopes), "diverged"
        for scope in scopes:
            assert contents(desk, scope)[1] == contents(county, scope)[1], "a content is not where its record is"
            assert held[scope] & contents(county, scope)[0] <= contents(county, scope)[1], "a content was lost"
    for desk in world.desks:
        assert desk.store.integrity(deep=True) == []
    for desk in world.desks:
        oracle = Oracle.of(desk)
        oracle.compare(desk)
    for i in world.heard:
        assert exchange.status(world.desks[i])[0].unacknowledged_changes == 0, "held there, and not known to be"
    COUNTS["histories"] += 1
    COUNTS["more than two rounds"] += rounds > 2
    COUNTS["with conflicts at the end"] += bool(oracle.conflicts)
