"""Is the database whole? Finds any flipped bit of the file (RELIABILITY 0.1), and what was changed past the program.

Quick: the structure. Deep: every page's MAC, every hash of journal and access log, and the rows against the refolded
journal.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from station_desk.domain.finding import Finding
from station_desk.domain.journal import Change, body_hash, txn_hash
from station_desk.domain.progress import Progress, silent
from station_desk.store import tables
from station_desk.store.access import broken_access
from station_desk.store.archive import load_archives
from station_desk.store.blobs import damaged_contents
from station_desk.store.bulk import chunks
from station_desk.store.conflicts import lost_values
from station_desk.store.connect import as_trouble, key_fits
from station_desk.store.current import read_current
from station_desk.store.fold import Folded, fold
from station_desk.store.journal_rows import split_parents
from station_desk.store.log_sums import wrong_sums

_BATCH = 2_000
_STEPS = 8
MOST_FINDINGS = 100
"""Of one kind of check: a file that is rotten all over need not be listed byte by byte."""


def check_database(
    conn: Connection, path: Path, key: bytes, *, deep: bool, progress: Progress = silent
) -> list[Finding]:
    """What is wrong with the opened database at `path`; empty for a whole one. May raise `Cancelled`."""
    found: list[Finding] = []
    try:
        for done, check in enumerate(_checks(conn, path, key, deep=deep)):
            progress(done, _STEPS)
            found += islice(check, MOST_FINDINGS)
    except DBAPIError as error:
        trouble = as_trouble(error)
        if trouble is None or trouble.code != "database_damaged":
            raise
        found.append(Finding("structure_damaged", str(error.orig)[:120]))
    progress(_STEPS, _STEPS)
    return found


def check_chains(conn: Connection) -> list[Finding]:
    """What is wrong with the two chains: journal and access log."""
    return [*islice(_journal(conn), MOST_FINDINGS), *islice(_access(conn), MOST_FINDINGS)]


def _checks(conn: Connection, path: Path, key: bytes, *, deep: bool) -> Iterator[Iterable[Finding]]:
    yield _file(conn, path, key)
    if deep:
        yield _pages(conn)
    yield _structure(conn, deep=deep)
    if deep:
        yield _journal(conn)
        yield _access(conn)
        yield _rows(conn)
        yield _sums(conn)
        yield _contents(conn)


def _file(conn: Connection, path: Path, key: bytes) -> Iterator[Finding]:
    """What lies outside the pages' MACs: the salt at the beginning, and the length."""
    if not key_fits(path, key):
        yield Finding("header_damaged")
    pages = int(conn.exec_driver_sql("PRAGMA page_count").scalar_one())
    size = int(conn.exec_driver_sql("PRAGMA page_size").scalar_one())
    wal = path.with_name(path.name + "-wal")
    if path.stat().st_size != pages * size and not (wal.exists() and wal.stat().st_size):
        yield Finding("length_wrong", str(path.stat().st_size))


def _pages(conn: Connection) -> Iterator[Finding]:
    """Every page as the medium holds it, free ones included, against its MAC."""
    for (told,) in conn.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall():
        yield Finding("page_damaged", str(told)[:120])


def _structure(conn: Connection, *, deep: bool) -> Iterator[Finding]:
    check = "integrity_check" if deep else "quick_check"
    for (told,) in conn.exec_driver_sql(f"PRAGMA {check}(20)").fetchall():
        if told != "ok":
            yield Finding("structure_damaged", str(told)[:120])
    broken = conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    for table, count in sorted({row[0]: sum(other[0] == row[0] for other in broken) for row in broken}.items()):
        yield Finding("parent_missing", f"{table} {count}")


def _journal(conn: Connection) -> Iterator[Finding]:
    """Every transaction's hash anew, its parents, the heads."""
    txn, change = tables.txn, tables.change
    archives = {row.id.encode() for row in load_archives(conn)}
    stones = {(row.ent, row.rid) for row in conn.execute(select(tables.tombstone.c.ent, tables.tombstone.c.rid))}
    changes = conn.execution_options(yield_per=_BATCH).execute(
        select(*change.columns).order_by(change.c.txh, change.c.i)
    )
    bodies = ((txh, list(rows)) for txh, rows in groupby(changes, key=itemgetter(0)))
    waiting = next(bodies, None)
    known: dict[str, set[bytes]] = {}
    parents: dict[str, set[bytes]] = {}
    for row in conn.execution_options(yield_per=_BATCH).execute(select(*txn.columns).order_by(txn.c.hash)):
        rows: list[Any] = []
        if waiting is not None and waiting[0] == row.hash:
            rows, waiting = waiting[1], next(bodies, None)
        if not _is_whole(row, rows, stones, archives):
            yield Finding("journal_changed", row.hash.hex()[:16])
        known.setdefault(row.scope, set()).add(row.hash)
        parents.setdefault(row.scope, set()).update(split_parents(row.parents))
    if waiting is not None:
        yield Finding("journal_changed", waiting[0].hex()[:16])
    yield from _heads(conn, known, parents)


def _access(conn: Connection) -> Iterator[Finding]:
    for n in broken_access(conn):
        yield Finding("access_changed", str(n))


def _contents(conn: Connection) -> Iterator[Finding]:
    """Contents of attachments against the hashes that name them."""
    for sha256 in damaged_contents(conn):
        yield Finding("content_damaged", sha256[:16])


def _sums(conn: Connection) -> Iterator[Finding]:
    """The sums of the log against its entries."""
    wrong = wrong_sums(conn)
    if wrong:
        yield Finding("sums_differ", str(wrong))


def _is_whole(row: Any, rows: list[Any], stones: set[tuple[str, str]], archives: set[bytes]) -> bool:
    """Whether a transaction is what its hash says. Bodies may be gone: erased, in an archive, or at home elsewhere."""
    changes = [Change(r.ent, r.rid, r.op, r.body, r.salt, r.body_hash, bool(r.local)) for r in rows]
    for c in changes:
        if c.body is None:
            if c.salt is not None:
                if c.salt not in archives:
                    return False
            elif not c.local and (c.ent, c.rid) not in stones:
                return False
        elif c.salt is None or body_hash(c.salt, c.body) != c.body_hash:
            return False
    head = (row.scope, row.office, row.rep, row.n, row.hlc, row.actor, row.action, row.run, row.sv)
    return bool(row.n_changes == len(changes) and row.hash == txn_hash(*head, split_parents(row.parents), changes))


def _heads(conn: Connection, known: dict[str, set[bytes]], parents: dict[str, set[bytes]]) -> Iterator[Finding]:
    told: dict[str, set[bytes]] = {}
    for scope, digest in conn.execute(select(tables.head.c.scope, tables.head.c.hash)):
        told.setdefault(scope, set()).add(digest)
    for scope in sorted(known.keys() | told.keys()):
        hashes, named = known.get(scope, set()), parents.get(scope, set())
        if not named <= hashes:
            yield Finding("journal_gap", scope)
        if told.get(scope, set()) != hashes - named:
            yield Finding("heads_wrong", scope)


def _rows(conn: Connection) -> Iterator[Finding]:
    """The rows, and the values that lost, against the journal folded anew."""
    counted = dict.fromkeys(tables.ENTITIES, 0)
    lost = 0
    for batch in chunks(fold(conn), _BATCH):
        groups: dict[tuple[str, str], list[Folded]] = {}
        for record in batch:
            counted[record.ent] += 1
            groups.setdefault((record.scope, record.ent), []).append(record)
        for (scope, ent), records in groups.items():
            rows = read_current(conn, scope, ent, [record.rid for record in records])
            kept = lost_values(conn, scope, ent, [record.rid for record in records])
            for record in records:
                if record.archived:  # what it must be stands in a file that is not at hand
                    lost += sum(map(len, kept.get(record.rid, {}).values()))
                    continue
                row = rows.get(record.rid)
                if row is None:
                    yield Finding("row_lost", ent)
                elif (row.office, row.made, row.fields, row.later, row.erased) != (
                    *(record.office, record.made, record.fields, record.later, record.erased),
                ):
                    yield Finding("row_differs", ent)
                if kept.get(record.rid, {}) != record.lost:
                    yield Finding("conflict_differs", ent)
                lost += sum(map(len, record.lost.values()))
    for ent, entity in tables.ENTITIES.items():
        there = int(conn.exec_driver_sql(f"SELECT count(*) FROM {entity.table.name}").scalar_one())  # noqa: S608 - ours
        if there > counted[ent]:
            yield Finding("row_without_journal", f"{ent} {there - counted[ent]}")
    there = int(conn.exec_driver_sql("SELECT count(*) FROM conflict").scalar_one())
    if there > lost:
        yield Finding("conflict_differs", str(there - lost))
