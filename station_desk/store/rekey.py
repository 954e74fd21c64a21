"""The whole database anew under another key (DESIGN 4, decision 1; RELIABILITY 3).

Never in place: the new file is written beside the old one, verified, and put in its place by the caller. While that
happens nobody writes through this store; listeners and hooks of the store stay.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from station_desk.domain.trouble import Trouble
from station_desk.store.connect import key_pragma, make_engine, open_raw, translated
from station_desk.store.engine import Store

_HEADER = ("user_version", "application_id")


def present_key(store: Store) -> bytes:
    """The data key that the store was opened with."""
    return store._key


def rekey(store: Store, new_key: bytes, target: Path, place: Callable[[], None]) -> None:
    """Write the database under `new_key` (32 bytes) to `target`, close the store, let `place` swap, open it again.

    Troubles: `read_only`, `disk_full`, `rekey_unverified`: then everything is as before. When `place` fails, its error
    goes on and the store stays closed for writing: the next opening of the home finishes or forgets the change.
    """
    if store.read_only:
        raise Trouble("read_only")
    with store._lock:
        if store._conn is not None:
            raise RuntimeError("the key cannot change within a transaction")
        try:
            write_under(store.path, store._key, target, new_key)
        except BaseException:
            remove(target)
            raise
        store.close()
        try:
            place()
        except BaseException:
            store._writer, store.read_only = None, True
            raise
        store._key = new_key
        store._readers = make_engine(store.path, new_key, writing=False)
        store._writer = make_engine(store.path, new_key, writing=True)


def write_under(source: Path, key: bytes, target: Path, new_key: bytes) -> None:
    """A verified copy of the database at `source` (opened by `key`) at `target`, under `new_key`, flushed."""
    remove(target)
    with translated():
        connection = open_raw(source, key, writing=True)
        try:
            connection.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(target), key_pragma(new_key)))
            connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
            for name in _HEADER:
                value = int(connection.execute(f"PRAGMA main.{name}").fetchone()[0])
                connection.execute(f"PRAGMA fresh.{name} = {value}")
            connection.execute("DETACH DATABASE fresh")
            counted = _counts(connection)
        finally:
            connection.close()
        _flush(target)
        _verify(target, new_key, counted)


def remove(database: Path) -> None:
    """Take a database file and its side files away."""
    for end in ("-wal", "-shm", "-journal", ""):
        database.with_name(database.name + end).unlink(missing_ok=True)


def _verify(target: Path, key: bytes, counted: dict[str, int]) -> None:
    connection = open_raw(target, key, writing=True)
    try:
        rotten = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        told = [row[0] for row in connection.execute("PRAGMA integrity_check").fetchall()]
        whole = not rotten and told == ["ok"] and _counts(connection) == counted
    finally:
        connection.close()
    if not whole:
        raise Trouble("rekey_unverified")


def _counts(connection: Any) -> dict[str, int]:
    """Rows of each table, and how many things the schema has."""
    names = [
        str(row[0])
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    counted = {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - names of the schema
        for name in names
    }
    counted["sqlite_master"] = int(
        connection.execute("SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'").fetchone()[0]
    )
    return counted


def _flush(file: Path) -> None:
    handle = os.open(file, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
