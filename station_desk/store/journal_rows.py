"""The journal's rows: transactions and their changes in, out, and the heads of each scope."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from station_desk.domain.journal import Change, Op, Txn
from station_desk.store import tables
from station_desk.store.bulk import blob, chunks, delete_many, insert_many

_TXN = (
    "hash",
    "scope",
    "office",
    "rep",
    "n",
    "hlc",
    "actor",
    "action",
    "run",
    "sv",
    "parents",
    "n_changes",
    "import_id",
)
_CHANGE = ("txh", "i", *Change._fields)
HASH_BYTES = 32


def join_parents(parents: Iterable[bytes]) -> bytes:
    """Parents as the `parents` column holds them: sorted, one after another."""
    return b"".join(sorted(parents))


def split_parents(column: bytes) -> tuple[bytes, ...]:
    """The parents of a row, sorted."""
    return tuple(column[at : at + HASH_BYTES] for at in range(0, len(column), HASH_BYTES))


def append_txns(conn: Connection, txns: Sequence[Txn], import_id: str | None = None) -> None:
    """Insert transactions with their changes, in any order; heads and rows are the caller's matter."""
    heads = [
        (
            *(t.hash, t.scope, t.office, t.rep, t.n, t.hlc, t.actor, t.action, t.run, t.sv),
            *(join_parents(t.parents), len(t.changes), import_id),
        )
        for t in txns
    ]
    insert_many(conn, tables.txn, _TXN, heads)
    bodies: list[tuple[object, ...]] = []
    for t in txns:
        digest = blob(t.hash)
        bodies += [
            (digest, i, ent, rid, op, body, salt if salt is None else blob(salt), blob(own), 1 if local else 0)
            for i, (ent, rid, op, body, salt, own, local) in enumerate(t.changes)
        ]
    insert_many(conn, tables.change, _CHANGE, bodies)


def read_txns(conn: Connection, hashes: Iterable[bytes]) -> Iterator[Txn]:
    """The transactions of those hashes that are known, in no particular order."""
    for part in chunks(hashes, 500):
        changes: dict[bytes, list[Change]] = {}
        for txh, _i, ent, rid, op, body, salt, digest, local in conn.execute(
            select(*(tables.change.c[name] for name in _CHANGE))
            .where(tables.change.c.txh.in_(part))
            .order_by(tables.change.c.txh, tables.change.c.i)
        ):
            changes.setdefault(txh, []).append(Change(ent, rid, _op(op), body, salt, digest, bool(local)))
        for row in conn.execute(select(*(tables.txn.c[name] for name in _TXN)).where(tables.txn.c.hash.in_(part))):
            yield Txn(
                *(row.hash, row.scope, row.office, row.rep, row.n, row.hlc, row.actor, row.action, row.run, row.sv),
                parents=split_parents(row.parents),
                changes=tuple(changes.get(row.hash, ())),
            )


def known(conn: Connection, hashes: Iterable[bytes]) -> set[bytes]:
    """Those of the hashes whose transactions are in the journal."""
    found: set[bytes] = set()
    for part in chunks(hashes):
        marks = ", ".join("?" * len(part))
        found.update(
            conn.exec_driver_sql(f"SELECT hash FROM txn WHERE hash IN ({marks})", tuple(part)).scalars()  # noqa: S608
        )
    return found


def heads(conn: Connection, scope: str | None = None) -> dict[str, list[bytes]]:
    """The heads of each scope (or of one), sorted. A scope without transactions is absent."""
    query = "SELECT scope, hash FROM head WHERE ? IS NULL OR scope = ? ORDER BY scope, hash"
    found: dict[str, list[bytes]] = {}
    for of, digest in conn.exec_driver_sql(query, (scope, scope)):
        found.setdefault(of, []).append(digest)
    return found


def set_heads(conn: Connection, scope: str, hashes: Iterable[bytes]) -> None:
    """Make `hashes` the heads of the scope."""
    delete_many(conn, tables.head, ("scope",), [(scope,)])
    insert_many(conn, tables.head, ("scope", "hash"), [(scope, digest) for digest in hashes])


def _op(text: str) -> Op:
    match text:
        case "c" | "u" | "x":
            return text
    raise ValueError(f"no kind of change: {text!r}")
