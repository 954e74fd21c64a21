"""What to send: which transactions an office is not known to have, and those transactions in order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from station_desk.domain.journal import Change, Txn
from station_desk.store.ancestry import Lacking, lacking
from station_desk.store.bulk import chunks
from station_desk.store.journal_rows import heads, split_parents

_CHUNK = 500
_HEAD = "hash, scope, office, rep, n, hlc, actor, action, run, sv, parents"
_BODY = "txh, ent, rid, op, iif(local, NULL, body), iif(local, NULL, salt), body_hash, local"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One scope of a bundle to be: our heads, and what the receiver lacks of it."""

    scope: str
    heads: tuple[bytes, ...]
    lacking: Lacking


def outgoing(conn: Connection, scopes: Iterable[str], theirs: dict[str, list[bytes]]) -> list[Outgoing]:
    """What of `scopes` the office with the heads `theirs` lacks. No heads: everything."""
    ours = heads(conn)
    plans = []
    for scope in scopes:
        own = ours.get(scope, [])
        plans.append(Outgoing(scope, tuple(own), lacking(conn, scope, own, theirs.get(scope, ()))))
    return plans


def read_in_order(conn: Connection, hashes: Sequence[bytes]) -> Iterator[Txn]:
    """The transactions in the order of `hashes`. Bodies of local changes stay here."""
    driver = conn.connection.driver_connection  # a quarter faster than rows through SQLAlchemy
    if driver is None:
        raise RuntimeError("the connection is closed")
    for part in chunks(hashes, _CHUNK):
        marks = ", ".join("?" * len(part))
        changes: dict[bytes, list[Change]] = {digest: [] for digest in part}
        rows = driver.execute(f"SELECT {_BODY} FROM change WHERE txh IN ({marks}) ORDER BY txh, i", part)  # noqa: S608
        for txh, ent, rid, op, body, salt, digest, local in rows.fetchall():
            changes[txh].append(Change(ent, rid, op, body, salt, digest, local == 1))
        found = driver.execute(f"SELECT {_HEAD} FROM txn WHERE hash IN ({marks})", part)  # noqa: S608
        heads_ = {row[0]: row for row in found.fetchall()}
        for digest in part:
            _, scope, office, rep, n, hlc, actor, action, run, sv, parents = heads_[digest]
            head = (digest, scope, office, rep, n, hlc, actor, action, run, sv)
            yield Txn(*head, split_parents(parents), tuple(changes[digest]))


def changes_by_kind(conn: Connection, hashes: Iterable[bytes]) -> dict[str, int]:
    """How many changes of each kind of record the transactions hold."""
    counts: dict[str, int] = {}
    for part in chunks(hashes, _CHUNK):
        marks = ", ".join("?" * len(part))
        rows = conn.exec_driver_sql(
            f"SELECT ent, count(*) FROM change WHERE txh IN ({marks}) GROUP BY ent",  # noqa: S608 - question marks only
            tuple(part),
        )
        for ent, count in rows:
            counts[ent] = counts.get(ent, 0) + count
    return counts


def count_scope(conn: Connection, scope: str) -> tuple[int, int]:
    """Transactions and changes of the scope."""
    row = conn.exec_driver_sql("SELECT count(*), sum(n_changes) FROM txn WHERE scope = ?", (scope,)).one()
    return int(row[0]), int(row[1] or 0)
