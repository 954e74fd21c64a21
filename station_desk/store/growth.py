"""How much the journal holds, month by month, and how large the file is.

What was counted is kept for each scope beside the heads it was counted for; a scope that only grew is counted from its
newest known clock on, so that a county with a million changes counts a week, not years.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from station_desk.store.journal_rows import heads
from station_desk.store.settings import get_setting

KEPT = "grown."
"""Setting of a scope: [heads, tombstones, newest clock counted, {month: [transactions, changes, bytes]}]."""

Months = dict[str, "Counts"]
"""Local months `2026-11`."""

_MONTH = "strftime('%Y-%m', t.hlc / 1000, 'unixepoch', 'localtime')"
_TXN_BYTES = (
    "2 * length(t.hash) + 2 * length(t.scope) + length(t.parents) + length(t.office) + length(t.actor)"
    " + length(t.action) + 2 * coalesce(length(t.run), 0) + 40"
)
_CHANGE_BYTES = (
    "coalesce(length(CAST(c.body AS BLOB)), 0) + coalesce(length(c.salt), 0) + 2 * length(c.txh) + 2 * length(c.rid)"
    " + length(c.body_hash) + length(c.ent) + 20"
)
"""What a row and its entries in the indexes take, without what is left free in pages."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Transactions, their changes, and the bytes that both take in the journal."""

    transactions: int = 0
    changes: int = 0
    bytes: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.transactions + other.transactions, self.changes + other.changes, self.bytes + other.bytes)


@dataclass(frozen=True, slots=True)
class Grown:
    """One scope, counted for these heads and tombstones."""

    heads: tuple[str, ...]
    stones: int
    newest_ms: int
    months: Months

    def as_setting(self) -> str:
        """For the setting that keeps it."""
        months = {month: (c.transactions, c.changes, c.bytes) for month, c in sorted(self.months.items())}
        return json.dumps([self.heads, self.stones, self.newest_ms, months])


def counted(conn: Connection) -> tuple[dict[str, Grown], dict[str, Grown]]:
    """Every scope as it is now; and those of them whose kept count is out of date."""
    told = conn.exec_driver_sql("SELECT scope, count(*) FROM tombstone GROUP BY scope")
    stones: dict[str, int] = {row[0]: int(row[1]) for row in told}
    now = {scope: tuple(one.hex() for one in hashes) for scope, hashes in heads(conn).items()}
    found: dict[str, Grown] = {}
    news: dict[str, Grown] = {}
    for scope, tips in now.items():
        kept = _kept(conn, scope)
        if kept is not None and (kept.heads, kept.stones) == (tips, stones.get(scope, 0)):
            found[scope] = kept
        elif kept is not None and kept.stones == stones.get(scope, 0) and _only_grew(conn, scope, kept):
            later = _count(conn, scope, kept.newest_ms)
            news[scope] = Grown(tips, kept.stones, max(kept.newest_ms, later[0]), _sum((kept.months, later[1])))
    missing = now.keys() - found.keys() - news.keys()
    for scope, (newest, months) in (_count_all(conn, missing) if missing else {}).items():
        news[scope] = Grown(now[scope], stones.get(scope, 0), newest, months)
    return found | news, news


def database_bytes(conn: Connection) -> tuple[int, int]:
    """The length of the database file, and how much of it is free inside."""
    size, pages, free = (
        int(conn.exec_driver_sql(f"PRAGMA {name}").scalar_one())
        for name in ("page_size", "page_count", "freelist_count")
    )
    return size * pages, size * free


def contents_bytes(conn: Connection) -> Months:
    """Photos and documents by the UTC month in which they came here; only `bytes` is told."""
    rows = conn.exec_driver_sql("SELECT substr(at, 1, 7), sum(length(content)) FROM blob GROUP BY 1")
    return {month: Counts(bytes=int(size)) for month, size in rows}


def together(scopes: Iterable[Grown]) -> Months:
    """All scopes in one."""
    return _sum(one.months for one in scopes)


def _kept(conn: Connection, scope: str) -> Grown | None:
    text = get_setting(conn, KEPT + scope)
    if text is None:
        return None
    tips, stones, newest, months = json.loads(text)
    return Grown(tuple(tips), stones, newest, {month: Counts(*counts) for month, counts in months.items()})


def _only_grew(conn: Connection, scope: str, kept: Grown) -> bool:
    """Whether nothing came with an older clock since: the journal never shrinks, so the number tells."""
    query = "SELECT count(*) FROM txn WHERE scope = ? AND hlc <= ?"
    there = int(conn.exec_driver_sql(query, (scope, kept.newest_ms)).scalar_one())
    return there == sum(counts.transactions for counts in kept.months.values())


def _count(conn: Connection, scope: str, after_ms: int) -> tuple[int, Months]:
    """The newest clock of what is later than `after_ms`, and its months: by the index, few rows."""
    where = (scope, after_ms)
    heads_ = conn.exec_driver_sql(
        f"SELECT {_MONTH}, count(*), sum(t.n_changes), sum({_TXN_BYTES}), max(t.hlc) FROM txn AS t"  # noqa: S608 - ours
        " WHERE t.scope = ? AND t.hlc > ? GROUP BY 1",
        where,
    ).all()
    bodies = conn.exec_driver_sql(
        f"SELECT {_MONTH}, sum({_CHANGE_BYTES}) FROM txn AS t JOIN change AS c ON c.txh = t.hash"  # noqa: S608 - ours
        " WHERE t.scope = ? AND t.hlc > ? GROUP BY 1",
        where,
    ).all()
    months = {month: Counts(int(n), int(changes), int(size)) for month, n, changes, size, _ in heads_}
    return max((row[4] for row in heads_), default=0), _sum(
        (months, {m: Counts(bytes=int(size)) for m, size in bodies})
    )


def _count_all(conn: Connection, scopes: Iterable[str]) -> dict[str, tuple[int, Months]]:
    """Whole scopes: both tables once from end to end, in the order in which they lie in the file."""
    wanted = sorted(scopes)
    marks = ", ".join("?" * len(wanted))
    found: dict[str, tuple[int, Months]] = {}
    for scope, month, n, changes, size, newest in conn.exec_driver_sql(
        f"SELECT t.scope, {_MONTH}, count(*), sum(t.n_changes), sum({_TXN_BYTES}), max(t.hlc)"  # noqa: S608 - ours
        f" FROM txn AS t NOT INDEXED WHERE t.scope IN ({marks}) GROUP BY 1, 2",
        tuple(wanted),
    ):
        before, months = found.get(scope, (0, {}))
        found[scope] = max(before, newest), months | {month: Counts(int(n), int(changes), int(size))}
    for scope, month, size in conn.exec_driver_sql(
        f"SELECT t.scope, {_MONTH}, sum(s.size) FROM (SELECT c.txh AS txh, sum({_CHANGE_BYTES}) AS size"  # noqa: S608
        f" FROM change AS c GROUP BY c.txh) AS s CROSS JOIN txn AS t ON t.hash = s.txh WHERE t.scope IN ({marks}) GROUP BY 1, 2",
        tuple(wanted),
    ):
        months = found[scope][1]
        months[month] += Counts(bytes=int(size))
    return found


def _sum(parts: Iterable[Months]) -> Months:
    total: Months = {}
    for months in parts:
        for month, counts in months.items():
            total[month] = total.get(month, Counts()) + counts
    return total
