"""The access log: unlocks, reveals, prints, exports. It stays at this desk; only its head travels (DESIGN 4, decision 2).

Each entry bears the hash of the one before, so that a removed or altered entry shows.
"""

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from station_desk.store.bulk import insert_many
from station_desk.store.tables import access_log

GENESIS = bytes(32)
"""What the first entry names as its forerunner."""


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """One entry. `at` is UTC ISO text; `object` a record id, file name or serial; never an ID number."""

    n: int
    at: str
    actor: str
    act: str
    object: str
    detail: str
    prev: bytes
    hash: bytes


def entry_hash(prev: bytes, n: int, at: str, actor: str, act: str, object: str, detail: str) -> bytes:  # noqa: A002
    """SHA-256 over the forerunner's hash and the entry as JSON."""
    text = json.dumps([n, at, actor, act, object, detail], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"station-desk access 1\0" + prev + text.encode()).digest()


def access_head(conn: Connection) -> bytes:
    """The hash of the newest entry, `GENESIS` where there is none."""
    return conn.exec_driver_sql("SELECT hash FROM access_log ORDER BY n DESC LIMIT 1").scalar() or GENESIS


def has_entry(conn: Connection, digest: bytes) -> bool:
    """Whether the log has the entry with this hash; `GENESIS` it always has."""
    found = select(access_log.c.n).where(access_log.c.hash == digest)
    return digest == GENESIS or conn.execute(found).first() is not None


def append_access(conn: Connection, at: str, actor: str, act: str, object: str, detail: str = "") -> AccessEntry:  # noqa: A002
    """Append one entry within the running transaction."""
    last = conn.exec_driver_sql("SELECT n, hash FROM access_log ORDER BY n DESC LIMIT 1").first()
    n, prev = (last.n + 1, last.hash) if last else (1, GENESIS)
    entry = AccessEntry(n, at, actor, act, object, detail, prev, entry_hash(prev, n, at, actor, act, object, detail))
    columns = ("n", "at", "actor", "act", "object", "detail", "prev", "hash")
    insert_many(conn, access_log, columns, [(n, at, actor, act, object, detail, prev, entry.hash)])
    return entry


def load_access(conn: Connection, *, limit: int | None = None, act: str | None = None) -> list[AccessEntry]:
    """Entries, newest first; `act` chooses one kind."""
    query = select(*access_log.columns).order_by(access_log.c.n.desc())
    if act is not None:
        query = query.where(access_log.c.act == act)
    return [AccessEntry(*row) for row in conn.execute(query.limit(limit))]


def broken_access(conn: Connection) -> list[int]:
    """Numbers of the entries whose hash, forerunner or number is wrong; empty for a whole chain."""
    wrong, prev, expected = [], GENESIS, 1
    for row in conn.execute(select(*access_log.columns).order_by(access_log.c.n)):
        entry = AccessEntry(*row)
        whole = entry.n == expected and entry.prev == prev
        if not whole or entry.hash != entry_hash(
            entry.prev, entry.n, entry.at, entry.actor, entry.act, entry.object, entry.detail
        ):
            wrong.append(entry.n)
        prev, expected = entry.hash, entry.n + 1
    return wrong


def count_access(conn: Connection) -> int:
    """How many entries there are."""
    return int(conn.execute(select(func.count()).select_from(access_log)).scalar_one())
