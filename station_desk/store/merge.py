"""Taking in another office's transactions, set-wise and in the running database transaction (EXCHANGE 7.2).

`Merge.add` takes transactions, parents first; `Merge.finish` makes rows, clocks, conflicts and heads of them and tells
what happened. Nothing here commits. A refusal is a Trouble; the caller rolls back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from station_desk.domain.exchange import KindCount
from station_desk.domain.journal import CLOCK_AHEAD_MS, Change, Txn
from station_desk.domain.records import SCOPE_ALL, OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.store import tables
from station_desk.store.ancestry import Branches, vouched
from station_desk.store.bulk import insert_many
from station_desk.store.erase import erase_records, forget_traces, traces_of
from station_desk.store.journal_rows import append_txns, heads, known, set_heads
from station_desk.store.merge_creates import Creates, Parked
from station_desk.store.merge_updates import Updates
from station_desk.store.outgoing import grown_count, keep_count
from station_desk.store.settings import HLC, get_setting, put_settings

WHOLE = ""
"""A parked row with this field parks the whole change."""

MOST_BRANCHES = 200
"""Open ends of one scope at most: a header has room for 256, and no station has so many copies of its database."""

_PARKED = ("txh", "i", "ent", "field", "reason")
_MOST_IDS = 5_000


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may say what: the sender, the scopes it may speak of, and the kind of every office that is known here."""

    sender: str
    scopes: frozenset[str]
    kinds: Mapping[str, OfficeKind]

    def check(self, txn: Txn) -> None:
        """Raises Trouble bundle_rejected where the transaction is not the writer's to make."""
        if txn.scope not in self.scopes:
            raise Trouble("bundle_rejected", reason="scope", detail=txn.scope)
        kind = self.kinds.get(txn.office)
        if kind is None or not (kind is OfficeKind.COUNTY or (txn.scope == txn.office and txn.scope != SCOPE_ALL)):
            raise Trouble("bundle_rejected", reason="writer", detail=txn.office)


@dataclass(slots=True)
class Merged:
    """What became of the transactions. `parked` counts by reason; `fork_ms` is the clock of the old copy that the office
    `fork_of` has used, if any. `returned` are changes that the sender had from others: a county gives a station back what
    the station itself has written and this copy of its database lacks."""

    transactions: int = 0
    changes: int = 0
    returned: int = 0
    conflicts: int = 0
    parked: dict[str, int] = field(default_factory=dict)
    fork_ms: int | None = None
    fork_of: str = ""
    clock_ahead: int = 0
    missing: list[bytes] = field(default_factory=list)
    kinds: list[KindCount] = field(default_factory=list)
    ids: set[str] | None = field(default_factory=set)


class Merge:
    """One bundle being taken in. `wall_ms` is this desk's clock; `import_id` marks what came with it."""

    def __init__(self, conn: Connection, policy: Policy, wall_ms: int, import_id: str) -> None:
        self._conn = conn
        self._policy = policy
        self._wall = wall_ms
        self._import_id = import_id
        self._before = {scope: tuple(hashes) for scope, hashes in heads(conn).items()}
        self._heads = {scope: set(hashes) for scope, hashes in self._before.items()}
        self._branches = Branches(conn)
        self._arrived: set[bytes] = set()
        self._foreign: dict[str, set[bytes]] = {}
        self._came: dict[str, list[int]] = {}
        self._newest = 0
        self._stones = _stones(conn)
        self._erasing: list[tuple[bytes, str, str, int, Change]] = []
        """(txh, scope, office, i, tombstone): not the transaction, whose other changes may be long."""
        self._bare: list[tuple[str, str, str]] = []
        self._parked: list[Parked] = []
        self._creates = Creates(conn, policy.kinds, self._parked)
        self._updates = Updates(conn, self._parked, self._arrived)
        self.merged = Merged()

    def add(self, txns: Sequence[Txn]) -> None:
        """The next transactions, parents first; those known already are passed over.

        Raises Trouble bundle_gap (a parent is not known; `merged.missing` names it), bundle_rejected (also where the
        scope would have more than `MOST_BRANCHES` open ends).
        """
        there = known(self._conn, [txn.hash for txn in txns])
        fresh: list[Txn] = []
        for txn in txns:
            self._policy.check(txn)
            if txn.hash in there or txn.hash in self._arrived:
                continue
            self._place(txn)
            fresh.append(txn if not self._stones else self._without_erased(txn))
        append_txns(self._conn, fresh, self._import_id)
        for txn in fresh:
            self._sort(txn)
            departed = self._branches.add(txn)
            if departed is not None and departed < (self.merged.fork_ms or departed + 1):
                self.merged.fork_ms, self.merged.fork_of = departed, txn.office
        self._creates.flush()
        self._updates.settle_part()
        self._keep_parked()

    def finish(self, statements: Mapping[str, Iterable[bytes]]) -> Merged:
        """Make rows of what came. `statements` are the heads that each office has signed for, by its code.

        Raises Trouble bundle_rejected (a transaction that its writer has not vouched for, a write over one that does
        not exist), bundle_corrupt (a body is missing).
        """
        for office, hashes in self._foreign.items():
            if hashes - vouched(self._conn, statements.get(office, ()), self._arrived):
                raise Trouble("bundle_rejected", reason="not_vouched", detail=office)
        merged = self.merged
        merged.conflicts = self._updates.settle()
        self._keep_parked()
        erased = self._erase()
        self._check_bodies()
        self._keep_parked()
        for scope, hashes in self._heads.items():
            if set(self._before.get(scope, ())) != hashes:
                total = grown_count(self._conn, scope, *self._came[scope])
                set_heads(self._conn, scope, sorted(hashes))
                keep_count(self._conn, scope, *total)
        if self._newest > int(get_setting(self._conn, HLC) or 0):
            put_settings(self._conn, {HLC: str(self._newest)})
        changed = self._updates.changed
        merged.kinds = [
            KindCount(ent, self._creates.made.get(ent, 0), changed.get(ent, 0), erased.get(ent, 0))
            for ent in tables.ENTITIES
            if self._creates.made.get(ent) or changed.get(ent) or erased.get(ent)
        ]
        return merged

    def _place(self, txn: Txn) -> None:
        """Hang the transaction under its parents."""
        front = self._heads.setdefault(txn.scope, set())
        self._branches.learn(txn.scope, txn.rep, self._before.get(txn.scope, ()))
        unseen = [parent for parent in txn.parents if parent not in front]
        if unseen:
            self._find_parents(txn, unseen)
        front.difference_update(txn.parents)
        front.add(txn.hash)
        if len(front) > MOST_BRANCHES:
            raise Trouble("bundle_rejected", reason="branches", detail=txn.scope)
        self._arrived.add(txn.hash)
        if txn.office != self._policy.sender:
            self._foreign.setdefault(txn.office, set()).add(txn.hash)
            self.merged.returned += len(txn.changes)
        if txn.hlc > self._wall + CLOCK_AHEAD_MS:
            self.merged.clock_ahead += 1
        else:
            self._newest = max(self._newest, txn.hlc)
        self.merged.transactions += 1
        self.merged.changes += len(txn.changes)
        came = self._came.setdefault(txn.scope, [0, 0])
        came[0] += 1
        came[1] += len(txn.changes)

    def _find_parents(self, txn: Txn, unseen: list[bytes]) -> None:
        """Parents that are no heads must at least be known in the same scope."""
        rest = [parent for parent in unseen if parent not in self._arrived]
        marks = ", ".join("?" * len(rest))
        found = self._conn.exec_driver_sql(
            f"SELECT hash FROM txn WHERE +scope = ? AND hash IN ({marks})",  # noqa: S608 - by the hash, not a scan of the scope
            (txn.scope, *rest),
        ).scalars()
        missing = set(rest).difference(found)
        if missing:
            self.merged.missing = sorted(missing)
            raise Trouble("bundle_gap")

    def _without_erased(self, txn: Txn) -> Txn:
        """The transaction without the bodies of records that were erased here: a tombstone beats a body for ever."""
        changes = tuple(
            Change(c.ent, c.rid, c.op, None, None, c.body_hash, c.local)
            if c.op != "x" and (txn.scope, c.ent, c.rid) in self._stones
            else c
            for c in txn.changes
        )
        head = (txn.hash, txn.scope, txn.office, txn.rep, txn.n, txn.hlc, txn.actor, txn.action, txn.run, txn.sv)
        return Txn(*head, parents=txn.parents, changes=changes)

    def _sort(self, txn: Txn) -> None:
        """Every change to where it belongs."""
        create, update, known_kinds = self._creates.take, self._updates.take, tables.ENTITIES
        for i, c in enumerate(txn.changes):
            ent, rid, op, body, _salt, _digest, local = c
            if op == "c" and ent in known_kinds:
                create(txn, i, c)
            elif op == "x":
                self._erasing.append((txn.hash, txn.scope, txn.office, i, c))
            elif ent not in known_kinds:
                self._parked.append((txn.hash, i, ent, WHOLE, "unknown_kind"))
            elif body is not None:
                update(txn, i, c)
            if body is None and not local:
                self._bare.append((txn.scope, ent, rid))
        if self.merged.ids is not None:
            self.merged.ids.update([c.rid for c in txn.changes])
            if len(self.merged.ids) > _MOST_IDS:
                self.merged.ids = None

    def _erase(self) -> dict[str, int]:
        """Erase what the owners have erased. The number of records by kind."""
        counts: dict[str, int] = {}
        for txh, scope, office, i, c in self._erasing:
            owner = self._conn.exec_driver_sql(
                "SELECT t.office FROM change AS c JOIN txn AS t ON t.hash = c.txh"
                " WHERE c.rid = ? AND c.ent = ? AND c.op = 'c' AND t.scope = ?",
                (c.rid, c.ent, scope),
            ).scalar()
            if owner != office:
                self._parked.append((txh, i, c.ent, WHOLE, "dangling" if owner is None else "not_owner"))
                continue
            traces = traces_of(self._conn, scope, c.rid) if c.ent == "person" else None
            erase_records(self._conn, scope, [(c.ent, c.rid, txh)])
            if traces is not None:
                forget_traces(self._conn, traces)
            self._stones.add((scope, c.ent, c.rid))
            counts[c.ent] = counts.get(c.ent, 0) + 1
        return counts

    def _check_bodies(self) -> None:
        """A body may be gone only where a tombstone says so."""
        for scope, ent, rid in self._bare:
            if (scope, ent, rid) not in self._stones:
                raise Trouble("bundle_corrupt", reason="a body is missing")

    def _keep_parked(self) -> None:
        for row in self._parked:
            self.merged.parked[row[4]] = self.merged.parked.get(row[4], 0) + 1
        insert_many(self._conn, tables.parked, _PARKED, self._parked, "ignore")
        self._parked.clear()


def _stones(conn: Connection) -> set[tuple[str, str, str]]:
    """Every record that was erased here: (scope, ent, rid)."""
    rows = conn.exec_driver_sql("SELECT scope, ent, rid FROM tombstone")
    return {(scope, ent, rid) for scope, ent, rid in rows}
