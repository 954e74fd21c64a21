"""How far the own changes have travelled: waiting for a bundle, on the way, or confirmed by a receipt (EXCHANGE 4)."""

from collections.abc import Iterable
from typing import Literal

from sqlalchemy import Connection, select

from station_desk.store.bulk import chunks
from station_desk.store.journal_rows import split_parents
from station_desk.store.peers import load_peers, newest_sent_heads
from station_desk.store.settings import REP, get_settings
from station_desk.store.tables import txn

Way = Literal["", "waiting", "confirmed"]
_STEPS = 100


def how_sent(conn: Connection, hashes: Iterable[bytes]) -> dict[bytes, Way]:
    """For each of the transactions that this installation wrote, how far it is; empty while no other office is trusted.

    Own transactions of a scope lie in one line, so it is enough to know the newest that the other side has.
    """
    peers = load_peers(conn)
    if not peers:
        return {}
    rep = int(get_settings(conn, REP)[REP])
    confirmed: dict[str, int] = {}
    waiting: dict[str, int] = {}
    for peer in peers:
        for reached, heads in ((confirmed, peer.heads), (waiting, newest_sent_heads(conn, peer.office))):
            for scope, known in heads.items():
                reached[scope] = max(reached.get(scope, 0), _newest_own(conn, rep, known))
    ways: dict[bytes, Way] = {}
    for part in chunks(hashes):
        own = select(txn.c.hash, txn.c.scope, txn.c.n).where(txn.c.rep == rep, txn.c.hash.in_(part))
        for digest, scope, n in conn.execute(own):
            ways[digest] = (
                "confirmed" if n <= confirmed.get(scope, 0) else "waiting" if n <= waiting.get(scope, 0) else ""
            )
    return ways


def _newest_own(conn: Connection, rep: int, heads: Iterable[bytes]) -> int:
    """The number of the newest own transaction that is one of `heads` or a near ancestor of one; 0 for none."""
    newest, front, seen = 0, set(heads), set[bytes]()
    for _ in range(_STEPS):
        if not front:
            break
        seen |= front
        behind: set[bytes] = set()
        for part in chunks(front):
            rows = conn.execute(select(txn.c.rep, txn.c.n, txn.c.parents).where(txn.c.hash.in_(part)))
            for of, n, parents in rows:
                if of == rep:
                    newest = max(newest, n)
                else:
                    behind.update(split_parents(parents))
        front = behind - seen
    return newest
