"""The journal as a graph: each transaction names its parents within its scope (EXCHANGE 1 and 7.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from station_desk.domain.journal import Txn
from station_desk.domain.trouble import Trouble
from station_desk.store.bulk import chunks
from station_desk.store.journal_rows import split_parents

MOST_STEPS = 1_000_000
"""Transactions that the search for forks looks at in one bundle. Honest journals need a handful; one that is shaped to
keep a county busy for hours is refused."""

_STEPS_BACK = 200
"""So far back every step is a statement of its own; the way to the beginning is one statement."""

_SHORT_WAY = 1_000
"""So many transactions behind a tip are looked at before a branch that is not among them counts as left."""

_NEWEST = 20
"""So many transactions of a scope are looked at before all of them are."""


@dataclass(frozen=True, slots=True)
class Node:
    """What a walk needs to know of one transaction."""

    scope: str
    office: str
    rep: int
    hlc: int
    parents: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """Transactions of one scope that someone is not known to have: parents first, and what they rest on."""

    hashes: tuple[bytes, ...]
    prereq: tuple[bytes, ...]
    changes: int
    oldest_hlc: int | None


def nodes(conn: Connection, hashes: Iterable[bytes]) -> dict[bytes, Node]:
    """Those of the transactions that are known."""
    found: dict[bytes, Node] = {}
    for part in chunks(hashes, 500):
        marks = ", ".join("?" * len(part))
        for digest, scope, office, rep, hlc, parents in conn.exec_driver_sql(
            f"SELECT hash, scope, office, rep, hlc, parents FROM txn WHERE hash IN ({marks})",  # noqa: S608
            tuple(part),
        ):
            found[digest] = Node(scope, office, rep, hlc, split_parents(parents))
    return found


def behind(conn: Connection, heads: Iterable[bytes], wanted: Iterable[bytes]) -> set[bytes]:
    """Those of `wanted` that are `heads` or their ancestors."""
    sought = set(wanted)
    found: set[bytes] = set()
    seen: set[bytes] = set()
    front = set(heads)
    steps = 0
    while front and found != sought:
        if steps == _STEPS_BACK:
            return found | _far_behind(conn, front, sought - found)
        steps += 1
        seen |= front
        found |= front & sought
        front = {parent for node in nodes(conn, front).values() for parent in node.parents} - seen
    return found


def _far_behind(conn: Connection, front: Iterable[bytes], sought: set[bytes]) -> set[bytes]:
    """Those of `sought` that are in `front` or behind it, by one walk within the database. A row of it holds parents that
    wait: the first of them is followed, and so are the rest."""
    found: set[bytes] = set()
    for part in chunks(sorted(sought)):
        rows = conn.exec_driver_sql(
            "WITH RECURSIVE walk (waiting) AS (VALUES (?) UNION"  # noqa: S608 - question marks only
            " SELECT CASE way WHEN 0 THEN substr(waiting, 33) ELSE"
            " (SELECT parents FROM txn WHERE hash = substr(waiting, 1, 32)) END"
            " FROM walk, (SELECT 0 AS way UNION ALL SELECT 1) WHERE length(waiting) > 0)"
            f" SELECT substr(waiting, 1, 32) FROM walk WHERE substr(waiting, 1, 32) IN ({', '.join('?' * len(part))})",
            (b"".join(front), *part),
        )
        found.update(rows.scalars())
    return found


def lacking(conn: Connection, scope: str, ours: Sequence[bytes], theirs: Iterable[bytes]) -> Lacking:
    """What of `scope` is no ancestor of `theirs`, given our heads `ours`. Heads that we do not know count for nothing.

    One pass over the scope, newest first, until nothing unknown to them can follow. Where clocks ran wild a transaction
    too much may be named, never one too few.
    """
    had = set(theirs)
    open_, found = set(ours) - had, dict[bytes, tuple[bytes, ...]]()
    changes, oldest = 0, None
    if not open_:
        return Lacking((), (), 0, None)
    rows = conn.exec_driver_sql(
        "SELECT hash, parents, n_changes, hlc FROM txn WHERE scope = ? ORDER BY hlc DESC, rep DESC, hash DESC", (scope,)
    )
    for digest, column, n_changes, hlc in rows:
        parents = split_parents(column)
        if digest in had:
            had.update(parents)
            open_.difference_update(parents)
            continue
        found[digest] = parents
        open_.discard(digest)
        open_.update(parent for parent in parents if parent not in had and parent not in found)
        changes, oldest = changes + n_changes, hlc
        if not open_:
            break
    rows.close()
    rests_on = {parent for parents in found.values() for parent in parents if parent not in found}
    return Lacking(_parents_first(found), tuple(sorted(rests_on)), changes, oldest)


def _parents_first(found: dict[bytes, tuple[bytes, ...]]) -> tuple[bytes, ...]:
    """The transactions, which came newest first, in an order in which no child precedes its parent."""
    placed: dict[bytes, None] = {}
    for newest in reversed(found):
        stack = [newest]
        while stack:
            digest = stack[-1]
            missing = [p for p in found[digest] if p in found and p not in placed]
            if missing and digest not in placed:
                stack.extend(missing)
                continue
            placed[stack.pop()] = None
    return tuple(placed)


class Branches:
    """Finds forks: two transactions of one installation of which neither is an ancestor of the other.

    An installation has one tip in a scope; a transaction that does not follow a tip begins a new branch: a copy of the
    office's database that was older than what it had sent is in use (EXCHANGE 5).
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._tips: dict[tuple[str, int], set[bytes]] = {}
        self._reps: dict[str, set[int]] = {}
        self._walked = 0

    def learn(self, scope: str, rep: int, heads: Iterable[bytes]) -> None:
        """The tips of an installation before anything new came, found from the heads of that moment."""
        if (scope, rep) in self._tips:
            return
        if not self._wrote(scope, rep):
            self._tips[scope, rep] = set()
            return
        found = self._nearest(heads, rep)
        self._tips[scope, rep] = {one for one in found if not behind(self._conn, found - {one}, [one])}

    def _wrote(self, scope: str, rep: int) -> bool:
        """Whether the installation wrote anything in the scope. Nearly always it is among the newest; only for one that
        is not, the whole scope is read, once."""
        if scope not in self._reps:
            newest = self._conn.exec_driver_sql(
                "SELECT rep FROM txn WHERE scope = ? ORDER BY hlc DESC LIMIT ?", (scope, _NEWEST)
            )
            if rep in newest.scalars():
                return True
            rows = self._conn.exec_driver_sql("SELECT DISTINCT rep FROM txn WHERE scope = ?", (scope,))
            self._reps[scope] = set(rows.scalars())
        return rep in self._reps[scope]

    def add(self, txn: Txn) -> int | None:
        """Place a transaction that is in the journal already. For a new branch: the clock (ms) from which it departs.

        A branch is new where two transactions of the installation follow the same one; whichever comes first.
        """
        tips = self._tips.setdefault((txn.scope, txn.rep), set())
        parents = set(txn.parents)
        if not tips or tips <= parents:
            self._tips[txn.scope, txn.rep] = {txn.hash}
            return None
        near = parents if parents <= tips else self._nearest(parents, txn.rep)
        followed, others = tips & near, near - tips
        departs = not followed
        if followed and followed != tips and others:
            others = self._not_behind(followed, others)
            departs = bool(others)
        tips -= followed
        tips.add(txn.hash)
        if not departs:
            return None
        clocks = [node.hlc for node in nodes(self._conn, others or parents).values()]
        return max(clocks, default=txn.hlc)

    def _not_behind(self, tips: set[bytes], sought: set[bytes]) -> set[bytes]:
        """Those of `sought` that are not found a short way behind `tips`: there, a branch goes on beside this one."""
        left, seen, front = set(sought), set[bytes](), tips
        while front and left and len(seen) < _SHORT_WAY:
            seen |= front
            self._walk(len(front))
            front = {parent for node in nodes(self._conn, front).values() for parent in node.parents} - seen
            left -= front
        return left

    def _walk(self, steps: int) -> None:
        self._walked += steps
        if self._walked > MOST_STEPS:
            raise Trouble("bundle_rejected", reason="shape")

    def _nearest(self, start: Iterable[bytes], rep: int) -> set[bytes]:
        """Going back from `start`, the first transactions of the installation on each way."""
        found: set[bytes] = set()
        seen: set[bytes] = set()
        front = set(start)
        while front:
            seen |= front
            following: set[bytes] = set()
            self._walk(len(front))
            for digest, node in nodes(self._conn, front).items():
                if node.rep == rep:
                    found.add(digest)
                else:
                    following.update(node.parents)
            front = following - seen
        return found


def vouched(conn: Connection, heads: Iterable[bytes], among: set[bytes]) -> set[bytes]:
    """Those of `among` that are `heads` or their ancestors. What is not in `among` is not walked through."""
    found: set[bytes] = set()
    front = set(heads) & among
    while front:
        found |= front
        parents = {parent for node in nodes(conn, front).values() for parent in node.parents}
        front = (parents & among) - found
    return found
