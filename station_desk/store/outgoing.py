"""What to send: which transactions an office is not known to have, and those transactions in order."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from station_desk.domain.exchange import WireChange, WireTxn
from station_desk.domain.trouble import Trouble
from station_desk.store.ancestry import Lacking, lacking
from station_desk.store.archive import needed
from station_desk.store.bulk import chunks
from station_desk.store.journal_rows import heads, split_parents
from station_desk.store.settings import get_setting, put_settings

_CHUNK = 500
_COUNTED = "counted."
_HEAD = "hash, scope, office, rep, n, hlc, actor, action, run, sv, parents, n_changes"
_WIRE = (
    "op, ent, rid, local, iif(local, NULL, body), iif(local OR body IS NULL, NULL, salt),"
    " iif(local OR body IS NULL, body_hash, NULL)"
)
"""A change as it travels."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One scope of a bundle to be: our heads, what the receiver lacks of it, what else we hold that it shall know of.

    `ends`: the heads of a part that is given again and ends before ours.
    """

    scope: str
    heads: tuple[bytes, ...]
    lacking: Lacking
    also: tuple[bytes, ...] = ()
    ends: tuple[bytes, ...] = ()


def outgoing(conn: Connection, scopes: Iterable[str], theirs: dict[str, list[bytes]]) -> list[Outgoing]:
    """What of `scopes` the office with the heads `theirs` lacks. No heads: everything."""
    ours = heads(conn)
    plans = []
    for scope in scopes:
        own = ours.get(scope, [])
        plans.append(Outgoing(scope, tuple(own), lacking(conn, scope, own, theirs.get(scope, ()))))
    return plans


def read_in_order(conn: Connection, hashes: Sequence[bytes]) -> Iterator[WireTxn]:
    """The transactions in the order of `hashes`, as they travel. Bodies of local changes stay here.

    Raises Trouble database_damaged where a transaction has not the changes that it counts, archive_needed (file) where
    a body lies in an archive that is not at hand.
    """
    driver = conn.connection.driver_connection  # a quarter faster than rows through SQLAlchemy
    if driver is None:
        raise RuntimeError("the connection is closed")
    away = needed(conn, hashes)
    if away is not None:
        raise Trouble("archive_needed", file=away)
    for part in chunks(hashes, _CHUNK):
        marks = ", ".join("?" * len(part))
        found: dict[bytes, WireTxn] = {}
        rows: list[WireChange] = driver.execute(
            f"SELECT {_WIRE} FROM change WHERE txh IN ({marks}) ORDER BY txh, i",  # noqa: S608 - our own names
            part,
        ).fetchall()
        at = 0
        for head in driver.execute(f"SELECT {_HEAD} FROM txn WHERE hash IN ({marks}) ORDER BY hash", part):  # noqa: S608
            *own, parents, n_changes = head
            found[head[0]] = WireTxn._make((*own, split_parents(parents), rows[at : at + n_changes]))
            at += n_changes
        if at != len(rows):
            raise Trouble("database_damaged", reason="changes of a transaction")
        for digest in part:
            yield found[digest]


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
    """Transactions and changes of the scope: as they were kept with these heads, else counted."""
    return _kept_count(conn, scope) or _count(conn, scope)


def grown_count(conn: Connection, scope: str, transactions: int, changes: int) -> tuple[int, int]:
    """`count_scope` after so many transactions were inserted and before the heads are set anew."""
    kept = _kept_count(conn, scope)
    return (kept[0] + transactions, kept[1] + changes) if kept else _count(conn, scope)


def keep_count(conn: Connection, scope: str, transactions: int, changes: int) -> None:
    """Keep what would have to be counted, for the heads of this moment: the scopes of a county grow for years."""
    put_settings(conn, {_COUNTED + scope: json.dumps([_heads_of(conn, scope), transactions, changes])})


def _kept_count(conn: Connection, scope: str) -> tuple[int, int] | None:
    now = _heads_of(conn, scope)
    if not now:
        return 0, 0
    text = get_setting(conn, _COUNTED + scope)
    if text is None:
        return None
    of, transactions, changes = json.loads(text)
    return (int(transactions), int(changes)) if of == now else None


def _heads_of(conn: Connection, scope: str) -> list[str]:
    return [one.hex() for one in heads(conn, scope).get(scope, [])]


def _count(conn: Connection, scope: str) -> tuple[int, int]:
    row = conn.exec_driver_sql("SELECT count(*), sum(n_changes) FROM txn WHERE scope = ?", (scope,)).one()
    return int(row[0]), int(row[1] or 0)
