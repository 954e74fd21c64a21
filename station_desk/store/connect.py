"""Connections to the home database: SQLCipher with a raw key, our pragmas set and asserted, errors translated.

The first 16 bytes of a SQLCipher file are its salt. Ours is derived from the key, so that it serves as a known token:
with it a wrong key and a damaged file are told apart (RELIABILITY F14).
"""

import hashlib
import hmac
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, Pool, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from station_desk.domain.trouble import Trouble

KEY_BYTES = 32
SALT_BYTES = 16
SQLITE_FLOOR = (3, 51, 3)
"""Below it, two connections that write and checkpoint at once can corrupt a WAL database (RELIABILITY 0.3)."""

APPLICATION_ID = 0x53444B31
"""Marks the file as a home database of the desk ("SDK1")."""

BUSY_SECONDS = 5.0
WRITER_CACHE_KIB = 32_000

_PRAGMAS = (
    ("foreign_keys", "ON", 1),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("temp_store", "MEMORY", 2),
)
_WAL = ("journal_mode", "WAL", "wal")

sqlcipher.register_adapter(bytes, bytes)
sqlcipher.register_adapter(bool, int)
sqlcipher.register_adapter(type(None), {}.get)  # gives None for None
"""Values that are bound nearly as they are. The driver knows that of text and whole numbers only; for any other value it looks
for methods of conversion first, and the exceptions of that search took half the time of an insert."""

_FULL, _IO, _READ_ONLY, _BUSY, _LOCKED, _CORRUPT, _NOT_A_DB, _CANT_OPEN = 13, 10, 8, 5, 6, 11, 26, 14


def salt_of(key: bytes) -> bytes:
    """The salt that a home database made with `key` (32 bytes) begins with."""
    return hmac.new(key, b"station-desk home database salt 1", hashlib.sha256).digest()[:SALT_BYTES]


def key_fits(path: Path, key: bytes) -> bool:
    """Whether the file at `path` begins with the token of `key`."""
    with path.open("rb") as stream:
        return hmac.compare_digest(stream.read(SALT_BYTES), salt_of(key))


def key_pragma(key: bytes) -> str:
    """The raw key with its salt as SQLCipher takes it (no second key derivation)."""
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    return f"x'{key.hex()}{salt_of(key).hex()}'"


def assert_sqlite(version: tuple[int, ...] = tuple(sqlcipher.sqlite_version_info)) -> None:
    """Trouble `sqlite_too_old` below the floor."""
    if version < SQLITE_FLOOR:
        raise Trouble(
            "sqlite_too_old", found=".".join(map(str, version)), needs=".".join(str(part) for part in SQLITE_FLOOR)
        )


def _set(connection: Any, name: str, value: str, expected: object) -> None:
    """Set a pragma and make sure that it took."""
    connection.execute(f"PRAGMA {name} = {value}").fetchall()
    found = connection.execute(f"PRAGMA {name}").fetchone()
    if found is None or found[0] != expected:
        raise RuntimeError(f"pragma {name} is {found}, not {expected!r}")


def open_raw(path: Path, key: bytes, *, writing: bool, foreign_keys: bool = True, wal: bool = True) -> Any:
    """A bare DB-API connection in autocommit, keyed and with our pragmas; `writing=False` cannot change anything.

    In a folder where nothing can be written, the file is read as it is (`immutable`): its WAL cannot be opened there.
    Raises the DB-API's own errors; use it inside `translated`.
    """
    sealed = not writing and not os.access(path.parent, os.W_OK)
    address = f"file:{path.absolute().as_posix()}?immutable=1" if sealed else str(path)
    connection = sqlcipher.connect(
        address, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS, uri=sealed, cached_statements=256
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
        connection.execute(f'PRAGMA key = "{key_pragma(key)}"').fetchall()
        for name, value, expected in _PRAGMAS:
            off = name == "foreign_keys" and not foreign_keys
            _set(connection, name, "OFF" if off else value, 0 if off else expected)
        if writing:
            if wal:
                _set(connection, *_WAL)
            connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}").fetchall()
        else:
            _set(connection, "query_only", "ON", 1)
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(
    path: Path, key: bytes, *, writing: bool, pool: type[Pool] = QueuePool, foreign_keys: bool = True
) -> Engine:
    """An engine whose transactions begin explicitly: IMMEDIATE for writing, a read snapshot otherwise."""
    sizes = {"pool_size": 1 if writing else 4, "max_overflow": 0 if writing else 8} if pool is QueuePool else {}
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: open_raw(path, key, writing=writing, foreign_keys=foreign_keys),
        poolclass=pool,
        **sizes,
    )
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)

    return engine


def _error_code(error: BaseException) -> int | None:
    """SQLite's primary result code of a DB-API or SQLAlchemy error."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, sqlcipher.Error | sqlite3.Error):
        return None
    code = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def as_trouble(error: BaseException) -> Trouble | None:
    """The known trouble behind a library error, or None: then it is a bug."""
    match _error_code(error):
        case 13:
            return Trouble("disk_full")
        case 10 | 14:
            return Trouble("disk_failed")
        case 8:
            return Trouble("database_read_only")
        case 5 | 6:
            return Trouble("database_busy")
        case 11 | 26:
            return Trouble("database_damaged", reason=str(getattr(error, "orig", error))[:120])
    return None


@contextmanager
def translated() -> Iterator[None]:
    """Turns errors of the database library into troubles; what is not known stays as it is."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        trouble = as_trouble(error)
        if trouble is None:
            raise
        raise trouble from error
