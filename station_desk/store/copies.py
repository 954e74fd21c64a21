"""Which copies of an office's database have written: one line for each installation, more where an old copy went on.

Every installation counts its transactions (`n`). Two transactions under one number mean that an older copy, or a clone,
wrote on beside the first: from there the installation has two lines, until one of them follows both (EXCHANGE 5).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from station_desk.store.journal_rows import split_parents

_AT = ("hash", "office", "rep", "n", "hlc", "parents", "n_changes", "import_id")


@dataclass(slots=True)
class Line:
    """One copy. Clocks in ms; `left` is the clock of the last transaction that it shares with the line it departed from.
    `here`: this desk wrote its newest transaction of this installation into it. `returned` counts changes of this desk's
    own installation that came in a bundle."""

    office: str
    rep: int
    since: int
    until: int
    acts: int = 0
    changes: int = 0
    left: int | None = None
    here: bool = False
    returned: int = 0


@dataclass(slots=True)
class Copies:
    """The lines of one scope, oldest first, and to which line a transaction belongs."""

    lines: list[Line] = field(default_factory=list)
    _by_hash: dict[bytes, Line] = field(default_factory=dict)
    _by_rep: dict[tuple[str, int], Line] = field(default_factory=dict)

    def line_of(self, txh: bytes, office: str, rep: int) -> Line | None:
        """The copy that wrote a transaction."""
        return self._by_hash.get(txh) or self._by_rep.get((office, rep))


def copies(conn: Connection, scope: str, own_rep: int) -> Copies:
    """The copies that have written in `scope`; `own_rep` is the installation number of this desk."""
    found = Copies()
    forked: set[tuple[str, int]] = set()
    rows = conn.exec_driver_sql(
        "SELECT office, rep, min(hlc), max(hlc), count(*), count(DISTINCT n), sum(n_changes),"
        " sum(CASE WHEN import_id IS NULL THEN 0 ELSE n_changes END) FROM txn WHERE scope = ? GROUP BY office, rep",
        (scope,),
    )
    for office, rep, since, until, acts, numbers, changes, came in rows:
        if acts != numbers:
            forked.add((office, rep))
            continue
        own = rep == own_rep
        line = Line(office, rep, since, until, acts, changes, here=own, returned=came if own else 0)
        found.lines.append(line)
        found._by_rep[office, rep] = line
    if forked:
        _follow(conn, scope, own_rep, forked, found)
    found.lines.sort(key=lambda line: (line.since, line.rep, line.until))
    return found


def _follow(conn: Connection, scope: str, own_rep: int, forked: set[tuple[str, int]], found: Copies) -> None:
    """The lines of installations that forked, transaction by transaction, parents first."""
    near: dict[bytes, frozenset[bytes]] = {}
    carried_on: set[bytes] = set()
    clocks: dict[bytes, int] = {}
    newest_here: dict[int, tuple[int, Line]] = {}
    for row in _parents_first(conn, scope):
        digest, office, rep, _n, hlc, parents, changes, import_id = row
        before = frozenset().union(*(near.get(parent, frozenset()) for parent in split_parents(parents)))
        if (office, rep) not in forked:
            near[digest] = before
            continue
        own = sorted((one for one in before if _writer(found, one) == (office, rep)), key=lambda one: clocks[one])
        line = next((found._by_hash[one] for one in own if one not in carried_on), None)
        if line is None:
            line = Line(office, rep, hlc, hlc, left=clocks[own[-1]] if own else None)
            found.lines.append(line)
        carried_on.update(own)
        near[digest] = (before - frozenset(own)) | {digest}
        clocks[digest], found._by_hash[digest] = hlc, line
        line.since, line.until = min(line.since, hlc), max(line.until, hlc)
        line.acts, line.changes = line.acts + 1, line.changes + changes
        if rep == own_rep and import_id is not None:
            line.returned += changes
        if rep == own_rep and import_id is None and (rep not in newest_here or newest_here[rep][0] <= hlc):
            newest_here[rep] = (hlc, line)
    for _clock, line in newest_here.values():
        line.here = True


def _writer(found: Copies, digest: bytes) -> tuple[str, int]:
    line = found._by_hash[digest]
    return line.office, line.rep


def _parents_first(conn: Connection, scope: str) -> Iterator[Sequence[Any]]:
    """The transactions of a scope, no child before its parent, else by their clocks."""
    rows = {
        row[0]: tuple(row)
        for row in conn.exec_driver_sql(
            f"SELECT {', '.join(_AT)} FROM txn WHERE scope = ? ORDER BY hlc, rep, hash",  # noqa: S608 - our own names
            (scope,),
        )
    }
    placed: set[bytes] = set()
    for first in rows:
        stack = [first]
        while stack:
            digest = stack[-1]
            waits = [p for p in split_parents(rows[digest][5]) if p in rows and p not in placed]
            if digest in placed:
                stack.pop()
            elif waits:
                stack.extend(waits)
            else:
                placed.add(stack.pop())
                yield rows[digest]
