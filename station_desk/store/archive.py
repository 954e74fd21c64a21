"""Archives: bodies of old transactions in a file of their own, their hashes in the journal as before.

A change whose body lies in an archive keeps its row; the number of the archive stands in place of its salt. So there are
three reasons for a body that is not there, and none looks like another: erased (no salt, a tombstone), at home elsewhere
(no salt, local), archived (a short salt, a row of `archive`). With the file at hand, `attach` puts its bodies back where
every reader looks for them, for one connection and without a change of the database.

An archive is a SQLCipher database under a key of its own, which is a secret of this desk and so in every backup.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection

from station_desk.domain.journal import SALT_BYTES, body_hash
from station_desk.domain.trouble import Trouble
from station_desk.store import tables
from station_desk.store.bulk import chunks, insert_many, update_many
from station_desk.store.connect import KEY_BYTES, key_fits, key_pragma, open_raw, translated
from station_desk.store.growth import KEPT
from station_desk.store.settings import get_secret, get_setting, put_secret, put_settings

MOST = 9
"""SQLite attaches ten databases to a connection at most."""

KEPT_HERE = ("village",)
"""Kinds whose bodies stay: a village's former names are read every day."""

_KEY = "archive."
_PURGE = "archive_purge"
"""Setting: numbers of the archives that still hold bodies of something erased."""
_STALE = "archive_stale"
"""Setting: files that were written anew without something erased, and are still there."""
_BODY = (
    "CREATE TABLE body (txh BLOB NOT NULL, i INTEGER NOT NULL, body TEXT NOT NULL, salt BLOB NOT NULL,"
    " PRIMARY KEY (txh, i)) WITHOUT ROWID"
)
_BATCH = 500

Body = tuple[bytes, int, str, bytes]
"""(hash of the transaction, number of the change, body, salt)"""


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """One archive: its number, where it was last seen, its SHA-256, the clock of the newest act in it, when it was made."""

    id: str
    file: str
    sha256: bytes
    upto: int
    transactions: int
    changes: int
    at: str

    @property
    def path(self) -> Path:
        """Where it was last seen."""
        return Path(self.file)


def is_marker(salt: bytes | None) -> bool:
    """Whether what stands in place of a salt names an archive."""
    return salt is not None and len(salt) < SALT_BYTES


def load_archives(conn: Connection) -> list[ArchiveRow]:
    """Every archive of this desk, oldest first."""
    rows = conn.exec_driver_sql("SELECT id, file, sha256, upto, transactions, changes, at FROM archive")
    return sorted((ArchiveRow(*row) for row in rows), key=lambda row: int(row.id))


def archive_key(conn: Connection, id_: str) -> bytes:
    """The key of an archive. Raises KeyError where there is none."""
    key = get_secret(conn, _KEY + id_)
    if key is None:
        raise KeyError(id_)
    return key


# --- what may go ---------------------------------------------------------------------------------------------------
def old_bodies(conn: Connection, scope: str, before_ms: int, lacked: Iterable[bytes]) -> list[bytes]:
    """Transactions of the scope with a body that may go: older than `before_ms`, not among those that another office
    lacks, nothing in them parked, and none of their records with two versions or a mark of a choice."""
    kept = set(lacked)
    for query in (
        "SELECT txh FROM parked",
        "SELECT txh FROM change WHERE rid IN (SELECT rid FROM conflict UNION SELECT about_id FROM settlement)",
    ):
        kept.update(conn.exec_driver_sql(query).scalars())
    found = conn.exec_driver_sql(
        "SELECT hash FROM txn AS t WHERE scope = ? AND hlc < ? AND EXISTS (SELECT 1 FROM change AS c"  # noqa: S608 - ours
        f" WHERE c.txh = t.hash AND {_MOVES}) ORDER BY hlc, hash",
        (scope, before_ms),
    ).scalars()
    return [digest for digest in found if digest not in kept]


_MOVES = "c.body IS NOT NULL AND c.op <> 'x' AND c.ent NOT IN (" + ", ".join(f"'{ent}'" for ent in KEPT_HERE) + ")"


def read_bodies(conn: Connection, hashes: Sequence[bytes]) -> Iterator[Body]:
    """The bodies of the transactions that go into an archive."""
    for part in chunks(hashes, _BATCH):
        marks = ", ".join("?" * len(part))
        query = f"SELECT c.txh, c.i, c.body, c.salt FROM change AS c WHERE c.txh IN ({marks}) AND {_MOVES}"  # noqa: S608
        yield from ((row[0], row[1], row[2], row[3]) for row in conn.exec_driver_sql(query, tuple(part)))


def newest_of(conn: Connection, hashes: Sequence[bytes]) -> int:
    """The newest clock of these transactions in ms since 1970, 0 without any."""
    newest = 0
    for part in chunks(hashes, _BATCH):
        marks = ", ".join("?" * len(part))
        query = f"SELECT max(hlc) FROM txn WHERE hash IN ({marks})"  # noqa: S608 - question marks only
        newest = max(newest, int(conn.exec_driver_sql(query, tuple(part)).scalar_one()))
    return newest


# --- the file ------------------------------------------------------------------------------------------------------
def new_key() -> bytes:
    """A key for an archive."""
    return secrets.token_bytes(KEY_BYTES)


def write_file(path: Path, key: bytes, bodies: Iterable[Body]) -> int:
    """A new archive at `path`, which must not exist; how many bodies it holds. Trouble `disk_full`."""
    with translated(), closing(open_raw(path, key, writing=True, wal=False)) as raw:
        raw.execute("BEGIN")
        raw.execute(_BODY)
        count = 0
        for part in chunks(bodies):
            raw.executemany("INSERT INTO body VALUES (?, ?, ?, ?)", part)
            count += len(part)
        raw.execute("COMMIT")
    return count


def write_without(old: Path, key: bytes, path: Path, gone: Iterable[tuple[bytes, int]]) -> None:
    """The archive `old` anew at `path` without some bodies. Trouble `disk_full`."""
    left = set(gone)
    with translated(), closing(_opened(old, key)) as raw:
        rows: Iterable[Body] = raw.execute("SELECT txh, i, body, salt FROM body ORDER BY txh, i")
        write_file(path, key, (row for row in rows if (row[0], row[1]) not in left))


def bodies_in(path: Path, key: bytes) -> int:
    """How many bodies an archive holds."""
    with translated(), closing(_opened(path, key)) as raw:
        return int(raw.execute("SELECT count(*) FROM body").fetchone()[0])


def check_file(conn: Connection, path: Path, key: bytes, count: int) -> None:
    """Read every body of the archive back and hold it against the hash in the journal. Trouble `archive_unverified`."""
    try:
        with translated(), closing(_opened(path, key)) as raw:
            seen = 0
            for part in chunks(raw.execute("SELECT txh, i, body, salt FROM body"), _BATCH):
                marks = ", ".join("?" * len({row[0] for row in part}))
                told = conn.exec_driver_sql(
                    f"SELECT txh, i, body_hash FROM change WHERE txh IN ({marks})",  # noqa: S608 - question marks only
                    tuple({row[0] for row in part}),
                )
                wanted = {(txh, i): digest for txh, i, digest in told}
                if any(wanted.get((txh, i)) != body_hash(salt, body) for txh, i, body, salt in part):
                    raise Trouble("archive_unverified", file=path.name)
                seen += len(part)
    except Trouble as trouble:
        raise Trouble("archive_unverified", file=path.name) from trouble
    if seen != count:
        raise Trouble("archive_unverified", file=path.name)


def _opened(path: Path, key: bytes) -> Any:
    """An archive to read from, as it lies there: nothing is written beside it, also not on a stick."""
    raw = sqlcipher.connect(f"{path.absolute().as_uri()}?immutable=1", isolation_level=None, uri=True)
    try:
        raw.execute("PRAGMA cipher_log_level = NONE").fetchall()
        raw.execute(f'PRAGMA key = "{key_pragma(key)}"').fetchall()
        raw.execute("PRAGMA query_only = ON").fetchall()
    except BaseException:
        raw.close()
        raise
    return raw


# --- the journal ---------------------------------------------------------------------------------------------------
def move(conn: Connection, row: ArchiveRow, key: bytes, hashes: Sequence[bytes]) -> None:
    """In the running transaction: the archive is known, and the bodies that it holds are gone from the journal."""
    insert_many(
        conn,
        tables.archive,
        ("id", "file", "sha256", "upto", "transactions", "changes", "at"),
        [(row.id, row.file, row.sha256, row.upto, row.transactions, row.changes, row.at)],
    )
    put_secret(conn, _KEY + row.id, key)
    for part in chunks(hashes, _BATCH):
        marks = ", ".join("?" * len(part))
        conn.exec_driver_sql(
            f"UPDATE change AS c SET body = NULL, salt = ? WHERE c.txh IN ({marks}) AND {_MOVES}",  # noqa: S608 - ours
            (row.id.encode(), *part),
        )
    forget_counts(conn)


def owner_of(conn: Connection, path: Path) -> str | None:
    """The number of the archive whose key the file at `path` was written with, whatever became of it since."""
    for row in load_archives(conn):
        if key_fits(path, archive_key(conn, row.id)):
            return row.id
    return None


def bring_back(conn: Connection, row: ArchiveRow, path: Path) -> int:
    """In the running transaction: the bodies that lie in the archive at `path` stand in the journal again, each held
    against its hash, and the archive and its key are gone. How many there were; what was erased meanwhile stays away.

    Trouble `archive_unverified`: a body is not what the journal says, or one is missing.
    """
    key, marker = archive_key(conn, row.id), row.id.encode()
    check_file(conn, path, key, bodies_in(path, key))
    count = 0
    driver: Any = conn.connection.driver_connection
    with translated(), closing(_opened(path, key)) as raw:
        for part in chunks(raw.execute("SELECT body, salt, txh, i FROM body"), _BATCH):
            count += driver.executemany(
                "UPDATE change SET body = ?, salt = ? WHERE txh = ? AND i = ? AND body IS NULL AND salt = ?",
                [(*one, marker) for one in part],
            ).rowcount
    if conn.exec_driver_sql("SELECT 1 FROM change WHERE body IS NULL AND salt = ? LIMIT 1", (marker,)).scalar():
        raise Trouble("archive_unverified", file=path.name)
    conn.exec_driver_sql("DELETE FROM archive WHERE id = ?", (row.id,))
    conn.exec_driver_sql("DELETE FROM secret WHERE key = ?", (_KEY + row.id,))
    purged(conn, row.id)
    forget_counts(conn)
    return count


def forget_counts(conn: Connection) -> None:
    """What was counted of the journal's bytes holds no more."""
    conn.exec_driver_sql("DELETE FROM setting WHERE key LIKE ?", (KEPT + "%",))


def now_at(conn: Connection, id_: str, file: Path, sha256: bytes) -> None:
    """An archive lies elsewhere, or was written anew."""
    update_many(conn, tables.archive, ("file", "sha256"), ("id",), [(str(file.absolute()), sha256, id_)])


def archive_named(conn: Connection, marker: bytes) -> str:
    """The file's name of the archive that stands in place of a salt; the bare number for one that is not known."""
    id_ = marker.decode("ascii", "replace")
    file = conn.exec_driver_sql("SELECT file FROM archive WHERE id = ?", (id_,)).scalar()
    return Path(file).name if file else id_


def needed(conn: Connection, hashes: Sequence[bytes]) -> str | None:
    """The name of an archive that holds a body of these transactions and is not at hand; None: nothing is wanting."""
    if not conn.exec_driver_sql("SELECT 1 FROM archive LIMIT 1").scalar():
        return None
    for part in chunks(hashes, _BATCH):
        marks = ", ".join("?" * len(part))
        marker = conn.exec_driver_sql(
            f"SELECT salt FROM change WHERE txh IN ({marks}) AND body IS NULL AND length(salt) < 16 LIMIT 1",  # noqa: S608
            tuple(part),
        ).scalar()
        if marker is not None:
            return archive_named(conn, marker)
    return None


def out_of_reach(conn: Connection) -> dict[str, int]:
    """How many bodies cannot be read because their archive is not at hand, by the archive's name."""
    if not conn.exec_driver_sql("SELECT 1 FROM archive LIMIT 1").scalar():
        return {}
    rows = conn.exec_driver_sql(
        "SELECT salt, count(*) FROM change WHERE body IS NULL AND length(salt) < 16 GROUP BY salt"
    ).all()
    return {archive_named(conn, marker): int(count) for marker, count in rows}


# --- at hand -------------------------------------------------------------------------------------------------------
def attach(raw: Any, files: Sequence[tuple[Path, bytes]]) -> None:
    """Make the bodies of these archives (file, key) readable on a bare connection, in their places."""
    raw.execute("PRAGMA query_only = OFF").fetchall()
    joins, bodies, salts = [], ["c.body"], []
    for n, (path, key) in enumerate(files[:MOST]):
        raw.execute(f"ATTACH DATABASE ? AS a{n} KEY ?", (f"{path.absolute().as_uri()}?immutable=1", key_pragma(key)))
        joins.append(
            f" LEFT JOIN a{n}.body AS b{n} ON c.body IS NULL AND length(c.salt) < 16 AND b{n}.txh = c.txh AND b{n}.i = c.i"
        )
        bodies.append(f"b{n}.body")
        salts.append(f"b{n}.salt")
    raw.execute(
        "CREATE TEMPORARY VIEW change AS SELECT c.txh AS txh, c.i AS i, c.op AS op, c.ent AS ent, c.rid AS rid,"  # noqa: S608
        f" coalesce({', '.join(bodies)}) AS body, coalesce({', '.join([*salts, 'c.salt'])}) AS salt,"
        " c.body_hash AS body_hash, c.local AS local FROM main.change AS c" + "".join(joins)
    )
    raw.execute("PRAGMA query_only = ON").fetchall()


# --- erasure -------------------------------------------------------------------------------------------------------
def must_purge(conn: Connection, markers: Iterable[bytes]) -> None:
    """Remember that these archives hold bodies of something that was erased."""
    wanted = sorted({*to_purge(conn), *(one.decode("ascii", "replace") for one in markers)})
    if wanted:
        put_settings(conn, {_PURGE: json.dumps(wanted)})


def to_purge(conn: Connection) -> list[str]:
    """Numbers of the archives that still hold bodies of something that was erased."""
    return [str(one) for one in json.loads(get_setting(conn, _PURGE) or "[]")]


def stale_files(conn: Connection) -> list[Path]:
    """Former files of archives that were written anew: they still hold what was erased and must go."""
    return [Path(one) for one in json.loads(get_setting(conn, _STALE) or "[]")]


def put_stale(conn: Connection, files: Iterable[Path]) -> None:
    """These former files are still there."""
    left = [str(one) for one in files]
    put_settings(conn, {_STALE: json.dumps(left, ensure_ascii=False) if left else None})


def purged(conn: Connection, id_: str) -> None:
    """This archive holds nothing erased any more."""
    left = [one for one in to_purge(conn) if one != id_]
    put_settings(conn, {_PURGE: json.dumps(left) if left else None})


def erased_in(conn: Connection, path: Path, key: bytes) -> list[tuple[bytes, int]]:
    """The bodies in an archive whose change no longer says that it lies there: its record was erased."""
    gone: list[tuple[bytes, int]] = []
    with translated(), closing(_opened(path, key)) as raw:
        for part in chunks(raw.execute("SELECT txh, i FROM body"), _BATCH):
            marks = ", ".join("?" * len({row[0] for row in part}))
            held = conn.exec_driver_sql(
                f"SELECT txh, i FROM change WHERE txh IN ({marks}) AND body IS NULL AND length(salt) < 16",  # noqa: S608
                tuple({row[0] for row in part}),
            )
            gone += sorted({(txh, i) for txh, i in part} - {(txh, i) for txh, i in held})
    return gone
